//! Values of a field as a list of bars, the largest first, the rest in a line of its own.

use super::frame::{MARGIN, WIDTH, legend, notes, title};
use super::svg::{Anchor, Rect, SMALL, Svg, Text, fit, width_of};
use super::{Picture, number};

/// Values that have bars of their own; what fits on a page (judgement).
const MOST: usize = 30;
/// The widest label.
const WIDEST: f64 = 340.0;

/// A line of the list.
struct Line {
    label: String,
    /// One for each query.
    values: Vec<f64>,
    /// A value of the field, not the unknown or the rest.
    is_value: bool,
}

/// Draws the list.
pub(super) fn draw(picture: &Picture<'_>) -> String {
    let mut svg = Svg::new(WIDTH, picture.options.theme);
    let theme = svg.theme();
    let (lines, left_out) = lines(picture);
    let top = title(&mut svg, picture, WIDTH);
    let top = legend(&mut svg, picture, top);
    let widest = lines.iter().map(|line| width_of(&line.label, SMALL));
    let left = MARGIN + widest.fold(0.0, f64::max).min(WIDEST) + 10.0;
    let numbers = lines.iter().flat_map(|line| &line.values);
    let largest = numbers.clone().copied().fold(0.0, f64::max).max(1e-9);
    let room = numbers
        .map(|value| width_of(&number(*value), SMALL))
        .fold(0.0, f64::max);
    let long = WIDTH - MARGIN - left - room - 8.0;

    let several = picture.table.series.len() > 1;
    let bars = Bars {
        left,
        per_unit: long / largest,
        thick: if several { 12.0 } else { 16.0 },
        several,
    };
    let names = format!(
        "{} · {}",
        picture.words().axes.join(" × "),
        picture.words().measure
    );
    svg.text(Text::at(left, top + 6.0, theme.muted()), &names);
    let mut y = top + 16.0;
    for line in &lines {
        y = bars.draw(&mut svg, line, y);
    }
    let end = notes(&mut svg, &left_out.into_iter().collect::<Vec<_>>(), y);
    svg.set_height(end);
    svg.finish(&picture.words().title)
}

/// Where the bars begin, how long and how thick they are.
struct Bars {
    left: f64,
    per_unit: f64,
    thick: f64,
    several: bool,
}

impl Bars {
    /// Draws a line of the list; returns where the next begins.
    fn draw(&self, svg: &mut Svg, line: &Line, top: f64) -> f64 {
        let theme = svg.theme();
        #[expect(clippy::cast_precision_loss, reason = "a handful")]
        let height = self.thick * line.values.len() as f64;
        let label = Text::at(self.left - 10.0, top + height / 2.0 + 4.5, theme.text());
        let name = fit(&line.label, SMALL, WIDEST);
        svg.text(label.anchored(Anchor::End), &name);
        let mut y = top;
        for (at, value) in line.values.iter().enumerate() {
            // Of several queries each keeps its colour, or they could not be told apart.
            let color = if line.is_value || self.several {
                theme.series(at)
            } else {
                theme.muted()
            };
            let rect = Rect {
                x: self.left,
                y,
                width: self.per_unit * value,
                height: self.thick - 1.0,
            };
            let count = number(*value);
            if *value > 0.0 {
                svg.rect(rect, color, &format!("{} {count}", line.label));
            }
            let beside = (self.left + rect.width + 6.0, y + self.thick - 3.5);
            svg.text(Text::at(beside.0, beside.1, theme.text()), &count);
            y += self.thick;
        }
        y + if self.several { 8.0 } else { 6.0 }
    }
}

/// The lines, and a note on values that have none.
fn lines(picture: &Picture<'_>) -> (Vec<Line>, Option<String>) {
    let values = &picture.table.axes[0].values;
    let line = |at: usize, is_value: bool| Line {
        label: picture.label(0, at).to_owned(),
        values: of(picture, at),
        is_value,
    };
    let known: Vec<usize> = (0..values.len())
        .filter(|&at| values[at].is_some())
        .collect();
    let (shown, rest) = known.split_at(known.len().min(MOST));
    let mut lines: Vec<Line> = shown.iter().map(|&at| line(at, true)).collect();
    let more = picture
        .words()
        .more
        .replace("{count}", &rest.len().to_string());
    let mut note = None;
    if !rest.is_empty() && picture.adds_up() {
        let mut sums = vec![0.0; picture.table.series.len()];
        for &at in rest {
            for (sum, value) in sums.iter_mut().zip(of(picture, at)) {
                *sum += value;
            }
        }
        lines.push(Line {
            label: more,
            values: sums,
            is_value: false,
        });
    } else if !rest.is_empty() {
        // Documents of several values would count several times.
        note = Some(more);
    }
    let unknown = values.iter().position(Option::is_none);
    lines.extend(unknown.map(|at| line(at, false)));
    (lines, note)
}

fn of(picture: &Picture<'_>, at: usize) -> Vec<f64> {
    let series = picture.table.series.iter();
    series
        .map(|series| picture.value(series, [at, 0]))
        .collect()
}
