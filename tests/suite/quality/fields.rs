//! Metadata and flags against the truth.

use std::collections::BTreeMap;

use zhengsou::analysis::char_filter;
use zhengsou::model::document::{DateRole, Metadata};

use super::counts::{Example, Outcome};
use super::run::{Found, Run};
use crate::noise::Sample;
use crate::noise::grammar::Truth;

/// Flags by the names that the program may give them (`quality` notes or `kind`).
pub(crate) const FLAGS: [(&str, &[&str]); 6] = [
    ("stub", &["stub"]),
    ("preview", &["preview", "partial"]),
    ("template", &["template", "masked"]),
    ("rewritten", &["rewritten"]),
    ("generated", &["generated", "ai", "templated"]),
    ("novel", &["novel", "off_topic", "fiction"]),
];

/// Compares every document with the part that has most of it.
pub(crate) fn fields(sample: &Sample, run: &Run, outcome: &mut Outcome) {
    if let Some(brand) = &sample.brand {
        let named = run
            .found
            .iter()
            .filter_map(|found| found.document.as_ref())
            .any(|document| {
                let issuers = &document.metadata.issuers;
                issuers.iter().any(|issuer| {
                    let mut letters = brand.chars();
                    letters.next().is_some_and(|first| {
                        issuer.value.contains(first) && !first.is_ascii_digit()
                    }) || issuer.value.contains(brand.as_str())
                })
            });
        outcome.counts.add("brands", 1);
        outcome.counts.add("brand as issuer", usize::from(named));
    }
    for (number, truth) in sample.truths.iter().enumerate() {
        let Some(found) = best(sample, run, number) else {
            continue;
        };
        if !mostly(sample, found, number) {
            continue;
        }
        flags(sample, truth, found, outcome);
        let changed = [
            "mask",
            "rewritten",
            "homophones",
            "brand",
            "dropped spans",
            "misread",
            "preview",
            "stub",
        ];
        if !changed.iter().any(|tag| sample.has(tag)) {
            values(sample, truth, found, outcome);
        }
    }
}

/// Whether most of a part is one document's.
fn mostly(sample: &Sample, found: &Found, number: usize) -> bool {
    let documents = found
        .output
        .iter()
        .filter_map(|output| sample.text.glyphs[output.glyph?].document());
    let own = documents
        .clone()
        .filter(|document| usize::from(*document) == number);
    own.count() * 10 > documents.count() * 9
}

fn best<'r>(sample: &Sample, run: &'r Run, number: usize) -> Option<&'r Found> {
    let mut shares: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, found) in run.found.iter().enumerate() {
        let own = found.output.iter().filter(|output| {
            let document = output
                .glyph
                .and_then(|glyph| sample.text.glyphs[glyph].document());
            document.map(usize::from) == Some(number)
        });
        shares.insert(index, own.count());
    }
    let (index, count) = shares
        .into_iter()
        .max_by_key(|(index, count)| (*count, usize::MAX - index))?;
    (count > 0).then(|| &run.found[index])
}

fn flags(sample: &Sample, truth: &Truth, found: &Found, outcome: &mut Outcome) {
    let Some(document) = &found.document else {
        return;
    };
    for (flag, names) in FLAGS {
        let wanted = truth.flags.contains(&flag);
        let kind = document
            .metadata
            .kind
            .as_ref()
            .map(|kind| kind.value.as_str());
        let got = names.iter().any(|name| {
            document.metadata.quality.iter().any(|note| note == name) || kind == Some(name)
        });
        let name = match (wanted, got) {
            (true, true) => "tp",
            (true, false) => "fn",
            (false, true) => "fp",
            (false, false) => continue,
        };
        outcome.counts.add(format!("flag {flag} {name}"), 1);
        if name != "tp" {
            outcome.examples.push(Example {
                kind: format!("flag {flag} {name}"),
                file: sample.name.clone(),
                text: document
                    .display
                    .chars()
                    .take(60)
                    .map(|c| if c == '\n' { '⏎' } else { c })
                    .collect(),
                weight: 1,
            });
        }
    }
}

