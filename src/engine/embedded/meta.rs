//! The engine's list of segments, as plain data: what can be said of an index without opening it.
//!
//! In: the index folder. Out: segments and payload of the last commit, which files belong to it and
//! which to none; a list without damaged segments. Not its job: what the files hold (`check`).

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::SEGMENTS;
use crate::engine::EngineError;
use crate::engine::manifest::{sync_folder, write_error};

/// The list of segments, within [`SEGMENTS`].
pub const META_FILE: &str = "meta.json";
/// The names of all files that the engine may remove, within [`SEGMENTS`].
pub(super) const MANAGED_FILE: &str = ".managed.json";
/// The list of segments while it is written.
const NEW_META_FILE: &str = ".meta.json.new";
/// What the names of the engine's own temporary files begin with.
const TEMPORARY: &str = ".tmp";

/// What a commit says of the engine's files.
#[derive(Debug, Clone, Deserialize)]
pub struct Meta {
    /// What travels in the commit; none before the first.
    pub payload: Option<String>,
    /// Its segments.
    pub segments: Vec<Segment>,
    /// Counts operations.
    pub(super) opstamp: u64,
}

/// A segment: documents that were written together.
#[derive(Debug, Clone, Deserialize)]
pub struct Segment {
    #[serde(rename = "segment_id")]
    id: String,
    /// Documents, those deleted since counted.
    #[serde(rename = "max_doc")]
    pub documents: u32,
    deletes: Option<Deletes>,
}

#[derive(Debug, Clone, Deserialize)]
struct Deletes {
    num_deleted_docs: u32,
    opstamp: u64,
}

impl Segment {
    /// Returns what the names of its files begin with.
    #[must_use]
    pub fn name(&self) -> String {
        self.id.replace('-', "")
    }

    /// Returns how many of its documents were deleted.
    #[must_use]
    pub fn deleted(&self) -> u32 {
        self.deletes
            .as_ref()
            .map_or(0, |deletes| deletes.num_deleted_docs)
    }
}

/// Why the list of segments is not to be had.
#[derive(Debug, thiserror::Error)]
pub enum MetaError {
    /// It is not there.
    #[error("{META_FILE} is missing")]
    Missing,
    /// It is not what the engine writes. What travels in the commit may still be readable.
    #[error("{META_FILE}: {message}")]
    Damaged {
        /// What is wrong.
        message: String,
        /// What travels in the commit.
        payload: Option<String>,
    },
    /// The system refuses.
    #[error("{META_FILE}: {source}")]
    Unreadable {
        /// The system's reason.
        #[source]
        source: io::Error,
    },
}

impl Meta {
    /// Reads the list of segments.
    ///
    /// # Errors
    /// Fails when it is missing or damaged.
    pub fn read(folder: &Path) -> Result<Self, MetaError> {
        let bytes = match fs::read(folder.join(SEGMENTS).join(META_FILE)) {
            Ok(bytes) => bytes,
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                return Err(MetaError::Missing);
            }
            Err(source) => return Err(MetaError::Unreadable { source }),
        };
        let damaged = |message: String| MetaError::Damaged {
            message,
            payload: salvage(&bytes),
        };
        let meta: Self =
            serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        let deletes = meta.segments.iter().flat_map(|segment| &segment.deletes);
        if deletes
            .clone()
            .any(|deletes| deletes.opstamp > meta.opstamp)
        {
            return Err(damaged("older than its segments".to_owned()));
        }
        Ok(meta)
    }
}

/// Finds the payload in a list of segments that cannot be read as a whole.
fn salvage(bytes: &[u8]) -> Option<String> {
    const KEY: &[u8] = b"\"payload\":";
    let at = bytes.windows(KEY.len()).rposition(|window| window == KEY)?;
    let mut values = serde_json::Deserializer::from_slice(&bytes[at + KEY.len()..]).into_iter();
    values.next()?.ok()
}

/// Returns all files of the engine: name and bytes, sorted. None where there is no folder of it.
///
/// # Errors
/// Fails when the folder cannot be listed.
pub fn list_files(folder: &Path) -> io::Result<Vec<(String, u64)>> {
    let entries = match folder.join(SEGMENTS).read_dir() {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry?;
        // One that goes meanwhile is none.
        if let Some(metadata) = entry.metadata().ok().filter(fs::Metadata::is_file) {
            files.push((
                entry.file_name().to_string_lossy().into_owned(),
                metadata.len(),
            ));
        }
    }
    files.sort();
    Ok(files)
}

