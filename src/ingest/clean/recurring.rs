//! Drops the lines at a page's two edges that recur on many pages of its site or folder, whatever
//! they say: mottos, menus, banners, addresses, disclaimers that no word list knows.
//!
//! In: a sheet after the other rules, and the lines [`Known`] to recur. Out: dropped rows, and the
//! page's [`Trace`]: which lines its edges hold, so that the archive can be counted. A trace does
//! not depend on what is known. A line goes only where furniture alone stands between it and the
//! edge; closing phrases, signatures, dates, recipients, headings, titles and sentences of norms
//! stay however often they recur, and so do contacts and rows of a label and its value, unless other
//! furniture stands between them and the text. Where the page names no site, its group is only a
//! folder, which may hold the documents of one organ: there a line must stand above a title or
//! outside other furniture, or its own words must give it away. Not its job: counting pages (`indexer`), furniture that its own
//! words give away (`boilerplate`).

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::{PoisonError, RwLock};

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::shape;
use super::sheet::Sheet;
use crate::model::{RuleId, SourceText};
use forms::{is_sentence, may_recur};
use proof::{holds_form_word, is_data, is_furniture};

mod forms;
mod proof;
mod title;

/// A line that recurs on many pages.
pub const RECURRING: RuleId = RuleId::new("clean/recurring");

/// Lines looked at from either edge of a document: up to 50 menu lines were counted before a title,
/// most of which other rules drop; footers of portal pages run to 30 lines.
const MAX_LINES: usize = 40;
/// Sentences among them: a disclaimer has one to three paragraphs. Further in they are the text's.
const MAX_SENTENCES: usize = 4;
/// Lines of one page, however many documents it holds; no line beyond them goes.
const MAX_PAGE_LINES: usize = 400;
/// Lines from this length on, in bytes, tell what a page is about: 20 characters.
const TELLING_BYTES: usize = 60;

/// The lines known to recur, by [`EdgeLine::hash`].
#[derive(Debug, Default)]
pub struct Known {
    lines: RwLock<HashSet<u64>>,
}

impl Known {
    /// Returns these lines as known ones.
    #[must_use]
    pub fn new(lines: HashSet<u64>) -> Self {
        Self {
            lines: RwLock::new(lines),
        }
    }

    /// Adds a line.
    pub fn insert(&self, line: u64) {
        let mut lines = self.lines.write().unwrap_or_else(PoisonError::into_inner);
        lines.insert(line);
    }

    fn contains(&self, line: u64) -> bool {
        let lines = self.lines.read().unwrap_or_else(PoisonError::into_inner);
        lines.contains(&line)
    }
}

/// How many of a group's pages (of different content) must have a line at the same edge for it to
/// be furniture. Sentences, and all that stands at the end without a furniture word, need a third of
/// the pages: what notices of one organ end with recurs in a few of them. Other lines need a twentieth, so that a folder may hold pages of many sites; more
/// than 500 pages are enough anywhere.
#[must_use]
pub const fn needed(line: u64, pages: usize) -> usize {
    let (least, share, most) = if line & SENTENCE == 0 {
        (6, 20, 500)
    } else {
        (8, 3, usize::MAX)
    };
    let part = pages.div_ceil(share);
    let part = if part > most { most } else { part };
    if part > least { part } else { least }
}

/// The bit of a line's hash that says that it needs more witnesses.
const SENTENCE: u64 = 1;

/// A line at a page's edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EdgeLine {
    /// Hash of group, edge and the line's letters and digits; never 0.
    pub hash: u64,
    /// It was known to recur when the page was read.
    pub known: bool,
    /// It is evidence that the line recurs; below an annex's heading it is none: rows of forms
    /// recur there.
    pub counts: bool,
}

/// What a page tells of its edges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    /// The page's site within its archive; without one, its folder.
    pub group: u64,
    /// Stands for the page's text: equal for copies, and mostly for copies with small changes.
    pub content: u32,
    /// The lines.
    pub lines: Vec<EdgeLine>,
}

/// A page under work.
#[derive(Debug)]
pub struct Page<'k> {
    known: &'k Known,
    trace: Trace,
    /// The smallest hash of a telling line so far.
    sketch: Option<u32>,
    has_text: bool,
    /// The page says of which site it is; else its group is only a folder.
    has_site: bool,
}

impl<'k> Page<'k> {
    /// Begins a page.
    #[must_use]
    pub fn new(source: &SourceText, known: &'k Known) -> Self {
        Self {
            known,
            trace: Trace {
                group: group(source),
                ..Trace::default()
            },
            sketch: None,
            has_text: false,
            has_site: site(source).is_some(),
        }
    }

