//! Where `search` searches: an index as it is, or one beside the archive, brought up to date.

use std::path::Path;

use super::Args;
use crate::cli::args::folder_beside;
use crate::cli::commands::index::{self, How};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::progress;
use crate::engine::EngineError;
use crate::engine::embedded::EmbeddedBackend;
use crate::indexer::{self, IndexError};

/// Opens the index; with `--in`, brings it up to date first.
pub(super) fn open(context: &Context, args: &Args) -> Result<EmbeddedBackend, CliError> {
    if let Some(index) = &args.index {
        return Ok(EmbeddedBackend::open(index)?);
    }
    let Some(archive) = &args.archive else {
        return Err(CliError::new("no-source").hint("hint-source", &[]));
    };
    let folder = folder_beside(archive);
    if !args.no_update {
        update(context, archive, &folder)?;
    }
    Ok(EmbeddedBackend::open(&folder)?)
}

fn update(context: &Context, archive: &Path, folder: &Path) -> Result<(), CliError> {
    let mut how = How {
        memory: 512,
        max_file_size: 64,
        ..How::default()
    };
    // Our own index in our own place: an older program's is replaced without asking.
    if let Err(EngineError::Fingerprint {
        part,
        found,
        expected,
        ..
    }) = EmbeddedBackend::open(folder)
    {
        how.rebuild = true;
        if part == "dictionary" {
            context.note(
                "lexicon-changed",
                &[("found", &found), ("expected", &expected)],
            );
        }
    }
    let options = how.options(vec![archive.to_owned()], folder.to_owned());
    let bar = progress::bar(&context.messages);
    let result = indexer::index(&options, bar.as_ref());
    drop(bar);
    match result {
        Ok(report) => {
            if report.written {
                index::summary(context, &report, false);
            }
            if report.has_failures() {
                let archive = archive.display().to_string();
                context.note("some-failed", &[("archive", &archive)]);
            }
            Ok(())
        }
        Err(IndexError::Engine(EngineError::Locked { holder, .. }))
            if EmbeddedBackend::open(folder).is_ok() =>
        {
            context.note("searching-last-commit", &[("holder", &holder)]);
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}
