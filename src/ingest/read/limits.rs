//! What reading one file may cost at most, all in one place.
//!
//! In: settings. Out: the bounds that every reader and container keeps. What trips one of them is
//! a row of the report with the limit's name, and what was read until then is kept as partial. Not
//! its job: how many files are read at once (`indexer`).

/// The bounds of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes read of a file (`file-bytes`).
    pub file_bytes: u64,
    /// Bytes that everything packed in one file may come to (`unpacked-bytes`).
    pub unpacked_bytes: u64,
    /// Unpacked bytes for one packed byte, counted once a member passes a mebibyte (`ratio`).
    pub ratio: u64,
    /// Parts of one package (`members`).
    pub members: usize,
    /// Pages, slides or sheets of one document (`pages`).
    pub pages: usize,
    /// Seconds that another program may take over one file (`seconds`).
    pub seconds: u64,
}

impl Limits {
    /// Generous for documents, small for bombs: the largest of 2,650 laws is .3 MB of text.
    pub const DEFAULT: Self = Self {
        file_bytes: 64 << 20,
        unpacked_bytes: 1 << 30,
        ratio: 200,
        members: 100_000,
        pages: 5_000,
        seconds: 60,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
