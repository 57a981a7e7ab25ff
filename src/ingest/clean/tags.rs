//! Finds markup that was injected into text as characters: `<sub id="abcde"></sub>` (about 1.5 % of
//! counted pages hold injected tokens).
//!
//! In: the source text. Out: marks on the tags; what they enclose stays. Not its job: reading HTML;
//! names in angle brackets (`<关于…>`) and comparisons (`a<b`) stay, and so do tags that the text
//! speaks of: quoted, called a tag, alone on their line with Chinese in them, scripts with content.

use std::sync::LazyLock;

use regex::Regex;

use crate::analysis::char_filter::is_han;
use crate::model::text::Mark;
use crate::model::{RuleId, Span};

/// A tag in plain text.
pub(crate) const TAG: RuleId = RuleId::new("clean/tag");

/// The longest tag looked at, in bytes: junk tags carry one or two short attributes.
const MAX_TAG: usize = 300;

/// A tag at the start of a text. An element's name alone (`<b>`) may be a comparison: such a tag
/// counts only where another tag of the text is sure.
static FORM: LazyLock<Regex> = LazyLock::new(|| {
    let names = "a|abbr|acronym|address|article|b|bdo|big|blockquote|body|br|center|cite|code|dd|del|dfn|div|dl|dt|em|fieldset|font|form|h[1-6]|head|hr|html|i|iframe|img|input|ins|kbd|label|legend|li|link|menu|meta|nav|nobr|noframes|ol|optgroup|option|p|pre|q|rp|rt|ruby|s|samp|script|section|select|small|source|span|strike|strong|style|sub|sup|table|tbody|td|textarea|tfoot|th|thead|title|tr|track|tt|u|ul|var|video|wbr";
    Regex::new(&format!(
        r#"^</?(?i:{names})(?P<attributes>(?:\s{{1,3}}[a-zA-Z-]{{1,20}}\s?=\s?(?:"[^"<>\n]{{0,150}}"|'[^'<>\n]{{0,150}}'|[^\s"'<>]{{1,60}}))*)\s?/?>"#
    ))
    .expect("a literal")
});

/// Finds the tags of a text; none if no tag of it has an attribute or is closed.
pub(crate) fn find(text: &str) -> Vec<Mark> {
    let mut sure = false;
    let mut marks = Vec::new();
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        let Some(tag) = tag_at(text, at) else {
            continue;
        };
        if is_spoken_of(text, tag) {
            continue;
        }
        let written = &text[tag.range()];
        sure |= written.starts_with("</") || written.ends_with("/>") || written.contains('=');
        marks.push(Mark {
            span: tag,
            rule: TAG,
        });
    }
    if sure { marks } else { Vec::new() }
}

fn tag_at(text: &str, at: usize) -> Option<Span> {
    let next = text.as_bytes().get(at + 1)?;
    if !next.is_ascii_alphabetic() && *next != b'/' {
        return None;
    }
    let mut end = (at + MAX_TAG).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let found = FORM.find(text.get(at..end)?)?;
    Some(Span::new(at, at + found.end()))
}

/// Quotation marks before and after what is quoted.
const OPENING: [char; 6] = ['“', '‘', '「', '『', '"', '`'];
const CLOSING: [char; 6] = ['”', '’', '」', '』', '"', '`'];
/// What a rule about pages calls a tag, within so many bytes behind it.
const CALLED: [&str; 6] = ["标签", "标记", "元素", "代码", "標籤", "標記"];
const CALLED_WITHIN: usize = 30;

/// Whether a text speaks of a tag, as rules for web sites do.
fn is_spoken_of(text: &str, tag: Span) -> bool {
    let (before, after) = (&text[..tag.start], &text[tag.end..]);
    if before.ends_with(OPENING) || after.starts_with(CLOSING) {
        return true;
    }
    let written = &text[tag.range()];
    let is_script = |tag: &str| {
        tag.get(1..7)
            .is_some_and(|n| n.eq_ignore_ascii_case("script"))
    };
    let is_script_end = |tag: &str| tag.starts_with("</") && is_script(&tag[1..]);
    if is_script(written) && !is_script_end(after)
        || is_script_end(written) && !before.ends_with('>')
    {
        return true;
    }
    let begins_line = before.is_empty() || before.ends_with('\n');
    let ends_line = after.is_empty() || after.starts_with(['\n', '\r']);
    if begins_line && ends_line && says_something(written) {
        return true;
    }
    let mut near = CALLED_WITHIN.min(after.len());
    while !after.is_char_boundary(near) {
        near -= 1;
    }
    let near = after[..near]
        .split(['\n', '。', '<'])
        .next()
        .unwrap_or_default();
    CALLED.iter().any(|word| near.contains(word))
}

/// Whether a tag has Chinese in an attribute that is no font's name.
fn says_something(tag: &str) -> bool {
    let lower = tag.to_ascii_lowercase();
    tag.chars().any(is_han)
        && !["face", "style", "font"]
            .iter()
            .any(|name| lower.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<&str> {
        find(text)
            .iter()
            .map(|mark| &text[mark.span.range()])
            .collect()
    }

    #[test]
    fn tags_are_found() {
        for (text, wanted) in [
            (
                "推广陶瓷<sub id=\"abcde\"></sub>机械<br/>",
                vec!["<sub id=\"abcde\">", "</sub>", "<br/>"],
            ),
            ("建立<tt id='qwzxc'>保险", vec!["<tt id='qwzxc'>"]),
            (
                "建立<FONT color=#ffffff size=1>保险</FONT>",
                vec!["<FONT color=#ffffff size=1>", "</FONT>"],
            ),
            ("第一段<p>第二段</p>", vec!["<p>", "</p>"]),
            ("<font face='宋体'>\n甲", vec!["<font face='宋体'>"]),
            ("甲<script></script>乙", vec!["<script>", "</script>"]),
            ("甲\n<a href='x'>\n乙", vec!["<a href='x'>"]),
        ] {
            assert_eq!(found(text), wanted);
        }
    }

    #[test]
    fn titles_and_comparisons_stay() {
        for text in [
            "修改<中华人民共和国水法>的决定",
            "a<b 且 c>d",
            "若a<b>c则",
            "<!-- END -->",
            "（一）网站标识：\n<meta name=\"SiteName\" content=\"某某省人民政府\">\n<meta name=\"ColumnName\" content=\"政策\"/>\n（二）",
            "页面中不得使用“<iframe src='a'>”“</iframe>”。",
            "<script>alert(1)</script>",
            "应当在<meta name='a'>标签中写明",
            "指标</增长>",
            "p<0.05, q>1",
            "<国发〔2020〕7号>",
            "<",
            "</",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn spans_lie_within_any_text(text in "(<|</|sub|>| id=\"|\"|甲|b|\\n){0,20}|.{0,30}") {
            for mark in find(&text) {
                prop_assert!(text.get(mark.span.range()).is_some());
            }
        }
    }
}
