//! What pages put around a text: menus, tools, source lines, footers, notices, spam words.
//!
//! Each list has a development part and a held-out part in other real-world wordings. Slots as in
//! the phrase grammar; `{D}` a page date, `{N}` a count, `{S}` a site, `{T}` the title, `{B}` a
//! neighbouring title, `{P}` a person, `{I}` a record number (ICP) of any province.

mod development;
mod held_out;

use self::development::DEVELOPMENT;
use self::held_out::HELD_OUT;
use super::Half;

/// The wordings of one half.
pub(crate) struct Furniture {
    pub(crate) crumbs: &'static [&'static str],
    pub(crate) menus: &'static [&'static str],
    pub(crate) tools: &'static [&'static str],
    pub(crate) sources: &'static [&'static str],
    pub(crate) copyrights: &'static [&'static str],
    pub(crate) disclaimers: &'static [&'static str],
    pub(crate) editors: &'static [&'static str],
    pub(crate) related: &'static [&'static str],
    pub(crate) promotions: &'static [&'static str],
    pub(crate) library: &'static [&'static str],
    pub(crate) wrappers: &'static [&'static str],
    pub(crate) previews: &'static [&'static str],
    pub(crate) sites: &'static [&'static str],
    pub(crate) spam_hard: &'static [&'static str],
    pub(crate) spam_soft: &'static [&'static str],
    pub(crate) spam_separators: &'static [&'static str],
    pub(crate) brands: &'static [&'static str],
    pub(crate) splices: &'static [&'static str],
    pub(crate) injected: &'static [&'static str],
    pub(crate) stubs: &'static [&'static str],
}

impl Furniture {
    /// Returns the wordings of a half.
    pub(crate) const fn of(half: Half) -> &'static Self {
        match half {
            Half::Development => &DEVELOPMENT,
            Half::HeldOut => &HELD_OUT,
        }
    }
}

/// Record numbers: the letter of any province.
pub(crate) const RECORDS: [&str; 8] = [
    "粤ICP备05102027号",
    "京ICP备11004501号-2",
    "沪ICP备2021003211号",
    "鄂ICP备12007865号",
    "蜀ICP备09015528号-1",
    "苏ICP备10226541号",
    "浙ICP备2023017654号",
    "豫ICP备19004432号",
];
