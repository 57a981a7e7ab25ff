//! Figures on the numbers and titles of nine government sites: no text, the site's name hidden.
//!
//! A row's site tells its province (none for the State Council), so a local site's reposts of
//! central texts count as missed and its neighbours' numbers as wrong.

use super::region::example::data;
use super::tests::{context_of, part_of};
use super::{issuer, number, region};
use crate::ingest::extract::Context;
use crate::model::Extracted;

/// Sites and the provinces whose documents they publish.
const SITES: [(&str, &str); 9] = [
    ("State Council", ""),
    ("Shanghai Municipal Government", "上海市"),
    ("Guangdong Provincial Government", "广东省"),
    ("Yunnan Provincial Government", "云南省"),
    ("Sichuan Provincial Government", "四川省"),
    ("Liaoning Provincial Government", "辽宁省"),
    ("Hubei Provincial Government", "湖北省"),
    ("Ningxia Provincial Government", "宁夏回族自治区"),
    ("Chongqing Municipal Government", "重庆市"),
];

/// Least share of 令, 公告 and 第n号 that must be read.
const OTHERS_READ: f64 = 0.97;

/// Least precision and recall of the province where there is a title.
const TITLED: (f64, f64) = (0.995, 0.92);

/// The same from a number alone. 宁政 is four places' and stays open: a twentieth of the rows.
const NUMBERED: (f64, f64) = (0.995, 0.88);

/// Least share of the State Council's documents that are given no province.
const CENTRAL: f64 = 0.98;

/// One row: what a site says of a document.
struct Row {
    /// The site's index in [`SITES`].
    site: usize,
    title: String,
    number: String,
}

/// The rows; none where there is no data.
fn rows() -> Option<Vec<Row>> {
    let table = data()?.join("metadata/titles_numbers_dates.tsv");
    let table = std::fs::read_to_string(table).unwrap();
    let row = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let site = SITES.iter().position(|(name, _)| *name == fields[0])?;
        Some(Row {
            site,
            title: fields[2].trim().to_owned(),
            number: fields[5].trim().to_owned(),
        })
    };
    Some(table.lines().skip(1).filter_map(row).collect())
}

/// 代字, year and serial of a number of the usual form; none for others.
fn usual(number: &str) -> Option<(&str, &str, &str)> {
    let (letters, rest) = number.split_once('〔')?;
    let (year, serial) = rest.strip_suffix('号')?.split_once('〕')?;
    let han = letters.chars().all(crate::analysis::char_filter::is_han);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (han && !letters.is_empty() && year.len() == 4 && digits(year) && digits(serial))
        .then_some((letters, year, serial))
}

fn wide(text: &str) -> String {
    let wide = |digit: char| char::from_u32(digit as u32 - 0x30 + 0xFF10).unwrap();
    text.chars().map(wide).collect()
}

#[test]
fn numbers_print_back_and_their_variants_are_equal() {
    let Some(rows) = rows() else { return };
    let (mut plain, mut other, mut failed, mut others_failed) = (0, 0, Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| !row.number.is_empty()) {
        let Some((letters, year, serial)) = usual(&row.number) else {
            other += 1;
            if number::key(&row.number).is_none() {
                others_failed.push(&row.number);
            }
            continue;
        };
        plain += 1;
        let key = number::key(&row.number).unwrap_or_default();
        let parts: Vec<&str> = key.split('|').collect();
        let [code, y, n] = parts[..] else {
            failed.push(&row.number);
            continue;
        };
        let variants = [
            format!("{letters}[{year}]{serial}号"),
            format!("{letters}({year}){serial}号"),
            format!("{letters}（{year}）{serial}号"),
            format!("{letters}［{}］第{}号", wide(year), wide(serial)),
            format!("{letters} 〔 {year} 〕 {serial} 号"),
        ];
        let serial = serial.trim_start_matches('0');
        let printed = format!("{code}〔{y}〕{n}号") == format!("{letters}〔{year}〕{serial}号");
        let equal = |written: &String| number::key(written).as_ref() == Some(&key);
        if !printed || !variants.iter().all(equal) {
            failed.push(&row.number);
        }
    }
    println!("usual form: {plain}, failed {}: {failed:?}", failed.len());
    println!(
        "other: {other}, not read {}: {others_failed:?}",
        others_failed.len()
    );
    assert!(
        failed.is_empty(),
        "{} of {plain} numbers fail",
        failed.len()
    );
    let share = 1.0 - others_failed.len() as f64 / other as f64;
    assert!(
        share >= OTHERS_READ,
        "{share:.3} of the other forms are read"
    );
}

/// Right, wrong and missing provinces of a site's rows.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    right: usize,
    wrong: usize,
    missing: usize,
}

impl Count {
    fn add(&mut self, found: Option<&str>, expected: &str) -> bool {
        match found {
            None if expected.is_empty() => self.right += 1,
            None => self.missing += 1,
            Some(found) if found == expected => self.right += 1,
            Some(_) => {
                self.wrong += 1;
                return false;
            }
        }
        true
    }

    fn precision(self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }

    fn recall(self) -> f64 {
        self.right as f64 / (self.right + self.wrong + self.missing).max(1) as f64
    }
}

/// The province that title and number tell.
fn province(title: &str, written: &str) -> Option<String> {
    let lines = [title, written];
    let text: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    let part = part_of(&text.join("\n"), 0);
    let kind = Extracted::new("policy".to_owned(), "test", None, 0.9);
    let context = Context {
        kind: Some(&kind),
        ..context_of(&part)
    };
    // A part of a number alone has no title.
    let context = if title.is_empty() {
        Context {
            title: None,
            title_paragraph: None,
            ..context
        }
    } else {
        context
    };
    let number = number::own(&context);
    let context = Context {
        number: number.as_ref(),
        ..context
    };
    let issuers = issuer::issuers(&context);
    let context = Context {
        issuers: &issuers,
        ..context
    };
    let (regions, _) = region::regions(&context);
    regions.into_iter().next().map(|found| found.value.province)
}

#[test]
fn titles_and_numbers_tell_the_province() {
    let Some(rows) = rows() else { return };
    let mut counts = [[Count::default(); SITES.len()]; 2];
    for row in &rows {
        let expected = SITES[row.site].1;
        let mut check = |kind: usize, title: &str| {
            let found = province(title, &row.number);
            if !counts[kind][row.site].add(found.as_deref(), expected) {
                println!("{found:?}, not {expected:?}: {title} {}", row.number);
            }
        };
        if !row.title.is_empty() {
            check(0, &row.title);
        }
        if !row.number.is_empty() {
            check(1, "");
        }
    }
    for (kind, (counts, least)) in ["title", "number only"]
        .iter()
        .zip(counts.iter().zip([TITLED, NUMBERED]))
    {
        let mut all = Count::default();
        for (count, (site, expected)) in counts.iter().zip(SITES) {
            println!(
                "{kind:12} {site:32} right {:5} wrong {:4} missing {:5}",
                count.right, count.wrong, count.missing
            );
            all.wrong += count.wrong;
            if !expected.is_empty() {
                all.right += count.right;
                all.missing += count.missing;
            }
        }
        println!(
            "{kind}: precision {:.4} recall {:.4}; State Council without a province {:.4}",
            all.precision(),
            all.recall(),
            counts[0].recall()
        );
        assert!(all.precision() >= least.0 && all.recall() >= least.1);
        assert!(counts[0].recall() >= CENTRAL);
    }
}
