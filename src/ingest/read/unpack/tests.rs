//! Containers made here, read whole, cut and flipped.

use std::io::Write;

use ::zip::write::{SimpleFileOptions, ZipWriter};
use proptest::prelude::*;

use super::*;

/// Packs members into a ZIP file.
fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let level = flate2::Compression::best();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn tarred(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

/// The members (address, text) and the issues (path, code) of a file.
type Found = (Vec<(String, String)>, Vec<(String, String)>);

fn found(name: &str, bytes: &[u8], limits: &Limits) -> Found {
    let file = file(name, bytes);
    let (mut members, mut issues) = (Vec::new(), Vec::new());
    unpack_bytes(&file, limits, &mut |item| {
        match item {
            Item::Member(member) => {
                let text = String::from_utf8_lossy(&member.file.bytes).into_owned();
                assert_eq!(
                    member.file.path.relative,
                    names::join(name, &member.name),
                    "a member's path is its whole address"
                );
                members.push((member.name, text));
            }
            Item::Issue(issue) => issues.push((issue.path, issue.code)),
        }
        ControlFlow::Continue(())
    });
    (members, issues)
}

fn file(name: &str, bytes: &[u8]) -> RawFile {
    RawFile {
        path: SourcePath {
            root: "archive".into(),
            relative: name.to_owned(),
            key: 7,
        },
        absolute: std::path::PathBuf::new(),
        bytes: bytes.to_vec(),
        truncated: false,
    }
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    let pair = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
    list.iter().map(pair).collect()
}

#[test]
fn members_are_addressed_through_all_levels() {
    let inner = zipped(&[("丙.txt", "丙".as_bytes()), ("__MACOSX/丙.txt", b"x")]);
    let tar = tarred(&[("二/乙.txt", "乙".as_bytes()), ("内.zip", &inner)]);
    let outer = zipped(&[
        ("甲.txt", "甲".as_bytes()),
        ("包.tar.gz", &gzipped(&tar)),
        ("页.html.gz", &gzipped(b"<p>x</p>")),
        ("dir/.DS_Store", b"x"),
    ]);
    let (members, issues) = found("外.zip", &outer, &Limits::default());
    let expected = [
        ("甲.txt", "甲"),
        ("包.tar.gz!/二/乙.txt", "乙"),
        ("包.tar.gz!/内.zip!/丙.txt", "丙"),
        ("页.html.gz!/页.html", "<p>x</p>"),
    ];
    assert_eq!(members, pairs(&expected));
    assert!(issues.is_empty(), "{issues:?}");
}

#[test]
fn packing_without_names_adds_no_level_above_a_container() {
    let tar = tarred(&[("a.txt", b"a")]);
    for name in ["x.tgz", "x.tar.gz", "x"] {
        let (members, _) = found(name, &gzipped(&tar), &Limits::default());
        assert_eq!(members, pairs(&[("a.txt", "a")]), "{name}");
    }
    let (members, _) = found("a/b.txt.gz", &gzipped(b"x"), &Limits::default());
    assert_eq!(members, pairs(&[("b.txt", "x")]));
}

#[test]
fn names_are_gbk_where_they_are_not_utf_8_and_told_apart_where_equal() {
    // A stored member whose name is 通知.txt in GBK, twice.
    let bytes = tarred(&[("XXXX.txt", b"a"), ("XXXX.txt", b"b")]);
    let mut bytes = bytes;
    let at: Vec<usize> = memchr::memmem::find_iter(&bytes, b"XXXX").collect();
    for at in at {
        bytes[at..at + 4].copy_from_slice(b"\xcd\xa8\xd6\xaa");
        // The header's sum of bytes, recounted.
        let header = &mut bytes[at..at + 512];
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }
    let (members, _) = found("a.tar", &bytes, &Limits::default());
    assert_eq!(members, pairs(&[("通知.txt", "a"), ("通知.txt (2)", "b")]));
}

#[test]
fn long_names_of_tar_files_are_whole() {
    let name = format!("{}/终.txt", "很长的目录名称".repeat(12));
    let (members, _) = found("a.tar", &tarred(&[(&name, b"x")]), &Limits::default());
    assert_eq!(members[0].0, name);
}

#[test]
fn documents_that_are_packages_are_no_containers() {
    let docx = zipped(&[("[Content_Types].xml", b"x"), ("word/document.xml", b"x")]);
    assert!(!is_container(&file("a.docx", &docx)));
    let (members, _) = found("a.zip", &zipped(&[("b.docx", &docx)]), &Limits::default());
    assert_eq!(members[0].0, "b.docx");
    assert_eq!(members[0].1.as_bytes()[..2], *b"PK");
}

#[test]
fn a_crawl_gives_its_pages() {
    let page = "<html>通知</html>";
    let gz = gzipped(page.as_bytes());
    let mut body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    body.extend(format!("{:x}\r\n", gz.len()).bytes());
    body.extend(&gz);
    body.extend(b"\r\n0\r\n\r\n");
    let gbk = b"HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=gb2312\r\n\r\n<p>\xb9\xd8\xd3\xda</p>";
    let gone = b"HTTP/1.1 404 Not Found\r\n\r\nnone";
    let record = |kind: &str, address: &str, body: &[u8]| {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), body, b"\r\n\r\n"].concat()
    };
    let warc = [
        record("warcinfo", "", b"software: x"),
        record("response", "http://a.gov.cn/1.html", &body),
        record("request", "http://a.gov.cn/1.html", b"GET"),
        record("response", "http://a.gov.cn/2.html", gbk),
        record("response", "http://a.gov.cn/3.html", gone),
    ]
    .concat();
    let expected = [
        ("http://a.gov.cn/1.html", page),
        (
            "http://a.gov.cn/2.html",
            "<meta charset=\"gb2312\"><p>\u{fffd}\u{fffd}\u{fffd}\u{fffd}</p>",
        ),
    ];
    for (name, bytes) in [("c.warc", warc.clone()), ("c.warc.gz", gzipped(&warc))] {
        let (members, issues) = found(name, &bytes, &Limits::default());
        assert_eq!(members, pairs(&expected), "{name}");
        assert!(issues.is_empty(), "{issues:?}");
    }
    let (_, issues) = found("c.warc", &warc[..warc.len() - 30], &Limits::default());
    assert_eq!(
        issues,
        pairs(&[("c.warc!/http://a.gov.cn/3.html", "damaged")])
    );
}

