//! `zhengsou documents`: the cleaned archive itself, with metadata.

use std::io::Write;
use std::path::PathBuf;

use crate::cli::args::FilterArgs;
use crate::cli::context::Context;
use crate::cli::error::{CliError, ExitStatus};
use crate::cli::output::Output;
use crate::cli::reposts::{self, RepostsChoice};
use crate::cli::source::IndexArg;
use crate::engine::SearchBackend;
use crate::export::{DocumentParts, document_json};
use crate::indexer::clusters_of;
use crate::model::Plan;
use crate::model::document::format_id;
use crate::search::reposts::kept;
use crate::search::{everything, hidden_unsure};

/// List all documents with their metadata
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    index: IndexArg,
    /// Form of the output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Add the cleaned text as people read it (JSONL)
    #[arg(long)]
    text: bool,
    /// Add the folded text that matching runs on (JSONL)
    #[arg(long)]
    folded: bool,
    /// Say where each value comes from: rule, confidence, bytes of the file (JSONL)
    #[arg(long)]
    evidence: bool,
    /// Write to a file
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Copies of one policy: show lists all (default), fold lists one, only lists nothing else
    #[arg(long, value_enum, value_name = "HOW")]
    reposts: Option<RepostsChoice>,
    #[command(flatten)]
    filters: FilterArgs,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// One line per document
    #[default]
    Text,
    /// One JSON object per line
    Jsonl,
}

/// Lists the documents.
pub(crate) fn run(context: &Context, args: &Args) -> Result<ExitStatus, CliError> {
    let backend = args.index.open(context)?;
    let plan = Plan {
        filters: args.filters.filters(&backend)?,
        min_confidence: args.filters.min_confidence(),
        ..everything()
    };
    let parts = DocumentParts {
        text: args.text,
        folded: args.folded,
        evidence: args.evidence,
        cluster: None,
    };
    let clusters = clusters_of(&backend)?;
    let mut output = Output::open(args.output.as_deref())?;
    let candidates = backend.search(&plan)?;
    let ids = backend.ids(&candidates)?;
    let (kept, folded) = kept(&ids, &clusters, reposts::asked(args.reposts));
    for (at, folded) in kept.iter().zip(folded) {
        let mut document = backend.fetch(candidates[*at])?;
        if let Some(minimum) = plan.min_confidence {
            document.metadata.keep_sure(minimum);
        }
        if args.format == Format::Jsonl {
            let parts = DocumentParts {
                cluster: Some(clusters.id_of(document.id)),
                ..parts
            };
            writeln!(output, "{}", document_json(&document, parts))?;
            continue;
        }
        let title = document
            .metadata
            .title
            .as_ref()
            .map_or("—", |title| title.value.as_str());
        let (id, path, part) = (format_id(document.id), &document.path, document.part);
        let copies = match folded {
            0 => String::new(),
            count => {
                let count = count.to_string();
                format!(
                    "  {}",
                    context.messages.format("folded", &[("count", &count)])
                )
            }
        };
        writeln!(output, "{id}  {title}  {path}#{part}{copies}")?;
    }
    output.finish()?;
    let listed: Vec<u64> = kept.iter().map(|at| ids[*at]).collect();
    reposts::note_counts(context, listed.len() as u64, clusters.count(&listed));
    context.note_unsure(hidden_unsure(&backend, &plan)?);
    Ok(if kept.is_empty() {
        ExitStatus::NoHits
    } else {
        ExitStatus::Done
    })
}
