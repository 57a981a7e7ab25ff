//! Reads the embedded TSV tables.

/// Returns the rows of an embedded TSV: comment (`#`) and blank lines left out, fields split at
/// tabs.
pub(crate) fn rows(tsv: &str) -> impl Iterator<Item = Vec<&str>> {
    tsv.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// Fails to build a test on a table whose rows do not all have `columns` fields.
#[cfg(test)]
pub(crate) fn assert_columns(tsv: &'static str, columns: usize) {
    for row in rows(tsv) {
        assert_eq!(row.len(), columns, "row {row:?}");
    }
}
