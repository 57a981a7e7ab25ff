//! L3: bytes → documents. No index, no file system. A file's documents depend on its bytes, the
//! options and which of its edge lines are [`Known`] to recur over the archive; that set may grow
//! while files are read, by what other files told, so what was known is taken down line by line in
//! each [`Trace`], and whoever indexes has files read again that knew something else.
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

use crate::model::{Document, Issue, IssueKind, RawFile, Stage};
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
        let before = ingested.documents.len();
        let cleaned = clean::clean(source);
        for segment in split::split(&cleaned, options) {
            let part = clean::compose_page(&cleaned, &segment, options, &mut page);
            ingested
                .documents
                .extend(extract::extract(&cleaned.source, part));
        }
        ingested.traces.extend(page.finish());
        if ingested.documents.len() == before {
            ingested.issues.push(only_noise(file));
        }
    }
    ingested
}

/// A text of which no rule left anything is reported: nothing is lost silently.
fn only_noise(file: &RawFile) -> Issue {
    Issue {
        path: file.path.relative.clone(),
        stage: Stage::Clean,
        kind: IssueKind::Skipped,
        code: "only_noise".to_owned(),
        message: "nothing but noise was found in the text".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SourcePath;

    /// Found by fuzzing: such files had neither a document nor a row in the report.
    #[test]
    fn r0004_a_file_of_nothing_but_noise_is_reported() {
        for text in ["久久", "无码人妻_国产精品_久久热_日韩av", "\n\u{200b}\n"] {
            let file = RawFile {
                path: SourcePath {
                    root: "archive".to_owned(),
                    relative: "noise.txt".to_owned(),
                    key: 1,
                },
                absolute: std::path::PathBuf::new(),
                bytes: text.as_bytes().to_vec(),
                truncated: false,
            };
            let ingested = ingest(&file, Options::default());
            let reported = ingested.issues.len() == 1;
            assert_eq!(reported, ingested.documents.is_empty(), "{text}");
        }
    }
}
