//! The steps of a noisy file: lines broken, issuer overwritten, script changed, foreign text, bytes.

use crate::noise::furniture::Furniture;
use crate::noise::labelled::{Class, Labelled, noise};
use crate::noise::operators::annotate::{self, Form};
use crate::noise::operators::bytes::Storage;
use crate::noise::operators::{byte_damage, inserts, lines, readings};
use crate::noise::random::Random;
use crate::noise::script_table::{Style, traditional};
use crate::noise::{Half, Sample};

pub(super) fn break_lines(sample: &mut Sample, half: Half, random: &mut Random) {
    match random.below(100) {
        0..=7 => {
            let width = match half {
                Half::Development => [25, 26, 28, 30, 33, 36, 38, 40][random.below(8)],
                Half::HeldOut => [24, 27, 31, 35, 39][random.below(5)],
            };
            lines::wrap(&mut sample.text, width);
            sample.tags.insert("wrap".into());
        }
        8..=15 => {
            let percent = match half {
                Half::Development => [30, 50, 90, 100][random.below(4)],
                Half::HeldOut => [40, 75][random.below(2)],
            };
            lines::glue(&mut sample.text, percent, random);
            sample.tags.insert("glue".into());
        }
        16..=20 => {
            let per_mille = match half {
                Half::Development => random.between(8, 45),
                Half::HeldOut => random.between(10, 40),
            };
            lines::spaces(&mut sample.text, per_mille, random);
            sample.tags.insert("spaces".into());
        }
        _ => {}
    }
}

/// A betting brand stands wherever the issuer's government stood.
pub(super) fn overwrite_issuer(sample: &mut Sample, half: Half, random: &mut Random) {
    let Some(issuer) = sample.truths[0].issuers.first().cloned() else {
        return;
    };
    let brand = *random.pick(Furniture::of(half).brands);
    if inserts::brand(&mut sample.text, &issuer, brand) > 0 {
        sample.brand = Some(brand.to_owned());
        sample.tags.insert("brand".into());
        sample.truths[0].title = sample.truths[0].title.replace(&issuer, "");
    }
}

/// Makes the text traditional, and mostly annotates it.
pub(super) fn script(sample: &mut Sample, half: Half, random: &mut Random) {
    if random.below(45) < 10 {
        let style = [
            Style::Words,
            Style::Table,
            Style::Variants,
            Style::Overconverted,
            Style::Half,
        ][random.below(5)];
        annotate::convert(&mut sample.text, |text| traditional(text, style));
        sample.tags.insert("traditional".into());
        return;
    }
    sample.tags.insert("traditional".into());
    let level = match half {
        Half::Development => [1, 2, 3, 4][random.below(4)],
        Half::HeldOut => [1, 2, 3, 4][random.below(4)],
    };
    let (style, form): (Style, Option<Form>) = match random.below(100) {
        0..=49 => (
            [Style::Words, Style::Table][random.below(2)],
            Some(annotate::TIGHT),
        ),
        50..=73 => (Style::Words, None),
        74..=82 => (Style::Overconverted, Some(annotate::SPACED_AFTER)),
        83..=88 => (Style::Table, Some(annotate::SPACED_INSIDE)),
        89..=95 => (Style::Variants, Some(annotate::COMMON)),
        _ => (Style::Words, Some(annotate::WIDE)),
    };
    annotate::convert(&mut sample.text, |text| traditional(text, style));
    let Some(form) = form else {
        annotate::at_random(&mut sample.text, half, random);
        sample.tags.insert("B".into());
        return;
    };
    let dictionary = match form.class {
        Class::AnnotationA3 => annotate::dictionary(&[readings::COMMON]),
        Class::AnnotationC => annotate::dictionary(&[readings::UNTONED]),
        _ => annotate::site(level),
    };
    let in_bytes = form.class == Class::AnnotationA1 && random.percent(30);
    if in_bytes {
        let mark = broken(random);
        sample.sites = byte_damage::annotate(&mut sample.text, &dictionary, mark);
        sample.tags.insert("byte damage".into());
    } else {
        annotate::by_dictionary(&mut sample.text, &dictionary, form);
    }
    sample.tags.insert(form.class.name().into());
}

