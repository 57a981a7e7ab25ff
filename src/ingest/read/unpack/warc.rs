//! WARC (ISO 28500) → the pages of a crawl.
//!
//! In: a WARC file, unpacked. Out: the body of every `response` and `resource` record, named by its
//! address, which is also the page's; chunks and compression of HTTP are undone. Other records
//! (requests, metadata) are no documents; answers other than 200 are passed over. The date of a
//! record is the crawl's, never the document's. Not its job: compression around the file.

use std::io::{BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;

use super::super::mime::{self, Headers};
use super::meter::{Counter, Meter, Whole};
use super::names;
use super::visit::{Place, Stated, Visit, head};

/// Longest header of a record or an answer, in bytes.
const LONGEST_HEADER: u64 = 64 << 10;
/// A page declares its charset within this.
const START_BYTES: u64 = 4096;

pub(super) fn visit(
    visit: &mut Visit<'_>,
    place: &Place,
    stream: &mut dyn Read,
) -> ControlFlow<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let header = match header(&mut stream) {
            Ok(None) => return ControlFlow::Continue(()),
            Ok(Some(header)) => header,
            Err(error) => return visit.damaged(place, &error),
        };
        let (headers, _) = Headers::read(&header);
        let length = headers.get("content-length");
        let Some(length) = length.and_then(|length| length.trim().parse::<u64>().ok()) else {
            let error = std::io::Error::other("a record does not state its length");
            return visit.damaged(place, &error);
        };
        let mut body = Whole::new((&mut stream).take(length), length);
        let told = visit.told();
        record(visit, place, &headers, &mut body)?;
        if let Err(error) = std::io::copy(&mut body, &mut std::io::sink()) {
            return match visit.told() {
                now if now > told => ControlFlow::Continue(()),
                _ => visit.damaged(place, &error),
            };
        }
    }
}

/// Reads a header up to its empty line, which begins after the line of the version; none at the end.
fn header(stream: &mut dyn BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut header = Vec::new();
    let mut line = Vec::new();
    let mut left = LONGEST_HEADER;
    loop {
        line.clear();
        let count = (&mut *stream).take(left).read_until(b'\n', &mut line)?;
        let is_empty = line.trim_ascii().is_empty();
        if count == 0 {
            return match (left, header.is_empty()) {
                (0, _) => Err(std::io::Error::other("the header of a record does not end")),
                (_, true) => Ok(None),
                (_, false) => Ok(Some(header)),
            };
        }
        left -= count as u64;
        match (is_empty, header.is_empty()) {
            // Empty lines end the record before.
            (true, true) => {
                left = LONGEST_HEADER;
                continue;
            }
            (true, false) => return Ok(Some(header)),
            // `WARC/1.0` or `HTTP/1.1 200 OK` is no field.
            (false, true) => header.extend_from_slice(b"status: "),
            (false, false) => {}
        }
        header.extend_from_slice(&line);
    }
}

fn record(
    visit: &mut Visit<'_>,
    place: &Place,
    headers: &Headers,
    body: &mut dyn Read,
) -> ControlFlow<()> {
    let kind = headers.get("warc-type").unwrap_or_default();
    let address = headers.get("warc-target-uri").unwrap_or_default();
    let address = address.trim_matches(['<', '>', ' ']).to_owned();
    let stated = Stated {
        url: Some(address.clone()).filter(|address| address.contains("://")),
        ..Stated::default()
    };
    let member = place.member(&names::plain(&address));
    match kind.as_str() {
        "resource" | "conversion" => visit.file(&member, stated, body),
        "response" => {
            let content = headers.get("content-type").unwrap_or_default();
            if content.to_ascii_lowercase().contains("application/http") {
                answer(visit, &member, stated, body)
            } else {
                visit.file(&member, stated, body)
            }
        }
        _ => ControlFlow::Continue(()),
    }
}

