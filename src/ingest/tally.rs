//! The trouble of a container's members, so that a million pictures are one row.
//!
//! In: issues, one after the other. Out: one row for each reason why members are not read, with
//! their number; of everything else the first rows, and a row that counts the rest. Not its job:
//! what an issue means.

use std::collections::BTreeMap;

use crate::model::{Issue, IssueKind, Stage};

/// Rows of one reason that are kept.
const MOST_ROWS: usize = 50;

/// Collects the issues of one container.
#[derive(Debug)]
pub struct Tally {
    address: String,
    /// By kind and code: how many, and the rows kept.
    reasons: BTreeMap<(u8, String), (u64, Vec<Issue>)>,
    /// Members handed over.
    members: u64,
}

impl Tally {
    /// Begins for a container of that path.
    #[must_use]
    pub fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            reasons: BTreeMap::new(),
            members: 0,
        }
    }

    /// Adds a member and its trouble.
    pub fn member(&mut self, issues: Vec<Issue>) {
        self.members += 1;
        for issue in issues {
            self.add(issue);
        }
    }

    /// Returns how many members there were.
    #[must_use]
    pub const fn members(&self) -> u64 {
        self.members
    }

    /// Adds trouble.
    pub fn add(&mut self, issue: Issue) {
        let rank = match issue.kind {
            IssueKind::Failed => 0,
            IssueKind::Partial => 1,
            IssueKind::Skipped => 2,
        };
        let key = (rank, issue.code.clone());
        let (count, rows) = self.reasons.entry(key).or_default();
        *count += 1;
        if rows.len() < kept(&issue) {
            rows.push(issue);
        }
    }

    /// Returns the rows, failures first; one that says so where the container holds nothing.
    #[must_use]
    pub fn finish(self) -> Vec<Issue> {
        if self.members == 0 && self.reasons.is_empty() {
            return vec![Issue {
                path: self.address.clone(),
                stage: Stage::Read,
                kind: IssueKind::Skipped,
                code: "empty".to_owned(),
                message: "the container holds no file".to_owned(),
                count: 1,
            }];
        }
        self.rows()
    }

    /// Keeps the rows of one file short: a table may have trouble with every row.
    #[must_use]
    pub fn shortened(address: &str, issues: Vec<Issue>) -> Vec<Issue> {
        if issues.len() <= MOST_ROWS {
            return issues;
        }
        let mut tally = Self::new(address);
        for issue in issues {
            tally.add(issue);
        }
        tally.rows()
    }

    fn rows(self) -> Vec<Issue> {
        let mut issues = Vec::new();
        for (count, mut rows) in self.reasons.into_values() {
            rows.sort_by(|a, b| a.path.cmp(&b.path));
            let rest = count - rows.len() as u64;
            let more = rows.last().filter(|_| rest > 0).map(|last| Issue {
                path: self.address.clone(),
                message: format!("{rest} more: {}", last.message),
                count: rest,
                ..last.clone()
            });
            issues.extend(rows);
            issues.extend(more);
        }
        issues
    }
}

/// How many rows of its reason are kept: a type that nobody reads needs no list.
fn kept(issue: &Issue) -> usize {
    let is_type = issue.code.starts_with("unsupported_type:");
    if is_type { 1 } else { MOST_ROWS }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn issue(path: &str, kind: IssueKind, code: &str) -> Issue {
        Issue {
            path: path.to_owned(),
            stage: Stage::Read,
            kind,
            code: code.to_owned(),
            message: code.to_uppercase(),
            count: 1,
        }
    }

    #[test]
    fn an_empty_container_is_reported() {
        let issues = Tally::new("a.zip").finish();
        assert_eq!((issues.len(), issues[0].code.as_str()), (1, "empty"));
    }

    #[test]
    fn many_rows_of_one_reason_are_counted() {
        let mut tally = Tally::new("a.zip");
        for number in 0..1000 {
            let path = format!("a.zip!/{number}.png");
            tally.member(vec![issue(
                &path,
                IssueKind::Skipped,
                "unsupported_type:png",
            )]);
        }
        for number in 0..60 {
            let path = format!("a.zip!/{number:02}.doc");
            tally.member(vec![issue(&path, IssueKind::Failed, "damaged")]);
        }
        assert_eq!(tally.members(), 1060);
        let issues = tally.finish();
        assert_eq!(issues.len(), 53);
        assert_eq!(issues[0].path, "a.zip!/00.doc");
        assert_eq!(issues[50].path, "a.zip");
        assert_eq!(issues[50].message, "10 more: DAMAGED");
        assert_eq!(issues[51].path, "a.zip!/0.png");
        assert_eq!(issues[52].message, "999 more: UNSUPPORTED_TYPE:PNG");
    }
}
