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

/// Letters, laws and news as they stand in archives, without noise.
const LETTER: &str = "甲县人民政府关于推进粮食烘干中心建设的通知\n甲政发〔2019〕12号\n各乡镇人民政府,县直各单位:\n为做好秋粮烘干工作,现就有关事项通知如下。\n一、统筹布局\n各乡镇要在九月底前完成选址,报县农业农村局备案。\n附件:1.任务分解表\n甲县人民政府\n2019年8月2日";
const OPINION: &str = "中共乙市委 乙市人民政府关于振兴中药材种植的意见\n为加快发展中药材种植,结合我市实际,提出如下意见。\n一、总体要求\n坚持因地制宜、分类施策,稳步扩大种植面积。";
const LAW: &str = "丙市古树名木保护办法\n(2018年6月1日丙市人民政府第三次常务会议通过)\n第一章 总则\n第一条 为了保护古树名木,根据有关法律,制定本办法。\n第二条 市林业主管部门负责古树名木的普查、登记和保护工作。\n第三条 本办法自2018年9月1日起施行。";
const NEWS: &str = "丁区首个智慧菜场正式开业\n本报讯(记者 李某)昨日上午,丁区首个智慧菜场在东风路正式开门迎客,市民可以扫码查询菜品的产地。\n该菜场共有摊位六十个,由区供销社负责运营。";
const REPORT: &str = "戊镇2020年度河道清淤工作总结\n2020年以来,戊镇按照县水利局的统一安排,共清理河道十一条,总长四十六公里,群众满意度明显提高。\n一、主要做法\n镇政府先后三次召开专题会议,对清淤任务进行了部署。";

const WHOLE: [&str; 5] = [LETTER, OPINION, LAW, NEWS, REPORT];

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[test]
fn titles_after_an_end_begin_documents() {
    for (first, second) in [
        (LETTER, OPINION),
        (LETTER, LAW),
        (LETTER, NEWS),
        (LETTER, REPORT),
        (OPINION, LETTER),
        (OPINION, NEWS),
        (LAW, LETTER),
        (LAW, OPINION),
        (LAW, NEWS),
        (NEWS, LETTER),
        (NEWS, OPINION),
        (REPORT, LETTER),
        (REPORT, OPINION),
        (REPORT, NEWS),
    ] {
        for between in ["\n", "\n\n\n"] {
            let text = format!("{first}{between}{second}");
            let wanted: Vec<String> = [first, second]
                .map(|text| crate::analysis::char_filter::fold(first_line(text)).text)
                .to_vec();
            assert_eq!(titles(&text), wanted, "{text}");
        }
    }
}

#[test]
fn any_text_after_a_separating_line_is_a_document() {
    for line in [
        "--------",
        "==========",
        "* * * * *",
        "————————",
        "----------\n\n",
    ] {
        let text = WHOLE.join(&format!("\n{line}\n"));
        assert_eq!(titles(&text).len(), WHOLE.len(), "{line}");
        let plain = format!(
            "{LETTER}\n{line}\n丁区老旧小区改造纪实\n去年以来,丁区把老旧小区改造作为重要的民生工程,改造小区十七个,惠及居民四千户。"
        );
        assert_eq!(titles(&plain).len(), 2, "{line}");
        for part in parts(&text) {
            assert!(!part.folded.text.contains("---"), "{}", part.folded.text);
        }
    }
    let rule_within = format!(
        "{LETTER}\n----\n附件1\n任务分解表\n东乡十座,西乡八座。\n----\n注:任务数含续建项目。"
    );
    assert_eq!(titles(&rule_within).len(), 1);
}

#[test]
fn numbered_pieces_may_begin_with_the_second() {
    for mark in ["篇二", "第二篇:", "【篇二】", "篇二:"] {
        let third = mark.replace('二', "三");
        let text = format!("{REPORT}\n{mark}\n{OPINION}\n{third}\n{NEWS}");
        assert_eq!(titles(&text).len(), 3, "{mark}");
        assert!(
            parts(&text)
                .iter()
                .all(|part| !part.folded.text.contains('篇')),
            "{mark}"
        );
    }
    let plan = format!(
        "甲县国民经济和社会发展规划纲要\n第一篇:开启新征程\n第一章 发展环境\n{BODY}\n第二篇:建设新园区\n第二章 产业布局\n{BODY}"
    );
    assert_eq!(titles(&plan).len(), 1);
}

#[test]
fn a_reprinted_document_is_parted_from_its_news() {
    for words in [
        "全文如下:",
        "《意见》原文如下:",
        "(附全文)",
        "附:全文",
        "现将全文公布如下:",
    ] {
        let text = format!(
            "乙市出台新规扶持中药材\n日前,乙市出台新规,从土地、资金、技术等方面扶持中药材种植,{words}\n{OPINION}"
        );
        let found = titles(&text);
        assert_eq!(found.len(), 2, "{words}");
        assert_eq!(found[0], "乙市出台新规扶持中药材");
    }
    let letter = format!(
        "甲县人民政府关于印发粮食烘干管理办法的通知\n甲政发〔2019〕13号\n各乡镇:\n现将办法印发给你们,全文如下:\n甲县粮食烘干管理办法\n第一条 {BODY}"
    );
    assert_eq!(titles(&letter).len(), 1);
}

#[test]
fn untitled_news_after_a_signature_is_a_document() {
    let text = format!(
        "{LETTER}\n3月9日,己县召开春耕备耕现场会,总结交流去年粮食生产经验,安排部署今年农业生产重点任务。\n会议要求,各乡镇要抢抓农时。"
    );
    assert_eq!(titles(&text).len(), 2);
}

