//! The 34 province-level units as a grid of equal tiles, each about where it lies: small ones can be
//! read, and no border is drawn.

use super::frame::{MARGIN, WIDTH, notes, scale, title};
use super::svg::{Anchor, Rect, SMALL, Svg, Text};
use super::{Picture, number};
use crate::lexicon::regions;

/// Column and row of each unit, by its short name. Made for this program: neighbours stand side by
/// side where the grid allows it.
const TILES: [(&str, u8, u8); 34] = [
    ("黑龙江", 8, 0),
    ("内蒙古", 5, 1),
    ("辽宁", 7, 1),
    ("吉林", 8, 1),
    ("新疆", 0, 2),
    ("宁夏", 3, 2),
    ("山西", 4, 2),
    ("河北", 5, 2),
    ("北京", 6, 2),
    ("天津", 7, 2),
    ("青海", 1, 3),
    ("甘肃", 2, 3),
    ("陕西", 3, 3),
    ("河南", 4, 3),
    ("山东", 5, 3),
    ("江苏", 6, 3),
    ("上海", 7, 3),
    ("西藏", 0, 4),
    ("四川", 2, 4),
    ("重庆", 3, 4),
    ("湖北", 4, 4),
    ("安徽", 5, 4),
    ("浙江", 6, 4),
    ("云南", 2, 5),
    ("贵州", 3, 5),
    ("湖南", 4, 5),
    ("江西", 5, 5),
    ("福建", 6, 5),
    ("台湾", 7, 5),
    ("广西", 3, 6),
    ("广东", 4, 6),
    ("香港", 5, 6),
    ("海南", 3, 7),
    ("澳门", 4, 7),
];
const TILE: f64 = 66.0;

/// Draws the map.
pub(super) fn draw(picture: &Picture<'_>) -> String {
    let mut svg = Svg::new(WIDTH, picture.options.theme);
    let theme = svg.theme();
    let top = title(&mut svg, picture, WIDTH);
    let left = (WIDTH - 9.0 * TILE) / 2.0;
    let values: Vec<f64> = TILES
        .iter()
        .map(|(short, ..)| value(picture, short))
        .collect();
    let largest = values.iter().copied().fold(0.0, f64::max);
    for ((short, column, row), value) in TILES.iter().zip(values) {
        let rect = Rect {
            x: left + TILE * f64::from(*column),
            y: top + TILE * f64::from(*row),
            width: TILE - 3.0,
            height: TILE - 3.0,
        };
        let color = if value > 0.0 {
            theme.scale(value / largest)
        } else {
            theme.empty()
        };
        let ink = if value > 0.0 {
            color.ink()
        } else {
            theme.muted()
        };
        let label = number(value);
        svg.rect(rect, color, &format!("{short} {label}"));
        let middle = rect.x + rect.width / 2.0;
        let name = Text::at(middle, rect.y + 28.0, ink).anchored(Anchor::Middle);
        svg.text(name.sized(SMALL + 2.0), short);
        let below = Text::at(middle, rect.y + 48.0, ink).anchored(Anchor::Middle);
        svg.text(below.sized(SMALL + 1.0), &label);
    }
    let bottom = top + 8.0 * TILE + 10.0;
    scale(&mut svg, picture, largest, WIDTH - MARGIN, bottom);
    let end = notes(&mut svg, &elsewhere(picture), bottom - 6.0);
    svg.set_height(end);
    svg.finish(&picture.words().title)
}

fn value(picture: &Picture<'_>, short: &str) -> f64 {
    let values = &picture.table.axes[0].values;
    let names = regions::lookup(short);
    let is_it = |value: &Option<String>| {
        let value = value.as_deref();
        names
            .iter()
            .any(|division| Some(division.region.province.as_str()) == value)
    };
    let at = values.iter().position(is_it);
    at.map_or(0.0, |at| picture.value(&picture.table.series[0], [at, 0]))
}

/// What the map does not show: documents without a province.
fn elsewhere(picture: &Picture<'_>) -> Vec<String> {
    let values = &picture.table.axes[0].values;
    let unknown = values.iter().position(Option::is_none);
    let note = unknown.map(|at| {
        let count = number(picture.value(&picture.table.series[0], [at, 0]));
        format!("{}: {count}", picture.words().unknown)
    });
    note.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_province_has_a_tile_of_its_own() {
        let places: BTreeSet<(u8, u8)> = TILES.iter().map(|(_, x, y)| (*x, *y)).collect();
        assert_eq!(places.len(), TILES.len());
        let of_tiles: BTreeSet<String> = TILES
            .iter()
            .map(|(short, ..)| regions::lookup(short)[0].region.province.clone())
            .collect();
        let all: BTreeSet<String> = regions::provinces()
            .map(|one| one.name.to_owned())
            .collect();
        assert_eq!(of_tiles, all);
    }
}
