use super::*;

fn exact(text: &str) -> Term {
    Term::Exact(ExactString {
        text: text.to_owned(),
        forms: vec![text.to_owned()],
        span: Span::new(0, 0),
    })
}

/// `?`, `*` and `#` (a numeral) in a plain string.
fn pattern(text: &str) -> Pattern {
    let pieces = text
        .chars()
        .map(|character| match character {
            '?' => Piece::One,
            '*' => Piece::Few,
            '#' => Piece::Numeral,
            _ => Piece::Text(vec![character.to_string()]),
        })
        .collect();
    Pattern {
        text: text.to_owned(),
        pieces,
    }
}

fn found(matcher: &Matcher, line: &str) -> Vec<String> {
    let matches = matcher.find(line);
    assert_eq!(matcher.is_match(line), !matches.is_empty(), "{line}");
    let text = |found: &Match| line[found.span.range()].to_owned();
    matches.iter().map(text).collect()
}

#[test]
fn patterns_match_what_they_say() {
    let cases: [(&str, &str, &[&str]); 13] = [
        ("一区?园", "一区多园,一区园,一区二三园", &["一区多园"]),
        ("一区*园", "一区园和一区二三园", &["一区园", "一区二三园"]),
        ("区*园", "区12345678园", &["区12345678园"]),
        ("区*园", "区123456789园", &[]),
        (
            "一区#园",
            "一区七园、一区12园、一区多园、一区园、一区大园",
            &["一区七园", "一区12园", "一区多园"],
        ),
        ("#园", "12园", &["12园"]),
        ("园#园", "园一园二园", &["园一园", "园二园"]),
        ("#元", "单位:万元,投资10余万元", &["10余万元"]),
        ("甲#", "甲二十三", &["甲二十三"]),
        ("?#", "第七", &["第七"]),
        ("甲?", "甲", &[]),
        ("甲.乙", "甲.乙 甲,乙", &["甲.乙"]),
        ("甲?甲", "甲一甲二甲", &["甲一甲", "甲二甲"]),
    ];
    for (text, line, expected) in cases {
        let matcher = Matcher::pattern(&pattern(text));
        assert_eq!(found(&matcher, line), expected, "{text} in {line}");
    }
    let line = "共一区十二园";
    let numeral = Matcher::pattern(&pattern("一区#园")).find(line)[0].numeral;
    assert_eq!(&line[numeral.unwrap().range()], "十二");
}

#[test]
fn nearness_is_symmetric_and_bounded() {
    use Within::{Chars, Paragraph, Sentence};
    type Case<'a> = (&'a [&'a str], &'a [Within], &'a str, &'a [&'a str]);
    let cases: [Case<'_>; 11] = [
        (&["甲", "乙"], &[Chars(2)], "甲12乙", &["甲", "乙"]),
        (&["甲", "乙"], &[Chars(2)], "乙12甲", &["乙", "甲"]),
        (&["甲", "乙"], &[Chars(2)], "甲123乙", &[]),
        // Only what takes part is marked.
        (&["甲", "乙"], &[Chars(0)], "甲1甲乙", &["甲", "乙"]),
        // A match is not near itself, and not near what it overlaps.
        (&["甲", "甲"], &[Chars(5)], "甲", &[]),
        (&["甲乙", "乙丙"], &[Chars(5)], "甲乙丙", &[]),
        (&["甲", "乙"], &[Sentence], "甲,乙。", &["甲", "乙"]),
        (&["甲", "乙"], &[Sentence], "甲。乙", &[]),
        (&["甲", "乙。"], &[Sentence], "甲1乙。", &["甲", "乙。"]),
        (&["甲", "乙"], &[Paragraph], "甲。;乙", &["甲", "乙"]),
        (
            &["甲", "乙", "丙"],
            &[Chars(1), Chars(1)],
            "甲1乙2丙 乙3丙",
            &["甲", "乙", "丙"],
        ),
    ];
    for (terms, gaps, line, expected) in cases {
        let near = Near {
            terms: terms.iter().map(|term| exact(term)).collect(),
            gaps: gaps.to_vec(),
        };
        assert_eq!(found(&Matcher::near(&near), line), expected, "{line}");
    }
}

#[test]
fn a_long_line_takes_no_quadratic_time() {
    let line = "甲7乙".repeat(100_000);
    let near = Near {
        terms: vec![exact("甲"), exact("乙"), Term::Pattern(pattern("#乙"))],
        gaps: vec![Within::Paragraph, Within::Sentence],
    };
    assert_eq!(Matcher::near(&near).find(&line).len(), 300_000);
    let digits = "7".repeat(300_000);
    assert!(!Matcher::pattern(&pattern("#*园")).is_match(&digits));
}
