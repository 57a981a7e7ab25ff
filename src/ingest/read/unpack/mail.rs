//! Mail (RFC 5322, MIME) → its text and what is attached to it.
//!
//! In: a mail's bytes. Out: the text of the mail under its own address (HTML before plain text),
//! its subject as the title; every attachment as a member by its name; mails within it as mails.
//! Not its job: pages saved as MIME files (`mht`).

use std::io::Cursor;
use std::ops::ControlFlow;

use super::super::mime::{self, Headers};
use super::super::normalize::normalize;
use super::names;
use super::visit::{Place, Stated, Visit};

/// The header of a mail says what it is within this.
const HEADER_BYTES: usize = 16 << 10;
/// Most parts looked at.
const MOST_PARTS: usize = 4096;
/// Parts within parts.
const DEEPEST: usize = 8;
/// Fields that only a mail on its way has; saved pages have `From:` and `Subject:`, too.
const FIELDS: [&str; 5] = [
    "to",
    "received",
    "message-id",
    "return-path",
    "delivered-to",
];

/// Returns whether the bytes begin as a mail does.
pub(super) fn is_mail(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    let name = start
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-')
        .count();
    if name == 0 || start.get(name) != Some(&b':') {
        return false;
    }
    let (headers, _) = Headers::read(&start[..start.len().min(HEADER_BYTES)]);
    let has = |name: &str| headers.get_raw(name).is_some();
    has("from")
        && (has("date") || has("subject"))
        && FIELDS.iter().any(|name| has(name))
        && !has("snapshot-content-location")
}

/// What is not a file of its own.
#[derive(Default)]
struct Parts<'a> {
    html: Vec<(Headers, &'a [u8])>,
    plain: Vec<(Headers, &'a [u8])>,
    attached: Vec<(Headers, &'a [u8])>,
    count: usize,
}

pub(super) fn visit(
    visit: &mut Visit<'_>,
    place: &Place,
    bytes: &[u8],
    (truncated, partial): (bool, bool),
) -> ControlFlow<()> {
    let (headers, body) = Headers::read(bytes.trim_ascii_start());
    let mut parts = Parts::default();
    collect(headers.clone(), body, 0, &mut parts);
    let subject = headers.get("subject").map(|subject| mime::words(&subject));
    let subject = subject.map(|subject| normalize(&subject).trim().to_owned());
    if parts.count >= MOST_PARTS {
        visit.limit(place, "limit:members")?;
    }
    let stated = Stated {
        title: subject.filter(|subject| !subject.is_empty()),
        ..Stated::default()
    };
    let shown = if parts.html.is_empty() {
        &parts.plain
    } else {
        &parts.html
    };
    let mut text = Vec::new();
    for (headers, body) in shown {
        let body = mime::transferred(headers, body);
        text.extend(in_utf8(headers, &body));
        text.push(b'\n');
    }
    if !text.trim_ascii().is_empty() {
        visit.hand_over(place, stated, (text, truncated, partial))?;
    }
    for (headers, body) in &parts.attached {
        let name = name(headers).unwrap_or_else(|| "attachment".to_owned());
        let bytes = mime::transferred(headers, body);
        let member = place.member(&names::plain(&name));
        visit.file(&member, Stated::default(), &mut Cursor::new(&bytes))?;
    }
    ControlFlow::Continue(())
}

/// A text in the charset that its header states; as it is where that is none.
fn in_utf8(headers: &Headers, body: &[u8]) -> Vec<u8> {
    let charset = headers.parameter("content-type", "charset");
    let encoding = charset.and_then(|charset| encoding_rs::Encoding::for_label(charset.as_bytes()));
    match encoding {
        Some(encoding) if !mime::is_surely_utf8(body) => {
            encoding.decode(body).0.into_owned().into_bytes()
        }
        _ => body.to_vec(),
    }
}

fn collect<'a>(headers: Headers, body: &'a [u8], depth: usize, parts: &mut Parts<'a>) {
    let kind = headers.kind();
    if kind.starts_with("multipart/") && depth < DEEPEST {
        let boundary = headers.parameter("content-type", "boundary");
        let boundary = boundary.map(String::into_bytes);
        let boundary = boundary.or_else(|| mime::guessed_boundary(body));
        let before = parts.count;
        for part in mime::parts(body, &boundary.unwrap_or_default()) {
            if parts.count >= MOST_PARTS {
                return;
            }
            let (headers, body) = Headers::read(part);
            collect(headers, body, depth + 1, parts);
        }
        if parts.count == before {
            // No boundary stands where it should: better all of it than nothing.
            parts.count += 1;
            parts.plain.push((Headers::default(), body));
        }
        return;
    }
    parts.count += 1;
    let disposition = headers.get("content-disposition").unwrap_or_default();
    let disposition = disposition.trim_start().to_ascii_lowercase();
    let is_attached = disposition.starts_with("attachment") || name(&headers).is_some();
    match kind.as_str() {
        "text/html" if !is_attached => parts.html.push((headers, body)),
        "text/plain" if !is_attached => parts.plain.push((headers, body)),
        // Pictures shown within the text.
        _ if !disposition.starts_with("attachment") && kind.starts_with("image/") => {}
        _ => parts.attached.push((headers, body)),
    }
}

/// An attachment's name: RFC 2231 (`filename*=`), encoded words, or as written.
fn name(headers: &Headers) -> Option<String> {
    let extended = headers.parameter("content-disposition", "filename*");
    if let Some(name) = extended.as_deref().and_then(extended_value) {
        return Some(name);
    }
    let plain = headers.parameter("content-disposition", "filename");
    let plain = plain.or_else(|| headers.parameter("content-type", "name"))?;
    Some(mime::words(&plain))
}

/// A value of RFC 2231: `utf-8''%E9%80%9A%E7%9F%A5.doc`.
fn extended_value(value: &str) -> Option<String> {
    let mut fields = value.splitn(3, '\'');
    let charset = fields.next()?;
    let encoded = fields.nth(1)?;
    let bytes = mime::quoted_printable(encoded.replace('=', "=3D").replace('%', "=").as_bytes());
    let encoding = encoding_rs::Encoding::for_label(charset.as_bytes())?;
    Some(encoding.decode(&bytes).0.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_are_no_saved_pages() {
        let cases = [
            ("From: a@b.cn\r\nTo: c@d.cn\r\nSubject: x\r\n\r\n甲", true),
            (
                "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a.cn\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n",
                false,
            ),
            (
                "From: x\r\nSubject: 通知\r\nContent-Type: multipart/related\r\n\r\n",
                false,
            ),
            ("发文机关: 甲\nTo: x\n", false),
            ("", false),
        ];
        for (text, expected) in cases {
            assert_eq!(is_mail(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn names_of_attachments_are_decoded() {
        let cases = [
            (
                "Content-Disposition: attachment; filename=\"=?gb2312?B?zajWqg==?=.doc\"\n\n",
                "通知.doc",
            ),
            (
                "Content-Disposition: attachment;\n filename*=utf-8''%E9%80%9A%E7%9F%A5.doc\n\n",
                "通知.doc",
            ),
            ("Content-Type: application/pdf; name=a.pdf\n\n", "a.pdf"),
        ];
        for (header, expected) in cases {
            let (headers, _) = Headers::read(header.as_bytes());
            assert_eq!(name(&headers).as_deref(), Some(expected), "{header}");
        }
    }
}
