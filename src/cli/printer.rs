//! Hits for people: title, facts, passages with the match in colour.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::messages::Messages;
use crate::analysis::char_filter;
use crate::export::{self, Links, file_uri};
use crate::model::document::format_id;
use crate::model::hit::{Hit, PassageHit, StoredDocument};

const TITLE: Style = Style::new().bold();
const MATCH: Style = AnsiColor::Red.on_default().bold();
const FACTS: Style = AnsiColor::Cyan.on_default();
const PLACE: Style = Style::new().dimmed();

/// A hyperlink begins, and ends where its address is empty
/// (<https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda>).
const LINK: &str = "\x1b]8;;";
/// String terminator (ECMA-48).
const ST: &str = "\x1b\\";

/// Passages shown of one document.
const PASSAGES_SHOWN: usize = 2;

/// Prints hits.
pub(super) struct Printer<'a> {
    pub(super) messages: &'a Messages,
    /// Say where values come from.
    pub(super) evidence: bool,
    /// Where the files are.
    pub(super) links: Links,
}

impl Printer<'_> {
    /// Prints a hit: its best passages, in text order; its place is a link to its file.
    pub(super) fn hit(&mut self, out: &mut dyn Write, hit: &Hit) -> io::Result<()> {
        let document = &hit.document;
        let title = document
            .metadata
            .title
            .as_ref()
            .map_or("—", |title| title.value.as_str());
        writeln!(out, "{:>3}. {TITLE}{title}{TITLE:#}", hit.rank)?;
        let facts = facts(document);
        if !facts.is_empty() {
            writeln!(out, "     {FACTS}{}{FACTS:#}", facts.join(" · "))?;
        }
        let best = best(&hit.passages, title);
        for passage in &best {
            writeln!(out, "     {}", marked(passage))?;
        }
        if self.evidence {
            for found in export::evidence(&document.metadata) {
                let (field, value, reason) = (found.field, &found.value, found.reason());
                writeln!(out, "       {field}: {value}  {PLACE}{reason}{PLACE:#}")?;
            }
        }
        let more = hit.passages.len() - best.len();
        let mut place = self.place(document);
        if let Some(first) = best.first() {
            place = format!("{place} ¶{}", first.paragraph);
        }
        if more > 0 {
            let more = self
                .messages
                .format("more-passages", &[("count", &more.to_string())]);
            place = format!("{place} · {more}");
        }
        if hit.folded > 0 {
            let count = hit.folded.to_string();
            let folded = self.messages.format("folded", &[("count", &count)]);
            place = format!("{place} · {folded}");
        }
        writeln!(
            out,
            "     {PLACE}{place} · {}{PLACE:#}\n",
            format_id(document.id)
        )
    }

    /// Path and part, linked to the file (OSC 8). A stream without styles drops the link as well.
    fn place(&mut self, document: &StoredDocument) -> String {
        let place = format!("{}#{}", document.path, document.part);
        let file = self.links.file(&document.root, &document.path);
        match file.and_then(file_uri) {
            Some(uri) => format!("{LINK}{uri}{ST}{place}{LINK}{ST}"),
            None => place,
        }
    }
}

/// The best passages, put back into text order. The title stands above them already.
fn best<'a>(passages: &'a [PassageHit], title: &str) -> Vec<&'a PassageHit> {
    let is_title: Vec<bool> = passages
        .iter()
        .map(|passage| char_filter::simplify(&passage.text) == title)
        .collect();
    let mut order: Vec<usize> = (0..passages.len()).collect();
    order.sort_by(|&a, &b| {
        is_title[a]
            .cmp(&is_title[b])
            .then_with(|| passages[b].score.total_cmp(&passages[a].score))
            .then(a.cmp(&b))
    });
    order.truncate(PASSAGES_SHOWN);
    if order.len() > 1 {
        order.retain(|&index| !is_title[index]);
    }
    order.sort_unstable();
    order.into_iter().map(|index| &passages[index]).collect()
}

/// Number, issuers, date, place, kind: what there is of them.
pub(super) fn facts(document: &StoredDocument) -> Vec<String> {
    let metadata = &document.metadata;
    let mut facts = Vec::new();
    facts.extend(
        metadata
            .number
            .as_ref()
            .map(|number| number.value.text.clone()),
    );
    if !metadata.issuers.is_empty() {
        let issuers: Vec<&str> = metadata
            .issuers
            .iter()
            .map(|issuer| issuer.value.as_str())
            .collect();
        facts.push(issuers.join("、"));
    }
    // The publisher is often the issuer, or its name without the province.
    let source = metadata.source.as_ref().map(|source| source.value.clone());
    facts.extend(source.filter(|source| {
        metadata
            .issuers
            .iter()
            .all(|issuer| !issuer.value.ends_with(source.as_str()))
    }));
    facts.extend(metadata.date.as_ref().map(|date| date.value.to_string()));
    facts.extend(
        metadata
            .region()
            .map(|region| region.path().replace('/', "")),
    );
    facts.extend(
        metadata
            .doc_type
            .as_ref()
            .map(|doc_type| doc_type.value.clone()),
    );
    facts.extend(metadata.kind.as_ref().map(|kind| kind.value.clone()));
    facts
}

/// The passage with its matches styled.
fn marked(passage: &PassageHit) -> String {
    let mut text = String::with_capacity(passage.text.len() + 32);
    let mut at = 0;
    for span in &passage.spans {
        text.push_str(&passage.text[at..span.start]);
        text.push_str(&format!("{MATCH}{}{MATCH:#}", &passage.text[span.range()]));
        at = span.end;
    }
    text.push_str(&passage.text[at..]);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    #[test]
    fn matches_are_styled_and_nothing_else_changes() {
        let passage = PassageHit {
            paragraph: 1,
            text: "采用一区多园方式".to_owned(),
            spans: vec![Span::new(6, 18)],
            numerals: Vec::new(),
            at: 0,
            score: 1.0,
        };
        let text = marked(&passage);
        assert_eq!(text, format!("采用{MATCH}一区多园{MATCH:#}方式"));
        assert_eq!(
            anstream::adapter::strip_str(&text).to_string(),
            passage.text
        );
    }

    /// Whoever strips styles strips links: no escape reaches a file or a pipe.
    #[test]
    fn links_go_where_styles_go() {
        let link = format!("{LINK}file:///a%20b.txt{ST}a b.txt#1{LINK}{ST} · 甲");
        assert_eq!(
            anstream::adapter::strip_str(&link).to_string(),
            "a b.txt#1 · 甲"
        );
    }
}