#[test]
fn a_mail_gives_its_text_and_its_attachments() {
    let mail = "From: a@x.cn\r\nTo: b@x.cn\r\nSubject: =?gb2312?B?zajWqg==?=\r\n\
        Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n\
        --c\r\nContent-Type: text/plain\r\n\r\nplain\r\n--c\r\nContent-Type: text/html; charset=gbk\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+zajWqjwvcD4=\r\n--c--\r\n\
        --b\r\nContent-Type: image/png\r\n\r\nx\r\n\
        --b\r\nContent-Disposition: attachment; filename=\"=?utf-8?B?6ZmE5Lu2LnR4dA==?=\"\r\n\r\nattached\r\n--b--\r\n";
    let (members, issues) = found("m.eml", mail.as_bytes(), &Limits::default());
    assert_eq!(
        members,
        pairs(&[("", "<p>通知</p>\n"), ("附件.txt", "attached")])
    );
    assert!(issues.is_empty());
}

#[test]
fn limits_are_named() {
    let zeros = vec![0; 4 << 20];
    let bomb = zipped(&[("a.txt", b"a"), ("zeros", &zeros), ("b.txt", b"b")]);
    let plain = zipped(&[("a.txt", b"a"), ("b.txt", b"b")]);
    let nested = (0..6).fold(zipped(&[("a.txt", b"a")]), |inner, _| {
        zipped(&[("n.zip", &inner)])
    });
    let usual = Limits::default();
    let of = |change: &dyn Fn(&mut Limits)| {
        let mut limits = usual;
        change(&mut limits);
        limits
    };
    let cases: [(&[u8], Limits, &[&str], &str); 5] = [
        (&bomb, usual, &["a.txt", "b.txt"], "limit:ratio"),
        (
            &gzipped(&bomb),
            of(&|limits| limits.ratio = 100),
            &["a.txt", "b.txt"],
            "limit:ratio",
        ),
        (
            &bomb,
            of(&|limits| (limits.ratio, limits.unpacked_bytes) = (1 << 20, 1 << 20)),
            &["a.txt"],
            "limit:unpacked-bytes",
        ),
        (
            &plain,
            of(&|limits| limits.members = 1),
            &["a.txt"],
            "limit:members",
        ),
        (&nested, usual, &[], "limit:depth"),
    ];
    for (bytes, limits, expected, code) in cases {
        let (members, issues) = found("a.zip", bytes, &limits);
        let ends: Vec<&str> = members
            .iter()
            .map(|(name, _)| name.rsplit("!/").next().unwrap_or_default())
            .collect();
        assert_eq!(ends, expected, "{code}");
        assert_eq!(issues.len(), 1, "{issues:?}");
        assert_eq!(issues[0].1, code);
    }
}

