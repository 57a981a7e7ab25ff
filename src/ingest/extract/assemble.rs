//! Part and metadata → [`Document`]: the title first, once; then the text as it stands.
//!
//! In: the part, its title, all metadata. Out: the document with display and folded text line by
//! line in step, `folded` being `display` folded. Not its job: choosing values.

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::title::Title;
use crate::analysis::char_filter;
use crate::model::{Document, Metadata, Paragraph, Part, PartParagraph, SourceText};

/// Paragraphs in which repetitions of the title are taken out.
const REPEATED_WITHIN: usize = 12;

/// Assembles the document; none without text.
pub(super) fn document(
    source: &SourceText,
    part: Part,
    title: Option<&Title>,
    metadata: Metadata,
) -> Option<Document> {
    let text = text(&part, title);
    if text.folded.trim().is_empty() {
        return None;
    }
    Some(Document {
        id: id(source, part.number),
        content_id: xxh3_64(text.folded.as_bytes()),
        path: source.path.clone(),
        member: source.member.clone(),
        part: part.number,
        format: source.format,
        encoding: source.encoding.to_owned(),
        display: text.display,
        folded: text.folded,
        paragraphs: text.paragraphs,
        metadata,
        extent: part.span,
        marks: part.marks,
    })
}

fn id(source: &SourceText, part: u32) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(&source.path.key.to_le_bytes());
    hash.update(source.member.as_bytes());
    hash.update(&[0]);
    hash.update(&part.to_le_bytes());
    hash.digest()
}

/// Display and folded text under construction.
#[derive(Default)]
struct Text {
    display: String,
    folded: String,
    paragraphs: Vec<Paragraph>,
}

impl Text {
    fn push(&mut self, number: u32, display: &str, folded: &str) {
        if !self.paragraphs.is_empty() {
            self.display.push('\n');
            self.folded.push('\n');
        }
        self.display.push_str(display);
        self.folded.push_str(folded);
        self.paragraphs.push(Paragraph {
            number,
            // Texts are cut below 4 GiB when they are read.
            len: u32::try_from(display.len()).unwrap_or(u32::MAX),
        });
    }
}

/// Puts the title first; its line and its repetitions near the head are left out of the rest.
fn text(part: &Part, title: Option<&Title>) -> Text {
    let mut text = Text {
        display: String::with_capacity(part.display.text.len() + 200),
        folded: String::with_capacity(part.folded.text.len() + 200),
        paragraphs: Vec::with_capacity(part.paragraphs.len() + 1),
    };
    let mut folded_title = String::new();
    if let Some(title) = title {
        let displayed = title.displayed.replace('\n', " ");
        folded_title = char_filter::fold(&displayed).text;
        let number = title
            .paragraph
            .and_then(|index| part.paragraphs.get(index))
            .map_or(0, |paragraph| paragraph.number);
        text.push(number, &displayed, &folded_title);
    }
    let shown = title.and_then(|title| title.paragraph);
    let near = shown.unwrap_or(0) + REPEATED_WITHIN;
    for (index, paragraph) in part.paragraphs.iter().enumerate() {
        if Some(index) == shown {
            continue;
        }
        if index <= near && !folded_title.is_empty() {
            push_without_title(&mut text, part, paragraph, &folded_title);
        } else {
            text.push(
                paragraph.number,
                &part.display.text[paragraph.display.range()],
                &part.folded.text[paragraph.folded.range()],
            );
        }
    }
    text
}

/// Pushes a paragraph near the head, without a repetition of the title at its start.
fn push_without_title(text: &mut Text, part: &Part, paragraph: &PartParagraph, title: &str) {
    let display = &part.display.text[paragraph.display.range()];
    let folded = &part.folded.text[paragraph.folded.range()];
    if !folded.trim_start_matches(['#', ' ']).starts_with(title) || title.chars().count() < 6 {
        text.push(paragraph.number, display, folded);
        return;
    }
    let lead = folded.len() - folded.trim_start_matches(['#', ' ']).len();
    let rest_start = paragraph.folded.start + lead + title.len();
    if rest_start >= paragraph.folded.end {
        return;
    }
    let rest = crate::model::Span::new(rest_start, paragraph.folded.end);
    // 某条例实施细则 begins with the title 某条例 and is another name.
    let continues =
        part.folded.text[rest.range()].starts_with(['的', '实', '修', '》', '第', '中']);
    if continues {
        text.push(paragraph.number, display, folded);
        return;
    }
    let display = part.displayed(rest);
    let display = display.trim_start();
    text.push(paragraph.number, display, &char_filter::fold(display).text);
}
