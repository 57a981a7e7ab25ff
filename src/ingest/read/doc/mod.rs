//! DOC and WPS (Word 97 to 2003, binary) → page.
//!
//! In: a compound file. Out: the main text, then footnotes, endnotes and text boxes, as lines: table
//! cells as rows, results of fields without their codes, hidden and deleted text left out. Source:
//! [MS-DOC] 2.4 (how to find text: FIB, CLX, piece table). Headers, footers and comments are left
//! out. Not its job: automatic list numbers.

mod properties;
mod story;

use encoding_rs::{Encoding, GBK, UTF_16LE, WINDOWS_1252};

use self::properties::{Paragraph, Runs};
use self::story::Story;
use super::Limits;
use super::blocks;
use super::compound::{Compound, offset_at, u16_at, u32_at};
use super::reading::{Gap, ReadError, Reading};
use crate::model::PageHints;

/// First number of the `WordDocument` stream.
const SIGN: u16 = 0xa5ec;
/// The oldest version that has a piece table of this form (Word 97).
const OLDEST: u16 = 0x00c0;
/// The same of Word 6 and 95.
const SIGN_6: u16 = 0xa5dc;
/// Pieces come to so many times their stream at most.
const MOST_COPIES: usize = 4;
/// Simplified Chinese.
const CHINESE: u16 = 0x0804;

/// Reads a document.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    let mut file = Compound::open(bytes, limits)?;
    let document = file.stream("/WordDocument").ok_or(ReadError::Damaged {
        what: "it has no text stream",
    })?;
    let flags = u16_at(&document, 0x0a).unwrap_or_default();
    let version = u16_at(&document, 2).unwrap_or_default();
    let sign = u16_at(&document, 0);
    if sign != Some(SIGN) && sign != Some(SIGN_6) {
        return Err(ReadError::Damaged {
            what: "its text stream has another form",
        });
    }
    if flags & 0x0100 != 0 {
        return Err(ReadError::Encrypted);
    }
    if version < OLDEST || sign == Some(SIGN_6) {
        return Err(ReadError::Unsupported {
            what: "a document of Word 95 or older",
        });
    }
    let name = if flags & 0x0200 != 0 {
        "/1Table"
    } else {
        "/0Table"
    };
    let table = file.stream(name).ok_or(ReadError::Damaged {
        what: "it has no table stream",
    })?;
    let pieces = pieces(&document, &table).ok_or(ReadError::Damaged {
        what: "its list of pieces cannot be read",
    })?;
    let paragraphs = properties::paragraphs(&document, &table);
    let hidden = properties::hidden(&document, &table);
    let text = Text {
        document: &document,
        pieces: &pieces,
        paragraphs: &paragraphs,
        hidden: &hidden,
    };
    let mut out = String::new();
    for (start, len) in stories(&document) {
        blocks::write(&text.story(start, start.saturating_add(len)), &mut out);
    }
    let encoding = if pieces.iter().any(|piece| piece.encoding == UTF_16LE) {
        "UTF-16LE"
    } else {
        "GBK"
    };
    let mut reading = Reading::new(&out, PageHints::default(), encoding);
    if pieces
        .iter()
        .any(|piece| document.get(piece.bytes()).is_none())
    {
        reading.gaps.push(Gap::damaged("the document's text"));
    }
    Ok(reading)
}

/// Where the stories that are read begin and how long they are, in characters: text, footnotes,
/// endnotes, text boxes. Between them stand headers and comments.
fn stories(document: &[u8]) -> Vec<(u32, u32)> {
    let lengths: Vec<u32> = (0..8)
        .map(|at| u32_at(document, 0x4c + at * 4).unwrap_or_default())
        .collect();
    let mut start: u32 = 0;
    let mut stories = Vec::new();
    for (at, len) in lengths.into_iter().enumerate() {
        // Text, footnotes, headers, macros, comments, endnotes, text boxes, those of headers.
        if matches!(at, 0 | 1 | 5 | 6) && len > 0 {
            stories.push((start, len));
        }
        start = start.saturating_add(len);
    }
    stories
}

/// A run of characters that stand together in the file.
#[derive(Debug, Clone)]
struct Piece {
    /// First character and the one after the last, of all stories.
    from: u32,
    to: u32,
    /// Its place in the `WordDocument` stream.
    place: usize,
    encoding: &'static Encoding,
}

impl Piece {
    fn width(&self) -> usize {
        if self.encoding == UTF_16LE { 2 } else { 1 }
    }

    fn bytes(&self) -> std::ops::Range<usize> {
        let len = (self.to - self.from) as usize * self.width();
        self.place..self.place.saturating_add(len)
    }
}

/// Reads the piece table.
fn pieces(document: &[u8], table: &[u8]) -> Option<Vec<Piece>> {
    let start = offset_at(document, 0x01a2)?;
    let len = offset_at(document, 0x01a6)?;
    let clx = table.get(start..table.len().min(start.checked_add(len)?))?;
    let mut at = 0;
    // Lists of changes stand before the table.
    while clx.get(at) == Some(&1) {
        at += 3 + usize::from(u16_at(clx, at + 1)?);
    }
    if clx.get(at) != Some(&2) {
        return None;
    }
    let list = clx.get(at + 5..)?;
    let list = &list[..list.len().min(offset_at(clx, at + 1)?)];
    let count = list.len().checked_sub(4)? / 12;
    let language = u16_at(document, 6).unwrap_or_default();
    let narrow = if language == CHINESE {
        GBK
    } else {
        WINDOWS_1252
    };
    let mut pieces = Vec::with_capacity(count);
    for piece in 0..count {
        let (from, to) = (u32_at(list, piece * 4)?, u32_at(list, piece * 4 + 4)?);
        let place = u32_at(list, (count + 1) * 4 + piece * 8 + 2)?;
        let is_narrow = place & 0x4000_0000 != 0;
        let place = (place & 0x3fff_ffff) as usize;
        if to < from {
            return None;
        }
        pieces.push(Piece {
            from,
            to,
            place: if is_narrow { place / 2 } else { place },
            encoding: if is_narrow { narrow } else { UTF_16LE },
        });
    }
    leave_out_copies(&mut pieces, document);
    Some(pieces)
}

