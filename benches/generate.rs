//! Writes an archive of made-up documents, no two alike, for figures at any size.
//!
//! `cargo bench --bench generate -- FOLDER DOCUMENTS [--json-lines] [--seed N]`: text files, a
//! thousand in a folder, or files of 10,000 lines of JSON. The same seed gives the same documents.
//!
//! A document has an issuer, a number, a title, numbered sections or articles, a signature and a
//! date; about 4 KB, one in a hundred over 20 KB. Words are those of the dictionary by their
//! frequencies; two of five are drawn from some hundred words that are the document's own, the first
//! of them most often (Zipf), for words recur within a real document. No text of anybody is in it.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints what it did, and fails where it cannot write"
)]

mod random;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;

use random::Random;
use zhengsou::lexicon::{regions, words};

const FILES_IN_A_FOLDER: u64 = 1_000;
const LINES_IN_A_FILE: u64 = 10_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)?.parse::<u64>().ok()
    };
    let named: Vec<&String> = arguments
        .iter()
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let [folder, documents, ..] = named[..] else {
        println!("SKIPPED: no FOLDER and number of DOCUMENTS named");
        return;
    };
    let folder = Path::new(folder);
    let documents: u64 = documents.parse().unwrap();
    let writer = Writer::new(after("--seed").unwrap_or(1));
    let bytes = if arguments.iter().any(|argument| argument == "--json-lines") {
        json_lines(&writer, folder, documents)
    } else {
        files(&writer, folder, documents)
    };
    println!("{}: {documents} documents, {bytes} bytes", folder.display());
}

fn files(writer: &Writer, folder: &Path, documents: u64) -> u64 {
    let mut bytes = 0;
    for number in 0..documents {
        let folder = folder.join(format!("{:04}", number / FILES_IN_A_FOLDER));
        if number.is_multiple_of(FILES_IN_A_FOLDER) {
            fs::create_dir_all(&folder).unwrap();
        }
        let document = writer.document(number);
        let text = format!("{}\n", document.text());
        bytes += text.len() as u64;
        fs::write(folder.join(format!("{number:07}.txt")), text).unwrap();
    }
    bytes
}

fn json_lines(writer: &Writer, folder: &Path, documents: u64) -> u64 {
    fs::create_dir_all(folder).unwrap();
    let mut bytes = 0;
    for first in (0..documents).step_by(10_000) {
        let file = File::create(folder.join(format!("{first:07}.jsonl"))).unwrap();
        let mut file = BufWriter::new(file);
        for number in first..documents.min(first + LINES_IN_A_FILE) {
            let document = writer.document(number);
            let line = serde_json::json!({
                "title": document.title,
                "issuer": document.issuer,
                "number": document.number,
                "date": document.date,
                "content": document.body,
            });
            let line = format!("{line}\n");
            bytes += line.len() as u64;
            file.write_all(line.as_bytes()).unwrap();
        }
        file.flush().unwrap();
    }
    bytes
}

/// One made-up document.
struct Document {
    issuer: String,
    number: String,
    title: String,
    /// One paragraph a line.
    body: String,
    date: String,
}

impl Document {
    fn text(&self) -> String {
        let Self {
            issuer,
            number,
            title,
            body,
            date,
        } = self;
        format!("{issuer}文件\n{number}\n{title}\n{body}\n{issuer}\n{date}")
    }
}

/// Organs below a government: name, and what stands for it in numbers.
const ORGANS: [(&str, &str); 12] = [
    ("人民政府", "政发"),
    ("人民政府办公厅", "政办发"),
    ("发展和改革委员会", "发改规划"),
    ("工业和信息化厅", "工信规"),
    ("科学技术厅", "科技发"),
    ("教育厅", "教基"),
    ("财政厅", "财企"),
    ("生态环境厅", "环发"),
    ("农业农村厅", "农规"),
    ("商务厅", "商务发"),
    ("交通运输厅", "交规"),
    ("市场监督管理局", "市监发"),
];

const KINDS: [&str; 6] = ["通知", "意见", "实施方案", "办法", "批复", "工作要点"];
const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
/// What stands between the words of norms.
const JOINTS: [&str; 12] = [
    "应当", "和", "的", "对", "按照", "不得", "以及", "推进", "加强", "由", "完善", "负责",
];

