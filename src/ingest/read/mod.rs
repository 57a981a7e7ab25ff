//! Bytes → [`SourceText`]s: type by content, decoding, one file per format.

use crate::model::{Issue, RawFile, SourceText};

/// Reads a file: one text, or several for JSON Lines. What cannot be read becomes an issue.
#[must_use]
pub fn read(_file: &RawFile, _issues: &mut Vec<Issue>) -> Vec<SourceText> {
    Vec::new()
}
