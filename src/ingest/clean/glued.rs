//! Finds the paragraph breaks that a text lost: headings, articles, recipients and signatures glued
//! to what stands before them.
//!
//! In: a sheet. Out: breaks within its rows. A number alone is no heading (`依照本办法第三条`, `第一、
//! 二、三产业`): it must continue the count of its kind, and stand after an end mark or begin the
//! count. Only white space changes; the words stay as they are. Not its job: lines that were wrapped
//! (`reflow`), repeated titles (`titles`).

use std::sync::LazyLock;

use regex::Regex;

use super::shape;
use super::sheet::Sheet;
use super::tail;
use crate::analysis::char_filter::is_han;
use crate::model::Span;

/// Shorter rows hold no two paragraphs, in bytes (12 characters).
const MIN_ROW: usize = 36;
/// Numbers without an end mark between them are headings or contents only if they are so close, in
/// bytes (40 characters).
const NEAR: usize = 120;
/// Recipients stand within this many rows, in so many bytes.
const RECIPIENT_ROWS: usize = 12;
const RECIPIENTS: usize = 360;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    /// 第一章
    Chapter,
    /// 第一节
    Section,
    /// 第一条
    Article,
    /// 一、
    Heading,
    /// (一)
    Item,
    /// 1.
    Point,
}

/// A number that may begin a paragraph.
#[derive(Debug, Clone, Copy)]
struct Marker {
    row: usize,
    /// In the view.
    at: usize,
    level: Level,
    value: u32,
    place: Place,
}

/// Where a number stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the beginning of its row.
    Row,
    /// After the end of a sentence or clause.
    AfterEnd,
    /// After a word.
    AfterWord,
}

/// Adds the breaks of all rows to the sheet.
pub(super) fn read(sheet: &mut Sheet<'_>) {
    let markers = markers(sheet);
    let counted = counted(&markers);
    sheet.breaks.extend(counted);
    let headings: Vec<usize> = markers
        .iter()
        .filter(|marker| marker.level >= Level::Heading && marker.level != Level::Point)
        .filter_map(|marker| heading_end(sheet, marker))
        .collect();
    sheet.breaks.extend(headings);
    read_recipients(sheet);
    read_signatures(sheet);
}

/// Collects the numbers of all rows.
fn markers(sheet: &Sheet<'_>) -> Vec<Marker> {
    let mut markers = Vec::new();
    for (row, line) in sheet.rows.iter().enumerate() {
        if sheet.is_dropped(row) {
            continue;
        }
        let text = sheet.text(row);
        let mut found = |at, level, value, place| {
            markers.push(Marker {
                row,
                at: line.view.start + at,
                level,
                value,
                place,
            });
        };
        let is_short = text.len() < MIN_ROW;
        let signs = if is_short {
            Signs::new(&text[..usize::from(text.starts_with('('))])
        } else {
            Signs::new(text)
        };
        for at in signs {
            let marker = match text.as_bytes()[at] {
                b'(' => item(text, at),
                b'.' => point(text, at),
                0xe7 => ordinal(text, at),
                _ => heading(text, at),
            };
            if let Some((start, level, value)) = marker
                && let Some(place) = place(text, start)
            {
                found(start, level, value, place);
            }
        }
        if is_short && let Some((level, value)) = first_of_short_row(text) {
            found(0, level, value, Place::Row);
        }
    }
    markers
}

/// Where a text has a sign that a number may go with: `(`, `.`, 第 and `、`, in order.
struct Signs<'t> {
    text: &'t str,
    /// `(`, `.` and the first byte of `、`.
    marks: std::iter::Peekable<memchr::Memchr3<'t>>,
    ordinals: std::iter::Peekable<memchr::memmem::FindIter<'t, 'static>>,
}

impl<'t> Signs<'t> {
    fn new(text: &'t str) -> Self {
        static ORDINAL: LazyLock<memchr::memmem::Finder<'static>> =
            LazyLock::new(|| memchr::memmem::Finder::new("第"));
        let bytes = text.as_bytes();
        Self {
            text,
            // 0xe3 is the first byte of CJK marks, and no inner one.
            marks: memchr::memchr3_iter(b'(', b'.', 0xe3, bytes).peekable(),
            ordinals: ORDINAL.find_iter(bytes).peekable(),
        }
    }
}

