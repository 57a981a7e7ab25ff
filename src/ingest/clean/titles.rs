//! Finds a segment's title, and drops its repetitions – on lines of their own or glued to the text
//! that follows – with the running head before them.
//!
//! Not its job: reading the title as metadata.

use std::sync::LazyLock;

use regex::Regex;

use super::key_values;
use super::shape;
use super::sheet::{Joined, Sheet};
use super::tail;
use super::title_forms;
use crate::lexicon::doc_types;
use crate::model::{RuleId, Span};

/// A title that stands twice.
const REPEATED: RuleId = RuleId::new("clean/repeated_title");
/// The site's name behind a title.
const SITE: RuleId = RuleId::new("clean/title/site");
/// Page number, magazine and column before a repeated title.
const RUNNING_HEAD: RuleId = RuleId::new("clean/boilerplate/running_head");

/// Titles stand within this many kept rows.
const WITHIN: usize = 12;
/// Lines that may repeat a page's `<title>`.
const SITE_ROWS: usize = 3;
/// Such a line is at most this long, in bytes (120 characters).
const MAX_SITE_TITLE: usize = 360;
/// A running head is at most this long, in bytes (40 characters).
const MAX_RUNNING_HEAD: usize = 120;
/// Rows from the end in which a page may name its file.
const TAIL_ROWS: usize = 15;
/// The shortest heading of a chapter that is repeated, in characters: 第一章 and a name.
const MIN_CHAPTER: usize = 6;
/// Shorter titles may well begin a sentence (`某园区创建于…`).
const MIN_REPEATED: usize = 8;
/// So long a title is no name that the text may begin with (某某高新技术产业开发区 has 11).
const MIN_SENTENCE: usize = 13;

/// Finds the title and drops its repetitions; returns the view span of the title.
pub(super) fn read(sheet: &mut Sheet<'_>, distant: Option<Span>) -> Option<Span> {
    let rows = first_rows(sheet);
    if let Some(title) = distant {
        drop_repetitions(sheet, &rows, title);
        return Some(title);
    }
    drop_repeated_heading(sheet, &rows);
    drop_site_titles(sheet, &rows);
    let rows = first_rows(sheet);
    let (index, mut title) = find(sheet, &rows)?;
    if let Some((from, whole)) = with_organs(sheet, &rows, index) {
        drop_repetitions(sheet, &rows[from..], whole);
        return Some(whole);
    }
    if let Some((_, whole)) = title_forms::joined(sheet, &rows[index..], title) {
        drop_repetitions(sheet, &rows[index..], whole);
        return Some(whole);
    }
    if let Some(longer) = completed(sheet, &rows[index..], title) {
        sheet.drop_span(rows[index], title, &REPEATED);
        title = longer;
    } else if let Some(bare) = title_forms::bare(sheet.view(title)) {
        let end = title.start + bare.len();
        sheet.drop_span(rows[index], Span::new(end, title.end), &SITE);
        title.end = end;
    }
    let stem = title_forms::without_extension(sheet.view(title)).len();
    if stem < title.len() {
        let end = title.start + stem;
        sheet.drop_span(rows[index], Span::new(end, title.end), &SITE);
        title.end = end;
    }
    sheet.breaks.extend([title.start, title.end]);
    drop_file_names(sheet, title);
    drop_repetitions(sheet, &rows[index..], title);
    Some(title)
}

/// Drops the title where it names the file at the end of the page.
fn drop_file_names(sheet: &mut Sheet<'_>, title: Span) {
    let text = sheet.view(title);
    let first = sheet.rows.len().saturating_sub(TAIL_ROWS).max(1);
    for row in first..sheet.rows.len() {
        let line = sheet.text(row).trim();
        let stem = title_forms::without_extension(line);
        if stem.len() < line.len()
            && !sheet.rows[row].view.contains(title)
            && shape::essence(stem).eq(shape::essence(text))
        {
            sheet.drop_row(row, &REPEATED);
        }
    }
}

/// Drops the second of two equal headings that begin a chapter: no title, for they are numbered.
fn drop_repeated_heading(sheet: &mut Sheet<'_>, rows: &[usize]) {
    let [first, second, ..] = rows else {
        return;
    };
    let heading = sheet.text(*first).trim();
    let is_chapter = shape::is_text_heading(heading) && heading.starts_with('第');
    if is_chapter
        && shape::essence(heading).take(MIN_CHAPTER).count() == MIN_CHAPTER
        && shape::essence(heading).eq(shape::essence(sheet.text(*second)))
    {
        sheet.drop_row(*second, &REPEATED);
    }
}

