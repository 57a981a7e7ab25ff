//! Simplified → traditional, for the characters that generated texts use, and its variants.
//!
//! Written by hand from common knowledge, on purpose not from the table the program folds with.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Pairs simplified, traditional.
const PAIRS: &str = "万萬与與专專业業东東丝絲两兩严嚴个個丰豐临臨为為丽麗举舉义義乌烏乐樂乡鄉书書买買乱亂争爭于於亏虧云雲产產亩畝亲親亿億仅僅从從仓倉仪儀们們价價众眾优優会會伟偉传傳伤傷伦倫体體余餘佣傭侧側侨僑俭儉债債倾傾偿償储儲儿兒党黨兰蘭关關兴興养養兽獸内內册冊写寫军軍农農冯馮冲衝决決况況冻凍净淨准準减減凤鳳凭憑击擊凿鑿划劃则則刚剛创創别別剂劑剧劇办辦务務动動励勵劳勞势勢匀勻区區医醫华華协協单單卖賣卢盧卫衛却卻厂廠厅廳历歷厉厲压壓厌厭厕廁厢廂县縣参參双雙发發变變叙敘叠疊台臺叶葉号號吓嚇吕呂听聽启啟吴吳员員响響问問园園围圍国國图圖圆圓圣聖场場坏壞块塊坚堅坛壇坝壩坟墳垦墾垫墊埋埋垒壘声聲壳殼处處备備复復够夠头頭夹夾夺奪奋奮奖獎妇婦妈媽娱娛婴嬰孙孫学學宁寧宝寶实實审審宪憲宫宮宽寬宾賓对對寻尋导導寿壽将將尔爾尘塵尝嘗尽盡层層届屆属屬岁歲岂豈岛島岭嶺岳岳峡峽币幣帅帥师師帐帳帮幫带帶帧幀库庫应應庆慶庐廬庙廟废廢开開异異弃棄张張弥彌弯彎弹彈强強归歸当當录錄彻徹征徵径徑忆憶忧憂怀懷态態总總恋戀恒恆恶惡恼惱悬懸惊驚惧懼惩懲惯慣愿願戏戲战戰户戶扑撲执執扩擴扫掃扬揚抚撫抢搶护護报報担擔拟擬拥擁拦攔择擇挂掛挤擠挥揮损損换換据據捞撈掷擲摄攝摆擺摊攤撤撤撑撐操操敌敵数數斋齋断斷无無旧舊时時旷曠显顯晋晉晒曬晓曉暂暫术術机機杀殺杂雜权權条條来來杨楊极極构構枪槍柜櫃标標栈棧栋棟栏欄树樹样樣档檔桥橋检檢楼樓横橫欢歡欠欠欧歐殴毆毁毀毕畢毙斃气氣汇匯汉漢汤湯沟溝没沒沪滬泪淚泽澤洁潔浅淺测測济濟浏瀏浓濃涂塗涌湧涛濤涝澇润潤涨漲涡渦渐漸渔漁温溫湾灣湿濕满滿滤濾滥濫滨濱滩灘潜潛灭滅灯燈灵靈灾災灿燦炉爐点點炼煉烂爛热熱焕煥爱愛爷爺牵牽犊犢状狀独獨狭狹狱獄猎獵献獻玛瑪环環现現琼瓊电電画畫畅暢疗療疡瘍疮瘡疯瘋痒癢瘫癱盐鹽监監盖蓋盘盤矫矯矿礦码碼砖磚础礎确確碍礙礼禮祸禍禀稟离離种種积積称稱税稅稳穩穷窮窃竊竞競笔筆签簽简簡筑築筹籌类類粮糧紧緊纠糾红紅纤纖约約级級纪紀纯純纲綱纳納纵縱纷紛纸紙线線练練组組细細织織终終绍紹经經绑綁结結绕繞绘繪给給络絡绝絕统統绥綏继繼绩績绪緒续續维維综綜绿綠缓緩编編缘緣缩縮缴繳缺缺岗崗壮壯团團拨撥挠撓残殘潍濰烦煩烧燒瞒瞞粪糞秆稈网網见見讼訟诿諉账賬赁賃赋賦赵趙轩軒辍輟郧鄖馈饋胆膽萨薩虚虛衔銜刘劉几幾兑兌荣榮恳懇并並广廣后後才才罗羅罚罰罢罷群群职職联聯聪聰肃肅肠腸肤膚胁脅胜勝胶膠脉脈脏髒脑腦脱脫舆輿舰艦艺藝节節芦蘆苏蘇苹蘋范範荆荊荐薦荒荒药藥莱萊获獲营營萧蕭蒋蔣蓝藍虑慮虽雖蚀蝕补補衬襯袭襲装裝规規视視览覽觉覺观觀触觸誉譽计計订訂认認讨討让讓训訓议議讯訊记記讲講许許论論设設访訪证證评評识識诈詐诉訴诊診词詞译譯试試诗詩诚誠话話询詢该該详詳语語误誤说說请請诸諸诺諾读讀课課谁誰调調谈談谋謀谎謊谐諧谢謝谣謠谨謹谱譜贝貝负負贡貢财財责責贤賢败敗货貨质質贩販贪貪贫貧购購贯貫贴貼贵貴贷貸贸貿费費贺賀资資赏賞赔賠赖賴赚賺赛賽赞贊赠贈赢贏赣贛赶趕趋趨跃躍践踐踪蹤车車轨軌转轉轮輪软軟轻輕载載较較辅輔辆輛辉輝辑輯输輸辖轄辞辭边邊辽遼达達迁遷过過迈邁运運还還这這进進远遠违違连連迟遲适適选選递遞逻邏遗遺邓鄧邮郵郑鄭郸鄲酝醞酱醬酿釀释釋里里针針钉釘钟鐘钢鋼钱錢铁鐵铅鉛铜銅银銀铺鋪链鏈销銷锁鎖锅鍋锋鋒锐銳错錯锦錦键鍵镇鎮镜鏡长長门門闭閉问問闯闖闲閑间間闽閩闻聞阅閱阔闊队隊阳陽阴陰阵陣阶階际際陆陸陈陳险險随隨隐隱隶隸难難雇僱雾霧静靜韩韓页頁顶頂项項顺順须須顾顧顿頓预預领領频頻题題颜顏额額风風飞飛饥飢饭飯饮飲饰飾饱飽馆館马馬驰馳驱驅驻駐驾駕骗騙骤驟验驗骨骨高高鱼魚鲁魯鲜鮮鸟鳥鸡雞鸿鴻鹏鵬麦麥黄黃齐齊齿齒龄齡龙龍庄莊冈岡贾賈谷谷歙歙黟黟讷訥滦灤旬旬仁仁睢睢姜姜邳邳沛沛费費涧澗秭秭归歸监監滋滋嵩嵩巩鞏祁祁耒耒韶韶遂遂绵綿湄湄伊伊贺賀武武奖獎污汙秸秸焚焚矩矩诺諾坻坻静靜贤賢泾涇灌灌渠渠陕陝锡錫烟煙线線罐罐纺紡纹紋续續厨廚撑撐伪偽窝窩笼籠笋筍篱籬纬緯枢樞轴軸铝鋁电電频頻顺順订訂属屬冶冶钻鑽览覽历歷碱鹼贮貯询詢遵遵绒絨缆纜钥鑰墙牆舍舍尸屍么麼什什卷卷";

