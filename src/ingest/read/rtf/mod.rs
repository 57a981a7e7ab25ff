//! RTF (Rich Text Format 1.9) → page.
//!
//! In: a file's bytes. Out: its text as lines; table rows as lines; title and author as hints.
//! Pictures, objects, headers, footers, field codes, hidden and deleted text are left out, footnotes
//! stand at the end, written list numbers stay. Bytes are decoded by the code page of their font, or
//! the document's. Source: Rich Text Format Specification 1.9.1. Not its job: automatic list numbers
//! that the file does not write out.

mod destination;
mod output;

use std::collections::HashMap;

use encoding_rs::{Encoding, GBK};

use self::destination::Destination;
use self::output::Output;
use super::Limits;
use super::blocks;
use super::reading::{Gap, ReadError, Reading, add_property};
use crate::model::PageHints;

/// Groups within groups; deeper ones are left out.
const DEEPEST: usize = 256;
/// The longest name of a control word.
const LONGEST_WORD: usize = 32;

/// Reads a document.
pub(super) fn read(bytes: &[u8], _: &Limits) -> Result<Reading, ReadError> {
    let start = bytes.iter().position(|byte| *byte == b'{');
    let bytes = &bytes[start.unwrap_or(bytes.len())..];
    let mut parser = Parser::new(bytes);
    parser.run();
    let is_whole = parser.groups.is_empty() && !parser.was_too_deep;
    let encoding = parser.page.name();
    let (blocks, properties) = parser.output.finish();
    let mut hints = PageHints::default();
    for (name, value) in properties {
        add_property(&mut hints, name, &value);
    }
    let mut reading = Reading::new(&blocks::to_text(&blocks), hints, encoding);
    if !is_whole {
        reading.gaps.push(Gap::damaged("the document's text"));
    }
    Ok(reading)
}

/// What holds within a group.
#[derive(Debug, Clone)]
struct Group {
    destination: Destination,
    is_hidden: bool,
    /// Characters that stand for each `\u` in other readers.
    skip: usize,
    encoding: Option<&'static Encoding>,
    /// `\*` was read: an unknown destination is passed over.
    is_optional: bool,
}

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    groups: Vec<Group>,
    group: Group,
    /// Groups open below the deepest that is kept.
    below: usize,
    was_too_deep: bool,
    /// The document's code page.
    page: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    /// The font that is being described.
    font: i32,
    /// Bytes not yet decoded.
    pending: Vec<u8>,
    /// Half of a character beyond U+FFFF.
    high: Option<u16>,
    /// Characters still to be passed over after `\u`.
    to_skip: usize,
    output: Output,
}

