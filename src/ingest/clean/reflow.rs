//! Decides which lines continue the line before: texts that were wrapped at a fixed width.
//!
//! In: the widths and edges of consecutive kept lines. Out: for each line whether it is joined to
//! the one before. A run counts as wrapped only if most of its lines are equally full (NOISE rule
//! 12); a line is continued only if it is full and ends no sentence, and no heading follows.
//! Not its job: joining display text (`compose`).

use super::shape;
use crate::analysis::char_filter::is_han;

/// Full lines of one text differ by at most this many columns: one wide character that did not fit
/// and a closing mark that hangs over, each two columns, twice.
const TOLERANCE: usize = 8;
/// Wrapped lines are 20 to 60 characters wide (25 to 40 in pages counted by hand).
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=120;
/// At least so many full lines that end no sentence show that a run is wrapped; they must be a
/// quarter of its lines and three fifths of those without an end mark (a wrapped notice of 19 lines,
/// with title, number, signature and date, has 9 of 12).
const MIN_FULL: usize = 3;

/// A kept line.
pub(crate) struct Line<'t> {
    /// Its folded text.
    pub(crate) text: &'t str,
    /// It cannot be joined to the line before: something was dropped or a blank line stands between.
    pub(crate) is_apart: bool,
}

/// Returns for each line whether it continues the line before it.
pub(crate) fn continued(lines: &[Line<'_>]) -> Vec<bool> {
    let mut continued = vec![false; lines.len()];
    let mut start = 0;
    while start < lines.len() {
        let len = 1 + lines[start + 1..]
            .iter()
            .take_while(|line| !line.is_apart)
            .count();
        if len > MIN_FULL {
            judge_run(
                &lines[start..start + len],
                &mut continued[start..start + len],
            );
        }
        start += len;
    }
    continued
}

fn judge_run(lines: &[Line<'_>], continued: &mut [bool]) {
    let widths: Vec<usize> = lines.iter().map(|line| width(line.text)).collect();
    let mut sorted = widths.clone();
    sorted.sort_unstable();
    let most = sorted[(sorted.len() - 1) * 9 / 10];
    if !WIDTHS.contains(&most) {
        return;
    }
    let is_full = |at: usize| widths[at].abs_diff(most) <= TOLERANCE;
    let open: Vec<usize> = (0..lines.len() - 1)
        .filter(|at| !ends_sentence(lines[*at].text))
        .collect();
    let full = open.iter().filter(|at| is_full(**at)).count();
    // Paragraphs and list items that end without a mark have any length: of wrapped lines nearly
    // all but headings are full, and they are common.
    if full < MIN_FULL || full * 5 < open.len() * 3 || full * 4 < lines.len() {
        return;
    }
    for at in 1..lines.len() {
        continued[at] = is_full(at - 1)
            && !ends_sentence(lines[at - 1].text)
            && !shape::is_heading(lines[at].text);
    }
}

/// Columns on a page: Han characters and Chinese punctuation two, also where its half-width form
/// stands for it.
fn width(text: &str) -> usize {
    text.chars()
        .map(|character| {
            let wide = is_han(character) || !character.is_ascii() || ",;:?!()".contains(character);
            if wide { 2 } else { 1 }
        })
        .sum()
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['。', '!', '?', ';', ':', '」'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> Vec<bool> {
        let lines: Vec<Line<'_>> = text
            .lines()
            .map(|text| Line {
                text,
                is_apart: false,
            })
            .collect();
        continued(&lines)
    }

    #[test]
    fn wrapped_lines_are_joined_and_headings_kept() {
        let text = "会议认为,全县上下要把项目建设作为经济工作的主要抓手,持续加大对\n重点产业的支持力度,主动对接企业需求,帮助企业解决生产经营中的困\n难和问题,推动各项工作落到实处。\n一、总体要求\n各乡镇要结合本地实际制定工作方案,明确责任分工和完成时限,定期向\n县政府报告进展情况,确保全年目标任务顺利完成,为全县经济社会发展\n作出新的贡献。";
        assert_eq!(joined(text), [false, true, true, false, false, true, true]);
    }

    #[test]
    fn paragraphs_and_lists_are_not_joined() {
        let list = "甲县人民政府\n乙县人民政府办公室\n丙市发展和改革委员会\n丁市财政局\n戊市";
        assert!(joined(list).iter().all(|joined| !joined));
        let paragraphs = "会议指出,要抓好落实。\n会议强调,要加强领导。\n会议要求,要明确责任。\n会议决定,成立小组。\n会议结束。";
        assert!(joined(paragraphs).iter().all(|joined| !joined));
    }
}
