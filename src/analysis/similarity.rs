//! Sketches of folded texts: how much of one text stands in another, told from a few hashes.
//!
//! In: folded text. Out: a [`Sketch`]; the samples of two of them give containment and Jaccard
//! similarity ([`Sample::compare`]), and some of their bands are equal for texts that are likely alike. Only letters, digits and Chinese
//! characters count, so that paragraphs, spaces and punctuation change nothing. Not its job: what
//! likeness means (`indexer::clusters`).
//!
//! A text is the set of its shingles, all runs of four characters (DESIGN section 8), and, to tell
//! scattered changes from changed passages, of sixteen. A sample keeps those whose hash begins with
//! some zero bits – the same ones of every text, so that a part can be compared with the whole (Broder 1997, "On the resemblance and containment of
//! documents", the variant that samples by modulus). Bands are of one-permutation MinHash (Li, Owen,
//! Zhang 2012), empty buckets filled from their neighbours (Shrivastava, Li 2014).

/// Characters of a short shingle.
const SHORT: usize = 4;
/// Characters of a long one.
const LONG: usize = 16;
/// Of a very long text one shingle in 2⁵ is kept: what a short part can be recognized by.
const MAX_LEVEL: u32 = 5;
/// Bits of a hash that no comparison needs. 22 bits stay of a hash of the highest level: one of 256
/// is taken for one of 256 others once in 16,000 times.
const SPARE_BITS: u32 = 5;
/// A sample keeps at most so many hashes, unless the text is very long: 256 tell containment to
/// ± .03 (standard error).
const SHORT_KEPT: usize = 256;
const LONG_KEPT: usize = 128;
/// Hashes of one band: texts of Jaccard similarity .02, as unrelated documents have, share a band
/// of four once in six million.
const ROWS: usize = 4;
/// Bands of a whole text: similarity .5 shares one in .87 of the cases, .7 in .9999.
pub const BANDS: usize = 32;
/// Bands of a text's beginning.
pub const HEAD_BANDS: usize = 8;
/// Characters that count as its beginning.
const HEAD_CHARS: usize = 256;

/// What is kept of a text to compare it with others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch {
    /// Some of its shingles.
    pub samples: Samples,
    /// Number of short shingles, repeated ones counted.
    pub length: u32,
    /// Bands of the whole text, then those of its beginning.
    pub bands: Vec<u32>,
    /// Hash of all that counts of the text.
    pub exact: u64,
}

impl Sketch {
    /// Sketches a folded text.
    #[must_use]
    pub fn new(folded: &str) -> Self {
        // Nearly every character is of three bytes. Sampling begins where twice to four times what
        // is kept is expected: a sketch costs little more than hashing then.
        let level = |kept: usize| (folded.len() / 3 / (2 * kept)).max(1).ilog2();
        let levels = (level(SHORT_KEPT), level(LONG_KEPT));
        let sketch = Self::from_levels(folded, levels);
        // A text that repeats itself has fewer.
        sketch.unwrap_or_else(|| Self::from_levels(folded, (0, 0)).unwrap_or_default())
    }

    /// Sketches a text whose samples have these levels at least; none where that is too many.
    fn from_levels(folded: &str, levels: (u32, u32)) -> Option<Self> {
        let mut sketch = Self::default();
        let mut short = Sampler::<SHORT_KEPT>::new(levels.0);
        let mut long = Sampler::<LONG_KEPT>::new(levels.1);
        let mut whole = Buckets::<{ BANDS * ROWS }>::new();
        let mut head = Buckets::<{ HEAD_BANDS * ROWS }>::new();
        // The last sixteen windows of four characters.
        let mut windows = [0u64; LONG];
        let mut window = 0u64;
        for (index, character) in folded.chars().filter(counts).enumerate() {
            // Characters beyond 16 bits are rare; they may share a value with another.
            let code = u64::from(character as u32);
            window = window << 16 | (code ^ code >> 16) & 0xffff;
            windows[index % LONG] = window;
            sketch.exact = (sketch.exact.rotate_left(5) ^ code).wrapping_mul(ODD[0]);
            if index + 1 < SHORT {
                continue;
            }
            let hash = mix(window);
            sketch.length = sketch.length.saturating_add(1);
            whole.add(hash);
            if index < HEAD_CHARS {
                head.add(hash);
            }
            short.add(hash);
            if index + 1 >= LONG {
                let quarter = |at: usize| {
                    let window = windows[(index + LONG - 4 * at) % LONG];
                    window.wrapping_mul(ODD[at]).rotate_left(29)
                };
                long.add(mix(window ^ quarter(1) ^ quarter(2) ^ quarter(3)));
            }
        }
        sketch.exact = mix(sketch.exact);
        sketch.samples = Samples {
            short: short.finish()?,
            long: long.finish()?,
        };
        sketch.bands = whole.bands();
        sketch.bands.extend(head.bands());
        Some(sketch)
    }
}

