//! The message catalogue: `messages/en.toml` and `messages/zh.toml`, keyed by command, argument and
//! message. English help stands in the argument structs; `zh.toml` replaces it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::language::Language;

const EN: &str = include_str!("messages/en.toml");
const ZH: &str = include_str!("messages/zh.toml");

/// A language's catalogue.
pub(crate) struct Messages {
    catalogue: Catalogue,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    /// What the program says.
    message: BTreeMap<String, String>,
    /// Help of commands, by name.
    #[serde(default)]
    command: BTreeMap<String, String>,
    /// Help of arguments, by `command.argument`.
    #[serde(default)]
    argument: BTreeMap<String, String>,
}

impl Messages {
    pub(super) fn new(language: Language) -> Self {
        let text = match language {
            Language::En => EN,
            Language::Zh => ZH,
        };
        Self {
            catalogue: toml::from_str(text).expect("embedded catalogues are tested"),
        }
    }

    /// Returns a message with its `{name}` places filled in.
    pub(crate) fn format(&self, key: &str, values: &[(&str, &str)]) -> String {
        let Some(template) = self.catalogue.message.get(key) else {
            return key.to_owned();
        };
        let mut text = String::with_capacity(template.len() + 32);
        let mut rest = template.as_str();
        while let Some(open) = rest.find('{') {
            let Some(close) = rest[open..].find('}').map(|at| open + at) else {
                break;
            };
            text.push_str(&rest[..open]);
            let name = &rest[open + 1..close];
            let value = values.iter().find(|(known, _)| *known == name);
            text.push_str(value.map_or(&rest[open..=close], |(_, value)| value));
            rest = &rest[close + 1..];
        }
        text + rest
    }

    /// Returns a message without places.
    pub(crate) fn get(&self, key: &str) -> String {
        self.format(key, &[])
    }

    /// Replaces the help texts that the catalogue has.
    pub(super) fn translate(&self, command: clap::Command) -> clap::Command {
        let name = command.get_name().to_owned();
        let mut command = command;
        if let Some(about) = self.catalogue.command.get(&name) {
            command = command.about(about.clone());
        }
        command = command.mut_args(|argument| {
            let key = format!("{name}.{}", argument.get_id());
            match self.catalogue.argument.get(&key) {
                Some(help) => argument.help(help.clone()),
                None => argument,
            }
        });
        command.mut_subcommands(|subcommand| self.translate(subcommand))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;

    fn catalogue(text: &str) -> Catalogue {
        toml::from_str(text).unwrap()
    }

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{')
            .skip(1)
            .filter_map(|part| part.split('}').next())
            .collect()
    }

    #[test]
    fn both_languages_have_the_same_messages_with_the_same_places() {
        let (en, zh) = (catalogue(EN), catalogue(ZH));
        let keys = |catalogue: &Catalogue| catalogue.message.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&en), keys(&zh));
        for (key, text) in &en.message {
            assert_eq!(places(text), places(&zh.message[key]), "{key}");
        }
    }

    #[test]
    fn every_command_and_argument_has_a_chinese_help() {
        let zh = catalogue(ZH);
        let mut commands = BTreeSet::new();
        let mut arguments = BTreeSet::new();
        let root = super::super::Cli::command();
        for command in std::iter::once(&root).chain(root.get_subcommands()) {
            commands.insert(command.get_name().to_owned());
            for argument in command.get_arguments() {
                arguments.insert(format!("{}.{}", command.get_name(), argument.get_id()));
            }
        }
        assert_eq!(commands, zh.command.keys().cloned().collect());
        assert_eq!(arguments, zh.argument.keys().cloned().collect());
    }

    #[test]
    fn places_are_filled_and_unknown_ones_stay() {
        let messages = Messages {
            catalogue: Catalogue::default(),
        };
        assert_eq!(messages.format("no such key", &[]), "no such key");
        let catalogue = Catalogue {
            message: BTreeMap::from([("k".to_owned(), "{a} of {b} {c}".to_owned())]),
            ..Catalogue::default()
        };
        let messages = Messages { catalogue };
        assert_eq!(
            messages.format("k", &[("a", "1"), ("b", "{a}")]),
            "1 of {a} {c}"
        );
    }
}
