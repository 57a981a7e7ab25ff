//! Joins documents to clusters: candidates, links, groups.
//!
//! In: the profiles of an archive. Out: its clusters of two or more. The outcome depends on the set
//! of profiles only. Pairs are compared that share a band of their sketches, a number, a title, or
//! issuer and date; the strongest links join first, and two groups join only where nothing opposes
//! it in what the documents that stand for them say. Time: some sorts of all profiles, and the pairs
//! compared; a key shared by many costs each of them [`NEIGHBOURS`] pairs. Not its job: whether two
//! documents are copies (`judge`).

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::io;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::canonical;
use super::judge::{self, Link};
use super::profile::Profile;
use super::samples::Reader;
use crate::analysis::similarity::{BANDS, HEAD_BANDS};
use crate::model::Cluster;

/// Of documents that share a key, each is compared with so many that follow it when they are sorted
/// by title, number and text: a form filled in ten thousand times has ten thousand documents with
/// the same bands.
const NEIGHBOURS: usize = 24;
/// So many bands of all documents are in memory at once, of [`BANDS`] and [`HEAD_BANDS`].
const AT_ONCE: usize = 8;
const _: () = assert!((BANDS + HEAD_BANDS).is_multiple_of(AT_ONCE));
/// Links whose strengths differ by less, in thousandths, are equally strong.
const TORN: u32 = 80;
/// A title of fewer characters (`通知`) says nothing.
const TITLE_CHARS: usize = 6;

/// Returns the clusters of two or more, sorted. The profiles are sorted by id.
///
/// # Errors
/// Fails when samples of texts cannot be read.
pub(super) fn join(profiles: &[Profile], reader: &Reader) -> io::Result<Vec<Cluster>> {
    let pairs = candidates(profiles, reader)?;
    let judge = |&(one, two): &(u32, u32)| {
        let link = judge::judge(&profiles[one as usize], &profiles[two as usize], reader);
        link.map(|link| link.map(|link| (link, one, two)))
            .transpose()
    };
    let links: io::Result<Vec<(Link, u32, u32)>> = pairs.par_iter().filter_map(judge).collect();
    let mut links = links?;
    links.sort_by_key(|(link, one, two)| (Reverse(link.strength), *one, *two));
    let torn = torn(profiles, &links);
    links.retain(|(link, one, two)| {
        link.is_identified || !torn.contains(one) && !torn.contains(two)
    });
    let mut groups = Groups::new(profiles, &links);
    for (link, one, two) in links {
        groups.join(one, two, link, reader)?;
    }
    Ok(groups.clusters())
}

/// Documents that are as like to one document as to another one, which oppose one another: the
/// beginning of a text that two editions share. Likeness cannot tell whose copies they are. Takes
/// links by strength.
fn torn(profiles: &[Profile], links: &[(Link, u32, u32)]) -> HashSet<u32> {
    let mut best: HashMap<u32, (u32, u32)> = HashMap::new();
    let mut torn = HashSet::new();
    for (link, one, two) in links.iter().filter(|(link, ..)| !link.is_identified) {
        for (document, other) in [(*one, *two), (*two, *one)] {
            let (strength, first) = *best.entry(document).or_insert((link.strength, other));
            let (first, other) = (&profiles[first as usize], &profiles[other as usize]);
            if link.strength + TORN >= strength && !judge::may_be_copies(first, other) {
                torn.insert(document);
            }
        }
    }
    torn
}

/// Pairs worth comparing, sorted, each once.
fn candidates(profiles: &[Profile], reader: &Reader) -> io::Result<Vec<(u32, u32)>> {
    let order = order(profiles);
    let mut pairs = Vec::new();
    for first in (0..BANDS + HEAD_BANDS).step_by(AT_ONCE) {
        let bands = bands(profiles, first, reader)?;
        for class in 0..AT_ONCE {
            let key = |index: usize| bands[index].map(|bands| u64::from(bands[class]));
            share(&order, key, &mut pairs);
            // Documents of one template meet in every band: what is known is not kept again.
            pairs.par_sort_unstable();
            pairs.dedup();
        }
    }
    let number = |index: usize| {
        let profile = &profiles[index];
        (!profile.number.is_empty()).then(|| xxh3_64(profile.number.as_bytes()))
    };
    share(&order, number, &mut pairs);
    let title = |index: usize| {
        let profile = &profiles[index];
        let is_long = profile.title.chars().count() >= TITLE_CHARS;
        is_long.then(|| xxh3_64(profile.title.as_bytes()))
    };
    share(&order, title, &mut pairs);
    let act = |index: usize| {
        let profile = &profiles[index];
        let (day, _) = profile.dates?;
        let issuer = profile.issuers.first()?;
        Some(u64::from(day) << 32 | u64::from(*issuer))
    };
    share(&order, act, &mut pairs);
    pairs.par_sort_unstable();
    pairs.dedup();
    Ok(pairs)
}

/// Some bands of all documents, from number `first`; none where a text has none.
fn bands(
    profiles: &[Profile],
    first: usize,
    reader: &Reader,
) -> io::Result<Vec<Option<[u32; AT_ONCE]>>> {
    let mut bands = vec![None; profiles.len()];
    let places = bands.par_iter_mut().zip(profiles);
    places.try_for_each_init(Vec::new, |buffer, (bands, profile)| {
        *bands = reader.bands(profile, first, buffer)?;
        io::Result::Ok(())
    })?;
    Ok(bands)
}

