//! Notes on a text's quality, for demotion and for the report. In: part and container. Out: words.

use std::sync::LazyLock;

use regex::Regex;

use super::Context;
use crate::model::SourceText;

/// Masked values of templates: XX市, 20xx年, **大 (NOISE 1.5).
static MASKED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"x{2,}(?:省|市|县|区|乡|镇|局|年|月|公司)|20x{2}|\*{2,}\p{Han}")
        .expect("a constant pattern")
});

/// A preview's last words.
static CUT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[?详细>?\]|展开更多|全文共\d+字|剩余\d+字|可完整阅读|还剩\d+页")
        .expect("a constant pattern")
});

/// Lists what is wrong with the text.
pub(super) fn notes(context: &Context, source: &SourceText) -> Vec<String> {
    let mut notes: Vec<String> = source.notes.iter().map(ToString::to_string).collect();
    let mut note = |name: &str, holds: bool| {
        if holds {
            notes.push(name.to_owned());
        }
    };
    note("annotations", context.part.annotations_removed > 0);
    note(
        "partial",
        source.partial || CUT.is_match(&context.text()[context.tail().range()]),
    );
    note("mojibake", context.text().contains('\u{fffd}'));
    let head = &context.text()[context.head().range()];
    note(
        "masked",
        (head.contains('x') || head.contains('*')) && MASKED.is_match(head),
    );
    note(
        "stub",
        context.kind.is_some_and(|kind| kind.value == "stub"),
    );
    note(
        "damaged_number",
        context.number.is_some_and(|number| number.value.partial),
    );
    notes
}
