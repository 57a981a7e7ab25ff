//! Links to files: what of a page's links is an attachment, and what it is called.
//!
//! In: the value of an `href` or `src`. Out: whether it names a document file, and the file's name.
//! Not its job: fetching anything, resolving relative addresses.

/// Endings of files that carry a document or an annex (`.ceb` is 方正's format of older 公文).
const ENDINGS: [&str; 16] = [
    "pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "ofd", "ppt", "pptx", "rtf", "ceb", "rar",
    "zip", "7z", "docm",
];
/// A longer address is data, not an address.
const LONGEST_ADDRESS: usize = 2048;

/// Returns whether an address names a document file: by its path, or by a parameter at its end
/// (`downfile.jsp?filename=1.doc`).
pub(super) fn is_document(address: &str) -> bool {
    let address = address.trim();
    if address.len() > LONGEST_ADDRESS || address.starts_with("data:") {
        return false;
    }
    let whole = address.split('#').next().unwrap_or(address);
    let path = whole.split('?').next().unwrap_or(whole);
    has_ending(path) || (path.len() < whole.len() && has_ending(whole))
}

fn has_ending(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| {
        ENDINGS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(ending))
    })
}

/// Returns the last piece of an address, for links that show no text.
pub(super) fn file_name(address: &str) -> &str {
    let whole = address.split('#').next().unwrap_or(address);
    whole.rsplit(['/', '=', '\\']).next().unwrap_or(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_files_are_told_by_their_ending() {
        let cases = [
            ("./W020230101.pdf", true),
            ("/a/1.DOCX?x=1", true),
            ("/module/download/downfile.jsp?filename=a.doc", true),
            ("附件1.xls#page", true),
            ("/a/index.html", false),
            ("http://www.example.cn", false),
            ("data:image/png;base64,AAAA.pdf", false),
            ("doc", false),
            ("", false),
        ];
        for (address, expected) in cases {
            assert_eq!(is_document(address), expected, "{address}");
        }
        assert_eq!(file_name("/a/b.pdf#1"), "b.pdf");
        assert_eq!(file_name("x.jsp?f=c.doc"), "c.doc");
    }
}
