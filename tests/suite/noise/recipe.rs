//! The mix: which operators a file gets, in which order. Shares as counted on real pages.

use super::furniture::Furniture;
use super::grammar::{self, Role, Setting, Truth};
use super::labelled::{Class, Labelled, noise};
use super::operators::annotate::{self, Form};
use super::operators::bytes::{self, Storage};
use super::operators::page::{self, Block, Page};
use super::operators::{byte_damage, inserts, lines, readings, rewrite};
use super::random::Random;
use super::script_table::{Style, traditional};
use super::{Half, Sample, controls, off_topic};

/// Returns the file of a number.
pub(crate) fn sample(half: Half, index: usize) -> Sample {
    let seed = match half {
        Half::Development => 0x5eed_0001,
        Half::HeldOut => 0x5eed_1002,
    };
    let mut random = Random::new(seed + index as u64 * 7919);
    let prefix = match half {
        Half::Development => "dev",
        Half::HeldOut => "held",
    };
    let mut sample = match index % 20 {
        0 | 1 => clean(half, &mut random),
        2 | 3 => control(half, index / 20 * 2 + index % 2, &mut random),
        4 if index % 40 == 4 => stub(half, &mut random),
        5 => stub(half, &mut random),
        6 if index % 40 == 6 => binary(&mut random),
        _ => noisy(half, &mut random),
    };
    let extension = sample.name.clone();
    sample.name = format!("{prefix}{index:04}.{extension}");
    sample
}

fn finish(mut sample: Sample, storage: Storage) -> Sample {
    let title = sample
        .truths
        .first()
        .map_or("", |truth| truth.title.as_str());
    sample.bytes = bytes::store(&sample.text, title, storage);
    sample.name = storage.extension().into();
    if storage != Storage::Utf8 {
        sample.tags.insert(format!("storage {storage:?}"));
    }
    sample
}

fn clean(half: Half, random: &mut Random) -> Sample {
    let truth = grammar::document(half, random);
    let mut sample = Sample::default();
    let page = Page {
        indent: ["", "　　"][random.below(2)],
        blank_lines: random.between(1, 2),
        ..Page::bare()
    };
    page::lay_out(&mut sample.text, (0, &truth), &page, (half, random));
    sample.truths.push(truth);
    sample.tags.insert("clean".into());
    finish(sample, Storage::Utf8)
}

fn control(half: Half, number: usize, random: &mut Random) -> Sample {
    // The list of sentences is the richest control: half of them.
    let kind = if number.is_multiple_of(2) {
        0
    } else {
        number / 2 % controls::KINDS.len()
    };
    let truth = controls::document(kind, half, random);
    let mut sample = Sample::default();
    let page = Page {
        blank_lines: random.between(1, 2),
        ..Page::bare()
    };
    page::lay_out(&mut sample.text, (0, &truth), &page, (half, random));
    sample.truths.push(truth);
    sample
        .tags
        .insert(format!("control: {}", controls::KINDS[kind]));
    finish(sample, Storage::Utf8)
}

fn stub(half: Half, random: &mut Random) -> Sample {
    let setting = Setting::draw(half, random);
    let number = setting.number(random);
    let frame = random
        .pick(Furniture::of(half).stubs)
        .replace("{K}", &number);
    let text = setting.fill(&frame, random);
    let mut truth = Truth {
        title: text.clone(),
        kind: "stub",
        ..Truth::default()
    };
    truth.flags.push("stub");
    truth.push(Role::Title, text);
    let mut sample = Sample::default();
    page::lay_out(&mut sample.text, (0, &truth), &Page::bare(), (half, random));
    sample.truths.push(truth);
    sample.tags.insert("stub".into());
    finish(sample, Storage::Utf8)
}

fn binary(random: &mut Random) -> Sample {
    let (bytes, extension) = bytes::binary(random);
    let mut sample = Sample {
        bytes,
        name: extension.into(),
        ..Sample::default()
    };
    sample.tags.insert("binary".into());
    sample
}

