//! Containers through the real program: found, addressed, reported.

use std::fs;
use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use crate::program::{command, run_of};

/// Packs members into a ZIP file.
pub(crate) fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn notice(park: &str) -> String {
    format!(
        "关于推进{park}建设的通知\n\n各县（市、区）人民政府：\n现就推进{park}建设有关事项通知如下。\n"
    )
}

#[test]
fn members_are_found_by_their_address() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive");
    fs::create_dir(&archive).unwrap();
    let lines = format!(
        "{}\n",
        serde_json::json!({"title": "丁", "text": notice("丁园")})
    );
    let inner = zipped(&[
        ("乙.txt", notice("乙园").as_bytes()),
        ("图1.png", b"\x89PNG\r\n\x1a\n1"),
        ("图2.png", b"\x89PNG\r\n\x1a\n2"),
        ("行.jsonl", lines.as_bytes()),
    ]);
    let outer = zipped(&[
        ("../甲.txt", notice("甲园").as_bytes()),
        ("内.zip", &inner),
        ("zeros.txt", &vec![b'0'; 8 << 20]),
    ]);
    fs::write(archive.join("外.zip"), &outer).unwrap();
    fs::write(archive.join("丙.txt"), notice("丙园")).unwrap();
    fs::write(archive.join("坏.zip"), &outer[..outer.len() / 2]).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = command();
        command.current_dir(folder.path()).args(arguments);
        run_of(command.output().unwrap())
    };
    let index = ["index", "archive", "--index", "idx", "--report", "r.csv"];
    let indexed = run(&index);
    assert_eq!(indexed.code, 3, "{}", indexed.err);

    let search = |word: &str| {
        run(&[
            "search", word, "--index", "idx", "--format", "jsonl", "--rows", "document",
        ])
        .out
    };
    let cases = [
        ("甲园", "外.zip!/../甲.txt"),
        ("乙园", "外.zip!/内.zip!/乙.txt"),
        ("丙园", "丙.txt"),
        ("丁园", "外.zip!/内.zip!/行.jsonl!/#1"),
    ];
    for (word, path) in cases {
        let row: serde_json::Value = serde_json::from_str(search(word).trim()).unwrap();
        assert_eq!(row["path"], path, "{row}");
    }

    let report = fs::read_to_string(folder.path().join("r.csv")).unwrap();
    let rows: Vec<&str> = report.lines().collect();
    let has = |path: &str, rest: &str| {
        let found = rows
            .iter()
            .find(|row| row.contains(path) && row.contains(rest));
        assert!(found.is_some(), "{path} {rest}\n{report}");
    };
    has("外.zip,", "read,,,5 files within it");
    has("外.zip!/zeros.txt", "limit:ratio");
    has("外.zip!/内.zip!/图1.png", "unsupported_type:png");
    has("外.zip,", "1 more: ");
    has("坏.zip,", "damaged");

    // Nothing changed: nothing is read. Another limit: everything is.
    let again = run(&index);
    assert!(again.err.contains("files read: 0 "), "{}", again.err);
    let more = run(&[&index[..], &["--max", "ratio=100000"]].concat());
    assert!(more.err.contains("files read: 3 "), "{}", more.err);
    let report = fs::read_to_string(folder.path().join("r.csv")).unwrap();
    assert!(!report.contains("limit:ratio"), "{report}");

    let inspected = run(&["inspect", "archive/外.zip!/内.zip!/乙.txt", "--json"]);
    assert_eq!(inspected.code, 0, "{}", inspected.err);
    assert!(inspected.out.contains("乙园") && !inspected.out.contains("丁园"));
    let missing = run(&["inspect", "archive/外.zip!/无.txt"]);
    assert_eq!(missing.code, 2, "{}", missing.err);
    assert!(missing.err.contains("no such member"), "{}", missing.err);
    let unknown = run(&[&index[..], &["--max", "size=1"]].concat());
    assert!(
        unknown.err.contains("file-bytes, unpacked-bytes"),
        "{}",
        unknown.err
    );
}

