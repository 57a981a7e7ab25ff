//! `zhengsou` (政搜): a full-text search engine over archives of Chinese policy documents.
//!
//! Two one-way data flows make the whole program:
//!
//! ```text
//! archive ─walk→ RawFile ─read→ SourceText ─clean→ SourceText(marked) ─split→ Part*
//!         ─extract→ Document ─record→ Record ─IndexSink::put→ index ─commit
//! text/flags ─parse→ Query ─plan→ Plan ─SearchBackend→ candidates ─verify→ hits
//!            ─passages+highlight→ Hit* ─export→ CSV | TSV | JSONL | terminal
//! ```
//!
//! Modules stand in layer order; each uses strictly lower layers only (`tests/suite/layers.rs`).

pub mod model;

pub mod lexicon;
pub mod schema;
pub mod tabular;

pub mod analysis;

pub mod engine;
pub mod ingest;

pub mod indexer;
pub mod search;

pub mod export;

#[cfg(feature = "cli")]
pub mod cli;
