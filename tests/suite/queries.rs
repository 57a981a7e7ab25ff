//! The query language through the real program: values, notes and errors.

use std::fs;

use crate::program::zhengsou;

/// Indexes a folder `archive`; returns the index.
fn indexed(folder: &tempfile::TempDir) -> String {
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let index = path("index");
    let built = zhengsou(&["index", &path("archive"), "--index", &index]);
    assert_eq!(built.code, 0, "{}", built.err);
    index
}

/// Three small documents and their index.
fn archive() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive");
    fs::create_dir_all(&archive).unwrap();
    let write = |name: &str, title: &str, text: &str| {
        let page = format!("{title}\n\n各单位：\n{text}\n");
        fs::write(archive.join(name), page).unwrap();
    };
    write(
        "a.txt",
        "关于高新区管理的通知",
        "高新区实行“一区十二园”管理，按年考核。分园另行公布。",
    );
    write(
        "b.txt",
        "关于园区工作的通知",
        "高新技术产业开发区实行一區多園，由市科技局统筹。",
    );
    write("c.txt", "关于河道的通知", "河道应当清理，不得占用。");
    let index = indexed(&folder);
    (folder, index)
}

#[test]
fn numerals_have_their_value_in_a_column() {
    let (_folder, index) = archive();
    let run = zhengsou(&[
        "search",
        "一区{N}园",
        "--index",
        &index,
        "--format",
        "csv",
        "--columns",
        "match,N",
    ]);
    let mut rows: Vec<&str> = run.out.lines().collect();
    rows.sort_unstable();
    assert_eq!(
        rows,
        ["match,N", "一区十二园,12", "一區多園,多"],
        "{}",
        run.err
    );
}

#[test]
fn nearness_and_synonyms_find_what_they_say() {
    let (folder, index) = archive();
    let count = |flags: &[&str]| {
        let all = [
            &["search", "--index", &index, "--count", "--rows", "document"],
            flags,
        ]
        .concat();
        zhengsou(&all)
    };
    let own = folder.path().join("own.tsv");
    fs::write(&own, "\u{feff}河道\t市科技局\r\n").unwrap();
    let own = format!("--synonyms={}", own.to_str().unwrap());
    let cases: [(&[&str], &str); 8] = [
        (&["考核 /s 管理"], "1\n"),
        (&["分园 /s 管理"], "0\n"),
        (&["分园 /p 管理"], "1\n"),
        (&["考核 ~3 管理"], "1\n"),
        (&["考核 ~2 管理"], "0\n"),
        (&["高新区"], "1\n"),
        (&["高新区", "--synonyms"], "2\n"),
        (&["河道", &own], "2\n"),
    ];
    for (flags, expected) in cases {
        let run = count(flags);
        assert_eq!(run.out, expected, "{flags:?} {}", run.err);
    }
    let said = count(&["高新区", "--synonyms", "--explain"]).err;
    for part in [
        "高新区 also finds 高新技术产业开发区",
        "2 documents have 高新区",
    ] {
        assert!(said.contains(part), "{said}");
    }
    let missing = count(&["河道", "--synonyms=no/such.tsv"]);
    assert!(
        missing.code == 2 && missing.err.contains("no/such.tsv"),
        "{}",
        missing.err
    );
}

#[test]
fn without_hits_the_condition_is_named_and_another_query_offered() {
    let (_folder, index) = archive();
    let run = zhengsou(&["search", "河道 考核", "--index", &index]);
    assert_eq!(run.code, 1);
    for part in [
        "without 河道: 1 documents; try: 考核",
        "without 考核: 1 documents; try: 河道",
    ] {
        assert!(run.err.contains(part), "{}", run.err);
    }
    let run = zhengsou(&["search", "河道 火星", "--index", &index, "--count"]);
    assert!(run.err.contains("no document has 火星"), "{}", run.err);
    let run = zhengsou(&["search", "一区十二园", "--index", &index]);
    assert!(
        run.err.contains("一区{N}园 finds 2 documents"),
        "{}",
        run.err
    );
}

