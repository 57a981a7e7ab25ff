//! The shapes of lines: titles, headings, body text. All take folded text.

use std::sync::LazyLock;

use regex::Regex;

use crate::analysis::char_filter::is_han;

/// Words a document's title ends with (公文种类 of 《党政机关公文处理工作条例》 第八条, and the kinds
/// of rules and reports that are issued with them).
pub(crate) const TYPE_WORDS: [&str; 31] = [
    "通知", "意见", "决定", "办法", "方案", "规定", "条例", "公告", "通告", "批复", "纪要", "报告",
    "规划", "措施", "细则", "计划", "公报", "决议", "命令", "通报", "议案", "请示", "要点", "规则",
    "解读", "汇报", "总结", "制度", "规范", "纲要", "复函",
];

/// What else titles end with, and no type of official document.
const NOTICES: [&str; 8] = ["公示", "声明", "名单", "讲话", "简报", "令", "函", "启事"];

/// Titles are at most so long, in characters.
const MAX_TITLE: usize = 100;

/// Returns whether the line could be a title: neither a sentence nor a heading nor a list item.
#[must_use]
pub(crate) fn is_title_like(line: &str) -> bool {
    let line = line.trim_start_matches(['#', ' ']);
    // A character has at most four bytes; sentences end so.
    if line.len() > 4 * MAX_TITLE || line.ends_with(['。', ';', ',', ':', '、']) {
        return false;
    }
    let mut count = 0;
    let mut han = 0;
    for character in line.chars() {
        count += 1;
        han += usize::from(is_han(character));
        if count > MAX_TITLE || matches!(character, '。' | ';' | '|') {
            return false;
        }
    }
    han >= 4
        && count >= 6
        && !line.ends_with(['!', '-', '—'])
        && !is_heading(line)
        && !is_number_line(line)
}

/// Returns whether the line is a document number and nothing else: `甲政发〔2021〕1号`, `第82号`.
#[must_use]
pub(crate) fn is_number_line(line: &str) -> bool {
    let line = line.trim().trim_matches(['(', ')']);
    let numbered = line
        .strip_suffix('号')
        .is_some_and(|rest| rest.ends_with(is_numeral));
    let bracketed = line.contains(['〔', '[', '(', '【', '﹝']);
    numbered && (bracketed || line.starts_with('第')) && line.chars().count() <= 30
}

/// Returns whether the line is a title beyond doubt: it is about something and names its type.
#[must_use]
pub(crate) fn is_official_title(line: &str) -> bool {
    is_title_like(line)
        && (line.contains("关于") || line.contains("印发"))
        && ends_with_type(trimmed_title(line))
}

/// Returns whether the line ends with a type of document, whatever stands before it: 任免通知, 公告.
#[must_use]
pub(crate) fn is_title_with_type(line: &str) -> bool {
    let title = trimmed_title(line);
    !title.contains(['。', '|', ':']) && title.chars().nth(60).is_none() && ends_as_title(title)
}

/// Returns whether a text ends with the name of a type of document.
pub(crate) fn ends_with_type(text: &str) -> bool {
    TYPE_WORDS.iter().any(|word| text.ends_with(word))
}

/// Returns whether a text ends as a title can: with a type, or as a letter, an order, a list.
pub(crate) fn ends_as_title(text: &str) -> bool {
    ends_with_type(text) || NOTICES.iter().any(|end| text.ends_with(end))
}

/// Returns the line without a bracketed note at its end: `(试行)`, `(精)`.
#[must_use]
pub(crate) fn trimmed_title(line: &str) -> &str {
    let line = line.trim();
    match line.rfind('(') {
        Some(at) if line.ends_with(')') && line.len() - at <= 24 => line[..at].trim_end(),
        _ => line,
    }
}

/// Returns whether the line begins as a heading, an article, a list item or an annex.
#[must_use]
pub(crate) fn is_heading(line: &str) -> bool {
    let mut rest = line.trim_start();
    if rest.starts_with(['-', '•', '·', '*', '●', '◆', '■', '#', '|', '①', '②', '③'])
    {
        return true;
    }
    if rest.starts_with("附件") || rest.starts_with("附:") {
        return true;
    }
    let bracketed = rest.starts_with('(');
    let ordinal = rest.strip_prefix('第');
    rest = ordinal.unwrap_or(rest).trim_start_matches('(');
    let after = rest.trim_start_matches(is_numeral);
    if after.len() == rest.len() || rest.len() - after.len() > 18 {
        return false;
    }
    match after.chars().next() {
        Some('章' | '节' | '条' | '编' | '款' | '篇' | '部') => ordinal.is_some(),
        Some(')') => bracketed || ordinal.is_none(),
        Some('、') => true,
        Some('.') => !after[1..].starts_with(|next: char| next.is_ascii_digit()),
        _ => false,
    }
}

