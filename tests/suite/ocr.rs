//! Scans: reported without recognition, read with it, and only they are read again for it.
//!
//! In: `scan.pdf`, a page that is a picture, and `mixed.pdf`, the same behind a page of text. The
//! programs that recognise are looked for as the program does; without them the refusal is tested.

use std::path::Path;
use std::process::Command;

use crate::program::{index, json_lines, project, zhengsou};

/// What stands in the picture only.
const IN_PICTURE: &str = "防洪安全";

fn has_program(program: &str, argument: &str, word: &str) -> bool {
    Command::new(program)
        .arg(argument)
        .output()
        .is_ok_and(|output| {
            let said = [output.stdout, output.stderr].concat();
            String::from_utf8_lossy(&said).contains(word)
        })
}

fn archive(folder: &Path) {
    for name in ["scan.pdf", "mixed.pdf", "notice.docx"] {
        let from = project().join("tests/fixtures/formats").join(name);
        std::fs::copy(from, folder.join(name)).unwrap();
    }
}

#[test]
fn scans_are_read_where_that_is_asked_for() {
    if !has_program("pdftotext", "-v", "pdftotext") {
        println!("SKIPPED: pdftotext is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (files, place) = (folder.path().join("files"), folder.path().join("index"));
    std::fs::create_dir(&files).unwrap();
    archive(&files);
    let report = folder.path().join("report.csv");
    let told = index(&files, &place, &["--report", report.to_str().unwrap()]);
    assert!(told.contains("files read: 3 (0 unchanged"), "{told}");
    let rows = std::fs::read_to_string(&report).unwrap();
    assert!(
        rows.contains("scan.pdf,9148,0,skipped,read,needs_ocr"),
        "{rows}"
    );
    let mixed = rows.lines().find(|row| row.contains("mixed.pdf"));
    let mixed = mixed.unwrap();
    assert!(
        mixed.contains(",1,partial,read,needs_ocr,1 pages are pictures"),
        "{rows}"
    );
    let find = |string: &str| {
        let place = place.to_str().unwrap();
        let run = zhengsou(&[
            "search", "-F", string, "--index", place, "--format", "jsonl",
        ]);
        json_lines(&run.out)
    };
    assert!(find(IN_PICTURE).is_empty());

    let (from, to) = (files.to_str().unwrap(), place.to_str().unwrap());
    let languages = has_program("tesseract", "--list-langs", "chi_sim");
    if !languages || !has_program("pdftoppm", "-v", "pdftoppm") {
        println!("SKIPPED: tesseract with chi_sim, or pdftoppm, is not installed");
        let refused = zhengsou(&["index", from, "--index", to, "--ocr"]);
        assert_eq!(refused.code, 2);
        assert!(
            refused.err.contains("hint: apt-get install"),
            "{}",
            refused.err
        );
        return;
    }
    let told = index(&files, &place, &["--ocr"]);
    assert!(told.contains("files read: 2 (1 unchanged"), "{told}");
    let found = find(IN_PICTURE);
    let names: Vec<&str> = found
        .iter()
        .map(|row| row["path"].as_str().unwrap())
        .collect();
    assert!(
        names.contains(&"scan.pdf") && names.contains(&"mixed.pdf"),
        "{names:?}"
    );
    let facets = [
        "search", "-F", IN_PICTURE, "--index", to, "--facets", "quality",
    ];
    let facets = zhengsou(&facets).out;
    let ocr = facets.lines().find(|line| line.contains("ocr"));
    assert!(ocr.is_some_and(|line| line.contains('2')), "{facets}");
    // It is remembered, and what was read stays read.
    let told = index(&files, &place, &[]);
    assert!(told.contains("files read: 0 (3 unchanged"), "{told}");
    std::fs::copy(files.join("scan.pdf"), files.join("new.pdf")).unwrap();
    let told = index(&files, &place, &[]);
    assert!(told.contains("files read: 1 (3 unchanged"), "{told}");
    assert!(find(IN_PICTURE).len() > found.len());
    // Taken back, all is read anew.
    let told = index(&files, &place, &["--ocr=false"]);
    assert!(told.contains("files read: 4 (0 unchanged"), "{told}");
    assert!(find(IN_PICTURE).is_empty());
}
