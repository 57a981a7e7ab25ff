//! L3: bytes → documents. Pure: no index, no file system, no state between files.
//!
//! In: a [`RawFile`]. Out: its [`Document`]s, and an [`Issue`] for whatever could not be used.
//! Not its job: walking folders (`indexer`) and anything an index engine knows.

#[cfg(test)]
mod archive_tests;
pub mod clean;
pub mod extract;
pub mod read;
#[cfg(test)]
mod seeds_tests;
pub mod split;

use crate::model::{Document, Issue, RawFile};

/// What may be switched off.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Keep boilerplate lines (menus, footers, disclaimers) in the text.
    pub keep_boilerplate: bool,
    /// Treat every file as one document.
    pub no_split: bool,
}

/// What became of one file.
#[derive(Debug, Default)]
pub struct Ingested {
    /// Its documents, in order.
    pub documents: Vec<Document>,
    /// Its trouble.
    pub issues: Vec<Issue>,
}

/// Turns a file into documents: read, clean, split, tidy, extract.
#[must_use]
pub fn ingest(file: &RawFile, options: Options) -> Ingested {
    let mut ingested = Ingested::default();
    for source in read::read(file, &mut ingested.issues) {
        let cleaned = clean::clean(source);
        for segment in split::split(&cleaned, options) {
            let part = clean::compose(&cleaned, &segment, options);
            ingested
                .documents
                .extend(extract::extract(&cleaned.source, part));
        }
    }
    ingested
}
