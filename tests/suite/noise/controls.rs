//! Clean documents that look like noise: nothing of them may be lost, split or joined.

use super::Half;
use super::grammar::{Role, Setting, Truth, chinese, table};
use super::phrases::SENTENCES;
use super::random::Random;

/// Sentences that a careless rule would take for noise; each half has its own wording.
const SENTENCES_DEVELOPMENT: [&str; 40] = [
    "{p}地区生产总值(GDP)年均增长{c}，政府和社会资本合作(PPP)项目规范实施。",
    "流转土地{d}公顷(ha)，企业自备电厂年发电{d}万千瓦时(kwh)。",
    "推广使用掌上办事客户端(app)，研发投入强度(R&D)达到{c}。",
    "甲方(a)、乙方(b)应当在合同中约定{n}事项。",
    "单价为每吨{d}元(yuan)，由{o}负责解释。",
    "在西安(xian)举办的推介会上签约项目{d}个。",
    "依托高新区“一区多园”，即一区、二区、三区、四区，统筹{n}。",
    "园区划分为一区、二区、三区三个片区，一区重点发展{n}，二区发展{n}，三区预留。",
    "坚持国产化替代，国产设备占比达到{c}，综合保税区二期封关运营。",
    "提供在线咨询、视频办理、免费帮办等综合服务，{r}。",
    "引进日韩、欧美精品项目{d}个，亚洲区域总部{d}家。",
    "著名商标和驰名商标企业增加{d}家，乾隆年间修建的古桥列入保护名录。",
    "推动乾县、乾安县与{p}开展结对协作，著作权登记量增长{c}。",
    "申请人可以在窗口打印或者自行打印电子证照，打印件与原件具有同等效力。",
    "资金来源：一是财政预算安排，二是社会捐赠，三是其他合法来源。",
    "实行责任编辑制度，责任编辑应当对稿件内容的真实性负责。",
    "群众扫一扫二维码即可查询{n}办理进度，评价结果每月公布。",
    "不得以免责声明、格式条款等方式免除自身应当承担的法律责任。",
    "加强版权保护，版权所有人可以委托代理机构办理登记。",
    "网站主办单位应当在首页显著位置标明ICP备案编号。",
    "湖北、湖南、河南、广东、四川、陕西等省有关经验值得借鉴，江苏、浙江两省已先行一步。",
    "同时废止《{t}暂行办法》（1998年第12号令），此前印发的文件与本文件不一致的不再执行。",
    "依照第三条、第十二条第二款和第二十条的规定，由{o}{x}。",
    "严厉打击卖淫嫖娼、传播淫秽色情信息、网络赌博等违法犯罪行为，{r}。",
    "推动成人教育、老年教育协调发展，规范影视拍摄和网络视频直播管理。",
    "关注、点赞、转发数量不得作为{n}的考核指标。",
    "下一篇章要从{n}写起，把上一阶段的经验运用好。",
    "公众可以通过微信、微博等渠道提出意见，相关链接由网站管理单位维护。",
    "体育总局批准的体育彩票销售网点不得向未成年人出售彩票。",
    "坚持久久为功，一张蓝图绘到底，{r}。",
    "位于天堂寨景区的{n}项目完成投资{d}万元。",
    "到{y}年，高潮期间客流量控制在{d}万人次以内，{m}。",
    "咨询电话12345，来信请寄{p}人民路18号{o}，邮编442000。",
    "各单位于{y}年12月31日前将总结材料（含电子版）报{o}，联系人：王建国。",
    "对发布人、发布时间、来源不明的信息一律不予采信。",
    "学校应当配备视力保护色的黑板，落实视力保护要求。",
    "本办法由{o}负责解释，自公布之日起施行，有效期五年。",
    "访问量、点击量、浏览量等数据由第三方机构核定。",
    "使用字号不小于三号，字体为仿宋，附件另起一页。",
    "上传人应当对上传内容负责，下载次数不作为收费依据。",
];
const SENTENCES_HELD_OUT: [&str; 40] = [
    "国内生产总值(GDP)预期增长{c}，光伏建筑一体化(BIPV)面积扩大。",
    "林地面积{d}公顷(ha)，年节电{d}千瓦时(kwh)以上。",
    "开发手机应用(app)和小程序(mini)，每年更新{d}次，全社会研发经费(R&D)占比{c}。",
    "第(a)项和第(b)项的费用由建设单位承担，第(c)项由{o}核定。",
    "实行首席执行官(ceo)、首席数据官(cdo)制度，企业可以自主选择操作系统(os)。",
    "二氧化碳(co)排放强度下降{c}，氦(he)等稀有气体的供应得到保障。",
    "实施“一区四园”发展战略，一区引领、四区协同、五区联动，{r}。",
    "仓库分设一区、二区、三区、四区和五区，各区之间保持防火间距。",
    "推动国产软件在线适配，高清视频监控覆盖率达到{c}。",
    "打造国产影视综合基地，免费开放文化场馆{d}处，观看人数超过{d}万人次。",
    "面向日本、韩国、欧洲、美国开展专题招商，精品线路由{d}条增加到{d}条。",
    "该学者著有多部论著，著名作家故居位于乾陵东侧，乾坤湾景区免费开放。",
    "著录事项变更的，应当提交证明；显著标志不清的，重新制作。",
    "受理窗口当场打印受理通知书，申请人签字后关闭业务流程。",
    "举报线索来源：信访、巡察、审计移送；线索编辑、登记由专人负责。",
    "报刊编辑、审核、校对人员应当持证上岗，编辑部设在{o}。",
    "推行扫码点餐的经营者应当同时提供纸质菜单，不得强制消费者扫一扫关注公众号。",
    "转载其他媒体作品的，应当注明出处；转载引起的侵权纠纷由转载者承担责任。",
    "著作权人声明不得转载、摘编的除外，本条所称版权即著作权。",
    "从事互联网信息服务应当取得ICP许可或者办理备案，备案编号应当公开。",
    "辽宁、吉林、黑龙江三省和内蒙古东部地区实行差别化政策，山东、河北参照执行。",
    "《{t}管理规定》（2003年发布）自本办法施行之日起同时废止。",
    "第五条第一款、第九条所称的主管部门，是指{o}；第三条另有规定的从其规定。",
    "净化网络环境，清理低俗、色情、暴力视频，查处黄色出版物{d}件。",
    "成人高考报名人数{d}人，专区考点{d}个，影院、歌厅等场所落实消防要求。",
    "不得以收藏、分享、点赞等方式变相摊派任务，返回基层的时间不得少于两个月。",
    "上一条生产线改造完成后，方可启动下一条生产线建设。",
    "推荐阅读书目由{o}定期公布，热门图书复本量适当增加。",
    "规范体育娱乐场所经营，举办体育赛事应当制定安全方案，严禁投注赌博。",
    "久病致贫、久拖未决的问题要逐件销号，{r}。",
    "人间天堂、锦绣江南品牌影响力进一步提升，{m}。",
    "景区综合服务区、商业一区和商业二区同步建设，激情广场夜间开放。",
    "办公地址：{p}解放大道1号，受理时间为工作日上午九时至十二时。",
    "请于{y}年6月30日前将申报表一式三份及电子文档发送至指定邮箱，逾期视为放弃。",
    "发布日期、来源、作者等信息应当与原件一致，不一致的以原件为准。",
    "使用大、中、小三种字号印制的表格具有同等效力，关闭系统前应当保存。",
    "本规定由{o}会同有关部门解释，自发布之日起三十日后施行。",
    "会员单位可以免费下载标准文本，非会员单位凭介绍信阅读全文。",
    "技术支持单位应当提供不少于{d}年的免费维护，运行维护费用列入预算。",
    "网站地图、使用帮助、联系方式等栏目应当保持可用，举报电话全天开通。",
];