/// Writes documents.
struct Writer {
    seed: u64,
    /// Words with the sum of frequencies up to them.
    words: Vec<(u64, &'static str)>,
    provinces: Vec<(&'static str, &'static str)>,
}

impl Writer {
    fn new(seed: u64) -> Self {
        let mut sum = 0;
        let mut words = Vec::new();
        for word in words::all() {
            // Single characters stand between words in a text, not for one another.
            let length = word.word.chars().count();
            if (2..=4).contains(&length) && !word.word.is_ascii() {
                sum += word.frequency as u64;
                words.push((sum, word.word));
            }
        }
        let provinces = regions::provinces()
            .map(|province| (province.name, province.others[0]))
            .collect();
        Self {
            seed,
            words,
            provinces,
        }
    }

    fn document(&self, number: u64) -> Document {
        let mut random = Random(self.seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ number << 20);
        let own: Vec<&str> = (0..120).map(|_| self.word(&mut random)).collect();
        let (province, short) = self.provinces[random.below(self.provinces.len())];
        let (organ, code) = ORGANS[random.below(ORGANS.len())];
        let issuer = format!("{province}{organ}");
        let (year, month, day) = (
            2005 + random.below(20),
            1 + random.below(12),
            1 + random.below(28),
        );
        let serial = 1 + number % 9973;
        let kind = KINDS[random.below(KINDS.len())];
        let subject = [random.zipf(&own), random.zipf(&own), random.zipf(&own)].concat();
        let title = format!("{issuer}关于{subject}的{kind}");
        Document {
            number: format!("{short}{code}〔{year}〕{serial}号"),
            body: self.body(&own, province, &subject, &mut random),
            title,
            issuer,
            date: format!("{year}年{month}月{day}日"),
        }
    }

    fn body(&self, own: &[&str], province: &str, subject: &str, random: &mut Random) -> String {
        let wanted = random.size();
        let mut body = format!("{province}各有关单位：\n");
        let has_articles = random.below(3) == 0;
        for section in 0.. {
            if has_articles {
                write!(body, "第{}条　", numeral(section + 1)).unwrap();
            } else {
                let heading = random.zipf(own);
                writeln!(body, "{}、{heading}{subject}", numeral(section + 1)).unwrap();
            }
            for part in 0..1 + random.below(4) {
                if part > 0 && !has_articles {
                    write!(body, "（{}）", numeral(part)).unwrap();
                }
                for _ in 0..1 + random.below(4) {
                    self.sentence(&mut body, own, random);
                }
                body.push('\n');
            }
            if body.len() >= wanted {
                break;
            }
        }
        body.push_str("特此通知。");
        body
    }

    fn sentence(&self, text: &mut String, own: &[&str], random: &mut Random) {
        let clauses = 1 + random.below(4);
        for clause in 0..clauses {
            for word in 0..3 + random.below(4) {
                if word > 0 && random.below(3) == 0 {
                    text.push_str(JOINTS[random.below(JOINTS.len())]);
                }
                let is_own = random.below(5) < 2;
                text.push_str(if is_own {
                    random.zipf(own)
                } else {
                    self.word(random)
                });
            }
            if random.below(25) == 0 {
                write!(text, "{}%以上", 1 + random.below(99)).unwrap();
            }
            text.push(if clause + 1 == clauses { '。' } else { '，' });
        }
    }

    /// A word of the dictionary, by its frequency.
    fn word(&self, random: &mut Random) -> &'static str {
        let sum = self.words.last().map_or(1, |(sum, _)| *sum);
        let drawn = random.next() % sum;
        self.words[self.words.partition_point(|(sum, _)| *sum <= drawn)].1
    }
}

/// A number up to 99 in Chinese.
fn numeral(number: usize) -> String {
    let ones = |number: usize| number.checked_sub(1).map_or("", |at| NUMERALS[at]);
    match number {
        ..=10 => ones(number).to_owned(),
        11..=19 => format!("十{}", ones(number % 10)),
        20..=99 => format!("{}十{}", ones(number / 10), ones(number % 10)),
        _ => format!("{}百{}", ones(number / 100 % 10), numeral(number % 100)),
    }
}

/// How often a writer uses a word, how long a document is.
impl Random {
    /// One of some, the first most often: the n-th as often as 1/n.
    fn zipf<'a>(&mut self, all: &[&'a str]) -> &'a str {
        let uniform = self.uniform();
        // The inverse of the integral of 1/x, which the harmonic sum is near to.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "at least 1 and at most the number of words"
        )]
        let rank = (all.len() as f64 + 1.0).powf(uniform) as usize;
        all[rank.clamp(1, all.len()) - 1]
    }

    /// From 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are kept")]
    fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Bytes of a body: log-normal, half of them below 2,600, on average some 3,700.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positive, and 2,600 times e to the fifth power at most"
    )]
    fn size(&mut self) -> usize {
        let normal = (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0;
        (2_600.0 * (0.85 * normal).exp()) as usize
    }
}
