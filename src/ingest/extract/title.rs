//! The document's title.
//!
//! In: key-values, the container's hints, the splitter's title line, the first lines. Out: the
//! title in simplified script, as displayed, and the paragraph that shows it. Never a menu.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::Context;
use super::heading::{self, Heading};
use super::kind::without_brackets;
use crate::analysis::char_filter;
use crate::lexicon::doc_types;
use crate::model::{Extracted, Span};

const KEYS: &[&str] = &["标题", "文件名称", "信息名称", "名称", "题名", "文件标题"];

/// A title longer than this (characters) is a sentence; the longest of 2,643 real titles has 118.
const MAX_CHARS: usize = 160;

/// Paragraphs among which the container's title is looked for.
const SEARCHED: usize = 40;

/// A title and where the text shows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Title {
    /// In simplified script.
    pub(super) value: Extracted<String>,
    /// As displayed.
    pub(super) displayed: String,
    /// The paragraph that shows it.
    pub(super) paragraph: Option<usize>,
}

/// What sites add to a title: `_某某网`, ` - 某某人民政府`, and libraries: `(精)`, `.doc`.
static SUFFIX: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)(?:\s*[_|丨—–-]+\s*[^_|丨—–-]{2,30}(?:网|网站|政府|门户|平台|频道|文库|新闻|资讯|栏目|公开|政策|法规|中心|首页|com|cn)\s*)+$|\s*[(（](?:精|精选|最新|全|全文|下载|精华|优质|范文|word版|终稿|定稿)[)）]\s*$|\.(?:docx?|pdf|wps|txt|html?|ofd)$",
    )
});

static LEAD: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:#+\s*|标题\s*[:：]\s*|题目\s*[:：]\s*)"));

/// What a title never is: menus, bread crumbs, tools. (某省无障碍环境建设条例 is one.)
static MENU: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"当前位置|所在位置|首页\s*[>»/|]|网站地图|无障碍(?:浏览|阅读|模式|版|通道|切换|访问|(?:服务|辅助|工具|专区)?(?:[\s|]|$))|设为首页|加入收藏|登录|^目录$|^附件",
    )
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern, compiled by the tests")
}

/// Finds the title.
pub(super) fn title(context: &Context) -> Option<Title> {
    let found = first_evidence(context)?;
    let below = of_order(context, &found).or_else(|| of_minutes(context, &found));
    let mut title = below.unwrap_or(found);
    title
        .value
        .value
        .retain(|character| !is_invisible(character));
    Some(title)
}

/// `某 某 省 财 政 厅` in a letterhead is set apart for its looks.
fn closed_up(line: &str) -> Cow<'_, str> {
    static SPACED: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?:^|[^\p{Han}\s])\p{Han}(?:[\s\u{3000}]+\p{Han}){4,}"));
    SPACED.replace_all(line, |found: &regex::Captures<'_>| {
        without_spaces(&found[0])
    })
}

/// Zero-width characters and other controls; white space stays.
fn is_invisible(character: char) -> bool {
    !character.is_whitespace()
        && char_filter::fold(character.encode_utf8(&mut [0; 4]))
            .text
            .is_empty()
}

/// Under 某某人民政府令 or 某某常务委员会公告 stands what it publishes: its title is the document's.
fn of_order(context: &Context, order: &Title) -> Option<Title> {
    static ORDER: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"(?:令|公告)[ (〔\[]*(?:第?[\d一二三四五六七八九十百〇零]{1,8}号)?[)〕\]]*$")
    });
    let folded = char_filter::fold(&order.displayed).text;
    if !ORDER.is_match(&folded) || folded.contains("关于") {
        return None;
    }
    let head = &context.text()[context.head().range()];
    // What the order rests on is quoted too: only what follows as a title is published.
    let index = head
        .split('《')
        .skip(1)
        .filter_map(|quoted| Some(quoted.split_once('》')?.0))
        .find_map(|name| shown_in(context, name))?;
    of_paragraph(context, index, "extract/title/of_order", 0.9)
}

