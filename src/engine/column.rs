//! The values that a list of candidates has in a facet field.

use std::collections::HashMap;

/// For each of a list of candidates, in its order, the values it has; each distinct value is kept
/// once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FacetColumn {
    values: Vec<String>,
    /// Indices into `values`, candidate after candidate.
    indices: Vec<u32>,
    /// Where the indices of each candidate end.
    ends: Vec<usize>,
}

impl FacetColumn {
    /// Returns the distinct values, in the order in which they first occur.
    #[must_use]
    pub fn values(&self) -> &[String] {
        &self.values
    }

    /// Returns the number of candidates.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns whether there are no candidates.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the values of the candidate at `at`, as indices into [`FacetColumn::values`];
    /// none where it has no value.
    ///
    /// # Panics
    /// Where there is no such candidate.
    #[must_use]
    pub fn of(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.indices[start..self.ends[at]]
    }
}

/// Fills a [`FacetColumn`] candidate by candidate.
#[derive(Debug, Default)]
pub struct FacetColumnBuilder {
    column: FacetColumn,
    known: HashMap<String, u32>,
}

impl FacetColumnBuilder {
    /// Returns the index of a value, new or known.
    pub fn index_of(&mut self, value: &str) -> u32 {
        if let Some(index) = self.known.get(value) {
            return *index;
        }
        let index = u32::try_from(self.column.values.len()).unwrap_or(u32::MAX);
        self.column.values.push(value.to_owned());
        self.known.insert(value.to_owned(), index);
        index
    }

    /// Gives the candidate at hand a value, by its index; twice the same counts once.
    pub fn add(&mut self, index: u32) {
        let start = self.column.ends.last().copied().unwrap_or_default();
        if !self.column.indices[start..].contains(&index) {
            self.column.indices.push(index);
        }
    }

    /// Ends the candidate at hand; the next begins.
    pub fn end_candidate(&mut self) {
        self.column.ends.push(self.column.indices.len());
    }

    /// Returns the column.
    #[must_use]
    pub fn finish(self) -> FacetColumn {
        self.column
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_keep_their_values() {
        let mut builder = FacetColumnBuilder::default();
        for values in [&["甲", "乙", "甲"][..], &[], &["乙"]] {
            for value in values {
                let index = builder.index_of(value);
                builder.add(index);
            }
            builder.end_candidate();
        }
        let column = builder.finish();
        assert_eq!(column.values(), ["甲", "乙"]);
        assert_eq!(column.len(), 3);
        assert_eq!(
            [column.of(0), column.of(1), column.of(2)],
            [&[0, 1][..], &[], &[1]]
        );
    }
}
