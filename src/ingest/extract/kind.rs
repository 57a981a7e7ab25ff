//! What sort of document it is: policy, interpretation, news, report, notice, article, stub.
//!
//! In: key-values, title, own number, organs, the first paragraphs. Out: one kind, none where
//! nothing tells. The page's own 解读类型 wins (NOISE 2).

use std::sync::LazyLock;

use regex::Regex;

use super::Context;
use super::calendar;
use super::rank::is_statute;
use super::source::is_medium;
use crate::lexicon::doc_types::{self, Class};
use crate::model::Extracted;

/// A stub is shorter than this (characters) and holds no sentence (NOISE 1.3, keyword stubs).
const STUB_CHARS: usize = 60;

static INTERPRETATION: LazyLock<Regex> =
    LazyLock::new(|| regex("解读|一图读懂|图解|答记者问|起草说明|政策问答|吹风会|新闻发布会"));
static COLLECTION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        "(?:汇报|总结|报告|方案|讲话|心得|体会|材料|计划|范文|发言).{0,6}(?:[0-9一二三四五六七八九十两]+|精选.{0,3})篇|精选.{0,4}篇|范文",
    )
});
static REPORT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        "(?:工作|情况|述职|调研|专题|自查|整改|进展|考察|年度|执行|审议|分析|评估|调查|预算|决算)\\p{Han}{0,6}(?:报告|汇报|总结)(?:\\(.{0,20}\\))?$|(?:汇报|总结)(?:材料)?(?:\\(.{0,20}\\))?$",
    )
});
static NOTICE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        "公示|招标|中标|采购公告|成交公告|任前|任免|任职|免职|拍卖|招聘|拟录用|拟聘|询价|磋商|遴选|竞价|挂牌出让|体检|面试|成绩",
    )
});
static NEWS_MARK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"讯[\s(:。,]|^\S{0,14}讯\S|电\(记者|记者从|\(记者|本报记者|通讯员|融媒记者|据悉|日前,|近日,|昨日|获悉|^\d{1,2}月\d{1,2}日[,至上下]|^\d{1,2}月\d{1,2}日\p{Han}{0,20}(?:召开|举行|调研|会见)",
    )
});
static NEWS_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        "召开|举行|举办|调研|启动|会见|走进|赋能|助力|亮相|签约|揭牌|开工|创建|发布.+(?:方案|规划|计划)|聚焦|扎实|积极|获评|入选|突破",
    )
});
static PAPER: LazyLock<Regex> = LazyLock::new(|| {
    regex("(?:^|\n)(?:\\[|【)?(?:摘要|关键词|参考文献|作者简介|中图分类号)(?:\\]|】)?[:\n ]")
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern, compiled by the tests")
}

/// What the caller found before the kind was known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clues {
    /// The text states a number as its own.
    pub(super) numbered: bool,
    /// Organs issued it by key-value, title, signature or history.
    pub(super) issued: bool,
    /// It is an essay or a novel.
    pub(super) off_topic: bool,
    /// It shows a magazine's running head.
    pub(super) journal: bool,
}

/// Finds the kind.
pub(super) fn kind(context: &Context, clues: Clues) -> Option<Extracted<String>> {
    if let Some(row) = context.key_value(&["解读类型", "解读方式", "解读分类"]) {
        return Some(Extracted::new(
            "interpretation".to_owned(),
            "extract/kind/key_value",
            Some(row.span),
            1.0,
        ));
    }
    let title = context.folded_title();
    let block = context
        .key_value(&["制定机关", "效力等级", "效力级别", "发文字号", "发文机关"])
        .is_some();
    let (kind, rule, confidence) = by_form(context, block, clues)
        .or_else(|| by_title(&title, block, clues))
        .or_else(|| by_column(context, clues))
        .or_else(|| by_text(context, &title, clues))
        .or_else(|| by_norm(&title))
        .or_else(|| by_issuer(&title, clues))?;
    let span = context.title.and_then(|title| title.span);
    Some(Extracted::new(kind.to_owned(), rule, span, confidence))
}

type Verdict = (&'static str, &'static str, f32);

/// Stubs and what is no document of an organ, whatever the title says.
fn by_form(context: &Context, block: bool, clues: Clues) -> Option<Verdict> {
    const RULE: &str = "extract/kind/text";
    if !block && is_stub(context) {
        return Some(("stub", RULE, 0.9));
    }
    let unofficial = !block && !clues.numbered && !clues.issued;
    (unofficial && clues.off_topic).then_some(("article", RULE, 0.7))
}

