//! The folder that benches measure, and its files.

use std::path::{Path, PathBuf};

/// Returns the folder named as an argument, else `$ZHENGSOU_BENCH_CORPUS`, else the laws beside the
/// repository, else `corpus_sample`.
pub(crate) fn folder() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    named
        .or_else(|| std::env::var("ZHENGSOU_BENCH_CORPUS").ok())
        .map(PathBuf::from)
        .into_iter()
        .chain([here.join("../shared/data/archive")])
        .find(|folder| folder.is_dir())
        .unwrap_or_else(|| here.join("corpus_sample"))
}

/// Lists the files of a folder, sorted.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect()
}