/// Under the letterhead 某市人民政府专题会议纪要 stands what the meeting was about: 关于某事的会议纪要.
fn of_minutes(context: &Context, letterhead: &Title) -> Option<Title> {
    /// Lines between them: the number, the organ with the date.
    const WITHIN: usize = 4;
    let folded = char_filter::fold(&letterhead.displayed).text;
    if !folded.ends_with("会议纪要") || folded.contains("关于") {
        return None;
    }
    let first = letterhead.paragraph? + 1;
    let last = context.part.paragraphs.len().min(first + WITHIN);
    let index = (first..last).find(|&index| {
        let line = context.part.folded_line(index);
        line.starts_with("关于") && line.ends_with("纪要")
    })?;
    of_paragraph(context, index, "extract/title/of_minutes", 0.9)
}

fn first_evidence(context: &Context) -> Option<Title> {
    named_line(context)
        .or_else(|| by_key(context))
        .or_else(|| by_meta(context, &["articletitle"], "extract/title/meta"))
        .or_else(|| by_line(context))
        .or_else(|| by_meta(context, &["headline", "og:title"], "extract/title/meta"))
        .or_else(|| by_page_title(context))
        .or_else(|| by_first_line(context))
}

/// The title's line where it names a type or a subject, and the page's own row 标题 does not: a
/// headline of who posted it.
fn named_line(context: &Context) -> Option<Title> {
    let row = context.key_value(KEYS)?;
    let value = char_filter::fold(&row.value).text;
    let line = by_line(context).filter(|line| line.value.confidence >= 0.9)?;
    (!is_named(&value)).then_some(line)
}

/// Whether a title names a type of document or a subject.
fn is_named(folded: &str) -> bool {
    folded.contains("关于") || doc_types::at_end(without_brackets(folded)).is_some()
}

fn by_key(context: &Context) -> Option<Title> {
    let row = context.key_value(KEYS)?;
    let value = tidy(&row.value);
    if !is_title(value) || value.chars().count() < 5 {
        return None;
    }
    let paragraph = shown_in(context, value);
    Some(Title {
        value: Extracted::new(
            char_filter::simplify(value),
            "extract/title/key_value",
            Some(row.span),
            1.0,
        ),
        displayed: value.to_owned(),
        paragraph,
    })
}

/// The container's own tag counts for the first part only: a page has one title.
fn by_meta(context: &Context, names: &[&str], rule: &'static str) -> Option<Title> {
    let value = context
        .hints
        .get(names)
        .filter(|_| context.part.number == 1)?;
    uncut(context, value, rule).or_else(|| of_container(context, value, rule, 1.0))
}

/// Title tags are cut short by the length of a column in a database: the page shows the whole.
fn uncut(context: &Context, value: &str, rule: &'static str) -> Option<Title> {
    /// A shorter beginning is shared by other lines.
    const SHORTEST_STEM: usize = 8;
    let value = value.trim();
    let stem = char_filter::fold(value.trim_end_matches(['…', '.'])).text;
    let is_cut = value.ends_with(['…', '.']) || doc_types::at_end(&stem).is_none();
    if !is_cut || stem.chars().count() < SHORTEST_STEM {
        return None;
    }
    let searched = context.part.paragraphs.len().min(SEARCHED);
    let index = (0..searched).find(|&index| {
        let line = context.part.folded_line(index);
        let is_longer = line.len() > stem.len() && line.starts_with(stem.as_str());
        is_longer && !line.contains('。') && doc_types::at_end(line).is_some()
    })?;
    of_paragraph(context, index, rule, 1.0)
}

fn by_page_title(context: &Context) -> Option<Title> {
    let value = context
        .hints
        .title
        .as_deref()
        .filter(|_| context.part.number == 1)?;
    of_container(context, value, "extract/title/page_title", 0.7)
}

