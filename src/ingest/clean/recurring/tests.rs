//! What goes, what stays.

use std::collections::HashSet;
use std::path::PathBuf;

use proptest::prelude::*;

use super::{Known, RECURRING, Trace};
use crate::ingest::{Ingested, Options, ingest_known, read};
use crate::model::{RawFile, SourcePath};

/// A page of a site, or a file of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Site,
    Folder,
}

fn file(text: &str, kind: Kind) -> RawFile {
    let (name, bytes) = match kind {
        Kind::Folder => ("a/b.txt", text.to_owned()),
        Kind::Site => ("a/b.jsonl", {
            let page = serde_json::json!({"url": "http://www.example.gov.cn/a.html", "text": text});
            format!("{page}\n")
        }),
    };
    RawFile {
        path: SourcePath {
            root: "docs".into(),
            relative: name.to_owned(),
            key: 1,
        },
        absolute: PathBuf::new(),
        bytes: bytes.into_bytes(),
        truncated: false,
    }
}

fn page(text: &str, known: &Known) -> Ingested {
    ingest_known(&file(text, Kind::Site), Options::default(), known)
}

fn trace(text: &str) -> Trace {
    page(text, &Known::default()).traces.remove(0)
}

/// All lines at the edges of the page are known to recur.
fn all_known(text: &str) -> Known {
    let hashes: HashSet<u64> = trace(text).lines.iter().map(|line| line.hash).collect();
    Known::new(hashes)
}

fn dropped(text: &str) -> Vec<String> {
    dropped_of(text, Kind::Site)
}

fn dropped_of(text: &str, kind: Kind) -> Vec<String> {
    let raw = file(text, kind);
    let bare = ingest_known(&raw, Options::default(), &Known::default());
    let traces = bare.traces.iter();
    let hashes = traces.flat_map(|trace| trace.lines.iter().map(|line| line.hash));
    let known = Known::new(hashes.collect());
    let ingested = ingest_known(&raw, Options::default(), &known);
    let source = read::read(&raw, Options::default(), &mut Vec::new()).remove(0);
    let marks = ingested
        .documents
        .iter()
        .flat_map(|document| &document.marks);
    marks
        .filter(|mark| mark.rule == RECURRING)
        .map(|mark| source.text[mark.span.range()].to_owned())
        .collect()
}

const BODY: &str = "为促进园区产业集聚发展，提高土地利用效率，结合本市实际，现就有关事项通知如下，请认真组织学习。\n\
    一、加强统筹。各县区要建立园区建设联席会议制度，定期研究解决项目落地中的困难和问题，形成工作合力。\n\
    二、完善配套。园区道路、供水、供电、污水处理设施与项目同步规划、同步建设，保障企业按期投产。\n";

fn between(head: &str, tail: &str) -> String {
    format!(
        "{head}\n甲市人民政府关于加强园区管理的通知\n甲政发〔2021〕3号\n各县、区人民政府：\n{BODY}{tail}\n"
    )
}

#[test]
fn unknown_furniture_goes_when_it_recurs() {
    for (head, tail) in [
        (
            "山水相连，同心同行",
            "特此通知。\n甲市人民政府\n2021年3月5日",
        ),
        (
            "崇文尚武，敢为人先\n大美甲市，欢迎您",
            "甲市人民政府\n2021年3月5日",
        ),
        (
            "",
            "甲市人民政府\n2021年3月5日\n网民留言请移步市民之家\n甲市市民之家与您同行",
        ),
        (
            "",
            "甲市人民政府\n2021年3月5日\n山水甲市愿与您一起见证这座城市每天的点滴变化。",
        ),
    ] {
        let text = between(head, tail);
        let dropped = dropped(&text);
        let expected: Vec<&str> = head.lines().chain(tail.lines()).collect();
        let wrong: Vec<&String> = dropped
            .iter()
            .filter(|line| !expected.contains(&line.as_str()))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        let formal = ["特此通知。", "甲市人民政府", "2021年3月5日"];
        for line in expected {
            assert_eq!(
                dropped.iter().any(|gone| gone == line),
                !formal.contains(&line),
                "{line}"
            );
        }
    }
}

