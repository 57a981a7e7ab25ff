//! Files that want to hurt, beside good ones, in one run of the real program: it ends, every file
//! gives a document or a row of the report, and the good ones are found.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::containers::zipped;
use crate::program::{command, run_of};
use crate::quine;

/// A folder that is being filled.
struct Folder {
    path: PathBuf,
    files: usize,
}

impl Folder {
    fn add(&mut self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path.join(name), bytes).unwrap();
        self.files += 1;
    }
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A TAR header with a right sum.
fn tar_header(name: &[u8], size: &[u8; 12], kind: u8) -> Vec<u8> {
    let mut header = vec![0; 512];
    header[..name.len()].copy_from_slice(name);
    header[124..136].copy_from_slice(size);
    header[156] = kind;
    header[257..263].copy_from_slice(b"ustar\0");
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    header
}

/// A ZIP file of many entries that all point at the same packed bytes (Fifield's bomb, simplified).
fn overlapping() -> Vec<u8> {
    let one = zipped(&[("a.txt", &vec![b'a'; 100_000])]);
    let central = memchr::memmem::find(&one, b"PK\x01\x02").unwrap();
    let end = memchr::memmem::find(&one, b"PK\x05\x06").unwrap();
    let entry = &one[central..end];
    let mut bytes = one[..central].to_vec();
    for number in 0..2000_u16 {
        let mut entry = entry.to_vec();
        entry[46..51].copy_from_slice(format!("{number:05}").as_bytes());
        bytes.extend(entry);
    }
    let size = u32::try_from(bytes.len() - central).unwrap();
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(2000_u16.to_le_bytes());
    bytes.extend(2000_u16.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.extend(u32::try_from(central).unwrap().to_le_bytes());
    bytes.extend(b"\0\0");
    bytes
}

fn docx(body: &str) -> Vec<u8> {
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", body.as_bytes()),
    ])
}

fn containers(folder: &mut Folder) {
    let zeros = vec![0_u8; 16 << 20];
    let flat = zipped(&[("zeros", &zeros), ("again", &zeros)]);
    folder.add("flat.zip", &flat);
    folder.add("zeros.gz", gzipped(&zeros));
    folder.add("twice.gz", gzipped(&gzipped(&zeros)));
    folder.add("quine.gz", quine::file());
    let mut nested = flat;
    for level in 0..12 {
        nested = zipped(&[("inner.zip", &nested), ("next.zip", &nested)]);
        if level % 4 == 3 {
            folder.add(&format!("nested{level}.zip"), &nested);
        }
    }
    folder.add("overlapping.zip", overlapping());
    folder.add("empty.zip", zipped(&[]));
    folder.add(
        "names.zip",
        zipped(&[
            ("../../up.txt", b"x"),
            ("/abs.txt", b"x"),
            ("\u{1b}[31mred\u{7}.txt", b"x"),
            ("\u{202e}txt.exe", b"x"),
            ("a!/b!/c.txt", b"x"),
            ("nul\0.txt", b"x"),
        ]),
    );
    let huge = *b"77777777777\0";
    folder.add("size.tar", tar_header(b"a.txt", &huge, b'0'));
    let mut long = tar_header(b"././@LongLink", b"00400000000\0", b'L');
    long.extend(vec![b'n'; 1 << 20]);
    folder.add("name.tar", long);
    let links: Vec<u8> = (b'1'..b'7')
        .flat_map(|kind| tar_header(b"link", b"00000000000\0", kind))
        .collect();
    folder.add("links.tar", links);
    folder.add(
        "size.warc",
        "WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 18446744073709551615\r\n\r\nabc",
    );
    folder.add("none.warc", "WARC/1.0\r\nWARC-Type: resource\r\n\r\nabc");
    folder.add(
        "endless.warc",
        format!("WARC/1.0\r\n{}", "a".repeat(300_000)),
    );
    let head =
        "From: a\r\nTo: b\r\nSubject: c\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
    folder.add(
        "deep.eml",
        format!(
            "{head}{}",
            "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n".repeat(5_000)
        ),
    );
    folder.add(
        "many.eml",
        format!("{head}{}", "--b\r\n\r\n \r\n".repeat(20_000)),
    );
    let mut password = zipped(&[("a.txt", b"x")]);
    password[6] |= 1;
    let central = memchr::memmem::find(&password, b"PK\x01\x02").unwrap();
    password[central + 8] |= 1;
    folder.add("password.zip", password);
    for (name, magic) in [
        ("a.7z", &b"7z\xbc\xaf\x27\x1c\0\x04"[..]),
        ("a.rar", b"Rar!\x1a\x07\x01\0"),
        ("a.xz", b"\xfd7zXZ\0"),
        ("a.bz2", b"BZh9"),
        ("a.sqlite", b"SQLite format 3\0"),
    ] {
        folder.add(name, [magic, &[0xff; 300]].concat());
    }
}

