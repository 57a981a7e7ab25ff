//! Names for one thing: 高新区, 高新技术产业开发区. They widen a query where that is asked for.
//!
//! In: a folded string. Out: what else it may be called. Not part of the lexicon fingerprint: an
//! index does not depend on it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::table;

const EMBEDDED: &str = include_str!("data/synonyms.tsv");

/// Other forms of one string at most: names may stand in it several times.
const MOST: usize = 16;

/// Groups of names.
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    groups: Vec<Vec<String>>,
    /// Name → group.
    names: HashMap<String, usize>,
    /// Characters of the longest name.
    longest: usize,
}

impl Synonyms {
    /// Returns the groups that come with the program.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static SYNONYMS: LazyLock<Synonyms> =
            LazyLock::new(|| Synonyms::read(EMBEDDED, str::to_owned));
        &SYNONYMS
    }

    /// Reads groups: one a line, names separated by tabs; blank lines and those that begin with `#`
    /// are comments. `fold` makes of a name what texts have. A name of several groups is of the
    /// first.
    pub fn read(tsv: &str, fold: impl Fn(&str) -> String) -> Self {
        let mut synonyms = Self::default();
        for row in table::rows(tsv) {
            let mut names: Vec<String> = row.iter().map(|name| fold(name.trim())).collect();
            names.retain(|name| !name.is_empty());
            let group = synonyms.groups.len();
            for name in &names {
                synonyms.longest = synonyms.longest.max(name.chars().count());
                synonyms.names.entry(name.clone()).or_insert(group);
            }
            synonyms.groups.push(names);
        }
        synonyms
    }

    /// Returns whether there is no group of two names.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.iter().all(|group| group.len() < 2)
    }

    /// Returns the string with the names in it replaced by their synonyms, itself left out; longer
    /// names come before shorter ones that they contain.
    #[must_use]
    pub fn variants(&self, folded: &str) -> Vec<String> {
        let mut variants = vec![String::new()];
        let mut rest = folded;
        while let Some(first) = rest.chars().next() {
            let Some((name, group)) = self.name_at(rest) else {
                for variant in &mut variants {
                    variant.push(first);
                }
                rest = &rest[first.len_utf8()..];
                continue;
            };
            let others = self.groups[group].iter().filter(|other| *other != name);
            let choices: Vec<&str> = std::iter::once(name)
                .chain(others.map(String::as_str))
                .collect();
            variants = choices
                .iter()
                .flat_map(|choice| variants.iter().map(move |begun| format!("{begun}{choice}")))
                .take(MOST)
                .collect();
            rest = &rest[name.len()..];
        }
        variants.retain(|variant| variant != folded);
        variants
    }

    /// The longest name that a text begins with.
    fn name_at<'a>(&self, text: &'a str) -> Option<(&'a str, usize)> {
        let ends = text
            .char_indices()
            .map(|(at, character)| at + character.len_utf8())
            .take(self.longest);
        let mut found = None;
        for end in ends {
            if let Some(group) = self.names.get(&text[..end]) {
                found = Some((&text[..end], *group));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_within_a_string_are_replaced() {
        let synonyms = Synonyms::read("# x\n甲区\t甲开发区\n乙\t丙\t丁\n", str::to_owned);
        let cases: [(&str, &[&str]); 4] = [
            ("甲区", &["甲开发区"]),
            ("在甲开发区内", &["在甲区内"]),
            (
                "甲区乙",
                &["甲开发区乙", "甲区丙", "甲开发区丙", "甲区丁", "甲开发区丁"],
            ),
            ("别的", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(synonyms.variants(text), expected, "{text}");
        }
        assert_eq!(synonyms.variants(&"乙".repeat(40)).len(), MOST - 1);
    }

    #[test]
    fn the_embedded_table_holds() {
        let mut seen = std::collections::HashSet::new();
        for group in &Synonyms::embedded().groups {
            assert!(group.len() > 1, "{group:?}");
            for name in group {
                assert!(seen.insert(name), "{name} stands in two groups");
                assert_eq!(*name, name.to_lowercase());
            }
        }
    }
}
