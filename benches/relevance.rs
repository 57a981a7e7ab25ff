//! How well questions find the articles that answer them, beside three usual ways to search Chinese
//! text: words, pairs of characters, and both, each ranked by BM25.
//!
//! `cargo bench --bench relevance [FOLDER]`; the folder holds `corpus.jsonl` (`id`, `name`,
//! `content`), `queries.train.tsv` and `qrels.train.tsv` (TREC), and is `../shared/data/retrieval`
//! unless named. Weights were set on the questions of the even lines; report those of the odd ones.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a bench prints its figures, and fails where its data are not what they should be"
)]

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use zhengsou::analysis::char_filter::{fold, is_han};
use zhengsou::analysis::tokenizer::{Tokenizer, Words};
use zhengsou::engine::embedded::EmbeddedBackend;
use zhengsou::indexer::{self, Options};
use zhengsou::model::{Hit, Sort};
use zhengsou::search::parse::fixed;
use zhengsou::search::{Matching, Question, Search};

fn main() {
    let folder = folder();
    if !folder.join("corpus.jsonl").exists() {
        println!("SKIPPED: no corpus in {}", folder.display());
        return;
    }
    let articles = articles(&folder);
    let questions = questions(&folder);
    println!("{} articles, {} questions", articles.len(), questions.len());
    println!(
        "{:<34}{:>9}{:>9}{:>12}{:>12}",
        "", "set on", "", "reported", ""
    );
    println!(
        "{:<34}{:>9}{:>9}{:>12}{:>12}",
        "", "MRR@10", "R@100", "MRR@10", "R@100"
    );
    let words = Index::new(articles.iter().map(|text| words(text)));
    let pairs = Index::new(articles.iter().map(|text| pairs(text)));
    print("words", &questions, |text| {
        words.rank(&[(&words, crate::words(text))])
    });
    print("pairs of characters", &questions, |text| {
        pairs.rank(&[(&pairs, crate::pairs(text))])
    });
    print("words and pairs", &questions, |text| {
        words.rank(&[(&words, crate::words(text)), (&pairs, crate::pairs(text))])
    });
    let scratch = std::env::temp_dir().join(format!("zhengsou-relevance-{}", std::process::id()));
    let backend = build(&scratch, &articles);
    for (name, rerank) in [
        ("zhengsou, as exported", false),
        ("zhengsou, as shown", true),
    ] {
        print(name, &questions, |text| ours(&backend, text, rerank));
    }
    whole_laws(&scratch, &articles, &questions, &backend);
    fs::remove_dir_all(&scratch).unwrap();
}

/// Glues the articles into whole laws, and compares what finds the article and its law: records
/// of whole laws whose passages are chosen at query time, or records of single articles.
fn whole_laws(scratch: &Path, articles: &[String], questions: &[Asked], parts: &EmbeddedBackend) {
    let laws = Laws::new(articles);
    println!("\n{} laws", laws.texts.len());
    println!(
        "{:<34}{:>9}{:>9}{:>12}{:>12}",
        "the article", "MRR@10", "R@100", "MRR@10", "R@100"
    );
    let whole = build(&scratch.join("laws"), &laws.texts);
    // Whole laws are slow: every other question of the reported half; the columns are its halves.
    let questions: Vec<Asked> = questions.iter().skip(1).step_by(4).cloned().collect();
    let found: HashMap<&str, Vec<Found>> = questions
        .iter()
        .map(|question| (question.text.as_str(), laws.found(&whole, &question.text)))
        .collect();
    print("article first", &questions, |text| ours(parts, text, true));
    print("law first, law by law", &questions, |text| {
        let ids = found[text].iter().flat_map(|law| &law.articles);
        ids.map(|(article, _)| *article).take(100).collect()
    });
    print("law first, best passages", &questions, |text| {
        let mut pool: Vec<&(usize, f32)> =
            found[text].iter().flat_map(|law| &law.articles).collect();
        pool.sort_by(|one, other| other.1.total_cmp(&one.1));
        pool.into_iter()
            .map(|(article, _)| *article)
            .take(100)
            .collect()
    });
    println!("its law");
    let of_laws: Vec<Asked> = questions
        .iter()
        .map(|question| Asked {
            text: question.text.clone(),
            right: question.right.iter().map(|id| laws.of[*id]).collect(),
        })
        .collect();
    print("article first", &of_laws, |text| {
        let mut ranked: Vec<usize> = Vec::new();
        for article in ours(parts, text, true) {
            if !ranked.contains(&laws.of[article]) {
                ranked.push(laws.of[article]);
            }
        }
        ranked
    });
    print("law first", &of_laws, |text| {
        found[text].iter().map(|found| found.law).collect()
    });
}

/// A law that was found, and the articles that its passages stand in, with their best scores.
struct Found {
    law: usize,
    articles: Vec<(usize, f32)>,
}

