//! What people write for a metadata value → what the index holds.

use crate::analysis::char_filter::fold;
use crate::engine::SearchBackend;
use crate::ingest::extract::number;
use crate::lexicon::regions::{self, Level};
use crate::lexicon::{doc_types, issuers, zones};
use crate::model::{Date, Filter};
use crate::schema::{Schema, names};

/// A value that is not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// No document has it, and nothing resembles it.
    #[error("no document has {value}")]
    Unknown {
        /// As written.
        value: String,
        /// What the index has instead: the nearest or the most frequent.
        suggestions: Vec<String>,
    },
    /// Not a date.
    #[error("{value} is no date")]
    Date {
        /// As written.
        value: String,
    },
    /// A range that ends before it begins.
    #[error("no date is both of {from} or later and of {to} or earlier")]
    Backwards {
        /// The first bound, as written.
        from: String,
        /// The last bound, as written.
        to: String,
    },
    /// Not a document number.
    #[error("{value} is no document number")]
    Number {
        /// As written.
        value: String,
    },
    /// The index cannot be read.
    #[error("{message}")]
    Index {
        /// What the engine says.
        message: String,
    },
}

/// What stands for "no value".
pub const UNKNOWN: &str = "unknown";

/// Returns the field that a name means in `field:value` queries and flags.
#[must_use]
pub fn field_named(name: &str) -> Option<&'static str> {
    let name = match name {
        "issuers" | "发文机关" => "issuer",
        "zones" => "zone",
        "legal-rank" => "legal_rank",
        "date" | "year" | "from" | "to" => {
            return ["date", "year", "from", "to"]
                .into_iter()
                .find(|known| *known == name);
        }
        "省" | "省份" => "province",
        "市" => "city",
        "县" => "county",
        "文号" => "number",
        _ => name,
    };
    let fields = &Schema::get().fields;
    fields
        .iter()
        .find(|field| (field.filter.is_some() || field.facet) && field.name == name)
        .map(|field| field.name.as_str())
}

/// Reads one value of a field.
///
/// # Errors
/// [`ValueError`] with suggestions.
pub fn parse_value(
    field: &str,
    value: &str,
    backend: &dyn SearchBackend,
) -> Result<Filter, ValueError> {
    let one = [value.to_owned()];
    match field {
        "date" | "year" => {
            if is_unknown(value) {
                return Ok(unknown_date());
            }
            let (from, to) = value.split_once("..").unwrap_or((value, value));
            dates(
                Some(from).filter(|from| !from.is_empty()),
                Some(to).filter(|to| !to.is_empty()),
            )
        }
        "from" => dates(Some(value), None),
        "to" => dates(None, Some(value)),
        _ => keyword(field, &one, backend),
    }
}

fn unknown_date() -> Filter {
    Filter::Date {
        ranges: Vec::new(),
        unknown: true,
    }
}

/// Reads a range of dates; each bound may be partial.
///
/// # Errors
/// [`ValueError::Date`], [`ValueError::Backwards`].
pub fn dates(from: Option<&str>, to: Option<&str>) -> Result<Filter, ValueError> {
    let read = |text: Option<&str>| {
        text.map(|text| {
            Date::parse(text).ok_or_else(|| ValueError::Date {
                value: text.to_owned(),
            })
        })
        .transpose()
    };
    let range = (
        read(from)?.map(Date::first_day),
        read(to)?.map(Date::last_day),
    );
    if let (Some(first), Some(last)) = range
        && first > last
    {
        return Err(ValueError::Backwards {
            from: from.unwrap_or_default().to_owned(),
            to: to.unwrap_or_default().to_owned(),
        });
    }
    Ok(Filter::Date {
        ranges: vec![range],
        unknown: false,
    })
}

/// Reads years: documents whose date overlaps one of them.
///
/// # Errors
/// [`ValueError::Date`].
pub fn years(values: &[String]) -> Result<Filter, ValueError> {
    let (mut all, mut undated) = (Vec::new(), false);
    for value in values {
        if is_unknown(value) {
            undated = true;
        } else if let Filter::Date { ranges, .. } = dates(Some(value), Some(value))? {
            all.extend(ranges);
        }
    }
    Ok(Filter::Date {
        ranges: all,
        unknown: undated,
    })
}

fn is_unknown(value: &str) -> bool {
    value.eq_ignore_ascii_case(UNKNOWN) || value == "未知"
}

