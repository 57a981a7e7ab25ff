//! 发文机关: who issued the document, lead first, by canonical full name.
//!
//! In: key-values, title, signature, history lines, the number. Out: the issuers. Short in-province
//! forms (省人民政府) are expanded by the number or left out. Media, reposters and brands never
//! issue (NOISE 2). Which kinds of documents have no issuer is the caller's business.

mod letters;

use std::sync::LazyLock;

use regex::Regex;

use self::letters::{by_number, expanded};
use super::calendar::{self, DatePrecision};
use super::source::is_medium;
use super::{Context, heading, signature};
use crate::analysis::char_filter;
use crate::lexicon::issuers;
use crate::model::{Extracted, Span};

type Issuers = Vec<Extracted<String>>;

/// Keys that name who made the text, and keys that may name who put it on the page.
const KEYS: &[&str] = &[
    "制定机关",
    "发文机关",
    "发文机构",
    "发文部门",
    "发文单位",
    "制发机关",
    "颁布单位",
    "颁布机关",
    "颁发部门",
    "发布部门",
    "制定单位",
    "制定部门",
    "发文",
    "署名",
];
const WEAK_KEYS: &[&str] = &[
    "发布机构",
    "发布机关",
    "发布单位",
    "公开主体",
    "责任单位",
    "公开机构",
];

/// The words that end the organs in front of a title.
static TITLE_VERB: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        "关于|印发|转发|批转|公布|发布|颁布|下达|令第|命令|令$|公告|通告|通报|批复|办公会议|决定|贯彻|实施|废止|修改|对|表彰|同意|授予|任免|决议",
    )
});

/// The organ of a history line: `… 某省第十三届人民代表大会常务委员会第四次会议通过`.
static HISTORY_ORGAN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:经)?(?P<organ>[\p{Han}、]{3,60}?)(?:第?[0-9一二三四五六七八九十百]{1,6}次|令|公告|审判委员会|检察委员会|会议|\(?\d|第\d|发布|公布|通过|批准|颁布|修订|修正|[《〈])(?P<rest>.*)",
    )
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern, compiled by the tests")
}

/// Finds the issuers.
pub(super) fn issuers(context: &Context) -> Issuers {
    let titled = by_title(context);
    let mut stated = by_key(context, KEYS, 1.0);
    if stated.is_empty() {
        stated = by_container(context);
    }
    if !stated.is_empty() {
        return joined(stated, titled);
    }
    let signed = by_signature(context);
    let found = if titled.is_empty() {
        signed
    } else {
        joined(titled, signed)
    };
    [found, by_history(context), by_number(context)]
        .into_iter()
        .find(|found| !found.is_empty())
        .unwrap_or_else(|| by_key(context, WEAK_KEYS, 0.7))
}

/// Adds the organs of a second list that names the same lead (or one of the first) and more.
fn joined(mut first: Issuers, second: Issuers) -> Issuers {
    let shared = second
        .iter()
        .any(|other| first.iter().any(|issuer| issuer.value == other.value));
    if shared && second.len() > 1 {
        for other in second {
            if !first.iter().any(|issuer| issuer.value == other.value) {
                first.push(other);
            }
        }
    }
    first
}

fn by_key(context: &Context, keys: &[&str], confidence: f32) -> Issuers {
    let Some(row) = context.key_value(keys) else {
        return Vec::new();
    };
    let folded = char_filter::fold(&row.value).text;
    let names = names(context, &folded);
    let names = if names.is_empty() && usable_name(&folded) && confidence >= 1.0 {
        vec![issuers::canonical(&folded)]
    } else {
        names
    };
    names
        .into_iter()
        .map(|name| Extracted::new(name, "extract/issuer/key_value", Some(row.span), confidence))
        .collect()
}

/// What a record of a database says in a key of its own (`发文机关`); it has one document.
fn by_container(context: &Context) -> Issuers {
    let Some(value) = context.hints.get(KEYS).filter(|_| context.part.number == 1) else {
        return Vec::new();
    };
    names(context, &char_filter::fold(value).text)
        .into_iter()
        .map(|name| Extracted::new(name, "extract/issuer/container", None, 1.0))
        .collect()
}

/// A block's 制定机关 is an organ even where the grammar does not know its ending.
fn usable_name(name: &str) -> bool {
    (4..=30).contains(&name.chars().count())
        && name.chars().all(char_filter::is_han)
        && !is_medium(name)
        && !["体育", "娱乐", "官网", "网站"]
            .iter()
            .any(|brand| name.contains(brand))
        && !starts_short(name)
}