#[test]
fn a_password_is_told_for_each_member() {
    let mut bytes = zipped(&[("a.txt", b"x"), ("b.txt", b"y")]);
    bytes[6] |= 1;
    let central = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    bytes[central + 8] |= 1;
    let (members, issues) = found("a.zip", &bytes, &Limits::default());
    assert_eq!(members, pairs(&[("b.txt", "y")]));
    assert_eq!(issues, pairs(&[("a.zip!/a.txt", "encrypted")]));
}

/// Addresses, whether they are partial, and the issues' codes.
fn partials(name: &str, bytes: &[u8], limits: &Limits) -> (Vec<(String, bool)>, Vec<String>) {
    let (mut members, mut codes) = (Vec::new(), Vec::new());
    unpack_bytes(&file(name, bytes), limits, &mut |item| {
        match item {
            Item::Member(member) => members.push((member.name, member.partial)),
            Item::Issue(issue) => codes.push(issue.code),
        }
        ControlFlow::Continue(())
    });
    (members, codes)
}

/// A member that ends too early or whose sum is wrong is kept, partial, and told once.
#[test]
fn r0012_cut_members_and_wrong_sums_are_partial() {
    let text = "各乡镇人民政府：现就有关事项通知如下。\n".repeat(40);
    let tar = tarred(&[("a.txt", b"a"), ("b.txt", text.as_bytes())]);
    let cut_tar = &tar[..tar.len() - 2048];
    let mut gz = gzipped(text.as_bytes());
    let at = gz.len() - 6;
    gz[at] ^= 1;
    let mut cut_gz = gzipped(&tar);
    cut_gz.truncate(cut_gz.len() - 20);
    let mut zip = zipped(&[("a.txt", text.as_bytes())]);
    let central = memchr::memmem::find(&zip, b"PK\x01\x02").unwrap();
    zip[14] ^= 1;
    zip[central + 16] ^= 1;
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: a\r\nContent-Length: 9999\r\n\r\n{text}"
    );
    let mut sums = gzipped(&tar);
    let at = sums.len() - 6;
    sums[at] ^= 1;
    let cases: [(&str, &[u8], &str); 6] = [
        ("a.tar", cut_tar, "a.txt b.txt*"),
        ("b.txt.gz", &gz, "b.txt*"),
        ("a.zip", &zip, "a.txt*"),
        ("a.warc", warc.as_bytes(), "a*"),
        ("a.tgz", &cut_gz, "a.txt b.txt*"),
        ("s.tgz", &sums, "a.txt b.txt"),
    ];
    for (name, bytes, expected) in cases {
        let (members, codes) = partials(name, bytes, &Limits::default());
        let members = members.iter();
        let members =
            members.map(|(name, partial)| format!("{name}{}", if *partial { "*" } else { "" }));
        assert_eq!(Vec::from_iter(members).join(" "), expected, "{name}");
        assert_eq!(codes, ["damaged"], "{name}");
    }
}

