//! Paragraphs within documents and documents within files.

use std::collections::{BTreeMap, BTreeSet};

use super::super::counts::{Example, Outcome};
use super::super::run::{Output, Run};
use super::context;
use crate::noise::Sample;
use crate::noise::labelled::Start;

/// Paragraph ends: those of the truth against those of the output.
pub(super) fn breaks(sample: &Sample, run: &Run, outcome: &mut Outcome) {
    let glyphs = &sample.text.glyphs;
    let tags = ["wrap", "glue", "spaces"];
    let is_broken = tags.iter().any(|tag| sample.has(tag));
    for found in &run.found {
        let mut last: Option<Output> = None;
        for output in &found.output {
            let Some(glyph) = output
                .glyph
                .map(|index| glyphs[index])
                .filter(|glyph| glyph.is_clean())
            else {
                continue;
            };
            let before = last.replace(*output);
            let Some(before) = before.filter(|before| {
                before
                    .glyph
                    .is_some_and(|index| glyphs[index].document() == glyph.document())
            }) else {
                continue;
            };
            let is_break = before.paragraph != output.paragraph;
            let name = match (glyph.start, is_break) {
                (Start::Paragraph, true) => "break tp",
                (Start::Paragraph, false) => "break fn",
                (Start::Inside, true) => "break fp",
                _ => continue,
            };
            outcome.counts.add(name, 1);
            if is_broken {
                outcome.counts.add(format!("damaged {name}"), 1);
            }
            if name == "break fp" && !"。！？；：!?;:.".contains(before.character) {
                outcome.counts.add("words split", 1);
            }
            if name != "break tp" {
                let index = output.glyph.unwrap_or_default();
                outcome.examples.push(Example {
                    kind: name.into(),
                    file: sample.name.clone(),
                    text: context(sample, index..index + 1),
                    weight: 1,
                });
            }
        }
    }
}

/// Documents found in the file against those put into it.
pub(super) fn documents(sample: &Sample, run: &Run, outcome: &mut Outcome) {
    let glyphs = &sample.text.glyphs;
    let mut totals: BTreeMap<u8, usize> = BTreeMap::new();
    for (index, glyph) in glyphs.iter().enumerate() {
        let counts = run.kept[index] && !glyph.distant;
        if let Some(document) = glyph.document().filter(|_| counts) {
            *totals.entry(document).or_default() += 1;
        }
    }
    let mut exact = BTreeSet::new();
    let mut last = None;
    let mut right = BTreeSet::new();
    let mut cuts = 0;
    for found in &run.found {
        let body: Vec<(usize, u8)> = found
            .output
            .iter()
            .filter_map(|output| output.glyph)
            .filter(|index| !glyphs[*index].distant)
            .filter_map(|index| Some((index, glyphs[index].document()?)))
            .collect();
        let (Some(first), Some(end)) = (body.first(), body.last()) else {
            continue;
        };
        if let Some(last) = last {
            cuts += 1;
            if last != first.1 {
                right.insert(first.1);
            } else {
                outcome.examples.push(Example {
                    kind: "split too often".into(),
                    file: sample.name.clone(),
                    text: context(sample, first.0..first.0 + 1),
                    weight: 1,
                });
            }
        }
        last = Some(end.1);
        let all_one = body.iter().all(|(_, document)| *document == first.1);
        if all_one && totals.get(&first.1) == Some(&body.len()) {
            exact.insert(first.1);
        }
    }
    let wanted = sample.truths.len().saturating_sub(1);
    outcome.counts.add("documents", sample.truths.len());
    outcome.counts.add("documents exact", exact.len());
    outcome.counts.add("split tp", right.len().min(wanted));
    outcome.counts.add("split fp", cuts - right.len().min(cuts));
    outcome
        .counts
        .add("split fn", wanted.saturating_sub(right.len()));
    for document in 1..sample.truths.len() {
        let missed = u8::try_from(document).is_ok_and(|document| !right.contains(&document));
        let at = glyphs
            .iter()
            .position(|glyph| !glyph.distant && glyph.document() == u8::try_from(document).ok());
        if let Some(at) = at.filter(|_| missed) {
            outcome.examples.push(Example {
                kind: "not split".into(),
                file: sample.name.clone(),
                text: context(sample, at..at + 1),
                weight: 1,
            });
        }
    }
}
