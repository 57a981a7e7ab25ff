//! Whether two documents are copies of one: what is decisive, and how much likeness it takes.
//!
//! In: two [`Profile`]s. Out: how sure a copy is, or nothing. Two editions of a regulation are as
//! alike as two careless copies, so likeness alone decides little: another number, date, place,
//! issuer or title is evidence against a copy, and what both share lowers the likeness asked for.
//! Not its job: which pairs are compared, and what groups they make (`join`).

use std::io;

use super::profile::Profile;
use super::samples::Reader;
use super::title::{self, Relation};

/// Texts of fewer shingles are copies only where nothing differs: a few words tell nothing.
const SHORTEST: u32 = 40;
/// A text this much shorter than the other is a part of it: a preview, a cut copy.
const PART: f64 = 0.7;
/// Where changes are scattered, a run of sixteen characters survives as rarely as four of four do in
/// a row; where passages were changed, as often as one of four. Between the powers 4 and 1: a rule of
/// which every other article was touched up has 2.5.
const SCATTERED: i32 = 3;
/// Days between two dates of one number that one reading may confuse: signing and printing.
const SAME_ISSUE_DAYS: u32 = 100;

/// The strength of a link between equal texts: above all others.
pub(super) const EXACT: u32 = 3000;

/// How two dates stand to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dates {
    Same,
    Unknown,
    Other,
}

/// A pair that was found to be copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Link {
    /// How strong, in thousandths; only comparable with others.
    pub(super) strength: u32,
    /// The documents say themselves that they are the same: by number, or title and date. Otherwise
    /// only their likeness does.
    pub(super) is_identified: bool,
}

/// Judges a pair; none where they are not copies of one document.
///
/// # Errors
/// Fails when the samples of their texts cannot be read.
pub(super) fn judge(one: &Profile, two: &Profile, reader: &Reader) -> io::Result<Option<Link>> {
    let is_exact = one.exact == two.exact && one.length == two.length;
    if is_exact && !has_other_number(one, two) {
        return Ok(Some(Link {
            strength: EXACT,
            is_identified: true,
        }));
    }
    let Some(relation) = relation(one, two) else {
        return Ok(None);
    };
    let dates = dates(one, two);
    if one.length.min(two.length) < SHORTEST {
        return Ok(None);
    }
    let has_same_number = has_same_number(one, two);
    if dates == Dates::Other && !(has_same_number && is_one_issue(one, two)) {
        return Ok(None);
    }
    let pair = Pair::new(one, two, reader)?;
    let is_identified = has_same_number
        || dates == Dates::Same && matches!(relation, Relation::Equal | Relation::Within);
    let is_copy = match (has_same_number, dates) {
        (_, Dates::Other) => pair.contained >= 0.8,
        (true, _) => pair.is_same_number_copy(relation, dates),
        (false, _) => pair.is_same_title_copy(relation, dates),
    };
    let bonus = 500 * u32::from(has_same_number)
        + 300 * u32::from(dates == Dates::Same)
        + 200 * u32::from(relation == Relation::Equal);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 1000"
    )]
    let likeness = (pair.contained * 600.0 + pair.jaccard * 400.0) as u32;
    Ok(is_copy.then_some(Link {
        strength: likeness + bonus,
        is_identified,
    }))
}

/// Whether nothing that the documents say of themselves opposes that they are copies.
pub(super) fn may_be_copies(one: &Profile, two: &Profile) -> bool {
    let has_same_number = has_same_number(one, two);
    let is_other = dates(one, two) == Dates::Other;
    relation(one, two).is_some() && (!is_other || has_same_number && is_one_issue(one, two))
}

/// How the titles stand to one another; none where something opposes a copy.
fn relation(one: &Profile, two: &Profile) -> Option<Relation> {
    if has_other_number(one, two) || one.amended != two.amended && one.amended * two.amended > 0 {
        return None;
    }
    let relation = title::relation(&one.title, &two.title);
    if relation == Relation::Opposed {
        return None;
    }
    let has_same_number = has_same_number(one, two);
    (has_same_number || !is_other_place(one, two) && !is_other_issuer(one, two)).then_some(relation)
}

fn has_same_number(one: &Profile, two: &Profile) -> bool {
    !one.number.is_empty() && one.number == two.number
}

fn has_other_number(one: &Profile, two: &Profile) -> bool {
    !one.number.is_empty() && !two.number.is_empty() && one.number != two.number
}

