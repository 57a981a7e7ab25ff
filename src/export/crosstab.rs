//! Counts as rows: one for each cell and query.

use crate::search::crosstab::{CrossTab, per_thousand};
use crate::tabular::Cell;

/// Returns the name of a facet as a column: `year` for `date`, `month` for `date:month`.
#[must_use]
pub fn column(field: &str) -> &str {
    match field {
        "date" => "year",
        "date:month" => "month",
        field => field,
    }
}

/// Returns the columns of [`rows`].
#[must_use]
pub fn columns(table: &CrossTab) -> Vec<&str> {
    let axes = table.axes.iter().map(|axis| column(&axis.field));
    std::iter::once("query")
        .chain(axes)
        .chain(["documents", "occurrences", "base", "per_1000"])
        .collect()
}

/// Returns a row for each query and cell. A value that is not known is empty; so are the
/// occurrences of a query without strings.
pub fn rows(table: &CrossTab) -> impl Iterator<Item = Vec<Cell>> {
    let places = table.places();
    table.series.iter().flat_map(move |series| {
        let places = places.clone().into_iter();
        places.map(move |place| {
            let (tally, base) = (series.tally(place), table.base(place));
            let mut row = vec![Cell::Text(series.query.clone())];
            let values = table.values(place);
            row.extend(values.map(|value| Cell::Text(value.unwrap_or_default().to_owned())));
            let occurrences = series.has_strings.then_some(tally.occurrences);
            let rate = per_thousand(tally.documents, base);
            row.extend([
                Cell::Number(tally.documents.to_string()),
                Cell::Number(occurrences.map_or_else(String::new, |count| count.to_string())),
                Cell::Number(base.to_string()),
                Cell::Number(rate.map_or_else(String::new, |rate| format!("{rate:.3}"))),
            ]);
            row
        })
    })
}
