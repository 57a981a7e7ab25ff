//! What the tests of the fields share: parts made from plain lines.

use super::*;
use crate::analysis::char_filter;
use crate::model::{EditMap, KeyValue, MappedText, PageHints, PartParagraph, Span};

static NO_HINTS: PageHints = PageHints {
    title: None,
    url: None,
    meta: Vec::new(),
    attachments: Vec::new(),
    given: crate::model::Given {
        title: None,
        date: None,
        issuer: None,
        number: None,
    },
};

/// Makes a part of lines that were already cleaned; `title` is the title's line.
pub(crate) fn part_of(text: &str, title: usize) -> Part {
    let folded = char_filter::fold(text);
    let mut paragraphs = Vec::new();
    let (mut display_at, mut folded_at) = (0, 0);
    for (index, (display, folded)) in text.split('\n').zip(folded.text.split('\n')).enumerate() {
        paragraphs.push(PartParagraph {
            number: u32::try_from(index).unwrap() + 1,
            display: Span::new(display_at, display_at + display.len()),
            folded: Span::new(folded_at, folded_at + folded.len()),
        });
        display_at += display.len() + 1;
        folded_at += folded.len() + 1;
    }
    Part {
        number: 1,
        span: Span::new(0, text.len()),
        display: MappedText {
            text: text.to_owned(),
            map: EditMap::default(),
        },
        folded,
        paragraphs,
        key_values: Vec::new(),
        marks: Vec::new(),
        title_paragraph: Some(title),
        annotations_removed: 0,
    }
}

/// Adds a key-value row.
pub(crate) fn with_row(mut part: Part, key: &str, value: &str) -> Part {
    part.key_values.push(KeyValue {
        key: key.to_owned(),
        value: value.to_owned(),
        span: Span::new(0, 0),
    });
    part
}

/// Returns a context with the title settled.
pub(crate) fn context_of(part: &Part) -> Context<'_> {
    let title = Box::leak(Box::new(title::title(&Context::new(part, &NO_HINTS))));
    let context = Context::new(part, &NO_HINTS);
    match title {
        Some(found) => Context {
            title: Some(&found.value),
            title_paragraph: found.paragraph,
            ..context
        },
        None => context,
    }
}

/// A source of the text alone, for whole extractions.
fn source_of(text: &str) -> SourceText {
    SourceText {
        path: crate::model::SourcePath {
            root: "a".into(),
            relative: "a.txt".to_owned(),
            key: 1,
        },
        member: String::new(),
        format: crate::model::Format::Text,
        encoding: "UTF-8",
        text: text.to_owned(),
        hints: PageHints::default(),
        marks: Vec::new(),
        notes: Vec::new(),
        partial: false,
    }
}

#[test]
fn the_title_comes_first_and_once() {
    let text = "首页的一行\n某市人民政府关于河道的通知\n某市人民政府关于河道的通知\n某市人民政府关于河道的通知各县人民政府:请照办。\n某市人民政府关于河道的通知";
    let document = extract(&source_of(text), part_of(text, 1)).unwrap();
    assert_eq!(
        document.display,
        "某市人民政府关于河道的通知\n首页的一行\n各县人民政府:请照办。"
    );
    let numbers: Vec<u32> = document
        .paragraphs
        .iter()
        .map(|paragraph| paragraph.number)
        .collect();
    assert_eq!(numbers, [2, 1, 4]);
    assert_eq!(document.folded, char_filter::fold(&document.display).text);
}

#[test]
fn a_title_of_the_container_is_inserted() {
    let text = "各县人民政府:请照办河道保护的事情。";
    let mut source = source_of(text);
    source.hints.title = Some("某市人民政府关于河道的通知_某市人民政府网".to_owned());
    let mut part = part_of(text, 0);
    part.title_paragraph = None;
    let document = extract(&source, part).unwrap();
    assert_eq!(document.paragraphs[0].number, 0);
    assert!(
        document
            .folded
            .starts_with("某市人民政府关于河道的通知\n各县")
    );
}

