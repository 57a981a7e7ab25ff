//! Errors at the edge: what to say, how to mend it, with which exit code.

use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::engine::EngineError;
use crate::indexer::IndexError;
use crate::lexicon::overlay::{FILES, OverlayError};
use crate::search::filters::ValueError;
use crate::search::parse::ParseError;
use crate::tabular;

/// How the program ends (DESIGN section 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExitStatus {
    /// Done.
    Done,
    /// A query without hits, an index without a commit.
    NoHits,
    /// An error, a damaged index.
    Error,
    /// Indexed, but some files failed.
    SomeFailed,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(match status {
            ExitStatus::Done => 0,
            ExitStatus::NoHits => 1,
            ExitStatus::Error => 2,
            ExitStatus::SomeFailed => 3,
        })
    }
}

/// An error message and its hints, by catalogue key.
#[derive(Debug)]
pub(crate) struct CliError {
    pub(super) key: &'static str,
    pub(super) values: Vec<(&'static str, String)>,
    pub(super) hints: Vec<(&'static str, Vec<(&'static str, String)>)>,
    /// The file and the line that it is about, where it is read from a list.
    pub(super) place: Option<String>,
    broken_pipe: bool,
}

impl CliError {
    pub(super) fn new(key: &'static str) -> Self {
        Self {
            key,
            values: Vec::new(),
            hints: Vec::new(),
            place: None,
            broken_pipe: false,
        }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    pub(super) fn hint(mut self, key: &'static str, values: &[(&'static str, &str)]) -> Self {
        let values = values
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        self.hints.push((key, values));
        self
    }

    /// A query that cannot be read, with the place.
    pub(super) fn in_query(error: ParseError, query: &str) -> Self {
        let at = error.at();
        let error = Self::from(error);
        let Some(at) = at else {
            return error;
        };
        let place = query.char_indices().nth(at - 1);
        let (before, after) = query.split_at(place.map_or(query.len(), |(place, _)| place));
        error.hint("hint-at", &[("before", before), ("after", after)])
    }

    /// Names the line of a file that it is about.
    pub(super) fn in_line(mut self, path: &Path, line: usize) -> Self {
        self.place = Some(format!("{}:{line}", path.display()));
        self
    }

    fn hint_if(self, applies: bool, key: &'static str) -> Self {
        if applies { self.hint(key, &[]) } else { self }
    }

    pub(super) fn is_broken_pipe(&self) -> bool {
        self.broken_pipe
    }

    /// An output that cannot be written.
    pub(super) fn output(path: &Path, error: &io::Error) -> Self {
        Self {
            broken_pipe: error.kind() == io::ErrorKind::BrokenPipe,
            ..Self::new("cannot-write")
                .with("path", path.display())
                .with("reason", error)
        }
    }

    /// A file that cannot be read.
    pub(super) fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self::new("cannot-read")
            .with("path", path.display())
            .with("reason", error)
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self::output(Path::new("stdout"), &error)
    }
}

impl From<tabular::TableError> for CliError {
    fn from(error: tabular::TableError) -> Self {
        Self::from(io::Error::from(error))
    }
}

impl From<OverlayError> for CliError {
    fn from(error: OverlayError) -> Self {
        match error {
            OverlayError::Unreadable { path, source } => Self::unreadable(&path, &source),
            OverlayError::NoTable { path } => Self::new("lexicon-table")
                .with("path", path.display())
                .hint("hint-values", &[("values", &FILES.join(", "))]),
            OverlayError::Columns {
                path,
                line,
                found,
                expected,
                columns,
            } => Self::new("lexicon-columns")
                .with("path", path.display())
                .with("line", line)
                .with("found", found)
                .with("expected", expected)
                .hint("hint-columns", &[("columns", columns)]),
            OverlayError::Value {
                path,
                line,
                column,
                value,
                allowed,
            } => Self::new("lexicon-value")
                .with("path", path.display())
                .with("line", line)
                .with("column", column)
                .with("value", value)
                .hint("hint-allowed", &[("values", &allowed)]),
            OverlayError::TooLate => Self::new("lexicon-late"),
        }
    }
}