impl Iterator for Signs<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let is_other_mark =
            |at: &usize| self.text.as_bytes()[*at] == 0xe3 && !self.text[*at..].starts_with('、');
        while self.marks.next_if(is_other_mark).is_some() {}
        match (self.marks.peek(), self.ordinals.peek()) {
            (Some(mark), Some(ordinal)) if ordinal < mark => self.ordinals.next(),
            (None, _) => self.ordinals.next(),
            _ => self.marks.next(),
        }
    }
}

/// The number at the beginning of a row too short for two paragraphs.
fn first_of_short_row(text: &str) -> Option<(Level, u32)> {
    if text.starts_with('(') {
        return None; // found at its bracket
    }
    let marker = match text.find(['第', '、', '.'])? {
        0 if text.starts_with('第') => ordinal(text, 0),
        at if at > 12 => None,
        at if text[at..].starts_with('.') => point(text, at),
        at if text[at..].starts_with('、') => heading(text, at),
        _ => None,
    };
    marker
        .filter(|found| found.0 == 0)
        .map(|found| (found.1, found.2))
}

/// Where a number stands; none where it cannot begin a paragraph.
fn place(text: &str, at: usize) -> Option<Place> {
    match text[..at].chars().next_back() {
        None => Some(Place::Row),
        // The list of annexes begins in the row of its name.
        Some(':') if text[..at].ends_with("附件:") => None,
        Some('。' | ';' | ':' | '!' | '?' | '》' | '”' | ')' | '】' | '…') => {
            Some(Place::AfterEnd)
        }
        Some(before) if is_han(before) => Some(Place::AfterWord),
        _ => None,
    }
}

/// `(一)` at a bracket; no reference to an item.
fn item(text: &str, at: usize) -> Option<(usize, Level, u32)> {
    let inner = &text[at + 1..];
    let numeral = numeral(inner)?;
    let rest = inner[numeral.len()..].strip_prefix(')')?;
    let refers = [
        "规定", "所列", "项", "款", "条", "类", "种", "级", "、", "和", "或", "至", "-", ",", ")",
        "(",
    ]
    .iter()
    .any(|word| rest.starts_with(word));
    let referred = text[..at].ends_with(['第', '条', '款', '表']);
    (!refers && !referred && !rest.is_empty()).then_some((at, Level::Item, value(numeral)?))
}

/// `第一章`, `第一节`, `第一条` at 第; no mention of one.
fn ordinal(text: &str, at: usize) -> Option<(usize, Level, u32)> {
    let inner = &text[at + "第".len()..];
    let numeral = numeral(inner)?;
    let rest = &inner[numeral.len()..];
    let unit = rest.chars().next()?;
    let level = match unit {
        '章' => Level::Chapter,
        '节' => Level::Section,
        '条' => Level::Article,
        _ => return None,
    };
    let rest = &rest[unit.len_utf8()..];
    let mentions = rest.starts_with([
        '第', '、', '和', '至', '与', '或', '的', '所', '中', '之', ',', ')', '》', '。',
    ]) || ["规定", "修改"].iter().any(|word| rest.starts_with(word));
    (!mentions).then_some((at, level, value(numeral)?))
}

/// `一、` at its mark.
fn heading(text: &str, at: usize) -> Option<(usize, Level, u32)> {
    let before = &text[..at];
    let stem = before.trim_end_matches(is_numeral);
    let numeral = &before[stem.len()..];
    let next = text[at + "、".len()..].chars().next()?;
    if numeral.is_empty() || is_numeral(next) || next == '第' || stem.ends_with(['第', '、']) {
        return None;
    }
    Some((stem.len(), Level::Heading, value(numeral)?))
}

/// `1.` at its point.
fn point(text: &str, at: usize) -> Option<(usize, Level, u32)> {
    let before = &text[..at];
    let stem = before.trim_end_matches(|character: char| character.is_ascii_digit());
    let digits = &before[stem.len()..];
    let next = text[at + 1..].chars().next()?;
    if digits.is_empty() || digits.len() > 2 || !(is_han(next) || next == '“') {
        return None;
    }
    let figure = stem.ends_with(['图', '表', '第', '式']);
    let value = digits.parse().ok().filter(|value| *value > 0);
    value
        .filter(|_| !figure)
        .map(|value| (stem.len(), Level::Point, value))
}

