//! Evidence and likeness in small archives, and the order of documents.

use proptest::prelude::*;

use super::join::join;
use super::profile::Profile;
use super::samples::{Place, Reader};
use crate::analysis::similarity::Sketch;
use crate::model::Cluster;

/// A name, documents, and the groups they make.
type Case = (&'static str, Vec<Profile>, &'static [&'static [u64]]);

/// A text of `chars` characters without a phrase twice.
fn text(seed: u32, chars: u32) -> String {
    let characters = (0..chars).map(|at| {
        let mixed = (seed.wrapping_mul(40_503) ^ at).wrapping_mul(2_654_435_761) >> 12;
        char::from_u32(0x4e00 + mixed % 5000).unwrap()
    });
    characters.collect()
}

fn cut(text: &str, chars: usize) -> String {
    text.chars().take(chars).collect()
}

/// Exchanges one character in so many.
fn edited(text: &str, every: usize) -> String {
    let characters = text.chars().enumerate();
    characters
        .map(|(at, old)| if at % every == 0 { '误' } else { old })
        .collect()
}

/// What a document says of itself: number, day.
fn document(id: u64, text: &str, number: &str, day: u32) -> Profile {
    let sketch = Sketch::new(text);
    Profile {
        id,
        file: id,
        samples: Place::held(&sketch),
        length: sketch.length,
        exact: sketch.exact,
        title: "岭市养犬管理办法".into(),
        number: number.into(),
        dates: (day > 0).then_some((day, day)),
        first_day: day,
        ..Profile::default()
    }
}

fn groups(mut documents: Vec<Profile>) -> Vec<Vec<u64>> {
    let sorted = |cluster: Cluster| {
        let mut copies = cluster.copies;
        copies.sort_unstable();
        copies
    };
    documents.sort_by_key(|document| document.id);
    let clusters = join(&documents, &Reader::open(&[]).unwrap()).unwrap();
    let mut groups: Vec<Vec<u64>> = clusters.into_iter().map(sorted).collect();
    groups.sort();
    groups
}

#[test]
fn evidence_decides_and_likeness_follows() {
    let old = text(1, 2000);
    let new = cut(&old, 1500) + &text(2, 500);
    let slips = edited(&old, 6);
    let (a, b) = ("岭政发|2019|1", "岭政发|2022|7");
    let cases: [Case; 9] = [
        (
            "equal",
            vec![document(1, &old, "", 0), document(2, &old, "", 0)],
            &[&[1, 2]],
        ),
        (
            "other numbers",
            vec![document(1, &old, a, 0), document(2, &old, b, 0)],
            &[],
        ),
        (
            "one number, slips",
            vec![document(1, &old, a, 0), document(2, &slips, a, 0)],
            &[&[1, 2]],
        ),
        (
            "other dates",
            vec![
                document(1, &old, "", 20_190_101),
                document(2, &new, "", 20_220_101),
            ],
            &[],
        ),
        (
            "passages changed",
            vec![document(1, &old, "", 0), document(2, &new, "", 0)],
            &[],
        ),
        (
            "a preview",
            vec![document(1, &old, a, 0), document(2, &cut(&old, 300), "", 0)],
            &[&[1, 2]],
        ),
        (
            "a preview of two editions",
            vec![
                document(1, &old, a, 0),
                document(2, &new, b, 0),
                document(3, &cut(&old, 300), "", 0),
            ],
            &[],
        ),
        (
            "a preview says which",
            vec![
                document(1, &old, a, 0),
                document(2, &new, b, 0),
                document(3, &cut(&old, 300), b, 0),
            ],
            &[&[2, 3]],
        ),
        (
            "slips on both sides",
            vec![
                document(1, &old, a, 0),
                document(2, &slips, a, 0),
                document(3, &edited(&old, 7), a, 0),
            ],
            &[&[1, 2, 3]],
        ),
    ];
    for (name, documents, expected) in cases {
        assert_eq!(groups(documents), expected, "{name}");
    }
}

proptest! {
    /// Whatever the order of documents, the clusters are the same.
    #[test]
    fn order_changes_nothing(kinds in proptest::collection::vec((0u32..4, 0usize..5), 2..24), turn in 0usize..24) {
        let documents: Vec<Profile> = kinds.iter().zip(1u64..).map(|((seed, kind), id)| {
            let whole = text(*seed, 600);
            let text = match kind {
                0 => whole,
                1 => cut(&whole, 250),
                2 => edited(&whole, 9),
                3 => whole + &text(seed + 50, 200),
                _ => cut(&whole, 400) + &text(seed + 90, 200),
            };
            document(id.wrapping_mul(0x9e37_79b9_7f4a_7c15), &text, "", 0)
        }).collect();
        let mut turned = documents.clone();
        let at = turn % turned.len();
        turned.rotate_left(at);
        turned.reverse();
        prop_assert_eq!(groups(turned), groups(documents));
    }
}
