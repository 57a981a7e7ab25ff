//! Composes a segment: runs the rules on its sheet, then builds display and folded text.

use super::recurring::{Known, Page};
use super::sheet::Sheet;
use super::{
    Cleaned, annotations, boilerplate, display, edges, glued, key_values, page_lines, recurring,
    titles,
};
use crate::analysis::char_filter::fold;
use crate::ingest::Options;
use crate::ingest::split::Segment;
use crate::model::text::Mark;
use crate::model::{MappedText, Part, PartParagraph, Span};

/// Composes a segment's kept text: key-value blocks read and boilerplate dropped, lines joined.
#[must_use]
pub fn compose(cleaned: &Cleaned, segment: &Segment, options: Options) -> Part {
    let known = Known::default();
    let mut page = Page::new(&cleaned.source, &known);
    compose_page(cleaned, segment, options, &mut page)
}

/// Composes a segment of a page of an archive: lines known to recur are dropped, too.
#[must_use]
pub fn compose_page(
    cleaned: &Cleaned,
    segment: &Segment,
    options: Options,
    page: &mut Page<'_>,
) -> Part {
    let mut sheet = Sheet::new(cleaned, segment);
    edges::read(&mut sheet, cleaned, segment);
    key_values::read(&mut sheet);
    page_lines::read(&mut sheet);
    if !options.keep_boilerplate {
        boilerplate::read(&mut sheet);
        recurring::read(&mut sheet, page);
    }
    let title = titles::read(&mut sheet, segment.distant_title);
    glued::read(&mut sheet);

    let display = display::build(&sheet, segment.distant_title, title);
    finish(
        &sheet,
        segment,
        display.text,
        (display.numbers, display.title),
    )
}

fn finish(
    sheet: &Sheet<'_>,
    segment: &Segment,
    display: MappedText,
    (numbers, title_paragraph): (Vec<u32>, Option<usize>),
) -> Part {
    let span = sheet
        .rows
        .first()
        .zip(sheet.rows.last())
        .map_or_else(Span::default, |(first, last)| {
            Span::new(first.source.start, last.source.end)
        });
    let mut marks: Vec<Mark> = sheet
        .cleaned
        .marks_in(span)
        .chain(&sheet.marks)
        .cloned()
        .collect();
    marks.sort_by_key(|mark| mark.span);
    let annotations = marks
        .iter()
        .filter(|mark| mark.rule == annotations::ANNOTATION);
    let folded = fold(&display.text);
    Part {
        number: segment.number,
        span,
        paragraphs: paragraphs(&display.text, &folded.text, &numbers),
        annotations_removed: u32::try_from(annotations.count()).unwrap_or(u32::MAX),
        display,
        folded,
        key_values: sheet.key_values.clone(),
        marks,
        title_paragraph,
    }
}

fn paragraphs(display: &str, folded: &str, numbers: &[u32]) -> Vec<PartParagraph> {
    super::lines(display)
        .into_iter()
        .zip(super::lines(folded))
        .zip(numbers)
        .map(|((display, folded), number)| PartParagraph {
            number: *number,
            display,
            folded,
        })
        .collect()
}
