//! Clusters of reposts: how many pairs of generated copies are joined, rightly and wrongly, and
//! whether a run that follows others finds what a fresh one finds.
//!
//! `cargo test --test suite reposts -- --nocapture` prints the tables. The held-out half is for
//! judging; no rule is tuned on it.

mod adversaries;
mod generate;
mod operators;
mod score;

use std::fs;
use std::path::{Path, PathBuf};

use zhengsou::engine::embedded::EmbeddedBackend;
use zhengsou::indexer::Commit;
use zhengsou::model::Clusters;
use zhengsou::model::document::{format_id, parse_id};

use self::generate::{Archive, File};
use self::score::Placed;
use crate::noise::Half;
use crate::program::{index, json_lines, zhengsou};

/// Pairs of one cluster that are of one policy, at least.
const PRECISION: f64 = 0.99;
/// Pairs of one policy that are in one cluster, at least: in the development half, in the held-out half,
/// whose pages have chrome that no rule knows.
const RECALL: [f64; 2] = [0.95, 0.94];

#[test]
fn copies_are_joined_and_other_editions_are_not() {
    for (half, recall) in [Half::Development, Half::HeldOut].into_iter().zip(RECALL) {
        let archive = generate::archive(half);
        let folder = tempfile::tempdir().unwrap();
        let (files, idx) = (folder.path().join("archive"), folder.path().join("idx"));
        write(&files, &archive.files);
        index(&files, &idx, &[]);
        let documents = placed(&archive, &idx);
        let score = score::score(&documents);
        score.print(half.name(), documents.len(), archive.policies);
        if half == Half::Development {
            let examples = score.wrong.iter().chain(&score.missed);
            examples.take(10).for_each(|pair| eprintln!("  {pair:?}"));
        }
        assert!(score.all.precision() >= PRECISION, "{:?}", score.wrong);
        assert!(score.all.recall() >= recall, "{}", score.all.recall());
        for adversary in [
            "revised",
            "year sibling",
            "county sibling",
            "quotation",
            "forwarding",
        ] {
            let wrong = score
                .by_making
                .get(adversary)
                .map_or(0, |pairs| pairs.wrong);
            assert_eq!(wrong, 0, "{adversary}");
        }
    }
}

/// The documents of an index, with what they are and the cluster they were put in.
fn placed(archive: &Archive, index: &Path) -> Vec<Placed> {
    let (clusters, _) = clusters(index);
    let run = zhengsou(&[
        "documents",
        "--index",
        index.to_str().unwrap(),
        "--format",
        "jsonl",
    ]);
    let mut documents = Vec::new();
    for row in json_lines(&run.out) {
        let (path, part) = (row["path"].as_str().unwrap(), row["part"].as_u64().unwrap());
        let file = archive.files.iter().find(|file| file.name == path).unwrap();
        let title = row["title"].as_str().unwrap_or_default();
        let policy = match &file.carries {
            Some((carried, policy)) if part > 1 || title == carried => *policy,
            // What was split off a page is no copy of anything.
            None if part > 1 => archive.policies + documents.len(),
            _ => file.policy,
        };
        documents.push(Placed {
            name: format!("{path}#{part}"),
            policy,
            cluster: clusters.id_of(parse_id(row["doc_id"].as_str().unwrap()).unwrap()),
            made_by: file.made_by.clone(),
        });
    }
    documents
}

/// The clusters of an index, and the bytes of its one table.
fn clusters(index: &Path) -> (Clusters, Vec<u8>) {
    let backend = EmbeddedBackend::open(index).unwrap();
    let table = Commit::parse(Some(backend.payload())).clusters.unwrap();
    let entries = fs::read_dir(index).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let tables: Vec<String> = names.filter(|name| name.starts_with("clusters-")).collect();
    assert_eq!(tables, std::slice::from_ref(&table.file));
    let bytes = fs::read(index.join(&table.file)).unwrap();
    (table.load(index).unwrap(), bytes)
}

fn write(folder: &Path, files: &[File]) {
    fs::create_dir_all(folder).unwrap();
    for file in files {
        fs::write(folder.join(&file.name), &file.text).unwrap();
    }
}

/// Files of some policies, with all their copies.
fn some() -> Vec<File> {
    let archive = generate::archive(Half::Development);
    archive.files.into_iter().take(60).collect()
}

