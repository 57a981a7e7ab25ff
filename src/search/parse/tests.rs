use super::*;
use crate::engine::{Candidate, EngineError, FacetColumn};
use crate::model::hit::StoredDocument;
use crate::model::{Filter, Pattern, Piece, Plan, Term, Within};
use crate::search::describe;
use proptest::prelude::*;

/// An index that knows one issuer and nothing else.
struct Known;

impl SearchBackend for Known {
    fn search(&self, _: &Plan) -> Result<Vec<Candidate>, EngineError> {
        Ok(Vec::new())
    }
    fn count(&self, _: &Plan) -> Result<u64, EngineError> {
        Ok(0)
    }
    fn estimate(&self, _: &Plan, _: u64) -> Result<f64, EngineError> {
        Ok(0.0)
    }
    fn count_both(&self, _: &Plan, _: &Plan) -> Result<u64, EngineError> {
        Ok(0)
    }
    fn fetch(&self, _: Candidate) -> Result<StoredDocument, EngineError> {
        Err(EngineError::NoFacet {
            field: String::new(),
        })
    }
    fn text(&self, _: Candidate) -> Result<String, EngineError> {
        Ok(String::new())
    }
    fn facet_column(
        &self,
        _: &[Candidate],
        _: &str,
        _: Option<u8>,
    ) -> Result<FacetColumn, EngineError> {
        Ok(FacetColumn::default())
    }
    fn values(&self, _: &str) -> Result<Vec<String>, EngineError> {
        Ok(vec!["湖北省人民政府".to_owned()])
    }
    fn ids(&self, _: &[Candidate]) -> Result<Vec<u64>, EngineError> {
        Ok(Vec::new())
    }
    fn find(&self, _: u64) -> Result<Option<StoredDocument>, EngineError> {
        Ok(None)
    }
    fn documents(&self) -> u64 {
        0
    }
    fn words(&self, folded: &str) -> Vec<String> {
        vec![folded.to_owned()]
    }
}

fn print_pattern(pattern: &Pattern) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Text(forms) => forms.join("/"),
        Piece::One => "?".to_owned(),
        Piece::Few => "*".to_owned(),
        Piece::Numeral => "{N}".to_owned(),
    };
    let pieces: Vec<String> = pattern.pieces.iter().map(piece).collect();
    format!("<{}>", pieces.join("·"))
}

fn print_term(term: &Term) -> String {
    match term {
        Term::Exact(string) => string.forms.join("/"),
        Term::Pattern(pattern) => print_pattern(pattern),
        Term::Any(terms) => {
            let terms: Vec<String> = terms.iter().map(print_term).collect();
            format!("or({})", terms.join(" "))
        }
    }
}

/// Prints a query as an expression.
fn print(query: &Query) -> String {
    let join = |queries: &[Query], name: &str| {
        let parts: Vec<String> = queries.iter().map(print).collect();
        format!("{name}({})", parts.join(" "))
    };
    match query {
        Query::Everything => "*".to_owned(),
        Query::Exact(string) => string.forms.join("/"),
        Query::Pattern(pattern) => print_pattern(pattern),
        Query::Near(near) => {
            let mut text = format!("near({}", print_term(&near.terms[0]));
            for (gap, term) in near.gaps.iter().zip(&near.terms[1..]) {
                let gap = match gap {
                    Within::Chars(most) => format!("~{most}"),
                    Within::Sentence => "/s".to_owned(),
                    Within::Paragraph => "/p".to_owned(),
                };
                text += &format!(" {gap} {}", print_term(term));
            }
            text + ")"
        }
        Query::And(queries) => join(queries, "and"),
        Query::Or(queries) => join(queries, "or"),
        Query::Not(query) => format!("not({})", print(query)),
        Query::Filter(Filter::Keyword { field, values, .. }) => format!(
            "{field}={}",
            values
                .iter()
                .map(|value| value.as_deref().unwrap_or("?"))
                .collect::<Vec<_>>()
                .join("/")
        ),
        Query::Filter(filter) => format!("{filter:?}"),
    }
}