/// Reads values of a keyword field: full names, short names, what the lexicons know, or a part of
/// a value that the index has.
///
/// # Errors
/// [`ValueError`] with suggestions.
pub fn keyword(
    field: &str,
    values: &[String],
    backend: &dyn SearchBackend,
) -> Result<Filter, ValueError> {
    if field == names::NUMBER {
        return numbers(values);
    }
    let mut wanted: Vec<Option<String>> = Vec::new();
    let mut known: Option<Vec<String>> = None;
    for value in values {
        let value = value.trim();
        if is_unknown(value) {
            wanted.push(None);
            continue;
        }
        let known = match &known {
            Some(known) => known,
            None => known.insert(backend.values(field).map_err(|error| ValueError::Index {
                message: error.to_string(),
            })?),
        };
        wanted.extend(resolve(field, value, known)?.into_iter().map(Some));
    }
    Ok(Filter::Keyword {
        field: field.to_owned(),
        values: wanted,
        prefixes: Vec::new(),
    })
}

/// Reads document numbers in any brackets, width and spacing; a final `*` asks for a beginning
/// (`国发〔2020〕*`, `国发*`), `..` for a range (`国发〔2020〕1..20`).
fn numbers(values: &[String]) -> Result<Filter, ValueError> {
    let (mut whole, mut prefixes) = (Vec::new(), Vec::new());
    for value in values {
        let bad = || ValueError::Number {
            value: value.trim().to_owned(),
        };
        if is_unknown(value) {
            whole.push(None);
        } else if let Some(beginning) = value.trim_end().strip_suffix(['*', '＊']) {
            prefixes.push(number_beginning(beginning).ok_or_else(bad)?);
        } else if let Some((first, last)) = value.split_once("..") {
            whole.extend(number_range(first, last).ok_or_else(bad)?.map(Some));
        } else {
            whole.push(Some(number::key(value).ok_or_else(bad)?));
        }
    }
    Ok(Filter::Keyword {
        field: names::NUMBER.to_owned(),
        values: whole,
        prefixes,
    })
}

/// Returns the keys from a number to a serial: `国发〔2020〕1`, `20`.
fn number_range(first: &str, last: &str) -> Option<impl Iterator<Item = String>> {
    /// No organ issues more in a year.
    const MOST: u32 = 10_000;
    let first = first.trim().trim_end_matches('号');
    let key = number::key(&format!("{first}号"))?;
    let (beginning, from) = key.rsplit_once('|')?;
    let from: u32 = from.parse().ok()?;
    let last = fold(last).text;
    let to: u32 = last.trim().trim_end_matches('号').parse().ok()?;
    let beginning = beginning.to_owned();
    (from <= to && to - from < MOST)
        .then(|| (from..=to).map(move |serial| format!("{beginning}|{serial}")))
}

/// Returns the beginning of the keys that a written beginning means: 代字, or 代字 and year.
fn number_beginning(written: &str) -> Option<String> {
    let folded = fold(written).text.replace(' ', "");
    let open = folded.find(['[', '(', '【', '〔', '﹝']);
    let (code, year) = folded.split_at(open.unwrap_or(folded.len()));
    let year: String = year.chars().filter(char::is_ascii_digit).collect();
    let is_code = !code.is_empty() && code.chars().all(char::is_alphabetic);
    match year.len() {
        _ if !is_code => None,
        0 => Some(format!("{code}|")),
        4 => Some(format!("{code}|{year}|")),
        _ => None,
    }
}

/// Returns the index's values that a written value means: places and organs by what the lexicons
/// know of them, else the value itself or what contains it.
fn resolve(field: &str, value: &str, known: &[String]) -> Result<Vec<String>, ValueError> {
    let level = match field {
        names::PROVINCE => Some(Level::Province),
        names::CITY => Some(Level::City),
        names::COUNTY => Some(Level::County),
        _ => None,
    };
    let folded = fold(value).text;
    if let Some(level) = level {
        return regions::resolve_filter(&folded, level).map_err(|mut suggestions| {
            if suggestions.is_empty() {
                suggestions = nearest(&folded, known);
            }
            ValueError::Unknown {
                value: value.to_owned(),
                suggestions,
            }
        });
    }
    if field == names::REGION {
        return region(value, &folded, known);
    }
    if folded.is_empty() {
        return Err(ValueError::Unknown {
            value: value.to_owned(),
            suggestions: nearest("", known),
        });
    }
    if vocabulary(field).contains(&value) {
        return Ok(vec![value.to_owned()]);
    }
    let matching = |test: &dyn Fn(&str) -> bool| -> Vec<String> {
        known
            .iter()
            .filter(|known| test(&fold(known).text))
            .cloned()
            .collect()
    };
    let equal = matching(&|known| known == folded);
    if !equal.is_empty() {
        return Ok(equal);
    }
    let contained = matching(&|known| known.contains(&folded));
    if !contained.is_empty() {
        return Ok(contained);
    }
    let alias = match field {
        names::ZONE => matching(&|known| same_zone(&folded, known)),
        names::ISSUER => {
            // The full name of 发改委 is that of the national one; local ones end with the same.
            let full = issuers::canonical(&folded);
            let organ = full.strip_prefix("国家").unwrap_or(&full).to_owned();
            matching(&|known| known.contains(&organ))
        }
        _ => Vec::new(),
    };
    if !alias.is_empty() {
        return Ok(alias);
    }
    // A closed vocabulary is shown whole, whatever of it the index has.
    let suggestions = match vocabulary(field) {
        [] => nearest(&folded, known),
        all => all.iter().map(|value| (*value).to_owned()).collect(),
    };
    Err(ValueError::Unknown {
        value: value.to_owned(),
        suggestions,
    })
}

