//! Arguments that several commands share.

use std::path::{Path, PathBuf};

use crate::engine::SearchBackend;
use crate::model::Filter;
use crate::model::confidence::percent;
use crate::model::document::parse_id;
use crate::schema::{Schema, names};
use crate::search::filters::{self, ValueError};

use super::choices::Choices;
use super::error::CliError;

/// When to use colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl From<ColorChoice> for anstream::ColorChoice {
    fn from(choice: ColorChoice) -> Self {
        match choice {
            ColorChoice::Auto => Self::Auto,
            ColorChoice::Always => Self::AlwaysAnsi,
            ColorChoice::Never => Self::Never,
        }
    }
}

/// Which documents.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct FilterArgs {
    /// Keep a province, such as 湖北 (repeatable; `unknown` = none)
    #[arg(long, value_name = "NAME", value_parser = Choices(names::PROVINCE), hide_possible_values = true)]
    pub(crate) province: Vec<String>,
    /// Keep a city (repeatable; `unknown` = none)
    #[arg(long, value_name = "NAME")]
    pub(crate) city: Vec<String>,
    /// Keep a county or district (repeatable; `unknown` = none)
    #[arg(long, value_name = "NAME")]
    pub(crate) county: Vec<String>,
    /// Keep a place of any level and what lies in it (repeatable)
    #[arg(long, value_name = "NAME")]
    pub(crate) region: Vec<String>,
    /// Keep an issuer (发文机关), whole or part of its name (repeatable)
    #[arg(long, value_name = "NAME")]
    pub(crate) issuer: Vec<String>,
    /// Keep a special zone such as 高新区 (repeatable)
    #[arg(long, value_name = "NAME")]
    pub(crate) zone: Vec<String>,
    /// Keep a type of document (公文种类) such as 通知 (repeatable)
    #[arg(long = "type", value_name = "TYPE", value_parser = Choices(names::TYPE), hide_possible_values = true)]
    pub(crate) doc_type: Vec<String>,
    /// Keep policy, interpretation, news, report, notice … (repeatable)
    #[arg(long, value_name = "KIND", value_parser = Choices(names::KIND), hide_possible_values = true)]
    pub(crate) kind: Vec<String>,
    /// Keep a level of issuer: 国家, 省, 市, 县, 园区 (repeatable)
    #[arg(long, value_name = "LEVEL", value_parser = Choices(names::LEVEL), hide_possible_values = true)]
    pub(crate) level: Vec<String>,
    /// Keep a legal rank (效力级别) such as 地方性法规 (repeatable)
    #[arg(long, value_name = "RANK", value_parser = Choices(names::LEGAL_RANK), hide_possible_values = true)]
    pub(crate) legal_rank: Vec<String>,
    /// Keep a validity (时效性) such as 现行有效 (repeatable)
    #[arg(long, value_name = "STATUS", value_parser = Choices(names::STATUS), hide_possible_values = true)]
    pub(crate) status: Vec<String>,
    /// Keep a document number (发文字号), any brackets (repeatable)
    #[arg(long, value_name = "NUMBER")]
    pub(crate) number: Vec<String>,
    /// Keep documents of this date or later: 2018, 2018-05, 2018-05-01
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// Keep documents of this date or earlier
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
    /// Keep a year (repeatable; `unknown` = undated)
    #[arg(long, value_name = "YEAR")]
    pub(crate) year: Vec<String>,
    /// Take values less sure than this (0 to 1) for absent: 0.8
    #[arg(long, value_name = "CONFIDENCE", value_parser = confidence)]
    min_confidence: Option<f32>,
}

fn confidence(written: &str) -> Result<f32, String> {
    let read = written.trim().parse().ok();
    read.filter(|value| (0.0..=1.0).contains(value))
        .ok_or_else(|| "0 to 1, such as 0.8".to_owned())
}

impl FilterArgs {
    /// Reads the values against what the index holds.
    pub(crate) fn filters(&self, backend: &dyn SearchBackend) -> Result<Vec<Filter>, ValueError> {
        let keywords: [(&str, &[String]); 12] = [
            (names::PROVINCE, &self.province),
            (names::CITY, &self.city),
            (names::COUNTY, &self.county),
            (names::REGION, &self.region),
            (names::ISSUER, &self.issuer),
            (names::ZONE, &self.zone),
            (names::TYPE, &self.doc_type),
            (names::KIND, &self.kind),
            (names::LEVEL, &self.level),
            (names::LEGAL_RANK, &self.legal_rank),
            (names::STATUS, &self.status),
            (names::NUMBER, &self.number),
        ];
        let mut found = Vec::new();
        for (field, values) in keywords
            .into_iter()
            .filter(|(_, values)| !values.is_empty())
        {
            found.push(filters::keyword(field, values, backend)?);
        }
        found.extend(self.dates()?);
        Ok(found)
    }

    /// Returns the least confidence asked for, in hundredths.
    pub(crate) fn min_confidence(&self) -> Option<u8> {
        self.min_confidence.map(percent)
    }

    /// Reads the flags on dates. `--year unknown` beside `--from` or `--to` widens them: undated
    /// documents, too.
    fn dates(&self) -> Result<Vec<Filter>, ValueError> {
        let mut found = Vec::new();
        if self.from.is_some() || self.to.is_some() {
            found.push(filters::dates(self.from.as_deref(), self.to.as_deref())?);
        }
        if !self.year.is_empty() {
            found.push(filters::years(&self.year)?);
        }
        let widens =
            matches!(&found[..], [_, Filter::Date { ranges, unknown: true }] if ranges.is_empty());
        if widens {
            found.pop();
            if let Some(Filter::Date { unknown, .. }) = found.first_mut() {
                *unknown = true;
            }
        }
        Ok(found)
    }
}

/// Reads a document's id as it is typed.
pub(super) fn document_id(text: &str) -> Result<u64, CliError> {
    parse_id(text).ok_or_else(|| {
        CliError::new("bad-id")
            .with("id", text)
            .hint("hint-id", &[])
    })
}

/// The index of an archive: `.zhengsou` within it, or, where that cannot be written, a folder of
/// the user's cache (XDG Base Directory Specification).
pub(crate) fn folder_beside(archive: &Path) -> PathBuf {
    let inside = archive.join(".zhengsou");
    if !archive.is_dir() || inside.is_dir() && writable(&inside) || writable(archive) {
        return inside;
    }
    let set = |name| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let cache = set("XDG_CACHE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".cache")))
        .unwrap_or_else(std::env::temp_dir);
    let path = archive
        .canonicalize()
        .unwrap_or_else(|_| archive.to_owned());
    let hash = xxhash_rust::xxh3::xxh3_64(path.as_os_str().as_encoded_bytes());
    cache.join("zhengsou").join(format!("{hash:016x}"))
}

fn writable(folder: &Path) -> bool {
    let probe = folder.join(format!(".zhengsou-{}", std::process::id()));
    let written = std::fs::write(&probe, b"").is_ok();
    // It was just written; if it cannot be removed the folder is writable all the same.
    let _ = std::fs::remove_file(&probe);
    written
}

/// Returns the names that `--facets` takes.
pub(crate) fn facet_names() -> Vec<String> {
    let fields = Schema::get().facets().map(|name| name.replace('_', "-"));
    fields
        .chain(["date".to_owned(), "date:month".to_owned()])
        .collect()
}

/// Reads a facet's name as written on the command line.
pub(crate) fn facet_field(name: &str) -> String {
    match name.trim() {
        "year" => "date".to_owned(),
        name => name.replace('-', "_"),
    }
}
