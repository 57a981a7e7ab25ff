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
    // Read as GBK, saved as UTF-8; twice read as Latin-1; in a file of GBK bytes.
    let gbk = GB18030.decode_without_bom_handling(SIMPLIFIED.as_bytes()).0;
    let repaired = decode(gbk.as_bytes()).unwrap();
    assert!(
        repaired.repaired
            && repaired
                .text
                .starts_with("关于印发《示例市开发区管理办法》")
    );
    let decoded = decode(&GB18030.encode(&gbk).0).unwrap();
    assert!(decoded.text.starts_with("关于印发《示例市"), "{decoded:?}");
    let as_latin = |text: &str| text.bytes().map(char::from).collect::<String>();
    let twice = as_latin(&as_latin(SIMPLIFIED));
    assert_eq!(decode(twice.as_bytes()).unwrap().text, SIMPLIFIED);
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
    let expected: [(&str, &[&str]); 6] = [
        ("gb2312", &["gb18030"]),
        ("gb18030", &["gb18030"]),
        ("big5", &["Big5"]),
        ("utf_16", &["UTF-16LE", "UTF-16BE"]),
        ("utf_16_le", &["UTF-16LE"]),
        ("utf_16_be", &["UTF-16BE"]),
    ];
    let (mut right, mut wrong) = (0, Vec::new());
    for (name, encodings) in expected {
        let Ok(files) = std::fs::read_dir(folder.join(name)) else {
            continue;
        };
        for file in files.flatten() {
            let bytes = std::fs::read(file.path()).unwrap();
            let found = decode(&bytes);
            let is_right = found.as_ref().is_some_and(|found| {
                // A few pages hold bytes that their own encoding does not know.
                let lost = found.bad_sequences * 100;
                encodings.contains(&found.encoding) && !found.repaired && lost <= bytes.len()
            });
            if is_right {
                right += 1;
            } else {
                let found =
                    found.map(|found| (found.encoding, found.repaired, found.bad_sequences));
                wrong.push((file.path(), found));
            }
        }
    }
    println!("encoding samples: {right} right, wrong: {wrong:#?}");
    assert!(right >= 58 && wrong.is_empty());
}

/// Binary data are not decoded, whatever their first bytes: noise, machine words, tables of
/// numbers, names between NULs, each from 4 to 64 kB.
#[test]
fn binary_data_of_many_kinds_is_no_text() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for round in 0..64_usize {
        let len = 4_096 << (round % 5);
        let mut bytes = Vec::with_capacity(len + 16);
        while bytes.len() < len {
            let number = random();
            match round % 4 {
                0 => bytes.extend(number.to_le_bytes()),
                1 => bytes.extend([
                    0x48,
                    0x8b,
                    0x05,
                    number as u8,
                    (number >> 8) as u8,
                    0,
                    0,
                    0xe8,
                ]),
                2 => bytes.extend((number as u32 % 100_000).to_le_bytes()),
                _ => bytes.extend(
                    b"symbol\0\x01\0\x02\0\0\0"
                        .iter()
                        .chain(&number.to_le_bytes()),
                ),
            }
        }
        let decoded = decode(&bytes).map(|decoded| (decoded.encoding, decoded.text.len()));
        assert_eq!(decoded, None, "kind {}, {len} bytes", round % 4);
    }
}

/// The last byte of a cut file costs its character only.
#[test]
fn a_cut_last_character_costs_itself_only() {
    for (encoding, text) in [
        (GB18030, SIMPLIFIED),
        (BIG5, TRADITIONAL),
        (UTF_8, SIMPLIFIED),
    ] {
        let text = text.trim_end().trim_end_matches('。');
        let bytes = encoding.encode(text).0;
        let decoded = decode(&bytes[..bytes.len() - 1]).unwrap();
        let whole = &text[..text.len() - "法".len()];
        assert_eq!(decoded.text.trim_end_matches('\u{fffd}'), whole);
        assert_eq!(decoded.bad_sequences, 1);
    }
    let mut bytes = utf_16(SIMPLIFIED, true);
    bytes.pop();
    assert!(
        decode(&bytes)
            .unwrap()
            .text
            .starts_with(SIMPLIFIED.trim_end())
    );
}

#[test]
fn stray_controls_and_padding_are_no_binary() {
    for text in [
        "关于\0印发办法的通知",
        "关于印发办法的通知\u{1f}\u{7}",
        "附件\u{fffd}一",
    ] {
        assert_eq!(decode(text.as_bytes()).unwrap().text, text);
    }
    let padded = format!("{SIMPLIFIED}{}", "\0".repeat(4096));
    let decoded = decode(padded.as_bytes()).unwrap();
    assert_eq!(decoded.text.trim_end_matches('\0'), SIMPLIFIED);
    assert_eq!(decode("\u{0}\u{1}ab".repeat(500).as_bytes()), None);
    assert_eq!(decode(&[0, 0x13, 0xe8, 0xc8].repeat(500)), None);
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
