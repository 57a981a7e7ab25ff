//! The generator's only source of chance: a seeded sequence (splitmix64), equal on every machine.

use super::Half;

/// A seeded sequence of numbers.
#[derive(Debug, Clone)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// Returns the sequence of a seed.
    pub(crate) const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Returns the next number (Steele, Lea, Flood: splitmix64).
    pub(crate) const fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `end` (0 where `end` is 0).
    pub(crate) const fn below(&mut self, end: usize) -> usize {
        if end == 0 {
            return 0;
        }
        (self.next() % end as u64) as usize
    }

    /// Returns a number from `low` to `high`, both included.
    pub(crate) const fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// Returns whether an event of this percentage happens.
    pub(crate) const fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Returns one of a list.
    pub(crate) const fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }

    /// Returns one of a list of words.
    pub(crate) const fn word(&mut self, list: &[&'static str]) -> &'static str {
        list[self.below(list.len())]
    }

    /// Returns one of the half of a list that belongs to `half`: even places are the
    /// development half's, odd ones the held-out half's.
    pub(crate) const fn pick_half<'l, T>(&mut self, half: Half, list: &'l [T]) -> &'l T {
        let offset = match half {
            Half::Development => 0,
            Half::HeldOut => 1,
        };
        let count = (list.len() + 1 - offset) / 2;
        &list[self.below(count) * 2 + offset]
    }

    /// Returns `count` different elements of a list, in the list's order.
    pub(crate) fn sample<T: Copy>(&mut self, list: &[T], count: usize) -> Vec<T> {
        let mut taken = Vec::with_capacity(count);
        let mut wanted = count.min(list.len());
        for (index, element) in list.iter().enumerate() {
            if self.below(list.len() - index) < wanted {
                taken.push(*element);
                wanted -= 1;
            }
        }
        taken
    }

    /// Shuffles a list in place.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for index in (1..list.len()).rev() {
            list.swap(index, self.below(index + 1));
        }
    }
}
