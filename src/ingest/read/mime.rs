//! MIME as saved pages, mails and crawls use it: headers, parts, transfer encodings, encoded words.
//!
//! In: bytes. Out: header fields, the slices of a multipart body, decoded bytes. Lenient: what is
//! broken is passed through. Sources: RFC 822 (header fields), RFC 2045 (encodings), RFC 2046
//! (multipart), RFC 2047 (encoded words). Not its job: which part matters.

use std::borrow::Cow;

use encoding_rs::Encoding;
use memchr::memmem;

/// Longest header read, in bytes.
const LONGEST_HEADER: usize = 64 * 1024;

/// The fields above a body, names in lower case, folded lines joined.
#[derive(Debug, Clone, Default)]
pub(super) struct Headers {
    fields: Vec<(String, String)>,
}

impl Headers {
    /// Reads the fields up to the empty line; returns the body after it.
    pub(super) fn read(bytes: &[u8]) -> (Self, &[u8]) {
        let mut headers = Self::default();
        let mut rest = bytes;
        while !rest.is_empty() && bytes.len() - rest.len() < LONGEST_HEADER {
            let (line, after) = match memchr::memchr(b'\n', rest) {
                Some(end) => (&rest[..end], &rest[end + 1..]),
                None => (rest, &rest[rest.len()..]),
            };
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() {
                return (headers, after);
            }
            if !headers.add_line(line) {
                // No header line: the empty line is missing, and this is the body.
                return (headers, rest);
            }
            rest = after;
        }
        (headers, rest)
    }

    fn add_line(&mut self, line: &[u8]) -> bool {
        let text = String::from_utf8_lossy(line);
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if let Some((_, value)) = self.fields.last_mut() {
                value.push(' ');
                value.push_str(text.trim());
            }
            return true;
        }
        let Some((name, value)) = text.split_once(':') else {
            return false;
        };
        let is_name = !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if is_name {
            let field = (name.to_ascii_lowercase(), value.trim().to_owned());
            self.fields.push(field);
        }
        is_name
    }

    /// Returns a field's value.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        self.get_raw(name).map(str::to_owned)
    }

    pub(super) fn get_raw(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(known, _)| known == name)?;
        Some(&field.1)
    }

    /// Returns the content type without parameters, lower case; RFC 2045's plain text where none
    /// is stated.
    pub(super) fn kind(&self) -> String {
        let value = self.get_raw("content-type").unwrap_or("text/plain");
        let kind = value.split(';').next().unwrap_or_default();
        kind.trim().to_ascii_lowercase()
    }

    /// Returns a parameter of a field: `charset="gb2312"`.
    pub(super) fn parameter(&self, name: &str, wanted: &str) -> Option<String> {
        let value = self.get_raw(name)?;
        let lower = value.to_ascii_lowercase();
        let at = lower.match_indices(wanted).map(|(at, _)| at).find(|&at| {
            let before = lower[..at].trim_end();
            let after = lower[at + wanted.len()..].trim_start();
            before.ends_with(';') && after.starts_with('=')
        })?;
        let value = value[at + wanted.len()..]
            .trim_start()
            .strip_prefix('=')?
            .trim_start();
        let found = match value.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next().unwrap_or_default(),
            None => value.split([';', ' ']).next().unwrap_or_default(),
        };
        Some(found.trim().to_owned())
    }
}

/// The parts of a multipart body; the last one reaches to the end where the end mark is missing.
pub(super) fn parts<'a>(body: &'a [u8], boundary: &[u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut mark = b"--".to_vec();
    mark.extend_from_slice(boundary);
    let mut at = next_mark(body, &mark, 0).map(|(_, after)| after);
    std::iter::from_fn(move || {
        let start = at?;
        if body[start..].starts_with(b"--") {
            return None;
        }
        let line_end = memchr::memchr(b'\n', &body[start..])?;
        let first = start + line_end + 1;
        match next_mark(body, &mark, first) {
            Some((end, after)) => {
                at = Some(after);
                Some(&body[first..end.max(first)])
            }
            None => {
                at = None;
                Some(&body[first..])
            }
        }
    })
}

