//! How the text above a possible title ends: not at all, with a sentence, or sealed by what only
//! stands below a text – date, signature, editor, a separating line.

use super::Row;
use super::heads;
use crate::ingest::clean::shape;
use crate::lexicon::furniture::{self, Evidence, Furniture};

/// Rows before a gap whose gaps it is compared with.
const NEAR_ROWS: usize = 6;

/// The end of a text, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    /// The row closes nothing.
    None,
    /// A sentence ends.
    Sentence,
    /// A rule closes: the last sentence of a law (`自…起施行。`).
    InForce,
    /// Date, signature or the page's words below a text.
    Sealed,
    /// A separating line.
    Separator,
}

/// Returns how the rows up to `at` (not included) end.
pub(super) fn before(rows: &[Row<'_>], at: usize) -> End {
    let Some(above) = at.checked_sub(1) else {
        return End::None;
    };
    let text = rows[above].text.trim();
    if shape::is_separator(text) {
        return End::Separator;
    }
    if is_seal(text) || (is_organs(text) && above > 0 && rows[above - 1].text.ends_with('。')) {
        return End::Sealed;
    }
    if is_sealed_within(text) {
        return End::Sealed;
    }
    if text.ends_with(['。', '!', '?', '”', ')', '…']) {
        let in_force = text.ends_with("施行。") || text.ends_with("废止。");
        return if in_force {
            End::InForce
        } else {
            End::Sentence
        };
    }
    End::None
}

/// Returns whether more blank lines stand before a row than before any of the last rows of its
/// document, which begins at `since`: two at least.
pub(super) fn after_gap(rows: &[Row<'_>], since: usize, at: usize) -> bool {
    let gap = |at: usize| rows[at].line - rows[at - 1].line - 1;
    let first = at.saturating_sub(NEAR_ROWS).max(since) + 1;
    at > since && gap(at) >= 2 && (first..at).all(|row| gap(row) < gap(at))
}

/// Whether a row that lost its paragraph breaks ends with what closes a text: a date or the note on
/// disclosure behind its last sentence, or behind the signature in a row of their own.
fn is_sealed_within(text: &str) -> bool {
    if !text.ends_with(['日', ')', '发']) {
        return false;
    }
    let body = text.strip_suffix(')').unwrap_or(text);
    let start = body.rfind('。').map_or(0, |at| at + '。'.len_utf8());
    let tail = text[start..].trim();
    let disclosed = tail.find("(此件").map(|at| tail[..at].trim());
    !tail.is_empty()
        && (disclosed.is_some_and(|rest| rest.is_empty() || is_seal(rest) || is_organs(rest))
            || is_dated(tail)
            || is_seal(tail))
}

/// `甲县人民政府2021年3月2日`, whatever stands before the organ in a row without breaks.
fn is_dated(tail: &str) -> bool {
    let numeral = |character: char| {
        character.is_ascii_digit() || "一二三四五六七八九十〇○零年月日".contains(character)
    };
    let organ = tail.trim_end_matches(numeral);
    let date = &tail[organ.len()..];
    date.contains('年')
        && shape::is_date_row(date)
        && organ.ends_with(['府', '室', '厅', '局', '会', '委', '部', '院', '办'])
}

/// Returns whether a row stands below a text and closes it: a date, an editor, a footer, the note
/// on disclosure.
fn is_seal(text: &str) -> bool {
    if text.len() > 300 {
        return false;
    }
    let imprint = text.ends_with("印发") && text.contains(|digit: char| digit.is_ascii_digit());
    if imprint || shape::is_date_row(text) || text.starts_with("抄送:") || text.starts_with("(此件")
    {
        return true;
    }
    if text.contains('。') && text.len() > 90 {
        return false;
    }
    let found = furniture::terms().find(text).next();
    found.is_some_and(|(range, word)| {
        let opens = !text[..range.start].contains(char::is_alphanumeric);
        let marked = text[..range.end].ends_with(':')
            || text[range.end..].trim_start().starts_with([':', '】', '/']);
        let is_sure = word.evidence == Evidence::Sure;
        match word.class {
            Furniture::Editor => opens && marked,
            Furniture::Library => opens && is_sure,
            Furniture::Footer | Furniture::Disclaimer => {
                opens && (is_sure || marked) && !shape::is_heading(text)
            }
            Furniture::Neighbour => opens && marked,
            _ => false,
        }
    }) || is_credit(text)
}

/// `(记者 张某)`, `来源:甲县日报`.
fn is_credit(text: &str) -> bool {
    let inner = text.trim_matches(['(', ')', ' ', '【', '】']);
    let credit = inner.len() <= 60
        && (inner.starts_with("记者") || inner.starts_with("通讯员") || inner.starts_with("作者:"));
    credit
        || inner
            .strip_prefix("来源:")
            .is_some_and(|name| name.len() <= 60 && shape::is_publisher(name))
}

/// Returns whether a line names organs and nothing else.
pub(super) fn is_organs(text: &str) -> bool {
    /// What organs' names end with: a look before the names are read.
    const LAST: [char; 29] = [
        '府', '厅', '室', '会', '委', '组', '工', '局', '部', '署', '院', '办', '队', '挥', '议',
        '联', '协', '心', '行', '社', '司', '团', '库', '馆', '处', '校', '庭', '关', '区',
    ];
    let text = text.trim();
    (6..=600).contains(&text.len())
        && text.ends_with(LAST)
        && !text.contains(['。', ':', ';', '《', '('])
        && (is_masked_organ(text) || !crate::lexicon::issuers::split(text).is_empty())
}

/// `XX市人民政府`, `某县财政局`: an organ of a form to be filled in.
fn is_masked_organ(text: &str) -> bool {
    let rest = text.trim_start_matches(heads::is_mask);
    rest.len() < text.len()
        && rest.len() <= 60
        && rest.starts_with(['省', '市', '县', '区', '镇', '乡'])
        && text.ends_with(['府', '室', '厅', '局', '会', '委'])
        && !text.contains([',', '、'])
}
