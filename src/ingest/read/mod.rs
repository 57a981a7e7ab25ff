//! Bytes → [`SourceText`]s: type by content, decoding, one file per format.
//!
//! In: a [`RawFile`], or a [`Member`] of a container that [`unpack`] opened. Out: one text, or
//! several for JSON Lines and tables of documents; every trouble is an [`Issue`], and
//! a file without a text always has one. A panic in a third-party parser costs its file only.
//! Not its job: judging what of the text is the document, beyond an HTML page's main content.

mod blocks;
mod byte_damage;
mod columns;
mod common_chars;
mod compound;
mod decode;
mod delimited;
mod doc;
mod docx;
mod epub;
mod file_type;
mod formats;
mod gutters;
mod html;
mod json_lines;
mod limits;
mod lines;
mod markdown;
mod mht;
mod mime;
mod mojibake;
mod normalize;
mod numerals;
mod odf;
mod ofd;
mod package;
mod pdf;
mod ppt;
mod pptx;
mod program;
mod reading;
mod records;
mod rtf;
#[cfg(feature = "xlsx")]
mod sheets;
#[cfg(feature = "sqlite")]
mod sqlite;
mod tables;
mod text;
mod unpack;
mod xml;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use columns::Columns;
pub use limits::Limits;
pub use unpack::{Item, Member, Sink, Stream, is_container, unpack, unpack_bytes};

use super::Options;
use crate::model::{
    Format, Issue, IssueKind, Mark, PageHints, RawFile, SourcePath, SourceText, Stage,
};

/// Reads a file: one text, or several for JSON Lines. What cannot be read becomes an issue.
#[must_use]
pub fn read(file: &RawFile, options: Options, issues: &mut Vec<Issue>) -> Vec<SourceText> {
    let mut report = Report {
        path: &file.path,
        issues,
    };
    // The report is only appended to, so that a panic leaves it whole.
    let outcome = catch_unwind(AssertUnwindSafe(|| read_file(file, options, &mut report)));
    outcome.unwrap_or_else(|_| {
        report.add(
            IssueKind::Failed,
            "reader_panicked",
            "the reader gave up on this file (a bug)",
        );
        Vec::new()
    })
}

/// Reads a member of a container as a file, and places its texts within the outermost file.
#[must_use]
pub fn read_member(
    member: &Member,
    outer: &SourcePath,
    options: Options,
    issues: &mut Vec<Issue>,
) -> Vec<SourceText> {
    let mut texts = read(&member.file, options, issues);
    for text in &mut texts {
        text.path.clone_from(outer);
        text.member = unpack::join(&member.name, &text.member);
        text.partial |= member.partial;
        let hints = &mut text.hints;
        hints.title = hints.title.take().or_else(|| member.title.clone());
        hints.url = hints.url.take().or_else(|| member.url.clone());
    }
    texts
}

/// Returns whether what an issue of a former run told is worth another try on the same bytes: the
/// program that reads the format has been installed since, or pictures are recognised now.
#[must_use]
pub fn can_read_now(code: &str, options: &Options) -> bool {
    if code == pdf::NEEDS_OCR || code == pdf::UNTRUSTED {
        return options.ocr && pdf::has_ocr();
    }
    // Another program, built with less, may have left them.
    let is_built_in = cfg!(feature = "xlsx")
        && ["unsupported_type:xlsx", "unsupported_type:xls"].contains(&code)
        || cfg!(feature = "sqlite") && code == "unsupported_type:sqlite";
    let is_pdf = code == pdf::WITHOUT_PROGRAM && pdf::has_program()
        || code == pdf::WITHOUT_COLLECTIONS && pdf::has_collections();
    let kind = code.strip_prefix("unsupported_type:");
    is_built_in || is_pdf || kind.is_some_and(unpack::has_program)
}

/// Returns whether the programs are installed that recognise text in pictures ([`Options::ocr`]).
#[must_use]
pub fn has_ocr() -> bool {
    pdf::has_ocr()
}