fn texts(folder: &mut Folder) {
    folder.add("one character.txt", "甲".repeat(1 << 20));
    folder.add("one line.txt", "关于公园的通知，".repeat(200_000));
    folder.add("lines.txt", "\n".repeat(2 << 20));
    folder.add("nul.txt", vec![0; 1 << 20]);
    folder.add("marks.txt", format!("甲{}", "\u{301}".repeat(500_000)));
    folder.add(
        "escape.txt",
        "\u{1b}]0;title\u{7}\u{1b}[2J\u{202e}通知\u{9b}31m",
    );
    folder.add("brackets.json", "[".repeat(1 << 20));
    folder.add(
        "deep.jsonl",
        format!("{{\"text\":{}", "{\"a\":".repeat(200_000)),
    );
    folder.add(
        "line.json",
        format!("{{\"text\":\"{}\"}}", "园".repeat(1 << 20)),
    );
    folder.add(
        "wide.csv",
        format!("标题,正文{}\n甲,乙\n", ",x".repeat(300_000)),
    );
    folder.add(
        "quote.csv",
        format!("标题,正文\n\"{}", "甲,\n".repeat(300_000)),
    );
    folder.add("=cmd|' C calc'!A0.txt", "=1+1\n@SUM(A1)\n-2\n");
    folder.add(
        "divs.html",
        format!("<html><body>{}甲", "<div>".repeat(200_000)),
    );
    folder.add(
        "table.html",
        format!(
            "<table>{}",
            "<tr><td rowspan=65534 colspan=1000>甲".repeat(5_000)
        ),
    );
    folder.add(
        "attributes.html",
        format!("<p {}>甲</p>", "a=b ".repeat(300_000)),
    );
    folder.add(
        "entities.html",
        format!("<html>{}", "&#x4e00".repeat(200_000)),
    );
    folder.add("comment.html", format!("<html><!--{}", "-".repeat(1 << 20)));
    folder.add("rtf.rtf", format!("{{\\rtf1{}", "{\\b".repeat(200_000)));
    folder.add("front.md", format!("---\n{}", "a: b\n".repeat(200_000)));
    folder.add("list.md", "- ".repeat(200_000));
    folder.add("quotes.md", ">".repeat(100_000));
    for (name, bytes) in [
        ("empty", &b""[..]),
        ("blank", b" \r\n\t"),
        ("bom", b"\xef\xbb\xbf"),
        ("utf16", b"\xff\xfe"),
        ("odd16.txt", b"\xff\xfeN\x4f\x00"),
        ("magic.pdf", b"%PDF-1.7"),
        ("magic.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("magic.zip", b"PK\x03\x04"),
        ("end.zip", b"PK\x05\x06"),
        ("magic.gz", b"\x1f\x8b"),
    ] {
        folder.add(name, bytes);
    }
}

fn documents(folder: &mut Folder) {
    let laughs: String = (1..12)
        .map(|level| {
            format!(
                "<!ENTITY l{level} \"{}\">",
                format!("&l{};", level - 1).repeat(10)
            )
        })
        .collect();
    let bomb = format!(
        "<!DOCTYPE x [<!ENTITY l0 \"ha\">{laughs}]><w:document><w:t>&l11;</w:t></w:document>"
    );
    folder.add("laughs.docx", docx(&bomb));
    folder.add("outside.docx", docx("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><w:document><w:t>&e;</w:t></w:document>"));
    folder.add(
        "deep.docx",
        docx(&format!("<w:document>{}", "<w:p>".repeat(200_000))),
    );
    folder.add(
        "tables.docx",
        docx(&format!(
            "<w:document>{}",
            "<w:tbl><w:tr><w:tc>".repeat(20_000)
        )),
    );
    folder.add(
        "big.docx",
        docx(&format!("<w:document><w:t>{}", "\0".repeat(16 << 20))),
    );
    folder.add("empty.docx", docx(""));
    folder.add("rels.docx", zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", b"<Relationships><Relationship Id='a' Type='x/officeDocument' Target='word/document.xml'/></Relationships>"),
        ("word/_rels/document.xml.rels", b"<Relationships><Relationship Id='a' Type='x/officeDocument' Target='document.xml'/></Relationships>"),
        ("word/document.xml", b"<w:document/>"),
    ]));
    folder.add(
        "loop.ofd",
        zipped(&[(
            "OFD.xml",
            b"<OFD><DocBody><DocRoot>OFD.xml</DocRoot></DocBody></OFD>",
        )]),
    );
    folder.add("loop.epub", zipped(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", b"<container><rootfiles><rootfile full-path='META-INF/container.xml'/></rootfiles></container>"),
    ]));
    let pages = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>endobj\nxref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \ntrailer<</Size 3/Root 1 0 R/Prev 120>>\nstartxref\n120\n%%EOF";
    folder.add("loop.pdf", pages);
}

