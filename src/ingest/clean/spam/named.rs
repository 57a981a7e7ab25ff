//! Texts that name spam instead of being it: key words to be searched for, names of illegal sites,
//! words to report, items of a numbered enumeration.
//!
//! In: a stretch, a line, a page's beginning. Out: whether it names. Not its job: weighing the
//! words (`verdict`). The lists of enforcement documents look like spam word for word; only what
//! stands before and after them differs.

use super::evidence::tells;
use super::verdict::Stretch;

/// Official acts and headings that stand before a list of what they concern. 检查 alone is none:
/// advertisements of clinics have it.
const ACTS: [&str; 30] = [
    "排查",
    "重点检查",
    "检查下列",
    "检查以下",
    "检查内容",
    "查处",
    "打击",
    "清理",
    "整治",
    "上报",
    "举报",
    "屏蔽",
    "封堵",
    "过滤",
    "监测",
    "处置",
    "关停",
    "取缔",
    "名单",
    "名录",
    "清单",
    "名称",
    "如下",
    "下列",
    "以下",
    "包括",
    "涉案",
    "敏感词",
    "词库",
    "严禁",
];

/// Acts that end a sentence after its list.
const ACTS_AFTER: [&str; 9] = [
    "上报",
    "举报",
    "屏蔽",
    "报告",
    "查处",
    "删除",
    "清理",
    "等信息",
    "字样",
];

/// What enforcement documents are about, beside the acts.
const MATTERS: [&str; 14] = [
    "淫秽",
    "色情",
    "赌博",
    "涉黄",
    "涉赌",
    "扫黄",
    "低俗",
    "诈骗",
    "净网",
    "有害信息",
    "不良信息",
    "违法信息",
    "假证",
    "发票",
];

/// Acts against such matters, in titles.
const AGAINST: [&str; 13] = [
    "打击",
    "整治",
    "查处",
    "清理",
    "排查",
    "举报",
    "取缔",
    "查禁",
    "涉案",
    "打非",
    "屏蔽",
    "防范",
    "专项行动",
];

/// A label or an opening clause is at most this long (20 characters).
const LEAD: usize = 60;
/// The title and first paragraphs of a page (300 characters).
const OPENING: usize = 900;
/// An item of an enumeration is at most this long (30 characters).
pub(super) const ITEM: usize = 90;

/// Returns whether a stretch is a list that its own sentence announces: `涉案网站名单:…`,
/// `三、排查下列关键词:…`, `…、…等信息一并上报`.
pub(super) fn is_announced(stretch: &Stretch<'_>) -> bool {
    let whole = &stretch.text[stretch.span.range()];
    if let Some((label, _)) = whole.split_once(':')
        && label.len() <= LEAD
        && (is_numbered(whole) || has(label, &ACTS))
    {
        return true;
    }
    let mut telling = stretch.hits.iter().filter(|hit| tells(hit.1));
    let Some(first) = telling.next() else {
        return false;
    };
    let last = telling.next_back().unwrap_or(first);
    let listed = is_list(whole);
    let before = tail(&stretch.text[stretch.span.start..first.0.start], LEAD);
    let after = &stretch.text[last.0.end..stretch.span.end];
    listed && (has(before, &ACTS) || has(after, &ACTS_AFTER))
}

/// Returns whether a text lists with `、` as sentences do; spam more often has other separators.
pub(super) fn is_list(text: &str) -> bool {
    text.matches('、').nth(1).is_some() && !is_barred(text)
}

/// Returns whether a text has the separators of titles of spam pages.
pub(super) fn is_barred(text: &str) -> bool {
    text.contains(['_', '|', '丨'])
}

/// Returns whether a text begins with the number of an enumeration: 三、 (二) 4. 5、 第六条.
pub(super) fn is_numbered(text: &str) -> bool {
    let text = text.trim_start();
    let is_number = |character: char| "一二三四五六七八九十百0123456789".contains(character);
    let opened = text.strip_prefix(['(', '第']);
    let digits = opened.unwrap_or(text);
    let rest = digits.trim_start_matches(is_number);
    let len = digits.len() - rest.len();
    if !(1..=12).contains(&len) {
        return false;
    }
    let mut after = rest.chars();
    match after.next() {
        Some(')') => true,
        Some('条' | '项' | '款') => text.starts_with('第'),
        Some('、' | '.') => opened.is_none() && !after.next().is_some_and(is_number),
        _ => false,
    }
}

/// Returns whether a line goes on with what the line before it began: that one announces a list,
/// or both are items of an enumeration.
pub(super) fn continues(before: &str, line: &str) -> bool {
    let before = before.trim_end();
    let announces =
        before.ends_with(':') && !before.ends_with("如下:") && has(tail(before, LEAD), &ACTS);
    announces || before.ends_with('、') || is_numbered(line) && is_item(before)
}

fn is_item(line: &str) -> bool {
    line.ends_with(':') || is_numbered(line)
}

/// Returns whether a page opens with enforcement: an act and a matter of it.
pub(super) fn is_enforcement(page: &str) -> bool {
    let opening = head(page, OPENING);
    has(opening, &AGAINST) && has(opening, &MATTERS)
}

fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// The last bytes of a text, from a character on.
fn tail(text: &str, len: usize) -> &str {
    let from = text.len().saturating_sub(len);
    let from = (from..=text.len()).find(|at| text.is_char_boundary(*at));
    from.map_or("", |at| &text[at..])
}