/// The kinds of control.
pub(crate) const KINDS: [&str; 7] = [
    "sentences",
    "short notice",
    "list",
    "statute",
    "national text",
    "table",
    "cited numbers",
];

/// Returns a control document of a kind (an index into [`KINDS`]).
pub(crate) fn document(kind: usize, half: Half, random: &mut Random) -> Truth {
    let setting = Setting::draw(half, random);
    match kind {
        0 => sentences(&setting, random),
        1 => short_notice(&setting, random),
        2 => list(&setting, random),
        3 => statute(&setting, random),
        4 => national(&setting, random),
        5 => tabular(&setting, random),
        _ => cited(&setting, random),
    }
}

fn start(setting: &Setting, title: String, random: &mut Random) -> Truth {
    let mut truth = setting.truth(title.clone(), "policy");
    truth.issuers = vec![setting.issuer.name.clone()];
    truth.doc_type = Some("通知".into());
    truth.date = Some(setting.iso());
    truth.push(Role::Title, title);
    let number = setting.number(random);
    truth.push(Role::Number, number.clone());
    truth.number = Some(number);
    truth
}

fn finish(setting: &Setting, truth: &mut Truth) {
    truth.push(Role::Body, "特此通知。本通知自公布之日起施行。");
    truth.push(Role::Signature, setting.issuer.name.clone());
    truth.push(Role::Date, setting.date());
}

fn sentences(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!(
        "{}关于规范{}有关事项的通知",
        setting.issuer.name, setting.topic.name
    );
    let mut truth = start(setting, title, random);
    let list = match setting.half {
        Half::Development => &SENTENCES_DEVELOPMENT,
        Half::HeldOut => &SENTENCES_HELD_OUT,
    };
    let mut chosen = random.sample(list, 16);
    random.shuffle(&mut chosen);
    for (index, sentence) in chosen.iter().enumerate() {
        let sentence = setting.fill(sentence, random);
        match random.below(3) {
            0 => truth.push(Role::Body, sentence),
            1 => truth.push(Role::Item, format!("{}、{sentence}", chinese(index + 1))),
            _ => {
                let around = setting.paragraph(&SENTENCES, random);
                truth.push(Role::Body, format!("{around}{sentence}"));
            }
        }
    }
    finish(setting, &mut truth);
    truth
}

