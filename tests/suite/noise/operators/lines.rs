//! Lines broken and glued, and spaces put into them.

use crate::noise::labelled::{Glyph, Label, Labelled, Start, is_han};
use crate::noise::random::Random;

/// Breaks lines of documents after `width` wide characters; narrow ones count half.
pub(crate) fn wrap(text: &mut Labelled, width: usize) {
    let mut column = 0;
    let mut ended = false;
    text.rebuild(|glyphs, index, out| {
        let mut glyph = glyphs[index];
        if glyph.character == '\n' {
            column = 0;
        }
        let closes = "。，、；：！？）》”,;:!?)]".contains(glyph.character);
        if column >= width * 2 && glyph.is_clean() && !closes {
            out.push(Glyph::layout('\n'));
            column = 0;
            // A line that ends with a sentence may end a paragraph for all one can see.
            if ended && glyph.start == Start::Inside {
                glyph.start = Start::Lost;
            }
        }
        if glyph.character != '\n' {
            column += 1 + usize::from(!glyph.character.is_ascii());
        }
        ended = "。！？；：".contains(glyph.character);
        out.push(glyph);
    });
}

/// Whether a heading's number begins at a glyph: what shows a paragraph although nothing breaks.
fn begins_heading(glyphs: &[Glyph]) -> bool {
    let text: String = glyphs.iter().take(8).map(|glyph| glyph.character).collect();
    let numeral = |character: char| "一二三四五六七八九十百".contains(character);
    let after = |text: &str| text.trim_start_matches(numeral).chars().next();
    let first = text.chars().next().unwrap_or(' ');
    match first {
        '（' | '(' => {
            let rest: String = text.chars().skip(1).collect();
            rest.starts_with(numeral) && matches!(after(&rest), Some('）' | ')'))
        }
        '第' => {
            let rest: String = text.chars().skip(1).collect();
            rest.starts_with(numeral) && matches!(after(&rest), Some('条' | '條'))
        }
        _ => numeral(first) && after(&text) == Some('、'),
    }
}

/// Removes line ends between paragraphs of one document, this percentage of them.
pub(crate) fn glue(text: &mut Labelled, percent: usize, random: &mut Random) {
    let mut drop_until = 0;
    let mut lose = None;
    let mut seen_title = false;
    text.rebuild(|glyphs, index, out| {
        if index < drop_until {
            return;
        }
        let mut glyph = glyphs[index];
        if lose == Some(index) {
            glyph.start = Start::Lost;
        }
        if glyph.character == '\n' {
            let next = (index..glyphs.len()).find(|at| glyphs[*at].label != Label::Layout);
            let before = out.iter().rev().find(|glyph| glyph.label != Label::Layout);
            if let (Some(next), Some(before)) = (next, before)
                && before.is_clean()
                && before.label == glyphs[next].label
                && std::mem::replace(&mut seen_title, true)
                && random.percent(percent)
            {
                drop_until = next;
                if !begins_heading(&glyphs[next..]) {
                    lose = Some(next);
                }
                return;
            }
        }
        out.push(glyph);
    });
}

/// Puts spaces where page descriptions position glyphs: around marks, digits, within words.
pub(crate) fn spaces(text: &mut Labelled, per_mille: usize, random: &mut Random) {
    text.rebuild(|glyphs, index, out| {
        let glyph = glyphs[index];
        out.push(glyph);
        let Some(next) = glyphs.get(index + 1) else {
            return;
        };
        if !glyph.is_clean() || !next.is_clean() {
            return;
        }
        let at_mark = |glyph: &Glyph| "，。、；：（）()〔〕,;:".contains(glyph.character);
        let apart = is_han(glyph.character) != is_han(next.character);
        let chance = if at_mark(&glyph) || at_mark(next) {
            per_mille * 6
        } else if apart {
            per_mille * 4
        } else {
            per_mille
        };
        if random.below(1000) < chance {
            out.push(Glyph::layout(' '));
        }
    });
}
