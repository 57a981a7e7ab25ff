//! Notices, plans, rules, opinions: documents with sections or articles.

use super::{Role, Setting, Truth, chinese, chinese_digits};
use crate::noise::Half;
use crate::noise::phrases::{ARTICLES, CLOSINGS, HEADINGS, POINTS, SENTENCES};
use crate::noise::random::Random;

pub(super) fn recipients(setting: &Setting) -> &'static str {
    match (setting.issuer.level, setting.half) {
        (0, Half::Development) => "各市、州、县人民政府，省政府各部门：",
        (0, Half::HeldOut) => "各设区市人民政府、省直各有关单位：",
        (1, Half::Development) => "各县（市、区）人民政府，市政府各部门、各直属机构：",
        (1, Half::HeldOut) => "各县、市、区人民政府，各开发区管委会，市直有关单位：",
        (_, Half::Development) => "各乡镇人民政府、街道办事处，县直各单位：",
        (_, Half::HeldOut) => "各镇（乡）政府，县政府各工作部门，各垂直管理单位：",
    }
}

/// A document with a title, a number line and recipients.
pub(super) fn official(setting: &Setting, title: String, random: &mut Random) -> Truth {
    let mut truth = setting.truth(title.clone(), "policy");
    truth.issuers = vec![setting.issuer.name.clone()];
    truth.date = Some(setting.iso());
    truth.push(Role::Title, title);
    if random.percent(80) {
        let number = setting.number(random);
        truth.push(Role::Number, number.clone());
        truth.number = Some(number);
    }
    truth
}

pub(super) fn sign(setting: &Setting, truth: &mut Truth, random: &mut Random) {
    truth.push(Role::Signature, setting.issuer.name.clone());
    let date = match (random.below(5), setting.half) {
        (0, Half::Development) => format!(
            "{}年{}月{}日",
            chinese_digits(setting.year, '〇'),
            chinese(setting.month),
            chinese(setting.day)
        ),
        (0, Half::HeldOut) => format!(
            "{}年{}月{}日",
            chinese_digits(setting.year, '○'),
            chinese(setting.month),
            chinese(setting.day)
        ),
        _ => setting.date(),
    };
    truth.push(Role::Date, date);
    if random.percent(35) {
        let note = ["（此件公开发布）", "（此件主动公开）", "（此件依申请公开）"];
        truth.push(Role::Note, *random.pick(&note));
    }
}

pub(super) fn imprint(setting: &Setting, truth: &mut Truth, random: &mut Random) {
    if random.percent(25) {
        truth.push(
            Role::Note,
            format!(
                "抄送：{}委各部门，人大常委会办公室，政协办公室，法院，检察院。",
                setting.issuer.own
            ),
        );
        truth.push(
            Role::Note,
            format!("{}　　{}印发", setting.issuer.name, setting.date()),
        );
    }
}

/// Sections with numbered headings of two or three levels.
pub(super) fn sections(setting: &Setting, truth: &mut Truth, random: &mut Random, count: usize) {
    let third = random.percent(30);
    for (index, _) in (0..count).enumerate() {
        let heading = random.pick_half(setting.half, &HEADINGS);
        truth.push(Role::Heading, format!("{}、{heading}", chinese(index + 1)));
        if random.percent(30) {
            truth.push(Role::Body, setting.paragraph(&SENTENCES, random));
            continue;
        }
        for point in 1..=random.between(2, 4) {
            subsection(setting, truth, random, (point, third));
        }
    }
}

pub(super) fn subsection(
    setting: &Setting,
    truth: &mut Truth,
    random: &mut Random,
    (point, third): (usize, bool),
) {
    let name = random.pick(setting.topic.measures);
    let number = chinese(point);
    if third && random.percent(60) {
        truth.push(Role::Heading, format!("（{number}）{name}"));
        for item in 1..=random.between(2, 3) {
            let text = setting.paragraph(&SENTENCES, random);
            truth.push(Role::Item, format!("{item}.{text}"));
        }
        return;
    }
    let tail = if random.percent(30) {
        format!("（责任单位：{}）", setting.fill("{o}、{o}", random))
    } else {
        String::new()
    };
    let text = setting.paragraph(&SENTENCES, random);
    truth.push(Role::Item, format!("（{number}）{name}。{text}{tail}"));
}

pub(super) fn notice(setting: &Setting, random: &mut Random) -> Truth {
    let verb = ["进一步做好", "切实加强", "认真开展", "规范"][random.below(4)];
    let title = format!(
        "{}关于{verb}{}工作的通知",
        setting.issuer.name, setting.topic.name
    );
    let mut truth = official(setting, title, random);
    truth.doc_type = Some("通知".into());
    truth.push(Role::Recipients, recipients(setting));
    let opening = setting.fill("为{m}，{r}，根据{g}，现就{t}工作有关事项通知如下：", random);
    truth.push(Role::Body, opening);
    let count = random.between(2, 5);
    sections(setting, &mut truth, random, count);
    truth.push(Role::Body, *random.pick_half(setting.half, &CLOSINGS));
    if random.percent(40) {
        truth.push(Role::Note, setting.fill("附件：1.{n}任务分解表", random));
        truth.push(Role::Note, setting.fill("　　　2.{n}统计表", random));
    }
    sign(setting, &mut truth, random);
    imprint(setting, &mut truth, random);
    truth
}

