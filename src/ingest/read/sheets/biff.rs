//! An old workbook as the library may read it: looked over for what its sheets would come to in memory.
//!
//! In: a compound file. Out: one with nothing but the workbook's stream, without the expressions of
//! formulas, or an error where reading it would take more memory than it may. The library keeps
//! every cell between a sheet's first and last, makes room for as many as the sheet states, copies a
//! text for every cell that shows it, makes room for as many characters as a label states, and reads a sheet
//! from wherever the workbook says that it begins.
//! Source: [MS-XLS] 2.1.4, 2.4. Not its job: values.

use std::io::{Cursor, Write};

use crate::ingest::read::Limits;
use crate::ingest::read::compound::{Compound, offset_at, u16_at, u32_at};
use crate::ingest::read::reading::ReadError;

/// Cells that a workbook may spread over: some 500 MB. A full sheet of 65,536 rows with 200 columns
/// stays below.
const MOST_CELLS: u64 = 16_000_000;
/// Cells that one sheet may state: all that it can have. Room is made for them, and not used.
const MOST_STATED: u64 = 65_536 * 256;
/// Characters of texts that cells show, of names, and of what is kept for formulas: a full sheet of
/// 65,536 rows with 20 columns of formulas stays below.
const MOST_CHARS: u64 = 192 << 20;
/// A workbook's records are read this many times at most: several sheets begin at one place only
/// where somebody made them so.
const MOST_TIMES: usize = 4;
/// Records that go on from the table of texts: a real one fills 8 kB each.
const MOST_PIECES: usize = 65_536;
/// What is kept for a formula without its expression, and for a name (bytes).
const FORMULA_BYTES: u64 = 64;
const NAME_BYTES: u64 = 512;

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const CONTINUE: u16 = 0x003c;
/// How it is encrypted (`FilePass`); 0 is the old form that hides nothing.
const PASSWORD: u16 = 0x002f;
const SHEET: u16 = 0x0085;
const NAME: u16 = 0x0018;
const TEXTS: u16 = 0x00fc;
const FORMULA: u16 = 0x0006;
const SHOWN_TEXT: u16 = 0x00fd;
/// The text that the formula before it gives.
const RESULT: u16 = 0x0207;
/// Texts that stand in their cells (`Label`, `RString`).
const LABELS: [u16; 2] = [0x0204, 0x00d6];
/// Where a formula and a name say how many bytes their expressions have.
const FORMULA_SIZE: usize = 20;
const NAME_SIZE: usize = 4;
/// A sheet's own word on its rows and columns (`Dimensions`).
const STATED: u16 = 0x0200;
/// Records of values that begin with a row and a column; those of blank cells are passed over.
const CELLS: [u16; 8] = [
    FORMULA, 0x00bd, 0x00d6, SHOWN_TEXT, 0x0203, 0x0204, 0x0205, 0x027e,
];

/// Returns a workbook that may be read.
pub(super) fn bearable(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, ReadError> {
    let mut file = Compound::open(bytes, limits)?;
    let names = ["workbook", "book"].map(|name| file.named(&[name]));
    let name = names.iter().flatten().next().ok_or(ReadError::Damaged {
        what: "it has no workbook",
    })?;
    let mut stream = file.stream(name).ok_or(ReadError::Damaged {
        what: "its workbook cannot be read",
    })?;
    if is_encrypted(&stream) {
        return Err(ReadError::Encrypted);
    }
    clear_formulas(&mut stream);
    if !is_bearable(&stream) {
        return Err(ReadError::Limit {
            code: "limit:unpacked-bytes",
        });
    }
    alone(&stream).map_err(|_| ReadError::Damaged {
        what: "its workbook cannot be read",
    })
}

/// Whether it opens only with a password: what it says then means nothing.
fn is_encrypted(stream: &[u8]) -> bool {
    let mut globals = records(stream, 0).take_while(|record| record.kind != END);
    globals.any(|record| record.kind == PASSWORD && u16_at(record.data, 0) != Some(0))
}

/// A compound file of that stream alone: whatever else is in the file, the library finds this.
fn alone(stream: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new()))?;
    file.create_stream("Workbook")?.write_all(stream)?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

