//! `zhengsou man`: the manual page.

use std::io::Write;

use crate::cli::context::Context;
use crate::cli::error::{CliError, ExitStatus};

/// Print the manual page (roff), of the program or of one command
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A command such as `search`
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Prints the page.
pub(crate) fn run(context: &Context, args: &Args) -> Result<ExitStatus, CliError> {
    let mut command = crate::cli::command(&context.messages);
    command.build();
    if let Some(name) = &args.command {
        let names: Vec<String> = command
            .get_subcommands()
            .map(|known| known.get_name().to_owned())
            .collect();
        command = command.find_subcommand(name).cloned().ok_or_else(|| {
            CliError::new("no-command")
                .with("command", name)
                .hint("hint-values", &[("values", &names.join(", "))])
        })?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    let mut out = Context::raw_stdout();
    out.write_all(&page)?;
    out.flush()?;
    Ok(ExitStatus::Done)
}
