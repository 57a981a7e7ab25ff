//! Numerals as Chinese texts write them: 七, 十二, 二〇二三, 壹佰, 3万, 1,200, 两, 几, 多, 若干, n.
//!
//! In: folded text. Out: a regular expression for one, and its value. GB/T 15835—2011 names the
//! forms; 廿, 卅 and the capital numerals stand in older texts and amounts.

/// One numeral of folded text. A run is at most some twenty characters, so that a page of digits
/// costs no more than any other.
pub const PATTERN: &str = concat!(
    "(?:若干|n|",
    "[0-9]{1,18}(?:,[0-9]{3}){0,5}(?:[.][0-9]{1,9})?[十百千万亿]{0,3}[多余几]?|",
    "[零〇○一二三四五六七八九十百千万亿两几数多廿卅壹贰叁肆伍陆柒捌玖拾佰仟]{1,20}余?)"
);

/// The characters that a numeral begins with.
pub const STARTS: &str =
    "若n0123456789零〇○一二三四五六七八九十百千万亿两几数多廿卅壹贰叁肆伍陆柒捌玖拾佰仟";

/// Returns the value of a numeral; none for 几, 数, 多, 若干, n, 十余, and for 七八, which means about
/// seven or eight.
#[must_use]
pub fn value(text: &str) -> Option<f64> {
    let (digits, units) = text.split_at(text.find(|c| !is_decimal(c)).unwrap_or(text.len()));
    if digits.is_empty() {
        return chinese(text);
    }
    let number: f64 = digits.replace(',', "").parse().ok()?;
    units
        .chars()
        .try_fold(number, |number, unit| Some(number * unit_of(unit)?))
}

fn is_decimal(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '.' | ',')
}

fn unit_of(character: char) -> Option<f64> {
    Some(match character {
        '十' | '拾' => 10.0,
        '百' | '佰' => 100.0,
        '千' | '仟' => 1_000.0,
        '万' => 10_000.0,
        '亿' => 100_000_000.0,
        _ => return None,
    })
}

fn digit_of(character: char) -> Option<f64> {
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
    (0u8..)
        .zip(DIGITS)
        .find(|(_, forms)| forms.contains(character))
        .map(|(digit, _)| f64::from(digit))
}

/// Reads 一百二十, 十二, 廿三, 三千零五万 by units, and 二〇二三 digit by digit.
fn chinese(text: &str) -> Option<f64> {
    let characters: Vec<char> = text.chars().collect();
    let digits: Option<Vec<f64>> = characters.iter().map(|c| digit_of(*c)).collect();
    if let Some(digits) = digits {
        return match digits.as_slice() {
            [] => None,
            // 七八, 两三: about.
            [first, second] if first + 1.0 == *second && *first > 0.0 => None,
            _ => Some(
                digits
                    .iter()
                    .fold(0.0, |number, digit| number * 10.0 + digit),
            ),
        };
    }
    // Below 万, below 亿, the whole; the digit that waits for its unit.
    let (mut section, mut total, mut waiting) = (0.0, 0.0, None);
    for character in characters {
        match character {
            '廿' => section += 20.0,
            '卅' => section += 30.0,
            '万' | '亿' => {
                section += waiting.take().unwrap_or(0.0);
                let unit = unit_of(character)?;
                if character == '亿' {
                    total = (total + section) * unit;
                } else {
                    total += section * unit;
                }
                section = 0.0;
            }
            _ => match unit_of(character) {
                Some(unit) => section += waiting.take().unwrap_or(1.0) * unit,
                None => {
                    // 二三十: about.
                    if waiting.is_some_and(|digit| digit > 0.0) {
                        return None;
                    }
                    waiting = Some(digit_of(character)?);
                }
            },
        }
    }
    Some(total + section + waiting.unwrap_or(0.0))
}

/// Returns the value as text, or the numeral itself where it has none.
#[must_use]
pub fn display(text: &str) -> String {
    value(text).map_or_else(|| text.to_owned(), |value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
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
            ("3万", "30000"),
            ("1.5亿", "150000000"),
            ("2千", "2000"),
            ("几", "几"),
            ("数", "数"),
            ("多", "多"),
            ("若干", "若干"),
            ("n", "n"),
            ("十余", "十余"),
            ("十多", "十多"),
            ("几十", "几十"),
            ("30多", "30多"),
            ("七八", "七八"),
            ("二三十", "二三十"),
        ];
        let pattern = Regex::new(&format!("^{PATTERN}$")).unwrap();
        for (written, expected) in cases {
            assert!(pattern.is_match(written), "{written}");
            assert_eq!(display(written), expected, "{written}");
        }
        for other in ["余", "园", "第", "", "n7", "若", "7.", "一区"] {
            assert!(!pattern.is_match(other), "{other}");
        }
    }
}
