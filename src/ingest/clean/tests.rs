//! Example pages: what is kept of them, which rules drop the rest, which metadata rows are read.

use super::seeds_tests::parts;

const BODY: &str = "甲县要切实加强组织领导,明确目标任务,细化工作措施,确保各项工作落到实处。";
const TITLE: &str = "甲县人民政府关于加快园区发展的意见";

/// The folded text of a page of one document.
fn text(page: &str) -> String {
    let parts = parts(page);
    assert_eq!(parts.len(), 1, "{page}");
    parts[0].folded.text.clone()
}

fn keys(page: &str) -> Vec<(String, String)> {
    let rows = parts(page)[0].key_values.clone();
    rows.into_iter().map(|row| (row.key, row.value)).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    expected.iter().map(owned).collect()
}

#[test]
fn furniture_around_the_text_goes() {
    for line in [
        "您当前的位置：首页 > 政务公开 > 文件",
        "首页 | 新闻中心 | 政务公开 | 互动交流",
        "【字体：大 中 小】 打印 关闭 分享到：",
        "信息库 > 地方法规 > 正文",
    ] {
        assert_eq!(
            text(&format!("{line}\n{TITLE}\n{BODY}")),
            format!("{TITLE}\n{BODY}"),
            "{line}"
        );
    }
    for line in [
        "责任编辑：张某",
        "（编辑 李某 审核：王某）",
        "上一篇：乙县召开工作会议",
        "版权所有：甲县人民政府 技术支持：某公司",
        "示例ICP备05000001号-1 公网安备 42000002000001号",
        "Copyright © 2020 甲县政府网",
        "免责声明：本网转载自其它媒体的文章，不代表本网观点。",
        "相关新闻\n·乙县召开工作会议\n·丙县启动建设",
        "欢迎关注甲县发布微信公众号",
        "长按识别二维码关注我们",
        "点击排行",
        "还剩2页未读，继续阅读",
        "来源：甲县日报",
    ] {
        assert_eq!(
            text(&format!("{TITLE}\n{BODY}\n{line}")),
            format!("{TITLE}\n{BODY}"),
            "{line}"
        );
    }
    for end in [
        "责任编辑:张某",
        "(记者 张某)",
        "来源:甲县日报",
        "粤ICP备05000001号",
    ] {
        assert_eq!(
            text(&format!("{TITLE}\n{BODY}{end}")),
            format!("{TITLE}\n{BODY}"),
            "{end}"
        );
    }
}

#[test]
fn sentences_with_the_same_words_stay() {
    for line in [
        "各单位要统一打印、编辑和下载相关材料,标明来源,责任编辑对内容负责。",
        "三、审核",
        "审核",
        "(三)开通微信公众号和二维码扫码查询服务",
        "未经许可不得从事经营活动",
        "相关信息公开工作要求",
        "下一个五年,产业规模要再上新台阶",
        "主办单位和承办单位应当签订协议",
        "(二)来源:财政资金和社会捐赠",
        "时间:5月10日上午九点",
        "网站应当标明主办单位、网站标识码和ICP备案编号",
        "欢迎社会各界监督",
        "附件:1.任务分工表",
    ] {
        let page = format!("{TITLE}\n{line}\n{BODY}\n{line}");
        assert_eq!(
            text(&page)
                .matches(crate::analysis::char_filter::fold(line).text.as_str())
                .count(),
            2,
            "{line}"
        );
    }
}

/// A notice of short lines, in two halves between which other lines are put.
const NOTICE_HEAD: &str =
    "关于开展乙县企业调查的通知\n乙科发〔2020〕8号\n各有关企业:\n现开展企业调查,请按时填报。";
const NOTICE_END: &str = "逾期不予受理。\n联系人:李某,0000-1234567\n乙县科学技术局\n2020年6月1日";

#[test]
fn nothing_before_the_signature_is_furniture() {
    for line in [
        "请扫一扫下方二维码,关注“乙县科技”公众号获取填报指南。",
        "相关链接:http://www.example.cn/xz",
        "推荐阅读:",
        "相关链接:\nhttp://www.example.cn/xz",
        "主办单位:乙县科学技术局",
        "承办单位:乙县统计局",
        "技术支持:乙县大数据中心",
        "审核:李某",
        "责任编辑:由各企业指定",
        "1.联系方式",
        "联系我们:0000-7654321",
        "政务公开",
        "打印",
        "资料来源:各企业填报。",
        "(来源:乙县统计局)",
        "来源:各企业",
        "本办法由乙县科技局解释,未经授权不得转载。",
        "本规划由乙县发改局编制,版权归乙县发改局所有,未经许可不得转载。",
    ] {
        let page = format!("{NOTICE_HEAD}\n{line}\n{NOTICE_END}");
        assert_eq!(text(&page), page, "{line}");
    }
    for end in [
        "责任编辑:张某",
        "相关链接:\n甲县召开工作会议",
        "扫一扫关注我们",
        "主办单位:乙县人民政府 技术支持:某公司",
    ] {
        let page = format!("{NOTICE_HEAD}\n{NOTICE_END}");
        assert_eq!(text(&format!("{page}\n{end}")), page, "{end}");
    }
}

