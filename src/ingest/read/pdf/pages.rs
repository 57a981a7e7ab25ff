//! The pages of a laid-out text → one text.
//!
//! In: pages as `pdftotext -layout` writes them. Out: their lines; running heads, feet and page
//! numbers left out, so that a paragraph goes on over the page's end; blanks of the layout reduced to
//! one, an indentation to two wide ones. Not its job: which lines continue others.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::analysis::char_filter::is_han;
use crate::ingest::read::common_chars;
use crate::ingest::read::gutters::{self, Stretch};

/// Lines at a page's top and bottom among which heads and feet are looked for.
const EDGE: usize = 2;
/// A line at the edge of this many pages, and a third of all, is a running head.
const LEAST_PAGES: usize = 3;
/// Columns of an indentation: two wide characters, as the program counts them.
const INDENTATION: std::ops::RangeInclusive<usize> = 3..=6;
/// Lines this wide (characters) tell where the text's left edge is.
const FULL_CHARS: usize = 16;
const INDENTED: &str = "\u{3000}\u{3000}";

/// Joins pages.
pub(super) fn joined(pages: &[impl AsRef<str>]) -> String {
    let pages: Vec<Vec<&str>> = pages
        .iter()
        .map(|page| page.as_ref().lines().collect())
        .collect();
    let heads = running_heads(&pages);
    let mut text = String::new();
    for page in &pages {
        let edges = edges(page);
        let is_furniture = |at: usize| {
            edges.contains(&at) && (is_page_number(page[at]) || heads.contains_key(&key(page[at])))
        };
        let kept = (0..page.len()).filter(|at| !is_furniture(*at));
        let kept: Vec<&str> = kept.map(|at| page[at]).collect();
        let kept = kept.join("\n");
        let ordered = in_order(&kept);
        let page: Vec<&str> = ordered.lines().collect();
        let edge = left_edge(&page);
        let lines: Vec<String> = page.iter().map(|line| written(line, edge)).collect();
        // What stands around heads and feet parts nothing.
        let is_blank = |line: &String| line.is_empty();
        let first = lines
            .iter()
            .position(|line| !is_blank(line))
            .unwrap_or(lines.len());
        let last = lines
            .iter()
            .rposition(|line| !is_blank(line))
            .map_or(first, |at| at + 1);
        for line in &lines[first..last] {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// A page's lines with columns of prose one after another.
fn in_order(page: &str) -> Cow<'_, str> {
    let found: Vec<Vec<Placed<'_>>> = page.lines().map(placed).collect();
    let only = |found: &Vec<Placed<'_>>| found.iter().map(|placed| placed.at).collect();
    let only: Vec<Vec<Stretch>> = found.iter().map(only).collect();
    let regions = gutters::regions(&only);
    if regions.len() < 2 {
        return Cow::Borrowed(page);
    }
    let mut text = String::with_capacity(page.len());
    for region in regions {
        let starts = region.iter().map(|(line, at)| only[*line][*at].start);
        let left = starts.fold(f64::MAX, f64::min);
        let mut before: Option<usize> = None;
        let mut column = left;
        for (line, at) in region {
            if before != Some(line) {
                // Lines that are blank across the page part paragraphs.
                let between = before.map_or(line, |before| before + 1)..line;
                let is_parted = found[between].iter().any(Vec::is_empty);
                text.push_str(match before {
                    None => "",
                    Some(_) if is_parted => "\n\n",
                    Some(_) => "\n",
                });
                (before, column) = (Some(line), left);
            }
            let Placed { at, text: piece } = found[line][at];
            while column + 1.0 <= at.start {
                text.push(' ');
                column += 1.0;
            }
            text.push_str(piece);
            column = at.end;
        }
        text.push('\n');
    }
    Cow::Owned(text)
}

/// A stretch of a line and where it stands, counted in characters.
#[derive(Clone, Copy)]
struct Placed<'a> {
    at: Stretch,
    text: &'a str,
}

/// The stretches of a line: two blanks or more part them.
#[expect(clippy::cast_precision_loss, reason = "lines are short")]
fn placed(line: &str) -> Vec<Placed<'_>> {
    let mut found: Vec<Placed<'_>> = Vec::new();
    let mut begin = 0;
    for (at, (byte, character)) in line.char_indices().enumerate() {
        if character.is_whitespace() {
            continue;
        }
        let (at, end) = (at as f64, byte + character.len_utf8());
        match found.last_mut() {
            Some(last) if at - last.at.end < 2.0 => {
                (last.at.end, last.at.chars) = (at + 1.0, last.at.chars + 1);
                last.text = &line[begin..end];
            }
            _ => {
                begin = byte;
                let place = Stretch {
                    start: at,
                    end: at + 1.0,
                    chars: 1,
                };
                let text = &line[begin..end];
                found.push(Placed { at: place, text });
            }
        }
    }
    found
}

