//! Clean documents that look like noise: nothing of them may be lost, split or joined.

pub(crate) mod wordings;

use self::wordings::{
    LINES_DEVELOPMENT, LINES_HELD_OUT, SENTENCES_DEVELOPMENT, SENTENCES_HELD_OUT, SHORT_DOCUMENTS,
};
use super::Half;
use super::grammar::{Role, Setting, Truth, chinese, table};
use super::phrases::SENTENCES;
use super::random::Random;

/// The kinds of control.
pub(crate) const KINDS: [&str; 7] = [
    "sentences",
    "short notice",
    "list",
    "statute",
    "national text",
    "table",
    "cited numbers",
];

/// Returns a control document of a kind (an index into [`KINDS`]).
pub(crate) fn document(kind: usize, half: Half, random: &mut Random) -> Truth {
    let setting = Setting::draw(half, random);
    match kind {
        0 => sentences(&setting, random),
        1 => short_notice(&setting, random),
        2 => list(&setting, random),
        3 => statute(&setting, random),
        4 => national(&setting, random),
        5 => tabular(&setting, random),
        _ => cited(&setting, random),
    }
}

fn start(setting: &Setting, title: String, random: &mut Random) -> Truth {
    let mut truth = setting.truth(title.clone(), "policy");
    truth.issuers = vec![setting.issuer.name.clone()];
    truth.doc_type = Some("通知".into());
    truth.date = Some(setting.iso());
    truth.push(Role::Title, title);
    let number = setting.number(random);
    truth.push(Role::Number, number.clone());
    truth.number = Some(number);
    truth
}

fn finish(setting: &Setting, truth: &mut Truth) {
    truth.push(Role::Body, "特此通知。本通知自公布之日起施行。");
    truth.push(Role::Signature, setting.issuer.name.clone());
    truth.push(Role::Date, setting.date());
}

fn sentences(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!(
        "{}关于规范{}有关事项的通知",
        setting.issuer.name, setting.topic.name
    );
    let mut truth = start(setting, title, random);
    let (list, rows): (&[&str], &[&str]) = match setting.half {
        Half::Development => (&SENTENCES_DEVELOPMENT, &LINES_DEVELOPMENT),
        Half::HeldOut => (&SENTENCES_HELD_OUT, &LINES_HELD_OUT),
    };
    let mut chosen = random.sample(list, 16);
    random.shuffle(&mut chosen);
    let mut rows = random.sample(rows, 4).into_iter();
    for (index, sentence) in chosen.iter().enumerate() {
        let sentence = setting.fill(sentence, random);
        match random.below(3) {
            0 => truth.push(Role::Body, sentence),
            1 => truth.push(Role::Item, format!("{}、{sentence}", chinese(index + 1))),
            _ => {
                let around = setting.paragraph(&SENTENCES, random);
                truth.push(Role::Body, format!("{around}{sentence}"));
            }
        }
        if let Some(row) = rows.next().filter(|_| index % 4 == 3) {
            truth.push(Role::Row, setting.fill(row, random));
        }
    }
    finish(setting, &mut truth);
    truth
}

fn short_notice(setting: &Setting, random: &mut Random) -> Truth {
    if setting.half == Half::Development && random.percent(70) {
        let mut lines = random.word(&SHORT_DOCUMENTS).split('\n');
        let title = lines.next().unwrap_or_default();
        let mut truth = setting.truth(title.into(), "notice");
        (truth.province, truth.city, truth.county) = (None, None, None);
        truth.push(Role::Title, title);
        lines.for_each(|line| truth.push(Role::Body, line));
        return truth;
    }
    let title = [
        "关于停水的通知",
        "放假通知",
        "关于会议改期的通知",
        "关于启用新印章的通知",
    ][random.below(4)];
    let mut truth = setting.truth(title.into(), "notice");
    truth.issuers = vec![setting.issuer.name.clone()];
    truth.date = Some(setting.iso());
    truth.push(Role::Title, title);
    let body = [
        "因管网检修，本周六全天停水，请做好储水准备。",
        "国庆节放假七天，10月8日正常上班。特此通知。",
        "原定于周五召开的会议改期至下周一上午九时，地点不变。",
        "即日起启用新印章，原印章同时作废。",
    ][random.below(4)];
    truth.push(Role::Body, body);
    truth.push(Role::Signature, setting.issuer.name.clone());
    truth.push(Role::Date, setting.date());
    truth
}

