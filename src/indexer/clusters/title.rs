//! How two titles stand to one another.
//!
//! In: two titles of letters and digits, and the divisions they name. Out: a [`Relation`]. Not its
//! job: the texts below them.

/// How two titles stand to one another, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Relation {
    /// The same letters and digits.
    Equal,
    /// One within the other: `关于印发《甲》的通知` and `甲`.
    Within,
    /// Single characters differ, apart from one another, as after a misreading.
    Near,
    /// One of them is missing.
    Unknown,
    /// Other words.
    Different,
    /// Other documents: another year or part, another place, a draft, an answer, a forwarding.
    Opposed,
}

/// Words of which a title has as many as the title of the same document: a notice that forwards
/// another's text, a draft, a decision that amends, an interpretation are documents of their own.
const MARKS: [&str; 17] = [
    "转发",
    "批转",
    "修改",
    "修正案",
    "废止",
    "解读",
    "问答",
    "答记者问",
    "征求意见",
    "草案",
    "送审稿",
    "补充",
    "更正",
    "延期",
    "说明",
    "公示",
    "实施细则",
];
/// What numbers in a title are made of.
const NUMERALS: &str = "〇零一二三四五六七八九十百";
/// What makes a Chinese numeral a name's part that counts: 第二批, 三期, 十四五.
const COUNTED: &str = "批期届次号轮年月份部分季五版";
/// Titles are compared up to here, in characters.
const LONGEST: usize = 120;
/// One of so many characters may differ.
const NEAR: usize = 8;

/// Compares two titles.
pub(super) fn relation(one: &str, two: &str) -> Relation {
    if one.is_empty() || two.is_empty() {
        return Relation::Unknown;
    }
    if one == two {
        return Relation::Equal;
    }
    let has_other = |mark: &&str| one.matches(*mark).count() != two.matches(*mark).count();
    if MARKS.iter().any(has_other) || numbers_differ(one, two) {
        return Relation::Opposed;
    }
    let (short, long) = if one.len() <= two.len() {
        (one, two)
    } else {
        (two, one)
    };
    if long.contains(short) && short.chars().count() >= 6 {
        return Relation::Within;
    }
    let short: Vec<char> = short.chars().take(LONGEST).collect();
    let long: Vec<char> = long.chars().take(LONGEST).collect();
    match scattered_difference(&short, &long) {
        Some(changed) if changed * NEAR <= long.len() => Relation::Near,
        _ => Relation::Different,
    }
}

/// The numbers of a title, in order.
fn numbers(title: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let characters: Vec<char> = title.chars().collect();
    let mut at = 0;
    while at < characters.len() {
        let is_digit = |character: &char| character.is_ascii_digit();
        let is_numeral = |character: &char| NUMERALS.contains(*character);
        let run =
            |is: &dyn Fn(&char) -> bool| characters[at..].iter().take_while(|c| is(c)).count();
        let (digits, numerals) = (run(&is_digit), run(&is_numeral));
        let next = characters.get(at + numerals);
        if digits > 0 {
            numbers.push(characters[at..at + digits].iter().collect());
        } else if numerals > 1 || numerals == 1 && next.is_some_and(|&next| COUNTED.contains(next))
        {
            numbers.push(characters[at..at + numerals].iter().collect());
        }
        at += digits.max(numerals).max(1);
    }
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Both have numbers that the other has not, or one has further ones.
fn numbers_differ(one: &str, two: &str) -> bool {
    let (one, two) = (numbers(one), numbers(two));
    !one.is_empty() && !two.is_empty() && one != two
}

/// The number of characters that differ, where nowhere two in a row do: that is another name
/// (法官法, 检察官法).
fn scattered_difference(one: &[char], two: &[char]) -> Option<usize> {
    // Edit distances of all beginnings; 120 × 120 at most.
    let width = two.len() + 1;
    let mut costs = vec![0; (one.len() + 1) * width];
    for at in 0..costs.len() {
        let (row, column) = (at / width, at % width);
        costs[at] = match (row, column) {
            (0, _) => column,
            (_, 0) => row,
            _ => {
                let other = usize::from(one[row - 1] != two[column - 1]);
                let exchanged = costs[at - width - 1] + other;
                exchanged.min(costs[at - width] + 1).min(costs[at - 1] + 1)
            }
        };
    }
    let (mut row, mut column, mut in_row) = (one.len(), two.len(), 0);
    while row > 0 || column > 0 {
        let at = row * width + column;
        let cost = costs[at];
        let exchanged = (row > 0 && column > 0).then(|| costs[at - width - 1]);
        let differs = exchanged.is_none() || one[row - 1] != two[column - 1];
        in_row = if differs { in_row + 1 } else { 0 };
        if in_row > 1 {
            return None;
        }
        if exchanged.is_some_and(|before| before + usize::from(differs) == cost) {
            (row, column) = (row - 1, column - 1);
        } else if row > 0 && costs[at - width] + 1 == cost {
            row -= 1;
        } else {
            column -= 1;
        }
    }
    costs.last().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_told_apart() {
        use Relation::{Different, Equal, Near, Opposed, Unknown, Within};
        let cases = [
            ("岭市养犬条例", "岭市养犬条例", Equal),
            ("岭市养犬条例", "", Unknown),
            (
                "岭市人民政府关于印发岭市养犬管理办法的通知",
                "岭市养犬管理办法",
                Within,
            ),
            ("岭市养犬条例", "岭市养犬条例2019修订", Within),
            ("岭市养犬条例2016修订", "岭市养犬条例2019修订", Opposed),
            ("岭市养犬条例", "岭市养犬条例草案", Opposed),
            (
                "岭市养犬条例",
                "岭市人大常委会关于修改岭市养犬条例的决定",
                Opposed,
            ),
            (
                "关于印发养犬方案的通知",
                "岭市关于转发养犬方案的通知",
                Opposed,
            ),
            (
                "关于公布第二批示范园区的通知",
                "关于公布第三批示范园区的通知",
                Opposed,
            ),
            (
                "关于公布第十二批示范园区的通知",
                "关于公布第十三批示范园区的通知",
                Opposed,
            ),
            (
                "岭市关于做好冬季供暖工作的通知",
                "岭市关于做妤冬季供暖工作的通知",
                Near,
            ),
            (
                "岭市关于做好冬季供暖工作的通知",
                "岭市关于好冬季供暖工作的通知",
                Near,
            ),
            (
                "岭市关于做好冬季供暖工作的通知",
                "岭市关于做好冬季供暖的通知",
                Different,
            ),
            (
                "法官法实施办法与说细规定",
                "检察官法实施办法与说细规定",
                Different,
            ),
            (
                "东街镇关于做好冬季供暖工作的通知",
                "西塘镇关于做好冬季供暖工作的通知",
                Different,
            ),
            ("岭市养犬条例", "岭市图书馆借阅办法", Different),
        ];
        for (one, two, expected) in cases {
            assert_eq!(relation(one, two), expected, "{one} {two}");
            assert_eq!(relation(two, one), expected, "{two} {one}");
        }
    }
}
