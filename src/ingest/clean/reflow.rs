//! Decides which lines continue the line before: texts that were wrapped at a fixed width.
//!
//! In: consecutive kept lines. Out: for each line how it follows the one before. Lines count as
//! wrapped only if most of them are equally full; a line is continued only if it is full and no
//! heading follows – where lines are cut at one exact length also after a sentence that ends there,
//! where paragraphs are indented before every line that is not. Not its job: joining display text
//! (`compose`).

use super::shape;
use crate::analysis::char_filter::is_han;

/// Full lines of one text differ by at most this many columns: one wide character that did not fit
/// and a closing mark that hangs over, each two columns, twice.
const TOLERANCE: usize = 8;
/// Most full lines differ by no more than an indentation and a half-width digit: lists and verse
/// have lines of any length.
const TIGHT: usize = 5;
/// Wrapped lines are 20 to 60 characters wide (25 to 40 in pages counted by hand).
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=120;
/// Bytes of a line that may be full (of digits and letters, of characters and marks).
const BYTES: std::ops::RangeInclusive<usize> = 32..=240;
/// At least so many full lines that end no sentence show that a run is wrapped; they must be a
/// quarter of its lines and three fifths of those without an end mark (a wrapped notice of 19 lines,
/// with title, number, signature and date, has 9 of 12).
const MIN_FULL: usize = 3;
/// Of a short text two will do, if they are of one length to the character.
const MIN_EXACT: usize = 2;

/// A kept line.
pub(crate) struct Line<'t> {
    /// Its folded text.
    pub(crate) text: &'t str,
    /// It cannot be joined to the line before: something was dropped between.
    pub(crate) is_apart: bool,
    /// A blank line stands before it.
    pub(crate) after_gap: bool,
    /// White space stands before it in its line.
    pub(crate) is_indented: bool,
}

/// How a line follows the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Follows {
    /// It begins a paragraph.
    Apart,
    /// It continues the line; words are not cut at line ends.
    Continues,
    /// It continues the line, which was cut at an exact length, within a word perhaps.
    CutOff,
}

