//! What reading one file may cost at most, all in one place.
//!
//! In: settings. Out: the bounds that every reader and container keeps. What trips one of them is
//! a row of the report with the limit's name, and what was read until then is kept as partial. Not
//! its job: how many files are read at once (`indexer`).

/// The bounds of one file, members and their members included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes read of a file, and of each member of a container (`file-bytes`).
    pub file_bytes: u64,
    /// Bytes that everything packed in one file may come to (`unpacked-bytes`).
    pub unpacked_bytes: u64,
    /// Unpacked bytes for one packed byte, counted once a member passes a mebibyte (`ratio`).
    pub ratio: u64,
    /// Containers within containers; the outermost one counts 1 (`depth`).
    pub depth: usize,
    /// Members of one file, nested ones included (`members`).
    pub members: usize,
    /// Pages, slides or sheets of one document (`pages`).
    pub pages: usize,
    /// Seconds that another program may take over one file (`seconds`).
    pub seconds: u64,
}

impl Default for Limits {
    /// Generous for documents, small for bombs: the largest of 2,650 laws is .3 MB of text.
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            unpacked_bytes: 1 << 30,
            ratio: 200,
            depth: 4,
            members: 100_000,
            pages: 5_000,
            seconds: 60,
        }
    }
}
