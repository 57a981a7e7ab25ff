//! A file's address as a workbook's links take it.

use std::path::Path;

/// Returns a file's address as `rust_xlsxwriter` takes it; it escapes spaces and the like itself.
/// `#`, `?` and `%` it would take for the end of the path.
pub(super) fn address(file: &Path) -> Option<String> {
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
    fn addresses_are_absolute_and_whole() {
        let cases = [
            ("/a/甲.txt", Some("FILE:///a/甲.txt")),
            (r"\\?\C:\a\b.txt", Some(r"file:///C:\a\b.txt")),
            ("/a/c#.txt", None),
        ];
        for (path, expected) in cases {
            assert_eq!(address(Path::new(path)).as_deref(), expected);
        }
    }
}
