//! A user's own rows over the embedded tables of names: new ones, and others in their place.
//!
//! In: a folder of TSV files, named and laid out as those of `data/`. Out: rows for the tables that
//! [`FILES`] lists. The tables of a process are built once, when first used; so an overlay is
//! installed once, before that, or refused. Not its job: finding the folder.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::{doc_number_codes, issuers, regions, table, zones};

/// The tables that take rows of an overlay: names, and what they stand for.
pub const FILES: [&str; 5] = [
    "regions.tsv",
    "issuers.tsv",
    "organ_forms.tsv",
    "doc_number_codes.tsv",
    "zones.tsv",
];

/// How a division's name may be matched (`data/regions.tsv`, the last two columns).
const CONDITIONS: &[&str] = &["free", "edge", "after", "context", "none"];
const LEVELS: &[&str] = &["province", "city", "county"];

type Row = Vec<&'static str>;

/// Rows of a user, by table. They are read once and kept for as long as the program runs, as the
/// embedded tables are.
#[derive(Debug, Default)]
pub struct Overlay {
    tables: BTreeMap<&'static str, Vec<Row>>,
}

/// An overlay that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OverlayError {
    /// A file or the folder cannot be read.
    #[error("{path}: cannot read: {source}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// The system's reason.
        #[source]
        source: std::io::Error,
    },
    /// A TSV file has the name of no table, or none has.
    #[error("{path}: no table of this name")]
    NoTable {
        /// The file; the folder where no file is a table.
        path: PathBuf,
    },
    /// A row has too few or too many columns.
    #[error("{path}:{line}: {found} columns where {expected} are meant")]
    Columns {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// How many it has.
        found: usize,
        /// How many the table has.
        expected: usize,
        /// What they are, as the embedded table says.
        columns: &'static str,
    },
    /// A cell that cannot be.
    #[error("{path}:{line}: {value:?} in column {column}")]
    Value {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// The cell.
        value: String,
        /// What may stand there.
        allowed: String,
    },
    /// The tables are in use already.
    #[error("the tables are in use already")]
    TooLate,
}

static INSTALLED: OnceLock<Overlay> = OnceLock::new();

/// Puts an overlay over the embedded tables, for the whole process.
///
/// # Errors
/// [`OverlayError::TooLate`] once a table of [`FILES`] or the fingerprint was used, or after
/// another overlay.
pub fn install(overlay: Overlay) -> Result<(), OverlayError> {
    INSTALLED.set(overlay).map_err(|_| OverlayError::TooLate)
}

/// The overlay in force: from now on, none can be installed.
fn installed() -> &'static Overlay {
    INSTALLED.get_or_init(Overlay::default)
}

/// Returns the rows of a table, those of the overlay first: they win where names are doubly given.
pub(super) fn rows(file: &'static str, tsv: &'static str) -> impl Iterator<Item = Row> {
    installed().over(file, tsv)
}

/// Returns how many of a table's rows, from the first, are the overlay's.
pub(super) fn own(file: &str) -> usize {
    installed().tables.get(file).map_or(0, Vec::len)
}

/// Returns what the overlay adds to the lexicon fingerprint; empty without one.
pub(super) fn source() -> String {
    let tables = installed().tables.iter();
    let lines = tables.flat_map(|(file, rows)| {
        rows.iter()
            .map(move |row| format!("{file}\t{}\n", row.join("\t")))
    });
    lines.collect()
}

impl Overlay {
    /// Reads the TSV files of a folder. Blank lines and those that begin with `#` are comments.
    ///
    /// # Errors
    /// [`OverlayError`], naming file and line.
    pub fn read(folder: &Path) -> Result<Self, OverlayError> {
        let fail = |path: &Path, source| OverlayError::Unreadable {
            path: path.to_owned(),
            source,
        };
        let mut paths = Vec::new();
        for entry in folder.read_dir().map_err(|error| fail(folder, error))? {
            paths.push(entry.map_err(|error| fail(folder, error))?.path());
        }
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "tsv"));
        paths.sort_unstable();
        let mut overlay = Self::default();
        for path in paths {
            let known = FILES.into_iter().find(|file| path.ends_with(file));
            let Some(file) = known else {
                return Err(OverlayError::NoTable { path });
            };
            let text = fs::read_to_string(&path).map_err(|error| fail(&path, error))?;
            overlay.tables.insert(file, parse(&path, file, text)?);
        }
        if overlay.tables.is_empty() {
            return Err(OverlayError::NoTable {
                path: folder.to_owned(),
            });
        }
        Ok(overlay)
    }

    fn over(&self, file: &'static str, tsv: &'static str) -> impl Iterator<Item = Row> {
        let own = self.tables.get(file).cloned().unwrap_or_default();
        let key = move |row: &Row| row.iter().take(keys(file)).copied().collect::<Row>();
        let replaced: HashSet<Row> = own.iter().map(key).collect();
        let embedded = table::rows(tsv).filter(move |row| !replaced.contains(&key(row)));
        own.into_iter().chain(embedded)
    }
}