#[test]
fn runs_that_follow_one_another_find_what_a_fresh_run_finds() {
    let folder = tempfile::tempdir().unwrap();
    let (files, idx) = (folder.path().join("archive"), folder.path().join("idx"));
    let all = some();
    write(&files, &all[..20]);
    index(&files, &idx, &[]);
    let check = |what: &str| {
        index(&files, &idx, &[]);
        let fresh = folder.path().join("fresh");
        index(&files, &fresh, &[]);
        assert!(clusters(&idx) == clusters(&fresh), "{what}");
        fs::remove_dir_all(fresh).unwrap();
    };
    write(&files, &all[20..]);
    check("files added");
    assert!(!clusters(&idx).0.all().is_empty());
    // The copy that stood for a cluster goes, and another comes under its name.
    fs::remove_file(files.join(&all[0].name)).unwrap();
    fs::rename(files.join(&all[1].name), files.join("0000.txt")).unwrap();
    check("a file removed, one renamed");
    fs::write(files.join(&all[2].name), &all[40].text).unwrap();
    fs::write(files.join(&all[3].name), "").unwrap();
    check("a file became another's copy, one empty");
    fs::remove_file(table(&idx)).unwrap();
    check("the table lost");
    let mut bytes = fs::read(table(&idx)).unwrap();
    let last = bytes.len() - 9;
    bytes[last] ^= 1;
    fs::write(table(&idx), bytes).unwrap();
    fs::write(files.join("new.txt"), &all[5].text).unwrap();
    check("the table damaged");
}

fn table(index: &Path) -> PathBuf {
    let backend = EmbeddedBackend::open(index).unwrap();
    index.join(
        Commit::parse(Some(backend.payload()))
            .clusters
            .unwrap()
            .file,
    )
}

