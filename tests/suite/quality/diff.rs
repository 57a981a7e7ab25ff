//! Which character of one text is which of another, where the two are not equal.
//!
//! Linear in practice: common ends are cut off, character groups that occur once in both texts are
//! anchors, and only small gaps between anchors are compared cell by cell.

use std::collections::HashMap;

/// Gaps up to this many cells are compared exactly.
const MAX_CELLS: usize = 1 << 18;

/// Returns, for each character of `other`, its place in `base`.
pub(crate) fn align(base: &[char], other: &[char]) -> Vec<Option<usize>> {
    let mut aligned = vec![None; other.len()];
    gap((base, 0), (other, 0), 12, &mut aligned);
    aligned
}

fn gap(
    (base, base_at): (&[char], usize),
    (other, other_at): (&[char], usize),
    size: usize,
    aligned: &mut [Option<usize>],
) {
    let prefix = base
        .iter()
        .zip(other)
        .take_while(|(one, two)| one == two)
        .count();
    for index in 0..prefix {
        aligned[other_at + index] = Some(base_at + index);
    }
    let (base, other) = (&base[prefix..], &other[prefix..]);
    let (base_at, other_at) = (base_at + prefix, other_at + prefix);
    let suffix = base
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take_while(|(one, two)| one == two)
        .count();
    for index in 1..=suffix {
        aligned[other_at + other.len() - index] = Some(base_at + base.len() - index);
    }
    let (base, other) = (&base[..base.len() - suffix], &other[..other.len() - suffix]);
    if base.is_empty() || other.is_empty() {
        return;
    }
    if base.len() * other.len() <= MAX_CELLS {
        cells((base, base_at), (other, other_at), aligned);
        return;
    }
    let anchors = anchors(base, other, size);
    if anchors.is_empty() {
        if size > 3 {
            gap((base, base_at), (other, other_at), size / 2, aligned);
        }
        return;
    }
    let (mut from_base, mut from_other) = (0, 0);
    for (at_base, at_other) in anchors.into_iter().chain([(base.len(), other.len())]) {
        if at_base >= from_base && at_other >= from_other {
            gap(
                (&base[from_base..at_base], base_at + from_base),
                (&other[from_other..at_other], other_at + from_other),
                size,
                aligned,
            );
            (from_base, from_other) = (at_base, at_other);
        }
    }
}

/// Places of groups that occur once in both, increasing in both.
fn anchors(base: &[char], other: &[char], size: usize) -> Vec<(usize, usize)> {
    let once = |text: &[char]| -> HashMap<Vec<char>, Option<usize>> {
        let mut found = HashMap::new();
        for (index, group) in text.windows(size).enumerate() {
            found
                .entry(group.to_vec())
                .and_modify(|place| *place = None)
                .or_insert(Some(index));
        }
        found
    };
    let (in_base, in_other) = (once(base), once(other));
    let mut pairs: Vec<(usize, usize)> = in_other
        .iter()
        .filter_map(|(group, place)| Some((in_base.get(group).copied().flatten()?, (*place)?)))
        .collect();
    pairs.sort_unstable_by_key(|pair| pair.1);
    increasing(&pairs)
}

/// The longest run of pairs that increases in both (patience).
fn increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut piles: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (index, pair) in pairs.iter().enumerate() {
        let at = piles.partition_point(|top| pairs[*top].0 < pair.0);
        before[index] = at.checked_sub(1).map(|below| piles[below]);
        if at == piles.len() {
            piles.push(index);
        } else {
            piles[at] = index;
        }
    }
    let mut chain = Vec::new();
    let mut current = piles.last().copied();
    while let Some(index) = current {
        chain.push(pairs[index]);
        current = before[index];
    }
    chain.reverse();
    chain
}

/// The longest common subsequence, cell by cell.
fn cells(
    (base, base_at): (&[char], usize),
    (other, other_at): (&[char], usize),
    aligned: &mut [Option<usize>],
) {
    let width = other.len() + 1;
    let mut table = vec![0_u32; (base.len() + 1) * width];
    for row in (0..base.len()).rev() {
        for column in (0..other.len()).rev() {
            table[row * width + column] = if base[row] == other[column] {
                table[(row + 1) * width + column + 1] + 1
            } else {
                table[(row + 1) * width + column].max(table[row * width + column + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < base.len() && column < other.len() {
        if base[row] == other[column] {
            aligned[other_at + column] = Some(base_at + row);
            row += 1;
            column += 1;
        } else if table[(row + 1) * width + column] >= table[row * width + column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
}

#[test]
fn equal_changed_and_foreign_texts() {
    let characters = |text: &str| text.chars().collect::<Vec<char>>();
    let base = characters("关于印发方案的通知");
    assert_eq!(align(&base, &base), (0..9).map(Some).collect::<Vec<_>>());
    let places = align(&base, &characters("关x于印案的通"));
    assert_eq!(
        places,
        [Some(0), None, Some(1), Some(2), Some(5), Some(6), Some(7)]
    );
    assert_eq!(align(&base, &characters("甲乙")), [None, None]);
}
