//! RIS: one record per document, for EndNote, Zotero and their like.
//!
//! Source: "RIS Format Specifications" (Research Information Systems, 2001; Thomson Reuters, 2011):
//! a line is two characters of tag, two blanks, a hyphen, a blank and the value; `TY` begins a
//! record, `ER` ends it; dates are `YYYY/MM/DD/`, unknown parts empty. Which tag holds a number is
//! as Zotero reads it: `SN` of a `GOVDOC`, `M1` of a `STAT`.

use std::io::{self, Write};

use super::citation::{Citation, Genre, LANGUAGE};
use super::row::ExportRow;
use super::writer::{Remarks, RowWriter};
use crate::model::Date;

/// Writes one record per row; rows are meant to stand for documents.
pub struct RisWriter<W: Write> {
    out: W,
}

impl<W: Write> RisWriter<W> {
    /// Returns a writer; an export without rows is empty.
    pub fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: Write> RowWriter for RisWriter<W> {
    fn row(&mut self, row: &ExportRow<'_>) -> io::Result<()> {
        for (tag, value) in fields(&Citation::of(&row.hit.document)) {
            // A line end would end the field.
            let value = value.replace(char::is_control, " ");
            write!(self.out, "{tag}  - {value}\r\n")?;
        }
        write!(self.out, "ER  - \r\n\r\n")
    }

    fn finish(mut self: Box<Self>) -> io::Result<Remarks> {
        self.out.flush()?;
        Ok(Remarks::default())
    }
}

fn fields(citation: &Citation<'_>) -> Vec<(&'static str, String)> {
    let (kind, number) = match citation.genre {
        Genre::Legislation => ("STAT", "M1"),
        Genre::Government => ("GOVDOC", "SN"),
        Genre::News => ("NEWS", "M1"),
        Genre::Article => ("GEN", "M1"),
    };
    let mut fields = vec![("TY", kind.to_owned()), ("ID", citation.id.clone())];
    fields.push(("TI", citation.title.to_owned()));
    fields.extend(citation.authors.iter().map(|name| ("AU", literal(name))));
    if let Some(date) = citation.date {
        fields.push(("PY", format!("{:04}", date.year)));
        fields.push(("DA", ris_date(date)));
    }
    let mut one = |tag, value: Option<&str>| {
        fields.extend(value.map(|value| (tag, value.to_owned())));
    };
    one(number, citation.number);
    one("M3", citation.doc_type);
    one("CY", citation.place.as_deref());
    one(
        "T2",
        citation.source.filter(|_| citation.genre == Genre::News),
    );
    one("UR", citation.url);
    one("AN", Some(citation.path));
    one("LA", Some(LANGUAGE));
    fields
}

/// A name of an organ as one piece: a comma would part it into family and given name.
fn literal(name: &str) -> String {
    name.replace(',', "，")
}

fn ris_date(date: Date) -> String {
    let part = |number: u8| match number {
        0 => String::new(),
        number => format!("{number:02}"),
    };
    format!("{:04}/{}/{}/", date.year, part(date.month), part(date.day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_parts_of_a_date_are_empty() {
        let cases = [
            ("2021-03-04", "2021/03/04/"),
            ("2021-03", "2021/03//"),
            ("2021", "2021///"),
        ];
        for (date, expected) in cases {
            assert_eq!(ris_date(Date::parse(date).unwrap()), expected);
        }
    }

    #[test]
    fn a_record_names_issuers_number_and_place_in_the_file() {
        let citation = Citation {
            id: "00f3".to_owned(),
            genre: Genre::Government,
            title: "通知",
            authors: vec!["甲,乙局", "丙局"],
            number: Some("甲发〔2021〕1号"),
            date: Date::parse("2021-03"),
            doc_type: Some("通知"),
            place: Some("湖北省十堰市".to_owned()),
            source: Some("某报"),
            url: None,
            path: "a/b.txt",
        };
        let lines: Vec<String> = fields(&citation)
            .iter()
            .map(|(tag, value)| format!("{tag}={value}"))
            .collect();
        assert_eq!(
            lines.join(" "),
            "TY=GOVDOC ID=00f3 TI=通知 AU=甲，乙局 AU=丙局 PY=2021 DA=2021/03// \
             SN=甲发〔2021〕1号 M3=通知 CY=湖北省十堰市 AN=a/b.txt LA=zh-CN"
        );
    }
}
