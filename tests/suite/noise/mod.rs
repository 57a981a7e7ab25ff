//! The noise generator: files of dirty policy text whose every character is known.
//!
//! In: a half and a number. Out: a [`Sample`]: the file's bytes, each character with its label, and
//! what is true of its documents. Clean texts come from a phrase grammar, noise from operators; the
//! two halves differ in subjects, frames, wordings and parameters. Not its job: judging the program
//! (`crate::quality`).

pub(crate) mod controls;
pub(crate) mod furniture;
pub(crate) mod grammar;
pub(crate) mod labelled;
pub(crate) mod off_topic;
pub(crate) mod operators;
pub(crate) mod phrases;
pub(crate) mod places;
pub(crate) mod random;
pub(crate) mod recipe;
pub(crate) mod script_table;
pub(crate) mod topics;
pub(crate) mod zones;

use std::collections::BTreeSet;

use grammar::Truth;
use labelled::Labelled;
use operators::byte_damage::Site;

/// Which half of the generator: rules may be tuned on the first only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Half {
    Development,
    HeldOut,
}

impl Half {
    /// Returns the name in the report.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::HeldOut => "held-out",
        }
    }
}

/// One generated file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sample {
    /// `dev0001.txt`.
    pub(crate) name: String,
    /// As stored.
    pub(crate) bytes: Vec<u8>,
    /// As it should be decoded; empty for a binary file.
    pub(crate) text: Labelled,
    /// Its documents.
    pub(crate) truths: Vec<Truth>,
    /// Which operators were applied, and `clean`, `control …`, `binary`, `stub`.
    pub(crate) tags: BTreeSet<String>,
    /// Where bytes were destroyed.
    pub(crate) sites: Vec<Site>,
    /// The brand that stands in the issuer's place.
    pub(crate) brand: Option<String>,
}

impl Sample {
    /// Whether an operator was applied.
    pub(crate) fn has(&self, tag: &str) -> bool {
        self.tags.contains(tag)
    }

    /// Whether nothing of it may be lost.
    pub(crate) fn is_control(&self) -> bool {
        self.has("clean") || self.tags.iter().any(|tag| tag.starts_with("control"))
    }
}

/// Files in each half.
pub(crate) const FILES: usize = recipe::DAMAGED_FROM + 80;

/// Returns a half's files.
pub(crate) fn corpus(half: Half) -> Vec<Sample> {
    (0..FILES)
        .map(|index| recipe::sample(half, index))
        .collect()
}
