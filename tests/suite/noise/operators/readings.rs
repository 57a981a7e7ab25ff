//! The readings that annotating sites write, by dictionary.

/// The smallest dictionary seen.
pub(crate) const L1: &str = "產chǎn業yè優yōu區qū網wǎng鎮zhèn發fā創chuàng環huán質zhì現xiàn態tài統tǒng礎chǔ領lǐng關guān規guī經jīng構gòu協xié調diào聯lián聚jù術shù內nèi設shè";
/// What the second adds.
pub(crate) const L2: &str = "強qiáng標biāo導dǎo續xù濟jì驅qū進jìn機jī戰zhàn護hù務wù醫yī數shù應yīng準zhǔn團tuán轉zhuǎn責zé權quán側cè";
/// What others of that size have.
pub(crate) const L2_MORE: &str =
    "鄉xiāng監jiān執zhí結jié衛wèi據jù農nóng風fēng絡luò預yù測cè彈dàn計jì複fù認rèn該gāi適shì";
/// What the third adds.
pub(crate) const L3: &str = "國guó實shí時shí點diǎn動dòng級jí場chǎng個gè當dāng頁yè堅jiān報bào會huì過guò來lái萬wàn營yíng潤rùn長cháng獨dú對duì開kāi學xué簡jiǎn書shū專zhuān門mén員yuán";
/// What the fourth adds.
pub(crate) const L4: &str = "穩wěn處chù值zhí陽yáng隊duì檢jiǎn關guān黨dǎng誠chéng嚴yán細xì歸guī擴kuò獎jiǎng蟲chóng斬zhǎn後hòu證zhèng";
/// Common characters, beside 爲 産 若幹.
pub(crate) const COMMON: &str = "南nán一yī中zhōng下xià大dà外wài放fàng分fēn費fèi開kāi體tǐ工gōng作zuò精jīng能néng新xīn理lǐ用yòng商shāng山shān國guó爲wéi";
/// Without tones, with a space behind, beside 麵 製 係.
pub(crate) const UNTONED: &str =
    "關guan於yu業ye體ti們men為wei黨dang決jue習xi會hui義yi優you兩liang價jia產chan";

/// Words of simplified texts, with their readings, as document libraries gloss them.
pub(crate) const WORDS: [(&str, &str); 44] = [
    ("方案", "fāngàn"),
    ("工作", "gōngzuò"),
    ("建设", "jiànshè"),
    ("管理", "guǎnlǐ"),
    ("发展", "fāzhǎn"),
    ("企业", "qǐyè"),
    ("项目", "xiàngmù"),
    ("资金", "zījīn"),
    ("群众", "qúnzhòng"),
    ("安全", "ānquán"),
    ("组织", "zǔzhī"),
    ("监督", "jiāndū"),
    ("服务", "fúwù"),
    ("政策", "zhèngcè"),
    ("农村", "nóngcūn"),
    ("环境", "huánjìng"),
    ("责任", "zérèn"),
    ("部门", "bùmén"),
    ("检查", "jiǎnchá"),
    ("整治", "zhěngzhì"),
    ("制度", "zhìdù"),
    ("机制", "jīzhì"),
    ("资源", "zīyuán"),
    ("单位", "dānwèi"),
    ("落实", "luòshí"),
    ("规定", "guīdìng"),
    ("完善", "wánshàn"),
    ("经费", "jīngfèi"),
    ("人员", "rényuán"),
    ("重点", "zhòngdiǎn"),
    ("任务", "rènwu"),
    ("会议", "huìyì"),
    ("考核", "kǎohé"),
    ("宣传", "xuānchuán"),
    ("设施", "shèshī"),
    ("情况", "qíngkuàng"),
    ("措施", "cuòshī"),
    ("目标", "mùbiāo"),
    ("活动", "huódòng"),
    ("负责", "fùzé"),
    ("人民政府", "rénmínzhèngfǔ"),
    ("实施方案", "shíshīfāngàn"),
    ("专项资金", "zhuānxiàngzījīn"),
    ("高质量", "gāozhìliàng"),
];