/// Returns the values that documents may have in a field of a closed vocabulary, and `unknown`; none
/// for other fields. A filter takes other forms of them as well.
#[must_use]
pub fn choices(field: &str) -> Vec<&'static str> {
    let mut choices: Vec<&'static str> = match field {
        names::PROVINCE => regions::provinces().map(|province| province.name).collect(),
        names::TYPE => doc_types::names().into_iter().collect(),
        field => vocabulary(field).to_vec(),
    };
    if !choices.is_empty() {
        choices.push("unknown");
    }
    choices
}

/// The values of closed vocabularies (DESIGN section 5): known even where no document has them.
fn vocabulary(field: &str) -> &'static [&'static str] {
    match field {
        names::KIND => &[
            "policy",
            "interpretation",
            "news",
            "report",
            "notice",
            "article",
            "stub",
        ],
        names::QUALITY => &[
            "stub",
            "preview",
            "partial",
            "template",
            "rewritten",
            "censored",
            "translated",
            "bilingual",
            "ai",
            "novel",
            "ocr",
            "annotations",
            "mojibake",
            "damaged_number",
        ],
        names::LEVEL => &["国家", "省", "市", "县", "园区"],
        names::STATUS => &[
            "现行有效",
            "失效",
            "已废止",
            "尚未施行",
            "尚未生效",
            "已被修改",
            "部分失效",
        ],
        names::LEGAL_RANK => &[
            "法律",
            "行政法规",
            "地方性法规",
            "司法解释",
            "部门规章",
            "地方政府规章",
            "部门规范性文件",
            "地方规范性文件",
            "国务院规范性文件",
            "地方工作文件",
            "部门工作文件",
            "地方司法文件",
            "自治条例和单行条例",
            "党内法规",
            "行业规定",
            "团体规定",
            "宪法",
        ],
        _ => &[],
    }
}

/// Whether a written name means a zone: its class alone (高新区) or another form of its name.
fn same_zone(written: &str, known: &str) -> bool {
    let Some(zone) = zones::mentions(known).into_iter().next() else {
        return false;
    };
    let tabled = |name: &str| zones::find(name).map(|zone| zone.name);
    zone.class == written || tabled(written).is_some_and(|name| tabled(known) == Some(name))
}

/// Returns the facet paths a place may be: `武汉` → `湖北省/武汉市`; a place may stand after those it
/// lies in, in any of their names (`湖北省/十堰`, `南京市鼓楼区`). What the index has is taken as it is.
fn region(value: &str, folded: &str, known: &[String]) -> Result<Vec<String>, ValueError> {
    if known.iter().any(|known| known == value) {
        return Ok(vec![value.to_owned()]);
    }
    let likeliest = regions::lookup(folded).into_iter();
    let mut paths: Vec<String> = likeliest.map(|division| division.region.path()).collect();
    if paths.is_empty() {
        let readings = regions::readings(folded);
        let rank = |reading: &regions::Reading| (reading.named.in_force, reading.named.level);
        let best = readings.first().map(rank);
        let likeliest = readings
            .iter()
            .filter(|reading| best == Some(rank(reading)));
        paths = likeliest.map(|reading| reading.region.path()).collect();
    }
    paths.sort_unstable();
    paths.dedup();
    if paths.is_empty() {
        return Err(ValueError::Unknown {
            value: value.to_owned(),
            suggestions: nearest(folded, known),
        });
    }
    Ok(paths)
}

