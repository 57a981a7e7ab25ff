//! Pages saved by browsers as one file (`.mht`, `.mhtml`): MIME multipart → the page.
//!
//! In: a file's bytes. Out: the HTML part that shows the text, decoded, with the address and title
//! that the file's header states. Internet Explorer, Word, Firefox add-ons and Chrome all write
//! RFC 2557 multipart/related, with damage of their own: no last boundary, parts within parts,
//! wrong charsets. Pictures and scripts are passed over without a copy.
//! Not its job: reading HTML ([`super::html`]), choosing an encoding ([`super::decode`]).

use std::borrow::Cow;

use super::decode::{self, Decoded};
use super::mime::{self, Headers};
use super::{Page, html, normalize::normalize, text};

/// The header of a saved page ends within this.
const HEADER_BYTES: usize = 8 * 1024;
/// Parts within parts: Chrome nests none, Word one, mail programs three.
const DEEPEST: usize = 8;
/// Most parts looked at; a page of a portal has up to 300 pictures.
const MOST_PARTS: usize = 4096;
/// Most HTML parts read: the page and its frames.
const MOST_PAGES: usize = 16;
/// Parts that may show the text.
const TEXT_KINDS: [&str; 3] = ["text/html", "application/xhtml+xml", "text/plain"];
/// A page with less text than this (characters) only holds frames.
const FRAME_CHARS: usize = 60;
/// A frame with less text than this (characters) says nothing that a reader would miss.
const SENTENCE_CHARS: usize = 15;

/// What a saved page holds.
#[derive(Debug)]
pub(super) struct Saved {
    /// The page that shows the text.
    pub(super) page: Page,
    /// How that part was decoded (its text is in the page).
    pub(super) decoded: Decoded,
    /// HTML parts with text of their own that are not read: frames within the page.
    pub(super) unread: usize,
}

/// Returns whether the bytes are a saved page: header lines that say so.
pub(super) fn is_saved_page(bytes: &[u8]) -> bool {
    let start = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    // A header line begins with a name; pages and texts almost never do.
    let name = start
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || **b == b'-')
        .count();
    if name == 0 || start.get(name) != Some(&b':') {
        return false;
    }
    let (headers, _) = Headers::read(&start[..start.len().min(HEADER_BYTES)]);
    let kind = headers.get("content-type").unwrap_or_default();
    let kind = kind.trim_start().to_ascii_lowercase();
    let is_page = headers.get("mime-version").is_some() && kind.starts_with("text/html");
    kind.starts_with("multipart/") || is_page
}

/// Reads a saved page; none where no part has text.
pub(super) fn read(bytes: &[u8]) -> Option<Saved> {
    let bytes = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    let (headers, body) = Headers::read(bytes);
    let mut parts = Vec::new();
    collect(&headers, body, 0, &mut parts);
    let root = headers
        .parameter("content-type", "start")
        .and_then(|start| parts.iter().position(|part| part.id() == Some(id(&start))))
        .unwrap_or(0);
    if root < parts.len() {
        parts[..=root].rotate_right(1);
    }
    let (part, decoded, mut page) = best(&parts)?;
    let others = parts.iter().enumerate();
    let unread = others
        .filter(|(index, other)| *index != part && parts[part].is_html() && other.has_text())
        .count();
    let address = headers
        .get("snapshot-content-location")
        .or_else(|| parts[part].headers.get("content-location"))
        .or_else(|| headers.get("content-location"))
        .map(|address| address.trim().to_owned())
        .filter(|address| address.contains("://") && !address.starts_with("file:"));
    page.hints.url = address.or(page.hints.url);
    if page.hints.title.is_none() {
        let subject = headers.get("subject").map(|subject| mime::words(&subject));
        page.hints.title = subject
            .map(|subject| normalize(&subject).trim().to_owned())
            .filter(|subject| !subject.is_empty());
    }
    Some(Saved {
        page,
        decoded,
        unread,
    })
}

