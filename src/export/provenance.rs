//! Provenance: how an export came about, so that it can be cited and repeated.

use std::path::PathBuf;

use serde::Serialize;

use super::RowUnit;
use crate::engine::EngineError;
use crate::engine::embedded::EmbeddedBackend;
use crate::engine::manifest::Manifest;
use crate::indexer::Commit;
use crate::search::Question;
use crate::search::reposts::Reposts;

/// How an export came about.
#[derive(Debug, Serialize)]
pub struct Provenance<'a> {
    /// Name and version of the program.
    pub program: String,
    /// When it ran, RFC 3339; none where the clock is wrong.
    pub date: Option<String>,
    /// What was asked.
    pub asked: Asked<'a>,
    /// What came out.
    pub counts: Counts,
    /// What was searched.
    pub index: Searched,
}

/// What was asked.
#[derive(Debug, Serialize)]
pub struct Asked<'a> {
    /// The query as typed.
    pub typed: String,
    /// Whether it was taken as one string.
    pub fixed_string: bool,
    /// As understood: query, filters, order, how strings match, least confidence in hundredths.
    #[serde(flatten)]
    pub question: &'a Question,
    /// What became of copies of one policy.
    pub reposts: Reposts,
    /// Most rows; none = all.
    pub limit: Option<usize>,
    /// The form of the output.
    pub format: String,
    /// What a row stands for.
    pub rows: RowUnit,
    /// The columns, in their order; a citation has none.
    pub columns: Vec<&'a str>,
}

/// What came out.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Counts {
    /// Matching documents.
    pub documents: usize,
    /// Rows written.
    pub rows: usize,
}

/// Which state of which index was searched.
#[derive(Debug, Serialize)]
pub struct Searched {
    /// Its folder.
    pub folder: PathBuf,
    /// The commit: counts from 1.
    pub generation: u64,
    /// Documents in it.
    pub documents: u64,
    /// How files were read.
    pub settings: String,
    /// The archives' names and folders.
    pub archives: Vec<(String, PathBuf)>,
    /// Fingerprints of schema, analysis, dictionaries and rules.
    pub manifest: Manifest,
}

impl Searched {
    /// Describes what a backend searches.
    ///
    /// # Errors
    /// Those of [`Manifest::check`].
    pub fn of(backend: &EmbeddedBackend) -> Result<Self, EngineError> {
        let commit = Commit::parse(Some(backend.payload()));
        Ok(Self {
            folder: backend.folder().to_owned(),
            generation: commit.generation,
            documents: commit.documents,
            settings: commit.settings,
            archives: commit.archives,
            manifest: Manifest::check(backend.folder())?,
        })
    }
}
