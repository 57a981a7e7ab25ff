//! The words of jieba's dictionary and how often each of them was seen.
//!
//! In: a text. Out: the words that it begins with, found in the sorted rows by halves, so that a
//! short text costs no load of the whole; and all words, for long texts. Not its job: to choose
//! among words (`analysis/tokenizer.rs`).
//!
//! Not part of the lexicon fingerprint: the tokenizer's version stands for the dictionary, too.

/// Comments, then rows in order of their bytes: word, tab, frequency.
const EMBEDDED: &str = include_str!("data/words.tsv");

/// The sum of all frequencies.
pub const TOTAL_FREQUENCY: usize = 60_101_964;

/// A word of the dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// As it stands in a text.
    pub word: &'static str,
    /// How often it was seen; a share of [`TOTAL_FREQUENCY`].
    pub frequency: usize,
}

/// Returns all words, in order of their bytes.
pub fn all() -> impl Iterator<Item = Word> {
    rows().lines().filter_map(|row| {
        let (word, frequency) = row.split_once('\t')?;
        Some(Word {
            word,
            frequency: frequency.parse().ok()?,
        })
    })
}

/// The rows, one a line: word, tab, frequency.
fn rows() -> &'static str {
    let mut rows = EMBEDDED;
    while let Some((comment, rest)) = rows.split_once('\n')
        && comment.starts_with('#')
    {
        rows = rest;
    }
    rows
}

/// Returns the words that a text begins with, shorter ones first.
pub fn beginning(text: &str) -> impl Iterator<Item = Word> {
    let mut rows = rows();
    // Tabs and line ends are the table's.
    let characters = text
        .char_indices()
        .take_while(|(_, character)| !character.is_control());
    let ends = characters.map(|(at, character)| at + character.len_utf8());
    ends.map_while(move |end| {
        let word = &text[..end];
        rows = from(rows, word);
        rows.starts_with(word).then(|| word_of(rows, end))
    })
    .flatten()
}

/// The word of `end` bytes, if the first row is its.
fn word_of(rows: &'static str, end: usize) -> Option<Word> {
    let frequency = rows[end..].strip_prefix('\t')?;
    let frequency = frequency.split('\n').next()?;
    Some(Word {
        word: &rows[..end],
        frequency: frequency.parse().ok()?,
    })
}

/// The rows from the first on that is not below `word`; a tab is below all characters of words, so
/// that a word's own row comes before those of longer words.
fn from(rows: &'static str, word: &str) -> &'static str {
    let bytes = rows.as_bytes();
    let (mut low, mut high) = (0, rows.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = memchr::memrchr(b'\n', &bytes[low..middle]).map_or(low, |at| low + at + 1);
        if &bytes[start..] < word.as_bytes() {
            let end = memchr::memchr(b'\n', &bytes[middle..high]);
            low = end.map_or(high, |at| middle + at + 1);
        } else {
            high = start;
        }
    }
    &rows[low..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_at_the_beginning_of_a_text_are_found() {
        let cases: [(&str, &[&str]); 8] = [
            ("国务院令第", &["国", "国务", "国务院", "国务院令"]),
            ("高新技术产业", &["高", "高新", "高新技术"]),
            ("T恤衫", &["T恤", "T恤衫"]),
            ("1号店铺", &["1号店"]),
            ("一\t217830\n一一", &["一"]),
            ("龢", &["龢"]),
            ("，国", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            let found: Vec<&str> = beginning(text).map(|word| word.word).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn every_row_is_found_and_all_frequencies_are_counted() {
        let mut last = "";
        for word in all() {
            assert_eq!(beginning(word.word).last(), Some(word));
            assert!(last < word.word, "{word:?}");
            assert!(!word.word.contains(char::is_control), "{word:?}");
            last = word.word;
        }
        assert_eq!(all().count(), rows().lines().count());
        let total: usize = all().map(|word| word.frequency).sum();
        assert_eq!(total, TOTAL_FREQUENCY);
    }
}