#[test]
fn a_mistyped_option_is_no_query() {
    let (folder, index) = archive();
    for (command, option) in [
        ("search", "--provinc"),
        ("search", "-synonyms"),
        ("stats", "--zeroes"),
        ("sample", "--seeed=3"),
    ] {
        let mut arguments = vec![command, "--index", &index, option];
        if command != "search" {
            arguments.extend(["--by", "kind"]);
        }
        if command == "sample" {
            arguments.extend(["-n", "1"]);
        }
        let run = zhengsou(&arguments);
        assert!(
            run.code == 2 && run.err.contains(option),
            "{option}: {}",
            run.err
        );
        assert!(run.err.contains("--help"), "{option}: {}", run.err);
    }
    let without = zhengsou(&[
        "search", "-河道", "--index", &index, "--count", "--rows", "document",
    ]);
    assert_eq!(without.out, "2\n", "{}", without.err);
    let csv = folder.path().join("a.xlsx").to_str().unwrap().to_owned();
    let run = zhengsou(&["search", "园", "--index", &index, "--csv", &csv]);
    assert!(run.code == 2 && run.err.contains("--output"), "{}", run.err);
}

#[test]
fn a_value_that_is_not_known_is_answered_with_those_that_are() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive");
    fs::create_dir_all(&archive).unwrap();
    let text = "湖北省人民政府关于河道的通知\n\n各单位：\n河道应当清理。\n\n湖北省人民政府\n2021年5月6日\n";
    fs::write(archive.join("a.txt"), text).unwrap();
    let index = indexed(&folder);
    for (flag, value, known) in [
        ("--province", "湖比", "湖北省"),
        ("--kind", "foo", "interpretation, news, report"),
        ("--number", "鄂政发〔2021〕", "〔2023〕*"),
    ] {
        let run = zhengsou(&["search", "河道", "--index", &index, flag, value]);
        assert!(
            run.code == 2 && run.err.contains(known),
            "{value}: {}",
            run.err
        );
    }
}

#[test]
fn errors_mark_the_place() {
    let (_folder, index) = archive();
    for (query, place) in [
        ("河道 ~5", "河道 ▸~5"),
        ("河道 (甲", "河道 ▸(甲"),
        ("甲 “?*”", "甲 ▸“?*”"),
        ("/s 甲", "▸/s 甲"),
    ] {
        let run = zhengsou(&["search", query, "--index", &index]);
        assert!(
            run.code == 2 && run.err.contains(place),
            "{query}: {}",
            run.err
        );
    }
}

/// Every mark of 5,000 hits is what the query asks for: a string, its other script, or a pattern.
#[test]
fn marks_are_what_matches() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive");
    crate::program::copy(&crate::program::project().join("corpus_sample"), &archive);
    let index = indexed(&folder);
    let mut marks = 0;
    for (query, pattern) in [
        ("园", "^园$"),
        ("的", "^的$"),
        ("开发区", "^开发区$"),
        ("一区{N}园", "^一区.{1,6}园$"),
        ("管?", "^管.$"),
        ("园区*管理", "^园区.{0,8}管理$"),
        ("人民政府 /s 通知", "^(人民政府|通知)$"),
        ("园区 ~30 发展", "^(园区|发展)$"),
        ("政 OR 府 OR 市 OR 区", "^[政府市区]$"),
        (
            "一 OR 二 OR 三 OR 人 OR 有 OR 在 OR 年 OR 月 OR 日 OR 法 OR 管 OR 理 OR 、",
            "^[一二三人有在年月日法管理、]$",
        ),
        (
            "关 OR 于 OR 各 OR 县 OR 省 OR 会 OR 中 OR 办 OR 公 OR 技 OR 高 OR 新 OR 人 OR 民",
            "^[关于各县省会中办公技高新人民]$",
        ),
        ("工 OR 业 OR 发 OR 展 OR 和 OR 建", "^[工业发展和建]$"),
    ] {
        let pattern = regex::Regex::new(pattern).unwrap();
        let quoted = if query.ends_with('?') {
            format!("\"{query}\"")
        } else {
            query.to_owned()
        };
        let run = zhengsou(&["search", &quoted, "--index", &index, "--format", "jsonl"]);
        for row in crate::program::json_lines(&run.out) {
            let passage = row["passage"].as_str().unwrap();
            for span in row["spans"].as_array().unwrap() {
                let at = |end: usize| span[end].as_u64().unwrap() as usize;
                let marked = zhengsou::analysis::char_filter::fold(&passage[at(0)..at(1)]).text;
                assert!(pattern.is_match(&marked), "{query}: {marked} in {passage}");
                marks += 1;
            }
        }
    }
    assert!(marks > 5_000, "{marks} marks");
}

