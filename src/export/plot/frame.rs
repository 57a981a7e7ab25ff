//! What every picture has around it: title, legend, notes, a scale of numbers.

use super::svg::{Anchor, LARGE, Rect, SMALL, Svg, Text, fit, width_of};
use super::{Picture, number};

/// Space around a picture.
pub(super) const MARGIN: f64 = 24.0;
/// The usual width.
pub(super) const WIDTH: f64 = 960.0;

/// Writes title and subtitle; returns where the picture begins.
pub(super) fn title(svg: &mut Svg, picture: &Picture<'_>, width: f64) -> f64 {
    let (theme, words) = (svg.theme(), picture.words());
    let room = width - 2.0 * MARGIN;
    let title = Text {
        bold: true,
        ..Text::at(MARGIN, MARGIN + LARGE, theme.text()).sized(LARGE)
    };
    svg.text(title, &fit(&words.title, LARGE, room));
    let below = Text::at(MARGIN, MARGIN + LARGE + 22.0, theme.muted()).sized(SMALL + 1.0);
    svg.text(below, &fit(&words.subtitle, SMALL + 1.0, room));
    MARGIN + LARGE + 40.0
}

/// Writes the name of each series beside its colour, if there are several; returns where the
/// picture goes on.
pub(super) fn legend(svg: &mut Svg, picture: &Picture<'_>, top: f64) -> f64 {
    if picture.table.series.len() < 2 {
        return top;
    }
    let theme = svg.theme();
    let (mut x, mut y) = (MARGIN, top);
    for (at, series) in picture.table.series.iter().enumerate() {
        let name = fit(&series.query, SMALL, 320.0);
        let wide = 18.0 + width_of(&name, SMALL) + 24.0;
        if x > MARGIN && x + wide > WIDTH - MARGIN {
            (x, y) = (MARGIN, y + 20.0);
        }
        let swatch = Rect {
            x,
            y,
            width: 12.0,
            height: 12.0,
        };
        svg.rect(swatch, theme.series(at), &series.query);
        svg.text(Text::at(x + 18.0, y + 11.0, theme.text()), &name);
        x += wide;
    }
    y + 30.0
}

/// Writes notes below a picture, one a line; returns where it ends.
pub(super) fn notes(svg: &mut Svg, notes: &[String], top: f64) -> f64 {
    let theme = svg.theme();
    let mut y = top;
    for note in notes {
        y += 18.0;
        svg.text(Text::at(MARGIN, y, theme.muted()), note);
    }
    y + MARGIN
}

/// Returns round numbers from 0 to at least the largest value, four to six of them.
pub(super) fn ticks(largest: f64, whole: bool) -> Vec<f64> {
    let rough = (largest / 5.0).max(if whole { 1.0 } else { 1e-3 });
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough - 1e-9)
        .unwrap_or(rough);
    let mut ticks = vec![0.0];
    while ticks.last().is_some_and(|last| *last < largest) {
        #[expect(clippy::cast_precision_loss, reason = "a handful")]
        let next = ticks.len() as f64 * step;
        ticks.push(next);
    }
    if ticks.len() == 1 {
        ticks.push(step);
    }
    ticks
}

/// Draws the scale of colours with its ends, right-aligned; `top` is where it begins.
pub(super) fn scale(svg: &mut Svg, picture: &Picture<'_>, largest: f64, right: f64, top: f64) {
    const STEPS: u32 = 40;
    const WIDE: f64 = 200.0;
    let theme = svg.theme();
    let end = number(largest);
    let left = right - WIDE - 6.0 - width_of(&end, SMALL);
    for step in 0..STEPS {
        let share = f64::from(step) / f64::from(STEPS - 1);
        let rect = Rect {
            x: left + WIDE * f64::from(step) / f64::from(STEPS),
            y: top,
            // Overlapping, lest the background shows between.
            width: WIDE / f64::from(STEPS) + 0.6,
            height: 12.0,
        };
        svg.rect(rect, theme.scale(share), &number(largest * share));
    }
    let y = top + 11.0;
    svg.text(Text::at(left + WIDE + 6.0, y, theme.muted()), &end);
    let start = format!("{}: 0", picture.words().measure);
    let text = Text::at(left - 6.0, y, theme.muted()).anchored(Anchor::End);
    svg.text(text, &start);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_reach_the_largest() {
        assert_eq!(ticks(0.0, true), [0.0, 1.0]);
        assert_eq!(ticks(3.0, true), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(ticks(47.0, true), [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]);
        for largest in [0.37, 1.0, 7.0, 99.0, 1234.0, 87_654.0] {
            let ticks = ticks(largest, false);
            assert!(
                ticks.len() <= 7 && ticks.last() >= Some(&largest),
                "{ticks:?}"
            );
        }
    }
}
