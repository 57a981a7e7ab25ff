//! The mix: which operators a file gets, in which order. Shares as counted on real pages.

mod steps;

use super::furniture::Furniture;
use super::grammar::{self, Role, Setting, Truth};
use super::labelled::{Class, Labelled};
use super::operators::annotate;
use super::operators::bytes::{self, Storage};
use super::operators::page::{self, Block, Page};
use super::operators::{inserts, lines, rewrite};
use super::random::Random;
use super::{Half, Sample, controls, off_topic};

/// Files from this number on hold documents about special zones.
pub(crate) const ZONED_FROM: usize = 400;

/// Files from this number on have damaged bytes and nothing else.
pub(crate) const DAMAGED_FROM: usize = ZONED_FROM + 120;

/// Draws a clean document.
type Draw = fn(Half, &mut Random) -> Truth;

/// Returns the file of a number.
pub(crate) fn sample(half: Half, index: usize) -> Sample {
    let seed = match half {
        Half::Development => 0x5eed_0001,
        Half::HeldOut => 0x5eed_3003,
    };
    let mut random = Random::new(seed + index as u64 * 7919);
    let prefix = match half {
        Half::Development => "dev",
        Half::HeldOut => "held",
    };
    let mut sample = match index % 20 {
        _ if index >= DAMAGED_FROM => damaged(half, &mut random),
        0..=3 if index >= ZONED_FROM => clean(grammar::zoned(half, &mut random), half, &mut random),
        _ if index >= ZONED_FROM => noisy(half, &mut random, grammar::zoned),
        0 | 1 => clean(grammar::document(half, &mut random), half, &mut random),
        2 | 3 => control(half, index / 20 * 2 + index % 2, &mut random),
        4 if index % 40 == 4 => stub(half, &mut random),
        5 => stub(half, &mut random),
        6 if index % 40 == 6 => binary(&mut random),
        _ => noisy(half, &mut random, grammar::document),
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

fn clean(truth: Truth, half: Half, random: &mut Random) -> Sample {
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

/// A traditional or simplified text whose bytes a site exchanged.
fn damaged(half: Half, random: &mut Random) -> Sample {
    let truth = grammar::document(half, random);
    let mut sample = Sample::default();
    page::lay_out(&mut sample.text, (0, &truth), &Page::bare(), (half, random));
    sample.truths.push(truth);
    steps::damage_bytes(&mut sample, half, random);
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

fn noisy(half: Half, random: &mut Random, draw: Draw) -> Sample {
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
        preview: count == 1 && random.percent(8),
        block: Block::None,
        repeats_title: false,
        indent: ["", "　　", "    "][random.below(3)],
        blank_lines: random.between(1, 2),
    };
    for number in 0..count {
        separator(&mut sample, number, half, random);
        document(&mut sample, (number, &style), (half, draw), random);
    }
    if count > 1 && random.percent(20) {
        untitled_last(&mut sample, count, half, random);
    }
    tag_page(&mut sample, &style);
    steps::break_lines(&mut sample, half, random);
    if random.percent(4) && inserts::drop_spans(&mut sample.text, random) > 0 {
        sample.tags.insert("dropped spans".into());
    }
    if random.percent(4) && count == 1 {
        steps::overwrite_issuer(&mut sample, half, random);
    }
    let converted = random.percent(45);
    if converted {
        steps::script(&mut sample, half, random);
    } else if random.percent(5) {
        annotate::words(&mut sample.text, half, random);
        sample.tags.insert("W".into());
    }
    steps::foreign(&mut sample, half, random);
    let storage = steps::storage(&sample, random);
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
            Half::Development if number % 2 == 1 => format!("篇{order}：\n"),
            Half::Development => format!("第{order}篇\n"),
            Half::HeldOut => {
                random
                    .word(&[
                        "第{}篇:",
                        "【篇{}】",
                        "范文{}：",
                        "精选文件（{}）",
                        "————————第{}部分————————",
                        "实施方案范文 第{}篇",
                        "★ 通知范本之{}",
                        "附文{}",
                    ])
                    .replace("{}", &order)
                    + "\n"
            }
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
fn document(
    sample: &mut Sample,
    (number, style): (usize, &Page),
    (half, draw): (Half, Draw),
    random: &mut Random,
) {
    let mut truth = match random.below(100) {
        0..=3 => off_topic::article(half, random),
        4..=6 => off_topic::novel(half, random),
        _ => draw(half, random),
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
        4..=8 => {
            rewrite::synonyms(&mut truth, half);
            sample.tags.insert("rewritten".into());
        }
        9 => {
            rewrite::homophones(&mut truth);
            sample.tags.insert("homophones".into());
        }
        10 => {
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
    truth.rows = page::lay_out(&mut sample.text, (at, &truth), &page, (half, random));
    sample.truths.push(truth);
}
