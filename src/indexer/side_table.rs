//! Tables beside the index: one file for each commit, which its payload names.
//!
//! In: the index folder, what a commit says of its table. Out: whether it is there; other commits'
//! tables gone. Not its job: what a table holds (`recurring`, `clusters`).

use std::fs;
use std::path::Path;

/// Whether a table is there in its full length: what a run can afford to ask that may find nothing
/// to do.
pub(super) fn is_there(index: &Path, file: &str, bytes: u64) -> bool {
    let metadata = fs::metadata(index.join(file));
    metadata.is_ok_and(|metadata| metadata.len() == bytes)
}

/// Removes the files of other commits whose names begin so, and what a broken run left of them.
pub(super) fn remove_others(index: &Path, prefix: &str, current: Option<&str>) {
    let Ok(entries) = index.read_dir() else {
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(prefix) && current != Some(&*name) {
            // One that stays does no harm: no commit names it.
            let _ = fs::remove_file(entry.path());
        }
    }
}