/// Returns whether the line is a numbered heading or an article; not a bullet or an annex.
#[must_use]
pub(crate) fn is_text_heading(line: &str) -> bool {
    let line = line.trim_start();
    is_heading(line)
        && line.starts_with(|first: char| first == '第' || first == '(' || is_numeral(first))
}

/// Returns whether the line begins the text in all likelihood though it is short: a sentence, a
/// numbered heading, the recipients.
#[must_use]
pub(crate) fn begins_text(line: &str) -> bool {
    let line = line.trim();
    line.ends_with('。')
        || (line.starts_with('各') && line.ends_with(':'))
        || (is_text_heading(line) && !line.starts_with(|first: char| first.is_ascii_digit()))
}

/// Returns whether a name can be that of a medium, a site or an organ, by its last word.
#[must_use]
pub(crate) fn is_publisher(name: &str) -> bool {
    const ENDS: [&str; 41] = [
        "报", "网", "台", "社", "刊", "志", "站", "端", "号", "线", "局", "委", "厅", "办", "部",
        "院", "会", "府", "室", "处", "科", "所", "校", "学", "园", "区", "市", "县", "公司",
        "集团", "中心", "平台", "频道", "媒体", "新闻", "发布", "之声", "文库", "周末", "观察",
        "组",
    ];
    let name = name.trim().trim_end_matches(['》', '”', '"', ')']);
    ENDS.iter().any(|end| name.ends_with(end))
        || name.contains('网')
        || name.contains(|character: char| character.is_ascii_alphabetic())
}

/// Returns whether the line is a date, alone or after the organ that signs: `2021年3月2日`,
/// `甲县人民政府2021年3月2日`, `甲县人民政府办公室2021年3月2日印发`, `2021-03-02`.
#[must_use]
pub(crate) fn is_date_row(line: &str) -> bool {
    let line = line.trim();
    if line.len() > 200 {
        return false;
    }
    if (8..=10).contains(&line.len()) && line.starts_with(['1', '2']) && is_numeric_date(line) {
        return true;
    }
    let stem = line.strip_suffix("印发").unwrap_or(line).trim_end();
    let stem = stem.trim_end_matches(')');
    let numeral = |character: char| is_numeral(character) || character == '○';
    let unit = |text: &str, unit: char| -> Option<usize> {
        let text = text.strip_suffix(unit)?.trim_end();
        let rest = text.trim_end_matches(numeral);
        (rest.len() < text.len()).then_some(rest.trim_end().len())
    };
    let Some(before_day) = unit(stem, '日') else {
        return false;
    };
    let Some(before_month) = unit(&stem[..before_day], '月') else {
        return false;
    };
    let dated = &stem[..before_month];
    let organ = unit(dated, '年').map_or(dated, |year| &dated[..year]);
    let organ = organ.trim_end_matches(['(', ' ']);
    let has_year = organ.len() < dated.len();
    let open = [
        "于", "自", "至", "在", "从", "到", "截止", "时间", "日期", "日",
    ]
    .iter()
    .any(|word| organ.ends_with(word));
    (has_year || organ.is_empty())
        && !open
        && organ.len() <= 120
        && !organ
            .contains(|character: char| character.is_ascii_digit() || "。:,;".contains(character))
}

fn is_numeric_date(text: &str) -> bool {
    let mut marks = 0;
    text.chars().all(|character| {
        let mark = matches!(character, '.' | '-' | '/');
        marks += usize::from(mark);
        mark || character.is_ascii_digit()
    }) && marks == 2
}

/// Returns the last character boundary at or before a byte offset.
#[must_use]
pub(crate) fn floor_boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

/// Returns the first character boundary at or after a byte offset.
#[must_use]
pub(crate) fn ceil_boundary(text: &str, at: usize) -> usize {
    (at..text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len())
}

fn is_numeral(character: char) -> bool {
    matches!(
        character,
        '0'..='9'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '零'
            | '〇'
            | '两'
    )
}