/// Takes the expressions of formulas and names away, whose results are what is read: writing them
/// out could take any time.
fn clear_formulas(stream: &mut [u8]) {
    let of_sheets = sheets(stream).flat_map(|start| {
        let records = records(stream, start).take_while(|record| record.kind != END);
        records.filter(|record| record.kind == FORMULA)
    });
    let of_all = records(stream, 0).filter(|record| [FORMULA, NAME].contains(&record.kind));
    // As many as the stream holds: sheets that begin at one place come after one another.
    let most = stream.len() / 4;
    let sizes: Vec<usize> = of_sheets
        .take(most)
        .chain(of_all)
        .map(|record| record.at + expression(record.kind))
        .collect();
    for at in sizes {
        if let Some(size) = stream.get_mut(at..at + 2) {
            size.fill(0);
        }
    }
}

/// Where a formula's or a name's data say how long its expression is.
const fn expression(kind: u16) -> usize {
    if kind == NAME {
        NAME_SIZE
    } else {
        FORMULA_SIZE
    }
}

/// A record of a workbook's stream.
#[derive(Debug, Clone, Copy)]
struct Record<'a> {
    kind: u16,
    /// Where its data begin.
    at: usize,
    data: &'a [u8],
}

/// The records from a place on, to the end or to one that is cut.
fn records(stream: &[u8], mut at: usize) -> impl Iterator<Item = Record<'_>> {
    std::iter::from_fn(move || {
        let kind = u16_at(stream, at)?;
        let start = at.checked_add(4)?;
        let end = start + usize::from(u16_at(stream, at + 2)?);
        let data = stream.get(start..end)?;
        at = end;
        Some(Record {
            kind,
            at: start,
            data,
        })
    })
}

/// Where a workbook says that its sheets begin.
fn sheets(stream: &[u8]) -> impl Iterator<Item = usize> {
    let globals = records(stream, 0).take_while(|record| record.kind != END);
    let named = globals.filter(|record| record.kind == SHEET);
    named.filter_map(|record| offset_at(record.data, 0))
}

/// What the workbook says of all its sheets.
#[derive(Default)]
struct Globals {
    /// The lengths of its texts (characters).
    texts: Vec<u16>,
    /// Names of sheets and areas.
    names: u64,
    /// Something is in it that cannot be read in time.
    is_endless: bool,
}

impl Globals {
    fn of(stream: &[u8]) -> Self {
        let mut globals = Self::default();
        let mut records = records(stream, 0).peekable();
        while let Some(record) = records.next() {
            match record.kind {
                END => break,
                SHEET => globals.names += 1,
                NAME => {
                    globals.names += 1;
                    globals.is_endless |= has_expression(record);
                }
                TEXTS => {
                    let mut pieces = vec![record.data];
                    while let Some(next) = records.next_if(|next| next.kind == CONTINUE) {
                        pieces.push(next.data);
                    }
                    globals.is_endless |= pieces.len() > MOST_PIECES;
                    globals.texts = Texts::new(pieces).lengths();
                }
                _ => {}
            }
        }
        globals
    }
}

/// The table of texts (`SST`): one record and those that go on from it.
struct Texts<'a> {
    pieces: std::vec::IntoIter<&'a [u8]>,
    rest: &'a [u8],
}

impl<'a> Texts<'a> {
    fn new(pieces: Vec<&'a [u8]>) -> Self {
        let mut pieces = pieces.into_iter();
        let first = pieces.next().unwrap_or_default();
        Self {
            pieces,
            // Before the texts stand two counts, which are not believed.
            rest: first.get(8..).unwrap_or_default(),
        }
    }

    /// Returns the length of each text, up to one that is cut.
    fn lengths(mut self) -> Vec<u16> {
        let mut lengths = Vec::new();
        while let Some(length) = self.text() {
            lengths.push(length);
        }
        lengths
    }

    /// Passes a text ([MS-XLS] 2.5.293).
    fn text(&mut self) -> Option<u16> {
        if self.rest.is_empty() {
            self.rest = self.pieces.next()?;
        }
        if self.rest.is_empty() {
            return Some(0);
        }
        let length = u16_at(self.rest, 0)?;
        let mut flags = *self.rest.get(2)?;
        let mut at = 3;
        let mut behind = 0_usize;
        if flags & 8 != 0 {
            behind += usize::from(u16_at(self.rest, at)?) * 4;
            at += 2;
        }
        if flags & 4 != 0 {
            behind = behind.saturating_add(offset_at(self.rest, at)?);
            at += 4;
        }
        self.rest = self.rest.get(at..)?;
        let mut left = usize::from(length);
        while left > 0 {
            let width = 1 + usize::from(flags & 1);
            let here = left.min(self.rest.len() / width);
            self.rest = &self.rest[here * width..];
            left -= here;
            if left > 0 {
                // What goes on says anew how wide its characters are.
                let (first, rest) = self.pieces.next()?.split_first()?;
                (flags, self.rest) = (*first, rest);
            }
        }
        while behind > 0 {
            if self.rest.is_empty() {
                self.rest = self.pieces.next()?;
            }
            let here = behind.min(self.rest.len());
            self.rest = &self.rest[here..];
            behind -= here;
        }
        Some(length)
    }
}

