//! Along years or months: upright bars, several queries side by side, or lines.

use super::frame::{MARGIN, WIDTH, legend, notes, ticks, title};
use super::svg::{Anchor, Rect, SMALL, Svg, Text, width_of};
use super::{Measure, Picture, number};

/// How high the plotted area is.
const HEIGHT: f64 = 320.0;

/// Where the plotted area lies and how values become places in it.
struct Area {
    left: f64,
    bottom: f64,
    /// Width of a year or month.
    slot: f64,
    /// The largest number of the scale.
    top_value: f64,
}

impl Area {
    fn y(&self, value: f64) -> f64 {
        self.bottom - HEIGHT * value / self.top_value
    }

    #[expect(clippy::cast_precision_loss, reason = "years")]
    fn x(&self, at: usize) -> f64 {
        self.left + self.slot * at as f64
    }
}

/// Draws the dated documents; the undated stand in a note.
pub(super) fn draw(picture: &Picture<'_>, lines: bool) -> String {
    let mut svg = Svg::new(WIDTH, picture.options.theme);
    let theme = svg.theme();
    let values = &picture.table.axes[0].values;
    let dated: Vec<usize> = (0..values.len())
        .filter(|&at| values[at].is_some())
        .collect();
    let value = |series: usize, at: usize| picture.value(&picture.table.series[series], [at, 0]);
    let all = dated
        .iter()
        .flat_map(|&at| (0..picture.table.series.len()).map(move |series| value(series, at)));
    let largest = all.fold(0.0, f64::max);
    let scale = ticks(largest, picture.options.measure != Measure::PerThousand);
    let top = title(&mut svg, picture, WIDTH);
    let top = legend(&mut svg, picture, top) + 24.0;

    let widest = scale.iter().map(|tick| width_of(&number(*tick), SMALL));
    let left = MARGIN + widest.fold(0.0, f64::max) + 8.0;
    #[expect(clippy::cast_precision_loss, reason = "years")]
    let slot = (WIDTH - MARGIN - left) / dated.len().max(1) as f64;
    let area = Area {
        left,
        bottom: top + HEIGHT,
        slot,
        top_value: scale.last().copied().unwrap_or(1.0),
    };
    svg.text(
        Text::at(MARGIN, top - 12.0, theme.muted()),
        &picture.words().measure,
    );
    for tick in &scale {
        let y = area.y(*tick);
        svg.line((left, y), (WIDTH - MARGIN, y), theme.grid());
        let label = Text::at(left - 8.0, y + 4.0, theme.muted()).anchored(Anchor::End);
        svg.text(label, &number(*tick));
    }
    if lines {
        draw_lines(&mut svg, picture, &area, dated.len());
    } else {
        draw_bars(&mut svg, picture, &area, dated.len());
    }
    let below = axis_labels(&mut svg, picture, &area, dated.len());
    let end = notes(&mut svg, &undated(picture), below);
    svg.set_height(end);
    svg.finish(&picture.words().title)
}

fn draw_bars(svg: &mut Svg, picture: &Picture<'_>, area: &Area, count: usize) {
    let theme = svg.theme();
    #[expect(clippy::cast_precision_loss, reason = "a handful")]
    let several = picture.table.series.len() as f64;
    let group = (area.slot * 0.8).min(56.0 * several);
    let width = group / several;
    let labels = (0..count).flat_map(|at| {
        let series = picture.table.series.iter();
        series.map(move |series| width_of(&number(picture.value(series, [at, 0])), SMALL - 1.0))
    });
    // Numbers on some bars only would be read as those of their neighbours.
    let widest = labels.fold(0.0, f64::max);
    let has_numbers = widest + 2.0 <= if several > 1.0 { width } else { area.slot };
    for at in 0..count {
        let start = area.x(at) + (area.slot - group) / 2.0;
        for (place, series) in picture.table.series.iter().enumerate() {
            let value = picture.value(series, [at, 0]);
            #[expect(clippy::cast_precision_loss, reason = "a handful")]
            let x = start + width * place as f64;
            let rect = Rect {
                x,
                y: area.y(value),
                width: (width - if several > 1.0 { 1.0 } else { 0.0 }).max(0.5),
                height: area.bottom - area.y(value),
            };
            let label = number(value);
            let tip = format!("{} {} {label}", series.query, picture.label(0, at));
            if value > 0.0 {
                svg.rect(rect, theme.series(place), tip.trim());
            }
            if has_numbers {
                let above = Text::at(x + width / 2.0, rect.y - 4.0, theme.text());
                svg.text(above.anchored(Anchor::Middle).sized(SMALL - 1.0), &label);
            }
        }
    }
}

