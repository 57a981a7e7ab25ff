//! Which reader reads which binary document format, and what becomes of its answer.
//!
//! In: the name of a type that [`super::file_type`] told, a file's bytes, [`Options`]. Out: the
//! document, or why it cannot be read; nothing where no reader knows the type.
//! Not its job: telling types, making texts of pages.

use super::reading::{ReadError, Reading};
#[cfg(feature = "xlsx")]
use super::sheets;
#[cfg(feature = "sqlite")]
use super::sqlite;
use super::{Limits, Options};
use super::{compound, doc, docx, epub, odf, ofd, pdf, ppt, pptx, rtf};
use crate::model::Format;

/// A reader of one format: bytes in, a document out, pure.
type Reader = fn(&[u8], &Limits) -> Result<Reading, ReadError>;

/// What a reader gave, and the format that it reads.
type Answer = (Format, Result<Reading, ReadError>);

/// Reads a file of a binary type; none where no reader knows it.
pub(super) fn read(name: &str, bytes: &[u8], options: &Options) -> Option<Answer> {
    #[cfg(feature = "sqlite")]
    if name == "sqlite" {
        // Tables are large: what their columns say decides which are read.
        return Some((Format::Sqlite, sqlite::read(bytes, options)));
    }
    if name == "pdf" {
        return Some((Format::Pdf, pdf::read(bytes, options)));
    }
    let (format, reader): (Format, Reader) = match name {
        "doc" => (Format::Doc, doc::read),
        // Of no known kind, or cut before its list of streams.
        "ole" if compound::is_damaged(bytes) => (Format::Doc, doc::read),
        "docx" => (Format::Docx, docx::read),
        #[cfg(feature = "xlsx")]
        "xlsx" => (Format::Xlsx, sheets::read_xlsx),
        #[cfg(feature = "xlsx")]
        "xls" => (Format::Xls, sheets::read_xls),
        "ppt" => (Format::Ppt, ppt::read),
        "rtf" => (Format::Rtf, rtf::read),
        "epub" => (Format::Epub, epub::read),
        "pptx" => (Format::Pptx, pptx::read),
        "ofd" => (Format::Ofd, ofd::read),
        "odf" => (Format::OpenDocument, odf::read),
        _ => return None,
    };
    Some((format, reader(bytes, &options.limits)))
}
