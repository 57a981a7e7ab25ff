//! Runs the program's pipeline on a generated file and ties its output to the labelled characters.

use std::collections::BTreeMap;
use std::path::PathBuf;

use zhengsou::ingest::{Options, clean, extract, read, split};
use zhengsou::model::text::{MappedText, Mark};
use zhengsou::model::{Document, KeyValue, Part, RawFile, SourcePath};

use super::diff;
use crate::noise::Sample;
use crate::noise::labelled::{Class, Label};

/// One character of a part's folded text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    pub(crate) character: char,
    /// The glyph it comes from.
    pub(crate) glyph: Option<usize>,
    /// The paragraph it is in.
    pub(crate) paragraph: usize,
}

/// One document as the program sees it.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) output: Vec<Output>,
    /// The rows of its information block; those of the page's publication line are left out.
    pub(crate) key_values: Vec<KeyValue>,
    pub(crate) document: Option<Document>,
}

/// A file as the program sees it.
#[derive(Debug, Default)]
pub(crate) struct Run {
    pub(crate) found: Vec<Found>,
    /// For each glyph: the rule that dropped it.
    pub(crate) rules: Vec<Option<String>>,
    /// For each glyph: whether the decoded text has it.
    pub(crate) decoded: Vec<bool>,
    /// For each glyph: whether some part's folded text has it.
    pub(crate) kept: Vec<bool>,
}

/// Runs the pipeline as `ingest` does, stage by stage.
pub(crate) fn run(sample: &Sample) -> Run {
    let count = sample.text.glyphs.len();
    let mut run = Run {
        rules: vec![None; count],
        decoded: vec![false; count],
        kept: vec![false; count],
        ..Run::default()
    };
    let file = RawFile {
        path: SourcePath {
            root: "generated".into(),
            relative: sample.name.clone(),
            key: 0,
        },
        absolute: PathBuf::from(&sample.name),
        bytes: sample.bytes.clone(),
        truncated: false,
    };
    let options = Options::default();
    let mut issues = Vec::new();
    for source in read::read(&file, zhengsou::ingest::Options::default(), &mut issues) {
        let glyphs = glyph_places(&source.text, sample);
        for glyph in glyphs.iter().flatten() {
            run.decoded[*glyph] = true;
        }
        let cleaned = clean::clean(source);
        note_rules(&cleaned.source.marks, &glyphs, &mut run.rules);
        for segment in split::split(&cleaned, options) {
            let part = clean::compose(&cleaned, &segment, options);
            note_rules(&part.marks, &glyphs, &mut run.rules);
            let output = output(&part, cleaned.source.text.len(), &glyphs);
            for glyph in output.iter().filter_map(|output| output.glyph) {
                run.kept[glyph] = true;
            }
            let rows = part.key_values.iter();
            let key_values = rows
                .filter(|row| !is_of_publication_line(row, &glyphs, sample))
                .cloned()
                .collect();
            let document = extract::extract(&cleaned.source, part);
            run.found.push(Found {
                output,
                key_values,
                document,
            });
        }
    }
    swap_copies(sample, &mut run);
    run
}

/// Whether a row is no block's: `来源：… 浏览次数：…` has a truth of its own, and an empty value none.
fn is_of_publication_line(row: &KeyValue, glyphs: &[Option<usize>], sample: &Sample) -> bool {
    let labels = glyphs[row.span.range()]
        .iter()
        .flatten()
        .map(|glyph| sample.text.glyphs[*glyph].label);
    let mut visible = labels.filter(|label| *label != Label::Layout);
    visible.next().is_none_or(|label| {
        matches!(label, Label::Noise(class) if class != Class::KeyValues && !class.is_annotation())
    })
}

