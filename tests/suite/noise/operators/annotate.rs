//! Readings in brackets behind characters and words.

use std::collections::HashMap;

use pinyin::ToPinyin;

use super::readings;
use crate::noise::Half;
use crate::noise::labelled::{Class, Glyph, Label, Labelled, is_han, noise};
use crate::noise::random::Random;

/// How the brackets are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) class: Class,
    open: &'static str,
    close: &'static str,
}

/// The forms of bracket.
pub(crate) const TIGHT: Form = form(Class::AnnotationA1, "(", ")");
pub(crate) const SPACED_INSIDE: Form = form(Class::AnnotationA2, "(", " )");
pub(crate) const COMMON: Form = form(Class::AnnotationA3, "(", ")");
pub(crate) const SPACED_AFTER: Form = form(Class::AnnotationC, "(", ") ");
pub(crate) const WIDE: Form = form(Class::AnnotationWide, "（", "）");

const fn form(class: Class, open: &'static str, close: &'static str) -> Form {
    Form { class, open, close }
}

/// Reads dictionaries of the shape `產chǎn業yè`.
pub(crate) fn dictionary(texts: &[&str]) -> HashMap<char, String> {
    let mut entries = HashMap::new();
    let mut current = None;
    for character in texts.iter().flat_map(|text| text.chars()) {
        if is_han(character) {
            current = Some(character);
            entries.insert(character, String::new());
        } else if let Some(reading) = current.and_then(|key| entries.get_mut(&key)) {
            reading.push(character);
        }
    }
    entries
}

/// Returns a site's dictionary of level 1 to 4.
pub(crate) fn site(level: usize) -> HashMap<char, String> {
    let all = [readings::L1, readings::L2, readings::L3, readings::L4];
    let mut texts = all[..level].to_vec();
    if level >= 2 {
        texts.push(readings::L2_MORE);
    }
    dictionary(&texts)
}

/// Annotates every listed character, furniture included.
pub(crate) fn by_dictionary(text: &mut Labelled, dictionary: &HashMap<char, String>, form: Form) {
    text.rebuild(|glyphs, index, out| {
        let glyph = glyphs[index];
        out.push(glyph);
        let is_spam = matches!(glyph.label, Label::Noise(Class::Spam | Class::SpamInline));
        if let Some(reading) = dictionary.get(&glyph.character).filter(|_| !is_spam) {
            let text = format!("{}{reading}{}", form.open, form.close);
            out.extend(noise(form.class, &text));
        }
    });
}

/// Annotates random characters within windows, every occurrence there, repeatedly picked ones in
/// runs.
pub(crate) fn at_random(text: &mut Labelled, half: Half, random: &mut Random) {
    let (share, sizes, gaps) = match half {
        Half::Development => (30 + random.below(7), (15, 150), (0, 220)),
        Half::HeldOut => (33, (18, 130), (5, 190)),
    };
    let mut runs: HashMap<usize, usize> = HashMap::new();
    let han: Vec<usize> = (0..text.glyphs.len())
        .filter(|index| text.glyphs[*index].is_clean() && is_han(text.glyphs[*index].character))
        .collect();
    let mut at = random.between(gaps.0, gaps.1);
    while at < han.len() {
        let end = (at + random.between(sizes.0, sizes.1)).min(han.len());
        let window = &han[at..end];
        let mut counts: HashMap<char, usize> = HashMap::new();
        for _ in 0..window.len() * share / 100 {
            let picked = window[random.below(window.len())];
            *counts.entry(text.glyphs[picked].character).or_default() += 1;
        }
        for index in window {
            if let Some(count) = counts.get(&text.glyphs[*index].character) {
                runs.insert(*index, (*count).min(4));
            }
        }
        at = end + random.between(gaps.0, gaps.1);
    }
    text.rebuild(|glyphs, index, out| {
        out.push(glyphs[index]);
        let Some(count) = runs.get(&index) else {
            return;
        };
        if let Some(reading) = glyphs[index].character.to_pinyin() {
            let reading = format!("({})", reading.plain().replace('ü', "v"));
            for _ in 0..*count {
                out.extend(noise(Class::AnnotationB, &reading));
            }
        }
    });
}

/// Annotates whole words here and there.
pub(crate) fn words(text: &mut Labelled, half: Half, random: &mut Random) {
    let words: Vec<(Vec<char>, &str)> = readings::WORDS
        .iter()
        .enumerate()
        .filter(|(index, _)| (index % 2 == 0) == (half == Half::Development))
        .map(|(_, (word, reading))| (word.chars().collect(), *reading))
        .collect();
    let percent = random.between(25, 70);
    let mut chosen: HashMap<usize, &str> = HashMap::new();
    for start in 0..text.glyphs.len() {
        for (word, reading) in &words {
            let window = text.glyphs[start..].iter().take(word.len());
            let same = window
                .clone()
                .map(|glyph| glyph.character)
                .eq(word.iter().copied());
            if same && window.clone().all(|glyph| glyph.is_clean()) && random.percent(percent) {
                chosen.insert(start + word.len() - 1, reading);
            }
        }
    }
    text.rebuild(|glyphs, index, out| {
        out.push(glyphs[index]);
        if let Some(reading) = chosen.get(&index) {
            out.extend(noise(Class::AnnotationW, &format!("({reading})")));
        }
    });
}

/// Marks nothing; converts the characters of a text with `convert`, spam aside.
pub(crate) fn convert(text: &mut Labelled, convert: impl Fn(&[char]) -> Vec<char>) {
    let characters: Vec<char> = text.glyphs.iter().map(|glyph| glyph.character).collect();
    let converted = convert(&characters);
    for (glyph, character) in text.glyphs.iter_mut().zip(converted) {
        if !matches!(
            glyph.label,
            Label::Noise(Class::Spam | Class::SpamInline | Class::Brand)
        ) {
            *glyph = Glyph {
                character,
                ..*glyph
            };
        }
    }
}
