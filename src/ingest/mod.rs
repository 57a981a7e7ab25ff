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
use clean::recurring::{Known, Page, Trace};

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
    /// What its pages tell of their edges; nothing where boilerplate is kept.
    pub traces: Vec<Trace>,
}

/// Turns a file that stands alone into documents.
#[must_use]
pub fn ingest(file: &RawFile, options: Options) -> Ingested {
    ingest_known(file, options, &Known::default())
}

/// Turns a file of an archive into documents: read, clean, split, tidy, extract. What is `known` of
/// the archive changes the documents, never the traces.
#[must_use]
pub fn ingest_known(file: &RawFile, options: Options, known: &Known) -> Ingested {
    let mut ingested = Ingested::default();
    for source in read::read(file, &mut ingested.issues) {
        let mut page = Page::new(&source, known);
        let cleaned = clean::clean(source);
        for segment in split::split(&cleaned, options) {
            let part = clean::compose_page(&cleaned, &segment, options, &mut page);
            ingested
                .documents
                .extend(extract::extract(&cleaned.source, part));
        }
        ingested.traces.extend(page.finish());
    }
    ingested
}