/// The samples of a text: what likeness is told from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Samples {
    /// Shingles of four characters.
    pub short: Sample,
    /// Shingles of sixteen: a phrase that was left alone.
    pub long: Sample,
}

/// Whether a character counts: a letter or digit. Nearly all are told by the first two ranges.
fn counts(character: &char) -> bool {
    match character {
        '\u{4e00}'..='\u{9fff}' | '0'..='9' | 'a'..='z' => true,
        '\u{3000}'..='\u{3004}' | '\u{ff00}'..='\u{ff0f}' | '\n' | ' ' => false,
        other => other.is_alphanumeric(),
    }
}

/// The hashes of a text's shingles that begin with some zero bits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    /// The bits behind the zeros, sorted, each once; the lowest ones are zero ([`Sample::unused_bits`]).
    pub hashes: Vec<u32>,
    /// How many zero bits; the sample holds one shingle in 2^level.
    pub level: u8,
}

impl Sample {
    /// How many of the lowest bits of its hashes are zero: what a sample of a higher level, which is
    /// compared with it, does not know, and some that no comparison needs.
    #[must_use]
    pub fn unused_bits(&self) -> u32 {
        SPARE_BITS + u32::from(self.level)
    }

    /// Compares the shingles of two texts.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Similarity {
        let (mut shared, mut here, mut there) = (0u32, 0u32, 0u32);
        let level = self.level.max(other.level);
        let mut one = self.at(level).peekable();
        let mut two = other.at(level).peekable();
        loop {
            let order = match (one.peek(), two.peek()) {
                (Some(a), Some(b)) => a.cmp(b),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (None, None) => break,
            };
            if order.is_le() {
                here += 1;
                one.next();
            }
            if order.is_ge() {
                there += 1;
                two.next();
            }
            shared += u32::from(order.is_eq());
        }
        let share = |of: u32| f64::from(shared) / f64::from(of.max(1));
        Similarity {
            first_in_second: share(here),
            second_in_first: share(there),
            jaccard: share(here + there - shared),
        }
    }

    /// The hashes a sample of a higher level would have.
    fn at(&self, level: u8) -> impl Iterator<Item = u32> + '_ {
        let more = u32::from(level - self.level);
        let hashes = self.hashes.iter();
        let hashes = hashes.take_while(move |hash| hash.leading_zeros() >= more);
        hashes.map(move |hash| hash << more)
    }
}

/// Takes the sample of the lowest level that has at most `KEPT` hashes, or of the highest level.
struct Sampler<const KEPT: usize> {
    kept: Vec<u64>,
    /// Where it began.
    least: u32,
    level: u32,
    /// How many may gather until they are looked through.
    limit: usize,
}

impl<const KEPT: usize> Sampler<KEPT> {
    fn new(level: u32) -> Self {
        let level = level.min(MAX_LEVEL);
        Self {
            kept: Vec::with_capacity(4 * KEPT),
            least: level,
            level,
            limit: 8 * KEPT,
        }
    }

    fn add(&mut self, hash: u64) {
        if hash.leading_zeros() < self.level {
            return;
        }
        self.kept.push(hash);
        if self.kept.len() == self.limit {
            self.thin();
            self.limit = (2 * self.kept.len()).max(8 * KEPT);
        }
    }

