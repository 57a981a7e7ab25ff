//! Rows of furniture words side by side: tool bars, menus, counters, lists of links; and the row
//! that is one such word alone.
//!
//! Not its job: menus that no word gives away (`menus`), crumbs, rows with a name and a value.

use super::judged::{Cell, Cut, Judged, Place, Trust, cells, is_bar_word};
use super::{crumbs, footer, library, promotion, related};
use crate::ingest::clean::shape;
use crate::ingest::clean::sheet::Sheet;
use crate::lexicon::furniture::{self, Evidence, Furniture};
use crate::model::RuleId;

pub(in crate::ingest::clean) static MENU: RuleId = RuleId::new("clean/boilerplate/menu");
static TOOL: RuleId = RuleId::new("clean/boilerplate/tool");

/// The longest bar, in characters: a portal's whole menu in one line.
const MAX_CHARS: usize = 600;

/// The longest phrase that a sure word opens, in characters; the longest with that word alone.
const MAX_PHRASE: usize = 150;
const MAX_CALL: usize = 40;

/// Drops a row whose cells are furniture words, all or a third of them.
pub(super) fn cut(sheet: &Sheet<'_>, judged: &Judged<'_>) -> Option<Cut> {
    // Enumerations are the text's.
    let is_text = judged.is_text_heading() || judged.text.contains('、');
    if judged.chars > MAX_CHARS || judged.is_glued || is_text {
        return None;
    }
    let found = Count::of(sheet, judged);
    let trust = match judged.place {
        Place::Middle => found
            .is_covered()
            .then_some(Trust::Sure)
            .filter(|_| found.weight >= 3),
        _ if found.is_covered() => covered(judged, &found),
        _ => mixed(judged, &found),
    }?;
    let class = judged.hits.first()?.1.class;
    // 长按识别二维码 calls in a notice too; what only a site offers does not stand there.
    let is_call = class == Furniture::Promotion && !promotion::offers(judged.text);
    let trust = if is_call {
        trust.min(Trust::Edge)
    } else {
        trust
    };
    let cut = Cut::whole(judged, rule(class), trust);
    let ends = matches!(
        class,
        Furniture::Related | Furniture::Neighbour | Furniture::Footer | Furniture::Promotion
    );
    Some(if ends && trust > Trust::Company {
        cut.ending()
    } else {
        cut
    })
}

/// Drops a row that a sure word of the page opens: as the name of what follows (热搜:…), or in a
/// phrase of its own (您的浏览器版本过低,…).
pub(super) fn phrase(judged: &Judged<'_>) -> Option<Cut> {
    let opening = judged.hits.first()?;
    let class = opening.1.class;
    if !judged.at_edge() || judged.is_text_heading() || judged.chars > MAX_PHRASE {
        return None;
    }
    let is_bar = |class| {
        matches!(
            class,
            Furniture::Tool | Furniture::Menu | Furniture::Related
        )
    };
    let sure = judged
        .hits
        .iter()
        .filter(|hit| hit.1.evidence == Evidence::Sure && is_bar(hit.1.class));
    let opens = judged.opening().is_some() && opening.1.evidence == Evidence::Sure && is_bar(class);
    let (count, cookies) = sure.fold((0, 0), |(count, cookies), hit| {
        (
            count + 1,
            cookies + usize::from(judged.word(hit).starts_with("cookie")),
        )
    });
    let is_call =
        judged.chars <= MAX_CALL && judged.in_tail() && !judged.text.contains(['。', '、']);
    let trust = match opens {
        _ if cookies >= 1 && judged.text.contains("您") => Trust::Sure,
        true if count >= 2 => Trust::Sure,
        true if judged.value_start(opening).is_some() || is_call => Trust::Edge,
        // 本文对您是否有帮助? 有帮助 没帮助
        _ if is_call && count >= 1 && judged.hits.len() >= 3 => Trust::Edge,
        _ => return None,
    };
    Some(Cut::whole(judged, rule(class), trust))
}

