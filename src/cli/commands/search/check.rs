//! What `search` refuses before it searches: flags that do not fit the form of the output.

use super::args::{Args, Format, Rows};
use crate::cli::error::CliError;
use crate::export;

/// Refuses columns that do not exist, and forms that cannot be what is asked of them.
pub(super) fn check(args: &Args) -> Result<(), CliError> {
    check_columns(args)?;
    // Clap's `requires` says nothing where an argument is there that excludes what is required.
    if args.shape.is_some() {
        return Err(CliError::new("unfit-flag")
            .with("flag", "--shape")
            .hint("hint-shape", &[]));
    }
    if args.count {
        return Ok(());
    }
    if args.format.is_none() {
        let written = ["csv", "tsv", "jsonl", "xlsx", "ris", "json"];
        args.destination.check(&written)?;
    }
    let form = args.form();
    let is_plain = matches!(
        form,
        Format::Csv | Format::Tsv | Format::Jsonl | Format::Text
    );
    if !args.facets.is_empty() && !is_plain {
        return Err(CliError::new("no-facet-form").hint("hint-facet-form", &[]));
    }
    if form == Format::Xlsx && args.to_terminal() {
        return Err(CliError::new("to-terminal").hint("hint-to-terminal", &[]));
    }
    let has_columns = is_plain || form == Format::Xlsx;
    let for_people = matches!(form, Format::Text | Format::Kwic) || !args.facets.is_empty();
    let unfit = [
        (
            "--kwic-sort",
            args.kwic_sort.is_some() && form != Format::Kwic,
            "hint-kwic-sort",
        ),
        (
            "--columns",
            !args.columns.is_empty() && !has_columns,
            "hint-columns-form",
        ),
        (
            "--columns",
            !args.columns.is_empty() && !args.facets.is_empty(),
            "hint-columns-form",
        ),
        (
            "--evidence",
            args.evidence && !has_columns,
            "hint-columns-form",
        ),
        (
            "--provenance",
            args.provenance && for_people,
            "hint-provenance",
        ),
    ];
    match unfit.into_iter().find(|(_, is_unfit, _)| *is_unfit) {
        None => Ok(()),
        Some((flag, _, hint)) => Err(CliError::new("unfit-flag")
            .with("flag", flag)
            .hint(hint, &[])),
    }
}

fn check_columns(args: &Args) -> Result<(), CliError> {
    let mut known = export::columns();
    if args.rows == Rows::Occurrence {
        known.extend(export::CONTEXT);
    }
    let mut columns = args.columns.iter();
    match columns.find(|column| !known.contains(&column.as_str())) {
        None => Ok(()),
        Some(column) => Err(CliError::new("no-column")
            .with("column", column)
            .hint("hint-values", &[("values", &known.join(", "))])),
    }
}
