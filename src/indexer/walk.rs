//! Finds the files of archives and reads their bytes.

use std::collections::HashSet;
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use walkdir::{DirEntry, WalkDir};
use xxhash_rust::xxh3::Xxh3;

use super::IndexError;
use super::ledger::FileRow;
use crate::engine::manifest;
use crate::model::{Issue, IssueKind, RawFile, SourcePath, Stage};

/// An archive folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// Its name in outputs; unique within one run.
    pub name: String,
    /// Where it is.
    pub folder: PathBuf,
}

/// A file that was found, not yet read. A run holds all of them.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) path: Arc<SourcePath>,
    /// The archive's folder.
    pub(super) folder: Arc<Path>,
    /// The path below it, where `path` has replaced something of it.
    name: Option<Box<Path>>,
    pub(super) size: u64,
    pub(super) modified_ns: u64,
}

impl Found {
    /// Describes a file of the archive of this name and folder.
    fn new((root, folder): (&Arc<str>, &Arc<Path>), absolute: &Path, metadata: &Metadata) -> Self {
        let below = absolute.strip_prefix(folder).unwrap_or(absolute);
        let relative = told(below);
        let is_told = Path::new(&relative) == below;
        Self {
            path: Arc::new(source_path(root, below, relative)),
            folder: Arc::clone(folder),
            name: (!is_told).then(|| below.into()),
            size: metadata.len(),
            modified_ns: modified_ns(metadata),
        }
    }

    /// Where the file is.
    pub(super) fn absolute(&self) -> PathBuf {
        let name = self.name.as_deref();
        self.folder
            .join(name.unwrap_or(Path::new(&self.path.relative)))
    }
}

/// Checks the folders and returns them in full, each once.
pub(super) fn open(folders: &[PathBuf]) -> Result<Vec<PathBuf>, IndexError> {
    let mut archives: Vec<PathBuf> = Vec::new();
    for given in folders {
        let path = given.clone();
        if !given.exists() {
            return Err(IndexError::NoArchive { path });
        }
        if !given.is_dir() {
            return Err(IndexError::NotAFolder { path });
        }
        let folder = given
            .canonicalize()
            .and_then(|folder| folder.read_dir().map(|_| folder))
            .map_err(|source| IndexError::Unreadable { path, source })?;
        if folder.to_str().is_none() {
            return Err(IndexError::NotUnicode { path: folder });
        }
        if !archives.contains(&folder) {
            archives.push(folder);
        }
    }
    Ok(archives)
}

/// Names archives: as the index knows their folders already; else by their own name, or with as
/// many parents as it takes to tell them apart. A name whose folder is gone goes to the folder of
/// that name: the archive was moved.
pub(super) fn name(folders: Vec<PathBuf>, known: &[(String, PathBuf)]) -> Vec<Archive> {
    let mut taken: Vec<String> = known
        .iter()
        .filter(|(_, folder)| folder.exists())
        .map(|(name, _)| name.clone())
        .collect();
    let mut archives = Vec::new();
    for folder in folders {
        let recorded = known.iter().find(|(_, known)| *known == folder);
        let name = recorded.map_or_else(|| unique_name(&folder, &taken), |(name, _)| name.clone());
        taken.push(name.clone());
        archives.push(Archive { name, folder });
    }
    archives
}

fn unique_name(folder: &Path, taken: &[String]) -> String {
    let parts: Vec<_> = folder
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    let mut name = String::new();
    for part in parts.iter().rev() {
        name = if name.is_empty() {
            part.clone()
        } else {
            format!("{part}/{name}")
        };
        if !taken.contains(&name) {
            break;
        }
    }
    name
}

