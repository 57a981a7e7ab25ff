//! Mends what a replacement of bytes destroyed: `兼?zhèn)湓瓌t` → `兼備原則`.
//!
//! In: a page's text. Out: the mended text, with marks on what cannot be mended. Some sites annotate
//! characters by replacing bytes in a GBK stream, so that a key also matches across two characters:
//! 兼備 is BC E6 | 82 E4, E6 82 is 鎮, and `(zhèn)` lands behind byte 82. Whoever decoded that lost
//! `82 (` to a question mark and read everything after it one byte late, up to the next ASCII
//! character. The reading names the key, whose second byte is the lost one; from there the text is
//! decoded again in step. The same happens with full-width marks as keys (`?。ㄒ唬┚C合` for
//! `　（一）綜合`). Mended is only what then reads as Chinese and did not before (measured on real
//! pages: the signs occur in none but damaged ones). Not its job: whole annotations
//! (`clean::annotations`), wrong encodings ([`super::mojibake`]).

use std::cmp::Reverse;

mod gbk;
mod run;
mod words;

use self::gbk::{Damaged, KEY_STEPS, Reading, encode, keys};
use self::run::{MOST_SIGNS, Run, is_shifted};
use self::words::{joins, lost_lead};
use super::common_chars::{rank, weight};
use crate::lexicon::script;
use crate::model::text::{EditMap, MappedTextBuilder, Mark};
use crate::model::{RuleId, Span};

/// What is left of text whose bytes were lost.
pub(super) const DAMAGED: RuleId = RuleId::new("read/byte_damage");

/// Stands for a character whose bytes are lost.
const LOST: char = '\u{fffd}';

/// A page after mending.
#[derive(Debug)]
pub(super) struct Mended {
    /// The text.
    pub(super) text: String,
    /// Ties it to the text before.
    pub(super) map: EditMap,
    /// What could not be mended, in `text`.
    pub(super) marks: Vec<Mark>,
}

/// Mends a text; none where nothing is damaged.
pub(super) fn mend(text: &str) -> Option<Mended> {
    mend_damaged(&Damaged::new(text))
}

fn mend_damaged(damaged: &Damaged<'_>) -> Option<Mended> {
    let text = damaged.text;
    let mut out = MappedTextBuilder::default();
    let mut marks = Vec::new();
    let mut done = 0;
    for at in signs(text) {
        if at < done || damaged.is_spent(at) {
            continue;
        }
        damaged.spend(1);
        let Some(fix) = fix_at(damaged, at, done) else {
            continue;
        };
        out.keep(text, Span::new(done, fix.span.start));
        for (offset, piece) in fix.text.match_indices(LOST) {
            let start = out.len() + offset;
            marks.push(mark(start, start + piece.len()));
        }
        out.replace(fix.span, &fix.text);
        if fix.garbage_end > fix.span.end {
            let start = out.len();
            out.keep(text, Span::new(fix.span.end, fix.garbage_end));
            marks.push(mark(start, out.len()));
        }
        done = fix.garbage_end;
    }
    if done == 0 {
        return None;
    }
    out.keep(text, Span::new(done, text.len()));
    let mapped = out.finish();
    Some(Mended {
        text: mapped.text,
        map: mapped.map,
        marks,
    })
}

fn mark(start: usize, end: usize) -> Mark {
    Mark {
        span: Span::new(start, end),
        rule: DAMAGED,
    }
}

/// Where damage may begin: at question marks and U+FFFD, at readings within parentheses (where the
/// lost byte left no sign), at 。 before Bopomofo (which official text never has).
fn signs(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let begins_reading = |at: usize| matches!(bytes.get(at + 1), Some(b'a'..=b'z' | 0xc3..=0xc9));
    let mut signs: Vec<usize> = memchr::memchr2_iter(b'?', b'(', bytes)
        .filter(|at| bytes[*at] == b'?' || begins_reading(*at))
        .collect();
    let plain = signs.len();
    for sign in ["\u{fffd}", "？"] {
        signs.extend(memchr::memmem::find_iter(bytes, sign));
    }
    // U+3100 to U+313F begin with these two bytes.
    let bopomofo = memchr::memmem::find_iter(bytes, b"\xe3\x84");
    let stops = bopomofo.filter(|at| bytes[..*at].ends_with("。".as_bytes()));
    signs.extend(stops.map(|at| at - "。".len()));
    if signs.len() > plain {
        signs.sort_unstable();
    }
    without_long_runs(text, signs)
}

