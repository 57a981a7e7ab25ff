//! The document's own number (发文字号) and the numbers it cites.
//!
//! In: key-values, the head's lines. Out: the own number, normalised; `cited` has all others. A
//! damaged number is marked partial and never completed (NOISE 1.5).

mod cited;

use std::sync::LazyLock;

use regex::{Captures, Regex};

pub(super) use self::cited::cited;
use super::Context;
use crate::analysis::char_filter;
use crate::model::document::DocNumber;
use crate::model::{Extracted, Span};

const KEYS: &[&str] = &[
    "发文字号",
    "字号",
    "文号",
    "文件编号",
    "发文文号",
    "文件字号",
    "文件号",
    "发布文号",
    "公文文号",
    "文件文号",
];

/// Paragraphs after the title in which a document states its own number (NOISE 2).
const OWN_WITHIN: usize = 6;

/// 代字〔year〕serial号 in folded text, with every bracket seen in NOISE 2.
const USUAL: &str = r"(?P<code>[\p{Han}a-z]{1,16}) ?[\[〔(﹝【„〈] ?(?P<year>(?:19|20)\d{2}|\d{2})年? ?[\]〕)﹞】‟〉] ?第?(?P<serial>\d{1,5}) ?号";

static USUAL_NUMBER: LazyLock<Regex> = LazyLock::new(|| regex(USUAL));
static USUAL_WHOLE: LazyLock<Regex> = LazyLock::new(|| regex(&format!(r"^\(?{USUAL}\)?$")));

/// Orders and announcements: `某省人民政府令第82号`, `令〔2010〕第15号`, `2023年第15号`.
const ORDER: &str = r"(?P<organ>\p{Han}{0,30}?)(?P<kind>令|公告|通告)\(?[\[〔(]?(?:(?P<year>(?:19|20)\d{2})(?:年|[\]〕)]))?\)?第?(?P<serial>\d{1,5}|[一二三四五六七八九十百〇零○]{1,6})号";
static ORDER_WHOLE: LazyLock<Regex> = LazyLock::new(|| regex(&format!(r"^\(?{ORDER}\)?$")));
static ORDER_NUMBER: LazyLock<Regex> = LazyLock::new(|| regex(ORDER));
/// `二00三年第4号令`, `第4号令`, `2023年第15号`, `第87号` alone in a line.
static BARE_ORDER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^\(?(?P<organ>\p{Han}{0,30}?)(?:(?P<year>(?:19|20)\d{2}|[一二][一二三四五六七八九〇○零o0]{3})年)?第(?P<serial>\d{1,5}|[一二三四五六七八九十百〇零○]{1,6})号(?P<kind>令|公告)?\)?$",
    )
});

/// A number that lost styled parts: `某府办发〔202026`, `国发〔20175号`.
static DAMAGED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^\(?(?P<code>[\p{Han}a-z]{2,16})[\[〔(](?P<rest>\d{4,9})号?\)?$"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern, compiled by the tests")
}

/// Finds the document's own number. (For news and the like the caller leaves it out.)
pub(super) fn own(context: &Context) -> Option<Extracted<DocNumber>> {
    by_key(context)
        .or_else(|| by_container(context))
        .or_else(|| after_title(context))
        .or_else(|| by_line(context))
        .or_else(|| by_history(context))
}

fn by_key(context: &Context) -> Option<Extracted<DocNumber>> {
    let row = context.key_value(KEYS)?;
    let number = read(&row.value)?;
    Some(Extracted::new(
        number,
        "extract/number/key_value",
        Some(row.span),
        1.0,
    ))
}

/// What a record of a database says in a key of its own (`发文字号`); it has one document.
fn by_container(context: &Context) -> Option<Extracted<DocNumber>> {
    let value = context
        .hints
        .get(KEYS)
        .filter(|_| context.part.number == 1)?;
    let number = read(value)?;
    Some(Extracted::new(
        number,
        "extract/number/container",
        None,
        1.0,
    ))
}

/// Returns the key that the index stores for a whole written number, whatever its brackets, width,
/// spacing and letter case: `国发〔85〕12号` → `国发|1985|12`, `某省人民政府令第380号` →
/// `某省人民政府令||380`. None for what is no whole number.
#[must_use]
pub fn key(written: &str) -> Option<String> {
    read(written)
        .map(|number| number.key)
        .filter(|key| !key.is_empty() && !key.starts_with('|'))
}