fn short_notice(setting: &Setting, random: &mut Random) -> Truth {
    let title = [
        "关于停水的通知",
        "放假通知",
        "关于会议改期的通知",
        "关于启用新印章的通知",
    ][random.below(4)];
    let mut truth = setting.truth(title.into(), "notice");
    truth.issuers = vec![setting.issuer.name.clone()];
    truth.date = Some(setting.iso());
    truth.push(Role::Title, title);
    let body = [
        "因管网检修，本周六全天停水，请做好储水准备。",
        "国庆节放假七天，10月8日正常上班。特此通知。",
        "原定于周五召开的会议改期至下周一上午九时，地点不变。",
        "即日起启用新印章，原印章同时作废。",
    ][random.below(4)];
    truth.push(Role::Body, body);
    truth.push(Role::Signature, setting.issuer.name.clone());
    truth.push(Role::Date, setting.date());
    truth
}

fn list(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!(
        "{}关于公布{}名单的通知",
        setting.issuer.name, setting.topic.name
    );
    let mut truth = start(setting, title, random);
    truth.push(
        Role::Body,
        setting.fill("经研究，现将{n}名单公布如下：", random),
    );
    for _ in 0..random.between(10, 30) {
        let text = setting.fill(
            ["{o}", "{p}{n}中心", "{n}示范点", "{p}{n}有限公司"][random.below(4)],
            random,
        );
        truth.push(Role::Row, text);
    }
    finish(setting, &mut truth);
    truth
}

fn statute(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!("{}{}条例", setting.issuer.own, setting.topic.name);
    let mut truth = setting.truth(title.clone(), "policy");
    truth.doc_type = Some("条例".into());
    truth.push(Role::Title, title);
    truth.push(Role::Heading, "目　录");
    let chapters = [
        "总则",
        "规划与建设",
        "服务与保障",
        "监督检查",
        "法律责任",
        "附则",
    ];
    for (index, name) in chapters.iter().enumerate() {
        truth.push(Role::Heading, format!("第{}章　{name}", chinese(index + 1)));
    }
    let mut article = 0;
    for (index, name) in chapters.iter().enumerate() {
        truth.push(Role::Heading, format!("第{}章　{name}", chinese(index + 1)));
        for _ in 0..random.between(2, 5) {
            article += 1;
            let text = setting.paragraph(&SENTENCES, random);
            truth.push(Role::Item, format!("第{}条　{text}", chinese(article)));
        }
    }
    truth.push(
        Role::Item,
        format!("第{}条　本条例自公布之日起施行。", chinese(article + 1)),
    );
    truth
}

fn national(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!("国务院办公厅关于推进{}的指导意见", setting.topic.name);
    let mut truth = Truth {
        title: title.clone(),
        kind: "policy",
        ..Truth::default()
    };
    truth.issuers = vec!["国务院办公厅".into()];
    truth.doc_type = Some("意见".into());
    truth.date = Some(setting.iso());
    let number = format!("国办发〔{}〕{}号", setting.year, random.between(1, 99));
    truth.push(Role::Title, title);
    truth.push(Role::Number, number.clone());
    truth.number = Some(number);
    truth.push(
        Role::Recipients,
        "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：",
    );
    let provinces = [
        "湖北", "广东", "四川", "江苏", "山东", "河南", "陕西", "云南", "辽宁", "福建",
    ];
    for (index, province) in provinces.iter().enumerate() {
        let text = setting.paragraph(&SENTENCES, random);
        truth.push(
            Role::Item,
            format!("{}、支持{province}省开展试点。{text}", chinese(index + 1)),
        );
    }
    truth.push(Role::Signature, "国务院办公厅");
    truth.push(Role::Date, setting.date());
    truth
}

fn tabular(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!(
        "{}关于下达{}计划的通知",
        setting.issuer.name, setting.topic.name
    );
    let mut truth = start(setting, title, random);
    truth.doc_type = Some("计划".into());
    truth.push(
        Role::Body,
        setting.fill("现将{y}年度{n}计划下达给你们，请按时完成。", random),
    );
    finish(setting, &mut truth);
    table(setting, &mut truth, random);
    truth.push(Role::Heading, "附件2");
    for month in 1..=12 {
        truth.push(
            Role::Row,
            format!(
                "{}-{month:02}-{:02} {}",
                setting.year,
                random.between(1, 28),
                setting.fill("{n}", random)
            ),
        );
    }
    truth
}

fn cited(setting: &Setting, random: &mut Random) -> Truth {
    let title = format!("关于{}有关问题的说明", setting.topic.name);
    let mut truth = setting.truth(title.clone(), "policy");
    truth.push(Role::Title, title);
    for _ in 0..random.between(4, 8) {
        let number = setting.number(random);
        let text = setting.paragraph(&SENTENCES, random);
        truth.push(
            Role::Body,
            setting.fill(
                &format!("根据《{{p}}{{n}}管理办法》（{number}）的规定，{text}"),
                random,
            ),
        );
    }
    truth
}