/// Articles by the law that they stand in.
struct Laws {
    /// Name and text of each, an article a line.
    texts: Vec<String>,
    /// Each law's articles: number and folded text.
    articles: Vec<Vec<(usize, String)>>,
    /// The law of each article.
    of: Vec<usize>,
}

impl Laws {
    fn new(articles: &[String]) -> Self {
        let mut laws = Self {
            texts: Vec::new(),
            articles: Vec::new(),
            of: Vec::new(),
        };
        let mut known: HashMap<&str, usize> = HashMap::new();
        for (id, article) in articles.iter().enumerate() {
            let (title, text) = article.split_once('\n').unwrap();
            let (name, number) = title.split_at(title.rfind('第').unwrap_or(title.len()));
            let law = *known.entry(name).or_insert_with(|| {
                laws.texts.push(format!("{name}\n"));
                laws.articles.push(Vec::new());
                laws.texts.len() - 1
            });
            let text = text.replace('\n', "");
            let line = format!("{number} {text}\n");
            laws.articles[law].push((id, fold(&line).text));
            laws.texts[law].push_str(&line);
            laws.of.push(law);
        }
        laws
    }

    /// The best hundred laws and, best first, their articles.
    fn found(&self, whole: &EmbeddedBackend, text: &str) -> Vec<Found> {
        let mut search = loosely(whole, text, true);
        search.keep(&(0..search.documents().min(100)).collect::<Vec<_>>());
        let articles_of = |hit: Hit| {
            let law = record(&hit);
            let mut found: Vec<(usize, f32)> = Vec::new();
            for passage in &hit.passages {
                let folded = fold(&passage.text).text;
                let holds = |(_, article): &&(usize, String)| article.contains(folded.trim());
                let Some((id, _)) = self.articles[law].iter().find(holds) else {
                    continue;
                };
                match found.iter_mut().find(|(known, _)| known == id) {
                    Some((_, score)) => *score = score.max(passage.score),
                    None => found.push((*id, passage.score)),
                }
            }
            found.sort_by(|one, other| other.1.total_cmp(&one.1));
            Found {
                law,
                articles: found,
            }
        };
        search.hits().map(|hit| articles_of(hit.unwrap())).collect()
    }
}

fn folder() -> PathBuf {
    let named = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    named.map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/retrieval"),
        PathBuf::from,
    )
}

/// Title and text of each article, in the order of their ids.
fn articles(folder: &Path) -> Vec<String> {
    let text = fs::read_to_string(folder.join("corpus.jsonl")).unwrap();
    let article = |(line, id): (&str, u64)| {
        let record: Value = serde_json::from_str(line).unwrap();
        assert_eq!(record["id"].as_u64(), Some(id));
        format!(
            "{}\n{}",
            record["name"].as_str().unwrap(),
            record["content"].as_str().unwrap()
        )
    };
    text.lines().zip(0..).map(article).collect()
}

#[derive(Clone)]
struct Asked {
    text: String,
    right: HashSet<usize>,
}

fn questions(folder: &Path) -> Vec<Asked> {
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let mut right: HashMap<String, HashSet<usize>> = HashMap::new();
    for line in read("qrels.train.tsv").lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let answers = right.entry(columns[0].to_owned()).or_default();
        answers.insert(columns[2].parse().unwrap());
    }
    let asked = |line: &str| {
        let (id, text) = line.split_once('\t').unwrap();
        Asked {
            text: text.to_owned(),
            right: right.remove(id).unwrap_or_default(),
        }
    };
    read("queries.train.tsv").lines().map(asked).collect()
}

/// Prints MRR@10 and recall@100 of both halves.
fn print(name: &str, questions: &[Asked], rank: impl Fn(&str) -> Vec<usize>) {
    let mut sums = [[0.0_f64; 3]; 2];
    for (at, question) in questions.iter().enumerate() {
        let ranked = rank(&question.text);
        let is_right = |article: &&usize| question.right.contains(article);
        let first = ranked
            .iter()
            .take(10)
            .position(|article| is_right(&article));
        let found = ranked.iter().take(100).filter(is_right).count();
        let sum = &mut sums[at % 2];
        sum[0] += first.map_or(0.0, |first| 1.0 / (first + 1) as f64);
        sum[1] += found as f64 / question.right.len() as f64;
        sum[2] += 1.0;
    }
    let [even, odd] = sums.map(|[mrr, recall, count]| (mrr / count, recall / count));
    println!(
        "{name:<34}{:>9.4}{:>9.4}{:>12.4}{:>12.4}",
        even.0, even.1, odd.0, odd.1
    );
}

fn words(text: &str) -> Vec<String> {
    let folded = fold(text).text;
    let mut tokens = Vec::new();
    let mut words = Vec::new();
    for line in folded.lines() {
        tokens.clear();
        Words::shared().tokenize(line, &mut tokens);
        words.extend(
            tokens
                .iter()
                .map(|token| line[token.start..token.end].to_owned()),
        );
    }
    words
}

