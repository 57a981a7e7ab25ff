//! HTML → smaller HTML that is safe to parse: what is never text goes, nesting is bounded.
//!
//! In: any text with tags. Out: the same without comments, scripts, styles, inline formatting and
//! the attributes that say nothing of the text, with elements nested deeper than [`DEEPEST`]
//! levelled; and what only those pieces say ([`Notes`]). HTML parsers walk their stack of open
//! elements for many tags and compare attributes pairwise: without the bounds, hostile pages cost
//! quadratic time. One pass; not its job: understanding the page.

use memchr::memmem;

use super::entities;
use super::links;
use super::names;
use super::tags::{self, Attribute, TagName, tag_end};
use crate::ingest::read::head_of;

/// Real pages stay below 60 levels; browsers stop at 512.
pub(super) const DEEPEST: usize = 256;
/// Most frames, embedded files and JSON-LD objects noted of a page.
const MOST_NOTES: usize = 16;
/// JSON-LD longer than this (bytes) is a catalogue, not an article's data.
const LONGEST_JSON: usize = 64 * 1024;

/// Elements whose content is never text.
const DROPPED: [&str; 6] = ["script", "style", "noscript", "template", "svg", "canvas"];
/// Elements whose content may stand for something else, or be the text.
const STANDING_IN: [&str; 3] = ["iframe", "object", "textarea"];
/// Lines and cells that do not nest; beyond [`DEEPEST`] each is a line, for a parser looks through
/// its whole stack of open elements at each of them.
const LINES: [&str; 9] = ["p", "li", "td", "th", "tr", "dt", "dd", "option", "button"];
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

/// What the dropped pieces of a page say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Notes {
    /// The address in a browser's `<!-- saved from url=(0042)… -->`.
    pub(super) saved_from: Option<String>,
    /// Texts of `<script type="application/ld+json">`.
    pub(super) json: Vec<String>,
    /// Pages that this one shows in frames or sends the reader to.
    pub(super) frames: Vec<String>,
    /// Document files shown within the page.
    pub(super) embedded: Vec<String>,
}

/// Returns the page without what is never text, and what that said.
pub(super) fn prune(html: &str) -> (String, Notes) {
    prune_piece(html, false)
}

fn prune_piece(html: &str, stands_in: bool) -> (String, Notes) {
    let mut pruner = Pruner {
        html,
        out: String::with_capacity(html.len()),
        depth: 0,
        excess: 0,
        comments_end: true,
        unclosed: Vec::new(),
        hiding: Vec::new(),
        stands_in,
        notes: Notes::default(),
        style: Vec::new(),
    };
    pruner.run(0..html.len());
    (pruner.out, pruner.notes)
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
    /// Formatting elements that hide their text and are open.
    hiding: Vec<&'static str>,
    /// Within one of [`STANDING_IN`].
    stands_in: bool,
    notes: Notes,
    /// A style in lower case, without white space (kept for its memory).
    style: Vec<u8>,
}

