//! Two fields as a grid of colours, the number in every cell that has room for it.

use super::frame::{MARGIN, WIDTH, notes, scale, title};
use super::svg::{Anchor, Rect, SMALL, Svg, Text, fit, width_of};
use super::{Picture, number};

/// Most rows, and most columns that are not years or months (judgement: a page).
const MOST: usize = 40;
/// The widest label.
const WIDEST: f64 = 240.0;
const CELL_HEIGHT: f64 = 24.0;

/// Draws the grid.
pub(super) fn draw(picture: &Picture<'_>) -> String {
    let [first, second] = &picture.table.axes[..] else {
        return String::new();
    };
    let most = |axis: &crate::search::crosstab::Axis| {
        let all = axis.values.len();
        if axis.is_date() { all } else { all.min(MOST) }
    };
    let (rows, columns) = (most(first), most(second));
    let label_width = |axis: usize, count: usize| {
        let widths = (0..count).map(|at| width_of(picture.label(axis, at), SMALL));
        widths.fold(0.0, f64::max).min(WIDEST)
    };
    let left = MARGIN + label_width(0, rows) + 10.0;
    #[expect(clippy::cast_precision_loss, reason = "a handful")]
    let wide = columns.max(1) as f64;
    let cell = ((WIDTH - MARGIN - left) / wide).clamp(20.0, 64.0);
    let longest = label_width(1, columns);
    let width_at = |at| width_of(picture.label(1, at), SMALL);
    let turned = (1..columns).any(|at| (width_at(at - 1) + width_at(at)) / 2.0 + 6.0 > cell);
    // Turned by 55 degrees; sin 55° = 0.82, cos 55° = 0.57.
    let beyond = if turned {
        longest * 0.57 - cell / 2.0
    } else {
        0.0
    };
    let width = (left + cell * wide + MARGIN + beyond.max(0.0)).max(WIDTH);
    let mut svg = Svg::new(width, picture.options.theme);
    let top = title(&mut svg, picture, width);
    let labels = if turned { longest * 0.82 + 10.0 } else { 16.0 };
    let grid = Grid {
        left,
        top: top + labels + 6.0,
        cell,
        rows,
        columns,
        turned,
    };
    grid.labels(&mut svg, picture);
    let largest = grid.cells(&mut svg, picture);
    #[expect(clippy::cast_precision_loss, reason = "a handful")]
    let bottom = grid.top + CELL_HEIGHT * rows as f64 + 14.0;
    scale(&mut svg, picture, largest, width - MARGIN, bottom);
    let out = (first.values.len() - rows) + (second.values.len() - columns);
    let end = notes(&mut svg, &below(picture, out), bottom - 6.0);
    svg.set_height(end);
    svg.finish(&picture.words().title)
}

/// What the axes are, and how many values have no row or column.
fn below(picture: &Picture<'_>, left_out: usize) -> Vec<String> {
    let words = picture.words();
    let mut notes = vec![words.axes.join(" × ")];
    if left_out > 0 {
        notes.push(words.more.replace("{count}", &left_out.to_string()));
    }
    notes
}

/// Where the cells lie.
struct Grid {
    left: f64,
    top: f64,
    cell: f64,
    rows: usize,
    columns: usize,
    turned: bool,
}

#[expect(clippy::cast_precision_loss, reason = "a handful of rows and columns")]
impl Grid {
    fn labels(&self, svg: &mut Svg, picture: &Picture<'_>) {
        let theme = svg.theme();
        for row in 0..self.rows {
            let y = self.top + CELL_HEIGHT * row as f64 + CELL_HEIGHT / 2.0 + 4.5;
            let label = Text::at(self.left - 10.0, y, theme.text()).anchored(Anchor::End);
            svg.text(label, &fit(picture.label(0, row), SMALL, WIDEST));
        }
        for column in 0..self.columns {
            let x = self.left + self.cell * (column as f64 + 0.5);
            let label = Text::at(x, self.top - 6.0, theme.text());
            let label = if self.turned {
                Text {
                    x: x + 2.0,
                    turned: -55.0,
                    ..label
                }
            } else {
                label.anchored(Anchor::Middle)
            };
            svg.text(label, &fit(picture.label(1, column), SMALL, WIDEST));
        }
    }

    /// Draws the cells; returns the largest value.
    fn cells(&self, svg: &mut Svg, picture: &Picture<'_>) -> f64 {
        let theme = svg.theme();
        let series = &picture.table.series[0];
        let places =
            (0..self.rows).flat_map(|row| (0..self.columns).map(move |column| [row, column]));
        let largest = places
            .clone()
            .map(|place| picture.value(series, place))
            .fold(0.0, f64::max);
        for place in places {
            let value = picture.value(series, place);
            let color = if value > 0.0 {
                theme.scale(value / largest)
            } else {
                theme.empty()
            };
            let rect = Rect {
                x: self.left + self.cell * place[1] as f64,
                y: self.top + CELL_HEIGHT * place[0] as f64,
                width: self.cell - 1.0,
                height: CELL_HEIGHT - 1.0,
            };
            let label = number(value);
            let tip = format!(
                "{} {} {label}",
                picture.label(0, place[0]),
                picture.label(1, place[1])
            );
            svg.rect(rect, color, &tip);
            if value > 0.0 && width_of(&label, SMALL - 1.0) < self.cell - 2.0 {
                let middle = (rect.x + rect.width / 2.0, rect.y + CELL_HEIGHT / 2.0 + 3.5);
                let ink = Text::at(middle.0, middle.1, color.ink());
                svg.text(ink.anchored(Anchor::Middle).sized(SMALL - 1.0), &label);
            }
        }
        largest
    }
}
