//! `--lexicon`: a user's names over the embedded ones, through the real program.

use std::fs;

use crate::program::zhengsou;

#[test]
fn own_tables_stand_over_the_embedded_ones() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (tables, archive, index) = (path("tables"), path("archive"), path("index"));
    fs::create_dir_all(&tables).unwrap();
    fs::create_dir_all(&archive).unwrap();
    let write = |name: &str, text: &str| fs::write(format!("{tables}/{name}"), text).unwrap();
    write(
        "regions.tsv",
        "# mine\n429099\t云梦泽市\t云梦泽\t\t\tcity\t湖北省\t云梦泽市\t\t2026\t\t\tfree\tfree\n",
    );
    write("issuers.tsv", "泽办\t国务院云梦泽办公室\t-\n");
    write(
        "doc_number_codes.tsv",
        "云泽政\t湖北省\t云梦泽市\t\n东丽政\t湖北省\t云梦泽市\t\n",
    );
    // An own alias that is an embedded zone's name.
    write(
        "zones.tsv",
        "云梦泽高新技术产业开发区\t高新区\t湖北省\t云梦泽市\t云梦泽\t襄阳高新技术产业开发区\n",
    );
    let text = "云梦泽市人民政府关于公园的通知\n\n各单位：\n公园应当开放，不得收费。\n\n云梦泽市人民政府\n2026年5月6日\n";
    fs::write(format!("{archive}/a.txt"), text).unwrap();

    let own = |arguments: &[&str]| zhengsou(&[&["--lexicon", &tables], arguments].concat());
    assert_eq!(zhengsou(&["place", "云梦泽"]).code, 1);
    for (arguments, part) in [
        (["place", "云梦泽"], "湖北省 › 云梦泽市"),
        (["issuer", "泽办"], "国务院云梦泽办公室"),
        (["number", "云泽政发[2026]1号"], "湖北省 › 云梦泽市"),
        (["number", "东丽政发[2026]1号"], "湖北省 › 云梦泽市"),
        (["place", "襄阳高新技术产业开发区"], "湖北省 › 云梦泽市"),
        (["place", "襄樊"], "襄阳市"),
    ] {
        let run = own(&arguments);
        assert!(
            run.code == 0 && run.out.contains(part),
            "{}{}",
            run.out,
            run.err
        );
    }

    assert_eq!(own(&["index", &archive, "--index", &index]).code, 0);
    let query = [
        "search",
        "公园",
        "--index",
        &index,
        "--count",
        "--rows",
        "document",
        "--city",
        "云梦泽",
    ];
    assert_eq!(own(&query).out, "1\n");
    let without = zhengsou(&query);
    assert_eq!(without.code, 2, "{}", without.err);
    for part in ["built with dictionary", "--rebuild", "--lexicon"] {
        assert!(without.err.contains(part), "{}", without.err);
    }
    // An index of the program's own place is built anew, and it is said.
    assert_eq!(
        zhengsou(&[
            "search", "公园", "--in", &archive, "--count", "--rows", "document"
        ])
        .out,
        "1\n"
    );
    let changed = own(&[
        "search",
        "公园",
        "--in",
        &archive,
        "--count",
        "--rows",
        "document",
        "--city",
        "云梦泽",
    ]);
    assert_eq!(changed.out, "1\n", "{}", changed.err);
    assert!(
        changed.err.contains("built with dictionary"),
        "{}",
        changed.err
    );

    write("zones.tsv", "\n只有一列\n");
    let broken = own(&["place", "襄樊"]);
    assert_eq!(broken.code, 2);
    assert!(broken.err.contains("zones.tsv:2: 1 columns where 6") && broken.err.contains("hint:"));
    assert_eq!(zhengsou(&["--lexicon", "no/such", "place", "襄樊"]).code, 2);
}

#[test]
fn a_zone_organ_has_the_level_of_zones() {
    let run = zhengsou(&["issuer", "襄阳高新技术产业开发区管委会"]);
    assert!(run.out.contains("level: 园区"), "{}{}", run.out, run.err);
}

/// README's example: an own short name of a local organ.
#[test]
fn own_local_organs_are_not_of_the_centre() {
    let folder = tempfile::tempdir().unwrap();
    let row = "十堰经信局\t十堰市经济和信息化局\t-\n";
    fs::write(folder.path().join("issuers.tsv"), row).unwrap();
    let tables = folder.path().to_str().unwrap();
    let run = zhengsou(&["issuer", "十堰经信局", "--lexicon", tables]);
    for part in ["十堰市经济和信息化局  湖北省 › 十堰市", "level: 市"] {
        assert!(run.out.contains(part), "{part} in {}{}", run.out, run.err);
    }
}
