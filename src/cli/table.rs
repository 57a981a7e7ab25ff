//! `--format`, `--csv`, `--output`: the form of a result and where it goes.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::error::CliError;
use super::output::Output;
use crate::export::cells_json;
use crate::tabular::{Cell, Options, Separator, Writer};

/// The form of a result and where it goes.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct TableArgs {
    /// Form of the output (default: by the ending of --output, else text)
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    #[command(flatten)]
    destination: DestinationArgs,
}

/// Endings of files that programs read; under any other, text is written.
const DATA_ENDINGS: [&str; 16] = [
    "csv", "tsv", "jsonl", "json", "xlsx", "xls", "et", "ods", "ris", "bib", "parquet", "xml",
    "html", "pdf", "docx", "sqlite",
];

/// Where a result goes, and the dress of a table there.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct DestinationArgs {
    /// Write all rows to a CSV file that a spreadsheet opens
    #[arg(long, value_name = "FILE", conflicts_with_all = ["output", "format"])]
    csv: Option<PathBuf>,
    /// Write to a file, in the form its ending names
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Begin the table with a byte order mark (default for files)
    #[arg(long, overrides_with = "no_bom")]
    bom: bool,
    /// Do not begin the table with a byte order mark
    #[arg(long, overrides_with = "bom")]
    no_bom: bool,
    /// Leave cells that begin with = + - @ as they are
    #[arg(long)]
    raw_cells: bool,
}

impl DestinationArgs {
    /// Returns the file to write to, if any; `-` is standard output.
    pub(super) fn path(&self) -> Option<&Path> {
        let path = self.csv.as_deref().or(self.output.as_deref());
        path.filter(|path| *path != Path::new("-"))
    }

    /// Returns the ending that tells the form, in lower case: `csv` for `--csv`, else that of
    /// `--output`.
    pub(super) fn ending(&self) -> Option<String> {
        if self.csv.is_some() {
            return Some("csv".to_owned());
        }
        let ending = self.output.as_deref()?.extension()?.to_str()?;
        Some(ending.to_ascii_lowercase())
    }

    /// Refuses an ending that promises a form which is not among those `written`.
    pub(super) fn check(&self, written: &[&str]) -> Result<(), CliError> {
        if let Some(path) = &self.csv {
            let ending = path.extension().and_then(|ending| ending.to_str());
            let ending = ending.unwrap_or_default().to_ascii_lowercase();
            if ending != "csv" && DATA_ENDINGS.contains(&ending.as_str()) {
                return Err(CliError::new("csv-only")
                    .with("ending", ending)
                    .hint("hint-csv-only", &[("path", &path.display().to_string())]));
            }
        }
        let ending = self.ending().unwrap_or_default();
        if written.contains(&ending.as_str()) || !DATA_ENDINGS.contains(&ending.as_str()) {
            return Ok(());
        }
        Err(CliError::new("no-form-of-ending")
            .with("ending", ending)
            .hint("hint-endings", &[("values", &written.join(", "))]))
    }

    /// Returns how to write a table to this output.
    pub(super) fn options(&self, separator: Separator, output: &Output) -> Options {
        Options {
            separator,
            bom: (output.is_file() || self.bom) && !self.no_bom,
            guard: !self.raw_cells,
        }
    }
}

impl TableArgs {
    /// Returns the file to write to, if any.
    pub(super) fn path(&self) -> Option<&Path> {
        self.destination.path()
    }

    /// Returns the form of the output: as asked, else by the file's ending, else text.
    pub(super) fn form(&self) -> Format {
        self.format
            .unwrap_or(match self.destination.ending().as_deref() {
                Some("csv") => Format::Csv,
                Some("tsv") => Format::Tsv,
                Some("jsonl") => Format::Jsonl,
                _ => Format::Text,
            })
    }

    /// Refuses a file whose ending promises a form that is not written.
    pub(super) fn check(&self) -> Result<(), CliError> {
        match self.format {
            Some(_) => Ok(()),
            None => self.destination.check(&["csv", "tsv", "jsonl"]),
        }
    }

    /// Returns how to write a table to this output.
    pub(super) fn options(&self, output: &Output) -> Options {
        let separator = match self.form() {
            Format::Tsv => Separator::Tab,
            _ => Separator::Comma,
        };
        self.destination.options(separator, output)
    }

    /// Writes a header and rows in a machine format; JSON Lines have the columns as keys.
    pub(super) fn write(
        &self,
        output: &mut Output,
        columns: &[&str],
        rows: impl Iterator<Item = Vec<Cell>>,
    ) -> Result<(), CliError> {
        let options = (self.form() != Format::Jsonl).then(|| self.options(output));
        write_rows(output, columns, rows.map(Ok), options)?;
        Ok(())
    }
}

/// Writes a header and rows as a table, or, without options, JSON Lines with the columns as keys;
/// returns how many rows. The first row that is an error ends it.
pub(super) fn write_rows(
    output: &mut Output,
    columns: &[&str],
    rows: impl Iterator<Item = Result<Vec<Cell>, CliError>>,
    options: Option<Options>,
) -> Result<usize, CliError> {
    let mut written = 0;
    let Some(options) = options else {
        for row in rows {
            writeln!(output, "{}", cells_json(columns, &row?))?;
            written += 1;
        }
        return Ok(written);
    };
    let mut table = Writer::new(output, options);
    table.header(columns)?;
    for row in rows {
        table.row(&row?)?;
        written += 1;
    }
    table.finish()?;
    Ok(written)
}

/// The form of a result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people
    #[default]
    Text,
    /// Comma-separated
    Csv,
    /// Tab-separated
    Tsv,
    /// One JSON object per line
    Jsonl,
}
