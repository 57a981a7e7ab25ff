//! `stats --plot`: the counts as a picture.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::messages::Messages;
use crate::cli::output::Output;
use crate::export::crosstab::column;
use crate::export::plot::{self, Kind, Measure, Options, PlotError, Theme, Words};
use crate::search::crosstab::CrossTab;

/// A picture of the counts.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct PlotArgs {
    /// Draw the counts as a picture: FILE.svg or FILE.png
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    /// What kind of picture (default: what suits the fields)
    #[arg(long, value_enum, value_name = "KIND", requires = "plot")]
    plot_kind: Option<KindChoice>,
    /// What the picture shows
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "VALUE",
        requires = "plot"
    )]
    plot_value: ValueChoice,
    /// Colours of the picture
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "THEME",
        requires = "plot"
    )]
    theme: ThemeChoice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum KindChoice {
    /// Bars, upright along years or months
    Bars,
    /// Lines along years or months
    Lines,
    /// Two fields as a grid of colours
    Heatmap,
    /// China's 34 provinces as a grid of tiles (--by province)
    Map,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum ValueChoice {
    /// Documents
    #[default]
    Documents,
    /// Matches in their texts
    Matches,
    /// Documents per 1000 of the archive
    #[value(name = "per-1000")]
    PerThousand,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum ThemeChoice {
    /// On white
    #[default]
    Light,
    /// On black
    Dark,
}

/// The form of a picture, by its file's ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Svg,
    Png,
}

/// A picture that is drawn and not yet written.
pub(super) struct Drawn<'a> {
    path: &'a Path,
    bytes: Vec<u8>,
}

impl PlotArgs {
    /// Refuses a file that is neither SVG nor PNG.
    pub(super) fn check(&self) -> Result<(), CliError> {
        self.plot
            .as_deref()
            .map_or(Ok(()), |path| form(path).map(drop))
    }

    /// Draws the picture, if one is asked for.
    pub(super) fn draw(
        &self,
        table: &CrossTab,
        messages: &Messages,
    ) -> Result<Option<Drawn<'_>>, CliError> {
        let Some(path) = &self.plot else {
            return Ok(None);
        };
        let has_strings = table.series.iter().any(|series| series.has_strings);
        if self.plot_value == ValueChoice::Matches && !has_strings {
            return Err(CliError::new("no-matches").hint("hint-no-matches", &[]));
        }
        let options = Options {
            kind: self.plot_kind.map(|kind| match kind {
                KindChoice::Bars => Kind::Bars,
                KindChoice::Lines => Kind::Lines,
                KindChoice::Heatmap => Kind::Heatmap,
                KindChoice::Map => Kind::Map,
            }),
            measure: match self.plot_value {
                ValueChoice::Documents => Measure::Documents,
                ValueChoice::Matches => Measure::Occurrences,
                ValueChoice::PerThousand => Measure::PerThousand,
            },
            theme: match self.theme {
                ThemeChoice::Light => Theme::Light,
                ThemeChoice::Dark => Theme::Dark,
            },
            words: words(table, self.plot_value, messages),
        };
        let svg = plot::svg(table, &options)?;
        let bytes = match form(path)? {
            Form::Svg => svg.into_bytes(),
            Form::Png => plot::png(&svg)?,
        };
        Ok(Some(Drawn { path, bytes }))
    }
}

impl Drawn<'_> {
    /// Writes the picture to its file.
    pub(super) fn write(self, context: &Context) -> Result<(), CliError> {
        let mut output = Output::open(Some(self.path))?;
        output.write_all(&self.bytes)?;
        output.finish()?;
        context.note("plotted", &[("path", &self.path.display().to_string())]);
        Ok(())
    }
}

fn form(path: &Path) -> Result<Form, CliError> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("svg") => Ok(Form::Svg),
        Some("png") => Ok(Form::Png),
        _ => Err(CliError::new("plot-form")
            .with("path", path.display())
            .hint("hint-plot-form", &[])),
    }
}

fn words(table: &CrossTab, value: ValueChoice, messages: &Messages) -> Words {
    let axes = table.axes.iter().map(|axis| {
        let name = column(&axis.field).replace('_', "-");
        messages.get(&format!("field-{name}"))
    });
    let axes: Vec<String> = axes.collect();
    let measure = messages.get(match value {
        ValueChoice::Documents => "stats-documents",
        ValueChoice::Matches => "stats-occurrences",
        ValueChoice::PerThousand => "plot-per-1000",
    });
    let queries: Vec<&str> = table
        .series
        .iter()
        .map(|series| series.query.as_str())
        .collect();
    let title = queries.join(" · ");
    let found = match &table.series[..] {
        [only] => messages.format(
            "plot-found",
            &[
                ("found", &only.total.documents.to_string()),
                ("base", &table.base_total.to_string()),
            ],
        ),
        _ => messages.format("plot-base", &[("base", &table.base_total.to_string())]),
    };
    let by = axes.join(" × ");
    let values = [
        ("measure", measure.as_str()),
        ("by", &by),
        ("found", &found),
    ];
    Words {
        title: if title.is_empty() {
            messages.get("plot-all")
        } else {
            title
        },
        subtitle: messages.format("plot-subtitle", &values),
        measure,
        axes,
        unknown: messages.get("unknown"),
        more: messages.get("plot-more"),
    }
}

impl From<PlotError> for CliError {
    fn from(error: PlotError) -> Self {
        match error {
            PlotError::OneField => Self::new("plot-one-field").hint("hint-plot-one-field", &[]),
            PlotError::TwoFields => Self::new("plot-two-fields").hint("hint-plot-two-fields", &[]),
            PlotError::Provinces => Self::new("plot-provinces").hint("hint-plot-provinces", &[]),
            PlotError::OneQuery => Self::new("plot-one-query").hint("hint-plot-one-query", &[]),
            PlotError::NoFont => Self::new("plot-no-font").hint("hint-plot-no-font", &[]),
            PlotError::Render { message } => Self::new("plot-render")
                .with("reason", message)
                .hint("hint-plot-svg", &[]),
        }
    }
}
