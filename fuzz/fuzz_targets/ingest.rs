//! Any bytes as any kind of file: reading to metadata. The first byte chooses the file's name.
#![no_main]

use std::path::PathBuf;

use libfuzzer_sys::fuzz_target;
use zhengsou::ingest::{self, Options};
use zhengsou::model::{RawFile, SourcePath};

const NAMES: [&str; 6] = ["a.txt", "a.html", "a.md", "a.jsonl", "a.mht", "a"];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    let file = RawFile {
        path: SourcePath {
            root: "fuzz".to_owned(),
            relative: NAMES[usize::from(*first) % NAMES.len()].to_owned(),
            key: 1,
        },
        absolute: PathBuf::new(),
        bytes: bytes.to_vec(),
        truncated: first & 0x80 != 0,
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
