//! Which matches of several terms are near each other.

use super::{Match, Matcher};
use crate::analysis::char_filter::ends_sentence;
use crate::model::{Span, Within};

/// Returns the matches that take part in a chain over all terms: each near one of the next term,
/// and near one of the term before. Linear but for sorting: the nearest neighbours decide.
pub(super) fn find(terms: &[Matcher], gaps: &[Within], line: &str) -> Vec<Match> {
    let mut chain: Vec<Vec<Match>> = Vec::with_capacity(terms.len());
    for term in terms {
        let found = term.find(line);
        if found.is_empty() {
            return Vec::new();
        }
        chain.push(found);
    }
    let line = Line::new(line, gaps);
    // What has no neighbour behind it goes, then what has none before it.
    for at in 1..chain.len() {
        let (before, rest) = chain.split_at_mut(at);
        keep_near(&mut rest[0], &before[at - 1], gaps[at - 1], &line);
    }
    for at in (1..chain.len()).rev() {
        let (before, rest) = chain.split_at_mut(at);
        keep_near(&mut before[at - 1], &rest[0], gaps[at - 1], &line);
    }
    chain.concat()
}

/// Keeps the matches that have a neighbour; their whole grows over the nearest one.
fn keep_near(matches: &mut Vec<Match>, neighbours: &[Match], within: Within, line: &Line<'_>) {
    let neighbours = Neighbours::new(neighbours, within);
    matches.retain_mut(|found| {
        let span = found.span;
        let near = [
            neighbours
                .before(span)
                .filter(|other| line.is_near(*other, span, within)),
            neighbours
                .after(span)
                .filter(|other| line.is_near(span, *other, within)),
        ];
        let distance = |other: &Span| {
            other
                .start
                .saturating_sub(span.end)
                .max(span.start.saturating_sub(other.end))
        };
        let Some(nearest) = near.into_iter().flatten().min_by_key(distance) else {
            return false;
        };
        found.whole = Span::new(
            found.whole.start.min(nearest.start),
            found.whole.end.max(nearest.end),
        );
        true
    });
}

/// Spans in an order in which the nearest one is found by bisection. Near in characters is what
/// ends last before a place, or begins first after it; near in a sentence what begins last, or ends
/// first.
struct Neighbours {
    /// By their end, each with the best up to there.
    ending: Vec<(usize, Span)>,
    /// By their start, each with the best from there on.
    starting: Vec<(usize, Span)>,
}

impl Neighbours {
    fn new(matches: &[Match], within: Within) -> Self {
        let in_sentence = within == Within::Sentence;
        let mut spans: Vec<Span> = matches.iter().map(|found| found.span).collect();
        spans.sort_unstable_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        let mut starting: Vec<(usize, Span)> =
            spans.iter().map(|span| (span.start, *span)).collect();
        spans.sort_unstable_by_key(|span| (span.end, span.start));
        let mut ending: Vec<(usize, Span)> = spans.iter().map(|span| (span.end, *span)).collect();
        if in_sentence {
            for at in 1..ending.len() {
                let earlier = ending[at - 1].1;
                if earlier.start > ending[at].1.start {
                    ending[at].1 = earlier;
                }
            }
            for at in (1..starting.len()).rev() {
                let later = starting[at].1;
                if later.end < starting[at - 1].1.end {
                    starting[at - 1].1 = later;
                }
            }
        }
        Self { ending, starting }
    }

    fn before(&self, span: Span) -> Option<Span> {
        let after = self.ending.partition_point(|(end, _)| *end <= span.start);
        Some(self.ending[after.checked_sub(1)?].1)
    }

    fn after(&self, span: Span) -> Option<Span> {
        let first = self
            .starting
            .partition_point(|(start, _)| *start < span.end);
        self.starting.get(first).map(|(_, other)| *other)
    }
}

struct Line<'a> {
    text: &'a str,
    /// Where sentences end, if that is asked for.
    sentence_ends: Vec<usize>,
}

impl<'a> Line<'a> {
    fn new(text: &'a str, gaps: &[Within]) -> Self {
        let sentence_ends = if gaps.contains(&Within::Sentence) {
            text.match_indices(ends_sentence)
                .map(|(at, _)| at)
                .collect()
        } else {
            Vec::new()
        };
        Self {
            text,
            sentence_ends,
        }
    }

    /// Whether two spans, the first of which ends before the second begins, are near.
    fn is_near(&self, first: Span, second: Span, within: Within) -> bool {
        match within {
            Within::Paragraph => true,
            Within::Chars(most) => {
                let most = most as usize;
                let between = second.start - first.end;
                between <= most.saturating_mul(4)
                    && self.text[first.end..second.start].chars().count() <= most
            }
            Within::Sentence => {
                // The mark that ends a sentence belongs to it.
                let last = self.text[second.range()].chars().next_back();
                let end = second.end - last.map_or(0, char::len_utf8);
                let next = self.sentence_ends.partition_point(|at| *at < first.start);
                self.sentence_ends.get(next).is_none_or(|at| *at >= end)
            }
        }
    }
}
