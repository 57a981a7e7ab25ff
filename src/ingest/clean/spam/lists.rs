//! Lines of key words of many trades and wordings. The rules were designed on the first list. The
//! second one was written before the words of the lexicon, but by the same hand, and the words
//! cover it: a check that nothing is lost, no independent measure.

use super::*;
use crate::analysis::char_filter::fold;

const DESIGN: [&str; 35] = [
    "亚洲精品国产第一区_欧美日韩一区二区_久久久久久精品免费_中文字幕乱码在线",
    "免费观看美女裸体视频网站,国产老女人精品毛片,男女边吃奶边做边爱视频",
    "丁香花在线观看免费观看完整版|樱花动漫入口|5g影院天天爽|91av国产",
    "国产chinese男男gay|八戒八戒神马影院在线观看4|性欧美videos",
    "娇妻被别人玩弄小说 公车系列合集目录阅读 校花被强开系列小说",
    "同城约会 附近上门服务 全套品茶 高端外围 空降全国一二线城市",
    "本地大学生兼职妹子 24小时上门 先验货后付款 飞机号@abc168",
    "秀色直播app下载、夜魅直播破解版、富二代视频安装、橘子直播二维码",
    "澳门新莆京游戏大厅_太阳城集团网站_银河国际手机版_永利皇宫官网",
    "乐鱼app官网登录丨开云网页版丨华体会官方入口丨爱游戏体育下载",
    "必威betway·亚博手机登录·欧宝官方网站·雷火电竞平台",
    "今晚澳门开什么特马号码,澳门资料大全正版免费,二四六天天好彩",
    "福彩3d试机号 双色球预测 大乐透走势 排列五杀码 专家推荐",
    "pg电子模拟器试玩在线、麻将胡了免费版、赏金女王爆分技巧、mg摆脱",
    "捕鱼王者赢话费，炸金花真钱版，牛牛抢庄，斗地主可提现",
    "NBA买球app-世界杯外围投注-英超盘口分析-欧冠下注网站",
    "USDT换汇|虚拟币交易所下载|欧易OKX注册|币安官网|狗狗币合约",
    "空放私借 身份证贷款 当天放款 不看征信 无视黑白户 加微信",
    "代办学历、国外文凭认证、英语四六级证书、驾驶证、身份证件、信誉第一",
    "专业代开各行业发票 增值税普通票 餐饮住宿建材票 税点低可验证 电话同微信",
    "网站seo优化,百度快速排名,外链代发,蜘蛛池出租,关键词霸屏推广",
    "哪里可以做无痛人流_早孕检查多少钱_妇科炎症治疗_可视流产",
    "美白祛斑 瘦脸针价格 双眼皮 隆胸整形 玻尿酸 医美优惠",
    "新开传奇sf发布站/1.76复古/合击私服/超变态传奇/单职业打金服",
    "全文免费阅读,笔趣阁最新章节,txt下载,无弹窗小说网,顶点小说",
    "最新电影下载_迅雷BT天堂_磁力搜索_1080P百度云_韩剧网",
    "绿色软件园 破解版下载 安卓游戏 手机应用市场 多多软件站",
    "www.99xxav.com www.haose01.com 91pro 5xsq 1024核工厂",
    "加TG:@hk8899 日入过万 跟单带队 稳定计划 代理招商",
    "菠菜源码 USDT支付接口 棋牌搭建 QQ群控 跑分平台 飞机@kefu666",
    "野花社区在线观看免费直播WWW7,青柠影院,蜜芽忘忧草,暴躁少女csgo",
    "香港正版挂牌、王中王论坛、曾道人、跑狗图、平特一肖",
    "亚洲熟伦熟女新五十路熟妇",
    "国内精品伊人久久久久影院会员",
    "少妇被粗大猛进进出出小说",
];