/// Whether a character belongs to a Chinese numeral below 1,000.
const fn is_numeral(character: char) -> bool {
    matches!(
        character,
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '零' | '〇'
    )
}

/// The Chinese numeral that a text begins with.
fn numeral(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(is_numeral);
    let len = text.len() - rest.len();
    (3..=18).contains(&len).then(|| &text[..len])
}

/// The value of a Chinese numeral below 1,000.
fn value(numeral: &str) -> Option<u32> {
    let (mut total, mut digit) = (0, None);
    for character in numeral.chars() {
        let unit = match character {
            '百' => 100,
            '十' => 10,
            '零' | '〇' => continue,
            _ => {
                let at = "一二三四五六七八九"
                    .chars()
                    .position(|found| found == character)?;
                if digit.is_some() {
                    return None;
                }
                digit = u32::try_from(at + 1).ok();
                continue;
            }
        };
        total += unit * digit.take().unwrap_or(1);
    }
    Some(total + digit.unwrap_or(0)).filter(|value| *value > 0)
}

/// The breaks before those numbers within rows that continue a count.
fn counted(markers: &[Marker]) -> Vec<usize> {
    let mut breaks = Vec::new();
    if markers.iter().all(|marker| marker.place == Place::Row) {
        return breaks;
    }
    let mut counts = [0u32; 6];
    let mut last: Option<Marker> = None;
    for (index, marker) in markers.iter().enumerate() {
        let level = marker.level as usize;
        let continues = counts[level] > 0 && marker.value == counts[level] + 1;
        let begins = marker.value == 1 && goes_on(&markers[index + 1..], marker.level);
        let is_near = last.is_some_and(|last| {
            last.row == marker.row && marker.at - last.at <= NEAR && last.level <= marker.level
        });
        let stands = match marker.place {
            Place::Row => true,
            Place::AfterEnd => continues || begins,
            Place::AfterWord if marker.level == Level::Article => {
                is_near
                    && last.is_some_and(|last| last.level < Level::Article)
                    && (continues || begins)
            }
            Place::AfterWord => begins || (is_near && continues),
        };
        if !stands {
            continue;
        }
        if marker.place != Place::Row {
            breaks.push(marker.at);
        }
        counts[level] = marker.value;
        // Items and points are counted anew under each heading; articles run through.
        let reset = match marker.level {
            Level::Chapter => &mut counts[Level::Section as usize..=Level::Section as usize],
            Level::Section => &mut [],
            _ => &mut counts[level + 1..],
        };
        reset.fill(0);
        last = Some(*marker);
    }
    breaks
}

/// Whether the second of a count follows before its level is left.
fn goes_on(markers: &[Marker], level: Level) -> bool {
    /// Numbers looked at: a heading seldom has more items and points under it.
    const WITHIN: usize = 60;
    markers
        .iter()
        .take(WITHIN)
        .take_while(|marker| marker.level >= level)
        .any(|marker| marker.level == level && marker.value == 2)
}

/// Words that a heading ends with and that do nothing.
const HEADING_NOUNS: &str = "要求|目标|任务|措施|原则|思想|意义|保障|机制|体系|能力|水平|环境|范围|对象|条件|程序|标准|方式|内容|安排|分工|步骤|事项|情况|回顾|问题|成效|做法|建议|打算|重点|基础|责任|队伍|形势|背景|布局";
/// Words that a heading ends with but that may do something to what follows: 组织实施本市…
const HEADING_VERBS: &str = "工作|建设|管理|领导|实施|政策|服务|发展|创新|改革|监督|考核|宣传|投入";
/// How sentences begin that follow a heading.
const OPENINGS: &str = "以习近平|以邓小平|以党的|以科学发展观|深入贯彻|全面贯彻|认真贯彻|坚持以|高举|紧紧围绕|为了|为进一步|为贯彻|为深入|近年来|一年来|今年以来";
/// How they begin after a word that does nothing, in a heading of the first order: items are clauses
/// as often (`(四)对象根据情况…`).
const MORE_OPENINGS: &str = "按照|根据|围绕|到20\\d\\d年|20\\d\\d年|各[县市区乡镇级地部单有]|本[办规条方细意]|[我全本][省市县区州镇乡]";

