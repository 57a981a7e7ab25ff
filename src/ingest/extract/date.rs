//! The document's date and what it is, and the day it takes effect.
//!
//! In: key-values, the head's history lines, the signature, the page's own dates. Out: one date
//! with its role; dates without a year, planning years and masked dates never count. Which words
//! make a date is [`super::calendar`]'s business.

mod effective;

use std::sync::LazyLock;

use regex::Regex;

use super::calendar::{self, DatePrecision};
use super::source::is_medium;
use super::{Context, signature};
use crate::analysis::char_filter;
use crate::model::{Date, DateRole, Extracted, KeyValue, Span};

/// A date and its role.
type Dated = (Extracted<Date>, DateRole);

/// Keys of a page's or a library's block, best first (NOISE 2, key-value families a and b).
const ISSUED_KEYS: &[&str] = &[
    "公布日期",
    "成文日期",
    "发文日期",
    "印发日期",
    "签发日期",
    "制发日期",
    "颁布日期",
    "颁布时间",
    "公布时间",
    "成文时间",
    "发文时间",
    "印发时间",
    "签署日期",
    "制定日期",
    "颁发日期",
];
/// When a catalogue's entry was made: mostly the document's own date, but what it says itself is surer.
const GENERATED_KEYS: &[&str] = &["生成日期", "生成时间"];
const ADOPTED_KEYS: &[&str] = &["通过日期", "批准日期", "修正日期", "修订日期", "批准时间"];
const PUBLISHED_KEYS: &[&str] = &[
    "发布日期",
    "发布时间",
    "发稿时间",
    "公开日期",
    "公开时间",
    "信息发布日期",
    "发布",
];
const EFFECTIVE_KEYS: &[&str] = &[
    "施行日期",
    "实施日期",
    "生效日期",
    "实施时间",
    "施行时间",
    "生效时间",
    "执行日期",
];

/// Finds the document's date by the best role.
pub(super) fn date(context: &Context) -> Option<Dated> {
    let policy = context
        .kind
        .is_some_and(|kind| kind.value == "policy" || kind.value == "notice");
    by_key(context, ISSUED_KEYS)
        .or_else(|| by_hint(context, ISSUED_KEYS))
        .map(|date| (date, DateRole::Issued))
        .or_else(|| history(context))
        .or_else(|| if policy { signed(context) } else { None })
        .or_else(|| generated(context))
        .or_else(|| by_key(context, ADOPTED_KEYS).map(|date| (date, DateRole::Adopted)))
        .or_else(|| journal(context))
        .or_else(|| published(context))
        .or_else(|| page(context))
        .or_else(|| if policy { None } else { signed(context) })
}

/// A catalogue's date, where the document gives none.
fn generated(context: &Context) -> Option<Dated> {
    let date = by_key(context, GENERATED_KEYS).or_else(|| by_hint(context, GENERATED_KEYS))?;
    let value = Extracted {
        confidence: 0.8,
        ..date
    };
    signed(context).or(Some((value, DateRole::Issued)))
}

/// Finds the 施行日期.
pub(super) fn effective(context: &Context, date: Option<&Dated>) -> Option<Extracted<Date>> {
    if let Some(date) = by_key(context, EFFECTIVE_KEYS) {
        return Some(date);
    }
    if let Some(date) = header_effective(context) {
        return Some(date);
    }
    effective::by_text(context, date).or_else(|| effective::by_order(context))
}

fn by_key(context: &Context, keys: &[&str]) -> Option<Extracted<Date>> {
    keys.iter().find_map(|key| {
        let rows = context.part.key_values.iter().filter(|row| row.key == *key);
        rows.filter_map(|row| Some((row, of_value(row)?)))
            .map(|(row, date)| Extracted::new(date, "extract/date/key_value", Some(row.span), 1.0))
            .next()
    })
}

/// What a record of a database says in a key of its own (`成文日期`); it has one document.
fn by_hint(context: &Context, keys: &[&str]) -> Option<Extracted<Date>> {
    let value = context
        .hints
        .get(keys)
        .filter(|_| context.part.number == 1)?;
    let found = calendar::first(&char_filter::fold(value).text, DatePrecision::Month)?;
    Some(Extracted::new(
        found.date,
        "extract/date/container",
        None,
        1.0,
    ))
}

fn of_value(row: &KeyValue) -> Option<Date> {
    let value = char_filter::fold(&row.value).text;
    calendar::first(&value, DatePrecision::Month).map(|found| found.date)
}

/// A line of a law's history: `2008年12月23日 某某会议通过`, `… 令第7号公布`, `… 施行`.
struct HistoryLine {
    date: Date,
    span: Span,
    effective: bool,
    role: DateRole,
    /// It says how the text at hand came about: 通过, or when it takes effect.
    of_version: bool,
}