fn first_rows(sheet: &Sheet<'_>) -> Vec<usize> {
    (0..sheet.rows.len())
        .filter(|row| !sheet.is_dropped(*row))
        .take(WITHIN)
        .collect()
}

/// A title whose organs stand on lines of their own above 关于…, 印发… or 转发…: the rows are joined.
/// Returns the index of its last row and its whole extent.
fn with_organs(sheet: &mut Sheet<'_>, rows: &[usize], index: usize) -> Option<(usize, Span)> {
    let is_organs = |sheet: &Sheet<'_>, row: usize| tail::is_organs(sheet.text(row));
    let first = (0..=index)
        .rev()
        .take_while(|at| *at == index || is_organs(sheet, rows[*at]))
        .last()?;
    let last = (first..rows.len()).find(|at| !is_organs(sheet, rows[*at]))?;
    let line = sheet.text(rows[last]).trim();
    // The last of several joint organs may begin the line that names the matter; below a single one it
    // is another organ's title, under the name of a site.
    let is_joint = last >= first + 2 && begins_with_organ(line);
    if last == first || !is_joint && !continues_organs(line) {
        return None;
    }
    let continued = rows[first + 1..=last].iter().map(|row| Joined {
        row: *row,
        // Joint organs are told apart by a space.
        apart: *row != rows[last] || is_joint,
    });
    sheet.joined.extend(continued);
    let start = sheet.rows[rows[first]].view.start;
    let about = sheet.rows[rows[last]].view;
    // The line below the organs may be cut in its turn.
    let (rest, end) = title_forms::joined(sheet, &rows[last..], about)
        .map_or((0, about.end), |(rest, whole)| (rest, whole.end));
    Some((last + rest, Span::new(start, end)))
}

/// Whether a line is the second half of a title, its organs standing above.
fn continues_organs(line: &str) -> bool {
    let line = line.trim();
    doc_types::opens_with_title_verb(line) && shape::is_title_like(line)
}

/// Whether a line is a title that begins with an organ.
fn begins_with_organ(line: &str) -> bool {
    let organs = line.split_once("关于").map(|(organs, _)| organs);
    organs.is_some_and(tail::is_organs) && shape::is_title_like(line)
}

/// Whether a line is a letterhead – `某市人民政府文件` – or organs alone, below which, behind numbers
/// at most, the title itself stands.
fn is_above_title(sheet: &Sheet<'_>, rows: &[usize], index: usize) -> bool {
    let line = sheet.text(rows[index]).trim();
    let head = line.strip_suffix("文件").map_or(line, str::trim_end);
    if !tail::is_organs(head) {
        return false;
    }
    rows[index + 1..]
        .iter()
        .map(|row| sheet.text(*row).trim())
        .find(|next| {
            !shape::is_number_line(next) && !tail::is_organs(next) && !next.starts_with("签发人")
        })
        .is_some_and(|next| continues_organs(next) || shape::is_official_title(next))
}

/// The first row that looks like a title, or a surer one below it.
fn find(sheet: &Sheet<'_>, rows: &[usize]) -> Option<(usize, Span)> {
    let first = first_title(sheet, rows)?;
    Some(surer(sheet, rows, first).unwrap_or(first))
}

/// The title below a line that names neither a type nor a subject – a site's motto, a column, a
/// collection – and above the document's first words: one that names both, or its type over its number,
/// its history or its text.
fn surer(
    sheet: &Sheet<'_>,
    rows: &[usize],
    (index, first): (usize, Span),
) -> Option<(usize, Span)> {
    let names_type = |text: &str| shape::ends_as_title(shape::trimmed_title(text));
    let first = sheet.view(first);
    if doc_types::has_title_verb(first) || names_type(first) {
        return None;
    }
    let begins = |text: &str| {
        let bare = text.trim_start_matches('(');
        shape::is_number_line(text)
            || shape::begins_text(text)
            || shape::is_body(text)
            || shape::is_date_row(text)
            || bare.starts_with(|first: char| first.is_ascii_digit()) && bare.contains("通过")
    };
    for (at, row) in rows.iter().enumerate().skip(index + 1) {
        let piece = sheet.first_piece(*row)?;
        let text = sheet.view(piece);
        if begins(text) {
            return None;
        }
        let next = rows.get(at + 1).map_or("", |next| sheet.text(*next).trim());
        let is_sure = shape::is_official_title(text)
            || shape::is_title_like(text) && names_type(text) && begins(next)
            || doc_types::has_title_verb(text)
                && shape::is_title_like(text)
                && title_forms::last_line(sheet, &rows[at..]).is_some();
        if is_sure && !is_above_title(sheet, rows, at) {
            return Some((at, piece));
        }
    }
    None
}

