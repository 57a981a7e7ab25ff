//! Workbooks are read back by another crate.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::*;
use crate::model::hit::{Hit, PassageHit, StoredDocument};
use crate::model::{Date, Extracted, Metadata};

fn hit(text: &str, date: Option<&str>) -> Hit {
    let date = date.and_then(Date::parse);
    let metadata = Metadata {
        date: date.map(|date| Extracted::new(date, "extract/date/test", None, 1.0)),
        ..Metadata::default()
    };
    Hit {
        rank: 3,
        score: 1.5,
        cluster: 1,
        folded: 0,
        document: StoredDocument {
            id: 1,
            content_id: 1,
            root: "a".to_owned(),
            path: "=b/c.txt".to_owned(),
            part: 1,
            metadata,
            display: text.to_owned(),
            paragraphs: Vec::new(),
        },
        passages: vec![PassageHit {
            paragraph: 2,
            text: text.to_owned(),
            spans: Vec::new(),
            numerals: Vec::new(),
            at: 0,
            score: 0.0,
        }],
    }
}

fn written(hits: &[Hit], columns: &[&str], sheet_rows: u32) -> (Xlsx<Cursor<Vec<u8>>>, Remarks) {
    let mut out = Vec::new();
    let options = XlsxOptions {
        scratch: std::env::temp_dir(),
        archives: Vec::new(),
    };
    let writer = XlsxWriter::with_sheet_rows(&mut out, columns, options, sheet_rows);
    let mut writer = Box::new(writer.unwrap());
    for hit in hits {
        for row in crate::export::rows(hit, crate::export::RowUnit::Passage) {
            writer.row(&row).unwrap();
        }
    }
    let remarks = writer.finish().unwrap();
    (Xlsx::new(Cursor::new(out)).unwrap(), remarks)
}

#[test]
fn cells_have_types_and_text_is_never_a_formula() {
    let columns = ["rank", "score", "date", "path", "passage", "number"];
    let texts = [
        "=1+1", "+甲", "-5", "@x", "1e3", "_x0041_", " 前后 ", "甲\n乙",
    ];
    for text in texts {
        let (mut book, remarks) = written(&[hit(text, Some("2021-03-04"))], &columns, SHEET_ROWS);
        assert_eq!(remarks, Remarks::default());
        let sheet = book.worksheet_range("hits 1").unwrap();
        let cell = |at| sheet.get((1, at)).cloned().unwrap_or_default();
        assert_eq!((cell(0), cell(1)), (Data::Float(3.0), Data::Float(1.5)));
        let Data::DateTime(date) = cell(2) else {
            panic!("{:?}", cell(2));
        };
        // Days since 1899-12-30.
        assert!((date.as_f64() - 44_259.0).abs() < f64::EPSILON, "{date:?}");
        assert_eq!(cell(3), Data::String("=b/c.txt".to_owned()));
        assert_eq!(cell(4), Data::String(text.to_owned()));
        assert_eq!(cell(5), Data::Empty);
        let formulas = book.worksheet_formula("hits 1").unwrap();
        assert!(formulas.used_cells().next().is_none());
    }
}

#[test]
fn a_date_without_day_stays_text() {
    for date in ["2021", "2021-03"] {
        let (mut book, _) = written(&[hit("甲", Some(date))], &["date"], SHEET_ROWS);
        let sheet = book.worksheet_range("hits 1").unwrap();
        assert_eq!(sheet.get((1, 0)), Some(&Data::String(date.to_owned())));
    }
}

#[test]
fn rows_roll_over_to_further_sheets() {
    let hits: Vec<Hit> = (0..7).map(|n| hit(&format!("甲{n}"), None)).collect();
    let (mut book, _) = written(&hits, &["passage"], 4);
    let mut read = Vec::new();
    for name in book.sheet_names() {
        let sheet = book.worksheet_range(&name).unwrap();
        let cells: Vec<String> = sheet.rows().map(|row| row[0].to_string()).collect();
        assert_eq!(cells[0], "passage");
        read.push(cells.len() - 1);
    }
    assert_eq!(read, [3, 3, 1]);
    let (mut book, _) = written(&[], &["passage"], 4);
    assert_eq!(book.worksheet_range("hits 1").unwrap().height(), 1);
}

#[test]
fn a_long_cell_is_cut_and_counted() {
    let (mut book, remarks) = written(&[hit(&"字".repeat(40_000), None)], &["passage"], SHEET_ROWS);
    assert_eq!(remarks.cut_cells, 1);
    let sheet = book.worksheet_range("hits 1").unwrap();
    let cell = sheet.get((1, 0)).unwrap().to_string();
    assert!(cell.encode_utf16().count() <= 32_767 && cell.ends_with(']'));
}
