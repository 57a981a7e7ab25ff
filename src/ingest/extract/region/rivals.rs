//! Which of the places that share a number's letters is meant (宁政, 荆政).
//!
//! In: the evidence and the code. Out: the one that names or the level in the head tell, else none.

use super::chain::lies_in;
use super::{Evidence, learns_from_another};
use crate::lexicon::doc_number_codes::Code;
use crate::model::Region;

impl Evidence<'_> {
    /// The only place of those that use the letters which the text names and which does not lie
    /// outside the place it speaks of most; of several the one that this is.
    pub(super) fn named_rival(&self, code: &Code) -> Option<Region> {
        if code.rivals.is_empty() {
            return None;
        }
        if learns_from_another(&self.title) {
            return None;
        }
        let hints = self.hints();
        let leader = self.leader(1, 1.0);
        let is_led = |rival: &Region| {
            leader
                .as_ref()
                .map(|leader| lies_in(leader, rival) || lies_in(rival, leader))
        };
        let named = |rival: &&Region| hints.iter().any(|hint| lies_in(hint, rival));
        let mut named = code.rivals.iter().filter(named);
        let Some(first) = named.next() else {
            return self.region_by_level(code);
        };
        let alone = named.next().is_none();
        if alone {
            return is_led(first).unwrap_or(true).then(|| first.clone());
        }
        let mut led = code
            .rivals
            .iter()
            .filter(|rival| is_led(rival) == Some(true));
        let only = led.next()?;
        led.next().is_none().then(|| only.clone())
    }

    /// `各市、县人民政府,自治区政府各部门` in the head: the only autonomous region of those that use the
    /// letters.
    fn region_by_level(&self, code: &Code) -> Option<Region> {
        const AUTONOMOUS: [&str; 4] = ["自治区人民政府", "自治区政府", "自治区党委", "自治区直属"];
        let head = &self.context.text()[self.context.head().range()];
        if !AUTONOMOUS.iter().any(|word| head.contains(word)) {
            return None;
        }
        let is_autonomous =
            |rival: &&Region| rival.city.is_none() && rival.province.ends_with("自治区");
        let mut regions = code.rivals.iter().filter(is_autonomous);
        let only = regions.next()?;
        regions.next().is_none().then(|| only.clone())
    }
}
