//! Clean documents with their truth, from the phrase grammar: one function per type of document.

use super::Half;
use super::phrases::{
    ADVERBS, ARTICLES, BASES, CLOSINGS, CONDITIONS, HEADINGS, NEWS, OBLIGATIONS, POINTS, RESULTS,
    SENTENCES, VERBS, WHO,
};
use super::places::{PLACES, Place};
use super::random::Random;
use super::topics::{TOPICS, Topic};

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Title,
    Number,
    Recipients,
    Heading,
    Body,
    Item,
    Signature,
    Date,
    Note,
    Row,
}

/// One paragraph.
#[derive(Debug, Clone)]
pub(crate) struct Paragraph {
    pub(crate) role: Role,
    pub(crate) text: String,
}

/// A clean document and what is true of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Truth {
    pub(crate) title: String,
    pub(crate) issuers: Vec<String>,
    pub(crate) number: Option<String>,
    /// `2020-01-31`.
    pub(crate) date: Option<String>,
    pub(crate) province: Option<String>,
    pub(crate) city: Option<String>,
    pub(crate) county: Option<String>,
    /// 公文种类.
    pub(crate) doc_type: Option<String>,
    /// policy, news, interpretation, notice, report, stub.
    pub(crate) kind: &'static str,
    /// What the document's quality should be flagged as.
    pub(crate) flags: Vec<&'static str>,
    pub(crate) paragraphs: Vec<Paragraph>,
}

impl Truth {
    /// Appends a paragraph; a row that is there already is left out.
    pub(crate) fn push(&mut self, role: Role, text: impl Into<String>) {
        let text = text.into();
        let is_there = |paragraph: &Paragraph| paragraph.text == text;
        if role == Role::Row && self.paragraphs.iter().any(is_there) {
            return;
        }
        self.paragraphs.push(Paragraph { role, text });
    }
}

/// Who issues a document, and from where.
#[derive(Debug, Clone)]
pub(crate) struct Issuer {
    pub(crate) place: Place,
    /// 湖北省, 十堰市 or 竹山县, as it calls itself.
    pub(crate) own: String,
    pub(crate) name: String,
    /// 机关代字.
    pub(crate) letters: String,
    county: Option<&'static str>,
    /// 0 province, 1 city, 2 county.
    level: usize,
}

/// Everything the phrases of one document refer to.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    pub(crate) half: Half,
    pub(crate) topic: Topic,
    pub(crate) issuer: Issuer,
    pub(crate) year: usize,
    pub(crate) month: usize,
    pub(crate) day: usize,
}

impl Setting {
    /// Draws a setting.
    pub(crate) fn draw(half: Half, random: &mut Random) -> Self {
        let topic = *random.pick_half(half, &TOPICS);
        Self {
            half,
            topic,
            issuer: issuer(half, topic, random),
            year: random.between(1985, 2025),
            month: random.between(1, 12),
            day: random.between(1, 28),
        }
    }

    /// Returns the date as 2020年1月2日.
    pub(crate) fn date(&self) -> String {
        format!("{}年{}月{}日", self.year, self.month, self.day)
    }

