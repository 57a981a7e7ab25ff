//! Finds the spaces that a page layout put within a number: `(201 6年`, `1 2月3 1日`, `第1 8号`,
//! `3 .5%`.
//!
//! In: a sheet. Out: the spaces, in the source. Two numbers side by side are columns of a table or
//! a list as often as one torn number, so that only what follows or precedes tells: a year, a day,
//! a document's number, a decimal point. Spaces between Chinese characters need no rule: folding
//! removes them. Not its job: numbers that lost digits.

use super::sheet::Sheet;
use crate::model::Span;

/// The digits of a torn number, with its spaces, are within so many bytes.
const WITHIN: usize = 12;

/// Returns the spaces within numbers of the sheet's rows, in order.
pub(super) fn find(sheet: &Sheet<'_>) -> Vec<Span> {
    let Some((first, last)) = sheet.rows.first().zip(sheet.rows.last()) else {
        return Vec::new();
    };
    let text = &sheet.cleaned.source.text[..last.source.end];
    let bytes = text.as_bytes();
    let is_part =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_digit() || *byte == b'.');
    let start = first.source.start;
    memchr::memchr_iter(b' ', &bytes[start..])
        .map(|at| start + at)
        .filter(|at| *at > start && is_part(bytes.get(at - 1)) && is_part(bytes.get(at + 1)))
        .filter(|at| is_torn(text, *at))
        .map(|at| Span::new(at, at + 1))
        .collect()
}

/// Whether the number around a space is one.
fn is_torn(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    if bytes[at - 1] == b'.' || bytes[at + 1] == b'.' {
        return is_decimal(text, at);
    }
    let is_part = |byte: u8| byte.is_ascii_digit() || byte == b' ';
    let before = bytes[..at]
        .iter()
        .rev()
        .take(WITHIN)
        .take_while(|byte| is_part(**byte));
    let after = bytes[at..]
        .iter()
        .take(WITHIN)
        .take_while(|byte| is_part(**byte));
    let (start, end) = (at - before.count(), at + after.count());
    let digits: String = text[start..end].split(' ').collect();
    let left = text[..start].chars().next_back();
    let right = text[end..].chars().next();
    let value: u32 = digits.parse().unwrap_or(u32::MAX);
    let is_year = digits.len() == 4 && (1900..2100).contains(&value);
    match right {
        Some('年') => is_year,
        Some('月') => {
            left.is_none_or(|left| left == '年' || !left.is_alphanumeric()) && value <= 12
        }
        Some('日') => left == Some('月') && value <= 31,
        Some('号' | '號') => matches!(left, Some('第' | '〕' | ']' | '】' | ')' | '）')),
        Some('〕' | ']' | '】' | ')' | '）') => {
            is_year && matches!(left, Some('〔' | '[' | '【' | '(' | '（'))
        }
        _ => false,
    }
}

/// `3 .5%`, `12. 5%`: before a sign of parts, so that no list number or sentence end is meant.
fn is_decimal(text: &str, at: usize) -> bool {
    let (before, after) = (&text[..at], &text[at + 1..]);
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let fraction = match after.strip_prefix('.') {
        Some(fraction) if before.ends_with(|last: char| last.is_ascii_digit()) => fraction,
        None if before
            .strip_suffix('.')
            .is_some_and(|whole| whole.ends_with(|last: char| last.is_ascii_digit())) =>
        {
            after
        }
        _ => return false,
    };
    let count = digits(fraction);
    (1..=3).contains(&count) && fraction[count..].trim_start().starts_with(['%', '％'])
}

#[cfg(test)]
mod tests {
    use crate::ingest::clean::seeds_tests::parts;

    #[test]
    fn only_torn_numbers_are_mended() {
        for (torn, mended) in [
            ("(201 6年修订)", "(2016年修订)"),
            ("2 0 2 1年1 2月3 1日", "2021年12月31日"),
            ("甲政发〔20 21〕1 8号", "甲政发〔2021〕18号"),
            ("第1 02号公告", "第102号公告"),
            ("增长3 .5%,占比12. 5%", "增长3.5%,占比12.5%"),
            // Columns, lists, and what may be two numbers stay.
            ("产量 35 2021年", "产量 35 2021年"),
            ("2019 2020 2021", "2019 2020 2021"),
            ("面积 12 16 亩", "面积 12 16 亩"),
            ("电话 0710 3500", "电话 0710 3500"),
            ("见1. 2021年的数据", "见1. 2021年的数据"),
            ("序号 1 12月", "序号 1 12月"),
        ] {
            let page = format!("甲县园区统计\n各乡镇要按时填报统计数据。{torn}\n");
            let part = &parts(&page)[0];
            assert!(part.display.text.ends_with(mended), "{}", part.display.text);
        }
    }
}