#[test]
fn documents_about_the_same_thing_are_parted() {
    let other = LETTER.replace("甲县", "庚县").replace("甲政", "庚政");
    let text = format!("{LETTER}\n{other}");
    assert_eq!(titles(&text).len(), 2);
}

#[test]
fn heads_of_two_lines_and_pages_are_kept_together() {
    for head in [
        "庚市人民政府文件\n庚政发〔2020〕3号\n庚市人民政府关于整治占道经营的通告\n",
        "庚市人民政府办公室\n关于整治占道经营的通知\n庚政办发〔2020〕3号\n",
        "索引号:0001-2020\n发布机构:庚市人民政府\n庚市人民政府关于整治占道经营的通告\n庚政发〔2020〕3号\n",
    ] {
        let text = format!("{LETTER}\n{head}各区人民政府:\n{BODY}");
        let parts = parts(&text);
        assert_eq!(parts.len(), 2, "{head}");
        assert_eq!(parts[0].span.end, LETTER.len(), "{head}");
    }
}

#[test]
fn one_document_stays_one() {
    for text in [
        // A letter and what it issues, quoted otherwise.
        format!(
            "甲县人民政府办公室关于印发甲县“一镇一品”培育方案的通知\n甲政办发〔2020〕2号\n各乡镇:\n{BODY}\n甲县人民政府办公室\n2020年3月2日\n甲县一镇一品培育方案\n为做好培育工作,制定本方案。\n一、目标任务\n{BODY}"
        ),
        format!(
            "甲县人民政府办公室转发省政府办公厅关于清理闲置厂房意见的通知\n各乡镇:\n{BODY}\n2020年3月2日\n乙省人民政府办公厅关于清理闲置厂房的意见\n乙政办发〔2020〕1号\n各市人民政府:\n{BODY}"
        ),
        // Annexes with titles of their own.
        format!(
            "{LETTER}\n附件1\n粮食烘干中心建设任务分解表\n东乡十座。\n附件2\n烘干中心验收办法\n第一条 {BODY}\n烘干机具补贴方案\n为用好补贴资金,制定本方案。"
        ),
        format!(
            "关于开展厂房清查工作的通知\n各乡镇:\n{BODY}\n甲县人民政府\n2020年3月2日\n厂房清查工作方案\n为做好清查工作,制定本方案,明确任务。\n一、清查范围\n{BODY}"
        ),
        // Titles named in the text, lists of titles.
        format!(
            "甲县人民政府关于公布继续有效文件目录的决定\n{BODY}\n甲县人民政府关于推进烘干中心建设的通知\n甲县人民政府关于修缮校舍的意见\n甲县人民政府关于整治河道的通告\n甲县人民政府\n2020年3月2日"
        ),
        // Headings of an article and captions.
        format!(
            "甲县园区建设纪实\n{BODY}\n科技赋能 老厂换新颜\n近日,在东园区的车间里,工人们正忙着调试设备,新生产线将于月底投产,年产值可达三千万元。\n图1 园区产值变化\n来源:统计年鉴\n{BODY}"
        ),
        format!(
            "会议纪要\n时间:2020年3月2日\n地点:三楼会议室\n{BODY}\n一、关于烘干中心建设方案\n{BODY}\n二、关于校舍修缮方案\n{BODY}"
        ),
        // A title that a page repeats between paragraphs.
        format!("{OPINION}\n中共乙市委 乙市人民政府关于振兴中药材种植的意见\n{BODY}\n{BODY}"),
        // A law's contents, chapters, and the law that a decision amends.
        format!(
            "甲市人民代表大会常务委员会关于修改《甲市河道管理条例》的决定\n{BODY}\n本决定自公布之日起施行。\n甲市河道管理条例\n(2010年5月1日通过)\n第一条 {BODY}"
        ),
    ] {
        assert_eq!(titles(&text).len(), 1, "{text}\n{:?}", titles(&text));
    }
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

    #[test]
    fn segments_cover_the_text_without_overlap(text in "([关于印发的通知意见办法甲县人民政府。:、\\-=附件1篇二一2020年3月2日各(记者)]{0,24}\n){0,30}") {
        let cleaned = crate::ingest::clean::clean(crate::ingest::clean::seeds_tests::source(&text));
        let segments = super::split(&cleaned, crate::ingest::Options::default());
        let mut next = 0;
        for (index, segment) in segments.iter().enumerate() {
            proptest::prop_assert_eq!(segment.number as usize, index + 1);
            let orphan = index == 0 && segments.iter().any(|segment| segment.distant_title.is_some());
            proptest::prop_assert!(segment.lines.start == next || orphan);
            proptest::prop_assert!(segment.lines.start < segment.lines.end);
            next = segment.lines.end;
        }
        proptest::prop_assert!(segments.is_empty() || next == cleaned.lines.len());
    }

    #[test]
    fn nothing_visible_is_lost_unmarked(text in "([关于印发的通知意见办法甲县人民政府。:、\\-=附件1篇二一2020年3月2日各(记者)一、第条 （　ab|]{0,40}\n){0,20}") {
        let visible = |text: &str| -> String { text.chars().filter(|character| !character.is_whitespace()).collect() };
        let cleaned = crate::ingest::clean::clean(crate::ingest::clean::seeds_tests::source(&text));
        for segment in super::split(&cleaned, crate::ingest::Options::default()) {
            if segment.distant_title.is_some() {
                continue;
            }
            let part = crate::ingest::clean::compose(&cleaned, &segment, crate::ingest::Options::default());
            let marks: Vec<crate::model::Span> = crate::model::Span::union(part.marks.iter().map(|mark| mark.span).collect());
            let kept: String = part.span.minus(&marks).iter().map(|span| &text[span.range()]).collect();
            proptest::prop_assert_eq!(visible(&kept), visible(&part.display.text));
        }
    }
}
