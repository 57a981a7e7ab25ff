//! How pages of many kinds word their furniture, each line at its place in a small page. The lists were
//! written before the rules, apart from them; half of each list, chosen by lot, was not looked at while
//! the rules were made.

use crate::analysis::char_filter::fold;
use crate::ingest::clean::seeds_tests::parts;

const TITLE: &str = "丙县人民政府办公室关于做好春季森林防火工作的通知";
const BODY: &str = "春季气温回升快,大风天气多,野外用火频繁,森林防火形势严峻,各级要压实责任,加强巡护,及时消除隐患。";
const SIGNED: &str = "各乡镇人民政府:\n春季气温回升快,大风天气多,森林防火形势严峻,各级要压实责任,加强巡护,及时消除隐患。\n特此通知。\n丙县人民政府办公室\n2019年3月1日";

/// Above the title.
const ABOVE: &[&str] = &[
    "丙县人民政府 www.example.gov.cn",
    "丙县人民政府门户网站",
    "中国·丙县",
    "丙县高新技术产业开发区管理委员会官网",
    "政府信息公开专栏",
    "首页丨区情丨政务丨服务丨互动",
    "首页>信息公开>公开目录>行政规范性文件",
    "所在位置 : 网站首页 / 通知公告 / 详情",
    "您现在位于: 首页 > 部门文件",
    "导航: 首页 > 政策 > 县级政策",
    "路径:首页 - 法规库 - 地方规章",
    "政务公开 > 政府文件 > 县政府办公室文件",
    "法律法规库 » 地方法规 » 通知",
    "返回首页  |  进入老年版  |  ENGLISH",
    "繁体 | 无障碍 | 关怀版 | 登录个人中心",
    "搜索: 政策 | 文件 | 办事",
    "请输入您要搜索的内容",
    "【政策文件】",
    "文件库 / 县政府办公室文件",
    "信息详情",
    "文章正文",
    "内容详情",
    "今天:2021年4月2日 星期五 欢迎您访问丙县林业局网站",
    "2021-04-02 星期五 晴 9~21℃",
    "手机版 客户端 微信 微博 邮箱",
    "点击蓝字 关注我们",
    "↑点击上方“丙县发布”关注我们",
    "微信号 bingxianfabu",
    "功能介绍 丙县人民政府办公室官方公众号",
    "文库首页 > 公文写作 > 通知",
    "VIP会员免费下载本文档",
    "大家好,今天小编为大家带来一篇关于森林防火的通知。",
    "本资料由会员上传分享,共3页",
    "热门推荐:森林防火 安全生产 工作总结",
    "【摘要】丙县森林防火通知有哪些内容?下面为大家整理了全文,供大家参考。",
    "问:丙县森林防火通知是什么?",
    "政策类型:地方政策",
    "正文",
    "打印本文 分享 收藏",
    "网站无障碍 RSS 站点地图",
];

/// Between the title and the text.
const BELOW: &[&str] = &[
    "2019-03-05 来源:丙县林业局 浏览量:128",
    "2019-03-05 09:12 丙县林业局 浏览 128 次",
    "发布日期:2019-03-05 来源:森林法规库",
    "来源:森林法规库 2019-03-05",
    "来源:森林法规库 2019-03-05 浏览量:128",
    "2019-03-05 来源:森林法规库 字体:大 中 小",
    "2019-03-05 点击:128次 来源:国土资料馆",
    "来源: 丙县林业局 | 作者: 办公室 | 发布时间: 2019-03-05 | 128 次浏览",
    "作者:办公室 审核:王某 2019-03-05",
    "时间:2019/3/5 9:12:00 阅读:128",
    "发布于 2019-03-05 09:12",
    "发表于:2019-03-05 09:12 | 查看:128 | 回复:0",
    "发表时间:2019-03-05 责任编辑:王某",
    "丙县发布 2019-03-05 09:12 发表于丙县",
    "原创 丙县发布 丙县发布 2019-03-05 09:12",
    "丙县发布 2019-03-05",
    "更新时间:2019年03月05日 信息来源:县林业局 访问次数:128",
    "日期:2019-03-05 点击数:[128] 【大 中 小】",
    "稿源:丙县融媒体中心 编辑:王某 2019-03-05 09:12",
    "录入:王某 发布:2019-03-05 人气:128",
    "发文时间:2019-03-05 阅读次数:128 次",
    "信息提供日期:2019-03-05 浏览次数:128",
    "【 2019-03-05 】 【 字号: 大 中 小 】",
    "时间:2019-03-05 10:11 来源:本站",
    "来源:本站原创 点击数:128 更新时间:2019/3/5",
    "文章来源:丙县林业局 责任编辑:王某 点击率:128",
    "公开日期:2019-03-05 00:00 【打印本页】",
    "2019年03月05日 09:12 来源:丙县日报 我要评论(0)",
    "2019年03月05日 来源:丙县日报",
    "上传者:用户123 | 2019-03-05 | 页数:3页 | 下载:12次",
    "分类:通知 | 阅读:128 | 点赞:5",
    "128人阅读 0条评论",
    "阅读 128 · 评论 0",
    "字数 1204 · 预计阅读5分钟",
    "朗读本文 | 字体 大 中 小 | 分享",
    "分享到:",
    "语音播报:",
    "扫码查看手机端",
    "【正文字体:大 中 小】 【打印】",
    "【来源:森林法规库】【发布时间:2019-03-05】",
    "点击上方蓝字关注丙县发布",
    "标题:丙县人民政府办公室关于做好春季森林防火工作的通知",
    "本文共计1204字,预计阅读时长5分钟。",
    "以下为正文",
    "推荐阅读:工作通知范文",
    "收藏 点赞 评论 转发",
    "信息来源:县政府办 保护视力色:",
];

