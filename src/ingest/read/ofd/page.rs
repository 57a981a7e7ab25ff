//! The objects of an OFD page → pieces of text with their places.
//!
//! In: a page's content. Out: a [`Piece`] per character (or per text that runs down or at an angle),
//! in the page's millimetres. Source: GB/T 33190—2016, 8.5 (matrix, boundary), 11.3 (`TextCode`).
//! Not its job: lines ([`crate::ingest::read::lines`]).

use std::collections::HashMap;

use crate::ingest::read::lines::Piece;
use crate::ingest::read::xml::Element;

/// Drawings within drawings, templates counted.
const DEEPEST: usize = 8;
/// Characters of one page; a dense page of a gazette has 5,000.
const MOST_CHARS: usize = 200_000;
/// A size that is not stated.
const SIZE: f64 = 3.5;

/// `a b c d e f` as the standard has it: x' = ax + cy + e, y' = bx + dy + f.
#[derive(Debug, Clone, Copy)]
pub(super) struct Matrix([f64; 6]);

impl Matrix {
    /// Moves nothing.
    pub(super) const SAME: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    fn read(text: &str) -> Option<Self> {
        numbers(text).try_into().ok().map(Self)
    }

    fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// First `inner`, then this.
    fn after(&self, inner: &Self) -> Self {
        let [a, b, c, d, e, f] = inner.0;
        let (first, second) = (self.apply(a, b), self.apply(c, d));
        let (moved, [.., x, y]) = (self.apply(e, f), self.0);
        Self([
            first.0 - x,
            first.1 - y,
            second.0 - x,
            second.1 - y,
            moved.0,
            moved.1,
        ])
    }

    /// The matrix of an object: its own, within its boundary, within its parent.
    fn of_object(object: Element<'_>, parent: &Self) -> Self {
        let boundary = numbers(object.attribute("Boundary").unwrap_or_default());
        let at = |index: usize| boundary.get(index).copied().unwrap_or(0.0);
        let moved = Self([1.0, 0.0, 0.0, 1.0, at(0), at(1)]);
        let own = object.attribute("CTM").and_then(Self::read);
        parent.after(&moved.after(&own.unwrap_or(Self::SAME)))
    }
}

fn numbers(text: &str) -> Vec<f64> {
    text.split_ascii_whitespace()
        .filter_map(|number| number.parse().ok())
        .filter(|number: &f64| number.is_finite())
        .collect()
}

/// The text of a page as it is collected.
pub(super) struct Drawing<'u, 't> {
    units: &'u HashMap<&'t str, Element<'t>>,
    depth: usize,
    /// Characters of its pieces.
    chars: usize,
    /// What may still be drawn again: elements and characters of templates and units.
    pub(super) left: usize,
    pub(super) pieces: Vec<Piece>,
}

impl<'u, 't> Drawing<'u, 't> {
    pub(super) const fn new(units: &'u HashMap<&'t str, Element<'t>>, left: usize) -> Self {
        Self {
            units,
            depth: 0,
            chars: 0,
            left,
            pieces: Vec::new(),
        }
    }

    /// Adds the objects of a template or a unit, which many pages may show.
    pub(super) fn add_again(&mut self, container: Element<'_>, matrix: Matrix) {
        self.depth += 1;
        self.add(container, matrix);
        self.depth -= 1;
    }

    /// Adds all objects below an element.
    pub(super) fn add(&mut self, container: Element<'_>, matrix: Matrix) {
        for element in container.children() {
            if self.depth > 0 && !self.affords(1) {
                return;
            }
            if element.attribute("Visible") == Some("false")
                || element.attribute("Alpha") == Some("0")
            {
                continue;
            }
            match element.name() {
                "TextObject" => self.text(element, &matrix),
                "CompositeObject" => {
                    let inner = Matrix::of_object(element, &matrix);
                    self.unit(element, inner);
                }
                "PathObject" | "ImageObject" | "VideoObject" => {}
                _ => self.add(element, matrix),
            }
        }
    }

    /// Counts what is drawn again; false where it is too much.
    const fn affords(&mut self, count: usize) -> bool {
        let is_enough = self.left >= count;
        self.left = self.left.saturating_sub(count);
        is_enough
    }

    fn unit(&mut self, object: Element<'_>, matrix: Matrix) {
        let unit = object
            .attribute("ResourceID")
            .and_then(|id| self.units.get(id));
        if let Some(unit) = unit
            && self.depth < DEEPEST
        {
            self.add_again(*unit, matrix);
        }
    }

