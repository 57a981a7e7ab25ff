//! The place that a text speaks of most.

use super::chain::lies_in;
use super::{BODY_BYTES, Evidence, LEAD_BYTES, clip};
use crate::model::{Extracted, Region};

impl Evidence<'_> {
    /// The place that the text speaks of by a clear margin; for norms only where it speaks of 我省,
    /// 我市 (本省 and 全省 stand in national texts too).
    pub(super) fn by_body(&self) -> Option<Extracted<Region>> {
        const SELF: [&str; 6] = ["我省", "我市", "我县", "我区", "我州", "我旗"];
        let text = clip(self.context.text(), BODY_BYTES);
        if !self.is_told() && !SELF.iter().any(|word| text.contains(word)) {
            return None;
        }
        let region = self.leader(4, 3.0)?;
        let first = self
            .body()
            .iter()
            .find(|chain| chain.only().is_some_and(|known| lies_in(known, &region)))?;
        Some(
            self.context
                .found(region, "extract/region/body", first.span, 0.5),
        )
    }

    /// The place the body speaks of most: at least `least` points, `margin` times as many as the
    /// next province (then city). A full name is two points, a short one one; the lead counts
    /// double.
    pub(super) fn leader(&self, least: u32, margin: f32) -> Option<Region> {
        let lead_end = self
            .context
            .title_paragraph
            .and_then(|index| self.context.part.paragraphs.get(index))
            .map_or(0, |title| title.folded.end)
            + LEAD_BYTES;
        let mut tally: Vec<(&'static Region, u32)> = Vec::new();
        for chain in self.body() {
            let Some(region) = chain.only() else { continue };
            let points = (1 + u32::from(chain.full)) * (1 + u32::from(chain.span.end <= lead_end));
            match tally.iter_mut().find(|(known, _)| *known == region) {
                Some((_, sum)) => *sum += points,
                None => tally.push((region, points)),
            }
        }
        let province = foremost(&tally, least, margin, &|region| Some(&region.province))?;
        tally.retain(|(region, _)| region.province == province);
        let city = foremost(&tally, least, margin, &|region| region.city.as_ref());
        Some(Region {
            province,
            city,
            county: None,
        })
    }
}

/// The key with most points, if it has enough of them.
fn foremost(
    tally: &[(&'static Region, u32)],
    least: u32,
    margin: f32,
    key: &dyn Fn(&'static Region) -> Option<&'static String>,
) -> Option<String> {
    let mut sums: Vec<(&'static String, u32)> = Vec::new();
    for &(region, points) in tally {
        let Some(name) = key(region) else { continue };
        match sums.iter_mut().find(|(known, _)| *known == name) {
            Some((_, sum)) => *sum += points,
            None => sums.push((name, points)),
        }
    }
    sums.sort_by_key(|&(_, sum)| std::cmp::Reverse(sum));
    let &(name, best) = sums.first()?;
    let next = sums.get(1).map_or(0, |&(_, sum)| sum);
    let clear = best >= least && best > next && best as f32 >= next as f32 * margin;
    clear.then(|| name.clone())
}