#[test]
fn what_documents_have_in_common_stays() {
    for tail in [
        "特此通知。",
        "特此公告",
        "（此件公开发布）",
        "（此件主动公开）",
        "本条例自公布之日起施行。",
        "本办法由市发展改革委负责解释。",
        "请认真贯彻执行。",
        "甲市发展和改革委员会",
        "二〇二一年三月五日",
        "附件：1.申报表",
        "第三章 附则",
        "抄送：市委各部门，市人大常委会办公室。",
        "联系人：张三，联系电话：1234567",
        "各有关单位应当将落实情况按季度报送。",
        "（盖章）\n年 月 日",
        "此致\n敬礼",
        "谢谢大家！",
    ] {
        assert_eq!(dropped(&between("", tail)), [""; 0], "{tail}");
    }
}

#[test]
fn titles_of_recurring_forms_stay() {
    for text in [
        "任免通知\n张三为甲县副县长\n李四为甲县教育局局长\n王五为甲县卫生局局长\n",
        "公告\n为方便群众办事，政务服务大厅自本月起实行周末预约服务，请提前一个工作日通过窗口预约。\n",
        "政府工作报告\n各位代表：\n现在，我代表市人民政府向大会报告工作，请予审议。\n",
        "第一章 总则\n第一条 为了规范城市绿化管理，改善生态环境，根据有关法律，结合本市实际，制定本条例。\n",
    ] {
        assert_eq!(dropped(text), [""; 0], "{text}");
    }
    // A motto above goes, the title does not.
    let text = format!("山水相连，同心同行\n任免通知\n甲政任〔2021〕3号\n{BODY}");
    assert_eq!(dropped(&text), ["山水相连，同心同行"]);
}

#[test]
fn a_number_below_makes_no_form_furniture() {
    let body = "当事人：甲市乙公司\n经查，当事人在经营中存在违反价格管理规定的行为，事实清楚，证据确凿。\n";
    for kind in [Kind::Site, Kind::Folder] {
        for head in [
            "行政处罚决定书\n甲市监罚字第7号",
            "行政处罚告知书\n甲环罚告第12号",
            "政协提案答复件\n对第7号提案的答复",
            "工伤认定通知书\n编号 0007号",
            "类别：A\n甲市人大代表建议复函\n对第7号建议的答复",
        ] {
            let text = format!("{head}\n{body}");
            assert_eq!(dropped_of(&text, kind), [""; 0], "{kind:?} {text}");
        }
    }
}

#[test]
fn what_one_organ_ends_with_stays() {
    for kind in [Kind::Site, Kind::Folder] {
        for tail in [
            "联系电话：0000-5551234\n电子邮箱：slj@example.cn\n地址：甲市水利大厦\n监督举报：甲市纪检组",
            "咨询途径：政务大厅三楼\n办理时限：五个工作日\n收费标准：不收费",
            "咨询途径 政务大厅三楼\n办理时限 五个工作日\n收费标准 不收费",
            "联系人 张三 0000-5551234",
            "感谢您的关心支持",
        ] {
            let text = between("", &format!("甲市水利局\n2021年3月5日\n{tail}"));
            assert_eq!(dropped_of(&text, kind), [""; 0], "{kind:?} {tail}");
        }
    }
}

#[test]
fn a_folder_has_to_show_more() {
    let signed = "甲市人民政府\n2021年3月5日";
    for (head, tail, expected) in [
        // Its own words, or furniture between it and the text.
        ("", "甲市之窗编辑部与您同行", "甲市之窗编辑部与您同行"),
        // (与您同行 beside 【打印】 goes by its wording already: `manner`.)
        (
            "",
            "【打印】【关闭】\n山水甲市，风雨同舟",
            "山水甲市，风雨同舟",
        ),
        ("甲市之窗\n山水相连，同心同行", "", "山水相连，同心同行"),
        // Nothing.
        ("山水相连，同心同行", "", ""),
        ("", "山水甲市与您同行", ""),
        ("", "【打印】【关闭】\n第7版 甲市水利", ""),
        ("", "责任重于泰山\n【打印】【关闭】", ""),
        ("甲市水利系统\n甲市水利局等三部门", "", ""),
    ] {
        let text = between(head, &format!("{signed}\n{tail}"));
        assert_eq!(
            dropped_of(&text, Kind::Folder).join("|"),
            expected,
            "{text}"
        );
    }
}

