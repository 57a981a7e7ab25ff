//! Reads dates in folded text: `2023年10月26日`, `2024-01-12`, `2008.3.7`, `二〇〇八年三月七日`
//! with any of ○〇o零0 for nought, and dates without day. A date without a year is none.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Date, Span};

/// What a date must state to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DatePrecision {
    /// Year, month and day.
    Day,
    /// Year and month at least.
    Month,
}

/// A date in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// The date.
    pub(super) date: Date,
    /// Where.
    pub(super) span: Span,
}

/// Year with 年 (or a sign), month, maybe a day. The noughts are those of NOISE 2.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<y>(?:19|20)\d{2}|[一二][一二三四五六七八九〇○零oо0]{3})\s?年\s?",
        r"(?P<m>\d{1,2}|十[一二]?|[一二三四五六七八九])\s?月(?:份|\s?(?:",
        r"(?P<d>\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]|廿[一二三四五六七八九]?)\s?[日号])?)",
        r"|(?P<y2>(?:19|20)\d{2})(?P<sign>[-/.])(?P<m2>\d{1,2})(?P<sign2>[-/.])(?P<d2>\d{1,2})",
        r"|(?P<y3>(?:19|20)\d{2})-(?P<m3>\d{2})",
    ))
    .expect("a constant pattern")
});

/// Returns all dates of a text, in order.
pub(super) fn all(text: &str, precision: DatePrecision) -> Vec<Found> {
    if !may_hold_date(text) {
        return Vec::new();
    }
    DATE.captures_iter(text)
        .filter_map(|captures| {
            let whole = captures.get(0)?;
            // Part of a longer number: 12023.1.1, 2023.1.123.
            let glued = |character: Option<char>| character.is_some_and(|c| c.is_ascii_digit());
            if glued(text[..whole.start()].chars().next_back())
                || glued(whole.as_str().chars().next_back())
                    && glued(text[whole.end()..].chars().next())
            {
                return None;
            }
            let date = of_captures(&captures)?;
            let enough = date.day > 0 || precision == DatePrecision::Month;
            enough.then(|| Found {
                date,
                span: Span::from(whole.range()),
            })
        })
        .collect()
}

/// Returns the first date of a text.
pub(super) fn first(text: &str, precision: DatePrecision) -> Option<Found> {
    all(text, precision).into_iter().next()
}

/// Returns the whole date that a text begins with.
pub(super) fn at_start(text: &str) -> Option<Found> {
    if !begins_with_year(text) {
        return None;
    }
    let head = text
        .char_indices()
        .nth(24)
        .map_or(text, |(at, _)| &text[..at]);
    first(head, DatePrecision::Day).filter(|found| found.span.start == 0)
}

/// Whether a text begins as a date does: four digits or numerals and 年 or a sign.
fn begins_with_year(text: &str) -> bool {
    let mut characters = text.chars();
    let is_year = characters.by_ref().take(4).filter(|c| is_digit(*c)).count() == 4;
    let is_sign = |c: char| c.is_whitespace() || matches!(c, '年' | '-' | '/' | '.');
    is_year && characters.next().is_some_and(is_sign)
}

/// A cheap look before the pattern: 年 or a sign stands behind a digit of a year somewhere.
fn may_hold_date(text: &str) -> bool {
    static YEAR: LazyLock<memchr::memmem::Finder<'static>> =
        LazyLock::new(|| memchr::memmem::Finder::new("年"));
    let bytes = text.as_bytes();
    let follows_digit = |at: usize| {
        let before = text[..at].trim_end();
        before.chars().next_back().is_some_and(is_digit)
    };
    YEAR.find_iter(bytes).any(follows_digit)
        || memchr::memchr3_iter(b'-', b'/', b'.', bytes)
            .any(|at| at >= 4 && bytes[at - 4..at].iter().all(u8::is_ascii_digit))
}

/// A digit of a year in any writing, as in [`DATE`].
fn is_digit(character: char) -> bool {
    character.is_numeric() || digit(character).is_some()
}

fn of_captures(captures: &regex::Captures) -> Option<Date> {
    let group = |name| captures.name(name).map(|found| found.as_str());
    if let Some(year) = group("y") {
        let day = group("d").map_or(Some(0), number)?;
        let month = number(group("m")?)?;
        return Date::new(year_number(year)?, month.max(1), day).filter(|_| month > 0);
    }
    if let Some(year) = group("y2") {
        // 2023.1-15 is no date.
        (group("sign") == group("sign2")).then_some(())?;
        let (month, day) = (number(group("m2")?)?, number(group("d2")?)?);
        return Date::new(year.parse().ok()?, month, day).filter(|_| month > 0 && day > 0);
    }
    let month = number(group("m3")?)?;
    Date::new(group("y3")?.parse().ok()?, month, 0).filter(|_| month > 0)
}

fn year_number(text: &str) -> Option<u16> {
    text.chars().try_fold(0u16, |year, character| {
        Some(year * 10 + u16::from(digit(character)?))
    })
}

fn digit(character: char) -> Option<u8> {
    "〇一二三四五六七八九"
        .chars()
        .position(|numeral| numeral == character)
        .and_then(|value| u8::try_from(value).ok())
        .or(match character {
            '○' | '零' | 'o' | 'о' => Some(0),
            '0'..='9' => u8::try_from(character as u32 - '0' as u32).ok(),
            _ => None,
        })
}

/// Reads `12`, `十二`, `二十一`, `廿一`.
pub(super) fn number(text: &str) -> Option<u8> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let mut value = 0u8;
    for character in text.chars() {
        match character {
            '十' => value = value.max(1) * 10,
            '廿' => value = 20,
            _ => value += digit(character)?,
        }
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_every_written_form() {
        let cases = [
            ("2023年10月26日10:13:56", Some("2023-10-26")),
            ("2023年10月26日 10:13:56", Some("2023-10-26")),
            ("2024-01-12", Some("2024-01-12")),
            ("2008.03.07", Some("2008-03-07")),
            ("2024/11/5", Some("2024-11-05")),
            ("二〇〇八年三月七日", Some("2008-03-07")),
            ("二○一○年十二月三十一日", Some("2010-12-31")),
            ("二oo六年一月二十日", Some("2006-01-20")),
            ("二00三年十月十日", Some("2003-10-10")),
            ("一九九六年十一月廿一日", Some("1996-11-21")),
            ("2020年12月", Some("2020-12")),
            ("2020-12", Some("2020-12")),
            ("10月26日", None),
            ("到2025年", None),
            ("2021—2025年", None),
            ("20xx年1月1日", None),
            ("2023年13月1日", None),
            ("2023年2月30日", None),
            ("12023.1.1", None),
            ("1.2023.1", None),
        ];
        for (text, expected) in cases {
            let found = first(text, DatePrecision::Month).map(|found| found.date.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
        assert_eq!(first("2020年12月", DatePrecision::Day), None);
        assert!(at_start("于2020年1月1日").is_none());
    }

    proptest! {
        #[test]
        fn spans_are_valid(text in "[0-9年月日号〇一二十廿.o/-]{0,40}") {
            for found in all(&text, DatePrecision::Month) {
                prop_assert!(text.get(found.span.range()).is_some());
                prop_assert!(found.date.month > 0);
            }
        }
    }
}