    fn text(&mut self, object: Element<'_>, parent: &Matrix) {
        let matrix = Matrix::of_object(object, parent);
        let size = object.number("Size").unwrap_or(SIZE);
        let stretch: f64 = object.number("HScale").unwrap_or(1.0);
        let (mut x, mut y) = (0.0, 0.0);
        for code in object.children().filter(|child| child.name() == "TextCode") {
            x = code.number("X").unwrap_or(x);
            y = code.number("Y").unwrap_or(y);
            let text = code.text();
            let count = text.chars().count();
            let chars = self.chars.saturating_add(count);
            if chars > MOST_CHARS || (self.depth > 0 && !self.affords(count)) {
                return;
            }
            self.chars = chars;
            let right = deltas(code.attribute("DeltaX"), count);
            let down = deltas(code.attribute("DeltaY"), count);
            let glyphs = Glyphs {
                matrix: &matrix,
                size,
                stretch,
                start: (x, y),
                right: &right,
                down: &down,
            };
            self.pieces.extend(glyphs.pieces(&text));
        }
    }
}

/// The steps from character to character: numbers, or `g n step` for n equal ones.
fn deltas(text: Option<&str>, most: usize) -> Vec<f64> {
    let mut steps = Vec::new();
    let mut words = text.unwrap_or_default().split_ascii_whitespace();
    while let Some(word) = words.next() {
        let (count, step) = if word == "g" {
            (words.next(), words.next())
        } else {
            (Some("1"), Some(word))
        };
        let count = count
            .and_then(|count| count.parse().ok())
            .unwrap_or(1_usize);
        let step: f64 = step.and_then(|step| step.parse().ok()).unwrap_or(0.0);
        if steps.len() >= most || !step.is_finite() {
            break;
        }
        steps.extend(std::iter::repeat_n(step, count.min(most)));
    }
    steps
}

/// The characters of one `TextCode`.
struct Glyphs<'a> {
    matrix: &'a Matrix,
    size: f64,
    stretch: f64,
    start: (f64, f64),
    right: &'a [f64],
    down: &'a [f64],
}

impl Glyphs<'_> {
    fn pieces(&self, text: &str) -> Vec<Piece> {
        let [a, b, c, d, ..] = self.matrix.0;
        let size = self.size * a.hypot(b).max(c.hypot(d));
        let is_down =
            self.down.iter().any(|step| *step != 0.0) && self.right.iter().all(|step| *step == 0.0);
        let turn = b.atan2(a).to_degrees();
        let is_straight = turn.abs() < 5.0;
        let (left, top) = self.matrix.apply(self.start.0, self.start.1);
        if is_down || !is_straight {
            return vec![Piece {
                text: text.trim().to_owned(),
                x: left,
                y: top,
                width: size,
                size,
                turn: if is_down { 90.0 } else { turn },
            }];
        }
        let (mut x, mut y) = self.start;
        let mut pieces = Vec::new();
        for (at, character) in text.chars().enumerate() {
            let (left, top) = self.matrix.apply(x, y);
            let own = if character.is_ascii() { 0.5 } else { 1.0 } * self.size * self.stretch;
            let step = self.right.get(at).copied().unwrap_or(own);
            let (end, _) = self.matrix.apply(x + step.min(own * 1.2), y);
            pieces.push(Piece {
                text: character.to_string(),
                x: left,
                y: top,
                width: (end - left).max(0.0),
                size,
                turn: 0.0,
            });
            x += step;
            y += self.down.get(at).copied().unwrap_or(0.0);
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::read::xml::Tree;

    /// Draws a page with one resource, of id 7; returns its pieces and their bytes.
    fn drawn(unit: &str, page: &str) -> (usize, usize) {
        let tree = Tree::read(format!("<a><u>{unit}</u><p>{page}</p></a>").as_bytes());
        let root = tree.root().unwrap();
        let units = HashMap::from([("7", root.child("u").unwrap())]);
        let mut drawing = Drawing::new(&units, 1_000_000);
        drawing.add(root.child("p").unwrap(), Matrix::SAME);
        let bytes = drawing.pieces.iter().map(|piece| piece.text.len()).sum();
        (drawing.pieces.len(), bytes)
    }

    /// Drawings that name themselves: eight levels of five hundred would never end.
    #[test]
    fn r0030_drawings_within_drawings_are_bounded() {
        let unit = "<CompositeObject ResourceID='7'/>".repeat(2000);
        let (pieces, _) = drawn(&unit, &unit);
        assert_eq!(pieces, 0);
    }

    /// A long text that runs down is one piece: many of them would come to any length.
    #[test]
    fn r0031_characters_of_a_page_are_bounded() {
        let text = "甲".repeat(1000);
        let unit = format!("<TextObject><TextCode DeltaY='g 999 5'>{text}</TextCode></TextObject>");
        let page = "<CompositeObject ResourceID='7'/>".repeat(1000);
        let (pieces, bytes) = drawn(&unit, &page);
        assert_eq!((pieces, bytes), (200, 600_000));
    }
}
