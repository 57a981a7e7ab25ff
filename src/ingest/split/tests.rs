//! Example files with their documents counted.

use crate::ingest::clean::seeds_tests::parts;

fn titles(text: &str) -> Vec<String> {
    parts(text)
        .iter()
        .map(|part| {
            let title = part
                .title_paragraph
                .map(|at| part.folded_line(at).to_owned());
            title.unwrap_or_default()
        })
        .collect()
}

const BODY: &str =
    "各乡镇人民政府要切实加强组织领导,明确目标任务,细化工作措施,确保各项工作落到实处。";

#[test]
fn glued_blocks_and_repeated_titles_begin_documents() {
    let text = format!(
        "甲县人民政府关于加快园区发展的意见\n\n甲县人民政府关于加快园区发展的意见文章属性•【制定机关】甲县人民政府•【时效性】现行有效•【主题分类】科技正文甲县人民政府关于加快园区发展的意见甲政发〔2021〕1号各乡镇:{BODY}\n{BODY}\n乙市产业园区迈上新的发展台阶\n乙市产业园区迈上新的发展台阶近日,乙市召开会议。{BODY}\n最新有关乡村振兴工作情况汇报3篇\n{BODY}\n"
    );
    assert_eq!(
        titles(&text),
        [
            "甲县人民政府关于加快园区发展的意见",
            "乙市产业园区迈上新的发展台阶",
            "最新有关乡村振兴工作情况汇报3篇"
        ]
    );
    let first = &parts(&text)[0];
    assert!(
        first
            .folded
            .text
            .contains("\n甲政发〔2021〕1号各乡镇:各乡镇人民政府")
    );
    assert_eq!(
        first.folded.text.matches("关于加快园区发展的意见").count(),
        1
    );
    let keys: Vec<_> = first
        .key_values
        .iter()
        .map(|row| (row.key.as_str(), row.value.as_str()))
        .collect();
    assert_eq!(
        keys,
        [
            ("制定机关", "甲县人民政府"),
            ("时效性", "现行有效"),
            ("主题分类", "科技")
        ]
    );
}

#[test]
fn numbered_pieces_are_documents() {
    let text = format!(
        "乡村工作总结范文\n篇一:某乡工作总结\n{BODY}\n篇二:某镇工作总结\n{BODY}\n第三段\n{BODY}\n"
    );
    assert_eq!(titles(&text).len(), 2);
}

#[test]
fn letters_with_attachments_and_titles_within_stay_together() {
    for text in [
        format!(
            "甲县人民政府关于印发甲县园区管理办法的通知\n甲政发〔2021〕2号\n各乡镇:\n{BODY}\n甲县人民政府\n2021年3月2日\n甲县园区管理办法\n第一条{BODY}\n附件:名单\n甲县人民政府关于开展检查的通知附表\n{BODY}\n"
        ),
        format!(
            "某会公报\n{BODY}\n附件\n甲县人民政府关于加快发展的意见\n甲政发〔2020〕3号\n{BODY}\n"
        ),
        format!("目录\n第一章总则\n第一章总则\n{BODY}\n第二章管理\n第二章管理\n{BODY}\n"),
    ] {
        assert_eq!(titles(&text).len(), 1, "{text}");
    }
}

#[test]
fn nothing_but_blank_lines_is_no_document() {
    assert!(parts(" \n\n\t\n").is_empty());
    assert!(parts("").is_empty());
}

proptest::proptest! {
    #[test]
    fn any_text_is_split_and_composed(text in "[区(qū)产。,、:关于的通知意见\n 【】•来源索引号0-9a|]{0,120}") {
        for part in parts(&text) {
            let display: Vec<&str> = part.paragraphs.iter().map(|line| &part.display.text[line.display.range()]).collect();
            proptest::prop_assert_eq!(display.join("\n"), part.display.text.clone());
            proptest::prop_assert!(part.title_paragraph.is_none_or(|at| at < part.paragraphs.len()));
            for mark in &part.marks {
                proptest::prop_assert!(text.get(mark.span.range()).is_some());
            }
            for (at, _) in part.folded.text.char_indices() {
                let source = part.folded_to_source(crate::model::Span::new(at, at + 1));
                proptest::prop_assert!(text.get(source.range()).is_some() || !part.folded.text.is_char_boundary(at + 1));
            }
        }
    }
}
