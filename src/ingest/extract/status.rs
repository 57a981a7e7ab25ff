//! 时效性: whether the page says the text is in force. In: key-values only: what a body says of
//! 废止 concerns other documents (NOISE 2).

use super::Context;
use crate::analysis::char_filter;
use crate::model::Extracted;

const KEYS: &[&str] = &[
    "时效性",
    "有效性",
    "公文时效",
    "效力状态",
    "时效",
    "文件状态",
    "是否有效",
    "时效状态",
];

/// What pages write, and the status they mean; the first that the value contains.
const STATES: &[(&str, &str)] = &[
    ("部分失效", "部分失效"),
    ("部分废止", "部分失效"),
    ("已被修", "已被修改"),
    ("已修改", "已被修改"),
    ("尚未", "尚未生效"),
    ("未生效", "尚未生效"),
    ("未施行", "尚未生效"),
    ("废止", "已废止"),
    ("失效", "失效"),
    ("无效", "失效"),
    ("终止", "失效"),
    ("有效期", ""),
    ("有效", "现行有效"),
    ("现行", "现行有效"),
    ("是", "现行有效"),
    ("否", "失效"),
];

/// Finds the status.
pub(super) fn status(context: &Context) -> Option<Extracted<String>> {
    let row = context.key_value(KEYS)?;
    let value = char_filter::fold(&row.value).text;
    let name = STATES.iter().find(|(word, _)| value.contains(word))?.1;
    (!name.is_empty()).then(|| {
        Extracted::new(
            name.to_owned(),
            "extract/status/key_value",
            Some(row.span),
            1.0,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::extract::tests::{context_of, part_of, with_row};

    #[test]
    fn states_by_the_words_of_pages() {
        let cases = [
            ("现行有效", Some("现行有效")),
            ("有效", Some("现行有效")),
            ("失效", Some("失效")),
            ("已废止", Some("已废止")),
            ("尚未施行", Some("尚未生效")),
            ("有效期5年", None),
            ("", None),
        ];
        for (value, expected) in cases {
            let part = with_row(part_of("某市通知\n同时废止旧办法。", 0), "时效性", value);
            let found = status(&context_of(&part)).map(|found| found.value);
            assert_eq!(found.as_deref(), expected, "{value}");
        }
    }
}
