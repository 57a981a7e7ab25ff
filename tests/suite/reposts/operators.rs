//! What reposting does to a document: to its words, and to its page.

use super::generate::Archive;
use crate::noise::Half;
use crate::noise::grammar::{Role, Truth, chinese, chinese_digits};
use crate::noise::labelled::Labelled;
use crate::noise::operators::{annotate, lines};
use crate::noise::random::Random;
use crate::noise::script_table::{Style, traditional};

/// A way of making a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Operator {
    /// Menus, a source line with the page's date, a footer.
    Chrome,
    /// Traditional characters.
    Script,
    /// Traditional characters with readings in brackets.
    Annotations,
    /// The beginning only.
    Truncation,
    /// Lines wrapped, glued, spaced.
    Paragraphs,
    /// The date of signature written otherwise or left out, a page's own date put in.
    Date,
    /// Characters exchanged, left out, put in.
    Edits,
    /// Sentences left out or doubled.
    Sentences,
}

impl Operator {
    pub(crate) const ALL: [Self; 8] = [
        Self::Chrome,
        Self::Script,
        Self::Annotations,
        Self::Truncation,
        Self::Paragraphs,
        Self::Date,
        Self::Edits,
        Self::Sentences,
    ];

    /// Returns the name in the table.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Chrome => "chrome",
            Self::Script => "script",
            Self::Annotations => "annotations",
            Self::Truncation => "truncation",
            Self::Paragraphs => "paragraphs",
            Self::Date => "date",
            Self::Edits => "edits",
            Self::Sentences => "sentences",
        }
    }
}

/// Changes a document's words.
pub(crate) fn change_words(operator: Operator, truth: &mut Truth, archive: &mut Archive) {
    let (low, high) = archive.parameters.edits;
    let (least, most) = archive.parameters.kept;
    let random = &mut archive.random;
    match operator {
        Operator::Truncation => truncate(truth, random.between(least, most)),
        Operator::Date => date(truth, random),
        Operator::Edits => edit(truth, random.between(low, high), random),
        Operator::Sentences => sentences(truth, random.between(low, high), random),
        _ => {}
    }
}

/// Changes a page's text.
pub(crate) fn change_page(
    operator: Operator,
    text: &mut Labelled,
    half: Half,
    random: &mut Random,
) {
    match operator {
        Operator::Script => script(text, random),
        Operator::Annotations => {
            script(text, random);
            let (level, form) = match half {
                Half::Development => (2, annotate::TIGHT),
                Half::HeldOut => (3, annotate::SPACED_INSIDE),
            };
            annotate::by_dictionary(text, &annotate::site(level), form);
        }
        Operator::Paragraphs => match random.below(3) {
            0 => lines::wrap(text, random.between(24, 40)),
            1 => lines::glue(text, random.between(30, 100), random),
            _ => lines::spaces(text, random.between(5, 30), random),
        },
        _ => {}
    }
}

fn script(text: &mut Labelled, random: &mut Random) {
    let style = [Style::Words, Style::Table, Style::Variants][random.below(3)];
    annotate::convert(text, |text| traditional(text, style));
}

/// Keeps this share of the characters, at least 200: less than that shows no document.
fn truncate(truth: &mut Truth, percent: usize) {
    let count = |text: &str| text.chars().count();
    let all: usize = truth
        .paragraphs
        .iter()
        .map(|paragraph| count(&paragraph.text))
        .sum();
    let mut left = (all * percent / 100).max(200);
    truth.paragraphs.retain_mut(|paragraph| {
        let kept = left.min(count(&paragraph.text));
        left -= kept;
        paragraph.text = paragraph.text.chars().take(kept).collect();
        kept > 0
    });
}

fn date(truth: &mut Truth, random: &mut Random) {
    let iso = truth.date.clone().unwrap_or_default();
    let fields: Vec<usize> = iso
        .split('-')
        .filter_map(|field| field.parse().ok())
        .collect();
    let &[year, month, day] = &fields[..] else {
        return;
    };
    let written = match random.below(3) {
        0 => String::new(),
        1 => format!("{year}年{month:02}月{day:02}日"),
        _ => {
            let year = chinese_digits(year, '〇');
            format!("{year}年{}月{}日", chinese(month), chinese(day))
        }
    };
    let is_date = |role| role == Role::Date;
    for paragraph in &mut truth.paragraphs {
        if is_date(paragraph.role) {
            paragraph.text.clone_from(&written);
        }
    }
    truth
        .paragraphs
        .retain(|paragraph| !paragraph.text.is_empty());
    let page = format!(
        "发布时间：{}-{:02}-{:02}",
        random.between(2016, 2025),
        random.between(1, 12),
        random.between(1, 28)
    );
    let at = truth.paragraphs.len().min(1);
    truth.paragraphs.insert(
        at,
        crate::noise::grammar::Paragraph {
            role: Role::Row,
            text: page,
        },
    );
}

/// Characters that a careless hand puts in.
const SLIPS: &str = "的了在是和有人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经";

/// Whether an edit may touch a paragraph: names, numbers and dates are copied with more care.
const fn is_prose(role: Role) -> bool {
    matches!(role, Role::Body | Role::Item | Role::Heading | Role::Row)
}

fn edit(truth: &mut Truth, percent: usize, random: &mut Random) {
    let slips: Vec<char> = SLIPS.chars().collect();
    for paragraph in truth
        .paragraphs
        .iter_mut()
        .filter(|paragraph| is_prose(paragraph.role))
    {
        let mut text = String::new();
        for character in paragraph.text.chars() {
            if !random.percent(percent) {
                text.push(character);
                continue;
            }
            match random.below(3) {
                0 => {}
                1 => text.push(*random.pick(&slips)),
                _ => text.extend([character, *random.pick(&slips)]),
            }
        }
        paragraph.text = text;
    }
}

fn sentences(truth: &mut Truth, percent: usize, random: &mut Random) {
    for paragraph in truth
        .paragraphs
        .iter_mut()
        .filter(|paragraph| is_prose(paragraph.role))
    {
        let mut text = String::new();
        for sentence in paragraph.text.split_inclusive(['。', '；']) {
            match random.percent(percent) {
                true if random.percent(50) => {}
                true => text.extend([sentence, sentence]),
                false => text.push_str(sentence),
            }
        }
        paragraph.text = text;
    }
    truth
        .paragraphs
        .retain(|paragraph| !paragraph.text.is_empty());
}
