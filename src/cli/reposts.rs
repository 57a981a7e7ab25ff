//! `--reposts`: what becomes of documents that are copies of one policy.

use super::context::Context;
use super::error::CliError;
use crate::search::Search;
use crate::search::reposts::Reposts;

/// What becomes of reposts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum RepostsChoice {
    /// Every copy on its own
    Show,
    /// One document a policy
    Fold,
    /// Only documents that have copies
    Only,
}

impl From<RepostsChoice> for Reposts {
    fn from(choice: RepostsChoice) -> Self {
        match choice {
            RepostsChoice::Show => Self::Show,
            RepostsChoice::Fold => Self::Fold,
            RepostsChoice::Only => Self::Only,
        }
    }
}

/// As asked; else every copy on its own, as programs want it.
pub(super) fn asked(choice: Option<RepostsChoice>) -> Reposts {
    choice.map_or(Reposts::Show, Reposts::from)
}

/// Says of how many policies the matching documents are copies, where these are fewer.
pub(super) fn note(context: &Context, search: &Search<'_>) -> Result<(), CliError> {
    note_counts(context, search.documents() as u64, search.policies()?);
    Ok(())
}

/// Says of how many policies so many documents are copies, where these are fewer.
pub(super) fn note_counts(context: &Context, documents: u64, policies: u64) {
    if policies < documents {
        let values = [
            ("documents", documents.to_string()),
            ("policies", policies.to_string()),
            ("copies", (documents - policies).to_string()),
        ];
        let values = values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        context.note("policies", &values);
    }
}