/// Whether a workbook's stream can be read within the bounds.
fn is_bearable(stream: &[u8]) -> bool {
    let globals = Globals::of(stream);
    let mut cost = Cost {
        chars: globals.names.saturating_mul(NAME_BYTES),
        is_refused: globals.is_endless,
        ..Cost::default()
    };
    // Names alone, of a workbook without sheets, may be too many.
    cost.is_bearable(stream.len())
        && sheets(stream).all(|start| {
            cost.add_sheet(stream, start, &globals);
            cost.is_bearable(stream.len())
        })
}

/// Whether an expression is left in a formula or a name.
fn has_expression(record: Record<'_>) -> bool {
    u16_at(record.data, expression(record.kind)).is_some_and(|size| size > 0)
}

/// What reading sheets costs.
#[derive(Default)]
struct Cost {
    cells: u64,
    chars: u64,
    /// Bytes of records passed.
    passed: usize,
    /// A sheet states more cells than it can have, or holds what takes too long.
    is_refused: bool,
}

impl Cost {
    fn is_bearable(&self, len: usize) -> bool {
        !self.is_refused
            && self.cells <= MOST_CELLS
            && self.chars <= MOST_CHARS
            && self.passed <= len.saturating_mul(MOST_TIMES)
    }

    /// Adds a sheet: to its end, without what is drawn in it.
    fn add_sheet(&mut self, stream: &[u8], start: usize, globals: &Globals) {
        let mut area = Area::default();
        let mut depth = 0_usize;
        // Where the last formula stands: a text that it gives is a cell there.
        let mut formula: &[u8] = &[0; 4];
        for record in records(stream, start) {
            let Record { kind, data, .. } = record;
            self.passed = self.passed.saturating_add(4 + data.len());
            match kind {
                BEGIN => depth += 1,
                END if depth <= 1 => break,
                END => depth -= 1,
                _ if depth > 1 => {}
                STATED => self.is_refused |= stated(data) > MOST_STATED,
                RESULT => {
                    area.add(kind, formula);
                    self.chars += u16_at(data, 0).map_or(0, u64::from);
                }
                _ if CELLS.contains(&kind) => {
                    if kind == FORMULA {
                        formula = data;
                        self.is_refused |= has_expression(record);
                    }
                    area.add(kind, data);
                    self.chars += chars(kind, data, globals);
                }
                _ => {}
            }
            if !self.is_bearable(stream.len()) {
                return;
            }
        }
        self.cells = self.cells.saturating_add(area.cells());
    }
}

/// The characters that a cell's text comes to, or is said to.
fn chars(kind: u16, data: &[u8], globals: &Globals) -> u64 {
    match kind {
        SHOWN_TEXT => {
            let text = offset_at(data, 6).and_then(|number| globals.texts.get(number));
            text.copied().map_or(0, u64::from)
        }
        FORMULA => data.len() as u64 + FORMULA_BYTES,
        _ if LABELS.contains(&kind) => u16_at(data, 6).map_or(0, u64::from),
        _ => 0,
    }
}

/// From the first to the last row and column of a sheet.
#[derive(Default)]
struct Area(Option<[u64; 4]>);

impl Area {
    fn add(&mut self, kind: u16, data: &[u8]) {
        let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else {
            return;
        };
        let (row, first) = (u64::from(row), u64::from(column));
        let len = data.len() as u64;
        // A record of several cells, six bytes each.
        let last = if kind == 0x00bd {
            first + len / 6
        } else {
            first
        };
        let [top, bottom, left, right] = self.0.unwrap_or([row, row, first, last]);
        self.0 = Some([
            top.min(row),
            bottom.max(row),
            left.min(first),
            right.max(last),
        ]);
    }

    fn cells(&self) -> u64 {
        self.0.map_or(0, |[top, bottom, left, right]| {
            (bottom - top + 1) * (right - left + 1)
        })
    }
}

