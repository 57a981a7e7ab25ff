//! Tells rows in which somebody of the text speaks: the turns of an interview, questions and answers.
//!
//! In: a row that a rule would drop. Out: whether its speaker's name opens another sentence near by; a
//! page's own names (声明, 来源) stand once. Not its job: what is said.

use super::judged::Judged;
use crate::ingest::clean::sheet::Sheet;

/// The longest name of a speaker, in bytes: 主持人, a name of four characters with an office.
const MAX_NAME: usize = 24;
/// How far away the speaker's next turn may be, in rows: a long answer of many paragraphs.
const NEAR: usize = 30;

/// Whether a row is a turn.
pub(super) fn is_turn(sheet: &Sheet<'_>, row: usize, judged: &Judged<'_>) -> bool {
    let Some(name) = speaker(judged.text) else {
        return false;
    };
    let is_page_word = judged.hits.first().is_some_and(|hit| {
        hit.0.start < judged.text.len() - judged.text.trim_start().len() + name.len()
    });
    let near = row.saturating_sub(NEAR)..(row + NEAR + 1).min(sheet.rows.len());
    !is_page_word
        && near
            .into_iter()
            .any(|other| other != row && speaker(sheet.text(other)) == Some(name))
}

/// The name before a sentence: 主持人:…。
fn speaker(text: &str) -> Option<&str> {
    let text = text.trim();
    let at = text.find(':').filter(|at| (1..=MAX_NAME).contains(at))?;
    let name =
        text[..at].trim_start_matches(|first: char| !crate::analysis::char_filter::is_han(first));
    let is_name = !name.is_empty() && name.chars().all(crate::analysis::char_filter::is_han);
    (is_name && text.ends_with(['。', '?', '!'])).then_some(name)
}
