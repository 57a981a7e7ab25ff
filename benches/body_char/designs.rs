//! The designs: which terms of a text are indexed, and with what.
//!
//! In: a design, texts. Out: its index, how long it took, its size. Not its job: searching.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;
use std::str::CharIndices;
use std::sync::Arc;
use std::time::Instant;

use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy::{Index, Searcher, TantivyDocument};

use crate::plain;

const DOCUMENTS: IndexRecordOption = IndexRecordOption::Basic;
const POSITIONS: IndexRecordOption = IndexRecordOption::WithFreqsAndPositions;

/// Every character of the first plane is frequent.
const ALL: usize = usize::MAX;

/// What is indexed of a text.
#[derive(Clone, Copy)]
pub(crate) struct Design {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) characters: Option<IndexRecordOption>,
    /// With how many characters, the most frequent ones, pairs are indexed, and how.
    pub(crate) pairs: Option<(usize, IndexRecordOption)>,
}

impl Design {
    pub(crate) fn is_characters_only(&self) -> bool {
        self.pairs.is_none()
    }
}

const fn hybrid(name: &'static str, what: &'static str, frequent: usize) -> Design {
    Design {
        name,
        what,
        characters: Some(POSITIONS),
        pairs: Some((frequent, DOCUMENTS)),
    }
}

/// The first one is the one that the others are compared with.
pub(crate) const DESIGNS: [Design; 7] = [
    Design {
        name: "a",
        what: "characters with positions",
        characters: Some(POSITIONS),
        pairs: None,
    },
    hybrid("b", "a and documents of pairs", ALL),
    hybrid("c100", "a and documents of pairs of 100 characters", 100),
    hybrid("c200", "a and documents of pairs of 200 characters", 200),
    hybrid("c400", "a and documents of pairs of 400 characters", 400),
    Design {
        name: "d",
        what: "pairs with positions",
        characters: None,
        pairs: Some((ALL, POSITIONS)),
    },
    Design {
        name: "e",
        what: "documents of characters and of pairs",
        characters: Some(DOCUMENTS),
        pairs: Some((ALL, DOCUMENTS)),
    },
];

/// A design's index.
pub(crate) struct Built {
    pub(crate) design: Design,
    pub(crate) seconds: f64,
    /// Of all threads, which others on the machine disturb less.
    pub(crate) processor_seconds: f64,
    /// By the endings of file names.
    pub(crate) bytes: BTreeMap<String, u64>,
    pub(crate) searcher: Searcher,
    pub(crate) fields: Fields,
    pub(crate) frequent: Frequent,
}

#[derive(Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) characters: Option<Field>,
    pub(crate) pairs: Option<Field>,
    pub(crate) display: Field,
}

/// Builds an index in a new folder; its files go unless they are to stay.
pub(crate) fn build(design: Design, texts: &[String], folder: &Path, stays: bool) -> Built {
    fs::create_dir_all(folder).unwrap();
    let frequent = Frequent::first(design.pairs.map_or(0, |(count, _)| count));
    let (index, fields) = create(design, &frequent, folder);
    let (started, processor) = (Instant::now(), processor_seconds());
    fill(&index, texts, fields);
    let seconds = started.elapsed().as_secs_f64();
    let built = Built {
        design,
        seconds,
        processor_seconds: processor_seconds() - processor,
        bytes: sizes(folder),
        searcher: index.reader().unwrap().searcher(),
        fields,
        frequent,
    };
    if !stays {
        fs::remove_dir_all(folder).unwrap();
    }
    built
}

fn create(design: Design, frequent: &Frequent, folder: &Path) -> (Index, Fields) {
    let mut schema = Schema::builder();
    let characters = design
        .characters
        .map(|record| schema.add_text_field("characters", plain::indexed("characters", record)));
    let pairs = design
        .pairs
        .map(|(_, record)| schema.add_text_field("pairs", plain::indexed("pairs", record)));
    let display = schema.add_text_field("display", TextOptions::default().set_stored());
    schema.add_u64_field("number", FAST);
    let index = plain::create(schema.build(), folder);
    let pairs_of = PairTokenizer(frequent.clone());
    index.tokenizers().register("pairs", pairs_of);
    let fields = Fields {
        characters,
        pairs,
        display,
    };
    (index, fields)
}