/// Returns up to five values that share most characters with what was written.
fn nearest(folded: &str, known: &[String]) -> Vec<String> {
    let shared = |value: &str| {
        value
            .chars()
            .filter(|character| folded.contains(*character))
            .count()
    };
    let mut ranked: Vec<(usize, &String)> = known
        .iter()
        .map(|value| (shared(value), value))
        .filter(|(count, _)| *count > 0)
        .collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let chosen = ranked.into_iter().map(|(_, value)| value.clone());
    let mut chosen: Vec<String> = chosen.take(5).collect();
    if chosen.is_empty() {
        chosen = known.iter().take(5).cloned().collect();
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_any_dress() {
        let read = |written: &str| numbers(&[written.to_owned()]);
        let keys = |written: &str| match read(written) {
            Ok(Filter::Keyword {
                values, prefixes, ..
            }) => values
                .into_iter()
                .flatten()
                .chain(prefixes)
                .collect::<Vec<_>>()
                .join(" "),
            other => panic!("{written}: {other:?}"),
        };
        for written in [
            "国发〔2020〕7号",
            "国发[2020]7号",
            "国发（２０２０） 第 7 号",
            "國發【2020】7號",
        ] {
            assert_eq!(keys(written), "国发|2020|7", "{written}");
        }
        assert_eq!(keys("浙江省人民政府令第380号"), "浙江省人民政府令||380");
        assert_eq!(keys("国发〔2020〕*"), "国发|2020|");
        assert_eq!(
            keys("国发[2020]9..１１号"),
            "国发|2020|9 国发|2020|10 国发|2020|11"
        );
        assert_eq!(keys("国发*"), "国发|");
        for bad in [
            "",
            "*",
            "2020",
            "〔2020〕7号",
            "国发〔2020〕",
            "国发〔20〕*",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn places_are_understood() {
        assert_eq!(resolve(names::PROVINCE, "鄂", &[]).unwrap(), ["湖北省"]);
        assert_eq!(resolve(names::CITY, "武汉", &[]).unwrap(), ["武汉市"]);
        assert_eq!(
            resolve(names::REGION, "竹山县", &[]).unwrap(),
            ["湖北省/十堰市/竹山县"]
        );
        assert_eq!(resolve(names::PROVINCE, "廣東", &[]).unwrap(), ["广东省"]);
        assert_eq!(resolve(names::CITY, "襄樊", &[]).unwrap(), ["襄阳市"]);
        for written in ["襄樊", "湖北省/襄樊", "湖北襄阳", "湖北省/襄阳市"] {
            let found = resolve(names::REGION, written, &[]).unwrap();
            assert_eq!(found, ["湖北省/襄阳市"], "{written}");
        }
        for (field, unknown) in [
            (names::PROVINCE, "火星"),
            (names::REGION, "火星"),
            (names::REGION, "湖北省/火星"),
        ] {
            assert!(resolve(field, unknown, &[]).is_err(), "{unknown}");
        }
    }

    #[test]
    fn other_values_match_whole_or_in_part() {
        let known = ["湖北省科学技术厅".to_owned(), "湖北省人民政府".to_owned()];
        assert_eq!(
            resolve(names::ISSUER, "科學技術廳", &known).unwrap(),
            ["湖北省科学技术厅"]
        );
        let error = resolve(names::ISSUER, "河北省人民政府", &known).unwrap_err();
        let ValueError::Unknown { suggestions, .. } = error else {
            panic!("{error}")
        };
        assert_eq!(suggestions[0], "湖北省人民政府");
    }

    #[test]
    fn zones_and_organs_go_by_their_short_names() {
        let zones = [
            "襄阳高新技术产业开发区".to_owned(),
            "竹山经济开发区".to_owned(),
        ];
        assert_eq!(resolve(names::ZONE, "高新区", &zones).unwrap(), zones[..1]);
        assert_eq!(
            resolve(names::ZONE, "襄阳高新区", &zones).unwrap(),
            zones[..1]
        );
        let organs = [
            "湖北省发展和改革委员会".to_owned(),
            "湖北省科学技术厅".to_owned(),
        ];
        assert_eq!(
            resolve(names::ISSUER, "发改委", &organs).unwrap(),
            organs[..1]
        );
    }

    #[test]
    fn dates_are_ranges() {
        let range = |from, to| match dates(from, to).unwrap() {
            Filter::Date { ranges, .. } => ranges[0],
            other => panic!("{other:?}"),
        };
        assert_eq!(range(Some("2018"), None), (Some(20_180_101), None));
        assert_eq!(range(None, Some("2018-02")), (None, Some(20_180_231)));
        assert!(dates(Some("2018-13"), None).is_err());
    }
}
