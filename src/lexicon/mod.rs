//! L1: embedded dictionaries, typed. Data files stand in `data/*.tsv`, with source, retrieval date,
//! licence and columns on top; each is loaded once, when first used. Rows of a user's own stand over
//! those of the tables of names ([`overlay`]).
//!
//! Not its job: reading documents. A lexicon answers what a name is, never where it stands.

pub mod common_pairs;
pub mod doc_number_codes;
pub mod doc_types;
pub mod furniture;
pub mod issuers;
pub mod overlay;
pub mod page_manner;
pub mod readings;
pub mod regions;
pub mod script;
pub mod spam;
pub mod synonyms;
mod table;
pub mod terms;
pub mod weak_phrases;
pub mod words;
pub mod zones;

/// Returns the fingerprint of all lexicons, the overlay included: an index whose metadata were read
/// with others is not mixed with this program's.
#[must_use]
pub fn fingerprint() -> u64 {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    for source in script::sources()
        .iter()
        .chain(&regions::sources())
        .chain(&doc_number_codes::sources())
        .chain(&zones::sources())
        .chain(&spam::sources())
        .chain(&weak_phrases::sources())
        .chain(&furniture::sources())
        .chain(&issuers::sources())
        .chain(&doc_types::sources())
        .chain(&common_pairs::sources())
        .chain(&page_manner::sources())
    {
        hash.update(source.as_bytes());
    }
    hash.update(overlay::source().as_bytes());
    hash.digest()
}