/// Both titles name places, and neither names all of the other's.
fn is_other_place(one: &Profile, two: &Profile) -> bool {
    let has_all = |one: &[u32], two: &[u32]| one.iter().all(|place| two.contains(place));
    let (one, two) = (&one.places, &two.places);
    !has_all(one, two) && !has_all(two, one)
}

/// Both have issuers, none in common, in places of which neither lies in the other.
fn is_other_issuer(one: &Profile, two: &Profile) -> bool {
    let shares = one
        .issuers
        .iter()
        .any(|issuer| two.issuers.contains(issuer));
    let lies_in = |one: &str, two: &str| one.starts_with(two);
    let known = !one.issuers.is_empty() && !two.issuers.is_empty();
    let is_elsewhere = !lies_in(&one.region, &two.region) && !lies_in(&two.region, &one.region);
    known && !shares || is_elsewhere
}

fn dates(one: &Profile, two: &Profile) -> Dates {
    match (one.dates, two.dates) {
        (Some(one), Some(two)) if one.0 <= two.1 && two.0 <= one.1 => Dates::Same,
        (Some(_), Some(_)) => Dates::Other,
        _ => Dates::Unknown,
    }
}

/// Two dates so near that they are of one issue.
fn is_one_issue(one: &Profile, two: &Profile) -> bool {
    let days = |profile: &Profile| {
        let day = profile.dates.map_or(0, |(from, _)| from);
        day / 10_000 * 365 + day / 100 % 100 * 30 + day % 100
    };
    days(one).abs_diff(days(two)) <= SAME_ISSUE_DAYS
}

/// Whether a text is so much shorter than another that it may be a part of it.
pub(super) fn is_part(length: u32, whole: u32) -> bool {
    f64::from(length) < PART * f64::from(whole)
}

/// How alike two texts are, the shorter one seen from the longer.
struct Pair {
    /// How much of the shorter stands in the longer.
    contained: f64,
    jaccard: f64,
    /// The shorter is a part.
    is_part: bool,
    /// Single characters differ, all over the text; not some passages of it.
    is_scattered: bool,
    has_amendment: bool,
}

impl Pair {
    fn new(one: &Profile, two: &Profile, reader: &Reader) -> io::Result<Self> {
        let (short, long) = if one.length <= two.length {
            (one, two)
        } else {
            (two, one)
        };
        let (part, whole) = (reader.of(short)?, reader.of(long)?);
        let similarity = part.short.compare(&whole.short);
        let contained = similarity.first_in_second;
        let phrases = part.long.compare(&whole.long).first_in_second;
        Ok(Self {
            contained,
            jaccard: similarity.jaccard,
            is_part: is_part(short.length, long.length),
            is_scattered: phrases < contained.powi(SCATTERED),
            has_amendment: one.amended != two.amended,
        })
    }

    /// The thresholds stand between the copies and the other editions of generated documents
    /// (`tests/suite/reposts`): a copy with a fifth of its characters changed keeps .41 of its
    /// shingles.
    fn is_same_number_copy(&self, relation: Relation, dates: Dates) -> bool {
        let least = match (relation, dates) {
            (Relation::Different, _) => 0.7,
            _ if self.has_amendment => 0.99,
            (_, Dates::Same) => 0.25,
            _ => 0.3,
        };
        self.contained >= least
    }

    fn is_same_title_copy(&self, relation: Relation, dates: Dates) -> bool {
        let is_dated = dates == Dates::Same;
        let (contained, jaccard) = match relation {
            _ if self.has_amendment => (0.99, 0.98),
            // Books of one code share title and date, and little else.
            Relation::Equal if is_dated && self.is_scattered => (0.3, 0.0),
            Relation::Equal if is_dated && self.is_part => (0.75, 0.0),
            Relation::Equal if is_dated => (0.4, 0.0),
            // Forms filled in by two hands share .45 and no long run.
            Relation::Equal if self.is_scattered && self.is_part => (0.65, 0.0),
            Relation::Equal if self.is_scattered => (0.55, 0.0),
            Relation::Equal => (0.93, 0.0),
            Relation::Within if is_dated => (0.7, 0.0),
            Relation::Within => (0.93, 0.0),
            Relation::Near if is_dated => (0.6, 0.0),
            Relation::Near => (0.93, 0.85),
            Relation::Unknown if is_dated => (0.8, 0.0),
            Relation::Unknown => (0.95, 0.3),
            _ if is_dated => (0.95, 0.9),
            _ => (0.97, 0.95),
        };
        self.contained >= contained && self.jaccard >= jaccard
    }
}
