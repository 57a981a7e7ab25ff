//! `stats` through the real program: its counts are those of a group-by over what `search` and
//! `documents` export.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::program::{Run, copy, json_lines, project, zhengsou};

/// The sample, indexed, and everything exported of it.
struct Sample {
    index: String,
    /// By document id, with metadata.
    documents: BTreeMap<String, Value>,
    _folder: tempfile::TempDir,
}

/// A value of each field; `None` = unknown.
type Key = Vec<Option<String>>;
/// Documents and matches.
type Counts = BTreeMap<Key, (u64, u64)>;

const FIELDS: [&str; 14] = [
    "province",
    "city",
    "county",
    "year",
    "date:month",
    "issuer",
    "zone",
    "type",
    "kind",
    "level",
    "legal-rank",
    "status",
    "source",
    "region",
];

impl Sample {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("corpus_sample");
        copy(&project().join("corpus_sample"), &archive);
        let index = folder.path().join("index").to_str().unwrap().to_owned();
        let built = zhengsou(&["index", archive.to_str().unwrap(), "--index", &index]);
        assert_eq!(built.code, 0, "{}", built.err);
        let listed = zhengsou(&["documents", "--index", &index, "--format", "jsonl"]);
        let documents = json_lines(&listed.out)
            .into_iter()
            .map(|row| (id(&row), row));
        Self {
            documents: documents.collect(),
            index,
            _folder: folder,
        }
    }

    fn stats(&self, flags: &[&str]) -> Run {
        zhengsou(&[&["stats", "--index", &self.index], flags].concat())
    }

    /// Document id and number of matches of every hit.
    fn hits(&self, query: &str, flags: &[&str]) -> BTreeMap<String, u64> {
        let search = [
            &["search", query, "--index", &self.index, "--format", "jsonl"],
            flags,
        ];
        let mut hits: BTreeMap<String, u64> = BTreeMap::new();
        for row in json_lines(&zhengsou(&search.concat()).out) {
            *hits.entry(id(&row)).or_default() += row["spans"].as_array().unwrap().len() as u64;
        }
        let rows = [&search.concat()[..], &["--rows", "document"]].concat();
        assert_eq!(json_lines(&zhengsou(&rows).out).len(), hits.len());
        hits
    }

    fn group(&self, hits: &BTreeMap<String, u64>, by: &[&str]) -> Counts {
        let mut counts = Counts::new();
        for (id, matches) in hits {
            let mut keys: Vec<Key> = vec![Vec::new()];
            for field in by {
                let values = values(&self.documents[id], field);
                let longer = |key: &Key| {
                    let with =
                        |value: &Option<String>| [&key[..], std::slice::from_ref(value)].concat();
                    values.iter().map(with).collect::<Vec<Key>>()
                };
                keys = keys.iter().flat_map(longer).collect();
            }
            for key in keys {
                let count = counts.entry(key).or_default();
                *count = (count.0 + 1, count.1 + matches);
            }
        }
        counts
    }

    fn check(&self, query: &str, by: &[&str], filters: &[&str]) {
        self.check_with(query, by, &[filters, &["--zeros"]].concat(), filters);
        // Years without a hit between others are shown even so, and have their base.
        self.check_with(query, by, filters, filters);
    }

    fn check_with(&self, query: &str, by: &[&str], all: &[&str], filters: &[&str]) {
        let joined = by.join(",");
        let flags = [&[query, "--by", &joined, "--format", "jsonl"], all].concat();
        let run = self.stats(&flags);
        assert_eq!(run.code, 0, "{joined}: {}", run.err);
        let expected = self.group(&self.hits(query, filters), by);
        let base = self.group(&self.hits("", filters), by);
        let mut found = Counts::new();
        for row in json_lines(&run.out) {
            let name = |field: &&str| match *field {
                "date:month" => "month".to_owned(),
                field => field.replace('-', "_"),
            };
            let value = |field| row[name(field)].as_str().map(str::to_owned);
            let key: Key = by.iter().map(value).collect();
            let number = |name: &str| row[name].as_u64().unwrap();
            assert_eq!(
                number("base"),
                base.get(&key).map_or(0, |base| base.0),
                "{joined}: {row}"
            );
            if number("base") > 0 {
                #[expect(clippy::cast_precision_loss, reason = "small counts")]
                let rate = 1000.0 * number("documents") as f64 / number("base") as f64;
                assert!(
                    (row["per_1000"].as_f64().unwrap() - rate).abs() < 0.001,
                    "{row}"
                );
            }
            if number("documents") > 0 {
                found.insert(key, (number("documents"), number("occurrences")));
            }
        }
        assert_eq!(found, expected, "{joined}");
    }
}

