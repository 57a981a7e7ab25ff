//! Puts a document into its page: title, rows of metadata, furniture before and after the text.

use crate::noise::Half;
use crate::noise::furniture::{Furniture, RECORDS};
use crate::noise::grammar::{Role, Setting, Truth, person};
use crate::noise::labelled::{Class, Labelled};
use crate::noise::random::Random;

/// How a document's block of rows is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Block {
    None,
    /// 【制定机关】…, glued behind the repeated title.
    LegalGlued,
    /// The same, a row a line.
    LegalLines,
    /// 索引号：… rows.
    SiteLines,
    /// Key and value on lines of their own.
    SiteNextLine,
}

/// What surrounds a document.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) furniture: bool,
    pub(crate) library: bool,
    pub(crate) preview: bool,
    pub(crate) block: Block,
    pub(crate) repeats_title: bool,
    pub(crate) indent: &'static str,
    pub(crate) blank_lines: usize,
}

impl Page {
    /// Returns a page with nothing on it.
    pub(crate) const fn bare() -> Self {
        Self {
            furniture: false,
            library: false,
            preview: false,
            block: Block::None,
            repeats_title: false,
            indent: "",
            blank_lines: 1,
        }
    }
}

/// Fills the furniture's slots.
struct Filler<'a> {
    half: Half,
    setting: Setting,
    title: &'a str,
    site: String,
    date: String,
}

impl Filler<'_> {
    fn fill(&self, wording: &str, random: &mut Random) -> String {
        let mut text = wording.to_owned();
        while let Some(at) = text.find("{N}") {
            text.replace_range(at..at + 3, &random.between(10_000, 99_999).to_string());
        }
        while let Some(at) = text.find("{B}") {
            let other = Setting::draw(self.half, random);
            let title = format!(
                "{}关于做好{}工作的通知",
                other.issuer.name, other.topic.name
            );
            text.replace_range(at..at + 3, &title);
        }
        let text = text
            .replace("{T}", self.title)
            .replace("{S}", &self.site)
            .replace("{D}", &self.date)
            .replace("{P}", &person(random))
            .replace("{I}", random.word(&RECORDS));
        self.setting.fill(&text, random)
    }
}

