//! The forms of official documents, which recur in thousands of them and are no furniture.
//!
//! In: a folded line and its edge. Out: whether it may be furniture at all, and whether it needs
//! more witnesses.

use std::sync::LazyLock;

use regex::Regex;

use super::super::{shape, tail};
use super::Edge;

/// Longest line that may be furniture, in bytes: 200 characters.
const MAX_BYTES: usize = 600;

/// Whether a line needs more witnesses: a sentence; at the end also a table's row and a contact,
/// which annexes and notices have of their own.
pub(super) fn is_sentence(text: &str, edge: Edge) -> bool {
    text.contains('。')
        || (edge == Edge::Bottom
            && (text.contains('|') || text.contains("电话") || text.contains('@')))
}

/// Whether a line may be furniture at all, however often it recurs.
pub(super) fn may_recur(text: &str, edge: Edge) -> bool {
    if text.len() > MAX_BYTES || shape::is_text_heading(text) || is_formal(text) {
        return false;
    }
    let is_text = match edge {
        Edge::Top => shape::begins_text(text) || (text.contains('。') && shape::is_body(text)),
        Edge::Bottom => is_signature(text) || is_titled(text) || is_norm(text),
    };
    !is_text
}

pub(super) fn is_signature(text: &str) -> bool {
    tail::is_date_line(text) || tail::is_organs(text)
}

/// Whether a line is the title of an annex; shorter ones are entries of menus (通知公告).
fn is_titled(text: &str) -> bool {
    text.chars().nth(8).is_some() && shape::is_title_with_type(text)
}

fn is_norm(text: &str) -> bool {
    NORM.is_match(text) && !SITE.is_match(text)
}

/// Whether a line belongs to the form of an official document: numbers, recipients, closing
/// phrases, annexes, signatures and notes of publication.
fn is_formal(text: &str) -> bool {
    shape::is_number_line(text)
        || text.contains(['〔', '﹝'])
        || (text.ends_with(':') && ADDRESSED.is_match(text))
        || FORMAL.is_match(text)
}

/// What recipients are named with (《党政机关公文处理工作条例》 第九条: 主送机关).
static ADDRESSED: LazyLock<Regex> = LazyLock::new(|| literal("[各府委局厅办院区市县部位司处会]"));

/// Phrases and notes of official documents (the same, 第九条; GB/T 9704—2012, 7.3 and 7.4), and the
/// blanks of forms.
static FORMAL: LazyLock<Regex> = LazyLock::new(|| {
    literal(
        "^(?:特此|专此|感谢|特急|加急|急件|机密|秘密|绝密|主动公开|依申请公开|不予公开|此[复令致件布]|妥否|当否|以上|现[予将]|附[件表录图注则:]|抄[送报]|主题词|签发|报送|联系人|\
         经办人|负责人|填表|填报|备注|说明|注:|单位:|目录|目次|前言|序言|引言|正文|摘要|谢谢|敬礼|完|略|草案|\
         中华人民共和国|全国人民代表大会)|\
         施行。?$|执行。?$|生效。?$|废止。?$|发布[)]$|公开[)]$|印发[)]?$|[(](?:略|完|印章|公章|盖章|签字|签名|签章|公开)|\
         盖章|签[字名章]|年 ?月 ?日|有效期|解释。?$|为准。?$|批[示准]。?$|审[议批阅]。?$|人民政府文件$|[^站网]文件$|号令?$|第.{1,6}次修[正订]",
    )
});

/// Words of norms: a sentence with one of them is the text's, unless it speaks of a site.
static NORM: LazyLock<Regex> = LazyLock::new(|| {
    literal(
        "应当|不得|必须|严禁|禁止|依[照法据]|按照|执行|施行|实施|负责|规定|要求|落实|贯彻|加强|确保|推进|有关部门",
    )
});

/// What a site says of itself.
static SITE: LazyLock<Regex> = LazyLock::new(|| {
    literal(
        "本站|本网|本页|本平台|网站|网页|转载|版权|侵权|浏览器|原作者|网友|客户端|公众号|点击|下载|编辑部|稿件|页面|微信|微博",
    )
});

pub(super) fn literal(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a literal")
}
