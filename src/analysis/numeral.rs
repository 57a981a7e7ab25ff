//! Numerals as Chinese texts write them: 七, 十二, 二〇二三, 壹佰, 3万, 1,200, 1亿2千万, 两, 几, 多, 若干, n.
//!
//! In: folded text. Out: a regular expression for one, and its value. GB/T 15835—2011 names the
//! forms; 廿, 卅 and the capital numerals stand in older texts and amounts.

/// One numeral of folded text. A run is at most some twenty characters, so that a page of digits
/// costs no more than any other. 万 and 亿 begin none: 单位：万元 names no number.
pub const PATTERN: &str = concat!(
    "(?:若干|n|",
    "(?:[0-9]{1,18}(?:,[0-9]{3}){0,5}(?:[.][0-9]{1,9})?[多余几]?[十百千万亿]{1,3}){0,3}",
    "[0-9]{1,18}(?:,[0-9]{3}){0,5}(?:[.][0-9]{1,9})?[多余几]?[十百千万亿]{0,3}[多余几]?|",
    "[零〇○一二三四五六七八九十百千两几数多廿卅壹贰叁肆伍陆柒捌玖拾佰仟]",
    "[零〇○一二三四五六七八九十百千万亿两几数多廿卅壹贰叁肆伍陆柒捌玖拾佰仟]{0,19}",
    "(?:余[百千万亿]{0,2})?)"
);

/// The characters that a numeral begins with.
pub const STARTS: &str =
    "若n0123456789零〇○一二三四五六七八九十百千两几数多廿卅壹贰叁肆伍陆柒捌玖拾佰仟";

/// A decimal number: `digits` divided by ten to the power of `fraction`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Decimal {
    digits: u128,
    fraction: u32,
}

/// Returns the value of a numeral as decimal digits, or the numeral itself where it has none: 几,
/// 数, 多, 若干, n, 十余, and 七八, which means about seven or eight.
#[must_use]
pub fn display(text: &str) -> String {
    value(text).map_or_else(|| text.to_owned(), Decimal::print)
}

/// Returns the value of a numeral that is a whole number.
#[must_use]
pub fn whole(text: &str) -> Option<u32> {
    value(text)?.print().parse().ok()
}

fn value(text: &str) -> Option<Decimal> {
    if !text.starts_with(|first: char| first.is_ascii_digit()) {
        return chinese(text).map(|digits| Decimal {
            digits,
            fraction: 0,
        });
    }
    // 1亿2千万: each part with its unit, added up.
    let mut sum: Option<Decimal> = None;
    let mut rest = text;
    while !rest.is_empty() {
        let digits_end = rest.find(|c| !is_decimal(c)).unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits_end);
        let units_end = after.find(is_decimal).unwrap_or(after.len());
        let (units, next) = after.split_at(units_end);
        let part = Decimal::read(number)?.times(units)?;
        sum = Some(match sum {
            None => part,
            Some(sum) => sum.plus(part)?,
        });
        rest = next;
    }
    sum
}

fn is_decimal(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '.' | ',')
}

impl Decimal {
    fn read(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{}{fraction}", whole.replace(',', ""));
        Some(Self {
            digits: digits.parse().ok()?,
            fraction: u32::try_from(fraction.len()).ok()?,
        })
    }

    /// Times units: 百, 千万; none where something else stands there.
    fn times(mut self, units: &str) -> Option<Self> {
        for unit in units.chars() {
            let mut zeros = exponent(unit)?;
            let moved = zeros.min(self.fraction);
            self.fraction -= moved;
            zeros -= moved;
            self.digits = self.digits.checked_mul(10u128.pow(zeros))?;
        }
        Some(self)
    }

    fn plus(self, other: Self) -> Option<Self> {
        let fraction = self.fraction.max(other.fraction);
        let scaled = |one: Self| one.digits.checked_mul(10u128.pow(fraction - one.fraction));
        Some(Self {
            digits: scaled(self)?.checked_add(scaled(other)?)?,
            fraction,
        })
    }

    fn print(self) -> String {
        let width = self.fraction as usize + 1;
        let digits = format!("{:0width$}", self.digits);
        let (whole, fraction) = digits.split_at(digits.len() - self.fraction as usize);
        let fraction = fraction.trim_end_matches('0');
        if fraction.is_empty() {
            whole.to_owned()
        } else {
            format!("{whole}.{fraction}")
        }
    }
}

/// How many zeros a unit stands for.
fn exponent(unit: char) -> Option<u32> {
    Some(match unit {
        '十' | '拾' => 1,
        '百' | '佰' => 2,
        '千' | '仟' => 3,
        '万' => 4,
        '亿' => 8,
        _ => return None,
    })
}

fn digit_of(character: char) -> Option<u128> {
    const DIGITS: [&str; 10] = [
        "零〇○",
        "一壹",
        "二两贰",
        "三叁",
        "四肆",
        "五伍",
        "六陆",
        "七柒",
        "八捌",
        "九玖",
    ];
    (0..)
        .zip(DIGITS)
        .find(|(_, forms)| forms.contains(character))
        .map(|(digit, _)| digit)
}

