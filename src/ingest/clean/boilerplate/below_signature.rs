//! Rows below the signature of a document: there nothing is left of it but annexes, copies sent and the
//! imprint, so that a word of the page, or a name with a value, is all the evidence a row needs.
//!
//! In: rows between the signature and the first annex. Not its job: finding the signature (`tail`).

use super::judged::{Cut, Judged, Trust};
use crate::ingest::clean::shape;
use crate::ingest::clean::tail;
use crate::lexicon::furniture::{Evidence, Furniture};
use crate::model::RuleId;

static BELOW: RuleId = RuleId::new("clean/boilerplate/below_signature");

/// The longest such row, in characters.
const MAX_CHARS: usize = 60;
/// The longest name of a value, in bytes (6 characters).
const MAX_NAME: usize = 18;

/// Whether a row below the signature is the document's: with an annex, a heading or a table it goes
/// on.
pub(super) fn is_documents(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("附件") && !text.contains("下载")
        || text.starts_with("附:")
        || text.starts_with("附表")
        || shape::is_text_heading(text)
        || shape::is_official_title(text)
        || text.contains('|') && text.matches('|').count() >= 3
        || is_table_row(text)
}

/// Whether a row is one of a table's, its first cell a number or the name of the numbers' column.
fn is_table_row(text: &str) -> bool {
    let mut cells = text.split('|').map(str::trim);
    let is_number = |cell: &str| {
        !cell.is_empty() && cell.len() <= 4 && cell.bytes().all(|byte| byte.is_ascii_digit())
    };
    cells
        .next()
        .is_some_and(|first| is_number(first) || first == "序号")
        && cells.filter(|cell| !cell.is_empty()).count() >= 2
}

/// Drops a row below the signature.
pub(super) fn cut(judged: &Judged<'_>) -> Option<Cut> {
    let text = judged.text.trim();
    if judged.is_glued || judged.chars > MAX_CHARS || is_of_notice(text) {
        return None;
    }
    // An address alone is the notice's.
    if judged
        .hits
        .iter()
        .all(|hit| hit.1.class == Furniture::Contact)
        && !judged.hits.is_empty()
    {
        return None;
    }
    let strongest = judged.hits.iter().map(|hit| hit.1.evidence).max();
    let named = [
        "来源",
        "转自",
        "作者",
        "原标题",
        "标签",
        "分类",
        "原载",
        "出处",
        "摘自",
        "单位",
    ];
    let has_value = text
        .find([':', '|', '丨'])
        .is_some_and(|at| at <= MAX_NAME && named.iter().any(|name| text[..at].ends_with(name)));
    let covered: usize = judged.hits.iter().map(|hit| hit.0.len()).sum();
    let holds = has_value
        || strongest >= Some(Evidence::Fair) && !text.ends_with('。')
        || judged.hits.len() >= 2 && covered * 2 >= text.len();
    holds.then(|| Cut::whole(judged, &BELOW, Trust::Edge))
}

/// Whom a document was sent to and how many copies of it were made: its imprint (版记).
const SENT: [&str; 10] = [
    "抄送", "抄报", "抄发", "主送", "分送", "印发", "报送", "发送", "共印", "呈报",
];

/// Whether a row opens as an imprint does: 抄送:…, 报:…, 共印80份.
pub(super) fn is_sent(text: &str) -> bool {
    let is_short =
        text.starts_with(['报', '送', '发']) && text.chars().nth(1).is_some_and(|mark| mark == ':');
    is_short || SENT.iter().any(|word| text.starts_with(word))
}

/// What a notice may say below its signature: whom to ask, whom it was sent to, a second signature.
pub(super) fn is_of_notice(text: &str) -> bool {
    const WORDS: [&str; 16] = [
        "联系人",
        "此件",
        "印制",
        "校对:",
        "打字",
        "审核:",
        "联系电话",
        "咨询",
        "报名",
        "受理",
        "签字",
        "盖章",
        "起草",
        "公开属性",
        "公开方式",
        "公开类别",
    ];
    WORDS.iter().any(|word| text.contains(word))
        || SENT.iter().any(|word| text.contains(word))
        || tail::is_date_line(text)
        || tail::is_organs(text)
        || shape::is_heading(text)
        || shape::is_title_with_type(text)
}
