//! Which reader reads which binary document format, and what becomes of its answer.
//!
//! In: the name of a type that [`super::file_type`] told, a file's bytes, [`Limits`]. Out: the
//! document, or why it cannot be read; nothing where no reader knows the type.
//! Not its job: telling types, making texts of pages.

use super::Limits;
use super::reading::{ReadError, Reading};
use super::{doc, docx, epub, odf, ofd, pdf, ppt, pptx, rtf, sheets};
use crate::model::Format;

/// A reader of one format: bytes in, a document out, pure.
type Reader = fn(&[u8], &Limits) -> Result<Reading, ReadError>;

/// Returns the format and the reader of a binary type.
pub(super) fn reader(name: &str) -> Option<(Format, Reader)> {
    let found: (Format, Reader) = match name {
        "doc" => (Format::Doc, doc::read),
        "docx" => (Format::Docx, docx::read),
        "xlsx" => (Format::Xlsx, sheets::read_xlsx),
        "xls" => (Format::Xls, sheets::read_xls),
        "ppt" => (Format::Ppt, ppt::read),
        "rtf" => (Format::Rtf, rtf::read),
        "epub" => (Format::Epub, epub::read),
        "pdf" => (Format::Pdf, pdf::read),
        "pptx" => (Format::Pptx, pptx::read),
        "ofd" => (Format::Ofd, ofd::read),
        "odf" => (Format::OpenDocument, odf::read),
        _ => return None,
    };
    Some(found)
}
