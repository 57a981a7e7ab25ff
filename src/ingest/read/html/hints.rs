//! What a page says of itself in tags: title, address, the meta tags that government sites carry.
//!
//! In: a parsed page and what its dropped pieces said. Out: [`PageHints`]. The names are those of
//! 《政府网站发展指引》（国办发〔2017〕47号）, annex on page tags: SiteName, SiteDomain, SiteIDCode,
//! ColumnName, ColumnDescription, ColumnKeywords, ColumnType, ArticleTitle, PubDate,
//! ContentSource, Keywords, Author, Description, Image, Url; besides, Open Graph and JSON-LD.
//! Not its job: believing any of it.

use std::sync::LazyLock;

use scraper::{Html, Selector};
use serde_json::Value;

use super::entities;
use super::prune::Notes;
use crate::ingest::read::head_of;
use crate::ingest::read::normalize::normalize;
use crate::model::{Attachment, PageHints};

/// Most meta tags kept of a page; real ones have up to 40.
const MOST_META: usize = 200;
/// A longer `<title>` (bytes) was never closed.
const LONGEST_TITLE: usize = 4096;
/// The keys of a JSON-LD article that say what the meta tags say.
const JSON_KEYS: [&str; 5] = [
    "headline",
    "datePublished",
    "articleSection",
    "author",
    "publisher",
];

/// Reads the tags.
pub(super) fn hints(page: &Html, notes: Notes) -> PageHints {
    let mut hints = PageHints {
        title: title(page),
        ..PageHints::default()
    };
    static META: LazyLock<Selector> = LazyLock::new(|| selector("meta[content]"));
    for meta in page.select(&META).take(MOST_META) {
        let names = ["name", "property", "itemprop"];
        let Some(name) = names.iter().find_map(|name| meta.attr(name)) else {
            continue;
        };
        let value = collapsed(&entities::resolve(meta.attr("content").unwrap_or_default()));
        if !value.is_empty() {
            hints.meta.push((name.trim().to_lowercase(), value));
        }
    }
    for json in &notes.json {
        if let Ok(value) = serde_json::from_str(json) {
            add_json(&value, &mut hints);
        }
    }
    for address in &notes.embedded {
        hints.attachments.push(Attachment {
            name: super::links::file_name(address).to_owned(),
            address: address.clone(),
        });
    }
    hints.url = address(page, &hints, notes.saved_from);
    hints
}

fn title(page: &Html) -> Option<String> {
    static TITLE: LazyLock<Selector> = LazyLock::new(|| selector("title"));
    page.select(&TITLE)
        .map(|title| {
            let text = title.text().collect::<String>();
            let head = head_of(&text, LONGEST_TITLE);
            collapsed(&entities::resolve(head))
        })
        .find(|title| !title.is_empty())
}

fn address(page: &Html, hints: &PageHints, saved_from: Option<String>) -> Option<String> {
    static CANONICAL: LazyLock<Selector> = LazyLock::new(|| selector("link[rel=canonical][href]"));
    page.select(&CANONICAL)
        .filter_map(|link| link.attr("href"))
        .map(collapsed)
        .chain(hints.get(&["og:url", "url"]).map(str::to_owned))
        .chain(saved_from)
        .find(|url| url.contains("://"))
}

/// Adds what an article's JSON-LD says: in the object itself, a list, or its `@graph`.
fn add_json(value: &Value, hints: &mut PageHints) {
    let objects: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(object) => match object.get("@graph") {
            Some(Value::Array(items)) => items.iter().collect(),
            _ => vec![value],
        },
        _ => return,
    };
    for object in objects {
        for key in JSON_KEYS {
            let found = object.get(key);
            let text = found.and_then(|value| {
                let name = value.get("name").unwrap_or(value);
                name.as_str().map(collapsed)
            });
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                hints.meta.push((key.to_lowercase(), text));
            }
        }
    }
}

fn selector(pattern: &'static str) -> Selector {
    Selector::parse(pattern).expect("the selector is constant")
}

/// Normalised, on one line, trimmed.
fn collapsed(text: &str) -> String {
    let text = normalize(text);
    let words: Vec<&str> = text
        .split(['\n', '\t', ' '])
        .filter(|w| !w.is_empty())
        .collect();
    words.join(" ").trim().to_owned()
}
