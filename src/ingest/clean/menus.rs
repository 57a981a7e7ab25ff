//! Drops the menus and bread crumbs in front of the title that no furniture word gives away, by their
//! shape: steps between `>`, five short words side by side, short lines below each other.
//!
//! Not its job: menus made of known words (`boilerplate`).

use super::boilerplate::{CRUMB, MENU};
use super::shape;
use super::sheet::Sheet;
use super::tail;
use crate::lexicon::doc_types;
use crate::lexicon::furniture::{self, Furniture};
use crate::model::RuleId;

/// What stands before the title, above a menu.
static BEFORE_TITLE: RuleId = RuleId::new("clean/boilerplate/before_title");

/// Longest entry of a vertical menu, in characters.
const MENU_ENTRY: usize = 8;
/// The fewest entries of one.
const MENU_LINES: usize = 6;
/// Longest line that may stand between a menu's rows, in characters.
const STRAY: usize = 12;
/// Longest heading of a site, in characters.
const MAX_HEADING: usize = 40;

/// Drops crumbs and menus from the rows of the head.
pub(super) fn read(sheet: &mut Sheet<'_>, head_end: usize) {
    drop_crumbs(sheet, head_end);
    drop_vertical_menu(sheet, head_end);
    drop_menus_before_title(sheet, head_end);
    drop_strays_above_title(sheet, head_end);
}

/// Bread crumbs without a word that says so: `法规文库 > 地方法规 > 正文`.
fn drop_crumbs(sheet: &mut Sheet<'_>, head_end: usize) {
    for row in 0..head_end {
        let text = sheet.text(row);
        let steps: Vec<&str> = text.split(['>', '»', '›']).map(str::trim).collect();
        let short = steps.iter().all(|step| step.chars().count() <= 12);
        if steps.len() >= 3 && short && !text.contains('<') {
            sheet.drop_row(row, &CRUMB);
        }
    }
}

/// A menu's entries below each other before the title: six short lines or more of which half have a
/// word of the page, or known entries were dropped among them already.
fn drop_vertical_menu(sheet: &mut Sheet<'_>, head_end: usize) {
    let mut from = 0;
    while let Some(run) = next_run(sheet, from, head_end) {
        from = run.end;
        let known = run.clone().rev().find(|row| is_known(sheet, *row));
        let count = run.clone().filter(|row| is_known(sheet, *row)).count();
        let dropped = run.clone().filter(|row| sheet.is_dropped(*row)).count();
        let is_menu = count * 2 >= run.len() || dropped >= 2 && dropped * 6 >= run.len();
        let Some(last) = known.filter(|last| is_menu && has_title_below(sheet, *last, head_end))
        else {
            continue;
        };
        // A short title directly under the menu ends it: nothing after the last known entry goes.
        for row in run.start..=last {
            sheet.drop_row(row, &MENU);
        }
    }
}

/// The next six short lines of the head or more, dropped ones among them.
fn next_run(sheet: &Sheet<'_>, from: usize, head_end: usize) -> Option<std::ops::Range<usize>> {
    let is_entry = |row: &usize| {
        let text = sheet.text(*row);
        sheet.is_dropped(*row)
            || text.len() <= 4 * MENU_ENTRY
                && text.chars().count() <= MENU_ENTRY
                && !shape::is_text_heading(text)
                && !text.ends_with([':', '。'])
    };
    let mut start = from;
    while start < head_end {
        let end = (start..head_end)
            .find(|row| !is_entry(row))
            .unwrap_or(head_end);
        let entries = (start..end).filter(|row| !sheet.is_dropped(*row)).count();
        if end - start >= MENU_LINES && entries > 0 {
            return Some(start..end);
        }
        start = end + 1;
    }
    None
}

/// Whether a row was dropped, or is a word of menus and tools.
fn is_known(sheet: &Sheet<'_>, row: usize) -> bool {
    let text = sheet.text(row);
    sheet.is_dropped(row)
        || furniture::terms().find(text).any(|(range, word)| {
            matches!(
                word.class,
                Furniture::Menu | Furniture::Tool | Furniture::Greeting
            ) && range.len() * 2 >= text.len()
        })
}

