//! Makes the table of how pages' lines are worded (`src/lexicon/data/page_manner.tsv`): logistic
//! regression over characters and pairs, learned from the development half of the noise generator
//! and, where they are there, from clean laws.
//!
//! `cargo test --test suite page_manner -- --ignored --nocapture` writes the table anew, and prints how
//! many lines of either half it tells from documents'. The held-out half is counted, never learned from.

use std::collections::{BTreeMap, BTreeSet};

use zhengsou::analysis::char_filter::fold;
use zhengsou::lexicon::page_manner::{BIAS, Gram, grams};

use crate::noise::controls::wordings::{
    LINES_DEVELOPMENT, LINES_HELD_OUT, SENTENCES_DEVELOPMENT, SENTENCES_HELD_OUT, SHORT_DOCUMENTS,
};
use crate::noise::furniture::{Furniture, RECORDS};
use crate::noise::grammar::{Setting, person};
use crate::noise::random::Random;
use crate::noise::{Half, corpus};
use crate::program::data;

/// Passes over all lines.
const PASSES: usize = 30;
/// The first step of learning; AdaGrad (Duchi and others, 2011) shortens it by weight.
const STEP: f64 = 0.5;
/// The pull of every weight towards 0, for each line it is in.
const PULL: f64 = 2e-4;
/// Weights below this are left out.
const SMALLEST: f64 = 0.1;
/// Laws of which one in so many is read.
const LAWS_STEP: usize = 40;
/// The longest line that is learned from, in characters.
const MAX_LINE: usize = 150;

/// Rows of documents that the rules' own tests hold; every other one is learned from.
const OF_DOCUMENTS: &str = include_str!("../lines/of_documents.txt");

/// A line to learn from.
struct Line {
    grams: Vec<Gram>,
    is_page: bool,
    weight: f64,
}

fn line(text: &str, is_page: bool, weight: f64) -> Line {
    Line {
        grams: grams(&fold(text).text),
        is_page,
        weight,
    }
}

/// The wordings of pages, slots filled; names of other documents left out.
fn pages(half: Half, rounds: u64) -> BTreeSet<String> {
    let words = Furniture::of(half);
    let lists = [
        words.crumbs,
        words.menus,
        words.tools,
        words.sources,
        words.copyrights,
        words.disclaimers,
        words.editors,
        words.related,
        words.promotions,
        words.library,
        words.wrappers,
        words.previews,
    ];
    let mut lines = BTreeSet::new();
    for round in 0..rounds {
        let mut random = Random::new(round);
        for wording in lists.iter().flat_map(|list| list.iter()) {
            let setting = Setting::draw(half, &mut random);
            let dates = ["2021-03-05", "2016/4/22", "2019年03月05日"];
            let text = wording
                .replace("{B}", "")
                .replace("{T}", "")
                .replace("{N}", "12345")
                .replace("{D}", random.word(&dates))
                .replace("{S}", &setting.fill(random.word(words.sites), &mut random))
                .replace("{P}", &person(&mut random))
                .replace("{I}", random.word(&RECORDS));
            let text = setting.fill(&text, &mut random);
            lines.extend(text.lines().map(str::to_owned));
        }
    }
    lines.retain(|line| line.contains(char::is_alphanumeric));
    lines
}

/// Lines of documents that have words of pages.
fn controls(half: Half) -> BTreeSet<String> {
    let (sentences, lines): (&[&str], &[&str]) = match half {
        Half::Development => (&SENTENCES_DEVELOPMENT, &LINES_DEVELOPMENT),
        Half::HeldOut => (&SENTENCES_HELD_OUT, &LINES_HELD_OUT),
    };
    let mut random = Random::new(7);
    let setting = Setting::draw(half, &mut random);
    let all = sentences.iter().chain(lines);
    all.map(|text| setting.fill(text, &mut random)).collect()
}

/// Lines of documents: of the generator, and of clean laws where they are.
fn documents() -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for sample in corpus(Half::Development).iter().step_by(3) {
        let paragraphs = sample.truths.iter().flat_map(|truth| &truth.paragraphs);
        lines.extend(paragraphs.map(|paragraph| paragraph.text.clone()));
    }
    let Some(folder) = data("archive") else {
        eprintln!("SKIPPED: clean laws are not among what is learned from");
        return lines;
    };
    let files = walkdir::WalkDir::new(folder).sort_by_file_name();
    let files = files
        .into_iter()
        .flatten()
        .filter(|entry| entry.path().is_file());
    for entry in files.step_by(LAWS_STEP) {
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        let fitting = |line: &&str| (2..=MAX_LINE).contains(&line.chars().count());
        lines.extend(text.lines().filter(fitting).map(str::to_owned));
    }
    lines
}

