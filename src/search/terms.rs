//! A list of terms as people keep it in a file: a query per line, maybe named.
//!
//! In: the file's text. Out: [`Term`]s in their order, or the first line that is none. Not its job:
//! what the queries mean (`parse`).

use std::collections::HashMap;

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its line in the file, from 1.
    pub line: usize,
    /// What it is called: the text before the tab, else the query.
    pub name: String,
    /// The query as written.
    pub query: String,
}

/// What is wrong with a list of terms.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TermsError {
    /// No line has a query.
    #[error("no line has a query")]
    Empty,
    /// A line with nothing after its tab, or with two tabs.
    #[error("line {line}: neither a query nor a name, a tab and a query")]
    Form {
        /// Which line.
        line: usize,
    },
    /// A name that another line has: it could not head a column of its own.
    #[error("line {line}: {name} is the name of line {first}, too")]
    Repeated {
        /// Which line.
        line: usize,
        /// The name.
        name: String,
        /// The line that has it.
        first: usize,
    },
    /// A name that heads another column.
    #[error("line {line}: {name} is the name of a column")]
    Reserved {
        /// Which line.
        line: usize,
        /// The name.
        name: String,
    },
}

/// Reads a list: a query per line, or a name, a tab and a query. Blank lines, lines that begin with
/// `#` and a byte order mark are passed over. No name may be one of `reserved`.
///
/// # Errors
/// Fails at the first line that is neither, or whose name is taken; and where no line has a query.
pub fn read(text: &str, reserved: &[&str]) -> Result<Vec<Term>, TermsError> {
    let mut terms: Vec<Term> = Vec::new();
    let mut lines: HashMap<String, usize> = HashMap::new();
    let text = text.trim_start_matches('\u{feff}');
    for (line, written) in (1..).zip(text.lines()) {
        if written.trim().is_empty() || written.trim_start().starts_with('#') {
            continue;
        }
        let (name, query) = written.split_once('\t').unwrap_or(("", written));
        let (name, query) = (name.trim(), query.trim());
        if query.is_empty() || query.contains('\t') {
            return Err(TermsError::Form { line });
        }
        let name = if name.is_empty() { query } else { name }.to_owned();
        if reserved.contains(&name.as_str()) {
            return Err(TermsError::Reserved { line, name });
        }
        if let Some(&first) = lines.get(&name) {
            return Err(TermsError::Repeated { line, name, first });
        }
        lines.insert(name.clone(), line);
        terms.push(Term {
            line,
            name,
            query: query.to_owned(),
        });
    }
    if terms.is_empty() {
        return Err(TermsError::Empty);
    }
    Ok(terms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_queries_with_or_without_a_name() {
        type Line = (usize, &'static str, &'static str);
        let cases: [(&str, &[Line]); 6] = [
            ("一区多园", &[(1, "一区多园", "一区多园")]),
            (
                "\u{feff}园区\t园区 OR 分园\r\n\r\n# 注\n  #注\n考核",
                &[(1, "园区", "园区 OR 分园"), (5, "考核", "考核")],
            ),
            ("\t园区", &[(1, "园区", "园区")]),
            ("　园区　管理　", &[(1, "园区　管理", "园区　管理")]),
            ("\n甲 \t \"#1\"", &[(2, "甲", "\"#1\"")]),
            ("甲 #乙", &[(1, "甲 #乙", "甲 #乙")]),
        ];
        for (text, expected) in cases {
            let terms = read(text, &["title"]).unwrap();
            let found = terms.iter();
            let found: Vec<_> = found
                .map(|term| (term.line, term.name.as_str(), term.query.as_str()))
                .collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn a_line_that_is_no_term_is_named() {
        let name = || "甲".to_owned();
        let cases = [
            ("", TermsError::Empty),
            ("# 注\n\n", TermsError::Empty),
            ("甲\n乙\t\n", TermsError::Form { line: 2 }),
            ("甲\t乙\t丙", TermsError::Form { line: 1 }),
            (
                "甲\n\n甲\t乙",
                TermsError::Repeated {
                    line: 3,
                    name: name(),
                    first: 1,
                },
            ),
            (
                "甲\ntitle\t乙",
                TermsError::Reserved {
                    line: 2,
                    name: "title".to_owned(),
                },
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text, &["title"]), Err(expected), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[\u{feff}甲乙a#\t\r\n 　]{0,40}") {
            if let Ok(terms) = read(&text, &[]) {
                let names: std::collections::BTreeSet<_> = terms.iter().map(|term| &term.name).collect();
                proptest::prop_assert_eq!(names.len(), terms.len());
                for term in terms {
                    let line = text.lines().nth(term.line - 1).unwrap_or_default();
                    proptest::prop_assert!(line.contains(&term.query) && line.contains(&term.name));
                    proptest::prop_assert!(!term.query.contains(['\t', '\n']));
                }
            }
        }
    }
}
