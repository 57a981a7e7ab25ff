//! One tag as it stands in the source: its end, its name, its attributes.
//!
//! In: a page and where a tag begins in it. Out: names and raw values, in order, at most [`MOST`]
//! attributes (a parser compares each with all before it). Not its job: references in values.

/// Real tags have up to 30.
const MOST: usize = 64;
/// A tag's end is looked for this far past an open quote; then quotes count for nothing.
const LONGEST_QUOTED: usize = 4096;

/// One attribute, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attribute<'a> {
    /// The name, in the source's case.
    pub(super) name: &'a str,
    /// The value without quotes, references not resolved; empty where there is none.
    pub(super) value: &'a str,
}

/// Returns the attributes of a tag.
pub(super) fn attributes(tag: &str) -> impl Iterator<Item = Attribute<'_>> {
    let inner = tag.strip_suffix('>').unwrap_or(tag);
    let name_end = inner
        .find(|c: char| c.is_ascii_whitespace() || c == '/' && !inner.starts_with("</"))
        .unwrap_or(inner.len());
    Attributes {
        rest: &inner[name_end..],
    }
    .take(MOST)
}

struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Attribute<'a>;

    fn next(&mut self) -> Option<Attribute<'a>> {
        let is_between = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '=' | '"' | '\'');
        let rest = self.rest.trim_start_matches(is_between);
        if rest.is_empty() {
            return None;
        }
        let is_name_end = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/');
        let name_end = rest.find(is_name_end).unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_end);
        let Some(value) = after.trim_ascii_start().strip_prefix('=') else {
            self.rest = after;
            return Some(Attribute { name, value: "" });
        };
        let value = value.trim_ascii_start();
        let (value, rest) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let quoted = &value[1..];
                quoted.split_once(quote).unwrap_or((quoted, ""))
            }
            _ => {
                let end = value
                    .find(|c: char| c.is_ascii_whitespace())
                    .unwrap_or(value.len());
                value.split_at(end)
            }
        };
        self.rest = rest;
        Some(Attribute { name, value })
    }
}

/// The lower-case name of an element or attribute, its first 16 bytes.
pub(super) struct TagName {
    bytes: [u8; 16],
    len: usize,
}

impl TagName {
    /// The name at the start of `rest`, empty where none begins.
    pub(super) fn of(rest: &str) -> Self {
        let mut name = Self {
            bytes: [0; 16],
            len: 0,
        };
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return name;
        }
        let is_in = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_');
        for byte in rest.bytes().take(16).take_while(is_in) {
            name.bytes[name.len] = byte.to_ascii_lowercase();
            name.len += 1;
        }
        name
    }

    pub(super) fn as_str(&self) -> &str {
        // Only ASCII was written.
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or_default()
    }
}

/// The position after a tag's `>`, quotes respected.
pub(super) fn tag_end(html: &str, tag: usize) -> usize {
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
    fn attributes_are_read_as_browsers_do() {
        let cases: [(&str, &[(&str, &str)]); 6] = [
            ("<p id=a class='b c'>", &[("id", "a"), ("class", "b c")]),
            ("<p>", &[]),
            ("<br/>", &[]),
            (
                "<td nowrap colspan = \"2\" />",
                &[("nowrap", ""), ("colspan", "2")],
            ),
            ("<a href=/x/y.htm>", &[("href", "/x/y.htm")]),
            ("<a title='甲>", &[("title", "甲")]),
        ];
        for (tag, expected) in cases {
            let found: Vec<_> = attributes(tag).map(|a| (a.name, a.value)).collect();
            assert_eq!(found, expected, "{tag}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(tag in "<[a-z甲/=\"' >\u{a0}]{0,60}") {
            let _ = attributes(&tag).count();
            let _ = tag_end(&tag, 0);
        }
    }
}
