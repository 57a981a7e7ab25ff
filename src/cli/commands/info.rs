//! `zhengsou info`: what an index says of itself.

use std::io::Write;

use serde_json::json;

use super::index::size;
use crate::cli::context::Context;
use crate::cli::error::{CliError, ExitStatus};
use crate::cli::source::IndexArg;
use crate::indexer::{self, Info};

/// Say what an index is made of: archives, documents, versions, bytes
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    index: IndexArg,
    /// Print one JSON object with all values
    #[arg(long)]
    json: bool,
}

/// Reads and prints.
pub(crate) fn run(context: &Context, args: &Args) -> Result<ExitStatus, CliError> {
    let folder = args.index.folder(context)?;
    let info = indexer::info(&folder)?;
    let mut out = context.stdout();
    if args.json {
        writeln!(out, "{}", as_json(&info))?;
    } else {
        for line in lines(context, &info) {
            writeln!(out, "{line}")?;
        }
    }
    out.flush()?;
    Ok(match info.commit {
        Some(_) => ExitStatus::Done,
        None => ExitStatus::NoHits,
    })
}

fn as_json(info: &Info) -> serde_json::Value {
    let commit = info.commit.as_ref();
    let archives = info.archives.iter().map(|archive| {
        json!({
            "name": archive.name,
            "folder": archive.folder,
            "is_there": archive.is_there,
            "files": archive.files,
            "documents": archive.documents,
        })
    });
    json!({
        "manifest": info.manifest,
        "commit": commit,
        "is_unfinished": commit.is_some_and(indexer::Commit::is_unfinished),
        "archives": archives.collect::<Vec<_>>(),
        "files": info.files,
        "documents": commit.map(|commit| commit.documents),
        "segments": info.segments.len(),
        "bytes": {
            "segments": info.sizes.segments,
            "ledger": info.sizes.ledger,
            "tables": info.sizes.tables,
            "orphans": info.sizes.orphans,
            "set_aside": info.sizes.set_aside,
        },
        "holder": info.holder,
    })
}

fn lines(context: &Context, info: &Info) -> Vec<String> {
    let say = |key: &str, values: &[(&str, &str)]| context.messages.format(key, values);
    let mut lines = Vec::new();
    if let Some(manifest) = &info.manifest {
        lines.push(say("info-program", &[("version", &manifest.tool)]));
        for differs in manifest.differences() {
            lines.push(say(
                "info-differs",
                &[
                    ("part", differs.part),
                    ("found", &differs.found),
                    ("expected", &differs.expected),
                ],
            ));
        }
    }
    match &info.commit {
        None => lines.push(say("info-empty", &[])),
        Some(commit) => {
            // Copies are found when a run ends.
            let policies = commit.policies();
            let policies = policies.map_or("?".to_owned(), |count| count.to_string());
            let recurring = commit.recurring.as_ref().map_or(0, |table| table.lines);
            lines.push(say(
                "info-commit",
                &[
                    ("generation", &commit.generation.to_string()),
                    ("documents", &commit.documents.to_string()),
                    ("files", &info.files.unwrap_or_default().to_string()),
                    ("used", &commit.files.to_string()),
                    ("policies", &policies),
                    ("recurring", &recurring.to_string()),
                ],
            ));
            if commit.is_unfinished() {
                let documents = commit.documents.to_string();
                lines.push(say("index-unfinished", &[("documents", &documents)]));
            }
        }
    }
    for archive in &info.archives {
        let key = match archive.is_there {
            true => "info-archive",
            false => "info-archive-gone",
        };
        lines.push(say(
            key,
            &[
                ("name", &archive.name),
                ("folder", &archive.folder.display().to_string()),
                ("files", &archive.files.to_string()),
                ("documents", &archive.documents.to_string()),
            ],
        ));
    }
    let sizes = &info.sizes;
    lines.push(say(
        "info-sizes",
        &[
            ("segments", &size(sizes.segments)),
            ("count", &info.segments.len().to_string()),
            ("ledger", &size(sizes.ledger)),
            ("tables", &size(sizes.tables)),
            ("orphans", &size(sizes.orphans)),
            ("aside", &size(sizes.set_aside)),
        ],
    ));
    if let Some(holder) = &info.holder {
        lines.push(say("info-holder", &[("holder", holder)]));
    }
    lines
}