/// Too many members end their own container only.
#[test]
fn r0013_a_full_container_does_not_end_those_around_it() {
    let many: Vec<(String, &[u8])> = (0..9).map(|n| (format!("{n}.txt"), &b"x"[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, b)| (name.as_str(), *b)).collect();
    let limits = Limits {
        members: 4,
        ..Limits::default()
    };
    for inner in [tarred(&many), zipped(&many)] {
        let outer = tarred(&[("a.txt", b"a"), ("inner", &inner), ("b.txt", b"b")]);
        let (members, codes) = partials("o.tar", &outer, &limits);
        let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names.len(), 6, "{names:?}");
        assert_eq!(names.last(), Some(&"b.txt"));
        assert_eq!(codes, ["limit:members"]);
    }
    // All of them together are bounded, too.
    let inner = tarred(&many[..4]);
    let nested: Vec<(String, &[u8])> = (0..4).map(|n| (format!("{n}"), &inner[..])).collect();
    let nested: Vec<(&str, &[u8])> = nested.iter().map(|(name, b)| (name.as_str(), *b)).collect();
    let outer = tarred(&[("1", &tarred(&nested)), ("2", &tarred(&nested))]);
    let (members, codes) = partials("o.tar", &outer, &limits);
    assert_eq!(members.len(), 16);
    assert_eq!(codes, ["limit:members"]);
}

#[test]
fn damage_keeps_what_stands_before_it() {
    let noise: Vec<u8> = (0..200_000_u32)
        .map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let whole = gzipped(&tarred(&[("a.txt", b"a"), ("b.txt", &noise)]));
    let (members, issues) = found("a.tgz", &whole[..whole.len() / 2], &Limits::default());
    assert_eq!(members[0], ("a.txt".to_owned(), "a".to_owned()));
    assert!(issues.iter().all(|(_, code)| code == "damaged") && !issues.is_empty());
}

#[test]
fn names_that_a_container_numbers_itself_are_passed_once() {
    let mut members: Vec<(String, &[u8])> = Vec::new();
    for number in 2..2000 {
        members.push((format!("a ({number})"), b"x"));
    }
    members.extend((0..2000).map(|_| ("a".to_owned(), &b"y"[..])));
    let members: Vec<(&str, &[u8])> = members
        .iter()
        .map(|(name, bytes)| (name.as_str(), *bytes))
        .collect();
    let (found, _) = found("a.tar", &tarred(&members), &Limits::default());
    let mut names: Vec<String> = found.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.last().unwrap(), "a (3998)");
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 3998);
}

