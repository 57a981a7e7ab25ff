//! Promotions: follow us, scan the code, open the application, read the original.
//!
//! A call counts only where the page speaks. A notice calls too, for a purpose of its own
//! (扫码填报…): such a sentence stays.

use super::judged::{Cut, Judged, Place, Trust};
use crate::ingest::clean::shape;
use crate::lexicon::furniture::Furniture;
use crate::model::RuleId;

pub(super) static PROMOTION: RuleId = RuleId::new("clean/boilerplate/promotion");

/// The longest promotion, in characters: below the text, above it.
const MAX_CHARS: (usize, usize) = (120, 50);

/// Words that call upon the reader; 公众号 and 二维码 are also means of service.
const CALLS: [&str; 14] = [
    "关注",
    "打开",
    "长按",
    "原文",
    "搜索",
    "下载",
    "扫描",
    "扫码",
    "手机扫",
    "扫一扫",
    "点击",
    "识别",
    "转发",
    "星标",
];

/// How a site praises itself.
const SLOGANS: [&str; 12] = [
    "权威发布",
    "随时掌握",
    "随时了解",
    "快速回应",
    "尽在掌握",
    "一手掌握",
    "实时掌握",
    "抢先看",
    "早知道",
    "一网打尽",
    "资讯",
    "客户端",
];

/// Where it calls to.
const MEDIA: [&str; 20] = [
    "公众号",
    "公众平台",
    "二维码",
    "微信",
    "微博",
    "客户端",
    "app",
    "小程序",
    "视频号",
    "抖音",
    "头条",
    "我们",
    "原文",
    "手机",
    "当前页",
    "蓝字",
    "蓝色",
    "好友",
    "朋友圈",
    "群",
];

/// What a notice has its reader scan or follow for.
const PURPOSES: [&str; 24] = [
    "填报",
    "申报",
    "报名",
    "查询",
    "咨询",
    "办理",
    "缴",
    "投诉",
    "举报",
    "参与",
    "提交",
    "领取",
    "登记",
    "预约",
    "答题",
    "指南",
    "反馈",
    "申请",
    "进入系统",
    "问卷",
    "投票",
    "通知",
    "附件",
    "联系",
];

/// What only a site has to offer.
const OFFERS: [&str; 12] = [
    "欢迎关注",
    "关注我们",
    "更多资讯",
    "更多精彩",
    "更多新闻",
    "更多内容",
    "更多信息",
    "蓝字",
    "阅读原文",
    "查看原文",
    "当前页",
    "在看",
];

/// Whether a row names what its reader should do for: such a call is a notice's.
pub(super) fn has_purpose(text: &str) -> bool {
    PURPOSES.iter().any(|word| text.contains(word))
}

/// Whether a row offers what only a site has.
pub(super) fn offers(text: &str) -> bool {
    OFFERS.iter().any(|word| text.contains(word))
}

/// Drops a promotion.
pub(super) fn cut(judged: &Judged<'_>) -> Option<Cut> {
    if !judged.has(Furniture::Promotion) || !judged.at_edge() {
        return None;
    }
    let longest = match judged.place {
        Place::Tail => MAX_CHARS.0,
        _ => MAX_CHARS.1,
    };
    let is_item =
        shape::is_heading(judged.text) && !judged.text.starts_with(['-', '•', '·', '①', '②', '③']);
    if judged.chars > longest || is_item {
        return None;
    }
    let (count, is_sure) = judged.distinct(Furniture::Promotion);
    let contains = |words: &[&str]| words.iter().any(|word| judged.text.contains(word));
    let calls = contains(&CALLS);
    let offers = offers(judged.text);
    // 关注民生、服务群众 is the text's.
    let names_medium = contains(&MEDIA) && !judged.text.contains('、');
    let is_sentence = judged.text.ends_with(['。', ';', ':']);
    if !offers && (has_purpose(judged.text) || judged.place == Place::Head && is_sentence) {
        return None;
    }
    // 最新资讯,随时掌握: nobody is called, everything is offered.
    let slogan = SLOGANS
        .iter()
        .filter(|word| judged.text.contains(*word))
        .count();
    let trust = match (count, is_sure) {
        _ if slogan >= 2 && judged.in_tail() => Trust::Edge,
        (_, true) if offers => Trust::Sure,
        _ if !calls || !(offers || names_medium) => return None,
        (_, true) | (2.., _) => Trust::Edge,
        _ if !is_sentence && judged.chars <= 30 => Trust::Edge,
        _ => return None,
    };
    let cut = Cut::whole(judged, &PROMOTION, trust);
    Some(if judged.in_tail() { cut.ending() } else { cut })
}
