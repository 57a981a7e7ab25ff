//! Drops what follows the end of a text: the entries of a list of other pages, slogans, names.
//!
//! Such rows have no shape of their own. They go because the text has ended (an editor, a list of
//! pages, a footer) – until a row comes that is a document's: an annex, a heading, a paragraph.

use super::{below_signature, manner, related};
use crate::ingest::clean::norms;
use crate::ingest::clean::shape;
use crate::ingest::clean::sheet::Sheet;
use crate::ingest::clean::tail;
use crate::model::RuleId;

/// What follows the editor's name, the list of other pages or a promotion.
static AFTER_END: RuleId = RuleId::new("clean/boilerplate/after_end");

/// What may follow the end of the text and still be furniture, in bytes: 1,500 characters, a list
/// of a hundred linked sites.
const MAX_BYTES: usize = 4500;
/// The longest entry of a list, in characters.
const MAX_ENTRY: usize = 80;

/// What a row after the end is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    /// Goes if nothing of a document follows at once.
    Entry,
    /// Stays, and the page goes on: an annex's name.
    Annex,
    /// The page is over.
    Text,
}

/// Drops the entries below the row in which the text ended.
pub(super) fn read(sheet: &mut Sheet<'_>, end_row: usize, rule: &RuleId) {
    // What a list of other pages names ends as files do; what is to be had for download is a file.
    let offers = ["下载", "附件", "表格"];
    let head = sheet.text(end_row);
    let is_list = *rule == related::RELATED && !offers.iter().any(|word| head.contains(word));
    let mut pending: Vec<usize> = Vec::new();
    let mut gone: Vec<usize> = Vec::new();
    let mut bytes = 0;
    let mut in_annexes = false;
    for row in end_row + 1..sheet.rows.len() {
        if sheet.is_dropped(row) {
            gone.append(&mut pending);
            in_annexes = false;
            continue;
        }
        let text = sheet.text(row).trim();
        match kind(text, in_annexes, is_list) {
            After::Annex => in_annexes = true,
            After::Entry => {
                pending.push(row);
                bytes += text.len();
            }
            // The short rows before a document's are its own.
            After::Text => {
                pending.clear();
                break;
            }
        }
        if bytes > MAX_BYTES {
            return;
        }
    }
    gone.append(&mut pending);
    for row in gone {
        sheet.drop_row(row, &AFTER_END);
    }
}

fn kind(text: &str, in_annexes: bool, is_list: bool) -> After {
    let is_numbered = text.starts_with(|first: char| first.is_ascii_digit());
    if is_annex(text, is_list) || (in_annexes && is_numbered) {
        return After::Annex;
    }
    if norms::is_sentence(text) || below_signature::is_sent(text) {
        return After::Text;
    }
    if manner::is_pages_sentence(text) {
        return After::Entry;
    }
    if tail::is_date_line(text) && tail::has_organ(text) {
        return After::Text;
    }
    let is_bullet = text.starts_with([
        '-', '•', '·', '①', '②', '③', '●', '◆', '■', '*', '|', '#', '☞', '→', '★', '☆', '▪', '▸',
        '►', '>', '»', '«', '【',
    ]);
    let is_entry = is_bullet || is_numbered && !text.contains('。');
    if (shape::is_heading(text) && !is_entry) || text.chars().nth(MAX_ENTRY).is_some() {
        return After::Text;
    }
    After::Entry
}

/// Whether a row names an annex or a file.
fn is_annex(text: &str, is_list: bool) -> bool {
    is_file(text) && !is_list
        || text.starts_with("附件")
        || text.starts_with("附:")
        || text.starts_with("附表")
}

/// Whether a row names a file.
pub(super) fn is_file(text: &str) -> bool {
    const FILES: [&str; 12] = [
        ".doc", ".docx", ".pdf", ".xls", ".xlsx", ".wps", ".et", ".zip", ".rar", ".ofd", ".ppt",
        ".jpg",
    ];
    FILES.iter().any(|end| text.ends_with(end))
}