fn of_container(
    context: &Context,
    value: &str,
    rule: &'static str,
    confidence: f32,
) -> Option<Title> {
    let value = tidy(value.lines().next().unwrap_or_default());
    // 首页, 详情 and the like; but 护士条例 is a title.
    if !is_title(value) || value.chars().count() < 4 {
        return None;
    }
    let paragraph = shown_in(context, value);
    let span = paragraph.map(|index| source_span(context, index));
    Some(Title {
        value: Extracted::new(char_filter::simplify(value), rule, span, confidence),
        displayed: value.to_owned(),
        paragraph,
    })
}

/// The line the splitter took for the title.
fn by_line(context: &Context) -> Option<Title> {
    let index = context.part.title_paragraph?;
    (index < context.part.paragraphs.len()).then_some(())?;
    let line = context.part.folded_line(index);
    // A headline or a site's motto may be taken for a title: one that names a type or a subject is none.
    let confidence = if is_named(line) { 0.9 } else { 0.6 };
    of_paragraph(context, index, "extract/title/line", confidence)
}

/// The first line that could be a title, where the splitter saw none.
fn by_first_line(context: &Context) -> Option<Title> {
    let first = context
        .part
        .paragraphs
        .iter()
        .take(6)
        .position(|paragraph| {
            let line = &context.text()[paragraph.folded.range()];
            let long = line.chars().count() >= 5 || is_short_law(line);
            long && !MENU.is_match(line)
        })?;
    let line = context.part.folded_line(first);
    let prose = line.ends_with(['。', '!', ';', ':', ',', '?']) || line.contains('。');
    if prose || line.chars().count() > 80 {
        return None;
    }
    of_paragraph(context, first, "extract/title/first_line", 0.5)
}

/// 戒毒条例, 护士条例: the shortest titles of laws.
fn is_short_law(line: &str) -> bool {
    let name = line.trim_start_matches(['#', ' ']).trim_end();
    name.ends_with("条例") && name.chars().count() == 4
}

fn of_paragraph(
    context: &Context,
    index: usize,
    rule: &'static str,
    confidence: f32,
) -> Option<Title> {
    if let Some(heading) = heading::heading(context, index) {
        return Some(of_heading(context, &heading, confidence));
    }
    let line = context.part.display_line(index);
    let tidied = tidy(line);
    if !is_title(tidied) {
        return None;
    }
    let displayed =
        completed(context, index, tidied).unwrap_or_else(|| closed_up(tidied).into_owned());
    let span = source_span(context, index);
    Some(Title {
        value: Extracted::new(
            char_filter::simplify(&displayed),
            rule,
            Some(span),
            confidence,
        ),
        displayed,
        paragraph: Some(index),
    })
}

/// `某某市人民政府办公室` ⏎ `关于印发某方案的通知`: one title, its organs set apart by spaces.
fn of_heading(context: &Context, heading: &Heading, confidence: f32) -> Title {
    let organs: Vec<String> = heading
        .organs
        .iter()
        .map(|&index| {
            let line = tidy(context.part.display_line(index));
            closed_up(line.strip_suffix("文件").unwrap_or(line)).into_owned()
        })
        .collect();
    let about = closed_up(tidy(context.part.display_line(heading.about)));
    let displayed = format!("{}{about}", organs.join(" "));
    let first = heading.organs.first().copied().unwrap_or(heading.about);
    let span = Span::new(
        source_span(context, first).start,
        source_span(context, heading.about).end,
    );
    Title {
        value: Extracted::new(
            char_filter::simplify(&displayed),
            "extract/title/heading",
            Some(span),
            confidence,
        ),
        displayed,
        paragraph: Some(heading.about),
    }
}

/// A library cuts titles short (`…的(精)`); the text below repeats the whole one.
fn completed(context: &Context, index: usize, title: &str) -> Option<String> {
    if !title.ends_with(['的', '…', '.']) {
        return None;
    }
    let stem = char_filter::fold(title.trim_end_matches(['…', '.'])).text;
    let next = context.part.paragraphs.get(index + 1)?;
    let line = &context.text()[next.folded.range()];
    let rest = line.strip_prefix(stem.as_str())?;
    let end = rest
        .char_indices()
        .map(|(at, character)| at + character.len_utf8())
        .take(60)
        .find(|&end| doc_types::at_end(&line[..stem.len() + end]).is_some())?;
    let span = Span::new(next.folded.start, next.folded.start + stem.len() + end);
    Some(context.part.displayed(span).into_owned())
}