impl From<EngineError> for CliError {
    fn from(error: EngineError) -> Self {
        let shown = |path: &PathBuf| path.display().to_string();
        match error {
            EngineError::Missing { path } => Self::new("no-index")
                .with("path", path.display())
                .hint("hint-build", &[("index", &shown(&path))]),
            EngineError::NotAnIndex { path } => Self::new("not-an-index")
                .with("path", path.display())
                .hint("hint-other-folder", &[]),
            EngineError::Fingerprint {
                path,
                part,
                found,
                expected,
            } => Self::new("fingerprint")
                .with("path", path.display())
                .with("part", part)
                .with("found", found)
                .with("expected", expected)
                .hint("hint-rebuild", &[("index", &shown(&path))])
                .hint_if(part == "dictionary", "hint-lexicon"),
            EngineError::Broken { path, message } => Self::new("broken-index")
                .with("path", path.display())
                .with("reason", message)
                .hint("hint-rebuild", &[("index", &shown(&path))]),
            EngineError::DiskFull { path } => Self::new("disk-full")
                .with("path", path.display())
                .hint("hint-space", &[]),
            EngineError::Write { path, source } => Self::new("cannot-write")
                .with("path", path.display())
                .with("reason", source)
                .hint("hint-index-elsewhere", &[]),
            EngineError::Locked { path, holder } => Self::new("locked")
                .with("path", path.display())
                .with("holder", holder)
                .hint("hint-wait", &[]),
            EngineError::NoFacet { field } => {
                let facets = super::args::facet_names().join(", ");
                Self::new("no-facet")
                    .with("field", field)
                    .hint("hint-facets", &[("facets", &facets)])
            }
        }
    }
}

impl From<IndexError> for CliError {
    fn from(error: IndexError) -> Self {
        match error {
            IndexError::NoArchive { path } => Self::new("no-archive")
                .with("path", path.display())
                .hint("hint-archive", &[]),
            IndexError::NotAFolder { path } => {
                let inside = path
                    .parent()
                    .filter(|parent| !parent.as_os_str().is_empty());
                let inside = inside.unwrap_or(Path::new(".")).display().to_string();
                Self::new("not-a-folder")
                    .with("path", path.display())
                    .hint("hint-folder", &[("folder", &inside)])
            }
            IndexError::NotUnicode { path } => Self::new("not-unicode")
                .with("path", path.display())
                .hint("hint-not-unicode", &[]),
            IndexError::Emptied { path, index, files } => Self::new("emptied")
                .with("path", path.display())
                .with("files", files)
                .hint("hint-emptied", &[("index", &index.display().to_string())]),
            IndexError::Unreadable { path, source } => Self::unreadable(&path, &source),
            IndexError::Engine(error) => error.into(),
        }
    }
}

impl From<ValueError> for CliError {
    fn from(error: ValueError) -> Self {
        match error {
            ValueError::Unknown { value, suggestions } if suggestions.is_empty() => {
                Self::new("unknown-value").with("value", value)
            }
            ValueError::Unknown { value, suggestions } => Self::new("unknown-value")
                .with("value", value)
                .hint("hint-values", &[("values", &suggestions.join(", "))]),
            ValueError::Date { value } => Self::new("bad-date")
                .with("value", value)
                .hint("hint-date", &[]),
            ValueError::Backwards { from, to } => Self::new("backwards")
                .with("from", from)
                .with("to", to)
                .hint("hint-backwards", &[]),
            ValueError::Number { value } => Self::new("bad-number")
                .with("value", value)
                .hint("hint-number", &[]),
            ValueError::Index { message } => Self::new("broken-index")
                .with("path", "")
                .with("reason", message),
        }
    }
}

impl From<ParseError> for CliError {
    fn from(error: ParseError) -> Self {
        match error {
            ParseError::UnclosedQuote { quote, at } => Self::new("unclosed-quote")
                .with("quote", quote)
                .with("at", at)
                .hint("hint-quote", &[("quote", &quote.to_string())]),
            ParseError::UnclosedGroup { at } => Self::new("unclosed-group")
                .with("at", at)
                .hint("hint-group", &[]),
            ParseError::UnopenedGroup { at } => Self::new("unopened-group")
                .with("at", at)
                .hint("hint-group", &[]),
            ParseError::DanglingOperator { operator, at } => Self::new("dangling")
                .with("operator", operator)
                .with("at", at)
                .hint("hint-operator", &[]),
            ParseError::LeadingOperator { operator, at } => Self::new("leading")
                .with("operator", operator)
                .with("at", at)
                .hint("hint-near", &[]),
            ParseError::NotNear { operator, at } => Self::new("not-near")
                .with("operator", operator)
                .with("at", at)
                .hint("hint-near", &[]),
            ParseError::LongPattern { most, at } => Self::new("long-pattern")
                .with("most", most)
                .with("at", at)
                .hint("hint-literal", &[]),
            ParseError::EmptyPattern { at } => Self::new("empty-pattern")
                .with("at", at)
                .hint("hint-literal", &[]),
            ParseError::Value { field: _, error } => error.into(),
        }
    }
}