fn by_title(title: &str, block: bool, clues: Clues) -> Option<Verdict> {
    const RULE: &str = "extract/kind/title";
    if block && !NOTICE.is_match(title) {
        return Some(("policy", "extract/kind/key_value", 1.0));
    }
    if INTERPRETATION.is_match(title) {
        return Some(("interpretation", RULE, 0.9));
    }
    if COLLECTION.is_match(title) {
        return Some(("report", RULE, 0.9));
    }
    if NOTICE.is_match(title) && !is_binding(title) {
        return Some(("notice", RULE, 0.9));
    }
    if REPORT.is_match(title) && !title.contains("印发") {
        return Some(("report", RULE, 0.9));
    }
    if clues.numbered {
        return Some(("policy", "extract/kind/number", 0.9));
    }
    if clues.journal {
        return Some(("article", "extract/kind/journal", 0.7));
    }
    let typed = doc_types::at_end(without_brackets(title));
    let official = typed.is_some_and(|found| matches!(found.class, Class::Norm | Class::Order));
    let headed = title.contains("关于") || clues.issued;
    (official && headed && !is_headline(title)).then_some(("policy", RULE, 0.9))
}

/// The column that a site files the page under (`ColumnName`) tells what the title does not; what
/// organs issue is filed anywhere.
fn by_column(context: &Context, clues: Clues) -> Option<Verdict> {
    const RULE: &str = "extract/kind/column";
    let column = context.hints.get(&["columnname", "articlesection"])?;
    let column = crate::analysis::char_filter::fold(column).text;
    let has = |words: &[&str]| words.iter().any(|word| column.contains(word));
    if clues.issued || clues.numbered {
        return None;
    }
    if has(&["解读", "图解", "问答"]) {
        Some(("interpretation", RULE, 0.7))
    } else if has(&["公示", "人事任免", "招标", "中标", "招聘"]) {
        Some(("notice", RULE, 0.7))
    } else {
        has(&["新闻", "要闻", "工作动态", "部门动态", "媒体"]).then_some(("news", RULE, 0.7))
    }
}

/// `…管理办法(试行)` ends with its type all the same.
pub(super) fn without_brackets(title: &str) -> &str {
    let mut bare = title.trim_end();
    while bare.ends_with([')', '〕', ']'])
        && let Some(open) = bare.rfind(['(', '〔', '['])
        && open > 0
    {
        bare = bare[..open].trim_end();
    }
    bare
}

/// 任免办法, 公示制度 are norms about notices.
fn is_binding(title: &str) -> bool {
    let bare = without_brackets(title);
    is_statute(bare) || doc_types::at_end(bare).is_some_and(|found| found.class == Class::Norm)
}

/// A headline tells that somebody issues something; the organ itself would write 关于.
fn is_headline(title: &str) -> bool {
    !title.contains("关于") && !title.contains("印发") && NEWS_TITLE.is_match(title)
}

fn by_text(context: &Context, title: &str, clues: Clues) -> Option<Verdict> {
    const RULE: &str = "extract/kind/text";
    let first = context.title_paragraph.map_or(0, |index| index + 1);
    let body: Vec<&str> = context
        .part
        .paragraphs
        .iter()
        .skip(first)
        .take(4)
        .map(|paragraph| &context.text()[paragraph.folded.range()])
        .collect();
    let head = context.head();
    let essay = head_has_any(
        context,
        &["本文将", "\nabstract:", "本文从", "本文以", "\n引言\n"],
    );
    if essay || PAPER.is_match(&context.text()[head.range()]) {
        return Some(("article", RULE, 0.7));
    }
    let medium = context
        .source
        .is_some_and(|source| is_medium(&source.value));
    let told = body.iter().any(|line| NEWS_MARK.is_match(line));
    let law = body
        .iter()
        .take(3)
        .any(|line| calendar::at_start(line).is_some() || line.starts_with("第一"));
    if told && !clues.issued && !law || medium && !clues.issued {
        return Some(("news", RULE, if told && medium { 0.9 } else { 0.7 }));
    }
    (is_headline(title) && !clues.issued && !title.is_empty()).then_some(("news", RULE, 0.5))
}

fn head_has_any(context: &Context, signs: &[&str]) -> bool {
    let head = &context.text()[context.head().range()];
    signs.iter().any(|sign| head.contains(sign))
}

