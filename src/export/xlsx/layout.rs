//! What fits in a cell, and how wide columns are.

/// UTF-16 units that a cell holds (Microsoft, "Excel specifications and limits": 32,767
/// characters, which Excel counts in UTF-16 units).
const CELL_UNITS: usize = 32_767;

/// Returns the text if a cell holds it, else its beginning and how many characters are missing;
/// and whether it was cut.
pub(super) fn fit(text: String) -> (String, bool) {
    // A character has at least as many bytes as UTF-16 units.
    if text.len() <= CELL_UNITS || text.encode_utf16().count() <= CELL_UNITS {
        return (text, false);
    }
    let chars = text.chars().count();
    let mark = |kept: usize| format!("…[+{}]", chars - kept);
    let room = CELL_UNITS - mark(0).encode_utf16().count();
    let (mut units, mut kept, mut end) = (0, 0, 0);
    for character in text.chars() {
        units += character.len_utf16();
        if units > room {
            break;
        }
        kept += 1;
        end += character.len_utf8();
    }
    (format!("{}{}", &text[..end], mark(kept)), true)
}

/// Returns a column's width, in characters of the default font: a glance at its usual content
/// (judgement).
pub(super) fn width(column: &str) -> f64 {
    match column {
        "rank" | "part" | "level" => 7.0,
        "score" | "type" | "paragraph" | "date_role" | "status" => 10.0,
        "number" => 24.0,
        "title" => 50.0,
        "issuers" | "zones" | "match" => 28.0,
        "path" | "left" | "right" => 40.0,
        "doc_id" => 19.0,
        "passage" | "evidence" => 80.0,
        _ => 13.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_its_limit_and_no_more() {
        let whole = "字".repeat(CELL_UNITS);
        assert_eq!(fit(whole.clone()), (whole.clone(), false));
        for (over, missing) in [("字", 8), ("𠮷", 8)] {
            let (cut, is_cut) = fit(format!("{whole}{over}"));
            assert!(is_cut && cut.ends_with(']'), "{}", &cut[cut.len() - 30..]);
            assert!(cut.encode_utf16().count() <= CELL_UNITS);
            let kept = cut.chars().filter(|&character| character == '字').count();
            assert!(cut.ends_with(&format!("…[+{}]", CELL_UNITS + 1 - kept)));
            assert!(CELL_UNITS + 1 - kept >= missing);
        }
        // Two units each: half as many fit, and none is cut in two.
        let (cut, is_cut) = fit("𠮷".repeat(CELL_UNITS));
        assert!(is_cut && cut.encode_utf16().count() <= CELL_UNITS);
    }
}
