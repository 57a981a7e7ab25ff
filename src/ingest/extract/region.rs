//! Regions of a document. In: the context. Out: the issuers' places, and a central text's subjects.

use super::Context;
use crate::model::{Extracted, Region};

/// Returns the regions of the issuers (or of the subject), lead first, and the regions that a
/// central text is about.
#[must_use]
pub fn regions(_context: &Context) -> (Vec<Extracted<Region>>, Vec<Extracted<Region>>) {
    (Vec::new(), Vec::new())
}
