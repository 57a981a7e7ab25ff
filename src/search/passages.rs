//! Passages: the pieces of a document that show why it matched.
//!
//! A passage is a run of whole sentences of one paragraph, up to [`PASSAGE_CHARS`] characters;
//! where a match crosses two, they are one passage. Cuts depend on the text alone, matches only
//! choose and join: counting and showing agree.

use crate::analysis::char_filter::{ends_sentence, fold};
use crate::analysis::matcher::Matcher;
use crate::analysis::numeral;
use crate::model::hit::{PassageHit, StoredDocument};
use crate::model::{Paragraph, Span};

/// How long a passage grows before the next sentence begins a new one. About what a terminal or a
/// spreadsheet cell shows at a glance (judgement).
pub const PASSAGE_CHARS: usize = 200;

/// Finds the matches of a query in documents and chooses passages.
pub struct Finder {
    matchers: Vec<Matcher>,
}

impl Finder {
    /// Returns a finder. Without any matcher, the first paragraph stands for a document.
    #[must_use]
    pub fn new(matchers: Vec<Matcher>) -> Self {
        Self { matchers }
    }

    /// Returns a document's passages in text order; at least one for a document with text.
    #[must_use]
    pub fn passages(&self, document: &StoredDocument) -> Vec<PassageHit> {
        let mut passages = Vec::new();
        let mut at = 0;
        let lines = document.display.split('\n').zip(&document.paragraphs);
        for (line, paragraph) in lines {
            self.in_line(line, at, *paragraph, &mut passages);
            at += line.len() + 1;
        }
        if passages.is_empty() {
            passages.extend(first_paragraph(document));
        }
        passages
    }

    /// `at` is where the line begins in the document's text.
    fn in_line(&self, line: &str, at: usize, paragraph: Paragraph, passages: &mut Vec<PassageHit>) {
        let Found {
            marks,
            wholes,
            numerals,
            distinct,
        } = self.matches(line);
        if marks.is_empty() {
            return;
        }
        let mut next = 0;
        for piece in joined(cut(line), &wholes) {
            let first = next;
            while next < marks.len() && marks[next].end <= piece.end {
                next += 1;
            }
            if first == next {
                continue;
            }
            let spans: Vec<Span> = marks[first..next]
                .iter()
                .map(|span| Span::new(span.start - piece.start, span.end - piece.start))
                .collect();
            let from = numerals.partition_point(|(span, _)| span.start < piece.start);
            let to = numerals.partition_point(|(span, _)| span.end <= piece.end);
            passages.push(PassageHit {
                paragraph: paragraph.number.max(1),
                text: line[piece.range()].to_owned(),
                at: at + piece.start,
                numerals: numerals[from..to.max(from)]
                    .iter()
                    .map(|(span, value)| {
                        let span = Span::new(span.start - piece.start, span.end - piece.start);
                        (span, value.clone())
                    })
                    .collect(),
                score: score(distinct, spans.len(), piece.len()),
                spans,
            });
        }
    }

    /// Looks for matches in a display line.
    fn matches(&self, line: &str) -> Found {
        let folded = fold(line);
        let mut found = Found::default();
        let (mut marks, mut wholes, mut numerals) = (Vec::new(), Vec::new(), Vec::new());
        for matcher in &self.matchers {
            let matches = matcher.find(&folded.text);
            found.distinct += usize::from(!matches.is_empty());
            for one in matches {
                marks.push(one.span);
                wholes.push(one.whole);
                numerals.extend(one.numeral);
            }
        }
        let to_display = |spans: Vec<Span>| -> Vec<Span> {
            let merged = merge_overlapping(spans).into_iter();
            merged.map(|span| folded.map.to_parent(span)).collect()
        };
        found.marks = to_display(marks);
        found.wholes = to_display(wholes);
        numerals.sort_unstable();
        numerals.dedup();
        let value = |span: Span| {
            let value = numeral::display(&folded.text[span.range()]);
            (folded.map.to_parent(span), value)
        };
        found.numerals = numerals.into_iter().map(value).collect();
        found
    }
}

/// The matches in a line.
#[derive(Default)]
struct Found {
    /// What to mark, merged where it overlaps.
    marks: Vec<Span>,
    /// What must not be cut, merged where it overlaps.
    wholes: Vec<Span>,
    /// The numerals that `{N}` stands for, and their values.
    numerals: Vec<(Span, String)>,
    /// How many of the matchers match.
    distinct: usize,
}

/// Sorts and merges spans that overlap; those that only touch stay apart.
fn merge_overlapping(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

/// A passage with more of the strings, then with more matches, is better; long ones a little less.
#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn score(distinct: usize, matches: usize, bytes: usize) -> f32 {
    distinct as f32 * 10.0 + (matches as f32).min(5.0) - bytes as f32 / 3_000.0
}

/// Cuts a paragraph into passages.
fn cut(line: &str) -> Vec<Span> {
    let mut pieces = Vec::new();
    let (mut start, mut chars) = (0, 0);
    for (sentence_end, sentence_chars) in sentences(line) {
        chars += sentence_chars;
        if chars >= PASSAGE_CHARS {
            pieces.push(Span::new(start, sentence_end));
            (start, chars) = (sentence_end, 0);
        }
    }
    if start < line.len() {
        pieces.push(Span::new(start, line.len()));
    }
    pieces
}

