//! Drops the lines at a page's two edges that recur on many pages of its site or folder, whatever
//! they say: mottos, menus, banners, addresses, disclaimers that no word list knows.
//!
//! In: a sheet after the other rules, and the lines [`Known`] to recur. Out: dropped rows, and the
//! page's [`Trace`]: which lines its edges hold, so that the archive can be counted. A trace does
//! not depend on what is known. A line goes only where furniture alone stands between it and the
//! edge; closing phrases, signatures, dates, recipients, headings, titles and sentences of norms
//! stay however often they recur. Not its job: counting pages (`indexer`), furniture that its own
//! words give away (`boilerplate`).

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::{PoisonError, RwLock};

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::shape;
use super::sheet::Sheet;
use crate::model::{RuleId, SourceText};
use forms::{is_sentence, is_signature, may_recur};

mod forms;

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
/// be furniture. Sentences need a third of the pages: what notices of one organ end with recurs in
/// a few of them. Other lines need a twentieth, so that a folder may hold pages of many sites; more
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

/// The bit of a line's hash that says that it is a sentence.
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
    let host = source.hints.url.as_deref().and_then(host);
    let (kind, name) = host.map_or_else(|| ('f', folder()), |host| ('h', host));
    xxh3_64(format!("{kind}\0{}\0{name}", source.path.root).as_bytes())
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
    let mut furniture = top.run;
    give_back_title(sheet, &mut furniture);
    furniture.extend(bottom.run);
    if furniture.is_empty() {
        return;
    }
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
    run: Vec<usize>,
    /// All rows that may recur and are no sentences.
    short: Vec<usize>,
}

fn scan(sheet: &Sheet<'_>, page: &mut Page<'_>, edge: Edge) -> Scanned {
    let mut scanned = Scanned::default();
    let (mut lines, mut sentences, mut connected) = (0, 0, true);
    let rows = sheet.rows.len();
    let annex = (edge == Edge::Bottom).then(|| annex(sheet)).flatten();
    for step in 0..rows {
        let row = if edge == Edge::Top {
            step
        } else {
            rows - 1 - step
        };
        let Some(text) = line(sheet, row) else {
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
        let hash = hash(page.trace.group, &text, edge, is_sentence);
        let known = page.meet(hash, annex.is_none_or(|annex| row < annex));
        connected &= known;
        if connected {
            scanned.run.push(row);
        }
    }
    scanned
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

/// Takes the title out of the top's furniture, with all below it: titles of recurring forms (任免
/// 通知, 公告) recur as mottos do. The title stands last, unless another one stands below.
fn give_back_title(sheet: &Sheet<'_>, run: &mut Vec<usize>) {
    while run.last().is_some_and(|row| is_signature(sheet.text(*row))) {
        run.pop();
    }
    let Some(last) = run.last().copied() else {
        return;
    };
    let page_title = sheet
        .cleaned
        .source
        .hints
        .title
        .as_deref()
        .unwrap_or_default();
    let is_page_title = |text: &str| {
        text.chars().count() >= 4 && shape::starts_with_title(page_title, text).is_some()
    };
    let below = (last + 1..sheet.rows.len()).find_map(|row| line(sheet, row));
    let below = below.filter(|text| shape::is_title_like(text));
    let kept = match &below {
        Some(text) if shape::is_title_with_type(text) || is_page_title(text) => None,
        Some(_) => run
            .iter()
            .position(|row| is_page_title(sheet.text(*row)))
            .or_else(|| last_titled(sheet, run).filter(|at| at + 1 == run.len())),
        None => last_titled(sheet, run).or_else(|| {
            run.iter()
                .rposition(|row| shape::is_title_like(sheet.text(*row)))
        }),
    };
    if let Some(at) = kept {
        run.truncate(at);
    }
}

/// The last row that ends with a type of document.
fn last_titled(sheet: &Sheet<'_>, run: &[usize]) -> Option<usize> {
    run.iter()
        .rposition(|row| shape::is_title_with_type(sheet.text(*row)))
}

#[cfg(test)]
mod tests;