/// Puts pieces beyond the file's end where all before them come to more than the stream that holds
/// them: pieces may share bytes, as copies within a document do, but not so many.
fn leave_out_copies(pieces: &mut [Piece], document: &[u8]) {
    let mut left = document.len().saturating_mul(MOST_COPIES);
    for piece in pieces {
        let bytes = piece.bytes();
        let shown = bytes.end.min(document.len()).saturating_sub(bytes.start);
        match left.checked_sub(shown) {
            Some(rest) => left = rest,
            None => piece.place = usize::MAX,
        }
    }
}

/// A document's characters and what is known of them.
struct Text<'a> {
    document: &'a [u8],
    pieces: &'a [Piece],
    paragraphs: &'a Runs<Paragraph>,
    hidden: &'a Runs<bool>,
}

impl Text<'_> {
    /// The blocks of the characters from one to another.
    fn story(&self, from: u32, to: u32) -> Vec<blocks::Block> {
        let mut story = Story::default();
        for piece in self.pieces {
            let (first, last) = (piece.from.max(from), piece.to.min(to));
            if first >= last {
                continue;
            }
            let width = piece.width();
            let start = piece
                .place
                .saturating_add((first - piece.from) as usize * width);
            let end = start.saturating_add((last - first) as usize * width);
            let end = end.min(self.document.len());
            let Some(bytes) = self.document.get(start..end) else {
                continue;
            };
            self.add(piece, start, bytes, &mut story);
        }
        story.finish()
    }

    /// Adds a piece run by run: text between marks is decoded at once.
    fn add(&self, piece: &Piece, start: usize, bytes: &[u8], story: &mut Story) {
        let width = piece.width();
        let unit = |at: usize| match width {
            1 => u16::from(bytes[at]),
            _ => u16_at(bytes, at).unwrap_or_default(),
        };
        let mut at = 0;
        let mut run = 0;
        let mut is_hidden = false;
        while at + width <= bytes.len() {
            let code = unit(at);
            let now = self.hidden.at(start + at).copied().unwrap_or_default();
            if code < 0x20 || now != is_hidden {
                if !is_hidden {
                    story.text(&decode(piece.encoding, &bytes[run..at]));
                }
                run = at;
                is_hidden = now;
            }
            if code < 0x20 {
                let paragraph = self.paragraphs.at(start + at);
                // A hidden mark joins paragraphs; marks of cells always count.
                if !is_hidden || code == 7 {
                    story.mark(code, paragraph);
                }
                run = at + width;
            }
            at += width;
        }
        if !is_hidden {
            story.text(&decode(piece.encoding, &bytes[run..]));
        }
    }
}

fn decode(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stories_that_are_read_are_found_by_their_lengths() {
        let mut document = vec![0; 0x4c];
        for len in [10_u32, 2, 3, 0, 4, 5, 0, 1] {
            document.extend(len.to_le_bytes());
        }
        assert_eq!(stories(&document), [(0, 10), (10, 2), (19, 5)]);
        assert!(stories(b"").is_empty());
    }

    /// Pieces that all mean the same bytes would come to any length.
    #[test]
    fn r0028_pieces_of_the_same_place_are_bounded() {
        let mut document = vec![b'a'; 0x1a2];
        document.extend(0_u32.to_le_bytes());
        let mut list: Vec<u8> = (0..=100_u32)
            .flat_map(|at| (at * 400).to_le_bytes())
            .collect();
        for _ in 0..100 {
            list.extend([0, 0]);
            list.extend(0x4000_0000_u32.to_le_bytes());
            list.extend([0, 0]);
        }
        let mut clx = vec![2];
        clx.extend(u32::try_from(list.len()).unwrap().to_le_bytes());
        clx.extend(list);
        document.extend(u32::try_from(clx.len()).unwrap().to_le_bytes());
        let pieces = pieces(&document, &clx).unwrap();
        let shown: usize = pieces.iter().map(|piece| piece.bytes().len()).sum();
        assert!(shown <= 5 * document.len(), "{shown}");
    }

    #[test]
    fn pieces_are_of_either_width() {
        let mut document = vec![0; 0x1a2];
        document[6..8].copy_from_slice(&CHINESE.to_le_bytes());
        document.extend(0_u32.to_le_bytes());
        let mut clx = vec![1, 2, 0, 9, 9, 2];
        clx.extend(28_u32.to_le_bytes());
        for number in [0_u32, 2, 6] {
            clx.extend(number.to_le_bytes());
        }
        for place in [0x400_u32, 0x4000_0000 | 0x900] {
            clx.extend([0, 0]);
            clx.extend(place.to_le_bytes());
            clx.extend([0, 0]);
        }
        document.extend(u32::try_from(clx.len()).unwrap().to_le_bytes());
        let pieces = pieces(&document, &clx).unwrap();
        assert_eq!(
            (pieces[0].bytes(), pieces[1].bytes()),
            (0x400..0x404, 0x480..0x484)
        );
        assert_eq!(pieces[1].encoding, GBK);
    }
}
