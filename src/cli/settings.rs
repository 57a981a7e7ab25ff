//! What is set once and for all: the user's configuration file and `ZHENGSOU_…` in the environment.
//!
//! In: `zhengsou/config.toml` of the user's configuration folder (XDG Base Directory Specification;
//! `ZHENGSOU_CONFIG` names another file), and variables. Out: [`Settings`]; flags win over
//! variables, variables over the file. Not its job: what a setting does.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::args::ColorChoice;
use super::error::CliError;
use super::language::Language;

/// What may be set, as in the file; `in` is `ZHENGSOU_IN` in the environment.
const KEYS: [&str; 6] = ["in", "index", "lang", "color", "lexicon", "synonyms"];

/// What to ask where neither `--in` nor `--index` is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// An archive folder.
    Archive(PathBuf),
    /// An index folder.
    Index(PathBuf),
}

/// What is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    /// What to ask, and where that is set.
    pub(super) source: Option<(Source, String)>,
    pub(super) lang: Option<Language>,
    pub(super) color: Option<ColorChoice>,
    /// A folder of tables, as `--lexicon`.
    pub(super) lexicon: Option<PathBuf>,
    /// The synonyms where `--synonyms` names no file, and of the fallback on a terminal.
    pub(crate) synonyms: Option<PathBuf>,
}

/// Values by key, and where they stand.
struct Layer {
    values: BTreeMap<String, String>,
    /// The file, or none for the environment.
    file: Option<PathBuf>,
    home: Option<PathBuf>,
}

impl Settings {
    /// Reads the settings of this process.
    pub(super) fn read() -> Result<Self, CliError> {
        Self::from_environment(|name| std::env::var_os(name).map(PathBuf::from))
    }

    fn from_environment(variable: impl Fn(&str) -> Option<PathBuf>) -> Result<Self, CliError> {
        let set = |name: &str| variable(name).filter(|value| !value.as_os_str().is_empty());
        let home = set("HOME");
        let named = set("ZHENGSOU_CONFIG");
        // The specification: a relative folder is to be ignored.
        let folder = set("XDG_CONFIG_HOME").filter(|folder| folder.is_absolute());
        let folder = folder.or_else(|| home.as_ref().map(|home| home.join(".config")));
        let usual = folder.map(|folder| folder.join("zhengsou").join("config.toml"));
        let file = named
            .clone()
            .or(usual.filter(|file| file.exists()))
            .map(|file| Layer::of_file(&file, home.clone()))
            .transpose()?;
        let environment = Layer {
            values: KEYS
                .into_iter()
                .filter_map(|key| {
                    let value = set(&variable_of(key))?;
                    Some((key.to_owned(), value.to_str()?.to_owned()))
                })
                .collect(),
            file: None,
            home,
        };
        let layers: Vec<Layer> = [Some(environment), file].into_iter().flatten().collect();
        Ok(Self {
            source: first(&layers, Layer::source)?,
            lang: first(&layers, |layer| layer.choice("lang"))?,
            color: first(&layers, |layer| layer.choice("color"))?,
            lexicon: first(&layers, |layer| Ok(layer.path("lexicon")))?,
            synonyms: first(&layers, |layer| Ok(layer.path("synonyms")))?,
        })
    }
}

fn variable_of(key: &str) -> String {
    format!("ZHENGSOU_{}", key.to_ascii_uppercase())
}

/// The first layer that has it.
fn first<T>(
    layers: &[Layer],
    read: impl Fn(&Layer) -> Result<Option<T>, CliError>,
) -> Result<Option<T>, CliError> {
    for layer in layers {
        if let Some(value) = read(layer)? {
            return Ok(Some(value));
        }
    }
    Ok(None)
}

