//! `zhengsou index`: bring an index up to date with its archives.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::cli::columns::ColumnArgs;
use crate::cli::context::Context;
use crate::cli::error::{CliError, ExitStatus};
use crate::cli::limits::LimitArgs;
use crate::cli::output::Output;
use crate::cli::progress;
use crate::cli::reposts::note_counts;
use crate::indexer::{self, Fate, Options, Report, Silent};
use crate::ingest;
use crate::model::{Issue, IssueKind};
use crate::tabular::{Cell, Options as TableOptions, Writer};

/// Read archives into an index; only what changed since the last time
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Archive folders
    #[arg(required = true, value_name = "DIR")]
    archives: Vec<PathBuf>,
    /// Index folder; made if it is not there
    #[arg(long, value_name = "DIR")]
    index: PathBuf,
    /// Write what became of every file to a CSV table
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// List what would be read and what is gone; write nothing
    #[arg(long, conflicts_with_all = ["report", "watch"])]
    dry_run: bool,
    /// Go on until stopped: look for changes every so many seconds
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, default_missing_value = "10")]
    watch: Option<u64>,
    #[command(flatten)]
    how: How,
}

const COMMIT_MIB: u64 = indexer::COMMIT_BYTES >> 20;

/// How to read archives.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct How {
    /// Read everything anew
    #[arg(long)]
    pub(crate) rebuild: bool,
    /// Keep menus, footers and disclaimers in the text
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) keep_boilerplate: Option<bool>,
    /// Treat every file as one document
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) no_split: Option<bool>,
    /// Recognise Chinese text in PDF pages that are pictures or hide their characters: with tesseract,
    /// some seconds a page
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) ocr: Option<bool>,
    /// Worker threads (default: one per processor)
    #[arg(long, default_value_t = 0, hide_default_value = true, value_name = "N")]
    pub(crate) threads: usize,
    /// Memory for texts and index buffers in MiB (default: 512, or a quarter of what there is)
    #[arg(long, value_name = "MIB")]
    pub(crate) memory: Option<usize>,
    /// Commit whenever so many MiB of files are read: what a killed run reads again
    #[arg(long, default_value_t = COMMIT_MIB, value_name = "MIB")]
    pub(crate) commit_every: u64,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    #[command(flatten)]
    pub(crate) columns: ColumnArgs,
}

impl How {
    /// As without any flag.
    pub(crate) fn usual() -> Self {
        Self {
            commit_every: COMMIT_MIB,
            ..Self::default()
        }
    }

    /// How files are read: as asked; in all else as the index was made, or it would change unasked.
    fn ingest(&self, index: &Path) -> ingest::Options {
        let mut options = indexer::settings_of(index).unwrap_or_default();
        let (keep_boilerplate, no_split) = (self.keep_boilerplate, self.no_split);
        options.keep_boilerplate = keep_boilerplate.unwrap_or(options.keep_boilerplate);
        options.no_split = no_split.unwrap_or(options.no_split);
        options.ocr = self.ocr.unwrap_or(options.ocr);
        options.limits = self.limits.limits(options.limits);
        options.columns = self.columns.columns().unwrap_or(options.columns);
        options
    }

    /// Returns the options of the job.
    pub(crate) fn options(&self, archives: Vec<PathBuf>, index: PathBuf) -> Options {
        Options {
            ingest: self.ingest(&index),
            archives,
            index,
            threads: self.threads,
            memory_bytes: self
                .memory
                .map_or_else(indexer::memory_bytes, |asked| asked.saturating_mul(1 << 20)),
            rebuild: self.rebuild,
            commit_bytes: self.commit_every.saturating_mul(1 << 20),
        }
    }
}

/// Indexes, prints the summary.
pub(crate) fn run(context: &Context, args: &Args) -> Result<ExitStatus, CliError> {
    if args.how.ocr == Some(true) {
        check_ocr()?;
    }
    let options = args.how.options(args.archives.clone(), args.index.clone());
    if args.dry_run {
        return dry_run(context, &options);
    }
    let status = update(context, args, &options)?;
    let Some(seconds) = args.watch else {
        return Ok(status);
    };
    watch(context, args, options, Duration::from_secs(seconds))
}

