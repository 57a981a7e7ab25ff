//! `zhengsou completions`: a shell's completion script.

use std::io::Write;

use clap_complete::Shell;

use crate::cli::context::Context;
use crate::cli::error::{CliError, ExitStatus};

/// Print the completion script of a shell
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script.
pub(crate) fn run(context: &Context, args: &Args) -> Result<ExitStatus, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut crate::cli::command(&context.messages),
        "zhengsou",
        &mut script,
    );
    let mut out = Context::raw_stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(ExitStatus::Done)
}
