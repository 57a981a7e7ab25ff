//! L0: plain data that every layer agrees on. Types are named by what has happened to them:
//! `RawFile → SourceText → Part → Document`. Serde, no I/O, no logic beyond their invariants.

pub mod cluster;
pub mod confidence;
pub mod document;
pub mod hit;
pub mod issue;
pub mod query;
pub mod source;
pub mod text;

pub use cluster::{CanonicalRule, Cluster, Clusters};
pub use document::{Date, DateRole, Document, Extracted, Metadata, Paragraph, Region, RuleId};
pub use hit::{Hit, PassageHit};
pub use issue::{Issue, IssueKind, Stage};
pub use query::{Clause, Facet, Filter, Near, Pattern, Piece, Plan, Query, Sort, Term, Within};
pub use source::{Attachment, Format, Given, PageHints, RawFile, SourcePath};
pub use text::{
    Edit, EditMap, Fate, KeyValue, MappedText, Mark, Part, PartParagraph, SourceText, Span,
};