#[test]
fn annexes_forms_and_lists_are_no_tail() {
    for page in [
        format!(
            "{NOTICE_HEAD}\n附件:1.园区名单\n2.联系方式\n{NOTICE_END}\n附件1\n园区名单\n东园\n附件2\n联系方式\n主办单位:乙县科学技术局\n技术支持:乙县大数据中心\n电话:0000-1234567"
        ),
        "企业入园申请表\n企业名称:\n来源地:\n打印日期:\n责任编辑:\n审核意见:".to_owned(),
        "设备采购清单\n名称:电脑\n数量:10\n名称:打印机\n数量:5\n来源:财政拨款\n日期:2020年\n名称:桌椅\n来源:自筹"
            .to_owned(),
        "园区托管合同\n甲方:丙区管委会\n乙方:某公司\n双方经友好协商,达成如下协议:\n第一条 合同标的\n甲方委托乙方管理厂房。\n甲方(盖章):\n日期:\n乙方(盖章):\n日期:"
            .to_owned(),
        "办事流程\n一、受理\n窗口受理申请材料。\n二、办结\n打印\n审核\n归档".to_owned(),
    ] {
        let folded = crate::analysis::char_filter::fold(&page).text;
        assert_eq!(text(&page), folded);
        assert_eq!(keys(&page), [], "{page}");
    }
}

#[test]
fn organs_above_a_title_belong_to_it() {
    let end = "乙县人民政府办公室\n2021年5月20日";
    for (head, display) in [
        (
            "乙县人民政府办公室\n关于印发产业园区改造方案的通知\n乙政办发〔2021〕3号",
            "乙县人民政府办公室关于印发产业园区改造方案的通知",
        ),
        (
            "国家发展改革委\n科技部\n\n关于推进园区创新的指导意见\n发改地区〔2020〕8号",
            "国家发展改革委 科技部关于推进园区创新的指导意见",
        ),
        (
            "山东省人民政府文件\n\n鲁政发〔2019〕9号\n\n山东省人民政府\n关于支持园区发展的通知",
            "山东省人民政府关于支持园区发展的通知",
        ),
        (
            "山东省人民政府文件\n鲁政发〔2019〕9号\n山东省人民政府关于支持园区发展的通知",
            "山东省人民政府关于支持园区发展的通知",
        ),
        (
            "山东省人民政府文件\n关于支持园区发展的通知\n鲁政发〔2019〕9号",
            "关于支持园区发展的通知",
        ),
        (
            "山东省科学技术厅\n山东省财政厅\n国家税务总局山东省税务局关于支持园区\n发展的通知",
            "山东省科学技术厅 山东省财政厅 国家税务总局山东省税务局关于支持园区发展的通知",
        ),
        (
            "山东省人民政府\n转发国务院关于园区发展文件的通知",
            "山东省人民政府转发国务院关于园区发展文件的通知",
        ),
        (
            "山东省人民政府关于支持园区发展的通知\n山东省人民政府\n关于支持园区发展的通知",
            "山东省人民政府关于支持园区发展的通知",
        ),
    ] {
        let page = format!("{head}\n{BODY}\n{end}");
        let part = &parts(&page)[0];
        let title = part.title_paragraph.map(|at| part.display_line(at));
        assert_eq!(title, Some(display));
        assert!(part.folded.text.ends_with(end), "{}", part.folded.text);
        assert!(part.marks.is_empty(), "{:?}", part.marks);
    }
}

