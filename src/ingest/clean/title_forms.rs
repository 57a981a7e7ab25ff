//! The forms in which a page writes its title beside the title itself: with the site's name behind
//! or before it (`<title>`), on several lines, glued to what follows.
//!
//! Not its job: finding and dropping repetitions (`titles`).

use std::sync::LazyLock;

use regex::Regex;

use super::shape;
use super::sheet::{Joined, Sheet};
use super::tail;
use crate::lexicon::doc_types;
use crate::model::Span;

/// What stands between a title and a site's name.
const SEPARATORS: [char; 10] = ['_', '|', '-', '—', '–', '·', '>', '«', '/', '~'];
/// Parts of a `<title>`: title, column, site.
const MAX_PARTS: usize = 4;
/// A title cut by a line end is about so long at least, in bytes: 15 characters, and 7 above a line that
/// ends one.
const MIN_CUT: usize = 45;
const MIN_CUT_ABOVE_END: usize = 21;
/// What stands behind 关于 where nothing is named so far, in characters.
const MAX_BEGUN: usize = 5;
/// Its next lines are at most so long each, in bytes (60 characters).
const MAX_REST: usize = 180;
/// A line within a title is as long at least, in bytes (5 characters): 一等奖 is none.
const MIN_REST: usize = 15;
/// The most lines of a title below its first.
const MAX_REST_LINES: usize = 3;

/// Returns the parts of a line that may be the title without names of the site and its columns.
pub(super) fn without_site(line: &str) -> impl Iterator<Item = &str> {
    let ends = line.rmatch_indices(SEPARATORS).take(MAX_PARTS);
    let behind = ends.map(|(at, mark)| (&line[..at], &line[at + mark.len()..]));
    let starts = line.match_indices(SEPARATORS).take(MAX_PARTS);
    let before = starts.map(|(at, mark)| (&line[at + mark.len()..], &line[..at]));
    behind.chain(before).filter_map(|(title, site)| {
        let title = title.trim_end_matches(SEPARATORS).trim();
        let title = title.trim_start_matches(SEPARATORS).trim();
        let site = site.trim_matches(SEPARATORS).trim();
        let named = site.is_empty() || is_site(site);
        (named && !title.is_empty()).then_some(title)
    })
}

/// Whether a name beside a title can be that of a site, its columns or both.
fn is_site(name: &str) -> bool {
    name.len() <= 120
        && (shape::is_publisher(name)
            || [
                "公开", "动态", "要闻", "文件", "法规", "政策", "专栏", "首页",
            ]
            .iter()
            .any(|column| name.ends_with(column)))
}

/// Shorter titles are words of their own with any note.
const MIN_NOTED: usize = 8;

/// What libraries add to a title in brackets. (试行), (草案) are the document's own.
const LIBRARY_NOTES: [&str; 14] = [
    "精",
    "精品",
    "精选",
    "精华",
    "最新",
    "最新版",
    "完整版",
    "全文",
    "范本",
    "范文",
    "模板",
    "优选",
    "推荐",
    "通用",
];

/// Returns a title without a library's note, if it has one.
pub(super) fn without_library_note(title: &str) -> Option<&str> {
    let title = title.trim();
    let stem = shape::trimmed_title(title);
    let note = title[stem.len()..].trim_matches([' ', '(', ')']);
    let noted = LIBRARY_NOTES.contains(&note) && stem.chars().count() >= MIN_NOTED;
    noted.then_some(stem)
}

/// A copy of a title that is cut short has at least so many characters.
const MIN_STUMP: usize = 12;

