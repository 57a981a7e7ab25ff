//! What becomes of reposts in a result; and what a copy has other than the one that stands for it.
//!
//! In: a running search and the clusters of its index. Out: the search with all its documents, one a
//! policy, or only those that have copies. Not its job: what is a copy (`indexer`).

use std::collections::HashMap;

use serde::Serialize;

use super::Search;
use super::changes::{Change, changes};
use crate::analysis::char_filter::fold;
use crate::analysis::similarity::Sketch;
use crate::engine::EngineError;
use crate::model::Clusters;
use crate::model::hit::StoredDocument;

/// What becomes of reposts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reposts {
    /// Every copy is a document of its own.
    Show,
    /// One document stands for all copies that match: the canonical copy, or the first in order where
    /// that does not match.
    Fold,
    /// Only documents that have copies in the index.
    Only,
}

impl Search<'_> {
    /// Makes the clusters of the index known: hits say which they are of.
    #[must_use]
    pub fn with_clusters(self, clusters: Clusters) -> Self {
        Self { clusters, ..self }
    }

    /// Folds the reposts, or leaves out everything else; once.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    pub fn treat(&mut self, reposts: Reposts) -> Result<(), EngineError> {
        if reposts == Reposts::Show {
            return Ok(());
        }
        let (kept, folded) = kept(&self.ids()?, &self.clusters, reposts);
        self.keep(&kept);
        self.folded = folded;
        Ok(())
    }

    /// Counts the policies that the matching documents are copies of.
    ///
    /// # Errors
    /// Fails when the index cannot be read.
    pub fn policies(&self) -> Result<u64, EngineError> {
        Ok(self.clusters.count(&self.ids()?))
    }
}

/// Returns the positions of the documents that are left, and how many copies each hides.
#[must_use]
pub fn kept(ids: &[u64], clusters: &Clusters, reposts: Reposts) -> (Vec<usize>, Vec<u64>) {
    let all = 0..ids.len();
    let kept: Vec<usize> = match reposts {
        Reposts::Fold => return folded(ids, clusters),
        Reposts::Show => all.collect(),
        Reposts::Only => all.filter(|at| clusters.find(ids[*at]).is_some()).collect(),
    };
    let folded = vec![0; kept.len()];
    (kept, folded)
}

/// The positions of the documents that stand for their clusters, and how many copies each hides.
fn folded(ids: &[u64], clusters: &Clusters) -> (Vec<usize>, Vec<u64>) {
    // Where the cluster's document stands, whether it is the canonical copy, and all that match.
    let mut found: HashMap<u64, (usize, u64)> = HashMap::new();
    for (at, id) in ids.iter().enumerate() {
        let cluster = clusters.id_of(*id);
        let (place, count) = found.entry(cluster).or_insert((at, 0));
        *count += 1;
        if cluster == *id {
            *place = at;
        }
    }
    let mut kept: Vec<(usize, u64)> = found.into_values().collect();
    kept.sort_unstable();
    kept.into_iter().map(|(at, count)| (at, count - 1)).unzip()
}

/// What a copy has other than the canonical one.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Its length in characters.
    pub chars: usize,
    /// How much of it stands in the canonical copy, 0 to 1.
    pub contained: f64,
    /// Columns in which they differ.
    pub fields: Vec<&'static str>,
    /// Where their texts differ.
    pub changes: Vec<Change>,
}

/// Compares a copy with the canonical one.
#[must_use]
pub fn difference(copy: &StoredDocument, canonical: &StoredDocument) -> Difference {
    let sketch = |document: &StoredDocument| Sketch::new(&fold(&document.display).text);
    let (one, two) = (sketch(copy), sketch(canonical));
    let (here, there) = (&copy.metadata, &canonical.metadata);
    let value = |value: &Option<crate::model::Extracted<String>>| {
        value.as_ref().map(|value| value.value.clone())
    };
    let number = |metadata: &crate::model::Metadata| {
        metadata
            .number
            .as_ref()
            .map(|number| number.value.key.clone())
    };
    let issuers = |metadata: &crate::model::Metadata| -> Vec<String> {
        let issuers = metadata.issuers.iter();
        issuers.map(|issuer| issuer.value.clone()).collect()
    };
    let changes = changes(&canonical.display, &copy.display);
    let date = |metadata: &crate::model::Metadata| metadata.date.as_ref().map(|date| date.value);
    let differs = [
        ("title", value(&here.title) != value(&there.title)),
        ("number", number(here) != number(there)),
        ("issuers", issuers(here) != issuers(there)),
        ("date", date(here) != date(there)),
        ("source", value(&here.source) != value(&there.source)),
        ("quality", here.quality != there.quality),
        ("text", !changes.is_empty()),
    ];
    let fields = differs.into_iter().filter(|(_, differs)| *differs);
    Difference {
        chars: copy.display.chars().count(),
        contained: match one.exact == two.exact {
            true => 1.0,
            false => {
                one.samples
                    .short
                    .compare(&two.samples.short)
                    .first_in_second
            }
        },
        fields: fields.map(|(field, _)| field).collect(),
        changes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CanonicalRule, Cluster};

    #[test]
    fn one_document_stands_for_its_copies() {
        let cluster = |copies: &[u64]| Cluster {
            copies: copies.to_vec(),
            rule: CanonicalRule::Longest,
        };
        let clusters = Clusters::new(vec![cluster(&[5, 1, 2]), cluster(&[9, 8])]);
        let cases: [(&[u64], &[usize], &[u64]); 5] = [
            (&[1, 3, 5, 2], &[1, 2], &[0, 2]),
            (&[2, 1, 3], &[0, 2], &[1, 0]),
            (&[8, 9, 5], &[1, 2], &[1, 0]),
            (&[3, 4], &[0, 1], &[0, 0]),
            (&[], &[], &[]),
        ];
        for (ids, kept, hidden) in cases {
            assert_eq!(
                folded(ids, &clusters),
                (kept.to_vec(), hidden.to_vec()),
                "{ids:?}"
            );
            assert_eq!(clusters.count(ids), kept.len() as u64);
        }
    }
}
