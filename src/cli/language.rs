//! Which language to speak: `--lang`, then the environment.

use std::ffi::OsString;

/// A language of help and messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Language {
    /// English
    En,
    /// 中文
    Zh,
}

/// Chooses the language: the flag (it must be known before the flags are read, for `--help`), then
/// what is set, then `LC_ALL`, `LC_MESSAGES`, `LANG` as POSIX orders them; English otherwise.
pub(super) fn choose(arguments: &[OsString], set: Option<Language>) -> Language {
    from_flag(arguments).or(set).unwrap_or_else(|| {
        let variable = |name| {
            std::env::var(name)
                .ok()
                .filter(|value: &String| !value.is_empty())
        };
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(variable);
        from_locale(locale.as_deref().unwrap_or_default())
    })
}

fn from_flag(arguments: &[OsString]) -> Option<Language> {
    let mut arguments = arguments.iter().filter_map(|argument| argument.to_str());
    while let Some(argument) = arguments.next() {
        let value = match argument {
            "--" => return None,
            "--lang" => arguments.next()?,
            _ => match argument.strip_prefix("--lang=") {
                Some(value) => value,
                None => continue,
            },
        };
        return match value {
            "zh" => Some(Language::Zh),
            "en" => Some(Language::En),
            _ => None,
        };
    }
    None
}

fn from_locale(locale: &str) -> Language {
    if locale.to_ascii_lowercase().starts_with("zh") {
        Language::Zh
    } else {
        Language::En
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_is_found_before_parsing() {
        let flag = |arguments: &[&str]| {
            from_flag(&arguments.iter().map(OsString::from).collect::<Vec<_>>())
        };
        assert_eq!(
            flag(&["zhengsou", "--lang", "zh", "--help"]),
            Some(Language::Zh)
        );
        assert_eq!(flag(&["zhengsou", "--lang=en"]), Some(Language::En));
        assert_eq!(flag(&["zhengsou", "search", "--", "--lang=zh"]), None);
    }

    #[test]
    fn locales_are_read() {
        assert_eq!(from_locale("zh_CN.UTF-8"), Language::Zh);
        assert_eq!(from_locale("C.UTF-8"), Language::En);
    }
}