const MEASURE: [&str; 35] = [
    "精品国产自在现线看久久·亚洲爆乳精品无码·日韩毛片在线影视",
    "老司机午夜影院_成人国产一区二区三区_人人妻人人澡_欧美肥胖老太",
    "女人张开腿让男人桶视频免费、韩国19禁主播、一级做受视频",
    "白嫩美女高潮喷水，俄罗斯xxxx性全过程，av观看在线",
    "国产福利一区二区在线观看/宅男噜噜噜66/狼友视频首页/好色先生tv",
    "被老男人按住吸奶汁 高h乱肉合集 纯肉短篇合集 np共妻",
    "附近学生约啪群 微信二维码 外围模特价格 同城一夜",
    "美女主播秀场 裸聊平台 午夜直播间 一对一私密 大秀回放",
    "色多多下载_91短视频_茄子app_榴莲视频ios_小猪视频罗志祥",
    "金沙js6666登录入口_威尼斯人娱乐城_葡京网址_皇冠crown",
    "半岛综合体育|星空体育入口|九游会j9|凯发k8旗舰厅|博鱼",
    "世界杯买球平台 竞彩足球推荐 滚球技巧 让球盘 大小球",
    "新澳门六开彩开奖记录 管家婆一句话 香港马会资料 必中一肖",
    "时时彩后三计划软件、pk10冠军定位、快乐十分、快三大小单双",
    "电子游戏送68元体验金，无需存款，首存1元送38，送88彩金",
    "开元ky棋牌-斗地主赢现金-真人牛牛-电玩城捕鱼上下分",
    "比特币钱包下载 以太坊挖矿 泰达币 imtoken官网 火币提现",
    "微粒贷代还,网贷口子,急速下款,贷款套现秒到,免征信",
    "办理毕业证 学位证 成绩单 结婚证 房产证 质量三包 联系QQ",
    "开发票丨住宿费发票丨劳务费专票丨材料费丨代开正规可查",
    "小程序开发丨网络推广公司丨软文发布丨网站建设报价丨竞价托管",
    "打胎药网购_米非司酮_药流价格_人工流产医院排名",
    "祛痘 脱毛 植发多少钱 牙齿种植 丰胸 减肥药排行榜",
    "天龙八部私服 魔兽sf 奇迹mu变态版 地下城辅助 外挂吃鸡科技",
    "霸道总裁小说,全本免费,电子书txt,言情文库,有声小说在线听",
    "电影天堂 高清迅雷下载 西瓜影音 国语配音 美剧天堂 人人影视",
    "当游网、西西软件园、手游攻略、安卓市场、单机游戏下载基地",
    "www.sese8.com www.ppp999.com av123 7m视频 hsck网站",
    "加薇:abc7788 女大学生上门 包夜价格 服务项目多",
    "远程控制软件出售 盗号 查开房记录 定位找人 手机监听",
    "国产精品偷伦视频免费观看了",
    "人人鲁免费播放视频人人香蕉",
    "又大又粗又长的视频免费看",
    "六合宝典开奖直播资料网",
    "天天射天天日夜夜干天天操",
];

const BODY: [&str; 2] = [
    "甲县人民政府关于加快园区发展的意见\n各乡镇人民政府:\n为加快园区发展,提出如下意见。\n@\n一、总体要求。坚持统筹规划,立足产业基础。\n二、工作任务。加强组织领导。\n甲县人民政府",
    "甲縣人民政府關於加快園區發展的意見\n各鄉鎮人民政府:\n為加快園區發展,提出如下意見。\n@\n一、總體要求。堅持統籌規劃,立足產業基礎。\n二、工作任務。加強組織領導。\n甲縣人民政府",
];

/// The pages that a line may stand on: at the head, at the tail, in the middle.
fn pages(line: &str) -> Vec<String> {
    let mut pages = Vec::new();
    for body in BODY {
        let plain = body.replace("\n@", "");
        pages.push(format!("{line}\n{plain}"));
        pages.push(format!("{plain}\n{line}"));
        pages.push(body.replace('@', line));
    }
    pages
}

/// The share of the letters of the lines that is found, and the lines that are not found whole.
fn measure(lines: &[&str]) -> (usize, Vec<String>) {
    let (mut all, mut found) = (0, 0);
    let mut missed = Vec::new();
    for line in lines {
        let mut places = String::new();
        for (page, place) in pages(line).iter().zip(["h", "t", "m", "H", "T", "M"]) {
            let view = fold(page);
            let folded = fold(line).text;
            let spans = find(&view, page);
            let len: usize = spans.iter().map(|span| span.len()).sum();
            let kept = spans
                .iter()
                .all(|span| folded.contains(&view.text[span.range()]));
            assert!(kept, "{line}: {spans:?}");
            all += folded.len();
            found += len;
            if len * 10 < folded.len() * 9 {
                places.push_str(place);
            }
        }
        if !places.is_empty() {
            missed.push(format!("{places}: {line}"));
        }
    }
    (found * 100 / all, missed)
}

#[test]
fn lists_of_many_trades_go() {
    let (found, missed) = measure(&DESIGN);
    println!("{found} % of the letters\n{}", missed.join("\n"));
    assert!(found >= 95, "{found} %\n{}", missed.join("\n"));
}

#[test]
fn lists_that_the_words_cover_go() {
    let (found, missed) = measure(&MEASURE);
    println!("{found} % of the letters\n{}", missed.join("\n"));
    assert!(found >= 95, "{found} %\n{}", missed.join("\n"));
}