/// Returns whether a line is a title and nothing else but what a page sets round it: brackets, a
/// number, `原标题:`, a date, the site's name, or dots where it was cut short.
pub(super) fn is_framed(line: &str, title: &str) -> bool {
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:[\[【〖(][^\[\]【】()]{1,8}[\]】〗)])?\s*(?:\d{1,3}[.、])?\s*(?:\p{Han}{1,6}:)?\s*[《【\[“‘]?$")
            .expect("a literal")
    });
    static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[》】\]”’]?\s*[(\[]?(?:全文|原文|正文|精|最新|转载|图|组图|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)?[)\]]?\s*(?:[_|\-—–·>]+[^。;《》]{0,40})?$")
            .expect("a literal")
    });
    if line.len() > title.len() + 180 || shape::essence(title).take(MIN_STUMP).count() < MIN_STUMP {
        return false;
    }
    let stump = line
        .strip_suffix("...")
        .or_else(|| line.strip_suffix('…'))
        .map(|stump| stump.trim_end_matches(['.', '…']));
    if let Some(stump) = stump {
        return shape::essence(stump).take(MIN_STUMP).count() == MIN_STUMP
            && shape::starts_with_title(title, stump).is_some();
    }
    let Some(probe) = title.char_indices().nth(4).map(|(at, _)| &title[..at]) else {
        return false;
    };
    let Some(start) = line.find(probe).filter(|start| *start <= 60) else {
        return false;
    };
    let Some(end) = shape::starts_with_title(&line[start..], title) else {
        return false;
    };
    let behind = &line[start + end..];
    let is_version = ["稿", "解读", "草案", "附件", "说明"]
        .iter()
        .any(|word| behind.contains(word));
    !is_version
        && !line.starts_with('附')
        && BEFORE.is_match(&line[..start])
        && BEHIND.is_match(behind)
}

/// `…方案_第1页`: how libraries label their page images.
pub(super) fn is_page_mark(rest: &str) -> bool {
    let rest = rest.trim().trim_start_matches(['_', '-', ' ']);
    let number = rest
        .strip_prefix('第')
        .and_then(|rest| rest.strip_suffix('页'));
    number.is_some_and(|number| number.len() <= 9 && !number.is_empty())
}

/// Returns a line without the ending of a file's name.
pub(super) fn without_extension(line: &str) -> &str {
    const FILES: [&str; 8] = [
        ".docx", ".doc", ".pdf", ".wps", ".txt", ".ofd", ".html", ".ppt",
    ];
    let found = FILES.iter().find_map(|end| line.strip_suffix(end));
    found.map_or(line, str::trim_end)
}

/// Returns the title without the site's name where only the name of a site can be meant: behind `_`
/// or `|`, below which no other line says what the title is.
pub(super) fn bare(line: &str) -> Option<&str> {
    let cut = line.rfind(['_', '|'])?;
    let site = line[cut + 1..].trim();
    let named = ["网", "网站", "门户", "平台", "频道"]
        .iter()
        .any(|end| site.ends_with(end));
    let title =
        without_site(line).find(|title| shape::ends_with_type(shape::trimmed_title(title)))?;
    (named && line.starts_with(title)).then_some(title)
}

/// Joins a title that was cut by line ends: `…关于印发甲县` · `园区管理办法的通知`, on four lines at
/// most. Returns its last row's index and its whole extent.
pub(super) fn joined(sheet: &mut Sheet<'_>, rows: &[usize], title: Span) -> Option<(usize, Span)> {
    if title != sheet.rows[*rows.first()?].view {
        return None;
    }
    let last = last_line(sheet, rows)?;
    let joined = rows[1..=last].iter().map(|row| Joined {
        row: *row,
        apart: false,
    });
    sheet.joined.extend(joined);
    let end = sheet.rows[rows[last]].view.end;
    Some((last, Span::new(title.start, end)))
}

