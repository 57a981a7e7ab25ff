//! What an index holds, so that "no hit" is not read as "no policy".

use std::collections::BTreeMap;

use super::{calendar, everything, facets};
use crate::engine::{Candidate, EngineError, SearchBackend};
use crate::lexicon::regions;
use crate::model::{Facet, Plan, Sort};
use crate::schema::names;

/// The fields that are counted, in the order in which they are shown.
pub const FIELDS: [&str; 11] = [
    YEAR,
    names::PROVINCE,
    names::CITY,
    names::COUNTY,
    names::KIND,
    names::LEVEL,
    names::TYPE,
    names::LEGAL_RANK,
    names::STATUS,
    names::SOURCE,
    names::ISSUER,
];
/// The facet of years.
const YEAR: &str = "date";

/// What an index holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Documents.
    pub documents: u64,
    /// The first and the last date, as far as they are known.
    pub dates: Option<(String, String)>,
    /// Documents by the values of each of [`FIELDS`]. Years are in order, without gaps; provinces
    /// without a document are there with 0.
    pub fields: Vec<FieldCoverage>,
}

/// What an index holds in a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldCoverage {
    /// The facet.
    pub field: String,
    /// Values and their documents.
    pub values: Vec<(String, u64)>,
    /// Documents without a value.
    pub unknown: u64,
}

impl Coverage {
    /// Counts the documents of an index. Fetches two of them.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    pub fn of(backend: &dyn SearchBackend) -> Result<Self, EngineError> {
        let all = backend.search(&by_date())?;
        let facets = facets::facets(backend, &all, &FIELDS, None)?;
        let fields = FIELDS.iter().zip(facets);
        let fields: Vec<FieldCoverage> = fields
            .map(|(field, facets)| field_coverage(field, facets))
            .collect();
        let years = fields.iter().find(|field| field.field == YEAR);
        let undated = years.map_or(0, |years| years.unknown);
        Ok(Self {
            documents: backend.documents(),
            dates: dates(backend, &all, undated)?,
            fields,
        })
    }
}

fn by_date() -> Plan {
    Plan {
        sort: Sort::Date,
        ..everything()
    }
}

fn field_coverage(field: &str, facets: Vec<Facet>) -> FieldCoverage {
    let mut unknown = 0;
    let mut values: Vec<(String, u64)> = Vec::new();
    for facet in facets {
        match facet.value {
            Some(value) => values.push((value, facet.count)),
            None => unknown = facet.count,
        }
    }
    if field == YEAR {
        let counts: BTreeMap<String, u64> = values.into_iter().collect();
        let years = calendar::without_gaps(counts.keys().cloned().collect());
        let count = |year: String| {
            let count = counts.get(&year).copied().unwrap_or_default();
            (year, count)
        };
        values = years.into_iter().map(count).collect();
    }
    if field == names::PROVINCE {
        for province in regions::provinces() {
            if values.iter().all(|(name, _)| name != province.name) {
                values.push((province.name.to_owned(), 0));
            }
        }
    }
    FieldCoverage {
        field: field.to_owned(),
        values,
        unknown,
    }
}

/// The dates of the first and the last dated document, of all in the order of their dates: the undated
/// are last.
fn dates(
    backend: &dyn SearchBackend,
    all: &[Candidate],
    undated: u64,
) -> Result<Option<(String, String)>, EngineError> {
    let undated = usize::try_from(undated).unwrap_or(usize::MAX);
    let dated = &all[..all.len().saturating_sub(undated)];
    let date = |candidate: &Candidate| -> Result<String, EngineError> {
        let date = backend.fetch(*candidate)?.metadata.date;
        Ok(date.map(|date| date.value.to_string()).unwrap_or_default())
    };
    match (dated.first(), dated.last()) {
        (Some(first), Some(last)) => Ok(Some((date(first)?, date(last)?))),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_have_no_gaps_and_no_province_is_missing() {
        let facet = |value: Option<&str>, count| Facet {
            value: value.map(str::to_owned),
            count,
        };
        let years = [
            facet(Some("2021"), 3),
            facet(Some("2019"), 1),
            facet(None, 2),
        ];
        let years = field_coverage(YEAR, years.to_vec());
        let expected = [("2019", 1), ("2020", 0), ("2021", 3)];
        assert_eq!(
            years.values,
            expected.map(|(year, count)| (year.to_owned(), count))
        );
        assert_eq!(years.unknown, 2);
        let provinces = field_coverage(names::PROVINCE, vec![facet(Some("湖北省"), 5)]);
        assert_eq!(provinces.values.len(), 34);
        assert_eq!(provinces.values[0], ("湖北省".to_owned(), 5));
        assert!(provinces.values.contains(&("青海省".to_owned(), 0)));
    }
}