/// Returns for each line how it follows the line before it.
pub(crate) fn continued(lines: &[Line<'_>]) -> Vec<Follows> {
    let mut follows = vec![Follows::Apart; lines.len()];
    let mut start = 0;
    // A longer line was not wrapped: it ends the run.
    while start < lines.len() {
        let len = lines[start..]
            .iter()
            .take_while(|line| line.text.len() <= *BYTES.end())
            .count();
        if len > MIN_EXACT && may_be_wrapped(&lines[start..start + len]) {
            judge_run(&lines[start..start + len], &mut follows[start..start + len]);
        }
        start += len + 1;
    }
    follows
}

/// Whether enough lines are long enough and end no sentence: a look at lengths and last characters.
fn may_be_wrapped(lines: &[Line<'_>]) -> bool {
    lines
        .iter()
        .filter(|line| BYTES.contains(&line.text.len()) && !ends_sentence(line.text))
        .nth(MIN_EXACT - 1)
        .is_some()
}

/// The width at which a run is wrapped.
struct Width {
    /// Of each line, in columns.
    of: Vec<usize>,
    /// Of full lines.
    full: usize,
    /// Nine tenths of the full lines have exactly this many characters.
    exact: Option<usize>,
    is_indented: bool,
    /// Blank lines stand between most lines and part nothing.
    is_spaced: bool,
}

impl Width {
    fn is_full(&self, at: usize) -> bool {
        self.of[at].abs_diff(self.full) <= TOLERANCE
    }
}

fn judge_run(lines: &[Line<'_>], follows: &mut [Follows]) {
    let Some(width) = width_of_run(lines) else {
        return;
    };
    for at in 1..lines.len() {
        let (before, line) = (&lines[at - 1], &lines[at]);
        let is_cut = width
            .exact
            .is_some_and(|exact| before.text.chars().count() == exact);
        let is_apart = line.is_apart || (line.after_gap && !width.is_spaced);
        if is_apart || !(is_cut || width.is_full(at - 1)) || begins_anew(line.text) {
            continue;
        }
        let continues = match width.is_indented {
            true => !line.is_indented,
            false => is_cut || !ends_sentence(before.text),
        };
        if continues {
            follows[at] = match is_cut {
                true => Follows::CutOff,
                false => Follows::Continues,
            };
        }
    }
}

/// Whether a line is no continuation whatever stands before it.
fn begins_anew(text: &str) -> bool {
    shape::is_heading(text) || shape::is_number_line(text) || shape::is_date_row(text)
}

/// Returns at which width a run is wrapped, if it is.
fn width_of_run(lines: &[Line<'_>]) -> Option<Width> {
    let of: Vec<usize> = lines.iter().map(|line| columns(line.text)).collect();
    let mut sorted = of.clone();
    sorted.sort_unstable();
    let most = sorted[(sorted.len() - 1) * 9 / 10];
    if !WIDTHS.contains(&most) {
        return None;
    }
    let open: Vec<usize> = (0..lines.len() - 1)
        .filter(|at| !ends_sentence(lines[*at].text))
        .collect();
    let full: Vec<usize> = open
        .iter()
        .copied()
        .filter(|at| of[*at].abs_diff(most) <= TOLERANCE)
        .collect();
    // Paragraphs and list items that end without a mark have any length: of wrapped lines nearly
    // all but headings are full, and they are common.
    if full.len() < MIN_EXACT || full.len() * 5 < open.len() * 3 || full.len() * 4 < lines.len() {
        return None;
    }
    let exact = exact_length(lines, &full);
    if full.len() < MIN_FULL && exact.is_none() {
        return None;
    }
    let tight = most_within(full.iter().map(|at| of[*at]).collect(), TIGHT);
    if tight * 5 < full.len() * 3 || is_list(lines, &full) || !is_prose(lines, &full) {
        return None;
    }
    let indented = lines.iter().filter(|line| line.is_indented).count();
    let gaps = lines[1..].iter().filter(|line| line.after_gap).count();
    Some(Width {
        full: most,
        exact,
        is_indented: indented >= 2 && indented * 3 <= lines.len() * 2,
        is_spaced: gaps * 10 >= (lines.len() - 1) * 9,
        of,
    })
}

/// The number of characters that nine tenths of the full lines have.
fn exact_length(lines: &[Line<'_>], full: &[usize]) -> Option<usize> {
    let mut lengths: Vec<usize> = full
        .iter()
        .map(|at| lines[*at].text.chars().count())
        .collect();
    lengths.sort_unstable();
    let middle = lengths[lengths.len() / 2];
    let same = lengths.iter().filter(|length| **length == middle).count();
    (same * 10 >= lengths.len() * 9).then_some(middle)
}

/// How many values at most lie within `range` of each other.
fn most_within(mut values: Vec<usize>, range: usize) -> usize {
    values.sort_unstable();
    let mut first = 0;
    let mut most = 0;
    for last in 0..values.len() {
        while values[last] - values[first] > range {
            first += 1;
        }
        most = most.max(last + 1 - first);
    }
    most
}

/// Whether the full lines are the items of a list: half of them begin or end alike.
fn is_list(lines: &[Line<'_>], full: &[usize]) -> bool {
    let alike = |of: fn(&str) -> Option<char>| {
        let mut found: Vec<char> = full
            .iter()
            .filter_map(|at| of(lines[*at].text.trim()))
            .collect();
        found.sort_unstable();
        found
            .chunk_by(|one, other| one == other)
            .map(<[char]>::len)
            .max()
            .unwrap_or(0)
    };
    let first = alike(|text| text.chars().next());
    let last = alike(|text| text.chars().next_back());
    first * 2 >= full.len().max(5) || last * 2 >= full.len().max(5)
}

/// Whether half of the full lines hold a mark of a sentence: names, titles and addresses hold none.
fn is_prose(lines: &[Line<'_>], full: &[usize]) -> bool {
    let marked = full
        .iter()
        .filter(|at| lines[**at].text.contains([',', '、', '。', ';', ':', '“']));
    marked.count() * 2 >= full.len()
}

/// Columns on a page: Han characters and Chinese punctuation two, also where its half-width form
/// stands for it.
fn columns(text: &str) -> usize {
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

    fn follows(text: &str) -> Vec<Follows> {
        let mut after_gap = false;
        let mut lines = Vec::new();
        for line in text.lines() {
            if !line.trim().is_empty() {
                lines.push(Line {
                    text: line.trim(),
                    is_apart: false,
                    after_gap,
                    is_indented: line.starts_with([' ', '\u{3000}']),
                });
            }
            after_gap = line.trim().is_empty();
        }
        continued(&lines)
    }

    fn joined(text: &str) -> Vec<bool> {
        let follows = follows(text);
        follows
            .iter()
            .map(|follows| *follows != Follows::Apart)
            .collect()
    }

    /// Text cut into lines of so many characters, as programs without rules for line ends do.
    fn cut(paragraph: &str, length: usize) -> String {
        let characters: Vec<char> = paragraph.chars().collect();
        let lines: Vec<String> = characters
            .chunks(length)
            .map(|line| line.iter().collect())
            .collect();
        lines.join("\n")
    }

    const FIRST: &str = "会议认为,全县上下要把项目建设作为经济工作的主要抓手,持续加大对重点产业的支持力度,主动对接企业需求,帮助企业解决生产经营中的困难和问题,推动各项工作落到实处。";
    const SECOND: &str = "各乡镇要结合本地实际制定工作方案,明确责任分工和完成时限,定期向县政府报告进展情况,确保全年目标任务顺利完成,为全县经济社会发展作出新的贡献。";

    #[test]
    fn wrapped_lines_are_joined_and_headings_kept() {
        let text = "会议认为,全县上下要把项目建设作为经济工作的主要抓手,持续加大对\n重点产业的支持力度,主动对接企业需求,帮助企业解决生产经营中的困\n难和问题,推动各项工作落到实处。\n一、总体要求\n各乡镇要结合本地实际制定工作方案,明确责任分工和完成时限,定期向\n县政府报告进展情况,确保全年目标任务顺利完成,为全县经济社会发展\n作出新的贡献。";
        assert_eq!(joined(text), [false, true, true, false, false, true, true]);
    }

    #[test]
    fn numbers_and_words_are_cut_only_by_an_exact_length() {
        let text = cut(
            &format!("{SECOND}全年实现生产总值12345.6亿元,引进reasonable项目。"),
            24,
        );
        assert!(
            follows(&text)[1..]
                .iter()
                .all(|follows| *follows == Follows::CutOff),
            "{text}"
        );
    }

    #[test]
    fn any_width_is_joined_and_paragraphs_are_kept() {
        for length in 24..=40 {
            let text = format!(
                "{}\n一、总体要求\n{}",
                cut(FIRST, length),
                cut(SECOND, length)
            );
            let starts: Vec<usize> = joined(&text)
                .iter()
                .enumerate()
                .filter(|(_, joined)| !**joined)
                .map(|(at, _)| at)
                .collect();
            let second = FIRST.chars().count().div_ceil(length);
            assert_eq!(starts, [0, second, second + 1], "{length}: {text}");
        }
    }

    #[test]
    fn a_sentence_that_ends_with_its_line_goes_on_where_lines_are_cut() {
        let head = "各乡镇要结合本地实际制定工作方案,明确责任分工和期限。";
        let text = cut(&format!("{head}{SECOND}"), head.chars().count());
        assert!(joined(&text)[1..].iter().all(|joined| *joined), "{text}");
    }

    #[test]
    fn paragraphs_between_blank_lines_are_judged_together() {
        let text = format!("{}\n\n{}", cut(FIRST, 32), cut(SECOND, 32));
        assert_eq!(joined(&text), [false, true, true, false, true, true]);
        let spaced = format!("{}\n{}", cut(FIRST, 32), cut(SECOND, 32)).replace('\n', "\n\n");
        assert_eq!(joined(&spaced), [false, true, true, false, true, true]);
    }

    #[test]
    fn an_indentation_begins_a_paragraph() {
        let text = format!(
            "  {}\n  {}\n  {}",
            cut(FIRST, 28),
            cut(SECOND, 28),
            cut(FIRST, 28)
        );
        assert_eq!(
            joined(&text),
            [false, true, true, false, true, true, false, true, true]
        );
    }

    #[test]
    fn paragraphs_and_lists_are_not_joined() {
        let list = "甲县人民政府\n乙县人民政府办公室\n丙市发展和改革委员会\n丁市财政局\n戊市";
        let paragraphs = "会议指出,要抓好落实。\n会议强调,要加强领导。\n会议要求,要明确责任。\n会议决定,成立小组。\n会议结束。";
        let titles = "甲县人民政府关于加强河道采砂管理工作的通知\n甲县人民政府关于开展校舍安全检查的通知\n甲县人民政府关于做好秋冬种生产工作的通知\n甲县人民政府关于建立困难群众救助制度的意见\n甲县人民政府关于公布行政许可事项的决定";
        let addresses = "甲县东街镇人民政府便民服务中心东街一号\n乙乡政务服务大厅综合窗口乙乡集镇中心路二十二号\n丙镇便民服务中心丙镇新区幸福大道十六号院内\n丁街道办事处一楼大厅丁区文化路三号";
        let verse = "春种一粒粟,秋收万颗子\n四海无闲田,农夫犹饿死\n锄禾日当午,汗滴禾下土\n谁知盘中餐,粒粒皆辛苦";
        for text in [list, paragraphs, titles, addresses, verse] {
            assert!(joined(text).iter().all(|joined| !joined), "{text}");
        }
    }
}