/// The canonical names of the organs that a text lists and nothing else.
pub(super) fn names(context: &Context, folded: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for span in issuers::split(folded) {
        let Some(name) = expanded(context, &folded[span.range()]) else {
            continue;
        };
        let name = issuers::canonical(&name);
        if !is_medium(&name) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// 省人民政府, 市政府: a name that leaves out its own place.
fn starts_short(name: &str) -> bool {
    let bare = name.strip_prefix("中共").unwrap_or(name);
    bare.starts_with("自治区")
        || bare.starts_with(['省', '市', '县', '区', '州', '旗', '盟'])
            && !["市场监", "区域", "市政", "市容", "州省"]
                .iter()
                .any(|word| bare.starts_with(word) && !bare.starts_with("市政府"))
}

/// The organs in front of the title's verb: `X关于…`, `X印发…`, `X令`.
fn by_title(context: &Context) -> Issuers {
    let Some(title) = context.title else {
        return Vec::new();
    };
    let folded = char_filter::fold(&title.value).text;
    for verb in TITLE_VERB.find_iter(&folded) {
        // 某局对某事… has its verb early; an organ's own name may contain one of the words.
        let names = names(
            context,
            folded[..verb.start()].trim_end_matches([':', ' ', '《']),
        );
        if !names.is_empty() {
            return names
                .into_iter()
                .map(|name| title.with(name))
                .map(|found| Extracted::new(found.value, "extract/issuer/title", found.span, 0.9))
                .collect();
        }
    }
    // The container's title may be only its second half, the organs standing in the lines above.
    let shown = context
        .title_paragraph
        .filter(|_| folded.starts_with("关于"))
        .and_then(|index| heading::heading(context, index));
    let organs = shown.map_or_else(Vec::new, |heading| heading.organs);
    organs
        .into_iter()
        .flat_map(|index| {
            let line = context.part.folded_line(index);
            let span = context.part.paragraphs[index].folded;
            let names = heading::organ_line(line).unwrap_or_default();
            found_names(context, names, span, "extract/issuer/line_above_title")
        })
        .collect()
}

fn found_names(context: &Context, text: &str, span: Span, rule: &'static str) -> Issuers {
    names(context, text)
        .into_iter()
        .map(|name| context.found(name, rule, span, 0.9))
        .collect()
}

/// The signature: organs on their own lines above a date line, or glued before a date.
fn by_signature(context: &Context) -> Issuers {
    if let Some(first) = signature::first(context) {
        return first
            .organs
            .iter()
            .flat_map(|&span| {
                let line = &context.text()[span.range()];
                found_names(context, line, span, "extract/issuer/signature")
            })
            .collect();
    }
    let paragraphs = &context.part.paragraphs;
    let first = context.title_paragraph.map_or(0, |index| index + 1);
    for index in (first..paragraphs.len()).rev() {
        let span = paragraphs[index].folded;
        let line = &context.text()[span.range()];
        if !line.contains('年') {
            continue;
        }
        let dates = calendar::all(line, DatePrecision::Day);
        let Some(date) = dates.iter().rev().find(|date| signs(line, date)) else {
            continue;
        };
        let before = line[..date.span.start].trim();
        if before.trim_matches(['(', ' ']).is_empty() {
            let above = lines_above(context, index, first);
            if !above.is_empty() {
                return above;
            }
            continue;
        }
        let start = sentence_start(before);
        let name = before[start..].trim();
        let offset = span.start + line[..date.span.start].find(name).unwrap_or(0);
        let found = found_names(
            context,
            name,
            Span::new(offset, offset + name.len()),
            "extract/issuer/signature",
        );
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// A date that may sign ends its line or is followed by the next text's title, never by an event.
fn signs(line: &str, date: &calendar::Found) -> bool {
    /// Characters after a date in which an event would be told.
    const EVENT_CHARS: usize = 60;
    let after = &line[date.span.end..];
    let end = after.char_indices().nth(EVENT_CHARS);
    let after = after[..end.map_or(after.len(), |(at, _)| at)].trim_matches([')', '。', ' ']);
    after.is_empty()
        || !after.contains("通过")
            && !after.starts_with(['起', '至', '前', ',', '、', '在', '以', '公'])
}

fn sentence_start(text: &str) -> usize {
    text.rfind(['。', '!', ':', '?', ')', ';', '!'])
        .map_or(0, |at| {
            at + text[at..].chars().next().map_or(0, char::len_utf8)
        })
}

/// The organ lines directly above a date line, in reading order.
fn lines_above(context: &Context, date_line: usize, first: usize) -> Issuers {
    /// Joint signatures seen run to a dozen lines.
    const MAX_LINES: usize = 12;
    let mut found: Issuers = Vec::new();
    for index in (first..date_line).rev().take(MAX_LINES) {
        let span = context.part.paragraphs[index].folded;
        let line = &context.text()[span.range()];
        let organs = found_names(context, line, span, "extract/issuer/signature");
        if organs.is_empty() {
            break;
        }
        found.splice(0..0, organs);
    }
    found
}

/// Who passed or published a law or regulation; the body that only approves is not its issuer.
fn by_history(context: &Context) -> Issuers {
    let first = context.title_paragraph.map_or(0, |index| index + 1);
    let mut approved = Vec::new();
    for paragraph in context.part.paragraphs.iter().skip(first).take(8) {
        let line = &context.text()[paragraph.folded.range()];
        let lead = line.trim_start_matches('(');
        let Some(date) = calendar::at_start(lead) else {
            continue;
        };
        let offset = line.len() - lead.len() + date.span.end;
        let Some(captures) = HISTORY_ORGAN.captures(line[offset..].trim_start()) else {
            continue;
        };
        let name = issuers::canonical(&captures["organ"]);
        let trimmed = name.trim_end_matches(['第', '的']);
        let found = found_names(context, trimmed, paragraph.folded, "extract/issuer/history");
        if found.is_empty() {
            continue;
        }
        if captures["rest"].contains("批准") || line.trim_end_matches(['。', ')']).ends_with("批准")
        {
            approved = found;
            continue;
        }
        return found;
    }
    approved
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::extract::number;
    use crate::ingest::extract::tests::{context_of, part_of, with_row};
    use crate::model::Part;

    fn found(part: &Part) -> Vec<String> {
        let context = context_of(part);
        let number = number::own(&context);
        let context = Context {
            number: number.as_ref(),
            ..context
        };
        issuers(&context)
            .into_iter()
            .map(|issuer| issuer.value)
            .collect()
    }

    #[test]
    fn titles_and_signatures_name_the_issuer() {
        let cases: &[(&str, &[&str])] = &[
            (
                "某某市人民政府关于河道的通知\n各县:请照办。",
                &["某某市人民政府"],
            ),
            (
                "科技部、江苏省人民政府关于印发方案的通知\n各单位:照办。",
                &["科学技术部", "江苏省人民政府"],
            ),
            (
                "省人民政府关于河道的意见\n鄂政发〔2020〕3号\n各市:照办。",
                &["湖北省人民政府"],
            ),
            ("省人民政府关于河道的意见\n各市:照办。", &[]),
            (
                "市政府关于河道的意见\n各县:照办。\n某某市人民政府\n2020年1月3日",
                &["某某市人民政府"],
            ),
            (
                "关于河道的通知\n各县:照办。\n某某市水利局\n某某市财政局\n二〇二〇年一月三日",
                &["某某市水利局", "某某市财政局"],
            ),
            (
                "关于河道的通知\n各县:照办。\n某某市水利局2020年1月3日河道方案为保护河道,制定本方案。",
                &["某某市水利局"],
            ),
            (
                "关于转发河道通知的通知\n各县:照办。\n某某市水利局\n2017年3月6日\n河道通知\n现通知如下。\n某某省水利厅\n2017年1月16日",
                &["某某市水利局"],
            ),
            ("188bet体育@办公室关于印发河道方案的通知\n各县:照办。", &[]),
            (
                "某某管理条例\n2001年12月10日 中华人民共和国国务院令第332号公布\n第一条 为了。",
                &["国务院"],
            ),
            (
                "某某市养犬规定\n2019年7月19日 某某市第十六届人民代表大会常务委员会第十七次会议修订\n2019年9月27日 某某省第十三届人民代表大会常务委员会第十四次会议批准\n第一条 为了。",
                &["某某市人民代表大会常务委员会"],
            ),
            ("某某日报关于河道的报道\n各县。", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(found(&part_of(text, 0)), *expected, "{text}");
        }
    }

    #[test]
    fn a_block_leads_and_the_title_adds_joint_issuers() {
        let text = "科技部、江苏省人民政府关于印发方案的通知\n各单位:照办。";
        let part = with_row(part_of(text, 0), "制定机关", "科学技术部");
        assert_eq!(found(&part), ["科学技术部", "江苏省人民政府"]);
        let text = "某区人民政府关于河道的通知\n各单位:照办。";
        let part = with_row(part_of(text, 0), "制定机关", "某某市某区人民政府");
        assert_eq!(found(&part), ["某某市某区人民政府"]);
    }
}
