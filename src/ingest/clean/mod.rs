//! Marks what is not the document: annotations, spam, boilerplate; and composes what is left.

use super::Options;
use super::split::Segment;
use crate::model::{EditMap, MappedText, Part, SourceText, Span};

/// A text whose noise is marked, and the view that all rules match on.
#[derive(Debug, Clone)]
pub struct Cleaned {
    /// The text with its marks.
    pub source: SourceText,
    /// The folded text without annotations, line by line in step with the source; maps to it.
    pub view: MappedText,
    /// The lines of `view`, without line ends; blank ones included.
    pub lines: Vec<Span>,
}

/// Marks annotations and spam, and computes the view.
#[must_use]
pub fn clean(source: SourceText) -> Cleaned {
    Cleaned {
        source,
        view: MappedText {
            text: String::new(),
            map: EditMap::default(),
        },
        lines: Vec::new(),
    }
}

/// Composes a segment's kept text: key-value blocks read and boilerplate dropped, lines joined.
#[must_use]
pub fn compose(_cleaned: &Cleaned, _segment: &Segment, _options: Options) -> Part {
    unimplemented!()
}