/// A row of an information block.
type KeyValue = (&'static str, String);

/// Appends a document in its page; returns the rows of its information block.
pub(crate) fn lay_out(
    text: &mut Labelled,
    (number, truth): (u8, &Truth),
    page: &Page,
    (half, random): (Half, &mut Random),
) -> Vec<KeyValue> {
    let words = Furniture::of(half);
    let setting = Setting::draw(half, random);
    let filler = Filler {
        half,
        title: &truth.title,
        site: setting.fill(random.word(words.sites), random),
        date: page_date(half, random),
        setting,
    };
    if page.furniture {
        before(text, words, &filler, random);
    }
    let mut paragraphs = truth.paragraphs.iter();
    let has_title = truth
        .paragraphs
        .first()
        .is_some_and(|first| first.role == Role::Title);
    if let Some(title) = paragraphs.next().filter(|_| has_title) {
        text.push_paragraph(number, &title.text);
        text.push_line_ends(1);
    } else {
        paragraphs = truth.paragraphs.iter();
    }
    if page.repeats_title && page.block != Block::LegalGlued {
        text.push_line_ends(page.blank_lines.saturating_sub(1));
        text.push_noise(Class::RepeatedTitle, &truth.title);
        text.push_line_ends(1);
    }
    if page.furniture && random.percent(70) {
        line(
            text,
            Class::SourceLine,
            &filler.fill(random.word(words.sources), random),
        );
        if random.percent(40) {
            line(
                text,
                Class::Tools,
                &filler.fill(random.word(words.tools), random),
            );
        }
    }
    if page.library && random.percent(60) {
        line(
            text,
            Class::Library,
            &filler.fill(random.word(words.library), random),
        );
    }
    let rows = block(text, truth, page, random);
    for paragraph in paragraphs {
        let centred = matches!(paragraph.role, Role::Number | Role::Recipients | Role::Row);
        text.push_layout(if centred { "" } else { page.indent });
        text.push_paragraph(number, &paragraph.text);
        text.push_line_ends(page.blank_lines);
    }
    after(text, page, words, (&filler, random));
    rows
}

fn line(text: &mut Labelled, class: Class, content: &str) {
    text.push_noise(class, content);
    text.push_line_ends(1);
}

/// A page's own date: unrelated to the document's.
fn page_date(half: Half, random: &mut Random) -> String {
    let (year, month, day) = (
        random.between(2012, 2025),
        random.between(1, 12),
        random.between(1, 28),
    );
    match half {
        Half::Development if day % 2 == 0 => format!("{year}/{month}/{day}"),
        Half::Development => format!("{year}-{month:02}-{day:02}"),
        Half::HeldOut => format!("{year}年{month:02}月{day:02}日"),
    }
}

fn before(text: &mut Labelled, words: &Furniture, filler: &Filler<'_>, random: &mut Random) {
    if random.percent(45) {
        line(
            text,
            Class::Navigation,
            &filler.fill(random.word(words.menus), random),
        );
    }
    if random.percent(60) {
        line(
            text,
            Class::Navigation,
            &filler.fill(random.word(words.crumbs), random),
        );
    }
    if random.percent(15) {
        line(
            text,
            Class::Tools,
            &filler.fill(random.word(words.tools), random),
        );
    }
    if random.percent(8) {
        line(
            text,
            Class::Wrapper,
            &filler.fill(random.word(words.wrappers), random),
        );
    }
}

fn after(
    text: &mut Labelled,
    page: &Page,
    words: &Furniture,
    (filler, random): (&Filler<'_>, &mut Random),
) {
    if page.preview {
        line(text, Class::Preview, random.word(words.previews));
    }
    if page.library {
        line(
            text,
            Class::Library,
            &filler.fill(random.word(words.library), random),
        );
    }
    if !page.furniture {
        return;
    }
    let plan: [(usize, Class, &[&str]); 6] = [
        (40, Class::Editor, words.editors),
        (25, Class::Promotion, words.promotions),
        (20, Class::Tools, words.tools),
        (40, Class::Related, words.related),
        (25, Class::Disclaimer, words.disclaimers),
        (55, Class::Copyright, words.copyrights),
    ];
    for (percent, class, wordings) in plan {
        if !random.percent(percent) {
            continue;
        }
        let count = if class == Class::Copyright {
            random.between(1, 3)
        } else {
            1
        };
        for wording in random.sample(wordings, count) {
            line(text, class, &filler.fill(wording, random));
        }
    }
}

fn block(text: &mut Labelled, truth: &Truth, page: &Page, random: &mut Random) -> Vec<KeyValue> {
    let legal = matches!(page.block, Block::LegalGlued | Block::LegalLines);
    let rows = if legal {
        legal_rows(truth, random)
    } else {
        site_rows(truth, random)
    };
    match page.block {
        Block::None => return Vec::new(),
        Block::LegalGlued => {
            text.push_line_ends(page.blank_lines.saturating_sub(1));
            text.push_noise(Class::RepeatedTitle, &truth.title);
            text.push_noise(Class::KeyValues, "文章属性");
            for (key, value) in &rows {
                text.push_noise(Class::KeyValues, &format!("•【{key}】{value}"));
            }
            text.push_noise(Class::KeyValues, "正文");
        }
        Block::LegalLines => {
            line(text, Class::KeyValues, "文章属性");
            for (key, value) in &rows {
                line(text, Class::KeyValues, &format!("•【{key}】{value}"));
            }
            line(text, Class::KeyValues, "正文");
        }
        Block::SiteLines => {
            for (key, value) in &rows {
                line(text, Class::KeyValues, &format!("{key}：{value}"));
            }
        }
        Block::SiteNextLine => {
            for (key, value) in &rows {
                line(text, Class::KeyValues, &format!("{key}\n{value}"));
            }
        }
    }
    rows
}

fn legal_rows(truth: &Truth, random: &mut Random) -> Vec<KeyValue> {
    let mut rows = Vec::new();
    if let Some(issuer) = truth.issuers.first() {
        rows.push(("制定机关", issuer.clone()));
    }
    if let Some(date) = &truth.date {
        rows.push(("公布日期", date.replace('-', ".")));
    }
    if let Some(number) = &truth.number {
        rows.push(("字号", number.clone()));
    }
    if let Some(date) = truth.date.as_ref().filter(|_| random.percent(60)) {
        rows.push(("施行日期", date.replace('-', ".")));
    }
    rows.push(("效力等级", "地方规范性文件".into()));
    rows.push(("时效性", ["现行有效", "失效"][random.below(2)].into()));
    rows.push(("主题分类", "机关工作".into()));
    rows
}

fn site_rows(truth: &Truth, random: &mut Random) -> Vec<KeyValue> {
    let mut rows = vec![(
        "索引号",
        format!(
            "{:09}/{}-{:05}",
            random.between(10_000, 99_999_999),
            random.between(2008, 2024),
            random.between(100, 99_999)
        ),
    )];
    if let Some(issuer) = truth.issuers.first() {
        rows.push((
            ["发文机构", "发布机构", "发文机关"][random.below(3)],
            issuer.clone(),
        ));
    }
    if let Some(number) = &truth.number {
        rows.push((["发文字号", "文号"][random.below(2)], number.clone()));
    }
    if let Some(date) = &truth.date {
        rows.push((["成文日期", "发文日期"][random.below(2)], date.clone()));
    }
    rows.push(("有效性", "有效".into()));
    rows.push(("主题分类", "综合政务".into()));
    rows
}
