//! Reads stored documents: whole, or their texts alone.

use tantivy::schema::Value;
use tantivy::{DocAddress, TantivyDocument};

use super::EmbeddedBackend;
use super::fields::field;
use crate::engine::EngineError;
use crate::engine::record::decode_paragraphs;
use crate::model::hit::StoredDocument;
use crate::schema::names;

impl EmbeddedBackend {
    pub(super) fn stored(&self, address: DocAddress) -> Result<StoredDocument, EngineError> {
        let document = self.document(address)?;
        let schema = self.searcher.schema();
        let value = |name| document.get_first(field(schema, name));
        let number = |name| {
            value(name)
                .and_then(|value| value.as_u64())
                .unwrap_or_default()
        };
        let text = |name| {
            value(name)
                .and_then(|value| value.as_str())
                .unwrap_or_default()
        };
        let metadata = serde_json::from_str(text(names::METADATA));
        let metadata = metadata.map_err(|error| EngineError::Broken {
            path: self.path.clone(),
            message: format!("metadata of a document: {error}"),
        })?;
        let display = text(names::DISPLAY).to_owned();
        let paragraphs = value(names::PARAGRAPHS)
            .and_then(|value| value.as_bytes())
            .unwrap_or_default();
        Ok(StoredDocument {
            id: number(names::DOC_ID),
            content_id: number(names::CONTENT_ID),
            root: text(names::ROOT).to_owned(),
            path: text(names::PATH).to_owned(),
            part: u32::try_from(number(names::PART)).unwrap_or_default(),
            metadata,
            paragraphs: decode_paragraphs(paragraphs, &display),
            display,
        })
    }

    /// The text as people read it.
    pub(super) fn display(&self, address: DocAddress) -> Result<String, EngineError> {
        let display = field(self.searcher.schema(), names::DISPLAY);
        let document = self.document(address)?;
        let display = document.get_first(display).and_then(|value| value.as_str());
        Ok(display.unwrap_or_default().to_owned())
    }

    fn document(&self, address: DocAddress) -> Result<TantivyDocument, EngineError> {
        let document = self.searcher.doc(address);
        document.map_err(|error| self.error(&error))
    }
}
