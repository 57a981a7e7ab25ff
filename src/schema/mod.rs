//! L1: `index_schema/` as types. The data files are the schema; this module only reads them.

use std::sync::LazyLock;

use serde::Deserialize;
use xxhash_rust::xxh3::xxh3_64;

/// The field table as written in `index_schema/fields.toml`.
pub const FIELDS_TOML: &str = include_str!("../../index_schema/fields.toml");
/// The analyzer table as written in `index_schema/analyzers.toml`.
pub const ANALYZERS_TOML: &str = include_str!("../../index_schema/analyzers.toml");

/// Names of the fields that code fills or reads; a test holds them equal to the TOML.
#[expect(missing_docs, reason = "the summaries stand in fields.toml")]
pub mod names {
    pub const DOC_ID: &str = "doc_id";
    pub const FILE_KEY: &str = "file_key";
    pub const CONTENT_ID: &str = "content_id";
    pub const ROOT: &str = "root";
    pub const PATH: &str = "path";
    pub const PART: &str = "part";
    pub const BODY: &str = "body";
    pub const BODY_CHAR: &str = "body_char";
    pub const TITLE_CHAR: &str = "title_char";
    pub const DISPLAY: &str = "display";
    pub const PARAGRAPHS: &str = "paragraphs";
    pub const METADATA: &str = "metadata";
    pub const ISSUER: &str = "issuer";
    pub const ZONE: &str = "zone";
    pub const REGION: &str = "region";
    pub const PROVINCE: &str = "province";
    pub const CITY: &str = "city";
    pub const COUNTY: &str = "county";
    pub const TYPE: &str = "type";
    pub const KIND: &str = "kind";
    pub const LEVEL: &str = "level";
    pub const LEGAL_RANK: &str = "legal_rank";
    pub const STATUS: &str = "status";
    pub const SOURCE: &str = "source";
    pub const NUMBER: &str = "number";
    pub const MISSING: &str = "missing";
    pub const DATE_FROM: &str = "date_from";
    pub const DATE_TO: &str = "date_to";
    pub const QUALITY: &str = "quality";
    pub const CONFIDENCE: &str = "confidence";
    pub const WEIGHT: &str = "weight";
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// Analysed text.
    Text,
    /// One term per value.
    Keyword,
    /// Unsigned number.
    U64,
    /// Signed number.
    I64,
    /// Text, stored only.
    StoredText,
    /// Bytes, stored only. For a few: the engine reads them one by one.
    Bytes,
}

/// What the postings of a text field record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// How often a term occurs in a document.
    Frequencies,
    /// And where.
    Positions,
}

/// One `[[field]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Name.
    pub name: String,
    /// Type.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// Analyzer of a text field.
    pub analyzer: Option<String>,
    /// Postings of a text field.
    pub record: Option<Record>,
    /// Can be searched.
    #[serde(default)]
    pub indexed: bool,
    /// Has a column.
    #[serde(default)]
    pub fast: bool,
    /// Comes back with a hit.
    #[serde(default)]
    pub stored: bool,
    /// May have several values.
    #[serde(default)]
    pub multi: bool,
    /// `--facets` takes it.
    #[serde(default)]
    pub facet: bool,
    /// Flag that filters by it, without dashes.
    pub filter: Option<String>,
    /// One line for people.
    pub summary: String,
}

/// One `[[column]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Name in headers and JSON keys.
    pub name: String,
    /// One line for people.
    pub summary: String,
}

/// One `[[analyzer]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Analyzer {
    /// Name.
    pub name: String,
    /// Char filter.
    pub char_filter: String,
    /// Tokenizer.
    pub tokenizer: String,
    /// One line for people.
    pub summary: String,
}

/// The whole schema.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Fields in order.
    pub fields: Vec<Field>,
    /// Export columns in order.
    pub columns: Vec<Column>,
    /// Analyzers.
    pub analyzers: Vec<Analyzer>,
}

#[derive(Deserialize)]
struct FieldsFile {
    #[serde(rename = "version")]
    _version: u32,
    field: Vec<Field>,
    column: Vec<Column>,
}

#[derive(Deserialize)]
struct AnalyzersFile {
    #[serde(rename = "version")]
    _version: u32,
    analyzer: Vec<Analyzer>,
}

impl Schema {
    /// Returns the schema this program was built with.
    ///
    /// # Panics
    /// Never in a built program: the embedded files are read by a test.
    #[must_use]
    pub fn get() -> &'static Self {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
            let fields: FieldsFile =
                toml::from_str(FIELDS_TOML).expect("embedded fields.toml is tested");
            let analyzers: AnalyzersFile =
                toml::from_str(ANALYZERS_TOML).expect("embedded analyzers.toml is tested");
            Schema {
                fields: fields.field,
                columns: fields.column,
                analyzers: analyzers.analyzer,
            }
        });
        &SCHEMA
    }

    /// Returns the field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Returns the names of the fields that can be counted by.
    pub fn facets(&self) -> impl Iterator<Item = &str> {
        self.fields
            .iter()
            .filter(|field| field.facet)
            .map(|field| field.name.as_str())
    }
}

/// Returns the fingerprint of what an index depends on: an index built with another one is not
/// searched. Summaries, columns, facets and filters are not part of it.
#[must_use]
pub fn fingerprint() -> u64 {
    let schema = Schema::get();
    let fields = schema.fields.iter().map(|field| {
        format!(
            "{} {:?} {:?} {:?} {} {} {}\n",
            field.name,
            field.field_type,
            field.analyzer,
            field.record,
            field.indexed,
            field.fast,
            field.stored
        )
    });
    let analyzers = schema.analyzers.iter().map(|analyzer| {
        format!(
            "{} {} {}\n",
            analyzer.name, analyzer.char_filter, analyzer.tokenizer
        )
    });
    xxh3_64(fields.chain(analyzers).collect::<String>().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_name_the_fields_in_order() {
        use names::*;
        let constants = [
            DOC_ID, FILE_KEY, CONTENT_ID, ROOT, PATH, PART, BODY, BODY_CHAR, TITLE_CHAR, DISPLAY,
            PARAGRAPHS, METADATA, ISSUER, ZONE, REGION, PROVINCE, CITY, COUNTY, TYPE, KIND, LEVEL,
            LEGAL_RANK, STATUS, SOURCE, NUMBER, MISSING, DATE_FROM, DATE_TO, QUALITY, CONFIDENCE,
            WEIGHT,
        ];
        let names: Vec<&str> = Schema::get()
            .fields
            .iter()
            .map(|field| field.name.as_str())
            .collect();
        assert_eq!(names, constants);
    }

    #[test]
    fn columns_are_the_contract() {
        let names: Vec<&str> = Schema::get()
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .collect();
        assert_eq!(
            names.join(","),
            "rank,score,title,number,issuers,date,date_role,province,city,county,zones,type,kind,\
             level,status,source,path,part,paragraph,passage,match,doc_id,N,cluster"
        );
    }

    #[test]
    fn text_fields_have_a_known_analyzer() {
        let schema = Schema::get();
        for field in schema
            .fields
            .iter()
            .filter(|field| field.field_type == FieldType::Text)
        {
            let name = field.analyzer.as_deref().unwrap();
            assert!(
                schema
                    .analyzers
                    .iter()
                    .any(|analyzer| analyzer.name == name),
                "{name}"
            );
            assert!(field.record.is_some());
        }
    }
}
