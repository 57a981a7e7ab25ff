//! What a filter hides: said on standard error, so that it does not hide silently.

use super::context::Context;
use super::error::CliError;
use crate::search::Search;

/// Says how many further documents match but for values that are not sure enough, or not known.
pub(super) fn note(context: &Context, search: &Search<'_>) -> Result<(), CliError> {
    context.note_unsure(search.hidden_unsure()?);
    for (field, count) in search.hidden_unknown()? {
        let flag = if field == "date" {
            "year".to_owned()
        } else {
            field.replace('_', "-")
        };
        let name = context
            .messages
            .get(&format!("field-{}", field.replace('_', "-")));
        let values = [
            ("count", count.to_string()),
            ("field", name),
            ("flag", flag),
        ];
        context.note(
            "hidden",
            &values.each_ref().map(|(key, value)| (*key, value.as_str())),
        );
    }
    Ok(())
}
