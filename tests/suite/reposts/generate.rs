//! Archives of reposts whose truth is known: originals, copies of them, and documents that only
//! look like copies.
//!
//! In: a half. Out: files, each with the policy it is a copy of. Clean texts and furniture are the
//! noise generator's; the halves differ in wordings, shares, rates and sizes. Not its job: judging.

use std::collections::BTreeSet;

use super::adversaries;
use super::operators::{self, Operator};
use crate::noise::Half;
use crate::noise::grammar::{self, Role, Setting, Truth};
use crate::noise::labelled::Labelled;
use crate::noise::operators::page::{self, Page};
use crate::noise::random::Random;

/// A copy with neither number nor date: nothing tells it from another edition's.
pub(crate) const ANONYMOUS: &str = "anonymous";

/// What differs between the halves.
pub(crate) struct Parameters {
    pub(crate) originals: usize,
    /// Copies of an original, at the least and most.
    pub(crate) copies: (usize, usize),
    /// Operators that make one copy, at most.
    pub(crate) operators: usize,
    /// Characters or sentences changed by an edit, in hundredths.
    pub(crate) edits: (usize, usize),
    /// What a truncated copy keeps, in hundredths.
    pub(crate) kept: (usize, usize),
    /// Paragraphs that a revised edition changes, in hundredths.
    pub(crate) revised: (usize, usize),
    seed: u64,
}

impl Parameters {
    /// Returns those of a half.
    pub(crate) const fn of(half: Half) -> Self {
        match half {
            Half::Development => Self {
                originals: 120,
                copies: (1, 6),
                operators: 3,
                edits: (1, 20),
                kept: (25, 90),
                revised: (8, 40),
                seed: 0x0009_0571,
            },
            Half::HeldOut => Self {
                originals: 110,
                copies: (2, 8),
                operators: 2,
                edits: (2, 20),
                kept: (20, 80),
                revised: (5, 30),
                seed: 0x00aa_9e42,
            },
        }
    }
}

/// One file of the archive.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) text: String,
    /// The policy it is a copy of.
    pub(crate) policy: usize,
    /// How it was made: `chrome`, `revised` …
    pub(crate) made_by: BTreeSet<&'static str>,
    /// The title of another document that it carries whole, and its policy.
    pub(crate) carries: Option<(String, usize)>,
}

/// A document, who issued it, and which policy it is.
pub(crate) struct Original {
    pub(crate) truth: Truth,
    pub(crate) setting: Setting,
    pub(crate) policy: usize,
}

/// Collects files.
pub(crate) struct Archive {
    pub(crate) half: Half,
    pub(crate) parameters: Parameters,
    pub(crate) random: Random,
    pub(crate) files: Vec<File>,
    pub(crate) policies: usize,
}

impl Archive {
    /// Begins a new policy.
    pub(crate) const fn policy(&mut self) -> usize {
        self.policies += 1;
        self.policies - 1
    }

    /// Adds a copy made by operators.
    pub(crate) fn add(&mut self, original: &Original, operators: &[Operator]) {
        let page = Page {
            furniture: operators.contains(&Operator::Chrome),
            ..Page::bare()
        };
        let mut truth = original.truth.clone();
        for operator in operators {
            operators::change_words(*operator, &mut truth, self);
        }
        let mut text = Labelled::default();
        page::lay_out(&mut text, (0, &truth), &page, (self.half, &mut self.random));
        for operator in operators {
            operators::change_page(*operator, &mut text, self.half, &mut self.random);
        }
        let mut made_by: BTreeSet<&'static str> =
            operators.iter().map(|operator| operator.name()).collect();
        let tells = |role| matches!(role, Role::Number | Role::Date);
        if !truth
            .paragraphs
            .iter()
            .any(|paragraph| tells(paragraph.role))
        {
            made_by.insert(ANONYMOUS);
        }
        self.push(text.text(), original.policy, made_by);
    }

    pub(crate) fn push(&mut self, text: String, policy: usize, made_by: BTreeSet<&'static str>) {
        // Names say nothing of what belongs together, and sort in no order of making.
        let name = format!("{:016x}.txt", self.random.next());
        self.files.push(File {
            name,
            text,
            policy,
            made_by,
            carries: None,
        });
    }

    /// Adds plain and changed copies of a document.
    pub(crate) fn copies(&mut self, original: &Original, (least, most): (usize, usize)) {
        for _ in 0..self.random.between(least, most) {
            let count = self.random.between(1, self.parameters.operators);
            let mut operators = self.random.sample(&Operator::ALL, count);
            // Two changes of words at once would exceed the edits asked for.
            let has_edit = operators.contains(&Operator::Edits);
            operators.retain(|operator| !(has_edit && *operator == Operator::Sentences));
            self.add(original, &operators);
        }
    }
}

/// Returns a half's archive.
pub(crate) fn archive(half: Half) -> Archive {
    let parameters = Parameters::of(half);
    let mut archive = Archive {
        half,
        random: Random::new(parameters.seed),
        parameters,
        files: Vec::new(),
        policies: 0,
    };
    for index in 0..archive.parameters.originals {
        // The document draws its setting first.
        let setting = Setting::draw(half, &mut archive.random.clone());
        let truth = grammar::document(half, &mut archive.random);
        let original = Original {
            truth,
            setting,
            policy: archive.policy(),
        };
        archive.add(&original, &[]);
        let copies = archive.parameters.copies;
        archive.copies(&original, copies);
        adversaries::add(&original, index, &mut archive);
    }
    archive
}
