//! What ingest promises of any file, whatever its bytes.
//!
//! In: a name and bytes. Out: nothing, or a panic. Not its job: where the bytes come from.

use std::collections::HashSet;
use std::panic;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use zhengsou::ingest::{self, Options};
use zhengsou::model::{RawFile, SourcePath};

/// Lets panics of libraries pass, which cost a run of the indexer one file and a row of its report;
/// each place is printed once. Panics of the program's own code still end the fuzzing.
pub fn pass_contained_panics() {
    /// Where cargo keeps the sources of libraries.
    const LIBRARIES: &str = "/registry/src/";
    static MET: Mutex<Option<HashSet<String>>> = Mutex::new(None);
    let ending = panic::take_hook();
    panic::set_hook(Box::new(move |told| {
        let place = told.location().map(ToString::to_string).unwrap_or_default();
        if !place.contains(LIBRARIES) {
            return ending(told);
        }
        let mut met = MET.lock().unwrap_or_else(PoisonError::into_inner);
        if met.get_or_insert_default().insert(place.clone()) {
            eprintln!("CONTAINED {place}");
        }
    }));
}

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