    /// Drops what stands there twice, and raises the level while too many are kept.
    fn thin(&mut self) {
        self.kept.sort_unstable();
        self.kept.dedup();
        // Sorted, so what begins with most zeros stands first.
        while self.kept.len() > KEPT && self.level < MAX_LEVEL {
            self.level += 1;
            let level = self.level;
            let end = self
                .kept
                .partition_point(|hash| hash.leading_zeros() >= level);
            self.kept.truncate(end);
        }
    }

    /// Returns the sample; none where one of a lower level might do.
    fn finish(mut self) -> Option<Sample> {
        self.thin();
        if self.level == self.least && self.least > 0 && self.kept.len() <= KEPT {
            return None;
        }
        let mut sample = Sample {
            hashes: Vec::new(),
            level: u8::try_from(self.level).unwrap_or_default(),
        };
        let unused = sample.unused_bits();
        let bits = |hash: &u64| ((hash << self.level) >> 32) as u32 >> unused << unused;
        sample.hashes = self.kept.iter().map(bits).collect();
        sample.hashes.dedup();
        Some(sample)
    }
}

/// How alike two texts are: shares of their sets of shingles, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Similarity {
    /// How much of the first stands in the second.
    pub first_in_second: f64,
    /// How much of the second stands in the first.
    pub second_in_first: f64,
    /// What both have, of what either has.
    pub jaccard: f64,
}

/// Odd numbers without a pattern: bits of the square roots of 2, 3, 5 and 7.
const ODD: [u64; 4] = [
    0x6a09_e667_f3bc_c909,
    0xbb67_ae85_84ca_a73b,
    0x3c6e_f372_fe94_f82b,
    0xa54f_f53a_5f1d_36f1,
];

/// Spreads the bits of a number (Steele, Lea, Flood: splitmix64).
const fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The smallest hash of each of `N` classes of shingles; `N` is a power of two.
struct Buckets<const N: usize>([u32; N]);

impl<const N: usize> Buckets<N> {
    const EMPTY: u32 = u32::MAX;

    const fn new() -> Self {
        Self([Self::EMPTY; N])
    }

