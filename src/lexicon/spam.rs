//! The vocabulary of search-engine spam – adult, gambling, other trades – and the ordinary words
//! that tell a sentence from a list of key words.

use std::sync::LazyLock;

use super::table;
use super::terms::Terms;

const ADULT: &str = include_str!("data/spam.tsv");
const GAMBLING: &str = include_str!("data/spam_gambling.tsv");
const ADVERTS: &str = include_str!("data/spam_adverts.tsv");
const ORDINARY: &str = include_str!("data/spam_ordinary.tsv");

/// What a word says of the text it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Occurs in adult or gambling spam only.
    Hard,
    /// Offers a forbidden trade (代开发票, 办证刻章); texts against it name it too.
    Advert,
    /// How to reach the trader (微信, 加v).
    Contact,
    /// Common in spam, but also an ordinary word (一区, 综合, 国产).
    Soft(Soft),
    /// Tells of measures against what the other words name (打击, 严禁).
    Enforcement,
    /// A word of policy text.
    Ordinary,
    /// An ordinary phrase that contains a word of spam (久久为功, 综合保税区): says nothing.
    Harmless,
}

/// The groups of soft words; a list of key words mixes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Soft {
    /// 国产, 日韩, 欧美.
    Origin,
    /// 视频, 在线, 高清.
    Media,
    /// 一区, 二区.
    Zone,
    /// 精品, 激情, 天堂.
    Praise,
    /// 彩票, 棋牌, 体育.
    Game,
    /// 官网, 入口, 注册.
    Site,
}

fn class(name: &str) -> Class {
    match name {
        "hard" => Class::Hard,
        "advert" => Class::Advert,
        "contact" => Class::Contact,
        "origin" => Class::Soft(Soft::Origin),
        "media" => Class::Soft(Soft::Media),
        "zone" => Class::Soft(Soft::Zone),
        "praise" => Class::Soft(Soft::Praise),
        "game" => Class::Soft(Soft::Game),
        "site" => Class::Soft(Soft::Site),
        "enforcement" => Class::Enforcement,
        "ordinary" => Class::Ordinary,
        _ => Class::Harmless,
    }
}

/// Returns the words and their classes; where a word stands twice, the first counts.
fn words() -> impl Iterator<Item = (&'static str, Class)> {
    // An ordinary word is ordinary, whatever list it stands in besides.
    [ORDINARY, ADULT, GAMBLING, ADVERTS]
        .into_iter()
        .flat_map(table::rows)
        .map(|row| (row[0], class(row[1])))
}

/// Returns the finder of all these words.
#[must_use]
pub fn terms() -> &'static Terms<Class> {
    static TERMS: LazyLock<Terms<Class>> = LazyLock::new(|| Terms::new(words()));
    &TERMS
}

/// Returns the words of spam, soft ones included, for tests that come before the finder.
pub fn telling() -> impl Iterator<Item = (&'static str, Class)> {
    words().filter(|(_, class)| {
        matches!(
            class,
            Class::Hard | Class::Advert | Class::Contact | Class::Soft(_)
        )
    })
}

/// Returns the words that are no sign of spam.
pub fn plain() -> impl Iterator<Item = &'static str> {
    words()
        .filter(|(_, class)| {
            matches!(
                class,
                Class::Enforcement | Class::Ordinary | Class::Harmless
            )
        })
        .map(|(word, _)| word)
}

/// Returns the data this module was built from, for the lexicon fingerprint.
#[must_use]
pub const fn sources() -> [&'static str; 4] {
    [ADULT, GAMBLING, ADVERTS, ORDINARY]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_their_columns() {
        for source in sources() {
            table::assert_columns(source, 2);
        }
    }

    #[test]
    fn words_stand_folded() {
        for (word, _) in words() {
            assert_eq!(word.to_lowercase(), word);
            assert!(
                word.chars()
                    .all(|character| super::super::script::simplified(character) == character),
                "{word}"
            );
        }
    }
}
