//! `index_schema/` as a tantivy schema.

use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};

use super::tokenizers::KEYWORD;
use crate::schema::{self, FieldType, Record};

/// Builds the tantivy schema, fields in the order of `fields.toml`.
pub(super) fn schema() -> Schema {
    let mut builder = Schema::builder();
    for field in &schema::Schema::get().fields {
        match field.field_type {
            FieldType::Text => builder.add_text_field(&field.name, text(field)),
            FieldType::Keyword => builder.add_text_field(&field.name, keyword(field)),
            FieldType::U64 => builder.add_u64_field(&field.name, number(field)),
            FieldType::I64 => builder.add_i64_field(&field.name, number(field)),
            FieldType::StoredText => {
                builder.add_text_field(&field.name, TextOptions::default().set_stored())
            }
            FieldType::Bytes => {
                builder.add_bytes_field(&field.name, BytesOptions::default().set_stored())
            }
        };
    }
    builder.build()
}

fn text(field: &schema::Field) -> TextOptions {
    let record = match field.record {
        Some(Record::Positions) => IndexRecordOption::WithFreqsAndPositions,
        _ => IndexRecordOption::WithFreqs,
    };
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(field.analyzer.as_deref().unwrap_or(KEYWORD))
        .set_index_option(record);
    TextOptions::default().set_indexing_options(indexing)
}

fn keyword(field: &schema::Field) -> TextOptions {
    let mut options = TextOptions::default();
    if field.indexed {
        options = options.set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(KEYWORD)
                .set_index_option(IndexRecordOption::Basic)
                .set_fieldnorms(false),
        );
    }
    if field.fast {
        options = options.set_fast(KEYWORD);
    }
    if field.stored {
        options.set_stored()
    } else {
        options
    }
}

fn number(field: &schema::Field) -> NumericOptions {
    let mut options = NumericOptions::default();
    if field.indexed {
        options = options.set_indexed();
    }
    if field.fast {
        options = options.set_fast();
    }
    if field.stored {
        options.set_stored()
    } else {
        options
    }
}

/// Returns a field's handle.
///
/// # Panics
/// Never: names are the constants of `schema::names`, which a test holds equal to the TOML.
pub(super) fn field(schema: &Schema, name: &str) -> Field {
    schema
        .get_field(name)
        .expect("schema::names are the fields of fields.toml")
}