fn values(sample: &Sample, truth: &Truth, found: &Found, outcome: &mut Outcome) {
    let Some(metadata) = found.document.as_ref().map(|document| &document.metadata) else {
        return;
    };
    let region = metadata.region();
    let issuers: Vec<&str> = metadata
        .issuers
        .iter()
        .map(|issuer| issuer.value.as_str())
        .collect();
    let number = |text: &str| {
        text.replace(['〔', '（', '[', '﹝'], "(")
            .replace(['〕', '）', ']', '﹞'], ")")
    };
    let pairs = [
        (
            "title",
            Some(narrow(&truth.title)),
            metadata.title.as_ref().map(|title| narrow(&title.value)),
        ),
        // A county names itself without its city and province.
        (
            "issuer",
            truth.issuers.first().cloned(),
            issuers.first().map(|issuer| {
                truth
                    .issuers
                    .first()
                    .filter(|own| issuer.ends_with(own.as_str()))
                    .cloned()
                    .unwrap_or_else(|| (*issuer).to_owned())
            }),
        ),
        (
            "number",
            truth.number.as_deref().map(number),
            metadata.number.as_ref().map(|own| number(&own.value.text)),
        ),
        ("date", truth.date.clone(), own_date(metadata)),
        (
            "province",
            truth.province.clone(),
            region.map(|region| region.province.clone()),
        ),
        (
            "city",
            truth.city.clone(),
            region.and_then(|region| region.city.clone()),
        ),
        (
            "county",
            truth.county.clone(),
            region.and_then(|region| region.county.clone()),
        ),
        (
            "type",
            truth.doc_type.clone(),
            metadata.doc_type.as_ref().map(|own| own.value.clone()),
        ),
        (
            "kind",
            Some(truth.kind.to_owned()),
            metadata.kind.as_ref().map(|kind| kind.value.clone()),
        ),
    ];
    let open = |field: &str| truth.place_is_open && PLACES.contains(&field);
    for (field, wanted, got) in pairs.into_iter().filter(|(field, ..)| !open(field)) {
        let (wanted, got) = (Vec::from_iter(wanted), Vec::from_iter(got));
        compare(sample, (field, &wanted, &got), outcome);
    }
    let zones = metadata.zones.iter().map(|zone| zone.value.clone());
    if !has_open_zone(truth) {
        compare(
            sample,
            ("zones", &truth.zones, &zones.collect::<Vec<_>>()),
            outcome,
        );
    }
    let form = |class: &str, number: Option<u32>| {
        format!(
            "{class} {}",
            number.map_or_else(String::new, |number| number.to_string())
        )
    };
    let wanted: Vec<String> = distinct(truth.forms.iter().map(|(_, class, n)| form(class, *n)));
    let patterns = metadata.zone_patterns.iter();
    let got = distinct(patterns.map(|pattern| form(&pattern.class, pattern.value)));
    compare(sample, ("pattern", &wanted, &got), outcome);
    let wanted: Vec<String> = truth
        .rows
        .iter()
        .map(|(key, value)| row(key, value))
        .collect();
    if !wanted.is_empty() {
        let rows = found.key_values.iter();
        let got: Vec<String> = rows.map(|own| row(&own.key, &own.value)).collect();
        compare(sample, ("block", &wanted, &got), outcome);
    }
}

/// Fields of which nothing can be asked where the text leaves its place open.
const PLACES: [&str; 3] = ["province", "city", "county"];

/// `十堰市高新技术产业园区建设管理办法`: a city and a subject that together read like a name.
fn has_open_zone(truth: &Truth) -> bool {
    truth.zones.is_empty() && truth.title.contains("高新技术产业园区")
}

fn distinct(values: impl Iterator<Item = String>) -> Vec<String> {
    let values: std::collections::BTreeSet<String> = values.collect();
    values.into_iter().collect()
}

/// A row as it is compared: values keep the script that the page has them in.
fn row(key: &str, value: &str) -> String {
    format!("{key}={}", narrow(&char_filter::fold(value).text))
}

/// Counts the values of a field: what is true, what was found, what is both, and what is true
/// where nothing was found.
fn compare(
    sample: &Sample,
    (field, wanted, got): (&str, &[String], &[String]),
    outcome: &mut Outcome,
) {
    let right = wanted.iter().filter(|value| got.contains(value)).count();
    let silent = if got.is_empty() { wanted.len() } else { 0 };
    for (part, count) in [
        ("wanted", wanted.len()),
        ("got", got.len()),
        ("right", right),
        ("silent", silent),
    ] {
        outcome.counts.add(format!("field {field} {part}"), count);
    }
    if right == wanted.len() && right == got.len() {
        return;
    }
    outcome.examples.push(Example {
        kind: format!("field {field}"),
        file: sample.name.clone(),
        text: format!(
            "{} for {}",
            difference(got, wanted),
            difference(wanted, got)
        ),
        weight: 0,
    });
}

fn difference(these: &[String], others: &[String]) -> String {
    let only: Vec<&str> = these
        .iter()
        .filter(|value| !others.contains(value))
        .map(String::as_str)
        .collect();
    only.join("；")
}

fn narrow(title: &str) -> String {
    title
        .chars()
        .filter(|character| !character.is_whitespace())
        .map(super::measure::plain)
        .collect()
}

/// The document's own date: a page's date is no answer where the document has none.
fn own_date(metadata: &Metadata) -> Option<String> {
    let date = metadata.date.as_ref()?;
    (metadata.date_role != Some(DateRole::Page)).then(|| date.value.to_string())
}