fn id(text: &str) -> &str {
    text.trim().trim_start_matches('<').trim_end_matches('>')
}

/// A part that is text, not yet decoded.
struct Part<'a> {
    headers: Headers,
    body: &'a [u8],
}

impl Part<'_> {
    fn id(&self) -> Option<&str> {
        self.headers.get_raw("content-id").map(id)
    }

    fn is_html(&self) -> bool {
        self.headers.kind() != "text/plain"
    }

    /// The part's bytes as they were before it was sent.
    fn bytes(&self) -> Cow<'_, [u8]> {
        mime::transferred(&self.headers, self.body)
    }

    /// Whether it is a page with a sentence of its own: no frame set, counter or button.
    fn has_text(&self) -> bool {
        let decoded = self.decode().filter(|_| self.is_html());
        let page = decoded.map(|decoded| html::read(&decoded.text));
        page.is_some_and(|page| shown_chars(&page) >= SENTENCE_CHARS && page.text.contains('。'))
    }

    fn decode(&self) -> Option<Decoded> {
        let bytes = self.bytes();
        match mime::declaration(&self.headers, &bytes) {
            Some(mut declared) => {
                declared.extend_from_slice(&bytes);
                decode::decode(&declared)
            }
            None => decode::decode(&bytes),
        }
    }
}

/// Collects the text parts below a header, in order.
fn collect<'a>(headers: &Headers, body: &'a [u8], depth: usize, parts: &mut Vec<Part<'a>>) {
    if !headers.kind().starts_with("multipart/") {
        let is_blank = body.trim_ascii().is_empty();
        if !is_blank && parts.len() < MOST_PAGES && TEXT_KINDS.contains(&headers.kind().as_str()) {
            parts.push(Part {
                headers: headers.clone(),
                body,
            });
        }
        return;
    }
    if depth >= DEEPEST {
        return;
    }
    let boundary = headers
        .parameter("content-type", "boundary")
        .map(String::into_bytes)
        .or_else(|| mime::guessed_boundary(body));
    let Some(boundary) = boundary.filter(|boundary| !boundary.is_empty()) else {
        return;
    };
    for part in mime::parts(body, &boundary).take(MOST_PARTS) {
        let (headers, body) = Headers::read(part);
        collect(&headers, body, depth + 1, parts);
    }
}

/// The part that shows the text: the page itself, or the fullest of its frames where it has none;
/// plain text only where nothing is HTML.
fn best(parts: &[Part<'_>]) -> Option<(usize, Decoded, Page)> {
    let mut best: Option<(usize, Decoded, Page, usize)> = None;
    for (index, part) in parts.iter().enumerate().filter(|(_, part)| part.is_html()) {
        let Some(mut decoded) = part.decode() else {
            continue;
        };
        let page = html::read(&decoded.text);
        decoded.text = String::new();
        let chars = shown_chars(&page);
        if best.as_ref().is_none_or(|(.., most)| chars > *most) {
            best = Some((index, decoded, page, chars));
        }
        if chars >= FRAME_CHARS {
            break;
        }
    }
    best.map(|(index, decoded, page, _)| (index, decoded, page))
        .or_else(|| plain(parts))
}

fn plain(parts: &[Part<'_>]) -> Option<(usize, Decoded, Page)> {
    let index = parts
        .iter()
        .position(|part| part.headers.kind() == "text/plain")?;
    let mut decoded = parts[index].decode()?;
    let page = text::read(&decoded.text);
    decoded.text = String::new();
    Some((index, decoded, page))
}

/// About how many characters a page shows outside marks.
fn shown_chars(page: &Page) -> usize {
    let marked: usize = page.marks.iter().map(|mark| mark.span.len()).sum();
    // Three bytes to a Chinese character.
    page.text.len().saturating_sub(marked) / 3
}

#[cfg(test)]
mod tests;