/// Leaves out runs of more than [`MOST_SIGNS`] signs: there all is lost.
fn without_long_runs(text: &str, signs: Vec<usize>) -> Vec<usize> {
    if signs.len() <= MOST_SIGNS {
        return signs;
    }
    let follows = |first: &usize, second: &usize| {
        let character = text[*first..].chars().next();
        character.is_some_and(|c| is_sign(c) && first + c.len_utf8() == *second)
    };
    signs
        .chunk_by(follows)
        .filter(|run| run.len() <= MOST_SIGNS)
        .flatten()
        .copied()
        .collect()
}

/// What becomes of one piece of damage.
struct Fix {
    span: Span,
    /// Stands for the span, with [`LOST`] for lost characters.
    text: String,
    /// The text from the span's end to here is garbage and stays, marked.
    garbage_end: usize,
}

fn fix_at(damaged: &Damaged<'_>, at: usize, from: usize) -> Option<Fix> {
    let text = damaged.text;
    let sign = text[at..].chars().next()?;
    let inner = if is_sign(sign) {
        at + sign.len_utf8()
    } else {
        at
    };
    if let Some(reading) = Reading::parse(&text[inner..]) {
        return fix_key(damaged, from, Span::new(at, inner), &reading);
    }
    if sign == '(' {
        return None;
    }
    fix_mark(damaged, Span::new(at, inner))
}

/// What decoders leave of a byte.
const fn is_sign(character: char) -> bool {
    matches!(character, '?' | '？' | LOST)
}

/// `兼?zhèn)湓瓌t`: the key's first byte is the last of the character before, its reading is given.
fn fix_key(damaged: &Damaged<'_>, from: usize, sign: Span, reading: &Reading<'_>) -> Option<Fix> {
    let text = damaged.text;
    let before = before_annotations(&text[from..sign.start])?;
    let opens = text[sign.end..].starts_with('(');
    let is_lost = text[sign.range()].starts_with(LOST);
    if opens && !is_lost && (!reading.toned || reading.is_of(before)) {
        return None;
    }
    let after = sign.end + reading.len;
    let [_, lead] = encode(before)?;
    damaged.spend(KEY_STEPS);
    let mut runs: Vec<(Rank, Run)> = keys(lead, reading)
        .map(|(trail, key)| (damaged.is_key(key), Run::read(damaged, trail, after)))
        // Without a sign it may be anybody's parenthesis.
        .filter(|(_, run)| {
            run.is_better()
                && (!sign.is_empty()
                    || run.score > run.damaged_score + 1 && (run.is_whole || run.characters > 1))
        })
        .map(|(is_key, run)| (Rank::of(is_key, before, &run), run))
        .collect();
    runs.sort_by_key(|(rank, _)| *rank);
    match runs.pop() {
        Some((first, mut run)) => {
            let others = runs.iter().map(|(rank, _)| *rank);
            if !others.into_iter().all(|other| first.is_clear_of(other)) {
                let rest: String = run.text.chars().skip(1).collect();
                run.text = format!("{LOST}{rest}");
            }
            Some(Fix::new(damaged, sign.start, String::new(), run))
        }
        None if sign.is_empty() || !reading.toned => None,
        None => Some(Fix {
            span: Span::new(sign.start, after),
            text: LOST.to_string(),
            garbage_end: garbage_end(text, after),
        }),
    }
}

/// How likely a reading is the true one, the likeliest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    is_key: bool,
    score: i32,
    is_word: bool,
    frequency: Reverse<usize>,
}