pub(super) fn forwarded_plan(setting: &Setting, random: &mut Random) -> Truth {
    let kind = ["实施方案", "行动方案", "工作方案", "管理办法", "发展规划"][random.below(5)];
    let name = format!("{}{}{kind}", setting.issuer.own, setting.topic.name);
    let title = format!("{}关于印发{name}的通知", setting.issuer.name);
    let mut truth = official(setting, title, random);
    truth.doc_type = Some(kind.chars().skip(2).collect());
    truth.push(Role::Recipients, recipients(setting));
    truth.push(
        Role::Body,
        format!(
            "《{name}》已经{}研究同意，现印发给你们，请认真组织实施。",
            setting.issuer.own
        ),
    );
    sign(setting, &mut truth, random);
    truth.push(Role::Heading, name);
    truth.push(
        Role::Body,
        setting.fill(
            "为深入贯彻落实{g}，{m}，{r}，结合{p}实际，制定本方案。",
            random,
        ),
    );
    let count = random.between(3, 6);
    sections(setting, &mut truth, random, count);
    if random.percent(40) {
        table(setting, &mut truth, random);
    }
    imprint(setting, &mut truth, random);
    truth
}

/// A table as lines of cells.
pub(crate) fn table(setting: &Setting, truth: &mut Truth, random: &mut Random) {
    truth.push(Role::Heading, setting.fill("附件1", random));
    truth.push(Role::Heading, setting.fill("{n}重点项目表", random));
    truth.push(Role::Row, "序号 项目名称 责任单位 完成时限");
    for row in 1..=random.between(4, 9) {
        truth.push(
            Role::Row,
            setting.fill(
                &format!("{row} {{n}}建设项目 {{o}} {{y}}年{}月底前", row % 12 + 1),
                random,
            ),
        );
    }
}

pub(super) fn regulation(setting: &Setting, random: &mut Random) -> Truth {
    let kind = ["办法", "规定", "实施细则"][random.below(3)];
    let trial = ["", "", "（试行）"][random.below(3)];
    let title = format!(
        "{}{}管理{kind}{trial}",
        setting.issuer.own, setting.topic.name
    );
    let mut truth = official(setting, title, random);
    truth.doc_type = Some(if kind == "实施细则" {
        "细则".into()
    } else {
        kind.into()
    });
    truth.issuers.clear();
    if random.percent(50) {
        truth.issuers = vec![setting.issuer.name.clone()];
        truth.push(
            Role::Note,
            format!(
                "（{}{}公布　自公布之日起施行）",
                setting.date(),
                setting.issuer.name
            ),
        );
    } else {
        truth.date = None;
    }
    let mut article = 0;
    for (chapter, name) in ["总则", "管理与监督", "法律责任", "附则"]
        .iter()
        .enumerate()
    {
        truth.push(
            Role::Heading,
            format!("第{}章　{name}", chinese(chapter + 1)),
        );
        for _ in 0..random.between(2, 6) {
            article += 1;
            articles(setting, &mut truth, random, article);
        }
    }
    truth.push(
        Role::Item,
        format!("第{}条　本办法自公布之日起施行。", chinese(article + 1)),
    );
    truth
}

pub(super) fn articles(setting: &Setting, truth: &mut Truth, random: &mut Random, article: usize) {
    let frame = if article == 1 {
        ARTICLES[0]
    } else {
        random.pick_half(setting.half, &ARTICLES[1..])
    };
    let text = setting.fill(frame, random);
    let has_points = text.ends_with('：');
    truth.push(Role::Item, format!("第{}条　{text}", chinese(article)));
    if has_points {
        let count = random.between(3, 5);
        for point in 1..=count {
            let frame = random.pick_half(setting.half, &POINTS);
            let text = setting.fill(frame, random);
            truth.push(Role::Item, format!("（{}）{text}", chinese(point)));
        }
    }
}

pub(super) fn opinion(setting: &Setting, random: &mut Random) -> Truth {
    let word = ["实施意见", "指导意见", "若干意见"][random.below(3)];
    let title = format!(
        "{}关于加快{}的{word}",
        setting.issuer.name, setting.topic.name
    );
    let mut truth = official(setting, title, random);
    truth.doc_type = Some("意见".into());
    truth.push(Role::Recipients, recipients(setting));
    truth.push(
        Role::Body,
        setting.fill("为{m}，{r}，经研究，现提出如下意见。", random),
    );
    let count = random.between(3, 6);
    sections(setting, &mut truth, random, count);
    sign(setting, &mut truth, random);
    imprint(setting, &mut truth, random);
    truth
}