/// After the signature, or below a text without one.
const AFTER: &[&str] = &[
    "相关附件下载",
    "附件下载:",
    "文件下载: 通知.docx",
    "丙县人民政府办公室关于做好春季森林防火工作的通知.doc",
    "丙县人民政府办公室关于做好春季森林防火工作的通知.pdf",
    "森林防火通知.docx",
    "_第2页",
    "第1页 共3页",
    "- 3 -",
    "共3页,当前第1页 上一页 1 2 3 下一页",
    "1 2 3 下一页 末页",
    "【返回列表】",
    "返回上一级",
    "关闭本页面",
    "分享:",
    "扫一扫分享本页",
    "用手机扫描二维码浏览",
    "扫描二维码在移动端查看",
    "长按识别二维码,关注丙县林业",
    "更多权威信息,请关注“丙县发布”。",
    "点击下方名片关注我们",
    "点分享 点收藏 点在看 点点赞",
    "转发,让更多人知道!",
    "喜欢本文的话,别忘了点赞转发哦",
    "戳“阅读原文”了解详情",
    "责编:王某 校对:李某 签发:赵某",
    "编审:王某",
    "(编辑 王某)",
    "来源:丙县林业局 编辑:王某 责编:李某 编审:赵某",
    "作者:王某 单位:丙县林业局",
    "供稿单位:丙县林业局",
    "信息员:王某 审核人:李某",
    "本期编辑:王某",
    "初审:王某 复审:李某 终审:赵某",
    "本文责编:王某",
    "值班总编:赵某 值班编辑:王某",
    "来源:丙县发布",
    "来源|丙县林业局",
    "转自:丙县发布",
    "原标题:丙县部署春季森林防火工作",
    "上一篇: 丙县召开林业工作会议 下一篇: 没有了",
    "下一篇:戊县召开防汛会议",
    "« 上一篇 下一篇 »",
    "已经到最后一篇",
    "相关文章\n· 戊县人民政府关于做好防汛工作的通知\n· 己县人民政府关于做好秋收工作的通知",
    "相关链接:\n戊县人民政府关于做好防汛工作的通知\n己县人民政府办公室关于做好秋收工作的通知",
    "相关推荐\n1. 戊县人民政府关于做好防汛工作的通知\n2. 己县人民政府关于做好秋收工作的通知",
    "您可能还喜欢:\n防汛工作通知范文",
    "最新法规\n戊县人民政府关于做好防汛工作的通知\n己县人民政府关于做好秋收工作的通知",
    "同类文件\n戊县人民政府关于做好防汛工作的通知",
    "本栏目最新\n戊县召开防汛会议 03-04\n己县部署秋收 03-03",
    "热门下载\n工作总结\n述职报告",
    "猜你想搜:防火通知 防汛通知",
    "关键词:森林防火 通知 丙县",
    "标签:森林防火",
    "TAG:森林 防火",
    "版权所有:丙县林业局 地址:丙县林业路2号 邮编:500000",
    "丙县林业局版权所有 未经许可不得转载",
    "森林法规库 版权所有 未经许可不得转载",
    "森林法规库 版权所有\n地址:丙县林业路2号 邮编:500000 电话:0000-7654321",
    "主办:丙县人民政府 承办:丙县人民政府办公室 技术支持:林海软件\n森林法规库 版权所有 未经许可不得转载\n地址:丙县林业路2号 邮编:500000 联系电话:0000-7654321",
    "备案号:豫ICP备12345678号-1 豫公网安备41000002000001号",
    "网站标识码:4100000012\n公安备案号:41000002000001\n地址:丙县林业路2号 邮编:500000 联系电话:0000-7654321",
    "ICP备案编号:豫ICP备12345678号",
    "主管:丙县林业局 运营:丙县林业信息中心",
    "站长统计",
    "客服电话:000-7654321 工作时间:9:00-18:00",
    "Copyright 2019 丙县林业局 保留所有权利",
    "政务服务热线 12345",
    "网站维护:丙县信息中心 邮箱:a@example.cn",
    "本网站由丙县林业局建设维护",
    "您是本站第128位来访者",
    "网上不良信息举报入口",
    "党政机关 事业单位 网站标识 纠错",
    "免责声明:本文来源于网络,如有侵权请联系我们删除",
    "声明:本站所收集的文件均来自政府公开渠道,仅供查阅,以官方文本为准。",
    "郑重声明:本文版权归原作者所有,转载文章仅为传播更多信息之目的,如作者信息标记有误,请第一时间联系我们修改或删除,多谢。",
    "特别声明:以上内容为自媒体平台用户上传并发布,本平台仅提供信息存储服务。",
    "注:本文内容以发文单位公布的文本为准,本库不承担任何责任。",
    "本网页内容仅供参考,请以正式文件为准。",
    "如有疑问,请联系本站客服。",
    "若您发现本页面存在错误,请点击纠错按钮告知我们。",
    "转载本网文章请注明出处并保留链接。",
    "本平台文章如无特殊标注均为原创,未经许可请勿转载。",
    "部分内容由AI生成,请注意甄别",
    "投稿请发送至邮箱a@example.cn,一经采用即付稿酬。",
    "文档评论(0)",
    "该文档来自用户分享,若侵犯您的权利请告知管理员",
    "下载本文档需要登录并付出相应积分,如有疑问请咨询客服",
    "1、本文档共3页,下载后即为完整版,不含水印\n2、本文档由用户自行上传,如有侵权请联系客服",
    "- 2、该文档所得收入归上传者,若存在版权问题请提供相关证明",
    "* 温馨提示:本站仅展示部分页面,下载后可阅读全部内容",
    "剩余2页未读,下载浏览全部",
    "剩下的2页需下载查看",
    "试读已结束,请付费后阅读",
    "登录后可查看完整内容",
    "开通会员,畅读全文",
    "本文未完,全文共1204字,剩余704字",
    "此处省略704字,查看完整内容请下载",
    "点击下载完整版",
    "全文阅读已结束,如果下载本文需要使用5积分",
    "文档大小:23KB 格式:docx 页码:3 页",
    "资源ID:123456 资源大小:23KB",
    "关于森林防火的通知就介绍到这里,更多通知请关注本站。",
    "看了本文的人还看了",
    "以上内容便是丙县森林防火通知的全部内容,感谢您的阅读!",
    "本文链接:http://www.example.com/1204.html",
    "转载请保留本文地址:http://www.example.com/1204.html",
    "展开剩余80%",
    "点击加载全文",
    "[查看全文>>]",
    "更多>>",
    "打赏 收藏 举报",
    "发表评论 昵称: 验证码:",
    "评论(0) 点赞(3)",
    "此页面是否对您有帮助? 是 否",
    "请您为本页面打分",
    "您的满意度: 满意 不满意",
    "我要纠错 | 意见反馈 | 返回首页",
    "×",
    "微信扫码分享",
    "国家部委 省直部门 市州 县直部门 乡镇",
    "中国政府网 河南省人民政府 丙市人民政府",
    "友情链接: 中国林业网 河南林业网 丙市林业局",
    "常用网站:国家林业局 省林业局",
];

