//! PPT (PowerPoint 97 to 2003, binary) → page: the text of slides in order, each one's notes after
//! all slides.
//!
//! In: a compound file. Out: the paragraphs of text atoms as lines. Only what the last save counts as
//! part of the document is read, not slides that older saves left in the file. Source: [MS-PPT] 2.1.2
//! (which objects are live), 2.4, 2.9. Not its job: tables (they are shapes there), pictures.

use std::collections::{BTreeMap, HashSet};

use encoding_rs::UTF_16LE;

use super::Limits;
use super::blocks::push_paragraph;
use super::compound::{Compound, offset_at, u16_at, u32_at};
use super::reading::{ReadError, Reading};
use crate::model::PageHints;

/// Containers within containers.
const DEEPEST: usize = 32;
/// The head of a record: its form, kind and length.
const HEAD_BYTES: usize = 8;
/// Saves that one file may keep.
const MOST_SAVES: usize = 1000;

const SLIDE: u16 = 0x03ee;
const NOTES: u16 = 0x03f0;
const SLIDE_LIST: u16 = 0x0ff0;
const SLIDE_REFERENCE: u16 = 0x03f3;
const TEXT_WIDE: u16 = 0x0fa0;
const TEXT_NARROW: u16 = 0x0fa8;
const TEXT_REFERENCE: u16 = 0x0f9e;
const TEXT_BOX: u16 = 0xf00d;
const DOCUMENT: u16 = 0x03e8;

/// Reads a presentation.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    let mut file = Compound::open(bytes, limits)?;
    if file.stream("/EncryptedSummary").is_some() {
        return Err(ReadError::Encrypted);
    }
    let stream = file
        .stream("/PowerPoint Document")
        .ok_or(ReadError::Damaged {
            what: "it has no text stream",
        })?;
    let current = file.stream("/Current User").unwrap_or_default();
    let live = live_objects(&stream, &current);
    let mut text = String::new();
    match &live {
        Some(live) => ordered(&stream, live, &mut text),
        None => Walk::new(&stream, &mut text).collect(&stream, &mut [], 0),
    }
    Ok(Reading::new(&text, PageHints::default(), "UTF-16LE"))
}

/// A record of the stream.
#[derive(Debug, Clone, Copy)]
struct Record<'a> {
    kind: u16,
    instance: u16,
    is_container: bool,
    body: &'a [u8],
}

/// The records that stand one after another.
fn records(bytes: &[u8]) -> impl Iterator<Item = Record<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (record, next) = record(rest)?;
        rest = next;
        Some(record)
    })
}

fn record(bytes: &[u8]) -> Option<(Record<'_>, &[u8])> {
    let head = u16_at(bytes, 0)?;
    let kind = u16_at(bytes, 2)?;
    let len = offset_at(bytes, 4)?;
    let body = bytes.get(8..)?;
    let (body, rest) = body.split_at(len.min(body.len()));
    let record = Record {
        kind,
        instance: head >> 4,
        is_container: head & 0xf == 0xf,
        body,
    };
    Some((record, rest))
}

/// The places of the objects that the last save counts, by their numbers; none where that cannot be
/// told.
fn live_objects(stream: &[u8], current: &[u8]) -> Option<BTreeMap<u32, usize>> {
    let mut edit = offset_at(current, 16)?;
    // Directories that lie over one another would be read again and again.
    let mut left = stream.len() / 4;
    let mut live = BTreeMap::new();
    for _ in 0..MOST_SAVES {
        let (save, _) = record(stream.get(edit..)?)?;
        let (directory, _) = record(stream.get(offset_at(save.body, 12)?..)?)?;
        let mut at = 0;
        while let Some(entry) = u32_at(directory.body, at) {
            at += 4;
            let (first, count) = (entry & 0xf_ffff, entry >> 20);
            for number in first..first + count {
                let Some(place) = offset_at(directory.body, at) else {
                    break;
                };
                at += 4;
                left = left.checked_sub(1)?;
                // Later saves come first and count.
                live.entry(number).or_insert(place);
            }
        }
        let before = offset_at(save.body, 8)?;
        if before == 0 || before >= edit {
            break;
        }
        edit = before;
    }
    (!live.is_empty()).then_some(live)
}

