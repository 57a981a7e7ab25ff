//! Query text → [`Query`].
//!
//! A bare word is an exact string. White space (any width) and `AND` are AND; `OR` and `|`; `-` and `NOT`;
//! `( )`; quotes of any script. An operator counts only with a space or the line's edge before it;
//! a bracket that touches a word is literal. `\` escapes the next character. A final `？` or `。`
//! outside quotes is punctuation. `field:value` is a filter for the names of the schema only, and
//! never what stands within quotes. `{N}`, `~n`, `/s`, `/p` and `*` are refused until they are built.

use super::filters::{self, ValueError};
use crate::analysis::char_filter::fold_query;
use crate::engine::SearchBackend;
use crate::model::query::ExactString;
use crate::model::{Query, Span};

/// What is wrong with a query, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// A quote is not closed.
    #[error("unclosed quote {quote} at character {at}")]
    UnclosedQuote {
        /// The quote.
        quote: char,
        /// Its place in characters, from 1.
        at: usize,
    },
    /// A group is not closed.
    #[error("unclosed bracket at character {at}")]
    UnclosedGroup {
        /// Its place in characters, from 1.
        at: usize,
    },
    /// A closing bracket without an opening one.
    #[error("bracket closed but not opened at character {at}")]
    UnopenedGroup {
        /// Its place in characters, from 1.
        at: usize,
    },
    /// `OR`, `NOT` or `-` without anything to apply to.
    #[error("nothing after {operator} at character {at}")]
    DanglingOperator {
        /// The operator.
        operator: String,
        /// Its place in characters, from 1.
        at: usize,
    },
    /// An operator of the query language that is not built yet; better said than searched literally.
    #[error("{operator} is not understood yet, at character {at}")]
    NotYet {
        /// The operator.
        operator: String,
        /// Its place in characters, from 1.
        at: usize,
    },
    /// A `field:value` whose value is not understood.
    #[error("{field}: {error}")]
    Value {
        /// The field.
        field: String,
        /// What is wrong.
        #[source]
        error: ValueError,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word { text: String, quoted: bool },
    Field { field: &'static str, value: String },
    Or,
    Not(&'static str),
    Open,
    Close,
}

/// Reads a query; an empty one asks for everything.
///
/// # Errors
/// [`ParseError`], with the place in characters.
pub fn parse(text: &str, backend: &dyn SearchBackend) -> Result<Query, ParseError> {
    let tokens = Lexer::new(text).run()?;
    let mut parser = Parser {
        tokens: &tokens,
        next: 0,
        text,
        backend,
    };
    let query = parser.either(0)?;
    match parser.peek() {
        Some((Token::Close, at)) => Err(ParseError::UnopenedGroup {
            at: parser.place(*at),
        }),
        _ => Ok(query),
    }
}

/// Takes the whole text as one exact string (`--fixed-strings`).
#[must_use]
pub fn fixed(text: &str) -> Query {
    exact(text, true, Span::new(0, text.len()))
}

fn exact(text: &str, literal: bool, span: Span) -> Query {
    let forms = fold_query(text, literal);
    if forms[0].is_empty() {
        return Query::Everything;
    }
    Query::Exact(ExactString {
        text: text.to_owned(),
        forms,
        span,
    })
}

struct Lexer<'a> {
    text: &'a str,
    characters: Vec<(usize, char)>,
    next: usize,
    depth: usize,
    tokens: Vec<(Token, usize)>,
}

impl<'a> Lexer<'a> {
    fn new(text: &'a str) -> Self {
        let characters = text.char_indices().collect();
        Self {
            text,
            characters,
            next: 0,
            depth: 0,
            tokens: Vec::new(),
        }
    }

    fn run(mut self) -> Result<Vec<(Token, usize)>, ParseError> {
        while let Some(&(at, character)) = self.characters.get(self.next) {
            match character {
                _ if character.is_whitespace() => self.next += 1,
                '(' | '（' => {
                    self.depth += 1;
                    self.push(Token::Open, at);
                }
                ')' | '）' if self.depth > 0 => {
                    self.depth -= 1;
                    self.push(Token::Close, at);
                }
                '|' | '｜' => self.push(Token::Or, at),
                '-' | '－' if self.follows_word() => self.push(Token::Not("-"), at),
                _ => self.word(at)?,
            }
        }
        Ok(self.tokens)
    }

    fn push(&mut self, token: Token, at: usize) {
        self.tokens.push((token, at));
        self.next += 1;
    }

    /// Whether something that can be excluded comes right after the current character.
    fn follows_word(&self) -> bool {
        self.characters
            .get(self.next + 1)
            .is_some_and(|(_, next)| !next.is_whitespace())
    }

    fn word(&mut self, at: usize) -> Result<(), ParseError> {
        let mut word = String::new();
        let (mut quoted, mut literal, mut open) = (false, false, 0usize);
        while let Some(&(here, character)) = self.characters.get(self.next) {
            match character {
                '\\' if self.next + 1 < self.characters.len() => {
                    word.push(self.characters[self.next + 1].1);
                    literal = true;
                    self.next += 2;
                    continue;
                }
                _ if character.is_whitespace() => break,
                ')' | '）' if open == 0 && self.depth > 0 => break,
                '(' | '（' => open += 1,
                ')' | '）' => open = open.saturating_sub(1),
                _ => {}
            }
            if let Some(closing) = closing_quote(character).filter(|_| self.quote_counts(&word)) {
                quoted = true;
                literal |= word.is_empty();
                self.quoted(here, character, closing, &mut word)?;
                continue;
            }
            word.push(character);
            self.next += 1;
        }
        if literal {
            self.tokens.push((
                Token::Word {
                    text: word,
                    quoted: true,
                },
                at,
            ));
            return Ok(());
        }
        if matches!(word.as_str(), "AND" | "ＡＮＤ") {
            return Ok(());
        }
        if let Some(operator) = not_yet(&word).filter(|_| !quoted) {
            let at = self.text[..at].chars().count() + 1;
            return Err(ParseError::NotYet { operator, at });
        }
        let token = operator(&word).unwrap_or_else(|| word_token(word, quoted));
        self.tokens.push((token, at));
        Ok(())
    }

    /// A quote counts at a word's beginning and after `field:`; inside a word it is literal.
    fn quote_counts(&self, word: &str) -> bool {
        word.is_empty() || field_prefix(word).is_some_and(|(_, value)| value.is_empty())
    }

    fn quoted(
        &mut self,
        at: usize,
        quote: char,
        closing: &[char],
        word: &mut String,
    ) -> Result<(), ParseError> {
        self.next += 1;
        while let Some(&(_, character)) = self.characters.get(self.next) {
            self.next += 1;
            if character == '\\' && self.next < self.characters.len() {
                word.push(self.characters[self.next].1);
                self.next += 1;
            } else if closing.contains(&character) {
                return Ok(());
            } else {
                word.push(character);
            }
        }
        let at = self.text[..at].chars().count() + 1;
        Err(ParseError::UnclosedQuote { quote, at })
    }
}

/// Returns what closes a quote, if the character opens one. A Chinese input method types “ ” or
/// 「 」; a double quote may be closed by ” where the editor turned it.
fn closing_quote(character: char) -> Option<&'static [char]> {
    match character {
        '"' | '＂' => Some(&['"', '＂']),
        '“' | '”' => Some(&['”', '“']),
        '「' => Some(&['」']),
        '『' => Some(&['』']),
        _ => None,
    }
}

