//! What readers of binary document formats give: a page, or why there is none.
//!
//! In, out: nothing; the types that these readers share. Not its job: which reader reads a file
//! ([`super::formats`]).

use super::columns::{self, Columns};
use super::normalize::normalize;
use super::{Page, Report, records};
use crate::model::PageHints;

/// Most values kept of a file's own properties.
const MOST_PROPERTIES: usize = 32;
/// A longer property (characters) is no property.
const LONGEST_PROPERTY: usize = 400;

/// A document as its format's reader gives it.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// Its text and hints.
    pub(super) page: Page,
    /// The encoding of its text, by its WHATWG name.
    pub(super) encoding: &'static str,
    /// What is missing of it: such a page is partial.
    pub(super) gaps: Vec<Gap>,
    /// Why a document without text may have none.
    pub(super) no_text: Option<&'static str>,
    /// Its sheets, where its format has them: one may be a table of documents.
    pub(super) sheets: Vec<Sheet>,
}

/// A sheet of values.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Its name.
    pub(super) name: String,
    /// Its rows by their numbers, cells from the first column on; the first has the names.
    pub(super) rows: Vec<(i64, Vec<String>)>,
}

impl Sheet {
    /// Returns the cells of its first row.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        let first = self.rows.first();
        first
            .into_iter()
            .flat_map(|(_, names)| names)
            .map(String::as_str)
    }

    /// Returns its rows as pages, where its first row says that they are documents.
    pub(super) fn documents(
        &self,
        columns: &Columns,
        report: &mut Report<'_>,
    ) -> Option<Vec<Page>> {
        let ((_, names), rows) = self.rows.split_first()?;
        if !columns.are_documents(names.iter().map(String::as_str)) {
            return None;
        }
        columns.report_missing(self.names(), report);
        let page = |(number, cells): &(i64, Vec<String>)| {
            let named = names
                .iter()
                .zip(cells)
                .filter(|(name, _)| columns::is_name(name));
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                return None;
            }
            let record = named.map(|(name, cell)| (name.trim().to_owned(), cell.as_str().into()));
            let member = format!("#{}!{number}", self.name);
            let place = format!("row {number} of {}", self.name);
            records::page(&record.collect(), (member, &place), columns, report)
        };
        Some(rows.iter().filter_map(page).collect())
    }
}

impl Reading {
    /// A document whose text is `text` (it becomes normal here).
    pub(super) fn new(text: &str, hints: PageHints, encoding: &'static str) -> Self {
        Self {
            page: Page {
                text: normalize(text).into_owned(),
                hints,
                ..Page::default()
            },
            encoding,
            ..Self::default()
        }
    }
}

/// Something of a document that is not in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gap {
    /// For the report: `limit:pages`, `damaged` …
    pub(super) code: &'static str,
    /// In words.
    pub(super) message: String,
}

impl Gap {
    /// A part of a document could not be read to its end.
    pub(super) fn damaged(part: &str) -> Self {
        Self {
            code: "damaged",
            message: format!("{part} is damaged: what stands before the damage is read"),
        }
    }

    /// Pages whose fonts do not say which characters they show.
    pub(super) fn untrusted_page(code: &'static str) -> Self {
        Self {
            code,
            message: "pages whose fonts do not say which characters they show are left out"
                .to_owned(),
        }
    }

    /// Pages that are pictures, which nobody asked to be recognised.
    pub(super) fn pictured_pages(count: usize) -> Self {
        Self {
            code: super::pdf::NEEDS_OCR,
            message: format!("{count} pages are pictures: their text is not read without --ocr"),
        }
    }

    /// A page whose picture gave no text for another reason than that it has none.
    pub(super) fn unrecognised_page() -> Self {
        Self {
            code: "ocr_failed",
            message: "pages that are pictures could not be recognised".to_owned(),
        }
    }

    /// A part could not be read at all.
    pub(super) fn of(error: &ReadError) -> Self {
        Self {
            code: error.code(),
            message: error.to_string(),
        }
    }

    /// Adds it, unless it is among the others.
    pub(super) fn add_once(self, gaps: &mut Vec<Self>) {
        if !gaps.contains(&self) {
            gaps.push(self);
        }
    }

    /// A limit ended the reading.
    pub(super) fn limit(code: &'static str) -> Self {
        Self {
            code,
            message: format!("the document goes beyond {code}: the rest is not read"),
        }
    }
}

/// Why a document gives no text at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum ReadError {
    /// It asks for a password.
    #[error("the document is encrypted: it opens only with its password")]
    Encrypted,
    /// It is not what its first bytes say, or its frame is broken.
    #[error("the document is damaged: {what}")]
    Damaged {
        /// What is broken.
        what: &'static str,
    },
    /// A bound was reached before any text was read.
    #[error("the document goes beyond {code}, which --max changes")]
    Limit {
        /// `limit:` and the limit's name.
        code: &'static str,
    },
    /// Its characters cannot be told from its bytes.
    #[error(
        "the document's fonts do not say which characters they show{}",
        remedy(code)
    )]
    UntrustedText {
        /// Of PDF, which may be recognised, or of another format.
        code: &'static str,
    },
    /// Its fonts stand outside, and the program does not know their characters.
    #[error(
        "its Chinese fonts are not embedded: pdftotext needs poppler-data, which is not installed"
    )]
    NoCollections,
    /// The program that reads its format is not installed.
    #[error("PDF is read with the program {program}, which is not installed")]
    NoProgram {
        /// Its name, and the package that has it.
        program: &'static str,
    },
    /// The form of its format is not read.
    #[error("{what} is not read")]
    Unsupported {
        /// Which form.
        what: &'static str,
    },
}

/// What can be done about a document that is not read.
fn remedy(code: &str) -> &'static str {
    match code {
        super::pdf::UNTRUSTED => ": with --ocr they are recognised",
        _ => "",
    }
}

impl ReadError {
    /// Returns the code.
    pub(super) const fn code(&self) -> &'static str {
        match self {
            Self::Encrypted => "encrypted",
            Self::Damaged { .. } => "damaged",
            Self::Limit { code } | Self::UntrustedText { code } => code,
            Self::NoCollections => super::pdf::WITHOUT_COLLECTIONS,
            Self::NoProgram { .. } => super::pdf::WITHOUT_PROGRAM,
            Self::Unsupported { .. } => "unsupported_form",
        }
    }

    /// Returns whether the file is broken or too large, not only of a kind that is not read.
    pub(super) const fn is_failure(&self) -> bool {
        matches!(self, Self::Damaged { .. } | Self::Limit { .. })
    }
}

/// Adds a property of the file (its core properties, document information) to the hints, as
/// `file:<name>`: programs fill them in, often from a template, so that no rule takes them for the
/// document's own title or date.
pub(super) fn add_property(hints: &mut PageHints, name: &str, value: &str) {
    let normal = normalize(value);
    let value = normal.trim();
    let is_short = value.chars().count() <= LONGEST_PROPERTY;
    if !value.is_empty() && is_short && hints.meta.len() < MOST_PROPERTIES {
        let name = format!("file:{}", name.to_lowercase());
        hints.meta.push((name, value.replace('\n', " ")));
    }
}