fn list(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!(
        "{}关于公布{}名单的通知",
        setting.issuer.name, setting.topic.name
    );
    let mut truth = start(setting, title, random);
    truth.push(
        Role::Body,
        setting.fill("经研究，现将{n}名单公布如下：", random),
    );
    for _ in 0..random.between(10, 30) {
        let text = setting.fill(
            ["{o}", "{p}{n}中心", "{n}示范点", "{p}{n}有限公司"][random.below(4)],
            random,
        );
        truth.push(Role::Row, text);
    }
    finish(setting, &mut truth);
    truth
}

fn statute(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!("{}{}条例", setting.issuer.own, setting.topic.name);
    let mut truth = setting.truth(title.clone(), "policy");
    truth.doc_type = Some("条例".into());
    truth.push(Role::Title, title);
    truth.push(Role::Heading, "目　录");
    let chapters = [
        "总则",
        "规划与建设",
        "服务与保障",
        "监督检查",
        "法律责任",
        "附则",
    ];
    for (index, name) in chapters.iter().enumerate() {
        truth.push(Role::Heading, format!("第{}章　{name}", chinese(index + 1)));
    }
    let mut article = 0;
    for (index, name) in chapters.iter().enumerate() {
        truth.push(Role::Heading, format!("第{}章　{name}", chinese(index + 1)));
        for _ in 0..random.between(2, 5) {
            article += 1;
            let text = setting.paragraph(&SENTENCES, random);
            truth.push(Role::Item, format!("第{}条　{text}", chinese(article)));
        }
    }
    truth.push(
        Role::Item,
        format!("第{}条　本条例自公布之日起施行。", chinese(article + 1)),
    );
    truth
}

fn national(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!("国务院办公厅关于推进{}的指导意见", setting.topic.name);
    let mut truth = Truth {
        title: title.clone(),
        kind: "policy",
        ..Truth::default()
    };
    truth.issuers = vec!["国务院办公厅".into()];
    truth.doc_type = Some("意见".into());
    truth.date = Some(setting.iso());
    let number = format!("国办发〔{}〕{}号", setting.year, random.between(1, 99));
    truth.push(Role::Title, title);
    truth.push(Role::Number, number.clone());
    truth.number = Some(number);
    truth.push(
        Role::Recipients,
        "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：",
    );
    let provinces = [
        "湖北", "广东", "四川", "江苏", "山东", "河南", "陕西", "云南", "辽宁", "福建",
    ];
    for (index, province) in provinces.iter().enumerate() {
        let text = setting.paragraph(&SENTENCES, random);
        truth.push(
            Role::Item,
            format!("{}、支持{province}省开展试点。{text}", chinese(index + 1)),
        );
    }
    truth.push(Role::Signature, "国务院办公厅");
    truth.push(Role::Date, setting.date());
    truth
}

fn tabular(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!(
        "{}关于下达{}计划的通知",
        setting.issuer.name, setting.topic.name
    );
    let mut truth = start(setting, title, random);
    truth.doc_type = Some("计划".into());
    truth.push(
        Role::Body,
        setting.fill("现将{y}年度{n}计划下达给你们，请按时完成。", random),
    );
    finish(setting, &mut truth);
    table(setting, &mut truth, random);
    truth.push(Role::Heading, "附件2");
    for month in 1..=12 {
        truth.push(
            Role::Row,
            format!(
                "{}-{month:02}-{:02} {}",
                setting.year,
                random.between(1, 28),
                setting.fill("{n}", random)
            ),
        );
    }
    truth
}

fn cited(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!("关于{}有关问题的说明", setting.topic.name);
    let mut truth = setting.truth(title.clone(), "policy");
    truth.push(Role::Title, title);
    for _ in 0..random.between(4, 8) {
        let number = setting.number(random);
        let text = setting.paragraph(&SENTENCES, random);
        truth.push(
            Role::Body,
            setting.fill(
                &format!("根据《{{p}}{{n}}管理办法》（{number}）的规定，{text}"),
                random,
            ),
        );
    }
    truth
}