    /// Returns what the page tells; nothing where it has no text.
    #[must_use]
    pub fn finish(mut self) -> Option<Trace> {
        let short = || {
            let hashes = self.trace.lines.iter().map(|line| line.hash);
            hashes.fold(0, |all: u64, hash| all.rotate_left(5) ^ hash)
        };
        self.trace.content = self.sketch.unwrap_or_else(|| low(short()));
        self.has_text.then_some(self.trace)
    }

    /// Takes down a line; returns whether it is known to recur. A line that is not taken down never
    /// is: nobody could tell that the page has to be read again.
    fn meet(&mut self, hash: u64, counts: bool) -> bool {
        if self.trace.lines.len() >= MAX_PAGE_LINES {
            return false;
        }
        let known = self.known.contains(hash);
        let line = EdgeLine {
            hash,
            known,
            counts,
        };
        self.trace.lines.push(line);
        known
    }
}

#[expect(clippy::cast_possible_truncation, reason = "half of a hash is a hash")]
const fn low(hash: u64) -> u32 {
    hash as u32
}

/// The site that the page says it belongs to, or its folder; never across archives.
fn group(source: &SourceText) -> u64 {
    let folder = || {
        let path = source.path.relative.as_str();
        path.rsplit_once('/').map_or("", |(folder, _)| folder)
    };
    let (kind, name) = site(source).map_or_else(|| ('f', folder()), |host| ('h', host));
    xxh3_64(format!("{kind}\0{}\0{name}", source.path.root).as_bytes())
}

/// The host of the page's own address.
fn site(source: &SourceText) -> Option<&str> {
    source.hints.url.as_deref().and_then(host)
}

fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    host.contains('.').then_some(host)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Top,
    Bottom,
}

/// Drops the known lines of a document's edges, and takes down all that may recur.
pub(super) fn read(sheet: &mut Sheet<'_>, page: &mut Page<'_>) {
    let top = scan(sheet, page, Edge::Top);
    let bottom = scan(sheet, page, Edge::Bottom);
    sketch(sheet, page, &[&top.short, &bottom.short]);
    if top.known.is_empty() && bottom.known.is_empty() {
        return;
    }
    let mut furniture = above_title(sheet, &top, page.has_site);
    furniture.extend(below_text(sheet, &bottom, page.has_site));
    // A page of nothing but furniture keeps it: no page vanishes.
    let is_left = |row: &usize| {
        !furniture.contains(row) && line(sheet, *row).is_some_and(|line| !line.is_empty())
    };
    if !(0..sheet.rows.len()).any(|row| is_left(&row)) {
        return;
    }
    for row in furniture {
        sheet.drop_row(row, &RECURRING);
    }
}

/// What stands at one edge.
#[derive(Debug, Default)]
struct Scanned {
    /// Rows known to recur, with nothing but furniture between them and the edge; from the edge.
    known: Vec<usize>,
    /// One past the innermost row looked at that follows on them without text between, counted from
    /// the edge: other rules dropped what is none of them.
    end: usize,
    /// All rows that may recur and are no sentences.
    short: Vec<usize>,
}

fn scan(sheet: &Sheet<'_>, page: &mut Page<'_>, edge: Edge) -> Scanned {
    let mut scanned = Scanned::default();
    let (mut lines, mut sentences, mut connected) = (0, 0, true);
    let rows = sheet.rows.len();
    let annex = (edge == Edge::Bottom).then(|| annex(sheet)).flatten();
    for step in 0..rows {
        let row = from_edge(rows, step, edge);
        let Some(text) = line(sheet, row) else {
            scanned.end = if connected { step + 1 } else { scanned.end };
            continue;
        };
        page.has_text = true;
        let is_sentence = is_sentence(&text, edge);
        sentences += usize::from(is_sentence);
        lines += 1;
        if lines > MAX_LINES || sentences > MAX_SENTENCES || !may_recur(&text, edge) {
            break;
        }
        if !is_sentence {
            scanned.short.push(row);
        }
        let is_doubtful = is_sentence || (edge == Edge::Bottom && !is_furniture(&text));
        let hash = hash(page.trace.group, &text, edge, is_doubtful);
        let known = page.meet(hash, annex.is_none_or(|annex| row < annex));
        connected &= known;
        if connected {
            scanned.known.push(row);
            scanned.end = step + 1;
        }
    }
    scanned
}

/// The row that is so many steps from the edge.
const fn from_edge(rows: usize, step: usize, edge: Edge) -> usize {
    match edge {
        Edge::Top => step,
        Edge::Bottom => rows - 1 - step,
    }
}

