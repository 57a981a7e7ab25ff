//! `zhengsou coverage`: what an archive holds.

use std::io::Write;

use crate::cli::context::Context;
use crate::cli::error::{CliError, ExitStatus};
use crate::cli::messages::Messages;
use crate::cli::source::SourceArgs;
use crate::cli::text_table::TextTable;
use crate::engine::embedded::EmbeddedBackend;
use crate::export::coverage::{Files, coverage_json, share};
use crate::export::crosstab::column;
use crate::indexer::{Commit, Ledger};
use crate::search::coverage::{Coverage, FieldCoverage};

/// Say what the archive holds: by year, place, kind, source, and what is unknown
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    source: SourceArgs,
    /// Print one JSON object with all values
    #[arg(long)]
    json: bool,
}

/// Values of a field that are shown, but for years and provinces: machine output has them all.
const MOST: usize = 12;

/// Counts and prints.
pub(crate) fn run(context: &Context, args: &Args) -> Result<ExitStatus, CliError> {
    let folder = args.source.folder(context)?;
    let backend = EmbeddedBackend::open(&folder)?;
    let commit = Commit::parse(Some(backend.payload()));
    let files = Files {
        found: Ledger::load(&folder, &commit)?.files(),
        with_documents: commit.files,
        policies: commit.policies(),
    };
    let coverage = Coverage::of(&backend)?;
    if args.json {
        let mut out = Context::raw_stdout();
        writeln!(out, "{}", coverage_json(&coverage, files))?;
        out.flush()?;
    } else {
        print(context, &coverage, files)?;
    }
    Ok(if coverage.documents == 0 {
        ExitStatus::NoHits
    } else {
        ExitStatus::Done
    })
}

fn print(context: &Context, coverage: &Coverage, files: Files) -> Result<(), CliError> {
    let mut out = context.stdout();
    let messages = &context.messages;
    let say = |key: &str, values: &[(&str, String)]| {
        let values: Vec<(&str, &str)> = values
            .iter()
            .map(|(key, value)| (*key, value.as_str()))
            .collect();
        messages.format(key, &values)
    };
    let line = say(
        "coverage-documents",
        &[
            ("documents", coverage.documents.to_string()),
            ("files", files.found.to_string()),
            ("used", files.with_documents.to_string()),
        ],
    );
    writeln!(out, "{line}")?;
    if let Some(policies) = files.policies.filter(|count| *count < coverage.documents) {
        let copies = (coverage.documents - policies).to_string();
        let values = [("policies", policies.to_string()), ("copies", copies)];
        writeln!(out, "{}", say("coverage-policies", &values))?;
    }
    if let Some((first, last)) = &coverage.dates {
        let values = [("first", first.clone()), ("last", last.clone())];
        writeln!(out, "{}", say("coverage-dates", &values))?;
    }
    writeln!(out)?;
    unknown(coverage, messages).write(&mut out)?;
    let known = |field: &&FieldCoverage| !field.values.is_empty();
    for field in coverage.fields.iter().filter(known) {
        writeln!(out)?;
        print_field(&mut out, field, messages)?;
    }
    Ok(out.flush()?)
}

fn name(field: &FieldCoverage, messages: &Messages) -> String {
    let name = column(&field.field).replace('_', "-");
    messages.get(&format!("field-{name}"))
}

/// Which share of the documents has no value, field by field.
fn unknown(coverage: &Coverage, messages: &Messages) -> TextTable {
    let mut table = TextTable::new(1);
    let heading = |key: &str| messages.get(key);
    table.row(
        [
            "coverage-field",
            "coverage-known",
            "coverage-unknown",
            "coverage-share",
        ]
        .map(heading)
        .to_vec(),
    );
    for field in &coverage.fields {
        let share = 100.0 * share(field.unknown, coverage.documents);
        table.row(vec![
            name(field, messages),
            (coverage.documents - field.unknown).to_string(),
            field.unknown.to_string(),
            format!("{share:.1} %"),
        ]);
    }
    table
}

/// The values of a field with documents; then, of years and provinces, those without any.
fn print_field(
    out: &mut dyn Write,
    field: &FieldCoverage,
    messages: &Messages,
) -> Result<(), CliError> {
    writeln!(out, "{}", name(field, messages))?;
    let has_zeros = matches!(field.field.as_str(), "date" | "province");
    let filled: Vec<&(String, u64)> = field
        .values
        .iter()
        .filter(|(_, count)| *count > 0)
        .collect();
    let shown = if has_zeros {
        filled.len()
    } else {
        filled.len().min(MOST)
    };
    for (value, count) in &filled[..shown] {
        writeln!(out, "{count:>8}  {value}")?;
    }
    if shown < filled.len() {
        let more = (filled.len() - shown).to_string();
        writeln!(
            out,
            "{:>8}  {}",
            "…",
            messages.format("plot-more", &[("count", &more)])
        )?;
    }
    let empty = field.values.iter().filter(|(_, count)| *count == 0);
    let empty: Vec<&str> = empty.map(|(value, _)| value.as_str()).collect();
    if !empty.is_empty() {
        let values = runs(&empty).join("、");
        writeln!(out, "{:>8}  {values}", 0)?;
    }
    Ok(())
}

/// Years that follow each other as `2001–2005`; everything else as it is.
fn runs(values: &[&str]) -> Vec<String> {
    let year = |value: &str| value.parse::<u32>().ok();
    let mut runs: Vec<(String, String)> = Vec::new();
    for value in values {
        match runs.last_mut() {
            Some((_, last)) if year(last).is_some_and(|last| year(value) == Some(last + 1)) => {
                *last = (*value).to_owned();
            }
            _ => runs.push(((*value).to_owned(), (*value).to_owned())),
        }
    }
    let print = |(first, last): (String, String)| {
        if first == last {
            first
        } else {
            format!("{first}–{last}")
        }
    };
    runs.into_iter().map(print).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_that_follow_are_one_run() {
        assert_eq!(
            runs(&["1999", "2001", "2002", "2003", "2005"]),
            ["1999", "2001–2003", "2005"]
        );
        assert_eq!(
            runs(&["台湾省", "澳门特别行政区"]),
            ["台湾省", "澳门特别行政区"]
        );
    }
}