fn id(row: &Value) -> String {
    row["doc_id"].as_str().unwrap().to_owned()
}

/// The values of a document in a field, each once; one unknown where it has none.
fn values(document: &Value, field: &str) -> Vec<Option<String>> {
    let cut = |name: &str, length: usize| {
        let date = document[name].as_str();
        date.map(|date| vec![date[..date.len().min(length)].to_owned()])
    };
    let list = |name: &str| {
        let values = document[name].as_array().unwrap().iter();
        values
            .map(|value| value.as_str().unwrap().to_owned())
            .collect()
    };
    let values: Vec<String> = match field {
        "year" => cut("date", 4).unwrap_or_default(),
        "date:month" => cut("date", 7).unwrap_or_default(),
        "issuer" => list("issuers"),
        "zone" => list("zones"),
        "region" => {
            let paths: Vec<String> = list("regions");
            let above = |path: &String| {
                let ends = path
                    .match_indices('/')
                    .map(|(at, _)| at)
                    .chain([path.len()]);
                ends.map(|end| path[..end].to_owned()).collect::<Vec<_>>()
            };
            paths.iter().flat_map(above).collect()
        }
        field => {
            let value = document[field.replace('-', "_")].as_str();
            value.map(str::to_owned).into_iter().collect()
        }
    };
    let values: BTreeSet<String> = values.into_iter().collect();
    if values.is_empty() {
        return vec![None];
    }
    values.into_iter().map(Some).collect()
}

#[test]
fn counts_are_those_of_a_group_by_over_the_exports() {
    let sample = Sample::new();
    for field in FIELDS {
        sample.check("园", &[field], &[]);
    }
    for by in [
        ["province", "year"],
        ["year", "kind"],
        ["issuer", "zone"],
        ["region", "date:month"],
        ["level", "type"],
    ] {
        sample.check("一区多园", &by, &[]);
    }
    sample.check("园 -房地产", &["province", "year"], &["--kind", "policy"]);
}

#[test]
fn facets_and_counts_agree_on_months() {
    let sample = Sample::new();
    let facets = [
        "search",
        "--facets",
        "date:month",
        "--index",
        &sample.index,
        "--format",
        "jsonl",
    ];
    let facets = json_lines(&zhengsou(&facets).out);
    let facets: BTreeMap<Option<&str>, u64> = facets
        .iter()
        .map(|row| (row["value"].as_str(), row["count"].as_u64().unwrap()))
        .collect();
    let counts = sample.stats(&["--by", "date:month", "--format", "jsonl"]);
    let counts = json_lines(&counts.out);
    let counts: BTreeMap<Option<&str>, u64> = counts
        .iter()
        .map(|row| (row["month"].as_str(), row["documents"].as_u64().unwrap()))
        .filter(|(_, documents)| *documents > 0)
        .collect();
    assert_eq!(facets, counts);
}

#[test]
fn what_is_not_sure_is_unknown() {
    let sample = Sample::new();
    for (flag, by) in [
        ("--province", "province"),
        ("--year", "year"),
        ("--issuer", "issuer"),
    ] {
        let rows = json_lines(
            &sample
                .stats(&[
                    "园",
                    "--by",
                    by,
                    "--format",
                    "jsonl",
                    "--min-confidence",
                    "0.93",
                ])
                .out,
        );
        let unknown = rows.iter().find(|row| row[by].is_null());
        let unknown = unknown.map_or(0, |row| row["documents"].as_u64().unwrap());
        let search = [
            "search",
            "园",
            "--index",
            &sample.index,
            "--count",
            "--rows",
            "document",
            flag,
            "unknown",
            "--min-confidence",
            "0.93",
        ];
        assert_eq!(zhengsou(&search).out.trim(), unknown.to_string(), "{by}");
    }
}