impl Layer {
    fn of_file(file: &Path, home: Option<PathBuf>) -> Result<Self, CliError> {
        let text =
            std::fs::read_to_string(file).map_err(|error| CliError::unreadable(file, &error))?;
        let values: BTreeMap<String, String> = toml::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error: toml::de::Error| {
                let line = error.span().map_or(1, |span| {
                    1 + text[..span.start.min(text.len())].matches('\n').count()
                });
                CliError::new("bad-config")
                    .with("reason", error.message())
                    .in_line(file, line)
                    .hint("hint-config", &[("keys", &KEYS.join(", "))])
            })?;
        if let Some(key) = values.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(CliError::new("unknown-setting")
                .with("path", file.display())
                .with("key", key)
                .hint("hint-config", &[("keys", &KEYS.join(", "))]));
        }
        Ok(Self {
            values,
            file: Some(file.to_owned()),
            home,
        })
    }

    fn get(&self, key: &str) -> Option<&str> {
        let value = self.values.get(key)?.as_str();
        (!value.is_empty()).then_some(value)
    }

    /// Where a value stands, for people.
    fn place(&self, key: &str) -> String {
        match &self.file {
            Some(file) => file.display().to_string(),
            None => variable_of(key),
        }
    }

    /// A path of the file is meant from the file's folder, `~/` from the user's.
    fn path(&self, key: &str) -> Option<PathBuf> {
        let value = self.get(key)?;
        let below_home = value.strip_prefix("~/").zip(self.home.as_ref());
        if let Some((below, home)) = below_home {
            return Some(home.join(below));
        }
        let folder = self.file.as_deref().and_then(Path::parent);
        Some(folder.map_or_else(|| PathBuf::from(value), |folder| folder.join(value)))
    }

    fn choice<T: ValueEnum>(&self, key: &'static str) -> Result<Option<T>, CliError> {
        let Some(value) = self.get(key) else {
            return Ok(None);
        };
        T::from_str(value, true).map(Some).map_err(|_| {
            let known: Vec<String> = T::value_variants()
                .iter()
                .filter_map(|variant| Some(variant.to_possible_value()?.get_name().to_owned()))
                .collect();
            CliError::new("bad-setting")
                .with("place", self.place(key))
                .with("key", key)
                .with("value", value)
                .hint("hint-allowed", &[("values", &known.join(", "))])
        })
    }

    fn source(&self) -> Result<Option<(Source, String)>, CliError> {
        match (self.path("in"), self.path("index")) {
            (Some(_), Some(_)) => Err(CliError::new("two-sources").with("place", self.place("in"))),
            (Some(archive), None) => Ok(Some((Source::Archive(archive), self.place("in")))),
            (None, Some(index)) => Ok(Some((Source::Index(index), self.place("index")))),
            (None, None) => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Settings, CliError> {
        Settings::from_environment(|name| {
            let found = variables.iter().find(|(known, _)| *known == name)?;
            Some(PathBuf::from(found.1))
        })
    }

    #[test]
    fn variables_win_over_the_file_and_in_over_index_of_the_file() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join(".config/zhengsou");
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("config.toml");
        std::fs::write(
            &file,
            "index = \"~/idx\"\nlang = \"zh\"\nlexicon = \"tables\"\ncolor = \"\"\n",
        )
        .unwrap();
        let home_path = home.path().to_str().unwrap();
        let settings = read(&[("HOME", home_path)]).unwrap();
        let place = file.display().to_string();
        let index = Source::Index(home.path().join("idx"));
        assert_eq!(settings.source, Some((index, place)));
        assert_eq!(settings.lang, Some(Language::Zh));
        assert_eq!(settings.color, None);
        assert_eq!(settings.lexicon, Some(folder.join("tables")));

        let settings = read(&[
            ("HOME", home_path),
            ("ZHENGSOU_IN", "docs"),
            ("ZHENGSOU_LANG", "en"),
            ("ZHENGSOU_SYNONYMS", "s.tsv"),
        ])
        .unwrap();
        let archive = Source::Archive("docs".into());
        assert_eq!(settings.source, Some((archive, "ZHENGSOU_IN".to_owned())));
        assert_eq!(settings.lang, Some(Language::En));
        assert_eq!(settings.synonyms, Some("s.tsv".into()));
    }

    #[test]
    fn the_file_lies_where_the_specification_says() {
        let folder = tempfile::tempdir().unwrap();
        let xdg = folder.path().join("zhengsou");
        std::fs::create_dir(&xdg).unwrap();
        std::fs::write(xdg.join("config.toml"), "color = \"never\"").unwrap();
        let path = folder.path().to_str().unwrap();
        let color = |variables: &[(&str, &str)]| read(variables).unwrap().color;
        assert_eq!(
            color(&[("XDG_CONFIG_HOME", path)]),
            Some(ColorChoice::Never)
        );
        assert_eq!(color(&[("HOME", path)]), None);
        assert_eq!(
            color(&[("XDG_CONFIG_HOME", "relative"), ("HOME", path)]),
            None
        );
        let named = xdg.join("config.toml");
        let named = named.to_str().unwrap();
        assert_eq!(
            color(&[("ZHENGSOU_CONFIG", named)]),
            Some(ColorChoice::Never)
        );
        assert_eq!(color(&[]), None);
    }

    #[test]
    fn what_cannot_be_is_told_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        let cases = [
            ("in = \"a\"\nindex = \"b\"", "two-sources"),
            ("lang = \"fr\"", "bad-setting"),
            ("langue = \"zh\"", "unknown-setting"),
            ("in = 3", "bad-config"),
            ("in = ", "bad-config"),
        ];
        for (text, key) in cases {
            std::fs::write(&file, text).unwrap();
            let error = read(&[("ZHENGSOU_CONFIG", file.to_str().unwrap())]).unwrap_err();
            assert_eq!(error.key, key, "{text}");
        }
        let gone = folder.path().join("gone.toml");
        let error = read(&[("ZHENGSOU_CONFIG", gone.to_str().unwrap())]).unwrap_err();
        assert_eq!(error.key, "cannot-read");
        assert_eq!(
            read(&[("ZHENGSOU_COLOR", "red")]).unwrap_err().key,
            "bad-setting"
        );
    }
}
