//! `zhengsou verify`: is an index whole, and what to do where it is not.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use serde_json::json;

use super::index;
use crate::cli::context::Context;
use crate::cli::error::{CliError, ExitStatus};
use crate::cli::progress;
use crate::cli::source::IndexArg;
use crate::indexer::{self, State, Verified};

/// Read an index through and say whether it is whole (exit 0), empty (1) or damaged (2)
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    index: IndexArg,
    /// Set aside what is damaged, and read again only what is needed
    #[arg(long)]
    repair: bool,
    /// Print one JSON object for each finding
    #[arg(long)]
    json: bool,
}

/// Verifies, and repairs where asked.
pub(crate) fn run(context: &Context, args: &Args) -> Result<ExitStatus, CliError> {
    let folder = args.index.folder(context)?;
    let mut verified = indexer::verify(&folder)?;
    // Where nothing is committed, a repair that did not end goes on.
    if args.repair && verified.state != State::Whole {
        tell(context, args, &verified)?;
        repair(context, args, folder.clone())?;
        verified = indexer::verify(&folder)?;
    }
    tell(context, args, &verified)?;
    let (files, documents) = (verified.files.to_string(), verified.documents.to_string());
    let values = [("files", files.as_str()), ("documents", documents.as_str())];
    let (key, status) = match verified.state {
        State::Whole => ("verify-whole", ExitStatus::Done),
        State::Empty => ("verify-empty", ExitStatus::NoHits),
        State::Damaged => ("verify-damaged", ExitStatus::Error),
    };
    context.note(key, &values);
    Ok(status)
}

/// Findings of one kind that are shown to people; machines get them all.
const MOST: usize = 20;

/// Prints the findings.
fn tell(context: &Context, args: &Args, verified: &Verified) -> Result<(), CliError> {
    let mut out = context.stdout();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &verified.findings {
        if args.json {
            let object = json!({
                "finding": finding.fault.name(),
                "is_damage": finding.fault.is_damage(),
                "path": finding.path,
                "detail": finding.detail,
            });
            writeln!(out, "{object}")?;
            continue;
        }
        let count = counts.entry(finding.fault.name()).or_default();
        *count += 1;
        if *count <= MOST {
            let name = format!("fault-{}", finding.fault.name());
            let name = context.messages.get(&name);
            let path = finding.path.replace(char::is_control, "\u{fffd}");
            let line = format!("{name}  {path}  {}", finding.detail);
            writeln!(out, "{}", line.trim_end())?;
        }
    }
    for (name, count) in counts.into_iter().filter(|(_, count)| *count > MOST) {
        let name = context.messages.get(&format!("fault-{name}"));
        let more = (count - MOST).to_string();
        let values = [("name", name.as_str()), ("more", more.as_str())];
        writeln!(out, "{}", context.messages.format("verify-more", &values))?;
    }
    out.flush()?;
    Ok(())
}

fn repair(context: &Context, args: &Args, folder: PathBuf) -> Result<(), CliError> {
    let archives = args.index.archive().into_iter().collect();
    let options = index::How::usual().options(archives, folder);
    let bar = progress::bar(&context.messages);
    let result = indexer::repair(&options, bar.as_ref());
    drop(bar);
    let repaired = result?;
    if let Some(aside) = &repaired.set_aside {
        let folder = aside.display().to_string();
        context.note("repair-aside", &[("folder", &folder)]);
    }
    if let Some(report) = &repaired.report {
        index::summary(context, report, false);
    }
    Ok(())
}
