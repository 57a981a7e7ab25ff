//! L5: hits and documents → rows of a format. In: [`Hit`]s, documents. Out: CSV, TSV, JSONL through
//! any writer. Columns come from `index_schema/fields.toml`. Not its job: files and terminals.

pub mod coverage;
pub mod crosstab;
mod evidence;
mod json;
pub mod lookup;
pub mod plot;
mod row;

use std::io::Write;

pub use evidence::{Evidence, evidence};
pub use json::{DocumentParts, cells_json, document_json, row_json};
pub use row::ExportRow;

use crate::model::{Facet, Hit};
use crate::schema::Schema;
use crate::tabular::{Cell, Options, TableError, Writer};

/// What one row stands for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RowUnit {
    /// A passage.
    #[default]
    Passage,
    /// A document, with its best passage.
    Document,
}

/// Returns the rows of a hit, in text order.
#[must_use]
pub fn rows(hit: &Hit, unit: RowUnit) -> Vec<ExportRow<'_>> {
    match unit {
        RowUnit::Passage => hit
            .passages
            .iter()
            .map(|passage| ExportRow { hit, passage })
            .collect(),
        RowUnit::Document => {
            let best =
                hit.passages.iter().reduce(
                    |best, next| {
                        if next.score > best.score { next } else { best }
                    },
                );
            best.map(|passage| ExportRow { hit, passage })
                .into_iter()
                .collect()
        }
    }
}

/// Returns the names of all columns, in their order.
#[must_use]
pub fn columns() -> Vec<&'static str> {
    Schema::get()
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect()
}

/// The column that `search --evidence` appends: not one of [`columns`], for it is long.
pub const EVIDENCE: &str = "evidence";

/// Writes rows as a table.
///
/// # Errors
/// Fails when the output cannot be written.
pub fn write_row<W: Write>(
    table: &mut Writer<W>,
    row: &ExportRow<'_>,
    columns: &[&str],
) -> Result<(), TableError> {
    let cells: Vec<_> = columns.iter().map(|column| row.cell(column)).collect();
    table.row(&cells)
}

/// Writes facet counts as a table: `facet,value,count`; the value of documents without one is
/// empty.
///
/// # Errors
/// Fails when the output cannot be written.
pub fn write_facets<W: Write>(
    output: W,
    counts: &[(String, Vec<Facet>)],
    options: Options,
) -> Result<(), TableError> {
    let mut table = Writer::new(output, options);
    table.header(&["facet", "value", "count"])?;
    for (name, facets) in counts {
        for facet in facets {
            table.row(&[
                Cell::Text(name.clone()),
                Cell::Text(facet.value.clone().unwrap_or_default()),
                Cell::Number(facet.count.to_string()),
            ])?;
        }
    }
    table.finish()
}
