//! Foreign text: spam lines and splices, brands in an issuer's place, tokens, repeated marks.

use crate::noise::furniture::Furniture;
use crate::noise::labelled::{Class, Glyph, Label, Labelled, Start, noise};
use crate::noise::random::Random;

/// Returns a spam line.
pub(crate) fn spam_line(words: &Furniture, random: &mut Random) -> String {
    let separator = random.word(words.spam_separators);
    let groups = random.between(4, 24);
    let mut hard = 0;
    let mut line = String::new();
    for group in 0..groups {
        if group > 0 {
            line.push_str(separator);
        }
        for _ in 0..random.between(2, 4) {
            if random.percent(35) || (group + 1 == groups && hard < 2) {
                line.push_str(random.word(words.spam_hard));
                hard += 1;
            } else {
                line.push_str(random.word(words.spam_soft));
            }
        }
    }
    line
}

/// Splices spam into the middle of paragraphs.
pub(crate) fn splice(text: &mut Labelled, words: &Furniture, random: &mut Random) {
    let clean: Vec<usize> = (0..text.glyphs.len())
        .filter(|index| text.glyphs[*index].is_clean() && text.glyphs[*index].character == '，')
        .collect();
    if clean.is_empty() {
        return;
    }
    let at = *random.pick(&clean) + 1;
    let splice = noise(Class::SpamInline, random.word(words.splices));
    text.glyphs.splice(at..at, splice);
}

/// Inserts tokens into running text.
pub(crate) fn inject(text: &mut Labelled, words: &Furniture, random: &mut Random) {
    let token = random.word(words.injected);
    let count = random.between(1, 4);
    for _ in 0..count {
        let inside: Vec<usize> = (1..text.glyphs.len())
            .filter(|index| {
                text.glyphs[*index].is_clean()
                    && text.glyphs[index - 1].is_clean()
                    && text.glyphs[*index].start == Start::Inside
            })
            .collect();
        if inside.is_empty() {
            return;
        }
        let at = *random.pick(&inside);
        text.glyphs.splice(at..at, noise(Class::Injected, token));
    }
}

/// Doubles some marks.
pub(crate) fn repeat_marks(text: &mut Labelled, percent: usize, random: &mut Random) {
    text.rebuild(|glyphs, index, out| {
        let glyph = glyphs[index];
        out.push(glyph);
        if glyph.is_clean() && "，,、".contains(glyph.character) && random.percent(percent) {
            for _ in 0..random.between(1, 2) {
                out.push(Glyph::noise(Class::Punctuation, glyph.character));
            }
        }
    });
}

/// Overwrites every occurrence of a name by a brand; returns how often.
pub(crate) fn brand(text: &mut Labelled, name: &str, brand: &str) -> usize {
    let name: Vec<char> = name.chars().collect();
    let mut skip = 0;
    let mut count = 0;
    text.rebuild(|glyphs, index, out| {
        if skip > 0 {
            skip -= 1;
            return;
        }
        let window = glyphs[index..]
            .iter()
            .take(name.len())
            .map(|glyph| glyph.character);
        if !window.eq(name.iter().copied()) {
            out.push(glyphs[index]);
            return;
        }
        count += 1;
        skip = name.len() - 1;
        let start = glyphs[index].start;
        let first = out.len();
        out.extend(
            brand
                .chars()
                .map(|character| Glyph::noise(Class::Brand, character)),
        );
        if start == Start::Paragraph {
            out[first].start = Start::Paragraph;
        }
    });
    count
}

/// Deletes what stands in spans that the page styled: brackets, years, serials, dates.
pub(crate) fn drop_spans(text: &mut Labelled, random: &mut Random) -> usize {
    let mode = random.below(3);
    let mut deleted = 0;
    text.rebuild(|glyphs, index, out| {
        let glyph = glyphs[index];
        let near = |character: char| {
            let from = index.saturating_sub(9);
            let to = (index + 10).min(glyphs.len());
            glyphs[from..to]
                .iter()
                .any(|glyph| glyph.character == character)
        };
        let gone = matches!(glyph.label, Label::Clean(_))
            && match mode {
                0 => "〕]）".contains(glyph.character) && near('号') && near('发'),
                1 => {
                    "年月日".contains(glyph.character)
                        && index > 0
                        && glyphs[index - 1].character.is_ascii_digit()
                }
                _ => "《》".contains(glyph.character),
            };
        if gone {
            deleted += 1;
        } else {
            out.push(glyph);
        }
    });
    deleted
}