/// The index of the last line of a title that the first row begins and does not end.
pub(super) fn last_line(sheet: &Sheet<'_>, rows: &[usize]) -> Option<usize> {
    let first = *rows.first()?;
    let mut whole = sheet.text(first).trim().to_owned();
    let mut last = None;
    for (index, row) in rows.iter().enumerate().skip(1).take(MAX_REST_LINES) {
        let rest = sheet.text(*row).trim();
        let is_next = *row == first + index && !sheet.rows[*row].after_gap;
        if !is_next || !is_cut(&whole, rest) || !continues(&whole, rest) {
            break;
        }
        // A clause of a sentence, not of a title, where more than one line is cut.
        if rest.contains(',') && index > 1 {
            break;
        }
        let is_bound = rest.contains('的') || whole.ends_with('的');
        whole.push_str(rest);
        if is_bound && is_whole(&whole) {
            last = Some(index);
        } else if rest.len() < MIN_REST {
            break;
        }
    }
    last
}

/// Whether a line begins a title and does not end it; `next` stands below.
fn is_cut(head: &str, next: &str) -> bool {
    /// No title ends so.
    const OPEN_ENDS: [&str; 6] = ["的", "和", "与", "及", "《", "("];
    /// A notice passes on, or one of these does.
    const PASSING: [&str; 9] = [
        "通知", "函", "公告", "决定", "意见", "通报", "通告", "令", "批复",
    ];
    if !doc_types::has_title_verb(head) {
        return false;
    }
    let ends = |ends: &[&str]| ends.iter().any(|end| head.ends_with(end));
    // 关于开展, 关于进一步做好
    let is_begun = head
        .rsplit_once("关于")
        .is_some_and(|(_, matter)| matter.chars().count() <= MAX_BEGUN);
    if ends(&OPEN_ENDS) || ends(&doc_types::TITLE_VERBS) || is_begun || !has_pairs(head) {
        return true;
    }
    let bare = shape::trimmed_title(head);
    // 印发某某办法: what it is itself, a notice, has yet to come.
    let passes_on = doc_types::PASSING_VERBS
        .iter()
        .any(|verb| head.contains(verb));
    let names_another = passes_on && !PASSING.iter().any(|kind| bare.ends_with(kind));
    let least = if next.contains('的') && shape::ends_as_title(shape::trimmed_title(next)) {
        MIN_CUT_ABOVE_END
    } else {
        MIN_CUT
    };
    head.len() >= least && (names_another || !shape::ends_as_title(bare))
}

/// Whether a line may go on with a title that begins with `whole`.
fn continues(whole: &str, rest: &str) -> bool {
    /// The first words of a text, of a page's line, of credits.
    const OTHERS: [&str; 12] = [
        "特此",
        "现予",
        "现将",
        "为了",
        "根据",
        "来源",
        "签发人",
        "记者",
        "作者",
        "通讯员",
        "编辑",
        "本报",
    ];
    // 转发某局 · 关于某事的通知
    let may_be_about = whole.contains("转发") || whole.contains("批转") || !has_pairs(whole);
    let opens = doc_types::PASSING_VERBS
        .iter()
        .any(|verb| rest.contains(verb))
        || rest.contains("关于") && !may_be_about;
    let cells = rest
        .split([' ', '\t'])
        .filter(|cell| !cell.is_empty())
        .count();
    !rest.is_empty()
        && rest.len() <= MAX_REST
        && !opens
        && !whole.contains(rest)
        && !rest.contains(['。', ':', ';', '|', '!', '?', '〔'])
        && !rest.starts_with(['-', '—'])
        && !rest.starts_with(|first: char| first.is_ascii_digit())
        && cells <= 2
        && !OTHERS.iter().any(|word| rest.starts_with(word))
        && !shape::is_heading(rest)
        && !shape::is_number_line(rest)
        && !shape::is_date_row(rest)
        && !tail::is_organs(rest)
}

/// Whether joined lines are a title to its end: with a type, brackets closed.
fn is_whole(title: &str) -> bool {
    shape::ends_as_title(shape::trimmed_title(title))
        && has_pairs(title)
        && shape::is_title_like(title)
}

/// Whether brackets and quotation marks come in pairs.
fn has_pairs(text: &str) -> bool {
    [('《', '》'), ('(', ')'), ('“', '”')]
        .iter()
        .all(|(open, close)| text.matches(*open).count() == text.matches(*close).count())
}

