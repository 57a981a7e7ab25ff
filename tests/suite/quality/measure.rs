//! Counts, on one file, what the program did right and wrong.

mod folding;
mod lines;
mod structure;

use super::counts::{Counts, Example, Outcome};
use super::fields;
use super::run::{self, Run};
use crate::noise::Sample;
use crate::noise::labelled::{Label, is_han};

pub(crate) use self::folding::plain;

/// Runs one file and counts.
pub(crate) fn measure(sample: &Sample) -> Outcome {
    let mut outcome = Outcome::default();
    let run = run::run(sample);
    if sample.has("binary") {
        outcome.counts.add("binaries", 1);
        outcome
            .counts
            .add("binaries indexed", usize::from(!run.found.is_empty()));
        return outcome;
    }
    outcome.counts.add("files", 1);
    characters(sample, &run, &mut outcome);
    annotations(sample, &run, &mut outcome.counts);
    lines::lines(sample, &run, &mut outcome);
    folding::folding(sample, &run, &mut outcome);
    structure::breaks(sample, &run, &mut outcome);
    structure::documents(sample, &run, &mut outcome);
    folding::damage(sample, &run, &mut outcome);
    encoding(sample, &run, &mut outcome);
    fields::fields(sample, &run, &mut outcome);
    outcome
}

/// A piece of the text with what is around it; the piece in 【】.
fn context(sample: &Sample, range: std::ops::Range<usize>) -> String {
    let glyphs = &sample.text.glyphs;
    let text = |range: std::ops::Range<usize>| -> String {
        let characters = glyphs[range].iter().map(|glyph| glyph.character);
        characters
            .map(|character| if character == '\n' { '⏎' } else { character })
            .collect()
    };
    let end = range.end.min(range.start + 40);
    format!(
        "{}⟦{}⟧{}",
        text(range.start.saturating_sub(20)..range.start),
        text(range.start..end),
        text(end..(end + 20).min(glyphs.len()))
    )
}

/// Lost and left-over characters, by class and by rule; runs of them as examples.
fn characters(sample: &Sample, run: &Run, outcome: &mut Outcome) {
    let mut bad: Vec<(usize, String)> = Vec::new();
    for (index, glyph) in sample.text.glyphs.iter().enumerate() {
        let (counts, kept) = (&mut outcome.counts, run.kept[index]);
        let rule = run.rules[index].as_deref();
        match glyph.label {
            Label::Layout => {}
            Label::Clean(_) if glyph.character.is_whitespace() => {}
            Label::Clean(_) => {
                counts.add("clean", 1);
                if let Some(rule) = rule.filter(|_| !kept) {
                    counts.add(format!("rule clean: {rule}"), 1);
                }
                if !kept {
                    counts.add("lost", 1);
                    bad.push((index, format!("lost by {}", rule.unwrap_or("no rule"))));
                }
            }
            Label::Noise(class) => {
                counts.add(format!("noise in: {}", class.name()), 1);
                if let Some(rule) = rule.filter(|_| !kept) {
                    counts.add(format!("rule noise: {rule}"), 1);
                }
                if kept {
                    counts.add(format!("noise kept: {}", class.name()), 1);
                    bad.push((index, format!("kept: {}", class.name())));
                }
            }
        }
    }
    let (clean, lost) = (outcome.counts.get("clean"), outcome.counts.get("lost"));
    for tag in sample.tags.iter().map(String::as_str).chain(["all"]) {
        outcome
            .counts
            .add(format!("tag clean: {tag}"), clean as usize);
        outcome
            .counts
            .add(format!("tag lost: {tag}"), lost as usize);
        outcome.counts.add(format!("tag files: {tag}"), 1);
    }
    if sample.is_control() {
        outcome.counts.add("control clean", clean as usize);
        outcome.counts.add("control lost", lost as usize);
    }
    runs(sample, &bad, outcome);
}

fn runs(sample: &Sample, bad: &[(usize, String)], outcome: &mut Outcome) {
    let mut at = 0;
    while at < bad.len() {
        let mut end = at + 1;
        while end < bad.len() && bad[end].1 == bad[at].1 && bad[end].0 - bad[end - 1].0 <= 4 {
            end += 1;
        }
        outcome.examples.push(Example {
            kind: bad[at].1.clone(),
            file: sample.name.clone(),
            text: context(sample, bad[at].0..bad[end - 1].0 + 1),
            weight: end - at,
        });
        at = end;
    }
}

/// Annotations as wholes: brackets and what is in them.
fn annotations(sample: &Sample, run: &Run, counts: &mut Counts) {
    let glyphs = &sample.text.glyphs;
    for (index, glyph) in glyphs.iter().enumerate() {
        let Label::Noise(class) = glyph.label else {
            continue;
        };
        if !class.is_annotation() || !matches!(glyph.character, '(' | '（') {
            continue;
        }
        let unit = (index..glyphs.len()).take_while(|at| {
            !matches!(glyphs[*at].character, ')' | '）') && glyphs[*at].label != Label::Clean(0)
        });
        let kept = unit.into_iter().any(|at| run.kept[at]);
        counts.add(format!("annotations: {}", class.name()), 1);
        counts.add("annotations", 1);
        counts.add(
            format!("annotations kept: {}", class.name()),
            usize::from(kept),
        );
        counts.add("annotations kept", usize::from(kept));
    }
    if counts.get("annotations") > 0.0 {
        let han = glyphs.iter().filter(|glyph| is_han(glyph.character));
        counts.add("annotated han", han.count());
    }
}

/// Characters of files in a wrong encoding that are there after decoding.
fn encoding(sample: &Sample, run: &Run, outcome: &mut Outcome) {
    let visible =
        || (0..run.decoded.len()).filter(|index| sample.text.glyphs[*index].label != Label::Layout);
    let decoded = visible().filter(|index| run.decoded[*index]).count();
    let all = visible().count();
    let is_mojibake = sample.has("storage GbkAsLatin") || sample.has("storage Utf8Twice");
    let is_html =
        sample.has("storage Html") || sample.has("storage HtmlGbk") || !sample.sites.is_empty();
    let name = match (is_mojibake, is_html) {
        (true, _) => "mojibake",
        (_, true) => return,
        _ => "decoding",
    };
    let counts = &mut outcome.counts;
    counts.add(name, all);
    counts.add(format!("{name} right"), decoded);
    let bad: Vec<(usize, String)> = visible()
        .filter(|index| !run.decoded[*index])
        .map(|index| (index, format!("not decoded: {name}")))
        .collect();
    runs(sample, &bad, outcome);
}
