//! How a figure of the report is computed from the sums of files.

use super::counts::Counts;

/// How a figure is computed from sums.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Figure {
    /// A share in percent.
    Share(&'static str, &'static str),
    /// What is not in the share, in percent.
    Rest(&'static str, &'static str),
    /// Per ten thousand.
    PerTenThousand(&'static str, &'static str),
    /// A number of cases.
    Count(&'static str),
    /// The harmonic mean of precision and recall, in percent: `… tp`, `… fp`, `… fn`.
    Mean(&'static str),
    /// The harmonic mean of precision and recall, in percent: `… wanted`, `… got`, `… right`.
    Overlap(&'static str),
    /// Precision, in percent.
    Precision(&'static str),
    /// Recall, in percent.
    Recall(&'static str),
}

impl Figure {
    /// The names of the sums it needs.
    pub(crate) fn sums(self) -> Vec<String> {
        match self {
            Self::Share(of, all) | Self::Rest(of, all) | Self::PerTenThousand(of, all) => {
                vec![of.to_owned(), all.to_owned()]
            }
            Self::Count(name) => vec![name.to_owned()],
            Self::Overlap(name) => ["wanted", "got", "right"]
                .map(|part| format!("{name} {part}"))
                .to_vec(),
            Self::Mean(name) | Self::Precision(name) | Self::Recall(name) => ["tp", "fp", "fn"]
                .map(|part| format!("{name} {part}"))
                .to_vec(),
        }
    }

    /// Computes it from its sums; none where nothing was there to measure.
    pub(crate) fn of(self, sums: &[f64]) -> Option<f64> {
        let share = |part: f64, all: f64| (all > 0.0).then(|| part / all);
        match self {
            Self::Share(..) => share(sums[0], sums[1]).map(|share| share * 100.0),
            Self::Rest(..) => share(sums[0], sums[1]).map(|share| (1.0 - share) * 100.0),
            Self::PerTenThousand(..) => share(sums[0], sums[1]).map(|share| share * 10_000.0),
            Self::Count(_) => Some(sums[0]),
            Self::Overlap(_) => share(2.0 * sums[2], sums[0] + sums[1]).map(|mean| mean * 100.0),
            Self::Mean(_) => {
                share(2.0 * sums[0], 2.0 * sums[0] + sums[1] + sums[2]).map(|mean| mean * 100.0)
            }
            Self::Precision(_) => share(sums[0], sums[0] + sums[1]).map(|share| share * 100.0),
            Self::Recall(_) => share(sums[0], sums[0] + sums[2]).map(|share| share * 100.0),
        }
    }

    /// Returns how many cases it rests on.
    pub(crate) fn cases(self, counts: &Counts) -> f64 {
        let sums: Vec<f64> = self.sums().iter().map(|name| counts.get(name)).collect();
        match self {
            Self::Count(_) | Self::Overlap(_) => sums[0],
            Self::Share(..) | Self::Rest(..) | Self::PerTenThousand(..) => sums[1],
            Self::Precision(_) => sums[0] + sums[1],
            Self::Mean(_) | Self::Recall(_) => sums[0] + sums[2],
        }
    }

    /// Computes it from all sums of a corpus.
    pub(crate) fn from(self, counts: &Counts) -> Option<f64> {
        let sums: Vec<f64> = self.sums().iter().map(|name| counts.get(name)).collect();
        self.of(&sums)
    }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    AtLeast,
    AtMost,
}