/// The rows of the top that go. In a folder, the file's first line stays: it may be a title.
fn above_title(sheet: &Sheet<'_>, top: &Scanned, has_site: bool) -> Vec<usize> {
    let furniture = furniture_rows(sheet, top, Edge::Top);
    let innermost = furniture.last();
    let may_go = |row: &&usize| {
        let text = sheet.text(**row);
        let is_outside = innermost.is_some_and(|innermost| *row < innermost);
        let is_plain = !is_data(text) && (has_site || !holds_form_word(text));
        is_plain || (has_site && (is_outside || is_furniture(text)))
    };
    let known = top.known.iter().take_while(may_go);
    let mut run: Vec<usize> = known.copied().collect();
    title::give_back(sheet, &mut run, has_site);
    run.retain(|row| has_site || *row > 0 || is_furniture(sheet.text(*row)));
    run
}

/// The rows of the end that go, from the edge: in a folder only such as stand outside other
/// furniture or are the page's by their own words.
fn below_text(sheet: &Sheet<'_>, bottom: &Scanned, has_site: bool) -> Vec<usize> {
    let furniture = furniture_rows(sheet, bottom, Edge::Bottom);
    let innermost = furniture.last();
    let may_go = |row: &&usize| {
        let text = sheet.text(**row);
        let is_outside = innermost.is_some_and(|innermost| *row > innermost);
        if has_site {
            return is_outside || !is_data(text);
        }
        let has_digit = || text.contains(|character: char| character.is_ascii_digit());
        let is_proven = is_outside || is_furniture(text);
        is_proven && !is_data(text) && !holds_form_word(text) && !has_digit()
    };
    bottom.known.iter().take_while(may_go).copied().collect()
}

/// The rows among an edge's known ones that `boilerplate` dropped; from the edge.
fn furniture_rows(sheet: &Sheet<'_>, scanned: &Scanned, edge: Edge) -> Vec<usize> {
    let steps = 0..scanned.end.min(4 * MAX_LINES);
    let rows = steps.map(|step| from_edge(sheet.rows.len(), step, edge));
    let is_furniture = |row: &usize| {
        let source = sheet.rows[*row].source;
        let mut marks = sheet.marks.iter();
        sheet.is_dropped(*row)
            && marks.any(|mark| source.contains(mark.span) && is_site_rule(mark.rule.as_str()))
    };
    rows.filter(is_furniture).collect()
}

/// Whether a rule drops what sites put around documents; not what printed ones have of their own.
fn is_site_rule(rule: &str) -> bool {
    let class = rule.strip_prefix("clean/boilerplate/");
    class.is_some_and(|class| !matches!(class, "running_head" | "summary" | "editor"))
}

/// The row that heads the last annex or a list of annexes, if it may stand among the edge's lines.
fn annex(sheet: &Sheet<'_>) -> Option<usize> {
    let rows = (0..sheet.rows.len()).rev().take(MAX_LINES * 2);
    rows.into_iter().find(|row| {
        let text = sheet.text(*row).trim_start_matches(['#', ' ']);
        text.starts_with("附件") || text.starts_with("附表") || text.starts_with("附:")
    })
}

/// What is left of a row, if two letters or digits are.
fn line<'a>(sheet: &Sheet<'a>, row: usize) -> Option<Cow<'a, str>> {
    let pieces = sheet.pieces(row);
    let text = match pieces.as_slice() {
        [] => return None,
        [piece] => Cow::Borrowed(sheet.view(*piece).trim()),
        pieces => pieces.iter().map(|piece| sheet.view(*piece)).collect(),
    };
    (shape::essence(&text).take(2).count() == 2).then_some(text)
}

fn hash(group: u64, text: &str, edge: Edge, is_sentence: bool) -> u64 {
    let essence: String = shape::essence(text).collect();
    let seed = group ^ u64::from(edge == Edge::Bottom);
    let hash = xxh3_64_with_seed(essence.as_bytes(), seed) & !SENTENCE;
    (hash | u64::from(is_sentence)).max(2)
}

/// Takes down what a page is about: the smallest hash of its telling lines, so that copies with
/// small changes mostly agree (min-wise hashing, Broder 1997).
fn sketch(sheet: &Sheet<'_>, page: &mut Page<'_>, furniture: &[&[usize]; 2]) {
    for (row, place) in sheet.rows.iter().enumerate() {
        let telling = place.view.len() >= TELLING_BYTES
            && !furniture.iter().any(|rows| rows.contains(&row))
            && !sheet.is_dropped(row);
        let text = sheet.text(row);
        if telling && !text.ends_with(':') {
            let hash = low(xxh3_64(text.as_bytes()));
            page.sketch = Some(page.sketch.map_or(hash, |least| least.min(hash)));
        }
    }
}

#[cfg(test)]
mod tests;