/// The key: 代字, or organ and 令, folded, without spaces; year; serial.
fn key_of(code: &str, year: &str, serial: &str) -> String {
    let folded = char_filter::fold(code).text;
    let code: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
    let code = code.strip_prefix("中华人民共和国").unwrap_or(&code);
    format!("{code}|{year}|{serial}")
}

/// Reads a text that is a number and nothing else.
#[must_use]
pub fn read(display: &str) -> Option<DocNumber> {
    let raw = without_key(display.trim());
    let folded = char_filter::fold(raw).text;
    let folded = folded.trim();
    if let Some(captures) = USUAL_WHOLE.captures(folded) {
        return Some(usual(&captures, raw, written_code(raw)));
    }
    if let Some(captures) = ORDER_WHOLE.captures(folded) {
        return order(&captures, raw);
    }
    if let Some(captures) = BARE_ORDER.captures(folded)
        && (captures["organ"].is_empty()
            || captures.name("year").is_some()
            || captures.name("kind").is_some())
    {
        return order(&captures, raw);
    }
    DAMAGED.is_match(folded).then(|| partial(raw))
}

/// `发文字号:渝府发〔2023〕15号`: some sites' values repeat their key (357 of 28,881 numbers of nine
/// sites), others set it apart by a space, which folding takes away. No 代字 begins with one.
fn without_key(written: &str) -> &str {
    KEYS.iter()
        .find_map(|key| written.strip_prefix(key))
        .map_or(written, |rest| rest.trim_start_matches(['：', ':', ' ']))
}

/// The 代字 as displayed: simplified, without spaces, in its own letter case.
fn written_code(raw: &str) -> String {
    let simplified = char_filter::simplify(raw);
    let code: String = simplified
        .trim_start_matches(['(', '（'])
        .split(['〔', '[', '［', '(', '（', '﹝', '【', '„', '〈'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    // 乾 of 乾县 and 乾安, which simplification takes for 干 where no word around it tells.
    match raw.trim_start_matches(['(', '（']).starts_with('乾') {
        true => code.replacen('干', "乾", 1),
        false => code,
    }
}

fn usual(captures: &Captures, raw: &str, code: String) -> DocNumber {
    let year = full_year(&captures["year"]);
    let serial = captures["serial"].trim_start_matches('0');
    let serial = if serial.is_empty() { "0" } else { serial };
    DocNumber {
        text: format!("{code}〔{year}〕{serial}号"),
        raw: raw.to_owned(),
        key: key_of(&code, &year, serial),
        partial: false,
    }
}

/// 国发〔85〕12号: two digits were usual until the 1990s.
fn full_year(year: &str) -> String {
    if year.len() == 2 {
        format!("19{year}")
    } else {
        year.to_owned()
    }
}

fn order(captures: &Captures, raw: &str) -> Option<DocNumber> {
    let group = |name| captures.name(name).map_or("", |found| found.as_str());
    let serial = serial_number(group("serial"))?;
    let year = Some(group("year")).filter(|year| !year.is_empty());
    let year = match year {
        Some(year) if year.starts_with(|c: char| c.is_ascii_digit()) => year.to_owned(),
        Some(year) => super::calendar::first(
            &format!("{year}年1月"),
            super::calendar::DatePrecision::Month,
        )?
        .date
        .year
        .to_string(),
        None => String::new(),
    };
    let organ = format!("{}{}", group("organ"), group("kind"));
    let text: String = char_filter::simplify(raw)
        .trim_matches(['(', ')', '（', '）'])
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    Some(DocNumber {
        text,
        raw: raw.to_owned(),
        key: key_of(&organ, &year, &serial),
        partial: false,
    })
}

fn serial_number(text: &str) -> Option<String> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let serial = text.trim_start_matches('0');
        return (!serial.is_empty()).then(|| serial.to_owned());
    }
    let mut total = 0u32;
    let mut current = 0u32;
    for character in text.chars() {
        match character {
            '百' => {
                total += current.max(1) * 100;
                current = 0;
            }
            '十' => {
                total += current.max(1) * 10;
                current = 0;
            }
            '〇' | '零' | '○' => {}
            _ => current = u32::from(super::calendar::number(character.encode_utf8(&mut [0; 4]))?),
        }
    }
    Some((total + current).to_string())
}

fn partial(raw: &str) -> DocNumber {
    let text = char_filter::simplify(raw)
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    DocNumber {
        text,
        raw: raw.to_owned(),
        key: String::new(),
        partial: true,
    }
}

