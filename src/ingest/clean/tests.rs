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
