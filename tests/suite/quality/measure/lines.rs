//! Lines dropped and kept: furniture and spam against those of documents.

use std::collections::BTreeSet;

use super::super::counts::Outcome;
use super::super::run::Run;
use crate::noise::Sample;
use crate::noise::labelled::{Class, Glyph, Label};

/// What a line is.
enum Line {
    Clean,
    Furniture,
    Spam,
}

fn line_kind(glyphs: &[Glyph]) -> Option<Line> {
    let mut kinds = BTreeSet::new();
    for glyph in glyphs {
        match glyph.label {
            Label::Layout => {}
            Label::Clean(_) => {
                kinds.insert(0);
            }
            Label::Noise(Class::Spam) => {
                kinds.insert(1);
            }
            Label::Noise(class) if class.is_furniture() => {
                kinds.insert(2);
            }
            Label::Noise(class) if class.is_annotation() => {}
            Label::Noise(_) => {
                kinds.insert(3);
            }
        }
    }
    match (kinds.len(), kinds.first()) {
        (1, Some(0)) => Some(Line::Clean),
        (1, Some(1)) => Some(Line::Spam),
        (1, Some(2)) => Some(Line::Furniture),
        _ => None,
    }
}

/// Lines dropped and kept: furniture and spam against clean ones.
pub(super) fn lines(sample: &Sample, run: &Run, outcome: &mut Outcome) {
    for line in sample.text.lines() {
        let glyphs = &sample.text.glyphs[line.clone()];
        let Some(kind) = line_kind(glyphs) else {
            continue;
        };
        let content: Vec<usize> = line
            .clone()
            .filter(|at| match sample.text.glyphs[*at].label {
                Label::Layout => false,
                Label::Clean(_) => true,
                Label::Noise(class) => !class.is_annotation(),
            })
            .collect();
        if content.is_empty() {
            continue;
        }
        let kept = content.iter().filter(|at| run.kept[**at]).count();
        let mostly_kept = kept * 2 >= content.len();
        let counts = &mut outcome.counts;
        match kind {
            Line::Clean if !mostly_kept => {
                let by_spam = content.iter().any(|at| {
                    run.rules[*at]
                        .as_deref()
                        .is_some_and(|rule| rule.contains("spam"))
                });
                counts.add(if by_spam { "spam fp" } else { "furniture fp" }, 1);
            }
            Line::Clean => {}
            Line::Spam => counts.add(
                if kept * 10 <= content.len() {
                    "spam tp"
                } else {
                    "spam fn"
                },
                1,
            ),
            Line::Furniture => {
                let gone = kept * 10 <= content.len();
                counts.add(if gone { "furniture tp" } else { "furniture fn" }, 1);
                let class = content
                    .iter()
                    .find_map(|at| match sample.text.glyphs[*at].label {
                        Label::Noise(class) => Some(class.name()),
                        _ => None,
                    });
                let class = class.unwrap_or_default();
                counts.add(format!("lines in: {class}"), 1);
                counts.add(format!("lines kept: {class}"), usize::from(!gone));
            }
        }
    }
}