/// Returns the end of each sentence and its length in characters. A closing quote or bracket
/// belongs to the sentence it closes.
fn sentences(line: &str) -> Vec<(usize, usize)> {
    let mut ends = Vec::new();
    let mut chars = 0;
    let mut open = false;
    for (at, character) in line.char_indices() {
        let closes = ends_sentence(character);
        let trails = matches!(character, '”' | '’' | '」' | '』' | '）' | ')' | '》');
        if open && !closes && !trails {
            ends.push((at, chars));
            (chars, open) = (0, false);
        }
        chars += 1;
        open |= closes;
    }
    ends.push((line.len(), chars));
    ends
}

/// Joins neighbouring pieces that a match (sorted, disjoint) crosses.
fn joined(pieces: Vec<Span>, matches: &[Span]) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let before = matches.partition_point(|span| span.start < piece.start);
        let crosses = matches[..before]
            .last()
            .is_some_and(|span| piece.start < span.end);
        match joined.last_mut() {
            Some(last) if crosses => last.end = piece.end,
            _ => joined.push(piece),
        }
    }
    joined
}

/// The first paragraph of the body that says something: a whole sentence, not the title, number
/// or recipients.
fn first_paragraph(document: &StoredDocument) -> Option<PassageHit> {
    let mut at = 0;
    let begun = document.display.split('\n').map(|line| {
        let start = at;
        at += line.len() + 1;
        (line, start)
    });
    let begun: Vec<(&str, usize)> = begun.collect();
    let lines = || begun.iter().zip(&document.paragraphs);
    let says = |line: &str| line.contains(['。', '；', ';']);
    let ((line, at), paragraph) = lines()
        .skip(1)
        .find(|((line, _), _)| says(line))
        .or_else(|| lines().nth(1).or_else(|| lines().next()))?;
    let piece = cut(line).first().copied()?;
    Some(PassageHit {
        paragraph: paragraph.number.max(1),
        text: line[piece.range()].to_owned(),
        at: at + piece.start,
        spans: Vec::new(),
        numerals: Vec::new(),
        score: 0.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Metadata;
    use proptest::prelude::*;

    fn document(display: &str) -> StoredDocument {
        StoredDocument {
            id: 1,
            content_id: 1,
            root: String::new(),
            path: String::new(),
            part: 1,
            metadata: Metadata::default(),
            paragraphs: display
                .lines()
                .zip(1..)
                .map(|(line, number)| Paragraph {
                    number,
                    len: line.len() as u32,
                })
                .collect(),
            display: display.to_owned(),
        }
    }

    fn find(strings: &[&str], display: &str) -> Vec<PassageHit> {
        let matchers = strings.iter().map(|string| Matcher::text(string)).collect();
        Finder::new(matchers).passages(&document(display))
    }

    #[test]
    fn a_match_is_marked_on_the_original() {
        let passages = find(&["一区多园"], "标题\n采用“一 區多園”方式，推进建设。");
        assert_eq!(passages.len(), 1);
        assert_eq!(passages[0].paragraph, 2);
        let span = passages[0].spans[0];
        assert_eq!(&passages[0].text[span.range()], "一 區多園");
    }

    #[test]
    fn a_match_across_sentences_joins_them() {
        let long = "甲".repeat(150);
        let line = format!("{long}。{long}。乙丙");
        let passages = find(&["甲。乙"], &line);
        assert_eq!(passages.len(), 1);
        assert!(passages[0].text.ends_with("乙丙"));
    }

    #[test]
    fn overlapping_matches_merge_and_touching_ones_do_not() {
        let passages = find(&["区区"], "区区区一区区区区");
        let spans: Vec<&str> = passages[0]
            .spans
            .iter()
            .map(|span| &passages[0].text[span.range()])
            .collect();
        assert_eq!(spans, ["区区区", "区区区区"]);
        assert_eq!(find(&["区"], "区区")[0].spans.len(), 2);
    }

    #[test]
    fn a_hit_without_strings_shows_the_first_paragraph() {
        let passages = find(&[], "标题\n正文。\n更多。");
        assert_eq!(
            (passages[0].text.as_str(), passages[0].spans.len()),
            ("正文。", 0)
        );
    }

    proptest! {
        #[test]
        fn passages_stand_where_they_say(text in "[甲乙。；丙 \n]{0,700}", needle in "[甲乙。；丙]{1,3}") {
            let document = document(&text);
            for passage in Finder::new(vec![Matcher::text(&needle)]).passages(&document) {
                let end = passage.at + passage.text.len();
                prop_assert_eq!(document.display.get(passage.at..end), Some(passage.text.as_str()));
            }
        }

        #[test]
        fn every_occurrence_is_in_a_passage(text in "[甲乙。；丙 ]{0,700}", needle in "[甲乙。；丙]{1,5}") {
            let folded = fold(&text).text;
            let passages = find(&[needle.as_str()], &text);
            let contains = folded.contains(&needle);
            let mut shown = false;
            for passage in &passages {
                for span in &passage.spans {
                    shown = true;
                    let marked = fold(&passage.text[span.range()]).text;
                    prop_assert!(marked.contains(&needle));
                }
            }
            prop_assert_eq!(shown, contains);
        }
    }
}