/// Lists all files of the archives, sorted by path. What cannot be listed becomes an issue; index
/// folders and version control folders are passed over.
pub(super) fn walk(archives: &[Archive], index: &Path) -> (Vec<Found>, Vec<Issue>) {
    let index = index.canonicalize().unwrap_or_else(|_| index.to_owned());
    let mut found = Vec::new();
    let mut trouble = Vec::new();
    let mut listed: HashSet<PathBuf> = HashSet::new();
    let are_nested = archives.iter().any(|archive| {
        let within = archives
            .iter()
            .filter(|other| other.folder.starts_with(&archive.folder));
        within.count() > 1
    });
    for archive in archives {
        let folder: Arc<Path> = Arc::from(archive.folder.as_path());
        let root: Arc<str> = Arc::from(archive.name.as_str());
        let walker = WalkDir::new(&archive.folder).sort_by_file_name();
        for entry in walker
            .into_iter()
            .filter_entry(|entry| enters(entry, &index))
        {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    // An archive inside another one is listed once.
                    if !are_nested || listed.insert(entry.path().to_owned()) {
                        found.extend(describe((&root, &folder), &entry, &mut trouble));
                    }
                }
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => trouble.push(issue(
                    relative(&folder, entry.path()),
                    IssueKind::Skipped,
                    if entry.path_is_symlink() {
                        "link"
                    } else {
                        "special_file"
                    },
                    "links and special files are not read".to_owned(),
                )),
                Err(error) => {
                    let path = error
                        .path()
                        .map_or_else(String::new, |path| relative(&folder, path));
                    trouble.push(issue(
                        path,
                        IssueKind::Failed,
                        "unreadable",
                        error.to_string(),
                    ));
                }
            }
        }
    }
    (found, trouble)
}

/// Refuses an archive without a file, of which the index knows some.
pub(super) fn refuse_emptied(archive: &Path, index: &Path, files: usize) -> Result<(), IndexError> {
    if files == 0 || holds_a_file(archive, index) {
        return Ok(());
    }
    Err(IndexError::Emptied {
        path: archive.to_owned(),
        index: index.to_owned(),
        files,
    })
}

/// Whether an archive has anything but folders, or what cannot be listed; an index within it is
/// passed over.
fn holds_a_file(folder: &Path, index: &Path) -> bool {
    let index = index.canonicalize().unwrap_or_else(|_| index.to_owned());
    let entries = WalkDir::new(folder).into_iter();
    let mut entries = entries.filter_entry(|entry| enters(entry, &index));
    entries.any(|entry| entry.map_or(true, |entry| !entry.file_type().is_dir()))
}

fn enters(entry: &DirEntry, index: &Path) -> bool {
    if entry.depth() == 0 || !entry.file_type().is_dir() {
        return true;
    }
    let name = entry.file_name();
    if name == ".git" || name == ".svn" || name == ".hg" || name == ".zhengsou" {
        return false;
    }
    let is_index =
        entry.path().join(manifest::FILE).exists() && entry.path().join("segments").is_dir();
    entry.path() != index && !is_index
}

fn describe(
    place: (&Arc<str>, &Arc<Path>),
    entry: &DirEntry,
    trouble: &mut Vec<Issue>,
) -> Option<Found> {
    match entry.metadata() {
        Ok(metadata) => Some(Found::new(place, entry.path(), &metadata)),
        Err(error) => {
            trouble.push(issue(
                relative(place.1, entry.path()),
                IssueKind::Failed,
                "unreadable",
                error.to_string(),
            ));
            None
        }
    }
}

/// Nanoseconds since 1970; 0 where the system does not say.
fn modified_ns(metadata: &Metadata) -> u64 {
    let modified = metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    modified.map_or(0, |since| {
        u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
    })
}

fn issue(path: String, kind: IssueKind, code: &str, message: String) -> Issue {
    Issue {
        path,
        stage: Stage::Walk,
        kind,
        code: code.to_owned(),
        message,
        count: 1,
    }
}

fn relative(folder: &Path, path: &Path) -> String {
    told(path.strip_prefix(folder).unwrap_or(path))
}