impl Pruner<'_> {
    /// Writes what stands within a range; a tag may end behind it.
    fn run(&mut self, range: std::ops::Range<usize>) {
        let mut at = range.start;
        while let Some(rest) = self.html.as_bytes().get(at..range.end) {
            let Some(found) = memchr::memchr(b'<', rest) else {
                break;
            };
            let tag = at + found;
            self.out.push_str(&self.html[at..tag]);
            at = self.step(tag);
        }
        self.out
            .push_str(self.html.get(at..range.end).unwrap_or_default());
    }

    /// Handles what begins at the `<` at `tag`; returns where to go on.
    fn step(&mut self, tag: usize) -> usize {
        let rest = &self.html[tag..];
        if rest.starts_with("<!--") {
            return self.comment(tag);
        }
        let is_end = rest.as_bytes().get(1) == Some(&b'/');
        let name = TagName::of(&rest[1 + usize::from(is_end)..]);
        let name = name.as_str();
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
            self.note(name, tag..end);
            return self.skip_element(dropped, end);
        }
        if let Some(known) = STANDING_IN.iter().find(|known| **known == name) {
            if is_end {
                return end;
            }
            self.note(name, tag..end);
            return self.stand_in(known, &self.html[tag..end], end);
        }
        if matches!(name, "frame" | "embed") {
            self.note(name, tag..end);
            return end;
        }
        if FORMATTING.contains(&name) {
            self.formatting(&self.html[tag..end], name, is_end);
        } else {
            self.keep(&self.html[tag..end], name, is_end);
        }
        end
    }

    fn comment(&mut self, tag: usize) -> usize {
        let text = tag + "<!--".len();
        // `<!-->` and `<!--->` are whole comments.
        for empty in [">", "->"] {
            if self.html[text..].starts_with(empty) {
                return text + empty.len();
            }
        }
        if self.comments_end {
            match memmem::find(&self.html.as_bytes()[text..], b"-->") {
                Some(length) => {
                    self.read_comment(text, length);
                    return text + length + "-->".len();
                }
                None => self.comments_end = false,
            }
        }
        text
    }

    /// Keeps what a comment says of the page: where its text begins and ends, its address.
    fn read_comment(&mut self, text: usize, length: usize) {
        let comment = self.html[text..text + length].trim();
        if let Some(mark) = names::mark(comment) {
            self.push_mark(mark);
        } else if self.notes.saved_from.is_none()
            && let Some((_, address)) = comment
                .strip_prefix("saved from url=(")
                .and_then(|rest| rest.split_once(')'))
            && address.contains("://")
        {
            self.notes.saved_from = Some(address.trim().to_owned());
        }
    }

    fn push_mark(&mut self, mark: &str) {
        self.out.push_str("<!--");
        self.out.push_str(mark);
        self.out.push_str("-->");
    }

    /// Notes what a dropped element shows: a page, a document file, data about the page.
    fn note(&mut self, name: &str, tag: std::ops::Range<usize>) {
        if !matches!(name, "frame" | "iframe" | "embed" | "object" | "script") {
            return;
        }
        let end = tag.end;
        let read = |wanted: &str| {
            tags::attributes(&self.html[tag.clone()])
                .find(|attribute| attribute.name.eq_ignore_ascii_case(wanted))
                .map(|attribute| attribute.value.trim().to_owned())
        };
        if name == "script" {
            let is_json = read("type").is_some_and(|kind| kind.contains("ld+json"));
            if is_json && self.notes.json.len() < MOST_NOTES {
                self.note_json(end);
            }
            return;
        }
        let Some(address) = read("src").or_else(|| read("data")) else {
            return;
        };
        let list = if links::is_document(&address) {
            &mut self.notes.embedded
        } else if name.ends_with("frame") {
            &mut self.notes.frames
        } else {
            return;
        };
        if list.len() < MOST_NOTES && !address.is_empty() {
            list.push(address);
        }
    }

    /// Notes the JSON-LD that begins at `start`; markup may stand in its strings.
    fn note_json(&mut self, start: usize) {
        let rest = head_of(&self.html[start..], LONGEST_JSON);
        let end = memmem::find_iter(rest.as_bytes(), b"</")
            .find(|at| TagName::of(&rest[at + 2..]).as_str() == "script");
        if let Some(end) = end {
            self.notes.json.push(rest[..end].to_owned());
        }
    }

    /// Skips an element with all its content; one without an end loses its tag only.
    fn skip_element(&mut self, name: &'static str, content: usize) -> usize {
        match self.end_of(name, content) {
            Some(tag) => tag_end(self.html, tag),
            None if matches!(name, "script" | "style") => self.html.len(),
            None => content,
        }
    }

    /// Where the end tag of an element begins; none is looked for twice.
    fn end_of(&mut self, name: &'static str, content: usize) -> Option<usize> {
        if self.unclosed.contains(&name) {
            return None;
        }
        let mut at = content;
        // Only tags that end at this name count: `</svg` in a `</svgx>` is looked at again.
        while let Some(found) = memmem::find(&self.html.as_bytes()[at..], b"</") {
            let tag = at + found;
            if TagName::of(&self.html[tag + 2..]).as_str() == name {
                return Some(tag);
            }
            at = tag + 2;
        }
        self.unclosed.push(name);
        None
    }

    /// Writes an element that stands for something else as a division: hidden, unless the reader
    /// sees its content. One without an end loses its tag only, and so do those within another.
    fn stand_in(&mut self, name: &'static str, tag: &str, content: usize) -> usize {
        if self.stands_in {
            return content;
        }
        let value = |wanted: &str| {
            let mut all = tags::attributes(tag);
            all.find(|attribute| attribute.name.eq_ignore_ascii_case(wanted))
                .map(|attribute| attribute.value)
        };
        if let Some(document) = value("srcdoc").filter(|_| name == "iframe") {
            let (inner, _) = prune_piece(&entities::resolve(document), true);
            self.division(false, |pruner| pruner.out.push_str(&inner));
        }
        let Some(end) = self.end_of(name, content) else {
            return content;
        };
        let is_shown = match name {
            "object" => ["data", "classid", "type", "codebase"]
                .iter()
                .all(|attribute| value(attribute).is_none()),
            "textarea" => value("readonly").is_some() || value("disabled").is_some(),
            _ => false,
        };
        let is_blank = self.html[content..end].trim().is_empty();
        if !is_blank {
            self.stands_in = true;
            self.division(!is_shown, |pruner| pruner.run(content..end));
            self.stands_in = false;
        }
        tag_end(self.html, end)
    }

    fn division(&mut self, is_hidden: bool, write: impl FnOnce(&mut Self)) {
        let tag = if is_hidden { "<div hidden>" } else { "<div>" };
        self.keep(tag, "div", false);
        write(self);
        self.keep("</div>", "div", true);
    }

    /// Drops a formatting tag; one that hides its text (forums jam copied text so) becomes a span.
    fn formatting(&mut self, tag: &str, name: &str, is_end: bool) {
        let Some(known) = FORMATTING.iter().find(|known| **known == name) else {
            return;
        };
        if is_end {
            if self.hiding.last() == Some(known) {
                self.hiding.pop();
                self.keep("</span>", "span", true);
            }
        } else if tag.contains("none") && tag.contains("isplay") || tag.contains("jammer") {
            self.hiding.push(known);
            self.keep("<span hidden>", "span", false);
        }
    }

    fn keep(&mut self, tag: &str, name: &str, is_end: bool) {
        if self.excess > 0 && LINES.contains(&name) {
            self.out.push_str("<br>");
        } else if NOT_NESTING.contains(&name) || tag.ends_with("/>") {
            self.push_tag(tag, name, is_end);
        } else if is_end {
            if self.excess > 0 {
                self.excess -= 1;
                self.out.push_str("<br>");
                return;
            }
            self.depth = self.depth.saturating_sub(1);
            self.push_tag(tag, name, true);
        } else if self.depth >= DEEPEST {
            self.excess += 1;
            self.out.push_str("<br>");
        } else {
            self.depth += 1;
            self.push_tag(tag, name, false);
        }
    }

    /// Writes a tag with the attributes that say something of the text.
    fn push_tag(&mut self, tag: &str, name: &str, is_end: bool) {
        if is_end {
            self.out.push_str(if tag.ends_with('>') { tag } else { "" });
            return;
        }
        let start = self.out.len();
        self.out.push('<');
        self.out.push_str(name);
        let (mut is_refresh, mut content) = (false, "");
        for attribute in tags::attributes(tag) {
            if name == "meta" {
                is_refresh |= attribute.value.eq_ignore_ascii_case("refresh");
                if attribute.name.eq_ignore_ascii_case("content") {
                    content = attribute.value;
                } else if let Some(mark) = names::mark(attribute.value) {
                    self.out.truncate(start);
                    self.push_mark(mark);
                    return;
                }
            }
            self.push_attribute(name, attribute);
        }
        self.out
            .push_str(if tag.ends_with("/>") { "/>" } else { ">" });
        if is_refresh && self.notes.frames.len() < MOST_NOTES {
            // `0; url=index.htm`
            let address = content.split_once('=').map_or("", |(_, address)| address);
            if !address.is_empty() {
                self.notes.frames.push(address.trim().to_owned());
            }
        }
    }

    fn push_attribute(&mut self, element: &str, attribute: Attribute<'_>) {
        let Attribute { name, value } = attribute;
        // Names are ASCII; a longer one is none of those below.
        let lower = TagName::of(name);
        let kept = match lower.as_str() {
            "id" | "class" | "itemprop" => value.len() <= LONGEST_NAME_LIST,
            "content" => element == "meta" && value.len() <= LONGEST_CONTENT,
            "name" | "property" | "charset" => element == "meta",
            "rel" => element == "link",
            "href" => element == "link" || links::is_document(value),
            "rowspan" | "colspan" | "start" | "alt" | "hidden" => value.len() <= LONGEST_NAME_LIST,
            "aria-hidden" if value.trim().eq_ignore_ascii_case("true") => {
                self.out.push_str(" hidden");
                false
            }
            "style" => {
                self.push_style(element, value);
                false
            }
            _ => false,
        };
        if !kept {
            return;
        }
        self.out.push(' ');
        self.out.push_str(lower.as_str());
        let quote = if value.contains('"') { '\'' } else { '"' };
        if value.is_empty() || value.contains(quote) {
            return;
        }
        self.out.push('=');
        self.out.push(quote);
        self.out.push_str(value);
        self.out.push(quote);
    }

    /// Says in attributes what of a style matters: that it hides, that it takes list numbers away.
    fn push_style(&mut self, element: &str, style: &str) {
        let is_numberless =
            element == "ol" && style.contains("list-style") && style.contains("none");
        if is_numberless {
            self.out.push_str(" type=\"none\"");
        }
        self.style.clear();
        let letters = style.bytes().filter(|byte| !byte.is_ascii_whitespace());
        self.style
            .extend(letters.map(|byte| byte.to_ascii_lowercase()));
        let has = |word: &[u8]| memmem::find(&self.style, word).is_some();
        let is_hiding = has(b"display:none")
            || has(b"visibility:hidden")
            || FAR.iter().any(|far| is_far(&self.style, far));
        if is_hiding {
            self.out.push_str(" hidden");
        }
    }
}

