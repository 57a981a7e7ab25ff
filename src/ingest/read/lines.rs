//! Text that is placed on a page → lines in reading order.
//!
//! In: pieces of text with their places. Out: lines from top to bottom, left to right; a blank where
//! a gap parts words, an indentation where a line begins right of the others, so that the cleaning
//! can tell paragraphs from wrapped lines. What is drawn twice to look bold stands once. Text that
//! runs down or at an angle is a line of its own. Columns of prose follow one another ([`gutters`]).
//! Not its job: tables.

use std::ops::Range;

use super::gutters::{self, Stretch};

/// A piece of text on a page, in any unit; y grows downwards and is the base line's.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    /// The height of its characters.
    pub(super) size: f64,
    /// The direction that it runs in, degrees clockwise; 0 is to the right.
    pub(super) turn: f64,
}

/// Base lines of one line differ by less than this part of the size: superscripts stay in.
const LINE: f64 = 0.45;
/// A wider gap, in sizes, parts words.
const GAP: f64 = 0.9;
/// Between Latin letters and digits words are parted by less.
const LATIN_GAP: f64 = 0.35;
/// A wider gap, in sizes of the page, may part columns.
const COLUMN_GAP: f64 = 1.2;
/// An equal character nearer than this, in sizes, is the same one drawn again.
const AGAIN: f64 = 0.25;
/// An indentation, in sizes.
const INDENTATION: Range<f64> = 1.4..4.5;
/// Lines this long (characters) tell where the text's left edge is.
const FULL_CHARS: usize = 12;
/// What is written for an indentation.
const INDENTED: &str = "\u{3000}\u{3000}";

struct Line {
    y: f64,
    size: f64,
    pieces: Vec<Piece>,
}

/// Writes the lines of one page.
pub(super) fn write(pieces: Vec<Piece>, text: &mut String) {
    let (mut straight, apart): (Vec<Piece>, Vec<Piece>) = pieces
        .into_iter()
        .filter(|piece| {
            [piece.x, piece.y, piece.width, piece.size]
                .iter()
                .all(|n| n.is_finite())
        })
        .partition(|piece| piece.turn == 0.0);
    straight.sort_by(|one, other| one.y.total_cmp(&other.y));
    let unit = middle_size(&straight);
    let lines = straight_lines(straight);
    let mut apart = apart_lines(apart);
    let parts: Vec<Vec<(Stretch, Range<usize>)>> =
        lines.iter().map(|line| line.stretches(unit)).collect();
    let stretches = |parts: &Vec<_>| parts.iter().map(|(stretch, _)| *stretch).collect();
    let stretches: Vec<Vec<Stretch>> = parts.iter().map(stretches).collect();
    let regions = gutters::regions(&stretches);
    for (number, region) in regions.iter().enumerate() {
        let mut found: Vec<Line> = Vec::new();
        let mut last = None;
        for (at, part) in region.iter().copied() {
            let pieces = &lines[at].pieces[parts[at][part].1.clone()];
            match found.last_mut() {
                Some(line) if last == Some(at) => line.pieces.extend_from_slice(pieces),
                _ => found.push(Line {
                    pieces: pieces.to_vec(),
                    ..lines[at]
                }),
            }
            last = Some(at);
        }
        let is_last = number + 1 == regions.len();
        let (left, right) = sides(&found);
        let is_here = |line: &mut Line| is_last || (left..=right).contains(&line.left());
        found.extend(apart.extract_if(.., is_here));
        write_region(found, text);
    }
    write_region(apart, text);
}

/// The height of half of the characters, at most.
fn middle_size(pieces: &[Piece]) -> f64 {
    let mut sizes: Vec<f64> = pieces.iter().map(|piece| piece.size).collect();
    sizes.sort_by(f64::total_cmp);
    sizes
        .get(sizes.len() / 2)
        .map_or(1.0, |size| size.max(f64::MIN_POSITIVE))
}

/// Where some lines begin and end.
fn sides(lines: &[Line]) -> (f64, f64) {
    let pieces = || lines.iter().flat_map(|line| &line.pieces);
    let left = pieces().map(|piece| piece.x).fold(f64::MAX, f64::min);
    let right = pieces()
        .map(|piece| piece.x + piece.width)
        .fold(f64::MIN, f64::max);
    (left, right)
}

impl Line {
    fn left(&self) -> f64 {
        self.pieces.first().map_or(0.0, |piece| piece.x)
    }

    /// Its stretches without a wide gap, in characters of a size, and the pieces of each.
    fn stretches(&self, unit: f64) -> Vec<(Stretch, Range<usize>)> {
        let mut found: Vec<(Stretch, Range<usize>)> = Vec::new();
        for (at, piece) in self.pieces.iter().enumerate() {
            let (start, end) = (piece.x / unit, (piece.x + piece.width) / unit);
            let chars = piece.text.chars().filter(|c| !c.is_whitespace()).count();
            match found.last_mut() {
                Some((stretch, pieces)) if start - stretch.end < COLUMN_GAP => {
                    stretch.end = stretch.end.max(end);
                    stretch.chars += chars;
                    pieces.end = at + 1;
                }
                _ => {
                    let stretch = Stretch { start, end, chars };
                    found.push((stretch, at..at + 1));
                }
            }
        }
        found
    }
}

/// Pieces, sorted by their base lines, as lines, each sorted from left to right.
fn straight_lines(pieces: Vec<Piece>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if piece.y - line.y <= LINE * line.size.max(piece.size) => {
                line.size = line.size.max(piece.size);
                line.pieces.push(piece);
            }
            _ => lines.push(Line {
                y: piece.y,
                size: piece.size,
                pieces: vec![piece],
            }),
        }
    }
    for line in &mut lines {
        line.pieces.sort_by(|one, other| one.x.total_cmp(&other.x));
    }
    lines
}

