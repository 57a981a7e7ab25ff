//! Counts as pictures: a [`CrossTab`] in, SVG (or PNG) out. Nothing here asks an index, and the SVG
//! depends on the counts and the options alone.

mod bar_list;
mod bars;
mod frame;
mod heatmap;
mod map;
#[cfg(feature = "png")]
mod png;
mod svg;
mod theme;

#[cfg(feature = "png")]
pub use png::png;
pub use theme::Theme;

use crate::schema::names;
use crate::search::crosstab::{CrossTab, Place, Series, per_thousand};

/// What kind of picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Bars: upright along years or months, else a list of them.
    Bars,
    /// Lines along years or months.
    Lines,
    /// Two fields as a grid of colours.
    Heatmap,
    /// The province-level units as a grid of tiles.
    Map,
}

/// What is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Measure {
    /// Documents.
    #[default]
    Documents,
    /// Matches in their texts.
    Occurrences,
    /// Documents per thousand of the base.
    PerThousand,
}

/// The words in a picture, in the reader's language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// What was asked.
    pub title: String,
    /// What is counted, by what, of how many.
    pub subtitle: String,
    /// What the numbers are.
    pub measure: String,
    /// The name of each axis.
    pub axes: Vec<String>,
    /// Stands for no value.
    pub unknown: String,
    /// Stands for `{count}` values that are left out.
    pub more: String,
}

/// How to draw.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The kind; none = what suits the fields.
    pub kind: Option<Kind>,
    /// What is shown.
    pub measure: Measure,
    /// Colours.
    pub theme: Theme,
    /// Words.
    pub words: Words,
}

/// What cannot be drawn.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PlotError {
    /// Upright bars and lines need one field, lines a date.
    #[error("bars and lines show one field")]
    OneField,
    /// A heat map needs two fields.
    #[error("a heat map shows two fields")]
    TwoFields,
    /// A map needs the field `province` alone.
    #[error("a map shows provinces")]
    Provinces,
    /// Heat map and map show one query.
    #[error("a heat map or map shows one query")]
    OneQuery,
    /// No font on this machine has Chinese glyphs.
    #[error("no font with Chinese characters")]
    NoFont,
    /// The picture cannot be rendered.
    #[error("cannot render the picture: {message}")]
    Render {
        /// The renderer's reason.
        message: String,
    },
}

/// Draws counts as SVG.
///
/// # Errors
/// Fails where the kind does not suit the fields.
pub fn svg(table: &CrossTab, options: &Options) -> Result<String, PlotError> {
    let along_dates = table.axes.len() == 1 && table.axes[0].is_date();
    let suits = if table.axes.len() == 2 {
        Kind::Heatmap
    } else {
        Kind::Bars
    };
    let kind = options.kind.unwrap_or(suits);
    let picture = Picture { table, options };
    match kind {
        Kind::Bars | Kind::Lines if table.axes.len() != 1 => Err(PlotError::OneField),
        Kind::Lines if !along_dates => Err(PlotError::OneField),
        Kind::Heatmap if table.axes.len() != 2 => Err(PlotError::TwoFields),
        Kind::Map if table.axes.len() != 1 || table.axes[0].field != names::PROVINCE => {
            Err(PlotError::Provinces)
        }
        Kind::Heatmap | Kind::Map if table.series.len() != 1 => Err(PlotError::OneQuery),
        Kind::Bars if along_dates => Ok(bars::draw(&picture, false)),
        Kind::Bars => Ok(bar_list::draw(&picture)),
        Kind::Lines => Ok(bars::draw(&picture, true)),
        Kind::Heatmap => Ok(heatmap::draw(&picture)),
        Kind::Map => Ok(map::draw(&picture)),
    }
}

/// Counts and how to draw them.
#[derive(Clone, Copy)]
struct Picture<'a> {
    table: &'a CrossTab,
    options: &'a Options,
}

impl Picture<'_> {
    fn words(&self) -> &Words {
        &self.options.words
    }

    /// What a cell shows.
    #[expect(clippy::cast_precision_loss, reason = "counts are below 2^52")]
    fn value(&self, series: &Series, place: Place) -> f64 {
        let tally = series.tally(place);
        match self.options.measure {
            Measure::Documents => tally.documents as f64,
            Measure::Occurrences => tally.occurrences as f64,
            Measure::PerThousand => {
                per_thousand(tally.documents, self.table.base(place)).unwrap_or_default()
            }
        }
    }

    /// Whether values may be added up.
    fn adds_up(&self) -> bool {
        self.options.measure != Measure::PerThousand
            && !self.table.axes.iter().any(|axis| axis.is_multi())
    }

    fn label(&self, axis: usize, at: usize) -> &str {
        let value = self.table.axes[axis].values[at].as_deref();
        value.unwrap_or(&self.words().unknown)
    }
}

/// A number for people: whole where it is, else with one or two decimals.
fn number(value: f64) -> String {
    if value.fract() == 0.0 {
        format!("{value:.0}")
    } else if value >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

#[cfg(test)]
mod tests;
