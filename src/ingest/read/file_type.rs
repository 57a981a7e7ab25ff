//! Tells what a file is: by its content first, by its extension second.
//!
//! In: the first bytes, or the decoded text, and the file's name. Out: a [`Format`] or the name of
//! a type that is not read. Not its job: decoding and reading.

use super::{delimited, head_of};
use crate::model::Format;

/// Types told by their first bytes. Sources: the formats' own specifications.
const MAGIC: [(&[u8], &str); 35] = [
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"\x1f\x8b", "gzip"),
    (b"\xfd7zXZ\0", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"(\xb5/\xfd", "zstd"),
    (b"SQLite format 3\0", "sqlite"),
    (b"\x37\x7f\x06\x82", "sqlite-log"),
    (b"\x37\x7f\x06\x83", "sqlite-log"),
    (b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", "sqlite-log"),
    (b"\x7fELF", "elf"),
    (b"%!PS", "postscript"),
    (b"OggS", "ogg"),
    (b"ID3", "mp3"),
    (b"WARC/1.", "warc"),
    (b"MZ\x90\0", "exe"),
    (b"\xca\xfe\xba\xbe", "class"),
    (b"\xfe\xed\xfa", "mach-o"),
    (b"!<arch>\n", "ar"),
    (b"MSCF\0", "cab"),
    (b"ITSF\x03", "chm"),
    (b"wOFF", "woff"),
    (b"wOF2", "woff"),
    (b"\0\x01\0\0\0", "ttf"),
    (b"fLaC", "flac"),
    (b"AT&TFORM", "djvu"),
];

/// Text files that are no documents, told by their extension.
const UNREAD_EXTENSIONS: [&str; 5] = ["css", "js", "mjs", "map", "svg"];
const HTML_EXTENSIONS: [&str; 8] = ["html", "htm", "shtml", "xhtml", "aspx", "asp", "jsp", "php"];
const JSON_EXTENSIONS: [&str; 4] = ["jsonl", "ndjson", "json", "geojson"];

/// Returns the lower-case extension of a path, empty where it has none.
pub(super) fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.')
        .filter(|(stem, extension)| !stem.is_empty() && extension.len() <= 8)
        .map_or_else(String::new, |(_, extension)| extension.to_ascii_lowercase())
}

/// Returns the type of a file that is known not to be text.
pub(super) fn binary_type(bytes: &[u8], extension: &str) -> Option<&'static str> {
    let start = bytes.trim_ascii_start();
    if start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP") {
        return Some("webp");
    }
    if start.get(4..8) == Some(b"ftyp") {
        return Some("mp4");
    }
    if start.get(257..262) == Some(b"ustar") {
        return Some("tar");
    }
    // ISO 9660 (ECMA-119): the first descriptor stands in sector 16. Discs that start computers hold
    // other programs before it.
    if bytes.get(32_769..32_775) == Some(b"CD001\x01") && bytes.starts_with(&[0; 16]) {
        return Some("iso");
    }
    if is_bzip2(start) {
        return Some("bzip2");
    }
    if start.starts_with(b"BM") && start.get(6..10) == Some(&[0; 4]) {
        return Some("bmp");
    }
    let (_, found) = MAGIC.iter().find(|(magic, _)| start.starts_with(magic))?;
    Some(match *found {
        "ole" => ole_type(bytes, extension),
        "zip" => zip_type(bytes, extension),
        other => other,
    })
}

/// `BZh`, the size of a block, and the sign of a first block or of the end.
fn is_bzip2(start: &[u8]) -> bool {
    let signs = [*b"\x31\x41\x59\x26\x53\x59", *b"\x17\x72\x45\x38\x50\x90"];
    let sign = start.get(4..10);
    start.starts_with(b"BZh") && signs.iter().any(|known| sign == Some(&known[..]))
}

/// Old Office files share one container; UTF-16 stream names tell them apart. The extension chooses
/// where a document holds another one, as a text a sheet.
fn ole_type(bytes: &[u8], extension: &str) -> &'static str {
    const STREAMS: [(&str, &str); 4] = [
        ("WordDocument", "doc"),
        ("PowerPoint Document", "ppt"),
        ("Workbook", "xls"),
        ("Book", "xls"),
    ];
    let has = |name: &str| {
        let name: Vec<u8> = name.bytes().flat_map(|byte| [byte, 0]).collect();
        memchr::memmem::find(bytes, &name).is_some()
    };
    let named = match extension {
        "xls" | "et" => "xls",
        "ppt" | "dps" => "ppt",
        _ => "doc",
    };
    let found = || STREAMS.iter().filter(|(stream, _)| has(stream));
    let best = found().find(|(_, kind)| *kind == named);
    match best.or_else(|| found().next()) {
        Some((_, kind)) => kind,
        None if has("EncryptedPackage") => "doc",
        None => "ole",
    }
}

