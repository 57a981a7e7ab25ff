//! Collectors: every match with its score, and counts by facet.

use std::ops::{Bound, Range};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::columns::period;
use crate::schema::names;

/// Collects every matching document: segment, document, score.
pub(super) struct Everything;

pub(super) struct EverythingInSegment {
    segment: SegmentOrdinal,
    found: Vec<(u64, Score)>,
}

/// Packs segment and document into a candidate's address.
pub(super) fn address(segment: SegmentOrdinal, document: DocId) -> u64 {
    u64::from(segment) << 32 | u64::from(document)
}

impl Collector for Everything {
    type Fruit = Vec<(u64, Score)>;
    type Child = EverythingInSegment;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        _reader: &SegmentReader,
    ) -> tantivy::Result<Self::Child> {
        Ok(EverythingInSegment {
            segment,
            found: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<(u64, Score)>>) -> tantivy::Result<Self::Fruit> {
        Ok(fruits.concat())
    }
}

impl SegmentCollector for EverythingInSegment {
    type Fruit = Vec<(u64, Score)>;

    fn collect(&mut self, document: DocId, score: Score) {
        self.found.push((address(self.segment, document), score));
    }

    fn harvest(self) -> Self::Fruit {
        self.found
    }
}

/// Counts documents by the values of a keyword column.
pub(super) struct KeywordCounts {
    pub(super) field: String,
    /// Only terms from the first to before the second, if any.
    pub(super) bounds: Option<(String, String)>,
}

pub(super) struct KeywordCountsInSegment {
    column: Option<StrColumn>,
    ordinals: Option<Column<u64>>,
    /// The ordinals that count.
    counted: Range<u64>,
    counts: Vec<u64>,
    without: u64,
}

/// Values with their counts, and the number of documents without a value.
pub(super) type Counts = (Vec<(String, u64)>, u64);

impl Collector for KeywordCounts {
    type Fruit = Counts;
    type Child = KeywordCountsInSegment;

    fn for_segment(
        &self,
        _segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<Self::Child> {
        let column = reader.fast_fields().str(&self.field)?;
        let terms = column
            .as_ref()
            .map_or(0, |column| column.dictionary().num_terms());
        let ordinals = column.as_ref().map(|column| column.ords().clone());
        let counted = match (&column, &self.bounds) {
            (Some(column), Some(bounds)) => ordinals_within(column, bounds)?,
            _ => 0..u64::MAX,
        };
        Ok(KeywordCountsInSegment {
            column,
            ordinals,
            counted,
            counts: vec![0; terms],
            without: 0,
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Counts>) -> tantivy::Result<Counts> {
        let without = fruits.iter().map(|(_, without)| without).sum();
        let mut counts: Vec<(String, u64)> =
            fruits.into_iter().flat_map(|(counts, _)| counts).collect();
        counts.sort_unstable();
        counts.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        Ok((counts, without))
    }
}

/// Returns the ordinals of the terms from the first to before the second.
pub(super) fn ordinals_within(
    column: &StrColumn,
    (from, to): &(String, String),
) -> std::io::Result<Range<u64>> {
    let bounds = (Bound::Included(from), Bound::Excluded(to));
    let (from, to) = column.dictionary().term_bounds_to_ord(bounds.0, bounds.1)?;
    let start = match from {
        Bound::Included(ordinal) => ordinal,
        Bound::Excluded(ordinal) => ordinal + 1,
        Bound::Unbounded => 0,
    };
    let end = match to {
        Bound::Included(ordinal) => ordinal + 1,
        Bound::Excluded(ordinal) => ordinal,
        Bound::Unbounded => u64::MAX,
    };
    Ok(start..end)
}

impl SegmentCollector for KeywordCountsInSegment {
    type Fruit = Counts;

    fn collect(&mut self, document: DocId, _score: Score) {
        let Some(ordinals) = &self.ordinals else {
            self.without += 1;
            return;
        };
        let mut any = false;
        let ordinals = ordinals.values_for_doc(document);
        for ordinal in ordinals.filter(|ordinal| self.counted.contains(ordinal)) {
            any = true;
            if let Some(count) = usize::try_from(ordinal)
                .ok()
                .and_then(|at| self.counts.get_mut(at))
            {
                *count += 1;
            }
        }
        self.without += u64::from(!any);
    }

    fn harvest(self) -> Counts {
        let Some(column) = self.column else {
            return (Vec::new(), self.without);
        };
        let mut named = Vec::new();
        let mut name = String::new();
        for (ordinal, count) in self
            .counts
            .into_iter()
            .enumerate()
            .filter(|(_, count)| *count > 0)
        {
            name.clear();
            if column
                .ord_to_str(ordinal as u64, &mut name)
                .unwrap_or(false)
            {
                named.push((name.clone(), count));
            }
        }
        (named, self.without)
    }
}

/// Counts documents by the year of their date, or by its month.
pub(super) struct DateCounts {
    pub(super) by_month: bool,
}

pub(super) struct DateCountsInSegment {
    from: Column<i64>,
    to: Column<i64>,
    by_month: bool,
    counts: std::collections::BTreeMap<i64, u64>,
    without: u64,
}

impl Collector for DateCounts {
    type Fruit = (std::collections::BTreeMap<i64, u64>, u64);
    type Child = DateCountsInSegment;

    fn for_segment(
        &self,
        _segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<Self::Child> {
        Ok(DateCountsInSegment {
            from: reader.fast_fields().i64(names::DATE_FROM)?,
            to: reader.fast_fields().i64(names::DATE_TO)?,
            by_month: self.by_month,
            counts: std::collections::BTreeMap::new(),
            without: 0,
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        let mut merged = (std::collections::BTreeMap::new(), 0);
        for (counts, without) in fruits {
            for (value, count) in counts {
                *merged.0.entry(value).or_default() += count;
            }
            merged.1 += without;
        }
        Ok(merged)
    }
}

impl SegmentCollector for DateCountsInSegment {
    type Fruit = (std::collections::BTreeMap<i64, u64>, u64);

    fn collect(&mut self, document: DocId, _score: Score) {
        match (self.from.first(document), self.to.first(document)) {
            (Some(from), Some(to)) => {
                let period = period(from, to, self.by_month);
                *self.counts.entry(period).or_default() += 1;
            }
            _ => self.without += 1,
        }
    }

    fn harvest(self) -> Self::Fruit {
        (self.counts, self.without)
    }
}
