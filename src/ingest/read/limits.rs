//! What reading one file may cost at most, all in one place.
//!
//! In: settings. Out: the bounds that every reader and container keeps. What trips one of them is
//! a row of the report with the limit's name; what was read until then is kept as partial, but for a
//! member of a container that unpacks to too much. Not
//! its job: how many files are read at once (`indexer`).

use std::io;

/// A limit that was reached, within an [`io::Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct Tripped(pub(super) &'static str);

/// Returns the limit that an error tells of.
pub(super) fn tripped(error: &io::Error) -> Option<&'static str> {
    let inner = error.get_ref()?.downcast_ref::<Tripped>()?;
    Some(inner.0)
}

/// The bounds of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes read of a file (`file-bytes`).
    pub file_bytes: u64,
    /// Bytes that everything packed in one file may come to (`unpacked-bytes`).
    pub unpacked_bytes: u64,
    /// Unpacked bytes for one packed byte, counted once a member passes a mebibyte (`ratio`).
    pub ratio: u64,
    /// Containers within one another (`depth`).
    pub depth: usize,
    /// Parts of one package, files in one container (`members`).
    pub members: usize,
    /// Pages, slides or sheets of one document (`pages`).
    pub pages: usize,
    /// Seconds that another program may take over one file, or over one page that is a picture, and
    /// one more for each mebibyte it writes; over all pages of a file sixty times as many (`seconds`).
    pub seconds: u64,
    /// Bytes of memory that another program may take, where the system can bound it: on Linux
    /// (`memory`).
    pub memory: u64,
}

impl Limits {
    /// All names, as in the codes of issues.
    pub const NAMES: [&str; 8] = [
        "file-bytes",
        "unpacked-bytes",
        "ratio",
        "depth",
        "members",
        "pages",
        "seconds",
        "memory",
    ];

    /// Sets the limit of a name; returns whether there is one.
    pub fn set(&mut self, name: &str, value: u64) -> bool {
        let count = usize::try_from(value).unwrap_or(usize::MAX);
        match name {
            "file-bytes" => self.file_bytes = value,
            "unpacked-bytes" => self.unpacked_bytes = value,
            "ratio" => self.ratio = value,
            // Deeper would not fit a thread's stack.
            "depth" => self.depth = count.min(Self::DEEPEST),
            "members" => self.members = count,
            "pages" => self.pages = count,
            "seconds" => self.seconds = value,
            "memory" => self.memory = value,
            _ => return false,
        }
        true
    }

    const DEEPEST: usize = 16;

    /// Generous for documents, small for bombs: the largest of 2,650 laws is .3 MB of text.
    pub const DEFAULT: Self = Self {
        file_bytes: 64 << 20,
        unpacked_bytes: 1 << 30,
        ratio: 200,
        depth: 4,
        members: 1_000_000,
        pages: 5_000,
        seconds: 60,
        // Recognising a page takes less than half of it, unpacking and PDF a tenth.
        memory: 1 << 30,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_sets_a_limit() {
        for name in Limits::NAMES {
            let mut limits = Limits::default();
            assert!(limits.set(name, 3) && limits != Limits::default(), "{name}");
        }
        assert!(!Limits::default().set("size", 3));
    }
}
