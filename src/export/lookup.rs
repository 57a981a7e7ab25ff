//! What the lexicons know of a number, a place or an organ, as rows.
//!
//! In: a name or number as people write it. Out: one row for each reading, none for what is not
//! known. Needs no index, and no word dictionary: a call takes about as long as reading the tables.

use crate::analysis::char_filter::fold;
use crate::ingest::extract::number;
use crate::lexicon::doc_number_codes::{self, IssuerHint};
use crate::lexicon::regions::{self, Level, Reading};
use crate::lexicon::{issuers, zones};
use crate::model::Region;
use crate::tabular::Cell;

/// A kind of thing that can be looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// 发文字号.
    Number,
    /// An administrative division or a named zone.
    Place,
    /// 发文机关.
    Issuer,
}

impl Subject {
    /// Returns the columns of its rows. The first is what was asked, the second what it is.
    #[must_use]
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Number => &[
                "query",
                "number",
                "key",
                "code",
                "year",
                "serial",
                "issuer",
                "province",
                "city",
                "county",
                "ambiguous",
                "others",
            ],
            Self::Place => &[
                "query",
                "name",
                "level",
                "province",
                "city",
                "county",
                "gb_code",
                "aliases",
                "former",
                "until",
                "successors",
            ],
            Self::Issuer => &[
                "query",
                "name",
                "level",
                "province",
                "city",
                "county",
                "aliases",
                "successors",
                "predecessors",
                "local_form",
            ],
        }
    }

    /// Returns the rows of what people wrote, one for each reading, the likeliest first.
    #[must_use]
    pub fn rows(self, written: &str) -> Vec<Vec<Cell>> {
        match self {
            Self::Number => number_row(written).into_iter().collect(),
            Self::Place => place_rows(written),
            Self::Issuer => issuer_row(written).into_iter().collect(),
        }
    }

    /// Returns the row of what is not known: the query alone.
    #[must_use]
    pub fn unknown(self, written: &str) -> Vec<Cell> {
        let mut row = vec![text(""); self.columns().len()];
        if let Some(query) = row.first_mut() {
            *query = text(written);
        }
        row
    }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn list<'a>(values: impl IntoIterator<Item = &'a str>) -> Cell {
    Cell::List(values.into_iter().map(str::to_owned).collect())
}

/// Province, city and county.
fn place(region: Option<&Region>) -> [Cell; 3] {
    let name = |name: Option<&String>| text(name.map_or("", String::as_str));
    [
        name(region.map(|region| &region.province)),
        name(region.and_then(|region| region.city.as_ref())),
        name(region.and_then(|region| region.county.as_ref())),
    ]
}

fn number_row(written: &str) -> Option<Vec<Cell>> {
    let number = number::read(written).filter(|number| !number.partial)?;
    let mut parts = number.key.splitn(3, '|');
    let mut part = || parts.next().unwrap_or_default();
    let (letters, year, serial) = (part(), part(), part());
    if letters.is_empty() {
        return None;
    }
    let origin = ordering_organ(letters).unwrap_or_else(|| by_code(letters));
    let [province, city, county] = place(origin.region.as_ref());
    let digits = |digits: &str| match digits {
        "" => text(""),
        digits => Cell::Number(digits.to_owned()),
    };
    Some(vec![
        text(written),
        text(&number.text),
        text(&number.key),
        text(letters),
        digits(year),
        digits(serial),
        text(origin.issuer),
        province,
        city,
        county,
        text(origin.ambiguous),
        list(origin.others),
    ])
}

/// What a number says of who issued it.
#[derive(Default)]
struct Origin {
    issuer: &'static str,
    region: Option<Region>,
    ambiguous: &'static str,
    others: Vec<&'static str>,
}

/// An order or announcement bears its organ's name (鄂尔多斯市人民政府令), no letters: 鄂 there is
/// not 湖北.
fn ordering_organ(letters: &str) -> Option<Origin> {
    let name = ["令", "公告", "通告"]
        .iter()
        .find_map(|form| letters.strip_suffix(form))?;
    let organ = issuers::organ(name)?;
    let issuer = if organ.central {
        "central"
    } else if organ.name.ends_with("人民政府") {
        "government"
    } else if organ.name.contains("人民政府办公") {
        "government_office"
    } else if organ.name.starts_with("中共") {
        "party"
    } else if organ.name.contains("人民代表大会") {
        ""
    } else {
        "department"
    };
    Some(Origin {
        issuer,
        ambiguous: match organ.region {
            None if !organ.central => "",
            _ => "no",
        },
        region: organ.region,
        others: Vec::new(),
    })
}

/// The letters of all other numbers stand for a place.
fn by_code(letters: &str) -> Origin {
    let Some(code) = doc_number_codes::code_region(letters) else {
        return Origin::default();
    };
    Origin {
        issuer: match code.issuer {
            _ if code.central => "central",
            IssuerHint::Government => "government",
            IssuerHint::GovernmentOffice => "government_office",
            IssuerHint::Party => "party",
            IssuerHint::Department => "department",
        },
        region: code.region,
        ambiguous: if code.ambiguous { "yes" } else { "no" },
        others: doc_number_codes::others(letters),
    }
}

fn place_rows(written: &str) -> Vec<Vec<Cell>> {
    let folded = fold(written).text;
    let divisions = regions::readings(&folded);
    let mut rows: Vec<Vec<Cell>> = divisions
        .iter()
        .map(|reading| division_row(written, reading))
        .collect();
    rows.extend(zones::find(&folded).map(|zone| zone_row(written, zone)));
    rows
}

