//! Where the top's furniture ends: at the title, or at what may be one.
//!
//! In: the rows of the top that recur. Out: those above the title. Not its job: which rows recur.

use super::forms::is_signature;
use super::proof::names_form;
use super::{line, shape};
use crate::ingest::clean::sheet::Sheet;

/// So many rows above a title are a menu, whatever forms its entries name.
const MENU_LINES: usize = 8;

/// Takes the title out of the top's furniture, with all below it: titles of recurring forms (任免
/// 通知, 行政处罚决定书) recur as mottos do. The title stands last, unless another one stands below.
pub(super) fn give_back(sheet: &Sheet<'_>, run: &mut Vec<usize>, has_site: bool) {
    while run.last().is_some_and(|row| is_signature(sheet.text(*row))) {
        run.pop();
    }
    let Some(last) = run.last().copied() else {
        return;
    };
    let is_page_title = |text: &str| {
        let page_title = sheet.cleaned.source.hints.title.as_deref();
        let page_title = page_title.unwrap_or_default();
        text.chars().count() >= 4 && shape::starts_with_title(page_title, text).is_some()
    };
    let below = (last + 1..sheet.rows.len()).find_map(|row| line(sheet, row));
    let below = below.filter(|text| shape::is_title_like(text) && !ends_with_number(text));
    let is_sure = below
        .as_deref()
        .is_some_and(|text| shape::is_title_with_type(text) || is_page_title(text));
    if is_sure && below.is_some_and(|text| begins_midway(&text)) && is_title_part(sheet, last) {
        run.pop();
    }
    let find =
        |is_title: &dyn Fn(&str) -> bool| run.iter().position(|row| is_title(sheet.text(*row)));
    let form = find(&|text| names_form(text, 5));
    let kept = if is_sure {
        form.filter(|_| run.len() < MENU_LINES)
    } else if !has_site {
        Some(0)
    } else {
        let titled = last_titled(sheet, run).or_else(|| {
            let rows = run.iter();
            rows.into_iter()
                .rposition(|row| shape::is_title_like(sheet.text(*row)))
        });
        find(&is_page_title).or(form).or(titled)
    };
    if let Some(at) = kept {
        run.truncate(at);
    }
}

/// Whether a line ends with a document's number, whatever stands before it.
fn ends_with_number(text: &str) -> bool {
    let stem = text.trim_end().strip_suffix(['号', '期']);
    stem.is_some_and(|stem| stem.ends_with(|last: char| last.is_ascii_digit()))
}

/// Whether a title may have begun on the line above.
fn begins_midway(text: &str) -> bool {
    let begins = ["关于", "印发", "转发", "批转", "贯彻"];
    begins.iter().any(|word| text.starts_with(word))
}

/// Whether a row may be the first half of the title below it: somebody's name.
fn is_title_part(sheet: &Sheet<'_>, row: usize) -> bool {
    let text = sheet.text(row);
    let ends = ["部门", "单位", "公司", "人民政府"];
    shape::is_publisher(text) || ends.iter().any(|end| text.ends_with(end))
}

/// The last row that ends with a type of document.
fn last_titled(sheet: &Sheet<'_>, run: &[usize]) -> Option<usize> {
    run.iter()
        .rposition(|row| shape::is_title_with_type(sheet.text(*row)))
}