    /// Returns the date as 2020-01-02.
    pub(crate) fn iso(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// Fills a frame.
    pub(crate) fn fill(&self, frame: &str, random: &mut Random) -> String {
        let mut out = String::new();
        let mut characters = frame.chars();
        while let Some(character) = characters.next() {
            if character != '{' {
                out.push(character);
                continue;
            }
            let slot = characters.next().unwrap_or('n');
            characters.next();
            out.push_str(&self.slot(slot, random));
        }
        out
    }

    fn slot(&self, slot: char, random: &mut Random) -> String {
        let half = self.half;
        let list = |random: &mut Random, list: &[&'static str]| (*random.pick(list)).to_owned();
        match slot {
            'n' => list(random, self.topic.nouns),
            'm' => list(random, self.topic.measures),
            't' => self.topic.name.to_owned(),
            'v' => (*random.pick_half(half, &VERBS)).to_owned(),
            'a' => (*random.pick_half(half, &ADVERBS)).to_owned(),
            'r' => (*random.pick_half(half, &RESULTS)).to_owned(),
            'w' => (*random.pick_half(half, &WHO)).to_owned(),
            'g' => (*random.pick_half(half, &BASES)).to_owned(),
            'k' => (*random.pick_half(half, &CONDITIONS)).to_owned(),
            'x' => (*random.pick_half(half, &OBLIGATIONS)).to_owned(),
            'o' => self.organ(random),
            'p' => self.issuer.own.clone(),
            'y' => (self.year + random.below(5)).to_string(),
            'd' => (random.between(2, 9) * [1, 5, 10][random.below(3)]).to_string(),
            'c' => format!("{}%", random.between(3, 98)),
            _ => String::new(),
        }
    }

    /// An organ at the issuer's level, in its short form.
    fn organ(&self, random: &mut Random) -> String {
        let level = ["省", "市", "县"][self.issuer.level];
        let organ = if random.percent(40) {
            self.topic.organ
        } else {
            random.pick(&TOPICS).organ
        };
        if self.issuer.level == 0 {
            return format!("{level}{}", organ.replace('局', "厅"));
        }
        format!("{level}{organ}")
    }

    /// Returns a body paragraph of some sentences.
    pub(crate) fn paragraph(&self, frames: &[&str], random: &mut Random) -> String {
        let mut used: Vec<&str> = Vec::new();
        let mut text = String::new();
        for _ in 0..random.between(2, 5) {
            let frame = *random.pick_half(self.half, frames);
            if !used.contains(&frame) {
                text.push_str(&self.fill(frame, random));
                used.push(frame);
            }
        }
        text
    }

    /// Returns a new document of this setting, without text.
    pub(crate) fn truth(&self, title: String, kind: &'static str) -> Truth {
        let issuer = &self.issuer;
        let city = (issuer.level > 0 && !issuer.place.city.is_empty()).then(|| issuer.place.city);
        Truth {
            title,
            kind,
            province: Some(issuer.place.province.to_owned()),
            city: city.map(str::to_owned),
            county: issuer.county.map(str::to_owned),
            ..Truth::default()
        }
    }

    /// Returns a document number.
    pub(crate) fn number(&self, random: &mut Random) -> String {
        let (open, close) = match self.half {
            Half::Development => [("〔", "〕"), ("〔", "〕"), ("〔", "〕"), ("[", "]")],
            Half::HeldOut => [("〔", "〕"), ("〔", "〕"), ("（", "）"), ("[", "]")],
        }[random.below(4)];
        let serial = random.between(1, 180);
        format!(
            "{}{open}{}{close}{serial}号",
            self.issuer.letters, self.year
        )
    }
}

fn issuer(half: Half, topic: Topic, random: &mut Random) -> Issuer {
    let place = *random.pick_half(half, &PLACES);
    let level = match random.below(10) {
        0..=1 => 0,
        2..=6 => 1,
        _ => 2,
    };
    let level = if place.city.is_empty() && level == 1 {
        0
    } else {
        level
    };
    let (county, code) = *random.pick(place.counties);
    let (own, letters) = match level {
        0 => (place.province.to_owned(), place.letter.to_owned()),
        1 => (place.city.to_owned(), place.code.to_owned()),
        _ => {
            let parent = if place.city.is_empty() {
                place.province
            } else {
                ""
            };
            (format!("{parent}{county}"), code.to_owned())
        }
    };
    let (organ, suffix) = match random.below(10) {
        0..=3 => ("人民政府".to_owned(), "政发".to_owned()),
        4..=6 if level == 0 => ("人民政府办公厅".to_owned(), "政办发".to_owned()),
        4..=6 => ("人民政府办公室".to_owned(), "政办发".to_owned()),
        _ if level == 0 => (
            topic.organ.replace('局', "厅"),
            format!("{}发", topic.letter),
        ),
        _ => (topic.organ.to_owned(), format!("{}发", topic.letter)),
    };
    Issuer {
        place,
        name: format!("{own}{organ}"),
        own,
        letters: format!("{letters}{suffix}"),
        county: (level == 2).then_some(county),
        level,
    }
}

/// Returns a number from 1 to 99 in Chinese.
pub(crate) fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match number {
        0..=9 => DIGITS[number].to_owned(),
        10..=19 => format!("十{}", DIGITS[number - 10]),
        _ => format!("{}十{}", DIGITS[number / 10 % 10], DIGITS[number % 10]),
    }
}

/// Returns a year or day by digits in Chinese: 二〇〇八.
pub(crate) fn chinese_digits(year: usize, zero: char) -> String {
    year.to_string()
        .chars()
        .map(|digit| match digit {
            '0' => zero,
            other => "一二三四五六七八九"
                .chars()
                .nth(other as usize - '1' as usize)
                .unwrap_or(other),
        })
        .collect()
}

/// Draws a document of any type.
pub(crate) fn document(half: Half, random: &mut Random) -> Truth {
    let setting = Setting::draw(half, random);
    match random.below(20) {
        0..=3 => notice(&setting, random),
        4..=6 => forwarded_plan(&setting, random),
        7..=8 => regulation(&setting, random),
        9..=10 => opinion(&setting, random),
        11 => report(&setting, random),
        12 => interpretation(&setting, random),
        13 => reply(&setting, random),
        14 => appointments(&setting, random),
        15 => publicity(&setting, random),
        16 => minutes(&setting, random),
        17 => letter(&setting, random),
        _ => news(&setting, random),
    }
}

fn recipients(setting: &Setting) -> &'static str {
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
fn official(setting: &Setting, title: String, random: &mut Random) -> Truth {
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

fn sign(setting: &Setting, truth: &mut Truth, random: &mut Random) {
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

fn imprint(setting: &Setting, truth: &mut Truth, random: &mut Random) {
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
fn sections(setting: &Setting, truth: &mut Truth, random: &mut Random, count: usize) {
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

fn subsection(
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

fn notice(setting: &Setting, random: &mut Random) -> Truth {
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

fn forwarded_plan(setting: &Setting, random: &mut Random) -> Truth {
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

fn regulation(setting: &Setting, random: &mut Random) -> Truth {
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

fn articles(setting: &Setting, truth: &mut Truth, random: &mut Random, article: usize) {
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

fn opinion(setting: &Setting, random: &mut Random) -> Truth {
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

fn report(setting: &Setting, random: &mut Random) -> Truth {
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

fn interpretation(setting: &Setting, random: &mut Random) -> Truth {
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

fn reply(setting: &Setting, random: &mut Random) -> Truth {
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

fn appointments(setting: &Setting, random: &mut Random) -> Truth {
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

fn publicity(setting: &Setting, random: &mut Random) -> Truth {
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

fn minutes(setting: &Setting, random: &mut Random) -> Truth {
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

fn letter(setting: &Setting, random: &mut Random) -> Truth {
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
