//! Rows and documents as JSON objects, one per line.

use serde_json::{Map, Value, json};

use super::EVIDENCE;
use super::evidence::evidence_json;
use super::row::ExportRow;
use crate::analysis::char_filter::fold;
use crate::model::document::{Metadata, format_id};
use crate::model::hit::StoredDocument;
use crate::tabular::Cell;

/// Returns a row with the keys of the table's columns, lists as arrays, numbers as numbers, and
/// `spans`: UTF-8 byte offsets of the matches within `passage`.
#[must_use]
pub fn row_json(row: &ExportRow<'_>, columns: &[&str]) -> Value {
    let mut object = Map::new();
    for column in columns {
        let value = match *column {
            EVIDENCE => evidence_json(&row.hit.document.metadata),
            _ => cell_json(row.cell(column)),
        };
        object.insert((*column).to_owned(), value);
    }
    let spans: Vec<[usize; 2]> = row
        .spans()
        .iter()
        .map(|span| [span.start, span.end])
        .collect();
    object.insert("spans".to_owned(), json!(spans));
    Value::Object(object)
}

/// Returns a row as a JSON object with the columns as keys.
#[must_use]
pub fn cells_json(columns: &[&str], row: &[Cell]) -> Value {
    let cells = row.iter().cloned().map(cell_json);
    let members = columns.iter().map(|&name| name.to_owned()).zip(cells);
    Value::Object(members.collect::<Map<_, _>>())
}

/// Returns a cell as JSON: lists as arrays, numbers as numbers, nothing as `null`.
fn cell_json(cell: Cell) -> Value {
    match cell {
        Cell::Text(text) if text.is_empty() => Value::Null,
        Cell::Text(text) => Value::String(text),
        Cell::List(list) => list.into(),
        Cell::Number(number) => number
            .parse::<serde_json::Number>()
            .map_or(Value::Null, Value::Number),
    }
}

/// What of a document is written besides its metadata.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DocumentParts {
    /// The text as displayed.
    pub text: bool,
    /// The folded text.
    pub folded: bool,
    /// Where each value comes from.
    pub evidence: bool,
    /// Id of its cluster.
    pub cluster: Option<u64>,
}

/// Returns a document with all its metadata (values only), and what else is asked for.
#[must_use]
pub fn document_json(document: &StoredDocument, parts: DocumentParts) -> Value {
    let metadata = &document.metadata;
    let mut object = metadata_json(metadata);
    object.insert("path".to_owned(), json!(document.path));
    object.insert("root".to_owned(), json!(document.root));
    object.insert("part".to_owned(), json!(document.part));
    object.insert("doc_id".to_owned(), json!(format_id(document.id)));
    object.insert(
        "content_id".to_owned(),
        json!(format_id(document.content_id)),
    );
    if let Some(cluster) = parts.cluster {
        object.insert("cluster".to_owned(), json!(format_id(cluster)));
    }
    if parts.evidence {
        object.insert(EVIDENCE.to_owned(), evidence_json(metadata));
    }
    if parts.text {
        object.insert("text".to_owned(), json!(document.display));
    }
    if parts.folded {
        object.insert("folded".to_owned(), json!(fold(&document.display).text));
    }
    Value::Object(object)
}

fn metadata_json(metadata: &Metadata) -> Map<String, Value> {
    let region = metadata.region();
    let number = metadata.number.as_ref().map(|number| &number.value);
    let values = |list: &[crate::model::Extracted<String>]| -> Vec<String> {
        list.iter().map(|value| value.value.clone()).collect()
    };
    let paths = |list: &[crate::model::Extracted<crate::model::Region>]| -> Vec<String> {
        list.iter().map(|value| value.value.path()).collect()
    };
    let text = |value: &Option<crate::model::Extracted<String>>| {
        value.as_ref().map(|value| value.value.clone())
    };
    let date = |value: &Option<crate::model::Extracted<crate::model::Date>>| {
        value.as_ref().map(|value| value.value.to_string())
    };
    let object = json!({
        "title": text(&metadata.title),
        "title_original": metadata.title_original,
        "issuers": values(&metadata.issuers),
        "number": number.map(|number| &number.text),
        "number_raw": number.map(|number| &number.raw),
        "number_key": number.filter(|number| !number.partial).map(|number| &number.key),
        "number_partial": number.is_some_and(|number| number.partial),
        "date": date(&metadata.date),
        "date_role": metadata.date_role.map(|role| role.name()),
        "effective": date(&metadata.effective),
        "regions": paths(&metadata.regions),
        "province": region.map(|region| &region.province),
        "city": region.and_then(|region| region.city.as_ref()),
        "county": region.and_then(|region| region.county.as_ref()),
        "subject_regions": paths(&metadata.subject_regions),
        "zones": values(&metadata.zones),
        "zones_mentioned": metadata.zones_mentioned,
        "zone_patterns": metadata.zone_patterns.iter().map(|pattern| &pattern.text).collect::<Vec<_>>(),
        "zone_pattern_classes": metadata.zone_patterns,
        "type": text(&metadata.doc_type),
        "kind": text(&metadata.kind),
        "level": text(&metadata.level),
        "legal_rank": text(&metadata.legal_rank),
        "status": text(&metadata.status),
        "source": text(&metadata.source),
        "url": metadata.url,
        "cited_numbers": metadata.cited_numbers,
        "attachments": metadata.attachments,
        "quality": metadata.quality,
    });
    match object {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}
