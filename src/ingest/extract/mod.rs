//! Part → [`Document`]: metadata, one file per field, each value with its evidence.

mod context;
pub mod region;
pub mod zone;

pub use context::Context;

use crate::model::{Document, Part, SourceText};

/// Reads a part's metadata and assembles the document; none where the part has no text.
#[must_use]
pub fn extract(_source: &SourceText, _part: Part) -> Option<Document> {
    None
}
