//! The quality report: the program's cleaning against generated documents whose truth is known.
//!
//! `cargo test --test suite quality -- --nocapture` prints it. `ZHENGSOU_EXAMPLES=none` leaves out
//! the development half's worst errors (the held-out half never shows any);
//! `ZHENGSOU_NOISE_DIR=FOLDER` writes the files and `truth.jsonl` there.

mod counts;
mod diff;
mod field_rows;
mod fields;
mod figure;
mod measure;
mod print;
mod real;
mod rows;
mod run;

use std::path::Path;

use rayon::prelude::*;
use serde_json::json;

use self::counts::{Counts, Outcome};
use crate::noise::{self, Half, Sample};

#[test]
fn quality() {
    let mut failures = Vec::new();
    for half in [Half::Development, Half::HeldOut] {
        let samples = noise::corpus(half);
        if let Some(folder) = std::env::var_os("ZHENGSOU_NOISE_DIR") {
            write(Path::new(&folder), half, &samples);
        }
        let outcomes: Vec<Outcome> = samples.par_iter().map(measure::measure).collect();
        let mut total = Counts::default();
        for outcome in &outcomes {
            total.merge(&outcome.counts);
        }
        failures.extend(print::report(half, &outcomes, &total));
    }
    failures.extend(real::seeds());
    failures.extend(real::archive());
    assert!(
        failures.is_empty(),
        "below the floor:\n{}",
        failures.join("\n")
    );
}

/// Writes a half's files and what is true of them.
fn write(folder: &Path, half: Half, samples: &[Sample]) {
    let folder = folder.join(half.name());
    std::fs::create_dir_all(&folder).unwrap();
    let mut rows = String::new();
    for sample in samples {
        std::fs::write(folder.join(&sample.name), &sample.bytes).unwrap();
        let documents: Vec<serde_json::Value> = sample
            .truths
            .iter()
            .map(|truth| {
                let paragraphs: Vec<&str> = truth
                    .paragraphs
                    .iter()
                    .map(|paragraph| paragraph.text.as_str())
                    .collect();
                json!({
                    "title": truth.title, "kind": truth.kind, "type": truth.doc_type,
                    "issuers": truth.issuers, "number": truth.number, "date": truth.date,
                    "province": truth.province, "city": truth.city, "county": truth.county,
                    "zones": truth.zones,
                    "forms": truth.forms.iter().map(|(form, ..)| *form).collect::<Vec<_>>(),
                    "flags": truth.flags, "paragraphs": paragraphs,
                })
            })
            .collect();
        let row = json!({"file": sample.name, "tags": sample.tags, "documents": documents});
        rows.push_str(&format!("{row}\n"));
    }
    std::fs::write(folder.join("truth.jsonl"), rows).unwrap();
}

#[test]
fn generated_files_are_the_same_every_time() {
    for index in [0, 2, 7, 33, 150] {
        let one = noise::recipe::sample(Half::Development, index);
        let two = noise::recipe::sample(Half::Development, index);
        assert!(one.bytes == two.bytes, "{}", one.name);
        let other = noise::recipe::sample(Half::HeldOut, index);
        assert!(one.bytes != other.bytes, "{}", one.name);
    }
}