/// Says where the programs are not installed that recognise text.
pub(crate) fn check_ocr() -> Result<(), CliError> {
    if ingest::read::has_ocr() {
        return Ok(());
    }
    Err(CliError::new("no-ocr").hint("hint-ocr", &[]))
}

/// Lists what a run would do.
fn dry_run(context: &Context, options: &Options) -> Result<ExitStatus, CliError> {
    let preview = indexer::preview(options)?;
    let mut out = context.stdout();
    for file in &preview.pending {
        let sign = match file.fate {
            Fate::New => '+',
            Fate::Changed => '~',
            Fate::Gone => '-',
        };
        let path = file.path.relative.replace(char::is_control, "\u{fffd}");
        writeln!(out, "{sign} {}/{path}", file.path.root)?;
    }
    out.flush()?;
    let count = |fate| preview.count(fate).to_string();
    let read = preview
        .pending
        .iter()
        .filter(|file| file.fate != Fate::Gone);
    context.note(
        "preview",
        &[
            ("new", &count(Fate::New)),
            ("changed", &count(Fate::Changed)),
            ("gone", &count(Fate::Gone)),
            ("unchanged", &preview.unchanged.to_string()),
            ("size", &size(read.map(|file| file.bytes).sum())),
        ],
    );
    Ok(ExitStatus::Done)
}

/// Brings the index up to date again and again. Trouble that may pass, a folder out of reach or
/// another process at work, is told once and waited out.
fn watch(
    context: &Context,
    args: &Args,
    mut options: Options,
    pause: Duration,
) -> Result<ExitStatus, CliError> {
    options.rebuild = false;
    let seconds = pause.as_secs().to_string();
    context.note("watching", &[("seconds", &seconds)]);
    let mut trouble = None;
    loop {
        let started = Instant::now();
        let result = indexer::index(&options, &Silent);
        // A large archive takes longer to list than a pause: half of the time is left to others.
        std::thread::sleep(pause.max(started.elapsed()));
        match result {
            Ok(report) => {
                trouble = None;
                if report.written {
                    report_on(context, args, &report)?;
                }
            }
            Err(error) => {
                let text = error.to_string();
                if trouble.as_ref() != Some(&text) {
                    context.note("watching-on", &[("trouble", &text)]);
                    trouble = Some(text);
                }
            }
        }
    }
}

fn update(context: &Context, args: &Args, options: &Options) -> Result<ExitStatus, CliError> {
    let bar = progress::bar(&context.messages);
    let result = indexer::index(options, bar.as_ref());
    drop(bar);
    let report = result?;
    report_on(context, args, &report)?;
    Ok(if report.has_failures() {
        ExitStatus::SomeFailed
    } else {
        ExitStatus::Done
    })
}

/// Writes the table that was asked for, prints the summary.
fn report_on(context: &Context, args: &Args, report: &Report) -> Result<(), CliError> {
    if let Some(path) = &args.report {
        write_report(path, report)?;
    }
    summary(context, report, args.report.is_none());
    Ok(())
}

/// Says in plain words what was done.
pub(crate) fn summary(context: &Context, report: &Report, suggest_report: bool) {
    let seconds = format!("{:.1}", report.elapsed.as_secs_f64());
    let rate = indexer::megabytes_per_second(report.read_bytes, report.elapsed);
    context.note(
        "summary",
        &[
            ("files", &report.read.to_string()),
            ("unchanged", &report.unchanged.to_string()),
            ("removed", &report.removed.to_string()),
            ("documents", &report.documents().to_string()),
            ("seconds", &seconds),
            ("rate", &format!("{rate:.1}")),
            ("size", &size(report.index_bytes)),
        ],
    );
    if let Some(policies) = report.policies {
        note_counts(context, report.documents(), policies);
    }
    let (lines, files) = report.recurring();
    if lines > 0 {
        let (lines, files) = (lines.to_string(), files.to_string());
        context.note("summary-recurring", &[("lines", &lines), ("files", &files)]);
    }
    let mut any = false;
    for (kind, key) in [
        (IssueKind::Skipped, "summary-skipped"),
        (IssueKind::Partial, "summary-partial"),
        (IssueKind::Failed, "summary-failed"),
    ] {
        for (code, count) in report.counts(kind) {
            any = true;
            let reason = reason(context, code);
            context.note(key, &[("count", &count.to_string()), ("reason", &reason)]);
        }
    }
    let quality = report.quality();
    if !quality.is_empty() {
        let flags: Vec<String> = quality
            .iter()
            .map(|(flag, count)| format!("{count} {flag}"))
            .collect();
        context.note("summary-quality", &[("flags", &flags.join(", "))]);
    }
    if any && suggest_report {
        context.note("summary-report", &[]);
    }
}

