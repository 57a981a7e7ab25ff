//! Lines of key words and lines of policy text that look like them.

use proptest::prelude::*;

use super::*;
use crate::analysis::char_filter::fold;

fn found(text: &str) -> Vec<String> {
    let view = fold(text);
    find(&view, text)
        .into_iter()
        .map(|span| view.text[span.range()].to_owned())
        .collect()
}

/// A page with the line in the middle, where its place says nothing.
fn amid(line: &str) -> String {
    format!(
        "甲县人民政府关于加快园区发展的意见\n各乡镇人民政府:\n为加快园区发展,提出如下意见。\n{line}\n一、总体要求。坚持统筹规划。\n二、工作任务。加强组织领导。\n甲县人民政府"
    )
}

#[test]
fn lists_of_key_words_go() {
    for line in [
        "亚洲av无码_欧美日韩在线视频_中文字幕乱码_国产精品一区",
        "人妻久久久,99热最新视频,日韩av天堂",
        "国产偷拍自拍 欧美熟妇 99re在线观看 一级毛片免费",
        "免费高清视频|亚洲日韩一区|国产精品视频|伊人影院|欧美大片",
        "日韩丨国产丨欧美丨一区丨二区丨高清丨在线观看丨免费",
        "337p日本_97人妻_66精品视频_色婷婷五月",
        "成人直播-福利导航-香蕉视频app下载-麻豆传媒",
        "国产·亚洲·高清视频·激情电影·免费观看·午夜",
        "北京赛车pk10开奖_重庆时时彩_澳门百家乐_真人娱乐",
        "注册送彩金 棋牌游戏下载 体育投注平台 博彩官网",
        "体育,娱乐,棋牌,真人,官网,登录入口,注册,下载",
        "代开发票 办证刻章 联系电话 微信",
        "传奇私服发布网,新开传奇私服,热血江湖私服",
        "代写论文_毕业论文代写_代写代发_加微信",
    ] {
        let line_folded = fold(line).text;
        assert_eq!(found(&amid(line)), [line_folded], "{line}");
    }
}

#[test]
fn a_weaker_list_goes_at_the_edge_or_in_another_script() {
    let line = "日本电影天堂_高清大片_极品影音_手机版";
    assert_eq!(
        found(&format!("{line}\n\n关于园区发展的意见\n正文。\n完")),
        [line]
    );
    let traditional = "甲縣人民政府關於加快園區發展的意見\n各鄉鎮人民政府:\n為加快園區發展,提出如下意見。\n国产综合,在线视频,东方影库\n一、總體要求。堅持統籌規劃。\n二、工作任務。加強組織領導。\n甲縣人民政府";
    assert_eq!(found(traditional), ["国产综合,在线视频,东方影库"]);
}

#[test]
fn runs_within_a_sentence_go() {
    let line = "亚洲av无码_欧美日韩在线视频_中文字幕乱码_国产精品一区";
    assert_eq!(
        found(&format!("全面完成年度任务。{line}\n下一行讲产业。")),
        [line]
    );
    for (text, wanted) in [
        (
            "要求各部门认真抓好落实,国产乱人妻无码av在线,确保全年目标任务顺利完成并取得实实在在的成效,推动经济社会各项事业再上新台阶,为全县高质量发展作出新的更大贡献",
            "国产乱人妻无码av在线",
        ),
        (
            "要健全园区管理体制,完善考核办法国产精品久久久人妻无码,建立部门联席会议制度,定期研究解决园区发展中的困难和问题",
            "国产精品久久久人妻无码",
        ),
        (
            "关于加快园区发展的若干意见_亚洲av无码_99热精品_人妻久久",
            "_亚洲av无码_99热精品_人妻久久",
        ),
        (
            "落实帮扶政策,国产精品久久久一区二区受到群众欢迎,据介绍目前已建成基地30个",
            "国产精品久久久一区二区",
        ),
        (
            "根据行业技术规范,免费看黄视频经组织申报、专家评审,现将项目公示",
            "免费看黄视频",
        ),
    ] {
        assert_eq!(found(&amid(text)), [wanted], "{text}");
    }
}

#[test]
fn policy_text_with_the_same_words_stays() {
    for text in [
        "推进一区多园、二区、三区建设,综合保税区与国产化视频会议系统在线运行",
        "久久为功,坚决打击传播淫秽物品和色情服务",
        "一区、二区、三区、四区综合在线最新视频",
        "java与avi文件",
        "日韩企业、欧美企业、国产装备、综合服务在线平台",
        "面向欧美、日韩、东盟等市场,支持国产高清视频设备出口",
        "引进日韩、欧美精品项目30个,亚洲区域总部45家",
        "体育、娱乐、游戏、影视等产业",
        "体育场馆 文化娱乐 电影院 图书馆 博物馆",
        "彩票管理办法",
        "第三条 彩票发行、销售机构应当公布开奖公告,即开型彩票、快3、11选5等游戏规则由财政部门批准",
        "自5月起,时时彩、北京赛车等快开游戏停止销售,由彩票中心公告",
        "严厉打击网络赌博、六合彩、百家乐、老虎机、时时彩等违法犯罪活动",
        "清理“无码”“人妻”“成人视频”等低俗信息,关闭色情网站、淫秽直播平台",
        "严禁代开发票、虚开发票,严肃查处办证刻章、代写论文等小广告",
        "涉案“老虎机”、“百家乐”、“捕鱼游戏”机型目录",
        "“无码”、“人妻”、“成人视频”三类词语",
        "禁止名称:老虎机,捕鱼达人,电子游艺",
        "东园一区、东园二区、西园三区、综合加工区、免费停车区",
        "国产乘用车 国产商用车 日韩系 欧美系 新能源",
        "贷款贴息、小额贷款、信用贷款、创业担保贷款、助学贷款",
        "亚洲、欧洲、日本、韩国、香港、台湾",
        "视频监控 高清摄像 在线监测 综合平台",
        "中国体育彩票 中国福利彩票 足球彩票 竞猜型彩票 销售网点",
        "夫妻、子女、母子、父女",
        "乳制品、奶牛、牧草、种猪精液",
        "网站首页 登录 注册 官网 客户端 下载 安卓 苹果",
        "丝袜 手套 围巾 帽子 服装",
        "水蜜桃、香蕉、草莓、樱桃等特色水果",
        "省级精品课程在线开放课程名单 综合类 国家级 一区 二区",
        "信用卡套现、网络贷款诈骗防范提示:不点击链接,不加微信、qq",
        "以上分别由各县区负责,加快三年行动,务必中标",
        "高潮镇、天堂镇、伊人社区",
        "日本、韩国电影展映 亚洲影展 免费观影 在线预约",
    ] {
        assert!(
            found(&amid(text)).is_empty(),
            "{text}: {:?}",
            found(&amid(text))
        );
        assert!(found(text).is_empty(), "alone: {text}: {:?}", found(text));
    }
}

proptest! {
    #[test]
    fn spans_are_in_order_within_any_view(
        text in "([国产精品亚洲av无码人妻久久在线视频一区打击的。,_|\\n ]{0,60}|.{0,20}){0,4}",
    ) {
        let view = fold(&text);
        let spans = find(&view, &text);
        for span in &spans {
            prop_assert!(view.text.get(span.range()).is_some());
            prop_assert!(!view.text[span.range()].contains('\n'));
        }
        prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
    }
}
