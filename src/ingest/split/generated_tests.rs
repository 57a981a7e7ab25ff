//! Files glued from generated documents, their boundaries known.

use crate::ingest::clean::clean;
use crate::ingest::clean::seeds_tests::source;

/// Numbers without a crate: the tests' files are the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.below(from.len())]
    }
}

const PLACES: [&str; 8] = [
    "竹溪县",
    "房县",
    "宜都市",
    "钟祥市",
    "麻城市",
    "应城市",
    "利川市",
    "松滋市",
];
const TOPICS: [&str; 10] = [
    "粮食烘干中心建设",
    "老旧小区改造",
    "农村公路养护",
    "企业上市培育",
    "河道采砂管理",
    "校园食品安全",
    "茶叶品牌推广",
    "人才公寓分配",
    "山洪灾害防治",
    "集贸市场整治",
];
const SENTENCES: [&str; 8] = [
    "各乡镇要把这项工作摆上重要位置,主要负责人亲自抓,分管负责人具体抓。",
    "县直有关部门要密切配合,形成合力,及时研究解决工作中遇到的困难和问题。",
    "对工作不力、进展缓慢的单位,予以通报批评,并限期整改。",
    "到年底前,完成投资三千二百万元,新增就业岗位四百余个。",
    "建立月调度、季通报、年考核制度,确保各项任务落到实处。",
    "坚持政府引导、市场运作,鼓励社会资本参与建设和运营。",
    "项目建成后,可服务周边农户一万二千户,年增收五百万元。",
    "资金实行专户管理、专款专用,任何单位不得截留挪用。",
];

fn paragraph(dice: &mut Dice) -> String {
    (0..1 + dice.below(3))
        .map(|_| dice.pick(&SENTENCES))
        .collect()
}

fn signature(dice: &mut Dice, place: &str) -> String {
    let date = format!(
        "20{}年{}月{}日",
        10 + dice.below(14),
        1 + dice.below(12),
        1 + dice.below(28)
    );
    match dice.below(4) {
        0 => format!("\n{place}人民政府办公室\n{date}"),
        1 => format!("\n{place}人民政府\n{date}\n(此件公开发布)"),
        2 => format!("\n{date}"),
        _ => format!("\n{place}人民政府\n{date}"),
    }
}

fn headings(dice: &mut Dice) -> String {
    let titles = ["总体要求", "主要任务", "保障措施", "工作步骤"];
    let count = 1 + dice.below(3);
    (0..count)
        .map(|at| {
            format!(
                "\n{}、{}\n{}",
                ["一", "二", "三"][at],
                titles[at],
                paragraph(dice)
            )
        })
        .collect()
}

/// One document, of any of eleven kinds.
fn document(dice: &mut Dice) -> String {
    let place = dice.pick(&PLACES);
    let topic = dice.pick(&TOPICS);
    let number = format!(
        "{}政发〔20{}〕{}号",
        &place[..3],
        10 + dice.below(14),
        1 + dice.below(90)
    );
    let body = paragraph(dice);
    match dice.below(11) {
        0 => format!(
            "{place}人民政府关于加强{topic}工作的通知\n{number}\n各乡镇人民政府,县直各单位:\n{body}{}{}",
            headings(dice),
            signature(dice, place)
        ),
        1 => format!(
            "{place}人民政府关于推进{topic}的意见\n为做好{topic}工作,现提出如下意见。{}{}",
            headings(dice),
            signature(dice, place)
        ),
        2 => format!(
            "{place}{topic}办法\n(20{}年3月5日{place}人民政府第四次常务会议通过)\n第一章 总则\n第一条 为了规范{topic}工作,制定本办法。\n第二条 {body}\n第二章 附则\n第三条 本办法自公布之日起施行。",
            10 + dice.below(14)
        ),
        3 => format!(
            "{place}20{}年政府工作报告\n——在{place}第十八届人民代表大会第三次会议上\n各位代表:\n现在,我代表{place}人民政府向大会报告工作,请予审议。{}",
            10 + dice.below(14),
            headings(dice)
        ),
        4 => format!(
            "{place}{topic}跑出加速度\n本报讯(记者 王某){body}\n{}",
            paragraph(dice)
        ),
        5 => format!(
            "{place}扎实推进{topic}\n近日,记者从{place}有关部门获悉,{body}\n{}",
            paragraph(dice)
        ),
        6 => format!(
            "{place}人民政府关于同意{topic}方案的批复\n{number}\n县发展和改革局:\n你局报来的请示收悉。经研究,批复如下。\n{body}{}",
            signature(dice, place)
        ),
        7 => format!(
            "{place}人民政府关于李某等同志职务任免的通知\n{number}\n各乡镇人民政府:\n经研究决定,任命李某为县水利局局长,免去其县林业局副局长职务。{}",
            signature(dice, place)
        ),
        8 => format!(
            "关于{topic}资金拟支持项目的公示\n根据有关规定,现将拟支持项目予以公示,公示期五个工作日。\n1.东乡项目\n2.西乡项目\n联系电话:0710-3500000{}",
            signature(dice, place)
        ),
        9 => format!(
            "{place}人民政府办公室关于印发{topic}实施方案的通知\n{number}\n各乡镇人民政府:\n现将《{place}{topic}实施方案》印发给你们,请认真组织实施。{}\n{place}{topic}实施方案\n为做好{topic}工作,制定本方案。{}",
            signature(dice, place),
            headings(dice)
        ),
        _ => format!(
            "{place}{topic}工作总结\n{body}{}\n{}",
            headings(dice),
            paragraph(dice)
        ),
    }
}

