//! Tells a preview from a whole text: the page says that there is more, or the text stops within a
//! sentence (5 % of counted pages).
//!
//! In: the sample, and the end of the part's source with what the text drops. Out: yes or no.

use std::sync::LazyLock;

use regex::Regex;

use super::Sample;
use crate::lexicon::page_manner;

/// What a page says of the rest whatever stands around it, in a line of its own.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        全文(?:\s*(?:>|»|\]|】|\)|\.)|$)|展开|剩余|未完|预览|试读|登录后|会员可|余下|…
        ",
    )
    .expect("a constant pattern, compiled by the tests")
});

/// What a page says of the rest. Folded; counted at the end of the page only.
static MORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        [\[【(]\s*(?:详细|详情|更多|查看(?:详细|详情|更多|全文))\s*(?:>|»|\]|】|\)|\.)
        # 政府工作报告(全文) is a title.
        |(?:^|…|\.\.|[。,])\s*[\[【(]\s*全文\s*(?:>|»|\]|】|\)|\.)
        |(?:…|\.\.\.)\s*(?:展开|查看|阅读|点击|更多|详细|全文|\[)
        |(?:展开|阅读|查看|显示)(?:全文|剩余|完整内容)|展开(?:更多|全部)
        |全文共\d+字|剩余\d+字|剩余\d{1,2}%
        |(?:可|后)(?:继续|完整)?(?:阅读|查看)(?:全文|完整|更多)
        |登录后(?:继续)?(?:阅读|查看|可见)|会员可(?:完整)?(?:阅读|查看)
        |超出.{0,12}预览|(?:试读|预览|阅读)(?:已?结束|到此)|未完(?:待续|[,，。)…]|$)
        |(?:剩余|余下|还有)\s*\d.{0,6}(?:字|内容|全文)|此处(?:省略|隐藏)
        |(?:登录|注册|开通|充值|购买|付费|支付|解锁|会员|vip|下载|扫码|打开|付款).{0,14}
         (?:继续|查看|查阅|阅读|浏览|解锁|下载).{0,6}(?:全文|全部|完整|剩余|余下|隐藏)
        |(?:仅|只)(?:能)?(?:显示|展示|提供|查看|摘录|为节选|预览).{0,6}(?:前|部分|第|\d)
        |以上(?:为|是|仅).{0,6}(?:部分|节选)|隐藏内容|余下全文|剩余内容
        ",
    )
    .expect("a constant pattern, compiled by the tests")
});

/// A text shorter than this (characters) does not stop within a sentence: it may be a list.
const LONG: usize = 200;
/// A last line as long as this is running text.
const RUNNING: usize = 40;

/// Whether the text is only the beginning of a document.
pub(super) fn is_preview(sample: &Sample, source_tail: &str) -> bool {
    source_tail.lines().any(says_more) || stops_within_sentence(sample)
}

/// Whether a page says that there is more: in a short line with a word for it, or as pages are worded; a rule
/// about such notices has their words, not their manner.
fn says_more(line: &str) -> bool {
    let is_label = line.len() <= MAX_LABEL && !line.contains('。') && LABEL.is_match(line);
    MORE.is_match(line) && (is_label || page_manner::score(line.trim()) > 0.0)
}

/// A notice without a sentence, in bytes (20 characters).
const MAX_LABEL: usize = 60;

/// Running text whose last line ends with neither mark nor bracket, or with an ellipsis.
fn stops_within_sentence(sample: &Sample) -> bool {
    let last = sample.last.trim_end();
    if sample.len < LONG * 3 || last.len() > 3_000 {
        return false;
    }
    let running = last.chars().count() >= RUNNING && last.contains(',');
    let ellipsis = last.ends_with("……") || last.ends_with("...");
    if ellipsis {
        return running || last.chars().count() >= RUNNING;
    }
    let end = last.chars().next_back().unwrap_or('。');
    let open = crate::analysis::char_filter::is_han(end) || end == ',' || end == '、';
    running && open && last.contains(['。', ';']) && !is_listing(last)
}

/// Lines of contacts, tables and enumerations end without a mark.
fn is_listing(last: &str) -> bool {
    let is_colophon = last.ends_with("印发") || last.starts_with("抄送");
    is_colophon || last.contains(['|', '\t']) || last.matches([':', '、']).count() > 4
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "甲县要切实加强组织领导,明确目标任务,细化工作措施,确保各项工作落到实处。\n";

    fn preview(end: &str) -> bool {
        let text = format!("{}{end}", BODY.repeat(8));
        is_preview(&Sample::new(&text, ""), &text[text.len() - end.len()..])
    }

    #[test]
    fn previews_say_so_or_stop() {
        for end in [
            "[详细>]",
            "【查看更多】",
            "完善口岸查验……展开更多",
            "全文共12186字,您已阅读15%",
            "剩余9482字,正式会员可完整阅读",
            "登录后继续阅读",
            "此页已超出免费预览范围",
            "阅读全文",
            "试读已结束",
            "二、打造骨干基地。依托甲、乙两个市的冷链基地,完善口岸查验冷库,支持企业建设……",
            "二、打造骨干基地。依托甲市的冷链基地,完善口岸查验冷库,支持龙头企业在县城建设一批区域性的冷",
        ] {
            assert!(preview(end), "{end}");
        }
    }

    #[test]
    fn whole_texts_are_no_previews() {
        for end in [
            "还剩2页未读,继续阅读",
            "甲县2023年政府工作报告(全文)",
            "抄送:市委各部门,人大常委会办公室,政协办公室。甲县人民政府办公室,乙局2022年10月14日印发",
            "各地要认真组织实施。",
            "甲县人民政府",
            "2020年5月1日",
            "(此件公开发布)",
            "附件:1.园区名单 2.任务分工表",
            "联系人:张某,电话:0000-1234567",
            "主持人:张某,参会人员:李某、王某、赵某、钱某、孙某、周某、吴某、郑某、冯某、陈某、褚某、卫某",
            "请登录政府网站查看全市办事指南。",
            "会员单位可以参加评选。",
        ] {
            assert!(!preview(end), "{end}");
        }
        assert!(!is_preview(&Sample::new("短,没有句号的一行文字", ""), ""));
    }
}
