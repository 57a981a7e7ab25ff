//! CSL-JSON: one array, one item per document, for Zotero, pandoc and citeproc.
//!
//! Source: CSL 1.0.2 specification, appendices III (types) and IV (variables), and the JSON schema
//! `csl-data.json` of the Citation Style Language: organs are `literal` names, dates are
//! `date-parts` with unknown parts left out.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::citation::{Citation, Genre, LANGUAGE};
use super::row::ExportRow;
use super::writer::{Remarks, RowWriter};
use crate::model::Date;

/// Writes one item per row; rows are meant to stand for documents.
pub struct CslWriter<W: Write> {
    out: W,
    items: u64,
}

impl<W: Write> CslWriter<W> {
    /// Begins the array.
    ///
    /// # Errors
    /// Fails when the output cannot be written.
    pub fn new(mut out: W) -> io::Result<Self> {
        out.write_all(b"[")?;
        Ok(Self { out, items: 0 })
    }
}

impl<W: Write> RowWriter for CslWriter<W> {
    fn row(&mut self, row: &ExportRow<'_>) -> io::Result<()> {
        let comma = if self.items == 0 { "" } else { "," };
        self.items += 1;
        let item = item(&Citation::of(&row.hit.document));
        write!(self.out, "{comma}\n{item}")
    }

    fn finish(mut self: Box<Self>) -> io::Result<Remarks> {
        self.out.write_all(b"\n]\n")?;
        self.out.flush()?;
        Ok(Remarks::default())
    }
}

fn item(citation: &Citation<'_>) -> Value {
    let kind = match citation.genre {
        Genre::Legislation => "legislation",
        Genre::Government => "report",
        Genre::News => "article-newspaper",
        Genre::Article => "article",
    };
    let authors: Vec<Value> = citation
        .authors
        .iter()
        .map(|name| json!({"literal": name}))
        .collect();
    let source = match citation.genre {
        Genre::News => "container-title",
        _ => "source",
    };
    let values = [
        ("id", json!(citation.id)),
        ("type", json!(kind)),
        ("title", json!(citation.title)),
        ("author", json!(authors)),
        ("number", json!(citation.number)),
        ("issued", json!(citation.date.map(date_parts))),
        ("genre", json!(citation.doc_type)),
        ("publisher-place", json!(citation.place)),
        (source, json!(citation.source)),
        ("URL", json!(citation.url)),
        ("archive_location", json!(citation.path)),
        ("language", json!(LANGUAGE)),
    ];
    let is_known =
        |value: &Value| !value.is_null() && value.as_array().is_none_or(|a| !a.is_empty());
    let known = values.into_iter().filter(|(_, value)| is_known(value));
    let known = known.map(|(name, value)| (name.to_owned(), value));
    Value::Object(known.collect::<Map<_, _>>())
}

fn date_parts(date: Date) -> Value {
    let mut parts = vec![date.year];
    let known = [date.month, date.day].map(u16::from);
    parts.extend(known.into_iter().take_while(|&part| part > 0));
    json!({"date-parts": [parts]})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_values_are_left_out() {
        let citation = Citation {
            id: "00f3".to_owned(),
            genre: Genre::Legislation,
            title: "条例",
            authors: Vec::new(),
            number: None,
            date: Date::parse("2021-03"),
            doc_type: None,
            place: None,
            source: None,
            url: None,
            path: "a/b.txt",
        };
        let expected = json!({
            "id": "00f3",
            "type": "legislation",
            "title": "条例",
            "issued": {"date-parts": [[2021, 3]]},
            "archive_location": "a/b.txt",
            "language": "zh-CN",
        });
        assert_eq!(item(&citation), expected);
    }

    #[test]
    fn organs_are_literal_names() {
        let citation = Citation {
            id: String::new(),
            genre: Genre::News,
            title: "消息",
            authors: vec!["甲局"],
            number: Some("甲发〔2021〕1号"),
            date: Date::parse("2021-03-04"),
            doc_type: Some("通知"),
            place: Some("湖北省".to_owned()),
            source: Some("某报"),
            url: Some("http://a.cn/"),
            path: "a",
        };
        let item = item(&citation);
        assert_eq!(item["author"], json!([{"literal": "甲局"}]));
        assert_eq!(item["issued"]["date-parts"], json!([[2021, 3, 4]]));
        assert_eq!(item["container-title"], "某报");
    }
}