/// Packages of documents are told by the members that their formats demand, not by what stands
/// somewhere in the bytes: fonts and stored members hold any letters.
fn zip_type(bytes: &[u8], extension: &str) -> &'static str {
    // The first member of an OpenDocument file, stored as it is.
    let start = &bytes[..bytes.len().min(200)];
    if memchr::memmem::find(start, b"application/vnd.oasis.opendocument.").is_some() {
        return "odf";
    }
    match zip::ZipArchive::new(std::io::Cursor::new(bytes)) {
        // Bytes before it: the list is that of a package within a cut one.
        Ok(archive) if archive.offset() == 0 => package_type(&archive),
        _ => cut_zip_type(bytes, extension),
    }
}

/// Tells a document that is a package by the names of its members.
pub(super) fn package_type<R: std::io::Read + std::io::Seek>(
    archive: &zip::ZipArchive<R>,
) -> &'static str {
    let begins = |start: &str| {
        let mut names = archive.file_names_raw();
        names.any(|name| name.starts_with(start.as_bytes()))
    };
    let is_office = begins("[Content_Types].xml");
    if is_office && begins("word/") {
        "docx"
    } else if is_office && begins("xl/") {
        "xlsx"
    } else if is_office && begins("ppt/") {
        "pptx"
    } else if begins("OFD.xml") {
        "ofd"
    } else if begins("META-INF/container.xml") {
        "epub"
    } else {
        "zip"
    }
}

/// The type of a package whose list of members is lost: by the first member's name that is found,
/// else by the file's own.
fn cut_zip_type(bytes: &[u8], extension: &str) -> &'static str {
    const MEMBERS: [(&[u8], &str); 5] = [
        (b"word/", "docx"),
        (b"xl/", "xlsx"),
        (b"ppt/", "pptx"),
        (b"OFD.xml", "ofd"),
        (b"META-INF/container.xml", "epub"),
    ];
    let found = MEMBERS
        .iter()
        .filter_map(|(member, name)| Some((memchr::memmem::find(bytes, member)?, *name)))
        .min();
    match (found, extension) {
        (Some((_, name)), _) => name,
        (None, "docx") => "docx",
        (None, "xlsx") => "xlsx",
        (None, "pptx") => "pptx",
        (None, "ofd") => "ofd",
        (None, "odt" | "ods" | "odp") => "odf",
        (None, _) => "zip",
    }
}

/// Returns what a decoded text is, or the name of a type that is not read.
pub(super) fn text_type(text: &str, extension: &str) -> Result<Format, &'static str> {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if is_saved_ole(start) {
        return Err("ole");
    }
    if let Some(unread) = UNREAD_EXTENSIONS.iter().find(|known| **known == extension) {
        return Err(unread);
    }
    let is_page = start.starts_with('<') && is_html(start, extension);
    let is_named = matches!(extension, "csv" | "tsv") && !is_page;
    if is_named || delimited::are_documents(start) {
        return Ok(Format::Csv);
    }
    if is_json_lines(start, extension) {
        return Ok(Format::JsonLines);
    }
    if extension == "json" {
        return Err("json");
    }
    if matches!(extension, "md" | "markdown") || has_front_matter(start) {
        return Ok(Format::Markdown);
    }
    if is_html(start, extension) {
        return Ok(Format::Html);
    }
    if start.starts_with("<?xml") || extension == "xml" {
        return Err("xml");
    }
    Ok(Format::Text)
}

/// An old Word file that someone saved as text: what decoders leave of its first bytes as UTF-8,
/// Latin-1 and GBK.
fn is_saved_ole(start: &str) -> bool {
    let head = head_of(start, 64);
    let is_any = |signs: &[&str]| signs.iter().any(|sign| head.contains(sign));
    is_any(&[
        "\u{871}>",
        "\u{871}\u{1a}",
        "ÐÏ\u{11}à",
        "ÐÏà¡±",
        "邢\u{11}唷",
        "邢唷",
    ])
}

fn is_json_lines(start: &str, extension: &str) -> bool {
    if !start.starts_with(['{', '[']) {
        return JSON_EXTENSIONS[..2].contains(&extension);
    }
    if JSON_EXTENSIONS.contains(&extension) {
        return true;
    }
    // One of the first three lines is an object with a key (the first may be broken).
    start.lines().take(3).any(|line| {
        line.starts_with("{\"") && serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok()
    })
}

fn has_front_matter(start: &str) -> bool {
    start
        .strip_prefix("---\n")
        .and_then(|rest| {
            rest.lines()
                .take(40)
                .position(|line| line.trim_end() == "---")
        })
        .is_some_and(|line| line > 0)
}

