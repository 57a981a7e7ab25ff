//! Clean documents with their truth, from the phrase grammar: one function per type of document.

mod letters;
mod norms;
mod setting;
mod zoned;

use super::Half;
use super::random::Random;
use super::zones::{self, Form};

pub(crate) use self::letters::{news, person};
pub(crate) use self::norms::table;
pub(crate) use self::setting::Setting;
pub(crate) use self::zoned::zoned;

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Title,
    Number,
    Recipients,
    Heading,
    Body,
    Item,
    Signature,
    Date,
    Note,
    Row,
}

/// One paragraph.
#[derive(Debug, Clone)]
pub(crate) struct Paragraph {
    pub(crate) role: Role,
    pub(crate) text: String,
}

/// A clean document and what is true of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Truth {
    pub(crate) title: String,
    pub(crate) issuers: Vec<String>,
    pub(crate) number: Option<String>,
    /// `2020-01-31`.
    pub(crate) date: Option<String>,
    pub(crate) province: Option<String>,
    pub(crate) city: Option<String>,
    pub(crate) county: Option<String>,
    /// No human could tell the place from the text alone.
    pub(crate) place_is_open: bool,
    /// Special zones it is about, by their official names.
    pub(crate) zones: Vec<String>,
    /// 一区N园 forms it has.
    pub(crate) forms: Vec<Form>,
    /// Rows of its information block, as laid out.
    pub(crate) rows: Vec<(&'static str, String)>,
    /// 公文种类.
    pub(crate) doc_type: Option<String>,
    /// policy, news, interpretation, notice, report, stub.
    pub(crate) kind: &'static str,
    /// What the document's quality should be flagged as.
    pub(crate) flags: Vec<&'static str>,
    pub(crate) paragraphs: Vec<Paragraph>,
}

impl Truth {
    /// Appends a paragraph; a row that is there already is left out.
    pub(crate) fn push(&mut self, role: Role, text: impl Into<String>) {
        let text = text.into();
        for form in zones::forms_in(&text) {
            if !self.forms.contains(&form) {
                self.forms.push(form);
            }
        }
        self.push_plain(role, text);
    }

    /// Appends a paragraph in which no form is to be seen.
    pub(crate) fn push_plain(&mut self, role: Role, text: String) {
        let is_there = |paragraph: &Paragraph| paragraph.text == text;
        if role == Role::Row && self.paragraphs.iter().any(is_there) {
            return;
        }
        self.paragraphs.push(Paragraph { role, text });
    }
}

/// Returns a number from 1 to 99 in Chinese.
pub(crate) fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match number {
        0..=9 => DIGITS[number].to_owned(),
        10..=19 => format!("十{}", DIGITS[number - 10]),
        _ => format!("{}十{}", DIGITS[number / 10 % 10], DIGITS[number % 10]),
    }
}

/// Returns a year or day by digits in Chinese: 二〇〇八.
pub(crate) fn chinese_digits(year: usize, zero: char) -> String {
    year.to_string()
        .chars()
        .map(|digit| match digit {
            '0' => zero,
            other => "一二三四五六七八九"
                .chars()
                .nth(other as usize - '1' as usize)
                .unwrap_or(other),
        })
        .collect()
}

/// Draws a document of any type.
pub(crate) fn document(half: Half, random: &mut Random) -> Truth {
    let setting = Setting::draw(half, random);
    match random.below(20) {
        0..=3 => norms::notice(&setting, random),
        4..=6 => norms::forwarded_plan(&setting, random),
        7..=8 => norms::regulation(&setting, random),
        9..=10 => norms::opinion(&setting, random),
        11 => letters::report(&setting, random),
        12 => letters::interpretation(&setting, random),
        13 => letters::reply(&setting, random),
        14 => letters::appointments(&setting, random),
        15 => letters::publicity(&setting, random),
        16 => letters::minutes(&setting, random),
        17 => letters::letter(&setting, random),
        _ => letters::news(&setting, random),
    }
}
