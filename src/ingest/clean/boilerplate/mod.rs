//! Drops lines, and ends of lines, that are the page's furniture: one rule a file, one class each.
//!
//! In: the rows of a sheet, information blocks already read. Out: marks. A row is judged by the
//! furniture words in it *and* by its place: most words are ordinary ones too (打印, 来源, 阅读), so
//! they count only in the head, in the tail or in company. Not its job: information blocks
//! (`key_values`), repeated titles (`titles`), menus without a furniture word (`menus`).

mod after_end;
mod bars;
mod below_signature;
#[cfg(test)]
mod controls;
mod crumbs;
mod disclaimer;
mod editors;
mod footer;
pub(super) mod judged;
mod library;
pub(super) mod manner;
mod paging;
mod promotion;
mod related;
mod script;
mod speakers;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod third_tests;
mod voice;
#[cfg(test)]
mod wordings;
mod wrappers;

pub(super) use bars::{MENU, tools_start};
pub(super) use crumbs::CRUMB;

use self::judged::{Cut, Judged, Place, Trust};
use super::sheet::Sheet;
use super::tail::Tail;
use super::{menus, norms, shape, tail};
use crate::model::RuleId;

/// A longer row in the middle of a text is the text's, in bytes (60 characters).
const MAX_MIDDLE: usize = 180;

/// Drops all furniture of a sheet.
pub(super) fn read(sheet: &mut Sheet<'_>) {
    let mut page = Page {
        head_end: sheet.head_end(),
        tail: tail::find(sheet),
        end_row: None,
        waiting: Vec::new(),
        dropped: Vec::new(),
    };
    let mut had_body = page.tail.start == 0;
    for row in 0..sheet.rows.len() {
        had_body |= row >= page.head_end;
        page.read_row(sheet, row, had_body);
    }
    page.settle_company(sheet);
    if let Some((row, rule)) = page.end_row {
        after_end::read(sheet, row, rule);
    }
    menus::read(sheet, page.head_end);
    editors::drop_bylines(sheet, page.tail.start);
}

/// What the rules say of one row: nothing where somebody of the text speaks in it.
pub(super) fn cut(sheet: &Sheet<'_>, row: usize, judged: &Judged<'_>) -> Option<Cut> {
    first_cut(sheet, row, judged)
        .filter(|cut| !manner::forbids(&judged.text[cut.range.clone()], cut.rule))
        .filter(|_| !speakers::is_turn(sheet, row, judged))
}

/// The rules of one row, the most certain first.
fn first_cut(sheet: &Sheet<'_>, row: usize, judged: &Judged<'_>) -> Option<Cut> {
    if let Some(cut) = wrappers::cut(sheet, row, judged) {
        return Some(cut);
    }
    if judged.hits.is_empty() {
        return paging::cut(judged)
            .or_else(|| related::named_list(judged))
            .or_else(|| editors::end_mark(judged))
            .or_else(|| voice::cut(judged))
            .or_else(|| script::cut(judged));
    }
    if judged.is_glued {
        return glued(sheet, row, judged);
    }
    if judged.begins_with_text() {
        let judged = Judged {
            is_glued: true,
            ..judged.clone()
        };
        return glued(sheet, row, &judged);
    }
    rules(sheet, row, judged)
}

/// The rules of a row in which sentences of the text stand before the page's words.
fn glued(sheet: &Sheet<'_>, row: usize, judged: &Judged<'_>) -> Option<Cut> {
    footer::registration(judged)
        .or_else(|| editors::cut(judged))
        .or_else(|| disclaimer::cut(judged))
        .or_else(|| {
            let after = judged.after_last_sentence()?;
            let offset = after.piece.start - judged.piece.start;
            let cut = rules(sheet, row, &after).filter(|cut| cut.trust == Trust::Sure)?;
            let range = cut.range.start + offset..cut.range.end + offset;
            Some(Cut { range, ..cut })
        })
}

fn rules(sheet: &Sheet<'_>, row: usize, judged: &Judged<'_>) -> Option<Cut> {
    let rules: [&dyn Fn() -> Option<Cut>; 17] = [
        &|| footer::registration(judged),
        &|| bars::cut(sheet, judged),
        &|| library::cut(judged),
        &|| crumbs::crumb(judged),
        &|| crumbs::greeting(judged),
        &|| library::summary(sheet, row, judged),
        &|| related::neighbour(judged),
        &|| related::list_head(judged),
        &|| related::named_list(judged),
        &|| editors::cut(judged),
        &|| disclaimer::cut(judged),
        &|| promotion::cut(judged),
        &|| footer::cut(judged),
        &|| bars::phrase(judged),
        &|| voice::cut(judged),
        &|| paging::cut(judged),
        &|| script::cut(judged),
    ];
    let mut weak = None;
    for rule in rules {
        match rule() {
            Some(cut) if cut.trust > Trust::Company => return Some(cut),
            found => weak = weak.or(found),
        }
    }
    weak
}

