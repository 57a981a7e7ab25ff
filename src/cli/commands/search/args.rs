//! The arguments of `search`, and what follows from them alone.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use crate::cli::args::FilterArgs;
use crate::cli::output::Output;
use crate::cli::reposts::RepostsChoice;
use crate::cli::source::SourceArgs;
use crate::cli::table::DestinationArgs;
use crate::search::reposts::Reposts;
use crate::tabular::{Options as TableOptions, Separator};

/// Search an archive: exact strings, ranked passages, every hit exported
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to find; spaces mean AND, also OR, -, "…", ( ), field:value
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub(super) query: Option<String>,
    /// More words of the query
    #[arg(value_name = "WORD", hide = true)]
    pub(super) more: Vec<String>,
    /// Count every query of a list: one per line, or NAME<TAB>QUERY; - = standard input
    #[arg(short = 'f', long, value_name = "FILE", conflicts_with = "query")]
    pub(super) file: Option<PathBuf>,
    /// Rows of --file: matrix (a document, a column per query; default but for JSONL) or long
    #[arg(long, value_enum, value_name = "SHAPE")]
    pub(super) shape: Option<Shape>,
    #[command(flatten)]
    pub(super) source: SourceArgs,
    /// Take the whole query as one exact string
    #[arg(short = 'F', long = "fixed-string", visible_alias = "fixed-strings")]
    pub(super) fixed_string: bool,
    /// How strings match: exact, all of their words, any word
    #[arg(long = "match", value_enum, value_name = "HOW")]
    pub(super) matching: Option<MatchChoice>,
    /// Find synonyms as well (高新区, 高新技术产业开发区 …); =FILE: your own, a group per line, tabs between
    #[arg(
        long,
        value_name = "FILE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "-"
    )]
    pub(super) synonyms: Option<PathBuf>,
    /// Say on standard error how the query is understood and what each condition finds
    #[arg(long)]
    pub(super) explain: bool,
    #[command(flatten)]
    pub(super) filters: FilterArgs,
    /// Form of the output (default: by the ending of --output, else text)
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Option<Format>,
    #[command(flatten)]
    pub(super) destination: DestinationArgs,
    /// What one row is
    #[arg(long, value_enum, default_value_t, value_name = "UNIT")]
    pub(super) rows: Rows,
    /// Most rows (default: 10 documents as text, else all)
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,
    /// Print only how many there are
    #[arg(long, conflicts_with_all = ["csv", "output", "facets"])]
    pub(super) count: bool,
    /// Count the hits by fields: issuer,date,zone,region …
    #[arg(long, value_delimiter = ',', value_name = "FIELD")]
    pub(super) facets: Vec<String>,
    /// Copies of one policy: show all, fold them to one (default for text on a terminal), or only them
    #[arg(long, value_enum, value_name = "HOW")]
    pub(super) reposts: Option<RepostsChoice>,
    /// Order of the hits
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "ORDER",
        allow_hyphen_values = true
    )]
    pub(super) sort: Order,
    /// Order of the lines of --format kwic
    #[arg(long, value_enum, value_name = "SIDE")]
    pub(super) kwic_sort: Option<KwicSort>,
    /// Only these columns (tables and JSONL)
    #[arg(long, value_delimiter = ',', value_name = "COLUMN")]
    pub(super) columns: Vec<String>,
    /// Say where each value comes from: rule, confidence, bytes of the file
    #[arg(long, conflicts_with_all = ["count", "facets"])]
    pub(super) evidence: bool,
    /// Write beside the output how it came about: FILE.provenance.json
    #[arg(long, conflicts_with = "count")]
    pub(super) provenance: bool,
}

impl Args {
    /// The query as typed.
    pub(super) fn text(&self) -> String {
        let words = self.query.iter().chain(&self.more);
        words.map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// The file to write to, if any.
    pub(super) fn path(&self) -> Option<&Path> {
        self.destination.path()
    }

    /// The form of the output: as asked, else by the file's ending, else text.
    pub(super) fn form(&self) -> Format {
        self.format
            .unwrap_or(match self.destination.ending().as_deref() {
                Some("csv") => Format::Csv,
                Some("tsv") => Format::Tsv,
                Some("jsonl") => Format::Jsonl,
                Some("xlsx") => Format::Xlsx,
                Some("ris") => Format::Ris,
                Some("json") => Format::CslJson,
                _ => Format::Text,
            })
    }

    /// The name of the form of the output.
    pub(super) fn form_name(&self) -> String {
        let value = clap::ValueEnum::to_possible_value(&self.form());
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// How to write a table to this output.
    pub(super) fn table_options(&self, output: &Output) -> TableOptions {
        let separator = match self.form() {
            Format::Tsv => Separator::Tab,
            _ => Separator::Comma,
        };
        self.destination.options(separator, output)
    }

    /// What becomes of reposts: as asked; else folded for people at a terminal.
    pub(super) fn reposts(&self) -> Reposts {
        let reads = self.form() == Format::Text && self.to_terminal();
        let is_folded = reads && !self.count && self.facets.is_empty();
        match self.reposts {
            Some(choice) => choice.into(),
            None if is_folded => Reposts::Fold,
            None => Reposts::Show,
        }
    }

    pub(super) fn to_terminal(&self) -> bool {
        self.path().is_none() && std::io::stdout().is_terminal()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum MatchChoice {
    /// As strings
    Exact,
    /// All of their words
    All,
    /// Any of their words
    Any,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people
    #[default]
    Text,
    /// Comma-separated
    Csv,
    /// Tab-separated
    Tsv,
    /// One JSON object per line
    Jsonl,
    /// A workbook: typed cells, links to the files
    Xlsx,
    /// Key word in context: a line per occurrence, matches one below another
    Kwic,
    /// Citations for reference managers: a record per document
    Ris,
    /// Citations as CSL-JSON: an array, an item per document
    CslJson,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Shape {
    /// A row per document, a column per query
    Matrix,
    /// A row for each document and query that matches it
    Long,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Rows {
    /// Every passage with a match
    #[default]
    Passage,
    /// Every document, with its best passage
    Document,
    /// Every single match, with what stands left and right of it
    Occurrence,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum KwicSort {
    /// As the hits come
    #[default]
    Position,
    /// By what stands before the match, backwards
    Left,
    /// By the match and what follows it
    Right,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Order {
    /// Best first
    #[default]
    Relevance,
    /// Oldest first
    Date,
    /// Newest first
    #[value(name = "-date")]
    DateDescending,
}