/// The first row that looks like a title; or the title at the beginning of a glued first row.
fn first_title(sheet: &Sheet<'_>, rows: &[usize]) -> Option<(usize, Span)> {
    for (index, row) in rows.iter().enumerate() {
        let piece = sheet.first_piece(*row)?;
        let text = sheet.view(piece);
        if shape::is_title_like(text) && !is_above_title(sheet, rows, index) {
            return Some((index, piece));
        }
        if let Some(end) = title_forms::glued_end(text) {
            return Some((index, Span::new(piece.start, piece.start + end)));
        }
        if shape::is_body(text) {
            return None;
        }
    }
    None
}

/// A library's own title (`…发展的(精)`, `…方案(最新版)`) that one of the next rows gives as it was,
/// on its own line or glued to the text: that one's span.
fn completed(sheet: &Sheet<'_>, rows: &[usize], title: Span) -> Option<Span> {
    let stem = title_forms::without_library_note(sheet.view(title))?;
    for row in rows.iter().skip(1).take(6) {
        let piece = sheet.first_piece(*row)?;
        let line = sheet.view(piece);
        let Some(end) = shape::starts_with_title(line, stem) else {
            continue;
        };
        if shape::ends_with_type(stem) {
            if line[end..].trim().is_empty() {
                return Some(piece);
            }
            continue;
        }
        let end = piece.start + end + type_end(&line[end..])?;
        return Some(Span::new(piece.start, end));
    }
    None
}

/// Drops lines at the very beginning that give the title with the site's name, where the title
/// itself stands below.
fn drop_site_titles(sheet: &mut Sheet<'_>, rows: &[usize]) {
    for (index, row) in rows.iter().enumerate().take(SITE_ROWS) {
        let Some(piece) = sheet.first_piece(*row) else {
            continue;
        };
        let is_copy = piece.len() <= MAX_SITE_TITLE
            && (has_bare_title(sheet, &rows[index + 1..], piece)
                || frames_next(sheet, &rows[index + 1..], piece));
        if is_copy {
            sheet.drop_span(*row, piece, &REPEATED);
        }
    }
}

/// Whether one of the next rows is the title of which a line is a copy in a frame.
fn frames_next(sheet: &Sheet<'_>, rows: &[usize], copy: Span) -> bool {
    let line = sheet.view(copy).trim();
    rows.iter().take(6).any(|row| {
        let text = sheet.text(*row).trim();
        shape::is_official_title(text) && line != text && title_forms::is_framed(line, text)
    })
}

/// Whether one of the next rows is a line's title without the site's name, alone or before text that
/// begins anew.
fn has_bare_title(sheet: &Sheet<'_>, rows: &[usize], title: Span) -> bool {
    let line = sheet.view(title);
    let mut stems = long_enough(title_forms::without_site(line)).peekable();
    if stems.peek().is_none() {
        return false;
    }
    let stems: Vec<&str> = stems.collect();
    rows.iter().take(6).any(|row| {
        let text = sheet
            .first_piece(*row)
            .map_or("", |piece| sheet.view(piece));
        stems.iter().any(|stem| {
            shape::starts_with_title(text, stem).is_some_and(|end| begins_anew(&text[end..], stem))
        })
    })
}

/// The titles that cannot begin a sentence by accident.
fn long_enough<'t>(titles: impl Iterator<Item = &'t str>) -> impl Iterator<Item = &'t str> {
    titles.filter(|title| shape::essence(title).take(MIN_REPEATED).count() == MIN_REPEATED)
}

/// Where the type word ends that begins within the first six characters of a text.
fn type_end(rest: &str) -> Option<usize> {
    let near: String = rest.chars().take(6).collect();
    shape::TYPE_WORDS
        .iter()
        .filter_map(|word| near.find(word).map(|at| at + word.len()))
        .min()
}

