//! `zhengsou inspect`: what every stage makes of one file, and why.

use std::io::Write;
use std::path::PathBuf;

use serde_json::json;

use crate::cli::columns::ColumnArgs;
use crate::cli::context::Context;
use crate::cli::error::{CliError, ExitStatus};
use crate::cli::limits::LimitArgs;
use crate::cli::marked_text::{LineCounter, MarkedText};
use crate::indexer::{self, Single};
use crate::ingest::{self, Ingested};
use crate::model::{Document, SourceText};

/// Show how one file is read, cleaned, split and understood
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Which stage to show
    #[arg(long, value_enum, default_value_t, value_name = "STAGE")]
    stage: Stage,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Keep menus, footers and disclaimers
    #[arg(long)]
    keep_boilerplate: bool,
    /// Treat the file as one document
    #[arg(long)]
    no_split: bool,
    /// Recognise Chinese text in PDF pages that are pictures or hide their characters
    #[arg(long)]
    ocr: bool,
    #[command(flatten)]
    limits: LimitArgs,
    #[command(flatten)]
    columns: ColumnArgs,
    /// Index the file belongs to: lines that recur over its archive are dropped too
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Stage {
    /// The decoded text
    Read,
    /// What was dropped and by which rule
    Clean,
    /// The documents of the file
    Split,
    /// Metadata with their evidence
    #[default]
    Extract,
    /// The text that matching runs on
    Folded,
}

/// Prints the stage.
pub(crate) fn run(context: &Context, args: &Args) -> Result<ExitStatus, CliError> {
    if args.ocr {
        super::index::check_ocr()?;
    }
    let options = ingest::Options {
        ocr: args.ocr,
        keep_boilerplate: args.keep_boilerplate,
        no_split: args.no_split,
        limits: args.limits.limits(Default::default()),
        columns: args.columns.columns().unwrap_or_default(),
    };
    let result = match &args.index {
        Some(index) => indexer::ingest_file_of(index, &args.file, options)?,
        None => indexer::ingest_file(&args.file, options),
    };
    let Single { sources, ingested } =
        result.map_err(|error| CliError::unreadable(&args.file, &error))?;
    let mut out = context.stdout();
    for issue in &ingested.issues {
        // Which member, of a container.
        let place = issue
            .path
            .split_once("!/")
            .map(|(_, member)| format!("{member}: "));
        let place = place.unwrap_or_default();
        context.say(&format!("{place}{}: {}", issue.code, issue.message));
    }
    if args.json {
        let value = stage_json(args.stage, &sources, &ingested);
        writeln!(out, "{value:#}")?;
    } else {
        let unit = context.messages.get("characters");
        print_stage(&mut out, (args.stage, &unit), &sources, &ingested)?;
    }
    out.flush()?;
    Ok(if ingested.documents.is_empty() {
        ExitStatus::NoHits
    } else {
        ExitStatus::Done
    })
}

fn stage_json(stage: Stage, sources: &[SourceText], ingested: &Ingested) -> serde_json::Value {
    match stage {
        Stage::Read => sources
            .iter()
            .map(|source| {
                json!({
                    "member": source.member,
                    "format": source.format,
                    "encoding": source.encoding,
                    "title": source.hints.title,
                    "url": source.hints.url,
                    "meta": source.hints.meta,
                    "attachments": source.hints.attachments,
                    "text": source.text,
                })
            })
            .collect(),
        _ => {
            let mut marked = MarkedTexts::new(sources);
            ingested
                .documents
                .iter()
                .map(|document| document_stage(stage, document, &mut marked))
                .collect()
        }
    }
}

fn document_stage<'a>(
    stage: Stage,
    document: &'a Document,
    marked: &mut MarkedTexts<'a>,
) -> serde_json::Value {
    match stage {
        Stage::Clean => marked.of(document).json(document.part),
        Stage::Split => json!({"part": document.part, "text": document.display}),
        Stage::Folded => json!({"part": document.part, "folded": document.folded}),
        Stage::Read | Stage::Extract => {
            json!({"part": document.part, "metadata": document.metadata})
        }
    }
}

/// The marked texts of documents in their order, the lines of each source counted once.
struct MarkedTexts<'a> {
    sources: &'a [SourceText],
    /// The source of the document before.
    at: usize,
    lines: LineCounter,
}

impl<'a> MarkedTexts<'a> {
    fn new(sources: &'a [SourceText]) -> Self {
        Self {
            sources,
            at: 0,
            lines: LineCounter::default(),
        }
    }

    fn of(&mut self, document: &'a Document) -> MarkedText<'a> {
        let is_source = |source: &SourceText| source.member == document.member;
        if !self.sources.get(self.at).is_some_and(is_source) {
            let found = self.sources.iter().position(is_source);
            self.at = found.unwrap_or(self.sources.len());
            self.lines = LineCounter::default();
        }
        let text = self.sources.get(self.at).map_or("", |found| &found.text);
        MarkedText::new(text, document.extent, &document.marks, &mut self.lines)
    }
}

fn print_stage(
    out: &mut dyn Write,
    (stage, unit): (Stage, &str),
    sources: &[SourceText],
    ingested: &Ingested,
) -> std::io::Result<()> {
    if stage == Stage::Read {
        for source in sources {
            writeln!(
                out,
                "# {:?} {} {}\n{}",
                source.format, source.encoding, source.member, source.text
            )?;
        }
        return Ok(());
    }
    let bold = anstyle::Style::new().bold();
    let mut marked = MarkedTexts::new(sources);
    for document in &ingested.documents {
        writeln!(out, "{bold}# part {}{bold:#}", document.part)?;
        match stage {
            Stage::Clean => marked.of(document).print(out, unit)?,
            Stage::Folded => writeln!(out, "{}", document.folded)?,
            Stage::Split => {
                for (line, paragraph) in document.display.lines().zip(&document.paragraphs) {
                    writeln!(out, "¶{} {line}", paragraph.number)?;
                }
            }
            Stage::Read | Stage::Extract => {
                let text = serde_json::to_string_pretty(&document.metadata)?;
                writeln!(out, "{text}")?;
            }
        }
    }
    Ok(())
}