/// Returns whether the line is running text.
#[must_use]
pub(crate) fn is_body(line: &str) -> bool {
    // Lengths in bytes settle most lines without counting characters.
    let long = |least: usize| {
        line.len() > 4 * least || line.len() > least && line.chars().nth(least).is_some()
    };
    (long(25) && line.contains('。')) || long(100)
}

/// Returns whether the line ends a sentence of 12 characters or more: short notices have no others.
#[must_use]
pub(crate) fn is_sentence(line: &str) -> bool {
    line.len() >= 36 && line.trim_end().ends_with('。')
}

/// Returns whether the line is drawn between texts: `-----`, `=====`, `* * *`.
#[must_use]
pub(crate) fn is_separator(line: &str) -> bool {
    let mut marks = 0;
    for character in line.chars() {
        match character {
            '-' | '=' | '*' | '_' | '~' | '#' | '—' | '─' | '━' | '═' | '…' | '·' | '+' =>
            {
                marks += 1;
            }
            ' ' => {}
            _ => return false,
        }
    }
    marks >= 3
}

/// Returns where the mark of a library's numbered piece ends that begins the line – `篇二`,
/// `第二篇:某镇总结`, `【篇三】` – and its numeral.
#[must_use]
pub(crate) fn piece_mark(line: &str) -> Option<(usize, &str)> {
    static PIECE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[【(《\[#\s]*(?:篇\s*([一二三四五六七八九十]{1,3}|\d{1,2})(?:[:)】.、\s]+|$)|第([一二三四五六七八九十]{1,3}|\d{1,2})篇(?:[:】]+|$))")
            .expect("a literal")
    });
    let named = line.chars().take(8).any(|character| character == '篇');
    if !named || line.len() > 240 || line.contains('。') {
        return None;
    }
    let found = PIECE.captures(line)?;
    let numeral = found.get(1).or(found.get(2))?.as_str();
    Some((found.get(0)?.end(), numeral))
}

/// Returns the characters that tell titles apart: no punctuation, no spaces.
pub(crate) fn essence(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|character| character.is_alphanumeric())
}

/// Returns where `title` ends within `text`, if `text` begins with it; punctuation and spaces are
/// not compared.
#[must_use]
pub(crate) fn starts_with_title(text: &str, title: &str) -> Option<usize> {
    let mut wanted = essence(title).peekable();
    wanted.peek()?;
    let mut end = 0;
    for (at, character) in text.char_indices() {
        if wanted.peek().is_none() {
            break;
        }
        if !character.is_alphanumeric() {
            continue;
        }
        if wanted.next() != Some(character) {
            return None;
        }
        end = at + character.len_utf8();
    }
    if wanted.peek().is_some() {
        return None;
    }
    // What closes the title itself belongs to it: 》 ) ” .
    let mut tail = title.trim_end();
    let closing = tail
        .trim_end_matches(|character: char| !character.is_alphanumeric())
        .len();
    tail = &tail[closing..];
    for character in tail.chars() {
        if text[end..].starts_with(character) {
            end += character.len_utf8();
        }
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_titles_from_headings_and_sentences() {
        for title in [
            "甲县人民政府关于加快产业发展的意见",
            "产业园区建设迈上新台阶",
            "2024年工作要点(试行)",
            "第七次全体会议公报",
        ] {
            assert!(is_title_like(title), "{title}");
        }
        for other in [
            "第一章总则",
            "一、总体要求",
            "(二)主要目标",
            "3.加快平台建设",
            "附件:名单",
            "各县区人民政府:",
            "会议指出,要抓好落实。",
            "(2)抓好落实工作",
            "甲政发〔2021〕1号",
            "(甲政办发[1998]12号)",
        ] {
            assert!(!is_title_like(other), "{other}");
        }
    }

    #[test]
    fn a_title_is_found_whatever_its_punctuation() {
        let text = "甲部乙省人民政府关于印发《方案》的通知甲发〔2022〕1号";
        let end = starts_with_title(text, "甲部、乙省人民政府关于印发〈方案〉的通知").unwrap();
        assert_eq!(&text[end..], "甲发〔2022〕1号");
        let end = starts_with_title("办法(试行)第一条", "办法(试行)").unwrap();
        assert_eq!(end, "办法(试行)".len());
        assert_eq!(starts_with_title("办法", "办法二"), None);
        assert_eq!(starts_with_title("办法", "——"), None);
    }
}
