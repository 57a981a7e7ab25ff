//! Links to the files that documents come from.

use std::path::{Path, PathBuf};

/// What parts a member from the file that holds it (`engine::record`).
const MEMBER: &str = "!/";

/// Finds files; the last one is remembered, for a document has many rows.
#[derive(Debug, Default)]
pub struct Links {
    archives: Vec<(String, PathBuf)>,
    last: (String, String),
    file: Option<PathBuf>,
}

impl Links {
    /// Takes the archives' names and folders, as the index's commit has them.
    #[must_use]
    pub fn new(archives: Vec<(String, PathBuf)>) -> Self {
        Self {
            archives,
            last: (String::new(), String::new()),
            file: None,
        }
    }

    /// Returns a document's file, if it is there; the file that holds it, for a member.
    pub fn file(&mut self, root: &str, path: &str) -> Option<&Path> {
        if self.last.0 != root || self.last.1 != path {
            self.last = (root.to_owned(), path.to_owned());
            self.file = self.look(root, path);
        }
        self.file.as_deref()
    }

    fn look(&self, root: &str, path: &str) -> Option<PathBuf> {
        let (_, folder) = self.archives.iter().find(|(name, _)| name == root)?;
        let file = path.split_once(MEMBER).map_or(path, |(file, _)| file);
        let file = folder.join(file);
        file.is_file().then_some(file)
    }
}

/// Returns a file's address as a URI (RFC 8089), for a terminal: all but unreserved characters and
/// `/` are escaped, so that nothing in a name can end the link.
#[must_use]
pub fn file_uri(file: &Path) -> Option<String> {
    let path = file.to_str()?;
    let path = path.strip_prefix(r"\\?\").unwrap_or(path);
    let mut uri = String::from("file://");
    if !path.starts_with('/') {
        uri.push('/');
    }
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    Some(uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_have_files_and_members_that_of_their_container() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("甲 1.jsonl");
        std::fs::write(&file, "").unwrap();
        let mut links = Links::new(vec![("a".to_owned(), folder.path().to_owned())]);
        assert_eq!(links.file("a", "甲 1.jsonl"), Some(file.as_path()));
        assert_eq!(links.file("a", "甲 1.jsonl!/3"), Some(file.as_path()));
        for (root, path) in [("b", "甲 1.jsonl"), ("a", "gone.txt")] {
            assert_eq!(links.file(root, path), None, "{root}/{path}");
        }
    }

    #[test]
    fn uris_are_escaped() {
        let cases = [
            ("/a/甲 1.txt", "file:///a/%E7%94%B2%201.txt"),
            ("/a/#?%\u{1b}\u{7}.txt", "file:///a/%23%3F%25%1B%07.txt"),
            (r"\\?\C:\a\b.txt", "file:///C:/a/b.txt"),
        ];
        for (path, expected) in cases {
            assert_eq!(file_uri(Path::new(path)).as_deref(), Some(expected));
        }
    }
}