/// Adds slides in the order of the document's list, then notes.
fn ordered(stream: &[u8], live: &BTreeMap<u32, usize>, text: &mut String) {
    let objects = live
        .values()
        .filter_map(|place| record(stream.get(*place..)?));
    let document = objects
        .map(|(record, _)| record)
        .find(|record| record.kind == DOCUMENT);
    let lists = document.iter().flat_map(|document| records(document.body));
    // Slides have the list of instance 0, masters 1, notes 2.
    let mut lists: Vec<Record<'_>> = lists
        .filter(|list| list.kind == SLIDE_LIST && list.instance != 1)
        .collect();
    lists.sort_by_key(|list| list.instance);
    let mut walk = Walk::new(stream, text);
    let mut seen = HashSet::new();
    for list in lists {
        let mut slides: Vec<(u32, Vec<String>)> = Vec::new();
        for record in records(list.body) {
            if record.kind == SLIDE_REFERENCE {
                slides.push((u32_at(record.body, 0).unwrap_or_default(), Vec::new()));
            } else if let (Some(found), Some((_, texts))) = (atom(&record), slides.last_mut()) {
                texts.push(found);
            }
        }
        for (number, mut texts) in slides {
            let place = live.get(&number).filter(|place| seen.insert(**place));
            let slide = place.and_then(|place| record(stream.get(*place..)?));
            match slide {
                Some((slide, _)) => walk.collect(slide.body, &mut texts, 0),
                None if live.contains_key(&number) => {}
                None => texts
                    .iter()
                    .for_each(|found| push_paragraph(found, walk.text)),
            }
        }
    }
}

/// A walk over slides. Its steps are counted, for objects that lie over one another would be read
/// again and again: no byte is more than once a record's head or text.
struct Walk<'t> {
    text: &'t mut String,
    /// Bytes that may still be read.
    left: usize,
}

impl<'t> Walk<'t> {
    const fn new(stream: &[u8], text: &'t mut String) -> Self {
        Self {
            text,
            left: stream.len(),
        }
    }

    /// Adds the text below a list of records; references mean the texts of the slide's outline, each
    /// once.
    fn collect(&mut self, bytes: &[u8], outline: &mut [String], depth: usize) {
        for record in records(bytes) {
            let is_container =
                record.is_container || matches!(record.kind, TEXT_BOX | SLIDE | NOTES);
            let found = atom(&record);
            let is_below = is_container && found.is_none();
            let len = if is_below { 0 } else { record.body.len() };
            let Some(left) = self.left.checked_sub(HEAD_BYTES + len) else {
                return;
            };
            self.left = left;
            if let Some(found) = found {
                push_paragraph(&found, self.text);
            } else if record.kind == TEXT_REFERENCE {
                let at = offset_at(record.body, 0).unwrap_or(usize::MAX);
                if let Some(found) = outline.get_mut(at) {
                    push_paragraph(&std::mem::take(found), self.text);
                }
            } else if is_below && depth < DEEPEST && !is_master(record.kind) {
                self.collect(record.body, outline, depth + 1);
            }
        }
    }
}

/// Masters and fonts: what stands on every slide, or on none.
const fn is_master(kind: u16) -> bool {
    matches!(kind, 0x03f8 | 0x0fc9 | 0x03f2)
}