/// The next boundary at the start of a line: where the text before it ends, and where the mark does.
fn next_mark(body: &[u8], mark: &[u8], from: usize) -> Option<(usize, usize)> {
    memmem::find_iter(&body[from..], mark)
        .map(|found| from + found)
        .find(|&at| {
            let starts_line = at == 0 || body[at - 1] == b'\n';
            // `--b` is no mark of the boundary `--b1`.
            let after = body.get(at + mark.len()).copied().unwrap_or(b'\n');
            starts_line && matches!(after, b'\r' | b'\n' | b' ' | b'\t' | b'-')
        })
        .map(|at| {
            let before = &body[..at];
            let before = before.strip_suffix(b"\n").unwrap_or(before);
            let before = before.strip_suffix(b"\r").unwrap_or(before);
            (before.len(), at + mark.len())
        })
}

/// The boundary of a body whose header lost it: its first line that begins with `--`.
pub(super) fn guessed_boundary(body: &[u8]) -> Option<Vec<u8>> {
    let lines = body.split(|byte| *byte == b'\n').take(20);
    let line = lines
        .map(<[u8]>::trim_ascii)
        .find(|line| line.starts_with(b"--"))?;
    Some(line[2..].to_vec())
}

/// Undoes a body's transfer encoding.
pub(super) fn transferred<'a>(headers: &Headers, body: &'a [u8]) -> Cow<'a, [u8]> {
    let encoding = headers.get_raw("content-transfer-encoding");
    match encoding
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
        .as_str()
    {
        "base64" => Cow::Owned(base64(body)),
        "quoted-printable" => Cow::Owned(quoted_printable(body)),
        _ => Cow::Borrowed(body),
    }
}

/// Returns the declaration to be put before a page that has none and whose header states a charset.
/// Where the page has one, that counts: programs rewrite it when they save.
pub(super) fn declaration(headers: &Headers, page: &[u8]) -> Option<Vec<u8>> {
    let charset = headers.parameter("content-type", "charset")?;
    let start = &page[..page.len().min(4096)];
    let declares = memmem::find(start, b"charset").is_some();
    (!declares && !is_surely_utf8(start))
        .then(|| format!("<meta charset=\"{}\">", charset.trim()).into_bytes())
}

/// Whether bytes, cut somewhere, are UTF-8 whatever is stated: ASCII, or with characters of three
/// bytes. 通知 in GBK is valid UTF-8 as well, of two characters of two bytes.
pub(super) fn is_surely_utf8(bytes: &[u8]) -> bool {
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    valid.is_ascii() || valid.chars().any(|character| character >= '\u{800}')
}

/// Decodes quoted-printable; a `=` that begins no code stays.
pub(super) fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'=', rest) {
        out.extend_from_slice(&rest[..at]);
        let after = &rest[at + 1..];
        // A soft line break; blanks may have crept in before the line end.
        let blanks = after
            .iter()
            .take_while(|b| matches!(b, b' ' | b'\t' | b'\r'))
            .count();
        if after.get(blanks) == Some(&b'\n') {
            rest = &after[blanks + 1..];
        } else if let Some(byte) = hex_byte(after) {
            out.push(byte);
            rest = &after[2..];
        } else {
            if !after.is_empty() {
                out.push(b'=');
            }
            rest = after;
        }
    }
    out.extend_from_slice(rest);
    out
}

fn hex_byte(bytes: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

/// Decodes base64; what is no digit (line ends, damage) is passed over.
pub(super) fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3 + 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for byte in bytes {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                (bits, count) = (0, 0);
                continue;
            }
            _ => continue,
        };
        bits = (bits << 6) | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(((bits >> count) & 0xff) as u8);
        }
    }
    out
}

