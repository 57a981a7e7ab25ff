//! The first documents of a result in a better order: by how much of the query stands close together
//! in one passage, and by pairs of characters where matching is loose.
//!
//! In: candidates in the engine's order. Out: the first [`DEPTH`] of them anew; the others keep
//! their places, and exports the engine's order, which needs no text.
//!
//! The weights were set on one half of 1,235 questions about statutes and reported on the other
//! (`benches/relevance.rs`).

use memchr::memmem::Finder;
use rayon::prelude::*;

use super::{Matching, Question, everything, plan};
use crate::analysis::char_filter::{fold, is_han};
use crate::engine::{Candidate, EngineError, SearchBackend};
use crate::model::{Clause, Plan};

/// Documents that are read to be put in order.
pub const DEPTH: usize = 200;

/// How far apart two units may be to stand in one passage, in bytes: some sixty characters.
const WINDOW: usize = 180;

/// Documents that tell how rare a unit is in a large index.
const SAMPLE: u64 = 20_000;

/// Units of a query at most; of longer ones the first are taken.
const MOST_UNITS: usize = 64;

/// What the parts of a score count, beside 1 for the engine's own.
const PAIRS: f32 = 0.5;
const TOGETHER: f32 = 0.5;
const COVERED: f32 = 0.75;

/// BM25's usual parameters, for pairs.
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// A piece of the query and how rare it is.
struct Unit {
    finder: Finder<'static>,
    weight: f32,
}

impl Unit {
    fn new(text: &str, weight: f32) -> Self {
        Self {
            finder: Finder::new(text).into_owned(),
            weight,
        }
    }
}

/// Puts the first candidates into a better order.
///
/// # Errors
/// Fails when the index cannot be read.
pub(super) fn rerank(
    backend: &dyn SearchBackend,
    question: &Question,
    candidates: &mut [Candidate],
) -> Result<(), EngineError> {
    let depth = candidates.len().min(DEPTH);
    let first = &mut candidates[..depth];
    if depth < 2 {
        return Ok(());
    }
    let units = units(backend, question)?;
    if units.is_empty() {
        return Ok(());
    }
    let texts: Vec<String> = first
        .par_iter()
        .map(|candidate| Ok(fold(&backend.text(*candidate)?).text))
        .collect::<Result<_, EngineError>>()?;
    let lengths: Vec<usize> = texts
        .iter()
        .map(|text| text.lines().map(str::len).sum())
        .collect();
    let average = ratio(lengths.iter().sum(), depth);
    let evidence: Vec<Evidence> = texts
        .par_iter()
        .zip(&lengths)
        .map(|(text, length)| Evidence::of(text, &units, ratio(*length, 1) / average.max(1.0)))
        .collect();
    let highest =
        |value: &dyn Fn(usize) -> f32| (0..depth).map(value).fold(f32::MIN_POSITIVE, f32::max);
    let best = highest(&|at| first[at].score);
    let best_pairs = highest(&|at| evidence[at].frequency);
    let loose = question.matching != Matching::Exact;
    let mut order: Vec<(f32, Candidate)> = first
        .iter()
        .zip(&evidence)
        .map(|(candidate, evidence)| {
            let mut score = candidate.score / best + TOGETHER * evidence.together;
            if loose {
                score += PAIRS * evidence.frequency / best_pairs + COVERED * evidence.covered;
            }
            (score, *candidate)
        })
        .collect();
    // Stable: equal scores stay in the engine's order.
    order.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (place, (_, candidate)) in first.iter_mut().zip(order) {
        *place = candidate;
    }
    Ok(())
}

/// Exact strings of the query, or the pairs of characters in them where matching is loose, each with
/// its inverse document frequency; none where there is but one.
fn units(backend: &dyn SearchBackend, question: &Question) -> Result<Vec<Unit>, EngineError> {
    let mut texts: Vec<String> = Vec::new();
    for string in plan::strings(&question.query) {
        let pieces = match question.matching {
            Matching::Exact => vec![string],
            _ => pairs(&string),
        };
        for piece in pieces {
            if !piece.is_empty() && !texts.contains(&piece) && texts.len() < MOST_UNITS {
                texts.push(piece);
            }
        }
    }
    // One alone is weighed against nothing.
    if texts.len() < 2 {
        return Ok(Vec::new());
    }
    let documents = backend.documents();
    let weigh = |text: String| {
        let plan = Plan {
            clause: Clause::Exact(text.clone()),
            ..everything()
        };
        let weight = rarity(backend.estimate(&plan, SAMPLE)?, documents);
        Ok(Unit::new(&text, weight))
    };
    texts.into_par_iter().map(weigh).collect()
}

