//! Numbers of automatic lists as a reader sees them: 1, 一, ①, 甲, IV …
//!
//! In: a number and the name of its form (ECMA-376 part 1, 17.18.59 `ST_NumberFormat`). Out: its
//! characters. Not its job: counting.

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const LEGAL: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] = [
    '子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥',
];
/// A longer Roman number or row of letters is no list number.
const LARGEST_ROMAN: u32 = 3999;

/// Returns a number in a form; forms that are not known count as `decimal`, those that show nothing
/// (`none`, `bullet`) are empty.
pub(super) fn number(value: u32, form: &str) -> String {
    match form {
        "none" | "bullet" => String::new(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => chinese(value),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            digits(value, DIGITS)
        }
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => {
            counted(value, LEGAL, ['拾', '佰', '仟'])
        }
        "ideographTraditional" => within(value, &STEMS),
        "ideographZodiac" => within(value, &BRANCHES),
        "decimalZero" => format!("{value:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => digits(
            value,
            ['０', '１', '２', '３', '４', '５', '６', '７', '８', '９'],
        ),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(value),
        "decimalEnclosedParen" => listed(value, '⑴', 20),
        "decimalEnclosedFullstop" => listed(value, '⒈', 20),
        "ideographEnclosedCircle" => listed(value, '㊀', 10),
        "upperRoman" => roman(value),
        "lowerRoman" => roman(value).to_lowercase(),
        "upperLetter" => letters(value),
        "lowerLetter" => letters(value).to_lowercase(),
        _ => value.to_string(),
    }
}

/// 十, 十一, 二十, 一百零五.
fn chinese(value: u32) -> String {
    let written = counted(value, DIGITS, ['十', '百', '千']);
    written
        .strip_prefix("一十")
        .map_or(written.clone(), |rest| format!("十{rest}"))
        .replace('〇', "零")
}

fn counted(value: u32, digits: [char; 10], units: [char; 3]) -> String {
    if value == 0 || value >= 10_000 {
        return self::digits(value, digits);
    }
    let mut written = String::new();
    let mut is_gap = false;
    for power in (0..4_u32).rev() {
        let digit = value / 10_u32.pow(power) % 10;
        if digit == 0 {
            is_gap = !written.is_empty();
            continue;
        }
        if is_gap {
            written.push(digits[0]);
            is_gap = false;
        }
        written.push(digits[digit as usize]);
        if power > 0 {
            written.push(units[power as usize - 1]);
        }
    }
    written
}

fn digits(value: u32, digits: [char; 10]) -> String {
    let plain = value.to_string();
    plain
        .bytes()
        .map(|byte| digits[usize::from(byte - b'0') % 10])
        .collect()
}

fn within(value: u32, list: &[char]) -> String {
    (value as usize)
        .checked_sub(1)
        .and_then(|at| list.get(at))
        .map_or_else(|| value.to_string(), char::to_string)
}

/// Consecutive characters that begin with the one for 1.
fn listed(value: u32, first: char, most: u32) -> String {
    (1..=most)
        .contains(&value)
        .then(|| char::from_u32(u32::from(first) + value - 1))
        .flatten()
        .map_or_else(|| value.to_string(), String::from)
}

fn circled(value: u32) -> String {
    match value {
        21..=35 => listed(value - 20, '㉑', 15),
        36..=50 => listed(value - 35, '㊱', 15),
        _ => listed(value, '①', 20),
    }
}

fn roman(value: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..=LARGEST_ROMAN).contains(&value) {
        return value.to_string();
    }
    let mut rest = value;
    let mut written = String::new();
    for (worth, sign) in SIGNS {
        while rest >= worth {
            written.push_str(sign);
            rest -= worth;
        }
    }
    written
}

/// A … Z, AA, BB … as Word counts.
fn letters(value: u32) -> String {
    if !(1..=LARGEST_ROMAN).contains(&value) {
        return value.to_string();
    }
    let letter = char::from(b'A' + u8::try_from((value - 1) % 26).unwrap_or_default());
    letter.to_string().repeat((value as usize - 1) / 26 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_those_of_word() {
        let cases = [
            (1, "decimal", "1"),
            (10, "chineseCounting", "十"),
            (12, "chineseCountingThousand", "十二"),
            (20, "japaneseCounting", "二十"),
            (105, "chineseCountingThousand", "一百零五"),
            (110, "chineseCountingThousand", "一百一十"),
            (1002, "chineseCountingThousand", "一千零二"),
            (12, "ideographDigital", "一二"),
            (10, "ideographDigital", "一〇"),
            (21, "chineseLegalSimplified", "贰拾壹"),
            (3, "ideographTraditional", "丙"),
            (11, "ideographTraditional", "11"),
            (3, "decimalEnclosedCircleChinese", "③"),
            (21, "decimalEnclosedCircle", "㉑"),
            (36, "decimalEnclosedCircle", "㊱"),
            (51, "decimalEnclosedCircle", "51"),
            (14, "upperRoman", "XIV"),
            (28, "lowerLetter", "bb"),
            (7, "decimalZero", "07"),
            (7, "bullet", ""),
            (0, "upperRoman", "0"),
            (u32::MAX, "chineseCounting", "四二九四九六七二九五"),
        ];
        for (value, form, expected) in cases {
            assert_eq!(number(value, form), expected, "{value} {form}");
        }
    }
}