fn noisy(half: Half, random: &mut Random) -> Sample {
    let mut sample = Sample::default();
    let count = match random.percent(10) {
        true => random.between(2, 12),
        false => 1,
    };
    if count > 1 {
        sample.tags.insert("concat".into());
    }
    let furniture = random.percent(60);
    let style = Page {
        furniture: furniture && count == 1,
        library: count == 1 && random.percent(14),
        preview: count == 1 && random.percent(5),
        block: Block::None,
        repeats_title: false,
        indent: ["", "　　", "    "][random.below(3)],
        blank_lines: random.between(1, 2),
    };
    for number in 0..count {
        separator(&mut sample, number, half, random);
        document(&mut sample, (number, &style), half, random);
    }
    if count > 1 && random.percent(20) {
        untitled_last(&mut sample, count, half, random);
    }
    tag_page(&mut sample, &style);
    break_lines(&mut sample, half, random);
    if random.percent(4) && inserts::drop_spans(&mut sample.text, random) > 0 {
        sample.tags.insert("dropped spans".into());
    }
    if random.percent(4) && count == 1 {
        overwrite_issuer(&mut sample, half, random);
    }
    let converted = random.percent(45);
    if converted {
        script(&mut sample, half, random);
    } else if random.percent(5) {
        annotate::words(&mut sample.text, half, random);
        sample.tags.insert("W".into());
    }
    foreign(&mut sample, half, random);
    let storage = storage(&sample, random);
    finish(sample, storage)
}

/// What stands between two documents: nothing, blank lines, 篇二, a library's notice.
fn separator(sample: &mut Sample, number: usize, half: Half, random: &mut Random) {
    if number == 0 {
        return;
    }
    sample.text.push_line_ends(random.below(3));
    let order = grammar::chinese(number + 1);
    match random.below(12) {
        // Whether such a line is kept is no concern.
        0 => sample.text.push_layout(&match half {
            Half::Development => format!("篇{order}：\n"),
            Half::HeldOut => format!("第{order}篇\n"),
        }),
        1 => {
            let words = Furniture::of(half).library[1];
            let notice = words
                .replace("{P}", "admin")
                .replace("{D}", "2020-03-02")
                .replace("{N}", "86");
            sample.text.push_noise(Class::Library, &notice);
            sample.text.push_line_ends(1);
        }
        _ => {}
    }
}

/// A last piece whose title stands first in the file, and whose lines are wrapped.
fn untitled_last(sample: &mut Sample, count: usize, half: Half, random: &mut Random) {
    let setting = Setting::draw(half, random);
    let mut truth = grammar::news(&setting, random);
    truth.date = None;
    let number = u8::try_from(count).unwrap_or(u8::MAX);
    let mut piece = Labelled::default();
    for paragraph in truth.paragraphs.iter().skip(1) {
        piece.push_paragraph(number, &paragraph.text);
        piece.push_line_ends(1);
    }
    lines::wrap(&mut piece, random.between(26, 38));
    let mut title = Labelled::default();
    title.push_paragraph(number, &truth.title);
    for glyph in &mut title.glyphs {
        glyph.distant = true;
    }
    title.push_line_ends(1);
    sample.text.glyphs.splice(0..0, title.glyphs);
    sample.text.glyphs.extend(piece.glyphs);
    sample.truths.push(truth);
    sample.tags.insert("distant title".into());
}

fn tag_page(sample: &mut Sample, page: &Page) {
    for (tag, holds) in [
        ("furniture", page.furniture),
        ("library", page.library),
        ("preview", page.preview),
    ] {
        if holds {
            sample.tags.insert(tag.into());
        }
    }
}

