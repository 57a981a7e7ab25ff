//! L2: text → terms, in Lucene's words: char filters, tokenizers, token filters.
//!
//! In: any text. Out: folded text with an edit map ([`char_filter`]), and the token streams of
//! the analyzers that `index_schema/analyzers.toml` names ([`tokenizer`]). Documents and queries
//! pass through the same code. Not its job: cleaning (`ingest`) and storing (`engine`).

pub mod char_filter;
pub mod matcher;
pub mod numeral;
pub mod similarity;
pub mod tokenizer;
