use std::path::PathBuf;

use encoding_rs::GB18030;
use proptest::prelude::*;

use super::*;

pub(super) fn file(name: &str, bytes: impl Into<Vec<u8>>) -> RawFile {
    RawFile {
        path: SourcePath {
            root: "archive".into(),
            relative: name.into(),
            key: 1,
        },
        absolute: PathBuf::from(name),
        bytes: bytes.into(),
        truncated: false,
    }
}

pub(super) fn read_one(file: &RawFile) -> (Vec<SourceText>, Vec<(IssueKind, String)>) {
    let mut issues = Vec::new();
    let texts = read(file, Options::default(), &mut issues);
    let codes = issues
        .into_iter()
        .inspect(|issue| assert_eq!(issue.path, file.path.relative))
        .map(|issue| (issue.kind, issue.code))
        .collect();
    (texts, codes)
}

#[track_caller]
pub(super) fn assert_sound(texts: &[SourceText]) {
    for source in texts {
        normalize::assert_normal(&source.text);
        for mark in &source.marks {
            assert!(source.text.get(mark.span.range()).is_some(), "{mark:?}");
        }
    }
}

#[test]
fn reads_plain_text_of_any_encoding() {
    let text = "关于加强管理的通知\r\n各有关单位：\r\n";
    for bytes in [
        text.as_bytes().to_vec(),
        GB18030.encode(text).0.into_owned(),
    ] {
        let (texts, issues) = read_one(&file("通知.txt", bytes));
        assert_eq!(texts[0].text, "关于加强管理的通知\n各有关单位：\n");
        assert_eq!(texts[0].format, Format::Text);
        assert!(issues.is_empty());
    }
}

#[test]
fn what_is_not_read_is_reported() {
    let cases: [(&str, &[u8], &str); 7] = [
        ("a.png", b"\x89PNG\r\n", "unsupported_type:png"),
        ("a.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "damaged"),
        ("a.txt", b"PK\x03\x04word/document.xml", "damaged"),
        (
            "a.bin",
            &[0, 1, 2, 3, 4, 5, 0, 0, 0, 255],
            "unsupported_type:binary",
        ),
        ("a.txt", b"", "empty"),
        ("b.txt", b" \r\n\t", "empty"),
        ("c.txt", "\u{3000}\u{3000}\n".as_bytes(), "empty"),
    ];
    for (name, bytes, code) in cases {
        let kind = match code {
            "damaged" => IssueKind::Failed,
            _ => IssueKind::Skipped,
        };
        let (texts, issues) = read_one(&file(name, bytes));
        assert!(texts.is_empty());
        assert_eq!(issues, [(kind, code.to_owned())]);
    }
}

#[test]
fn a_cut_file_is_partial() {
    let text = "第一条 为了规范管理，根据有关规定，制定本办法。";
    for bytes in [
        text.as_bytes().to_vec(),
        GB18030.encode(text).0.into_owned(),
    ] {
        let mut cut = file("长.txt", bytes);
        cut.bytes.pop();
        cut.truncated = true;
        let (texts, issues) = read_one(&cut);
        assert!(texts[0].partial);
        assert!(texts[0].text.ends_with("制定本办法"), "{}", texts[0].text);
        let codes: Vec<&str> = issues.iter().map(|(_, code)| code.as_str()).collect();
        // The cut character is no bad byte.
        assert_eq!(codes, ["too_large"]);
    }
}

#[test]
fn a_panic_becomes_an_issue() {
    let mut issues = Vec::new();
    let broken = file("a.txt", "甲");
    let mut report = Report {
        path: &broken.path,
        issues: &mut issues,
    };
    report.skip_unsupported("ofd");
    assert_eq!(issues[0].message, "OFD is not read yet");
}

#[test]
fn damage_is_noted_and_marked() {
    let text = "德才兼?zhèn)湓瓌t，轉變?yōu)現實。\n锟斤拷锟斤拷\n";
    let (texts, issues) = read_one(&file("a.txt", text));
    assert_eq!(
        texts[0].text,
        "德才兼備原則，轉變\u{fffd}現實。\n锟斤拷锟斤拷\n"
    );
    assert_eq!(texts[0].marks.len(), 1);
    assert_eq!(texts[0].notes, ["mojibake", "byte_damage"]);
    assert_eq!(issues[0].1, "byte_damage");
    assert_sound(&texts);
}

/// Found by chance: white space of more than ASCII left such files without a row.
#[test]
fn r0007_a_table_or_records_of_nothing_are_reported() {
    for (name, bytes) in [
        ("a.jsonl", &b"\xa0"[..]),
        ("a.csv", b"\xa0\n"),
        ("a.csv", b"\n\n \xc2\xa0"),
    ] {
        let (texts, issues) = read_one(&file(name, bytes));
        assert!(texts.is_empty() && !issues.is_empty(), "{name}");
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        name in proptest::sample::select(vec!["a.txt", "a.md", "a.html", "a.jsonl", "a"]),
    ) {
        let (texts, issues) = read_one(&file(name, bytes));
        assert_sound(&texts);
        prop_assert!(!texts.is_empty() || !issues.is_empty());
        prop_assert!(issues.iter().all(|(_, code)| code != "reader_panicked"));
    }

    /// Pieces of text in several encodings, cut anywhere.
    #[test]
    fn mixed_encodings_never_panic(
        pieces in proptest::collection::vec((0usize..7, 0usize..12), 0..30),
    ) {
        let sound = "統(tǒng)籌兼?zhèn)湓瓌t，一区多园。\n？ㄒ唬";
        let gbk = GB18030.encode(sound).0.into_owned();
        let latin: String = gbk.iter().map(|&byte| char::from(byte)).collect();
        let as_gbk = GB18030.decode_without_bom_handling(sound.as_bytes()).0.into_owned();
        let utf_16: Vec<u8> = sound.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let kinds = [
            sound.as_bytes().to_vec(),
            gbk,
            encoding_rs::BIG5.encode(sound).0.into_owned(),
            latin.into_bytes(),
            as_gbk.into_bytes(),
            utf_16,
            vec![0, 0xff, 0x80, b'?', b')', 0xe3, 0x84],
        ];
        let bytes: Vec<u8> = pieces
            .iter()
            .flat_map(|(kind, cut)| kinds[*kind][..kinds[*kind].len().saturating_sub(*cut)].to_vec())
            .collect();
        let (texts, issues) = read_one(&file("a.txt", bytes));
        assert_sound(&texts);
        prop_assert!(!texts.is_empty() || !issues.is_empty());
        prop_assert!(issues.iter().all(|(_, code)| code != "reader_panicked"));
    }

    #[test]
    fn arbitrary_markup_never_panics(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            "<div>", "</div>", "<p>", "</p>", "<table>", "<tr>", "<td>", "</table>", "<h1>", "</h1>",
            "<br>", "<a href=x>", "</a>", "<!--", "-->", "<script>", "</script>", "<div id=zoom>",
            "<meta name=ArticleTitle content=\"通知\">", "<title>通知</title>", "&nbsp;", "&#0;", "<",
            "关于印发办法的通知", "\n", "# ", "**", "[链接](u)", "| 甲 | 乙 |\n", "|---|\n", "---\n",
            "{\"title\":\"甲\",\"text\":\"乙\"}\n", "{", "索引号：", "2020-01-02", "\u{0}", "\r", "\u{c}",
        ]), 0..40),
        name in proptest::sample::select(vec!["a.txt", "a.md", "a.html", "a.jsonl"]),
    ) {
        let (texts, issues) = read_one(&file(name, pieces.concat()));
        assert_sound(&texts);
        prop_assert!(!texts.is_empty() || !issues.is_empty());
        prop_assert!(issues.iter().all(|(_, code)| code != "reader_panicked"));
    }
}