static HISTORY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"通过|批准|公布|发布|修正|修订|修改|颁布|印发|公告|施行|实施|令第|制定|废止")
        .expect("a constant pattern")
});

/// Lines of the history between title and text; several may share one paragraph.
fn history_lines(context: &Context) -> Vec<HistoryLine> {
    /// A paragraph longer than this (bytes) is prose that begins with a date; the longest history
    /// of a real law, its lines joined, has 2,600.
    const MAX_LINE: usize = 4_000;
    let paragraphs = &context.part.paragraphs;
    let first = context.title_paragraph.map_or(0, |index| index + 1);
    let mut lines = Vec::new();
    let mut misses = 0;
    for paragraph in paragraphs.iter().skip(first).take(24) {
        let text = &context.text()[paragraph.folded.range()];
        let lead = text.trim_start_matches(['(', '〔', '[']);
        let offset = paragraph.folded.start + text.len() - lead.len();
        let starts_dated = calendar::at_start(lead).is_some();
        if text.len() > MAX_LINE || !starts_dated || !HISTORY.is_match(text) || lead.contains('。')
        {
            misses += 1;
            // Number, organ or subtitle may stand between; the text itself ends the history.
            if misses > 6 || text.starts_with("第一") || text.contains('。') {
                break;
            }
            continue;
        }
        history_events(lead, offset, &mut lines);
    }
    lines
}

/// Takes a history paragraph apart at its dates: each date goes with the words up to the next.
fn history_events(text: &str, offset: usize, lines: &mut Vec<HistoryLine>) {
    let dates = calendar::all(text, DatePrecision::Day);
    for (index, found) in dates.iter().enumerate() {
        let end = dates
            .get(index + 1)
            .map_or(text.len(), |next| next.span.start);
        let words = &text[found.span.end..end];
        if !HISTORY.is_match(words) {
            continue;
        }
        let bare = words.trim_matches(|character: char| !char_filter::is_han(character));
        let taking_effect = ["施行", "起施行", "实施", "起实施", "正式施行"].contains(&bare);
        let issued = ["公布", "发布", "令第", "颁布", "印发", "公告"]
            .iter()
            .any(|word| words.contains(word));
        let amended = ["修正", "修订", "修改", "通过", "批准"]
            .iter()
            .any(|word| words.contains(word));
        lines.push(HistoryLine {
            date: found.date,
            span: found.span.shifted(offset),
            effective: taking_effect,
            of_version: ["通过", "施行", "实施"]
                .iter()
                .any(|word| words.contains(word)),
            role: if issued && !amended {
                DateRole::Issued
            } else {
                DateRole::Adopted
            },
        });
    }
}

/// The latest event of a history is the date of the text at hand.
///
/// `国务院令第296号公布` and no more is the note that consolidated texts carry: the day the law was first
/// issued, which later amendments leave as it is. Of 240 regulations of the State Council with such
/// a note 66 were of that day; of 188 whose history also says 通过 or 施行, 178 (laws with labelled
/// dates, 2026-11-29). That day is published, not the version's own.
fn history(context: &Context) -> Option<Dated> {
    let lines = history_lines(context);
    let latest = lines
        .iter()
        .filter(|line| !line.effective)
        .max_by_key(|line| (line.date, std::cmp::Reverse(line.role)))?;
    if latest.role == DateRole::Issued && !lines.iter().any(|line| line.of_version) {
        let found = context.found(latest.date, FIRST_ISSUE, latest.span, 0.6);
        return Some((found, DateRole::Published));
    }
    let found = context.found(latest.date, "extract/date/history", latest.span, 0.9);
    Some((found, latest.role))
}

/// The rule that finds the day a law was first issued.
const FIRST_ISSUE: &str = "extract/date/first_issue";

fn header_effective(context: &Context) -> Option<Extracted<Date>> {
    let lines = history_lines(context);
    let last = lines
        .iter()
        .filter(|line| line.effective)
        .max_by_key(|line| line.date)?;
    Some(context.found(last.date, "extract/effective/history", last.span, 0.9))
}

/// The signature's date: on its own line, after an organ's name, or before 印发.
fn signed(context: &Context) -> Option<Dated> {
    let (date, span) = match signature::first(context) {
        Some(first) => (first.date, first.span),
        None => last_signature(context)?,
    };
    let role = if context.kind.is_some_and(|kind| kind.value == "policy") {
        DateRole::Issued
    } else {
        DateRole::Signed
    };
    let value = context.found(date, "extract/date/signature", span, 0.9);
    Some((value, role))
}

/// A signature glued to a paragraph stands at its end: organ (at most 40 characters) and date.
const SIGNING_BYTES: usize = 240;

