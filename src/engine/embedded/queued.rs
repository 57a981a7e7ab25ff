//! A record on its way to a writer thread: tantivy reads its fields in place, nothing is copied,
//! and what it holds (a share of the memory budget) is let go once it is inverted.

use std::sync::Arc;

use tantivy::schema::document::{Document, ReferenceValue, ReferenceValueLeaf, Value};
use tantivy::schema::{Field, Schema};

use super::fields::field;
use crate::engine::{Hold, Record};
use crate::schema::names;

/// The handles of the schema's fields.
pub(super) struct Fields {
    schema: Schema,
    doc_id: Field,
    pub(super) file_key: Field,
    content_id: Field,
    root: Field,
    path: Field,
    part: Field,
    body: Field,
    body_char: Field,
    title_char: Field,
    display: Field,
    paragraphs: Field,
    metadata: Field,
    missing: Field,
    date_from: Field,
    date_to: Field,
    weight: Field,
}

impl Fields {
    pub(super) fn new(schema: Schema) -> Self {
        let get = |name| field(&schema, name);
        Self {
            doc_id: get(names::DOC_ID),
            file_key: get(names::FILE_KEY),
            content_id: get(names::CONTENT_ID),
            root: get(names::ROOT),
            path: get(names::PATH),
            part: get(names::PART),
            body: get(names::BODY),
            body_char: get(names::BODY_CHAR),
            title_char: get(names::TITLE_CHAR),
            display: get(names::DISPLAY),
            paragraphs: get(names::PARAGRAPHS),
            metadata: get(names::METADATA),
            missing: get(names::MISSING),
            date_from: get(names::DATE_FROM),
            date_to: get(names::DATE_TO),
            weight: get(names::WEIGHT),
            schema,
        }
    }
}

/// A record in the writer's queue.
pub(super) struct QueuedRecord {
    pub(super) fields: Arc<Fields>,
    pub(super) record: Record,
    /// Dropped with the record.
    pub(super) _hold: Option<Hold>,
}

impl Document for QueuedRecord {
    type Value<'a> = FieldValue<'a>;
    type FieldsValuesIter<'a> = std::vec::IntoIter<(Field, FieldValue<'a>)>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        use FieldValue::{Bytes, I64, Text, U64};
        let (fields, record) = (&*self.fields, &self.record);
        let mut values = vec![
            (fields.doc_id, U64(record.doc_id)),
            (fields.file_key, U64(record.file_key)),
            (fields.content_id, U64(record.content_id)),
            (fields.root, Text(&record.root)),
            (fields.path, Text(&record.path)),
            (fields.part, U64(record.part)),
            (fields.body, Text(&record.folded)),
            (fields.body_char, Text(&record.folded)),
            (fields.title_char, Text(&record.title)),
            (fields.display, Text(&record.display)),
            (fields.paragraphs, Bytes(&record.paragraphs)),
            (fields.metadata, Text(&record.metadata)),
            (fields.weight, U64(record.weight)),
        ];
        let keywords = record.keywords.iter();
        values.extend(keywords.map(|(name, value)| (field(&fields.schema, name), Text(value))));
        values.extend(
            record
                .missing
                .iter()
                .map(|&name| (fields.missing, Text(name))),
        );
        if let Some((from, to)) = record.dates {
            values.extend([(fields.date_from, I64(from)), (fields.date_to, I64(to))]);
        }
        values.into_iter()
    }
}

/// A field's value, borrowed from the record.
#[derive(Debug, Clone, Copy)]
pub(super) enum FieldValue<'a> {
    Text(&'a str),
    Bytes(&'a [u8]),
    U64(u64),
    I64(i64),
}

impl<'a> Value<'a> for FieldValue<'a> {
    type ArrayIter = std::iter::Empty<Self>;
    type ObjectIter = std::iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match *self {
            Self::Text(text) => ReferenceValueLeaf::Str(text),
            Self::Bytes(bytes) => ReferenceValueLeaf::Bytes(bytes),
            Self::U64(number) => ReferenceValueLeaf::U64(number),
            Self::I64(number) => ReferenceValueLeaf::I64(number),
        })
    }
}