/// Reads 一百二十, 十二, 廿三, 三千零五万 by units, and 二〇二三 digit by digit.
fn chinese(text: &str) -> Option<u128> {
    let characters: Vec<char> = text.chars().collect();
    let digits: Option<Vec<u128>> = characters.iter().map(|c| digit_of(*c)).collect();
    match digits.as_deref() {
        None => by_units(&characters),
        Some([]) => None,
        // 七八, 两三: about.
        Some([first, second]) if first + 1 == *second && *first > 0 => None,
        Some(digits) => Some(digits.iter().fold(0, |number, digit| number * 10 + digit)),
    }
}

fn by_units(characters: &[char]) -> Option<u128> {
    // Below 万, the whole, the digit that waits for its unit, the last unit.
    let (mut section, mut total, mut waiting) = (0u128, 0u128, None::<u128>);
    let mut last_unit = 0;
    for character in characters {
        if let Some(digit) = digit_of(*character) {
            // 二三十: about.
            if waiting.is_some_and(|before| before > 0) {
                return None;
            }
            waiting = Some(digit);
            if digit == 0 {
                last_unit = 0;
            }
            continue;
        }
        match character {
            '廿' => section += 20,
            '卅' => section += 30,
            '万' | '亿' => {
                section += waiting.take().unwrap_or(0);
                if section == 0 && total == 0 {
                    return None;
                }
                last_unit = exponent(*character)?;
                let unit = 10u128.pow(last_unit);
                if *character == '亿' {
                    total = (total + section).checked_mul(unit)?;
                } else {
                    total = total.checked_add(section * unit)?;
                }
                section = 0;
            }
            _ => {
                last_unit = exponent(*character)?;
                section += waiting.take().unwrap_or(1) * 10u128.pow(last_unit);
            }
        }
    }
    // 三万五: thirty-five thousand or 30,005? Only 三万零五 is plain.
    if waiting.is_some_and(|digit| digit > 0) && last_unit > 1 {
        return None;
    }
    Some(total + section + waiting.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::Regex;

    /// Forms by GB/T 15835—2011 and texts of the archive's kind.
    #[test]
    fn written_forms_have_their_value() {
        let cases = [
            ("一", "1"),
            ("二", "2"),
            ("两", "2"),
            ("七", "7"),
            ("九", "9"),
            ("十", "10"),
            ("十一", "11"),
            ("十二", "12"),
            ("二十", "20"),
            ("二十一", "21"),
            ("九十九", "99"),
            ("一百", "100"),
            ("一百零五", "105"),
            ("一百一十", "110"),
            ("百", "100"),
            ("三百六十五", "365"),
            ("一千", "1000"),
            ("两千零八", "2008"),
            ("一万", "10000"),
            ("三万五千", "35000"),
            ("三万零五", "30005"),
            ("十万", "100000"),
            ("一亿二千万", "120000000"),
            ("二〇二三", "2023"),
            ("二○○八", "2008"),
            ("一九九七", "1997"),
            ("零", "0"),
            ("廿三", "23"),
            ("卅", "30"),
            ("壹佰贰拾", "120"),
            ("柒", "7"),
            ("7", "7"),
            ("12", "12"),
            ("1,200", "1200"),
            ("3.5", "3.5"),
            ("3.50", "3.5"),
            ("0.57亿", "57000000"),
            ("3万", "30000"),
            ("1.1亿", "110000000"),
            ("1.5亿", "150000000"),
            ("2千", "2000"),
            ("3万5千", "35000"),
            ("1亿2千万", "120000000"),
            ("123456789012345678", "123456789012345678"),
            ("几", "几"),
            ("数", "数"),
            ("多", "多"),
            ("若干", "若干"),
            ("n", "n"),
            ("十余", "十余"),
            ("十多", "十多"),
            ("几十", "几十"),
            ("30多", "30多"),
            ("10余万", "10余万"),
            ("10多万", "10多万"),
            ("三十余万", "三十余万"),
            ("三万五", "三万五"),
            ("七八", "七八"),
            ("二三十", "二三十"),
        ];
        let pattern = Regex::new(&format!("^{PATTERN}$")).unwrap();
        for (written, expected) in cases {
            assert!(pattern.is_match(written), "{written}");
            assert_eq!(display(written), expected, "{written}");
        }
        for other in [
            "余", "园", "第", "", "n7", "若", "7.", "一区", "万", "亿", "万一",
        ] {
            assert!(!pattern.is_match(other), "{other}");
        }
        let starts = Regex::new(&format!("^[{STARTS}]")).unwrap();
        assert!(cases.iter().all(|(written, _)| starts.is_match(written)));
    }

    proptest! {
        #[test]
        fn any_run_has_a_value_or_none(text in "[0-9,.零〇一二两三九十百千万亿廿几多余n]{0,40}") {
            let _ = (display(&text), whole(&text));
        }
    }
}
