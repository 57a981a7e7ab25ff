//! Rows in which a page speaks of itself or to its reader: whose the copy is, where the whole of it is
//! to be had, what the reader should do with it.
//!
//! In: a row of the head or the tail. Such rows are told by who speaks (本站, 该文档, 完整版) and what is
//! done (下载, 转载, 点赞), whatever their wording; norms are never a page's voice. Not its job: the set
//! phrases that the other rules know.

use std::sync::LazyLock;

use super::judged::{Cut, Judged, Place, Trust};
use crate::ingest::clean::shape;
use crate::lexicon::terms::Terms;
use crate::model::RuleId;

pub(super) static VOICE: RuleId = RuleId::new("clean/boilerplate/voice");

/// The longest such row, in characters: below the text, above it.
const MAX_CHARS: (usize, usize) = (160, 80);

/// What a word says of who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// A site, a library or what it offers: no text speaks so of itself.
    Site,
    /// The copy, which a text may call itself, too.
    Copy,
    /// What readers and sites do with a copy.
    Act,
    /// The reader is addressed.
    Reader,
    /// What only norms say.
    Norm,
}

const SITE: &[&str] = &[
    "本站",
    "本网",
    "本网站",
    "本网页",
    "本页",
    "本页面",
    "此页面",
    "该页面",
    "本库",
    "本平台",
    "本公众号",
    "本号",
    "本频道",
    "本栏目",
    "该文档",
    "此文档",
    "本文档",
    "本资料",
    "本资源",
    "该资源",
    "该资料",
    "本文库",
    "小编",
    "vip",
    "水印",
    "试读",
    "ai生成",
    "人工智能生成",
    "大模型生成",
    "网友",
    "完整版",
    "完整内容",
    "完整文档",
    "全部内容",
    "剩余内容",
    "剩余部分",
    "剩下的",
    "未读页",
    "上传者",
    "上传人",
    "分享者",
    "用户上传",
    "用户分享",
    "站长",
    "自媒体",
    "原作者",
    "阅读全文",
    "本文整理",
    "整理了",
    "为您整理",
    "此处省略",
    "本篇",
    "文末",
    "评论区",
    "朋友圈",
    "信息存储",
    "更多权威",
    "更多政策",
];
const COPY: &[&str] = &[
    "本文",
    "全文",
    "原文",
    "以上内容",
    "以上信息",
    "以上文字",
    "以上文本",
    "正文",
    "文章",
    "资料",
    "作品",
    "文档",
    "页面",
    "网页",
    "图片",
    "会员",
    "积分",
    "金币",
    "客服",
    "管理员",
    "预览",
    "剩余",
    "内容由",
    "部分内容",
    "部分信息",
    "二维码",
    "名片",
];
const ACT: &[&str] = &[
    "下载",
    "阅读",
    "查看",
    "浏览",
    "上传",
    "分享",
    "转载",
    "注明",
    "点击",
    "收藏",
    "点赞",
    "转发",
    "付费",
    "登录后",
    "开通",
    "解锁",
    "侵权",
    "侵犯",
    "甄别",
    "告知",
    "内容保障",
    "如有出入",
    "仅供参考",
    "供大家参考",
    "供您参考",
    "供参考",
    "仅供查阅",
    "为准",
    "不承担",
    "生成",
    "展示",
    "加载",
    "订阅",
    "关注",
    "打分",
    "评分",
    "介绍到这",
    "退款",
    "删除",
    "未经许可",
    "摘编",
    "标注",
    "投稿",
    "纠错",
    "联系",
    "含水印",
    "整理",
    "畅读",
    "原创",
    "搬运",
    "截图",
];
const READER: &[&str] = &[
    "您",
    "你",
    "请",
    "欢迎",
    "感谢",
    "谢谢",
    "大家",
    "别忘了",
    "喜欢",
    "敬请",
    "让更多人",
];
const NORM: &[&str] = &[
    "应当",
    "必须",
    "各单位",
    "各级",
    "各部门",
    "各有关",
    "各乡镇",
    "各县",
    "各市",
    "我县",
    "我市",
    "我省",
    "我区",
    "我局",
    "全县",
    "全市",
    "全省",
    "全区",
    "本办法",
    "本条例",
    "本规定",
    "本方案",
    "本意见",
    "本通知",
    "本细则",
    "根据《",
    "按照",
    "企业",
    "申报",
    "报名",
    "公示",
    "附件",
    "责任单位",
    "牵头",
    "办理",
    "申请人",
    "项目",
    "考生",
    "会议",
];

fn words() -> &'static Terms<Word> {
    static WORDS: LazyLock<Terms<Word>> = LazyLock::new(|| {
        let of = |words: &'static [&'static str], kind| words.iter().map(move |word| (*word, kind));
        Terms::new(
            of(SITE, Word::Site)
                .chain(of(COPY, Word::Copy))
                .chain(of(ACT, Word::Act))
                .chain(of(READER, Word::Reader))
                .chain(of(NORM, Word::Norm)),
        )
    });
    &WORDS
}

/// Whether a text names a site, a library or what it offers.
pub(super) fn names_site(text: &str) -> bool {
    words().find(text).any(|(_, word)| word == Word::Site)
}

/// Drops a row in which the page speaks.
pub(super) fn cut(judged: &Judged<'_>) -> Option<Cut> {
    let longest = match judged.place {
        Place::Tail => MAX_CHARS.0,
        Place::Head => MAX_CHARS.1,
        Place::Middle => return None,
    };
    if judged.is_glued || judged.chars > longest || judged.chars < 4 {
        return None;
    }
    let mut found: Vec<(&str, Word)> = words()
        .find(judged.text)
        .map(|(range, word)| (&judged.text[range], word))
        .collect();
    found.sort_unstable_by_key(|(word, _)| *word);
    found.dedup_by_key(|(word, _)| *word);
    let count = |kind: Word| found.iter().filter(|(_, word)| *word == kind).count();
    let (site, copy, acts) = (count(Word::Site), count(Word::Copy), count(Word::Act));
    if count(Word::Norm) > 0 || judged.text.contains(['《', '〔']) && site == 0 {
        return None;
    }
    let reader = count(Word::Reader);
    if judged.is_text_heading() && !(site >= 1 && acts >= 2) {
        return None;
    }
    let in_tail = judged.in_tail();
    let speaks_to_reader = ["您", "你", "大家", "小编"]
        .iter()
        .any(|word| judged.text.contains(word));
    let trust = match (site, acts) {
        (2.., 1..) | (1.., 2..) => Trust::Sure,
        (1.., 1) if speaks_to_reader => Trust::Sure,
        (1.., 1) | (2.., 0) => Trust::Edge,
        (0, 2..) if in_tail && reader >= 1 && (copy >= 1 || acts >= 3) => Trust::Edge,
        (0, 1..) if in_tail && copy >= 2 && reader >= 1 => Trust::Edge,
        (0, 3..) if in_tail && judged.chars <= 30 && !judged.text.contains('、') => Trust::Edge,
        _ => return None,
    };
    // Above the text a sentence may well be its first.
    let is_sentence = judged.place == Place::Head && shape::is_sentence(judged.text);
    if is_sentence && (trust < Trust::Sure || !speaks_to_reader) {
        return None;
    }
    let cut = Cut::whole(judged, &VOICE, trust);
    Some(if in_tail && trust == Trust::Sure {
        cut.ending()
    } else {
        cut
    })
}