    /// The low bits choose the bucket; the high ones, which the sketch samples by, are compared.
    const fn add(&mut self, hash: u64) {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "only low bits are asked for"
        )]
        let bucket = hash as usize & (N - 1);
        let value = (hash >> 32) as u32;
        if value < self.0[bucket] {
            self.0[bucket] = value;
        }
    }

    /// Returns one value for every four buckets; none of a text without shingles.
    fn bands(&self) -> Vec<u32> {
        if self.0.iter().all(|value| *value == Self::EMPTY) {
            return Vec::new();
        }
        let filled = |bucket: usize| {
            let mut values = (0..N).map(|step| (step, self.0[(bucket + step) % N]));
            let found = values.find(|(_, value)| *value != Self::EMPTY);
            let (step, value) = found.unwrap_or_default();
            mix((step as u64) << 32 | u64::from(value))
        };
        let rows = |band: usize| {
            let buckets = band * ROWS..(band + 1) * ROWS;
            let all = buckets.fold(band as u64, |sum, bucket| mix(sum ^ filled(bucket)));
            (all >> 32) as u32
        };
        (0..N / ROWS).map(rows).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    /// A text of pairwise different shingles.
    fn text(seed: u64, chars: usize) -> String {
        let mut state = seed;
        let characters = (0..chars).map(|_| {
            state = mix(state);
            char::from_u32(0x4e00 + (state % 3000) as u32).unwrap()
        });
        characters.collect()
    }

    fn cut(text: &str, from: usize, chars: usize) -> String {
        text.chars().skip(from).take(chars).collect()
    }

    #[test]
    fn parts_are_told_of_wholes() {
        let whole = text(1, 6000);
        let cases = [
            ("all", whole.clone(), 1.0, 1.0),
            ("nothing", text(2, 6000), 0.0, 0.0),
            ("a beginning", cut(&whole, 0, 600), 0.1, 1.0),
            ("a middle", cut(&whole, 2000, 900), 0.15, 1.0),
            (
                "half and more",
                cut(&whole, 3000, 3000) + &text(3, 3000),
                0.5,
                0.5,
            ),
            (
                "a beginning and others",
                cut(&whole, 0, 1000) + &text(4, 30_000),
                1.0 / 6.0,
                1.0 / 31.0,
            ),
        ];
        for (name, other, in_other, in_whole) in cases {
            let similarity = Sketch::new(&whole)
                .samples
                .short
                .compare(&Sketch::new(&other).samples.short);
            let near = |found: f64, expected: f64| (found - expected).abs() < 0.12;
            assert!(
                near(similarity.first_in_second, in_other),
                "{name}: {similarity:?}"
            );
            assert!(
                near(similarity.second_in_first, in_whole),
                "{name}: {similarity:?}"
            );
        }
    }

    #[test]
    fn scattered_changes_leave_no_long_shingle() {
        let whole = text(8, 4000);
        let every = |step: usize| -> String {
            let characters = whole.chars().enumerate();
            characters
                .map(|(index, old)| if index % step == 0 { '改' } else { old })
                .collect()
        };
        let passage = cut(&whole, 0, 2000) + &text(9, 2000);
        let cases = [
            ("scattered", every(8), 0.5, 0.0),
            ("a passage", passage, 0.5, 0.5),
        ];
        for (name, other, short, long) in cases {
            let (one, two) = (Sketch::new(&whole), Sketch::new(&other));
            let near = |one: &Sample, two: &Sample, expected: f64| {
                (one.compare(two).first_in_second - expected).abs() < 0.1
            };
            assert!(
                near(&one.samples.short, &two.samples.short, short),
                "{name}"
            );
            assert!(near(&one.samples.long, &two.samples.long, long), "{name}");
        }
    }

    #[test]
    fn layout_does_not_count() {
        let plain = Sketch::new("第一条为了加强管理,制定本办法");
        assert_eq!(Sketch::new("第一条 为了加强管理,\n制定本办法。"), plain);
        assert_ne!(Sketch::new("第一条为了加强管理,制定本办怯"), plain);
    }

    #[test]
    fn texts_without_a_shingle_have_no_bands() {
        for text in ["", "。", "三个字"] {
            let sketch = Sketch::new(text);
            assert!(
                sketch.bands.is_empty() && sketch.samples.short.hashes.is_empty(),
                "{text}"
            );
        }
        assert_eq!(Sketch::new("四个字了").bands.len(), BANDS + HEAD_BANDS);
    }

    #[test]
    fn like_texts_share_a_band_and_others_do_not() {
        let whole = text(5, 3000);
        let shared = |other: &str| {
            let (one, two) = (Sketch::new(&whole), Sketch::new(other));
            let pairs = one.bands.iter().zip(&two.bands);
            pairs.filter(|(a, b)| a == b).count()
        };
        assert!(shared(&(cut(&whole, 0, 2700) + &text(6, 300))) > 5);
        assert!(shared(&cut(&whole, 0, 300)) >= 5, "the beginning");
        assert_eq!(shared(&text(7, 3000)), 0);
    }

    proptest! {
        #[test]
        fn similarity_is_the_true_one(shared in 0usize..900, one in 0usize..900, two in 0usize..900) {
            let both = text(11, shared);
            let (one, two) = (both.clone() + &text(12, one), both + &text(13, two));
            let set = |text: &str| -> HashSet<Vec<char>> {
                text.chars().collect::<Vec<_>>().windows(SHORT).map(<[char]>::to_vec).collect()
            };
            let (a, b) = (set(&one), set(&two));
            let similarity = Sketch::new(&one).samples.short.compare(&Sketch::new(&two).samples.short);
            let expected = a.intersection(&b).count() as f64 / a.union(&b).count().max(1) as f64;
            prop_assert!((similarity.jaccard - expected).abs() < 0.15, "{similarity:?} {expected}");
        }

        #[test]
        fn any_text_is_sketched(text in "\\PC{0,400}") {
            let sketch = Sketch::new(&text);
            prop_assert!(sketch.samples.short.hashes.windows(2).all(|pair| pair[0] < pair[1]));
            let itself = sketch.samples.short.compare(&sketch.samples.short);
            prop_assert_eq!(itself.jaccard, if sketch.samples.short.hashes.is_empty() { 0.0 } else { 1.0 });
        }
    }
}