/// Indices of profiles, likely copies beside one another.
fn order(profiles: &[Profile]) -> Vec<u32> {
    let key = |index: &u32| {
        let profile = &profiles[*index as usize];
        (&profile.title, &profile.number, profile.exact, profile.id)
    };
    let count = u32::try_from(profiles.len()).unwrap_or(u32::MAX);
    let mut order: Vec<u32> = (0..count).collect();
    order.sort_by(|one, two| key(one).cmp(&key(two)));
    order
}

/// Pairs up the profiles that share a key, which is told by their index.
fn share(order: &[u32], key: impl Fn(usize) -> Option<u64>, pairs: &mut Vec<(u32, u32)>) {
    let places = order.iter().zip(0u32..);
    let keys = places.filter_map(|(index, place)| Some((key(*index as usize)?, place)));
    let mut keys: Vec<(u64, u32)> = keys.collect();
    keys.par_sort_unstable();
    for group in keys.chunk_by(|one, two| one.0 == two.0) {
        for (at, (_, place)) in group.iter().enumerate() {
            for (_, next) in group[at + 1..].iter().take(NEIGHBOURS) {
                let (one, two) = (order[*place as usize], order[*next as usize]);
                pairs.push((one.min(two), one.max(two)));
            }
        }
    }
}

/// Groups that grow; each knows which documents stand for it.
struct Groups<'a> {
    profiles: &'a [Profile],
    /// Strengths of all links of a document.
    strengths: Vec<u64>,
    /// The group's root, or a document on the way to it.
    parents: Vec<u32>,
    /// For a root: the whole text that is most like the others.
    leads: Vec<u32>,
    /// For a root: the document that says most of what it is.
    speakers: Vec<u32>,
}

impl<'a> Groups<'a> {
    fn new(profiles: &'a [Profile], links: &[(Link, u32, u32)]) -> Self {
        let count = u32::try_from(profiles.len()).unwrap_or(u32::MAX);
        let mut strengths = vec![0; profiles.len()];
        for (link, one, two) in links {
            for document in [one, two] {
                strengths[*document as usize] += u64::from(link.strength);
            }
        }
        Self {
            profiles,
            strengths,
            parents: (0..count).collect(),
            leads: (0..count).collect(),
            speakers: (0..count).collect(),
        }
    }

    fn root(&mut self, mut index: u32) -> u32 {
        while self.parents[index as usize] != index {
            let above = self.parents[index as usize];
            self.parents[index as usize] = self.parents[above as usize];
            index = above;
        }
        index
    }

    /// Joins the groups of two documents, where those that stand for them allow it. A link by
    /// likeness alone takes that they are alike, too: a preview is like every edition.
    fn join(&mut self, one: u32, two: u32, link: Link, reader: &Reader) -> io::Result<()> {
        let (one, two) = (self.root(one), self.root(two));
        let profile = |index: u32| &self.profiles[index as usize];
        let both = |ones: &[u32]| (ones[one as usize], ones[two as usize]);
        let (leads, speakers) = (both(&self.leads), both(&self.speakers));
        let may_be_copies = judge::may_be_copies(profile(speakers.0), profile(speakers.1));
        let are_alike = || {
            let link = judge::judge(profile(leads.0), profile(leads.1), reader);
            link.map(|link| link.is_some())
        };
        let is_exact = link.strength == judge::EXACT;
        if one == two || !is_exact && !(may_be_copies && (link.is_identified || are_alike()?)) {
            return Ok(());
        }
        let (lead, speaker) = (self.lead(leads), self.speaker(speakers));
        let root = one.min(two) as usize;
        self.parents[one.max(two) as usize] = one.min(two);
        self.leads[root] = lead;
        self.speakers[root] = speaker;
        Ok(())
    }

    fn lead(&self, (one, two): (u32, u32)) -> u32 {
        let length = |index: u32| self.profiles[index as usize].length;
        let is_part = |one: u32, two: u32| judge::is_part(length(one), length(two));
        let key = |index: u32| (self.strengths[index as usize], Reverse(index));
        let is_second = is_part(one, two) || !is_part(two, one) && key(one) < key(two);
        if is_second { two } else { one }
    }

    fn speaker(&self, (one, two): (u32, u32)) -> u32 {
        let key = |index: u32| {
            let profile = &self.profiles[index as usize];
            let says = [
                !profile.number.is_empty(),
                profile.dates.is_some(),
                profile.amended > 0,
            ];
            let said = says.into_iter().filter(|says| *says).count();
            (
                said,
                profile.issuers.len().min(1),
                self.strengths[index as usize],
                Reverse(index),
            )
        };
        if key(one) < key(two) { two } else { one }
    }

    fn clusters(mut self) -> Vec<Cluster> {
        let count = self.parents.len();
        let indices = 0u32..u32::try_from(count).unwrap_or(u32::MAX);
        let mut roots: Vec<(u32, u32)> = indices.map(|index| (self.root(index), index)).collect();
        roots.sort_unstable();
        let groups = roots.chunk_by(|one, two| one.0 == two.0);
        let profiles = self.profiles;
        let members = |group: &[(u32, u32)]| -> Vec<&Profile> {
            group
                .iter()
                .map(|(_, index)| &profiles[*index as usize])
                .collect()
        };
        let groups = groups.filter(|group| group.len() > 1);
        let mut clusters: Vec<Cluster> = groups
            .map(|group| canonical::cluster(members(group)))
            .collect();
        clusters.sort_by_key(Cluster::canonical);
        clusters
    }
}
