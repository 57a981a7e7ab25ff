//! `zhengsou show`: one document, its facts and its text.

use std::io::Write;

use crate::cli::args::document_id;
use crate::cli::context::Context;
use crate::cli::error::{CliError, ExitStatus};
use crate::cli::printer;
use crate::cli::source::IndexArg;
use crate::engine::SearchBackend;
use crate::export::{DocumentParts, document_json};
use crate::indexer::clusters_of;
use crate::model::document::format_id;

/// Show a document by its id
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The document's id, as `search` prints it
    #[arg(value_name = "DOC_ID")]
    id: String,
    #[command(flatten)]
    index: IndexArg,
    /// Print one JSON object with all metadata and the text
    #[arg(long)]
    json: bool,
    /// Print where each value comes from
    #[arg(long)]
    evidence: bool,
}

/// Prints the document.
pub(crate) fn run(context: &Context, args: &Args) -> Result<ExitStatus, CliError> {
    let id = document_id(&args.id)?;
    let backend = args.index.open(context)?;
    let Some(document) = backend.find(id)? else {
        context.note("no-document", &[("id", &args.id)]);
        return Ok(ExitStatus::NoHits);
    };
    if args.json {
        let mut out = Context::raw_stdout();
        let parts = DocumentParts {
            text: true,
            folded: false,
            evidence: args.evidence,
            cluster: Some(clusters_of(&backend)?.id_of(id)),
        };
        writeln!(out, "{}", document_json(&document, parts))?;
        out.flush()?;
        return Ok(ExitStatus::Done);
    }
    let mut out = context.stdout();
    writeln!(
        out,
        "{}#{}  {}",
        document.path,
        document.part,
        format_id(document.id)
    )?;
    writeln!(out, "{}\n", printer::facts(&document).join(" · "))?;
    if args.evidence {
        let evidence = serde_json::to_string_pretty(&document.metadata)
            .map_err(|error| CliError::from(std::io::Error::from(error)))?;
        writeln!(out, "{evidence}\n")?;
    }
    for line in document.display.lines() {
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(ExitStatus::Done)
}