fn source_span(context: &Context, index: usize) -> Span {
    context
        .part
        .display
        .map
        .to_parent(context.part.paragraphs[index].display)
}

/// The paragraph that is the title and nothing else, or the last of the lines that make it up.
pub(super) fn shown_in(context: &Context, title: &str) -> Option<usize> {
    let folded = char_filter::fold(title).text;
    let line = |index: usize| {
        context
            .part
            .folded_line(index)
            .trim_start_matches(['#', ' '])
    };
    let searched = context.part.paragraphs.len().min(SEARCHED);
    let whole = (0..searched).find(|&index| line(index) == folded);
    whole.or_else(|| {
        let bare = without_spaces(&folded);
        (0..searched).find(|&index| {
            let last = without_spaces(line(index));
            // Only a line that may be a title's is worth joining with those above.
            !last.is_empty() && bare.ends_with(&last) && {
                let shown = heading::heading(context, index)
                    .filter(|heading| heading.about == index)
                    .map(|heading| of_heading(context, &heading, 1.0).displayed);
                last == bare
                    || shown.is_some_and(|shown| {
                        without_spaces(&char_filter::fold(&shown).text) == bare
                    })
            }
        })
    })
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn is_title(value: &str) -> bool {
    let count = value.chars().count();
    (1..=MAX_CHARS).contains(&count) && !MENU.is_match(value) && !HISTORY.is_match(value)
}

/// A line of a law's history is not its title, however much it looks like one.
static HISTORY: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^[(（]?(?:19|20)\d{2}年\d{1,2}月\d{1,2}日.*(?:通过|公布|发布|批准|修正|修订|施行)")
});

