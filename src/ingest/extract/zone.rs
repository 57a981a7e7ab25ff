//! Special zones of a document. In: the context. Out: zones it is about, zones it mentions, and
//! its 一区N园 forms.

use super::Context;
use crate::model::Extracted;
use crate::model::document::ZonePattern;

/// The zones of a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Zones {
    /// Zones it is about or issued by.
    pub zones: Vec<Extracted<String>>,
    /// Zones it only mentions.
    pub mentioned: Vec<String>,
    /// 一区N园 forms.
    pub patterns: Vec<ZonePattern>,
}

/// Returns the zones of a document.
#[must_use]
pub fn zones(_context: &Context) -> Zones {
    Zones::default()
}
