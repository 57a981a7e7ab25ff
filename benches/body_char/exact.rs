//! Exact strings by each design.
//!
//! In: a string. Out: the documents that have it. Not its job: order, but for tantivy's ten best.

use memchr::memmem;
use rayon::prelude::*;
use tantivy::collector::{Count, TopDocs};
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EnableScoring, PhraseQuery, Query, RegexQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, TantivyDocument, Term};

use crate::designs::Built;

/// A segment's number and a document's in it.
pub(crate) type Found = (usize, DocId);

/// How a string is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    /// tantivy's phrase, all documents, no scores.
    Phrase,
    /// tantivy's phrase, the count and the ten best documents.
    PhraseScored,
    /// Pairs first where there are any, then positions, those of the document's rarest characters
    /// first, or the stored text.
    Lazy,
    /// The same, segments on all cores.
    LazyAtOnce,
}

/// Finds a string.
pub(crate) fn find(built: &Built, method: Method, string: &str) -> Vec<Found> {
    let characters: Vec<char> = string.chars().collect();
    let field = |field: Option<Field>| field.unwrap();
    match method {
        Method::Phrase => {
            let query = phrase(field(built.fields.characters), &characters);
            matching(built, &*query)
        }
        Method::PhraseScored => {
            let query = phrase(field(built.fields.characters), &characters);
            let best = TopDocs::with_limit(10).order_by_score();
            let (best, _) = built.searcher.search(&query, &(best, Count)).unwrap();
            best.into_iter()
                .map(|(_, at)| (at.segment_ord as usize, at.doc_id))
                .collect()
        }
        Method::Lazy | Method::LazyAtOnce => {
            if characters.len() == 1 && built.fields.characters.is_none() {
                let pattern = format!("{string}.?");
                let field = field(built.fields.pairs);
                let query = RegexQuery::from_pattern(&pattern, field).unwrap();
                return matching(built, &query);
            }
            let plan = Plan::new(built, &characters);
            let readers = built.searcher.segment_readers();
            let documents = |segment: usize| plan.documents(built, segment, &readers[segment]);
            if method == Method::Lazy {
                (0..readers.len()).flat_map(documents).collect()
            } else {
                (0..readers.len())
                    .into_par_iter()
                    .flat_map(documents)
                    .collect()
            }
        }
    }
}

/// The numbers that documents were given, sorted: the same in every design.
pub(crate) fn numbers(built: &Built, found: &[Found]) -> Vec<u64> {
    let readers = built.searcher.segment_readers();
    let columns: Vec<_> = readers
        .iter()
        .map(|reader| reader.fast_fields().u64("number").unwrap())
        .collect();
    let mut numbers: Vec<u64> = found
        .iter()
        .map(|(segment, document)| columns[*segment].first(*document).unwrap())
        .collect();
    numbers.sort_unstable();
    numbers
}

fn phrase(field: Field, characters: &[char]) -> Box<dyn Query> {
    let mut terms: Vec<Term> = characters
        .iter()
        .map(|character| Term::from_field_text(field, &character.to_string()))
        .collect();
    if terms.len() == 1 {
        return Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::Basic));
    }
    Box::new(PhraseQuery::new(terms))
}

fn matching(built: &Built, query: &dyn Query) -> Vec<Found> {
    let scoring = EnableScoring::disabled_from_searcher(&built.searcher);
    let weight = query.weight(scoring).unwrap();
    let mut found = Vec::new();
    for (segment, reader) in built.searcher.segment_readers().iter().enumerate() {
        let mut add = |documents: &[DocId]| {
            found.extend(documents.iter().map(|document| (segment, *document)));
        };
        weight.for_each_no_score(reader, &mut add).unwrap();
    }
    found
}

/// What must stand in a document.
#[derive(Default)]
struct Plan {
    /// Terms of which only the documents are asked.
    filters: Vec<Term>,
    /// Terms, their places from the first one, and whether filters imply them.
    placed: Vec<(Term, u32, bool)>,
    /// What the stored text must contain.
    text: Option<String>,
}

impl Plan {
    fn new(built: &Built, characters: &[char]) -> Self {
        let length = characters.len();
        let pair = |at: usize| {
            let pair = String::from_iter(&characters[at..at + 2]);
            Term::from_field_text(built.fields.pairs.unwrap(), &pair)
        };
        let Some(field) = built.fields.characters else {
            // Every other pair and the last one have all characters.
            let starts = (0..length - 1).filter(|at| at % 2 == 0 || *at == length - 2);
            let placed = starts.map(|at| (pair(at), at as u32, false)).collect();
            return Self {
                placed,
                ..Self::default()
            };
        };
        let mut plan = Self::default();
        let mut implied = vec![false; length];
        if built.fields.pairs.is_some() {
            let is_indexed = |at: &usize| {
                let pair = &characters[*at..*at + 2];
                pair.iter().all(|character| built.frequent.has(*character))
            };
            for at in (0..length - 1).filter(is_indexed) {
                plan.filters.push(pair(at));
                implied[at..at + 2].fill(true);
            }
        }
        if length == 2 && implied[0] {
            return plan;
        }
        let term = |at: usize| Term::from_field_text(field, &characters[at].to_string());
        if length > 1 && built.design.characters == Some(IndexRecordOption::Basic) {
            plan.text = Some(characters.iter().collect());
            return plan;
        }
        plan.placed = (0..length)
            .map(|at| (term(at), at as u32, implied[at]))
            .collect();
        plan
    }

