//! Documents about special zones, documents that only mention some, and 一区N园.

use super::norms::{imprint, official, recipients, sections, sign};
use super::{Role, Setting, Truth};
use crate::noise::Half;
use crate::noise::phrases::SENTENCES;
use crate::noise::random::Random;
use crate::noise::zones::{self, Zone};

/// Titles about a zone, {Z}, and their 公文种类; each half has every other one.
const TITLES: [(&str, &str); 8] = [
    ("关于支持{Z}高质量发展的若干意见", "意见"),
    ("关于推进{Z}体制机制改革的通知", "通知"),
    ("关于印发{Z}管理办法的通知", "办法"),
    ("关于加快{Z}建设的实施意见", "意见"),
    ("关于{Z}扩区调位的批复", "批复"),
    ("关于调整{Z}管理权限的决定", "决定"),
    ("关于{Z}规划环境影响评价工作的通知", "通知"),
    ("关于同意设立{Z}的批复", "批复"),
];

/// First sentences of a text about a zone whose title names none: full form {Z}, short form {z}.
const LEADS: [&str; 6] = [
    "为推动{Z}（以下简称“{z}”）转型升级，发挥{z}的带动作用，现就有关事项通知如下：",
    "近年来，{Z}规模不断扩大。为理顺{z}管理体制，支持{z}先行先试，现通知如下：",
    "经研究，决定在{Z}开展综合改革试点。{z}要制定试点方案，现将有关要求通知如下：",
    "{Z}是全市经济发展的主阵地。为进一步放权赋能，赋予{z}市级经济管理权限，现通知如下：",
    "为加强{Z}的统一管理，明确{z}的职责，现就有关问题通知如下：",
    "自{Z}成立以来，招商成果丰硕。为支持{z}（{Z}）扩大开放，现通知如下：",
];

/// Sentences that name other zones, or what is no zone: {E} another place's zone.
const TRAPS: [&str; 12] = [
    "学习借鉴{E}等先进园区的经验做法，{r}。",
    "对标{E}，完善{n}考核办法。",
    "建设社会主义现代化先行示范区，创建国家级示范区，{r}。",
    "打造高质量发展试验区和产城融合示范区，{m}。",
    "各类园区、开发区要加强协作，新区建设与旧城改造统筹推进。",
    "开发区、高新区、工业园区应当执行统一的标准，{r}。",
    "组织干部赴{E}考察学习，形成专题报告。",
    "与{E}签订合作协议，共建{n}。",
    "城乡一体化示范区、社区、校区和库区的{n}由{o}管理。",
    "不得以示范区、集聚区名义违规占用耕地。",
    "首批试点在某高新区开展，取得经验后推广，{r}。",
    "经济区、流域区和功能区的边界以公布的图件为准。",
];

/// Sentences with a form {F}.
const FORMED: [&str; 6] = [
    "实行“{F}”管理模式，{r}。",
    "按照{F}的布局推进整合，{m}。",
    "构建“{F}”发展格局，实现统一规划、统一招商。",
    "完善{F}、统分结合的运行机制。",
    "坚持{F}、错位发展，{r}。",
    "探索“{F}”的飞地合作方式，{m}。",
];

/// Sentences that look like a form and are none.
const NO_FORMS: [&str; 6] = [
    "第一区多园林绿化工程按期完工。",
    "统一区四园规划设计标准，{r}。",
    "一区二区三区分期开放。",
    "该片一区三园丁先后获得表彰。",
    "一园两区别分类管理不得混淆。",
    "十一区三园办学点完成合并。",
];

/// Draws a document in which zones play a part.
pub(crate) fn zoned(half: Half, random: &mut Random) -> Truth {
    let setting = Setting::draw(half, random);
    let zone = zones::own(&setting, random);
    let mut truth = match random.below(10) {
        0..=3 => titled(&setting, &zone, random),
        4..=5 => issued(&setting, &zone, random),
        6..=7 => led(&setting, &zone, random),
        _ => general(&setting, random),
    };
    let end = truth.paragraphs.len();
    let at = body_end(&truth);
    body(&setting, &mut truth, random);
    let added = truth.paragraphs.split_off(end);
    truth.paragraphs.splice(at..at, added);
    truth
}

/// The first paragraph of the closing: signature, closing sentence or what follows.
fn body_end(truth: &Truth) -> usize {
    let signed = |paragraph: &super::Paragraph| paragraph.role == Role::Signature;
    truth
        .paragraphs
        .iter()
        .position(signed)
        .unwrap_or(truth.paragraphs.len())
}