/// Returns where the title of a row ends to which its number, recipients or text is glued.
pub(super) fn glued_end(text: &str) -> Option<usize> {
    static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
        let types = shape::TYPE_WORDS.join("|");
        Regex::new(&format!(
            r"^([^。;:\n]{{6,90}}?(?:{types})(?:\([^()]{{1,8}}\))?)\(?[\p{{Han}}]{{2,14}}[〔\[(【]\d{{4}}[〕\])】]\d{{1,5}}号"
        ))
        .expect("a literal")
    });
    static OPENED: LazyLock<Regex> = LazyLock::new(|| {
        let types = shape::TYPE_WORDS.join("|");
        Regex::new(&format!(
            r"^([^。,;:\n]{{6,90}}?(?:{types})(?:\([^()]{{1,8}}\))?)(?:各\p{{Han}}[^。;]{{0,100}}:|为(?:了|进一步|贯彻|深入|加快|切实|全面|认真|规范|加强|推进|促进|落实|做好|保障|充分|确保|积极)|根据《|现将|第一章|第一条|一、)"
        ))
        .expect("a literal")
    });
    // A title and something glued to it.
    if text.len() < MIN_CUT {
        return None;
    }
    let found = NUMBERED.captures(text).or_else(|| OPENED.captures(text))?;
    found.get(1).map(|title| title.end())
}

#[cfg(test)]
mod tests {
    use crate::ingest::clean::seeds_tests::parts;

    const TITLE: &str = "甲县人民政府关于修缮校舍的意见";
    const BODY: &str =
        "为做好校舍修缮工作,保障师生安全,结合我县实际,现提出如下意见,请认真贯彻执行。";

    #[test]
    fn a_title_with_the_sites_name_is_dropped_where_the_title_follows() {
        for line in [
            "甲县人民政府关于修缮校舍的意见_甲县人民政府网",
            "甲县人民政府关于修缮校舍的意见-政策文件-甲县人民政府门户网站",
            "甲县人民政府关于修缮校舍的意见 | 甲县教育局",
            "甲县政府网 - 甲县人民政府关于修缮校舍的意见",
            "甲县人民政府关于修缮校舍的意见——甲县日报",
        ] {
            for text in [
                format!("{TITLE}\n{BODY}"),
                format!("{TITLE}\n{TITLE}\n{BODY}"),
            ] {
                let found = parts(&format!("{line}\n{text}"));
                assert_eq!(found.len(), 1, "{line}");
                assert_eq!(found[0].folded.text, format!("{TITLE}\n{BODY}"), "{line}");
                assert_eq!(found[0].title_paragraph, Some(0), "{line}");
            }
        }
        let alone = parts(&format!("{TITLE}_甲县政务公开网\n{BODY}"));
        assert_eq!(alone[0].folded_line(0), TITLE);
    }

    #[test]
    fn subtitles_and_versions_stay() {
        for line in [
            "甲县人民政府关于修缮校舍的意见-征求意见稿",
            "校舍修缮纪实——甲县教育工作报告",
            "甲县校舍修缮规划(2021-2025年)",
        ] {
            let found = parts(&format!("{line}\n{BODY}"));
            assert_eq!(found[0].display_line(0), line);
        }
    }

    #[test]
    fn a_title_on_two_lines_is_one() {
        let page = format!(
            "甲县人民政府办公室关于印发甲县老旧校舍\n修缮改造实施方案的通知\n甲政办发〔2020〕1号\n各乡镇:\n{BODY}"
        );
        let part = &parts(&page)[0];
        assert_eq!(part.title_paragraph, Some(0));
        assert_eq!(
            part.folded_line(0),
            "甲县人民政府办公室关于印发甲县老旧校舍修缮改造实施方案的通知"
        );
        let page = format!("{TITLE}\n校舍修缮改造实施方案\n{BODY}");
        assert_eq!(parts(&page)[0].folded_line(0), TITLE);
    }