/// Cut and flipped copies of every good fixture.
fn damaged(folder: &mut Folder) {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats");
    let listed = |folder: &Path| {
        fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
    };
    let mut files: Vec<PathBuf> = listed(&fixtures)
        .chain(listed(&fixtures.join("archives")))
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    for file in files {
        let whole = fs::read(&file).unwrap();
        let name = file.file_name().unwrap().to_str().unwrap();
        for part in 1..5 {
            folder.add(
                &format!("cut{part}-{name}"),
                &whole[..whole.len() * part / 5],
            );
            let mut flipped = whole.clone();
            for step in 0..40 {
                let at = (step * 7919 + part * 104_729) % flipped.len();
                flipped[at] ^= 1 << (step % 8);
            }
            folder.add(&format!("flip{part}-{name}"), flipped);
        }
    }
}

#[cfg(unix)]
fn special(folder: &Path) {
    use std::os::unix::ffi::OsStrExt;
    let link = std::os::unix::fs::symlink::<&Path, PathBuf>;
    link(folder, folder.join("loop")).unwrap();
    link(Path::new("nowhere"), folder.join("dangling")).unwrap();
    link(Path::new("/dev/zero"), folder.join("zero")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(folder.join("pipe"))
        .status();
    assert!(made.is_ok_and(|status| status.success()));
    // Not every file system takes such a name.
    let name = std::ffi::OsStr::from_bytes(b"\xcd\xa8\xd6\xaa\xff.txt");
    let _ = fs::write(
        folder.join(name),
        "关于无名公园的通知\n\n各单位：\n现通知如下。\n",
    );
}

#[cfg(not(unix))]
fn special(_: &Path) {}

#[test]
fn one_run_over_everything_that_hurts() {
    let outer = tempfile::tempdir().unwrap();
    let path = outer.path().join("archive");
    fs::create_dir(&path).unwrap();
    let mut folder = Folder { path, files: 0 };
    containers(&mut folder);
    texts(&mut folder);
    documents(&mut folder);
    damaged(&mut folder);
    special(&folder.path);
    for number in 0..5 {
        let text = format!("关于第{number}良园的通知\n\n各单位：\n现就第{number}良园通知如下。\n");
        folder.add(&format!("good{number}.txt"), text);
    }
    println!("{} files", folder.files);
    assert!(folder.files >= 150);
    let run = |arguments: &[&str]| {
        let mut command = command();
        command.current_dir(outer.path()).args(arguments);
        run_of(command.output().unwrap())
    };
    let indexed = run(&["index", "archive", "--index", "idx", "--report", "r.csv"]);
    assert_eq!(indexed.code, 3, "{}", indexed.err);
    assert!(!indexed.err.contains("panic"), "{}", indexed.err);

    let report = fs::read_to_string(outer.path().join("r.csv")).unwrap();
    let codes: Vec<&str> = report.lines().filter(|row| row.contains("panic")).collect();
    assert!(codes.is_empty(), "{codes:?}");
    for entry in fs::read_dir(&folder.path).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        // As a cell holds it: quoted, or guarded as no formula.
        let shown = name.trim_start_matches('=');
        assert!(report.contains(shown), "{name} has no row");
    }
    let of_quine: Vec<&str> = report
        .lines()
        .filter(|row| row.contains("quine.gz"))
        .collect();
    assert!(
        matches!(of_quine[..], [row] if row.contains("limit:depth")),
        "{of_quine:?}"
    );
    let hidden = |text: &str| {
        let bad = |c: char| {
            (c.is_control() && !"\n\r\t".contains(c)) || matches!(c, '\u{202a}'..='\u{202e}')
        };
        text.chars().any(bad)
    };
    assert!(!hidden(&report) && !hidden(&indexed.err), "{}", indexed.err);
    for number in 0..5 {
        let word = format!("第{number}良园");
        let found = run(&[
            "search", &word, "--index", "idx", "--count", "--rows", "document",
        ]);
        assert_eq!(found.out, "1\n", "{word}");
    }
    let query = [
        "search",
        "通知 OR 甲",
        "--index",
        "idx",
        "--rows",
        "document",
    ];
    for format in ["csv", "jsonl", "text"] {
        let all = run(&[&query[..], &["--format", format]].concat());
        assert!(all.code == 0 && !hidden(&all.out), "{format}: {}", all.err);
    }
    assert!(!outer.path().join("up.txt").exists() && !Path::new("/abs.txt").exists());
    // All of it is final: nothing is read a second time.
    let again = run(&["index", "archive", "--index", "idx"]);
    assert!(again.err.contains("files read: 0 "), "{}", again.err);
}