/// Properties that throw an element off the screen (`left:-999px`).
const FAR: [&[u8]; 3] = [b"left:-", b"top:-", b"text-indent:-"];
/// How many digits are off the screen. Layout shifts of three digits are seen on real pages for
/// menus only, which are no text either.
const FAR_DIGITS: usize = 3;
/// Longest list of classes, in bytes.
const LONGEST_NAME_LIST: usize = 512;
/// Longest value of a meta tag, in bytes: descriptions repeat up to half a page.
const LONGEST_CONTENT: usize = 8 * 1024;

fn is_far(style: &[u8], property: &[u8]) -> bool {
    memmem::find_iter(style, property).any(|at| {
        let value = &style[at + property.len()..];
        value
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
            >= FAR_DIGITS
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pruned(html: &str) -> String {
        prune(html).0
    }

    #[test]
    fn what_is_never_text_goes() {
        let cases = [
            ("<p>甲<!-- 注 -->乙</p>", "<p>甲乙</p>"),
            ("<p>甲<!-- 未完乙</p>", "<p>甲 未完乙</p>"),
            ("甲<!-->乙<!--->丙", "甲乙丙"),
            ("<script>if (a<b) '</p>'</script><p>甲", "<p>甲"),
            ("<STYLE type='>'>p{}</Style >甲", "甲"),
            ("<b>甲</b><font color=red>乙</font>", "甲乙"),
            (
                "甲<font class=jammer>x</font>乙</font>",
                "甲<span hidden>x</span>乙",
            ),
            ("1<2<p>", "1&lt;2<p>"),
            ("<p title='a>b'>甲</p>", "<p>甲</p>"),
            ("<p title='a>甲</p>", "<p>甲</p>"),
            ("<!doctype html><html>", "<!doctype html><html>"),
            ("甲<", "甲&lt;"),
            (
                "<noscript>请启用脚本</noscript><template>甲</template>乙",
                "乙",
            ),
        ];
        for (html, expected) in cases {
            assert_eq!(pruned(html), expected, "{html}");
        }
    }

    #[test]
    fn what_stands_for_something_else_is_no_rubbish() {
        let cases = [
            (
                "<object><p>三、甲</p></object>乙",
                "<div><p>三、甲</p></div>乙",
            ),
            (
                "<object data=1.swf><embed src=1.swf>请安装</object>乙",
                "<div hidden>请安装</div>乙",
            ),
            ("<iframe src=x></iframe>乙", "乙"),
            ("<iframe src=x>框架</iframe>乙", "<div hidden>框架</div>乙"),
            ("<iframe src=x />乙", "乙"),
            (
                "<iframe srcdoc=\"&lt;p&gt;甲<script>x</script>\"></iframe>乙",
                "<div><p>甲</div>乙",
            ),
            (
                "<textarea readonly>一、甲</textarea>乙",
                "<div>一、甲</div>乙",
            ),
            ("<textarea>留言</textarea>乙", "<div hidden>留言</div>乙"),
            (
                "<object><object>甲</object>乙</object>丙<object>丁",
                "<div>甲</div>乙丙丁",
            ),
        ];
        for (html, expected) in cases {
            assert_eq!(pruned(html), expected, "{html}");
        }
        for unit in [
            "<object>",
            "<iframe>",
            "<object><iframe>甲",
            "<iframe srcdoc='<iframe srcdoc=1>",
        ] {
            let html = format!("{}甲</object>乙", unit.repeat(20_000));
            assert!(pruned(&html).ends_with('乙'), "{unit}");
        }
    }

    #[test]
    fn only_telling_attributes_stay() {
        let cases = [
            (
                "<DIV ID=zoom Class='a b' onclick='x(\"y\")' style='color:red'>",
                "<div id=\"zoom\" class=\"a b\">",
            ),
            ("<p style='Display : None'>", "<p hidden>"),
            ("<p style='position:absolute;left:-9999px'>", "<p hidden>"),
            ("<p style='margin-left:-10px'>", "<p>"),
            (
                "<i aria-hidden=true>甲</i><div aria-hidden='true'>",
                "甲<div hidden>",
            ),
            ("<div aria-hidden=false>", "<div>"),
            ("<a href='/1.html'>", "<a>"),
            ("<a href='/1.pdf'>", "<a href=\"/1.pdf\">"),
            (
                "<td colspan=2 rowspan=\"3\" width=1>",
                "<td colspan=\"2\" rowspan=\"3\">",
            ),
            (
                "<meta name=\"PubDate\" content='2023-01-02'/>",
                "<meta name=\"PubDate\" content=\"2023-01-02\"/>",
            ),
            ("<ol style='list-style: none'>", "<ol type=\"none\">"),
            (
                "<img src='data:image/png;base64,AAAA' alt=图>",
                "<img alt=\"图\">",
            ),
        ];
        for (html, expected) in cases {
            assert_eq!(pruned(html), expected, "{html}");
        }
    }

    #[test]
    fn what_dropped_pieces_say_is_noted() {
        let (html, notes) = prune(
            "<!-- saved from url=(0028)http://www.example.cn/a.html -->\
             <script type='application/ld+json'>{\"a\":1}</script>\
             <frame src=main.htm><iframe src='/v?file=1.pdf'></iframe><embed src=2.pdf>\
             <meta http-equiv=refresh content='0; url=b.htm'>\
             <!--ZJEG_RSS.content.begin-->甲<meta name=ContentEnd>",
        );
        assert_eq!(
            notes.saved_from.as_deref(),
            Some("http://www.example.cn/a.html")
        );
        assert_eq!(notes.json, ["{\"a\":1}"]);
        assert_eq!(notes.frames, ["main.htm", "b.htm"]);
        assert_eq!(notes.embedded, ["/v?file=1.pdf", "2.pdf"]);
        assert!(
            html.ends_with("<!--text begins-->甲<!--text ends-->"),
            "{html}"
        );
    }

    #[test]
    fn nesting_and_attributes_are_bounded() {
        let html = format!("{}甲{}", "<div>".repeat(1000), "</div>".repeat(1000));
        let out = pruned(&html);
        assert_eq!(out.matches("<div>").count(), DEEPEST);
        assert_eq!(out.matches("</div>").count(), DEEPEST);
        let html = format!("{}甲", "<ul><li>".repeat(1000));
        let out = pruned(&html);
        assert_eq!(out.matches("<li>").count(), DEEPEST);
        let html = format!("<p {}>甲", "class=a ".repeat(100_000));
        assert!(pruned(&html).len() < 2000);
    }

    proptest! {
        #[test]
        fn never_panics(html in "[<>/!\\-\"'a-z甲 =]{0,80}") {
            let _ = prune(&html);
        }
    }
}
