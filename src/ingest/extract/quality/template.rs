//! Tells a template from a document: its names, numbers and dates are masked (`XX市`, `20xx年`,
//! `**大`; 4 % of counted pages).
//!
//! In: the sample, folded. Out: yes or no. Blank forms in a document's annex are no template: the
//! title or the head must be masked.

use std::sync::LazyLock;

use regex::Regex;

use super::Sample;

/// A masked place, organ, year or word.
static MASKED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        某某(?:省|市|县|区)(?:[^长]|$)
        |(?:x{2,}|[×╳]{1,4}|\*{2,4}|○{2,4}|_{2,8})
            (?:省|市|县|区|乡|镇|街道|村|局|厅|委|办|公司|单位|学校|大|会议|同志|书记)
        |(?:20|19)(?:x{2}|[×╳]{2}|\*{2}|_{2})
        |(?:x{2,4}|[×╳]{1,4}|\*{1,4}|_{2,4})年(?:x{1,2}|[×╳]{1,2}|\*{1,2}|_{1,2})月",
    )
    .expect("a constant pattern, compiled by the tests")
});

/// A masked document number: `甲办发〔20xx〕xx号`. One is enough.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"发[\[〔(](?:20)?(?:x{2,4}|[×╳]{2,4}|\*{2,4}|_{2,4})[\]〕)](?:x{1,3}|[×╳]{1,3}|\*{1,3}|_{1,3}|\d{1,3})号",
    )
    .expect("a constant pattern, compiled by the tests")
});

/// Masked values in the head that make a template of it.
const MANY: usize = 3;
/// The head's part in which they count: a title, a number, recipients, the first paragraph.
const HEAD: usize = 1_500;

/// Whether the text is a template.
pub(super) fn is_template(sample: &Sample) -> bool {
    let signs = ['x', '×', '╳', '*', '○', '_', '某'];
    if sample.title.contains(signs) && MASKED.is_match(sample.title) {
        return true;
    }
    let head = &sample.head[..super::boundary(sample.head, HEAD)];
    head.contains(signs) && (NUMBER.is_match(head) || is_masked(head))
}

fn is_masked(head: &str) -> bool {
    MASKED.find_iter(head).take(MANY).count() == MANY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masked_heads_are_templates() {
        for (title, text) in [
            ("xx市人民政府办公室关于开展检查的通知", "正文。"),
            ("20xx年工作总结", "正文。"),
            ("某某县人民政府关于开展检查的通知", "正文。"),
            ("╳╳市农业局工作方案", "正文。"),
            (
                "关于开展检查的通知",
                "x政办发〔20xx〕xx号\nxx县人民政府:\n自20xx年xx月起开展检查。",
            ),
            (
                "关于开展检查的通知",
                "**市“×·××”事故后,**大常委会要求,××局负责。",
            ),
            ("关于开展检查的通知", "甲办发〔××××〕×号\n××年×月×日"),
        ] {
            let text = format!("{title}\n{text}");
            assert!(is_template(&Sample::new(&text, title)), "{text}");
        }
    }

    #[test]
    fn forms_and_markup_are_none() {
        for text in [
            "甲县人民政府关于印发格式文本的通知\n正文。\n附件:××县人民政府关于××的请示",
            "**一、总体要求**\n正文。",
            "关于给予张某某同志处分的决定\n经查,某某公司经理张某某违反规定。",
            "企业申请表\n名称:____\n日期:____年__月__日",
            "关于采购的公告\n型号为xx100的设备由xx公司生产。",
        ] {
            let title = text.lines().next().unwrap_or_default();
            assert!(!is_template(&Sample::new(text, title)), "{text}");
        }
    }
}
