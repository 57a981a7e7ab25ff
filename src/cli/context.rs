//! What every command has: messages, colours, standard error.

use std::io::{IsTerminal, Write};

use anstream::AutoStream;

use super::args::ColorChoice;
use super::error::CliError;
use super::messages::Messages;
use super::settings::Settings;

/// What every command has.
pub(crate) struct Context {
    pub(crate) messages: Messages,
    color: ColorChoice,
    pub(crate) settings: Settings,
}

impl Context {
    pub(super) fn new(messages: Messages, color: ColorChoice, settings: Settings) -> Self {
        Self {
            messages,
            color,
            settings,
        }
    }

    /// Returns standard output; styles are dropped where colour is not wanted.
    pub(crate) fn stdout(&self) -> impl Write + use<> {
        std::io::BufWriter::with_capacity(
            1 << 16,
            AutoStream::new(std::io::stdout(), self.color.into()),
        )
    }

    /// Returns plain standard output, for machine formats.
    pub(crate) fn raw_stdout() -> impl Write + Send {
        std::io::BufWriter::with_capacity(1 << 16, std::io::stdout())
    }

    /// Returns whether standard error is a terminal.
    pub(crate) fn has_terminal() -> bool {
        std::io::stderr().is_terminal()
    }

    /// Says something on standard error.
    pub(crate) fn say(&self, line: &str) {
        let mut stream = AutoStream::new(std::io::stderr(), self.color.into());
        // Nowhere is left to say that standard error is closed.
        let _ = writeln!(stream, "{line}");
    }

    /// Says a catalogue message on standard error.
    pub(crate) fn note(&self, key: &str, values: &[(&str, &str)]) {
        self.say(&self.messages.format(key, values));
    }

    /// Says that nothing was found, and where to see what there is.
    pub(crate) fn no_hits(&self) {
        self.note("no-hits", &[]);
        self.note("see-coverage", &[]);
    }

    /// Says which file was written, if any.
    pub(crate) fn note_written(&self, path: Option<&std::path::Path>) {
        if let Some(path) = path {
            self.note("written", &[("path", &path.display().to_string())]);
        }
    }

    /// Says how many documents match by values that are not sure enough, if any.
    pub(crate) fn note_unsure(&self, count: u64) {
        if count > 0 {
            self.note("hidden-unsure", &[("count", &count.to_string())]);
        }
    }

    /// Says an error and its hints on standard error.
    pub(super) fn report(&self, error: &CliError) {
        let fill = |key: &str, values: &[(&'static str, String)]| {
            let pairs: Vec<(&str, &str)> = values
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            self.messages.format(key, &pairs)
        };
        let (red, cyan) = (
            anstyle::AnsiColor::Red.on_default().bold(),
            anstyle::AnsiColor::Cyan.on_default(),
        );
        let label = self.messages.get("error");
        let message = fill(error.key, &error.values);
        let message = match &error.place {
            Some(place) => format!("{place}: {message}"),
            None => message,
        };
        self.say(&format!("{red}{label}{red:#} {message}"));
        for (key, values) in &error.hints {
            let label = self.messages.get("hint");
            self.say(&format!("{cyan}{label}{cyan:#} {}", fill(key, values)));
        }
    }
}