/// A page begins with a tag; a fragment saved as text has several closing tags.
fn is_html(start: &str, extension: &str) -> bool {
    let head = head_of(start, 4096).to_ascii_lowercase();
    if head.starts_with("<!doctype html") || head.contains("<html") || head.contains("<body") {
        return !head.starts_with("<?xml") || head.contains("<html");
    }
    let closing = [
        "</p>", "</div>", "</td>", "</span>", "<br", "</a>", "</h1>", "</li>",
    ];
    let tags: usize = closing.iter().map(|tag| head.matches(tag).count()).sum();
    if HTML_EXTENSIONS.contains(&extension) {
        return tags > 0;
    }
    head.starts_with('<') && !head.starts_with("<?xml") && tags >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_lower_case_and_short() {
        assert_eq!(extension("a.b/通知.TXT"), "txt");
        assert_eq!(extension("a.b/通知"), "");
        assert_eq!(extension(".hidden"), "");
        assert_eq!(extension("1.关于加强管理的通知"), "");
    }

    #[test]
    fn content_tells_binary_types() {
        let cases: [(&[u8], &str, Option<&str>); 13] = [
            (b"MZ\x90\0\x03", "txt", Some("exe")),
            (b"BM\x36\x10\0\0\0\0\0\0", "", Some("bmp")),
            (b"%PDF-1.4", "txt", Some("pdf")),
            (b"PK\x03\x04....word/document.xml", "", Some("docx")),
            (b"PK\x03\x04....OFD.xml", "zip", Some("ofd")),
            (b"PK\x03\x04....", "zip", Some("zip")),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0",
                "",
                Some("doc"),
            ),
            (b"RIFF0000WEBPVP8", "", Some("webp")),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0k\0b\0o\0o\0k\0",
                "doc",
                Some("xls"),
            ),
            (b"{\\rtf1 a}", "doc", Some("rtf")),
            (
                b"PK\x03\x04\x14\0mimetypeapplication/vnd.oasis.opendocument.text",
                "doc",
                Some("odf"),
            ),
            ("关于".as_bytes(), "pdf", None),
            (b"", "", None),
        ];
        for (bytes, extension, expected) in cases {
            assert_eq!(binary_type(bytes, extension), expected);
        }
    }

    #[test]
    fn content_goes_before_the_extension() {
        let cases = [
            ("<!DOCTYPE html><html>", "txt", Ok(Format::Html)),
            (
                "<?xml version='1.0'?>\n<html xmlns='x'>",
                "",
                Ok(Format::Html),
            ),
            ("<?xml version='1.0'?><rss>", "", Err("xml")),
            ("<div><p>甲</p><p>乙</p></div>", "txt", Ok(Format::Html)),
            ("<关于管理办法>的说明", "txt", Ok(Format::Text)),
            ("没有标签的正文", "html", Ok(Format::Text)),
            ("正文<br>正文", "html", Ok(Format::Html)),
            ("{\"title\":\"通知\"}\n", "txt", Ok(Format::JsonLines)),
            (
                "{broken\n{\"title\":\"通知\"}\n",
                "log",
                Ok(Format::JsonLines),
            ),
            ("{甲}", "txt", Ok(Format::Text)),
            ("# 通知", "md", Ok(Format::Markdown)),
            ("---\ntitle: 通知\n---\n正文", "txt", Ok(Format::Markdown)),
            ("---\n正文", "txt", Ok(Format::Text)),
            ("a,b", "csv", Ok(Format::Csv)),
            ("<!DOCTYPE html><html><p>a,b", "csv", Ok(Format::Html)),
            ("a,<html><body><p>b</p>", "csv", Ok(Format::Csv)),
            ("标题,正文\n甲,乙", "xls", Ok(Format::Csv)),
            ("ࡱ\u{1a}>\u{3}\u{fffd}", "txt", Err("ole")),
            ("ÐÏ\u{11}à¡±\u{1a}á", "txt", Err("ole")),
            ("通知", "", Ok(Format::Text)),
        ];
        for (text, extension, expected) in cases {
            assert_eq!(text_type(text, extension), expected, "{text:?}.{extension}");
        }
    }

    /// The list of members decides: `xl/` in a font, or a folder of that name, makes no workbook.
    #[test]
    fn packages_are_told_by_their_members() {
        let cases: [(&[&str], &str); 6] = [
            (&["[Content_Types].xml", "word/document.xml"], "docx"),
            (&["[Content_Types].xml", "xl/workbook.xml"], "xlsx"),
            (&["Doc_0/Res/font.ttf", "OFD.xml"], "ofd"),
            (&["mimetype", "META-INF/container.xml"], "epub"),
            (&["word/notes.txt"], "zip"),
            (&["xl/a.docx", "b.txt"], "zip"),
        ];
        for (names, expected) in cases {
            let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
            for name in names {
                let options = zip::write::SimpleFileOptions::default()
                    .compression_method(zip::CompressionMethod::Stored);
                zip.start_file(*name, options).unwrap();
                std::io::Write::write_all(&mut zip, b"word/ xl/ ppt/").unwrap();
            }
            let bytes = zip.finish().unwrap().into_inner();
            assert_eq!(binary_type(&bytes, "docx"), Some(expected), "{names:?}");
            // Without its end, the first sign is taken.
            let cut = &bytes[..bytes.len() - 30];
            assert!(binary_type(cut, "").is_some());
        }
    }
}
