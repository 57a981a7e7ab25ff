//! Which documents of an archive are copies of one another.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// Why a copy stands for the others: the first rule, in this order, by which it is better than all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CanonicalRule {
    /// The others are not whole, or not as they were.
    Whole,
    /// It has a number and was published by its issuer.
    IssuersOwn,
    /// It has the earliest date.
    Earliest,
    /// It is the longest.
    Longest,
    /// The fewest flags of quality.
    Cleanest,
    /// Nothing tells it from another: the lowest document id.
    LowestId,
}

impl CanonicalRule {
    /// All rules, in order.
    pub const ALL: [Self; 6] = [
        Self::Whole,
        Self::IssuersOwn,
        Self::Earliest,
        Self::Longest,
        Self::Cleanest,
        Self::LowestId,
    ];

    /// Returns the name used in exports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::IssuersOwn => "issuers_own",
            Self::Earliest => "earliest",
            Self::Longest => "longest",
            Self::Cleanest => "cleanest",
            Self::LowestId => "lowest_id",
        }
    }
}

/// Two or more documents that are copies of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// Document ids, the canonical copy's first, the others in order.
    pub copies: Vec<u64>,
    /// Why the first stands for them.
    pub rule: CanonicalRule,
}

impl Cluster {
    /// Returns the id of the canonical copy, which is also the cluster's.
    #[must_use]
    pub fn canonical(&self) -> u64 {
        self.copies.first().copied().unwrap_or_default()
    }
}

/// The clusters of an index. A document without a copy is a cluster of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clusters {
    clusters: Vec<Cluster>,
    places: HashMap<u64, usize>,
}

impl Clusters {
    /// Takes the clusters of two or more; no document is in two of them.
    #[must_use]
    pub fn new(clusters: Vec<Cluster>) -> Self {
        let places = clusters.iter().enumerate().flat_map(|(place, cluster)| {
            let copies = cluster.copies.iter();
            copies.map(move |id| (*id, place))
        });
        Self {
            places: places.collect(),
            clusters,
        }
    }

    /// Returns the clusters of two or more.
    #[must_use]
    pub fn all(&self) -> &[Cluster] {
        &self.clusters
    }

    /// Returns the cluster a document is in, where it has a copy.
    #[must_use]
    pub fn find(&self, document: u64) -> Option<&Cluster> {
        self.places
            .get(&document)
            .map(|place| &self.clusters[*place])
    }

    /// Returns the id of a document's cluster: that of its canonical copy, or its own.
    #[must_use]
    pub fn id_of(&self, document: u64) -> u64 {
        self.find(document).map_or(document, Cluster::canonical)
    }

    /// Returns the number of clusters that some documents are of.
    #[must_use]
    pub fn count(&self, documents: &[u64]) -> u64 {
        let mut ids: Vec<u64> = documents.iter().map(|id| self.id_of(*id)).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.len() as u64
    }
}
