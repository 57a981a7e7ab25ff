//! Texts that speak as pages do: whatever their words, every line of them stays.

use crate::analysis::char_filter::fold;
use crate::ingest::clean::seeds_tests::parts;

/// What each text is, and the text.
const TEXTS: &[(&str, &str)] = &[
    (
        "the end of a speech",
        "庚县县长在全县经济工作会议上的讲话\n同志们,做好明年的工作,任务艰巨,责任重大,让我们振奋精神,埋头苦干,推动全县发展再上新台阶。\n我的汇报完了,谢谢!\n谢谢大家!",
    ),
    (
        "a covering notice whose title has a site's words",
        "庚县人民政府关于印发庚县土地整理项目管理办法的通知\n各乡镇人民政府:\n现将办法印发给你们,请遵照执行。\n庚县土地整理项目管理办法\n第一条 为了规范土地整理项目管理,根据有关法律,制定本办法。",
    ),
    (
        "prices below the signature",
        "辛市公共停车场收费公告\n经批准,自下月起执行下列标准,请广大车主周知。\n辛市发展和改革局\n2021年3月5日\n车型 白天 夜间 会员\n小型车 5元/次 3元/次 2元/次\n大型车 8元/次 5元/次 4元/次",
    ),
    (
        "addresses and an appeal below the signature",
        "辛市献血倡议书\n血液是生命之源,请健康适龄公民踊跃参加无偿献血活动。\n辛市卫生健康委员会\n2021年3月5日\n市中医院 解放路2号 2345678 8:00-17:00\n收款账户:辛市红十字会 1234567890\n让我们一起伸出手臂吧!",
    ),
    (
        "times of a bidding",
        "辛县道路维修工程招标公告\n报名时间:2021-03-15 08:30 至 2021-03-19 17:30\n开标时间:2021-03-25 09:00\n凡符合条件的施工企业均可报名参加投标,逾期不予受理。\n辛县交通运输局",
    ),
    (
        "compilers of a book",
        "辛县志编纂人员名单\n辛县志历时三年编成,全书约八十万字,编纂人员如下,在此一并致谢。\n主编 钱某\n编辑 王某 审核 赵某\n编辑 孙某 校对 周某\n供稿 冯某 摄影 陈某",
    ),
    (
        "a place and a time",
        "辛县人民政府办公室会议通知\n2021年3月5日 14:30 县政府三楼会议室\n请各单位主要负责同志准时参加会议,并提前十分钟入场。\n辛县人民政府办公室",
    ),
    (
        "slogans of a campaign",
        "丁镇平安建设宣传标语\n平安丁镇,你我共建\n邻里和睦\n出入平安\n防火防盗\n人人有责\n丁镇人民政府宣",
    ),
    (
        "a counter among figures",
        "戊市文化馆年度服务统计\n全年举办线上展览三十场,服务群众规模持续扩大,同比增长百分之五以上。\n展览场次:30场\n观看人次:80万\n访问量:1500万次",
    ),
    (
        "the commencement clause below a rule on copies",
        "丁市报社来稿管理办法\n来稿应当内容真实、事实准确,由编辑部统一登记、审阅和刊发,不得一稿多投。\n转载须注明出处。未经许可不得转载。\n本办法由丁市报社负责解释,自公布之日起施行。",
    ),
    (
        "a quoted rule under a numbered heading",
        "丁市版权服务指南\n一、声明方式\n版权所有 © 只是一种标记,登记与否不以此为准。\n二、使用规则\n转载请注明出处。未经许可不得转载。\n本网站是受理登记的唯一渠道。\n三、联系方式\n服务大厅:建设路5号\n电话:7654321",
    ),
    (
        "an only address",
        "关于征集市花方案的公告\n为进一步提升城市形象,现面向社会公开征集市花评选方案,欢迎社会各界踊跃提出意见和建议。\n地址:丁市建设路5号;邮编:400100;电话:0000-7654321",
    ),
    (
        "addresses below the signature",
        "关于征集市花方案的公告\n公众可以在三月底前通过信函、传真等方式提出意见,我们将认真研究、及时反馈。\n丁市园林局\n2023年2月1日\n地址:丁市建设路5号;邮编:400100;电话:0000-7654321;传真:0000-7654322\n网址:http://yl.example.gov.cn",
    ),
    (
        "organisers of an event",
        "关于举办全市羽毛球赛的通知\n各单位:\n比赛定于2023年5月6日至8日在市民健身馆进行,请各单位于四月底前将名单报组委会。\n主办单位:市体育总会、市教育局\n承办单位:市羽毛球协会\n技术支持:市体育学校\n协办单位:市民健身馆",
    ),
    (
        "a browser that an application needs",
        "关于启用申报平台的通知\n为方便群众办事,自三月起全市统一启用新的申报平台,请各单位认真做好衔接准备工作。\n建议使用IE9以上版本浏览器,分辨率1280×800以上登录平台填报。",
    ),
    (
        "a browser in an answer",
        "丁市热线常见问题\n1.问:如何查询办理进度?\n答:在平台首页输入受理号码后查询,也可以到窗口现场咨询工作人员。\n2.问:页面显示不全怎么办?\n答:请使用IE9以上版本浏览器,分辨率1280×800。",
    ),
    (
        "registrations that a rule asks for",
        "关于规范部门网站页脚的通知\n近期检查发现部分网站页脚内容不全、格式不一,现就有关要求明确如下,请认真对照落实。\n一、各网站页脚标注以下内容:\n主办单位:丁市民政局\n网站标识码:4100000099\n备案号:豫ICP备87654321号\n二、各单位应当按月检查。",
    ),
    (
        "slogans that were chosen",
        "关于公布入选标语的通知\n经公开征集、专家评审,现将全市精神文明建设入选标语予以公布,请各单位广泛宣传使用。\n入选标语如下:\n关注健身\n转发正能量\n点赞新风尚\n分享美好时光",
    ),
    (
        "a call between two items",
        "关于组建联络群的通知\n为畅通沟通渠道,现决定组建全市物业企业联络群,请各企业按以下步骤及时完成入群工作。\n一、各企业指定一名联络员入群。\n长按识别二维码加入群聊\n二、入群后修改群名片。",
    ),
    (
        "instructions below an annex",
        "关于组建服务群的通知\n各企业:\n为便于开展政策咨询服务,请各企业联络员于4月1日前扫描附件中的二维码加入服务群。\n附件:服务群二维码\n打开微信扫一扫添加工作人员好友\n关注“丁市工信”公众号获取最新政策\n下载“丁事通”APP办理业务",
    ),
    (
        "turns of an interview",
        "在线访谈实录\n主持人:欢迎关注丁市发布微信公众号的网友提问。\n嘉宾:今年我们将继续推进老旧小区改造,计划完成四十个小区,惠及群众三万余户。\n主持人:更多精彩内容请关注下期节目。",
    ),
    (
        "whom minutes were sent to",
        "丁市人民政府专题会议纪要\n会议听取了防汛准备工作情况汇报,研究部署了下一阶段重点任务,议定了以下事项。\n会议要求,各县区要压实责任,确保安全度汛。\n编辑:张某\n分送:市政府领导,各县区人民政府。",
    ),
    (
        "grades",
        "学生综合素质等级表\n姓名 语文 数学 英语 体育 音乐\n赵某 A+ B- A C+ B\n钱某 B A+ A- B C+\n编号:A1 B2 C3 D4 E5 F6",
    ),
];

#[test]
fn texts_that_speak_as_pages_do_stay() {
    let mut failures = Vec::new();
    for (name, page) in TEXTS {
        let found: Vec<String> = parts(page)
            .into_iter()
            .map(|part| part.folded.text)
            .filter(|text| !text.is_empty())
            .collect();
        let found = found.join("\n");
        let wanted = fold(page).text;
        let lost: Vec<&str> = wanted
            .lines()
            // An editor is named by minutes as by pages.
            .filter(|line| !line.starts_with("编辑:") && !found.lines().any(|kept| kept == *line))
            .collect();
        if !lost.is_empty() {
            failures.push(format!("{name}: {}", lost.join(" / ")));
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {}\n{}",
        failures.len(),
        TEXTS.len(),
        failures.join("\n")
    );
}
