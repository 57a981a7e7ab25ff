//! PDF → page.
//!
//! In: a file's bytes. Out: the text that `pdftotext` (poppler) lays out, page after page, without
//! running heads and page numbers. Poppler is asked because it knows the character collections of
//! Chinese fonts (GBK-EUC-H without `ToUnicode` is common in 公文); where it is not installed, a PDF
//! is reported, not read. Pages whose characters cannot be trusted, and pages that are pictures, are
//! recognised where that is asked for, and are left out and told of otherwise. Not its job: joining
//! wrapped lines (the cleaning does that for every format).

mod ocr;
mod pages;

use std::borrow::Cow;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use super::lines;
use super::program::{self, Answer};
use super::reading::{Gap, ReadError, Reading};
use super::{Limits, Options};
use crate::model::PageHints;

/// The program that reads PDF.
const PROGRAM: &str = "pdftotext";
/// The code where it is not installed.
pub(super) const WITHOUT_PROGRAM: &str = "unsupported_type:pdf";
/// The code where the tables of Chinese fonts are not installed.
pub(super) const WITHOUT_COLLECTIONS: &str = "needs_poppler_data";
/// The code of pages that are pictures.
pub(super) const NEEDS_OCR: &str = "needs_ocr";
/// The code of pages whose fonts do not say which characters they show.
pub(super) const UNTRUSTED: &str = "untrusted_text";
/// A page of one Chinese character (甲) in a font that is not embedded.
const PROBE: &[u8] = include_bytes!("probe.pdf");
/// Its complaint where a character collection is not installed.
const NO_COLLECTION: &str = "language pack";
/// Recognising a file may take so many times as long as one page may: an hour, usually.
const OCR_TIMES: u64 = 60;

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

/// Returns whether pages that are pictures can be read.
pub(super) fn has_ocr() -> bool {
    ocr::has_programs()
}

/// Reads a document.
pub(super) fn read(bytes: &[u8], options: &Options) -> Result<Reading, ReadError> {
    let limits = &options.limits;
    // `-layout` keeps the rows of tables and indentations; `-raw` loses both.
    let last = limits.pages.saturating_add(1).to_string();
    let arguments = ["-layout", "-enc", "UTF-8", "-l", &last, "-", "-"];
    let answer = program::run(PROGRAM, &arguments, bytes, limits);
    let answer = answer.map_err(|_| ReadError::NoProgram {
        program: "pdftotext (poppler-utils)",
    })?;
    let text = String::from_utf8_lossy(&answer.output);
    if text.trim().is_empty() {
        without_text(&answer)?;
    }
    let is_unknown = answer.errors.contains(NO_COLLECTION);
    if is_unknown && !has_collections() {
        return Err(ReadError::NoCollections);
    }
    let mut gaps = Vec::new();
    match answer.outcome.limit() {
        Some(code) => gaps.push(Gap::limit(code)),
        None if answer.outcome.is_success() => {}
        None => gaps.push(Gap::damaged("the document")),
    }
    let mut found: Vec<Cow<'_, str>> = text.split('\u{c}').map(Cow::Borrowed).collect();
    // The program ends every page with a form feed.
    if found.last().is_some_and(|last| last.trim().is_empty()) {
        found.pop();
    }
    if found.len() > limits.pages {
        found.truncate(limits.pages);
        gaps.push(Gap::limit("limit:pages"));
    }
    let mut untrusted = Vec::new();
    for (at, page) in found.iter_mut().enumerate() {
        if is_unknown || !is_trusted(page) {
            untrusted.push(at);
            *page = Cow::Borrowed("");
        }
    }
    let is_blank = |at: &usize| found[*at].trim().is_empty();
    let blank: Vec<usize> = (0..found.len()).filter(is_blank).collect();
    let mut recognised = false;
    let mut no_text = None;
    if options.ocr && ocr::has_programs() {
        recognised = recognise(bytes, (&mut found, &blank), limits, &mut gaps);
        if untrusted.iter().any(|at| found[*at].is_empty()) {
            Gap::unrecognised_page().add_once(&mut gaps);
        }
        // Nothing was read: one row says why.
        if let Some(gap) = gaps
            .first()
            .filter(|_| found.iter().all(|page| page.trim().is_empty()))
        {
            if gap.code.starts_with("limit:") {
                return Err(ReadError::Limit { code: gap.code });
            }
            no_text = Some(gap.code);
            gaps.clear();
        }
    } else if blank.len() == found.len() {
        if !untrusted.is_empty() {
            return Err(ReadError::UntrustedText { code: UNTRUSTED });
        }
        no_text = Some(NEEDS_OCR);
    } else {
        if !untrusted.is_empty() {
            gaps.push(Gap::untrusted_page(UNTRUSTED));
        }
        let blank = blank.into_iter().filter(|at| !untrusted.contains(at));
        let pictured = ocr::pictured(bytes, &blank.collect::<Vec<_>>(), limits);
        if pictured > 0 {
            gaps.push(Gap::pictured_pages(pictured));
        }
    }
    let mut reading = Reading::new(&pages::joined(&found), PageHints::default(), "UTF-8");
    reading.page.recognised = recognised;
    reading.gaps = gaps;
    reading.no_text = no_text;
    Ok(reading)
}

fn is_trusted(page: &str) -> bool {
    lines::is_trusted(page) && pages::is_plausible(page)
}

/// Recognises the blank ones of some pages; returns whether any of them has text now.
fn recognise(
    bytes: &[u8],
    (pages, blank): (&mut [Cow<'_, str>], &[usize]),
    limits: &Limits,
    gaps: &mut Vec<Gap>,
) -> bool {
    let mut any = false;
    let most = Duration::from_secs(limits.seconds.saturating_mul(OCR_TIMES));
    let started = Instant::now();
    for at in blank {
        if started.elapsed() > most {
            Gap::limit("limit:seconds").add_once(gaps);
            break;
        }
        match ocr::page(bytes, at + 1, limits) {
            // Of ornaments and photographs it makes signs.
            Ok(text) if !text.trim().is_empty() && is_trusted(&text) => {
                any = true;
                pages[*at] = Cow::Owned(text);
            }
            Ok(_) => {}
            Err(gap) => gap.add_once(gaps),
        }
    }
    any
}

/// Why nothing was written: encrypted, broken, stopped; or well, for there are pictures only.
fn without_text(answer: &Answer) -> Result<(), ReadError> {
    let errors = answer.errors.to_lowercase();
    if errors.contains("password") || errors.contains("copying of text") {
        return Err(ReadError::Encrypted);
    }
    match answer.outcome.limit() {
        Some(code) => Err(ReadError::Limit { code }),
        None if answer.outcome.is_success() => Ok(()),
        None => Err(ReadError::Damaged {
            what: "its pages cannot be read",
        }),
    }
}

#[cfg(test)]
pub(super) mod tests;
