//! Automatic list numbers of a Word document: `第一条`, `一、`, `（一）`, `1.`.
//!
//! In: `numbering.xml`, `styles.xml`, then each paragraph's properties in order. Out: the label that
//! a reader sees before the paragraph. Source: ECMA-376 part 1, 17.9. Not its job: forms of numbers
//! ([`crate::ingest::read::numerals`]).

use std::collections::HashMap;

use crate::ingest::read::numerals;
use crate::ingest::read::xml::{Element, Tree};

const LEVELS: usize = 9;
/// Styles based on styles: Word itself allows eleven.
const LONGEST_CHAIN: usize = 16;

/// One level of a list.
#[derive(Debug, Clone)]
struct Level {
    start: u32,
    form: String,
    /// `第%1条`.
    pattern: String,
    /// All numbers of the label are shown as digits.
    is_legal: bool,
    /// Counting goes on whatever stands between.
    never_restarts: bool,
    style: Option<String>,
}

/// What a style says of its paragraphs' list.
#[derive(Debug, Clone, Default)]
struct Style {
    based_on: Option<String>,
    list: Option<String>,
    level: Option<usize>,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    abstracts: HashMap<String, Vec<Level>>,
    /// List → its abstract list and the levels that it begins anew.
    lists: HashMap<String, (String, HashMap<usize, u32>)>,
    styles: HashMap<String, Style>,
    default_style: Option<String>,
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashMap<(String, usize), ()>,
}

impl Numbering {
    /// Reads the definitions.
    pub(super) fn read(numbering: Option<&Tree>, styles: Option<&Tree>) -> Self {
        let mut found = Self::default();
        if let Some(root) = styles.and_then(Tree::root) {
            found.add_styles(root);
        }
        for element in numbering
            .and_then(Tree::root)
            .iter()
            .flat_map(Element::children)
        {
            match element.name() {
                "abstractNum" => {
                    if let Some(id) = element.attribute("abstractNumId") {
                        found.abstracts.insert(id.to_owned(), levels(element));
                    }
                }
                "num" => found.add_list(element),
                _ => {}
            }
        }
        found
    }

    fn add_styles(&mut self, root: Element<'_>) {
        for style in root.children().filter(|child| child.name() == "style") {
            if style
                .attribute("type")
                .is_some_and(|kind| kind != "paragraph")
            {
                continue;
            }
            let Some(id) = style.attribute("styleId") else {
                continue;
            };
            if style.attribute("default").is_some_and(is_on) {
                self.default_style = Some(id.to_owned());
            }
            let list = style
                .child("pPr")
                .and_then(|properties| properties.child("numPr"));
            let entry = Style {
                based_on: value(style.child("basedOn")).map(str::to_owned),
                list: list
                    .and_then(|list| value(list.child("numId")))
                    .map(str::to_owned),
                level: list.and_then(|list| level(list)),
            };
            self.styles.insert(id.to_owned(), entry);
        }
    }

    fn add_list(&mut self, element: Element<'_>) {
        let (Some(id), Some(base)) = (
            element.attribute("numId"),
            value(element.child("abstractNumId")),
        ) else {
            return;
        };
        let overrides = element
            .children()
            .filter(|child| child.name() == "lvlOverride");
        let starts = overrides
            .filter_map(|change| {
                let start = value(change.child("startOverride"))?.parse().ok()?;
                Some((change.number::<usize>("ilvl")?, start))
            })
            .collect();
        self.lists.insert(id.to_owned(), (base.to_owned(), starts));
    }

    /// Counts a paragraph; returns its label, empty where it has none.
    pub(super) fn label(&mut self, properties: Option<Element<'_>>) -> String {
        let Some((list, level)) = self.list_of(properties) else {
            return String::new();
        };
        let Some((base, starts)) = self.lists.get(&list) else {
            return String::new();
        };
        let Some(levels) = self.abstracts.get(base) else {
            return String::new();
        };
        let Some(own) = levels.get(level) else {
            return String::new();
        };
        let counts = self.counts.entry(base.clone()).or_default();
        let begins = starts.get(&level).copied();
        let is_first = self.begun.insert((list.clone(), level), ()).is_none();
        counts[level] = Some(match (begins.filter(|_| is_first), counts[level]) {
            (Some(start), _) => start,
            (None, Some(before)) => before.saturating_add(1),
            (None, None) => own.start,
        });
        for (below, level) in counts.iter_mut().zip(levels).skip(level + 1) {
            if !level.never_restarts {
                *below = None;
            }
        }
        written(levels, level, counts)
    }

