//! Figures on a real archive of laws: dates and ranks against its labels. Run by hand:
//! `cargo test --release archive_metadata -- --ignored --nocapture`.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use super::seeds_tests::{data, documents};
use crate::model::{Date, Document};

/// Right, wrong and missing values of one field.
#[derive(Debug, Default)]
struct Count {
    right: usize,
    wrong: usize,
    missing: usize,
}

impl Count {
    fn add(&mut self, found: Option<&str>, expected: &str) -> bool {
        match found {
            Some(found) if found == expected => self.right += 1,
            Some(_) => {
                self.wrong += 1;
                return false;
            }
            None => self.missing += 1,
        }
        true
    }

    fn line(&self) -> String {
        let found = self.right + self.wrong;
        let share = |part: usize, all: usize| 100.0 * part as f64 / all.max(1) as f64;
        format!(
            "precision {:.1} recall {:.1} ({} right, {} wrong, {} missing)",
            share(self.right, found),
            share(self.right, found + self.missing),
            self.right,
            self.wrong,
            self.missing
        )
    }
}

/// Most laws with a label outside the header, of all those, whose date may be claimed as issued.
const ISSUED_WRONG: f64 = 0.02;

/// Laws whose date stands outside their header: a date claimed as the text's own should be it. A
/// header that states other days (of other versions) speaks for itself and is counted apart.
#[derive(Debug, Default)]
struct Elsewhere {
    /// Laws; claimed as issued; of these other than the label; of these stated nowhere in the
    /// header. For headers with dates and without.
    dated: [usize; 4],
    silent: [usize; 4],
    notes: Vec<String>,
}

impl Elsewhere {
    fn add(&mut self, document: &Document, published: &str, header: &str) {
        let metadata = &document.metadata;
        let role = metadata.date_role.as_ref().map(|role| role.name());
        let found = date(document).filter(|_| role == Some("issued"));
        let stated = found.as_deref().is_some_and(|found| states(header, found));
        let count = if header.contains('年') && header.contains('日') {
            &mut self.dated
        } else {
            &mut self.silent
        };
        count[0] += 1;
        count[1] += usize::from(found.is_some());
        let differs = found.as_deref().is_some_and(|found| found != published);
        count[2] += usize::from(differs);
        if let Some(found) = found.filter(|_| differs && !stated) {
            count[3] += 1;
            let title = metadata.title.as_ref().map_or("", |title| &title.value);
            self.notes.push(format!("{found} not {published}: {title}"));
        }
    }

    fn print(&self) {
        for note in self.notes.iter().take(40) {
            println!("elsewhere: {note}");
        }
        for (name, [all, issued, other, wrong]) in [
            ("the header states other dates", self.dated),
            ("the header states none", self.silent),
        ] {
            println!(
                "date not in the header, {name}: {all} laws, {issued} claimed as issued, {other} of \
                 them not the label's, {wrong} of them wrong"
            );
        }
        let [all, other] = [0, 2].map(|part| self.dated[part] + self.silent[part]);
        let share = other as f64 / all.max(1) as f64;
        println!("claimed as issued and not the label's: {other} of {all}, {share:.4}");
        assert!(share <= ISSUED_WRONG);
        let all = self.dated[0] + self.silent[0];
        let wrong = self.dated[3] + self.silent[3];
        assert!(wrong * 50 <= all, "{wrong} of {all} claim a wrong date");
    }
}

