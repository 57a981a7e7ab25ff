//! What ingest promises of any file, whatever its bytes.
//!
//! In: a name and bytes. Out: nothing, or a panic. Not its job: where the bytes come from.

use std::path::PathBuf;

use zhengsou::ingest::{self, Options};
use zhengsou::model::{RawFile, SourcePath};

/// Reads a file as a run of the indexer does; `truncated` says that it was cut at the limit.
pub fn ingest(name: &str, bytes: Vec<u8>, truncated: bool) {
    let file = RawFile {
        path: SourcePath {
            root: "fuzz".to_owned(),
            relative: name.to_owned(),
            key: 1,
        },
        absolute: PathBuf::new(),
        bytes,
        truncated,
    };
    let ingested = ingest::ingest(&file, Options::default());
    // A file gives documents or says why not.
    assert!(!ingested.documents.is_empty() || !ingested.issues.is_empty());
    for document in &ingested.documents {
        assert_eq!(
            document.display.lines().count(),
            document.paragraphs.len(),
            "one paragraph a line"
        );
    }
}
