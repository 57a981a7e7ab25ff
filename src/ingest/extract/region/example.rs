//! Documents made for tests: a text and the fields that other rules would have settled.

use std::path::PathBuf;

use super::super::Context;
pub(in crate::ingest::extract) use crate::ingest::clean::seeds_tests::parts;
use crate::model::document::DocNumber;
use crate::model::source::PageHints;
use crate::model::{Extracted, Part};

/// A text, one paragraph a line, and its settled fields; empty = none.
#[derive(Debug, Clone, Default)]
pub(in crate::ingest::extract) struct Example<'a> {
    pub(in crate::ingest::extract) title: &'a str,
    pub(in crate::ingest::extract) issuers: &'a [&'a str],
    /// The letters of the document number.
    pub(in crate::ingest::extract) letters: &'a str,
    pub(in crate::ingest::extract) kind: &'a str,
    pub(in crate::ingest::extract) source: &'a str,
    /// What follows the title.
    pub(in crate::ingest::extract) text: &'a str,
}

fn value(text: &str) -> Extracted<String> {
    Extracted::new(text.to_owned(), "test", None, 0.9)
}

/// The folder of real data, where there is one.
pub(in crate::ingest::extract) fn data() -> Option<PathBuf> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
    let named = std::env::var_os("ZHENGSOU_DATA").map(PathBuf::from);
    let found = named.into_iter().chain([beside]).find(|path| path.is_dir());
    if found.is_none() {
        println!("SKIPPED: no data folder (set ZHENGSOU_DATA)");
    }
    found
}

impl Example<'_> {
    /// Runs `rule` on the example's context.
    pub(in crate::ingest::extract) fn read<T>(&self, rule: impl Fn(&Context) -> T) -> T {
        let parts = parts(&format!("{}\n{}\n", self.title, self.text));
        self.read_part(&parts[0], rule)
    }

    /// Runs `rule` on a part with the example's fields.
    pub(in crate::ingest::extract) fn read_part<T>(
        &self,
        part: &Part,
        rule: impl Fn(&Context) -> T,
    ) -> T {
        let title = value(self.title);
        let issuers: Vec<Extracted<String>> = self.issuers.iter().map(|name| value(name)).collect();
        let number = value("").with(DocNumber {
            text: format!("{}〔2020〕1号", self.letters),
            raw: String::new(),
            key: format!("{}|2020|1", self.letters),
            partial: false,
        });
        let (kind, source) = (value(self.kind), value(self.source));
        let hints = PageHints::default();
        let mut context = Context::new(part, &hints);
        context.title_paragraph = part.title_paragraph.or(Some(0));
        context.title = (!self.title.is_empty()).then_some(&title);
        context.issuers = &issuers;
        context.number = (!self.letters.is_empty()).then_some(&number);
        context.kind = (!self.kind.is_empty()).then_some(&kind);
        context.source = (!self.source.is_empty()).then_some(&source);
        rule(&context)
    }
}