/// Wraps all lines after so many characters.
fn wrapped(document: &str, length: usize) -> String {
    let mut lines = Vec::new();
    for line in document.lines() {
        let characters: Vec<char> = line.chars().collect();
        lines.extend(
            characters
                .chunks(length)
                .map(|line| line.iter().collect::<String>()),
        );
    }
    lines.join("\n")
}

/// Glues documents; returns the file and the lines at which all but the first begin.
fn file(dice: &mut Dice, separator: usize) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut starts = Vec::new();
    for index in 0..2 + dice.below(6) {
        let mut document = document(dice);
        if separator == 5 {
            document = wrapped(&document, 25 + dice.below(16));
        }
        if index > 0 {
            text.push_str(
                [
                    "\n",
                    "\n\n",
                    "\n\n\n",
                    "\n----------\n",
                    "\n==========\n\n",
                    "\n",
                ][separator],
            );
            starts.push(text.matches('\n').count());
        }
        if separator < 5 && dice.below(6) == 0 {
            text.push_str(document.lines().next().unwrap_or_default());
            text.push('\n');
        }
        text.push_str(&document);
    }
    (text, starts)
}

#[test]
fn boundaries_of_glued_files_are_found() {
    let mut dice = Dice(20_240_501);
    for separator in 0..6 {
        let (mut right, mut found, mut wanted) = (0, 0, 0);
        for _ in 0..60 {
            let (text, starts) = file(&mut dice, separator);
            let cleaned = clean(source(&text));
            let segments = super::split(&cleaned, crate::ingest::Options::default());
            let begun: Vec<usize> = segments[1..]
                .iter()
                .map(|segment| segment.lines.start)
                .collect();
            if std::env::var_os("ZHENGSOU_SHOW").is_some() {
                let lines: Vec<&str> = text.lines().collect();
                let show = |what: &str, at: usize| {
                    println!(
                        "{what}: {} | {} | {}",
                        lines[at.saturating_sub(1)],
                        lines[at],
                        lines.get(at + 1).unwrap_or(&"")
                    )
                };
                starts
                    .iter()
                    .filter(|at| !begun.contains(at))
                    .for_each(|at| show("MISSED", *at));
                begun
                    .iter()
                    .filter(|at| !starts.contains(at))
                    .for_each(|at| show("WRONG", *at));
            }
            right += begun.iter().filter(|at| starts.contains(at)).count();
            found += begun.len();
            wanted += starts.len();
        }
        let score = 2.0 * right as f64 / (found + wanted) as f64;
        println!(
            "separator {separator}: {right} of {wanted} boundaries, {} wrong, F1 {score:.3}",
            found - right
        );
        assert!(score >= 0.95, "separator {separator}: F1 {score:.3}");
    }
}
