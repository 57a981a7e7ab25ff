//! `--format kwic`: every occurrence on a line of its own, for people.

use std::io::{IsTerminal, Write};

use anstyle::{AnsiColor, Style};

use super::args::{Args, KwicSort};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::export::{self, KwicLayout, KwicLine, KwicOrder, RowUnit};
use crate::search::Search;

const MATCH: Style = AnsiColor::Red.on_default().bold();
const ABOUT: Style = Style::new().dimmed();

/// Columns of a line where there is no terminal to ask.
const WIDTH: usize = 100;

/// Prints a concordance. Sorted, it waits for its last line; in the order of the hits, it does not.
pub(super) fn print(context: &Context, search: &Search<'_>, args: &Args) -> Result<(), CliError> {
    let lines = match args.path() {
        Some(path) => {
            let mut output = Output::open(Some(path))?;
            let mut plain = anstream::StripStream::new(&mut output as &mut dyn Write);
            let lines = write(&mut plain, search, args)?;
            output.finish()?;
            lines
        }
        None => {
            let mut out = context.stdout();
            let lines = write(&mut out, search, args)?;
            out.flush()?;
            lines
        }
    };
    let (lines, documents) = (lines.to_string(), search.documents().to_string());
    context.note("kwic", &[("lines", &lines), ("documents", &documents)]);
    Ok(())
}

/// Returns how many lines were written.
fn write(out: &mut dyn Write, search: &Search<'_>, args: &Args) -> Result<usize, CliError> {
    let order = match args.kwic_sort.unwrap_or_default() {
        KwicSort::Position => KwicOrder::Position,
        KwicSort::Left => KwicOrder::Left,
        KwicSort::Right => KwicOrder::Right,
    };
    let layout = KwicLayout::new(width(args), order);
    let limit = args.limit.unwrap_or(usize::MAX);
    let mut written = 0;
    let mut waiting = Vec::new();
    'hits: for hit in search.hits() {
        let hit = hit?;
        for row in export::rows(&hit, RowUnit::Occurrence) {
            let Some(line) = layout.line(&row) else {
                continue;
            };
            if order != KwicOrder::Position {
                waiting.push(line);
                continue;
            }
            if written == limit {
                break 'hits;
            }
            print_line(out, &line)?;
            written += 1;
        }
    }
    waiting.sort_by(|a, b| a.key().cmp(b.key()));
    for line in waiting.iter().take(limit) {
        print_line(out, line)?;
        written += 1;
    }
    Ok(written)
}

fn print_line(out: &mut dyn Write, line: &KwicLine) -> std::io::Result<()> {
    let (left, matched, right, about) = (&line.left, &line.matched, &line.right, &line.about);
    writeln!(
        out,
        "{left} {MATCH}{matched}{MATCH:#} {right}  {ABOUT}{about}{ABOUT:#}"
    )
}

fn width(args: &Args) -> usize {
    let to_terminal = args.path().is_none() && std::io::stdout().is_terminal();
    let terminal = to_terminal.then(terminal_size::terminal_size).flatten();
    terminal.map_or(WIDTH, |(width, _)| usize::from(width.0))
}
