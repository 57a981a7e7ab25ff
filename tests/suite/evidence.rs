//! `--evidence` and `--min-confidence` through the real program.

use crate::program::{copy, json_lines, project, zhengsou};

#[test]
fn values_have_their_evidence_and_weak_ones_can_be_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("corpus_sample");
    copy(&project().join("corpus_sample"), &archive);
    let index = folder.path().join("index").to_str().unwrap().to_owned();
    let built = zhengsou(&["index", archive.to_str().unwrap(), "--index", &index]);
    assert!(built.code == 0 || built.code == 3, "{}", built.err);
    let search = |flags: &[&str]| zhengsou(&[&["search", "--index", &index], flags].concat());

    let rows = json_lines(&search(&["--rows", "document", "--format", "jsonl", "--evidence"]).out);
    assert!(rows.len() > 50);
    let mut weak = 0;
    for row in &rows {
        let province = &row["evidence"]["regions"][0];
        assert_eq!(province.is_null(), row["province"].is_null(), "{row}");
        if let Some(confidence) = province["confidence"].as_f64() {
            assert!(province["rule"].as_str().unwrap().starts_with("extract/"));
            weak += usize::from(confidence < 0.93);
        }
    }
    assert!(weak > 0, "the sample has provinces that are not sure");
    let text = search(&["一区多园", "--evidence", "--limit", "1"]).out;
    assert!(
        text.contains("extract/region/title 0.90") && text.contains(" @"),
        "{text}"
    );
    let table = search(&["一区多园", "--evidence", "--format", "csv"]).out;
    assert!(
        table
            .lines()
            .next()
            .unwrap()
            .ends_with(",doc_id,N,cluster,evidence"),
        "{table}"
    );

    // Every filter agrees with what the stored evidence says.
    let count = |flags: &[&str]| -> usize {
        let flags = [&["--count", "--rows", "document"], flags].concat();
        search(&flags).out.trim().parse().unwrap()
    };
    let sure = |row: &&serde_json::Value| {
        row["evidence"]["regions"][0]["confidence"].as_f64() >= Some(0.93)
    };
    let of_hubei = || rows.iter().filter(|row| row["province"] == "湖北省");
    let hubei = ["--province", "湖北", "--min-confidence", "0.93"];
    assert_eq!(count(&["--province", "湖北"]), of_hubei().count());
    assert_eq!(count(&hubei), of_hubei().filter(sure).count());
    let none = ["--province", "unknown", "--min-confidence", "0.93"];
    assert_eq!(count(&none), rows.len() - rows.iter().filter(sure).count());
    let left_out = of_hubei().count() - of_hubei().filter(sure).count();
    if left_out > 0 {
        let said = search(&hubei).err;
        assert!(
            said.contains(&format!("{left_out} further documents match by")),
            "{said}"
        );
    }

    let facets = search(&[
        "--facets",
        "province,date",
        "--format",
        "jsonl",
        "--min-confidence",
        "0.93",
    ]);
    let facets = json_lines(&facets.out);
    let counted = |facet: &str, value: serde_json::Value| {
        let found = facets
            .iter()
            .find(|row| row["facet"] == facet && row["value"] == value);
        found.map_or(0, |row| row["count"].as_u64().unwrap())
    };
    assert_eq!(counted("province", "湖北省".into()), count(&hubei) as u64);
    assert_eq!(
        counted("province", serde_json::Value::Null),
        count(&none) as u64
    );
    // Where nothing is too weak, nothing changes.
    for field in [
        "--number", "--issuer", "--zone", "--region", "--kind", "--year",
    ] {
        let unknown = [field, "unknown"];
        let any = [&unknown[..], &["--min-confidence", "0"]].concat();
        assert_eq!(count(&unknown), count(&any), "{field}");
    }
    let undated = ["--year", "unknown", "--min-confidence", "0.93"];
    assert_eq!(
        counted("date", serde_json::Value::Null),
        count(&undated) as u64
    );
    assert_eq!(search(&["园", "--min-confidence", "2"]).code, 2);

    // `unknown` keeps documents that without a minimum are not found: they do not hide those left out.
    let mut told = 0;
    for (flag, column) in [
        ("--kind", "kind"),
        ("--year", "date"),
        ("--number", "number"),
    ] {
        let without = |row: &&serde_json::Value| row[column].is_null();
        let left_out = of_hubei().filter(without).filter(|row| !sure(row)).count();
        let said = search(&[&hubei[..], &[flag, "unknown"]].concat()).err;
        let message = format!("{left_out} further documents match by");
        assert_eq!(said.contains(&message), left_out > 0, "{flag}: {said}");
        told += left_out;
    }
    assert!(told > 0, "the sample has such documents");
}