/// Sentences about other zones and about forms.
fn body(setting: &Setting, truth: &mut Truth, random: &mut Random) {
    for _ in 0..random.between(1, 3) {
        let frame = *random.pick_half(setting.half, &TRAPS);
        let example = zones::example(setting.half, random);
        let text = setting.fill(&frame.replace("{E}", example), random);
        truth.push(Role::Body, text);
    }
    if random.percent(60) {
        let (written, ..) = zones::form(setting.half, random);
        let frame = *random.pick_half(setting.half, &FORMED);
        let text = setting.fill(&frame.replace("{F}", written), random);
        truth.push(Role::Body, text);
    }
    if random.percent(25) {
        let frame = *random.pick_half(setting.half, &NO_FORMS);
        let text = setting.fill(frame, random);
        truth.push_plain(Role::Body, text);
    }
}

/// The zone stands in the title: in full, or a national one by its short form.
fn titled(setting: &Setting, zone: &Zone, random: &mut Random) -> Truth {
    let short = zone.national && random.percent(40);
    let written = if short { &zone.short } else { &zone.full };
    let (frame, doc_type) = random.pick_half(setting.half, &TITLES);
    let title = format!("{}{}", setting.issuer.name, frame.replace("{Z}", written));
    let mut truth = official(setting, title, random);
    truth.doc_type = Some((*doc_type).to_owned());
    truth.zones = vec![zone.full.clone()];
    truth.push(Role::Recipients, recipients(setting));
    let other = if random.percent(50) {
        &zone.short
    } else {
        &zone.full
    };
    let opening = setting.fill("为{m}，{r}，经研究，现就有关事项明确如下。", random);
    truth.push(Role::Body, format!("{opening}{other}应当抓好落实。"));
    sections(setting, &mut truth, random, 2);
    sign(setting, &mut truth, random);
    imprint(setting, &mut truth, random);
    truth
}

/// The zone's own committee issues the document.
fn issued(setting: &Setting, zone: &Zone, random: &mut Random) -> Truth {
    let committee = match setting.half {
        Half::Development => "管理委员会",
        Half::HeldOut => "管委会",
    };
    let mut setting = setting.clone();
    setting.issuer.name = format!("{}{committee}", zone.full);
    setting.issuer.letters = "管发".into();
    let title = format!(
        "{}关于做好{}工作的通知",
        setting.issuer.name, setting.topic.name
    );
    let mut truth = official(&setting, title, random);
    truth.issuers = vec![format!("{}管理委员会", zone.full)];
    truth.doc_type = Some("通知".into());
    truth.number = None;
    truth
        .paragraphs
        .retain(|paragraph| paragraph.role != Role::Number);
    // A national zone's city is known; another's name may be several counties'.
    truth.place_is_open = !zone.national;
    truth.county = None;
    truth.city = Some(setting.issuer.place.city.to_owned());
    truth.zones = vec![zone.full.clone()];
    truth.push(Role::Recipients, "各局（办、中心），各有关企业：");
    truth.push(Role::Body, setting.paragraph(&SENTENCES, random));
    sections(&setting, &mut truth, random, 2);
    sign(&setting, &mut truth, random);
    truth
}

/// The title speaks of something else; the first paragraph insists on a zone.
fn led(setting: &Setting, zone: &Zone, random: &mut Random) -> Truth {
    let subject = match setting.half {
        Half::Development => "深化园区管理体制改革",
        Half::HeldOut => "下放经济管理权限",
    };
    let title = format!("{}关于{subject}的通知", setting.issuer.name);
    let mut truth = official(setting, title, random);
    truth.doc_type = Some("通知".into());
    truth.zones = vec![zone.full.clone()];
    truth.push(Role::Recipients, recipients(setting));
    let frame = random.pick_half(setting.half, &LEADS);
    let lead = frame.replace("{Z}", &zone.full).replace("{z}", &zone.short);
    truth.push(Role::Body, lead);
    sections(setting, &mut truth, random, 2);
    sign(setting, &mut truth, random);
    imprint(setting, &mut truth, random);
    truth
}

/// About zones in general: none is its subject.
fn general(setting: &Setting, random: &mut Random) -> Truth {
    let subject = match setting.half {
        Half::Development => "促进全市开发区改革和创新发展",
        Half::HeldOut => "规范各类园区建设用地管理",
    };
    let title = format!("{}关于{subject}的通知", setting.issuer.name);
    let mut truth = official(setting, title, random);
    truth.doc_type = Some("通知".into());
    let named = zones::own(setting, random);
    truth.push(
        Role::Recipients,
        format!("各县（市、区）人民政府，{}管委会，有关单位：", named.full),
    );
    truth.push(Role::Body, setting.paragraph(&SENTENCES, random));
    sections(setting, &mut truth, random, 2);
    sign(setting, &mut truth, random);
    truth
}
