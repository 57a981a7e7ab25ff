//! What a user's own table says of a document (`--map`): it beats whatever is extracted.
//!
//! In: values of the columns that the user named. Out: fields, sure, by rules `extract/given/…`; a
//! value that is no date, no number, no name leaves the field to the other rules. Only the first
//! part of a record has them. Not its job: guessing what columns mean.

use super::calendar::{self, DatePrecision};
use super::context::Context;
use super::title::{Title, shown_in};
use super::{issuer, number};
use crate::analysis::char_filter;
use crate::model::document::DocNumber;
use crate::model::{Date, DateRole, Extracted};

fn said<'a>(context: &Context<'a>, value: &'a Option<String>) -> Option<&'a str> {
    let value = value.as_deref().map(str::trim)?;
    (context.part.number == 1 && !value.is_empty()).then_some(value)
}

/// The title.
pub(super) fn title(context: &Context) -> Option<Title> {
    let value = said(context, &context.hints.given.title)?;
    let value = value.lines().next()?.trim();
    Some(Title {
        value: Extracted::new(
            char_filter::simplify(value),
            "extract/given/title",
            None,
            1.0,
        ),
        displayed: value.to_owned(),
        paragraph: shown_in(context, value),
    })
}

/// The date of issue.
pub(super) fn date(context: &Context) -> Option<(Extracted<Date>, DateRole)> {
    let value = said(context, &context.hints.given.date)?;
    let found = calendar::first(&char_filter::fold(value).text, DatePrecision::Month)?;
    let date = Extracted::new(found.date, "extract/given/date", None, 1.0);
    Some((date, DateRole::Issued))
}

/// The document number.
pub(super) fn number(context: &Context) -> Option<Extracted<DocNumber>> {
    let value = said(context, &context.hints.given.number)?;
    let number = number::read(value)?;
    Some(Extracted::new(number, "extract/given/number", None, 1.0))
}

/// The issuers, lead first; a name that no table knows is taken as it is.
pub(super) fn issuers(context: &Context) -> Vec<Extracted<String>> {
    let Some(value) = said(context, &context.hints.given.issuer) else {
        return Vec::new();
    };
    let mut names = issuer::names(context, &char_filter::fold(value).text);
    if names.is_empty() {
        let parts = value.split(['；', ';', '、', ',', '，']).map(str::trim);
        names.extend(parts.filter(|name| !name.is_empty()).map(str::to_owned));
    }
    let sure = |name| Extracted::new(name, "extract/given/issuer", None, 1.0);
    names.into_iter().map(sure).collect()
}