#[test]
fn only_what_is_connected_with_the_edge_goes() {
    let text = between(
        "山水相连，同心同行\n开放、包容之城",
        "甲市人民政府\n2021年3月5日",
    );
    let inner = trace(&text).lines[1].hash;
    let ingested = page(&text, &Known::new(HashSet::from([inner])));
    let is_ours = |ingested: &Ingested| {
        let marks = ingested
            .documents
            .iter()
            .flat_map(|document| &document.marks);
        marks.filter(|mark| mark.rule == RECURRING).count()
    };
    assert_eq!(is_ours(&ingested), 0);
}

#[test]
fn rows_of_a_form_are_no_evidence() {
    let text = between(
        "山水相连，同心同行",
        "特此通知。\n附件\n推荐对象情况表\n姓名\n所在村组\n推荐理由",
    );
    let counts: Vec<bool> = trace(&text).lines.iter().map(|line| line.counts).collect();
    assert_eq!(
        counts.iter().filter(|counts| !**counts).count(),
        4,
        "{counts:?}"
    );
    let text = between("", "特此通知。\n推荐对象情况表\n姓名\n所在村组\n推荐理由");
    assert!(trace(&text).lines.iter().all(|line| line.counts));
}

#[test]
fn a_page_of_furniture_alone_keeps_it() {
    let text = "山水相连，同心同行\n开放包容之城\n大美甲市欢迎您\n";
    assert!(dropped(text).is_empty());
    assert_eq!(page(text, &all_known(text)).documents.len(), 1);
}

#[test]
fn copies_have_one_content_other_texts_another() {
    let text = between("山水相连，同心同行", "甲市人民政府\n2021年3月5日");
    let copy = between(
        "某某文库 精选范文",
        "甲市人民政府\n2021年3月5日\n来自某某文库整理",
    );
    assert_eq!(trace(&text).content, trace(&copy).content);
    let other = text.replace("园区", "学校").replace("道路", "操场");
    assert_ne!(trace(&text).content, trace(&other).content);
}

#[test]
fn a_site_is_a_group_of_its_own_within_an_archive() {
    assert_eq!(
        super::host("https://www.example.com:80/a/b.html"),
        Some("www.example.com")
    );
    assert_eq!(super::host("/a/b.html"), None);
    assert_eq!(super::host("http://localhost/"), None);
}

/// What is dropped was taken down: else no count could bring it back.
#[test]
fn a_line_that_is_not_taken_down_stays() {
    let mut text = String::new();
    for number in 0..130 {
        let rest = |line: usize| format!("角落{number}画幅{line}之名\n");
        let lines: String = (0..8).map(rest).collect();
        let head = format!("甲市人民政府关于加强第{number}园区管理的通知\n");
        let signed = "甲市人民政府\n2021年3月5日\n";
        let formal = format!("甲政发〔2021〕{number}号\n各县、区人民政府：\n{BODY}{signed}");
        text.push_str(&format!("{head}{formal}{lines}甲市水滴日报\n"));
    }
    let ingested = page(&text, &all_known(&text));
    let marks = ingested.documents.iter();
    let marks = marks.flat_map(|document| &document.marks);
    let dropped = marks.filter(|mark| mark.rule == RECURRING).count();
    let recorded = ingested.traces[0].lines.len();
    assert!(dropped <= recorded, "{dropped} of {recorded}");
}

proptest! {
    #[test]
    fn a_trace_does_not_depend_on_what_is_known(
        lines in proptest::collection::vec("[甲乙丙丁。：|（）0-9 a-z]{0,30}", 0..30)
    ) {
        let text = lines.join("\n");
        let bare = page(&text, &Known::default());
        let hashes = bare.traces.iter().flat_map(|trace| &trace.lines).map(|line| line.hash);
        let known = page(&text, &Known::new(hashes.collect()));
        prop_assert_eq!(bare.documents.len(), known.documents.len());
        let plain = |ingested: &Ingested| -> Vec<(u64, u32, Vec<u64>)> {
            let traces = ingested.traces.iter();
            traces
                .map(|trace| {
                    let lines = trace.lines.iter().map(|line| line.hash);
                    (trace.group, trace.content, lines.collect())
                })
                .collect()
        };
        prop_assert_eq!(plain(&bare), plain(&known));
    }
}
