//! The ledger on disk: one JSON object a line for each file.
//!
//! In: rows. Out: a file of them, and back. Not its job: what a row means (`ledger`).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::folder::{Sealed, Sealing};
use super::ledger::FileRow;
use crate::model::{Issue, SourcePath};

/// A line of the file: the fields of [`FileRow`].
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    root: Cow<'a, str>,
    #[serde(borrow)]
    path: Cow<'a, str>,
    key: u64,
    size: u64,
    modified_ns: u64,
    #[serde(default, skip_serializing_if = "is_none")]
    hash: u64,
    documents: u32,
    #[serde(default, skip_serializing_if = "is_none")]
    members: u64,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    quality: Cow<'a, BTreeMap<String, u32>>,
    #[serde(default, skip_serializing_if = "is_zero")]
    recurring: u32,
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    issues: Cow<'a, [Issue]>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_none(number: &u64) -> bool {
    *number == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl<'a> Line<'a> {
    fn of(row: &'a FileRow) -> Self {
        let SourcePath {
            root,
            relative,
            key,
        } = &*row.path;
        Self {
            root: Cow::Borrowed(root),
            path: Cow::Borrowed(relative),
            key: *key,
            size: row.size,
            modified_ns: row.modified_ns,
            hash: row.hash,
            documents: row.documents,
            members: row.members,
            quality: Cow::Borrowed(&row.quality),
            recurring: row.recurring,
            issues: Cow::Borrowed(&row.issues),
        }
    }

    fn row(self, root: Arc<str>) -> FileRow {
        FileRow {
            path: Arc::new(SourcePath {
                root,
                relative: self.path.into_owned(),
                key: self.key,
            }),
            size: self.size,
            modified_ns: self.modified_ns,
            hash: self.hash,
            documents: self.documents,
            members: self.members,
            quality: self.quality.into_owned(),
            recurring: self.recurring,
            issues: self.issues.into_owned(),
        }
    }
}

/// Writes rows; they are on disk then, but for the name.
pub(super) fn write<'a>(
    index: &Path,
    file: String,
    rows: impl Iterator<Item = &'a FileRow>,
) -> io::Result<Sealed> {
    let mut out = Sealing::create(index, file)?;
    for row in rows {
        serde_json::to_writer(&mut out, &Line::of(row))?;
        out.write_all(b"\n")?;
    }
    out.finish()
}

/// Reads what [`write`] wrote.
pub(super) fn read(index: &Path, sealed: &Sealed) -> io::Result<Vec<FileRow>> {
    let bytes = sealed.read(index)?;
    let lines = bytes.split(|byte| *byte == b'\n');
    let lines = lines.filter(|line| !line.is_empty());
    let mut root: Arc<str> = Arc::from("");
    lines
        .map(|line| {
            let line: Line<'_> = serde_json::from_slice(line)?;
            // Rows of an archive stand beside one another, nearly always.
            if *root != *line.root {
                root = Arc::from(&*line.root);
            }
            Ok(line.row(Arc::clone(&root)))
        })
        .collect()
}
