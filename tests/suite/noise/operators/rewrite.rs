//! Documents whose words were changed before they came: masked, rewritten, censored, misread.
//!
//! Nothing can undo these: the changed text is the truth, and a flag says what became of it.

use crate::noise::Half;
use crate::noise::grammar::{Role, Truth};
use crate::noise::random::Random;

/// Words exchanged in both halves: the best known ones.
const SYNONYMS: [(&str, &str); 4] = [
    ("发展改革", "生长改造"),
    ("发展", "生长"),
    ("优化", "最佳化"),
    ("乡村振兴", "村庄复兴"),
];
/// Words exchanged in the development half.
const SYNONYMS_DEVELOPMENT: [(&str, &str); 16] = [
    ("中央", "中心"),
    ("广大", "宽阔"),
    ("安全", "平安"),
    ("计划", "方案"),
    ("加强", "增强"),
    ("人民", "民众"),
    ("提高", "进步"),
    ("建设", "建立"),
    ("实施", "施行"),
    ("重点", "要点"),
    ("措施", "办法"),
    ("问题", "题目"),
    ("工作", "事情"),
    ("管理", "治理"),
    ("完善", "美满"),
    ("促进", "增进"),
];
/// Words exchanged in the held-out half, named by an author who had not seen the rules.
const SYNONYMS_HELD_OUT: [(&str, &str); 16] = [
    ("建设", "扶植"),
    ("政府", "当局"),
    ("工作", "事情"),
    ("管理", "办理"),
    ("制度", "轨制"),
    ("单位", "单元"),
    ("服务", "办事"),
    ("安全", "平安"),
    ("规定", "划定"),
    ("加强", "增强"),
    ("条件", "前提"),
    ("技术", "手艺"),
    ("提高", "进步"),
    ("部门", "部分"),
    ("关于", "对于"),
    ("程序", "程式"),
];
const HOMOPHONES: [(&str, &str); 6] = [
    ("市委", "市卫"),
    ("政府", "正府"),
    ("书记", "书脊"),
    ("党组", "當组"),
    ("省委", "省卫"),
    ("领导", "领倒"),
];
const MISREAD: [(char, char); 10] = [
    ('简', '筒'),
    ('未', '末'),
    ('己', '已'),
    ('日', '曰'),
    ('大', '太'),
    ('人', '入'),
    ('土', '士'),
    ('干', '千'),
    ('天', '夭'),
    ('由', '田'),
];

/// Masks names and dates as templates do.
pub(crate) fn mask(truth: &mut Truth, half: Half, random: &mut Random) {
    let (mark, digits) = match half {
        Half::Development => [
            ("XX", "XX"),
            ("××", "××"),
            ("xx", "xx"),
            ("某某", "xx"),
            ("**", "**"),
        ][random.below(5)],
        Half::HeldOut => [
            ("XXX", "XX"),
            ("╳╳", "××"),
            ("某", "__"),
            ("＊＊", "**"),
            ("___", "XX"),
        ][random.below(5)],
    };
    let names: Vec<String> = [&truth.province, &truth.city, &truth.county]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    for name in names {
        let suffix: String = name.chars().last().into_iter().collect();
        replace(truth, &name, &format!("{mark}{suffix}"));
    }
    mask_dates(truth, digits);
    for paragraph in &mut truth.paragraphs {
        if paragraph.role == Role::Number {
            paragraph.text = format!("{mark}发〔20{digits}〕{digits}号");
        }
    }
    truth.issuers.clear();
    truth.number = None;
    truth.date = None;
    (truth.province, truth.city, truth.county) = (None, None, None);
    if truth
        .paragraphs
        .iter()
        .any(|paragraph| paragraph.text.contains(mark))
    {
        truth.flags.push("template");
    }
}

fn mask_dates(truth: &mut Truth, mark: &str) {
    for year in 1980..2036 {
        replace(truth, &format!("{year}年"), &format!("20{mark}年"));
    }
}

/// Words exchanged from which on a text counts as rewritten.
const REWRITTEN: usize = 8;

/// Exchanges words for others of like meaning.
pub(crate) fn synonyms(truth: &mut Truth, half: Half) {
    let mut changed = 0;
    let own = match half {
        Half::Development => &SYNONYMS_DEVELOPMENT,
        Half::HeldOut => &SYNONYMS_HELD_OUT,
    };
    for (from, to) in SYNONYMS.iter().chain(own) {
        let texts = truth.paragraphs.iter().map(|paragraph| &paragraph.text);
        changed += texts.map(|text| text.matches(from).count()).sum::<usize>();
        replace(truth, from, to);
    }
    // A text with a word or two exchanged shows nothing.
    if changed >= REWRITTEN {
        truth.flags.push("rewritten");
    }
}

/// Exchanges words for others of like sound.
pub(crate) fn homophones(truth: &mut Truth) {
    for (from, to) in HOMOPHONES {
        replace(truth, from, to);
    }
}

/// Misreads characters as optical recognition does.
pub(crate) fn misread(truth: &mut Truth, random: &mut Random) {
    for paragraph in truth.paragraphs.iter_mut().skip(1) {
        paragraph.text = paragraph
            .text
            .chars()
            .map(|character| {
                let other = MISREAD.iter().find(|(from, _)| *from == character);
                other
                    .filter(|_| random.percent(25))
                    .map_or(character, |(_, to)| *to)
            })
            .collect();
    }
}

fn replace(truth: &mut Truth, from: &str, to: &str) {
    truth.title = truth.title.replace(from, to);
    for paragraph in &mut truth.paragraphs {
        paragraph.text = paragraph.text.replace(from, to);
    }
}