    #[test]
    fn a_title_is_joined_over_open_ends_and_organs() {
        let cases = [
            "甲县人民政府关于\n进一步做好校舍修缮工作的\n若干意见",
            "甲县人民政府办公室关于印发《甲县校舍修缮管理办法\n(试行)》的通知",
            "甲县人民政府办公室关于印发甲县校舍修缮管理办法\n的通知",
            "甲县教育局关于甲县第一中学等三所学校\n校舍修缮项目招标结果的公示",
            "甲县教育局关于商请支持甲县第一中学\n校舍修缮项目用地的函",
            "甲县人民政府办公室转发县教育局等部门\n关于做好校舍修缮工作若干意见的通知",
            "甲县人民政府办公室关于印发\n甲县校舍修缮管理办法\n的通知",
            "甲县人民政府办公室关于印发政府工作报告\n重点任务分工的通知",
            "甲县人民政府关于同意\n设立甲县校舍修缮中心的批复",
        ];
        for title in cases {
            let part = &parts(&format!("{title}\n甲政办发〔2020〕1号\n各乡镇:\n{BODY}"))[0];
            assert_eq!(part.folded_line(0), title.replace('\n', ""), "{title}");
        }
        let below_organ = format!(
            "甲县人民政府办公室\n关于印发甲县老旧校舍修缮改造\n和安全管理实施方案的通知\n各乡镇:\n{BODY}"
        );
        assert_eq!(
            parts(&below_organ)[0].folded_line(0),
            "甲县人民政府办公室关于印发甲县老旧校舍修缮改造和安全管理实施方案的通知"
        );
    }

    #[test]
    fn what_follows_a_whole_title_is_not_joined() {
        let cases = [
            // A headline, the reporter, the text.
            (
                "甲县关于加快校舍修缮的探索与实践",
                "记者 张某\n本报讯 甲县召开座谈会,讨论校舍修缮办法",
            ),
            (
                "甲县人民政府关于公布校舍修缮名单",
                "2020年3月5日\n甲县校舍修缮管理办法",
            ),
            (
                "甲县人民政府关于公布校舍修缮名单",
                "关于做好校舍修缮工作的通知",
            ),
            (
                "甲县教育局关于甲县校舍修缮先进个人名单的公示",
                "张三 甲县一中\n李四 甲县二中\n特此公示",
            ),
            (
                "甲县公证处关于李某遗失校舍证书的声明",
                "权证遗失声明作废\n特此公告",
            ),
            (
                "甲县人民政府办公室关于印发甲县校舍修缮管理办法",
                "甲县教育局关于开展校舍安全检查的通知",
            ),
            (
                "甲县人民政府办公室关于印发甲县校舍修缮管理办法",
                "甲县校舍修缮管理办法",
            ),
            (
                "甲县教育局关于公布全县校舍修缮征文评选结果",
                "一等奖\n甲县一中校舍修缮情况的调研报告",
            ),
            (
                "甲县教育局关于公布全县校舍修缮项目名称",
                "序号 项目 金额\n1 校舍 100\n2 操场的规划",
            ),
        ];
        for (title, below) in cases {
            let part = &parts(&format!("{title}\n{below}\n{BODY}"))[0];
            assert_eq!(part.folded_line(0), title);
        }
    }

    #[test]
    fn a_title_glued_to_its_text_is_found() {
        for rest in ["各乡镇:", "", "第一条"] {
            let page = format!("{TITLE}{rest}{BODY}");
            let part = &parts(&page)[0];
            assert_eq!(part.folded_line(0), TITLE, "{rest}");
        }
        let lead = "乙县近日出台校舍修缮的意见,为进一步改善办学条件提供了依据,受到群众欢迎。";
        assert_eq!(parts(lead)[0].folded_line(0), lead);
    }
}
