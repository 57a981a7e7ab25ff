//! Weighs the evidence: a whole stretch is spam, a run of key words within it, or nothing.
//!
//! In: a stretch with its words, and its place when that decides. Out: spans within the line.
//! Sentences about the same matters (打击…, 严禁…, 体育彩票管理) have words of policy text between
//! the key words; lists of key words have none.

use std::ops::Range;

use super::Hit;
use super::evidence::{Evidence, tells};
use super::named;
use super::place::Place;
use super::unusual;
use crate::lexicon::spam::{Class, Soft};
use crate::model::Span;

/// A stretch of a line, between full stops.
pub(super) struct Stretch<'t> {
    pub(super) text: &'t str,
    pub(super) span: Span,
    pub(super) hits: &'t [Hit],
}

/// Returns what of a stretch is spam. `place` is asked for only where there is a case.
pub(super) fn spam(stretch: &Stretch<'_>, place: impl Fn() -> Place) -> Vec<Span> {
    let whole = &stretch.text[stretch.span.range()];
    let mut evidence = Evidence::of_words(stretch.text, stretch.hits);
    let weight = evidence.hard * 2 + evidence.adverts * 2 + evidence.soft + evidence.contacts;
    if weight < 2 || evidence.is_quotation() {
        return Vec::new();
    }
    evidence.weigh(whole, stretch.hits);
    // Most stretches of policy text end here: their place need not be found out.
    if (is_about(&evidence) && runs(stretch).is_empty()) || named::is_announced(stretch) {
        return Vec::new();
    }
    let place = place();
    let is_guarded =
        place.continues || !place.at_edge && (place.is_enforcement || named::is_numbered(whole));
    if is_guarded {
        let is_item = whole.len() <= named::ITEM && !named::is_barred(whole);
        let is_list = is_item || named::is_list(whole) && evidence.plain < SENTENCE;
        return if is_list { Vec::new() } else { runs(stretch) };
    }
    if is_spam(&evidence, place) || unusual::is_list(whole, &evidence, place) {
        return vec![stretch.span];
    }
    runs(stretch)
}

/// Share of words of policy text from which on a stretch with `、` is a sentence, not a list.
const SENTENCE: f32 = 0.15;

/// Whether words of policy text outweigh the key words: a text about their matters.
fn is_about(evidence: &Evidence) -> bool {
    evidence.share < 1.5 * evidence.plain
}

/// Whether the whole stretch is spam. The shares were chosen on lists and sentences written for the
/// tests; two real lines have .45 and .62 of key words, sentences that quote two of them below .1.
fn is_spam(evidence: &Evidence, place: Place) -> bool {
    let Evidence { share, plain, .. } = *evidence;
    let condemns = evidence.enforcement > 0 && !is_key_words(evidence, place);
    if condemns || is_about(evidence) {
        return false;
    }
    let is_list = place.groups >= 4 && plain < 0.05;
    let dense = evidence.hard >= 2 && share >= 0.25 && plain < 0.15
        || evidence.hard >= 1 && evidence.soft >= 2 && share >= 0.4 && plain < 0.05;
    let adult = evidence.has(Soft::Origin)
        && (evidence.has(Soft::Media) || evidence.has(Soft::Praise))
        && evidence.soft >= 4
        && evidence.kinds() >= 3
        && share >= 0.35;
    let betting = evidence.games >= 2 && evidence.sites >= 2 && share >= 0.5;
    dense
        || is_list && (adult || betting)
        || is_medley(evidence, place)
        || is_advert(evidence, place)
        || is_out_of_place(evidence, place)
}

/// Whether words against spam are key words themselves: a long list has hardly anything else, and
/// they do not frame it. Sentences against spam begin or end with them (打击…, …等行为一律查处).
fn is_key_words(evidence: &Evidence, place: Place) -> bool {
    let is_list = place.groups >= 4 && evidence.plain < 0.05;
    let is_mixed = evidence.hard >= 1 && evidence.hard + evidence.soft >= LONG_LIST;
    let within = !evidence.speaks && is_mixed && evidence.share >= 0.5;
    let among_hard = evidence.enforcement == 1 && evidence.hard >= 5 && place.groups >= 5;
    is_list && (within || among_hard)
}

/// So many different key words make a list long.
const LONG_LIST: usize = 7;

/// Short groups, hardly a word of policy text among them, of which several are spam.
fn is_medley(evidence: &Evidence, place: Place) -> bool {
    let named = evidence.hard + evidence.adverts;
    let told = evidence.soft + evidence.contacts;
    let several = named >= 3 || named >= 2 && told >= 1 && evidence.share >= 0.3;
    place.groups >= 3 && several && evidence.share >= 0.2 && evidence.plain < 0.1
}

/// Two forbidden trades, or one and a way to reach the trader.
fn is_advert(evidence: &Evidence, place: Place) -> bool {
    let offered = evidence.adverts >= 2 && (evidence.share >= 0.25 || evidence.contacts > 0)
        || evidence.adverts == 1 && evidence.contacts >= 2 && place.groups >= 3;
    offered && evidence.plain < 0.2 && evidence.enforcement == 0
}

/// Weaker evidence is enough at the page's edge and in another script than the page's.
fn is_out_of_place(evidence: &Evidence, place: Place) -> bool {
    if evidence.plain >= 0.05 || !(place.at_edge || place.is_foreign) {
        return false;
    }
    let words = evidence.hard + evidence.adverts;
    let named = words >= 1 && (place.groups >= 3 || evidence.share >= 0.6);
    let telling = evidence.has(Soft::Origin) || evidence.has(Soft::Game) || evidence.hard >= 1;
    let listed = place.groups >= 4 && evidence.soft >= 3 && evidence.kinds() >= 3 && telling;
    let foreign = place.is_foreign && place.groups >= 3 && (evidence.soft >= 2 || words >= 1);
    (named || listed) && evidence.share >= 0.3 || foreign
}