/// Whether a row that looks like running text is the page's nevertheless: a library's notice, advice
/// on browsers.
pub(super) fn is_page_row(sheet: &Sheet<'_>, row: usize) -> bool {
    let judged = Judged::new(sheet, row, Place::Head);
    judged.is_some_and(|judged| {
        cut(sheet, row, &judged).is_some_and(|cut| cut.trust == Trust::Sure && cut.range.start == 0)
    })
}

/// A page under work.
struct Page {
    head_end: usize,
    tail: Tail,
    /// The first row that ends the text, and by which rule.
    end_row: Option<(usize, &'static RuleId)>,
    /// Cuts that need company.
    waiting: Vec<(usize, Cut)>,
    /// The rows that were dropped here, in order, and by which rule.
    dropped: Vec<(usize, &'static RuleId)>,
}

impl Page {
    fn read_row(&mut self, sheet: &mut Sheet<'_>, row: usize, had_body: bool) {
        let place = match row {
            _ if row >= self.tail.start => Place::Tail,
            _ if row < self.head_end => Place::Head,
            _ if sheet.rows[row].view.len() > MAX_MIDDLE => return,
            _ => Place::Middle,
        };
        let Some(mut judged) = Judged::new(sheet, row, place) else {
            return;
        };
        judged.is_glued = row == self.tail.start && self.tail.is_glued;
        let is_below = place == Place::Tail && self.tail.signed.is_some_and(|signed| signed < row);
        if is_below
            && below_signature::is_documents(judged.text)
            && !manner::is_pages_heading(judged.text)
        {
            self.tail.signed = None;
        }
        let found = cut(sheet, row, &judged).or_else(|| {
            let is_signed = is_below && self.tail.signed.is_some();
            let below = is_signed.then(|| below_signature::cut(&judged)).flatten();
            below.or_else(|| manner::cut(&judged, is_signed))
        });
        let Some(cut) = found else {
            return;
        };
        // Between 一、 and 二、 a registration, a call or a rule on copies is what the items are about.
        let is_speech = [&footer::FOOTER, &promotion::PROMOTION].contains(&cut.rule);
        if place == Place::Middle && is_speech && norms::is_between_items(sheet, row) {
            return;
        }
        if cut.trust == Trust::Company {
            self.waiting.push((row, cut));
            return;
        }
        let ends = cut.ends_text && !judged.is_glued && place == Place::Tail;
        if ends && (had_body || shape::is_body(judged.text)) {
            self.end_row.get_or_insert((row, cut.rule));
        }
        self.apply(sheet, row, &judged, &cut);
    }

    fn apply(&mut self, sheet: &mut Sheet<'_>, row: usize, judged: &Judged<'_>, cut: &Cut) {
        let span = crate::model::Span::from(cut.range.clone()).shifted(judged.piece.start);
        sheet.drop_span(row, span, cut.rule);
        self.dropped.push((row, cut.rule));
    }

    /// Drops the waiting rows that stand beside a dropped one, downwards and upwards.
    fn settle_company(&mut self, sheet: &mut Sheet<'_>) {
        for upwards in [false, true] {
            let mut waiting = std::mem::take(&mut self.waiting);
            if upwards {
                waiting.reverse();
            }
            for (row, cut) in waiting {
                if self.has_company(sheet, row, &cut) {
                    sheet.drop_row(row, cut.rule);
                    let at = self.dropped.partition_point(|found| found.0 < row);
                    self.dropped.insert(at, (row, cut.rule));
                } else {
                    self.waiting.push((row, cut));
                }
            }
        }
    }

    /// Whether a neighbour of a row was dropped; by the same rule where the row is a footer's, for a
    /// notice ends with addresses too; by a rule of words where its wording alone tells.
    fn has_company(&self, sheet: &Sheet<'_>, row: usize, cut: &Cut) -> bool {
        let before = row.checked_sub(1);
        let after = Some(row + 1).filter(|next| *next < sheet.rows.len());
        let took = |row: usize| {
            let found = self.dropped.binary_search_by_key(&row, |found| found.0);
            found.ok().map(|at| self.dropped[at].1)
        };
        let is_footer = *cut.rule == footer::FOOTER;
        // Above the text stand lines of source and date, which other rules took.
        let is_wording = *cut.rule == manner::MANNER
            && !(row < self.head_end && manner::is_plain(sheet.text(row)));
        before.into_iter().chain(after).any(|row| match took(row) {
            found if is_footer => found.is_some_and(|rule| *rule == footer::FOOTER),
            found if is_wording => found.is_some_and(|rule| *rule != manner::MANNER),
            _ => sheet.is_dropped(row),
        })
    }
}