fn write_region(mut lines: Vec<Line>, text: &mut String) {
    lines.sort_by(|one, other| one.y.total_cmp(&other.y));
    let edge = left_edge(&lines);
    for line in &lines {
        let written = joined(&line.pieces);
        let written = written.trim();
        if written.is_empty() {
            continue;
        }
        let start = line
            .pieces
            .iter()
            .find(|piece| !piece.text.trim().is_empty());
        let shift = start.map_or(0.0, |piece| {
            (piece.x - edge) / line.size.max(f64::MIN_POSITIVE)
        });
        if INDENTATION.contains(&shift) {
            text.push_str(INDENTED);
        }
        text.push_str(written);
        text.push('\n');
    }
}

/// Text that does not run to the right: pieces that go on in one direction are one line.
fn apart_lines(pieces: Vec<Piece>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for piece in pieces {
        if let Some(line) = lines.last_mut()
            && let Some(last) = line.pieces.last_mut()
            && (last.turn - piece.turn).abs() < 1.0
            && last.text.chars().count() < FULL_CHARS
            && follows(last, &piece)
        {
            last.text.push_str(&piece.text);
            last.width += piece.size;
            continue;
        }
        lines.push(Line {
            y: piece.y,
            size: piece.size,
            pieces: vec![piece],
        });
    }
    lines
}

/// Whether a piece stands near the end of another, in its direction.
fn follows(last: &Piece, next: &Piece) -> bool {
    let (sin, cos) = last.turn.to_radians().sin_cos();
    let (x, y) = (next.x - last.x, next.y - last.y);
    let (along, across) = (x * cos + y * sin, y * cos - x * sin);
    across.abs() < last.size && along > 0.0 && along < last.width + 2.0 * last.size
}

/// Where the text's lines begin: the leftmost place that a quarter of the long ones share.
fn left_edge(lines: &[Line]) -> f64 {
    let chars = |line: &Line| {
        line.pieces
            .iter()
            .map(|p| p.text.chars().count())
            .sum::<usize>()
    };
    let mut starts: Vec<(f64, f64)> = lines
        .iter()
        .filter(|line| chars(line) >= FULL_CHARS)
        .filter_map(|line| Some((line.pieces.first()?.x, line.size)))
        .collect();
    starts.sort_by(|one, other| one.0.total_cmp(&other.0));
    let is_shared = |(x, size): &&(f64, f64)| {
        let near = starts
            .iter()
            .filter(|(other, _)| (other - x).abs() < size / 2.0);
        near.count() * 4 >= starts.len()
    };
    let shared = starts.iter().find(is_shared).or_else(|| starts.first());
    shared.map_or(f64::INFINITY, |(x, _)| *x)
}

fn joined(pieces: &[Piece]) -> String {
    let mut text = String::new();
    let mut last: Option<&Piece> = None;
    for piece in pieces {
        if let Some(before) = last {
            let is_again = before.text == piece.text && piece.x - before.x < AGAIN * piece.size;
            if is_again {
                continue;
            }
            let gap = (piece.x - before.x - before.width) / piece.size.max(f64::MIN_POSITIVE);
            let is_latin = |text: Option<char>| text.is_some_and(|c| c.is_ascii_alphanumeric());
            let are_latin =
                is_latin(before.text.chars().next_back()) && is_latin(piece.text.chars().next());
            let is_gap = gap > GAP || (are_latin && gap > LATIN_GAP);
            if is_gap && !text.ends_with(' ') {
                text.push(' ');
            }
        }
        text.push_str(&piece.text);
        last = Some(piece);
    }
    text
}

/// Whether a text's characters are those that its pages show: few of them have no meaning (private
/// use, replacement).
pub(super) fn is_trusted(text: &str) -> bool {
    /// One of so many may be strange: a logo, a symbol font.
    const MOST_STRANGE: usize = 20;
    let (mut strange, mut all) = (0, 0);
    for character in text.chars().filter(|c| !c.is_whitespace()) {
        all += 1;
        // U+F020 to U+F0FF are signs of symbol fonts: bullets, boxes.
        let is_strange = matches!(
            character,
            '\u{e000}'..='\u{f01f}' | '\u{f100}'..='\u{f8ff}' | '\u{fffd}' | '\u{f0000}'..
        ) || character.is_control();
        strange += usize::from(is_strange);
    }
    strange * MOST_STRANGE <= all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, x: f64, y: f64) -> Piece {
        Piece {
            text: text.to_owned(),
            x,
            y,
            width: text.chars().count() as f64,
            size: 1.0,
            turn: 0.0,
        }
    }

    #[test]
    fn lines_go_down_and_to_the_right() {
        let mut text = String::new();
        let long = "河道采砂应当遵守统一的规划和计划";
        let pieces = vec![
            piece("乙", 3.0, 1.2),
            piece("甲", 0.0, 1.0),
            piece("甲", 0.1, 1.0),
            piece("丙", 4.0, 1.0),
            piece(long, 2.0, 3.0),
            piece(long, 0.0, 5.0),
            Piece {
                turn: 90.0,
                ..piece("购", 9.0, 3.5)
            },
            Piece {
                turn: 90.0,
                ..piece("买方", 9.0, 4.5)
            },
            piece("?", f64::NAN, 1.0),
        ];
        write(pieces, &mut text);
        assert_eq!(
            text,
            format!("甲 乙丙\n\u{3000}\u{3000}{long}\n购买方\n{long}\n")
        );
    }

    #[test]
    fn strange_characters_are_not_trusted() {
        assert!(is_trusted("甲乙丙"));
        assert!(is_trusted(""));
        assert!(!is_trusted("\u{e001}\u{e002}\u{fffd}甲"));
    }
}
