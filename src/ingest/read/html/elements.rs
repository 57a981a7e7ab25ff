//! Which elements make lines, hold paragraphs, or are no text at all.

use scraper::node::Element;

/// Elements without text of the page; readings over characters (`<rt>`) are annotations.
pub(super) fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "head" | "title" | "script" | "style" | "noscript" | "template" | "rt" | "rp" | "rtc"
    )
}

/// Elements that hold paragraphs.
pub(super) fn is_container(name: &str) -> bool {
    const NAMES: [&str; 15] = [
        "div",
        "td",
        "section",
        "article",
        "main",
        "form",
        "center",
        "body",
        "dd",
        "aside",
        "nav",
        "header",
        "footer",
        "ucapcontent",
        "founder-content",
    ];
    NAMES.contains(&name)
}

/// Elements that begin and end a line.
pub(super) fn is_block(name: &str) -> bool {
    const NAMES: [&str; 28] = [
        "p",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "tbody",
        "thead",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "dl",
        "dt",
        "blockquote",
        "pre",
        "fieldset",
        "option",
        "caption",
        "figure",
        "figcaption",
        "address",
        "select",
        "button",
        "ucaptitle",
    ];
    NAMES.contains(&name) || is_container(name)
}

/// The first number of an ordered list; none where its numbers are not shown.
pub(super) fn first_number(list: &Element) -> Option<u32> {
    if list.attr("type") == Some("none") {
        return None;
    }
    let start = list
        .attr("start")
        .and_then(|start| start.trim().parse().ok());
    Some(start.unwrap_or(1))
}
