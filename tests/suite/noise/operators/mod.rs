//! Noise operators: each changes a labelled text (or its bytes) and keeps the labels true.

pub(crate) mod annotate;
pub(crate) mod byte_damage;
pub(crate) mod bytes;
pub(crate) mod inserts;
pub(crate) mod lines;
pub(crate) mod page;
pub(crate) mod readings;
pub(crate) mod rewrite;
