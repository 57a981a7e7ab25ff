//! Lines of a page → columns of prose, one after another.
//!
//! In: for each line from top to bottom the stretches of text in it, in one unit (a character's
//! width). Out: which stretches are read together, in reading order: what stands above two columns,
//! the left one, the right one, what stands below. Only prose makes columns: on both sides of a gutter
//! that no line crosses, lines of a sentence's length that mostly end at one edge. Tables and forms, whose
//! rows are read across, stay whole, but for tables whose cells are such prose: their sentences stay
//! whole. Not its job: what a line is, writing it.

use std::collections::BTreeMap;
use std::ops::Range;

/// A stretch of text without a wide gap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stretch {
    pub(super) start: f64,
    pub(super) end: f64,
    pub(super) chars: usize,
}

/// A place in the lines that were given: which line, which of its stretches.
pub(super) type Place = (usize, usize);

/// Lines that a column has at least: fewer are a signature beside a stamp.
const LEAST_LINES: usize = 6;
/// Characters in half of a column's lines, at least: names and numbers of tables have less.
const LEAST_CHARS: usize = 8;
/// Lines of a column that end at its right edge, in percent; paragraphs' last ones do not.
const LEAST_FULL: usize = 55;
/// How far from the edge a full line may end: a mark that is not set, a letter.
const EDGE: f64 = 2.0;
/// Lines of a column begin at most so far from where most of them do.
const INDENTED: f64 = 5.0;
/// Gutters looked at in one page, the most frequent ones.
const MOST_GUTTERS: usize = 12;
/// Columns within columns: a newspaper has eight beside one another.
const DEEPEST: usize = 8;
/// A gutter lies so far left of where lines begin.
const BEFORE: f64 = 0.5;

/// Returns the stretches in reading order, those of one region together, line by line.
pub(super) fn regions(lines: &[Vec<Stretch>]) -> Vec<Vec<Place>> {
    let all = lines.iter().enumerate();
    let all = all.flat_map(|(line, stretches)| (0..stretches.len()).map(move |at| (line, at)));
    let mut regions = Vec::new();
    divide(lines, all.collect(), DEEPEST, &mut regions);
    regions
}

fn divide(lines: &[Vec<Stretch>], places: Vec<Place>, depth: usize, regions: &mut Vec<Vec<Place>>) {
    let rows = rows(lines, &places);
    let found = (depth > 0).then(|| find(&rows)).flatten();
    let Some((gutter, band)) = found else {
        if !places.is_empty() {
            regions.push(places);
        }
        return;
    };
    let first = rows[band.start].line;
    let last = rows[band.end - 1].line;
    let part = |keeps: &dyn Fn(&Place) -> bool| -> Vec<Place> {
        places
            .iter()
            .copied()
            .filter(|place| keeps(place))
            .collect()
    };
    let is_within = |place: &Place| (first..=last).contains(&place.0);
    let is_left = |place: &Place| lines[place.0][place.1].end <= gutter;
    for part in [
        part(&|place| place.0 < first),
        part(&|place| is_within(place) && is_left(place)),
        part(&|place| is_within(place) && !is_left(place)),
        part(&|place| place.0 > last),
    ] {
        divide(lines, part, depth - 1, regions);
    }
}

/// The stretches of a region that stand in one line.
struct Row {
    line: usize,
    stretches: Vec<Stretch>,
}

fn rows(lines: &[Vec<Stretch>], places: &[Place]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (line, at) in places.iter().copied() {
        let stretch = lines[line][at];
        match rows.last_mut() {
            Some(row) if row.line == line => row.stretches.push(stretch),
            _ => rows.push(Row {
                line,
                stretches: vec![stretch],
            }),
        }
    }
    rows
}

/// The gutter with the longest columns, and the rows that they stand in.
fn find(rows: &[Row]) -> Option<(f64, Range<usize>)> {
    let mut best: Option<(f64, Range<usize>)> = None;
    for gutter in gutters(rows) {
        for band in bands(rows, gutter) {
            let band = trimmed(rows, gutter, band);
            let is_longer = best
                .as_ref()
                .is_none_or(|(_, best)| band.len() > best.len());
            if is_longer && are_columns(&rows[band.clone()], gutter) {
                best = Some((gutter, band));
            }
        }
    }
    best
}

