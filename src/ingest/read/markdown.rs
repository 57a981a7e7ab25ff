//! Markdown → page: the marks go, the words stay, one line per block line.
//!
//! In: decoded Markdown. Out: front matter as hints; headings, emphasis, links, images, list and
//! quote marks, code fences and comments reduced to their text; table rows as cells joined by
//! ` | `. Not its job: joining wrapped lines (the cleaning does that for every format).

use std::borrow::Cow;

use super::normalize::normalize;
use super::{Page, head_of};
use crate::model::PageHints;

/// Bytes that may begin a mark. A line without any of them is copied as it is.
const MARKS: [u8; 14] = *b"#*_[<|`>~\\+-=!";

/// Where the next byte stands that may begin a mark. All bytes of a piece are compared at once:
/// that is faster than to look at one after the other.
fn next_mark(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    for piece in bytes.get(from..)?.chunks(64) {
        let mut any = 0;
        for byte in piece {
            for mark in MARKS {
                any |= u8::from(*byte == mark);
            }
        }
        if any != 0 {
            let within = piece.iter().position(|byte| MARKS.contains(byte))?;
            return Some(at + within);
        }
        at += piece.len();
    }
    None
}

/// Reads Markdown.
pub(super) fn read(text: &str) -> Page {
    let text = normalize(text);
    let (hints, body) = split_front_matter(&text);
    let body = without_comments(body);
    let mut plain = String::with_capacity(body.len());
    // Lines without a mark are copied together.
    let mut copied = 0;
    while let Some(at) = next_mark(body.as_bytes(), copied) {
        let start = body[copied..at]
            .rfind('\n')
            .map_or(copied, |end| copied + end + 1);
        let rest = &body.as_bytes()[at..];
        let next = memchr::memchr(b'\n', rest).map_or(body.len(), |end| at + end + 1);
        plain.push_str(&body[copied..start]);
        copied = next;
        let line = &body[start..next];
        let (content, end) = match line.strip_suffix('\n') {
            Some(content) => (content, "\n"),
            None => (line, ""),
        };
        if let Some(content) = plain_line(content) {
            plain.push_str(&content);
            plain.push_str(end);
        }
    }
    plain.push_str(&body[copied..]);
    Page {
        text: plain,
        hints,
        ..Page::default()
    }
}

/// Takes `key: value` lines between two `---` lines at the start.
fn split_front_matter(text: &str) -> (PageHints, &str) {
    let mut hints = PageHints::default();
    let start = text.trim_start_matches(['\n', ' ']);
    let Some(rest) = start.strip_prefix("---\n") else {
        return (hints, text);
    };
    let Some(end) = rest
        .find("\n---\n")
        .or_else(|| rest.find("\n---").filter(|at| at + 4 == rest.len()))
    else {
        return (hints, text);
    };
    let block = &rest[..end];
    if !block.lines().any(|line| line.contains(':')) {
        return (hints, text);
    }
    for line in block.lines() {
        if let Some((key, value)) = line.split_once([':', '：']) {
            add_hint(&mut hints, key, value);
        }
    }
    let body = &rest[end + "\n---".len()..];
    (hints, body.strip_prefix('\n').unwrap_or(body))
}

fn add_hint(hints: &mut PageHints, key: &str, value: &str) {
    let key = key.trim().to_lowercase();
    let value = value.trim().trim_matches(['"', '\'']).trim();
    if key.is_empty() || value.is_empty() {
        return;
    }
    match key.as_str() {
        "title" | "标题" => hints.title = Some(value.into()),
        "url" | "link" | "链接" => hints.url = Some(value.into()),
        _ => {}
    }
    hints.meta.push((key, value.into()));
}

/// Cuts `<!-- … -->`; an unfinished comment is text.
fn without_comments(text: &str) -> Cow<'_, str> {
    let open = memchr::memmem::Finder::new("<!--");
    let close = memchr::memmem::Finder::new("-->");
    let mut kept = String::new();
    let mut at = 0;
    while let Some(start) = open.find(&text.as_bytes()[at..]).map(|found| at + found) {
        let Some(end) = close.find(&text.as_bytes()[start..]) else {
            break;
        };
        kept.push_str(&text[at..start]);
        at = start + end + "-->".len();
        // A comment alone on its line takes the line with it.
        if kept.ends_with('\n') && text[at..].starts_with('\n') {
            at += 1;
        }
    }
    if at == 0 {
        return Cow::Borrowed(text);
    }
    kept.push_str(&text[at..]);
    Cow::Owned(kept)
}