/// Where no signature is complete, the last date that looks like one's.
fn last_signature(context: &Context) -> Option<(Date, Span)> {
    let paragraphs = context.part.paragraphs.iter().enumerate().rev();
    paragraphs
        .filter(|&(index, _)| Some(index) != context.title_paragraph)
        .find_map(|(_, paragraph)| {
            let end = paragraph.folded.end;
            let mut start = paragraph
                .folded
                .start
                .max(end.saturating_sub(SIGNING_BYTES));
            while !context.text().is_char_boundary(start) {
                start += 1;
            }
            let text = &context.text()[start..end];
            if !text.contains('年') && text.len() > 40 {
                return None;
            }
            let found = signature_date(text)?;
            Some((found.date, found.span.shifted(start)))
        })
}

/// A date that signs: alone in its line (maybe with brackets or 印发), or right after an organ.
fn signature_date(text: &str) -> Option<calendar::Found> {
    let dates = calendar::all(text, DatePrecision::Month);
    for found in dates.iter().rev() {
        let before = text[..found.span.start].trim_matches(['(', ' ', ':', '·']);
        let after = text[found.span.end..].trim_matches([')', ' ', '。']);
        let whole = found.date.day > 0;
        if before.is_empty() && (after.is_empty() || after == "印发") {
            return Some(*found);
        }
        if whole && after == "印发" && before.chars().nth(40).is_none() {
            return Some(*found);
        }
        if whole
            && signature::closing_organ(before).is_some()
            && !HISTORY.is_match(first_words(after))
        {
            return Some(*found);
        }
    }
    None
}

fn first_words(text: &str) -> &str {
    let end = text.char_indices().nth(6).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// A magazine's issue, from its running head (`76 某某杂志 2020年12月`).
fn journal(context: &Context) -> Option<Dated> {
    let date = by_key(context, &["刊期", "期次"])?;
    let value = Extracted {
        confidence: 0.7,
        ..date
    };
    Some((value, DateRole::Published))
}

/// 发布日期 counts as the document's where the first publisher says it.
fn published(context: &Context) -> Option<Dated> {
    let date = by_key(context, PUBLISHED_KEYS).or_else(|| meta(context))?;
    let role = if is_first_publisher(context) {
        DateRole::Published
    } else {
        DateRole::Page
    };
    let confidence = if role == DateRole::Page { 0.5 } else { 0.9 };
    Some((Extracted { confidence, ..date }, role))
}

fn meta(context: &Context) -> Option<Extracted<Date>> {
    let value = context.hints.get(&[
        "pubdate",
        "publishdate",
        "publish_date",
        "pub_date",
        "date",
        "publishtime",
        "article:published_time",
        "datepublished",
        "maketime",
    ])?;
    let found = calendar::first(&char_filter::fold(value).text, DatePrecision::Month)?;
    Some(Extracted::new(found.date, "extract/date/meta", None, 0.9))
}

/// A government's own page (it has an index number), or a page that names the medium it is from.
fn is_first_publisher(context: &Context) -> bool {
    if context
        .key_value(&["索引号", "统一编号", "公开方式", "信息索引号"])
        .is_some()
    {
        return true;
    }
    let site = context.hints.get(&["sitename"]).unwrap_or_default();
    if context.hints.get(&["pubdate"]).is_some() && (site.contains("政府") || site.contains("人民"))
    {
        return true;
    }
    context.source.is_some_and(|source| {
        source.value == site
            || is_medium(&source.value) && source.rule.as_str() != "extract/source/closing"
    })
}

/// Whether a row's name says that its date is of the page: 日期, 更新时间, 录入日期, whatever was done
/// to it then, but for what the document itself does.
fn is_pages_day(key: &str) -> bool {
    /// Parts of names of other days.
    const DOCUMENTS: [&str; 6] = ["施行", "实施", "生效", "执行", "失效", "废止"];
    (key.ends_with("日期") || key.ends_with("时间"))
        && !DOCUMENTS.iter().any(|word| key.contains(word))
}

/// Any other date of the page: last resort.
fn page(context: &Context) -> Option<Dated> {
    let rows = || context.part.key_values.iter();
    let row_date = rows()
        .filter(|row| row.key == "日期" || row.key == "时间")
        .chain(rows().filter(|row| is_pages_day(&row.key)))
        .find_map(|row| Some((row, of_value(row)?)));
    if let Some((row, date)) = row_date {
        let value = Extracted::new(date, "extract/date/key_value", Some(row.span), 0.5);
        return Some((value, DateRole::Page));
    }
    let line = context.furniture.lines().take(40).find_map(|line| {
        let line = line.trim();
        let found = calendar::at_start(line)?;
        let short = line.chars().count() <= 40 && found.date.day > 0;
        (short && !line.contains('。')).then_some(found)
    })?;
    let value = Extracted::new(line.date, "extract/date/page", None, 0.5);
    Some((value, DateRole::Page))
}

#[cfg(test)]
mod tests;