/// One text of a file as its format's reader gives it. `text` is normalised.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Page {
    /// `#<line number>` for JSON Lines, `#<row>` for tables of documents, empty otherwise.
    member: String,
    text: String,
    hints: PageHints,
    marks: Vec<Mark>,
    /// Other pages that this one shows in frames or leads to at once.
    frames: Vec<String>,
    /// Something of it could not be read.
    partial: bool,
    /// Some of it was recognised in pictures.
    recognised: bool,
}

/// The first `bytes` of a text, less what would cut a character.
fn head_of(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Collects the issues of one file.
struct Report<'a> {
    path: &'a SourcePath,
    issues: &'a mut Vec<Issue>,
}

impl Report<'_> {
    fn add(&mut self, kind: IssueKind, code: &str, message: impl Into<String>) {
        self.issues.push(Issue {
            path: self.path.relative.clone(),
            stage: Stage::Read,
            kind,
            code: code.into(),
            message: message.into(),
            count: 1,
        });
    }

    fn skip_unsupported(&mut self, name: &str) {
        let message = match name {
            "binary" => "the file is binary data of an unknown type".into(),
            "ole" => "this kind of compound file is not read yet".into(),
            "sqlite-log" => "changes beside a database: only its main file is read".into(),
            other => format!("{} is not read yet", other.to_uppercase()),
        };
        self.add(
            IssueKind::Skipped,
            &format!("unsupported_type:{name}"),
            message,
        );
    }
}

fn read_file(file: &RawFile, options: Options, report: &mut Report<'_>) -> Vec<SourceText> {
    if file.bytes.trim_ascii().is_empty() {
        report.add(IssueKind::Skipped, "empty", "the file is empty");
        return Vec::new();
    }
    if mht::is_saved_page(&file.bytes) {
        return read_saved_page(file, report);
    }
    let extension = file_type::extension(&file.path.relative);
    if let Some(name) = file_type::binary_type(&file.bytes, &extension) {
        return read_document(file, name, options, report);
    }
    let Some(mut decoded) = decode::decode(&file.bytes) else {
        report.skip_unsupported("binary");
        return Vec::new();
    };
    if file.truncated {
        decoded.drop_cut_character();
    }
    let format = match file_type::text_type(&decoded.text, &extension) {
        Ok(format) => format,
        Err(name) => {
            report.skip_unsupported(name);
            return Vec::new();
        }
    };
    report_decoding(file, &decoded, report);
    let told = report.issues.len();
    let pages = match format {
        Format::Text => vec![text::read(&decoded.text)],
        Format::Markdown => vec![markdown::read(&decoded.text)],
        Format::Html => vec![html::read(&decoded.text)],
        Format::JsonLines => json_lines::read(&decoded.text, &options.columns, report),
        Format::Csv => delimited::read(&decoded.text, &options.columns, report),
        // Told by `binary_type`, never by a text.
        _ => Vec::new(),
    };
    if pages.is_empty() && report.issues.len() == told {
        report.add(IssueKind::Skipped, "empty", "the file has no text");
    }
    finish(file, format, decoded.encoding, pages, report)
}

/// Reads a document of a binary format by the name of its type.
fn read_document(
    file: &RawFile,
    name: &str,
    options: Options,
    report: &mut Report<'_>,
) -> Vec<SourceText> {
    let Some((format, outcome)) = formats::read(name, &file.bytes, &options) else {
        report.skip_unsupported(name);
        return Vec::new();
    };
    report_cut(file, report);
    let reading = match outcome {
        Ok(reading) => reading,
        Err(error) => {
            let kind = if error.is_failure() {
                IssueKind::Failed
            } else {
                IssueKind::Skipped
            };
            report.add(kind, error.code(), error.to_string());
            return Vec::new();
        }
    };
    for gap in &reading.gaps {
        report.add(IssueKind::Partial, gap.code, &*gap.message);
    }
    let sheets = reading.sheets.iter();
    let mut documents = Vec::new();
    let mut others = Vec::new();
    for sheet in sheets {
        match sheet.documents(&options.columns, report) {
            Some(pages) => documents.extend(pages),
            None if sheet.rows.is_empty() => {}
            None => others.push(sheet.name.as_str()),
        }
    }
    if !documents.is_empty() {
        if !others.is_empty() {
            let message = format!(
                "beside the table of documents, not read: {}",
                others.join("、")
            );
            report.add(IssueKind::Partial, "sheets_not_read", message);
        }
        for page in &mut documents {
            page.partial = !reading.gaps.is_empty();
        }
        return finish(file, format, reading.encoding, documents, report);
    }
    if let Some(sheet) = reading.sheets.iter().find(|sheet| !sheet.rows.is_empty()) {
        options.columns.report_missing(sheet.names(), report);
    }
    let mut page = reading.page;
    if page.text.trim().is_empty() {
        let code = reading.no_text.unwrap_or("no_text");
        let message = match code {
            pdf::NEEDS_OCR => "its pages are pictures: with --ocr their text is recognised",
            _ => "the document has no text",
        };
        report.add(IssueKind::Skipped, code, message);
        return Vec::new();
    }
    page.partial = !reading.gaps.is_empty();
    finish(file, format, reading.encoding, vec![page], report)
}