/// Returns the words of a line; none for a line that is only a mark (rules, fences, table rules).
fn plain_line(line: &str) -> Option<Cow<'_, str>> {
    let trimmed = line.trim();
    if is_only_mark(trimmed) {
        return None;
    }
    if trimmed.starts_with('|') {
        return table_row(trimmed).map(Cow::Owned);
    }
    Some(inline(without_block_mark(line)))
}

/// Thematic breaks, underlines of headings, code fences.
fn is_only_mark(line: &str) -> bool {
    let run_of = |mark: char| line.chars().all(|c| c == mark || c == ' ');
    line.starts_with("```")
        || line.starts_with("~~~")
        || line.len() >= 3 && ['-', '=', '*'].into_iter().any(run_of)
}

/// `| a | b |` → `a | b`; none for the rule under a table's head.
fn table_row(line: &str) -> Option<String> {
    let row = line.trim_matches('|');
    if row.contains('-') && row.chars().all(|c| matches!(c, '-' | ':' | '|' | ' ')) {
        return None;
    }
    let cells: Vec<Cow<'_, str>> = row.split('|').map(|cell| inline(cell.trim())).collect();
    Some(cells.join(" | "))
}

/// Cuts heading, quote and bullet marks off a line's start. White space before text stays.
fn without_block_mark(line: &str) -> &str {
    let mut rest = line;
    loop {
        let trimmed = rest.trim_start_matches([' ', '\t']);
        let quote = trimmed.strip_prefix('>');
        let Some(next) = quote
            .or_else(|| heading(trimmed))
            .or_else(|| bullet(trimmed))
        else {
            return rest;
        };
        rest = next.trim_start_matches(' ');
    }
}

/// One to six `#` and a space.
fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let marks = line.len() - text.len();
    let is_heading = (1..=6).contains(&marks) && (text.is_empty() || text.starts_with([' ', '\t']));
    is_heading.then(|| text.trim().trim_end_matches('#').trim_end())
}

fn bullet(line: &str) -> Option<&str> {
    ["- ", "* ", "+ "]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))
}

/// Reduces the marks within a line. One pass from left to right: linear.
fn inline(line: &str) -> Cow<'_, str> {
    if !line.contains(['*', '[', '<', '`', '~', '\\', '_']) {
        return Cow::Borrowed(line);
    }
    let line = without_emphasis(line);
    if !line.contains(['[', '<', '`', '\\']) {
        return line;
    }
    let mut plain = String::with_capacity(line.len());
    let mut rest = &*line;
    while let Some(at) = rest.find(['[', '<', '`', '\\', '!']) {
        plain.push_str(&rest[..at]);
        let (words, length) = mark_at(&rest[at..]);
        plain.push_str(words);
        rest = &rest[at + length..];
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// Returns the text that stands for the mark at the start of `rest`, and the mark's length.
fn mark_at(rest: &str) -> (&str, usize) {
    let literal = (&rest[..1], 1);
    match rest.as_bytes()[0] {
        b'!' if rest[1..].starts_with('[') => {
            link(&rest[1..]).map_or(literal, |(label, length)| (label, length + 1))
        }
        b'[' => link(rest).unwrap_or(literal),
        b'<' => tag(rest).unwrap_or(literal),
        b'`' => ("", 1),
        b'\\' => match rest.as_bytes().get(1) {
            Some(next) if next.is_ascii_punctuation() => (&rest[1..2], 2),
            _ => literal,
        },
        _ => literal,
    }
}

/// Labels and addresses longer than this are no links, so that a scan stays bounded.
const LONGEST_LABEL: usize = 1000;

/// `[label](address)` → the label. A bracket of a document number (`国发[2020]7号`) is text.
fn link(rest: &str) -> Option<(&str, usize)> {
    let window = head_of(rest, LONGEST_LABEL);
    let label_end = window.find("](")?;
    let label = &window[1..label_end];
    if label.contains('[') {
        return None;
    }
    let address = &rest[label_end + 2..];
    let address = head_of(address, LONGEST_LABEL);
    let address_end = address.find(')')?;
    // An address has no Chinese sentence in it: `[2020](试行)` is text.
    let is_address = address[..address_end].is_ascii();
    is_address.then_some((label, label_end + 2 + address_end + 1))
}

/// An HTML tag within Markdown: a line break or a cell's edge is a space, others go.
fn tag(rest: &str) -> Option<(&'static str, usize)> {
    let name = rest[1..].trim_start_matches('/');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let window = head_of(rest, LONGEST_LABEL);
    let end = window.find('>')?;
    let is_tag = window[1..end].is_ascii() && !window[1..end].contains('<');
    let lower = window[1..end].to_ascii_lowercase();
    let words = if lower.starts_with("br") || lower.starts_with("/td") {
        " "
    } else {
        ""
    };
    is_tag.then_some((words, end + 1))
}

/// Cuts paired `**`, `__`, `~~` and `*` that hug their words; single ones stay (`**亿元`, `____`).
fn without_emphasis(line: &str) -> Cow<'_, str> {
    let mut line = Cow::Borrowed(line);
    for mark in ["***", "**", "__", "~~", "*"] {
        if line.contains(mark) {
            line = Cow::Owned(without_pairs(&line, mark));
        }
    }
    line
}

