//! What a line must show besides that it recurs: a line that recurs in one organ's own documents is
//! text.
//!
//! In: folded lines. Out: whether a line is the page's by its own words, whether it is data that
//! documents of one organ have in common, whether it names a form of document. Not its job: which
//! lines may recur at all (`forms`).

use std::sync::LazyLock;

use regex::Regex;

use super::super::shape;
use super::forms::literal;
use crate::lexicon::furniture::{self, Evidence, Furniture};

/// A label before a colon is at most so long, in characters.
const MAX_LABEL: usize = 10;
/// The longest name of a form that was seen, in characters.
const MAX_FORM: usize = 40;

/// Whether a line's own words say that a site speaks.
pub(super) fn is_furniture(text: &str) -> bool {
    SITE_VOICE.is_match(text)
        || furniture::terms().find(text).any(|(_, word)| {
            let is_ordinary = matches!(
                word.class,
                Furniture::Contact | Furniture::Editor | Furniture::Related | Furniture::Summary
            );
            word.evidence == Evidence::Sure && !is_ordinary
        })
}

/// Whether a line is data that an organ's documents end or begin with: a label and its value, how to
/// reach somebody, where to go, what it costs.
pub(super) fn is_data(text: &str) -> bool {
    is_field(text) || text.contains(['@', '|']) || DATA.is_match(text)
}

/// Whether a line is a label and its value.
fn is_field(text: &str) -> bool {
    let Some((label, _)) = text.split_once(':') else {
        return false;
    };
    label.chars().nth(MAX_LABEL).is_none() && !label.contains(['。', ','])
}

/// Whether a line names a form of document, with at least so many characters: entries of menus
/// (通知公告) have four.
pub(super) fn names_form(text: &str, least: usize) -> bool {
    let title = shape::trimmed_title(text).trim_start_matches(['#', ' ']);
    let count = title.chars().take(MAX_FORM + 1).count();
    (least..=MAX_FORM).contains(&count)
        && title.split_whitespace().nth(2).is_none()
        && (shape::is_title_with_type(title) || FORM.is_match(title))
}

/// Whether a word of a document's form stands anywhere in the line.
pub(super) fn holds_form_word(text: &str) -> bool {
    names_form(text, 2)
        || FORM_WORD.is_match(text)
        || shape::TYPE_WORDS.iter().any(|word| text.contains(word))
}

/// What a site says of itself and of nothing else.
static SITE_VOICE: LazyLock<Regex> = LazyLock::new(|| {
    literal("本站|本网站|本页|本平台|转载|版权所有|侵权|网友|编辑部|欢迎(?:您|访问|光临|浏览|关注)")
});

/// Words of service guides, notices and decisions about whom to turn to and what to bring.
static DATA: LazyLock<Regex> = LazyLock::new(|| {
    literal(
        r"电话|传真|热线|邮编|邮箱|邮政编码|地址|开户|账[号户]|咨询|办理|收费|受理|监督|举报|投诉|时限|窗口|报名|预约|材料|[0-9]{5}|[0-9]{3,4}-[0-9]",
    )
});

/// What names of forms end with that no title of a regulation does (行政处罚决定书, 提案答复件).
static FORM: LazyLock<Regex> =
    LazyLock::new(|| literal("(?:书|件|表|单|证|函|令|答复|判决|裁定|提案|纪要|专报|通稿)$"));

static FORM_WORD: LazyLock<Regex> = LazyLock::new(|| {
    literal(
        "决定|告知|通知|答复|回执|申请|登记|审批|提案|议案|裁定|判决|公报|指南|手册|须知|流程|清单|目录|合同|协议|处罚|许可|复议|诉讼|条款|附件",
    )
});