fn drop_repetitions(sheet: &mut Sheet<'_>, rows: &[usize], title: Span) {
    let text = sheet.view(title);
    // An organ's name signs the text; it is no repetition.
    if tail::is_organs(text) {
        return;
    }
    let from = rows.first().copied().unwrap_or(0);
    for row in from..sheet.rows.len() {
        let line = sheet.text(row);
        let marked = line.ends_with('页') && line.len() <= text.len() + 60;
        if marked
            && shape::starts_with_title(line, text)
                .is_some_and(|end| title_forms::is_page_mark(&line[end..]))
        {
            sheet.drop_row(row, &REPEATED);
        }
    }
    if shape::essence(text).take(MIN_REPEATED).count() < MIN_REPEATED {
        return;
    }
    for row in rows {
        for piece in sheet.pieces(*row) {
            if title.contains(piece) && title != piece {
                continue;
            }
            let piece = if piece.contains(title) {
                sheet.trimmed(Span::new(title.end, piece.end))
            } else {
                piece
            };
            if piece.is_empty() {
                continue;
            }
            let is_copy = piece == sheet.rows[*row].view
                && title_forms::is_framed(sheet.view(piece).trim(), text);
            if is_copy {
                sheet.drop_row(*row, &REPEATED);
            } else {
                drop_repetition(sheet, *row, piece, text);
            }
        }
    }
}

fn drop_repetition(sheet: &mut Sheet<'_>, row: usize, piece: Span, title: &str) {
    let line = sheet.view(piece);
    let Some((start, end)) = repetition(line, title) else {
        return;
    };
    if start > 0 {
        read_running_head(sheet, row, Span::new(piece.start, piece.start + start));
    }
    let span = Span::new(piece.start + start, piece.start + end);
    sheet.drop_span(row, span, &REPEATED);
    sheet.breaks.push(span.end);
}

/// Where a line repeats the title: as a whole, or in front of text that begins anew.
fn repetition(line: &str, title: &str) -> Option<(usize, usize)> {
    if let Some(end) = shape::starts_with_title(line, title) {
        let anew = begins_anew(&line[end..], title);
        return anew.then_some((0, end));
    }
    // After a running head: only a title too long to be an accident.
    let probe: String = title.chars().take(6).collect();
    if shape::essence(title).count() < 2 * MIN_REPEATED {
        return None;
    }
    let start = line
        .find(&probe)
        .filter(|start| *start <= MAX_RUNNING_HEAD)?;
    let end = start + shape::starts_with_title(&line[start..], title)?;
    let head = &line[..start];
    let is_head = head.contains(|character: char| character.is_ascii_digit())
        && !head.contains(['。', ',', ';', '《', '“', ':']);
    (is_head && begins_anew(&line[end..], title)).then_some((start, end))
}

/// Whether the text after a title is not its own continuation (`…的通知》`, `…办法的决定`).
fn begins_anew(rest: &str, title: &str) -> bool {
    match rest.trim_start().chars().next() {
        None => true,
        Some(
            '的' | '和' | '与' | '及' | '、' | ',' | '》' | '”' | '〉' | '。' | ';' | '已' | '是'
            | '在',
        ) => false,
        Some(_) => {
            shape::ends_with_type(shape::trimmed_title(title))
                || shape::essence(title).count() >= MIN_SENTENCE
        }
    }
}

/// `76 某刊 2020年12月Column栏目`: source and date of a magazine page.
fn read_running_head(sheet: &mut Sheet<'_>, row: usize, head: Span) {
    static ISSUE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\d{0,4}\s*([\p{Han}]{2,15}?)\s*(\d{4}年(?:第?\d{1,2}[月期])?(?:总?第\d+期)?)")
            .expect("a literal")
    });
    if let Some(found) = ISSUE.captures(sheet.view(head)) {
        for (key, group) in [("来源", 1), ("刊期", 2)] {
            if let Some(value) = found.get(group) {
                sheet.add_key_value(key, Span::from(value.range()).shifted(head.start));
            }
        }
    }
    sheet.drop_span(row, head, &RUNNING_HEAD);
}

/// Returns whether a title is repeated at the beginning of the next line, whole or glued to text; a
/// title that a library cut short may be completed there.
#[must_use]
pub(crate) fn is_repeated_in(title: &str, next: &str) -> bool {
    if shape::essence(title).take(MIN_REPEATED).count() < MIN_REPEATED {
        return false;
    }
    if repetition(next, title).is_some() || key_values_follow(title, next) {
        return true;
    }
    let is_whole = |end: usize| next[end..].trim().is_empty();
    long_enough(title_forms::without_site(title))
        .any(|stem| shape::starts_with_title(next, stem).is_some_and(is_whole))
        || title_forms::without_library_note(title).is_some_and(|stem| {
            !shape::ends_with_type(stem) && shape::starts_with_title(next, stem).is_some()
        })
}

fn key_values_follow(title: &str, next: &str) -> bool {
    before_block(next).is_some_and(|before| shape::starts_with_title(before, title).is_some())
}

/// Returns the title that stands before the block of a legal database in a line.
#[must_use]
pub(crate) fn before_block(line: &str) -> Option<&str> {
    let range = key_values::legal_block_range(line)?;
    Some(line[..range.start].trim())
}