/// Whether the text is a search phrase or a title without its document. A legal notice may be as
/// short: it has a sentence, recipients or a signature with its date.
fn is_stub(context: &Context) -> bool {
    let text = context.text();
    if text.len() > STUB_CHARS * 2 * 4 || text.contains(['。', ';', '!', '?']) {
        return false;
    }
    let first = context.title_paragraph.map_or(0, |index| index + 1);
    let paragraphs = context.part.paragraphs.iter().skip(first);
    let body: Vec<&str> = paragraphs
        .map(|paragraph| &text[paragraph.folded.range()])
        .collect();
    let chars: usize = body.iter().map(|line| line.chars().count()).sum();
    chars < STUB_CHARS
        && text.chars().count() < STUB_CHARS * 2
        && !body.iter().any(|line| is_signed(line))
}

/// Recipients, or a date alone in its line.
fn is_signed(line: &str) -> bool {
    let dated = calendar::at_start(line).is_some_and(|date| date.span.end >= line.trim_end().len());
    line.ends_with(':') || dated
}

/// An organ writes 关于 something: whatever it calls it, it arranges something.
fn by_issuer(title: &str, clues: Clues) -> Option<Verdict> {
    let formal = clues.issued && title.contains("关于");
    formal.then_some(("policy", "extract/kind/issuer", 0.7))
}

/// A norm without head or organ: a compiled law.
fn by_norm(title: &str) -> Option<Verdict> {
    let found = doc_types::at_end(without_brackets(title));
    let law = is_statute(title) || title.contains("修正案");
    if law || found.is_some_and(|found| matches!(found.class, Class::Norm | Class::Order)) {
        return Some(("policy", "extract/kind/title", 0.7));
    }
    match found?.class {
        Class::Report => Some(("report", "extract/kind/title", 0.7)),
        Class::Notice => Some(("notice", "extract/kind/title", 0.7)),
        Class::Interpretation => Some(("interpretation", "extract/kind/title", 0.7)),
        Class::Norm | Class::Order => None,
    }
}

/// Returns whether the kind is one that organs issue.
pub(super) fn has_issuer(kind: &str) -> bool {
    matches!(kind, "policy" | "notice")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::extract::tests::{context_of, part_of, with_row};
    use crate::model::PageHints;

    const NONE: Clues = Clues {
        numbered: false,
        issued: false,
        journal: false,
        off_topic: false,
    };
    const ISSUED: Clues = Clues {
        issued: true,
        ..NONE
    };

    #[test]
    fn kinds_by_example() {
        let long = "正文很长,".repeat(30);
        let cases = [
            (
                "某市人民政府关于河道的通知\n各县:请照办。",
                ISSUED,
                Some("policy"),
            ),
            (
                "某市河道管理条例\n第一条 为了保护河道。",
                NONE,
                Some("policy"),
            ),
            (
                "某区发布河道三年行动方案\n日前,记者从某区获悉,该区发布方案。",
                NONE,
                Some("news"),
            ),
            (
                "某高新区推动园区发展\n3月29日,某高新区召开大会。",
                NONE,
                Some("news"),
            ),
            (
                "某办法政策解读\n一、起草背景。",
                NONE,
                Some("interpretation"),
            ),
            (
                "优化营商环境工作情况汇报 3篇\n现将情况汇报如下。",
                NONE,
                Some("report"),
            ),
            (
                "某局关于拟录用人员的公示\n现予公示。",
                ISSUED,
                Some("notice"),
            ),
            ("某市干部任免办法\n第一条 为了。", ISSUED, Some("policy")),
            ("某政办发〔2019〕73号文件\n某政办发", NONE, Some("stub")),
        ];
        for (text, clues, expected) in cases {
            let text = if expected == Some("stub") {
                text.to_owned()
            } else {
                format!("{text}\n{long}。")
            };
            let part = part_of(&text, 0);
            let found = kind(&context_of(&part), clues).map(|found| found.value);
            assert_eq!(found.as_deref(), expected, "{text}");
        }
        let columns = [
            ("政策解读", Some("interpretation")),
            ("公示公告", Some("notice")),
            ("工作动态", Some("news")),
            ("市政府文件", None),
        ];
        for (column, expected) in columns {
            let part = part_of(&format!("某市统筹资源\n{long}。"), 0);
            let hints = PageHints {
                meta: vec![("columnname".to_owned(), column.to_owned())],
                ..PageHints::default()
            };
            let context = Context {
                hints: &hints,
                ..context_of(&part)
            };
            let found = kind(&context, NONE).map(|found| found.value);
            assert_eq!(found.as_deref(), expected, "{column}");
        }
        let part = with_row(
            part_of("某市统筹资源\n日前,记者获悉。", 0),
            "解读类型",
            "媒体解读",
        );
        assert_eq!(
            kind(&context_of(&part), NONE).unwrap().value,
            "interpretation"
        );
    }
}
