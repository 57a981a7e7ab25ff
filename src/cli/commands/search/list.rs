//! The list of `search --file`.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use crate::cli::error::CliError;
use crate::export::batch::{self, DOCUMENT};
use crate::search::terms::{self, Term, TermsError};

/// A list that has been read.
pub(super) struct List<'a> {
    /// What it is called in messages.
    pub(super) path: &'a Path,
    /// Its lines.
    pub(super) terms: Vec<Term>,
}

/// Reads a list of terms; `-` is standard input.
pub(super) fn read(file: &Path) -> Result<List<'_>, CliError> {
    let is_stdin = file == Path::new("-");
    let path = if is_stdin { Path::new("stdin") } else { file };
    let unreadable = |error: io::Error| {
        let not_utf8 = error.kind() == io::ErrorKind::InvalidData;
        let error = CliError::unreadable(path, &error);
        match not_utf8 {
            true => error.hint("hint-utf8", &[]),
            false => error,
        }
    };
    let text = if is_stdin {
        let mut text = String::new();
        let read = io::stdin().lock().read_to_string(&mut text);
        read.map(|_| text)
    } else {
        fs::read_to_string(file)
    };
    let taken = [&DOCUMENT[..], &batch::long_columns()].concat();
    let terms = terms::read(&text.map_err(unreadable)?, &taken);
    let terms = terms.map_err(|error| refused(path, error))?;
    Ok(List { path, terms })
}

/// Which line of the list cannot be taken, and how to mend it.
fn refused(path: &Path, error: TermsError) -> CliError {
    let (line, error) = match error {
        TermsError::Empty => {
            return CliError::new("no-terms")
                .with("path", path.display())
                .hint("hint-terms", &[]);
        }
        TermsError::Form { line } => {
            let error = CliError::new("term-form");
            (line, error.hint("hint-terms", &[]))
        }
        TermsError::Repeated { line, name, first } => {
            let error = CliError::new("term-repeated").with("name", name);
            let error = error.with("first", first);
            (line, error.hint("hint-term-name", &[]))
        }
        TermsError::Reserved { line, name } => {
            let error = CliError::new("term-reserved").with("name", name);
            (line, error.hint("hint-term-name", &[]))
        }
    };
    error.in_line(path, line)
}
