//! Lines that recur over an archive, in a real index: three sites whose mottos, menus and footers
//! no word list knows, and documents that share their closing phrases. The controls are archives
//! whose every document begins or ends in the same way, as those of one organ do.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{index, json_lines, zhengsou};

pub(crate) const SITES: usize = 3;
pub(crate) const PAGES: usize = 20;

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
        "潮起北湾 逐浪未来",
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
    let lines: Vec<&str> = all.collect();
    html(&format!("www.site{site}.example.cn"), &lines)
}

/// A page that says of which site it is.
fn html(host: &str, lines: &[&str]) -> String {
    let link = format!("<link rel=\"canonical\" href=\"http://{host}/a.html\">");
    let lines: String = lines
        .iter()
        .map(|line| format!("<p>{line}</p>\n"))
        .collect();
    format!("<html><head>{link}</head><body>\n{lines}</body></html>\n")
}

pub(crate) fn name(site: usize, page: usize) -> String {
    format!("site{site}/p{page:02}.html")
}

/// Writes one page of the archive.
pub(crate) fn write(archive: &Path, site: usize, number: usize) {
    let path = archive.join(name(site, number));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, page(site, number)).unwrap();
}

pub(crate) fn archive(folder: &Path) -> PathBuf {
    let archive = folder.join("archive");
    for site in 0..SITES {
        for number in 0..PAGES {
            write(&archive, site, number);
        }
    }
    archive
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

/// The bytes of the index's one table of lines.
pub(crate) fn table(index: &Path) -> (PathBuf, Vec<u8>) {
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    let is_table = |path: &PathBuf| name(path).starts_with("recurring-");
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
        assert!(left[&name(1, number)].contains(TAILS[1][0]));
    }
    let fresh = folder.path().join("fresh");
    index(&whole, &fresh, &[]);
    assert_eq!((texts(&fresh), table(&fresh).1), (left, table(&idx).1));
}

/// The documents of one organ: lines above the title, below it, and at the end.
struct Organ {
    folder: &'static str,
    head: &'static [&'static str],
    tail: &'static [&'static str],
}

/// None of these lines is furniture.
const ORGANS: [Organ; 7] = [
    Organ {
        folder: "decisions",
        head: &["行政处罚决定书", "岭市监罚字第#号", "当事人：岭市#号商店"],
        tail: &[
            "逾期不缴纳罚款的，每日按罚款数额的百分之三加处罚款。",
            "岭市市场监督管理局",
        ],
    },
    Organ {
        folder: "replies",
        head: &["类别：A", "岭市政协提案答复件", "对第#号提案的答复"],
        tail: &[
            "感谢您对教育工作的关心",
            "答复单位领导签名：李明",
            "岭市教育局",
        ],
    },
    Organ {
        folder: "acts",
        head: &[
            "岭省人民代表大会常务委员会公告",
            "（第#号）",
            "岭省第#项管理条例",
        ],
        tail: &["本条例自公布之日起施行。"],
    },
    Organ {
        folder: "sales",
        head: &["国有建设用地使用权出让公告", "岭土告字#号"],
        tail: &[
            "保证金账户：岭市公共资源交易中心",
            "岭市自然资源局",
            "2020年1月1日",
        ],
    },
    Organ {
        folder: "notices",
        head: &["岭市水利局关于第#处河堤管理的通知"],
        tail: &[
            "岭市水利局",
            "2020年1月3日",
            "联系电话：0000-5551234",
            "电子邮箱：slj@example.cn",
            "地址：岭市堤畔路水利大厦",
            "监督举报：岭市水利局纪检组",
        ],
    },
    Organ {
        folder: "guides",
        head: &["第#类施工许可证怎样换发？"],
        tail: &[
            "咨询途径：政务大厅三楼综合窗口",
            "办理时限：五个工作日",
            "收费标准：不收费",
        ],
    },
    Organ {
        folder: "counters",
        head: &["第#类车辆通行证换发指南"],
        tail: &[
            "咨询途径 政务大厅三楼综合窗口",
            "办理时限 五个工作日",
            "收费标准 不收费",
        ],
    },
];

impl Organ {
    fn document(&self, number: usize) -> Vec<String> {
        let own = [
            format!(
                "岭市在第{number}次检查中走访了{}处，发现问题{}件。",
                number + 7,
                number * 3 + 2
            ),
            format!(
                "二是在{}月底前办结第{number}批事项，并逐件回访{}户居民。",
                number % 9 + 2,
                number + 40
            ),
        ];
        let lines = |lines: &[&str]| -> Vec<String> {
            let numbered = |line: &&str| line.replace('#', &number.to_string());
            lines.iter().map(numbered).collect()
        };
        [lines(self.head), own.to_vec(), lines(self.tail)].concat()
    }
}

#[test]
fn what_recurs_in_one_organs_documents_is_text() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive");
    for organ in &ORGANS {
        for number in 1..=30 {
            let document = organ.document(number);
            let lines: Vec<&str> = document.iter().map(String::as_str).collect();
            let host = format!("{}.example.cn", organ.folder);
            for (kind, text) in [("txt", lines.join("\n")), ("html", html(&host, &lines))] {
                let path = archive.join(format!("{}-{kind}/{number:02}.{kind}", organ.folder));
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
        }
    }
    let idx = folder.path().join("idx");
    let said = index(&archive, &idx, &[]);
    let mut lost = Vec::new();
    for (path, text) in texts(&idx) {
        let (folder, name) = path.split_once('/').unwrap();
        let organ = ORGANS.iter().find(|organ| folder.starts_with(organ.folder));
        let number = name[..2].parse().unwrap();
        let document = organ.unwrap().document(number);
        let is_lost = |line: &String| !text.lines().any(|kept| kept == line);
        lost.extend(
            document
                .into_iter()
                .filter(is_lost)
                .map(|line| format!("{folder}: {line}")),
        );
    }
    lost.sort();
    lost.dedup();
    assert_eq!(lost, [""; 0]);
    assert!(
        !said.contains("lines that recur over the archive"),
        "{said}"
    );
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
fn only_a_run_with_something_to_do_reads_the_table() {
    let folder = tempfile::tempdir().unwrap();
    let whole = archive(folder.path());
    let idx = folder.path().join("idx");
    index(&whole, &idx, &[]);
    let (path, mut bytes) = table(&idx);
    bytes[100] ^= 1;
    fs::write(&path, &bytes).unwrap();
    assert!(index(&whole, &idx, &[]).contains("files read: 0 (60 unchanged"));
    write(&whole, 0, PAGES);
    assert!(index(&whole, &idx, &[]).contains("files read: 61"));
    let fresh = folder.path().join("fresh");
    index(&whole, &fresh, &[]);
    assert_eq!(
        (texts(&fresh), table(&fresh).1),
        (texts(&idx), table(&idx).1)
    );
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
    // Other rules know what stands above a site's titles.
    assert_eq!(rows.count(), TAILS[2].len(), "{}", run.out);
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
