//! Words of short texts are those of the whole dictionary: on real titles and lines.

use zhengsou::analysis::char_filter::fold;
use zhengsou::analysis::tokenizer::{Tokenizer, Words, WordsOfShortText};

use crate::program::data;

/// One line in so many is compared, besides all titles.
const LINES: usize = 40;

#[test]
fn real_titles_and_lines_are_cut_as_with_the_whole_dictionary() {
    let Some(archive) = data("archive") else {
        return;
    };
    let files = walkdir::WalkDir::new(archive).sort_by_file_name();
    let files = files.into_iter().filter_map(Result::ok);
    let mut compared = 0;
    for file in files.filter(|entry| entry.file_type().is_file()) {
        let text = std::fs::read_to_string(file.path()).unwrap_or_default();
        let is_title = |line: &str| line.starts_with('#');
        let lines = text.lines().enumerate();
        let lines = lines.filter(|(number, line)| is_title(line) || number % LINES == 7);
        let name = file.path().file_stem().unwrap_or_default();
        for line in lines.map(|(_, line)| line).chain(name.to_str()) {
            compare(&fold(line).text);
            compared += 1;
        }
    }
    assert!(compared > 1_000, "{compared} lines");
}

fn compare(line: &str) {
    let (mut expected, mut found) = (Vec::new(), Vec::new());
    Words::shared().tokenize(line, &mut expected);
    WordsOfShortText.tokenize(line, &mut found);
    assert_eq!(found, expected, "{line}");
}
