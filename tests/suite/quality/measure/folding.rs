//! Traditional files: their characters in the folded text, key words, places of damaged bytes.

use std::collections::BTreeMap;

use super::super::counts::{Example, Outcome};
use super::super::run::{Output, Run};
use super::context;
use crate::noise::Sample;
use crate::noise::labelled::Label;

/// The generator's own folding: width and case; the script is known from the truth.
pub(crate) fn plain(character: char) -> char {
    let narrow = match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        other => other,
    };
    narrow.to_lowercase().next().unwrap_or(narrow)
}

const KEYWORDS: [&str; 24] = [
    "一区多园",
    "营商环境",
    "高新技术",
    "专项资金",
    "应急预案",
    "人民政府",
    "责任单位",
    "监督检查",
    "优化",
    "产业",
    "统筹",
    "机制",
    "体系",
    "服务",
    "质量",
    "经费",
    "实施",
    "发展",
    "规划",
    "关系",
    "着力",
    "准入",
    "范围",
    "复核",
];

/// Characters of traditional files in the folded text, and key words found in it.
pub(super) fn folding(sample: &Sample, run: &Run, outcome: &mut Outcome) {
    if !sample.has("traditional") || sample.has("byte damage") {
        return;
    }
    let glyphs = &sample.text.glyphs;
    for output in run.found.iter().flat_map(|found| &found.output) {
        let Some(glyph) = output
            .glyph
            .map(|index| glyphs[index])
            .filter(|glyph| glyph.is_clean())
        else {
            continue;
        };
        outcome.counts.add("folded", 1);
        if output.character != plain(glyph.origin) {
            outcome.counts.add("folded wrong", 1);
            outcome.examples.push(Example {
                kind: "folded wrong".into(),
                file: sample.name.clone(),
                text: format!("{} for {}", output.character, glyph.origin),
                weight: 1,
            });
        }
    }
    let truth: String = glyphs
        .iter()
        .filter(|glyph| glyph.is_clean())
        .map(|glyph| plain(glyph.origin))
        .collect();
    let folded: String = run
        .found
        .iter()
        .flat_map(|found| &found.output)
        .filter(|output| {
            output.glyph.is_none_or(|index| {
                !matches!(glyphs[index].label, Label::Noise(class) if !class.is_annotation())
            })
        })
        .map(|output| output.character)
        .collect();
    for word in KEYWORDS {
        let wanted = truth.matches(word).count();
        outcome.counts.add("keywords", wanted);
        outcome
            .counts
            .add("keywords found", wanted.min(folded.matches(word).count()));
    }
}

/// Places whose bytes were destroyed: given back, guessed wrongly, or left.
pub(super) fn damage(sample: &Sample, run: &Run, outcome: &mut Outcome) {
    let output: Vec<Output> = run
        .found
        .iter()
        .flat_map(|found| found.output.clone())
        .collect();
    let mut place: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, output) in output.iter().enumerate() {
        if let Some(glyph) = output.glyph {
            place.insert(glyph, at);
        }
    }
    let glyphs = &sample.text.glyphs;
    let is_clean = |at: usize| glyphs.get(at).is_some_and(|glyph| glyph.is_clean());
    for site in &sample.sites {
        // What stands in a line of the page goes with it.
        if !(is_clean(site.before) && is_clean(site.after)) {
            continue;
        }
        outcome.counts.add("damaged", 1);
        let (Some(before), Some(after)) = (place.get(&site.before), place.get(&site.after)) else {
            outcome.examples.push(Example {
                kind: "damaged lost".into(),
                file: sample.name.clone(),
                text: context(sample, site.before..site.after + 1),
                weight: 1,
            });
            continue;
        };
        if before >= after {
            continue;
        }
        let visible = |output: &&Output| !output.character.is_whitespace();
        let between: Vec<Output> = output[before + 1..*after]
            .iter()
            .filter(visible)
            .copied()
            .collect();
        let text: String = between.iter().map(|output| output.character).collect();
        let lost: String = site
            .lost
            .iter()
            .map(|character| plain(*character))
            .collect();
        let invented: Vec<char> = between
            .iter()
            .filter(|output| output.glyph.is_none())
            .map(|output| output.character)
            .collect();
        let mut rest = lost.chars();
        let is_right = invented
            .iter()
            .all(|wanted| rest.any(|character| character == *wanted));
        let name = if text == lost {
            "damaged restored"
        } else if !is_right {
            "damaged wrong"
        } else {
            "damaged left"
        };
        outcome.counts.add(name, 1);
        if name != "damaged restored" {
            outcome.examples.push(Example {
                kind: name.into(),
                file: sample.name.clone(),
                text: format!(
                    "{} → {text}, was {lost}",
                    context(sample, site.before..site.after + 1)
                ),
                weight: 1,
            });
        }
    }
}
