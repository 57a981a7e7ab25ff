//! Where each metadata value comes from: rule, place in the source text, confidence.

use serde_json::{Map, Value, json};

use crate::model::{Extracted, Metadata, RuleId, Span};

/// A value and its evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence<'a> {
    /// The field: the name of its column, or of its key in JSON Lines.
    pub field: &'static str,
    /// The value as exports print it.
    pub value: String,
    /// The rule that found it.
    pub rule: &'a RuleId,
    /// Where, in bytes of the source text; none where the container said it.
    pub span: Option<Span>,
    /// 0 to 1.
    pub confidence: f32,
}

/// Returns the evidence for every value that carries some, fields in the order of the columns.
#[must_use]
pub fn evidence(metadata: &Metadata) -> Vec<Evidence<'_>> {
    fn one<'a, T>(
        field: &'static str,
        values: impl IntoIterator<Item = &'a Extracted<T>>,
        print: impl Fn(&T) -> String,
    ) -> Vec<Evidence<'a>>
    where
        T: 'a,
    {
        let evidence = values.into_iter().map(|value| Evidence {
            field,
            value: print(&value.value),
            rule: &value.rule,
            span: value.span,
            confidence: value.confidence,
        });
        evidence.collect()
    }
    [
        one("title", &metadata.title, String::clone),
        one("number", &metadata.number, |number| number.text.clone()),
        one("issuers", &metadata.issuers, String::clone),
        one("date", &metadata.date, ToString::to_string),
        one("effective", &metadata.effective, ToString::to_string),
        one("regions", &metadata.regions, crate::model::Region::path),
        one(
            "subject_regions",
            &metadata.subject_regions,
            crate::model::Region::path,
        ),
        one("zones", &metadata.zones, String::clone),
        one("type", &metadata.doc_type, String::clone),
        one("kind", &metadata.kind, String::clone),
        one("level", &metadata.level, String::clone),
        one("legal_rank", &metadata.legal_rank, String::clone),
        one("status", &metadata.status, String::clone),
        one("source", &metadata.source, String::clone),
    ]
    .concat()
}

impl Evidence<'_> {
    /// Returns rule, confidence and place in one short line:
    /// `extract/date/key_value 1.00 @120-131`.
    #[must_use]
    pub fn reason(&self) -> String {
        let place = self
            .span
            .map(|span| format!(" @{}-{}", span.start, span.end));
        let place = place.unwrap_or_default();
        format!("{} {:.2}{place}", self.rule, self.confidence)
    }
}

/// Returns an object: for every field a list of values with `rule`, `confidence` and `span`.
pub(super) fn evidence_json(metadata: &Metadata) -> Value {
    let mut object = Map::new();
    for found in evidence(metadata) {
        let value = json!({
            "value": found.value,
            "rule": found.rule,
            "confidence": f64::from((found.confidence * 100.0).round()) / 100.0,
            "span": found.span.map(|span| [span.start, span.end]),
        });
        let list = object.entry(found.field).or_insert_with(|| json!([]));
        if let Some(list) = list.as_array_mut() {
            list.push(value);
        }
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_names_its_rule() {
        let metadata = Metadata {
            issuers: vec![
                Extracted::new(
                    "甲局".to_owned(),
                    "extract/issuer/title",
                    Some(Span::new(0, 6)),
                    0.9,
                ),
                Extracted::new("乙局".to_owned(), "extract/issuer/hint", None, 1.0),
            ],
            ..Metadata::default()
        };
        let reasons: Vec<String> = evidence(&metadata).iter().map(Evidence::reason).collect();
        assert_eq!(
            reasons,
            ["extract/issuer/title 0.90 @0-6", "extract/issuer/hint 1.00"]
        );
        let object = evidence_json(&metadata);
        assert_eq!(object["issuers"][0]["confidence"], 0.9);
        assert_eq!(object["issuers"][0]["span"], json!([0, 6]));
        assert!(object["issuers"][1]["span"].is_null() && object["date"].is_null());
    }
}