fn division_row(written: &str, reading: &Reading) -> Vec<Cell> {
    let region = &reading.region;
    let name = region.county.as_ref().or(region.city.as_ref());
    let former = reading.former.iter();
    let [province, city, county] = place(Some(region));
    vec![
        text(written),
        text(name.unwrap_or(&region.province)),
        text(match reading.level {
            Level::Province => "省",
            Level::City => "市",
            Level::County => "县",
        }),
        province,
        city,
        county,
        reading
            .code
            .map_or_else(|| text(""), |code| Cell::Number(code.to_string())),
        list(reading.aliases.iter().copied()),
        Cell::List(
            former
                .map(|(name, until)| format!("{name} (–{until})"))
                .collect(),
        ),
        text(reading.named.until),
        list(reading.followed_by.iter().copied()),
    ]
}

fn zone_row(written: &str, zone: &zones::Zone) -> Vec<Cell> {
    let [province, city, county] = place(Some(&zone.region));
    let rest = std::iter::repeat_n(text(""), 2);
    let mut row = vec![
        text(written),
        text(zone.name),
        text(zone.class),
        province,
        city,
        county,
        text(""),
        list([]),
        list([]),
    ];
    row.extend(rest);
    row
}

fn issuer_row(written: &str) -> Option<Vec<Cell>> {
    let organ = issuers::organ(&fold(written).text)?;
    let region = organ.region.as_ref();
    let level = issuers::level(&organ.name, region).unwrap_or_default();
    let [province, city, county] = place(region);
    Some(vec![
        text(written),
        text(&organ.name),
        text(level),
        province,
        city,
        county,
        list(organ.aliases),
        list(organ.successors),
        list(organ.predecessors),
        text(organ.local_form.unwrap_or_default()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::cells_json;
    use serde_json::Value;

    /// The row as JSON, and that every row has its columns.
    fn found(subject: Subject, written: &str) -> Vec<Value> {
        let columns = subject.columns();
        assert_eq!(subject.unknown(written).len(), columns.len());
        let rows = subject.rows(written);
        assert!(
            rows.iter().all(|row| row.len() == columns.len()),
            "{rows:?}"
        );
        rows.iter().map(|row| cells_json(columns, row)).collect()
    }

    #[test]
    fn numbers_are_taken_apart() {
        for written in [
            "鄂政办发[2017]7号",
            "鄂政办发（２０１７） 第 7 号",
            "鄂政辦發〔2017〕07號",
        ] {
            let row = &found(Subject::Number, written)[0];
            assert_eq!(row["number"], "鄂政办发〔2017〕7号");
            assert_eq!(row["key"], "鄂政办发|2017|7");
            assert_eq!((&row["year"], &row["serial"]), (&2017.into(), &7.into()));
            assert_eq!(
                (&row["issuer"], &row["province"]),
                (&"government_office".into(), &"湖北省".into())
            );
            assert_eq!(row["ambiguous"], "no");
        }
        let collision = &found(Subject::Number, "临政办发〔2020〕1号")[0];
        assert_eq!(collision["ambiguous"], "yes");
        assert_eq!(collision["others"][0], "临汾市");
        assert_eq!(
            found(Subject::Number, "国办发[2017]7号")[0]["issuer"],
            "central"
        );
        for bad in ["", "2017年", "国发〔20175号", "第87号"] {
            assert!(found(Subject::Number, bad).is_empty(), "{bad}");
        }
    }

    #[test]
    fn orders_are_their_organs_and_no_letters() {
        for (written, issuer, lowest, place) in [
            (
                "鄂尔多斯市人民政府令第5号",
                "government",
                "city",
                "鄂尔多斯市",
            ),
            ("辽源市人民政府令第2号", "government", "city", "辽源市"),
            ("京山市人民政府令第1号", "government", "county", "京山市"),
            ("蒙城县人民政府令第1号", "government", "county", "蒙城县"),
            ("青海省人民政府令第1号", "government", "province", "青海省"),
            ("国务院令第1号", "central", "province", ""),
        ] {
            let row = &found(Subject::Number, written)[0];
            assert_eq!(row["issuer"], issuer, "{written}: {row}");
            assert_eq!(row[lowest].as_str().unwrap_or_default(), place, "{written}");
            assert_eq!(row["ambiguous"], "no", "{written}");
            let others = row["others"].as_array();
            assert!(others.is_none_or(Vec::is_empty), "{written}: {row}");
        }
    }

    #[test]
    fn places_have_parents_and_a_past() {
        let row = &found(Subject::Place, "襄樊")[0];
        assert_eq!(
            (&row["name"], &row["level"]),
            (&"襄阳市".into(), &"市".into())
        );
        assert_eq!(
            (&row["province"], &row["until"]),
            (&"湖北省".into(), &"2010".into())
        );
        assert_eq!(found(Subject::Place, "鼓樓區").len(), 4);
        assert_eq!(
            found(Subject::Place, "东湖高新区")[0]["name"],
            "武汉东湖新技术开发区"
        );
        assert!(found(Subject::Place, "火星").is_empty());
    }

    #[test]
    fn organs_have_full_names() {
        let row = &found(Subject::Issuer, "發改委")[0];
        assert_eq!(
            (&row["name"], &row["level"]),
            (&"国家发展和改革委员会".into(), &"国家".into())
        );
        let row = &found(Subject::Issuer, "湖北省科技厅")[0];
        assert_eq!(
            (&row["name"], &row["province"]),
            (&"湖北省科学技术厅".into(), &"湖北省".into())
        );
    }
}
