//! Years and months as values to count by.

/// Returns whether a facet is years or months.
pub(super) fn is_date(field: &str) -> bool {
    field == "date" || field == "date:month"
}

/// Puts years (`2020`) or months (`2020-01`) in order and adds those missing between the first and
/// the last: a year without a document is a year with none. A year among months stands for an
/// unknown month, before its January; none is added.
pub(super) fn without_gaps(mut values: Vec<String>) -> Vec<String> {
    let months: Vec<u32> = values.iter().filter_map(|value| month(value)).collect();
    let years: Vec<u32> = values
        .iter()
        .filter_map(|value| value.parse().ok())
        .collect();
    if let (Some(first), Some(last)) = (months.iter().min(), months.iter().max()) {
        values.extend(
            (*first..=*last).map(|month| format!("{:04}-{:02}", month / 12, month % 12 + 1)),
        );
    } else if let (Some(first), Some(last)) = (years.iter().min(), years.iter().max()) {
        values.extend((*first..=*last).map(|year| format!("{year:04}")));
    }
    values.sort_unstable();
    values.dedup();
    values
}

/// The number of a month since year 0.
fn month(value: &str) -> Option<u32> {
    let (year, month) = value.split_once('-')?;
    let (year, month): (u32, u32) = (year.parse().ok()?, month.parse().ok()?);
    Some(year * 12 + month.checked_sub(1)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_between_is_there() {
        let cases: [(&[&str], &[&str]); 5] = [
            (&["2021", "2018"], &["2018", "2019", "2020", "2021"]),
            (&["2020"], &["2020"]),
            (&[], &[]),
            (
                &["2021-02", "2020-11"],
                &["2020-11", "2020-12", "2021-01", "2021-02"],
            ),
            (
                &["2021", "2021-02", "2020-12"],
                &["2020-12", "2021", "2021-01", "2021-02"],
            ),
        ];
        for (values, expected) in cases {
            let values = values.iter().map(|value| (*value).to_owned()).collect();
            assert_eq!(without_gaps(values), expected);
        }
    }
}
