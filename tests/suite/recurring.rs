//! Lines that recur over an archive, in a real index: three sites whose mottos, menus and footers
//! no word list knows, and documents that share their closing phrases.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{json_lines, zhengsou};

const SITES: usize = 3;
const PAGES: usize = 20;

/// What the sites put around every page; above and below.
const HEADS: [&[&str]; SITES] = [
    &["云岭湖畔 宜居新城", "走进云岭", "云岭要闻", "民生速递"],
    &["崇德尚学 敢闯敢试"],
    &["北湾数据港", "港湾时讯 湾区故事 湾区人物", "晴 东南风三级"],
];
const TAILS: [&[&str]; SITES] = [
    &["云岭湖畔欢迎八方来客"],
    &[
        "苍石论坛由苍石融合传播小组维护",
        "这里的每一页都由苍石的居民自愿整理，若有疏漏敬请包涵。",
    ],
    &[
        "湾区故事 每日一读",
        "北湾数据港荣誉出品",
        "热线 0000-1234567 传真 0000-7654321",
    ],
];

const TOPICS: [&str; 10] = [
    "绿化养护",
    "夜间照明",
    "河道清淤",
    "公交线路",
    "菜市场改造",
    "图书借阅",
    "冬季供暖",
    "垃圾分类",
    "校车管理",
    "古树保护",
];
const PLACES: [&str; 6] = ["东街", "西塘", "南坡", "北渠", "中桥", "上庄"];

/// A document of its own: title, number, recipients, text, and an end that others have, too.
fn document(site: usize, page: usize) -> Vec<String> {
    let topic = TOPICS[page % TOPICS.len()];
    let place = PLACES[(page / 2 + site) % PLACES.len()];
    let days = 10 + page * 3 + site;
    let mut lines = vec![
        format!("{place}镇人民政府关于做好{topic}工作的通知"),
        format!("{place}政发〔2021〕{}号", page + 1),
        "各村（居）民委员会，镇直各单位：".to_owned(),
        format!(
            "为做好{place}镇的{topic}，方便居民生活，经研究决定自本月起开展为期{days}天的专项行动。"
        ),
        format!(
            "一、明确分工。{place}镇成立{topic}小组，{}个村各派{}名联络员参加。",
            page + 3,
            site + 1
        ),
        format!(
            "二、抓好落实。第{}周前完成摸底，第{}周前完成整改，结果报镇办公室。",
            page + 2,
            page + 4
        ),
    ];
    let ends: [&[&str]; 4] = [
        &["特此通知。"],
        &["本通知自印发之日起施行。"],
        &["请认真贯彻执行。", "（此件公开发布）"],
        &["附件：任务分工表"],
    ];
    lines.extend(ends[page % 4].iter().map(|line| (*line).to_owned()));
    if page % 4 != 3 {
        lines.insert(lines.len().min(7), format!("{place}镇人民政府"));
        lines.push(format!("2021年{}月{}日", page % 12 + 1, page + 1));
    }
    lines
}

fn page(site: usize, page: usize) -> String {
    let own = document(site, page);
    let all = HEADS[site].iter().copied();
    let all = all
        .chain(own.iter().map(String::as_str))
        .chain(TAILS[site].iter().copied());
    all.collect::<Vec<_>>().join("\n") + "\n"
}

fn name(site: usize, page: usize) -> String {
    format!("site{site}/p{page:02}.txt")
}

/// Writes one page of the archive.
fn write(archive: &Path, site: usize, number: usize) {
    let path = archive.join(name(site, number));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, page(site, number)).unwrap();
}

fn archive(folder: &Path) -> PathBuf {
    let archive = folder.join("archive");
    for site in 0..SITES {
        for number in 0..PAGES {
            write(&archive, site, number);
        }
    }
    archive
}

