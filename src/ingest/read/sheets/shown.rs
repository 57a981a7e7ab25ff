//! A number or date as a sheet shows it.
//!
//! In: a value and its number format (ECMA-376 part 1, 18.8.30). Out: its characters: decimals,
//! percent, thousands and the words of the format; dates in the order of the format. Colours,
//! conditions, fractions and exponents are left out: such values are shown as they are. Not its job:
//! telling dates from numbers.

/// A number that is shown without a format has at most so many digits.
const DIGITS: usize = 15;

/// Returns a number in a format; as it is where the format is none or of a kind not known.
pub(super) fn number(value: f64, format: &str) -> String {
    let sections: Vec<&str> = sections(format);
    let (section, value) = match (sections.len(), value) {
        (0, _) => return plain(value),
        (2.., v) if v < 0.0 => (sections[1], -v),
        (3.., v) if v == 0.0 => (sections[2], v),
        _ => (sections[0], value),
    };
    formatted(value, section).unwrap_or_else(|| plain(value))
}

/// A number without a format.
fn plain(value: f64) -> String {
    if value == value.trunc() && value.abs() < 1e15 {
        return format!("{value:.0}");
    }
    // .1 + .2 is shown as .3.
    let rounded: f64 = format!("{value:.*e}", DIGITS - 1).parse().unwrap_or(value);
    rounded.to_string()
}

