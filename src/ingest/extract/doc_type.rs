//! 公文种类, of the inner document where the outer one only passes it on.
//!
//! In: the title. Out: 通知, 意见, 办法 … as tabled in the lexicon.

use super::Context;
use super::kind::without_brackets;
use crate::lexicon::doc_types;
use crate::model::Extracted;

/// Finds the type.
pub(super) fn doc_type(context: &Context) -> Option<Extracted<String>> {
    let title = context.title?;
    let folded = context.folded_title();
    let found = inner(&folded)
        .and_then(of_name)
        .or_else(|| of_name(&folded))
        .or_else(|| law(&folded))?;
    Some(Extracted::new(
        found.to_owned(),
        "extract/doc_type/title",
        title.span,
        0.9,
    ))
}

fn of_name(name: &str) -> Option<&'static str> {
    doc_types::at_end(without_brackets(name.trim_end_matches(['》', '”', ' '])))
        .map(|found| found.name)
}

fn law(title: &str) -> Option<&'static str> {
    let bare = without_brackets(title);
    (super::rank::is_statute(bare) || bare.contains("修正案")).then_some("法律")
}

/// `…印发《某某方案》的通知` → 某某方案; `…转发某局关于某事意见的通知` → 某局关于某事意见.
fn inner(title: &str) -> Option<&str> {
    let (_, after) = ["印发", "转发", "批转", "下达", "公布", "发布"]
        .iter()
        .filter_map(|verb| title.split_once(verb))
        .min_by_key(|(before, _)| before.len())?;
    if let Some((_, quoted)) = after.split_once('《') {
        // The inner title may quote a third one: the last closing mark ends it.
        return quoted.rsplit_once('》').map(|(name, _)| name);
    }
    // 关于公布某某目录的决定 decides; an order only carries what it names in 《》.
    let bare = without_brackets(after);
    if bare.ends_with("的决定") && !title.contains("印发") {
        return None;
    }
    ["的通知", "的函", "通知", "的公告", "的决定"]
        .iter()
        .find_map(|ending| bare.strip_suffix(ending))
        .filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::extract::tests::{context_of, part_of};

    #[test]
    fn the_inner_document_gives_the_type() {
        let cases = [
            ("某市人民政府关于印发《某某行动方案》的通知", Some("方案")),
            (
                "某市人民政府关于印发某市发展规划(2021-2025年)的通知",
                Some("规划"),
            ),
            ("某市政府转发市水利局关于河道保护意见的通知", Some("意见")),
            ("某市人民政府关于河道的意见(试行)", Some("意见")),
            ("某某市河道管理条例", Some("条例")),
            ("关于印发某名单的通知", Some("通知")),
            ("某市政府关于公布权力事项目录的决定", Some("决定")),
            ("我市召开大会", None),
        ];
        for (title, expected) in cases {
            let part = part_of(title, 0);
            let found = doc_type(&context_of(&part)).map(|found| found.value);
            assert_eq!(found.as_deref(), expected, "{title}");
        }
    }
}