/// Where several rows have a stretch begin behind another one.
#[expect(
    clippy::cast_possible_truncation,
    reason = "places on a page are small"
)]
fn gutters(rows: &[Row]) -> Vec<f64> {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for row in rows {
        for stretch in row.stretches.iter().skip(1) {
            *counts.entry(stretch.start.round() as i64).or_default() += 1;
        }
    }
    let mut counts: Vec<(i64, usize)> = counts.into_iter().filter(|(_, n)| *n > 1).collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.truncate(MOST_GUTTERS);
    #[expect(clippy::cast_precision_loss, reason = "places on a page are small")]
    let gutter = |(start, _): (i64, usize)| start as f64 - BEFORE;
    counts.into_iter().map(gutter).collect()
}

/// Rows one after another that do not cross a gutter.
fn bands(rows: &[Row], gutter: f64) -> Vec<Range<usize>> {
    let crosses = |row: &Row| {
        let mut stretches = row.stretches.iter();
        stretches.any(|stretch| stretch.start < gutter && stretch.end > gutter)
    };
    let mut bands = Vec::new();
    let mut start = 0;
    for at in 0..=rows.len() {
        if rows.get(at).is_some_and(|row| !crosses(row)) {
            continue;
        }
        if at - start >= LEAST_LINES {
            bands.push(start..at);
        }
        start = at + 1;
    }
    bands
}

/// A band without what stands above or below both columns: a running head, a title, a page number,
/// which begin elsewhere, and a heading or a date on one side only.
fn trimmed(rows: &[Row], gutter: f64, mut band: Range<usize>) -> Range<usize> {
    let start = |row: &Row, left: bool| {
        let mut side = row
            .stretches
            .iter()
            .filter(|stretch| (stretch.end <= gutter) == left);
        side.next().map(|stretch| stretch.start)
    };
    let middle = |left: bool| {
        let starts = rows[band.clone()].iter().filter_map(|row| start(row, left));
        let mut starts: Vec<f64> = starts.collect();
        starts.sort_by(f64::total_cmp);
        starts.get(starts.len() / 2).copied().unwrap_or_default()
    };
    let middles = [(true, middle(true)), (false, middle(false))];
    let fits = |at: usize| {
        middles.iter().all(|(left, middle)| {
            start(&rows[at], *left).is_none_or(|start| (start - middle).abs() <= INDENTED)
        })
    };
    let sides = |at: usize| [true, false].map(|left| start(&rows[at], left).is_some());
    let is_above = |at: usize| {
        let (here, next) = (sides(at), sides(at + 1));
        !fits(at) || here == next && here != [true, true]
    };
    while band.len() > LEAST_LINES && is_above(band.start) {
        band.start += 1;
    }
    while band.len() > LEAST_LINES && !fits(band.end - 1) {
        band.end -= 1;
    }
    band
}