impl<'a> Parser<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            groups: Vec::new(),
            group: Group {
                destination: Destination::Text,
                is_hidden: false,
                skip: 1,
                encoding: None,
                is_optional: false,
            },
            below: 0,
            was_too_deep: false,
            page: GBK,
            fonts: HashMap::new(),
            font: 0,
            pending: Vec::new(),
            high: None,
            to_skip: 0,
            output: Output::default(),
        }
    }

    fn run(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => self.open(),
                b'}' => {
                    self.close();
                    if self.groups.is_empty() {
                        break;
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => {}
                byte => self.byte(byte),
            }
        }
        self.flush();
    }

    fn open(&mut self) {
        self.flush();
        self.to_skip = 0;
        if self.groups.len() >= DEEPEST {
            self.below += 1;
            self.was_too_deep = true;
            return;
        }
        self.groups.push(self.group.clone());
        self.group.is_optional = false;
    }

    fn close(&mut self) {
        self.flush();
        self.to_skip = 0;
        if self.below > 0 {
            self.below -= 1;
            return;
        }
        if let Some(outer) = self.groups.pop() {
            if outer.destination != self.group.destination {
                self.output.end(self.group.destination);
            }
            self.group = outer;
        }
    }

    /// A byte of text.
    fn byte(&mut self, byte: u8) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
        } else if self.group.destination != Destination::Skipped {
            self.pending.push(byte);
        }
    }

    /// Decodes what waits.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let encoding = self.group.encoding.unwrap_or(self.page);
        let bytes = std::mem::take(&mut self.pending);
        let text = encoding.decode_without_bom_handling(&bytes).0;
        self.push(&text);
    }

    fn push(&mut self, text: &str) {
        if !self.group.is_hidden && self.below == 0 {
            self.output.text(self.group.destination, text);
        }
    }

    /// Text that a control word stands for.
    fn sign(&mut self, text: &str) {
        self.flush();
        if self.to_skip > 0 {
            self.to_skip -= 1;
        } else {
            self.push(text);
        }
    }

    fn control(&mut self) {
        let Some(&first) = self.bytes.get(self.at) else {
            return;
        };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return self.symbol(first);
        }
        let rest = &self.bytes[self.at..];
        let len = rest
            .iter()
            .take(LONGEST_WORD)
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        let word = std::str::from_utf8(&rest[..len]).unwrap_or_default();
        self.at += len;
        let number = self.number();
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.word(word, number);
    }

    fn number(&mut self) -> Option<i32> {
        let rest = &self.bytes[self.at..];
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[sign..]
            .iter()
            .take(10)
            .take_while(|b| b.is_ascii_digit())
            .count();
        if digits == 0 {
            return None;
        }
        self.at += sign + digits;
        std::str::from_utf8(&rest[..sign + digits])
            .ok()?
            .parse()
            .ok()
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'\'' => {
                let digits = self.bytes.get(self.at..self.at + 2);
                let byte = digits
                    .and_then(|digits| std::str::from_utf8(digits).ok())
                    .and_then(|digits| u8::from_str_radix(digits, 16).ok());
                if let Some(byte) = byte {
                    self.at += 2;
                    self.byte(byte);
                }
            }
            b'\\' | b'{' | b'}' => self.byte(symbol),
            b'~' => self.sign(" "),
            b'_' => self.sign("-"),
            b'*' => self.group.is_optional = true,
            b'\r' | b'\n' => self.end_paragraph(),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        self.flush();
        if self.below == 0 {
            self.output.end_paragraph(self.group.destination);
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        self.flush();
        if self.group.destination == Destination::Skipped && word != "bin" {
            return;
        }
        let is_on = number != Some(0);
        match word {
            "bin" => {
                let len = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
                self.at = self.at.saturating_add(len).min(self.bytes.len());
            }
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => self.group.skip = usize::try_from(number.unwrap_or(1)).unwrap_or(1),
            "ansicpg" => self.page = destination::code_page(number).unwrap_or(self.page),
            "f" if self.group.destination == Destination::Fonts => self.font = number.unwrap_or(0),
            "fcharset" if self.group.destination == Destination::Fonts => {
                if let Some(encoding) = destination::charset(number) {
                    self.fonts.entry(self.font).or_insert(encoding);
                }
            }
            "f" | "af" if number.is_some() => {
                let found = number.and_then(|font| self.fonts.get(&font));
                if word == "f" || found.is_some() {
                    self.group.encoding = found.copied();
                }
            }
            "plain" => (self.group.is_hidden, self.group.encoding) = (false, None),
            "v" | "deleted" => self.group.is_hidden = is_on,
            "par" | "sect" | "page" => self.end_paragraph(),
            "line" => self.sign("\n"),
            "tab" => self.sign("\t"),
            "emdash" => self.sign("—"),
            "endash" => self.sign("–"),
            "lquote" => self.sign("‘"),
            "rquote" => self.sign("’"),
            "ldblquote" => self.sign("“"),
            "rdblquote" => self.sign("”"),
            "emspace" => self.sign("\u{3000}"),
            "enspace" | "qmspace" => self.sign(" "),
            _ => self.structure(word, number),
        }
    }

    fn structure(&mut self, word: &str, number: Option<i32>) {
        if self.below > 0 || self.output.table_word(word, number) {
            return;
        }
        let known = destination::of(word);
        if let Some(destination) = known {
            if destination == Destination::Note {
                self.output.begin_note();
            }
            self.group.destination = destination;
        } else if self.group.is_optional {
            self.group.destination = Destination::Skipped;
        }
        self.group.is_optional = false;
    }

    fn unicode(&mut self, number: i32) {
        // Written as a signed number of 16 bits.
        let unit = u16::try_from(number.rem_euclid(0x1_0000)).unwrap_or_default();
        self.to_skip = 0;
        match (self.high.take(), unit) {
            (_, 0xd800..=0xdbff) => self.high = Some(unit),
            (Some(high), 0xdc00..=0xdfff) => self.push(&String::from_utf16_lossy(&[high, unit])),
            _ => self.push(&String::from_utf16_lossy(&[unit])),
        }
        self.to_skip = self.group.skip;
    }
}

#[cfg(test)]
mod tests;
