//! Finds a foreign string that was strewn into the words of a text: `工星云驿栈作` for 工作, again and
//! again. Sites mark copies of their texts so, with any string.
//!
//! In: the folded view. Out: view spans. No word tells: a string is strewn that stands at several
//! places, has pairs of characters that official language lacks, and cuts words of the dictionary
//! that are whole without it. Not its job: names of sites that stand once (`site_names`), random
//! letters (`jammers`).

use super::site_names::{beside, is_one_word};
use crate::analysis::char_filter::is_han;
use crate::lexicon::common_pairs::{self, Pairs};
use crate::model::{RuleId, Span};

/// A string that stands within words at several places.
pub(crate) const STREWN: RuleId = RuleId::new("clean/strewn");

/// Characters of such a string. Laws have strings of three that seem to cut words (侧乳房, 粗一细).
const CHARACTERS: std::ops::RangeInclusive<usize> = 4..=8;
/// Different words that it must cut, and it does so at half of its places at least.
const FEWEST_CUTS: usize = 2;
/// What stands at more places is a subject of the text.
const MAX_PLACES: usize = 100;
/// A text with more odd places is not in official language.
const MAX_ODD: usize = 5_000;
/// Characters on either side in which the cut word is looked for.
const AROUND: usize = 4;
/// Characters that form a word with what stands behind a name, too: 以…为, 将…在.
const PARTICLES: &str = "以对将在与如就从和把被由为是的于及或向按因不有其该各本所而则";

/// Finds the strewn strings of a view, in order.
pub(crate) fn find(view: &str) -> Vec<Span> {
    let pairs = common_pairs::pairs();
    let mut odd = odd_places(view, pairs);
    odd.sort_unstable();
    let groups = odd.chunk_by(|one, two| one.0 == two.0);
    let several = groups.filter(|group| (FEWEST_CUTS..=MAX_PLACES).contains(&group.len()));
    let strewn = several.flat_map(|group| strewn(view, group, pairs));
    Span::union(strewn.collect())
}

/// Three characters of which neither pair is common, and where they begin.
type Odd = ([char; 3], usize);

fn odd_places(view: &str, pairs: &Pairs) -> Vec<Odd> {
    let mut odd = Vec::new();
    let (mut before, mut last) = (('\n', 0), ('\n', 0));
    let (mut was_plain, mut was_odd) = (false, false);
    for (at, character) in view.char_indices() {
        // Without branches but one that is easy to predict: this runs over every text.
        let is_plain = is_plain_han(character);
        let is_odd = was_plain & is_plain & !pairs.is_common(last.0, character);
        if is_odd & was_odd {
            if odd.len() == MAX_ODD {
                return Vec::new();
            }
            odd.push(([before.0, last.0, character], before.1));
        }
        (was_plain, was_odd) = (is_plain, is_odd);
        (before, last) = (last, (character, at));
    }
    odd
}

/// Han characters of the two blocks that texts are written in.
fn is_plain_han(character: char) -> bool {
    (character as u32).wrapping_sub(0x3400) < 0x6c00
}

/// The places of the string around three characters, if it is strewn.
fn strewn(view: &str, places: &[Odd], pairs: &Pairs) -> Vec<Span> {
    let heads = || places.iter().map(|place| &view[..place.1]);
    let tails = || places.iter().map(|place| &view[place.1..]);
    let before = shared(heads().map(|text| text.chars().rev()));
    let after = shared(tails().map(str::chars));
    if !CHARACTERS.contains(&(before.len() + after.len())) {
        return Vec::new();
    }
    let size = |shared: &[char]| -> usize { shared.iter().map(|found| found.len_utf8()).sum() };
    let (before, after) = (size(&before), size(&after));
    let spans: Vec<Span> = places
        .iter()
        .map(|place| Span::new(place.1 - before, place.1 + after))
        .collect();
    let mut cut: Vec<(char, char)> = spans
        .iter()
        .filter_map(|span| cut_word(view, *span, pairs))
        .collect();
    let is_often = 2 * cut.len() >= spans.len();
    cut.sort_unstable();
    cut.dedup();
    match is_often && cut.len() >= FEWEST_CUTS {
        true => spans,
        false => Vec::new(),
    }
}

/// The Han characters that all texts begin with; a few more than a string may have.
fn shared<I: Iterator<Item = char>>(mut texts: impl Iterator<Item = I>) -> Vec<char> {
    let Some(first) = texts.next() else {
        return Vec::new();
    };
    let longest = CHARACTERS.end() + 1;
    let mut shared: Vec<char> = first
        .take_while(|found| is_han(*found))
        .take(longest)
        .collect();
    for text in texts {
        let same = text.zip(&shared).take_while(|(one, two)| one == *two);
        let len = same.count();
        shared.truncate(len);
    }
    shared
}

/// Where a string cuts a word, against the language on one side at least: the characters that belong
/// together. A natural name stands between words: without it they do not grow together.
fn cut_word(view: &str, span: Span, pairs: &Pairs) -> Option<(char, char)> {
    let (head, tail) = (&view[..span.start], &view[span.end..]);
    let text = &view[span.range()];
    let joint = |left: &str, right: &str| -> Option<(char, char)> {
        let pair = (left.chars().next_back()?, right.chars().next()?);
        (is_han(pair.0) && is_han(pair.1)).then_some(pair)
    };
    let (into, out, whole) = (joint(head, text)?, joint(text, tail)?, joint(head, tail)?);
    let [before, after] = beside(head, tail, AROUND);
    let is_foreign = !pairs.is_common(into.0, into.1) || !pairs.is_common(out.0, out.1);
    let is_cut = is_foreign
        && !PARTICLES.contains(whole.0)
        && !PARTICLES.contains(whole.1)
        && is_one_word(&before, &after);
    is_cut.then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<&str> {
        find(text).iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn strings_within_words_are_found_everywhere() {
        for text in [
            "政府工云栖鹿鸣作报告。完善机制，经云栖鹿鸣济发展。",
            "加快产云栖鹿鸣业发展,推进项云栖鹿鸣目建设,云栖鹿鸣。",
        ] {
            let wanted = text.matches("云栖鹿鸣").count();
            assert_eq!(found(text), vec!["云栖鹿鸣"; wanted], "{text}");
        }
    }

    #[test]
    fn names_in_a_text_stay() {
        for text in [
            "以惠明茶为主导产业,以惠明茶为重点,发展惠明茶产业。",
            "市蜚狳馆中心建设,市蜚狳馆中心开放。",
            "由王梓涵担任主任,请王梓涵同志负责。",
            "政府工云栖鹿鸣作报告。",
            "政府工云栖鹿鸣作报告,审计工云栖鹿鸣作情况。",
            "云栖鹿鸣有限公司承建,云栖鹿鸣项目投产,与云栖鹿鸣合作。",
            "促进惠明茶产业发展,利用惠明茶资源,传承惠明茶文化。",
        ] {
            assert!(found(text).is_empty(), "{text} {:?}", found(text));
        }
    }

    proptest! {
        #[test]
        fn spans_are_in_order_within_any_text(text in "([工作产业云栖鹿鸣,\\n]{0,30}|.{0,20}){0,4}") {
            let spans = find(&text);
            for span in &spans {
                prop_assert!(text.get(span.range()).is_some());
            }
            prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
    }
}