/// Key words of one run stand at most this many bytes apart (8 characters).
const MAX_GAP: usize = 24;
/// A run is widened to punctuation at most this many bytes away (6 characters).
const MAX_EDGE: usize = 18;
/// A run without gaps is enough by itself from this length on (5 characters).
const PHRASE: usize = 15;
/// Words against spam this near (20 characters) make a run a quotation.
const NEAR: usize = 60;
/// Beside adult words they stand right there (7 characters): 整治 alone is an ordinary word.
const BESIDE: usize = 21;

/// Finds the runs of key words that were spliced into a sentence or glued to it.
fn runs(stretch: &Stretch<'_>) -> Vec<Span> {
    let apart = |before: &Hit, after: &Hit| {
        !tells(before.1) || !tells(after.1) || after.0.start - before.0.end > MAX_GAP
    };
    stretch
        .hits
        .chunk_by(|before, after| !apart(before, after))
        .filter_map(|run| spliced(stretch, run))
        .collect()
}

fn spliced(stretch: &Stretch<'_>, run: &[Hit]) -> Option<Span> {
    let (first, last) = (run.first()?.0.start, run.last()?.0.end);
    let evidence = Evidence::of(&stretch.text[first..last], stretch.text, run);
    let dense = evidence.hard >= 2 && evidence.share >= 0.45
        || evidence.hard >= 3 && evidence.share >= 0.3
        || evidence.hard >= 1 && evidence.soft >= 3 && evidence.share >= 0.6 && evidence.games == 0
        || is_phrase(&evidence, run);
    let near = if evidence.games > 0 { NEAR } else { BESIDE };
    let speaking = speaking_of(stretch, first.saturating_sub(near)..last + near);
    let is_enumeration = stretch.text[last..].starts_with('等');
    if !dense || is_enumeration || speaking >= 2 || (speaking == 1 && evidence.hard < 4) {
        return None;
    }
    Some(widened(stretch, Span::new(first, last)))
}

/// Whether adult key words alone, side by side, make a phrase of some length.
fn is_phrase(evidence: &Evidence, run: &[Hit]) -> bool {
    let touching = run.windows(2).all(|pair| pair[0].0.end == pair[1].0.start);
    let len: usize = run.iter().map(|hit| hit.0.len()).sum();
    touching && len >= PHRASE && evidence.hard >= 1 && evidence.games == 0
}

/// Counts the words around a run that speak of it: 打击传播"…"等行为.
fn speaking_of(stretch: &Stretch<'_>, around: Range<usize>) -> usize {
    hits_in(stretch, around)
        .iter()
        .filter(|hit| hit.1 == Class::Enforcement)
        .count()
}

/// The words that touch a range.
fn hits_in<'t>(stretch: &Stretch<'t>, range: Range<usize>) -> &'t [Hit] {
    let from = stretch.hits.partition_point(|hit| hit.0.end <= range.start);
    let to = stretch.hits.partition_point(|hit| hit.0.start < range.end);
    stretch.hits.get(from..to).unwrap_or_default()
}

/// Widens a run to the punctuation near it, where no other word of the lexicon stands between, and
/// takes the separators beside it.
fn widened(stretch: &Stretch<'_>, run: Span) -> Span {
    let is_separator = |character: char| "_|丨｜-".contains(character);
    let (before, after) = edges(stretch, run);
    let mut start = run.start;
    let left = before.rfind(is_mark);
    let left_len = before.len() - left.map_or(0, |at| at + next_len(before, at));
    let opens = left.is_some() || run.start - before.len() == stretch.span.start;
    if opens && is_free(stretch, run.start - left_len..run.start) {
        start -= left_len;
    }
    let mut end = run.end;
    let right = after.find(is_mark);
    let right_len = right.unwrap_or(after.len());
    let closes = right.is_some() || run.end + after.len() == stretch.span.end;
    if closes && is_free(stretch, run.end..run.end + right_len) {
        end += right_len;
    }
    let outer_before = &stretch.text[stretch.span.start..start];
    let outer_after = &stretch.text[end..stretch.span.end];
    let before_len = outer_before.len() - outer_before.trim_end_matches(is_separator).len();
    let after_len = outer_after.len() - outer_after.trim_start_matches(is_separator).len();
    Span::new(start - before_len, end + after_len)
}

/// The text beside a run in which punctuation is looked for.
fn edges<'t>(stretch: &Stretch<'t>, run: Span) -> (&'t str, &'t str) {
    let mut from = run.start.saturating_sub(MAX_EDGE).max(stretch.span.start);
    while !stretch.text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (run.end + MAX_EDGE).min(stretch.span.end);
    while !stretch.text.is_char_boundary(to) {
        to -= 1;
    }
    (&stretch.text[from..run.start], &stretch.text[run.end..to])
}

fn is_mark(character: char) -> bool {
    ",、:;!?_|丨-\"“”《》()".contains(character)
}

fn is_free(stretch: &Stretch<'_>, range: Range<usize>) -> bool {
    let text = &stretch.text[range.clone()];
    hits_in(stretch, range).is_empty() && !text.contains(['的', '了', '和', '对', '为', '将', '由'])
}

fn next_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}