/// Short lines left above the title – the site's name, entries that no list knows – where rows of the
/// page were dropped between them and the title.
fn drop_strays_above_title(sheet: &mut Sheet<'_>, head_end: usize) {
    let Some(title) = sure_title(sheet, head_end) else {
        return;
    };
    // A number, recipients or a heading between: what stands above them is a document's.
    let first = (0..title)
        .rev()
        .filter(|row| !sheet.is_dropped(*row))
        .find(|row| {
            let text = sheet.text(*row);
            shape::is_number_line(text) || shape::begins_text(text)
        })
        .map_or(0, |row| row + 1);
    let is_official = shape::is_official_title(sheet.text(title));
    if is_official {
        for row in first..title {
            let text = sheet.text(row).trim();
            if !sheet.is_dropped(row) && is_above_official(text) {
                sheet.drop_row(row, &BEFORE_TITLE);
            }
        }
    }
    // What stands directly above the title may be its first line, or the organ that issues it.
    let Some(last) = (first..title).rev().find(|row| sheet.is_dropped(*row)) else {
        return;
    };
    for row in first..last {
        let text = sheet.text(row).trim();
        if !sheet.is_dropped(row) && (is_stray(text) || is_official && is_heading_of_site(text)) {
            sheet.drop_row(row, &BEFORE_TITLE);
        }
    }
}

/// Whether a short line above an official title can be nothing of the document: it has a letterhead,
/// its organs, a number, a degree of urgency or secrecy there, and the beginning of a long title.
fn is_above_official(text: &str) -> bool {
    const OWN: [&str; 30] = [
        "密", "急", "件", "令", "号", "告", "知", "稿", "案", "府", "厅", "局", "委", "办", "室",
        "院", "部", "会", "示", "函", "组", "处", "司", "团", "例", "法", "定", "录", "一", "年",
    ];
    let path = text.contains(['/', '>', '»']) && !text.contains('<');
    let opens = ["搜索", "路径", "导航", "请输入", "微信号", "功能介绍", "【"];
    let bare = text.trim_matches(['【', '】', '[', ']', ' ']);
    let is_line = text.len() <= 4 * STRAY && bare.chars().count() <= 2 * STRAY;
    let is_own =
        OWN.iter().any(|end| bare.ends_with(end)) || text.contains(['《', '〔', '(', '、', ',']);
    let is_known = path || opens.iter().any(|word| text.starts_with(word)) || names_site(text);
    is_line
        && (is_known || !is_own && bare.chars().count() <= STRAY)
        && !text.ends_with(['。', ':', '!'])
        && !doc_types::has_title_verb(text)
        && !text.contains(|character: char| character.is_ascii_digit())
        && !shape::is_heading(text)
        && (names_site(text) || !tail::is_organs(text))
        && !ends_title(text)
}

/// Whether a line is a name and a motto, or steps, side by side: `范文大全网 - 最全的素材库`.
fn is_heading_of_site(text: &str) -> bool {
    const MARKS: [char; 10] = [' ', '-', '—', '·', '|', '丨', '→', '/', '★', '_'];
    text.contains(MARKS)
        && text.chars().count() <= MAX_HEADING
        && !text.contains(|character: char| character.is_ascii_digit())
        && !text.contains(['。', ',', ':', ';', '《', '〔', '('])
        && !shape::is_heading(text)
        && !shape::ends_as_title(shape::trimmed_title(text))
        && !tail::is_organs(text)
}

fn names_site(text: &str) -> bool {
    ["网", "网站", "门户", "官网"]
        .iter()
        .any(|end| text.ends_with(end))
}

