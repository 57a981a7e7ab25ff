//! Trouble with one file is data, not an error of the job.

use serde::{Deserialize, Serialize};

/// The stage that met the trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Finding and opening files.
    Walk,
    /// Decoding and reading a format.
    Read,
    /// Cleaning and splitting.
    Clean,
    /// Metadata.
    Extract,
    /// Writing to the index.
    Index,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueKind {
    /// The type is not read; not a failure.
    Skipped,
    /// Read, but not whole or not certain.
    Partial,
    /// Could not be read.
    Failed,
}

/// One row of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Path below the archive folder.
    pub path: String,
    /// Where it happened.
    pub stage: Stage,
    /// How bad it is.
    pub kind: IssueKind,
    /// Machine-readable reason, such as `unsupported_type:pdf` or `empty`.
    pub code: String,
    /// What happened, in words.
    pub message: String,
    /// How many files within a container it stands for; 1 otherwise.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub count: u64,
}

const fn one() -> u64 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_one(count: &u64) -> bool {
    *count == 1
}