/// The cells that a sheet states, as the library takes them: the first row and column and those
/// after the last, rows of two or four bytes.
fn stated(data: &[u8]) -> u64 {
    let word = |at: usize| u64::from(u16_at(data, at).unwrap_or_default());
    let double = |at: usize| u64::from(u32_at(data, at).unwrap_or_default());
    let (top, bottom, columns) = match data.len() {
        10 => (word(0), word(2), 4),
        _ => (double(0), double(4), 8),
    };
    let (mut left, right) = (word(columns), word(columns + 2));
    if bottom == 0 || right == 0 {
        return 1;
    }
    if left > 0xff || right < left {
        left = 0;
    }
    // What ends before it begins wraps around there.
    let rows = bottom.checked_sub(top).unwrap_or(u64::from(u32::MAX));
    let columns = right.checked_sub(left).unwrap_or(u64::from(u32::MAX));
    rows.saturating_mul(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let len = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes(), &len.to_le_bytes(), data].concat()
    }

    fn words(words: &[u16]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    /// A sheet's name and where it begins.
    fn sheet(at: usize) -> Vec<u8> {
        let at = u32::try_from(at).unwrap().to_le_bytes();
        record(SHEET, &[&at[..], &[0, 0, 1, 0, b'a']].concat())
    }

    /// A workbook of one sheet: what stands before, and the sheet's records.
    fn book(before: &[u8], cells: &[u8]) -> Vec<u8> {
        let begin = record(BEGIN, &[0, 6, 5, 0]);
        let end = record(END, &[]);
        let at = begin.len() + before.len() + sheet(0).len() + end.len();
        [&begin, before, &sheet(at), &end, &begin, cells, &end].concat()
    }

    fn cell(row: u16, column: u16) -> Vec<u8> {
        record(0x0203, &words(&[row, column, 0, 0, 0, 0, 0]))
    }

    #[test]
    fn far_cells_are_counted() {
        let near = [cell(0, 0), cell(9, 3)].concat();
        let far = [cell(0, 0), cell(65_535, 65_535)].concat();
        let cells = |cells: &[u8]| {
            let mut cost = Cost::default();
            cost.add_sheet(cells, 0, &Globals::default());
            cost.cells
        };
        assert_eq!(cells(&near), 40);
        assert!(cells(&far) > MOST_CELLS);
        assert_eq!(cells(&near[..7]), 0);
        assert!(is_bearable(&book(&[], &near)));
        assert!(!is_bearable(&book(&[], &far)));
    }

    /// A sheet that only says that it is large is made so large; where no allocator bears that, the
    /// whole program would end.
    #[test]
    fn r0033_a_stated_size_is_not_believed() {
        let cases: [(usize, &[u16], u64); 6] = [
            (14, &[0, 0, 10, 0, 0, 4, 0], 40),
            (14, &[0, 0, 0xffff, 0x7fff, 0, 256, 0], 0x7fff_ffff * 256),
            (14, &[9, 0, 0, 0, 0, 0, 0], 1),
            (14, &[9, 0, 1, 0, 0, 1, 0], u64::from(u32::MAX)),
            (10, &[0, 10, 0, 4, 0], 40),
            (14, &[0, 0, 10, 0, 0x100, 0x101, 0], 2570),
        ];
        for (len, given, expected) in cases {
            let data = words(given);
            assert_eq!(data.len(), len);
            assert_eq!(stated(&data), expected, "{given:?}");
            let is_read = is_bearable(&book(&[], &record(STATED, &data)));
            assert_eq!(is_read, expected <= MOST_STATED, "{given:?}");
        }
    }

    /// Found by fuzzing: sheets began within other records, where their size was not looked at.
    #[test]
    fn r0036_a_sheet_may_begin_anywhere() {
        let huge = record(STATED, &words(&[0, 0, 0xffff, 0x7fff, 0, 256, 0]));
        let hidden = record(0x1234, &huge);
        let mut bytes = [sheet(0), record(END, &[]), hidden].concat();
        assert!(is_bearable(&bytes));
        let at = u8::try_from(sheet(0).len() + 4 + 4).unwrap();
        bytes[4] = at;
        assert!(!is_bearable(&bytes));
    }

    /// The library keeps the text that a formula gives where the last formula stood, or in the first cell.
    #[test]
    fn r0039_texts_of_formulas_are_cells() {
        let far = cell(65_535, 65_535);
        let result = record(RESULT, &[0, 0, 0]);
        assert!(is_bearable(&book(&[], &far)));
        assert!(!is_bearable(&book(&[], &[result, far].concat())));
    }

    /// Room is made for as many characters as a label says that it has.
    #[test]
    fn r0040_stated_characters_are_counted() {
        let label = record(0x0204, &words(&[0, 0, 0, 0xffff, 0]));
        assert!(is_bearable(&book(&[], &label.repeat(1000))));
        assert!(!is_bearable(&book(&[], &label.repeat(4000))));
    }

    /// Each name takes room, whether a sheet follows or not.
    #[test]
    fn names_are_counted_without_sheets() {
        let name = record(NAME, &[0; 14]);
        assert!(is_bearable(&name.repeat(1000)));
        assert!(!is_bearable(&name.repeat(500_000)));
    }

    /// Blanks that a formula states are put in one by one, each moving all that follow.
    #[test]
    fn r0041_expressions_are_taken_away() {
        let blanks = [0x19, 0x40, 0, 0xff].repeat(2000);
        let size = u16::try_from(blanks.len()).unwrap();
        let place = [words(&[1, 2, 0]), vec![0; 14], words(&[size])].concat();
        let name = [vec![0, 0, 0, 1], words(&[size]), vec![0; 8], blanks.clone()].concat();
        let formula = record(FORMULA, &[place, blanks].concat());
        let mut bytes = book(&record(NAME, &name), &formula.repeat(3));
        assert!(!is_bearable(&bytes));
        clear_formulas(&mut bytes);
        assert!(is_bearable(&bytes));
    }

    /// A table of texts of a million empty records is gone through a million times.
    #[test]
    fn r0042_pieces_of_the_table_of_texts_are_bounded() {
        let pieces =
            |count: usize| [record(TEXTS, &[0; 8]), record(CONTINUE, &[]).repeat(count)].concat();
        assert!(is_bearable(&book(&pieces(1000), &cell(0, 0))));
        assert!(!is_bearable(&book(&pieces(70_000), &cell(0, 0))));
    }

    /// The library would take whatever entry of that name comes first, in a tree or in none.
    #[test]
    fn only_what_was_looked_over_is_read() {
        let stream = book(&[], &cell(0, 0));
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        for name in ["Other", "Workbook"] {
            let mut entry = file.create_stream(name).unwrap();
            entry.write_all(&stream).unwrap();
        }
        file.flush().unwrap();
        let bytes = file.into_inner().into_inner();
        let alone = bearable(&bytes, &Limits::default()).unwrap();
        let mut found = cfb::CompoundFile::open(Cursor::new(&alone[..])).unwrap();
        assert_eq!(found.walk().filter(cfb::Entry::is_stream).count(), 1);
        let mut read = Vec::new();
        std::io::Read::read_to_end(&mut found.open_stream("Workbook").unwrap(), &mut read).unwrap();
        assert_eq!(read, stream);
    }

    /// Each would be read as often as it is named.
    #[test]
    fn a_sheet_named_many_times_is_read_a_few_times() {
        let cells: Vec<u8> = (0..2000).flat_map(|row| cell(row, 0)).collect();
        let sheets = |count: usize| {
            let at = count * sheet(0).len() + 4;
            let names: Vec<u8> = (0..count).flat_map(|_| sheet(at)).collect();
            [names, record(END, &[]), cells.clone(), record(END, &[])].concat()
        };
        assert!(is_bearable(&sheets(3)));
        assert!(!is_bearable(&sheets(5)));
    }

    /// The library copies a text for every cell that shows it.
    #[test]
    fn shared_texts_are_counted_for_each_cell() {
        let long = "a".repeat(8000);
        let first = [words(&[0; 4]), words(&[8000]), vec![0], long.into_bytes()].concat();
        // The second text begins in one record and goes on in another, in two bytes a character.
        let second = [words(&[4]), vec![0], b"ab".to_vec()].concat();
        let rest = [
            vec![1],
            "c甲".encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ]
        .concat();
        let third = [
            words(&[1]),
            vec![12],
            words(&[1, 2, 0]),
            b"a".to_vec(),
            vec![0; 6],
        ]
        .concat();
        let texts = [
            record(TEXTS, &[first, second].concat()),
            record(CONTINUE, &[rest, third].concat()),
        ]
        .concat();
        let globals = Globals::of(&texts);
        assert_eq!(globals.texts, [8000, 4, 1]);
        let cells = |text: u16, count: u16| {
            let cell = |row| record(SHOWN_TEXT, &words(&[row, 0, 0, text, 0]));
            book(&texts, &(0..count).flat_map(cell).collect::<Vec<u8>>())
        };
        assert!(is_bearable(&cells(2, 20_000)));
        assert!(is_bearable(&cells(0, 10_000)));
        assert!(!is_bearable(&cells(0, 30_000)));
        assert!(is_bearable(&cells(9, 10)));
    }
}
