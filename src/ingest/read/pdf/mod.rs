//! PDF → page.
//!
//! In: a file's bytes. Out: the text that `pdftotext` (poppler) lays out, page after page, without
//! running heads and page numbers. Poppler is asked because it knows the character collections of
//! Chinese fonts (GBK-EUC-H without `ToUnicode` is common in 公文); where it is not installed, a PDF
//! is reported, not read. Pages whose characters cannot be trusted are left out. Not its job:
//! joining wrapped lines (the cleaning does that for every format), OCR.

mod pages;

use std::sync::OnceLock;

use super::Limits;
use super::lines;
use super::program::{self, Answer, Outcome};
use super::reading::{Gap, ReadError, Reading};
use crate::model::PageHints;

/// The program that reads PDF.
const PROGRAM: &str = "pdftotext";
/// The code where it is not installed.
pub(super) const WITHOUT_PROGRAM: &str = "unsupported_type:pdf";
/// The code where the tables of Chinese fonts are not installed.
pub(super) const WITHOUT_COLLECTIONS: &str = "needs_poppler_data";
/// A page of one Chinese character (甲) in a font that is not embedded.
const PROBE: &[u8] = include_bytes!("probe.pdf");
/// Its complaint where a character collection is not installed.
const NO_COLLECTION: &str = "language pack";

/// Returns whether the program is there; it is looked for once.
pub(super) fn has_program() -> bool {
    static FOUND: OnceLock<bool> = OnceLock::new();
    *FOUND.get_or_init(|| program::run(PROGRAM, &["-v"], b"", &Limits::default()).is_ok())
}

/// Returns whether it knows the characters of Chinese fonts that are not embedded; it is asked once.
pub(super) fn has_collections() -> bool {
    static FOUND: OnceLock<bool> = OnceLock::new();
    *FOUND.get_or_init(|| {
        let answer = program::run(PROGRAM, &["-", "-"], PROBE, &Limits::default());
        answer.is_ok_and(|answer| !answer.errors.contains(NO_COLLECTION))
    })
}

/// Why a document cannot be read whose fonts the program does not know.
fn without_collection() -> ReadError {
    if has_collections() {
        ReadError::UntrustedText
    } else {
        ReadError::NoCollections
    }
}

/// Reads a document.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    // `-layout` keeps the rows of tables and indentations; `-raw` loses both.
    let last = limits.pages.saturating_add(1).to_string();
    let arguments = ["-layout", "-enc", "UTF-8", "-l", &last, "-", "-"];
    let answer = program::run(PROGRAM, &arguments, bytes, limits);
    let answer = answer.map_err(|_| ReadError::NoProgram {
        program: "pdftotext (poppler-utils)",
    })?;
    let text = String::from_utf8_lossy(&answer.output);
    if text.trim().is_empty() {
        return without_text(&answer);
    }
    let mut gaps = Vec::new();
    match answer.outcome {
        Outcome::Ended { is_success: true } => {}
        Outcome::Ended { is_success: false } => gaps.push(Gap::damaged("the document")),
        Outcome::TooLong => gaps.push(Gap::limit("limit:seconds")),
        Outcome::TooMuch => gaps.push(Gap::limit("limit:unpacked-bytes")),
    }
    let mut found: Vec<&str> = text.split('\u{c}').collect();
    // The program ends every page with a form feed.
    if found.last().is_some_and(|last| last.trim().is_empty()) {
        found.pop();
    }
    if found.len() > limits.pages {
        found.truncate(limits.pages);
        gaps.push(Gap::limit("limit:pages"));
    }
    let count = found.len();
    found.retain(|page| lines::is_trusted(page) && pages::is_plausible(page));
    if answer.errors.contains(NO_COLLECTION) {
        return Err(without_collection());
    }
    if found.iter().all(|page| page.trim().is_empty()) {
        return Err(ReadError::UntrustedText);
    }
    if found.len() < count {
        gaps.push(Gap::untrusted_page());
    }
    let mut reading = Reading::new(&pages::joined(&found), PageHints::default(), "UTF-8");
    reading.gaps = gaps;
    Ok(reading)
}

/// Why nothing was written: encrypted, broken, stopped, or pictures of pages only.
fn without_text(answer: &Answer) -> Result<Reading, ReadError> {
    let errors = answer.errors.to_lowercase();
    if errors.contains("password") || errors.contains("copying of text") {
        return Err(ReadError::Encrypted);
    }
    match answer.outcome {
        Outcome::TooLong => Err(ReadError::Limit {
            code: "limit:seconds",
        }),
        Outcome::TooMuch => Err(ReadError::Limit {
            code: "limit:unpacked-bytes",
        }),
        Outcome::Ended { is_success: false } => Err(ReadError::Damaged {
            what: "its pages cannot be read",
        }),
        Outcome::Ended { is_success: true } if errors.contains(NO_COLLECTION) => {
            Err(without_collection())
        }
        Outcome::Ended { is_success: true } => Ok(Reading {
            no_text: Some("needs_ocr"),
            encoding: "UTF-8",
            ..Reading::default()
        }),
    }
}

#[cfg(test)]
pub(super) mod tests;
