//! A row as the rules of the page's furniture see it: its words of that kind, its place, its cells.
//!
//! In: a row of the sheet. Out: a [`Judged`] row; a rule answers with a [`Cut`]. Not its job: any
//! rule.

use std::ops::Range;

use crate::ingest::clean::shape;
use crate::ingest::clean::sheet::Sheet;
use crate::lexicon::furniture::{self, Evidence, Furniture, Word};
use crate::model::{RuleId, Span};

/// A furniture word in a row: its bytes in [`Judged::text`], and what it is.
pub(in crate::ingest::clean) type Hit = (Range<usize>, Word);

/// Where in its document a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest::clean) enum Place {
    /// Before the running text.
    Head,
    /// Within the text.
    Middle,
    /// After the end of the text.
    Tail,
}

/// A row's furniture words and its place.
#[derive(Debug, Clone)]
pub(in crate::ingest::clean) struct Judged<'t> {
    /// In the view.
    pub(in crate::ingest::clean) piece: Span,
    pub(in crate::ingest::clean) text: &'t str,
    pub(in crate::ingest::clean) chars: usize,
    pub(in crate::ingest::clean) hits: Vec<Hit>,
    pub(in crate::ingest::clean) place: Place,
    /// The tail begins within the row: a sentence of the text stands before the page's words.
    pub(in crate::ingest::clean) is_glued: bool,
}

/// How much company a cut needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::ingest::clean) enum Trust {
    /// Rows of the page beside it.
    Company,
    /// The head or the tail of the page.
    Edge,
    /// None: the row can be nothing but the page's, and the tail begins at it.
    Sure,
}

/// What a rule drops of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest::clean) struct Cut {
    /// Bytes of [`Judged::text`].
    pub(in crate::ingest::clean) range: Range<usize>,
    pub(in crate::ingest::clean) rule: &'static RuleId,
    /// Nothing of the document can follow but an annex.
    pub(in crate::ingest::clean) ends_text: bool,
    pub(in crate::ingest::clean) trust: Trust,
}

impl Cut {
    /// Drops the whole row; the text goes on.
    pub(super) fn whole(judged: &Judged<'_>, rule: &'static RuleId, trust: Trust) -> Self {
        Self::part(0..judged.text.len(), rule, trust)
    }

    /// Drops a part of the row; the text goes on.
    pub(super) fn part(range: Range<usize>, rule: &'static RuleId, trust: Trust) -> Self {
        Self {
            range,
            rule,
            ends_text: false,
            trust,
        }
    }

    /// The same cut, at which the text ends.
    pub(super) fn ending(mut self) -> Self {
        self.ends_text = true;
        self
    }
}

impl<'t> Judged<'t> {
    /// Looks at what is left of a row; none if nothing is.
    pub(in crate::ingest::clean) fn new(
        sheet: &Sheet<'t>,
        row: usize,
        place: Place,
    ) -> Option<Self> {
        let piece = sheet.last_piece(row)?;
        let text = sheet.view(piece);
        Some(Self {
            piece,
            text,
            chars: text.chars().count(),
            hits: furniture::terms()
                .find(text)
                .filter(|(range, _)| is_whole_word(text, range))
                .collect(),
            place,
            is_glued: false,
        })
    }

    pub(super) fn at_edge(&self) -> bool {
        self.place == Place::Head || (self.in_tail() && !self.is_glued)
    }

    pub(super) fn in_tail(&self) -> bool {
        self.place == Place::Tail
    }

    pub(super) fn has(&self, class: Furniture) -> bool {
        self.hits.iter().any(|hit| hit.1.class == class)
    }

