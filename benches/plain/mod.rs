//! An index of tantivy alone, stored as the program stores its own.
//!
//! In: a schema. Out: an empty index, and its writer. Not its job: what goes into it.

use std::path::Path;

use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexWriter};
use zhengsou::engine::embedded;
use zhengsou::indexer;

pub(crate) const THREADS: usize = 2;

/// A field that is searched, not stored.
pub(crate) fn indexed(analyzer: &str, record: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(analyzer)
        .set_index_option(record);
    TextOptions::default().set_indexing_options(indexing)
}

/// Makes an index in a folder; its tokenizers are the program's.
pub(crate) fn create(schema: Schema, folder: &Path) -> Index {
    let directory = tantivy::directory::MmapDirectory::open(folder).unwrap();
    let mut index = Index::create(directory, schema, embedded::settings()).unwrap();
    index.set_tokenizers(embedded::tokenizers::manager());
    index
}

pub(crate) fn writer(index: &Index) -> IndexWriter {
    index
        .writer_with_num_threads(THREADS, indexer::MEMORY_BYTES / 2)
        .unwrap()
}
