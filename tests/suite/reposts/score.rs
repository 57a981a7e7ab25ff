//! Counts pairs of documents that were joined rightly, wrongly and not.
//!
//! In: documents with their true policy and the cluster they were put in. Out: a [`Score`].

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::generate::ANONYMOUS;

/// A document, what it is and where it was put.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    pub(crate) name: String,
    pub(crate) policy: usize,
    pub(crate) cluster: u64,
    pub(crate) made_by: BTreeSet<&'static str>,
}

/// Pairs of one kind.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pairs {
    /// Of one policy.
    pub(crate) true_pairs: usize,
    /// Of these, in one cluster.
    pub(crate) found: usize,
    /// In one cluster, of two policies.
    pub(crate) wrong: usize,
}

impl Pairs {
    #[expect(clippy::cast_precision_loss, reason = "a share for people")]
    pub(crate) fn precision(self) -> f64 {
        self.found as f64 / (self.found + self.wrong).max(1) as f64
    }

    #[expect(clippy::cast_precision_loss, reason = "a share for people")]
    pub(crate) fn recall(self) -> f64 {
        self.found as f64 / self.true_pairs.max(1) as f64
    }
}

/// All pairs, and those of which one document was made in a way.
#[derive(Debug, Default)]
pub(crate) struct Score {
    pub(crate) all: Pairs,
    pub(crate) by_making: BTreeMap<&'static str, Pairs>,
    pub(crate) wrong: Vec<(String, String)>,
    pub(crate) missed: Vec<(String, String)>,
}

/// Scores documents: the pairs of one policy, and those of one cluster. A copy that nothing tells from
/// another edition's counts against the whole, not against a kind of adversary.
pub(crate) fn score(documents: &[Placed]) -> Score {
    let mut score = Score::default();
    let mut policies: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut clusters: HashMap<u64, Vec<usize>> = HashMap::new();
    for (index, document) in documents.iter().enumerate() {
        policies.entry(document.policy).or_default().push(index);
        clusters.entry(document.cluster).or_default().push(index);
    }
    for (one, two) in policies.values().flat_map(|members| pairs(members)) {
        let (one, two) = (&documents[one], &documents[two]);
        let found = usize::from(one.cluster == two.cluster);
        if found == 0 {
            score.missed.push((one.name.clone(), two.name.clone()));
        }
        score.count(one, two, |pairs| {
            pairs.true_pairs += 1;
            pairs.found += found;
        });
    }
    for (one, two) in clusters.values().flat_map(|members| pairs(members)) {
        let (one, two) = (&documents[one], &documents[two]);
        if one.policy != two.policy {
            score.wrong.push((one.name.clone(), two.name.clone()));
            let is_anonymous = [one, two]
                .iter()
                .any(|found| found.made_by.contains(ANONYMOUS));
            if is_anonymous {
                score.all.wrong += 1;
                score.by_making.entry(ANONYMOUS).or_default().wrong += 1;
            } else {
                score.count(one, two, |pairs| pairs.wrong += 1);
            }
        }
    }
    score.wrong.sort();
    score.missed.sort();
    score
}

fn pairs(members: &[usize]) -> Vec<(usize, usize)> {
    let rest = |at: usize| members[at + 1..].iter().map(move |two| (members[at], *two));
    (0..members.len()).flat_map(rest).collect()
}

impl Score {
    fn count(&mut self, one: &Placed, two: &Placed, add: impl Fn(&mut Pairs)) {
        add(&mut self.all);
        for making in one.made_by.union(&two.made_by) {
            add(self.by_making.entry(making).or_default());
        }
    }

    /// Prints the table.
    pub(crate) fn print(&self, half: &str, documents: usize, policies: usize) {
        eprintln!("\nreposts, {half}: {documents} documents of {policies} policies");
        eprintln!(
            "{:<16}{:>8}{:>8}{:>8}{:>11}{:>8}",
            "pairs with", "true", "found", "wrong", "precision", "recall"
        );
        let rows = self.by_making.iter().map(|(name, pairs)| (*name, *pairs));
        for (name, pairs) in rows.chain([("all", self.all)]) {
            eprintln!(
                "{name:<16}{:>8}{:>8}{:>8}{:>11.4}{:>8.4}",
                pairs.true_pairs,
                pairs.found,
                pairs.wrong,
                pairs.precision(),
                pairs.recall()
            );
        }
    }
}