impl Rank {
    fn of(is_key: bool, before: char, run: &Run) -> Self {
        let mut characters = run.text.chars();
        let first = characters.next().unwrap_or(LOST);
        Self {
            is_key,
            is_word: joins(&before.to_string(), first, characters.as_str()),
            score: run.score,
            frequency: Reverse(rank(first)),
        }
    }

    /// Whether this one is likelier than one behind it by something that counts.
    fn is_clear_of(self, other: Self) -> bool {
        let is_rarer = |one: Self, other: Self| {
            other.frequency.0.saturating_mul(CLEARLY_RARER) < one.frequency.0
        };
        if (self.is_key, self.score) != (other.is_key, other.score) {
            return true;
        }
        if self.is_word == other.is_word {
            return is_rarer(other, self);
        }
        !is_rarer(self, other)
    }
}

/// A character so many places further down the list of frequent ones is not considered.
const CLEARLY_RARER: usize = 3;

/// `?。ㄒ唬┚C合`, `確?h`: the key is a full-width mark; with it went the first byte of a character.
fn fix_mark(damaged: &Damaged<'_>, sign: Span) -> Option<Fix> {
    let text = damaged.text;
    let next = text[sign.end..].chars().next()?;
    let key = encode(next).filter(|_| MARKS.contains(&next));
    let ([first, pending], after) = match key {
        Some(bytes) => (bytes, sign.end + next.len_utf8()),
        // The key itself became a question mark.
        None => (encode('？')?, sign.end),
    };
    let run = Run::read(damaged, pending, after);
    if !run.is_surely_better() {
        return None;
    }
    damaged.spend(KEY_STEPS);
    let lost = lost_lead(&text[..sign.start], first, &run.text);
    if run.is_short() && (lost.is_none() || !is_traditional(&text[..sign.start])) {
        return None;
    }
    if key.is_none() && !run.is_whole {
        return None;
    }
    let lost = lost.unwrap_or(LOST).to_string();
    Some(Fix::new(damaged, sign.start, lost, run))
}

/// Whether the last characters hold a traditional one: then a traditional one may follow.
fn is_traditional(before: &str) -> bool {
    let mut last = before.chars().rev().take(100);
    last.any(|character| script::simplified(character) != character)
}

/// Full-width marks that sites replace.
const MARKS: [char; 7] = ['。', '；', '，', '、', '：', '？', '！'];

impl Fix {
    fn new(damaged: &Damaged<'_>, start: usize, mut text: String, run: Run) -> Self {
        text.push_str(&run.text);
        let garbage_end = match run.is_whole {
            true => run.end,
            false => garbage_end(damaged.text, run.end),
        };
        Self {
            span: Span::new(start, run.end),
            text,
            garbage_end,
        }
    }
}

/// Where the garbage behind a loss ends: at ASCII, at punctuation, or where the text is in step.
fn garbage_end(text: &str, start: usize) -> usize {
    if !is_shifted(&text[start..]) {
        return start;
    }
    let mut end = start;
    for (offset, character) in text[start..].char_indices() {
        let at = start + offset;
        let is_in_step = weight(character) > 0 && !is_shifted(&text[at..]);
        if character.is_ascii() && !is_sign(character) || is_in_step {
            break;
        }
        end = at + character.len_utf8();
    }
    end
}

/// The character before a sign, annotations behind it looked through.
fn before_annotations(text: &str) -> Option<char> {
    let mut left = text;
    for _ in 0..MOST_ANNOTATIONS {
        let Some(inner) = left.strip_suffix(')') else {
            break;
        };
        // Longer ones are no readings.
        let near = inner.len().saturating_sub(LONGEST_READING);
        let Some(open) = memchr::memrchr(b'(', &inner.as_bytes()[near..]) else {
            break;
        };
        if Reading::parse(&left[near + open..]).is_none() {
            break;
        }
        left = &left[..near + open];
    }
    left.chars().next_back()
}

/// Bytes of an annotation without its closing parenthesis.
const LONGEST_READING: usize = 19;
/// So many annotations behind one character are looked through (pages repeat one up to five times).
const MOST_ANNOTATIONS: usize = 30;

#[cfg(test)]
mod tests;