fn written(line: &str, edge: usize) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let words = words.join(" ");
    if !words.is_empty() && INDENTATION.contains(&start(line).saturating_sub(edge)) {
        return format!("{INDENTED}{words}");
    }
    words
}

fn start(line: &str) -> usize {
    line.chars().take_while(|c| c.is_whitespace()).count()
}

/// Where the lines of a page begin: the leftmost start that a fifth of the long ones share.
fn left_edge(page: &[&str]) -> usize {
    let mut starts: Vec<usize> = page
        .iter()
        .filter(|line| line.trim().chars().count() >= FULL_CHARS)
        .map(|line| start(line))
        .collect();
    starts.sort_unstable();
    let is_shared = |edge: &&usize| {
        starts
            .iter()
            .filter(|other| other.abs_diff(**edge) <= 1)
            .count()
            * 5
            >= starts.len()
    };
    starts.iter().find(is_shared).copied().unwrap_or(usize::MAX)
}

/// The places of the first and last lines that are not blank.
fn edges(page: &[&str]) -> Vec<usize> {
    let filled: Vec<usize> = (0..page.len())
        .filter(|at| !page[*at].trim().is_empty())
        .collect();
    let last = filled.iter().rev().take(EDGE);
    filled.iter().take(EDGE).chain(last).copied().collect()
}

/// A line without its white space and digits: heads count pages.
fn key(line: &str) -> String {
    line.chars()
        .filter(|c| !c.is_whitespace() && !c.is_numeric())
        .collect()
}

fn running_heads(pages: &[Vec<&str>]) -> HashMap<String, usize> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for page in pages {
        let mut keys: Vec<String> = edges(page).into_iter().map(|at| key(page[at])).collect();
        keys.sort();
        keys.dedup();
        for key in keys.into_iter().filter(|key| key.chars().count() >= 2) {
            *counts.entry(key).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count >= LEAST_PAGES && *count * 3 >= pages.len());
    counts
}

/// `3`, `- 3 -`, `— 3 —`, `第 3 页`, `第3页 共5页`, `3/5`.
fn is_page_number(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    let is_around = |c: char| {
        c.is_ascii_digit() || "-—–－·•/第页共,，Pageof".contains(c) || ('０'..='９').contains(&c)
    };
    let has_number = digits > 0 || bare.chars().any(|c| ('０'..='９').contains(&c));
    has_number && digits <= 8 && bare.chars().count() <= 14 && bare.chars().all(is_around)
}

