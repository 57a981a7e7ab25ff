//! `--in` and `--index`: which index to ask, brought up to date first.

use std::path::{Path, PathBuf};

use super::args::folder_beside;
use super::commands::index::{self, How};
use super::context::Context;
use super::error::CliError;
use super::progress;
use super::settings::Source;
use crate::engine::EngineError;
use crate::engine::embedded::EmbeddedBackend;
use crate::indexer::{self, Commit, IndexError};

/// What to ask: an archive, or an index as it is.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct SourceArgs {
    /// Archive folder; indexed first if needed, then only what changed
    #[arg(long = "in", value_name = "DIR", conflicts_with = "index")]
    archive: Option<PathBuf>,
    /// Index folder, as made by `zhengsou index`
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// Search the index as it is
    #[arg(long)]
    no_update: bool,
}

impl SourceArgs {
    /// Opens the index; with `--in`, brings it up to date first.
    pub(super) fn open(&self, context: &Context) -> Result<EmbeddedBackend, CliError> {
        opened(context, &self.folder(context)?)
    }

    /// Returns the index's folder, brought up to date.
    pub(super) fn folder(&self, context: &Context) -> Result<PathBuf, CliError> {
        let given = (self.archive.as_deref(), self.index.as_deref());
        match source(context, given)? {
            Source::Index(index) => Ok(index),
            Source::Archive(archive) => {
                let folder = folder_beside(&archive);
                if !self.no_update {
                    update(context, &archive, &folder)?;
                }
                Ok(folder)
            }
        }
    }
}

/// Which index, as it is.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct IndexArg {
    /// Index folder
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// Archive folder that was searched with --in: the index made then
    #[arg(long = "in", value_name = "DIR", conflicts_with = "index")]
    archive: Option<PathBuf>,
}

impl IndexArg {
    /// Opens the index as it is.
    pub(super) fn open(&self, context: &Context) -> Result<EmbeddedBackend, CliError> {
        opened(context, &self.folder(context)?)
    }

    /// Returns the index's folder.
    pub(super) fn folder(&self, context: &Context) -> Result<PathBuf, CliError> {
        let given = (self.archive.as_deref(), self.index.as_deref());
        Ok(match source(context, given)? {
            Source::Index(index) => index,
            Source::Archive(archive) => folder_beside(&archive),
        })
    }

    /// Returns the archive, where it was named.
    pub(super) fn archive(&self) -> Option<PathBuf> {
        self.archive.clone()
    }
}

/// Opens an index; says so where the run that made it has not ended.
fn opened(context: &Context, folder: &Path) -> Result<EmbeddedBackend, CliError> {
    let backend = EmbeddedBackend::open(folder)?;
    let commit = Commit::parse(Some(backend.payload()));
    if commit.is_unfinished() {
        let documents = commit.documents.to_string();
        context.note("index-unfinished", &[("documents", &documents)]);
    }
    Ok(backend)
}

/// What is given, else what is set; the latter is said, for it is not seen.
fn source(context: &Context, given: (Option<&Path>, Option<&Path>)) -> Result<Source, CliError> {
    match given {
        (_, Some(index)) => return Ok(Source::Index(index.to_owned())),
        (Some(archive), None) => return Ok(Source::Archive(archive.to_owned())),
        (None, None) => {}
    }
    let Some((source, place)) = &context.settings.source else {
        return Err(CliError::new("no-source").hint("hint-source", &[]));
    };
    if Context::has_terminal() {
        let (Source::Archive(folder) | Source::Index(folder)) = source;
        let folder = folder.display().to_string();
        context.note("set-source", &[("folder", &folder), ("place", place)]);
    }
    Ok(source.clone())
}

fn update(context: &Context, archive: &Path, folder: &Path) -> Result<(), CliError> {
    let mut how = How::usual();
    // Our own index in our own place: it is replaced without asking where an older program made it,
    // or for another folder, as one that was copied or moved with its archive.
    match EmbeddedBackend::open(folder) {
        Ok(backend) => {
            let here = archive.canonicalize().ok();
            let commit = Commit::parse(Some(backend.payload()));
            let mut archives = commit.archives.iter();
            how.rebuild = archives.any(|(_, known)| Some(known) != here.as_ref());
        }
        Err(EngineError::Fingerprint {
            part,
            found,
            expected,
            ..
        }) => {
            how.rebuild = true;
            if part == "dictionary" {
                context.note(
                    "lexicon-changed",
                    &[("found", &found), ("expected", &expected)],
                );
            }
        }
        Err(_) => {}
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
