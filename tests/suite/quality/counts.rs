//! Named sums of one file, and examples of what went wrong in it.

use std::collections::BTreeMap;

/// Sums by name: `lost`, `noise in: annotation B` …
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts(pub(crate) BTreeMap<String, f64>);

impl Counts {
    /// Adds to a sum.
    pub(crate) fn add(&mut self, name: impl Into<String>, amount: usize) {
        *self.0.entry(name.into()).or_default() += amount as f64;
    }

    /// Returns a sum.
    pub(crate) fn get(&self, name: &str) -> f64 {
        self.0.get(name).copied().unwrap_or_default()
    }

    /// Adds all sums of another file.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (name, amount) in &other.0 {
            *self.0.entry(name.clone()).or_default() += amount;
        }
    }
}

/// One error, for the development half.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    /// What kind: `lost by clean/spam`, `kept: annotation A1`.
    pub(crate) kind: String,
    /// The file.
    pub(crate) file: String,
    /// The place, with some characters around it.
    pub(crate) text: String,
    /// How many characters it cost.
    pub(crate) weight: usize,
}

/// What was measured on one file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outcome {
    pub(crate) counts: Counts,
    pub(crate) examples: Vec<Example>,
}