/// How many leading columns name a row: a row of the overlay replaces that of the same name.
fn keys(file: &str) -> usize {
    if file == "regions.tsv" { 2 } else { 1 }
}

fn embedded(file: &str) -> &'static str {
    match file {
        "regions.tsv" => regions::sources()[0],
        "issuers.tsv" => issuers::sources()[0],
        "organ_forms.tsv" => issuers::sources()[1],
        "doc_number_codes.tsv" => doc_number_codes::sources()[0],
        _ => zones::sources()[0],
    }
}

fn parse(path: &Path, file: &'static str, text: String) -> Result<Vec<Row>, OverlayError> {
    let like = embedded(file);
    let expected = table::rows(like).next().map_or(0, |row| row.len());
    let columns = like
        .lines()
        .find_map(|line| line.strip_prefix("# columns: "));
    // As long-lived as the embedded tables, once for each process.
    let text: &'static str = Box::leak(text.into_boxed_str());
    let mut rows = Vec::new();
    for (line, number) in text.trim_start_matches('\u{feff}').lines().zip(1..) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let row: Row = line.split('\t').map(str::trim).collect();
        if row.len() != expected {
            return Err(OverlayError::Columns {
                path: path.to_owned(),
                line: number,
                found: row.len(),
                expected,
                columns: columns.unwrap_or_default(),
            });
        }
        check(path, file, number, &row)?;
        rows.push(row);
    }
    Ok(rows)
}

/// Checks the cells that a table relies on.
fn check(path: &Path, file: &str, line: usize, row: &Row) -> Result<(), OverlayError> {
    let bad = |column: usize, allowed: String| {
        Err(OverlayError::Value {
            path: path.to_owned(),
            line,
            column: column + 1,
            value: row[column].to_owned(),
            allowed,
        })
    };
    let filled: &[usize] = match file {
        "regions.tsv" => &[1, 6],
        "doc_number_codes.tsv" => &[0],
        "zones.tsv" | "issuers.tsv" => &[0, 1, 2],
        _ => &[0, 1],
    };
    if let Some(&column) = filled.iter().find(|&&column| row[column].is_empty()) {
        return bad(column, "not empty".to_owned());
    }
    if file == "doc_number_codes.tsv" && row[1].is_empty() && !row[2].is_empty() {
        return bad(1, format!("the province of {}", row[2]));
    }
    if file != "regions.tsv" {
        return Ok(());
    }
    if row[0].len() != 6 || row[0].parse::<u32>().is_err() {
        return bad(0, "420300".to_owned());
    }
    for (column, allowed) in [(5, LEVELS), (12, CONDITIONS), (13, CONDITIONS)] {
        if !allowed.contains(&row[column]) {
            return bad(column, allowed.join(", "));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str, text: &str) -> Result<Overlay, OverlayError> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(file), text).unwrap();
        Overlay::read(folder.path())
    }

    #[test]
    fn rows_are_added_and_replaced() {
        let overlay = read(
            "organ_forms.tsv",
            "\u{feff}# mine\r\n\r\n科技局\t甲局\r\n乙办\t乙办公室\r\n",
        );
        let overlay = overlay.unwrap();
        let tsv = "# columns\n发改委\t发展和改革委员会\n科技局\t科学技术局\n";
        let rows: Vec<Row> = overlay.over("organ_forms.tsv", tsv).collect();
        let expected = [
            vec!["科技局", "甲局"],
            vec!["乙办", "乙办公室"],
            vec!["发改委", "发展和改革委员会"],
        ];
        assert_eq!(rows, expected);
        assert_eq!(overlay.over("zones.tsv", "甲区\t高新区\n").count(), 1);
    }

    #[test]
    fn errors_name_file_and_line() {
        let cases = [
            ("places.tsv", "", "places.tsv: no table"),
            ("readme.txt", "", "no table"),
            (
                "organ_forms.tsv",
                "# x\n甲",
                "organ_forms.tsv:2: 1 columns where 2",
            ),
            (
                "zones.tsv",
                "甲区\t\t湖北省\t\t\t",
                "zones.tsv:1: \"\" in column 2",
            ),
            (
                "issuers.tsv",
                "甲局\t某市甲局\t",
                "issuers.tsv:1: \"\" in column 3",
            ),
            (
                "doc_number_codes.tsv",
                "甲政\t\t某市\t",
                "doc_number_codes.tsv:1: \"\" in column 2",
            ),
            (
                "regions.tsv",
                "420399\t甲县\t甲\t\t\ttown\t湖北省\t十堰市\t甲县\t2026\t\t\tfree\tnone",
                "regions.tsv:1: \"town\" in column 6",
            ),
        ];
        for (file, text, message) in cases {
            let error = read(file, text).unwrap_err().to_string();
            assert!(error.contains(message), "{error}");
        }
    }

    #[test]
    fn an_overlay_comes_before_the_first_use() {
        assert!(!regions::lookup("湖北").is_empty());
        assert!(matches!(
            install(Overlay::default()),
            Err(OverlayError::TooLate)
        ));
    }
}
