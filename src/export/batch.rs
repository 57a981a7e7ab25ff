//! Many queries at once as rows: a row per document with a column per query, or a row for each
//! document and query.

use super::row::ExportRow;
use crate::model::hit::PassageHit;
use crate::search::batch::BatchHit;
use crate::search::terms::Term;
use crate::tabular::Cell;

/// What tells of a document, in either shape.
pub const DOCUMENT: [&str; 8] = [
    "doc_id", "title", "number", "issuers", "date", "province", "path", "part",
];

/// Returns the columns of [`matrix_row`]: those of [`DOCUMENT`], then the terms' names.
#[must_use]
pub fn matrix_columns(terms: &[Term]) -> Vec<&str> {
    let names = terms.iter().map(|term| term.name.as_str());
    DOCUMENT.into_iter().chain(names).collect()
}

/// Returns a document's row: how often each term occurs. 0 where the term does not match it, empty
/// where the term matches it by conditions or exclusions alone.
#[must_use]
pub fn matrix_row(found: &BatchHit, terms: &[Term]) -> Vec<Cell> {
    let mut row = document_cells(found);
    let first = row.len();
    row.resize(first + terms.len(), Cell::Number("0".to_owned()));
    for &(at, count) in &found.counts {
        row[first + at] = counted(count);
    }
    row
}

/// Returns the columns of [`long_rows`].
#[must_use]
pub fn long_columns() -> Vec<&'static str> {
    let terms = ["term", "query"].into_iter();
    terms.chain(DOCUMENT).chain(["matches"]).collect()
}

/// Returns a row for each term that matches a document, in the order of the terms.
pub fn long_rows(found: &BatchHit, terms: &[Term]) -> impl Iterator<Item = Vec<Cell>> {
    let document = document_cells(found);
    found.counts.iter().map(move |&(at, count)| {
        let term = &terms[at];
        let named = [&term.name, &term.query].map(|text| Cell::Text(text.clone()));
        let cells = named.into_iter().chain(document.iter().cloned());
        cells.chain([counted(count)]).collect()
    })
}

fn counted(count: u64) -> Cell {
    let places = (count > 0).then(|| count.to_string());
    Cell::Number(places.unwrap_or_default())
}

fn document_cells(found: &BatchHit) -> Vec<Cell> {
    // None of the columns is of a passage.
    let passage = PassageHit {
        paragraph: 0,
        text: String::new(),
        at: 0,
        spans: Vec::new(),
        numerals: Vec::new(),
        score: 0.0,
    };
    let row = ExportRow {
        hit: &found.hit,
        passage: &passage,
        occurrence: None,
    };
    DOCUMENT.iter().map(|column| row.cell(column)).collect()
}
