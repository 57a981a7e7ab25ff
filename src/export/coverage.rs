//! What an archive holds, as JSON.

use serde_json::{Map, Value, json};

use super::crosstab::column;
use crate::search::coverage::{Coverage, FieldCoverage};

/// What is known of the files behind an index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Files {
    /// Files that were found.
    pub found: u64,
    /// Those that gave documents.
    pub with_documents: u64,
    /// Policies that the documents are copies of, where that is known.
    pub policies: Option<u64>,
}

/// Returns everything as one object: counts, and for each field its values with their documents and
/// how many have none.
#[must_use]
pub fn coverage_json(coverage: &Coverage, files: Files) -> Value {
    let (first, last) = coverage.dates.clone().unzip();
    let fields = coverage.fields.iter();
    let fields = fields.map(|field| (column(&field.field).to_owned(), field_json(field, coverage)));
    json!({
        "documents": coverage.documents,
        "policies": files.policies,
        "files": files.found,
        "files_with_documents": files.with_documents,
        "first_date": first,
        "last_date": last,
        "fields": fields.collect::<Map<_, _>>(),
    })
}

fn field_json(field: &FieldCoverage, coverage: &Coverage) -> Value {
    let values = field.values.iter();
    json!({
        "values": values
            .map(|(value, documents)| json!({"value": value, "documents": documents}))
            .collect::<Vec<_>>(),
        "unknown": field.unknown,
        "unknown_share": share(field.unknown, coverage.documents),
    })
}

/// Returns a part of the documents, 0 to 1; 0 where there are none.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of documents")]
pub fn share(part: u64, documents: u64) -> f64 {
    part as f64 / documents.max(1) as f64
}