/// Rows of a search over all documents, with these flags.
fn rows(index: &Path, flags: &[&str]) -> Vec<serde_json::Value> {
    let index = index.to_str().unwrap();
    let asked = [
        "search", "--index", index, "--rows", "document", "--format", "jsonl",
    ];
    let run = zhengsou(&[&asked[..], flags].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    json_lines(&run.out)
}

fn ids(rows: &[serde_json::Value], column: &str) -> Vec<String> {
    let mut ids: Vec<String> = rows
        .iter()
        .map(|row| row[column].as_str().unwrap().to_owned())
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

#[test]
fn a_search_shows_folds_and_lists_copies() {
    let folder = tempfile::tempdir().unwrap();
    let (files, idx) = (folder.path().join("archive"), folder.path().join("idx"));
    write(&files, &some());
    index(&files, &idx, &[]);
    let (clusters, _) = clusters(&idx);
    let all = rows(&idx, &[]);
    let policies = ids(&all, "cluster");
    assert!(policies.len() < all.len());
    for row in &all {
        let id = parse_id(row["doc_id"].as_str().unwrap()).unwrap();
        let cluster = parse_id(row["cluster"].as_str().unwrap()).unwrap();
        assert_eq!(clusters.id_of(id), cluster);
    }
    let folded = rows(&idx, &["--reposts", "fold"]);
    assert_eq!(folded.len(), policies.len());
    // Everything matches, so the canonical copies do.
    assert_eq!(ids(&folded, "doc_id"), policies);
    let only = rows(&idx, &["--reposts", "only"]);
    let copies: usize = clusters
        .all()
        .iter()
        .map(|cluster| cluster.copies.len())
        .sum();
    assert_eq!(only.len(), copies);

    let path = idx.to_str().unwrap();
    let counted = |flags: &[&str]| {
        let count = ["search", "--index", path, "--count", "--rows", "document"];
        zhengsou(&[&count[..], flags].concat())
    };
    let both = counted(&[]);
    assert_eq!(both.out, format!("{}\n", all.len()));
    let said = format!("policies: {}", policies.len());
    assert!(both.err.contains(&said), "{}", both.err);
    let count = counted(&["--reposts", "fold"]).out;
    assert_eq!(count, format!("{}\n", policies.len()));

    // Every policy has one kind, so the counts of kinds sum up to the policies.
    let facets = rows(&idx, &["--facets", "kind", "--reposts", "fold"]);
    let total: u64 = facets
        .iter()
        .map(|row| row["count"].as_u64().unwrap())
        .sum();
    assert_eq!(total, policies.len() as u64);
    let stats = [
        "stats", "--index", path, "--by", "kind", "--format", "jsonl",
    ];
    let stats = json_lines(&zhengsou(&[&stats[..], &["--reposts", "fold"]].concat()).out);
    let total: u64 = stats
        .iter()
        .map(|row| row["documents"].as_u64().unwrap())
        .sum();
    assert_eq!(total, policies.len() as u64);

    let cluster = &clusters.all()[0];
    let id = format_id(cluster.copies[1]);
    let listed = zhengsou(&["reposts", &id, "--index", path, "--format", "jsonl"]);
    let listed = json_lines(&listed.out);
    assert_eq!(listed.len(), cluster.copies.len());
    assert_eq!(listed[0]["rule"], cluster.rule.name());
    assert!(listed[1..].iter().all(|row| row["rule"].is_null()));
    let asked = listed.iter().filter(|row| row["asked"] == true);
    assert_eq!(asked.map(|row| &row["doc_id"]).collect::<Vec<_>>(), [&id]);
    assert!(listed[0]["changes"].as_array().unwrap().is_empty());
    for row in &listed[1..] {
        // What differs is told, unless it is white space, width or script.
        let has_changes = !row["changes"].as_array().unwrap().is_empty();
        assert!(row["contained"] == 1.0 || has_changes, "{row}");
    }
    let text = zhengsou(&["reposts", &id, "--index", path]);
    assert!(text.out.contains("stands for the others"), "{}", text.out);
    assert_eq!(text.out.matches("this one was asked for").count(), 1);

    // Everything that lists or counts documents knows of policies.
    let documents = |flags: &[&str]| {
        let run = zhengsou(&[&["documents", "--index", path], flags].concat());
        (run.out.lines().count(), run.err)
    };
    let (lines, said) = documents(&[]);
    assert_eq!(lines, all.len());
    assert!(
        said.contains(&format!("policies: {}", policies.len())),
        "{said}"
    );
    assert_eq!(documents(&["--reposts", "fold"]).0, policies.len());
    assert_eq!(documents(&["--reposts", "only"]).0, copies);
    let size = [
        "sample", "--index", path, "-n", "100000", "--format", "jsonl",
    ];
    let drawn = zhengsou(&[&size[..], &["--reposts", "fold"]].concat());
    assert_eq!(ids(&json_lines(&drawn.out), "doc_id"), policies);
    let coverage = zhengsou(&["coverage", "--index", path, "--json"]);
    assert_eq!(json_lines(&coverage.out)[0]["policies"], policies.len());
    let terms = folder.path().join("terms.txt");
    fs::write(&terms, "。\n的\n").unwrap();
    let list = ["search", "--index", path, "--file", terms.to_str().unwrap()];
    let folded = ["--format", "jsonl", "--shape", "long", "--reposts", "fold"];
    let found = json_lines(&zhengsou(&[&list[..], &folded].concat()).out);
    assert!(!found.is_empty());
    let mut seen = std::collections::HashSet::new();
    for row in &found {
        let id = parse_id(row["doc_id"].as_str().unwrap()).unwrap();
        let is_new = seen.insert((row["term"].to_string(), clusters.id_of(id)));
        assert!(is_new, "two copies for one query: {row}");
    }
    let alone = all.iter().find(|row| row["cluster"] == row["doc_id"]);
    let alone = alone
        .filter(|row| !ids(&only, "doc_id").contains(&row["doc_id"].as_str().unwrap().to_owned()));
    if let Some(alone) = alone {
        let run = zhengsou(&[
            "reposts",
            alone["doc_id"].as_str().unwrap(),
            "--index",
            path,
        ]);
        assert_eq!((run.code, run.out.as_str()), (1, ""));
    }
}

/// Copies were folded over all queries of a list: one that only a copy matched found nothing.
#[test]
fn r0024_each_query_of_a_list_folds_for_itself() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive");
    fs::create_dir(&archive).unwrap();
    let own = "云岭县人民政府关于推进园区整合的通知\n\n云岭政发〔2021〕7号\n\n各乡镇人民政府：\n\n为推进园区整合，经县人民政府研究，现将有关事项通知如下。一、各园区实行统一规划、统一招商、统一考核。二、县财政每年安排专项资金用于基础设施建设。三、各乡镇要做好宣传工作。\n\n云岭县人民政府\n2021年5月6日\n";
    fs::write(archive.join("1.txt"), own).unwrap();
    let copy = own.replace("宣传工作", "鸳鸯湖的工作");
    fs::write(archive.join("2.txt"), format!("{copy}\n来源：云岭论坛\n")).unwrap();
    let idx = folder.path().join("idx");
    assert!(index(&archive, &idx, &[]).contains("policies: 1"));
    let terms = folder.path().join("terms.txt");
    fs::write(&terms, "宣传工作\n鸳鸯湖\n园区整合\n").unwrap();
    let run = zhengsou(&[
        "search",
        "--file",
        terms.to_str().unwrap(),
        "--index",
        idx.to_str().unwrap(),
        "--count",
        "--reposts",
        "fold",
    ]);
    let counts = run.out.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        (cells[0].to_owned(), cells[1].to_owned())
    });
    let counts: Vec<(String, String)> = counts.take(3).collect();
    let one = |term: &str| (term.to_owned(), "1".to_owned());
    assert_eq!(
        counts,
        [one("宣传工作"), one("鸳鸯湖"), one("园区整合")],
        "{}",
        run.out
    );
}
