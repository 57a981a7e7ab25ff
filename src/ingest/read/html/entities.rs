//! References that were escaped twice (`&amp;nbsp;`) and are text after parsing.
//!
//! In: a text node. Out: the same with what is left of references resolved; borrowed where there
//! is none. Not its job: references escaped once, which the parser resolves.

use std::borrow::Cow;

/// The references that editors of Chinese pages write, and what they stand for.
const NAMED: [(&str, char); 30] = [
    ("nbsp", '\u{a0}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("hellip", '…'),
    ("middot", '·'),
    ("bull", '•'),
    ("times", '×'),
    ("divide", '÷'),
    ("deg", '°'),
    ("plusmn", '±'),
    ("permil", '‰'),
    ("le", '≤'),
    ("ge", '≥'),
    ("copy", '©'),
    ("yen", '¥'),
    ("sup2", '²'),
];
/// Longest reference between `&` and `;`.
const LONGEST: usize = 8;

/// Resolves the references left in a text.
pub(super) fn resolve(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while !rest.is_empty() {
        let (written, after) = match reference(rest) {
            Some((character, length)) => {
                out.push(character);
                ("", &rest[length..])
            }
            None => ("&", &rest[1..]),
        };
        out.push_str(written);
        let next = memchr::memchr(b'&', after.as_bytes()).unwrap_or(after.len());
        out.push_str(&after[..next]);
        rest = &after[next..];
    }
    Cow::Owned(out)
}

/// The reference at the start of a text that begins with `&`, and its length.
fn reference(text: &str) -> Option<(char, usize)> {
    let head = &text.as_bytes()[1..text.len().min(LONGEST + 2)];
    let end = memchr::memchr(b';', head)?;
    let name = text.get(1..=end)?;
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control())?
        }
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((character, end + 2))
}

/// Returns the page with its tags restored where a page's whole text was escaped: tags that show
/// as text (`&lt;/p&gt;`) outnumber the real ones.
pub(super) fn unescape_page(html: &str) -> Option<String> {
    const ESCAPED: [&str; 2] = ["&lt;/p&gt;", "&lt;br"];
    /// A page about markup shows a tag or two.
    const FEWEST: usize = 3;
    let count = |signs: &[&str]| -> usize {
        let finds =
            |sign: &&str| memchr::memmem::find_iter(html.as_bytes(), sign.as_bytes()).count();
        signs.iter().map(finds).sum()
    };
    memchr::memmem::find(html.as_bytes(), b"&lt;")?;
    let escaped = count(&ESCAPED);
    if escaped < FEWEST || escaped < count(&["</p>", "<br"]) {
        return None;
    }
    let tags = html.replace("&lt;", "<").replace("&gt;", ">");
    Some(tags.replace("&quot;", "\"").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn references_left_in_a_text_are_resolved() {
        let cases = [
            ("甲&nbsp;乙&ldquo;丙&rdquo;", "甲\u{a0}乙“丙”"),
            ("&#31532;&#x4e00;条", "第一条"),
            ("AT&T; R&D、&、&；", "AT&T; R&D、&、&；"),
            ("&#0;&#x110000;", "&#0;&#x110000;"),
            ("&amp;&nbs", "&&nbs"),
        ];
        for (text, expected) in cases {
            assert_eq!(resolve(text), expected, "{text}");
        }
        assert!(matches!(resolve("甲"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_page_escaped_whole_is_restored() {
        let escaped = "<div>&lt;p&gt;甲&amp;nbsp;&lt;/p&gt;&lt;br&gt;乙&lt;br /&gt;</div>";
        assert_eq!(
            unescape_page(escaped).unwrap(),
            "<div><p>甲&nbsp;</p><br>乙<br /></div>"
        );
        assert_eq!(unescape_page("<p>大于 &lt;br&gt; 的</p><br><br>"), None);
        assert_eq!(unescape_page("<p>甲</p>"), None);
    }

    proptest! {
        #[test]
        fn never_panics(text in "[&#x;a-z0-9甲]{0,40}") {
            let _ = resolve(&text);
        }
    }
}