/// Adds one document: its words changed, laid out in its page.
fn document(sample: &mut Sample, (number, style): (usize, &Page), half: Half, random: &mut Random) {
    let mut truth = match random.below(100) {
        0..=3 => off_topic::article(half, random),
        4..=6 => off_topic::novel(half, random),
        _ => grammar::document(half, random),
    };
    if style.preview {
        let keep = (truth.paragraphs.len() / 2).max(2);
        truth.paragraphs.truncate(keep);
        if let Some(last) = truth
            .paragraphs
            .last_mut()
            .filter(|last| last.role == Role::Body || last.role == Role::Item)
        {
            let count = last.text.chars().count();
            last.text = last.text.chars().take(count * 2 / 3).collect();
        }
        truth.flags.push("preview");
        truth.date = None;
    }
    match random.below(100) {
        0..=3 => {
            rewrite::mask(&mut truth, half, random);
            sample.tags.insert("mask".into());
        }
        4..=6 => {
            rewrite::synonyms(&mut truth, half);
            sample.tags.insert("rewritten".into());
        }
        7 => {
            rewrite::homophones(&mut truth);
            sample.tags.insert("homophones".into());
        }
        8 => {
            rewrite::misread(&mut truth, random);
            sample.tags.insert("misread".into());
        }
        _ => {}
    }
    let mut page = style.clone();
    let official = truth.number.is_some() || truth.date.is_some();
    page.repeats_title = number > 0 && random.percent(60) || random.percent(10);
    if official && random.percent(if number > 0 { 50 } else { 20 }) {
        page.block = [
            Block::LegalGlued,
            Block::LegalLines,
            Block::SiteLines,
            Block::SiteNextLine,
        ][random.below(4)];
        sample.tags.insert("block".into());
    }
    if number > 0 {
        sample.text.push_line_ends(random.below(2));
    }
    let at = u8::try_from(number).unwrap_or(u8::MAX);
    page::lay_out(&mut sample.text, (at, &truth), &page, (half, random));
    sample.truths.push(truth);
}

fn break_lines(sample: &mut Sample, half: Half, random: &mut Random) {
    match random.below(100) {
        0..=7 => {
            let width = match half {
                Half::Development => [25, 30, 36, 40][random.below(4)],
                Half::HeldOut => [26, 28, 33, 38][random.below(4)],
            };
            lines::wrap(&mut sample.text, width);
            sample.tags.insert("wrap".into());
        }
        8..=15 => {
            let percent = match half {
                Half::Development => [30, 100][random.below(2)],
                Half::HeldOut => [50, 90][random.below(2)],
            };
            lines::glue(&mut sample.text, percent, random);
            sample.tags.insert("glue".into());
        }
        16..=20 => {
            let per_mille = match half {
                Half::Development => random.between(8, 30),
                Half::HeldOut => random.between(12, 45),
            };
            lines::spaces(&mut sample.text, per_mille, random);
            sample.tags.insert("spaces".into());
        }
        _ => {}
    }
}

/// A betting brand stands wherever the issuer's government stood.
fn overwrite_issuer(sample: &mut Sample, half: Half, random: &mut Random) {
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
fn script(sample: &mut Sample, half: Half, random: &mut Random) {
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
        Half::Development => [1, 2, 2, 3][random.below(4)],
        Half::HeldOut => [1, 2, 3, 4][random.below(4)],
    };
    let (style, form): (Style, Option<Form>) = match random.below(100) {
        0..=54 => (
            [Style::Words, Style::Table][random.below(2)],
            Some(annotate::TIGHT),
        ),
        55..=79 => (Style::Words, None),
        80..=84 => (Style::Overconverted, Some(annotate::SPACED_AFTER)),
        85..=89 => (Style::Table, Some(annotate::SPACED_INSIDE)),
        90..=95 => (Style::Variants, Some(annotate::COMMON)),
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
    let in_bytes = form.class == Class::AnnotationA1 && random.percent(20);
    if in_bytes {
        let mark = ['?', '\u{fffd}'][random.below(2)];
        sample.sites = byte_damage::annotate(&mut sample.text, &dictionary, mark);
        sample.tags.insert("byte damage".into());
    } else {
        annotate::by_dictionary(&mut sample.text, &dictionary, form);
    }
    sample.tags.insert(form.class.name().into());
}

/// Spam, splices, tokens and doubled marks.
fn foreign(sample: &mut Sample, half: Half, random: &mut Random) {
    let words = Furniture::of(half);
    let is_damaged = !sample.sites.is_empty();
    if is_damaged {
        return;
    }
    if random.percent(3) {
        let marks: &[&str] = [&["。"] as &[&str], &["；", "，"], &["？"]][random.below(3)];
        let mark = ['?', '\u{fffd}'][random.below(2)];
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

fn spam(sample: &mut Sample, words: &Furniture, random: &mut Random) {
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

fn storage(sample: &Sample, random: &mut Random) -> Storage {
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
