//! The query language through the real program: values, notes and errors.

use std::fs;

use crate::program::zhengsou;

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
    let index = folder.path().join("index").to_str().unwrap().to_owned();
    let built = zhengsou(&["index", archive.to_str().unwrap(), "--index", &index]);
    assert_eq!(built.code, 0, "{}", built.err);
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