/// Of a title and its repetition either may be dropped: where the program kept the second, the
/// two change places.
fn swap_copies(sample: &Sample, run: &mut Run) {
    let glyphs = &sample.text.glyphs;
    let is_copy = |index: usize| glyphs[index].label == Label::Noise(Class::RepeatedTitle);
    let mut swaps: BTreeMap<usize, usize> = BTreeMap::new();
    let mut index = 0;
    while index < glyphs.len() {
        if !is_copy(index) {
            index += 1;
            continue;
        }
        let end = (index..glyphs.len())
            .find(|at| glyphs[*at].character == '\n' || glyphs[*at].is_clean())
            .unwrap_or(glyphs.len());
        let copy: Vec<usize> = (index..end).filter(|at| is_copy(*at)).collect();
        let before: Vec<usize> = (0..index)
            .rev()
            .filter(|at| glyphs[*at].is_clean())
            .take(copy.len())
            .collect();
        let pairs = || before.iter().rev().zip(&copy);
        let same = before.len() == copy.len()
            && pairs().all(|(one, two)| glyphs[*one].character == glyphs[*two].character);
        let mut both = pairs();
        if same && both.all(|(one, two)| !run.kept[*one] && run.kept[*two]) {
            for (one, two) in pairs() {
                swaps.insert(*two, *one);
                run.kept.swap(*one, *two);
                run.rules.swap(*one, *two);
            }
        }
        index = end;
    }
    for output in run.found.iter_mut().flat_map(|found| &mut found.output) {
        output.glyph = output
            .glyph
            .map(|glyph| swaps.get(&glyph).copied().unwrap_or(glyph));
    }
}

/// For each byte of the decoded text that begins a character: its glyph.
fn glyph_places(text: &str, sample: &Sample) -> Vec<Option<usize>> {
    let glyphs = &sample.text.glyphs;
    let mut places = vec![None; text.len() + 1];
    let same = text.chars().eq(glyphs.iter().map(|glyph| glyph.character));
    if same {
        for (index, (at, _)) in text.char_indices().enumerate() {
            places[at] = Some(index);
        }
        return places;
    }
    let visible: Vec<usize> = (0..glyphs.len())
        .filter(|index| !glyphs[*index].character.is_whitespace())
        .collect();
    let base: Vec<char> = visible
        .iter()
        .map(|index| glyphs[*index].character)
        .collect();
    let (at, other): (Vec<usize>, Vec<char>) = text
        .char_indices()
        .filter(|(_, character)| !character.is_whitespace())
        .unzip();
    for (at, place) in at.into_iter().zip(diff::align(&base, &other)) {
        places[at] = place.map(|index| visible[index]);
    }
    places
}

fn note_rules(marks: &[Mark], glyphs: &[Option<usize>], rules: &mut [Option<String>]) {
    for mark in marks {
        for glyph in glyphs[mark.span.range()].iter().flatten() {
            rules[*glyph].get_or_insert_with(|| mark.rule.as_str().to_owned());
        }
    }
}

/// For each byte of a derived text that begins a character: its byte in the parent.
fn parents(derived: &MappedText) -> Vec<Option<usize>> {
    let mut places = vec![None; derived.text.len() + 1];
    let (mut at, mut parent) = (0, 0);
    for edit in derived.map.edits() {
        while at < edit.at as usize {
            places[at] = Some(parent);
            at += 1;
            parent += 1;
        }
        if edit.len > 0 && edit.parent_len > 0 {
            places[at] = Some(edit.parent_at as usize);
        }
        at = (edit.at + edit.len) as usize;
        parent = (edit.parent_at + edit.parent_len) as usize;
    }
    while at < derived.text.len() {
        places[at] = Some(parent);
        at += 1;
        parent += 1;
    }
    places
}

fn output(part: &Part, source_bytes: usize, glyphs: &[Option<usize>]) -> Vec<Output> {
    let to_display = parents(&part.folded);
    let to_source = parents(&part.display);
    let mut paragraph = 0;
    let mut output = Vec::new();
    for (at, character) in part.folded.text.char_indices() {
        if character == '\n' {
            paragraph += 1;
        }
        let source = to_display[at].and_then(|at| to_source.get(at).copied().flatten());
        output.push(Output {
            character,
            glyph: source
                .filter(|at| *at < source_bytes)
                .and_then(|at| glyphs[at]),
            paragraph,
        });
    }
    output
}