/// An answer of HTTP: its status, its fields, its body as it was sent.
fn answer(
    visit: &mut Visit<'_>,
    member: &Place,
    stated: Stated,
    body: &mut dyn Read,
) -> ControlFlow<()> {
    let mut body = BufReader::new(body);
    let fields = match header(&mut body) {
        Ok(fields) => fields.unwrap_or_default(),
        Err(error) => return visit.damaged(member, &error),
    };
    let (fields, _) = Headers::read(&fields);
    let status = fields.get("status").unwrap_or_default();
    if status.split_whitespace().nth(1) != Some("200") {
        return ControlFlow::Continue(());
    }
    let names = |field: &str, word: &str| {
        let value = fields.get(field).unwrap_or_default();
        value.to_ascii_lowercase().contains(word)
    };
    let mut chunked;
    let mut plain = &mut body as &mut dyn Read;
    if names("transfer-encoding", "chunked") {
        chunked = Chunked::new(&mut body);
        plain = &mut chunked;
    }
    let counter = Counter::new(plain);
    let packed = counter.count.clone();
    let (ratio, left) = (visit.limits.ratio, visit.left.clone());
    let mut unpacked: Box<dyn Read + '_> = if names("content-encoding", "gzip") {
        let decoder = flate2::read::MultiGzDecoder::new(counter);
        Box::new(Meter::new(decoder, packed, ratio, &left))
    } else if names("content-encoding", "deflate") {
        let decoder = flate2::read::ZlibDecoder::new(counter);
        Box::new(Meter::new(decoder, packed, ratio, &left))
    } else {
        Box::new(counter)
    };
    let (start, failure) = head(&mut unpacked, START_BYTES);
    let is_page = fields.kind().contains("html");
    let declared = mime::declaration(&fields, &start).filter(|_| is_page);
    let declared = Cursor::new(declared.unwrap_or_default());
    let mut whole = declared
        .chain(Cursor::new(start))
        .chain(failure)
        .chain(unpacked);
    visit.file(member, stated, &mut whole)
}

/// A body in chunks (RFC 9112, section 7.1); many archives hold it without them, though the header
/// says otherwise: then it is passed through.
struct Chunked<R> {
    inner: R,
    /// Bytes left of the chunk; none before the first.
    left: Option<u64>,
    is_plain: bool,
}

impl<R: BufRead> Chunked<R> {
    fn new(inner: R) -> Self {
        Self {
            inner,
            left: None,
            is_plain: false,
        }
    }

    /// Reads the next chunk's size; none where there is no size.
    fn size(&mut self) -> std::io::Result<Option<u64>> {
        let start = self.inner.fill_buf()?;
        let digits = start.iter().take_while(|byte| byte.is_ascii_hexdigit());
        let digits = digits.count();
        let after = start.get(digits);
        if digits == 0 || digits > 15 || !matches!(after, Some(b'\r' | b'\n' | b';' | b' ')) {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&start[..digits]).into_owned();
        let mut line = Vec::new();
        (&mut self.inner).take(1024).read_until(b'\n', &mut line)?;
        Ok(u64::from_str_radix(&text, 16).ok())
    }
}

impl<R: BufRead> Read for Chunked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.is_plain {
            return self.inner.read(buffer);
        }
        if self.left.is_none_or(|left| left == 0) {
            if self.left.is_some() {
                let mut line = Vec::new();
                (&mut self.inner).take(2).read_until(b'\n', &mut line)?;
            }
            match self.size()? {
                Some(0) => return Ok(0),
                Some(size) => self.left = Some(size),
                None if self.left.is_none() => {
                    self.is_plain = true;
                    return self.inner.read(buffer);
                }
                None => return Ok(0),
            }
        }
        let left = self.left.unwrap_or(0);
        let most = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
        let count = self.inner.read(&mut buffer[..most])?;
        self.left = Some(left - count as u64);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunks(bytes: &[u8]) -> String {
        let mut out = String::new();
        Chunked::new(bytes).read_to_string(&mut out).unwrap();
        out
    }

    #[test]
    fn chunks_are_joined() {
        assert_eq!(chunks(b"3\r\nabc\r\n2;x=1\r\nde\r\n0\r\n\r\n"), "abcde");
        assert_eq!(chunks(b"<html>"), "<html>");
        assert_eq!(chunks(b"3\r\nab"), "ab");
        assert_eq!(chunks(b""), "");
    }

    #[test]
    fn headers_end_at_an_empty_line() {
        let mut stream = &b"\r\n\r\nWARC/1.0\r\na: b\r\n\r\nbody"[..];
        let found = header(&mut stream).unwrap().unwrap();
        assert_eq!(found, b"status: WARC/1.0\r\na: b\r\n");
        assert_eq!(stream, b"body");
        assert!(header(&mut &b""[..]).unwrap().is_none());
        let endless = vec![b'a'; 100_000];
        assert!(header(&mut &endless[..]).is_err());
    }
}
