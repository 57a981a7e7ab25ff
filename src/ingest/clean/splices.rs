//! Finds the titles of novels and films that hijacked pages put between two clauses of a sentence:
//! `收到申请后,重生之某某全文免费阅读应当受理`.
//!
//! In: the folded view. Out: view spans. A title is told by how it is offered (全文免费阅读, txt下载) right
//! behind a comma, by the clause that follows without one, and by pairs of characters that official
//! language lacks. Not its job: lists of key words (`spam`).

use std::sync::LazyLock;

use regex::Regex;

use crate::analysis::char_filter::is_han;
use crate::lexicon::common_pairs;
use crate::lexicon::terms::Terms;
use crate::model::{RuleId, Span};

/// A title between two clauses.
pub(crate) const SPLICE: RuleId = RuleId::new("clean/splice");

/// The longest title before the offer, in characters.
const MAX_TITLE: usize = 14;
/// Pairs that official language lacks, of a title; of one that only a plain offer follows.
const FEWEST_ODD: (usize, usize) = (1, 3);

/// What is offered: true where nothing else is offered so.
const OFFERS: [(&str, bool); 30] = [
    ("全文免费阅读", false),
    ("免费阅读", false),
    ("免费在线阅读", false),
    ("无弹窗", true),
    ("最新章节", true),
    ("txt下载", true),
    ("txt全集", true),
    ("全集下载", true),
    ("全集", false),
    ("免费下载", false),
    ("小说", false),
    ("笔趣阁", true),
    ("百度云", false),
    ("网盘", false),
    ("迅雷", false),
    ("bt下载", true),
    ("未删减", true),
    ("无删减", true),
    ("完整版", false),
    ("在线观看", false),
    ("免费观看", false),
    ("免费看", false),
    ("在线播放", false),
    ("在线看", false),
    ("国语中字", true),
    ("中文字幕", false),
    ("韩国电影", false),
    ("app下载", false),
    ("正版下载", false),
    ("下载安装", false),
];

/// What follows an offer that a sentence speaks of: 免费阅读服务, 在线观看的.
const GOES_ON: &str = "让由下入进网站软类资活页版作业企公行违侵盗,的和与及、，,。;:服功平权区点等是为或者地量率人活书室次";

/// Who speaks of such offers: acts against them, services.
const SPOKEN_OF: [&str; 19] = [
    "县志", "戏", "表格", "影视", "盗版", "查处", "打击", "整治", "清理", "不得", "禁止", "严禁",
    "提供", "推广", "支持", "可以", "图书", "群众", "应当",
];

/// Finds the spliced titles of a view, in order.
pub(crate) fn find(view: &str) -> Vec<Span> {
    static TERMS: LazyLock<Terms<bool>> = LazyLock::new(|| Terms::new(OFFERS.iter().copied()));
    static SIGNS: LazyLock<Regex> = LazyLock::new(|| {
        let signs = OFFERS.iter().map(|(offer, _)| *offer).collect::<Vec<_>>();
        Regex::new(&signs.join("|")).expect("words without signs")
    });
    let mut spans: Vec<Span> = Vec::new();
    if !SIGNS.is_match(view) {
        return spans;
    }
    let mut run: Option<(usize, usize, bool)> = None;
    for (range, is_sure) in TERMS.find(view) {
        run = match run {
            // One offer goes on in the next: 免费阅读 完整版.
            Some((start, end, sure)) if range.start <= end + 1 => {
                Some((start, range.end.max(end), sure || is_sure))
            }
            before => {
                spans.extend(before.and_then(|run| title(view, run)));
                Some((range.start, range.end, is_sure))
            }
        };
    }
    spans.extend(run.and_then(|run| title(view, run)));
    Span::union(spans)
}

/// The title with the offer behind it, where it stands between two clauses.
fn title(view: &str, (start, end, is_sure): (usize, usize, bool)) -> Option<Span> {
    let next = view[end..].chars().next()?;
    if !is_han(next) || GOES_ON.contains(next) {
        return None;
    }
    let is_end = |character: char| ",;。:!?、\n()\"“”".contains(character);
    let head = &view[..start];
    let (at, mark) = head
        .char_indices()
        .rev()
        .take(MAX_TITLE + 4)
        .find(|(_, character)| is_end(*character))?;
    if mark != ',' && mark != ';' {
        return None;
    }
    let from = at + mark.len_utf8();
    let title = &view[from..start];
    let is_spoken_of = SPOKEN_OF.iter().any(|word| title.contains(word));
    let is_named = title.starts_with('《') && title.ends_with('》');
    let odd = odd_pairs(&view[from..start + head_len(&view[start..end])]);
    let fewest = if is_sure { FEWEST_ODD.0 } else { FEWEST_ODD.1 };
    let length = title.chars().count();
    let is_title = (2..=MAX_TITLE).contains(&length) && (odd >= fewest || is_named && is_sure);
    (is_title && !is_spoken_of).then(|| Span::new(from, end))
}

/// The first character of a text, in bytes.
fn head_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

fn odd_pairs(text: &str) -> usize {
    let pairs = common_pairs::pairs();
    let both = text.chars().zip(text.chars().skip(1));
    both.filter(|(first, second)| {
        is_han(*first) && is_han(*second) && !pairs.is_common(*first, *second)
    })
    .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_between_clauses_go() {
        for (text, wanted) in [
            (
                "收到申请后,绝世妖妃全文免费阅读应当受理",
                "绝世妖妃全文免费阅读",
            ),
            ("结果向社会公布,冷面王爷txt下载每年一次", "冷面王爷txt下载"),
            (
                "制定方案,《月下狐妖》全集下载并组织实施",
                "《月下狐妖》全集下载",
            ),
            (
                "加强管理,修罗剑神无弹窗最新章节提高效率",
                "修罗剑神无弹窗最新章节",
            ),
        ] {
            let found: Vec<&str> = find(text).iter().map(|span| &text[span.range()]).collect();
            assert_eq!(found, [wanted], "{text}");
        }
    }

    #[test]
    fn offers_that_a_sentence_speaks_of_stay() {
        for text in [
            "扩大馆藏,提供电子图书全文免费阅读和下载",
            "群众扫码后,公益课程在线观看人数逐年增加",
            "依法查处,盗版小说txt下载网站一律关停",
            "配备设备,高清监控覆盖主要路口",
            "建成平台,县志全文免费阅读上线运行",
            "引进影片,国产电影免费观看进乡村",
            "开展活动,农村电影在线播放覆盖全县",
            "《甲县志》全集出版发行",
            "会前,下载安装客户端并注册",
            "元宵期间,嫦娥奔月皮影戏免费观看三十场",
            "整理史料,《甲县志》百度云备份保存",
        ] {
            assert!(find(text).is_empty(), "{text}");
        }
    }
}