    fn documents(&self, built: &Built, segment: usize, reader: &SegmentReader) -> Vec<Found> {
        let Some(mut lists) = Lists::open(self, reader) else {
            return Vec::new();
        };
        let store = self.text.as_ref().map(|text| {
            let store = reader.get_store_reader(1).unwrap();
            (store, memmem::Finder::new(text))
        });
        let mut found = Vec::new();
        let mut candidate = lists.candidate(0);
        while candidate != TERMINATED {
            let is_match = match &store {
                None => lists.holds(candidate),
                Some((store, finder)) => {
                    let document: TantivyDocument = store.get(candidate).unwrap();
                    let text = document.get_first(built.fields.display).unwrap();
                    finder.find(text.as_str().unwrap().as_bytes()).is_some()
                }
            };
            if is_match {
                found.push((segment, candidate));
            }
            candidate = lists.candidate(candidate + 1);
        }
        found
    }
}

/// The postings of a plan in a segment.
struct Lists {
    /// All must have a document; the rarest term first.
    leading: Vec<SegmentPostings>,
    /// Leading ones and others with positions, and what is added to these so that they are equal
    /// where the string stands.
    placed: Vec<(SegmentPostings, u32)>,
    /// Frequencies in the document, and places in `placed`.
    order: Vec<(u32, usize)>,
    left: Vec<u32>,
    right: Vec<u32>,
}

impl Lists {
    /// Nothing if a term is not in the segment.
    fn open(plan: &Plan, reader: &SegmentReader) -> Option<Self> {
        let open = |term: &Term, record| {
            let index = reader.inverted_index(term.field()).unwrap();
            index.read_postings(term, record).unwrap()
        };
        let mut leading = Vec::new();
        for term in &plan.filters {
            leading.push(open(term, IndexRecordOption::Basic)?);
        }
        let last = plan.placed.last().map_or(0, |(_, at, _)| *at);
        let mut placed = Vec::new();
        for (term, at, is_implied) in &plan.placed {
            if !is_implied {
                leading.push(open(term, IndexRecordOption::Basic)?);
            }
            if plan.placed.len() > 1 {
                let postings = open(term, IndexRecordOption::WithFreqsAndPositions)?;
                placed.push((postings, last - at));
            }
        }
        leading.sort_by_key(SegmentPostings::doc_freq);
        Some(Self {
            leading,
            placed,
            order: Vec::new(),
            left: Vec::new(),
            right: Vec::new(),
        })
    }

    /// The first document, from `from` on, that all leading lists have.
    fn candidate(&mut self, from: DocId) -> DocId {
        let mut candidate = from;
        'next: while candidate < TERMINATED {
            for list in &mut self.leading {
                let found = list.doc().max(candidate);
                let found = if list.doc() < found {
                    list.seek(found)
                } else {
                    list.doc()
                };
                if found > candidate {
                    candidate = found;
                    continue 'next;
                }
            }
            return candidate;
        }
        TERMINATED
    }

    /// Whether the terms stand at their places somewhere in a document that has them all.
    fn holds(&mut self, document: DocId) -> bool {
        if self.placed.is_empty() {
            return true;
        }
        self.order.clear();
        for (at, (list, _)) in self.placed.iter_mut().enumerate() {
            if list.doc() < document {
                list.seek(document);
            }
            self.order.push((list.term_freq(), at));
        }
        self.order.sort_unstable();
        for (rank, (_, at)) in self.order.iter().enumerate() {
            let (list, offset) = &mut self.placed[*at];
            if rank == 0 {
                list.positions_with_offset(*offset, &mut self.left);
                continue;
            }
            list.positions_with_offset(*offset, &mut self.right);
            retain_common(&mut self.left, &self.right);
            if self.left.is_empty() {
                return false;
            }
        }
        true
    }
}

/// Keeps what another sorted list has, too.
fn retain_common(left: &mut Vec<u32>, right: &[u32]) {
    let mut rest = right.iter().peekable();
    left.retain(|value| {
        while rest.next_if(|other| *other < value).is_some() {}
        rest.peek() == Some(&value)
    });
}
