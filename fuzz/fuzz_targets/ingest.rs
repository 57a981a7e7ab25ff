//! Any bytes as any kind of file or container: reading to metadata. The last byte chooses the file's
//! name, so that real files serve as a corpus: `tests/fixtures/formats`.
#![no_main]

use std::path::PathBuf;

use libfuzzer_sys::fuzz_target;
use zhengsou::ingest::{self, Options};
use zhengsou::model::{RawFile, SourcePath};

const NAMES: [&str; 8] = ["a", "a.txt", "a.html", "a.md", "a.jsonl", "a.mht", "a.csv", "a.gz"];

fuzz_target!(|bytes: &[u8]| {
    let Some((last, bytes)) = bytes.split_last() else {
        return;
    };
    let file = RawFile {
        path: SourcePath {
            root: "fuzz".to_owned(),
            relative: NAMES[usize::from(*last) % NAMES.len()].to_owned(),
            key: 1,
        },
        absolute: PathBuf::new(),
        bytes: bytes.to_vec(),
        truncated: last & 0x80 != 0,
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
});