#[test]
fn queries_stand_side_by_side_and_are_never_joined_unasked() {
    let sample = Sample::new();
    let run = sample.stats(&[
        "-e",
        "一区多园",
        "-e",
        "一区七园",
        "-e",
        "没有这样的话",
        "--by",
        "year",
        "--format",
        "csv",
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    let mut lines = run.out.lines();
    assert_eq!(
        lines.next(),
        Some("query,year,documents,occurrences,base,per_1000")
    );
    let years = |query: &str| {
        let rows = run
            .out
            .lines()
            .skip(1)
            .filter(|line| line.starts_with(query));
        rows.map(|line| line.split(',').nth(1).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    // The same years for each query, none left out between the first and the last.
    assert_eq!(years("一区多园"), years("没有这样的话"));
    let numbers: Vec<u32> = years("一区七园")
        .iter()
        .filter_map(|year| year.parse().ok())
        .collect();
    assert!(
        numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]),
        "{numbers:?}"
    );

    let text = sample.stats(&["-e", "一区多园", "-e", "一区七园", "--by", "province"]);
    let first = text.out.lines().next().unwrap();
    assert!(
        first.contains("一区多园") && first.contains("一区七园"),
        "{first}"
    );
    let joined = sample.stats(&["一区多园", "一区七园", "--by", "year"]);
    assert_eq!(joined.code, 2);
    assert!(
        joined.err.contains("-e '一区多园' -e '一区七园'"),
        "{}",
        joined.err
    );
}

#[test]
fn without_a_hit_there_is_a_header_and_nothing_else() {
    let sample = Sample::new();
    let run = sample.stats(&["没有这样的话", "--by", "year,kind", "--format", "tsv"]);
    assert_eq!(run.code, 1);
    assert_eq!(
        run.out,
        "query\tyear\tkind\tdocuments\toccurrences\tbase\tper_1000\n"
    );
    assert!(run.err.contains("no hits"), "{}", run.err);
    for by in ["year,kind,level", "year,date", "title"] {
        assert_eq!(sample.stats(&["园", "--by", by]).code, 2, "{by}");
    }
}

#[test]
fn pictures_are_written_whole_or_refused() {
    let sample = Sample::new();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let trend = path("trend.svg");
    let run = sample.stats(&[
        "-e",
        "园",
        "-e",
        "一区多园",
        "--by",
        "year",
        "--plot",
        &trend,
        "--lang",
        "zh",
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    let drawn = std::fs::read_to_string(&trend).unwrap();
    assert!(drawn.starts_with("<svg") && drawn.ends_with("</svg>\n"));
    assert!(
        drawn.contains("一区多园") && drawn.contains("年份"),
        "{drawn}"
    );
    let map = path("map.svg");
    let run = sample.stats(&[
        "园",
        "--by",
        "province",
        "--plot",
        &map,
        "--plot-kind",
        "map",
        "--theme",
        "dark",
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(std::fs::read_to_string(&map).unwrap().contains("黑龙江"));
    // PNG needs a font: it is there, or missed with a hint.
    let png = path("map.png");
    let run = sample.stats(&["园", "--by", "kind", "--plot", &png]);
    match std::fs::read(&png) {
        Ok(bytes) => assert!(
            run.code == 0 && bytes.starts_with(b"\x89PNG"),
            "{}",
            run.err
        ),
        Err(_) => assert!(run.code == 2 && run.err.contains("FILE.svg"), "{}", run.err),
    }
    for (flags, word) in [
        (["--plot", "trend.gif", "--plot-kind", "bars"], "SVG or PNG"),
        (
            ["--plot", &path("no.svg"), "--plot-kind", "heatmap"],
            "two fields",
        ),
        (
            ["--plot", &path("no.svg"), "--plot-kind", "map"],
            "provinces",
        ),
    ] {
        let run = sample.stats(&[&["园", "--by", "year"], &flags[..]].concat());
        assert_eq!(run.code, 2);
        assert!(run.err.contains(word) && run.out.is_empty(), "{}", run.err);
    }
    assert!(!std::path::Path::new(&path("no.svg")).exists());
}
