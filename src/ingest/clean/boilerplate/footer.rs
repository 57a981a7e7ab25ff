//! Footers: registrations, who holds the rights, who runs the site and how to reach them, with what
//! browser to look at it.
//!
//! Not its job: contact data within a notice, which belong to the text.

use std::sync::LazyLock;

use regex::Regex;

use super::judged::{Cut, Hit, Judged, Place, Trust};
use super::promotion;
use crate::ingest::clean::shape;
use crate::lexicon::furniture::{Evidence, Furniture};
use crate::model::RuleId;

pub(super) static FOOTER: RuleId = RuleId::new("clean/boilerplate/footer");

/// Registrations and rights in the form that no text has.
static FORM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"icp[备证](?:案号)?[::]?\s*\p{Han}?\w*?\d{5,}|公网安备[::]?\s*\d|网站标识码[::]?\s*\w*\d|copyright\s*(?:©|\(c\)|\d|@|all|by)|©|all\s*rights\s*reserved|备案(?:序号|编号|号)[::]\s*[\p{Han}]?(?:icp|公网)",
    )
    .expect("a literal")
});

/// The longest row of fields, in characters: a footer in one line.
const MAX_FIELDS: usize = 300;
/// The longest row about rights or browsers, in characters.
const MAX_ADVICE: usize = 200;

/// Drops a registration, the whole row or the end of it.
pub(super) fn registration(judged: &Judged<'_>) -> Option<Cut> {
    let first = judged.of(Furniture::Footer).next()?.0.start;
    let form = FORM.find(judged.text)?;
    let first = first.min(form.start());
    let start = judged.sentence_start(first);
    let end = judged.text[first..]
        .find('。')
        .map_or(judged.text.len(), |at| first + at);
    let cut = Cut::part(start..end, &FOOTER, Trust::Sure);
    Some(if judged.in_tail() { cut.ending() } else { cut })
}

/// Drops the rows of a footer without a registration.
pub(super) fn cut(judged: &Judged<'_>) -> Option<Cut> {
    let is_field = judged.in_tail() && !judged.is_glued && !judged.is_text_heading();
    advice(judged)
        .or_else(|| is_field.then(|| fields(judged)).flatten())
        .or_else(|| is_field.then(|| organiser(judged)).flatten())
}

/// Which browser to use, who holds the rights.
fn advice(judged: &Judged<'_>) -> Option<Cut> {
    if judged.place == Place::Middle || judged.is_glued || judged.is_text_heading() {
        return None;
    }
    let (count, is_sure) = judged.distinct(Furniture::Footer);
    // A notice names the browser for what is to be done with it.
    let is_step = judged.text.trim_end().ends_with('。') && promotion::has_purpose(judged.text);
    let is_browser = !is_step && (judged.text.contains("浏览") || judged.text.contains("分辨率"));
    let browser = is_browser && is_sure && count >= 2;
    let opens = judged
        .opens_with(Furniture::Footer)
        .is_some_and(|hit| hit.1.evidence == Evidence::Sure);
    let names = opens || judged.text.contains("版权所有") || judged.text.contains("著作权所有");
    let rights = names && judged.in_tail() && !judged.text.contains('。') && judged.chars <= 120;
    if judged.chars > MAX_ADVICE || !(browser || rights) || shape::is_heading(judged.text) {
        return None;
    }
    let trust = if browser || judged.text.contains("版权所有") {
        Trust::Sure
    } else {
        Trust::Edge
    };
    Some(Cut::whole(judged, &FOOTER, trust).ending())
}

/// Names and values: 主办单位:… 地址:… 电话:…. Without a word of the site the row needs company: a
/// notice ends with addresses too.
fn fields(judged: &Judged<'_>) -> Option<Cut> {
    let is_name = |class| matches!(class, Furniture::Footer | Furniture::Contact);
    let opening = judged.opening().filter(|hit| is_name(hit.1.class));
    if judged.text.contains('。') || judged.chars > MAX_FIELDS || shape::is_heading(judged.text) {
        return None;
    }
    let named = |class| {
        judged
            .of(class)
            .filter(|hit| has_value(&judged.text[label_end(judged, hit)..]))
    };
    let site = named(Furniture::Footer).count();
    let is_sure = named(Furniture::Footer).any(|hit| hit.1.evidence == Evidence::Sure);
    let contacts = named(Furniture::Contact).count();
    let is_numbered = contacts == 0 && judged.text.bytes().filter(u8::is_ascii_digit).count() >= 8;
    // Who holds an event is named so, too: a site names two in one row, or has a number.
    let is_single = site == 1 && (is_sure || contacts >= 1 || is_numbered);
    if opening.is_some() && (site >= 2 || is_single) {
        return Some(Cut::whole(judged, &FOOTER, Trust::Edge).ending());
    }
    // Without a registration, a right or a site beside it an address is the text's.
    let of_text = ["联系人", "咨询", "报名", "受理", "经办", "报送", "公示"]
        .iter()
        .any(|word| judged.text.contains(word));
    let is_row = site == 1 && judged.chars <= 60 || contacts >= 1 && !of_text;
    let holds = opening.is_some() && is_row;
    holds.then(|| Cut::whole(judged, &FOOTER, Trust::Company))
}

/// `甲县人民政府主办`: an organ and what it does for the site.
fn organiser(judged: &Judged<'_>) -> Option<Cut> {
    let last = judged.hits.last()?;
    let ends = last.1.class == Furniture::Footer && last.0.end == judged.text.trim_end().len();
    let before = &judged.text[..judged.of(Furniture::Footer).next()?.0.start];
    let is_line = judged.chars <= 60 && !judged.text.contains(['。', ';', ':']);
    const ORGANS: [&str; 14] = [
        "府", "委", "局", "厅", "办", "室", "中心", "部", "院", "会", "处", "公司", "社", "台",
    ];
    let is_organ = ORGANS.iter().any(|end| before.trim_end().ends_with(end));
    (ends && is_line && is_organ).then(|| Cut::whole(judged, &FOOTER, Trust::Sure).ending())
}

/// Whether a name's value follows: after the rest of the name (…许可证编号:), after a colon.
fn has_value(rest: &str) -> bool {
    let colon = rest
        .char_indices()
        .take(6)
        .find(|(_, character)| !character.is_alphabetic());
    colon.is_some_and(|(at, mark)| ":】]/|".contains(mark) && rest.len() > at + 1)
}

fn label_end(judged: &Judged<'_>, hit: &Hit) -> usize {
    hit.0.end - usize::from(judged.word(hit).ends_with(':'))
}