/// The parts of a format for positive and negative numbers and zero.
fn sections(format: &str) -> Vec<&str> {
    if format.is_empty() || format.eq_ignore_ascii_case("general") || format == "@" {
        return Vec::new();
    }
    let mut sections = Vec::new();
    let (mut start, mut is_quoted) = (0, false);
    for (at, character) in format.char_indices() {
        match character {
            '"' => is_quoted = !is_quoted,
            ';' if !is_quoted => {
                sections.push(&format[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    sections.push(&format[start..]);
    sections
}

fn formatted(value: f64, section: &str) -> Option<String> {
    let (mut before, mut pattern, mut after) = (String::new(), String::new(), String::new());
    let mut is_percent = false;
    let mut characters = section.chars();
    while let Some(character) = characters.next() {
        let is_after = !after.trim().is_empty();
        let mut word = |text: char| {
            if pattern.is_empty() {
                &mut before
            } else {
                &mut after
            }
            .push(text);
        };
        match character {
            '"' => characters.by_ref().take_while(|c| *c != '"').for_each(word),
            '\\' => word(characters.next()?),
            '_' | '*' => {
                characters.next();
            }
            '[' => {
                let inside: String = characters.by_ref().take_while(|c| *c != ']').collect();
                // `[$￥-804]` is a currency, the others are colours and conditions.
                let sign = inside.strip_prefix('$').unwrap_or_default();
                sign.split('-')
                    .next()
                    .unwrap_or_default()
                    .chars()
                    .for_each(word);
            }
            '0' | '#' | '?' | '.' | ',' if !is_after => pattern.push(character),
            '%' => {
                is_percent = true;
                word('%');
            }
            'E' | 'e' | '/' | '@' => return None,
            'G' if characters.as_str().starts_with("eneral") => return None,
            other => word(other),
        }
    }
    if pattern.is_empty() {
        // Words only: `;;;` hides the value.
        return Some(before);
    }
    let value = if is_percent { value * 100.0 } else { value };
    let (whole, decimals) = pattern.split_once('.').unwrap_or((&pattern, ""));
    let scaled = whole.len() - whole.trim_end_matches(',').len();
    let value = value / 1000_f64.powi(i32::try_from(scaled).ok()?);
    let is_grouped = whole.trim_end_matches(',').contains(',');
    let digits = decimals
        .chars()
        .filter(|c| "0#?".contains(*c))
        .count()
        .min(DIGITS * 2);
    let least = decimals.chars().filter(|c| *c == '0').count();
    let mut written = format!("{:.digits$}", value.abs());
    if digits > least {
        let optional = (0..digits - least).take_while(|_| {
            let is_zero = written.ends_with('0');
            if is_zero {
                written.pop();
            }
            is_zero
        });
        let _ = optional.count();
        if written.ends_with('.') {
            written.pop();
        }
    }
    let whole_digits = whole.chars().filter(|c| *c == '0').count();
    let written = padded(&written, whole_digits, is_grouped);
    let is_nothing = written.chars().all(|c| "0.,".contains(c));
    let sign = if value < 0.0 && !is_nothing { "-" } else { "" };
    Some(format!("{sign}{before}{written}{after}"))
}

/// Leading zeros and separators of thousands.
fn padded(written: &str, least: usize, is_grouped: bool) -> String {
    let (whole, rest) = written.split_at(written.find('.').unwrap_or(written.len()));
    let whole = format!("{whole:0>least$}");
    if !is_grouped {
        return format!("{whole}{rest}");
    }
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

/// Returns a date in a format; `2024-03-05` (with the time, where it has one) without a format.
/// `date` is year, month, day, hour, minute, second and milliseconds; `value` counts days.
pub(super) fn date(date: (u16, u8, u8, u8, u8, u8, u16), value: f64, format: &str) -> String {
    let (year, month, day, hour, minute, second, _) = date;
    // The format of the system's short date is written in American order.
    let is_system = matches!(format, "" | "mm-dd-yy" | "m/d/yy" | "mm/dd/yy");
    if is_system {
        let mut written = format!("{year:04}-{month:02}-{day:02}");
        if value.fract() != 0.0 {
            written.push_str(&format!(" {hour:02}:{minute:02}"));
        }
        return written;
    }
    let section = sections(format).first().copied().unwrap_or_default();
    let mut written = String::new();
    let mut characters = section.chars().peekable();
    let mut is_time = false;
    while let Some(character) = characters.next() {
        let lower = character.to_ascii_lowercase();
        match lower {
            'y' | 'm' | 'd' | 'h' | 's' => {
                let mut len = 1;
                while characters
                    .next_if(|next| next.to_ascii_lowercase() == lower)
                    .is_some()
                {
                    len += 1;
                }
                let seconds_follow = characters.clone().find(char::is_ascii_alphabetic);
                let is_minute =
                    is_time || seconds_follow.is_some_and(|c| c.eq_ignore_ascii_case(&'s'));
                let number = match lower {
                    'y' if len <= 2 => year % 100,
                    'y' => year,
                    'm' if is_minute => u16::from(minute),
                    'm' => u16::from(month),
                    'd' if len <= 2 => u16::from(day),
                    'd' => continue,
                    'h' => u16::from(hour),
                    _ => u16::from(second),
                };
                let width = if lower == 'y' && len > 2 {
                    4
                } else {
                    len.min(2)
                };
                written.push_str(&format!("{number:0width$}"));
                is_time = matches!(lower, 'h' | 's');
            }
            '"' => written.extend(characters.by_ref().take_while(|c| *c != '"')),
            '\\' => written.extend(characters.next()),
            '[' => characters.by_ref().take_while(|c| *c != ']').for_each(drop),
            '_' | '*' => {
                characters.next();
            }
            '@' => {}
            // `aaaa`, `AM/PM`, `.000`.
            'a' | 'p' | '0' | 'g' | 'e' | 'b' => {}
            _ => written.push(character),
        }
    }
    written.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_by_their_format() {
        let cases = [
            (12.0, "", "12"),
            (0.1 + 0.2, "General", "0.3"),
            (1234.5, "#,##0.00", "1,234.50"),
            (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
            (0.125, "0.0%", "12.5%"),
            (3.0, "0\"个\"", "3个"),
            (7.0, "000", "007"),
            (1.5, "0.##", "1.5"),
            (2.0, "0.##", "2"),
            (88.0, "[$￥-804]#,##0", "￥88"),
            (0.0, "0;-0;\"-\"", "-"),
            (-0.4, "0", "0"),
            (1e20, "", "100000000000000000000"),
            (0.5, "# ?/?", "0.5"),
            (12_345.0, "0,", "12"),
        ];
        for (value, format, expected) in cases {
            assert_eq!(number(value, format), expected, "{value} {format}");
        }
    }

    #[test]
    fn dates_are_shown_by_their_format() {
        let moment = (2024, 3, 5, 9, 7, 0, 0);
        let cases = [
            ("", "2024-03-05 09:07"),
            ("yyyy\"年\"m\"月\"d\"日\"", "2024年3月5日"),
            ("yyyy/mm/dd hh:mm", "2024/03/05 09:07"),
            ("[$-804]yyyy年m月;@", "2024年3月"),
            ("h:mm", "9:07"),
            ("mm:ss", "07:00"),
        ];
        for (format, expected) in cases {
            assert_eq!(date(moment, 45356.38, format), expected, "{format}");
        }
    }
}