/// The first bytes of a text, up to a character.
fn head(text: &str, len: usize) -> &str {
    let to = (0..=len.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    to.map_or("", |at| &text[..at])
}

/// What follows `av` where it is audio and video.
const EQUIPMENT: [&str; 16] = [
    "一体机",
    "设备",
    "接口",
    "系统",
    "产业",
    "品牌",
    "器材",
    "功放",
    "编码",
    "集成",
    "终端",
    "产品",
    "行业",
    "协会",
    "工会",
    "联盟",
];

/// Returns whether a key word that ends in `av` is the name of equipment or its trade.
pub(super) fn is_equipment(word: &str, after: &str) -> bool {
    word.ends_with("av") && EQUIPMENT.iter().any(|goods| after.starts_with(goods))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::char_filter::fold;

    fn found(text: &str) -> Vec<String> {
        let view = fold(text);
        let spans = super::super::find(&view, text);
        let texts = spans.into_iter().map(|span| &view.text[span.range()]);
        texts.map(str::to_owned).collect()
    }

    /// Lines of documents of any title that name spam.
    const NAMED: [&str; 14] = [
        "三、排查下列关键词：人妻、无码、成人电影、色情片、情色直播、裸聊、约炮等。",
        "(二)关键词库：久久、亚洲无码、欧美激情、国产自拍、日韩AV、制服丝袜。",
        "重点词语包括：人妻、无码、成人电影、三级片、裸聊、约炮等",
        "涉案网站名单：澳门新葡京、皇冠体育、永利娱乐城、威尼斯人、葡京赌场。",
        "赌博网站名称：澳门新葡京、皇冠体育、188bet、永利娱乐城、威尼斯人。",
        "办理假证、代开发票、迷药、枪支弹药等信息，联系电话、QQ号一并上报。",
        "代开发票、办证刻章、代写论文、私家侦探等小广告，连同联系电话、微信号及时举报。",
        "请各单位屏蔽下列词语，人妻、无码、裸聊、约炮、一夜情",
        "5.时时彩、北京赛车、百家乐、老虎机、六合彩、澳门赌场",
        "第九条 北京赛车、时时彩、百家乐、老虎机、六合彩",
        "需关停的网站如下：澳门新葡京 皇冠体育 永利娱乐城 威尼斯人",
        "二、国产AV一体机、亚洲AV产业联盟成员优先，欧美AV品牌次之。",
        "国产AV设备、日韩AV接口、欧美AV功放",
        "巡查清单：代开发票、办证刻章、贷款中介、私家侦探、加微信",
    ];

    #[test]
    fn lists_that_a_sentence_announces_stay() {
        for line in NAMED {
            for page in [
                format!(
                    "关于做好年度工作的通知\n各单位:\n现将事项通知如下。\n{line}\n请按时完成。\n联系方式见网站。\n甲县人民政府"
                ),
                format!(
                    "关于做好年度工作的通知\n各单位:\n现将事项通知如下。\n一、认真落实。\n{line}"
                ),
            ] {
                assert!(found(&page).is_empty(), "{page}: {:?}", found(&page));
            }
        }
    }

    #[test]
    fn lists_of_a_document_about_enforcement_stay() {
        for lines in [
            "人妻、无码、裸聊、约炮、成人电影",
            "下列网站:\n澳门新葡京 皇冠体育 永利娱乐城",
            "1.澳门新葡京娱乐城\n2.皇冠体育投注网\n3.永利娱乐城\n4.威尼斯人娱乐城",
            "澳门新葡京\n皇冠体育\n永利娱乐城",
        ] {
            let page = format!(
                "关于打击网络赌博和淫秽色情信息的通告\n各单位:\n现将事项通告如下。\n{lines}\n以上请各单位认真落实。\n甲市公安局\n2020年1月1日"
            );
            assert!(found(&page).is_empty(), "{lines}: {:?}", found(&page));
        }
        let items = "关于年度工作的通知\n各单位:\n现将有关网站列举:\n1.澳门新葡京娱乐城\n2.皇冠体育投注网\n3.永利娱乐城";
        assert!(found(items).is_empty(), "{:?}", found(items));
    }

    #[test]
    fn spam_on_such_pages_goes() {
        let spam = "亚洲av无码_欧美日韩在线视频_中文字幕乱码_国产精品一区";
        let title = "关于打击网络赌博和淫秽色情信息的通告\n各单位:\n现将事项通告如下。";
        for page in [
            format!("{title}\n一、加强领导。\n{spam}\n二、落实责任。\n甲市公安局\n完"),
            format!("{title}\n一、加强领导。\n二、落实责任。\n甲市公安局\n{spam}"),
            format!("{spam}\n{title}\n一、加强领导。\n二、落实责任。"),
        ] {
            assert_eq!(found(&page), [spam], "{page}");
        }
        let item = "关于园区的通知\n各单位:\n如下。\n一、认真抓好落实,国产乱人妻无码av在线,确保全年目标任务顺利完成并取得成效。\n二、完\n三、完\n完";
        assert_eq!(found(item), ["国产乱人妻无码av在线"]);
        let after = "关于园区的通知\n各单位:\n现将有关事项通知如下:\n人妻无码久久久,99热最新视频,日韩av天堂\n一、完\n二、完\n三、完";
        assert_eq!(found(after).len(), 1);
        let clinic = "关于园区的通知\n各单位:\n如下。\n妇科检查、无痛人流、早孕检查、代开发票、办证刻章、加微信\n完\n完\n完";
        assert_eq!(found(clinic).len(), 1);
    }

    #[test]
    fn numbers_of_enumerations_are_known() {
        for text in [
            "三、甲",
            "(二)甲",
            "4.甲",
            "15、甲",
            "第六条 甲",
            "第(",
            "一区、二区",
            "337p",
            "1.5倍",
            "第一视频",
            "一、",
        ] {
            let wanted = !["第(", "一区、二区", "337p", "1.5倍", "第一视频"].contains(&text);
            assert_eq!(is_numbered(text), wanted, "{text}");
        }
    }
}