/// Whether the text on both sides of a gutter is prose.
fn are_columns(rows: &[Row], gutter: f64) -> bool {
    let is_left = |stretch: &Stretch| stretch.end <= gutter;
    [true, false].into_iter().all(|left| {
        // Of each row the longest stretch, and where the last one ends.
        let mut sides: Vec<(usize, f64)> = Vec::new();
        for row in rows {
            let side = row
                .stretches
                .iter()
                .filter(|stretch| is_left(stretch) == left);
            let longest = |longest: (usize, f64), stretch: &Stretch| {
                (longest.0.max(stretch.chars), longest.1.max(stretch.end))
            };
            let side = side.fold((0, f64::MIN), longest);
            if side.0 > 0 {
                sides.push(side);
            }
        }
        let is_long = |(count, _): &&(usize, f64)| *count >= LEAST_CHARS;
        let long = sides.iter().filter(is_long).count();
        let edge = sides.iter().map(|(_, end)| *end).fold(f64::MIN, f64::max);
        let full = sides.iter().filter(|(_, end)| edge - end <= EDGE).count();
        sides.len() >= LEAST_LINES
            && long * 2 >= sides.len()
            && full * 100 >= sides.len() * LEAST_FULL
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stretches of lines of text, parted by two blanks or more.
    fn stretches(line: &str) -> Vec<Stretch> {
        let mut found: Vec<Stretch> = Vec::new();
        for (at, character) in line.chars().enumerate() {
            let at = f64::from(u16::try_from(at).unwrap());
            if character == ' ' {
                continue;
            }
            match found.last_mut() {
                Some(last) if at - last.end < 2.0 => {
                    (last.end, last.chars) = (at + 1.0, last.chars + 1);
                }
                _ => found.push(Stretch {
                    start: at,
                    end: at + 1.0,
                    chars: 1,
                }),
            }
        }
        found
    }

    /// The first characters of all stretches in reading order; regions parted by `|`.
    fn order(page: &str) -> String {
        let lines: Vec<&str> = page.lines().collect();
        let found: Vec<Vec<Stretch>> = lines.iter().map(|line| stretches(line)).collect();
        let first = |(line, at): &Place| {
            let start = found[*line][*at].start;
            let mut chars = lines[*line].chars().zip(0_u16..);
            chars.find(|(_, at)| f64::from(*at) >= start).unwrap().0
        };
        let regions = regions(&found);
        let regions = regions
            .iter()
            .map(|region| region.iter().map(first).collect());
        regions.collect::<Vec<String>>().join("|")
    }

    #[test]
    fn columns_of_prose_are_read_one_after_another() {
        let columns = [
            ("  一为了规范河道采砂", "  七任何单位和个人应"),
            ("二保障防洪安全和通航", "八遵守本办法的规定和"),
            ("三安全维护河势稳定根", "九接受县水利局依法进"),
            ("四据有关法律。", "十行的监督检查并提供"),
            ("  五结合本县实际制定", "甲有关资料不得拒绝和"),
            ("六本办法并公布施行。", "乙阻碍执法。"),
            ("  丙本办法自公布之日", "丁结合本县实际制定的"),
        ];
        let columns = columns.map(|(left, right)| format!("{left:<14}{right}\n"));
        let above = "题河道采砂管理办法全县各乡镇各单位遵照执行通知";
        let below = "尾以上规定由县水利局负责解释并组织实施监督检查";
        let page = format!("{above}\n{}{below}", columns.concat());
        assert_eq!(order(&page), "题|一二三四五六丙|七八九十甲乙丁|尾");
    }

    #[test]
    fn tables_and_forms_are_read_across() {
        let table = "一清溪河上段采砂区    二    三\n".repeat(7);
        assert_eq!(order(&table), "一二三".repeat(7));
        let numbers = "一清溪河上段采砂区    28.75    31.25    5%\n".repeat(7);
        assert_eq!(order(&numbers), "一235".repeat(7));
        // Long cells that end anywhere.
        let ragged = "\
一清溪河上段采砂区    二县水利局负责
一清溪河上段采砂区域    二县水利局河道管理所负责监督检查
一白石河    二县水利局与乡镇人民政府共同负责
一白石河下段采砂区    二县自然资源局负责
一南水河上段采砂区和周边    二县水利局
一南水河    二县水利局河道管理所
一南水河末段采砂区    二县水利局负责监督";
        assert_eq!(order(ragged), "一二".repeat(7));
        assert_eq!(order(""), "");
    }

    #[test]
    fn three_columns_are_two_times_two() {
        let line =
            |n: char| format!("{n}为了规范河道采砂    {n}任何单位和个人应    {n}遵守本办法的规定");
        let page: Vec<String> = "甲乙丙丁戊己庚".chars().map(line).collect();
        let once = "甲乙丙丁戊己庚";
        assert_eq!(order(&page.join("\n")), [once; 3].join("|"));
    }
}
