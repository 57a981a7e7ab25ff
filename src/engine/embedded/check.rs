//! Reads the engine's files of the last commit through: checksums, schema, which documents are there.
//!
//! In: the index folder. Out: damaged files, the documents by file. Writes nothing and takes no lock:
//! where another process commits meanwhile, files may be missing that were there, and the caller asks
//! again. What the foot of a file says of the engine's version is not covered by a checksum, and of no
//! consequence. Not its job: whether the documents are those the ledger names (`indexer`).

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use tantivy::directory::MmapDirectory;
use tantivy::directory::error::OpenReadError;
use tantivy::index::{Segment, SegmentComponent};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Index, SegmentReader, TERMINATED, TantivyError};

use super::fields::{field, schema};
use super::meta::{MANAGED_FILE, META_FILE, manage_all};
use super::reading::ReadingDirectory;
use super::{SEGMENTS, engine_error, sink, tokenizers};
use crate::engine::EngineError;
use crate::engine::manifest::write_error;
use crate::schema::names;

/// What the engine's files hold.
#[derive(Debug, Default)]
pub struct Inspection {
    /// What travels in the commit.
    pub payload: Option<String>,
    /// Files that are missing or not what was written.
    pub damaged: Vec<DamagedFile>,
    /// Document ids by file key, of the segments that are whole.
    pub documents: HashMap<u64, Vec<u64>>,
}

/// A file of the engine that is not what was written.
#[derive(Debug, Clone)]
pub struct DamagedFile {
    /// Its name in the engine's folder.
    pub file: String,
    /// The segment that cannot be read without it; none where it is a list.
    pub segment: Option<String>,
    /// It is not there.
    pub is_missing: bool,
    /// What is wrong.
    pub detail: String,
}

/// The files of a segment; a list of deleted documents there is only where some are.
const COMPONENTS: [SegmentComponent; 6] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::Terms,
    SegmentComponent::Store,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
];

/// Reads everything through.
///
/// # Errors
/// [`EngineError::Broken`] when the list of segments cannot be read, or is of another schema.
pub fn inspect(folder: &Path) -> Result<Inspection, EngineError> {
    let fail = |error: TantivyError| engine_error(folder, &error);
    let directory = MmapDirectory::open(folder.join(SEGMENTS));
    let directory = directory.map_err(|error| fail(error.into()))?;
    let mut index = Index::open(ReadingDirectory::spectator(directory)).map_err(fail)?;
    index.set_tokenizers(tokenizers::manager());
    let is_ours = index.schema() == schema() && *index.settings() == sink::settings();
    if !is_ours {
        return Err(EngineError::Broken {
            path: folder.to_owned(),
            message: format!("{META_FILE}: another schema"),
        });
    }
    let mut inspection = Inspection {
        payload: index.load_metas().map_err(fail)?.payload,
        ..Inspection::default()
    };
    let segments = index.searchable_segments().map_err(fail)?;
    inspection.check_managed(folder, &segments);
    for segment in &segments {
        inspection.check_segment(segment);
    }
    Ok(inspection)
}

impl Inspection {
    /// Compares the list of files that the engine may remove with its segments.
    fn check_managed(&mut self, folder: &Path, segments: &[Segment]) {
        let path = folder.join(SEGMENTS).join(MANAGED_FILE);
        let text = fs::read(&path);
        let is_missing = text.is_err() && !path.exists();
        let managed = text.and_then(|text| Ok(serde_json::from_slice::<HashSet<String>>(&text)?));
        let detail = match managed {
            Err(error) => error.to_string(),
            Ok(managed) => {
                let all = segments.iter().flat_map(files);
                let mut names = all.map(|(_, name)| name).chain([META_FILE.to_owned()]);
                match names.find(|name| !managed.contains(name)) {
                    None => return,
                    Some(name) => format!("does not name {name}"),
                }
            }
        };
        self.damaged.push(DamagedFile {
            file: MANAGED_FILE.to_owned(),
            segment: None,
            is_missing,
            detail,
        });
    }