fn draw_lines(svg: &mut Svg, picture: &Picture<'_>, area: &Area, count: usize) {
    let theme = svg.theme();
    for (place, series) in picture.table.series.iter().enumerate() {
        let point = |at| {
            let value = picture.value(series, [at, 0]);
            (area.x(at) + area.slot / 2.0, area.y(value))
        };
        let points: Vec<(f64, f64)> = (0..count).map(point).collect();
        svg.path(&points, theme.series(place));
    }
}

/// Writes as many of the years as there is room for; returns where they end.
fn axis_labels(svg: &mut Svg, picture: &Picture<'_>, area: &Area, count: usize) -> f64 {
    let theme = svg.theme();
    let width = |at| width_of(picture.label(0, at), SMALL);
    let widest = (0..count).map(width).fold(0.0, f64::max) + 8.0;
    let of_months = (0..count).any(|at| picture.label(0, at).contains('-'));
    let steps = if of_months { MONTHS } else { YEARS };
    let fits = |every: &u32| area.slot * f64::from(*every) >= widest;
    let every = steps.into_iter().find(fits).unwrap_or(1200);
    let end = (WIDTH - MARGIN, area.bottom);
    svg.line((area.left, area.bottom), end, theme.muted());
    for at in 0..count {
        let label = picture.label(0, at);
        // Labels of every fifth year stand at 2005 and 2010, not at 2003 and 2008.
        if !ordinal(label, of_months).is_some_and(|ordinal| ordinal.is_multiple_of(every)) {
            continue;
        }
        let middle = area.x(at) + area.slot / 2.0;
        let text = Text::at(middle, area.bottom + 18.0, theme.text());
        svg.text(text.anchored(Anchor::Middle), label);
    }
    let name = Text::at(WIDTH - MARGIN, area.bottom + 38.0, theme.muted()).anchored(Anchor::End);
    if let Some(axis) = picture.words().axes.first() {
        svg.text(name, axis);
    }
    area.bottom + 30.0
}

/// How many years, or months, stand between two labels.
const YEARS: [u32; 7] = [1, 2, 5, 10, 20, 50, 100];
const MONTHS: [u32; 7] = [1, 3, 6, 12, 24, 60, 120];

/// The number of a year, or of a month since year 0; none for a year among months.
fn ordinal(label: &str, of_months: bool) -> Option<u32> {
    match label.split_once('-') {
        None => label.parse().ok().filter(|_| !of_months),
        Some((year, month)) => {
            let (year, month): (u32, u32) = (year.parse().ok()?, month.parse().ok()?);
            Some(year * 12 + month.checked_sub(1)?)
        }
    }
}

/// How many documents of each query have no date.
fn undated(picture: &Picture<'_>) -> Vec<String> {
    let values = &picture.table.axes[0].values;
    let Some(at) = values.iter().position(Option::is_none) else {
        return Vec::new();
    };
    let several = picture.table.series.len() > 1;
    let series = picture.table.series.iter().map(|series| {
        let count = number(picture.value(series, [at, 0]));
        if several {
            format!("{} {count}", series.query)
        } else {
            count
        }
    });
    let counts: Vec<String> = series.collect();
    vec![format!(
        "{}: {}",
        picture.words().unknown,
        counts.join(" · ")
    )]
}
