//! L1: embedded dictionaries, typed. Data files stand in `data/*.tsv`, with source, retrieval date,
//! licence and columns on top; each is loaded once, when first used.
//!
//! Not its job: reading documents. A lexicon answers what a name is, never where it stands.

pub mod script;
mod table;
