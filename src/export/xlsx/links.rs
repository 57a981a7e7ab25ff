//! Links to the files that documents come from.

use std::path::{Path, PathBuf};

/// What parts a member from the file that holds it (`engine::record`).
const MEMBER: &str = "!/";

/// Addresses of files; the last one is remembered, for a document has many rows.
pub(super) struct Links {
    archives: Vec<(String, PathBuf)>,
    last: (String, String),
    address: Option<String>,
}

impl Links {
    pub(super) fn new(archives: Vec<(String, PathBuf)>) -> Self {
        Self {
            archives,
            last: (String::new(), String::new()),
            address: None,
        }
    }

    /// Returns the address of a document's file, if it is there; the file that holds it, for a
    /// member.
    pub(super) fn address(&mut self, root: &str, path: &str) -> Option<String> {
        if self.last.0 != root || self.last.1 != path {
            self.last = (root.to_owned(), path.to_owned());
            self.address = self.look(root, path);
        }
        self.address.clone()
    }

    fn look(&self, root: &str, path: &str) -> Option<String> {
        let (_, folder) = self.archives.iter().find(|(name, _)| name == root)?;
        let file = path.split_once(MEMBER).map_or(path, |(file, _)| file);
        let file = folder.join(file);
        file.is_file().then(|| address(&file)).flatten()
    }
}

/// Returns a file's address as `rust_xlsxwriter` takes it; it escapes spaces and the like itself.
/// `#`, `?` and `%` it would take for the end of the path.
fn address(file: &Path) -> Option<String> {
    let path = file.to_str()?;
    let path = path.strip_prefix(r"\\?\").unwrap_or(path);
    // It makes `file:///home` a relative path; a scheme has no case (RFC 3986, 3.1).
    let scheme = if path.starts_with('/') {
        "FILE://"
    } else {
        "file:///"
    };
    let is_whole = !path.contains(['#', '?', '%']);
    is_whole.then(|| format!("{scheme}{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_addresses_and_members_that_of_their_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("甲 1.jsonl"), "").unwrap();
        std::fs::write(folder.path().join("c#.txt"), "").unwrap();
        let mut links = Links::new(vec![("a".to_owned(), folder.path().to_owned())]);
        let expected = address(&folder.path().join("甲 1.jsonl"));
        assert!(expected.is_some());
        assert_eq!(links.address("a", "甲 1.jsonl"), expected);
        assert_eq!(links.address("a", "甲 1.jsonl!/3"), expected);
        for (root, path) in [("b", "甲 1.jsonl"), ("a", "gone.txt"), ("a", "c#.txt")] {
            assert_eq!(links.address(root, path), None, "{root}/{path}");
        }
    }

    #[test]
    fn addresses_are_absolute() {
        let cases = [
            ("/a/甲.txt", "FILE:///a/甲.txt"),
            (r"\\?\C:\a\b.txt", r"file:///C:\a\b.txt"),
        ];
        for (path, expected) in cases {
            assert_eq!(address(Path::new(path)).as_deref(), Some(expected));
        }
    }
}
