//! Lists of key words whose words are mostly unknown: told by their shape and their language.
//!
//! In: a stretch with its evidence and place. Out: whether it is such a list. A key word or two
//! begin the accusation; the rest is what official text does not do: groups without particles or
//! words of policy text, in which every second pair of neighbouring characters is one that official
//! texts hardly have. Not its job: runs within a sentence, names (no key word stands among them).

use super::evidence::Evidence;
use super::named;
use super::place::Place;
use crate::analysis::char_filter::is_han;
use crate::lexicon::common_pairs;

/// Share of uncommon pairs from which on a text is not in official language. Measured 2026-11-29 with
/// pairs of one half of the laws, on lines of at least six pairs: 96 % of the generated spam lines
/// and 86–89 % of the lists in `lists` exceed .4, of the lines of the other half of the laws .5 %, of
/// cities' work reports 5 %.
const UNCOMMON: f32 = 0.45;
/// Fewer pairs say nothing.
const FEWEST_PAIRS: u16 = 8;
/// Particles and conjunctions: sentences have them, and so have long names.
const PARTICLES: &str = "。的和与对为将由在及或应其者了从";
/// One particle in so many characters is none: 男人的天堂.
const PARTICLE_EVERY: usize = 30;

/// Returns whether a stretch is a list of mostly unknown key words.
pub(super) fn is_list(text: &str, evidence: &Evidence, place: Place) -> bool {
    let strong = evidence.hard + evidence.adverts;
    let is_accused = strong >= 1 || evidence.soft >= 3 && evidence.kinds() >= 2;
    let stands_out = place.at_edge || place.is_foreign || named::is_barred(text);
    is_accused
        && stands_out
        && place.groups >= 4
        && marks(text) <= MOST_MARKS
        && evidence.enforcement == 0
        && evidence.plain < 0.05
        && evidence.share >= 0.05
        && !has_particles(text)
        && uncommon_share(text).is_some_and(|share| share >= UNCOMMON)
}

/// A list of clauses is a sentence.
const MOST_MARKS: usize = 1;

/// Counts the marks that sentences have between their clauses: those of novels have few particles.
fn marks(text: &str) -> usize {
    text.matches([',', ';', ':', '、', '?', '!', '“', '”'])
        .count()
}

fn has_particles(text: &str) -> bool {
    let particles = text.chars().filter(|found| PARTICLES.contains(*found));
    particles.count() * PARTICLE_EVERY > text.chars().count()
}

/// The share of pairs of neighbouring Han characters that official texts do not have; none for too
/// few pairs.
fn uncommon_share(text: &str) -> Option<f32> {
    let pairs = common_pairs::pairs();
    let (mut all, mut uncommon) = (0_u16, 0_u16);
    for (first, second) in text.chars().zip(text.chars().skip(1)) {
        if is_han(first) && is_han(second) {
            all = all.saturating_add(1);
            uncommon = uncommon.saturating_add(u16::from(!pairs.is_common(first, second)));
        }
    }
    (all >= FEWEST_PAIRS).then(|| f32::from(uncommon) / f32::from(all))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::char_filter::fold;

    fn found(text: &str) -> bool {
        let view = fold(text);
        !super::super::find(&view, text).is_empty()
    }

    /// Lists of which the lexicon knows a word or two.
    const UNKNOWN: [&str; 4] = [
        "蜜罐娃娃影社_裙下偷欢_无码_夜莺蜜糖秀场_粉黛香闺",
        "糖心蜜语馆|人妻|绯色小屋|蜜桃小站|粉嫩娃娃社",
        "玉兔秀阁 人妻 狐妖蜜馆 桃色小窝 夜猫魅影",
        "桃花蜜窝_裸聊_玫瑰甜心屋_蜜糖妖姬_猫爪绵绵",
    ];

    #[test]
    fn lists_of_unknown_words_go_at_the_edge() {
        for line in UNKNOWN {
            let page = "甲县人民政府关于加快园区发展的意见\n各乡镇人民政府:\n为加快园区发展,提出如下意见。\n甲县人民政府";
            assert!(found(&format!("{line}\n{page}")), "{line}");
            assert!(found(&format!("{page}\n{line}")), "{line}");
        }
    }

    #[test]
    fn lists_of_names_stay() {
        for line in [
            "张鹏飞 李婉婷 王梓涵 赵雨桐 钱多多 孙悦然",
            "淮河流域:蒙洼、城西湖、城东湖、瓦埠湖、老汪湖、泥河洼",
            "甲镇 蜜桃村 玫瑰社区 李家屯 高清河 桃花坞 绿荫里",
            "阿司匹林|布洛芬|扑热息痛|艾司唑仑|地西泮",
            "王梓涵放下电话,点上一支烟,望着窗外的大院,久久没有说话",
            "王梓涵(hán)放下电话(huà),点(diǎn)上一支烟,望着窗外(wài)的大院,久久没有说话",
            "甲视讯|乙在线监测|丙高清显示|丁综合布线|戊安防",
        ] {
            let page = "甲县人民政府关于公布名单的通知\n各乡镇人民政府:\n现将名单公布如下。";
            assert!(!found(&format!("{page}\n{line}")), "{line}");
        }
    }

    #[test]
    fn official_language_has_common_pairs() {
        let share = |text| uncommon_share(text).unwrap_or_default();
        assert!(share("加快产业发展,加强组织领导,落实工作责任") < 0.1);
        assert!(share("蜜罐娃娃影社_裙下偷欢全集_夜莺蜜糖秀场_粉黛香闺") > UNCOMMON);
        assert_eq!(uncommon_share("粉黛香闺"), None);
    }
}
