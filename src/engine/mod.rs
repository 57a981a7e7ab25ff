//! L3, the seam: what an index must do ([`IndexSink`]) and what a search asks of it
//! ([`SearchBackend`]), and the one engine built in ([`embedded`], tantivy).
//!
//! In: [`Record`]s and [`Plan`]s. Out: candidates, stored documents, counts. An engine knows
//! nothing of files, HTML or query syntax; analysis is ours on every engine.

mod column;
pub mod embedded;
pub mod manifest;
pub mod record;

use std::any::Any;
use std::path::PathBuf;
use std::sync::Arc;

use crate::model::Plan;
use crate::model::hit::StoredDocument;
pub use column::{FacetColumn, FacetColumnBuilder};
pub use record::Record;

/// A document that matches, not yet fetched. 16 bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Where the engine keeps it; valid for the backend that returned it. Many are read fastest in
    /// ascending order.
    pub address: u64,
    /// Relevance.
    pub score: f32,
}

/// Something kept alive for as long as a record waits.
pub type Hold = Arc<dyn Any + Send + Sync>;

/// Takes documents into an index. Nothing is visible before [`IndexSink::commit`].
pub trait IndexSink: Sync {
    /// Adds one document. `hold` is kept until the document is inverted, and dropped then: a share
    /// of a memory budget.
    ///
    /// # Errors
    /// Fails when the engine cannot take more (disk full, a writer died).
    fn put(&self, record: Record, hold: Option<Hold>) -> Result<(), EngineError>;

    /// Deletes all documents of a file, by [`Record::file_key`].
    ///
    /// # Errors
    /// Fails when the engine is broken.
    fn delete_file(&self, file_key: u64) -> Result<(), EngineError>;

    /// Makes everything since the last commit visible at once, with `payload` beside it.
    ///
    /// # Errors
    /// Fails when it could not be written; then nothing of it is visible.
    fn commit(&mut self, payload: &str) -> Result<(), EngineError>;
}

/// Answers queries over one committed state of an index.
pub trait SearchBackend: Sync {
    /// Returns all matching documents in the plan's order; equal ranks by document id.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    fn search(&self, plan: &Plan) -> Result<Vec<Candidate>, EngineError>;

    /// Returns the number of matching documents.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    fn count(&self, plan: &Plan) -> Result<u64, EngineError>;

    /// Returns about how many documents match, told from about `sample` of them (as many again at
    /// most), which do not depend on how the index was made; exactly where there are fewer than twice as
    /// many.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    fn estimate(&self, plan: &Plan, sample: u64) -> Result<f64, EngineError>;

    /// Returns the number of documents that match both plans.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    fn count_both(&self, one: &Plan, other: &Plan) -> Result<u64, EngineError>;

    /// Returns a candidate's document.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    fn fetch(&self, candidate: Candidate) -> Result<StoredDocument, EngineError>;

    /// Returns a candidate's text alone, as people read it.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    fn text(&self, candidate: Candidate) -> Result<String, EngineError>;

    /// Returns the values that candidates have in a facet field, without fetching them. Values less
    /// sure than `min_confidence` (in hundredths) are absent. `date` gives years (`2020`),
    /// `date:month` months (`2020-01`; the year alone where the month is not known).
    ///
    /// # Errors
    /// Fails when the index cannot be read or the field cannot be counted by.
    fn facet_column(
        &self,
        candidates: &[Candidate],
        field: &str,
        min_confidence: Option<u8>,
    ) -> Result<FacetColumn, EngineError>;

    /// Returns all values of a keyword field, sorted.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    fn values(&self, field: &str) -> Result<Vec<String>, EngineError>;

    /// Returns the document ids of candidates, without fetching them.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    fn ids(&self, candidates: &[Candidate]) -> Result<Vec<u64>, EngineError>;

    /// Returns the document with this id.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    fn find(&self, id: u64) -> Result<Option<StoredDocument>, EngineError>;

    /// Returns the number of documents.
    fn documents(&self) -> u64;

    /// Returns the words the ranking field would hold for a folded text.
    fn words(&self, folded: &str) -> Vec<String>;
}

/// What can go wrong with an index.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// There is no index at the path.
    #[error("{path}: no index here")]
    Missing {
        /// Index folder.
        path: PathBuf,
    },
    /// The folder holds something else.
    #[error("{path}: not an index folder")]
    NotAnIndex {
        /// Index folder.
        path: PathBuf,
    },
    /// Built by a program with another schema, analyzer or lexicon.
    #[error("cannot open index at {path}: built with {part} {found}, this program has {expected}")]
    Fingerprint {
        /// Index folder.
        path: PathBuf,
        /// What differs: schema, analysis, lexicon or format.
        part: &'static str,
        /// What the index was built with.
        found: String,
        /// What this program has.
        expected: String,
    },
    /// The index is damaged.
    #[error("cannot read index at {path}: {message}")]
    Broken {
        /// Index folder.
        path: PathBuf,
        /// What the engine says.
        message: String,
    },
    /// The disk is full.
    #[error("{path}: no space left")]
    DiskFull {
        /// Index folder.
        path: PathBuf,
    },
    /// Nothing may be written there.
    #[error("{path}: cannot write: {source}")]
    Write {
        /// Index folder.
        path: PathBuf,
        /// The system's reason.
        #[source]
        source: std::io::Error,
    },
    /// Another process indexes here.
    #[error("{path}: another process is indexing here ({holder})")]
    Locked {
        /// Index folder.
        path: PathBuf,
        /// Who, as the lock says.
        holder: String,
    },
    /// The field is not one to count by.
    #[error("no facet {field}")]
    NoFacet {
        /// The field asked for.
        field: String,
    },
}
