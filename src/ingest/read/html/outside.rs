//! What single blocks outside the main content are good for.
//!
//! In: a block. Out: a verdict: metadata that stands above or below the text, an attachment, or
//! furniture. Not its job: titles ([`super::title`]), and what follows from neighbours
//! ([`super::fates`]).

use std::sync::LazyLock;

use regex::Regex;

use super::blocks::Block;
use crate::analysis::char_filter;

/// What a block outside the main content is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outside {
    /// Nothing: menus, footers, other pages' titles.
    Furniture,
    /// A row of metadata, or a line with source and date.
    Metadata,
    /// A metadata key alone: its value is the next block.
    Key,
    /// The list of attachments.
    Attachment,
}

/// Keys of the tables above government texts (NOISE 2) and of the source lines under titles.
static KEY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[【\[•·\s]*(?:(?:信息|文件|政策)?索引号?|(?:主题|信息|体裁|组配|公文)?分类|主题词|服务对象",
        r"|(?:发文|发布|制定|公开|颁布|责任|印发)(?:机构|机关|单位|部门|主体)",
        r"|(?:发文)?[字文]号|文件编号|(?:规范性文件)?统一编号|(?:规范性文件)?登记号|公文种类|文种",
        r"|(?:成文|发文|发布|公布|印发|公开|生成|生效|实施|施行|废止|失效|颁布|通过|签发|更新)(?:日期|时间)",
        r"|(?:信息|文件|法规|政策)?(?:标题|名称)|有效性|时效性|(?:公文|文件)?时效|(?:效力|文件)状态",
        r"|是否有效|有效期|效力(?:等级|级别)|法规类别|公开(?:方式|类别|范围|程序|属性)|关键[词字]|内容概述",
        r"|(?:信息|文章|稿件|文字)?来源|稿源|作者|时间|日期|解读(?:类型|方式)|法宝引证码)",
        r"[】\]]?\s*(?:[:|\s]|$|[】\]])",
    ))
    .expect("the pattern is constant")
});
/// Font size buttons (`字号:[大 中 小]`) look like a document number's key; site registrations like
/// an organ's.
static TOOLS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^字[号体][:\s]*[\[【(]?(?:默认|[大中小特])|icp备|公网安备|网站标识码")
        .expect("the pattern is constant")
});
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)")
        .expect("the pattern is constant")
});
static ANNOTATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\([a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü ]{1,7}\)").expect("the pattern is constant")
});

/// A row of metadata is shorter than this; a line with a date is shorter than [`DATE_LINE_CHARS`].
const ROW_CHARS: usize = 400;
const DATE_LINE_CHARS: usize = 120;

/// Judges a block outside the main content.
pub(super) fn outside(block: &Block, is_before: bool) -> Outside {
    if block.is_control || block.is_alt || block.chars > ROW_CHARS || block.chars < 2 {
        return Outside::Furniture;
    }
    // Menus and lists of other pages: no row of metadata is a link and nothing else.
    if block.link_chars == block.chars && !block.text.starts_with("附件") {
        return Outside::Furniture;
    }
    let mut folded = char_filter::fold(&block.text).text;
    if folded.contains('(') {
        folded = ANNOTATION.replace_all(&folded, "").into_owned();
    }
    if TOOLS.is_match(&folded) {
        return Outside::Furniture;
    }
    if let Some(found) = KEY.find(&folded) {
        let is_alone = folded[found.end()..]
            .trim_matches(['|', ' ', ':'])
            .is_empty();
        return if is_alone {
            Outside::Key
        } else {
            Outside::Metadata
        };
    }
    if folded.starts_with("附件") && block.link_chars > 0 {
        return Outside::Attachment;
    }
    let is_linked = block.link_chars * 2 > block.chars;
    if is_before && block.chars <= DATE_LINE_CHARS && !is_linked && DATE.is_match(&folded) {
        return Outside::Metadata;
    }
    Outside::Furniture
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(text: &str) -> Block {
        Block {
            text: text.into(),
            chars: text.chars().filter(|c| !c.is_whitespace()).count(),
            ..Block::default()
        }
    }

    #[test]
    fn tells_metadata_from_furniture() {
        let cases = [
            ("索 引 号：000/2023-1", Outside::Metadata),
            ("索引号 | 000 | 主题分类 | 科技", Outside::Metadata),
            ("【制定机关】示例市人民政府", Outside::Metadata),
            ("發(fā)布日期：2023年10月26日", Outside::Metadata),
            ("發布日期", Outside::Key),
            ("来源：示例日报　发布时间：2023-10-26", Outside::Metadata),
            ("2023-10-26 10:13 示例日报 浏览：12", Outside::Metadata),
            ("首页 > 政务公开 > 文件", Outside::Furniture),
            ("主办：示例市人民政府办公室", Outside::Furniture),
            ("字号：【大 中 小】 打印", Outside::Furniture),
            ("发布单位：某办公室 京ICP备00000000号", Outside::Furniture),
            ("文号：示政发〔2023〕1号", Outside::Metadata),
            ("时间就是金钱", Outside::Furniture),
            ("来源广泛的说明", Outside::Furniture),
        ];
        for (text, expected) in cases {
            assert_eq!(outside(&block(text), true), expected, "{text}");
        }
        assert_eq!(
            outside(&block("版权 2023-10-26"), false),
            Outside::Furniture
        );
    }
}