    /// The list and level of a paragraph, by itself or by its style.
    fn list_of(&self, properties: Option<Element<'_>>) -> Option<(String, usize)> {
        let own = properties.and_then(|p| p.child("numPr"));
        let style = properties.and_then(|p| value(p.child("pStyle")));
        let style = style.or(self.default_style.as_deref());
        if let Some(list) = own.and_then(|own| value(own.child("numId"))) {
            let level = own.and_then(level).or_else(|| self.by_style(style)?.1);
            return Some((list.to_owned(), level.unwrap_or(0)));
        }
        let (list, styled) = self.by_style(style)?;
        let level = own.and_then(level).or(styled);
        let level = level.or_else(|| {
            let (base, _) = self.lists.get(list)?;
            let levels = self.abstracts.get(base)?;
            levels
                .iter()
                .position(|level| level.style.as_deref() == style && style.is_some())
        });
        Some((list.to_owned(), level.unwrap_or(0)))
    }

    fn by_style(&self, name: Option<&str>) -> Option<(&str, Option<usize>)> {
        let mut style = self.styles.get(name?)?;
        let mut level = None;
        for _ in 0..LONGEST_CHAIN {
            level = level.or(style.level);
            if let Some(list) = &style.list {
                return Some((list, level));
            }
            style = self.styles.get(style.based_on.as_deref()?)?;
        }
        None
    }
}

fn levels(list: Element<'_>) -> Vec<Level> {
    let mut levels = Vec::new();
    for level in list
        .children()
        .filter(|child| child.name() == "lvl")
        .take(LEVELS)
    {
        let text = |name: &str| value(level.child(name));
        levels.push(Level {
            start: text("start")
                .and_then(|start| start.parse().ok())
                .unwrap_or(1),
            form: form(level),
            pattern: text("lvlText").unwrap_or_default().to_owned(),
            is_legal: level
                .child("isLgl")
                .is_some_and(|e| e.attribute("val").is_none_or(is_on)),
            never_restarts: text("lvlRestart") == Some("0"),
            style: text("pStyle").map(str::to_owned),
        });
    }
    levels
}

/// A level's form; new ones stand within `AlternateContent`.
fn form(level: Element<'_>) -> String {
    let found = level.find("numFmt");
    value(found).unwrap_or("decimal").to_owned()
}

fn written(levels: &[Level], level: usize, counts: &[Option<u32>; LEVELS]) -> String {
    let own = &levels[level];
    if own.form == "bullet" {
        return String::new();
    }
    let mut label = String::new();
    let mut characters = own.pattern.chars().peekable();
    while let Some(character) = characters.next() {
        let shown = characters
            .peek()
            .filter(|_| character == '%')
            .and_then(|digit| digit.to_digit(10))
            .and_then(|digit| (digit as usize).checked_sub(1))
            .and_then(|at| Some((at, levels.get(at)?)));
        let Some((at, shown)) = shown else {
            label.push(character);
            continue;
        };
        characters.next();
        let is_plain = own.is_legal && shown.form != "decimalZero";
        let form = if is_plain { "decimal" } else { &shown.form };
        label.push_str(&numerals::number(counts[at].unwrap_or(shown.start), form));
    }
    separated(label)
}

/// A label and what people type after it: nothing after `一、` and `（一）`, a blank after others.
fn separated(label: String) -> String {
    let label = label.trim();
    let needs_none = label.ends_with([
        '、', '）', ')', '．', '，', '：', '】', '〕', '》', '\u{3000}',
    ]);
    if label.is_empty() || needs_none {
        label.to_owned()
    } else {
        format!("{label} ")
    }
}

fn level(list: Element<'_>) -> Option<usize> {
    value(list.child("ilvl"))?
        .parse()
        .ok()
        .filter(|level| *level < LEVELS)
}

/// The `val` of a property.
pub(super) fn value(element: Option<Element<'_>>) -> Option<&str> {
    element?.attribute("val")
}

/// Whether a switch is on.
pub(super) fn is_on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off")
}
