//! Counts for people: a list for one field, a grid for two.

use std::io::{self, Write};

use crate::cli::messages::Messages;
use crate::cli::text_table::TextTable;
use crate::export::crosstab::column;
use crate::search::crosstab::{Axis, CrossTab, Place, Series, Tally, per_thousand};

/// Most columns of a grid that is not along years or months: what about a screen holds (judgement).
/// Beyond that, two fields are listed.
const GRID_COLUMNS: usize = 12;

/// Most years or months of a grid: more than a lifetime of years would not fit any screen.
const GRID_PERIODS: usize = 60;

/// Writes the counts of each query.
pub(super) fn write(out: &mut dyn Write, table: &CrossTab, messages: &Messages) -> io::Result<()> {
    let columns = |axis: &Axis| {
        if axis.is_date() {
            GRID_PERIODS
        } else {
            GRID_COLUMNS
        }
    };
    let is_grid = |axis: &Axis| axis.values.len() <= columns(axis);
    match &table.axes[..] {
        [_, second] if is_grid(second) => {
            for series in &table.series {
                if table.series.len() > 1 {
                    writeln!(out, "{}", series.query)?;
                }
                grid(table, series, messages).write(out)?;
                if table.series.len() > 1 {
                    writeln!(out)?;
                }
            }
            Ok(())
        }
        _ => list(table, messages).write(out),
    }
}

fn shown(value: Option<&str>, messages: &Messages) -> String {
    value.map_or_else(|| messages.get("unknown"), str::to_owned)
}

/// One row for each cell: the counts of each query, and the base last.
fn list(table: &CrossTab, messages: &Messages) -> TextTable {
    let names = table.axes.len();
    let mut lines = TextTable::new(names);
    if table.series.len() > 1 {
        let mut queries = vec![String::new(); names];
        for series in &table.series {
            queries.extend([series.query.clone(), String::new(), String::new()]);
        }
        queries.push(String::new());
        lines.row(queries);
    }
    let axes = table.axes.iter().map(|axis| column(&axis.field).to_owned());
    let mut header: Vec<String> = axes.collect();
    for _ in &table.series {
        header.extend(["documents", "occurrences", "per-1000"].map(|key| heading(key, messages)));
    }
    header.push(heading("base", messages));
    lines.row(header);
    for place in table.places() {
        let values = table.values(place);
        let mut row: Vec<String> = values.map(|value| shown(value, messages)).collect();
        for series in &table.series {
            row.extend(counts(series, series.tally(place), table.base(place)));
        }
        row.push(table.base(place).to_string());
        lines.row(row);
    }
    let mut total = vec![heading("total", messages)];
    total.resize(names, String::new());
    for series in &table.series {
        total.extend(counts(series, series.total, table.base_total));
    }
    total.push(table.base_total.to_string());
    lines.row(total);
    lines
}

fn heading(key: &str, messages: &Messages) -> String {
    messages.get(&format!("stats-{key}"))
}

fn counts(series: &Series, tally: Tally, base: u64) -> [String; 3] {
    let none = || "–".to_owned();
    let rate = per_thousand(tally.documents, base);
    [
        tally.documents.to_string(),
        if series.has_strings {
            tally.occurrences.to_string()
        } else {
            none()
        },
        rate.map_or_else(none, |rate| format!("{rate:.2}")),
    ]
}

/// Documents by both fields, with sums where no document counts twice.
fn grid(table: &CrossTab, series: &Series, messages: &Messages) -> TextTable {
    let [first, second] = &table.axes[..] else {
        return TextTable::new(1);
    };
    let mut lines = TextTable::new(1);
    let documents = |place: Place| series.tally(place).documents;
    let mut header = vec![format!(
        "{} \\ {}",
        column(&first.field),
        column(&second.field)
    )];
    header.extend(
        second
            .values
            .iter()
            .map(|value| shown(value.as_deref(), messages)),
    );
    let sums_rows = !second.is_multi();
    if sums_rows {
        header.push(heading("total", messages));
    }
    lines.row(header);
    for (row, value) in first.values.iter().enumerate() {
        let counted = (0..second.values.len()).map(|column| documents([row, column]));
        let counted: Vec<u64> = counted.collect();
        let mut cells = vec![shown(value.as_deref(), messages)];
        cells.extend(counted.iter().map(u64::to_string));
        if sums_rows {
            cells.push(counted.iter().sum::<u64>().to_string());
        }
        lines.row(cells);
    }
    if !first.is_multi() {
        let mut cells = vec![heading("total", messages)];
        let rows = || 0..first.values.len();
        cells.extend((0..second.values.len()).map(|column| {
            let sum: u64 = rows().map(|row| documents([row, column])).sum();
            sum.to_string()
        }));
        if sums_rows {
            cells.push(series.total.documents.to_string());
        }
        lines.row(cells);
    }
    lines
}
