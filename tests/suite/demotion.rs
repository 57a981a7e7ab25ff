//! Weak documents – stubs, previews, essays – come after whole ones, and can be filtered.

use std::fs;
use std::path::Path;

use crate::program::{json_lines, zhengsou};

const NUMBER: &str = "甲政办发〔2021〕36号";

/// A full text with a number, and pages that only mention or repeat it.
fn archive(folder: &Path) {
    let sentence = "各县区要切实加强组织领导,明确目标任务,细化工作措施,建立部门联席会议制度,确保各项工作落到实处。\n";
    let full = format!(
        "甲市人民政府办公室关于加快园区改革的通知\n{NUMBER}\n各县区人民政府:\n{}甲市人民政府办公室\n2021年5月6日\n",
        sentence.repeat(60)
    );
    let preview = format!(
        "甲市人民政府办公室关于加快园区改革的通知\n{NUMBER}\n各县区人民政府:\n{sentence}{sentence}各县区要加快改革……\n[详细>]\n展开更多\n全文共12186字\n"
    );
    let essay = format!(
        "园区改革的思考\n引言\n在当今数字化浪潮席卷全球的背景下,本文将深入探讨{NUMBER}。\n众所周知,改革具有重要意义。\n综上所述,任重而道远。让我们携手共进。\n"
    );
    let stubs = [
        format!("{NUMBER}文件"),
        format!("甲市人民政府办公室文件 {NUMBER} 园区改革 全文下载"),
        format!("{NUMBER}\n甲市人民政府办公室关于加快园区改革的通知"),
        format!("查看{NUMBER}原文"),
    ];
    fs::write(folder.join("z_full.txt"), full).unwrap();
    fs::write(folder.join("b_preview.txt"), preview).unwrap();
    fs::write(folder.join("c_essay.txt"), essay).unwrap();
    for (name, stub) in stubs.iter().enumerate() {
        fs::write(folder.join(format!("a_stub{name}.txt")), stub).unwrap();
    }
}

fn paths(index: &Path, query: &str) -> Vec<String> {
    let index = index.to_str().unwrap();
    let found = zhengsou(&[
        "search", query, "--index", index, "--rows", "document", "--format", "jsonl",
    ]);
    json_lines(&found.out)
        .iter()
        .map(|row| row["path"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_stub_never_comes_before_the_full_text() {
    let folder = tempfile::tempdir().unwrap();
    let (files, index) = (folder.path().join("files"), folder.path().join("index"));
    fs::create_dir(&files).unwrap();
    archive(&files);
    let built = zhengsou(&[
        "index",
        files.to_str().unwrap(),
        "--index",
        index.to_str().unwrap(),
    ]);
    assert_eq!(built.code, 0, "{}", built.err);
    for query in [
        NUMBER.to_owned(),
        format!("\"{NUMBER}\""),
        "园区改革".to_owned(),
    ] {
        let found = paths(&index, &query);
        assert_eq!(found[0], "z_full.txt", "{query}: {found:?}");
        assert!(!found[1].contains("stub"), "{query}: {found:?}");
        assert!(!found[2].contains("stub"), "{query}: {found:?}");
    }
    let by_number = paths(&index, &format!("number:{NUMBER}"));
    assert_eq!(by_number[0], "z_full.txt", "{by_number:?}");
    let stubs = paths(&index, &format!("{NUMBER} quality:stub"));
    assert_eq!(stubs.len(), 4, "{stubs:?}");
    let others = paths(&index, &format!("{NUMBER} -quality:stub"));
    assert_eq!(others.len(), 3, "{others:?}");
    assert_eq!(paths(&index, "quality:preview"), ["b_preview.txt"]);
    assert_eq!(paths(&index, "quality:ai"), ["c_essay.txt"]);
}
