//! How sure values are, and what is left of metadata where the less sure count as absent.

use super::document::{Extracted, Metadata, Region};

/// A confidence in hundredths, as filters compare it.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=100"
)]
pub fn percent(confidence: f32) -> u8 {
    (confidence.clamp(0.0, 1.0) * 100.0).round() as u8
}

impl Metadata {
    /// Returns how sure a place of the document is, in hundredths: no surer than the lead one, for
    /// without it the others would take its place.
    #[must_use]
    pub fn region_percent(&self, region: &Extracted<Region>) -> u8 {
        let lead = self.regions.first().map_or(1.0, |lead| lead.confidence);
        percent(region.confidence.min(lead))
    }

    /// Takes out the values that are less sure than `minimum` (in hundredths).
    pub fn keep_sure(&mut self, minimum: u8) {
        fn keep<T>(value: &mut Option<Extracted<T>>, minimum: u8) {
            value.take_if(|value| percent(value.confidence) < minimum);
        }
        let lead = self
            .regions
            .first()
            .map_or(0, |lead| percent(lead.confidence));
        if lead < minimum {
            self.regions.clear();
        }
        self.regions
            .retain(|region| percent(region.confidence) >= minimum);
        self.subject_regions
            .retain(|region| percent(region.confidence) >= minimum);
        for values in [&mut self.issuers, &mut self.zones] {
            values.retain(|value| percent(value.confidence) >= minimum);
        }
        keep(&mut self.title, minimum);
        keep(&mut self.number, minimum);
        keep(&mut self.date, minimum);
        keep(&mut self.effective, minimum);
        for value in [
            &mut self.doc_type,
            &mut self.kind,
            &mut self.level,
            &mut self.legal_rank,
            &mut self.status,
            &mut self.source,
        ] {
            keep(value, minimum);
        }
        if self.date.is_none() {
            self.date_role = None;
        }
        if self.title.is_none() {
            self.title_original = None;
        }
    }
}
