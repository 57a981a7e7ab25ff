//! Which copy stands for a cluster.
//!
//! In: the profiles of a cluster. Out: the best one and the rule that chose it: a whole text, the
//! issuer's own with a number, the earliest, the longest, the cleanest. Not its job: what belongs
//! to a cluster (`join`).

use super::profile::Profile;
use crate::model::{CanonicalRule, Cluster};

/// A text this much shorter than the longest is not whole.
const WHOLE: f64 = 0.8;

/// Makes a cluster of profiles: the canonical copy first.
pub(super) fn cluster(mut members: Vec<&Profile>) -> Cluster {
    let longest = members.iter().map(|member| member.length).max();
    let longest = f64::from(longest.unwrap_or_default());
    let key = |member: &Profile| key(member, longest);
    members.sort_by_key(|member| key(member));
    let rule = match members[..] {
        [first, second, ..] => {
            let pairs = key(first).into_iter().zip(key(second));
            pairs
                .zip(CanonicalRule::ALL)
                .find(|((one, two), _)| one != two)
        }
        _ => None,
    };
    let mut copies: Vec<u64> = members.iter().map(|member| member.id).collect();
    if let Some(others) = copies.get_mut(1..) {
        others.sort_unstable();
    }
    Cluster {
        copies,
        rule: rule.map_or(CanonicalRule::LowestId, |(_, rule)| rule),
    }
}

/// One number for every rule; the lowest wins.
fn key(member: &Profile, longest: f64) -> [u64; 6] {
    let is_cut = f64::from(member.length) < WHOLE * longest;
    let day = match member.first_day {
        0 => u64::MAX,
        day => u64::from(day),
    };
    [
        u64::from(is_cut || member.is_weak),
        u64::from(!member.is_issuers_own),
        day,
        u64::MAX - u64::from(member.length),
        u64::from(member.flags),
        member.id,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_copy_stands_for_the_others() {
        let profile = |id, is_weak, is_issuers_own, first_day, length, flags| {
            let mut profile = Profile {
                id,
                is_weak,
                is_issuers_own,
                first_day,
                flags,
                ..Profile::default()
            };
            profile.length = length;
            profile
        };
        let plain = profile(9, false, false, 20_200_101, 1000, 1);
        let cases = [
            (
                profile(1, false, false, 20_200_101, 300, 0),
                9,
                CanonicalRule::Whole,
            ),
            (
                profile(1, true, true, 20_190_101, 1000, 0),
                9,
                CanonicalRule::Whole,
            ),
            (
                profile(10, false, true, 20_210_101, 900, 4),
                10,
                CanonicalRule::IssuersOwn,
            ),
            (
                profile(10, false, false, 20_191_231, 900, 4),
                10,
                CanonicalRule::Earliest,
            ),
            (
                profile(1, false, false, 0, 1000, 0),
                9,
                CanonicalRule::Earliest,
            ),
            (
                profile(10, false, false, 20_200_101, 1001, 4),
                10,
                CanonicalRule::Longest,
            ),
            (
                profile(10, false, false, 20_200_101, 1000, 0),
                10,
                CanonicalRule::Cleanest,
            ),
            (
                profile(10, false, false, 20_200_101, 1000, 1),
                9,
                CanonicalRule::LowestId,
            ),
        ];
        for (other, canonical, rule) in cases {
            let expected = (canonical, rule);
            for members in [vec![&plain, &other], vec![&other, &plain]] {
                let cluster = cluster(members);
                assert_eq!(
                    (cluster.canonical(), cluster.rule),
                    expected,
                    "{}",
                    other.id
                );
            }
        }
    }
}
