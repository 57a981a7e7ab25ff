//! Fingerprints the rules: a document cleaned and read by other rules is read anew.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

/// What decides a document's text and metadata, besides the dictionaries, and what it is a copy of.
const RULES: [&str; 4] = [
    "src/ingest",
    "src/engine/record.rs",
    "src/analysis/similarity.rs",
    "src/indexer/clusters",
];

fn main() {
    // `DefaultHasher::new` has fixed keys: the same sources give the same fingerprint.
    let mut hash = DefaultHasher::new();
    for rules in RULES {
        println!("cargo::rerun-if-changed={rules}");
        let mut files = Vec::new();
        collect(Path::new(rules), &mut files);
        files.sort();
        for file in files {
            // A file that cannot be read fails the build a moment later, with a better message.
            fs::read(&file).unwrap_or_default().hash(&mut hash);
        }
    }
    println!(
        "cargo::rustc-env=ZHENGSOU_RULES={:08x}",
        hash.finish() >> 32
    );
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => {
            for entry in entries.filter_map(Result::ok) {
                collect(&entry.path(), files);
            }
        }
        // Tests change no document.
        Err(_) if !path.to_string_lossy().contains("test") => files.push(path.to_owned()),
        Err(_) => {}
    }
}