/// `…的通知某政发〔2024〕1号各街道…`: glued to the title, in the title's line or a repetition.
fn after_title(context: &Context) -> Option<Extracted<DocNumber>> {
    let title = context.folded_title();
    if title.chars().count() < 6 {
        return None;
    }
    let head = context.head();
    let text = &context.text()[head.range()];
    let mut from = 0;
    while let Some(at) = text[from..].find(&title) {
        let end = from + at + title.len();
        let rest = &text[end..];
        let lead = without_key(rest.trim_start_matches(['\n', '(', ' ']));
        let start = end + rest.len() - lead.len();
        if let Some(captures) = USUAL_NUMBER.captures(window(lead))
            && captures.get(0).is_some_and(|found| found.start() == 0)
        {
            let span = Span::from(captures.get(0)?.range()).shifted(start);
            return Some(found_usual(
                context,
                &captures,
                span,
                "extract/number/after_title",
            ));
        }
        from = end;
    }
    None
}

/// The first 60 characters: no number is longer.
fn window(text: &str) -> &str {
    text.char_indices()
        .nth(60)
        .map_or(text, |(at, _)| &text[..at])
}

fn found_usual(
    context: &Context,
    captures: &Captures,
    span: Span,
    rule: &'static str,
) -> Extracted<DocNumber> {
    let raw = context.part.displayed(span).into_owned();
    let number = usual(captures, &raw, written_code(&raw));
    context.found(number, rule, span, 0.9)
}

/// On its own line near the title.
fn by_line(context: &Context) -> Option<Extracted<DocNumber>> {
    let title = context.title_paragraph.unwrap_or(0);
    let paragraphs = &context.part.paragraphs;
    // An order's own number stands above the title of what it publishes.
    let first = title.saturating_sub(8);
    let near = paragraphs.iter().enumerate().skip(first);
    for (index, paragraph) in near.take(OWN_WITHIN + title - first + 1) {
        let line = &context.text()[paragraph.folded.range()];
        if Some(index) == context.title_paragraph
            || line.len() > 150
            || !line.contains(['号', '〔', '['])
        {
            continue;
        }
        let display = context.part.display_line(index);
        let Some(number) = read(display) else {
            continue;
        };
        if is_organless(&number) {
            let above = index
                .checked_sub(1)
                .map(|above| context.part.display_line(above));
            let Some(number) =
                above.and_then(|above| read(&format!("{}{}", above.trim(), number.text)))
            else {
                continue;
            };
            return Some(context.found(number, "extract/number/line", paragraph.folded, 0.9));
        }
        return Some(context.found(number, "extract/number/line", paragraph.folded, 0.9));
    }
    None
}

/// `(第87号)` is a number only under a heading 某某令 or 公告, and with it.
fn is_organless(number: &DocNumber) -> bool {
    number.key.starts_with('|')
}

/// `2001年12月10日某某令第332号公布`: a regulation's order. The last one amends, the first is its own.
fn by_history(context: &Context) -> Option<Extracted<DocNumber>> {
    let first = context.title_paragraph.map_or(0, |index| index + 1);
    for paragraph in context.part.paragraphs.iter().skip(first).take(OWN_WITHIN) {
        let line = &context.text()[paragraph.folded.range()];
        if line.len() > 300 || !line.contains('号') {
            continue;
        }
        let Some(day) = super::calendar::at_start(line.trim_start_matches('(')) else {
            continue;
        };
        let offset = line.len() - line.trim_start_matches('(').len() + day.span.end;
        let Some(captures) = ORDER_NUMBER.captures(&line[offset..]) else {
            continue;
        };
        let whole = captures.get(0)?;
        let ends = line[offset + whole.end()..].trim_end_matches([')', '。']);
        let issues = ["公布", "发布", "颁布", "公布施行", "发布施行"].contains(&ends)
            || ends.starts_with("公布");
        if whole.start() != 0 || !issues {
            continue;
        }
        let span = Span::from(whole.range()).shifted(paragraph.folded.start + offset);
        let raw = context.part.displayed(span);
        return Some(context.found(order(&captures, &raw)?, "extract/number/history", span, 0.9));
    }
    None
}

