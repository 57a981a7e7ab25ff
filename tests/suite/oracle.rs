//! The query language against a scan that knows nothing of an index: random queries with `?`, `*`,
//! `{N}`, `~n`, `/s`, `/p`, filters and nested Boolean operators find the same documents.

use zhengsou::analysis::numeral;
use zhengsou::search::parse::parse;

use crate::exactness::{Archive, numbers};
use crate::program::{data, project};

/// A query of the oracle: what it is in the language, and what it means.
#[derive(Debug)]
enum Node {
    String(Vec<Unit>),
    Near(Vec<Vec<Unit>>, Vec<Gap>),
    /// A province or none, by the metadata.
    Province(Option<String>),
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
}

#[derive(Debug, Clone)]
enum Unit {
    Is(char),
    One,
    Few,
    Numeral,
}

#[derive(Debug, Clone, Copy)]
enum Gap {
    Chars(usize),
    Sentence,
    Paragraph,
}

impl Node {
    fn print(&self) -> String {
        let join = |nodes: &[Self], by: &str| {
            let parts: Vec<String> = nodes.iter().map(Self::print).collect();
            format!("({})", parts.join(by))
        };
        match self {
            Self::String(units) => print_units(units),
            Self::Near(terms, gaps) => {
                let mut text = print_units(&terms[0]);
                for (gap, term) in gaps.iter().zip(&terms[1..]) {
                    let gap = match gap {
                        Gap::Chars(most) => format!("~{most}"),
                        Gap::Sentence => "/s".to_owned(),
                        Gap::Paragraph => "/p".to_owned(),
                    };
                    text = format!("{text} {gap} {}", print_units(term));
                }
                text
            }
            Self::Province(province) => {
                format!("province:{}", province.as_deref().unwrap_or("unknown"))
            }
            Self::And(nodes) => join(nodes, " "),
            Self::Or(nodes) => join(nodes, " OR "),
            Self::Not(node) => format!("NOT ({})", node.print()),
        }
    }

    fn holds(&self, text: &Text) -> bool {
        match self {
            Self::String(units) => text.lines.iter().any(|line| !find(units, line).is_empty()),
            Self::Near(terms, gaps) => text.lines.iter().any(|line| is_near(terms, gaps, line)),
            Self::Province(province) => text.province == *province,
            Self::And(nodes) => nodes.iter().all(|node| node.holds(text)),
            Self::Or(nodes) => nodes.iter().any(|node| node.holds(text)),
            Self::Not(node) => !node.holds(text),
        }
    }
}

fn print_units(units: &[Unit]) -> String {
    let mut text = "\"".to_owned();
    for unit in units {
        match unit {
            Unit::Is(character) => {
                if matches!(character, '"' | '＂' | '\\' | '?' | '*' | '{') {
                    text.push('\\');
                }
                text.push(*character);
            }
            Unit::One => text.push('?'),
            Unit::Few => text.push('*'),
            Unit::Numeral => text.push_str("{N}"),
        }
    }
    text + "\""
}

struct Text {
    id: String,
    province: Option<String>,
    lines: Vec<Vec<char>>,
}

/// The matches of a string or pattern, as half-open ranges of characters: for every first character
/// the one that a reader who tries fewer characters for `*` first would take.
fn find(units: &[Unit], line: &[char]) -> Vec<(usize, usize)> {
    (0..line.len())
        .filter_map(|start| Some((start, end_of(units, line, start)?)))
        .collect()
}

fn end_of(units: &[Unit], line: &[char], at: usize) -> Option<usize> {
    let Some((unit, rest)) = units.split_first() else {
        return Some(at);
    };
    match unit {
        Unit::Is(character) => {
            (line.get(at) == Some(character)).then(|| end_of(rest, line, at + 1))?
        }
        Unit::One => line.get(at).and_then(|_| end_of(rest, line, at + 1)),
        Unit::Few => (at..=(at + 8).min(line.len())).find_map(|next| end_of(rest, line, next)),
        Unit::Numeral => {
            let longest = (at + 30).min(line.len());
            (at + 1..=longest)
                .rev()
                .find_map(|next| is_numeral(&line[at..next]).then(|| end_of(rest, line, next))?)
        }
    }
}

fn is_numeral(characters: &[char]) -> bool {
    thread_local! {
        static WHOLE: regex::Regex =
            regex::Regex::new(&format!("^{}$", numeral::PATTERN)).unwrap();
    }
    let text: String = characters.iter().collect();
    WHOLE.with(|whole| whole.is_match(&text))
}

/// Whether there is a match of each term, each near the next: every choice is tried.
fn is_near(terms: &[Vec<Unit>], gaps: &[Gap], line: &[char]) -> bool {
    let mut alive = find(&terms[0], line);
    for (gap, term) in gaps.iter().zip(&terms[1..]) {
        let near = |(start, end): &(usize, usize)| {
            alive.iter().any(|&(other_start, other_end)| {
                let (first, second) = if other_end <= *start {
                    ((other_start, other_end), (*start, *end))
                } else if *end <= other_start {
                    ((*start, *end), (other_start, other_end))
                } else {
                    return false;
                };
                match gap {
                    Gap::Chars(most) => second.0 - first.1 <= *most,
                    Gap::Sentence => !line[first.0..second.1 - 1]
                        .iter()
                        .any(|c| matches!(c, '。' | '!' | '?' | ';')),
                    Gap::Paragraph => true,
                }
            })
        };
        let next = find(term, line);
        alive = next.into_iter().filter(near).collect();
    }
    !alive.is_empty()
}

