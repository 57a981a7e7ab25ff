//! Where texts come from: paths, raw bytes, formats, and what a container says of its text.

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The place of a file in an archive.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourcePath {
    /// The archive folder's own name: keeps equal relative paths of two archives apart. All files of
    /// an archive share it.
    pub root: Arc<str>,
    /// The path below the archive folder, `/`-separated, invalid UTF-8 replaced (for people).
    pub relative: String,
    /// xxh3-64 of root name and the path's raw bytes: the file's identity in the index.
    pub key: u64,
}

/// A file's bytes, before anything was done to them.
#[derive(Debug, Clone)]
pub struct RawFile {
    /// Its place in the archive.
    pub path: SourcePath,
    /// Where it was opened.
    pub absolute: PathBuf,
    /// The bytes read (at most the limit).
    pub bytes: Vec<u8>,
    /// The file was longer than the limit.
    pub truncated: bool,
}

/// What a file was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// HTML or XHTML.
    Html,
    /// One JSON object per line.
    JsonLines,
    /// Comma- or tab-separated values.
    Csv,
    /// Word, Office Open XML.
    Docx,
    /// Excel, Office Open XML.
    Xlsx,
    /// Excel 97 to 2003, and WPS sheets.
    Xls,
    /// PowerPoint, Office Open XML.
    Pptx,
    /// OpenDocument: text, sheet or slides.
    OpenDocument,
    /// OFD, GB/T 33190.
    Ofd,
    /// Word 97 to 2003, and WPS texts.
    Doc,
    /// Rich Text Format.
    Rtf,
    /// PowerPoint 97 to 2003, and WPS slides.
    Ppt,
    /// EPUB.
    Epub,
    /// PDF.
    Pdf,
    /// A SQLite database.
    Sqlite,
}

/// What the container of a text says about it, verbatim, untrusted until a rule takes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageHints {
    /// `<title>`, JSON `title`, Markdown front matter `title`.
    pub title: Option<String>,
    /// The address the page says it has (canonical link, JSON `url`).
    pub url: Option<String>,
    /// `<meta name=… content=…>` pairs, JSON-LD and JSON keys, names lower-cased: `SiteName`,
    /// `ArticleTitle`, `PubDate`, `ContentSource` … as `sitename`, `articletitle`, `pubdate`,
    /// `contentsource`.
    pub meta: Vec<(String, String)>,
    /// Document files that the page links to or shows, in its order.
    pub attachments: Vec<Attachment>,
    /// What a user's own table says of the document, by columns that the user named: beats all.
    pub given: Given,
}

/// Values of columns that a user named (`--map`), verbatim.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// The title.
    pub title: Option<String>,
    /// The date of issue.
    pub date: Option<String>,
    /// The issuers.
    pub issuer: Option<String>,
    /// The document number.
    pub number: Option<String>,
}

/// A document file (附件) that a page links to; only named, not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// The link's text, without white space; the file's name where it has none.
    pub name: String,
    /// The address as written, often relative.
    pub address: String,
}

impl PageHints {
    /// Returns the first non-empty value of any of the (lower-case) names.
    #[must_use]
    pub fn get(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            self.meta
                .iter()
                .find(|(key, value)| key == name && !value.trim().is_empty())
                .map(|(_, value)| value.trim())
        })
    }
}