/// The marks of a text that a site exchanges.
const fn damaged_marks(random: &mut Random) -> &'static [&'static str] {
    [&["。"] as &[&str], &["；", "，"], &["？"]][random.below(3)]
}

/// What stands for a broken pair of bytes.
const fn broken(random: &mut Random) -> char {
    ['?', '\u{fffd}'][random.below(2)]
}

/// Exchanges bytes as sites do that put readings or marks into a stream of bytes.
pub(super) fn damage_bytes(sample: &mut Sample, half: Half, random: &mut Random) {
    sample.tags.insert("byte damage".into());
    let mark = broken(random);
    if random.percent(25) {
        let marks = damaged_marks(random);
        sample.sites = byte_damage::punctuation(&mut sample.text, marks, mark);
        return;
    }
    let style = [Style::Words, Style::Table][random.below(2)];
    annotate::convert(&mut sample.text, |text| traditional(text, style));
    sample.tags.insert("traditional".into());
    let level = match half {
        Half::Development => random.between(1, 4),
        Half::HeldOut => random.between(2, 4),
    };
    sample.sites = byte_damage::annotate(&mut sample.text, &annotate::site(level), mark);
    sample.tags.insert(Class::AnnotationA1.name().into());
}

/// Spam, splices, tokens and doubled marks.
pub(super) fn foreign(sample: &mut Sample, half: Half, random: &mut Random) {
    let words = Furniture::of(half);
    let is_damaged = !sample.sites.is_empty();
    if is_damaged {
        return;
    }
    if random.percent(6) {
        let marks = damaged_marks(random);
        let mark = broken(random);
        sample.sites = byte_damage::punctuation(&mut sample.text, marks, mark);
        sample.tags.insert("byte damage".into());
        return;
    }
    if random.percent(15) {
        spam(sample, words, random);
    }
    if random.percent(4) {
        inserts::splice(&mut sample.text, words, random);
        sample.tags.insert("splice".into());
    }
    if random.percent(2) {
        inserts::inject(&mut sample.text, words, random);
        sample.tags.insert("injected".into());
    }
    if random.percent(2) {
        inserts::repeat_marks(&mut sample.text, 5, random);
        sample.tags.insert("repeated marks".into());
    }
}

pub(super) fn spam(sample: &mut Sample, words: &Furniture, random: &mut Random) {
    let line = inserts::spam_line(words, random);
    let mut glyphs = noise(Class::Spam, &line);
    let mut whole = Labelled::default();
    whole.push_line_ends(1);
    match random.below(5) {
        0..=2 => {
            glyphs.extend(whole.glyphs);
            sample.text.glyphs.splice(0..0, glyphs);
        }
        3 => {
            if sample
                .text
                .glyphs
                .last()
                .is_some_and(|last| last.character != '\n')
            {
                sample.text.push_line_ends(1);
            }
            sample.text.glyphs.extend(glyphs);
        }
        _ => {
            let ends: Vec<usize> = (0..sample.text.glyphs.len())
                .filter(|index| sample.text.glyphs[*index].character == '\n')
                .collect();
            let at = ends.get(ends.len() / 2).map_or(0, |at| at + 1);
            glyphs.extend(whole.glyphs);
            sample.text.glyphs.splice(at..at, glyphs);
        }
    }
    sample.tags.insert("spam".into());
}

pub(super) fn storage(sample: &Sample, random: &mut Random) -> Storage {
    let simple =
        sample.text.text().chars().all(|character| {
            !('\u{100}'..'\u{2000}').contains(&character) && character != '\u{fffd}'
        });
    match random.below(100) {
        0..=4 if simple => [Storage::GbkAsLatin, Storage::Utf8Twice][random.below(2)],
        5..=6 => Storage::Utf8Mark,
        7..=9 => Storage::CarriageReturns,
        10..=14 => Storage::Gb18030,
        15 => Storage::Utf16,
        16..=17 => Storage::CutAtEnd,
        18..=27 if sample.sites.is_empty() => Storage::Html,
        28..=30 if sample.sites.is_empty() => Storage::HtmlGbk,
        _ => Storage::Utf8,
    }
}