/// Where the tools begin that end a line, if nothing but tools follows.
pub(in crate::ingest::clean) fn tools_start(text: &str) -> Option<usize> {
    let hits: Vec<_> = furniture::terms().find(text).collect();
    let is_tool = |class| matches!(class, Furniture::Tool | Furniture::Promotion);
    let mut covered = text.len();
    let mut start = None;
    for (range, word) in hits.iter().rev() {
        let between = &text[range.end..covered];
        let is_open = between.contains(|character: char| {
            character.is_alphabetic() && !super::judged::is_filler(character)
        });
        if is_open || !is_tool(word.class) {
            break;
        }
        covered = range.start;
        if word.evidence > Evidence::Plain {
            start = Some(range.start);
        }
    }
    start.filter(|start| *start > 0)
}

/// How much a row is worth whose cells are all known.
fn covered(judged: &Judged<'_>, found: &Count) -> Option<Trust> {
    let is_title = shape::ends_with_type(judged.text);
    match found.weight {
        _ if found.known == 0 => None,
        2.. => Some(Trust::Sure),
        1 if judged.in_tail() => Some(Trust::Edge),
        // 公告, 年度报告 may be the document's title.
        _ if is_title => None,
        _ => Some(Trust::Company),
    }
}

/// How much a row is worth that has other short cells too: 走进甲县 among 首页 and 政务公开.
fn mixed(judged: &Judged<'_>, found: &Count) -> Option<Trust> {
    let is_sentence = judged.text.contains(['。', ';', ',', '!', '?', '《', '〔']);
    let is_list = found.known >= 2 && found.known * 3 >= found.known + found.short;
    // Grades are written as the buttons of the font's size are.
    let is_grades = found.short > 0
        && (judged.hits.iter()).all(|hit| judged.word(hit).is_ascii() && hit.0.len() <= 3);
    if is_grades || found.long > 0 || is_sentence || shape::is_official_title(judged.text) {
        return None;
    }
    // 网站首页 机构概况 会员之家 下载专区
    let is_home = ["首页", "网站首页"]
        .iter()
        .any(|home| judged.text.trim_start().starts_with(home));
    if is_home && judged.place == Place::Head && found.known + found.short >= 4 {
        return Some(Trust::Edge);
    }
    if !is_list {
        return None;
    }
    match found.weight {
        4.. => Some(Trust::Sure),
        2..4 if found.is_sure || found.known >= 4 => Some(Trust::Edge),
        2..4 => Some(Trust::Company),
        _ => None,
    }
}

/// A row's cells by kind, and what its words are worth: 2 for a sure one, 1 for a fair one.
#[derive(Debug, Default)]
struct Count {
    known: usize,
    short: usize,
    long: usize,
    weight: usize,
    is_sure: bool,
}

impl Count {
    fn of(sheet: &Sheet<'_>, judged: &Judged<'_>) -> Self {
        let mut count = Self::default();
        for cell in cells(sheet, judged) {
            match cell {
                Cell::Known(_) => count.known += 1,
                Cell::Short => count.short += 1,
                Cell::Long => count.long += 1,
                Cell::Bare => {}
            }
        }
        let words = judged.hits.iter().filter(|hit| is_bar_word(hit.1.class));
        for (_, word) in words {
            count.is_sure |= word.evidence == Evidence::Sure;
            count.weight += match word.evidence {
                Evidence::Sure => 2,
                Evidence::Fair => 1,
                Evidence::Plain => 0,
            };
        }
        count
    }

    fn is_covered(&self) -> bool {
        self.short == 0 && self.long == 0 && self.known > 0
    }
}

fn rule(class: Furniture) -> &'static RuleId {
    match class {
        Furniture::Related => &related::RELATED,
        Furniture::Neighbour => &related::NEIGHBOUR,
        Furniture::Tool => &TOOL,
        Furniture::Greeting => &crumbs::GREETING,
        Furniture::Promotion => &promotion::PROMOTION,
        Furniture::Footer => &footer::FOOTER,
        Furniture::Library => &library::LIBRARY,
        _ => &MENU,
    }
}