/// Two equal passages of one paragraph: each occurrence has the words around itself.
#[test]
fn occurrences_have_their_own_context() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive");
    fs::create_dir_all(&archive).unwrap();
    let (one, two) = ("乙".repeat(220), "丙".repeat(210));
    let text = format!("关于园区的通知\n\n甲{two}。园区{one}。{two}园区。园区。\n");
    fs::write(archive.join("a.txt"), text).unwrap();
    let index = indexed(&folder);
    let run = zhengsou(&[
        "search",
        "园区",
        "--index",
        &index,
        "--format",
        "csv",
        "--rows",
        "occurrence",
        "--columns",
        "left,match,right",
    ]);
    let mut rows: Vec<&str> = run.out.lines().skip(1).collect();
    assert_eq!(rows.len(), 4, "{}", run.out);
    rows.sort_unstable();
    rows.dedup();
    assert_eq!(rows.len(), 4, "each has its own: {}", run.out);
}

#[test]
fn an_ending_that_promises_another_form_is_refused() {
    let (folder, index) = archive();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (command, name) in [
        ("search", "a.xls"),
        ("stats", "a.XLSX"),
        ("sample", "a.json"),
    ] {
        let file = path(name);
        let mut arguments = vec![command, "园", "--index", &index, "--output", &file];
        if command != "search" {
            arguments.extend(["--by", "kind"]);
        }
        if command == "sample" {
            arguments.extend(["-n", "1"]);
        }
        let run = zhengsou(&arguments);
        assert!(
            run.code == 2 && run.err.contains("hint:"),
            "{name}: {}",
            run.err
        );
        assert!(!std::path::Path::new(&file).exists());
    }
    let csv = path("c.csv");
    let run = zhengsou(&[
        "stats", "园", "--index", &index, "--by", "kind", "--csv", &csv,
    ]);
    assert!(run.code == 0 && run.err.contains("→"), "{}", run.err);
    // A user's own file of a similar name stays.
    fs::write(path("b.csv.part"), "mine").unwrap();
    let run = zhengsou(&[
        "search",
        "园",
        "--index",
        &index,
        "--output",
        &path("b.CSV"),
    ]);
    assert!(run.code == 0 && run.err.contains("→"), "{}", run.err);
    assert_eq!(fs::read_to_string(path("b.csv.part")).unwrap(), "mine");
}

#[test]
fn loose_matching_keeps_synonyms_and_patterns() {
    let (_folder, index) = archive();
    let all = [
        "search",
        "高新区",
        "--match",
        "all",
        "--index",
        &index,
        "--count",
        "--rows",
        "document",
    ];
    assert_eq!(zhengsou(&all).out, "1\n");
    assert_eq!(zhengsou(&[&all[..], &["--synonyms"]].concat()).out, "2\n");
    let near = zhengsou(&[
        "search",
        "一区{N}园 ~20 管理",
        "--match",
        "all",
        "--index",
        &index,
        "--format",
        "csv",
        "--columns",
        "N",
    ]);
    assert!(near.out.contains("12"), "{}", near.out);
}
