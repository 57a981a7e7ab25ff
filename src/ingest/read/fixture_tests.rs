//! The fixtures of `tests/fixtures/formats`: read whole, under wrong names, cut and damaged.

use std::path::PathBuf;

use super::tests::{assert_sound, file, read_one};
use super::*;

const NOTICE: &str = "示范县人民政府关于印发《示范县河道采砂管理办法》的通知\n示政发〔2031〕12号\n各乡镇人民政府，县直各有关单位：\n";
const TABLE: &str = "河段 | 可采量（万吨）\n河段 | 上半年 | 下半年\n清溪河上段 | 12.5 | 8\n清溪河下段 | 3 | 4.25\n第三条 ";
const NOTICE_END: &str = "第五条 本办法自2031年5月1日起施行。\n示范县人民政府\n2031年4月2日\n";
const SHEET: &str =
    "示范县2031年重点项目表\n序号 | 项目名称 | 投资（万元） | 开工日期\n1 | 清溪河治理工程 | ";

/// Each file, its format, and what its text holds.
const FILES: [(&str, Format, &[&str]); 11] = [
    ("notice.doc", Format::Doc, &[NOTICE, TABLE, NOTICE_END]),
    ("notice.docx", Format::Docx, &[NOTICE, TABLE, NOTICE_END]),
    (
        "notice.odt",
        Format::OpenDocument,
        &[NOTICE, TABLE, NOTICE_END],
    ),
    ("notice.rtf", Format::Rtf, &[NOTICE, TABLE, NOTICE_END]),
    (
        "notice.pdf",
        Format::Pdf,
        &[
            "示范县河道采砂管理办法\n",
            "第三条 采砂管理规范，本办法第二条规范采砂。",
        ],
    ),
    ("sheet.ods", Format::OpenDocument, &[SHEET, "2031年6月1日"]),
    (
        "sheet.xlsx",
        Format::Xlsx,
        &[SHEET, "1,234.50 | 2031年6月1日\n", "| 12.5%\n"],
    ),
    ("sheet.xls", Format::Xls, &[SHEET, "1234.5 | 2031-06-01\n"]),
    (
        "table.sqlite",
        Format::Sqlite,
        &["示政发〔2031〕12号\n各乡镇人民政府，县直各有关单位：\n"],
    ),
    (
        "slides.odp",
        Format::OpenDocument,
        &[
            "示范县河道采砂管理办法解读\n一、起草背景\n二、主要内容\n",
            "备注：先说明依据。\n三、适用范围\n",
        ],
    ),
    (
        "slides.pptx",
        Format::Pptx,
        &[
            "示范县河道采砂管理办法解读\n一、起草背景\n二、主要内容\n",
            "备注：先说明依据。\n三、适用范围\n",
        ],
    ),
];

fn bytes(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/formats"
    ));
    std::fs::read(folder.join(name)).unwrap()
}

fn is_readable(format: Format) -> bool {
    format != Format::Pdf || pdf::tests::is_testable()
}

#[test]
fn content_is_read_whatever_the_name() {
    let mut missing = Vec::new();
    for (name, format, pieces) in FILES {
        if !is_readable(format) {
            continue;
        }
        for shown in [name, "notice.txt", "notice.doc", "notice"] {
            let (texts, issues) = read_one(&file(shown, bytes(name)));
            assert_eq!(issues, [], "{name}");
            assert_sound(&texts);
            assert_eq!(texts[0].format, format, "{name} as {shown}");
            for piece in pieces {
                if !texts[0].text.contains(piece) && shown == name {
                    missing.push(format!("{name} lacks {piece:?}:\n{}", texts[0].text));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Cut and damaged copies give a text or an issue, soon.
#[test]
fn damaged_files_do_no_harm() {
    const COPIES: u64 = 200;
    /// Each copy starts a program.
    const COPIES_OF_PDF: u64 = 25;
    for (name, format, _) in FILES {
        if !is_readable(format) {
            continue;
        }
        let whole = bytes(name);
        let copies = if format == Format::Pdf {
            COPIES_OF_PDF
        } else {
            COPIES
        };
        let start = std::time::Instant::now();
        let mut kept = 0;
        for seed in 0..copies {
            let damaged = damaged(&whole, seed);
            let (texts, issues) = read_one(&file(name, damaged));
            assert_sound(&texts);
            assert!(!texts.is_empty() || !issues.is_empty(), "{name} {seed}");
            let is_calm = issues.iter().all(|(_, code)| code != "reader_panicked");
            assert!(is_calm, "{name} {seed}");
            kept += usize::from(!texts.is_empty());
        }
        println!(
            "{name}: {kept} of {copies} copies give text, {:?}",
            start.elapsed()
        );
        assert!(start.elapsed().as_secs() < 120, "{name}");
    }
}

/// A copy with some bits flipped, or (one in four) cut.
fn damaged(whole: &[u8], seed: u64) -> Vec<u8> {
    // Knuth's multiplier: a sequence that is the same everywhere.
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below.max(1)
    };
    let mut bytes = whole.to_vec();
    if seed.is_multiple_of(4) {
        bytes.truncate(8 + next(whole.len() - 8));
        return bytes;
    }
    for _ in 0..=next(12) {
        // The first bytes tell the type.
        let at = 8 + next(bytes.len() - 8);
        bytes[at] ^= 1 << next(8);
    }
    bytes
}
