//! L6: the command line. One command = one file in `commands/`: an args struct and `run`.
//!
//! In: arguments, environment. Out: results on stdout, everything else on stderr, an exit code.
//! Not its job: anything a library user would want.

mod args;
mod choices;
mod clock;
mod columns;
mod commands;
mod context;
mod error;
mod hidden;
mod language;
mod limits;
mod marked_text;
mod messages;
mod output;
mod printer;
mod progress;
mod query;
mod reposts;
mod settings;
mod source;
mod table;
mod text_table;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

pub use args::ColorChoice;
use commands::{
    completions, coverage, documents, index, info, inspect, lookup, man, reposts as copies, sample,
    search, show, stats, upkeep, verify,
};
use context::Context;
use error::{CliError, ExitStatus};
use language::Language;
use messages::Messages;
use settings::Settings;

use crate::lexicon::overlay::{self, Overlay};

/// 政搜: search an archive of Chinese policy documents
#[derive(Debug, Parser)]
#[command(name = "zhengsou", version, propagate_version = true)]
struct Cli {
    /// Language of help and messages (default: from the environment)
    #[arg(long, global = true, value_enum, value_name = "LANGUAGE")]
    lang: Option<Language>,
    /// When to use colour (default: on a terminal, unless `NO_COLOR` is set)
    #[arg(long, global = true, value_enum, value_name = "WHEN")]
    color: Option<ColorChoice>,
    /// Folder of TSV tables with your own names, over the embedded ones
    #[arg(long, global = true, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Search(Box<search::Args>),
    Stats(Box<stats::Args>),
    Coverage(coverage::Args),
    Sample(Box<sample::Args>),
    Index(index::Args),
    Show(show::Args),
    Reposts(copies::Args),
    Documents(Box<documents::Args>),
    Inspect(inspect::Args),
    Info(info::Args),
    Verify(verify::Args),
    Gc(upkeep::GcArgs),
    Compact(upkeep::CompactArgs),
    Number(lookup::NumberArgs),
    Place(lookup::PlaceArgs),
    Issuer(lookup::IssuerArgs),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the program with these arguments and returns its exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let settings = Settings::read();
    let set = settings.as_ref().ok().and_then(|settings| settings.lang);
    let language = language::choose(&arguments, set);
    let messages = Messages::new(language);
    let parsed = command(&messages)
        .try_get_matches_from(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() {
                ExitStatus::Error
            } else {
                ExitStatus::Done
            };
            // Nowhere is left to say that standard error is closed.
            let _ = error.print();
            return code.into();
        }
    };
    let (settings, unset) = match settings {
        Ok(settings) => (settings, None),
        Err(error) => (Settings::default(), Some(error)),
    };
    let color = cli.color.or(settings.color).unwrap_or_default();
    let lexicon = cli.lexicon.or_else(|| settings.lexicon.clone());
    let context = Context::new(messages, color, settings);
    let ready = unset.map_or(Ok(()), Err);
    let ready = ready.and_then(|()| lexicon.as_deref().map_or(Ok(()), install));
    match ready.and_then(|()| run(&context, cli.command)) {
        Ok(status) => status.into(),
        Err(error) if error.is_broken_pipe() => ExitStatus::Done.into(),
        Err(error) => {
            context.report(&error);
            ExitStatus::Error.into()
        }
    }
}

/// Puts the user's tables over the embedded ones, before any of them is used.
fn install(folder: &Path) -> Result<(), CliError> {
    Ok(overlay::install(Overlay::read(folder)?)?)
}

fn run(context: &Context, command: Command) -> Result<ExitStatus, CliError> {
    match command {
        Command::Search(args) => search::run(context, &args),
        Command::Stats(args) => stats::run(context, &args),
        Command::Coverage(args) => coverage::run(context, &args),
        Command::Sample(args) => sample::run(context, &args),
        Command::Index(args) => index::run(context, &args),
        Command::Show(args) => show::run(context, &args),
        Command::Reposts(args) => copies::run(context, &args),
        Command::Documents(args) => documents::run(context, &args),
        Command::Inspect(args) => inspect::run(context, &args),
        Command::Info(args) => info::run(context, &args),
        Command::Verify(args) => verify::run(context, &args),
        Command::Gc(args) => upkeep::gc(context, &args),
        Command::Compact(args) => upkeep::compact(context, &args),
        Command::Number(args) => lookup::number(context, &args),
        Command::Place(args) => lookup::place(context, &args),
        Command::Issuer(args) => lookup::issuer(context, &args),
        Command::Completions(args) => completions::run(context, &args),
        Command::Man(args) => man::run(context, &args),
    }
}

/// Returns the command line in the language of the messages.
fn command(messages: &Messages) -> clap::Command {
    messages.translate(Cli::command())
}
