//! One command, one file: an args struct and `run(context, args)`.

pub(super) mod completions;
pub(super) mod coverage;
pub(super) mod documents;
pub(super) mod index;
pub(super) mod info;
pub(super) mod inspect;
pub(super) mod lookup;
pub(super) mod man;
pub(super) mod reposts;
pub(super) mod sample;
pub(super) mod search;
pub(super) mod show;
pub(super) mod stats;
pub(super) mod upkeep;
pub(super) mod verify;