#[test]
fn queries_of_people() {
    let cases = [
        ("一区多园", "一区多园"),
        ("一區多園　管理體制", "and(一区多园 管理体制)"),
        ("一区多园 -房地产", "and(一区多园 not(房地产))"),
        ("高新-技术", "高新-技术"),
        ("A OR B C", "or(a and(b c))"),
        ("甲 | 乙", "or(甲 乙)"),
        ("甲|乙", "甲|乙"),
        ("(甲 OR 乙) 丙", "and(or(甲 乙) 丙)"),
        ("（甲 OR 乙） NOT 丙", "and(or(甲 乙) not(丙))"),
        ("国发（2020）7号", "国发(2020)7号"),
        ("通知(试行)", "通知(试行)"),
        ("(通知(试行) OR 办法)", "or(通知(试行) 办法)"),
        ("“一区 多园”", "一区多园"),
        ("\"new york\"", "new york"),
        ("「“一区多园”」", "“一区多园”"),
        ("什么是一区多园？", "什么是一区多园"),
        ("\"完了。\"", "完了。"),
        ("\\-甲", "-甲"),
        ("issuer:湖北省", "issuer=湖北省人民政府"),
        ("发文机关：“湖北省人民政府”", "issuer=湖北省人民政府"),
        ("省:鄂 甲", "and(province=湖北省 甲)"),
        ("http://a.b", "http://a.b"),
        ("注意:通知", "注意:通知"),
        ("甲 AND 乙", "and(甲 乙)"),
        ("甲 AND NOT 乙", "and(甲 not(乙))"),
        ("“issuer:湖北省”", "issuer:湖北省"),
        ("issuer\\:湖北省", "issuer:湖北省"),
        ("“文号：按年度”", "文号:按年度"),
        ("一区{N}园", "<一区·{N}·园>"),
        ("一區｛ｎ｝園", "<一区·{N}·园>"),
        ("“一区{N}园”", "<一区·{N}·园>"),
        ("一区{M}园", "一区{m}园"),
        ("一区\\{N}园", "一区{n}园"),
        ("{N}", "<{N}>"),
        ("一区?园", "<一区·?·园>"),
        ("一区？园", "<一区·?·园>"),
        ("“园?”", "<园·?>"),
        ("园？", "园"),
        ("“真的吗\\？”", "真的吗?"),
        ("甲*乙", "<甲·*·乙>"),
        ("*甲*", "甲"),
        ("*", "*"),
        ("“**”", "!"),
        ("“??”", "!"),
        ("甲\\*乙", "甲*乙"),
        ("甲 ~20 乙", "near(甲 ~20 乙)"),
        ("甲 ～２０ 乙", "near(甲 ~20 乙)"),
        ("甲 ~99999999999 乙", "near(甲 ~4294967295 乙)"),
        ("甲 /s 乙 丙", "and(near(甲 /s 乙) 丙)"),
        ("甲 /S 乙 /p 丙*丁", "near(甲 /s 乙 /p <丙·*·丁>)"),
        ("(甲 OR “乙 丙”) /p 丁", "near(or(甲 乙丙) /p 丁)"),
        ("甲 -乙 ~3 丙", "and(甲 not(near(乙 ~3 丙)))"),
        ("甲 OR 乙 ~3 丙", "or(甲 near(乙 ~3 丙))"),
        ("甲~20", "甲~20"),
        ("和/s", "和/s"),
        ("~20 乙", "!"),
        ("甲 ~20", "!"),
        ("甲 ~20 OR 乙", "!"),
        ("甲 ~20 -乙", "!"),
        ("甲 /s (乙 丙)", "!"),
        ("甲 /s year:2020", "!"),
        ("甲 ~x 乙", "and(甲 ~x 乙)"),
        ("-(-甲)", "not(not(甲))"),
        ("甲 -\"\"", "!"),
        ("甲 -*", "!"),
        ("OR", "!"),
        ("甲 OR", "!"),
        ("- 甲", "and(- 甲)"),
        ("甲 NOT", "!"),
        ("NOT NOT 甲", "!"),
        ("", "*"),
        ("()", "*"),
        ("(甲", "!"),
        ("甲)", "甲)"),
        ("“甲", "!"),
    ];
    for (text, expected) in cases {
        let parsed = parse(text, &Known).map_or_else(|_| "!".to_owned(), |query| print(&query));
        assert_eq!(parsed, expected, "{text}");
        let Ok(query) = parse(text, &Known) else {
            continue;
        };
        // A query described is the same query.
        let described = describe::query(&query);
        let again = parse(&described, &Known).unwrap_or_else(|error| {
            panic!("{text} → {described}: {error}");
        });
        assert_eq!(print(&again), expected, "{text} → {described}");
    }
}

#[test]
fn errors_point_at_the_character() {
    let at = |text| parse(text, &Known).unwrap_err();
    assert_eq!(
        at("甲 “乙"),
        ParseError::UnclosedQuote {
            quote: '“', at: 3
        }
    );
    assert_eq!(at("甲 (乙"), ParseError::UnclosedGroup { at: 3 });
    let operator = || "~5".to_owned();
    assert_eq!(
        at("(甲 乙) ~5 丙"),
        ParseError::NotNear {
            operator: operator(),
            at: 7
        }
    );
    assert_eq!(
        at("~5 丙"),
        ParseError::LeadingOperator {
            operator: operator(),
            at: 1
        }
    );
    assert_eq!(at("甲 “?*”"), ParseError::EmptyPattern { at: 3 });
    let long = format!("甲 乙{}丙", "?*".repeat(33));
    assert!(matches!(
        parse(&long, &Known),
        Err(ParseError::LongPattern { at: 3, .. })
    ));
    assert!(parse(&format!("乙{}丙", "{N}".repeat(64)), &Known).is_ok());
}

proptest! {
    #[test]
    fn no_query_panics(text in "[甲乙 　()（）\"“”「」|\\\\:：ORNT*?{}~/sp1-]{0,24}") {
        if let Ok(query) = parse(&text, &Known) {
            let described = describe::query(&query);
            let again = parse(&described, &Known).expect("a described query can be read");
            prop_assert_eq!(print(&again), print(&query), "{}", described);
        }
    }

    #[test]
    fn any_text_panics_neither(text in any::<String>()) {
        let _ = parse(&text, &Known);
        let _ = fixed(&text);
    }
}
