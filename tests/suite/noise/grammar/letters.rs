//! Reports, replies, appointments, publicity, minutes, letters, interpretations and news.

use super::norms::{official, recipients, sections, sign};
use super::{Role, Setting, Truth, chinese};
use crate::noise::phrases::{NEWS, SENTENCES};
use crate::noise::random::Random;

pub(super) fn report(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!(
        "{}关于{}年度{}工作情况的报告",
        setting.issuer.name, setting.year, setting.topic.name
    );
    let mut truth = official(setting, title, random);
    truth.kind = "report";
    truth.doc_type = Some("报告".into());
    truth.push(Role::Recipients, "市委、市人大常委会：");
    truth.push(
        Role::Body,
        setting.fill("现将{y}年{t}工作情况报告如下：", random),
    );
    sections(setting, &mut truth, random, 3);
    truth.push(Role::Body, "特此报告。");
    sign(setting, &mut truth, random);
    truth
}

pub(super) fn interpretation(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!(
        "《{}{}实施方案》政策解读",
        setting.issuer.own, setting.topic.name
    );
    let mut truth = setting.truth(title.clone(), "interpretation");
    truth.doc_type = Some("解读".into());
    truth.push(Role::Title, title);
    for (index, name) in ["起草背景", "制定依据", "主要内容", "政策亮点"]
        .iter()
        .enumerate()
    {
        truth.push(Role::Heading, format!("{}、{name}", chinese(index + 1)));
        for _ in 0..random.between(1, 3) {
            truth.push(Role::Body, setting.paragraph(&SENTENCES, random));
        }
    }
    truth
}

pub(super) fn reply(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!(
        "{}关于同意{}规划的批复",
        setting.issuer.name, setting.topic.name
    );
    let mut truth = official(setting, title, random);
    truth.doc_type = Some("批复".into());
    let organ = setting.organ(random);
    truth.push(Role::Recipients, format!("{organ}："));
    truth.push(
        Role::Body,
        setting.fill(
            "你单位《关于审批{n}规划的请示》收悉。经研究，现批复如下：",
            random,
        ),
    );
    for point in 1..=random.between(2, 4) {
        let text = setting.paragraph(&SENTENCES, random);
        truth.push(Role::Item, format!("{}、{text}", chinese(point)));
    }
    truth.push(Role::Body, "此复。");
    sign(setting, &mut truth, random);
    truth
}

/// An invented personal name.
pub(crate) fn person(random: &mut Random) -> String {
    const FAMILY: [&str; 16] = [
        "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高",
        "于",
    ];
    const GIVEN: [&str; 20] = [
        "建国", "志强", "海燕", "晓东", "丽华", "文博", "明", "春梅", "立新", "国栋", "慧", "永康",
        "秀兰", "子轩", "宏伟", "静", "思远", "卫东", "玉珍", "鹏",
    ];
    format!("{}{}", random.pick(&FAMILY), random.pick(&GIVEN))
}

pub(super) fn appointments(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!(
        "{}关于{}等同志职务任免的通知",
        setting.issuer.name,
        person(random)
    );
    let mut truth = official(setting, title, random);
    truth.kind = "notice";
    truth.doc_type = Some("任免".into());
    truth.push(Role::Recipients, recipients(setting));
    truth.push(Role::Body, "经研究决定：");
    for _ in 0..random.between(2, 6) {
        let organ = setting.organ(random);
        let verb = ["任命", "免去"][random.below(2)];
        let name = person(random);
        let text = match verb {
            "任命" => format!("任命{name}同志为{organ}副局长（试用期一年）；"),
            _ => format!("免去{name}同志的{organ}副局长职务。"),
        };
        truth.push(Role::Body, text);
    }
    sign(setting, &mut truth, random);
    truth
}

pub(super) fn publicity(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!(
        "关于{}年{}拟支持项目的公示",
        setting.year, setting.topic.name
    );
    let mut truth = setting.truth(title.clone(), "notice");
    truth.doc_type = Some("公示".into());
    truth.issuers = vec![setting.issuer.name.clone()];
    truth.date = Some(setting.iso());
    truth.push(Role::Title, title);
    truth.push(Role::Body, setting.fill("根据{g}，经组织申报、专家评审，现将拟支持项目予以公示，公示期5个工作日。公示期内如有异议，请以书面形式向我单位反映。", random));
    for row in 1..=random.between(3, 8) {
        truth.push(
            Role::Row,
            setting.fill(&format!("{row}.{}{{n}}项目", person(random)), random),
        );
    }
    truth.push(
        Role::Body,
        format!(
            "联系电话：0{}-{}",
            random.between(310, 998),
            random.between(2_100_000, 8_999_999)
        ),
    );
    truth.push(Role::Signature, setting.issuer.name.clone());
    truth.push(Role::Date, setting.date());
    truth
}

pub(super) fn minutes(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!("{}专题会议纪要", setting.topic.name);
    let mut truth = setting.truth(title.clone(), "policy");
    truth.doc_type = Some("纪要".into());
    truth.issuers = vec![setting.issuer.name.clone()];
    truth.date = Some(setting.iso());
    truth.push(Role::Title, format!("{}{title}", setting.issuer.own));
    truth.title = format!("{}{title}", setting.issuer.own);
    truth.push(
        Role::Body,
        format!(
            "{}，{}同志主持召开专题会议，研究{}工作。现纪要如下：",
            setting.date(),
            person(random),
            setting.topic.name
        ),
    );
    for point in 1..=random.between(3, 5) {
        let text = setting.paragraph(&SENTENCES, random);
        truth.push(Role::Item, format!("{}、会议认为，{text}", chinese(point)));
    }
    truth.push(
        Role::Body,
        format!(
            "出席：{}、{}、{}。",
            person(random),
            person(random),
            person(random)
        ),
    );
    sign(setting, &mut truth, random);
    truth
}

pub(super) fn letter(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!(
        "{}关于商请支持{}的函",
        setting.issuer.name, setting.topic.name
    );
    let mut truth = official(setting, title, random);
    truth.doc_type = Some("函".into());
    let organ = setting.organ(random);
    truth.push(Role::Recipients, format!("{organ}："));
    for _ in 0..random.between(2, 3) {
        truth.push(Role::Body, setting.paragraph(&SENTENCES, random));
    }
    truth.push(Role::Body, "妥否，请函复。");
    sign(setting, &mut truth, random);
    truth
}

/// Returns a piece of news.
pub(crate) fn news(setting: &Setting, random: &mut Random) -> Truth {
    let tail = ["见成效", "迈出新步伐", "再发力", "提质增效"][random.below(4)];
    let measure = random.pick(setting.topic.measures);
    let title = format!(
        "{}{measure} {}{tail}",
        setting.issuer.own, setting.topic.name
    );
    let mut truth = setting.truth(title.clone(), "news");
    truth.push(Role::Title, title);
    for index in 0..random.between(4, 9) {
        let mut text = setting.paragraph(&NEWS, random);
        if index == 0 {
            text = format!(
                "{}日报讯（记者{}）近日，{text}",
                setting.issuer.own,
                person(random)
            );
        }
        truth.push(Role::Body, text);
    }
    truth
}
