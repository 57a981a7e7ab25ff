//! Estimates the width at which consecutive lines were wrapped.
//!
//! In: lines and their lengths on the page. Out: the width, if they were wrapped. Of wrapped lines
//! nearly all that end no sentence are equally full, and what follows completes the sentence; lists,
//! tables and verse have lines of any length. Not its job: which lines are continued (`reflow`).

use super::reflow::{Line, MIN_EXACT, begins_anew, ends_sentence};
use super::site_names;
use crate::analysis::char_filter::is_han;

/// Full lines of one text differ by at most this many columns: one wide character that did not fit
/// and a closing mark that hangs over, each two columns, twice.
const TOLERANCE: usize = 8;
/// Most full lines differ by no more than an indentation and a half-width digit.
const TIGHT: usize = 5;
/// Columns of a wrapped line: 15 to 60 characters (25 to 40 in pages counted by hand, 17 to 22 in
/// gazettes and journals of two and three columns).
const WIDTHS: std::ops::RangeInclusive<usize> = 30..=120;
/// At least so many full lines that end no sentence show that a run is wrapped; they must be three
/// fifths of those without an end mark (a wrapped notice of 19 lines, with title, number, signature
/// and date, has 9 of 12).
const MIN_FULL: usize = 3;

/// How long a line is on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Length {
    /// Half-width characters count one, others two.
    pub(crate) columns: usize,
    /// Characters.
    pub(crate) characters: usize,
}

impl Length {
    /// Measures a line; white space at its end does not count.
    pub(crate) fn of(characters: impl Iterator<Item = char>) -> Self {
        let (mut all, mut filled) = (Self::default(), Self::default());
        for character in characters {
            all.columns += if character.is_ascii() { 1 } else { 2 };
            all.characters += 1;
            if !character.is_whitespace() {
                filled = all;
            }
        }
        filled
    }
}

/// The width at which a run is wrapped.
pub(super) struct Width {
    lengths: Vec<Length>,
    /// Columns of full lines, from and to.
    full: (usize, usize),
    /// Nine tenths of the full lines have exactly this many characters.
    exact: Option<usize>,
    /// Paragraphs are indented, their other lines are not.
    pub(super) is_indented: bool,
    /// So it seems, but most lines are paragraphs: a line without an end mark must go before, too.
    pub(super) keeps_indented: bool,
    /// Blank lines stand between most lines and part nothing.
    pub(super) is_spaced: bool,
}

impl Width {
    pub(super) fn is_full(&self, at: usize) -> bool {
        (self.full.0..=self.full.1).contains(&self.lengths[at].columns)
    }

    /// Whether a line was cut at the exact length.
    pub(super) fn is_cut(&self, at: usize) -> bool {
        self.exact == Some(self.lengths[at].characters)
    }
}

