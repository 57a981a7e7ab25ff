//! Hits for people, and their number.

use std::io::Write;

use super::args::{Args, Rows};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::printer::Printer;
use crate::engine::embedded::EmbeddedBackend;
use crate::export::Links;
use crate::indexer::Commit;
use crate::search::Search;

/// Documents shown as text unless `--limit` says otherwise.
const TEXT_LIMIT: usize = 10;

pub(super) fn print_count(search: &Search<'_>, rows: Rows) -> Result<(), CliError> {
    let mut out = Context::raw_stdout();
    match rows {
        Rows::Passage => writeln!(out, "{}", search.count_passages()?)?,
        Rows::Document => writeln!(out, "{}", search.documents())?,
        Rows::Occurrence => writeln!(out, "{}", search.count_occurrences()?)?,
    }
    out.flush()?;
    Ok(())
}

pub(super) fn print_text(
    context: &Context,
    backend: &EmbeddedBackend,
    search: &Search<'_>,
    args: &Args,
) -> Result<(), CliError> {
    let limit = args.limit.unwrap_or(TEXT_LIMIT);
    let hits = search.hits().take(limit);
    let mut printer = Printer {
        messages: &context.messages,
        evidence: args.evidence,
        links: Links::new(Commit::parse(Some(backend.payload())).archives),
    };
    if let Some(path) = args.path() {
        let mut output = Output::open(Some(path))?;
        let mut plain = anstream::StripStream::new(&mut output as &mut dyn Write);
        for hit in hits {
            printer.hit(&mut plain, &hit?)?;
        }
        output.finish()?;
    } else {
        let mut out = context.stdout();
        for hit in hits {
            printer.hit(&mut out, &hit?)?;
        }
        out.flush()?;
    }
    let (found, shown) = (search.documents(), search.documents().min(limit));
    if found > 0 {
        let values = [("found", found.to_string()), ("shown", shown.to_string())];
        context.note(
            "found",
            &values
                .each_ref()
                .map(|(name, value)| (*name, value.as_str())),
        );
    }
    Ok(())
}