/// Resolves encoded words: `=?gb2312?B?zajWqg==?=` is 通知.
pub(super) fn words(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    let mut after_word = false;
    while let Some(at) = rest.find("=?") {
        let before = &rest[..at];
        // White space between two encoded words is theirs.
        if !(after_word && before.trim().is_empty()) {
            out.push_str(before);
        }
        match word(&rest[at..]) {
            Some((text, length)) => {
                out.push_str(&text);
                rest = &rest[at + length..];
                after_word = true;
            }
            None => {
                out.push_str("=?");
                rest = &rest[at + 2..];
                after_word = false;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The encoded word at the start of a text, and its length there.
fn word(text: &str) -> Option<(String, usize)> {
    let mut fields = text.strip_prefix("=?")?.splitn(4, '?');
    let (charset, kind) = (fields.next()?, fields.next()?);
    let encoded = fields.next()?;
    fields.next()?.strip_prefix('=')?;
    let end = "=???=".len() + charset.len() + kind.len() + encoded.len() + "?".len();
    let bytes = match kind {
        "B" | "b" => base64(encoded.as_bytes()),
        "Q" | "q" => quoted_printable(encoded.replace('_', " ").as_bytes()),
        _ => return None,
    };
    let charset = charset.split('*').next().unwrap_or_default();
    let encoding = Encoding::for_label(charset.as_bytes())?;
    Some((
        encoding.decode_without_bom_handling(&bytes).0.into_owned(),
        end,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn header_fields_are_joined() {
        let (headers, body) = Headers::read(
            b"Subject: =?gb2312?B?zajWqg==?=\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n boundary=\"--=_b; c\"\r\n\r\nbody",
        );
        assert_eq!(words(&headers.get("subject").unwrap()), "通知");
        assert_eq!(headers.kind(), "multipart/related");
        assert_eq!(
            headers.parameter("content-type", "boundary").unwrap(),
            "--=_b; c"
        );
        assert_eq!(body, b"body");
    }

    #[test]
    fn transfer_encodings_are_lenient() {
        assert_eq!(
            quoted_printable(b"a=3D=\r\nb= \r\nc=zz=E4=BD=A0="),
            "a=bc=zz你".as_bytes()
        );
        assert_eq!(base64(b"5L2g\r\n5aW9"), "你好".as_bytes());
        assert_eq!(base64(b"5L2g!5aW9IQ==5L2g"), "你好!你".as_bytes());
    }

    #[test]
    fn encoded_words_are_resolved() {
        let cases = [
            (
                "=?utf-8?Q?=E5=85=B3=E4=BA=8E?=\t =?utf-8?Q?=E9=80=9A=E7=9F=A5?=",
                "关于通知",
            ),
            ("=?utf-8?q?a_b?= c", "a b c"),
            ("=?none?B?AA?= =?x", "=?none?B?AA?= =?x"),
        ];
        for (value, expected) in cases {
            assert_eq!(words(value), expected, "{value}");
        }
    }

    #[test]
    fn parts_end_at_line_starts() {
        let body = b"preamble\r\n--b\r\none --b\r\n--b\r\n\r\ntwo";
        let found: Vec<_> = parts(body, b"b").collect();
        assert_eq!(found, [b"one --b".as_slice(), b"\r\ntwo"]);
        assert_eq!(parts(b"--b\nx\n--b--\n--b\ny", b"b").count(), 1);
        assert_eq!(parts(b"none", b"b").count(), 0);
    }

    proptest! {
        #[test]
        fn never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[=?a-zB\\-\\r\\n:; \"甲]{0,80}") {
            let _ = (quoted_printable(&bytes), base64(&bytes), guessed_boundary(&bytes));
            let _ = parts(&bytes, b"").count();
            let _ = words(&text);
            let (headers, _) = Headers::read(text.as_bytes());
            let _ = headers.parameter("a", "b");
        }
    }
}