/// Whether a line is short and neither a title nor a number, a heading, an address: a menu's entry,
/// the name of a site.
fn is_stray(text: &str) -> bool {
    let count = text.chars().count();
    (count <= STRAY || names_site(text) && count <= 2 * STRAY)
        && !text.ends_with(['。', ':', '号', '》', '!'])
        && !text.contains(|character: char| character.is_ascii_digit())
        && !shape::is_heading(text)
        && !shape::is_official_title(text)
        && !ends_title(text)
}

/// Whether a line is the end of a title that stands on two: 食品产业园的复函.
fn ends_title(text: &str) -> bool {
    text.contains('的') && shape::ends_as_title(text)
}

/// The row of the title that a page's line, a number, recipients or the text follow.
fn sure_title(sheet: &Sheet<'_>, head_end: usize) -> Option<usize> {
    let most = (head_end + 1).min(sheet.rows.len());
    let kept: Vec<usize> = (0..most.saturating_sub(1))
        .filter(|row| !sheet.is_dropped(*row))
        .collect();
    let official = kept
        .iter()
        .find(|row| shape::is_official_title(sheet.text(**row)));
    let last = kept.iter().rev().find(|row| {
        let text = sheet.text(**row);
        shape::is_title_like(text) && text.chars().count() > STRAY
    });
    official.or(last).copied()
}

/// Menus without a known word: five short words or more, side by side or below each other, before
/// the title; and everything above them.
fn drop_menus_before_title(sheet: &mut Sheet<'_>, head_end: usize) {
    // Five short words may be a list of names: a page line or an official title must follow.
    let last_menu = (0..head_end)
        .rev()
        .find(|row| is_menu(sheet, *row) && has_sure_title_below(sheet, *row, head_end));
    let Some(last) = last_menu else {
        return;
    };
    for row in 0..last {
        let body = shape::is_official_title(sheet.text(row));
        if body {
            return;
        }
    }
    for row in 0..=last {
        let rule = if row == last { &MENU } else { &BEFORE_TITLE };
        sheet.drop_row(row, rule);
    }
}

fn has_title_below(sheet: &Sheet<'_>, menu: usize, head_end: usize) -> bool {
    (menu + 1..=head_end)
        .take_while(|row| *row < sheet.rows.len())
        .any(|row| {
            sheet
                .first_piece(row)
                .is_some_and(|piece| shape::is_title_like(sheet.view(piece)))
        })
}

/// Whether a title stands below that names its type, or that a dropped page line follows.
fn has_sure_title_below(sheet: &Sheet<'_>, menu: usize, head_end: usize) -> bool {
    (menu + 1..head_end.min(sheet.rows.len())).any(|row| {
        let piece = sheet.first_piece(row);
        piece.is_some_and(|piece| {
            let text = sheet.view(piece);
            let page_line = row + 1 < sheet.rows.len() && sheet.is_dropped(row + 1);
            shape::is_official_title(text)
                || (page_line && !is_menu(sheet, row) && shape::is_title_like(text))
        })
    })
}

/// Whether a row, not yet dropped, is five or more short words between spaces or bars.
fn is_menu(sheet: &Sheet<'_>, row: usize) -> bool {
    if sheet.is_dropped(row) {
        return false;
    }
    let source = &sheet.cleaned.source.text[sheet.rows[row].source.range()];
    if source.trim_start().starts_with(['|', '#'])
        || source.contains(['。', ',', '，', '、', ':', '：'])
    {
        return false;
    }
    let words: Vec<&str> = source
        .split(|character: char| character.is_whitespace() || character == '|')
        .filter(|word| !word.is_empty())
        .collect();
    let short = words
        .iter()
        .filter(|word| (2..=12).contains(&word.chars().count()))
        .count();
    words.len() >= 5 && short == words.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r0043_the_second_line_of_a_title_is_no_stray() {
        for line in ["食品产业园的复函", "产业发展的意见", "拟认定名单的公示"]
        {
            assert!(!is_stray(line) && !is_above_official(line), "{line}");
        }
        assert!(is_stray("部门动态") && is_above_official("部门动态"));
    }
}
