//! `search --provenance`: a file beside the output that says how it came about.

use std::io;
use std::path::PathBuf;

use super::args::{Args, Format};
use super::table;
use crate::cli::clock;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::engine::embedded::EmbeddedBackend;
use crate::export::{Asked, Counts, Provenance, Searched};
use crate::search::Question;

/// Writes `FILE.provenance.json`; where the output is no file, says that there is none.
pub(super) fn write(
    context: &Context,
    backend: &EmbeddedBackend,
    question: &Question,
    args: &Args,
    counts: Counts,
) -> Result<(), CliError> {
    let Some(path) = args.path() else {
        context.note("no-sidecar", &[]);
        return Ok(());
    };
    let provenance = Provenance {
        program: format!("zhengsou {}", env!("CARGO_PKG_VERSION")),
        date: clock::now(),
        asked: Asked {
            typed: args.text(),
            fixed_string: args.fixed_string,
            question,
            reposts: args.reposts(),
            limit: args.limit,
            format: args.form_name(),
            rows: table::unit(args),
            columns: match args.form() {
                Format::Ris | Format::CslJson => Vec::new(),
                _ => table::columns(args),
            },
        },
        counts,
        index: Searched::of(backend)?,
    };
    let mut name = path.as_os_str().to_owned();
    name.push(".provenance.json");
    let path = PathBuf::from(name);
    let mut output = Output::open(Some(&path))?;
    serde_json::to_writer_pretty(&mut output, &provenance)
        .map_err(|error| CliError::output(&path, &io::Error::from(error)))?;
    output.finish()?;
    context.note("provenance", &[("path", &path.display().to_string())]);
    Ok(())
}
