//! Places through the real program: facets as a tree, parents that include what lies in them, names
//! of the past.

use std::fs;

use crate::program::{json_lines, zhengsou};

/// An archive of five documents of four places, and its index.
fn index(folder: &std::path::Path) -> String {
    let archive = folder.join("archive");
    fs::create_dir_all(&archive).unwrap();
    for (name, organ) in [
        ("a", "湖北省人民政府"),
        ("b", "十堰市人民政府"),
        ("c", "竹山县人民政府"),
        ("d", "襄樊市人民政府"),
        ("e", "南京市人民政府"),
    ] {
        let text = format!(
            "{organ}关于公园管理的通知\n\n各单位：\n公园应当向公众开放，不得收费。\n\n{organ}\n2008年5月6日\n"
        );
        fs::write(archive.join(format!("{name}.txt")), text).unwrap();
    }
    let index = folder.join("index").to_str().unwrap().to_owned();
    let run = zhengsou(&["index", archive.to_str().unwrap(), "--index", &index]);
    assert_eq!(run.code, 0, "{}", run.err);
    index
}

#[test]
fn places_are_counted_and_filtered_as_a_tree() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path());
    let search =
        |flags: &[&str]| zhengsou(&[&["search", "公园", "--index", &index], flags].concat());

    let tree = "region\n       4  湖北省\n       2    十堰市\n       1      竹山县\n       1    襄阳市\n       1  江苏省\n       1    南京市\n";
    assert_eq!(search(&["--facets", "region"]).out, tree);
    let rows = json_lines(&search(&["--facets", "region", "--format", "jsonl"]).out);
    assert!(
        rows.iter()
            .any(|row| row["value"] == "湖北省/十堰市/竹山县"),
        "{rows:?}"
    );

    let count = |flag: &str, place: &str| {
        let run = search(&["--count", "--rows", "document", flag, place]);
        run.out.trim().to_owned()
    };
    for (flag, place, expected) in [
        ("--region", "湖北", "4"),
        ("--region", "十堰", "2"),
        ("--region", "湖北省/十堰", "2"),
        ("--region", "湖北襄樊", "1"),
        ("--province", "湖北", "4"),
        ("--city", "襄樊", "1"),
        ("--city", "襄陽", "1"),
        ("--city", "十堰", "2"),
        ("--county", "竹山", "1"),
    ] {
        assert_eq!(count(flag, place), expected, "{flag} {place}");
    }
    let unknown = search(&["--region", "湖北省/火星"]);
    assert_eq!(unknown.code, 2, "{}", unknown.err);
    assert!(unknown.err.contains("湖北省/火星") && unknown.err.contains("hint:"));
}
