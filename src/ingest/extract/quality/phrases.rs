//! Flags by phrases that policy text does not have: rewritten, censored, generated (`ai`), fiction,
//! scanned, machine-translated.
//!
//! In: the sample. Out: counts and verdicts. One phrase proves nothing: a verdict takes several
//! different ones.

use super::Sample;
use crate::lexicon::weak_phrases::{self, Weakness};

/// The different phrases found, by where they come from.
#[derive(Debug, Default)]
pub(super) struct Found<'t> {
    phrases: Vec<(&'t str, Weakness)>,
    /// Rewritten words, repetitions counted.
    rewritten: usize,
    /// 他, 她 in narration: by thousand characters.
    pronouns: usize,
    /// The title is a chapter's.
    chapter: bool,
}

/// Enough for any verdict.
const MAX_PHRASES: usize = 64;

impl<'t> Found<'t> {
    /// Finds the phrases of a sample.
    pub(super) fn of(sample: &Sample<'t>) -> Self {
        let mut found = Self::default();
        for piece in sample.pieces() {
            for (range, weakness) in weak_phrases::terms().find(piece) {
                found.rewritten += usize::from(weakness == Weakness::Rewritten);
                let phrase = (&piece[range], weakness);
                if found.phrases.len() < MAX_PHRASES && !found.phrases.contains(&phrase) {
                    found.phrases.push(phrase);
                }
            }
        }
        found.pronouns = pronouns(sample);
        found.chapter = is_chapter(sample.title);
        found
    }

    fn count(&self, weakness: Weakness) -> usize {
        let same = self.phrases.iter().filter(|phrase| phrase.1 == weakness);
        same.count()
    }

    /// Words replaced by synonyms.
    pub(super) fn is_rewritten(&self) -> bool {
        self.count(Weakness::Rewritten) >= 2 || self.rewritten >= 4
    }

    /// Words replaced by others of the same sound.
    pub(super) fn is_censored(&self) -> bool {
        self.count(Weakness::Censored) >= 2
    }

    /// A templated essay.
    pub(super) fn is_essay(&self) -> bool {
        let sure = self.count(Weakness::EssaySure);
        let others = self.count(Weakness::Essay);
        sure >= 2 || sure >= 1 && others >= 2 || others >= 6
    }

    /// Fiction with official vocabulary.
    pub(super) fn is_novel(&self) -> bool {
        let sure = self.count(Weakness::NovelSure);
        let told = self.count(Weakness::Novel);
        let narrated = self.pronouns >= NARRATED;
        told >= 5
            || sure >= 3
            || (sure >= 1 || self.chapter || narrated) && told >= 2
            || self.chapter && narrated
    }

    /// A scan badly read.
    pub(super) fn is_scanned(&self) -> bool {
        self.count(Weakness::Ocr) >= 2
    }

    /// Translated by a machine.
    pub(super) fn is_translated(&self) -> bool {
        self.count(Weakness::Translated) >= 2
    }
}

/// Narration has some 15 他 and 她 in a thousand characters, policy text none but in 其他.
const NARRATED: usize = 5;

fn pronouns(sample: &Sample) -> usize {
    let count = |word: &str| -> usize {
        let finder = memchr::memmem::Finder::new(word);
        let pieces = sample.pieces().into_iter();
        pieces
            .map(|piece| finder.find_iter(piece.as_bytes()).count())
            .sum()
    };
    let found = count("他") + count("她");
    if found < NARRATED {
        return 0;
    }
    let found = found.saturating_sub(count("其他") + count("其她") + count("他人"));
    let chars: usize = sample.pieces().iter().map(|piece| piece.len() / 3).sum();
    if found < NARRATED {
        return 0;
    }
    found * 1_000 / chars.max(1)
}

/// `第八十七章 常务会议上的较量`: the chapter of a book; a law's are 总则, 附则 … and no titles.
fn is_chapter(title: &str) -> bool {
    let number = |found: char| "一二三四五六七八九十百千零〇0123456789".contains(found);
    let rest = title.strip_prefix('第').unwrap_or_default();
    let name = rest.trim_start_matches(number).strip_prefix(['章', '回']);
    name.is_some_and(|name| rest.starts_with(number) && !name.ends_with('则'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(text: &str) -> Vec<&'static str> {
        let found = Found::of(&Sample::new(text, ""));
        let all = [
            ("rewritten", found.is_rewritten()),
            ("censored", found.is_censored()),
            ("ai", found.is_essay()),
            ("novel", found.is_novel()),
            ("ocr", found.is_scanned()),
            ("translated", found.is_translated()),
        ];
        let held = all.into_iter().filter(|(_, holds)| *holds);
        held.map(|(name, _)| name).collect()
    }

    #[test]
    fn weak_texts_are_recognized() {
        for (text, wanted) in [
            (
                "根据省生长改造委文件,落实村庄复兴战略,由引导小组负责。",
                "rewritten",
            ),
            (
                "甲县科技工程治理总那么。第一条本细那么由县科技局解释。",
                "rewritten",
            ),
            ("市正府第三次会议决定,由书脊负责。", "censored"),
            (
                "在当今数字化浪潮席卷全球的背景下,本文将深入探讨园区管理。综上所述,任重而道远。",
                "ai",
            ),
            (
                "李主任笑了笑,压低声音问道:“材料呢?”老王点点头,眼神里满是疲惫,转过身去。",
                "novel",
            ),
            (
                "他放下电话,她咬了咬嘴唇。她没有说话,他望着窗外,她转身跑了,他叹了口气,摇了摇头。",
                "novel",
            ),
            (
                "话音未落,老王推门进来。\n(本章完)\n上一章|目录|下一章",
                "novel",
            ),
            (
                "以下筒称《办法》。末经批准不得施工,巳经施工的应当停工。",
                "ocr",
            ),
            ("一区多公园的管理,请仔细执行。", "translated"),
        ] {
            assert_eq!(flags(text), [wanted], "{text}");
        }
    }

    #[test]
    fn policy_text_has_no_flags() {
        for text in [
            "根据省发展改革委文件,落实乡村振兴战略,由领导小组负责。",
            "众所周知,安全生产责任重大。综上所述,各地要加强领导。",
            "代表们点点头,目光坚定。",
            "市委、市政府决定由书记负责,书脊上应当印有书名。",
            "本文从三个方面解读政策。结语",
            "未经批准不得施工,已经施工的应当停工,以下简称《办法》。",
            "公民、法人和其他组织,侵害他人权利的,其他部门和其他单位应当处理,其他人员及其他情形除外。",
            "首先要加强领导,其次要落实责任,最后要严格考核。",
            "",
        ] {
            assert!(flags(text).is_empty(), "{text}: {:?}", flags(text));
        }
    }
}