/// Makes random queries out of an archive's own lines, so that many of them find something.
struct Maker<'a> {
    texts: &'a [Text],
    next: Box<dyn FnMut() -> usize>,
}

impl Maker<'_> {
    fn below(&mut self, end: usize) -> usize {
        (self.next)() % end.max(1)
    }

    fn line(&mut self) -> Vec<char> {
        loop {
            let text = self.below(self.texts.len());
            let lines = &self.texts[text].lines;
            let line = self.below(lines.len());
            if let Some(line) = lines.get(line).filter(|line| !line.is_empty()) {
                return line.clone();
            }
        }
    }

    /// A piece of a line that is folded to itself wherever it stands: no edge of white space, none
    /// of the characters whose form depends on their neighbours.
    fn cut(&mut self, line: &[char], most: usize) -> Option<(usize, Vec<char>)> {
        let start = self.below(line.len());
        let len = (1 + self.below(most)).min(line.len() - start);
        let piece = &line[start..start + len];
        let odd = |c: &char| c.is_whitespace() || "著乾着干覆复“”「」『』＂".contains(*c);
        (!piece.iter().any(odd)).then(|| (start, piece.to_vec()))
    }

    /// Replaces some characters by wildcards.
    fn units(&mut self, piece: &[char], numerals: bool) -> Vec<Unit> {
        let mut units: Vec<Unit> = piece.iter().copied().map(Unit::Is).collect();
        if piece.len() < 3 || self.below(2) == 0 {
            return units;
        }
        let inner = 1 + self.below(piece.len() - 2);
        units[inner] = match self.below(3) {
            0 => Unit::One,
            1 => Unit::Few,
            _ if numerals && is_numeral(&piece[inner..=inner]) => Unit::Numeral,
            _ => Unit::One,
        };
        if self.below(4) == 0 {
            units.insert(inner + 1, Unit::Few);
        }
        units
    }

    fn near(&mut self) -> Option<Node> {
        let line = self.line();
        let mut terms = Vec::new();
        let mut gaps = Vec::new();
        for at in 0..2 + self.below(2) {
            let (_, piece) = self.cut(&line, 4)?;
            // With a numeral, matches do not overlap: another rule than this scan's.
            terms.push(self.units(&piece, false));
            if at > 0 {
                gaps.push(match self.below(4) {
                    0 => Gap::Sentence,
                    1 => Gap::Paragraph,
                    _ => Gap::Chars(self.below(40)),
                });
            }
        }
        Some(Node::Near(terms, gaps))
    }

    fn node(&mut self, depth: usize) -> Option<Node> {
        let shape = self.below(if depth == 0 { 6 } else { 10 });
        Some(match shape {
            0..=2 => {
                let line = self.line();
                let (_, piece) = self.cut(&line, 9)?;
                Node::String(self.units(&piece, true))
            }
            3 | 4 => self.near()?,
            5 => {
                let text = self.below(self.texts.len());
                Node::Province(self.texts[text].province.clone())
            }
            6 | 7 => Node::And(self.nodes(depth)?),
            8 => Node::Or(self.nodes(depth)?),
            _ => Node::Not(Box::new(self.node(depth - 1)?)),
        })
    }

    fn nodes(&mut self, depth: usize) -> Option<Vec<Node>> {
        (0..2 + self.below(2))
            .map(|_| self.node(depth - 1))
            .collect()
    }
}

fn compare(archive: &Archive, count: usize) {
    let texts: Vec<Text> = archive
        .texts
        .iter()
        .zip(archive.provinces.clone())
        .map(|((id, folded), province)| Text {
            id: id.clone(),
            province,
            lines: folded.lines().map(|line| line.chars().collect()).collect(),
        })
        .collect();
    let mut maker = Maker {
        texts: &texts,
        next: Box::new(numbers(20_261_128)),
    };
    let (mut asked, mut with_hits) = (0, 0);
    while asked < count {
        let depth = maker.below(4);
        let Some(node) = maker.node(depth) else {
            continue;
        };
        asked += 1;
        let query = node.print();
        let parsed = parse(&query, &archive.backend).unwrap_or_else(|error| {
            panic!("{query}: {error}");
        });
        let mut expected: Vec<String> = texts
            .iter()
            .filter(|text| node.holds(text))
            .map(|text| text.id.clone())
            .collect();
        expected.sort_unstable();
        with_hits += usize::from(!expected.is_empty());
        assert_eq!(archive.run(parsed), expected, "{query}");
    }
    // A comparison of nothing with nothing would prove little.
    assert!(
        with_hits * 2 > count,
        "{with_hits} of {count} find something"
    );
}

#[test]
fn random_queries_of_the_sample() {
    compare(&Archive::build(&project().join("corpus_sample")), 6_000);
}

#[test]
fn random_queries_of_the_seeds() {
    let Some(seeds) = data("seeds") else { return };
    compare(&Archive::build(&seeds), 4_000);
}
