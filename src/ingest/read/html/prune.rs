//! HTML → smaller HTML that is safe to parse: what is never text goes, nesting is bounded.
//!
//! In: any text with tags. Out: the same without comments, scripts, styles and inline formatting,
//! with elements nested deeper than [`DEEPEST`] levelled. HTML parsers walk their stack of open
//! elements for many tags: without the bound, deep nesting costs quadratic time.
//! One pass; not its job: understanding the page.

use memchr::memmem;

/// Real pages stay below 60 levels; browsers stop at 512.
pub(super) const DEEPEST: usize = 256;
/// A tag's end is looked for this far past an open quote; then quotes count for nothing.
const LONGEST_QUOTED: usize = 4096;

/// Elements whose content is never text.
const DROPPED: [&str; 8] = [
    "script", "style", "noscript", "template", "svg", "iframe", "object", "canvas",
];
/// Inline formatting: says nothing about text, and unclosed it multiplies in a parser.
const FORMATTING: [&str; 15] = [
    "b", "i", "u", "s", "em", "strong", "font", "big", "small", "strike", "tt", "nobr", "code",
    "o:p", "mark",
];
/// Elements without content or with an implied end: they do not nest.
const NOT_NESTING: [&str; 24] = [
    "br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "param", "source",
    "track", "wbr", "p", "li", "td", "th", "tr", "dt", "dd", "option", "a", "button",
];

/// Returns the page without what is never text.
pub(super) fn prune(html: &str) -> String {
    let mut pruner = Pruner {
        html,
        out: String::with_capacity(html.len()),
        depth: 0,
        excess: 0,
        comments_end: true,
        unclosed: Vec::new(),
    };
    pruner.run();
    pruner.out
}

struct Pruner<'a> {
    html: &'a str,
    out: String,
    /// Open elements written.
    depth: usize,
    /// Open elements beyond the bound, not written.
    excess: usize,
    /// Whether a `-->` may still follow.
    comments_end: bool,
    /// Dropped elements that have no end tag any more (looked for once only).
    unclosed: Vec<&'static str>,
}

impl Pruner<'_> {
    fn run(&mut self) {
        let bytes = self.html.as_bytes();
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
            let tag = at + found;
            self.out.push_str(&self.html[at..tag]);
            at = self.step(tag);
        }
        self.out.push_str(&self.html[at..]);
    }

    /// Handles what begins at the `<` at `tag`; returns where to go on.
    fn step(&mut self, tag: usize) -> usize {
        let rest = &self.html[tag..];
        if rest.starts_with("<!--") {
            return self.comment(tag);
        }
        let is_end = rest.as_bytes().get(1) == Some(&b'/');
        let name = tag_name(&rest[1 + usize::from(is_end)..]);
        if name.is_empty() {
            // `<!doctype …>` and `<?xml …?>` stay; any other `<` is text.
            let is_declaration = rest
                .as_bytes()
                .get(1)
                .is_some_and(|b| matches!(b, b'!' | b'?'));
            self.out.push_str(if is_declaration { "<" } else { "&lt;" });
            return tag + 1;
        }
        let end = tag_end(self.html, tag);
        if !is_end && let Some(dropped) = DROPPED.iter().find(|known| **known == name) {
            return self.skip_element(dropped, end);
        }
        if !FORMATTING.contains(&name.as_str()) {
            self.keep(&self.html[tag..end], &name, is_end);
        }
        end
    }

    fn comment(&mut self, tag: usize) -> usize {
        let text = tag + "<!--".len();
        if self.comments_end {
            match memmem::find(&self.html.as_bytes()[text..], b"-->") {
                Some(end) => return text + end + "-->".len(),
                None => self.comments_end = false,
            }
        }
        text
    }

    /// Skips an element with all its content; one without an end loses its tag only.
    fn skip_element(&mut self, name: &'static str, content: usize) -> usize {
        if self.unclosed.contains(&name) {
            return content;
        }
        let mut at = content;
        // Only tags that end at this name count: `</svg` in a `</svgx>` is looked at again.
        while let Some(found) = memmem::find(&self.html.as_bytes()[at..], b"</") {
            let tag = at + found;
            if tag_name(&self.html[tag + 2..]) == name {
                return tag_end(self.html, tag);
            }
            at = tag + 2;
        }
        self.unclosed.push(name);
        if matches!(name, "script" | "style") {
            self.html.len()
        } else {
            content
        }
    }

    fn keep(&mut self, tag: &str, name: &str, is_end: bool) {
        if NOT_NESTING.contains(&name) || tag.ends_with("/>") {
            self.out.push_str(tag);
        } else if is_end {
            if self.excess > 0 {
                self.excess -= 1;
                self.out.push_str("<br>");
                return;
            }
            self.depth = self.depth.saturating_sub(1);
            self.out.push_str(tag);
        } else if self.depth >= DEEPEST {
            self.excess += 1;
            self.out.push_str("<br>");
        } else {
            self.depth += 1;
            self.out.push_str(tag);
        }
    }
}

/// The lower-case name at the start of `rest`, empty where none begins.
fn tag_name(rest: &str) -> String {
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return String::new();
    }
    rest.bytes()
        .take(16)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_'))
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect()
}

/// The position after a tag's `>`, quotes respected.
fn tag_end(html: &str, tag: usize) -> usize {
    let bytes = html.as_bytes();
    let limit = bytes.len().min(tag + LONGEST_QUOTED);
    let mut at = tag;
    while let Some(found) = memchr::memchr3(b'>', b'"', b'\'', &bytes[at..limit]) {
        let position = at + found;
        if bytes[position] == b'>' {
            return position + 1;
        }
        match memchr::memchr(bytes[position], &bytes[position + 1..limit]) {
            Some(close) => at = position + 1 + close + 1,
            None => break,
        }
    }
    memchr::memchr(b'>', &bytes[tag..]).map_or(bytes.len(), |found| tag + found + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_never_text_goes() {
        let cases = [
            ("<p>甲<!-- 注 -->乙</p>", "<p>甲乙</p>"),
            ("<p>甲<!-- 未完乙</p>", "<p>甲 未完乙</p>"),
            ("<script>if (a<b) '</p>'</script><p>甲", "<p>甲"),
            ("<STYLE type='>'>p{}</Style >甲", "甲"),
            ("<b>甲</b><font color=red>乙</font>", "甲乙"),
            ("1<2<p>", "1&lt;2<p>"),
            ("<p title='a>b'>甲</p>", "<p title='a>b'>甲</p>"),
            ("<p title='a>甲</p>", "<p title='a>甲</p>"),
            ("<!doctype html><html>", "<!doctype html><html>"),
            ("甲<", "甲&lt;"),
        ];
        for (html, pruned) in cases {
            assert_eq!(prune(html), pruned, "{html}");
        }
    }

    #[test]
    fn nesting_is_bounded() {
        let html = format!("{}甲{}", "<div>".repeat(1000), "</div>".repeat(1000));
        let pruned = prune(&html);
        assert_eq!(pruned.matches("<div>").count(), DEEPEST);
        assert_eq!(pruned.matches("</div>").count(), DEEPEST);
    }

    proptest! {
        #[test]
        fn never_panics(html in "[<>/!\\-\"'a-z甲 =]{0,80}") {
            let _ = prune(&html);
        }
    }
}