fn read_saved_page(file: &RawFile, report: &mut Report<'_>) -> Vec<SourceText> {
    let Some(saved) = mht::read(&file.bytes) else {
        let message = "the saved page has no part with text";
        report.add(IssueKind::Skipped, "no_text", message);
        return Vec::new();
    };
    report_decoding(file, &saved.decoded, report);
    if saved.unread > 0 {
        let message = format!("{} frames with text are not read", saved.unread);
        report.add(IssueKind::Partial, "frames_not_read", message);
    }
    let encoding = saved.decoded.encoding;
    finish(file, Format::Html, encoding, vec![saved.page], report)
}

fn report_cut(file: &RawFile, report: &mut Report<'_>) {
    if file.truncated {
        let message = format!("only the first {} bytes are read", file.bytes.len());
        report.add(IssueKind::Partial, "too_large", message);
    }
}

fn report_decoding(file: &RawFile, decoded: &decode::Decoded, report: &mut Report<'_>) {
    report_cut(file, report);
    if decoded.bad_sequences > 0 {
        let message = format!(
            "{} byte sequences are invalid as {}",
            decoded.bad_sequences, decoded.encoding
        );
        report.add(IssueKind::Partial, "bad_bytes", message);
    }
    if decoded.repaired {
        let message = "the text was stored in a wrong encoding and is repaired";
        report.add(IssueKind::Partial, "mojibake_repaired", message);
    }
}

/// Completes the pages; those without a visible character are reported, not passed on.
fn finish(
    file: &RawFile,
    format: Format,
    encoding: &'static str,
    pages: Vec<Page>,
    report: &mut Report<'_>,
) -> Vec<SourceText> {
    let mut texts = Vec::with_capacity(pages.len());
    for page in pages {
        if page.text.trim().is_empty() {
            if let Some(frame) = page.frames.first() {
                let message = format!("the page has no text of its own, it shows {frame}");
                report.add(IssueKind::Skipped, "frames_only", message);
                continue;
            }
            let message = match page.member.strip_prefix('#') {
                Some(line) => format!("line {line} has no text"),
                None => "the file has no text".into(),
            };
            report.add(IssueKind::Skipped, "empty", message);
            continue;
        }
        let (page, notes) = mend(page);
        if notes.contains(&"byte_damage") {
            let message = "bytes of the text were replaced; restored where that can be proven";
            report.add(IssueKind::Partial, "byte_damage", message);
        }
        texts.push(SourceText {
            path: file.path.clone(),
            member: page.member,
            format,
            encoding,
            text: page.text,
            hints: page.hints,
            marks: page.marks,
            notes,
            partial: file.truncated || page.partial,
        });
    }
    texts
}

/// Mends damaged bytes; returns what that says of the page's quality.
fn mend(mut page: Page) -> (Page, Vec<&'static str>) {
    let mut notes = Vec::new();
    if page.recognised {
        notes.push("ocr");
    }
    if mojibake::is_lost(&page.text) {
        notes.push("mojibake");
    }
    let Some(mended) = byte_damage::mend(&page.text) else {
        return (page, notes);
    };
    notes.push("byte_damage");
    for mark in &mut page.marks {
        mark.span = mended.map.from_parent(mark.span);
    }
    page.marks.extend(mended.marks);
    page.text = mended.text;
    (page, notes)
}

#[cfg(test)]
mod fixture_tests;
#[cfg(test)]
mod tests;