fn index(archive: &Path, index: &Path, more: &[&str]) -> String {
    let paths = [
        archive.to_str().unwrap(),
        "--index",
        index.to_str().unwrap(),
    ];
    let run = zhengsou(&[&["index"], &paths[..], more].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    run.err
}

/// The texts of an index by path.
fn texts(index: &Path) -> BTreeMap<String, String> {
    let index = index.to_str().unwrap();
    let run = zhengsou(&["documents", "--index", index, "--format", "jsonl", "--text"]);
    let rows = json_lines(&run.out);
    let count = rows.len();
    let texts: BTreeMap<String, String> = rows
        .iter()
        .map(|row| {
            (
                row["path"].as_str().unwrap().to_owned(),
                row["text"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    assert_eq!(texts.len(), count, "a file's documents stand there twice");
    texts
}

/// The bytes of the index's one table.
fn table(index: &Path) -> (PathBuf, Vec<u8>) {
    let is_table = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "bin");
    let mut tables: Vec<PathBuf> = fs::read_dir(index)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(is_table)
        .collect();
    let path = tables.pop().unwrap();
    assert!(tables.is_empty(), "{tables:?}");
    let bytes = fs::read(&path).unwrap();
    (path, bytes)
}

#[test]
fn furniture_goes_and_documents_stay() {
    let folder = tempfile::tempdir().unwrap();
    let idx = folder.path().join("idx");
    let said = index(&archive(folder.path()), &idx, &[]);
    let texts = texts(&idx);
    assert_eq!(texts.len(), SITES * PAGES);
    let (mut dropped, mut furniture, mut lost) = (0, 0, Vec::new());
    for site in 0..SITES {
        for number in 0..PAGES {
            let text = &texts[&name(site, number)];
            let has = |line: &str| text.lines().any(|kept| kept == line);
            for line in HEADS[site].iter().chain(TAILS[site]) {
                furniture += 1;
                dropped += usize::from(!has(line));
            }
            let own = document(site, number);
            lost.extend(own.into_iter().filter(|line| !has(line)));
        }
    }
    eprintln!(
        "furniture: {dropped} of {furniture} lines dropped; {} lines of text",
        lost.len()
    );
    assert_eq!(lost, [""; 0]);
    assert_eq!(dropped, furniture);
    assert!(
        said.contains("lines that recur over the archive left out of 60 files"),
        "{said}"
    );
}

#[test]
fn threads_and_the_order_of_runs_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let whole = archive(folder.path());
    let (one, four) = (folder.path().join("one"), folder.path().join("four"));
    index(&whole, &one, &["--threads", "1"]);
    index(&whole, &four, &["--threads", "4"]);
    let expected = (texts(&one), table(&one).1);
    assert_eq!((texts(&four), table(&four).1), expected);

    // File by file, from the last to the first, sites in turn.
    let growing = folder.path().join("growing/archive");
    let idx = folder.path().join("idx");
    for number in (0..PAGES).rev() {
        for site in 0..SITES {
            write(&growing, site, number);
            if number >= PAGES - 8 || site == 0 {
                index(&growing, &idx, &["--threads", "2"]);
            }
        }
    }
    index(&growing, &idx, &[]);
    assert_eq!((texts(&idx), table(&idx).1), expected);
    assert!(index(&growing, &idx, &[]).contains("files read: 0 (60 unchanged"));
}

#[test]
fn lines_come_back_when_files_go() {
    let folder = tempfile::tempdir().unwrap();
    let whole = archive(folder.path());
    let idx = folder.path().join("idx");
    index(&whole, &idx, &[]);
    for number in 4..PAGES {
        fs::remove_file(whole.join(name(1, number))).unwrap();
    }
    index(&whole, &idx, &[]);
    let left = texts(&idx);
    for number in 0..4 {
        assert!(left[&name(1, number)].contains(HEADS[1][0]));
    }
    let fresh = folder.path().join("fresh");
    index(&whole, &fresh, &[]);
    assert_eq!((texts(&fresh), table(&fresh).1), (left, table(&idx).1));
}

#[test]
fn copies_of_one_notice_keep_their_text() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive");
    fs::create_dir_all(&archive).unwrap();
    for copy in 0..9 {
        let mut lines = document(0, 0);
        lines.insert(0, format!("某地资料汇编 第{copy}辑"));
        lines.push("愿与诸君共勉".to_owned());
        fs::write(archive.join(format!("{copy}.txt")), lines.join("\n")).unwrap();
    }
    let idx = folder.path().join("idx");
    index(&archive, &idx, &[]);
    for text in texts(&idx).values() {
        assert!(text.ends_with("愿与诸君共勉"), "{text}");
    }
}

#[test]
fn a_lost_or_damaged_table_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let whole = archive(folder.path());
    let idx = folder.path().join("idx");
    index(&whole, &idx, &[]);
    let expected = (texts(&idx), table(&idx).1);
    let (path, bytes) = table(&idx);
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    index(&whole, &idx, &[]);
    assert_eq!((texts(&idx), table(&idx).1), expected);
    fs::remove_file(table(&idx).0).unwrap();
    index(&whole, &idx, &[]);
    assert_eq!((texts(&idx), table(&idx).1), expected);
}

#[test]
fn the_rule_can_be_switched_off_and_inspected() {
    let folder = tempfile::tempdir().unwrap();
    let whole = archive(folder.path());
    let idx = folder.path().join("idx");
    index(&whole, &idx, &[]);
    let file = whole.join(name(2, 7));
    let (file, index_folder) = (file.to_str().unwrap(), idx.to_str().unwrap());
    let run = zhengsou(&["inspect", file, "--stage", "clean", "--index", index_folder]);
    let is_drop = |line: &&str| line.contains(" - ") && line.ends_with("clean/recurring");
    let rows = run.out.lines().filter(is_drop);
    assert_eq!(rows.count(), HEADS[2].len() + TAILS[2].len(), "{}", run.out);
    let run = zhengsou(&["inspect", file, "--stage", "clean"]);
    assert!(!run.out.contains("clean/recurring"));

    index(&whole, &idx, &["--keep-boilerplate"]);
    assert!(texts(&idx)[&name(2, 7)].contains(HEADS[2][0]));
    let tables = fs::read_dir(&idx).unwrap().filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().starts_with("recurring-")
    });
    assert_eq!(tables.count(), 0);
}