/// Every file of the real archive is read whole, where it is at hand.
#[test]
fn reads_the_archive() {
    let Some(folder) = data("archive") else {
        return;
    };
    let (mut bytes, mut texts) = (0, 0);
    let mut elapsed = std::time::Duration::ZERO;
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten() {
        if !entry.file_type().is_file() {
            continue;
        }
        let raw = file(
            &entry.path().to_string_lossy(),
            std::fs::read(entry.path()).unwrap(),
        );
        bytes += raw.bytes.len();
        let start = std::time::Instant::now();
        let (found, issues) = read_one(&raw);
        elapsed += start.elapsed();
        // A few files are front matter only: reported as empty.
        assert_eq!(
            found.len() + issues.len(),
            1,
            "{}: {issues:?}",
            raw.path.relative
        );
        if found.is_empty() {
            continue;
        }
        texts += found.len();
    }
    println!("{texts} texts, {bytes} bytes, read in {elapsed:?}");
    assert!(texts > 0);
}

pub(super) fn data(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("ZHENGSOU_DATA")
        .map_or_else(
            || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
            PathBuf::from,
        )
        .join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("SKIPPED: no real data at {}", folder.display());
    None
}

/// Crawlers write workbooks, too: one document for each row, if the first row says so.
#[test]
fn a_workbook_of_documents_is_read_row_by_row() {
    let workbook = |names: [&str; 3]| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("采集").unwrap();
        for (column, name) in (0..).zip(names) {
            sheet.write(0, column, name).unwrap();
        }
        for (row, cells) in [
            (1, ["甲办法", "第一条 甲", "2020-01-02"]),
            (3, ["乙办法", "第一条 乙", ""]),
        ] {
            for (column, cell) in (0..).zip(cells) {
                sheet.write(row, column, cell).unwrap();
            }
        }
        book.save_to_buffer().unwrap()
    };
    let (texts, issues) = read_one(&file("a.xlsx", workbook(["标题", "正文", "日期"])));
    assert!(issues.is_empty(), "{issues:?}");
    let members: Vec<&str> = texts.iter().map(|text| text.member.as_str()).collect();
    assert_eq!(members, ["#采集!2", "#采集!4"]);
    assert_eq!(texts[1].text, "第一条 乙");
    assert_eq!(texts[0].hints.title.as_deref(), Some("甲办法"));
    let (texts, _) = read_one(&file("a.xlsx", workbook(["标题", "数量", "日期"])));
    assert_eq!((texts.len(), texts[0].member.as_str()), (1, ""));
}
