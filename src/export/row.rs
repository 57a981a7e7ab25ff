//! One row of an export.

use super::occurrence::{CELL_CHARS, chars, head, tail};
use super::{EVIDENCE, evidence};
use crate::model::Span;
use crate::model::document::format_id;
use crate::model::hit::{Hit, PassageHit};
use crate::tabular::Cell;

/// A passage of a hit, with everything its columns show.
#[derive(Debug, Clone, Copy)]
pub struct ExportRow<'a> {
    /// The hit.
    pub hit: &'a Hit,
    /// The passage.
    pub passage: &'a PassageHit,
    /// Which of the passage's matches the row stands for; none where it stands for all.
    pub occurrence: Option<usize>,
}

impl ExportRow<'_> {
    /// Returns the matches that the row shows.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        match self.occurrence {
            Some(at) => &self.passage.spans[at..=at],
            None => &self.passage.spans,
        }
    }

    /// Returns a column's cell; an unknown column is empty.
    #[must_use]
    pub fn cell(&self, column: &str) -> Cell {
        let document = &self.hit.document;
        let metadata = &document.metadata;
        let region = metadata.region();
        let text = |value: Option<&str>| Cell::Text(value.unwrap_or_default().to_owned());
        match column {
            "rank" => Cell::Number(self.hit.rank.to_string()),
            "score" => Cell::Number(format!("{:.4}", self.hit.score)),
            "title" => text(metadata.title.as_ref().map(|title| title.value.as_str())),
            "number" => text(
                metadata
                    .number
                    .as_ref()
                    .map(|number| number.value.text.as_str()),
            ),
            "issuers" => Cell::List(
                metadata
                    .issuers
                    .iter()
                    .map(|issuer| issuer.value.clone())
                    .collect(),
            ),
            "date" => Cell::Text(
                metadata
                    .date
                    .as_ref()
                    .map(|date| date.value.to_string())
                    .unwrap_or_default(),
            ),
            "date_role" => text(metadata.date_role.map(|role| role.name())),
            "province" => text(region.map(|region| region.province.as_str())),
            "city" => text(region.and_then(|region| region.city.as_deref())),
            "county" => text(region.and_then(|region| region.county.as_deref())),
            "zones" => Cell::List(
                metadata
                    .zones
                    .iter()
                    .map(|zone| zone.value.clone())
                    .collect(),
            ),
            "type" => text(metadata.doc_type.as_ref().map(|value| value.value.as_str())),
            "kind" => text(metadata.kind.as_ref().map(|value| value.value.as_str())),
            "level" => text(metadata.level.as_ref().map(|value| value.value.as_str())),
            "status" => text(metadata.status.as_ref().map(|value| value.value.as_str())),
            "source" => text(metadata.source.as_ref().map(|value| value.value.as_str())),
            "path" => text(Some(&document.path)),
            "part" => Cell::Number(document.part.to_string()),
            "paragraph" => Cell::Number(self.passage.paragraph.to_string()),
            "passage" => text(Some(&self.passage.text)),
            "match" => Cell::List(self.matches()),
            "doc_id" => Cell::Text(format_id(document.id)),
            "N" => Cell::List(self.numerals()),
            "cluster" => Cell::Text(format_id(self.hit.cluster)),
            "left" => text(
                self.in_context()
                    .map(|found| tail(found.left, CELL_CHARS, chars)),
            ),
            "right" => text(
                self.in_context()
                    .map(|found| head(found.right, CELL_CHARS, chars)),
            ),
            EVIDENCE => Cell::List(
                evidence(metadata)
                    .iter()
                    .map(|found| format!("{}: {} ({})", found.field, found.value, found.reason()))
                    .collect(),
            ),
            _ => text(None),
        }
    }

    /// Returns the distinct values of `{N}` in the matches that the row shows, in text order.
    #[must_use]
    pub fn numerals(&self) -> Vec<String> {
        let mut numerals: Vec<String> = Vec::new();
        for (place, value) in &self.passage.numerals {
            let mut spans = self.spans().iter();
            let shown = spans.any(|span| span.start <= place.start && place.end <= span.end);
            if shown && !numerals.contains(value) {
                numerals.push(value.clone());
            }
        }
        numerals
    }

    /// Returns the distinct matched texts, in text order.
    #[must_use]
    pub fn matches(&self) -> Vec<String> {
        let mut matches: Vec<String> = Vec::new();
        for span in self.spans() {
            let matched = &self.passage.text[span.range()];
            if !matches.iter().any(|known| known == matched) {
                matches.push(matched.to_owned());
            }
        }
        matches
    }
}
