//! Plain text → page: as it is, normalised.

use super::Page;
use super::normalize::normalize;

/// Reads plain text.
pub(super) fn read(text: &str) -> Page {
    Page {
        text: normalize(text).into_owned(),
        ..Page::default()
    }
}