#[test]
#[ignore = "reads 44 MB"]
fn archive_metadata() {
    let Some(data) = data() else { return };
    let table = std::fs::read_to_string(data.join("archive_gold.tsv")).expect("the labels");
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let mut errors: HashMap<&str, Vec<String>> = HashMap::new();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut elsewhere = Elsewhere::default();
    let mut spent = Duration::ZERO;
    let mut bytes = 0;
    for row in table.lines().skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [path, title, published, valid_from, _, level, ..] = fields[..] else {
            continue;
        };
        let path = data.join("archive").join(path);
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let begun = Instant::now();
        let documents = documents(&path, "a.md");
        spent += begun.elapsed();
        bytes += text.len();
        let Some(document) = documents.first() else {
            println!("no document: {title}");
            continue;
        };
        let header = text.split("<!-- INFO END -->").next().unwrap_or_default();
        let mut check = |field, found: Option<&str>, expected: &str| {
            if !counts.entry(field).or_default().add(found, expected) {
                let note = format!("{} not {expected}: {title}", found.unwrap_or_default());
                errors.entry(field).or_default().push(note);
            }
        };
        let metadata = &document.metadata;
        if metadata.kind.is_none() || metadata.legal_rank.is_none() && level != "案例" {
            println!(
                "none: {title} {level} {:?} {:?}",
                metadata.kind,
                metadata.issuers.first()
            );
        }
        *kinds
            .entry(
                metadata
                    .kind
                    .as_ref()
                    .map_or(String::new(), |kind| kind.value.clone()),
            )
            .or_default() += 1;
        check(
            "title",
            metadata.title.as_ref().map(|found| found.value.as_str()),
            title_of(&text, title),
        );
        if states(header, published) {
            check("date", date(document).as_deref(), published);
        } else if !published.is_empty() {
            elsewhere.add(document, published, header);
        }
        if !valid_from.is_empty() && states(&text, valid_from) {
            check("effective", effective(document).as_deref(), valid_from);
        }
        check(
            "legal_rank",
            metadata
                .legal_rank
                .as_ref()
                .map(|found| found.value.as_str()),
            level,
        );
    }
    for (field, list) in &errors {
        for note in list.iter().step_by(list.len() / 25 + 1) {
            println!("{field}: {note}");
        }
    }
    for (field, count) in &counts {
        println!("{field}: {}", count.line());
    }
    println!("kinds: {kinds:?}");
    elsewhere.print();
    println!(
        "{:.1} MB/s, reading included",
        bytes as f64 / 1e6 / spent.as_secs_f64()
    );
}

fn title_of<'a>(text: &'a str, fallback: &'a str) -> &'a str {
    text.strip_prefix("# ")
        .and_then(|rest| rest.lines().next())
        .map_or(fallback, str::trim)
}

fn date(document: &Document) -> Option<String> {
    document
        .metadata
        .date
        .as_ref()
        .map(|found| found.value.to_string())
}

fn effective(document: &Document) -> Option<String> {
    document
        .metadata
        .effective
        .as_ref()
        .map(|found| found.value.to_string())
}

/// Whether a text states the date in the usual form.
fn states(text: &str, date: &str) -> bool {
    Date::parse(date).is_some_and(|date| {
        text.contains(&format!("{}年{}月{}日", date.year, date.month, date.day))
    })
}

/// Time of each stage over the archive.
#[test]
#[ignore = "reads 44 MB"]
fn archive_stage_times() {
    use crate::ingest::{Options, clean, extract, read, split};
    let Some(data) = data() else { return };
    let table = std::fs::read_to_string(data.join("archive_gold.tsv")).expect("the labels");
    let mut times = [Duration::ZERO; 4];
    let mut bytes = 0;
    for row in table.lines().skip(1) {
        let path = data
            .join("archive")
            .join(row.split('\t').next().unwrap_or_default());
        let file = super::seeds_tests::raw_file(&path, "a.md");
        bytes += file.bytes.len();
        let begun = Instant::now();
        let texts = read::read(&file, crate::ingest::Options::default(), &mut Vec::new());
        times[0] += begun.elapsed();
        for text in texts {
            let begun = Instant::now();
            let cleaned = clean::clean(text);
            times[1] += begun.elapsed();
            let begun = Instant::now();
            let segments = split::split(&cleaned, Options::default());
            let parts: Vec<_> = segments
                .iter()
                .map(|segment| clean::compose(&cleaned, segment, Options::default()))
                .collect();
            times[2] += begun.elapsed();
            let begun = Instant::now();
            for part in parts {
                let _ = extract::extract(&cleaned.source, part);
            }
            times[3] += begun.elapsed();
        }
    }
    for (stage, time) in ["read", "clean", "split+compose", "extract"]
        .iter()
        .zip(times)
    {
        println!(
            "{stage}: {:.1} MB/s",
            bytes as f64 / 1e6 / time.as_secs_f64()
        );
    }
}
