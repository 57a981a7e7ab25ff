//! `number`, `place` and `issuer`: asked without an index, answered with an exit code.

use std::io::Write;
use std::process::Stdio;

use crate::program::{command, json_lines, run_of, zhengsou};

#[test]
fn a_number_is_printed_in_its_one_form() {
    let run = zhengsou(&["number", "鄂政办发[2017]7号", "国發（２０２０） 第 7 号"]);
    assert_eq!(run.code, 0, "{}", run.err);
    for part in [
        "鄂政办发〔2017〕7号",
        "国发〔2020〕7号",
        "湖北省",
        "central",
    ] {
        assert!(run.out.contains(part), "{part} in {}", run.out);
    }
    let bad = zhengsou(&["number", "2017", "--lang", "zh"]);
    assert_eq!((bad.code, bad.out.as_str()), (1, ""));
    assert!(bad.err.contains("2017 不是文号") && bad.err.contains("提示："));
}

#[test]
fn lines_of_standard_input_have_a_row_each() {
    let mut child = command()
        .args(["number", "-", "--format", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input
        .write_all("国办发[2017]7号\n\n废话\n".as_bytes())
        .unwrap();
    drop(input);
    let run = run_of(child.wait_with_output().unwrap());
    assert_eq!(run.code, 1, "{}", run.err);
    let rows = json_lines(&run.out);
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["key"], "国办发|2017|7");
    assert!(rows[1]["query"] == "废话" && rows[1]["key"].is_null());
}

#[test]
fn a_place_has_its_readings_with_their_parents() {
    let old = zhengsou(&["place", "襄樊"]);
    assert_eq!(old.code, 0, "{}", old.err);
    for part in ["襄阳市  湖北省 › 襄阳市", "2010"] {
        assert!(old.out.contains(part), "{part} in {}", old.out);
    }
    let table = zhengsou(&["place", "鼓楼区", "--format", "csv"]);
    assert_eq!(table.out.lines().count(), 5, "{}", table.out);
    assert!(table.out.contains("福建省,福州市,鼓楼区"), "{}", table.out);
    let unknown = zhengsou(&["place", "火星"]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.err.contains("火星") && unknown.err.contains("hint:"));
}

#[test]
fn an_issuer_has_its_lineage() {
    let run = zhengsou(&["issuer", "发改委", "国务院扶贫办"]);
    assert_eq!(run.code, 0, "{}", run.err);
    for part in [
        "国家发展和改革委员会",
        "国家计划委员会",
        "国家乡村振兴局、农业农村部",
    ] {
        assert!(run.out.contains(part), "{part} in {}", run.out);
    }
    assert_eq!(zhengsou(&["issuer", "一区多园"]).code, 1);
}

#[test]
fn places_of_shared_letters_are_a_short_list_for_people() {
    let run = zhengsou(&["number", "临政办发（2020）1号"]);
    let line = run.out.lines().find(|line| line.contains("may use it: "));
    let places = line.and_then(|line| line.split_once(": ")).unwrap().1;
    assert!(places.starts_with("临汾市、临沂市、临沧市、"), "{places}");
    assert!(places.ends_with('…') && places.matches('、').count() == 5);
    let all = zhengsou(&["number", "临政办发（2020）1号", "--format", "jsonl"]);
    let others = json_lines(&all.out)[0]["others"].as_array().unwrap().len();
    assert!(others > 6, "{}", all.out);
    assert!(
        zhengsou(&["number", "临政办发（2020）1号", "--lang", "zh"])
            .out
            .contains("可能使用：")
    );
}