#[test]
fn what_a_container_lacks_is_told() {
    let inner = zipped(&[("x.txt", b"x"), ("y.txt", b"y")]);
    // Stored, so that the inner list stands in the outer file as it is; then the outer list is cut.
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(::zip::CompressionMethod::Stored);
    for name in ["1.zip", "2.zip"] {
        writer.start_file(name, options).unwrap();
        writer.write_all(&inner).unwrap();
    }
    let outer = writer.finish().unwrap().into_inner();
    let list = memchr::memmem::rfind(&outer, b"PK\x01\x02\x14").unwrap_or(outer.len() - 150);
    let (members, issues) = found(
        "a.zip",
        &outer[..list.min(outer.len() - 120)],
        &Limits::default(),
    );
    assert!(members.is_empty(), "{members:?}");
    assert_eq!(issues, pairs(&[("a.zip", "damaged")]));

    let warc = b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a.cn/\r\nContent-Length: 100\r\n\r\nhalf";
    let (members, issues) = found("a.warc", warc, &Limits::default());
    assert_eq!((members.len(), issues[0].1.as_str()), (1, "damaged"));

    let empty = zipped(&[("e.tar.gz", &gzipped(&tarred(&[]))), ("a.txt", b"x")]);
    let (members, _) = found("a.zip", &empty, &Limits::default());
    assert!(members.iter().any(|(name, _)| name == "a.txt"));

    // A mail whose boundary is not where it should be, and a text that is attached by its name.
    let head =
        "From: a\r\nTo: b\r\nSubject: c\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
    let (members, _) = found(
        "a.eml",
        format!("{head}lost text").as_bytes(),
        &Limits::default(),
    );
    assert_eq!(members, pairs(&[("", "lost text\n")]));
    let body = "--b\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: inline; filename=n.txt\r\n\r\nnote\r\n--b--\r\n";
    let (members, _) = found(
        "a.eml",
        format!("{head}{body}").as_bytes(),
        &Limits::default(),
    );
    assert_eq!(members, pairs(&[("", "<p>x</p>\n"), ("n.txt", "note")]));
}

/// A file of `tests/fixtures/formats/archives`.
fn fixture(name: &str) -> Vec<u8> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/formats/archives/"
    );
    std::fs::read(format!("{folder}{name}")).unwrap()
}

/// What real programs made, alone and within a ZIP file, under any name.
#[test]
fn archives_of_other_programs_give_their_members() {
    let members = ["目录/通知.txt", "意见.html"];
    let cases: [(&str, &[&str], Option<&str>); 15] = [
        ("archive.7z", &members, None),
        ("archive.rar", &members, None),
        ("old.rar", &members, None),
        ("archive.cab", &members, None),
        ("archive.iso.gz", &members, None),
        ("archive.tar.xz", &members, None),
        ("archive.tar.bz2", &members, None),
        ("archive.tar.zst", &members, None),
        ("page.html.xz", &["page.html"], None),
        ("page.html.bz2", &["page.html"], None),
        ("page.html.zst", &["page.html"], None),
        ("password.7z", &[], Some("encrypted")),
        ("hidden.7z", &[], Some("encrypted")),
        ("volume.rar", &[], Some("unsupported_form")),
        // Members without a file type, which the program leaves out.
        ("typeless.rar", &[], Some("damaged")),
    ];
    for (name, members, code) in cases {
        let needs_program = [".7z", ".rar", ".cab", ".iso.gz"];
        let needs_program = needs_program.iter().any(|ending| name.ends_with(ending));
        if needs_program && !archive::tests::is_testable() {
            continue;
        }
        let bytes = fixture(name);
        for (shown, bytes) in [(name, bytes.clone()), ("x", zipped(&[(name, &bytes)]))] {
            let (found, issues) = found(shown, &bytes, &Limits::default());
            let mut names: Vec<&str> = found
                .iter()
                .map(|(name, _)| name.rsplit("!/").next().unwrap())
                .filter(|found| code.is_none() || members.contains(found))
                .collect();
            let mut members = members.to_vec();
            names.sort_unstable();
            members.sort_unstable();
            assert_eq!(names, members, "{name} {issues:?}");
            let told: Vec<&str> = issues.iter().map(|(_, code)| code.as_str()).collect();
            assert_eq!(told, Vec::from_iter(code), "{name}");
            if code.is_none() {
                assert!(found.iter().any(|(_, text)| text.contains("乡镇人民政府")));
            }
        }
    }
}

/// A file on disk is given to the program as it is, whatever its name and place.
#[test]
fn archives_on_disk_are_read_where_they_lie() {
    if !archive::tests::is_testable() {
        return;
    }
    let mut stream = tempfile::tempfile().unwrap();
    stream.write_all(&fixture("archive.7z")).unwrap();
    let path = file("-x.7z", b"").path;
    let mut count = 0;
    unpack(&path, &mut stream, &Limits::default(), &mut |item| {
        assert!(matches!(item, Item::Member(_)));
        count += 1;
        ControlFlow::Continue(())
    });
    assert_eq!(count, 2);
}