/// Tells the width of a run from its lines and their lengths.
pub(super) type Estimate = fn(&[Line<'_>], Vec<Length>) -> Option<Width>;

/// Returns at which width a run is wrapped, if it is.
pub(super) fn of_run(lines: &[Line<'_>], lengths: Vec<Length>) -> Option<Width> {
    let gaps = lines[1..].iter().filter(|line| line.after_gap).count();
    let is_spaced = gaps * 10 >= (lines.len() - 1) * 9;
    let open = open_lines(lines, is_spaced);
    let top = top(&open, &lengths)?;
    let range = (top - TOLERANCE, top + TOLERANCE / 2);
    let is_full = |at: &usize| (range.0..=range.1).contains(&lengths[*at].columns);
    let full: Vec<usize> = open.iter().copied().filter(is_full).collect();
    let (first, last) = (*full.first()?, *full.last()?);
    // Tables and lists before and after the wrapped lines say nothing about them.
    let within = open
        .iter()
        .filter(|at| (first..=last).contains(*at))
        .count();
    let wider = lengths
        .iter()
        .filter(|length| length.columns > range.1)
        .count();
    if full.len() < MIN_EXACT || full.len() * 5 < within * 3 || wider * 10 > lines.len() {
        return None;
    }
    let exact = exact_length(&full, &lengths);
    if full.len() < MIN_FULL && exact.is_none() {
        return None;
    }
    let tight = most_within(full.iter().map(|at| lengths[*at].columns).collect(), TIGHT).0;
    if tight * 5 < full.len() * 3 || is_list(lines, &full) || !is_prose(lines, &full) {
        return None;
    }
    // Where most lines are paragraphs of a line or two, what follows must complete the sentence.
    let is_common = full.len() * 4 >= lines.len() && full.len() * 5 >= open.len() * 3;
    if !is_common && (full.len() < MIN_FULL || wider > 0 || !are_completed(lines, &full)) {
        return None;
    }
    let indented = lines.iter().filter(|line| line.is_indented).count();
    let continued = full
        .iter()
        .filter(|at| !lines[**at + 1].is_indented)
        .count();
    let is_indented = indented >= 2 && indented * 3 <= lines.len() * 2;
    Some(Width {
        full: range,
        exact,
        is_indented,
        keeps_indented: !is_indented && indented >= 2 && continued * 5 >= full.len() * 4,
        is_spaced,
        lengths,
    })
}

/// The shortest line that one cut word shows to be wrapped, in columns: a row of a list may end
/// anywhere, and half a word at its end is chance.
const MIN_CUT: usize = 40;
/// Lines of one width differ by so many columns.
const SAME: usize = 4;
/// Characters on either side of a line end in which a word is looked for.
const AROUND: usize = 6;

/// Returns the width that lines show of which few were wrapped: a word of the dictionary is cut at the
/// end of one of the widest, and running text goes on below.
pub(super) fn of_cut_word(lines: &[Line<'_>], lengths: Vec<Length>) -> Option<Width> {
    let widest = lengths.iter().map(|length| length.columns).max()?;
    if !(MIN_CUT..=*WIDTHS.end()).contains(&widest) {
        return None;
    }
    let is_cut = |at: &usize| {
        let (text, next) = (lines[*at].text, lines[at + 1].text);
        lengths[*at].columns + SAME >= widest
            && text.contains([',', '。'])
            && next.contains([',', '。', ';'])
            && !text.contains('|')
            && !begins_with_name(next)
            && cuts_word(text, next)
    };
    let cut: Vec<usize> = open_lines(lines, false)
        .into_iter()
        .filter(is_cut)
        .collect();
    if is_list(lines, &cut) {
        return None;
    }
    // One cut word may be chance: it speaks for lines of exactly its width.
    let narrowest = match cut.as_slice() {
        [] => return None,
        [one] => lengths[*one].columns,
        _ => widest - SAME,
    };
    Some(Width {
        full: (narrowest, widest),
        exact: None,
        is_indented: false,
        keeps_indented: true,
        is_spaced: false,
        lengths,
    })
}

/// Whether a line begins with a name: of two to four characters, before a comma or a colon.
fn begins_with_name(text: &str) -> bool {
    let name = text.chars().take_while(|found| is_han(*found)).count();
    let mark = text.chars().nth(name);
    (2..=4).contains(&name) && matches!(mark, Some(',' | ':'))
}

/// Whether a word stands across the end of a line.
fn cuts_word(line: &str, next: &str) -> bool {
    let [left, right] = site_names::beside(line.trim_end(), next, AROUND);
    site_names::is_one_word(&left, &right)
}

/// The lines that end no sentence though a line follows that may continue them.
fn open_lines(lines: &[Line<'_>], is_spaced: bool) -> Vec<usize> {
    (0..lines.len() - 1)
        .filter(|at| {
            let next = &lines[at + 1];
            let goes_on = !next.is_apart && (is_spaced || !next.after_gap);
            goes_on && !ends_sentence(lines[*at].text) && !begins_anew(next.text)
        })
        .collect()
}

/// The width at which most open lines end: the widest of the closest crowd.
fn top(open: &[usize], lengths: &[Length]) -> Option<usize> {
    let columns = open.iter().map(|at| lengths[*at].columns);
    let wide: Vec<usize> = columns.filter(|width| WIDTHS.contains(width)).collect();
    let (_, top) = most_within(wide, TIGHT);
    (top >= *WIDTHS.start()).then_some(top)
}

/// Whether sentences go on and end below full lines, of nine in ten.
fn are_completed(lines: &[Line<'_>], full: &[usize]) -> bool {
    let completed = full.iter().filter(|at| {
        let next = **at + 1;
        full.binary_search(&next).is_ok()
            || ends_sentence(lines[next].text)
            || lines[next].text.ends_with([')', '”'])
    });
    completed.count() * 10 >= full.len() * 9
}

/// The number of characters that nine tenths of the full lines have.
fn exact_length(full: &[usize], lengths: &[Length]) -> Option<usize> {
    let mut found: Vec<usize> = full.iter().map(|at| lengths[*at].characters).collect();
    found.sort_unstable();
    let middle = found[found.len() / 2];
    let same = found.iter().filter(|length| **length == middle).count();
    (same * 10 >= found.len() * 9).then_some(middle)
}

/// How many values at most lie within `range` of each other, and the greatest of them.
fn most_within(mut values: Vec<usize>, range: usize) -> (usize, usize) {
    values.sort_unstable();
    let mut first = 0;
    let mut most = (0, 0);
    for last in 0..values.len() {
        while values[last] - values[first] > range {
            first += 1;
        }
        most = most.max((last + 1 - first, values[last]));
    }
    most
}

/// Whether the full lines are the items of a list: half of them end alike, or half of the lines below
/// them begin alike (articles begin alike, too, but not what continues them).
fn is_list(lines: &[Line<'_>], full: &[usize]) -> bool {
    let alike = |of: &dyn Fn(usize) -> Option<char>| {
        let mut found: Vec<char> = full.iter().filter_map(|at| of(*at)).collect();
        found.sort_unstable();
        let most = found.chunk_by(|one, other| one == other).map(<[char]>::len);
        most.max().unwrap_or(0)
    };
    let first = alike(&|at| lines[at + 1].text.trim_start().chars().next());
    let last = alike(&|at| lines[at].text.trim_end().chars().next_back());
    first.max(last) * 2 >= full.len().max(5)
}

/// Whether a sentence ends in the run and half of the full lines hold a mark of one: tables, verse,
/// names, titles and addresses hold none.
fn is_prose(lines: &[Line<'_>], full: &[usize]) -> bool {
    let marked = full
        .iter()
        .filter(|at| lines[**at].text.contains([',', '、', '。', ';', ':', '“']));
    let has_sentence = || {
        lines
            .iter()
            .any(|line| line.text.contains(['。', ';', '!', '?']))
    };
    marked.count() * 2 >= full.len() && has_sentence()
}