/// Where a heading ends that text is glued to without a mark: a heading's last word, then words that
/// only a sentence begins with.
fn heading_end(sheet: &Sheet<'_>, marker: &Marker) -> Option<usize> {
    static GLUED: LazyLock<Regex> = LazyLock::new(|| {
        let number = r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))";
        Regex::new(&format!(
            r"^({number}[\p{{Han}}“”]{{0,22}}?(?:{HEADING_NOUNS}|{HEADING_VERBS})(?:{OPENINGS}))|^(?:[一二三四五六七八九十]{{1,3}}、[\p{{Han}}“”]{{0,22}}?(?:{HEADING_NOUNS})(?:{MORE_OPENINGS}))"
        ))
        .expect("a literal")
    });
    static OPENING: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(&format!("{OPENINGS}|{MORE_OPENINGS}")).expect("a literal"));
    let row = &sheet.rows[marker.row];
    let text = sheet.view(Span::new(marker.at, row.view.end));
    if text.len() < 2 * MIN_ROW {
        return None;
    }
    // Few texts have an opening so near: the costly pattern is for those.
    let near = &text[..shape::floor_boundary(text, NEAR)];
    if !OPENING.is_match(near) {
        return None;
    }
    let found = GLUED.find(text)?.as_str();
    let opening = OPENING
        .find_iter(found)
        .find(|opening| opening.end() == found.len())?;
    Some(marker.at + opening.start())
}

/// Breaks after the recipients, and after the number before them.
fn read_recipients(sheet: &mut Sheet<'_>) {
    for row in 0..sheet.rows.len().min(RECIPIENT_ROWS) {
        let text = sheet.text(row);
        let start = sheet.rows[row].view.start;
        let head = &text[..shape::floor_boundary(text, RECIPIENTS)];
        let Some(colon) = head.find(':').filter(|colon| colon + 1 < text.len()) else {
            continue;
        };
        let number = head[..colon]
            .find('号')
            .filter(|at| shape::is_number_line(&head[..at + "号".len()]))
            .map_or(0, |at| at + "号".len());
        if is_recipients(&head[number..colon]) && !text[colon + 1..].starts_with(['/', ' ']) {
            sheet.breaks.push(start + colon + 1);
            if number > 0 {
                sheet.breaks.push(start + number);
            }
            return;
        }
    }
}

/// `各乡镇人民政府,县直各单位`
fn is_recipients(text: &str) -> bool {
    text.starts_with('各')
        && !text.contains(['。', ';', '(', '是', '为'])
        && text.len() >= 9
        && [
            "府", "门", "位", "局", "会", "办", "室", "构", "区", "县", "市", "镇", "乡", "委",
            "院", "厅", "校", "企业", "公司", "科室", "街道", "团体",
        ]
        .iter()
        .any(|end| text.ends_with(end))
}

/// Breaks around an organ and a date that sign a text within a row: `…执行。甲县人民政府2021年3月
/// 2日附件`.
fn read_signatures(sheet: &mut Sheet<'_>) {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[府室厅局委会部院处办组心](?P<date>(?:\d{4}|[一二][〇零○一二三四五六七八九]{3})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日)")
            .expect("a literal")
    });
    for row in 0..sheet.rows.len() {
        let text = sheet.text(row);
        if text.len() < MIN_ROW || !has_date(text) {
            continue;
        }
        let start = sheet.rows[row].view.start;
        for found in DATE.captures_iter(text) {
            let Some(date) = found.name("date") else {
                continue;
            };
            let before = &text[..date.start()];
            let from = before.rfind(['。', '!', '”', ')']).map_or(0, |at| {
                at + before[at..].chars().next().map_or(0, char::len_utf8)
            });
            let rest = &text[date.end()..];
            let goes_on = rest.starts_with([
                ',', '、', '。', ')', '前', '后', '起', '至', '到', '以', '的', '在', '举', '印',
                '发', '第', '联', '向', '对', '就', '召', '公', '批', '通', '决', '制', '修', '颁',
                '下', '出', '作', '报',
            ]);
            if goes_on || before.len() - from > NEAR || !tail::is_organs(&before[from..]) {
                continue;
            }
            sheet.breaks.push(start + date.start());
            if from > 0 {
                sheet.breaks.push(start + from);
            }
            if !rest.is_empty() {
                sheet.breaks.push(start + date.end());
            }
        }
    }
}