/// Archives that a program reads: reported with what to install, and read once it is there.
#[test]
fn archives_wait_for_their_program() {
    let is_there = std::process::Command::new("bsdtar")
        .arg("--version")
        .output();
    if is_there.is_err() {
        println!("SKIPPED: bsdtar is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive");
    fs::create_dir(&archive).unwrap();
    let fixtures = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/formats/archives/"
    );
    let packed = fs::read(format!("{fixtures}archive.7z")).unwrap();
    fs::write(archive.join("-x.7z"), &packed).unwrap();
    fs::write(archive.join("外.zip"), zipped(&[("内.7z", &packed)])).unwrap();
    let index = |path: Option<&str>| {
        let mut command = command();
        command.current_dir(folder.path());
        if let Some(path) = path {
            command.env("PATH", path);
        }
        let arguments = ["index", "archive", "--index", "idx", "--report", "r.csv"];
        let ran = run_of(command.args(arguments).output().unwrap());
        assert_eq!(ran.code, 0, "{}", ran.err);
        (
            ran.err,
            fs::read_to_string(folder.path().join("r.csv")).unwrap(),
        )
    };
    let (_, report) = index(Some("/nowhere"));
    assert_eq!(report.matches("unsupported_type:7z").count(), 2, "{report}");
    assert!(report.contains("libarchive-tools"), "{report}");
    let (told, report) = index(None);
    assert!(told.contains("files read: 2 "), "{told}");
    assert!(!report.contains("unsupported_type"), "{report}");
    let mut command = command();
    command.current_dir(folder.path());
    let found = run_of(
        command
            .args(["search", "虚构园区", "--index", "idx", "--format", "jsonl"])
            .output()
            .unwrap(),
    );
    for path in ["-x.7z!/目录/通知.txt", "外.zip!/内.7z!/目录/通知.txt"] {
        assert!(found.out.contains(path), "{path}: {}", found.out);
    }
    let again = index(None).0;
    assert!(again.contains("files read: 0 "), "{again}");
}

/// As many containers and members as one batch does not hold: all documents, in any order of
/// threads, as if they were files.
#[test]
fn many_containers_give_what_their_files_would() {
    let folder = tempfile::tempdir().unwrap();
    let (packed, plain) = (folder.path().join("packed"), folder.path().join("plain"));
    fs::create_dir(&packed).unwrap();
    fs::create_dir(&plain).unwrap();
    for container in 0..30 {
        let texts: Vec<(String, String)> = (0..50)
            .map(|number| {
                (
                    format!("{number}.txt"),
                    notice(&format!("第{container}区{number}园")),
                )
            })
            .collect();
        let members: Vec<(&str, &[u8])> = texts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_bytes()))
            .collect();
        fs::write(packed.join(format!("{container}.zip")), zipped(&members)).unwrap();
        fs::create_dir(plain.join(format!("{container}.zip!"))).unwrap();
        for (name, text) in &texts {
            fs::write(plain.join(format!("{container}.zip!/{name}")), text).unwrap();
        }
    }
    let documents = |name: &str, threads: &str| {
        let index = format!("{name}-{threads}");
        let run = |arguments: &[&str]| {
            let mut command = command();
            command.current_dir(folder.path()).args(arguments);
            run_of(command.output().unwrap())
        };
        let indexed = run(&["index", name, "--index", &index, "--threads", threads]);
        assert_eq!(indexed.code, 0, "{}", indexed.err);
        let out = run(&["documents", "--index", &index, "--format", "jsonl"]).out;
        let mut rows: Vec<String> = out
            .lines()
            .map(|line| {
                let mut row: serde_json::Value = serde_json::from_str(line).unwrap();
                for part in ["doc_id", "root", "cluster"] {
                    row.as_object_mut().unwrap().remove(part);
                }
                row.to_string()
            })
            .collect();
        rows.sort();
        rows
    };
    let expected = documents("plain", "2");
    assert_eq!(expected.len(), 1500);
    assert_eq!(documents("packed", "3"), expected);
    assert_eq!(documents("packed", "1"), expected);
}

/// A crawler's table: each row a document, what the user says of the columns beats the text.
#[test]
fn rows_of_a_table_are_documents() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive");
    fs::create_dir(&archive).unwrap();
    let table = format!(
        "编号,名称,全文,时间,单位\n1,甲园建设通知,\"{}\",2020年3月1日,襄阳市人民政府\n2,空,,,\n",
        notice("甲园")
    );
    let gbk = encoding_rs::GBK.encode(&table).0.into_owned();
    fs::write(archive.join("表.csv"), gbk).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = command();
        command.current_dir(folder.path()).args(arguments);
        run_of(command.output().unwrap())
    };
    let map = "title=名称,text=全文,date=时间,issuer=单位";
    let indexed = run(&["index", "archive", "--index", "idx", "--map", map]);
    assert_eq!(indexed.code, 0, "{}", indexed.err);
    let found = run(&[
        "search",
        "甲园",
        "--index",
        "idx",
        "--province",
        "湖北",
        "--format",
        "jsonl",
        "--rows",
        "document",
    ]);
    let row: serde_json::Value = serde_json::from_str(found.out.trim()).unwrap();
    assert_eq!(row["path"], "表.csv!/#2");
    assert_eq!(row["title"], "甲园建设通知");
    assert_eq!(row["date"], "2020-03-01");
    let bad = run(&["index", "archive", "--index", "idx", "--map", "body=全文"]);
    assert!(
        bad.code == 2 && bad.err.contains("title, date"),
        "{}",
        bad.err
    );
}