#[test]
fn information_blocks_are_read_in_every_layout() {
    let wanted = pairs(&[
        ("索引号", "0001/2020-1"),
        ("发布机构", "甲县人民政府"),
        ("文号", "甲政发〔2020〕1号"),
        ("发布日期", "2020-03-04"),
    ]);
    for block in [
        "索引号：0001/2020-1\n发布机构：甲县人民政府\n文　号：甲政发〔2020〕1号\n发布日期：2020-03-04",
        "索 引 号\n0001/2020-1\n发布机构\n甲县人民政府\n文号\n甲政发〔2020〕1号\n发布日期\n2020-03-04",
        "索引号：\n0001/2020-1\n发布机构：\n甲县人民政府\n文号：\n甲政发〔2020〕1号\n发布日期：\n2020-03-04",
        "索引号: 0001/2020-1  发布机构: 甲县人民政府\n文号: 甲政发〔2020〕1号  发布日期: 2020-03-04",
        "| 索引号： | 0001/2020-1 | 发布机构： | 甲县人民政府 |\n| 文号： | 甲政发〔2020〕1号 | 发布日期： | 2020-03-04 |",
        "索引号\t0001/2020-1\t发布机构\t甲县人民政府\n文号：甲政发〔2020〕1号\t发布日期\t2020-03-04",
        "【索引号】0001/2020-1\n【发布机构】甲县人民政府\n【文号】甲政发〔2020〕1号\n【发布日期】2020-03-04",
    ] {
        let page = format!("{block}\n{TITLE}\n{BODY}");
        assert_eq!(keys(&page), wanted, "{block}");
        assert_eq!(text(&page), format!("{TITLE}\n{BODY}"), "{block}");
    }
    let annotated =
        format!("索引號：1-1\n發(fā)布日期：2020-03-04\n發(fā)文機(jī)關(guān)：\n{TITLE}\n{BODY}");
    assert_eq!(
        keys(&annotated),
        pairs(&[
            ("索引号", "1-1"),
            ("发布日期", "2020-03-04"),
            ("发文机关", "")
        ])
    );
    assert_eq!(text(&annotated), format!("{TITLE}\n{BODY}"));
}

#[test]
fn a_counter_takes_no_other_line_and_a_table_names_the_title() {
    // A script fills the counter in; in a saved page the document's number is on the next line.
    let page = format!("{TITLE}\n发布日期：2012-09-18 浏览次数：\n甲政发〔2012〕57号\n{BODY}");
    assert!(text(&page).contains("甲政发〔2012〕57号"));
    let page = format!(
        "索引号 | 001/2021\n发文字号 | 甲政办〔2021〕19号\n标题 | {TITLE}\n{TITLE}\n{BODY}"
    );
    assert!(!text(&page).contains("标题"), "{}", text(&page));
    assert!(keys(&page).contains(&("标题".to_owned(), TITLE.to_owned())));
}

#[test]
fn a_number_in_a_cell_is_read() {
    let page = format!(
        "索引号 | FJ1 | 文号 | 甲政〔2020〕31号\n发布机构 | 甲县人民政府 | 生成日期 | 2020-11-27\n{TITLE}\n{BODY}"
    );
    assert!(keys(&page).contains(&("文号".to_owned(), "甲政〔2020〕31号".to_owned())));
    assert_eq!(text(&page), format!("{TITLE}\n{BODY}"));
}

#[test]
fn page_lines_are_read() {
    let cases = [
        (
            "来源:某院 example.cn 日期:2024-10-18 点击:次",
            pairs(&[("来源", "某院"), ("日期", "2024-10-18"), ("点击", "次")]),
        ),
        (
            "2022-11-15 甲县科技局\n23",
            pairs(&[("来源", "甲县科技局"), ("日期", "2022-11-15")]),
        ),
        (
            "发稿时间：2022-07-11 08:30   来源： 甲县日报",
            pairs(&[("发稿时间", "2022-07-11 08:30"), ("来源", "甲县日报")]),
        ),
        (
            "发稿时间：2022-07-11 来源：甲县日报 【打印】 【关闭】",
            pairs(&[("发稿时间", "2022-07-11"), ("来源", "甲县日报")]),
        ),
        (
            "2022-07-11 来源：甲县日报 字体：大 中 小",
            pairs(&[("日期", "2022-07-11"), ("来源", "甲县日报")]),
        ),
        (
            "甲县政府办公室 2022-07-11 阅读 13551",
            pairs(&[("来源", "甲县政府办公室"), ("日期", "2022-07-11")]),
        ),
        // Spans of a page side by side.
        (
            "甲县科技局2022-07-11 15:12热度 2.1万听新闻",
            pairs(&[("来源", "甲县科技局"), ("日期", "2022-07-11 15:12")]),
        ),
        (
            "来源：甲县人民政府办公室 打印本页 分享到：",
            pairs(&[("来源", "甲县人民政府办公室")]),
        ),
    ];
    for (line, wanted) in cases {
        let page = format!("{TITLE}\n{line}\n{BODY}");
        assert_eq!(keys(&page), wanted, "{line}");
        assert_eq!(text(&page), format!("{TITLE}\n{BODY}"), "{line}");
    }
    let magazine = "产业园区扬帆起航再出发——甲县高新区纪实";
    let page = format!("{magazine}\n\n12 某某杂志 2020年3月Column专栏{magazine}近年来,{BODY}");
    assert_eq!(
        keys(&page),
        pairs(&[("来源", "某某杂志"), ("刊期", "2020年3月")])
    );
    assert_eq!(text(&page), format!("{magazine}\n近年来,{BODY}"));
}