fn atom(record: &Record<'_>) -> Option<String> {
    let text = match record.kind {
        TEXT_WIDE => UTF_16LE
            .decode_without_bom_handling(record.body)
            .0
            .into_owned(),
        TEXT_NARROW => record.body.iter().map(|byte| char::from(*byte)).collect(),
        _ => return None,
    };
    // A paragraph ends with CR, a line with VT; a star or `*` alone is a field's place.
    let text = text.replace(['\r', '\u{b}'], "\n");
    (text.trim() != "*").then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(kind: u16, is_container: bool, body: &[u8]) -> Vec<u8> {
        let head: u16 = if is_container { 0xf } else { 0 };
        let mut bytes = head.to_le_bytes().to_vec();
        bytes.extend(kind.to_le_bytes());
        bytes.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
        bytes.extend(body);
        bytes
    }

    fn wide(text: &str) -> Vec<u8> {
        let body: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        made(TEXT_WIDE, false, &body)
    }

    #[test]
    fn atoms_are_read_in_order() {
        let mut outline = ["三、要求\n四、步骤".to_owned()];
        let bytes = [
            wide("一、背景\r二、内容"),
            made(
                TEXT_BOX,
                true,
                &made(TEXT_REFERENCE, false, &0_u32.to_le_bytes()),
            ),
            made(0x03f8, true, &wide("单击此处编辑")),
            made(TEXT_NARROW, false, b"2031"),
            wide("*"),
        ]
        .concat();
        let mut text = String::new();
        Walk::new(&bytes, &mut text).collect(&bytes, &mut outline, 0);
        assert_eq!(text, "一、背景\n二、内容\n三、要求\n四、步骤\n2031\n");
    }

    /// Slides and texts of outlines that are named again and again would come to any length.
    #[test]
    fn r0025_what_is_named_again_stands_once() {
        let reference = |kind: u16, number: u32| made(kind, false, &number.to_le_bytes());
        let names = reference(TEXT_REFERENCE, 0).repeat(9);
        let slide = made(SLIDE, true, &[wide("第一页"), names].concat());
        let list: Vec<u8> = (1..20)
            .flat_map(|number| [reference(SLIDE_REFERENCE, number), wide("一、背景")].concat())
            .collect();
        let document = made(DOCUMENT, true, &made(SLIDE_LIST, true, &list));
        let mut text = String::new();
        // Many numbers, one place.
        let numbers = (1..20).map(|number| (number, 0));
        let live = numbers.chain([(20, slide.len())]).collect();
        ordered(&[slide, document].concat(), &live, &mut text);
        assert_eq!(text.matches("第一页\n一、背景\n").count(), 1, "{text}");
        assert_eq!(text.matches("第一页").count(), 1, "{text}");
    }

    #[test]
    fn slides_follow_the_list_and_old_ones_are_left_out() {
        let slide = |text: &str| made(SLIDE, true, &wide(text));
        let reference = |number: u32| made(SLIDE_REFERENCE, false, &number.to_le_bytes());
        let list = [reference(3), reference(2)].concat();
        let objects = [
            made(DOCUMENT, true, &made(SLIDE_LIST, true, &list)),
            slide("第二页"),
            slide("第一页"),
            slide("旧页"),
        ];
        let mut places = Vec::new();
        let mut stream = Vec::new();
        for object in &objects {
            places.push(u32::try_from(stream.len()).unwrap());
            stream.extend(object);
        }
        let directory = stream.len();
        let mut body = (1_u32 | 3 << 20).to_le_bytes().to_vec();
        places[..3]
            .iter()
            .for_each(|place| body.extend(place.to_le_bytes()));
        stream.extend(made(0x1772, false, &body));
        let edit = stream.len();
        let mut save = vec![0; 12];
        save.extend(u32::try_from(directory).unwrap().to_le_bytes());
        stream.extend(made(0x0ff5, false, &save));
        let mut current = vec![0; 16];
        current.extend(u32::try_from(edit).unwrap().to_le_bytes());
        let live = live_objects(&stream, &current).unwrap();
        let mut text = String::new();
        ordered(&stream, &live, &mut text);
        assert_eq!(text, "第一页\n第二页\n");
    }
}
