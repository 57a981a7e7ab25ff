//! `zhengsou gc` and `zhengsou compact`: keep an index small.

use std::io::Write;

use super::index::size;
use crate::cli::context::Context;
use crate::cli::error::{CliError, ExitStatus};
use crate::cli::source::IndexArg;
use crate::indexer;

/// Remove files that an index does not need any more, as broken runs leave them
#[derive(Debug, clap::Args)]
pub(crate) struct GcArgs {
    #[command(flatten)]
    index: IndexArg,
    /// List them; remove nothing
    #[arg(long)]
    dry_run: bool,
    /// Also what `verify --repair` has set aside
    #[arg(long)]
    set_aside: bool,
}

/// Merge an index's segments into one: fewer bytes, faster searches
#[derive(Debug, clap::Args)]
pub(crate) struct CompactArgs {
    #[command(flatten)]
    index: IndexArg,
}

/// Removes what nothing needs, and lists it.
pub(crate) fn gc(context: &Context, args: &GcArgs) -> Result<ExitStatus, CliError> {
    let folder = args.index.folder(context)?;
    let garbage = indexer::gc(&folder, args.set_aside, args.dry_run)?;
    let mut out = context.stdout();
    for file in &garbage {
        writeln!(out, "{}", file.path.display())?;
    }
    out.flush()?;
    let key = if args.dry_run { "gc-would" } else { "gc-done" };
    let bytes = garbage.iter().map(|file| file.bytes).sum();
    let count = garbage.len().to_string();
    context.note(key, &[("count", &count), ("size", &size(bytes))]);
    Ok(ExitStatus::Done)
}

/// Merges, says what it saved.
pub(crate) fn compact(context: &Context, args: &CompactArgs) -> Result<ExitStatus, CliError> {
    let folder = args.index.folder(context)?;
    let compacted = indexer::compact(&folder)?;
    let merged = &compacted.merged;
    context.note(
        "compacted",
        &[
            ("before", &merged.before.to_string()),
            ("after", &merged.after.to_string()),
            ("bytes_before", &size(compacted.before_bytes)),
            ("bytes_after", &size(compacted.after_bytes)),
        ],
    );
    Ok(ExitStatus::Done)
}
