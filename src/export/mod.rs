//! L5: hits and documents → rows of a format. In: [`Hit`]s, documents. Out: CSV, TSV, JSONL,
//! XLSX, RIS, CSL-JSON through any writer, lines of a concordance. Columns come from
//! `index_schema/fields.toml`. Not its job: files and terminals.

pub mod batch;
mod citation;
pub mod coverage;
pub mod crosstab;
mod csl;
mod evidence;
mod json;
mod kwic;
mod links;
pub mod lookup;
mod occurrence;
pub mod plot;
mod provenance;
mod ris;
mod row;
mod writer;
#[cfg(feature = "xlsx")]
mod xlsx;

use std::io::Write;

pub use csl::CslWriter;
pub use evidence::{Evidence, evidence};
pub use json::{DocumentParts, cells_json, document_json, row_json};
pub use kwic::{KwicLayout, KwicLine, KwicOrder};
pub use links::{Links, file_uri};
pub use occurrence::InContext;
pub use provenance::{Asked, Counts, Provenance, Searched};
pub use ris::RisWriter;
pub use row::ExportRow;
pub use writer::{JsonLinesWriter, Remarks, RowWriter, TableWriter};
#[cfg(feature = "xlsx")]
pub use xlsx::{XlsxOptions, XlsxWriter};

use serde::Serialize;

use crate::model::{Facet, Hit};
use crate::schema::Schema;
use crate::tabular::{Cell, Options, TableError, Writer};

/// What one row stands for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowUnit {
    /// A passage.
    #[default]
    Passage,
    /// A document, with its best passage.
    Document,
    /// One place where a string matches. What matches by a filter or an exclusion alone has none.
    Occurrence,
}

/// Returns the rows of a hit, in text order.
#[must_use]
pub fn rows(hit: &Hit, unit: RowUnit) -> Vec<ExportRow<'_>> {
    let row = |passage, occurrence| ExportRow {
        hit,
        passage,
        occurrence,
    };
    let passages = hit.passages.iter();
    match unit {
        RowUnit::Passage => passages.map(|passage| row(passage, None)).collect(),
        RowUnit::Document => {
            let best = passages.reduce(
                |best, next| {
                    if next.score > best.score { next } else { best }
                },
            );
            best.map(|passage| row(passage, None)).into_iter().collect()
        }
        RowUnit::Occurrence => passages
            .flat_map(|passage| (0..passage.spans.len()).map(move |at| row(passage, Some(at))))
            .collect(),
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

/// The columns that rows of occurrences append: at most 60 characters before and after the match,
/// from its paragraph.
pub const CONTEXT: [&str; 2] = ["left", "right"];

/// The column that `search --evidence` appends: not one of [`columns`], for it is long.
pub const EVIDENCE: &str = "evidence";

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
