//! `zhengsou reposts`: the copies of a document, and what each has other than the canonical one:
//! fields, and the words themselves.

use std::io::Write;

use serde_json::json;

use crate::cli::args::document_id;
use crate::cli::context::Context;
use crate::cli::error::{CliError, ExitStatus};
use crate::cli::printer;
use crate::cli::source::IndexArg;
use crate::engine::SearchBackend;
use crate::indexer::clusters_of;
use crate::model::Cluster;
use crate::model::document::format_id;
use crate::model::hit::StoredDocument;
use crate::search::changes::Change;
use crate::search::reposts::{Difference, difference};

/// List the copies of a document, and what differs in each
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The document's id, as `search` prints it
    #[arg(value_name = "DOC_ID")]
    id: String,
    #[command(flatten)]
    index: IndexArg,
    /// Form of the output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object per line
    Jsonl,
}

/// Lists the copies, the canonical one first.
pub(crate) fn run(context: &Context, args: &Args) -> Result<ExitStatus, CliError> {
    let id = document_id(&args.id)?;
    let backend = args.index.open(context)?;
    let clusters = clusters_of(&backend)?;
    let Some(cluster) = clusters.find(id) else {
        let is_known = backend.find(id)?.is_some();
        let key = if is_known { "no-copies" } else { "no-document" };
        context.note(key, &[("id", &args.id)]);
        return Ok(ExitStatus::NoHits);
    };
    let mut copies = Vec::new();
    for id in &cluster.copies {
        copies.extend(backend.find(*id)?);
    }
    let Some(canonical) = copies.first() else {
        context.note("no-document", &[("id", &args.id)]);
        return Ok(ExitStatus::NoHits);
    };
    let mut out = context.stdout();
    for copy in &copies {
        let difference = difference(copy, canonical);
        let is_asked = copy.id == id;
        match args.format {
            Format::Text => print(&mut out, context, (cluster, copy), &difference, is_asked)?,
            Format::Jsonl => writeln!(out, "{}", row(cluster, copy, &difference, is_asked))?,
        }
    }
    out.flush()?;
    Ok(ExitStatus::Done)
}

/// Changes shown to people; programs get all.
const SHOWN: usize = 5;
/// Characters shown of what was put in or taken away.
const CHANGE_CHARS: usize = 60;

fn title(document: &StoredDocument) -> Option<&str> {
    let title = document.metadata.title.as_ref();
    title.map(|title| title.value.as_str())
}

/// A copy for people: title, facts, place, what differs.
fn print(
    out: &mut dyn Write,
    context: &Context,
    (cluster, copy): (&Cluster, &StoredDocument),
    difference: &Difference,
    is_asked: bool,
) -> std::io::Result<()> {
    let messages = &context.messages;
    let bold = anstyle::Style::new().bold();
    writeln!(out, "{bold}{}{bold:#}", title(copy).unwrap_or("—"))?;
    let facts = printer::facts(copy);
    if !facts.is_empty() {
        writeln!(out, "  {}", facts.join(" · "))?;
    }
    let (path, part, id) = (&copy.path, copy.part, format_id(copy.id));
    let asked = match is_asked {
        true => format!("  ← {}", messages.get("copy-asked")),
        false => String::new(),
    };
    writeln!(out, "  {path}#{part} · {id}{asked}")?;
    let said = if copy.id == cluster.canonical() {
        let rule = messages.get(&format!("canonical-{}", cluster.rule.name()));
        messages.format("canonical", &[("rule", &rule)])
    } else {
        let percent = format!("{:.0}", difference.contained * 100.0);
        let chars = difference.chars.to_string();
        let fields = difference.fields.iter();
        let names = fields.map(|field| messages.get(&format!("differs-{field}")));
        let fields = names.collect::<Vec<_>>().join(&messages.get("list-comma"));
        let key = if fields.is_empty() {
            "same-copy"
        } else {
            "copy-differs"
        };
        messages.format(
            key,
            &[
                ("percent", &percent),
                ("chars", &chars),
                ("fields", &fields),
            ],
        )
    };
    writeln!(out, "  {said}")?;
    let changes = &difference.changes;
    for change in changes.iter().take(SHOWN) {
        writeln!(out, "    {}", marked(change))?;
    }
    if changes.len() > SHOWN {
        let count = (changes.len() - SHOWN).to_string();
        let more = messages.format("more-changes", &[("count", &count)]);
        writeln!(out, "    {more}")?;
    }
    writeln!(out)
}

/// A change as words are marked up: `…前文[-旧-]{+新+}后文…`, with colours as well.
fn marked(change: &Change) -> String {
    use anstyle::{AnsiColor, Style};
    let style = |color: AnsiColor| Style::new().fg_color(Some(color.into()));
    let (red, green) = (style(AnsiColor::Red), style(AnsiColor::Green));
    let cut = |text: &str| match text.char_indices().nth(CHANGE_CHARS) {
        Some((end, _)) => format!("{}…({})", &text[..end], text.chars().count()),
        None => text.to_owned(),
    };
    let ellipsis = |text: &str| if text.is_empty() { "" } else { "…" };
    let (before, after) = (&change.before, &change.after);
    let mut shown = format!("{}{before}", ellipsis(before));
    if !change.removed.is_empty() {
        shown += &format!("{red}[-{}-]{red:#}", cut(&change.removed));
    }
    if !change.added.is_empty() {
        shown += &format!("{green}{{+{}+}}{green:#}", cut(&change.added));
    }
    shown + after + ellipsis(after)
}

fn row(
    cluster: &Cluster,
    copy: &StoredDocument,
    difference: &Difference,
    is_asked: bool,
) -> serde_json::Value {
    let metadata = &copy.metadata;
    let is_canonical = copy.id == cluster.canonical();
    let issuers = metadata.issuers.iter().map(|issuer| issuer.value.as_str());
    json!({
        "cluster": format_id(cluster.canonical()),
        "doc_id": format_id(copy.id),
        "canonical": is_canonical,
        "rule": is_canonical.then(|| cluster.rule.name()),
        "title": title(copy),
        "number": metadata.number.as_ref().map(|number| number.value.text.as_str()),
        "issuers": issuers.collect::<Vec<_>>(),
        "date": metadata.date.as_ref().map(|date| date.value.to_string()),
        "date_role": metadata.date_role.map(|role| role.name()),
        "source": metadata.source.as_ref().map(|source| source.value.as_str()),
        "path": copy.path,
        "part": copy.part,
        "chars": difference.chars,
        "contained": (difference.contained * 1000.0).round() / 1000.0,
        "differs": difference.fields,
        "changes": difference.changes,
        "asked": is_asked,
    })
}
