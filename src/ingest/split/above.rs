//! What stands above a title and belongs to its document: number, signer, rows of the page.
//!
//! In: a row. Not its job: letterhead and organs (`ends` knows organs), whether a document begins.

use crate::ingest::clean::shape;
use crate::lexicon::{doc_types, furniture};

/// `关于…`, `印发…`: the second line of a title.
pub(super) fn starts_as_continued(text: &str) -> bool {
    doc_types::opens_with_title_verb(text.trim_start())
}

/// A number, a signer or a row of the page above a title.
pub(super) fn is_above_title(text: &str) -> bool {
    shape::is_number_line(text)
        || text.starts_with("签发人")
        || text.starts_with("当前位置")
        || text.starts_with("您的位置")
        || text.starts_with("您当前的位置")
        || (text.starts_with("首页") && text.contains('>'))
        || is_key_row(text)
}

/// A row of a page's information block: `索引号:…`, `【制定机关】…`.
fn is_key_row(text: &str) -> bool {
    if text.len() > 150 || !text.contains([':', '】', '|']) {
        return false;
    }
    let found = furniture::page_keys().find(text).next();
    found.is_some_and(|(range, kind)| {
        let opens = !text[..range.start].contains(char::is_alphanumeric);
        opens
            && kind != furniture::PageKey::Title
            && text[range.end..].trim_start().starts_with([':', '】', '|'])
    })
}
