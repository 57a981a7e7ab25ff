//! Finds markup that was injected into text as characters: `<sub id="abcde"></sub>` (about 1.5 % of
//! counted pages hold injected tokens, NOISE 1.3).
//!
//! Not its job: reading HTML; names in angle brackets (`<关于…>`) stay.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::text::Mark;
use crate::model::{RuleId, Span};

/// A tag in plain text.
pub(crate) const TAG: RuleId = RuleId::new("clean/tag");

static FORM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"</?[a-z]{1,10}(?:\s[a-z]{1,10}=["'][^"'<>\n]{0,60}["'])*\s?/?>"#)
        .expect("a literal")
});

/// Finds the tags of a text; none if no tag of it has an attribute or is closed.
pub(crate) fn find(text: &str) -> Vec<Mark> {
    if !text.contains("</") {
        return Vec::new();
    }
    FORM.find_iter(text)
        .map(|found| Mark {
            span: Span::from(found.range()),
            rule: TAG,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_and_titles_in_brackets_are_not() {
        let text = "推广陶瓷<sub id=\"abcde\"></sub>机械<br/>";
        let found: Vec<&str> = find(text)
            .iter()
            .map(|mark| &text[mark.span.range()])
            .collect();
        assert_eq!(found, ["<sub id=\"abcde\">", "</sub>", "<br/>"]);
        for text in [
            "修改<中华人民共和国水法>的决定",
            "a<b 且 c>d",
            "<!-- END -->",
            "指标</增长>",
        ] {
            assert!(find(text).is_empty(), "{text}");
        }
    }
}