#[test]
fn spans_and_numbers_lead_back_to_the_source() {
    let page =
        format!("首页 | 登录 | 注册\n\n{TITLE}\n来源：甲縣日報\n\n甲(jiǎ)縣園區發(fā)展。\n{BODY}");
    let part = &parts(&page)[0];
    let numbers: Vec<u32> = part.paragraphs.iter().map(|line| line.number).collect();
    assert_eq!(numbers, [2, 4, 5]);
    assert_eq!(part.title_paragraph, Some(0));
    assert_eq!(part.annotations_removed, 2);
    assert_eq!(&page[part.key_values[0].span.range()], "甲縣日報");
    let at = part.folded.text.find("甲县园区发展").unwrap();
    let span = crate::model::Span::new(at, at + "甲县园区发展".len());
    assert_eq!(
        &page[part.folded_to_source(span).range()],
        "甲(jiǎ)縣園區發(fā)展"
    );
    for mark in &part.marks {
        assert!(part.span.contains(mark.span), "{mark:?}");
    }
}

#[test]
fn marks_are_found_by_position() {
    use crate::model::Span;
    use crate::model::text::Mark;

    let mut source = super::seeds_tests::source(&"甲县园区\n".repeat(4));
    let spans = [(26, 38), (0, 51), (13, 16), (3, 6), (39, 42)];
    source.marks = spans
        .map(|(start, end)| Mark {
            span: Span::new(start, end),
            rule: super::spam::SPAM,
        })
        .to_vec();
    let cleaned = super::clean(source);
    for (start, end) in (0..52).flat_map(|start| (start..52).map(move |end| (start, end))) {
        let span = Span::new(start, end);
        let found: Vec<Span> = cleaned.marks_in(span).map(|mark| mark.span).collect();
        let mut wanted: Vec<Span> = spans
            .iter()
            .map(|(start, end)| Span::new(*start, *end))
            .filter(|mark| mark.overlaps(span))
            .collect();
        wanted.sort_unstable();
        assert_eq!(found, wanted, "{span:?}");
    }
}

/// Headings that a fresh reader invented: no list knows them, and they name no document.
#[test]
fn a_sites_heading_is_no_title_above_an_official_one() {
    let title = "甲县人民政府办公室关于印发甲县河道管理办法的通知";
    let rules = "甲县河道管理办法";
    for heading in [
        "甲县门户网  山水之城 · 幸福家园",
        "文件快递 第31期",
        "(转载) 新法速递",
        "公文天地 example",
        "甲县人民政府公报 2021年第6期",
        "★ 河道政策早知道(第208期合辑)★",
    ] {
        let page = format!("{heading}\n{title}\n甲政办发〔2021〕1号\n各乡镇:\n请照办。");
        let part = &parts(&page)[0];
        let index = part.title_paragraph.unwrap();
        assert_eq!(part.folded_line(index), title, "{heading}");
        let page = format!("{heading}\n{rules}\n第一章 总则\n第一条 为了保护河道,制定本办法。");
        let part = &parts(&page)[0];
        let index = part.title_paragraph.unwrap();
        assert_eq!(part.folded_line(index), rules, "{heading}");
    }
}

#[test]
fn a_title_on_three_lines_is_found_below_a_sites_heading() {
    let page = "中小企业之窗\n甲县人民政府办公室关于开展\n小型微型企业创业创新示范基地\n培育和复核工作的通知\n甲政办发〔2021〕1号\n各乡镇:\n请照办。";
    let part = &parts(page)[0];
    assert_eq!(
        part.folded_line(part.title_paragraph.unwrap()),
        "甲县人民政府办公室关于开展小型微型企业创业创新示范基地培育和复核工作的通知"
    );
}

#[test]
fn a_title_of_any_kind_stays_above_its_number_and_text() {
    for title in ["甲县权责清单", "统筹资源 聚合产业"] {
        for below in [
            "甲政发〔2021〕1号\n甲县人民政府关于河道管理的通知",
            "各乡镇:\n甲县人民政府关于河道管理的通知",
            "一、河道\n甲县人民政府关于河道管理的通知",
        ] {
            let part = &parts(&format!("{title}\n{below}\n请各乡镇照办,不得有误。"))[0];
            assert_eq!(part.display_line(part.title_paragraph.unwrap()), title);
        }
    }
}