/// A reason in plain words: `unsupported_type:pdf` → `PDF`.
fn reason(context: &Context, code: &str) -> String {
    match code.split_once(':') {
        Some(("unsupported_type", name)) => context
            .messages
            .format("reason-unsupported", &[("type", &name.to_uppercase())]),
        Some(("untrusted_text", _)) => context.messages.get("reason-untrusted-fonts"),
        _ => {
            let key = format!("reason-{}", code.replace('_', "-"));
            let text = context.messages.get(&key);
            if text == key {
                code.replace('_', " ")
            } else {
                text
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a size for people")]
pub(crate) fn size(bytes: u64) -> String {
    let bytes = bytes as f64;
    match bytes {
        _ if bytes >= 1e9 => format!("{:.1} GB", bytes / 1e9),
        _ if bytes >= 1e6 => format!("{:.1} MB", bytes / 1e6),
        _ => format!("{:.0} kB", bytes / 1e3),
    }
}

/// Writes one row per file, and one more for every further issue of it.
fn write_report(path: &Path, report: &Report) -> Result<(), CliError> {
    let mut output = Output::open(Some(path))?;
    let options = TableOptions {
        bom: output.is_file(),
        ..TableOptions::default()
    };
    let mut table = Writer::new(&mut output, options);
    let columns = [
        "archive",
        "path",
        "bytes",
        "documents",
        "result",
        "stage",
        "code",
        "message",
    ];
    table.header(&columns)?;
    for row in &report.rows {
        let file = |path: &str| {
            vec![
                Cell::Text(row.path.root.as_ref().to_owned()),
                Cell::Text(path.to_owned()),
                Cell::Number(row.size.to_string()),
                Cell::Number(row.documents.to_string()),
            ]
        };
        if row.issues.is_empty() || row.members > 0 {
            let members = match row.members {
                0 => String::new(),
                members => format!("{members} files within it"),
            };
            let rest = ["read", "", "", &members].map(|text| Cell::Text(text.to_owned()));
            table.row(&[file(&row.path.relative), rest.to_vec()].concat())?;
        }
        for issue in &row.issues {
            // A member's trouble stands at its own address, and has no bytes and documents.
            let mut cells = file(&issue.path);
            if issue.path != row.path.relative {
                cells[2..].fill(Cell::Text(String::new()));
            }
            table.row(&[cells, issue_cells(issue)].concat())?;
        }
    }
    for issue in &report.unlisted {
        let file = [String::new(), issue.path.clone()].map(Cell::Text);
        let numbers = ["0", "0"].map(|text| Cell::Number(text.to_owned()));
        table.row(&[file.to_vec(), numbers.to_vec(), issue_cells(issue)].concat())?;
    }
    table.finish()?;
    output.flush()?;
    output.finish()
}

fn issue_cells(issue: &Issue) -> Vec<Cell> {
    let name = |value: serde_json::Result<serde_json::Value>| {
        value
            .ok()
            .and_then(|value| value.as_str().map(str::to_owned))
            .unwrap_or_default()
    };
    vec![
        Cell::Text(name(serde_json::to_value(issue.kind))),
        Cell::Text(name(serde_json::to_value(issue.stage))),
        Cell::Text(issue.code.clone()),
        Cell::Text(issue.message.clone()),
    ]
}