#[test]
fn a_records_own_keys_count_like_a_pages_block() {
    let text = "某市人民政府关于河道的通知\n各县人民政府:请照办河道保护的事情。";
    let mut source = source_of(text);
    source.hints.meta = [
        ("发文机关", "某市人民政府"),
        ("发文字号", "某政发〔2024〕1号"),
        ("成文日期", "2024-01-02"),
        ("pubdate", "2024-03-04"),
        ("sitename", "某市人民政府网"),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .into();
    let metadata = extract(&source, part_of(text, 0)).unwrap().metadata;
    assert_eq!(metadata.number.unwrap().value.text, "某政发〔2024〕1号");
    assert_eq!(metadata.date.unwrap().value.to_string(), "2024-01-02");
    // A site's name is nobody's who issues.
    source.hints.meta = vec![("sitename".to_owned(), "某县人民政府网".to_owned())];
    let metadata = extract(&source, part_of(text, 0)).unwrap().metadata;
    assert!(
        metadata
            .issuers
            .iter()
            .all(|issuer| issuer.value != "某县人民政府")
    );
}

#[test]
fn what_a_user_says_of_a_table_beats_the_text() {
    let text = "某市人民政府关于河道的通知\n某政发〔2024〕1号\n各县人民政府:请照办河道保护的事情。";
    let mut source = source_of(text);
    source.hints.given = crate::model::Given {
        title: Some("河道保护通知（整理稿）".to_owned()),
        date: Some("2023年5月6日".to_owned()),
        issuer: Some("某县水利局；编外小组".to_owned()),
        number: Some("某水发[2023]7号".to_owned()),
    };
    let metadata = extract(&source, part_of(text, 0)).unwrap().metadata;
    let title = metadata.title.unwrap();
    assert_eq!(title.value, "河道保护通知（整理稿）");
    assert_eq!(title.rule.as_str(), "extract/given/title");
    assert_eq!(metadata.date.unwrap().value.to_string(), "2023-05-06");
    assert_eq!(metadata.number.unwrap().value.text, "某水发〔2023〕7号");
    assert_eq!(metadata.issuers[0].value, "某县水利局");
    assert_eq!(metadata.issuers[0].rule.as_str(), "extract/given/issuer");
    // What is no date and no number leaves the field to the text.
    source.hints.given.date = Some("不详".to_owned());
    source.hints.given.number = Some("无".to_owned());
    let metadata = extract(&source, part_of(text, 0)).unwrap().metadata;
    assert_eq!(metadata.number.unwrap().value.text, "某政发〔2024〕1号");
    assert!(
        metadata
            .date
            .is_none_or(|date| date.rule.as_str() != "extract/given/date")
    );
}

mod any_text {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn extraction_never_panics_and_spans_are_valid(
            text in "([某市人民政府令关于印发通知〔20〕8号年月日自起施行通过公布来源:()《》。、\\n ]{0,30}|[一二十零〇○第章条据按国发鄂政办]{0,12}|.{0,6}){0,6}",
            title in 0usize..4,
        ) {
            let source = source_of(&text);
            if let Some(document) = extract(&source, part_of(&text, title)) {
                prop_assert_eq!(&document.folded, &char_filter::fold(&document.display).text);
                prop_assert_eq!(document.paragraphs.len(), document.display.split('\n').count());
                let metadata = &document.metadata;
                let spans = metadata.issuers.iter().filter_map(|found| found.span)
                    .chain(metadata.number.iter().filter_map(|found| found.span))
                    .chain(metadata.date.iter().filter_map(|found| found.span))
                    .chain(metadata.title.iter().filter_map(|found| found.span));
                for span in spans {
                    prop_assert!(text.get(span.range()).is_some());
                }
            }
        }
    }
}