/// A path for people, `/`-separated.
fn told(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

fn source_path(root: &Arc<str>, below: &Path, relative: String) -> SourcePath {
    let mut hash = Xxh3::new();
    hash.update(root.as_bytes());
    for part in below {
        hash.update(&[0]);
        hash.update(part.as_encoded_bytes());
    }
    SourcePath {
        root: Arc::clone(root),
        relative,
        key: hash.digest(),
    }
}

/// Finds a file again that the ledger knows unchanged; none where it is out of reach, has changed
/// since, or its name cannot be told from the ledger.
pub(super) fn again(archives: &[(String, PathBuf)], row: &FileRow) -> Option<Found> {
    let (_, folder) = archives.iter().find(|(name, _)| **name == *row.path.root)?;
    let absolute = folder.join(&row.path.relative);
    let metadata = absolute.metadata().ok()?;
    let place = (&row.path.root, &Arc::from(folder.as_path()));
    let found = Found::new(place, &absolute, &metadata);
    let same = found.size == row.size && found.modified_ns == row.modified_ns;
    (same && found.path.key == row.path.key).then_some(found)
}

/// Describes a file of one of the archives.
pub(super) fn within(archives: &[(String, PathBuf)], path: &Path) -> std::io::Result<Found> {
    let (absolute, metadata) = resolved(path)?;
    let archive = archives
        .iter()
        .filter(|(_, folder)| absolute.starts_with(folder))
        .max_by_key(|(_, folder)| folder.as_os_str().len());
    Ok(match archive {
        Some((name, folder)) => {
            let place = (&Arc::from(name.as_str()), &Arc::from(folder.as_path()));
            Found::new(place, &absolute, &metadata)
        }
        None => alone(&absolute, &metadata),
    })
}

/// Describes a single file given by hand.
pub(super) fn single(path: &Path) -> std::io::Result<Found> {
    let (absolute, metadata) = resolved(path)?;
    Ok(alone(&absolute, &metadata))
}

fn resolved(path: &Path) -> std::io::Result<(PathBuf, Metadata)> {
    let absolute = path.canonicalize()?;
    let metadata = absolute.metadata()?;
    if !metadata.is_file() {
        return Err(std::io::Error::new(
            std::io::ErrorKind::InvalidInput,
            "not a file",
        ));
    }
    Ok((absolute, metadata))
}

/// A file whose folder counts as its archive.
fn alone(absolute: &Path, metadata: &Metadata) -> Found {
    let folder = absolute.parent().unwrap_or(absolute);
    let name = unique_name(folder, &[]);
    Found::new((&Arc::from(name), &Arc::from(folder)), absolute, metadata)
}

/// Reads at most `limit` bytes of a file.
pub(super) fn read(found: &Found, limit: u64) -> std::io::Result<RawFile> {
    let absolute = found.absolute();
    let file = File::open(&absolute)?;
    let expected = usize::try_from(found.size.min(limit)).unwrap_or(0);
    let mut bytes = Vec::with_capacity(expected + 1);
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    let truncated = bytes.len() as u64 > limit;
    if truncated {
        bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    Ok(RawFile {
        path: SourcePath::clone(&found.path),
        absolute,
        bytes,
        truncated,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn equal_names_get_their_parents() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a/docs"), folder.path().join("b/docs"));
        fs::create_dir_all(&a).unwrap();
        fs::create_dir_all(&b).unwrap();
        let archives = name(open(&[a.clone(), b.clone(), a.clone()]).unwrap(), &[]);
        let names: Vec<&str> = archives
            .iter()
            .map(|archive| archive.name.as_str())
            .collect();
        assert_eq!(names, ["docs", "b/docs"]);
        // An index that knows one of them keeps its name, whatever the order, and gives the other
        // a new one.
        let (a, b) = (a.canonicalize().unwrap(), b.canonicalize().unwrap());
        let known = [("docs".to_owned(), b.clone())];
        let archives = name(vec![a.clone(), b], &known);
        let names: Vec<&str> = archives
            .iter()
            .map(|archive| archive.name.as_str())
            .collect();
        assert_eq!(names, ["a/docs", "docs"]);
        let moved = [("docs".to_owned(), PathBuf::from("/no/longer/docs"))];
        assert_eq!(name(vec![a], &moved)[0].name, "docs");
    }

    #[test]
    fn index_folders_are_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("idx")).unwrap();
        fs::write(folder.path().join("idx").join(manifest::FILE), "").unwrap();
        fs::create_dir(folder.path().join("idx/segments")).unwrap();
        fs::write(folder.path().join("a.txt"), "甲").unwrap();
        let archives = name(open(&[folder.path().to_owned()]).unwrap(), &[]);
        let (found, trouble) = walk(&archives, Path::new("elsewhere"));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path.relative, "a.txt");
        assert!(trouble.is_empty());
    }

    #[test]
    fn a_long_file_is_cut_and_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "12345").unwrap();
        let found = single(&path).unwrap();
        let cut = read(&found, 3).unwrap();
        assert!(cut.truncated && cut.bytes == b"123");
        assert!(!read(&found, 5).unwrap().truncated);
    }
}
