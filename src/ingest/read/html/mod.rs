//! HTML → page. For now: tags cut, one line per block.

mod prune;

use super::Page;

/// Reads HTML.
pub(super) fn read(html: &str) -> Page {
    let _ = prune::prune(html);
    super::text::read(html)
}