fn score(weights: &BTreeMap<Gram, f64>, line: &Line) -> f64 {
    let weight = |gram: &Gram| weights.get(gram).copied().unwrap_or_default();
    weight(&BIAS) + line.grams.iter().map(weight).sum::<f64>()
}

fn learn(lines: &[Line]) -> BTreeMap<Gram, f64> {
    let mut weights: BTreeMap<Gram, f64> = BTreeMap::new();
    let mut sums: BTreeMap<Gram, f64> = BTreeMap::new();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    let mut random = Random::new(1);
    for _ in 0..PASSES {
        random.shuffle(&mut order);
        for line in order.iter().map(|index| &lines[*index]) {
            let wanted = if line.is_page { 1.0 } else { 0.0 };
            let error = 1.0 / (1.0 + (-score(&weights, line)).exp()) - wanted;
            for gram in line.grams.iter().chain([&BIAS]) {
                let weight = weights.entry(*gram).or_default();
                let slope = line.weight * error + PULL * *weight;
                let sum = sums.entry(*gram).or_insert(1e-8);
                *sum += slope * slope;
                *weight -= STEP * slope / sum.sqrt();
            }
        }
    }
    weights
}

#[test]
#[ignore = "writes the table of how pages' lines are worded"]
fn write_page_manner() {
    let mut lines = Vec::new();
    lines.extend(
        pages(Half::Development, 4)
            .iter()
            .map(|text| line(text, true, 1.0)),
    );
    lines.extend(
        controls(Half::Development)
            .iter()
            .map(|text| line(text, false, 8.0)),
    );
    lines.extend(
        OF_DOCUMENTS
            .lines()
            .step_by(2)
            .map(|text| line(text, false, 8.0)),
    );
    let short = SHORT_DOCUMENTS.iter().flat_map(|text| text.lines());
    lines.extend(short.map(|text| line(text, false, 8.0)));
    lines.extend(documents().iter().map(|text| line(text, false, 1.0)));
    let mut seen: BTreeMap<Gram, usize> = BTreeMap::new();
    for gram in lines.iter().flat_map(|line| &line.grams) {
        *seen.entry(*gram).or_default() += 1;
    }
    for line in &mut lines {
        line.grams.retain(|gram| seen[gram] >= 3);
    }
    let mut weights = learn(&lines);
    weights.retain(|gram, weight| weight.abs() >= SMALLEST && gram.0 != '#');
    report(&weights);
    let mut table = String::from(
        "# source: logistic regression over the development wordings of the tests' noise generator \
         (pages) and its controls and documents, with lines of one in 40 of 2,696 laws; weights, no \
         text\n# retrieved: 2026-11-30\n# licence: facts\n# columns: a character or a pair (^: \
         beginning of a line, $: its end; ^ alone: every line)\thundredths of its weight\n",
    );
    for (gram, weight) in &weights {
        let pair = [gram.0, gram.1]
            .into_iter()
            .filter(|character| *character != '\0');
        let hundredths = (weight * 100.0).round();
        table += &format!("{}\t{hundredths}\n", pair.collect::<String>());
    }
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/lexicon/data/page_manner.tsv"
    );
    std::fs::write(path, table).unwrap();
}

/// Prints how many lines of both halves score above three thresholds.
fn report(weights: &BTreeMap<Gram, f64>) {
    eprintln!("{} weights", weights.len());
    for half in [Half::Development, Half::HeldOut] {
        let share = |lines: &BTreeSet<String>, least: f64| {
            let above = |text: &&String| score(weights, &line(text, true, 1.0)) > least;
            let count = lines.iter().filter(above).count();
            format!("{:.1} %", 100.0 * count as f64 / lines.len() as f64)
        };
        for least in [0.0, 1.0, 2.0, 3.0] {
            eprintln!(
                "{} above {least}: pages {}, controls {}",
                half.name(),
                share(&pages(half, 1), least),
                share(&controls(half), least)
            );
        }
    }
}