/// Whether a text holds 年, 月 and 日: a look before the pattern.
fn has_date(text: &str) -> bool {
    static SIGNS: LazyLock<[memchr::memmem::Finder<'static>; 3]> =
        LazyLock::new(|| ["日", "月", "年"].map(memchr::memmem::Finder::new));
    SIGNS
        .iter()
        .all(|sign| sign.find(text.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use crate::ingest::clean::seeds_tests::parts;

    fn paragraphs(page: &str) -> Vec<String> {
        let part = parts(page).remove(0);
        (0..part.paragraphs.len())
            .map(|at| part.folded_line(at).to_owned())
            .collect()
    }

    #[test]
    fn lost_breaks_are_found_again() {
        for paragraphs_wanted in [
            &[
                "甲县人民政府关于发展粮食烘干的意见",
                "甲政发〔2019〕7号",
                "各乡镇人民政府,县直各单位:",
                "为做好秋粮烘干工作,提出如下意见。",
                "一、总体要求",
                "(一)指导思想。全面落实粮食安全责任,保障农民收益。",
                "(二)主要目标。用三年时间建成烘干中心二十座。",
                "二、重点任务",
                "1.建设烘干中心。各乡镇统筹选址。",
                "2.培训机手。每年培训五百人次。",
                "三、保障措施",
                "加强资金整合,落实用地政策。",
                "甲县人民政府",
                "2019年8月2日",
            ][..],
            &[
                "甲县校舍管理办法",
                "第一章总则",
                "第一条为了加强校舍管理,制定本办法。",
                "第二条校舍依照本办法第三条规定登记。",
                "第三条登记机关应当审查下列材料:",
                "(一)申请书;",
                "(二)平面图。",
                "第四条本办法自公布之日起施行。",
            ],
        ] {
            // All of the text in one row below its title.
            let glued = format!(
                "{}\n{}",
                paragraphs_wanted[0],
                paragraphs_wanted[1..].concat()
            );
            let found = paragraphs(&glued);
            // Heading and text without a sign between them stay together.
            let mut wanted: Vec<String> = paragraphs_wanted
                .iter()
                .map(|&text| text.to_owned())
                .collect();
            if let Some(at) = wanted.iter().position(|text| text == "三、保障措施") {
                let rest = wanted.remove(at + 1);
                wanted[at].push_str(&rest);
            }
            assert_eq!(found, wanted);
        }
    }

    #[test]
    fn a_heading_is_parted_from_the_text_glued_to_it() {
        let page = "甲县园区建设实施方案\n一、总体要求深入贯彻县委部署,坚持项目为王,加快园区建设。\n二、工作目标到2025年,建成标准厂房三十万平方米,入驻企业一百家。\n三、加强组织领导推进项目建设,落实各项责任,确保按时完成。";
        assert_eq!(
            paragraphs(page),
            [
                "甲县园区建设实施方案",
                "一、总体要求",
                "深入贯彻县委部署,坚持项目为王,加快园区建设。",
                "二、工作目标",
                "到2025年,建成标准厂房三十万平方米,入驻企业一百家。",
                "三、加强组织领导推进项目建设,落实各项责任,确保按时完成。"
            ]
        );
    }

    #[test]
    fn mentions_and_lists_within_sentences_stay() {
        for line in [
            "依照本办法第三条规定处罚。第四条规定的情形除外,第五条、第六条另有规定的,从其规定。",
            "统筹发展第一、二、三产业,推进一、二级公路和三、四级航道建设,保障十一、春节期间供应。",
            "有第二十条第(一)项、第(二)项情形的,依照第三十条第(三)项处理,并按前款(一)、(二)项公示。",
            "完成率分别为1.5%和2.5%,其中版本2.0和图3.甲区示意图由省局下发,详见附录。",
            "甲县人民政府2019年8月2日印发的通知同时废止。乙县人民政府2020年3月1日召开会议,部署工作。",
            "会议分为两个阶段:一是学习,二是讨论。各部门要做到:统一思想、提高认识,抓好落实。",
        ] {
            let page = format!("甲县园区建设情况\n{line}");
            assert_eq!(paragraphs(&page).len(), 2, "{:?}", paragraphs(&page));
        }
    }
}