/// Whether a page's characters are those that it shows, as far as that can be told from the text:
/// fonts whose codes mean other characters give rare characters, or signs instead of words.
pub(super) fn is_plausible(page: &str) -> bool {
    /// Fewer characters tell nothing.
    const LEAST: usize = 30;
    /// A standard's page of formulas has no more, and they are common.
    const LEAST_HAN: usize = 3;
    let (mut all, mut han, mut common, mut signs) = (0, 0, 0, 0);
    for character in page.chars().filter(|c| !c.is_whitespace()) {
        all += 1;
        if is_han(character) {
            han += 1;
            common += usize::from(common_chars::weight(character) > 0);
        } else if "!\"#$%&'*+;<=>?@[\\]^_`{|}~".contains(character) {
            signs += 1;
        }
    }
    if all < LEAST {
        return true;
    }
    // Of laws, 99 of 100 Han characters are common; of a list of names, 90.
    let is_rare = han >= LEAST_HAN && common * 10 < han * 6;
    !is_rare && signs * 5 < all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_and_numbers_are_left_out() {
        let page = |number: usize, body: &str| {
            format!(
                "        示范县人民政府公报 2031 年第 {number} 期\n\n{body}\n\n        — {number} —\n"
            )
        };
        let pages = [
            page(
                1,
                "    第一条 为了规范河道采砂活动，保障防洪安全，根据有关法律的规\n定，结合本县实际，制定本办法。任何单位和个人应当遵守本",
            ),
            page(
                2,
                "办法的规定，接受县水利局依法进行的监督和检查，配合执法。\n    清溪河        12.5      8",
            ),
            page(
                3,
                "    第二条 本办法自公布之日起施行，有效期五年，由县水利局解释。",
            ),
        ];
        let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
        assert_eq!(
            joined(&pages),
            "\u{3000}\u{3000}第一条 为了规范河道采砂活动，保障防洪安全，根据有关法律的规\n定，结合本县实际，制定本办法。任何单位和个人应当遵守本\n办法的规定，接受县水利局依法进行的监督和检查，配合执法。\n\u{3000}\u{3000}清溪河 12.5 8\n第二条 本办法自公布之日起施行，有效期五年，由县水利局解释。\n"
        );
        for (line, expected) in [
            ("— 12 —", true),
            ("第 3 页 共 5 页", true),
            ("3", true),
            ("2031年4月2日", false),
            ("第三条", false),
            ("附件1", false),
            ("3/5", true),
        ] {
            assert_eq!(is_page_number(line), expected, "{line}");
        }
    }

    /// A gazette: what stands across, then the left column, then the right one.
    #[test]
    fn columns_follow_one_another() {
        let rows = [
            (
                "  第一条    为了规范河道采砂活动，保",
                "  第三条    任何单位和个人应当遵守",
            ),
            (
                "障防洪安全和通航安全，维护河势稳定，根",
                "本办法的规定，接受县水利局依法进行的监",
            ),
            (
                "据有关法律、法规的规定，结合本县实际，",
                "督检查，并如实提供有关资料，不得拒绝、",
            ),
            ("制定本办法。", "阻碍执法。"),
            ("", ""),
            (
                "  第二条    本县行政区域内的河道采砂",
                "  第四条    县水利局应当每季度检查一",
            ),
            (
                "和有关的监督管理活动，适用本办法；法律",
                "次，公布结果；发现违法采砂的，依法处理",
            ),
            (
                "、法规另有规定的，从其规定执行办理。",
                "，并自处理之日起报告县人民政府。",
            ),
        ];
        let row = |(left, right): (&str, &str)| format!("{left:<24}{right}\n");
        let page = format!(
            "示范县人民政府公报                         2031 年第 4 期\n\n          河道采砂管理办法\n{}",
            rows.map(row).concat()
        );
        let across = "示范县人民政府公报 2031 年第 4 期\n\n河道采砂管理办法\n";
        let left = "第一条 为了规范河道采砂活动，保\n障防洪安全和通航安全，维护河势稳定，根\n据有关法律、法规的规定，结合本县实际，\n制定本办法。\n\n第二条 本县行政区域内的河道采砂\n和有关的监督管理活动，适用本办法；法律\n、法规另有规定的，从其规定执行办理。\n";
        let right = "第三条 任何单位和个人应当遵守\n本办法的规定，接受县水利局依法进行的监\n督检查，并如实提供有关资料，不得拒绝、\n阻碍执法。\n\n第四条 县水利局应当每季度检查一\n次，公布结果；发现违法采砂的，依法处理\n，并自处理之日起报告县人民政府。\n";
        let found = joined(&[&page]).replace('\u{3000}', "");
        assert_eq!(found, format!("{across}{left}{right}"));
    }

    #[test]
    fn codes_of_other_characters_are_told() {
        assert!(is_plausible(
            "第一条 为了规范河道采砂活动，保障防洪和通航安全，维护河势稳定，根据有关法律，制定本办法。"
        ));
        assert!(is_plausible(
            "Table 1: 12.5 (2031), 8.0 (2032); see https://example.org/a?b=1 for more"
        ));
        assert!(!is_plausible("!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGH"));
        assert!(!is_plausible(
            "犛犲犮狌狉犲犲犾犲犮狋狉狅狀犻犮狊犲犪犾犮狉狔狆狋狅犵狉犪狆犺狔狋犲犮犺狀犻犮犪犾狊狆犲犮犻犳犻犮犪狋犻狅狀"
        ));
        assert!(is_plausible("附件"));
    }
}
