//! Labelled text → bytes: encodings, mojibake, cut characters, HTML, and files that are no text.

use encoding_rs::{GB18030, GBK, WINDOWS_1252};

use crate::noise::labelled::{Class, Label, Labelled};
use crate::noise::random::Random;

/// How a text is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Storage {
    Utf8,
    Utf8Mark,
    CarriageReturns,
    Gb18030,
    Utf16,
    /// Valid, but for the last character, which is cut.
    CutAtEnd,
    /// GBK bytes read as Latin-1 (cp1252) and stored as UTF-8.
    GbkAsLatin,
    /// UTF-8 bytes read as Latin-1 and stored as UTF-8.
    Utf8Twice,
    Html,
    HtmlGbk,
}

impl Storage {
    /// Returns the file's extension.
    pub(crate) const fn extension(self) -> &'static str {
        match self {
            Self::Html | Self::HtmlGbk => "html",
            _ => "txt",
        }
    }
}

/// Stores a text.
pub(crate) fn store(text: &Labelled, title: &str, storage: Storage) -> Vec<u8> {
    let plain = text.text();
    match storage {
        Storage::Utf8 => plain.into_bytes(),
        Storage::Utf8Mark => [b"\xef\xbb\xbf".as_slice(), plain.as_bytes()].concat(),
        Storage::CarriageReturns => plain.replace('\n', "\r\n").into_bytes(),
        Storage::Gb18030 => GB18030.encode(&plain).0.into_owned(),
        Storage::Utf16 => plain
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>(),
        Storage::CutAtEnd => [plain.as_bytes(), b"\xe6\x9c"].concat(),
        Storage::GbkAsLatin => latin(&GB18030.encode(&plain).0).into_bytes(),
        Storage::Utf8Twice => latin(plain.as_bytes()).into_bytes(),
        Storage::Html => html(text, title, "utf-8").into_bytes(),
        Storage::HtmlGbk => GB18030.encode(&html(text, title, "gb2312")).0.into_owned(),
    }
}

/// Reads bytes as Western European text; each is a character.
fn latin(bytes: &[u8]) -> String {
    WINDOWS_1252
        .decode_without_bom_handling(bytes)
        .0
        .into_owned()
}

/// The class most of a line's noise has, none for a line of a document.
fn line_class(text: &Labelled, line: &std::ops::Range<usize>) -> Option<Class> {
    let labels = text.glyphs[line.clone()].iter().map(|glyph| glyph.label);
    if labels.clone().any(|label| matches!(label, Label::Clean(_))) {
        return None;
    }
    labels.into_iter().find_map(|label| match label {
        Label::Noise(class) => Some(class),
        _ => None,
    })
}

fn html(text: &Labelled, title: &str, charset: &str) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"{charset}\">\n<title>{title}</title>\n</head>\n<body>\n"
    );
    let mut in_content = false;
    for line in text.lines() {
        let content: String = text.glyphs[line.clone()]
            .iter()
            .map(|glyph| glyph.character)
            .collect();
        if content.trim().is_empty() {
            continue;
        }
        let escaped = content
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        let class = line_class(text, &line);
        let opens = class.is_none() && !in_content;
        if opens {
            out.push_str("<div class=\"content\">\n");
            in_content = true;
        }
        let after = in_content
            && matches!(
                class,
                Some(Class::Related | Class::Copyright | Class::Promotion)
            );
        if after {
            out.push_str("</div>\n");
            in_content = false;
        }
        out.push_str(&match class {
            Some(Class::Navigation) => {
                format!("<div class=\"nav\"><a href=\"#\">{escaped}</a></div>\n")
            }
            Some(Class::Copyright) => format!("<div class=\"footer\"><p>{escaped}</p></div>\n"),
            Some(Class::Related) => format!("<ul><li><a href=\"a.html\">{escaped}</a></li></ul>\n"),
            _ => format!("<p>{escaped}</p>\n"),
        });
    }
    if in_content {
        out.push_str("</div>\n");
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// Returns a file that must not be indexed, with its extension.
pub(crate) fn binary(random: &mut Random) -> (Vec<u8>, &'static str) {
    let noise = |random: &mut Random, count: usize| -> Vec<u8> {
        (0..count).map(|_| (random.next() & 0xff) as u8).collect()
    };
    match random.below(6) {
        0 => {
            let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
            bytes.extend(vec![0; 200]);
            bytes.extend("WordDocument".bytes().flat_map(|byte| [byte, 0]));
            bytes.extend(noise(random, 3000));
            (bytes, "txt")
        }
        1 => {
            let mut bytes = b"PK\x03\x04\x14\x00\x06\x00word/document.xml".to_vec();
            bytes.extend(noise(random, 4000));
            (bytes, "txt")
        }
        2 => {
            let mut bytes =
                b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Length 3000>>\nstream\n".to_vec();
            bytes.extend(noise(random, 3000));
            (bytes, "txt")
        }
        3 => (noise(random, 5000), "txt"),
        4 => {
            // An old Word file that a tool opened as GBK and stored as UTF-8.
            let mut bytes =
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x3e\x00\x03\x00\xfe\xff\x09\x00".to_vec();
            bytes.extend(noise(random, 3000));
            (GBK.decode(&bytes).0.into_owned().into_bytes(), "txt")
        }
        _ => {
            let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
            bytes.extend(noise(random, 2500));
            (bytes, "txt")
        }
    }
}
