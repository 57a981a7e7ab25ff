//! `MANIFEST.toml`: what an index was built with, written once when it is created.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::EngineError;
use crate::analysis::{char_filter, tokenizer};
use crate::lexicon;
use crate::schema;

/// File name within the index folder.
pub const FILE: &str = "MANIFEST.toml";
/// Version of the folder's layout.
pub const FORMAT: u32 = 3;

/// Identity of an index. A mismatch is refused, never silently searched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Layout of the folder.
    pub format: u32,
    /// Fingerprint of `index_schema/`.
    pub schema: String,
    /// Fingerprint of folding and tokenizers.
    pub analysis: String,
    /// Fingerprint of the embedded lexicons: other rules read other metadata.
    pub lexicon: String,
    /// Fingerprint of the rules that read documents (`build.rs`).
    /// Empty in the manifests of the first versions, which had none.
    #[serde(default)]
    pub rules: String,
    /// Version of the program that made it; for people, not compared.
    pub tool: String,
}

/// In what the manifest of an index differs from this program's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What differs: schema, analyzers, dictionary, rules or format.
    pub part: &'static str,
    /// What the index was built with.
    pub found: String,
    /// What this program has.
    pub expected: String,
}

impl Manifest {
    /// Returns this program's manifest.
    #[must_use]
    pub fn current() -> Self {
        let analysis = format!("{} {}", char_filter::VERSION, tokenizer::VERSION);
        let folding = lexicon::script::sources().concat();
        let analysis = xxh3_64(analysis.as_bytes()) ^ xxh3_64(folding.as_bytes());
        Self {
            format: FORMAT,
            schema: short(schema::fingerprint()),
            analysis: short(analysis),
            lexicon: short(lexicon::fingerprint()),
            rules: env!("ZHENGSOU_RULES").to_owned(),
            tool: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// Reads the manifest of an index folder and compares it with this program's.
    ///
    /// # Errors
    /// Those of [`Manifest::read`], and [`EngineError::Fingerprint`].
    pub fn check(folder: &Path) -> Result<Self, EngineError> {
        let manifest = Self::read(folder)?;
        match manifest.differences().into_iter().next() {
            None => Ok(manifest),
            Some(Difference {
                part,
                found,
                expected,
            }) => Err(EngineError::Fingerprint {
                path: folder.to_owned(),
                part,
                found,
                expected,
            }),
        }
    }

    /// Reads the manifest of an index folder, whatever program wrote it.
    ///
    /// # Errors
    /// [`EngineError::Missing`], [`EngineError::NotAnIndex`] or [`EngineError::Broken`].
    pub fn read(folder: &Path) -> Result<Self, EngineError> {
        let path = folder.to_owned();
        let text = match fs::read_to_string(folder.join(FILE)) {
            Ok(text) => text,
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                return Err(if holds_something_else(folder) {
                    EngineError::NotAnIndex { path }
                } else {
                    EngineError::Missing { path }
                });
            }
            Err(error) => {
                return Err(EngineError::Broken {
                    path,
                    message: error.to_string(),
                });
            }
        };
        toml::from_str(&text).map_err(|error| EngineError::Broken {
            path,
            message: format!("{FILE}: {}", error.message()),
        })
    }

    /// Returns in what it differs from this program's.
    #[must_use]
    pub fn differences(&self) -> Vec<Difference> {
        let current = Self::current();
        let (format, expected) = (self.format.to_string(), current.format.to_string());
        let parts = [
            ("format", &format, &expected),
            ("schema", &self.schema, &current.schema),
            ("analyzers", &self.analysis, &current.analysis),
            ("dictionary", &self.lexicon, &current.lexicon),
            ("rules", &self.rules, &current.rules),
        ];
        let differing = parts
            .into_iter()
            .filter(|(_, found, expected)| found != expected);
        let difference = |(part, found, expected): (_, &String, &String)| Difference {
            part,
            found: found.clone(),
            expected: expected.clone(),
        };
        differing.map(difference).collect()
    }

    /// Writes the manifest: to a temporary file first, then renamed.
    ///
    /// # Errors
    /// [`EngineError::Write`] or [`EngineError::DiskFull`].
    pub fn write(&self, folder: &Path) -> Result<(), EngineError> {
        let text = toml::to_string(self).expect("a manifest is plain strings");
        let temporary = folder.join(format!("{FILE}.new"));
        let write = || -> std::io::Result<()> {
            let mut file = fs::File::create(&temporary)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&temporary, folder.join(FILE))?;
            sync_folder(folder)
        };
        write().map_err(|source| write_error(folder, source))
    }
}

/// Makes names within a folder survive a power cut, where the system can.
///
/// # Errors
/// Fails when the folder cannot be opened or synced.
pub fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

/// A file that is written to see whether the disk is full, and removed.
pub(super) const PROBE_FILE: &str = "SPACE";

/// Returns whether a file of this name in an index folder was left by a process that died while
/// writing it.
#[must_use]
pub fn is_temporary(name: &str) -> bool {
    name == PROBE_FILE || name == format!("{FILE}.new")
}

/// The lock's file name within the index folder.
pub const LOCK_FILE: &str = "LOCK";

/// Returns whether the path is a file, or a folder of files without a manifest or a lock of ours:
/// it must not be taken for an index.
#[must_use]
pub fn holds_something_else(folder: &Path) -> bool {
    if folder.exists() && !folder.is_dir() {
        return true;
    }
    let Ok(entries) = folder.read_dir() else {
        return false;
    };
    let mut names = entries
        .filter_map(Result::ok)
        .map(|entry| entry.file_name())
        .peekable();
    names.peek().is_some() && !names.any(|name| name == LOCK_FILE || name == FILE)
}

/// Sorts a write error: disk full, or whatever the system says.
#[must_use]
pub fn write_error(path: &Path, source: std::io::Error) -> EngineError {
    if matches!(
        source.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded
    ) {
        return EngineError::DiskFull {
            path: path.to_owned(),
        };
    }
    EngineError::Write {
        path: path.to_owned(),
        source,
    }
}

fn short(hash: u64) -> String {
    format!("{:08x}", hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An index of the first versions stopped `search --in` instead of being built again.
    #[test]
    fn r0005_a_manifest_without_rules_is_an_old_one_not_a_broken_one() {
        let folder = tempfile::tempdir().unwrap();
        let current = toml::to_string(&Manifest::current()).unwrap();
        let old: Vec<&str> = current
            .lines()
            .filter(|line| !line.starts_with("rules"))
            .collect();
        fs::write(folder.path().join(FILE), old.join("\n")).unwrap();
        let error = Manifest::check(folder.path()).unwrap_err();
        assert!(matches!(error, EngineError::Fingerprint { .. }), "{error}");
    }
}