fn fill(index: &Index, texts: &[String], fields: Fields) {
    let number = index.schema().get_field("number").unwrap();
    let mut writer = plain::writer(index);
    for (at, text) in texts.iter().enumerate() {
        let mut document = TantivyDocument::default();
        let indexed = [fields.characters, fields.pairs];
        for field in indexed.into_iter().flatten().chain([fields.display]) {
            document.add_text(field, text);
        }
        document.add_u64(number, at as u64);
        writer.add_document(document).unwrap();
    }
    writer.commit().unwrap();
    writer.wait_merging_threads().unwrap();
}

fn sizes(folder: &Path) -> BTreeMap<String, u64> {
    let mut sizes = BTreeMap::new();
    for file in crate::corpus::files(folder) {
        let ending = file.extension().unwrap_or_default().to_string_lossy();
        *sizes.entry(ending.into_owned()).or_default() += file.metadata().unwrap().len();
    }
    sizes
}

/// Of this process, all threads; the kernel counts in hundredths.
fn processor_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(11).take(2);
    ticks
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

/// The characters of which pairs are indexed.
#[derive(Clone)]
pub(crate) struct Frequent(Option<Arc<[bool]>>);

impl Frequent {
    /// Those with the most neighbours in official texts, as the lexicon tells.
    fn first(count: usize) -> Self {
        if count == ALL {
            return Self(None);
        }
        let mut neighbours: HashMap<char, usize> = HashMap::new();
        let rows = include_str!("../../src/lexicon/data/common_pairs.tsv").lines();
        for row in rows.filter(|row| !row.starts_with('#')) {
            let (first, followers) = row.split_once('\t').unwrap();
            for (first, second) in first
                .chars()
                .flat_map(|first| followers.chars().map(move |second| (first, second)))
            {
                *neighbours.entry(first).or_default() += 1;
                *neighbours.entry(second).or_default() += 1;
            }
        }
        let mut ranked: Vec<(char, usize)> = neighbours.into_iter().collect();
        ranked.sort_unstable_by_key(|(character, count)| (usize::MAX - count, *character));
        let mut frequent = vec![false; 1 << 16];
        for (character, _) in ranked.into_iter().take(count) {
            frequent[character as usize] = true;
        }
        Self(Some(frequent.into()))
    }

    pub(crate) fn has(&self, character: char) -> bool {
        self.0.as_ref().is_none_or(|frequent| {
            let at = character as usize;
            frequent.get(at).copied().unwrap_or(false)
        })
    }
}

/// Neighbouring characters of a line. Where all pairs are indexed, a line's last character is a
/// term, too, so that every character begins one. Positions are those of the first characters.
#[derive(Clone)]
struct PairTokenizer(Frequent);

impl Tokenizer for PairTokenizer {
    type TokenStream<'a> = PairStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PairStream<'a> {
        PairStream {
            frequent: &self.0,
            text,
            rest: text.char_indices(),
            first: None,
            position: 0,
            token: Token::default(),
        }
    }
}

struct PairStream<'a> {
    frequent: &'a Frequent,
    text: &'a str,
    rest: CharIndices<'a>,
    /// Where the next pair begins, if its first character is one to index.
    first: Option<usize>,
    /// Of the next character.
    position: usize,
    token: Token,
}

impl PairStream<'_> {
    fn emit(&mut self, start: usize, end: usize) {
        self.token.position = self.position - 1;
        self.token.offset_from = start;
        self.token.offset_to = end;
        self.token.text.clear();
        self.token.text.push_str(&self.text[start..end]);
    }
}

impl TokenStream for PairStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            let Some((at, character)) = self.rest.next() else {
                let last = self.first.take().filter(|_| self.frequent.0.is_none());
                return last.is_some_and(|start| {
                    self.emit(start, self.text.len());
                    true
                });
            };
            let is_end = character == '\n';
            let is_term = !is_end && self.frequent.has(character);
            let first = std::mem::replace(&mut self.first, is_term.then_some(at));
            let start = first.filter(|_| is_term || (is_end && self.frequent.0.is_none()));
            if let Some(start) = start {
                let end = at + if is_end { 0 } else { character.len_utf8() };
                self.emit(start, end);
            }
            self.position += 1;
            if start.is_some() {
                return true;
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
