//! KWIC (key word in context, a concordance): one line per occurrence, matches one below another.
//!
//! In: rows that stand for occurrences. Out: padded pieces of a line, to be styled and printed by
//! others. Widths are columns of a terminal that shows Chinese.

use super::occurrence::{CELL_CHARS, chars, columns, head, tail};
use super::row::ExportRow;
use unicode_segmentation::UnicodeSegmentation;

/// The order of the lines of a concordance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum KwicOrder {
    /// As the hits come, in text order.
    #[default]
    Position,
    /// By what stands before the match, its last character first.
    Left,
    /// By the match and what stands after it.
    Right,
}

/// One line; the pieces stand beside each other with a blank between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KwicLine {
    /// What stands before the match, padded in front.
    pub left: String,
    /// The match.
    pub matched: String,
    /// What stands after it, padded at its end.
    pub right: String,
    /// Date and title of the document, else its path.
    pub about: String,
    /// What the line is sorted by.
    key: String,
}

impl KwicLine {
    /// Returns what lines are sorted by in the layout's order; empty where they are not sorted.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// How wide the pieces are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KwicLayout {
    left: usize,
    /// The match, a blank and what follows.
    right: usize,
    title: usize,
    order: KwicOrder,
}

/// An ISO date.
const DATE: usize = 10;
/// Blanks: around the match, before the date, before the title.
const BLANKS: usize = 1 + 2 + 1;
/// A line is not laid out narrower than this: a few characters of context.
const NARROWEST: usize = 40;

impl KwicLayout {
    /// Returns a layout for lines of this many columns. The document gets a quarter, what is left
    /// goes to the text: two fifths before the match (judgement).
    #[must_use]
    pub fn new(width: usize, order: KwicOrder) -> Self {
        let width = width.max(NARROWEST);
        let title = if width < 70 { 0 } else { width / 4 };
        let text = width - title - DATE - BLANKS;
        let left = text * 2 / 5;
        Self {
            left,
            right: text - left,
            title,
            order,
        }
    }

    /// Returns a row's line; none for a row that stands for no occurrence.
    #[must_use]
    pub fn line(&self, row: &ExportRow<'_>) -> Option<KwicLine> {
        let found = row.in_context()?;
        let matched = head(found.matched, self.right - 1, columns);
        let room = self.right.saturating_sub(columns(matched) + 1);
        let left = visible(tail(found.left, self.left, columns));
        let right = visible(head(found.right, room, columns));
        Some(KwicLine {
            left: format!("{}{left}", blanks(self.left, &left)),
            right: format!("{right}{}", blanks(room, &right)),
            matched: visible(matched),
            about: self.about(row),
            key: match self.order {
                KwicOrder::Position => String::new(),
                KwicOrder::Left => tail(found.left, CELL_CHARS, chars)
                    .graphemes(true)
                    .rev()
                    .collect(),
                KwicOrder::Right => {
                    format!("{}{}", found.matched, head(found.right, CELL_CHARS, chars))
                }
            },
        })
    }

    fn about(&self, row: &ExportRow<'_>) -> String {
        let metadata = &row.hit.document.metadata;
        let date = metadata.date.as_ref().map(|date| date.value.to_string());
        let date = date.unwrap_or_default();
        let title = metadata.title.as_ref().map(|title| title.value.as_str());
        let title = title.unwrap_or(&row.hit.document.path);
        let title = visible(head(title, self.title, columns));
        format!("{date:DATE$} {title}").trim_end().to_owned()
    }
}

/// What a terminal would act on is shown as a blank.
fn visible(text: &str) -> String {
    text.replace(char::is_control, " ")
}

fn blanks(room: usize, text: &str) -> String {
    " ".repeat(room.saturating_sub(columns(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{RowUnit, rows};
    use crate::model::hit::{Hit, PassageHit, StoredDocument};
    use crate::model::{Metadata, Paragraph, Span};

    /// A hit whose one passage begins at `from` of its second paragraph.
    fn hit(line: &str, from: usize, matched: &str) -> Hit {
        let text = line[from..].to_owned();
        let spans = text.match_indices(matched);
        let spans = spans.map(|(at, found)| Span::new(at, at + found.len()));
        let len = |text: &str| u32::try_from(text.len()).unwrap();
        let paragraph = |number, len| Paragraph { number, len };
        Hit {
            rank: 1,
            score: 1.0,
            cluster: 1,
            folded: 0,
            passages: vec![PassageHit {
                paragraph: 2,
                spans: spans.collect(),
                text,
                at: "标题\n".len() + from,
                numerals: Vec::new(),
                score: 0.0,
            }],
            document: StoredDocument {
                id: 1,
                content_id: 1,
                root: String::new(),
                path: "甲.txt".to_owned(),
                part: 1,
                metadata: Metadata::default(),
                display: format!("标题\n{line}"),
                paragraphs: vec![paragraph(1, len("标题")), paragraph(2, len(line))],
            },
        }
    }

    fn lines(hit: &Hit, width: usize, order: KwicOrder) -> Vec<KwicLine> {
        let layout = KwicLayout::new(width, order);
        let rows = rows(hit, RowUnit::Occurrence);
        rows.iter().filter_map(|row| layout.line(row)).collect()
    }

    #[test]
    fn context_comes_from_the_paragraph_not_the_passage() {
        let line = "前面一句。园区在此";
        let hit = hit(line, "前面一句。".len(), "园区");
        let row = rows(&hit, RowUnit::Occurrence)[0];
        let expected = InContext {
            left: "前面一句。",
            matched: "园区",
            right: "在此",
        };
        assert_eq!(row.in_context(), Some(expected));
        assert_eq!(rows(&hit, RowUnit::Passage)[0].in_context(), None);
    }

    use crate::export::occurrence::InContext;

    #[test]
    fn lines_are_ordered_by_their_neighbours() {
        let hit = hit("乙园区丁，甲园区戊，甲园区丙", 0, "园区");
        let sorted = |order| {
            let mut lines = lines(&hit, 100, order);
            lines.sort_by(|a, b| a.key().cmp(b.key()));
            let near = |line: &KwicLine| {
                let before = line.left.chars().last().unwrap();
                format!("{before}{}", line.right.chars().next().unwrap())
            };
            lines.iter().map(near).collect::<Vec<_>>()
        };
        assert_eq!(sorted(KwicOrder::Position), ["乙丁", "甲戊", "甲丙"]);
        assert_eq!(sorted(KwicOrder::Right), ["乙丁", "甲丙", "甲戊"]);
        assert_eq!(sorted(KwicOrder::Left)[0], "乙丁");
    }

    proptest::proptest! {
        #[test]
        fn matches_stand_one_below_another(text in "[甲乙“ae\u{301}\t👩‍👧]{0,60}", width in 10usize..140) {
            let hit = hit(&format!("{text}园区{text}园区"), 0, "园区");
            let layout = KwicLayout::new(width, KwicOrder::Position);
            for line in lines(&hit, width, KwicOrder::Position) {
                proptest::prop_assert_eq!(columns(&line.left), layout.left);
                let text = format!("{} {}", line.matched, line.right);
                proptest::prop_assert_eq!(columns(&text), layout.right);
                let whole = format!("{} {text}  {}", line.left, line.about);
                proptest::prop_assert!(columns(&whole) <= width.max(NARROWEST), "{}", whole);
            }
        }
    }
}