/// Returns the engine's files that no segment of the last commit has: left by a run that did not
/// end, or of one that is on its way.
///
/// # Errors
/// Fails when the folder cannot be listed.
pub fn orphans(folder: &Path, meta: &Meta) -> io::Result<Vec<(String, u64)>> {
    let segments: HashSet<String> = meta.segments.iter().map(Segment::name).collect();
    let deletes = meta.segments.iter().filter_map(|segment| {
        let opstamp = segment.deletes.as_ref()?.opstamp;
        Some(format!("{}.{opstamp}.del", segment.name()))
    });
    let deletes: HashSet<String> = deletes.collect();
    let mut files = list_files(folder)?;
    files.retain(|(name, _)| {
        if name.starts_with(TEMPORARY) || name == NEW_META_FILE {
            return true;
        }
        let Some(segment) = segment_of(name) else {
            return false;
        };
        let is_outdated = name.ends_with(".del") && !deletes.contains(name);
        !segments.contains(segment) || is_outdated || name.ends_with(".temp")
    });
    Ok(files)
}

/// Returns the segment that a file is of, by its name; none where it is of none.
pub(super) fn segment_of(name: &str) -> Option<&str> {
    let (segment, _) = name.split_once('.')?;
    let is_id = segment.len() == 32 && segment.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_id.then_some(segment)
}

/// Takes segments out of the list and returns their files, which nothing names then. The caller
/// holds the lock, and no writer is open.
///
/// # Errors
/// [`EngineError::Broken`] when there is no list; those of writing.
pub fn drop_segments(folder: &Path, names: &HashSet<String>) -> Result<Vec<String>, EngineError> {
    let fail = |source| write_error(folder, source);
    let path = folder.join(SEGMENTS);
    let text = fs::read(path.join(META_FILE)).map_err(fail)?;
    let broken = || EngineError::Broken {
        path: folder.to_owned(),
        message: format!("{META_FILE} is no list of segments"),
    };
    let mut meta: Value = serde_json::from_slice(&text).map_err(|_| broken())?;
    let segments = meta.get_mut("segments").and_then(Value::as_array_mut);
    segments.ok_or_else(broken)?.retain(|segment| {
        let id = segment["segment_id"].as_str().unwrap_or_default();
        !names.contains(&id.replace('-', ""))
    });
    write(&path, NEW_META_FILE, META_FILE, &meta).map_err(fail)?;
    let files = list_files(folder).map_err(fail)?.into_iter();
    let names = files.filter(|(name, _)| segment_of(name).is_some_and(|of| names.contains(of)));
    Ok(names.map(|(name, _)| name).collect())
}

/// Says anew which files the engine may remove: all that are there. The caller holds the lock, and
/// no writer is open.
///
/// # Errors
/// Fails when it cannot be written.
pub(super) fn manage_all(folder: &Path) -> io::Result<()> {
    let files = list_files(folder)?.into_iter().map(|(name, _)| name);
    let managed: Vec<String> = files.filter(|name| !name.starts_with('.')).collect();
    let path = folder.join(SEGMENTS);
    write(&path, NEW_META_FILE, MANAGED_FILE, &managed.into())
}

fn write(folder: &Path, temporary: &str, name: &str, value: &Value) -> io::Result<()> {
    let mut file = File::create(folder.join(temporary))?;
    serde_json::to_writer(&mut file, value)?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    fs::rename(folder.join(temporary), folder.join(name))?;
    sync_folder(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_is_found_in_a_damaged_list() {
        let payload = r#"{"generation":3,"settings":"\"a\""}"#;
        let whole = serde_json::json!({"segments": [], "opstamp": 5, "payload": payload});
        let whole = whole.to_string();
        let damaged = whole.replace("\"segments\"", "\"segme\u{1}ts\"");
        for (text, expected) in [
            (whole.as_str(), Some(payload)),
            (&damaged, Some(payload)),
            (&whole[..40], None),
            ("", None),
        ] {
            assert_eq!(salvage(text.as_bytes()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn the_engines_files_are_told_by_their_names() {
        let segment = "0123456789abcdef0123456789abcdef";
        for (name, expected) in [
            (format!("{segment}.idx"), Some(segment)),
            (format!("{segment}.12.del"), Some(segment)),
            (META_FILE.to_owned(), None),
            ("notes.txt".to_owned(), None),
            (MANAGED_FILE.to_owned(), None),
        ] {
            assert_eq!(segment_of(&name), expected, "{name}");
        }
    }
}