/// Removes what is not the title from its ends.
fn tidy(line: &str) -> &str {
    let mut title = line.trim();
    if let Some(lead) = LEAD.find(title) {
        title = &title[lead.end()..];
    }
    while let Some(suffix) = SUFFIX.find(title)
        && suffix.start() > 0
    {
        title = title[..suffix.start()].trim_end();
    }
    title.trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::extract::tests::{context_of, part_of, with_row};
    use crate::model::PageHints;

    #[test]
    fn site_names_and_library_marks_are_not_the_title() {
        let cases = [
            (
                "某市关于河道的通知_某市人民政府门户网站",
                "某市关于河道的通知",
            ),
            (
                "某市关于河道的通知 - 政策文件 - 某某网",
                "某市关于河道的通知 - 政策文件",
            ),
            ("# 某某条例", "某某条例"),
            ("某市规划(2021-2025年)", "某市规划(2021-2025年)"),
            ("某市关于河道的决定(精)", "某市关于河道的决定"),
            ("某某工作总结.doc", "某某工作总结"),
        ];
        for (line, title) in cases {
            assert_eq!(tidy(line), title);
        }
    }

    #[test]
    fn a_letterheads_spaces_close_up() {
        let cases = [
            (
                "某 某 省 财 政 厅关于河道的通知",
                "某某省财政厅关于河道的通知",
            ),
            (
                "某县人民政府 某县财政局关于河道的通知",
                "某县人民政府 某县财政局关于河道的通知",
            ),
            ("关于河道 湖泊 水 库 的通知", "关于河道 湖泊 水 库 的通知"),
            ("某\u{3000}某  县\u{3000}政 府", "某某县政府"),
        ];
        for (title, expected) in cases {
            assert_eq!(closed_up(title), expected);
        }
    }

    #[test]
    fn order_of_evidence() {
        let part = part_of("某市河道保护的通知\n各县:现通知如下。", 0);
        let hints = PageHints {
            title: Some("首页_某某网".to_owned()),
            ..PageHints::default()
        };
        let found = title(&Context::new(&part, &hints)).unwrap();
        assert_eq!(found.value.rule.as_str(), "extract/title/line");
        let part = with_row(part, "标题", "某市人民政府河道保护的通知");
        let found = title(&Context::new(&part, &hints)).unwrap();
        assert_eq!(found.value.value, "某市人民政府河道保护的通知");
        assert_eq!(found.paragraph, None);
        let part = part_of("某市河道保护的通知\n各县:现通知如下。", 0);
        let part = with_row(part, "标题", "[转帖]市里出新文件了,都来看看");
        let found = title(&Context::new(&part, &hints)).unwrap();
        assert_eq!(found.value.value, "某市河道保护的通知");
    }

    /// Texts and their titles.
    fn assert_titles(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            let part = part_of(text, 0);
            assert_eq!(context_of(&part).title.unwrap().value, *expected);
        }
    }

    #[test]
    fn orders_and_announcements_publish_a_text() {
        let cases = [
            (
                "某省人民代表大会常务委员会公告\n第50号\n根据《立法法》,《某省河道条例》已经通过,现予公布。\n某省河道条例\n第一条 为了。",
                "某省河道条例",
            ),
            (
                "某省人民政府令第5号\n《某省河道办法》现予公布。\n某省河道办法\n第一条 为了。",
                "某省河道办法",
            ),
            (
                "某市水利局公告\n根据《河道办法》,现公告如下。\n一、停水。",
                "某市水利局公告",
            ),
        ];
        assert_titles(&cases);
    }

    #[test]
    fn minutes_are_titled_by_their_matter() {
        let cases = [
            (
                "某市人民政府专题会议纪要\n第14号\n某市人民政府办公室 2023年3月8日\n关于河道问题的会议纪要\n会议议定。",
                "关于河道问题的会议纪要",
            ),
            (
                "某市人民政府常务会议纪要\n第14号\n会议研究了河道问题。",
                "某市人民政府常务会议纪要",
            ),
        ];
        assert_titles(&cases);
    }

    #[test]
    fn the_containers_title_is_shown_in_several_lines() {
        let part = part_of("某某市人民政府办公室\n关于河道的通知\n各县:照办。", 0);
        let hints = PageHints {
            meta: vec![(
                "articletitle".to_owned(),
                "某某市人民政府办公室关于河道的通知".to_owned(),
            )],
            ..PageHints::default()
        };
        let found = title(&Context::new(&part, &hints)).unwrap();
        assert_eq!(found.value.rule.as_str(), "extract/title/meta");
        assert_eq!(found.paragraph, Some(1));
    }

    #[test]
    fn a_cut_tag_is_completed_from_the_text() {
        let long = "某某市人民政府关于印发某某市河道保护办法的通知";
        let cases = [
            ("某某市人民政府关于印发某某市河道…", long),
            ("某某市人民政府关于印发某某市河道保", long),
            // Another document whose name begins alike.
            (
                "某某市人民政府关于印发某某市河道保护办法",
                "某某市人民政府关于印发某某市河道保护办法",
            ),
        ];
        for (tag, expected) in cases {
            let part = part_of(&format!("来源\n{long}\n各县:照办。"), 0);
            let hints = PageHints {
                meta: vec![("articletitle".to_owned(), tag.to_owned())],
                ..PageHints::default()
            };
            let found = title(&Context::new(&part, &hints)).unwrap();
            assert_eq!(found.value.value, expected, "{tag}");
        }
    }

    #[test]
    fn a_cut_title_is_completed_from_the_text() {
        let part = part_of(
            "某省关于发展林业的(精)\n某省关于发展林业的决定为进一步发展林业,决定如下。",
            0,
        );
        let context = context_of(&part);
        assert_eq!(context.title.unwrap().value, "某省关于发展林业的决定");
    }

    #[test]
    fn traditional_titles_are_simplified_and_keep_their_spaces() {
        let part = part_of("統籌資源 聚合產業\n正文。", 0);
        let found = title(&Context::new(&part, &PageHints::default())).unwrap();
        assert_eq!(found.value.value, "统筹资源 聚合产业");
        assert_eq!(found.displayed, "統籌資源 聚合產業");
    }
}