/// BM25's inverse document frequency.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "numbers of documents, for a score"
)]
fn rarity(with: f64, documents: u64) -> f32 {
    let without = (documents as f64 - with).max(0.0);
    ((without + 0.5) / (with + 0.5)).ln_1p() as f32
}

/// Neighbouring Chinese characters, two by two; other words whole.
fn pairs(text: &str) -> Vec<String> {
    let mut pairs = Vec::new();
    let mut run: Vec<char> = Vec::new();
    let mut end = |run: &mut Vec<char>| {
        let han = run.first().is_some_and(|first| is_han(*first));
        if han && run.len() > 1 {
            pairs.extend(run.windows(2).map(|pair| pair.iter().collect::<String>()));
        } else {
            pairs.push(run.iter().collect());
        }
        run.clear();
    };
    for character in text.chars() {
        let continues = run
            .last()
            .is_none_or(|last| is_han(*last) == is_han(character));
        if !character.is_alphanumeric() || !continues {
            end(&mut run);
        }
        if character.is_alphanumeric() {
            run.push(character);
        }
    }
    end(&mut run);
    pairs.retain(|pair: &String| !pair.is_empty());
    pairs
}

#[expect(clippy::cast_precision_loss, reason = "bytes of texts, for a score")]
fn ratio(part: usize, whole: usize) -> f32 {
    part as f32 / whole as f32
}

/// What a text says of the units.
#[derive(Debug, Clone, Copy, Default)]
struct Evidence {
    /// BM25 of the units.
    frequency: f32,
    /// The share of all units that occur, by weight.
    covered: f32,
    /// The greatest share of units that stand in one passage.
    together: f32,
}

impl Evidence {
    /// `length` is that of the text beside the average.
    fn of(text: &str, units: &[Unit], length: f32) -> Self {
        let total: f32 = units.iter().map(|unit| unit.weight).sum();
        let mut counts = vec![0usize; units.len()];
        let mut places: Vec<(usize, usize)> = Vec::new();
        for (index, unit) in units.iter().enumerate() {
            let before = places.len();
            places.extend(unit.finder.find_iter(text.as_bytes()).map(|at| (at, index)));
            counts[index] = places.len() - before;
        }
        places.sort_unstable();
        // No passage goes over the end of a line.
        let together = places
            .chunk_by(|one, next| memchr::memchr(b'\n', &text.as_bytes()[one.0..next.0]).is_none())
            .map(|line| best_window(line, units))
            .fold(0.0, f32::max);
        let (mut frequency, mut covered) = (0.0, 0.0);
        for (count, unit) in counts.iter().zip(units).filter(|(count, _)| **count > 0) {
            let count = ratio(*count, 1);
            covered += unit.weight;
            frequency += unit.weight * count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length));
        }
        Self {
            frequency,
            covered: covered / total.max(f32::MIN_POSITIVE),
            together: together / total.max(f32::MIN_POSITIVE),
        }
    }
}

/// The greatest weight of different units within a window; the places are sorted.
fn best_window(places: &[(usize, usize)], units: &[Unit]) -> f32 {
    let mut inside = vec![0usize; units.len()];
    let (mut weight, mut best, mut first) = (0.0_f32, 0.0_f32, 0);
    for (at, index) in places {
        if inside[*index] == 0 {
            weight += units[*index].weight;
        }
        inside[*index] += 1;
        while places[first].0 + WINDOW < *at {
            let out = places[first].1;
            inside[out] -= 1;
            if inside[out] == 0 {
                weight -= units[out].weight;
            }
            first += 1;
        }
        best = best.max(weight);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_falls_into_pairs() {
        let cases: [(&str, &[&str]); 4] = [
            ("高新区", &["高新", "新区"]),
            ("区", &["区"]),
            ("ai应用,2020年", &["ai", "应用", "2020", "年"]),
            ("?", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(pairs(text), expected, "{text}");
        }
    }

    #[test]
    fn units_that_stand_together_count_more() {
        let units = [Unit::new("甲", 1.0), Unit::new("乙", 1.0)];
        let of = |text: &str| Evidence::of(text, &units, 1.0);
        let near = of("甲乙甲");
        let far = of(&format!("甲{}乙", "丙".repeat(61)));
        assert!((near.together - 1.0).abs() < 1e-6 && (far.together - 0.5).abs() < 1e-6);
        assert!((near.covered - 1.0).abs() < 1e-6 && (far.covered - 1.0).abs() < 1e-6);
        assert!(near.frequency > far.frequency);
        assert!(of("丁").frequency == 0.0);
        let lines = of("甲\n乙");
        assert!((lines.together - 0.5).abs() < 1e-6 && (lines.covered - 1.0).abs() < 1e-6);
    }
}
