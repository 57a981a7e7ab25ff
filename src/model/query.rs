//! A query as read ([`Query`]) and as an engine runs it ([`Plan`]).

use serde::{Deserialize, Serialize};

use super::text::Span;

/// A node of a parsed query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Query {
    /// Every document.
    Everything,
    /// An exact string.
    Exact(ExactString),
    /// A string with wildcards.
    Pattern(Pattern),
    /// Strings or patterns near each other.
    Near(Near),
    /// All of them.
    And(Vec<Self>),
    /// Any of them.
    Or(Vec<Self>),
    /// Not this.
    Not(Box<Self>),
    /// A metadata condition, `field:value`.
    Filter(Filter),
}

/// A string to be found exactly in folded text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExactString {
    /// As typed.
    pub text: String,
    /// All forms it may have in folded text (one, but for a cut-off 著 or 乾); never empty.
    pub forms: Vec<String>,
    /// Where it stands in the query.
    #[serde(skip)]
    pub span: Span,
}

/// A string with wildcards, found within one paragraph of folded text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pattern {
    /// As it can be typed within quotes.
    pub text: String,
    /// What follows what; at least one piece is no [`Piece::Few`], the first and the last are none.
    pub pieces: Vec<Piece>,
}

/// A piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// One of these strings (the forms of one; see [`ExactString::forms`]).
    Text(Vec<String>),
    /// `?`: any one character.
    One,
    /// `*`: up to [`Piece::FEW`] characters, as few as will do.
    Few,
    /// `{N}`: a numeral.
    Numeral,
}

impl Piece {
    /// The most characters that `*` stands for (DESIGN section 6).
    pub const FEW: usize = 8;
}

/// What can stand at one place of a [`Near`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// An exact string.
    Exact(ExactString),
    /// A string with wildcards.
    Pattern(Pattern),
    /// One of them.
    Any(Vec<Self>),
}

/// Terms near each other, in either order: each and the next one do not overlap and are as near as
/// the gap between them says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Near {
    /// Two or more.
    pub terms: Vec<Term>,
    /// One fewer than terms.
    pub gaps: Vec<Within>,
}

/// How near.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// At most so many characters of folded text between them, in one paragraph.
    Chars(u32),
    /// In one sentence: no 。！？； between them.
    Sentence,
    /// In one paragraph.
    Paragraph,
}

/// A condition on metadata. Different filters are joined by AND, the values of one by OR.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// A keyword field has one of the values, or one that begins with one of the prefixes;
    /// `None` = it has no value (`unknown`).
    Keyword {
        /// The schema's field name.
        field: String,
        /// Canonical values.
        values: Vec<Option<String>>,
        /// Beginnings of values.
        prefixes: Vec<String>,
    },
    /// The document's date overlaps one of the ranges.
    Date {
        /// First and last day, `yyyymmdd`, both included.
        ranges: Vec<(Option<i64>, Option<i64>)>,
        /// Undated documents, too.
        unknown: bool,
    },
}

/// What an engine runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clause {
    /// Every document.
    Everything,
    /// The folded text contains this string.
    Exact(String),
    /// A paragraph of the folded text matches.
    Pattern(Pattern),
    /// A paragraph of the folded text has these near each other.
    Near(Near),
    /// The folded text contains all (or, `any`, at least one) of these words.
    Words {
        /// Terms of the `body` field.
        words: Vec<String>,
        /// One is enough.
        any: bool,
        /// Further words, and characters of all of them, that lift the score of what is found.
        beside: Vec<String>,
    },
    /// A metadata condition; does not score.
    Filter(Filter),
    /// All of them.
    And(Vec<Self>),
    /// Any of them.
    Or(Vec<Self>),
    /// Not this.
    Not(Box<Self>),
}

/// What an engine is asked for. Every clause is exact: an engine that cannot decide one by its index
/// takes a superset and reads the text (`analysis::matcher`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What must hold.
    pub clause: Clause,
    /// Conditions on metadata, kept apart so that they can be lifted one by one.
    pub filters: Vec<Filter>,
    /// Strings whose presence in the title lifts the score (folded).
    pub title_strings: Vec<String>,
    /// Order of the hits.
    pub sort: Sort,
    /// Values less sure than this, in hundredths, count as absent: in filters, facets and hits.
    pub min_confidence: Option<u8>,
}

/// The order of hits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Best first; equal scores by document id.
    #[default]
    Relevance,
    /// Oldest first; undated last.
    Date,
    /// Newest first; undated last.
    DateDescending,
}

/// One value of a facet and the number of documents that have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// The value; `None` = documents without one.
    pub value: Option<String>,
    /// Documents.
    pub count: u64,
}
