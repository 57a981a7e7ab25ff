//! Rows at the edge of a page that no word gives away but their wording does; and what the wording
//! forbids the rules of words.
//!
//! In: a row of the head or the tail that no rule of words took. It goes where it stands below the
//! signature, or beside a row that a rule of words took. Not its job: the weights (`lexicon::page_manner`).

use super::judged::{Cut, Hit, Judged, Place, Trust};
use super::{after_end, below_signature, library, voice};
use crate::ingest::clean::shape;
use crate::ingest::clean::tail;
use crate::lexicon::furniture::{Evidence, Furniture};
use crate::lexicon::page_manner;
use crate::model::RuleId;

pub(super) static MANNER: RuleId = RuleId::new("clean/boilerplate/manner");

/// The longest row, in characters: two lines of a library's notice.
const MAX_CHARS: usize = 160;
/// The shortest, in characters.
const MIN_CHARS: usize = 3;
/// The least score of a row in company of a row that a rule of words took.
const LEAST: f32 = 1.0;
/// The least score of a row below the signature, where prices, addresses and appeals stand as well.
const SIGNED: f32 = 3.0;
/// The least score of a sentence that is the page's although it is one.
const SENTENCE: f32 = 4.0;
/// The longest paragraph that may be a page's, in bytes (200 characters).
const MAX_DOUBTFUL: usize = 600;
/// The least score of a paragraph that does not show where the text ends.
const PARAGRAPH: f32 = 5.0;
/// The least score of a row in the form of a heading: libraries number their notices.
const HEADING: f32 = 3.0;
/// The least score of a row above the text beside any row that went.
const PLAIN: f32 = 2.5;
/// Below this score a row is the document's, whatever words of pages it has.
const DOCUMENT: f32 = -1.5;

/// Drops a row by its wording.
pub(super) fn cut(judged: &Judged<'_>, is_signed: bool) -> Option<Cut> {
    let text = judged.text.trim();
    let fits =
        (MIN_CHARS..=MAX_CHARS).contains(&judged.chars) && text.contains(char::is_alphabetic);
    if !fits || judged.is_glued || judged.place == Place::Middle {
        return None;
    }
    // Most rows end here: what follows looks for organs and dates.
    let score = page_manner::score(text);
    if score < LEAST || shape::is_text_heading(text) && score < HEADING || is_documents(text) {
        return None;
    }
    // A speech ends so: 谢谢大家!
    if text.ends_with(['!', '?']) && !voice::names_site(text) {
        return None;
    }
    // The title may be worded in any way: above the text a word of the page has to help.
    let is_bare = judged.hits.is_empty() && !text.contains([':', '|', '/']);
    if judged.place == Place::Head && (is_bare || shape::is_title_like(text)) {
        return None;
    }
    if shape::is_sentence(text) && !is_pages_sentence(text) {
        return None;
    }
    let is_alone = is_signed && judged.in_tail() && score >= SIGNED && has_word(judged);
    let trust = if is_alone {
        Trust::Edge
    } else {
        Trust::Company
    };
    Some(Cut::whole(judged, &MANNER, trust))
}

/// Whether a word of pages stands in a row, or a site speaks.
fn has_word(judged: &Judged<'_>) -> bool {
    let is_word = |hit: &Hit| hit.1.evidence >= Evidence::Fair && hit.1.class != Furniture::Contact;
    judged.hits.iter().any(is_word) || voice::names_site(judged.text)
}

/// Whether a sentence below the signature, or below rows of the page, is the page's: it names the site
/// or the copy, and is worded as theirs.
pub(in crate::ingest::clean) fn is_pages_sentence(text: &str) -> bool {
    voice::names_site(text) && page_manner::score(text) >= SENTENCE
}

/// Whether a row above the text is worded so that any row that went is company enough.
pub(super) fn is_plain(text: &str) -> bool {
    page_manner::score(text.trim()) >= PLAIN
}

/// Whether a numbered row is one of a library's notices.
pub(super) fn is_pages_heading(text: &str) -> bool {
    shape::is_text_heading(text) && page_manner::score(text.trim()) >= HEADING
}

/// Whether a paragraph is worded so that it does not show where the text ends.
pub(in crate::ingest::clean) fn is_doubtful(text: &str) -> bool {
    let text = text.trim().trim_end_matches('。');
    text.len() <= MAX_DOUBTFUL && !text.contains('。') && page_manner::score(text) >= PARAGRAPH
}

/// Whether a rule of words may not take a row, for it is worded as documents are.
pub(super) fn forbids(text: &str, rule: &RuleId) -> bool {
    let rules = [&library::LIBRARY, &voice::VOICE];
    rules.contains(&rule) && page_manner::score(text.trim()) < DOCUMENT
}

/// Whether a row has a form that pages do not have.
fn is_documents(text: &str) -> bool {
    below_signature::is_of_notice(text)
        || shape::is_official_title(text)
        || shape::is_number_line(text)
        || tail::is_date_line(text)
        || tail::is_organs(text)
        || text.starts_with('附')
        || after_end::is_file(text)
        || is_data(text)
}

/// Whether a row has two numbers or more beside each other, as tables, prices and schedules have.
fn is_data(text: &str) -> bool {
    let is_number = |cell: &str| cell.starts_with(|first: char| first.is_ascii_digit());
    let cells = text
        .split([' ', '|', '\t', ','])
        .filter(|cell| is_number(cell));
    cells.count() >= 2
}

#[cfg(test)]
mod tests {
    use crate::ingest::clean::seeds_tests::parts;

    const PAGE: &str = "甲市人民政府关于加强园区管理的通知\n各县、区人民政府:\n为促进园区产业集聚发展,提高土地利用效率,现就有关事项通知如下,请认真组织学习。\n甲市人民政府\n2021年3月5日";

    fn goes(below: &str, line: &str) -> bool {
        let page = format!("{PAGE}\n{below}");
        !parts(&page)
            .iter()
            .any(|part| part.folded.text.contains(line))
    }

    #[test]
    fn a_slogan_goes_in_company_only() {
        let slogan = "山水甲市与您同行";
        assert!(goes(&format!("【打印】【关闭】\n{slogan}"), slogan));
        assert!(!goes(slogan, slogan));
    }
}
