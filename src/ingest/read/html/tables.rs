//! Which rows of a page's tables are data, and what its cells span.
//!
//! In: a row or cell as it is walked. Out: whether the row is one line; columns and rows of a cell.
//! Not its job: what the line says ([`crate::ingest::read::tables`]).

use scraper::node::{Element, Node};

use super::blocks::NodeRef;
use super::names;
use crate::ingest::read::tables::{
    LARGEST_SPAN, LONGEST_ROW_CHARS, MOST_PARAGRAPHS, MOST_PARAGRAPHS_ALONE,
};

/// Looking whether a row is layout stops here.
const LARGEST_ROW_NODES: usize = 400;

/// Returns how many columns and rows a cell spans.
pub(super) fn spans(element: &Element) -> (usize, usize) {
    let span = |name| {
        let value = element
            .attr(name)
            .and_then(|value| value.trim().parse().ok());
        value.unwrap_or(1_usize).min(LARGEST_SPAN)
    };
    // `rowspan=0` reaches to the end of the table.
    let rows = match span("rowspan") {
        0 => LARGEST_SPAN,
        rows => rows,
    };
    (span("colspan").max(1), rows)
}

/// A row of data, not of page layout: several cells, no table within, not much text, no cell that
/// holds a text of its own.
pub(super) fn is_data_row(row: NodeRef<'_>, carried: usize) -> bool {
    let is_row = |node: NodeRef<'_>| node.value().as_element().is_some_and(|e| e.name() == "tr");
    let has_rows = row.prev_siblings().any(is_row) || row.next_siblings().any(is_row);
    let most_paragraphs = if has_rows {
        MOST_PARAGRAPHS
    } else {
        MOST_PARAGRAPHS_ALONE
    };
    let (mut cells, mut chars, mut paragraphs) = (carried, 0, 0);
    for (seen, node) in row.descendants().skip(1).enumerate() {
        match node.value() {
            Node::Element(element) => match element.name() {
                "table" | "h1" | "h2" | "form" => return false,
                "td" | "th" => {
                    if names::role(element).main == Some(true) {
                        return false;
                    }
                    cells += 1;
                    paragraphs = 0;
                }
                "p" | "div" | "li" => paragraphs += 1,
                _ => {}
            },
            Node::Text(text) => chars += text.chars().filter(|c| !c.is_whitespace()).count(),
            _ => {}
        }
        if seen > LARGEST_ROW_NODES || chars > LONGEST_ROW_CHARS || paragraphs > most_paragraphs {
            return false;
        }
    }
    cells > 1
}
