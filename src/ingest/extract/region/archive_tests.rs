//! Provinces of real laws, from their texts alone: no issuer, no number, no folder name.

use super::example::{Example, data, parts};
use super::regions;

/// The figures may not fall below these (NOISE §3 rule 10, tightened for clean texts).
const LEAST_PRECISION: f64 = 0.995;
const LEAST_RECALL: f64 = 0.97;

#[test]
#[ignore = "reads 44 MB of laws"]
fn local_laws_have_their_province_and_national_ones_none() {
    let Some(data) = data() else { return };
    let gold = std::fs::read_to_string(data.join("archive_gold.tsv")).unwrap();
    let (mut local, mut right, mut wrong, mut national) = (0, 0, Vec::new(), Vec::new());
    for row in gold.lines().skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        if fields[5] == "案例" {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(data.join("archive").join(fields[0])) else {
            continue;
        };
        let title = text.lines().find(|line| !line.trim().is_empty());
        let title = title.unwrap_or_default().trim_start_matches(['#', ' ']);
        let Some(part) = parts(&text).into_iter().next() else {
            continue;
        };
        let example = Example {
            title,
            kind: "policy",
            ..Example::default()
        };
        let (found, _) = example.read_part(&part, regions);
        let found = found.first().map_or("", |region| &region.value.province);
        let expected = fields[7];
        local += usize::from(!expected.is_empty());
        if !expected.is_empty() && found.starts_with(expected) {
            right += 1;
        } else if !found.is_empty() && !expected.is_empty() {
            wrong.push(format!("{title}: {found}"));
        } else if !found.is_empty() {
            national.push(format!("{title}: {found}"));
        } else if !expected.is_empty() {
            println!("missed: {title}");
        }
    }
    let precision = f64::from(right) / (f64::from(right) + wrong.len() as f64);
    let recall = f64::from(right) / local as f64;
    println!("province: precision {precision:.4}, recall {recall:.4} of {local}");
    println!("wrong: {wrong:#?}\nnational with a province: {national:#?}");
    assert!(precision >= LEAST_PRECISION && recall >= LEAST_RECALL);
    assert!(national.is_empty());
}
