//! The day a text says it takes effect: `本办法自…起施行`, or the order that publishes it.
//!
//! In: the context and the document's date. Out: the day. Not its job: key-values and histories.

use std::sync::LazyLock;

use regex::Regex;

use super::{Dated, FIRST_ISSUE};
use crate::ingest::extract::Context;
use crate::ingest::extract::calendar::{self, DatePrecision};
use crate::model::{Date, DateRole, Extracted, Span};

static TAKES_EFFECT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"自([^。,;]{2,40}?)起(?:正式)?(?:施行|实施|执行|生效)").expect("a constant pattern")
});

/// `本办法自2023年1月1日起施行`, `自公布之日起施行`: only sentences about this text itself.
pub(super) fn by_text(context: &Context, date: Option<&Dated>) -> Option<Extracted<Date>> {
    let tail = closing(context);
    let text = &context.text()[tail.range()];
    if !text.contains('自') {
        return None;
    }
    let found = TAKES_EFFECT
        .captures_iter(text)
        .filter_map(|captures| {
            let value = captures.get(1)?;
            let span = Span::from(value.range()).shifted(tail.start);
            let own = is_about_itself(&text[..captures.get(0)?.start()]);
            own.then_some((value.as_str(), span))
        })
        .last()?;
    let (words, span) = found;
    if let Some(stated) = calendar::first(words, DatePrecision::Day) {
        if let Some((latest, DateRole::Adopted)) = date
            && latest.value > stated.date
            && latest.rule.as_str() == "extract/date/history"
        {
            // Amended since: the sentence is the first version's.
            return Some(Extracted::new(
                latest.value,
                "extract/effective/amended",
                latest.span,
                0.5,
            ));
        }
        return Some(context.found(stated.date, "extract/effective/text", span, 0.9));
    }
    let by_issue = ["公布之日", "发布之日", "印发之日", "颁布之日"].contains(&words);
    let (issued, role) = date.filter(|_| by_issue)?;
    // A law's own words about its day of issue are those of its first issue.
    if *role != DateRole::Issued && issued.rule.as_str() != FIRST_ISSUE {
        return None;
    }
    Some(context.found(issued.value, "extract/effective/day_of_issue", span, 0.5))
}

/// The subject before `自…起施行` is 本办法 or the like, or the sentence begins there.
fn is_about_itself(before: &str) -> bool {
    let start = before.rfind(['。', '\n', ';', '》']).map_or(0, |at| {
        at + before[at..].chars().next().map_or(0, char::len_utf8)
    });
    let subject = &before[start..];
    if before[..start].ends_with('》') {
        return false;
    }
    subject.contains('本') || subject.chars().count() <= 8
}

/// The last fifth of a document, at most the tail of 16 paragraphs.
fn closing(context: &Context) -> Span {
    let paragraphs = &context.part.paragraphs;
    let first = paragraphs.len().saturating_sub(16);
    let start = paragraphs
        .get(first)
        .map_or(0, |paragraph| paragraph.folded.start);
    Span::new(start, context.text().len())
}

/// `《某条例》已经通过,现予公布,自2021年10月1日起施行` in the order above the text's own title.
pub(super) fn by_order(context: &Context) -> Option<Extracted<Date>> {
    let title = context
        .title
        .filter(|title| title.rule.as_str() == "extract/title/of_order")
        .and(context.title_paragraph)?;
    let end = context.part.paragraphs.get(title)?.folded.start;
    let captures = TAKES_EFFECT.captures_iter(&context.text()[..end]).last()?;
    let words = captures.get(1)?;
    let found = calendar::first(words.as_str(), DatePrecision::Day)?;
    let span = found.span.shifted(words.start());
    Some(context.found(found.date, "extract/effective/order", span, 0.9))
}