/// What a list's lines become: how many went, and which did not.
struct Outcome {
    lines: usize,
    gone: usize,
    left: Vec<String>,
}

/// Whether a line is of the half that the rules were made with.
fn is_design(line: &str) -> bool {
    let hash = line.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    (hash >> 20) & 1 == 0
}

fn outcome(design: bool, pages: impl Iterator<Item = (&'static str, String, String)>) -> Outcome {
    let mut outcome = Outcome {
        lines: 0,
        gone: 0,
        left: Vec::new(),
    };
    for (line, page, wanted) in pages {
        if is_design(line) != design {
            continue;
        }
        let found: Vec<String> = parts(&page)
            .into_iter()
            .map(|part| part.folded.text)
            .filter(|text| !text.is_empty())
            .collect();
        outcome.lines += 1;
        if found.join("\n=\n") == fold(&wanted).text {
            outcome.gone += 1;
        } else {
            outcome.left.push(line.to_owned());
        }
    }
    outcome
}

fn pages() -> Vec<(&'static str, String, String)> {
    let mut pages = Vec::new();
    let plain = format!("{TITLE}\n{BODY}\n{BODY}");
    let signed = format!("{TITLE}\n{SIGNED}");
    for line in ABOVE {
        pages.push((*line, format!("{line}\n{plain}"), plain.clone()));
    }
    for line in BELOW {
        let page = format!("{TITLE}\n{line}\n{BODY}\n{BODY}");
        pages.push((*line, page, plain.clone()));
    }
    for line in AFTER {
        pages.push((*line, format!("{signed}\n{line}"), signed.clone()));
        pages.push((*line, format!("{plain}\n{line}"), plain.clone()));
    }
    pages
}

#[test]
fn wordings_of_many_pages_go() {
    for design in [true, false] {
        let outcome = outcome(design, pages().into_iter());
        let share = outcome.gone as f64 / outcome.lines as f64;
        println!("design {design}: {} of {}", outcome.gone, outcome.lines);
        if design || std::env::var_os("ZHENGSOU_SHOW").is_some() {
            println!("{}", outcome.left.join("\n"));
        }
        // The other half shows what the rules do with wordings that they were not made for.
        assert!(share >= if design { 0.9 } else { 0.8 }, "{share}");
    }
}

/// The title, as a page gives it once more above or below the title itself.
const TITLES: &[&str] = &[
    "丙县人民政府办公室关于做好春季森林防火工作的通知_丙县林业局网站",
    "丙县人民政府办公室关于做好春季森林防火工作的通知 - 森林法规库",
    "丙县人民政府办公室关于做好春季森林防火工作的通知_通知公告_丙县",
    "丙县人民政府办公室关于做好春季森林防火工作的通知-工作通知-范文大全",
    "丙县人民政府办公室关于做好春季森林防火工作的通知 2019-03-05",
    "丙县人民政府办公室关于做好春季森林防火工作的通知(2019-03-05)",
    "丙县人民政府办公室关于做好春季森林防火工作的通知(全文)",
    "丙县人民政府办公室关于做好春季森林防火工作的通知全文",
    "丙县人民政府办公室关于做好春季森林防火工作的通知.docx",
    "《丙县人民政府办公室关于做好春季森林防火工作的通知》",
    "【丙县人民政府办公室关于做好春季森林防火工作的通知】",
    "[转载]丙县人民政府办公室关于做好春季森林防火工作的通知",
    "【通知】丙县人民政府办公室关于做好春季森林防火工作的通知",
    "标题:丙县人民政府办公室关于做好春季森林防火工作的通知",
    "原标题:丙县人民政府办公室关于做好春季森林防火工作的通知",
    "文件名称:丙县人民政府办公室关于做好春季森林防火工作的通知",
    "丙县人民政府办公室关于做好春季森林防火…",
    "丙县人民政府办公室关于做好春季森林防火工作的...",
    "丙縣人民政府辦公室關於做好春季森林防火工作的通知",
    "丙县(xiàn)人民政府办公室关于做好春季森林防火工作的通知",
    "丙县人民政府办公室 关于做好春季森林防火工作的通知",
    "1.丙县人民政府办公室关于做好春季森林防火工作的通知",
    "丙县人民政府办公室关于做好春季森林防火工作的通知(丙政办发〔2019〕3号)",
    "丙县:丙县人民政府办公室关于做好春季森林防火工作的通知",
];

/// Rows of information blocks with rarer names.
const ROWS: &[&str] = &[
    "索引号:1234567/2019-00012",
    "信息索引:1234567/2019-00012",
    "组配分类:其他文件",
    "发文机关:丙县人民政府办公室",
    "印发机关:丙县人民政府办公室",
    "公开责任单位:丙县林业局",
    "责任处室:森林防火办",
    "拟稿单位:丙县林业局",
    "制定机关:丙县人民政府",
    "批准机关:丙县人民政府",
    "成文时间:2019-03-01",
    "印发时间:2019-03-01",
    "公布时间:2019-03-01",
    "施行时间:2019-04-01",
    "修订日期:2020-01-01",
    "有效期截止:2024-03-01",
    "公开时效:长期公开",
    "公开期限:长期",
    "是否有效:是",
    "效力说明:现行有效",
    "文件状态:有效",
    "发文文号:丙政办发〔2019〕3号",
    "发布文号:丙政办发〔2019〕3号",
    "文件编号:丙政办发〔2019〕3号",
    "规范性文件登记号:BXDR-2019-01001",
    "信息类型:通知",
    "体裁:通知",
    "题材分类:林业",
    "主题词:林业 防火 通知",
    "服务对象:农民",
    "适用领域:林业",
    "行业分类:农林牧渔",
    "发文年份:2019年",
    "发文层级:县级",
    "公开方式:主动公开",
    "公开载体:政府网站",
    "公开依据:政府信息公开条例",
    "语种:中文",
    "访问次数:128",
    "关联类型:无",
];

#[test]
fn repeated_titles_of_many_shapes_go() {
    let mut left = Vec::new();
    for line in TITLES {
        for (page, place) in [
            (format!("{line}\n{TITLE}\n{SIGNED}"), "above"),
            (format!("{TITLE}\n{line}\n{SIGNED}"), "below"),
        ] {
            let texts: Vec<String> = parts(&page)
                .into_iter()
                .map(|part| part.folded.text)
                .collect();
            if texts.join("\n=\n") != fold(&format!("{TITLE}\n{SIGNED}")).text {
                left.push(format!("{place} {line}"));
            }
        }
    }
    // A number in brackets is the document's; 全文 above the title is the title there.
    assert!(left.len() <= 4, "{}", left.join("\n"));
}

#[test]
fn rows_with_rarer_names_go() {
    let mut left = Vec::new();
    for row in ROWS {
        let page = format!(
            "{TITLE}\n索引号:1234567/2019-00012\n{row}\n发布日期:2019-03-05\n{BODY}\n{BODY}"
        );
        let page = if row.starts_with("索引号") {
            page.replacen("索引号:1234567/2019-00012\n", "", 1)
        } else {
            page
        };
        let texts: Vec<String> = parts(&page)
            .into_iter()
            .map(|part| part.folded.text)
            .collect();
        if texts.join("\n=\n") != fold(&format!("{TITLE}\n{BODY}\n{BODY}")).text {
            left.push((*row).to_owned());
        }
    }
    assert!(left.len() <= 1, "{}", left.join("\n"));
}

/// The text of a page of one document; what else it has of documents is empty.
fn text(page: &str) -> String {
    let texts = parts(page).into_iter().map(|part| part.folded.text);
    texts
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("\n=\n")
}

#[test]
fn regressions() {
    let plain = fold(&format!("{TITLE}\n{SIGNED}")).text;
    let notice = "- 1、下载文档前请自行甄别文档内容的完整性，平台不提供额外的编辑等附加服务。\n（责编：王某）\n相关文章\n· 戊县人民政府关于做好防汛工作的通知\n上一篇:荆县通知";
    assert_eq!(text(&format!("{TITLE}\n{SIGNED}\n{notice}")), plain);
    let summary = format!("【摘要】{TITLE}是什么？本文整理了相关内容供大家参考。");
    let block = "索取号： 发布机构：丙县人民政府 发布日期：2015-11-15";
    assert_eq!(
        text(&format!("{summary}\n{TITLE}\n{block}\n{SIGNED}")),
        plain
    );
    let file = format!("{TITLE}.doc\n{SIGNED}\n责任编辑:王某\n{TITLE}.pdf");
    assert_eq!(text(&file), plain);
    let chapter = "第二十章 临危受命";
    let line = "来源：森林法规库 2023-04-20 浏览量：78046";
    let wanted = fold(&format!("{chapter}\n{BODY}")).text;
    assert_eq!(text(&format!("{chapter}\n{line}\n{BODY}")), wanted);
    assert_eq!(text(&format!("{chapter}\n{chapter}\n{BODY}")), wanted);
}