/// Pairs of neighbouring Chinese characters; other words whole (Lucene's CJK analyzer).
fn pairs(text: &str) -> Vec<String> {
    let folded = fold(text).text;
    let mut pairs = Vec::new();
    for run in folded.split(|c: char| !c.is_alphanumeric()) {
        let characters: Vec<char> = run.chars().collect();
        for part in characters.chunk_by(|one, other| is_han(*one) == is_han(*other)) {
            if part.len() > 1 && is_han(part[0]) {
                pairs.extend(part.windows(2).map(|pair| pair.iter().collect::<String>()));
            } else {
                pairs.push(part.iter().collect());
            }
        }
    }
    pairs
}

/// BM25 (k1 1.2, b 0.75) over terms in memory.
struct Index {
    postings: HashMap<String, Vec<(u32, f32)>>,
    documents: usize,
}

impl Index {
    fn new(texts: impl Iterator<Item = Vec<String>>) -> Self {
        let texts: Vec<Vec<String>> = texts.collect();
        let total: usize = texts.iter().map(Vec::len).sum();
        let average = total as f32 / texts.len() as f32;
        let mut postings: HashMap<String, Vec<(u32, f32)>> = HashMap::new();
        for (terms, id) in texts.iter().zip(0..) {
            let mut counts: HashMap<&str, f32> = HashMap::new();
            for term in terms {
                *counts.entry(term).or_default() += 1.0;
            }
            let norm = 1.2 * (0.25 + 0.75 * terms.len() as f32 / average);
            for (term, count) in counts {
                let weight = count * 2.2 / (count + norm);
                postings
                    .entry(term.to_owned())
                    .or_default()
                    .push((id, weight));
            }
        }
        Self {
            postings,
            documents: texts.len(),
        }
    }

    /// The first hundred by the sum of the scores in several indexes.
    fn rank(&self, parts: &[(&Self, Vec<String>)]) -> Vec<usize> {
        let mut scores = vec![0.0_f32; self.documents];
        for (index, terms) in parts {
            let terms: HashSet<&String> = terms.iter().collect();
            let mut terms: Vec<&String> = terms.into_iter().collect();
            terms.sort_unstable();
            for postings in terms.iter().filter_map(|term| index.postings.get(*term)) {
                let with = postings.len() as f32;
                let rarity = ((index.documents as f32 - with + 0.5) / (with + 0.5)).ln_1p();
                for (id, weight) in postings {
                    scores[*id as usize] += rarity * weight;
                }
            }
        }
        let mut ranked: Vec<usize> = (0..scores.len()).collect();
        ranked.sort_by(|one, other| scores[*other].total_cmp(&scores[*one]));
        ranked.truncate(100);
        ranked
    }
}

/// Indexes the articles, one record each.
fn build(scratch: &Path, articles: &[String]) -> EmbeddedBackend {
    let archive = scratch.join("archive");
    fs::create_dir_all(&archive).unwrap();
    let mut lines = String::new();
    for article in articles {
        let (title, text) = article.split_once('\n').unwrap();
        let record = serde_json::json!({"title": title, "text": text});
        lines.push_str(&record.to_string());
        lines.push('\n');
    }
    fs::write(archive.join("articles.jsonl"), lines).unwrap();
    let index = scratch.join("index");
    let options = Options {
        archives: vec![archive],
        index: index.clone(),
        threads: 0,
        memory_bytes: indexer::MEMORY_BYTES,
        rebuild: false,
        commit_bytes: indexer::COMMIT_BYTES,
        ingest: zhengsou::ingest::Options {
            no_split: true,
            ..zhengsou::ingest::Options::default()
        },
    };
    indexer::index(&options, &indexer::Silent).unwrap();
    EmbeddedBackend::open(&index).unwrap()
}

/// The first hundred, loosely matched: what a question gets that matches nothing exactly.
fn ours(backend: &EmbeddedBackend, text: &str, rerank: bool) -> Vec<usize> {
    let mut search = loosely(backend, text, rerank);
    search.keep(&(0..search.documents().min(100)).collect::<Vec<_>>());
    search.hits().map(|hit| record(&hit.unwrap())).collect()
}

fn loosely<'a>(backend: &'a EmbeddedBackend, text: &str, rerank: bool) -> Search<'a> {
    let question = Question {
        query: fixed(text),
        filters: Vec::new(),
        sort: Sort::Relevance,
        matching: Matching::AnyWord,
        min_confidence: None,
    };
    let mut search = Search::run(backend, &question).unwrap();
    if rerank {
        search.rerank(&question).unwrap();
    }
    search
}

/// The number of a hit's record, from 0.
fn record(hit: &Hit) -> usize {
    let path = &hit.document.path;
    path.rsplit_once('#').unwrap().1.parse::<usize>().unwrap() - 1
}
