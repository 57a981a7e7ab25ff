//! Provinces of real laws through the whole of ingest, from their texts alone: no folder or file
//! name is shown to it.

use super::example::data;
use super::gold_tests::documents_of;

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
        let path = data.join("archive").join(fields[0]);
        if fields[5] == "案例" || !path.is_file() {
            continue;
        }
        let documents = documents_of(&path, "document.md");
        let region = documents
            .first()
            .and_then(|one| one.metadata.regions.first());
        let found = region.map_or("", |region| &region.value.province);
        let (title, expected) = (fields[1], fields[7]);
        local += usize::from(!expected.is_empty());
        match (found.is_empty(), expected.is_empty()) {
            (false, false) if found.starts_with(expected) => right += 1,
            (false, false) => wrong.push(format!("{title}: {found}")),
            (false, true) => national.push(format!("{title}: {region:?}")),
            (true, false) => println!("missed: {title}"),
            (true, true) => {}
        }
    }
    let precision = f64::from(right) / (f64::from(right) + wrong.len() as f64);
    let recall = f64::from(right) / local as f64;
    println!("province: precision {precision:.4}, recall {recall:.4} of {local}");
    println!("wrong: {wrong:#?}\nnational with a province: {national:#?}");
    assert!(precision >= LEAST_PRECISION && recall >= LEAST_RECALL);
    assert!(national.is_empty());
}
