//! Rows at the edge of a page that no word gives away but their wording does.
//!
//! In: a row of the head or the tail that no rule of words took. It goes where it stands below the
//! signature, or beside a row that went. Not its job: the weights (`lexicon::page_manner`).

use super::judged::{Cut, Judged, Place, Trust};
use super::{below_signature, library, promotion, voice};
use crate::ingest::clean::shape;
use crate::ingest::clean::tail;
use crate::lexicon::page_manner;
use crate::model::RuleId;

static MANNER: RuleId = RuleId::new("clean/boilerplate/manner");

/// The longest row, in characters: two lines of a library's notice.
const MAX_CHARS: usize = 160;
/// The shortest, in characters.
const MIN_CHARS: usize = 3;
/// The least score of a row in company or below the signature. Of the lines of 2,696 laws 1 in 6,500
/// has it (`write_page_manner`).
const LEAST: f32 = 1.0;
/// The least score of a sentence that is the page's although it is one.
const SENTENCE: f32 = 2.0;
/// The longest paragraph that may be a page's, in bytes (200 characters).
const MAX_DOUBTFUL: usize = 600;
/// The least score of a paragraph that does not show where the text ends.
const PARAGRAPH: f32 = 3.0;

/// The least score of a row in the form of a heading or of a notice's end.
const OF_FORM: f32 = 3.0;
/// Below this score a row is the document's, whatever words of pages it has.
const DOCUMENT: f32 = -1.5;

/// Drops a row by its wording.
pub(super) fn cut(judged: &Judged<'_>, is_signed: bool) -> Option<Cut> {
    let text = judged.text.trim();
    let fits =
        (MIN_CHARS..=MAX_CHARS).contains(&judged.chars) && text.contains(char::is_alphabetic);
    if !fits || judged.is_glued || judged.place == Place::Middle || is_documents(text) {
        return None;
    }
    let score = page_manner::score(text);
    if is_of_form(text) && score < OF_FORM {
        return None;
    }
    let trust = match judged.place {
        Place::Tail if is_signed && score >= LEAST => Trust::Edge,
        _ if score >= LEAST => Trust::Company,
        _ => return None,
    };
    if trust == Trust::Company && shape::is_sentence(text) && score < SENTENCE {
        return None;
    }
    Some(Cut::whole(judged, &MANNER, trust))
}

/// Whether a sentence below the signature, or below rows of the page, is the page's.
pub(in crate::ingest::clean) fn is_pages_sentence(text: &str) -> bool {
    page_manner::score(text) >= SENTENCE
}

/// Whether a paragraph is worded so that it does not show where the text ends.
pub(in crate::ingest::clean) fn is_doubtful(text: &str) -> bool {
    let text = text.trim().trim_end_matches('。');
    text.len() <= MAX_DOUBTFUL && !text.contains('。') && page_manner::score(text) >= PARAGRAPH
}

/// Whether a rule of words may not take a row, for it is worded as documents are.
pub(super) fn forbids(text: &str, rule: &RuleId) -> bool {
    let rules = [&library::LIBRARY, &voice::VOICE, &promotion::PROMOTION];
    rules.contains(&rule) && page_manner::score(text.trim()) < DOCUMENT
}

/// Whether a row has a form that pages do not have.
fn is_documents(text: &str) -> bool {
    shape::is_official_title(text)
        || shape::is_number_line(text)
        || tail::is_date_line(text)
        || tail::is_organs(text)
        || text.starts_with('附')
}

/// Whether a row has a form that documents have more often than pages.
fn is_of_form(text: &str) -> bool {
    shape::is_text_heading(text) || below_signature::is_of_notice(text)
}
