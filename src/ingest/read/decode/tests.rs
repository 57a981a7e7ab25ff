use std::path::PathBuf;

use encoding_rs::SHIFT_JIS;
use proptest::prelude::*;

use super::*;

const SIMPLIFIED: &str = "关于印发《示例市开发区管理办法》的通知\n各县（市、区）人民政府：\n为了加强管理，制定本办法。\n";
const TRADITIONAL: &str = "關於印發《示例市開發區管理辦法》的通知\n各縣（市、區）人民政府：\n為了加強管理，制定本辦法。\n";

fn utf_16(text: &str, little: bool) -> Vec<u8> {
    text.encode_utf16()
        .flat_map(|unit| {
            if little {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        })
        .collect()
}

#[track_caller]
fn assert_decodes(bytes: &[u8], text: &str, encoding: &str) {
    let decoded = decode(bytes).unwrap();
    assert_eq!(decoded.text, text);
    assert_eq!(decoded.encoding, encoding);
    assert_eq!(decoded.bad_sequences, 0);
}

#[test]
fn decodes_each_encoding_without_help() {
    assert_decodes(SIMPLIFIED.as_bytes(), SIMPLIFIED, "UTF-8");
    assert_decodes(&GB18030.encode(SIMPLIFIED).0, SIMPLIFIED, "gb18030");
    assert_decodes(&GB18030.encode(TRADITIONAL).0, TRADITIONAL, "gb18030");
    assert_decodes(&BIG5.encode(TRADITIONAL).0, TRADITIONAL, "Big5");
    assert_decodes(&utf_16(SIMPLIFIED, true), SIMPLIFIED, "UTF-16LE");
    assert_decodes(&utf_16(SIMPLIFIED, false), SIMPLIFIED, "UTF-16BE");
    let unbroken = SIMPLIFIED.replace('\n', "");
    assert_decodes(&utf_16(&unbroken, true), &unbroken, "UTF-16LE");
    assert_decodes(&utf_16(&unbroken, false), &unbroken, "UTF-16BE");
}

#[test]
fn decodes_short_texts() {
    for text in ["关于印发管理办法的通知", "国务院", "开发区"] {
        assert_decodes(&GB18030.encode(text).0, text, "gb18030");
    }
    for text in ["關於印發管理辦法的通知", "國務院", "開發區的規定"] {
        assert_decodes(&BIG5.encode(text).0, text, "Big5");
    }
}

#[test]
fn byte_order_marks_win_and_are_removed() {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(utf_16(SIMPLIFIED, true));
    assert_decodes(&bytes, SIMPLIFIED, "UTF-16LE");
    let marked = format!("\u{feff}{SIMPLIFIED}");
    assert_decodes(marked.as_bytes(), SIMPLIFIED, "UTF-8");
}

#[test]
fn a_lying_declaration_is_overruled() {
    for label in ["utf-8", "big5", "iso-8859-1", "nonsense"] {
        let page = format!("<html><meta charset=\"{label}\"><p>{SIMPLIFIED}</p></html>");
        assert_decodes(&GB18030.encode(&page).0, &page, "gb18030");
    }
    let page = format!("<html><meta charset=gb2312><p>{TRADITIONAL}</p></html>");
    assert_decodes(&BIG5.encode(&page).0, &page, "Big5");
    assert_decodes(page.as_bytes(), &page, "UTF-8");
}

#[test]
fn a_true_declaration_is_believed_for_other_languages() {
    let page = "<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><p>ソフトウェア</p>";
    assert_decodes(&SHIFT_JIS.encode(page).0, page, "Shift_JIS");
}

#[test]
fn damaged_utf_8_stays_utf_8() {
    let mut bytes = SIMPLIFIED.as_bytes().to_vec();
    bytes.insert("关于印发".len(), 0xff);
    let decoded = decode(&bytes).unwrap();
    assert_eq!((decoded.encoding, decoded.bad_sequences), ("UTF-8", 1));
    assert!(decoded.text.starts_with("关于印发\u{fffd}《"));
    let cut = &"国务院".as_bytes()[..8];
    assert_eq!(decode(cut).unwrap().text, "国务\u{fffd}");
}

#[test]
fn binary_data_is_no_text() {
    let binary: Vec<u8> = (0..4000_u32).map(|n| ((n * 7919) >> 3) as u8).collect();
    assert_eq!(decode(&binary), None);
    assert_eq!(decode(&[0; 100]), None);
}

#[test]
fn mojibake_is_repaired() {
    let latin: String = GB18030
        .encode(SIMPLIFIED)
        .0
        .iter()
        .map(|&b| char::from(b))
        .collect();
    let decoded = decode(latin.as_bytes()).unwrap();
    assert!(decoded.repaired);
    assert_eq!(decoded.text, SIMPLIFIED);
}

/// Real files of known encodings, where they are at hand.
#[test]
fn reads_the_encoding_samples() {
    let folder = std::env::var_os("ZHENGSOU_DATA")
        .map_or_else(
            || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
            PathBuf::from,
        )
        .join("encodings");
    if !folder.is_dir() {
        println!("SKIPPED: no encoding samples at {}", folder.display());
        return;
    }
    let expected = [
        ("gb2312", "gb18030"),
        ("gb18030", "gb18030"),
        ("big5", "Big5"),
        ("utf_16_le", "UTF-16LE"),
        ("utf_16_be", "UTF-16BE"),
    ];
    let (mut right, mut wrong) = (0, Vec::new());
    for (name, encoding) in expected {
        let Ok(files) = std::fs::read_dir(folder.join(name)) else {
            continue;
        };
        for file in files.flatten() {
            let bytes = std::fs::read(file.path()).unwrap();
            let found = decode(&bytes).map(|decoded| decoded.encoding);
            if found == Some(encoding) {
                right += 1;
            } else {
                wrong.push((file.path(), found));
            }
        }
    }
    println!("encoding samples: {right} right, wrong: {wrong:#?}");
    assert!(
        wrong.len() * 20 <= right,
        "more than one in twenty is wrong"
    );
}

proptest! {
    #[test]
    fn any_bytes_decode_or_not_but_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = decode(&bytes);
    }

    #[test]
    fn truncation_never_panics(cut in 0usize..150) {
        for bytes in [GB18030.encode(SIMPLIFIED).0, BIG5.encode(TRADITIONAL).0] {
            let _ = decode(&bytes[..cut.min(bytes.len())]);
        }
    }
}