/// Words whose traditional form is not that of their characters alone.
const WORDS: [(&str, &str); 39] = [
    ("标准", "標準"),
    ("准备", "準備"),
    ("精准", "精準"),
    ("基准", "基準"),
    ("准确", "準確"),
    ("批准", "批准"),
    ("核准", "核准"),
    ("准予", "准予"),
    ("准入", "准入"),
    ("不准", "不准"),
    ("批复", "批覆"),
    ("答复", "答覆"),
    ("复杂", "複雜"),
    ("重复", "重複"),
    ("复制", "複製"),
    ("复核", "覆核"),
    ("复议", "覆議"),
    ("研制", "研製"),
    ("制造", "製造"),
    ("制品", "製品"),
    ("关系", "關係"),
    ("联系", "聯繫"),
    ("干部", "幹部"),
    ("骨干", "骨幹"),
    ("干旱", "乾旱"),
    ("饼干", "餅乾"),
    ("一只", "一隻"),
    ("日历", "日曆"),
    ("子弟", "子弟"),
    ("长征", "長征"),
    ("凭借", "憑藉"),
    ("注册", "註冊"),
    ("标志", "標誌"),
    ("采取", "採取"),
    ("采购", "採購"),
    ("采集", "採集"),
    ("开采", "開採"),
    ("旅游", "旅遊"),
    ("周期", "週期"),
];

/// How a site makes its text traditional.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// By words, as OpenCC does.
    Words,
    /// By a short table that leaves 于 后 范 制 准 里 干 台 as they are.
    Table,
    /// With the variant glyphs 爲 羣 産 裏 衆 啓 衞.
    Variants,
    /// With 髮 麵 製 係 幹 隻 菸 wherever their simplified form stands.
    Overconverted,
    /// Only some characters are converted.
    Half,
}

/// Characters that a short table leaves alone.
const LEFT: &str = "于后范制准里干台复系征历只余";
const VARIANTS: &str = "为爲群羣产産里裏众衆启啓卫衞着著";
const OVERCONVERTED: &str = "面麵制製系係干幹只隻后後里裡准準周週游遊采採布佈占佔升昇烟菸";
const OVERCONVERTED_SOMETIMES: &str = "发髮";

static TABLE: LazyLock<HashMap<char, char>> = LazyLock::new(|| pairs(PAIRS));

fn pairs(text: &str) -> HashMap<char, char> {
    let characters: Vec<char> = text.chars().collect();
    characters
        .chunks_exact(2)
        .map(|pair| (pair[0], pair[1]))
        .collect()
}

/// Returns the traditional characters for simplified ones, one for one.
pub(crate) fn traditional(text: &[char], style: Style) -> Vec<char> {
    let overrides = match style {
        Style::Variants => pairs(VARIANTS),
        Style::Overconverted => pairs(OVERCONVERTED),
        _ => HashMap::new(),
    };
    let sometimes = pairs(OVERCONVERTED_SOMETIMES);
    let mut out: Vec<char> = text
        .iter()
        .enumerate()
        .map(|(index, character)| {
            if style == Style::Overconverted
                && index % 3 == 0
                && let Some(form) = sometimes.get(character)
            {
                return *form;
            }
            if let Some(form) = overrides.get(character) {
                return *form;
            }
            if style == Style::Table && LEFT.contains(*character) {
                return *character;
            }
            if style == Style::Half && (*character as u32).is_multiple_of(3) {
                return *character;
            }
            TABLE.get(character).copied().unwrap_or(*character)
        })
        .collect();
    if matches!(style, Style::Words | Style::Variants) {
        by_words(text, &mut out);
    }
    out
}

fn by_words(text: &[char], out: &mut [char]) {
    let words: Vec<(Vec<char>, Vec<char>)> = WORDS
        .iter()
        .map(|(from, to)| (from.chars().collect(), to.chars().collect()))
        .collect();
    for index in 0..text.len() {
        for (from, to) in &words {
            if text[index..].starts_with(from) {
                out[index..index + to.len()].copy_from_slice(to);
            }
        }
    }
}
