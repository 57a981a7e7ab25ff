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
mod tally;

use std::ops::ControlFlow;

use crate::model::{Document, Issue, IssueKind, RawFile, SourcePath, SourceText, Stage};
use clean::recurring::{Known, Page, Trace};
use read::{Columns, Item, Limits, Member};
pub use tally::Tally;

/// What may be switched off.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Keep boilerplate lines (menus, footers, disclaimers) in the text.
    pub keep_boilerplate: bool,
    /// Treat every file as one document.
    pub no_split: bool,
    /// Recognise text in pages that are pictures, where the programs for it are installed.
    pub ocr: bool,
    /// What reading one file may cost.
    pub limits: Limits,
    /// Which columns of tables of documents hold what.
    pub columns: Columns,
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
/// the archive changes the documents, never the traces. Of a container, everything that its members
/// hold is returned at once; whoever has large ones takes [`read::unpack`] and [`ingest_member`].
#[must_use]
pub fn ingest_known(file: &RawFile, options: Options, known: &Known) -> Ingested {
    if !read::is_container(file) {
        let mut issues = Vec::new();
        let sources = read::read(file, options, &mut issues);
        let address = &file.path.relative;
        let mut ingested = ingest_sources(address, sources, issues, options, known);
        ingested.issues = Tally::shortened(address, ingested.issues);
        return ingested;
    }
    let mut all = Ingested::default();
    let mut tally = Tally::new(&file.path.relative);
    read::unpack_bytes(file, &options.limits, &mut |item| {
        match item {
            Item::Issue(issue) => tally.add(issue),
            Item::Member(member) => {
                let mut ingested = ingest_member(&member, &file.path, options, known);
                all.documents.append(&mut ingested.documents);
                all.traces.append(&mut ingested.traces);
                tally.member(ingested.issues);
            }
        }
        ControlFlow::Continue(())
    });
    all.issues = tally.finish();
    all
}

/// Turns a member of a container into documents.
#[must_use]
pub fn ingest_member(
    member: &Member,
    outer: &SourcePath,
    options: Options,
    known: &Known,
) -> Ingested {
    let mut issues = Vec::new();
    let sources = read::read_member(member, outer, options, &mut issues);
    let address = &member.file.path.relative;
    ingest_sources(address, sources, issues, options, known)
}

fn ingest_sources(
    address: &str,
    sources: Vec<SourceText>,
    issues: Vec<Issue>,
    options: Options,
    known: &Known,
) -> Ingested {
    let mut ingested = Ingested {
        issues,
        ..Ingested::default()
    };
    for source in sources {
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
            ingested.issues.push(only_noise(address));
        }
    }
    ingested
}

/// A text of which no rule left anything is reported: nothing is lost silently.
fn only_noise(address: &str) -> Issue {
    Issue {
        path: address.to_owned(),
        stage: Stage::Clean,
        kind: IssueKind::Skipped,
        code: "only_noise".to_owned(),
        message: "nothing but noise was found in the text".to_owned(),
        count: 1,
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
                    root: "archive".into(),
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

    /// Found by fuzzing: white space at the end of a text is not in the view, and a piece of the last
    /// line was looked for behind the view's end.
    #[test]
    fn r0006_a_last_line_that_ends_in_white_space_is_cleaned() {
        let bytes: Vec<u8> = [
            &b"\xaa\x98,\xe6\xad\xa3C\x96\x87\n1\xe7"[..],
            &[0x09; 15],
            &b"\x94\xb2,\xe4"[..],
            &[0xe1; 47],
            &b"\xff\xff\xff\xffF\0\t\t\t\t\t\x87\n1\xe7"[..],
            &[0x09; 15],
            &b"\x94\xb2,\xe4"[..],
            &[0xe1; 47],
            &b"\xff\xff\xff\xffF\0"[..],
            &[0x09; 38],
            &[0xe1; 6],
            &b"\t\t\t\t\t"[..],
        ]
        .concat();
        let file = RawFile {
            path: SourcePath {
                root: "archive".into(),
                relative: "a".to_owned(),
                key: 1,
            },
            absolute: std::path::PathBuf::new(),
            bytes,
            truncated: false,
        };
        let ingested = ingest(&file, Options::default());
        assert!(!ingested.documents.is_empty() || !ingested.issues.is_empty());
    }
}
