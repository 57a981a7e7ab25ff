//! Drops the menus and bread crumbs in front of the title that no furniture word gives away, by their
//! shape: steps between `>`, five short words side by side, short lines below each other.
//!
//! Not its job: menus made of known words (`boilerplate`).

use super::boilerplate::{CRUMB, MENU};
use super::shape;
use super::sheet::Sheet;
use crate::model::RuleId;

/// What stands before the title, above a menu.
static BEFORE_TITLE: RuleId = RuleId::new("clean/boilerplate/before_title");

/// Longest entry of a vertical menu, in characters.
const MENU_ENTRY: usize = 8;

/// Drops crumbs and menus from the rows of the head.
pub(super) fn read(sheet: &mut Sheet<'_>, head_end: usize) {
    drop_crumbs(sheet, head_end);
    drop_vertical_menu(sheet, head_end);
    drop_menus_before_title(sheet, head_end);
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

/// A menu's entries below each other before the title: short lines among which known entries were
/// dropped already.
fn drop_vertical_menu(sheet: &mut Sheet<'_>, head_end: usize) {
    let is_short = |row: &usize| sheet.text(*row).chars().count() <= MENU_ENTRY;
    let Some(first) = (0..head_end).find(is_short) else {
        return;
    };
    let run: Vec<usize> = (first..head_end)
        .take_while(|row| is_short(row) || sheet.is_dropped(*row))
        .collect();
    let known = run.iter().filter(|row| sheet.is_dropped(**row)).count();
    let titled = run
        .last()
        .is_some_and(|last| has_title_below(sheet, *last, head_end));
    if run.len() < 6 || known < 2 || known * 6 < run.len() || !titled {
        return;
    }
    // A short title directly under the menu ends it: nothing after the last known entry goes.
    let last = run
        .iter()
        .rposition(|row| sheet.is_dropped(*row))
        .unwrap_or(0);
    for row in &run[..=last] {
        sheet.drop_row(*row, &MENU);
    }
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