/// Zeros in a 7z file: the program is ended by the limit, and what stands before is kept.
#[test]
fn limits_hold_for_programs() {
    if !archive::tests::is_testable() {
        return;
    }
    let bytes = fixture("zeros.7z");
    for (limits, code) in [
        (Limits::default(), "limit:ratio"),
        (
            Limits {
                ratio: u64::MAX,
                unpacked_bytes: 2 << 20,
                ..Limits::default()
            },
            "limit:unpacked-bytes",
        ),
        (
            Limits {
                ratio: u64::MAX,
                members: 1,
                ..Limits::default()
            },
            "limit:members",
        ),
    ] {
        let (members, issues) = found("a.7z", &bytes, &limits);
        let kept: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(kept, ["a.txt"], "{code} {issues:?}");
        let codes: Vec<&str> = issues.iter().map(|(_, code)| code.as_str()).collect();
        assert_eq!(codes, [code]);
    }
}

/// Cut and flipped copies end soon, and each gives a member or a row; one row for one damage.
#[test]
fn damaged_archives_end_with_a_row() {
    let names = [
        "archive.7z",
        "archive.rar",
        "old.rar",
        "archive.cab",
        "archive.iso.gz",
        "archive.tar.xz",
        "archive.tar.bz2",
        "archive.tar.zst",
        "page.html.xz",
    ];
    for name in names {
        let whole = fixture(name);
        for part in 1..8 {
            let cut = &whole[..whole.len() * part / 8];
            let (members, issues) = found(name, cut, &Limits::default());
            assert_eq!(issues.len(), 1, "{name} {part}: {members:?} {issues:?}");
            let mut flipped = whole.clone();
            let at = 16 + (whole.len() - 16) * part / 8;
            flipped[at] ^= 0x10;
            let (members, issues) = found(name, &flipped, &Limits::default());
            assert!(
                issues.len() == 1 || members.len() == 2,
                "{name} {part}: {members:?} {issues:?}"
            );
        }
    }
}

/// One container of every kind.
fn fixtures() -> Vec<(&'static str, Vec<u8>)> {
    let zip = zipped(&[("a.txt", b"a"), ("b/c.html", b"<p>b</p>")]);
    let tar = tarred(&[("a.txt", b"a"), ("z.zip", &zip)]);
    let warc = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.cn/\r\nContent-Type: application/http\r\nContent-Length: 60\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n\r\n\r\n".to_vec();
    let mail = b"From: a\r\nTo: b\r\nSubject: c\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\nContent-Disposition: attachment; filename=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\nUEsFBgAA\r\n--b--\r\n".to_vec();
    vec![
        ("a.tgz", gzipped(&tar)),
        ("a.warc.gz", gzipped(&warc)),
        ("a.zip", zip),
        ("a.tar", tar),
        ("a.warc", warc),
        ("a.eml", mail),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn damaged_containers_end_without_a_panic(
        which in 0_usize..6,
        cut in 0.0_f64..1.0,
        flips in prop::collection::vec((0.0_f64..1.0, any::<u8>()), 0..8),
    ) {
        let (name, mut bytes) = fixtures().swap_remove(which);
        let place = |part: f64, length: usize| ((part * length as f64) as usize).min(length - 1);
        for (at, byte) in flips {
            let at = place(at, bytes.len());
            bytes[at] ^= byte;
        }
        if cut > 0.5 {
            let end = place((cut - 0.5) * 2.0, bytes.len());
            bytes.truncate(end + 1);
        }
        let limits = Limits { members: 50, ..Limits::default() };
        let (members, _) = found(name, &bytes, &limits);
        prop_assert!(members.len() <= 50);
    }
}