    fn check_segment(&mut self, segment: &Segment) {
        let name = segment.id().uuid_string();
        let damaged = |file: String, is_missing, detail: String| DamagedFile {
            file,
            segment: Some(name.clone()),
            is_missing,
            detail,
        };
        let before = self.damaged.len();
        // Open files stay whole where another process removes them.
        let opened: Vec<_> = files(segment)
            .into_iter()
            .map(|(component, file)| (segment.open_read(component), file))
            .collect();
        for (handle, file) in &opened {
            let path = Path::new(file);
            let sum = segment.index().directory().validate_checksum(path);
            let (is_missing, detail) = match (handle, &sum) {
                (Ok(_), Ok(true)) => continue,
                (_, Err(OpenReadError::FileDoesNotExist(_))) => (true, String::new()),
                (Err(error), _) | (_, Err(error)) => (false, error.to_string()),
                (_, Ok(false)) => (false, "not what was written".to_owned()),
            };
            self.damaged.push(damaged(file.clone(), is_missing, detail));
        }
        if self.damaged.len() > before {
            return;
        }
        match documents(segment) {
            Ok(documents) => {
                for (key, mut ids) in documents {
                    self.documents.entry(key).or_default().append(&mut ids);
                }
            }
            Err(error) => {
                let detail = format!("segment {name}: {error}");
                self.damaged
                    .push(damaged(META_FILE.to_owned(), false, detail));
            }
        }
    }
}

/// The files of a segment that must be there.
fn files(segment: &Segment) -> Vec<(SegmentComponent, String)> {
    let deletes = segment
        .meta()
        .has_deletes()
        .then_some(SegmentComponent::Delete);
    let components = COMPONENTS.into_iter().chain(deletes);
    let name = |component: SegmentComponent| {
        let path = segment.relative_path(component.clone());
        (component, path.to_string_lossy().into_owned())
    };
    components.map(name).collect()
}

/// Returns the ids of the documents of a segment that were not deleted, by file key.
fn documents(segment: &Segment) -> tantivy::Result<HashMap<u64, Vec<u64>>> {
    let reader = SegmentReader::open(segment)?;
    let ids = reader.fast_fields().u64(names::DOC_ID)?;
    let alive = reader.alive_bitset();
    let counts = [
        Some(ids.num_docs()),
        alive.map(|alive| alive.bitset().max_value()),
        alive.map(|_| reader.num_docs() + segment.meta().num_deleted_docs()),
    ];
    if counts
        .iter()
        .flatten()
        .any(|count| *count != reader.max_doc())
    {
        let message = "another number of documents".to_owned();
        return Err(TantivyError::InternalError(message));
    }
    let field = field(reader.schema(), names::FILE_KEY);
    let index = reader.inverted_index(field)?;
    let mut terms = index.terms().stream()?;
    let mut documents: HashMap<u64, Vec<u64>> = HashMap::new();
    while let Some((term, info)) = terms.next() {
        let key = <[u8; 8]>::try_from(term).map(u64::from_be_bytes);
        let key = key.map_err(|_| TantivyError::InternalError("no file key".to_owned()))?;
        let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        let mut found = Vec::new();
        while postings.doc() != TERMINATED {
            let document = postings.doc();
            if alive.is_none_or(|alive| alive.is_alive(document)) {
                found.extend(ids.first(document));
            }
            postings.advance();
        }
        if !found.is_empty() {
            documents.entry(key).or_default().append(&mut found);
        }
    }
    Ok(documents)
}

/// Writes the list of files that the engine may remove anew. The caller holds the lock, and no
/// writer is open.
///
/// # Errors
/// Those of writing.
pub fn manage_files(folder: &Path) -> Result<(), EngineError> {
    manage_all(folder).map_err(|source| write_error(folder, source))
}
