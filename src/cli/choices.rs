//! Values of closed vocabularies, for a shell to complete. They refuse nothing: 鄂 is 湖北省, too.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};

use crate::search::filters;

/// Takes any text and knows the values that a field may have. They are read when they are asked for:
/// some stand in tables that `--lexicon` lies over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choices(pub(super) &'static str);

impl TypedValueParser for Choices {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let values = filters::choices(self.0).into_iter();
        Some(Box::new(values.map(PossibleValue::new)))
    }
}