/// Returns the operator of DESIGN's language that a word holds and this program does not know yet.
fn not_yet(word: &str) -> Option<String> {
    let near = |word: &str| {
        word.strip_prefix(['~', '～'])
            .is_some_and(|n| !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if matches!(word, "/s" | "/p" | "/S" | "/P") || near(word) {
        return Some(word.to_owned());
    }
    if field_prefix(word).is_some() {
        return None;
    }
    let operators = ["{N}", "{n}", "｛N｝", "*", "＊"];
    operators
        .into_iter()
        .find(|operator| word.contains(operator))
        .map(str::to_owned)
}

fn operator(word: &str) -> Option<Token> {
    match word {
        "OR" | "ＯＲ" => Some(Token::Or),
        "NOT" | "ＮＯＴ" => Some(Token::Not("NOT")),
        _ => None,
    }
}

fn word_token(word: String, quoted: bool) -> Token {
    if let Some((field, value)) = field_prefix(&word) {
        return Token::Field {
            field,
            value: value.to_owned(),
        };
    }
    if quoted {
        return Token::Word { text: word, quoted };
    }
    let trimmed = word.trim_end_matches(['？', '。', '?']);
    let text = if trimmed.is_empty() {
        word.as_str()
    } else {
        trimmed
    };
    Token::Word {
        text: text.to_owned(),
        quoted,
    }
}

fn field_prefix(word: &str) -> Option<(&'static str, &str)> {
    let at = word.find([':', '：'])?;
    let (name, rest) = word.split_at(at);
    let field = filters::field_named(&name.to_ascii_lowercase())?;
    Some((field, rest.trim_start_matches([':', '：'])))
}

struct Parser<'a> {
    tokens: &'a [(Token, usize)],
    next: usize,
    text: &'a str,
    backend: &'a dyn SearchBackend,
}

/// Brackets may be this deep: more is no human's query, and recursion must end.
const MAX_DEPTH: usize = 64;

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a (Token, usize)> {
        self.tokens.get(self.next)
    }

    fn place(&self, at: usize) -> usize {
        self.text[..at].chars().count() + 1
    }

    fn either(&mut self, depth: usize) -> Result<Query, ParseError> {
        let mut choices = vec![self.all(depth)?];
        while let Some((Token::Or, at)) = self.peek() {
            self.next += 1;
            if matches!(self.peek(), None | Some((Token::Or | Token::Close, _))) {
                return Err(self.dangling("OR", *at));
            }
            choices.push(self.all(depth)?);
        }
        if choices.len() > 1 && choices.contains(&Query::Everything) {
            let at = self
                .tokens
                .iter()
                .find(|(token, _)| *token == Token::Or)
                .map_or(0, |(_, at)| *at);
            return Err(self.dangling("OR", at));
        }
        Ok(if choices.len() == 1 {
            choices.remove(0)
        } else {
            Query::Or(choices)
        })
    }

    fn all(&mut self, depth: usize) -> Result<Query, ParseError> {
        let mut parts = Vec::new();
        while let Some((token, at)) = self.peek() {
            if matches!(token, Token::Or | Token::Close) {
                break;
            }
            self.next += 1;
            let part = self.one(token, *at, depth)?;
            if part != Query::Everything {
                parts.push(part);
            }
        }
        Ok(match parts.len() {
            0 => Query::Everything,
            1 => parts.remove(0),
            _ => Query::And(parts),
        })
    }

    fn one(&mut self, token: &Token, at: usize, depth: usize) -> Result<Query, ParseError> {
        match token {
            Token::Word { text, quoted } => {
                let text = if *quoted { text.as_str() } else { text.trim() };
                Ok(exact(text, false, Span::new(at, at + text.len())))
            }
            Token::Field { field, value } => filters::parse_value(field, value, self.backend)
                .map(Query::Filter)
                .map_err(|error| ParseError::Value {
                    field: (*field).to_owned(),
                    error,
                }),
            Token::Not(operator) => {
                let Some((token, next)) = self.peek().filter(|(token, _)| {
                    !matches!(token, Token::Or | Token::Close | Token::Not(_))
                }) else {
                    return Err(self.dangling(operator, at));
                };
                self.next += 1;
                Ok(Query::Not(Box::new(self.one(token, *next, depth)?)))
            }
            Token::Open if depth < MAX_DEPTH => {
                let query = self.either(depth + 1)?;
                match self.peek() {
                    Some((Token::Close, _)) => self.next += 1,
                    _ => return Err(ParseError::UnclosedGroup { at: self.place(at) }),
                }
                Ok(query)
            }
            Token::Open => Err(ParseError::UnclosedGroup { at: self.place(at) }),
            Token::Or | Token::Close => unreachable!("the callers stop at these"),
        }
    }

    fn dangling(&self, operator: &str, at: usize) -> ParseError {
        ParseError::DanglingOperator {
            operator: operator.to_owned(),
            at: self.place(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Candidate, EngineError, FacetColumn};
    use crate::model::hit::StoredDocument;
    use crate::model::{Facet, Filter, Plan};
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
        fn fetch(&self, _: Candidate) -> Result<StoredDocument, EngineError> {
            Err(EngineError::NoFacet {
                field: String::new(),
            })
        }
        fn facets(&self, _: &Plan, _: &str) -> Result<Vec<Facet>, EngineError> {
            Ok(Vec::new())
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

    /// Prints a query as an expression.
    fn print(query: &Query) -> String {
        let join = |queries: &[Query], name: &str| {
            let parts: Vec<String> = queries.iter().map(print).collect();
            format!("{name}({})", parts.join(" "))
        };
        match query {
            Query::Everything => "*".to_owned(),
            Query::Exact(string) => string.forms.join("/"),
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
            ("一区{N}园", "!"),
            ("“一区{N}园”", "一区{n}园"),
            ("甲 ~20 乙", "!"),
            ("甲 /s 乙", "!"),
            ("甲*乙", "!"),
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
    }

    proptest! {
        #[test]
        fn no_query_panics(text in "[甲乙 　()（）\"“”「」|\\\\:：ORNT*-]{0,24}") {
            let _ = parse(&text, &Known);
        }

        #[test]
        fn any_text_panics_neither(text in any::<String>()) {
            let _ = parse(&text, &Known);
            let _ = fixed(&text);
        }
    }
}