#[cfg(test)]
mod variants_tests;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::extract::tests::{context_of, part_of};

    #[test]
    fn reads_every_bracket_and_order() {
        let cases = [
            ("鄂政发〔2024〕1号", "鄂政发〔2024〕1号", "鄂政发|2024|1"),
            (
                "某政办字[2008] 7 號",
                "某政办字〔2008〕7号",
                "某政办字|2008|7",
            ),
            (
                "某政发（2011）012号",
                "某政发〔2011〕12号",
                "某政发|2011|12",
            ),
            ("某发﹝2019﹞第3号", "某发〔2019〕3号", "某发|2019|3"),
            ("国发〔85〕12号", "国发〔1985〕12号", "国发|1985|12"),
            ("HHCR〔2023〕5号", "HHCR〔2023〕5号", "hhcr|2023|5"),
            (
                "某省人民政府令第82号",
                "某省人民政府令第82号",
                "某省人民政府令||82",
            ),
            (
                "某市政府令〔2010〕第15号",
                "某市政府令〔2010〕15号",
                "某市政府令|2010|15",
            ),
            ("公告2023年第9号", "公告2023年第9号", "公告|2023|9"),
            ("二00三年第4号令", "二00三年第4号令", "令|2003|4"),
            ("第一百二十号令", "第一百二十号令", "令||120"),
            (
                "(某市人民政府二00三年第4号令)",
                "某市人民政府二00三年第4号令",
                "某市人民政府令|2003|4",
            ),
        ];
        for (written, text, key) in cases {
            let number = read(written).unwrap_or_else(|| panic!("{written}"));
            assert_eq!((number.text.as_str(), number.key.as_str()), (text, key));
            assert_eq!(number.raw, written);
            assert!(!number.partial);
        }
    }

    #[test]
    fn a_written_number_has_the_stored_key() {
        let cases = [
            ("浙江省人民政府令第380号", Some("浙江省人民政府令||380")),
            ("浙江省人民政府令 第 380 号", Some("浙江省人民政府令||380")),
            ("國務院令第743號", Some("国务院令||743")),
            ("中华人民共和国国务院令第743号", Some("国务院令||743")),
            ("国发〔85〕12号", Some("国发|1985|12")),
            ("ＨＨＣＲ〔２０２３〕５号", Some("hhcr|2023|5")),
            ("某部公告2023年第9号", Some("某部公告|2023|9")),
            (
                "某市人民政府二〇〇三年第4号令",
                Some("某市人民政府令|2003|4"),
            ),
            ("国发 [2020] 7 号", Some("国发|2020|7")),
            ("文号 国发〔2020〕7号", Some("国发|2020|7")),
            ("国发〔20175号", None),
            ("第87号", None),
            ("", None),
        ];
        for (written, expected) in cases {
            assert_eq!(key(written).as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn damaged_numbers_are_partial_and_have_no_key() {
        for written in ["某区府办发〔202026", "国发〔20175号"] {
            let number = read(written).unwrap();
            assert!(number.partial && number.key.is_empty(), "{number:?}");
        }
        for written in [
            "某政发〔20XX〕X号",
            "2019年工作要点",
            "第三章",
            "(一)",
            "各县人民政府:",
        ] {
            assert_eq!(read(written), None, "{written}");
        }
    }

    #[test]
    fn own_number_stands_by_the_title_and_cited_ones_elsewhere() {
        let text = "某市人民政府关于河道保护的通知\n某政发〔2024〕12号\n各县人民政府:\n根据国发〔2020〕7号和《办法》(鄂政办发〔2021〕3号)精神,现通知如下。";
        let part = part_of(text, 0);
        let context = context_of(&part);
        let own = own(&context).unwrap();
        assert_eq!(own.value.text, "某政发〔2024〕12号");
        let span = own.span.unwrap();
        assert_eq!(&text[span.range()], "某政发〔2024〕12号");
        let context = Context {
            number: Some(&own),
            ..context
        };
        assert_eq!(cited(&context), ["国发〔2020〕7号", "鄂政办发〔2021〕3号"]);
    }

    #[test]
    fn own_number_may_be_glued_to_the_title() {
        let text = "某市人民政府关于河道保护的通知\n某市人民政府关于河道保护的通知某政发〔2024〕12号各县人民政府:现通知如下。";
        let part = part_of(text, 0);
        assert_eq!(own(&context_of(&part)).unwrap().value.key, "某政发|2024|12");
    }

    #[test]
    fn a_rows_name_is_no_part_of_the_number() {
        let text = "某市发展改革委关于河道的通知\n文号 某发改〔2024〕12号 有效性 有效\n各县:照办。";
        let part = part_of(text, 0);
        assert_eq!(own(&context_of(&part)).unwrap().value.key, "某发改|2024|12");
    }

    #[test]
    fn history_names_the_order() {
        let text = "某某管理条例\n2001年10月31日 国务院第46次常务会议通过\n2001年12月10日 中华人民共和国国务院令第332号公布\n第一条 为了管理。";
        let part = part_of(text, 0);
        let number = own(&context_of(&part)).unwrap().value;
        assert_eq!(number.text, "中华人民共和国国务院令第332号");
    }
}
