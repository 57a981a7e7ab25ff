//! Counts, on one file, what the program did right and wrong.

use std::collections::{BTreeMap, BTreeSet};

use super::counts::{Counts, Example, Outcome};
use super::fields;
use super::run::{self, Output, Run};
use crate::noise::Sample;
use crate::noise::labelled::{Class, Glyph, Label, Start};

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
    lines(sample, &run, &mut outcome);
    folding(sample, &run, &mut outcome);
    breaks(sample, &run, &mut outcome);
    documents(sample, &run, &mut outcome);
    damage(sample, &run, &mut outcome);
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
        let han = glyphs
            .iter()
            .filter(|glyph| crate::noise::labelled::is_han(glyph.character));
        counts.add("annotated han", han.count());
    }
}

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
fn lines(sample: &Sample, run: &Run, outcome: &mut Outcome) {
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
fn folding(sample: &Sample, run: &Run, outcome: &mut Outcome) {
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

/// Paragraph ends: those of the truth against those of the output.
fn breaks(sample: &Sample, run: &Run, outcome: &mut Outcome) {
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
fn documents(sample: &Sample, run: &Run, outcome: &mut Outcome) {
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

/// Places whose bytes were destroyed: given back, guessed wrongly, or left.
fn damage(sample: &Sample, run: &Run, outcome: &mut Outcome) {
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
    for site in &sample.sites {
        outcome.counts.add("damaged", 1);
        let (Some(before), Some(after)) = (place.get(&site.before), place.get(&site.after)) else {
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

/// Characters of files in a wrong encoding that are there after decoding.
fn encoding(sample: &Sample, run: &Run, outcome: &mut Outcome) {
    let visible =
        || (0..run.decoded.len()).filter(|index| sample.text.glyphs[*index].label != Label::Layout);
    let decoded = visible().filter(|index| run.decoded[*index]).count();
    let all = visible().count();
    let is_mojibake = sample.has("storage GbkAsLatin") || sample.has("storage Utf8Twice");
    let is_html = sample.has("storage Html") || sample.has("storage HtmlGbk");
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