fn without_pairs(line: &str, mark: &str) -> String {
    let byte = mark.as_bytes()[0];
    // Positions of runs of exactly this mark.
    let runs: Vec<usize> = line
        .match_indices(mark)
        .map(|(at, _)| at)
        .filter(|&at| {
            let before = at.checked_sub(1).map(|before| line.as_bytes()[before]);
            before != Some(byte) && line.as_bytes().get(at + mark.len()) != Some(&byte)
        })
        .collect();
    let opens = |at: usize| line[at + mark.len()..].starts_with(|c: char| !c.is_whitespace());
    let closes = |at: usize| line[..at].ends_with(|c: char| !c.is_whitespace() && c != '\\');
    let mut cuts = Vec::new();
    let mut open = None;
    for at in runs {
        match open {
            Some(start) if closes(at) => {
                cuts.extend([start, at]);
                open = None;
            }
            None if opens(at) && !line[..at].ends_with('\\') => open = Some(at),
            _ => {}
        }
    }
    let mut plain = String::with_capacity(line.len());
    let mut from = 0;
    for at in cuts {
        plain.push_str(&line[from..at]);
        from = at + mark.len();
    }
    plain.push_str(&line[from..]);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reduces_marks_to_words() {
        let cases = [
            ("# 示例市管理办法\n\n正文\n", "示例市管理办法\n\n正文\n"),
            ("## 第一章 总 则 ##\n", "第一章 总 则\n"),
            ("#标签\n", "#标签\n"),
            ("**第一条**　为了*规范*管理\n", "第一条　为了规范管理\n"),
            ("投资**亿元，占*%\n", "投资**亿元，占*%\n"),
            ("姓名____ 日期____\n", "姓名____ 日期____\n"),
            ("见[办法](http://a.cn/b)和![图](c.png)\n", "见办法和图\n"),
            (
                "国发[2020]7号、[2021](试行)\n",
                "国发[2020]7号、[2021](试行)\n",
            ),
            ("- 一是建立\n> 引用\n1. 编号\n", "一是建立\n引用\n1. 编号\n"),
            (
                "| 名称 | 代码 |\n|---|:--:|\n| 甲区 | 01 |\n",
                "名称 | 代码\n甲区 | 01\n",
            ),
            ("公布\n\n<!-- INFO END -->\n\n正文\n", "公布\n\n\n正文\n"),
            ("甲<!-- 注\n释 -->乙\n", "甲乙\n"),
            ("甲<!-- 未完\n乙\n", "甲<!-- 未完\n乙\n"),
            (
                "第一行<br/>第二行<u>线</u>，a<b\n",
                "第一行 第二行线，a<b\n",
            ),
            ("标题\n====\n甲\n---\n乙\n", "标题\n甲\n乙\n"),
            ("```\n代`码`\n```\n", "代码\n"),
            (r"\*不是\* 强调 C:\目录", r"*不是* 强调 C:\目录"),
            ("-5℃ 至 +5℃", "-5℃ 至 +5℃"),
            ("　　缩进段落*", "　　缩进段落*"),
        ];
        for (markdown, plain) in cases {
            assert_eq!(read(markdown).text, plain, "{markdown:?}");
        }
    }

    #[test]
    fn front_matter_becomes_hints() {
        let page = read("---\ntitle: \"示例办法\"\nDate: 2020-01-02\nempty:\n---\n正文\n");
        assert_eq!(page.text, "正文\n");
        assert_eq!(page.hints.title.as_deref(), Some("示例办法"));
        assert_eq!(page.hints.get(&["date"]), Some("2020-01-02"));
        assert_eq!(read("---\n正文\n---\n").text, "正文\n");
    }

    proptest! {
        #[test]
        fn never_panics_and_is_normal(text in "[#*_\\[\\]()<>|`~\\\\!\\-+= \n甲乙a。]{0,80}") {
            super::super::normalize::assert_normal(&read(&text).text);
        }
    }
}