    /// The words of a class.
    pub(super) fn of(&self, class: Furniture) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(move |hit| hit.1.class == class)
    }

    /// The word of a hit.
    pub(super) fn word(&self, hit: &Hit) -> &'t str {
        &self.text[hit.0.clone()]
    }

    /// The first word of the row, if nothing but bullets, a short number and brackets stand before.
    pub(super) fn opening(&self) -> Option<&Hit> {
        self.hits.first().filter(|hit| {
            let before = &self.text[..hit.0.start];
            before.len() <= 12 && !before.contains(char::is_alphabetic)
        })
    }

    /// The opening word, if it is of the class.
    pub(super) fn opens_with(&self, class: Furniture) -> Option<&Hit> {
        self.opening().filter(|hit| hit.1.class == class)
    }

    /// Where the value begins of a hit that is a field's name: after its colon.
    pub(super) fn value_start(&self, hit: &Hit) -> Option<usize> {
        let end = hit.0.end;
        if self.word(hit).ends_with(':') {
            return Some(end);
        }
        let rest = self.text[end..].trim_start();
        let mark = rest
            .chars()
            .next()
            .filter(|mark| ":】]/|丨".contains(*mark))?;
        Some(self.text.len() - rest.len() + mark.len_utf8())
    }

    /// How many different words of a class the row has, and whether one of them is sure.
    pub(super) fn distinct(&self, class: Furniture) -> (usize, bool) {
        let mut words: Vec<&str> = self.of(class).map(|hit| self.word(hit)).collect();
        words.sort_unstable();
        words.dedup();
        let is_sure = self.of(class).any(|hit| hit.1.evidence == Evidence::Sure);
        (words.len(), is_sure)
    }

    /// The start of the sentence in which a byte of the row stands.
    pub(super) fn sentence_start(&self, at: usize) -> usize {
        let before = &self.text[..at];
        before.rfind(['。', '!', '?', '”']).map_or(0, |end| {
            end + before[end..].chars().next().map_or(0, char::len_utf8)
        })
    }

    /// Whether a sentence without a page's word begins the row.
    pub(super) fn begins_with_text(&self) -> bool {
        let Some(end) = self.text.find('。') else {
            return false;
        };
        let is_word = |hit: &&Hit| hit.1.evidence > Evidence::Plain;
        let first = self.hits.iter().find(is_word).map(|hit| hit.0.start);
        end >= MIN_SENTENCE && first.is_some_and(|first| first > end)
    }

    /// What stands after the row's last sentence, as a row of its own; none if that is nothing.
    pub(super) fn after_last_sentence(&self) -> Option<Self> {
        let start = self.sentence_start(self.text.trim_end_matches(['。', '!', '?', ' ']).len());
        let text = &self.text[start..];
        let hits: Vec<Hit> = self
            .hits
            .iter()
            .filter(|hit| hit.0.start >= start)
            .map(|(range, word)| (range.start - start..range.end - start, *word))
            .collect();
        (start > 0 && !hits.is_empty()).then(|| Self {
            piece: Span::new(self.piece.start + start, self.piece.end),
            text,
            chars: text.chars().count(),
            hits,
            place: self.place,
            is_glued: false,
        })
    }

    /// Whether the row is a numbered heading or an article, which the text alone has.
    pub(super) fn is_text_heading(&self) -> bool {
        shape::is_text_heading(self.text)
    }
}

/// Whether a word in Latin letters is no part of a longer one.
fn is_whole_word(text: &str, range: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let is_latin = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let goes_on = is_latin(range.end - 1) && is_latin(range.end);
    let comes_from = range.start > 0 && is_latin(range.start) && is_latin(range.start - 1);
    !goes_on && !comes_from
}

/// What stands between two separators of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    /// Furniture words and nothing else.
    Known(Evidence),
    /// Short, without such a word.
    Short,
    /// Digits or single fillers.
    Bare,
    /// Anything else.
    Long,
}

/// A sentence of the text that words of the page are glued to is longer, in bytes (12 characters).
const MIN_SENTENCE: usize = 36;

/// The longest entry of a menu that no list knows, in characters.
const SHORT: usize = 8;

/// The cells of a row: what stands between white space, bars, brackets, arrows.
pub(super) fn cells(sheet: &Sheet<'_>, judged: &Judged<'_>) -> Vec<Cell> {
    let ranges = sheet.cells(judged.piece, is_separator).into_iter();
    ranges.filter_map(|range| cell(judged, range)).collect()
}

fn is_separator(character: char) -> bool {
    match character {
        '|' | '>' | '»' | '›' | '·' | '•' | '丨' | '┊' | '/' | '\\' | '_' | '-' | '—' | '–'
        | '【' | '】' | '[' | ']' | '(' | ')' | '<' | '«' | '‹' | ':' | ',' | '、' | ';' | '→'
        | '←' | '▶' | '▼' | '▲' | '★' | '☆' => true,
        other => other.is_whitespace(),
    }
}

fn cell(judged: &Judged<'_>, range: Range<usize>) -> Option<Cell> {
    let text = &judged.text[range.clone()];
    if !text.contains(char::is_alphanumeric) {
        return None;
    }
    let hits = || {
        judged
            .hits
            .iter()
            .filter(|hit| hit.0.start < range.end && range.start < hit.0.end)
    };
    let is_open = |(at, character): &(usize, char)| {
        let at = range.start + at;
        character.is_alphabetic()
            && !is_filler(*character)
            && !hits().any(|hit| hit.0.contains(&at) && is_bar_word(hit.1.class))
    };
    if text.char_indices().any(|found| is_open(&found)) {
        let is_short = text.chars().nth(SHORT).is_none();
        return Some(if is_short { Cell::Short } else { Cell::Long });
    }
    let evidence = hits().map(|hit| hit.1.evidence).max();
    Some(evidence.map_or(Cell::Bare, Cell::Known))
}

/// Whether a class stands in bars and menus. 审核, 校对 on a line of their own are steps of a
/// procedure, 地址 and 电话 fields of a form.
pub(super) fn is_bar_word(class: Furniture) -> bool {
    !matches!(
        class,
        Furniture::Editor | Furniture::Contact | Furniture::Disclaimer
    )
}

/// Characters that stand between furniture words: 【大 中 小】, 9次, 到.
pub(super) fn is_filler(character: char) -> bool {
    "大中小次人到至a的我本页t是共在个你您这为于与和们吗".contains(character)
}
