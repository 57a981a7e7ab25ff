//! Where a stretch stands: at the page's edge, and in another script than the page.
//!
//! In: view, source, a span of the view. Out: a [`Place`]. Spam is written in simplified script
//! even where the page is served in traditional one, and stands first or last far more often than
//! not (measured on real pages).

use std::cell::OnceCell;

use super::named;
use crate::lexicon::script::simplified;
use crate::model::{MappedText, Span};

/// What speaks for spam in a stretch's surroundings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Among the first or last two lines of the page.
    pub(super) at_edge: bool,
    /// Simplified, on a page in traditional script.
    pub(super) is_foreign: bool,
    /// Pieces between separators, white space of the source included.
    pub(super) groups: usize,
    /// The line before announces a list, or both are items of one.
    pub(super) continues: bool,
    /// The page opens with measures against what spam is about.
    pub(super) is_enforcement: bool,
}

/// A page and what is found out about it when it is asked for.
pub(super) struct Page<'t> {
    pub(super) view: &'t MappedText,
    source: &'t str,
    is_traditional: OnceCell<bool>,
    is_enforcement: OnceCell<bool>,
}

/// Characters of a page that show its script, and the share of traditional ones that makes it
/// traditional: converted pages have a third, simplified ones none but in names.
const SAMPLE: usize = 3_000;
const TRADITIONAL: f32 = 0.08;
/// Characters of spam that have another form in traditional script.
const SIMPLIFIED: &str = "国产亚欧码视频线综级费热观看无乱妇网爱电图体样东韩动岁丝开门场乐戏龙马飞钱赢发选号赛车彩云华会凤银欢迎资讯陆册录页载装";
/// So many of them show that a stretch is simplified.
const SIMPLIFIED_SIGNS: usize = 3;
/// Lines at each end of the page that count as its edge.
const EDGE_LINES: usize = 2;
/// Lines looked at for them.
const EDGE_GAP: usize = 20;

/// A line of the view; what is found out about it is kept.
pub(super) struct Line {
    pub(super) span: Span,
    at_edge: OnceCell<bool>,
}

impl Line {
    pub(super) fn new(span: Span) -> Self {
        Self {
            span,
            at_edge: OnceCell::new(),
        }
    }
}

impl<'t> Page<'t> {
    pub(super) fn new(view: &'t MappedText, source: &'t str) -> Self {
        Self {
            view,
            source,
            is_traditional: OnceCell::new(),
            is_enforcement: OnceCell::new(),
        }
    }

    /// Returns the place of a stretch of the view.
    pub(super) fn place(&self, stretch: Span, line: &Line) -> Place {
        let source = self.view.map.to_parent(stretch);
        let written = self.source.get(source.range()).unwrap_or_default();
        Place {
            at_edge: *line.at_edge.get_or_init(|| self.is_at_edge(line.span)),
            is_foreign: is_simplified(written) && self.is_traditional(),
            groups: groups(written),
            continues: self.continues(line.span),
            is_enforcement: *self
                .is_enforcement
                .get_or_init(|| named::is_enforcement(&self.view.text)),
        }
    }

    /// Whether fewer than two lines precede or follow. A gap of many blank lines is an edge too.
    fn is_at_edge(&self, line: Span) -> bool {
        let text = &self.view.text;
        let visible = |line: &&str| !line.trim().is_empty();
        let before = text[..line.start].split('\n').rev().take(EDGE_GAP);
        let after = text[line.end..].split('\n').take(EDGE_GAP);
        before.filter(visible).take(EDGE_LINES).count() < EDGE_LINES
            || after.filter(visible).take(EDGE_LINES).count() < EDGE_LINES
    }

    /// Whether a line goes on with what the one before it began.
    fn continues(&self, line: Span) -> bool {
        let text = &self.view.text;
        let mut before = text[..line.start].split('\n').rev().take(EDGE_GAP);
        let before = before.find(|line| !line.trim().is_empty());
        before.is_some_and(|before| named::continues(before, &text[line.range()]))
    }

    fn is_traditional(&self) -> bool {
        *self.is_traditional.get_or_init(|| {
            // The middle of the text: its edges may be anything.
            let half = self.source.chars().count() / 2;
            let sample = self.source.chars().skip(half.saturating_sub(SAMPLE / 2));
            let (mut all, mut changed) = (0_u16, 0_u16);
            for character in sample.filter(|found| *found >= '\u{3400}').take(SAMPLE) {
                all += 1;
                changed += u16::from(simplified(character) != character);
            }
            f32::from(changed) > TRADITIONAL * f32::from(all)
        })
    }
}

/// Whether a text has forms of the simplified script and none of the traditional one.
fn is_simplified(text: &str) -> bool {
    let signs = text.chars().filter(|found| SIMPLIFIED.contains(*found));
    signs.take(SIMPLIFIED_SIGNS).count() == SIMPLIFIED_SIGNS
        && text.chars().all(|found| simplified(found) == found)
}

/// Counts the pieces of a text between separators.
fn groups(text: &str) -> usize {
    let separates = |character: char| {
        character.is_whitespace()
            || "_,，|丨｜-–—/／·•;；、#>»*+=~:：!！?？【】[]()（）“”\"《》".contains(character)
    };
    text.split(separates)
        .filter(|group| !group.is_empty())
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::char_filter::fold;

    #[test]
    fn script_edge_and_groups_are_seen() {
        let source = "国产视频_亚洲_欧美\n關於加快產業發展的實施意見,經縣政府常務會議討論通過\n各鄉鎮要認真組織實施\n綜合在線視頻\n首尾\n完";
        let view = fold(source);
        let page = Page::new(&view, source);
        let at = |line: &str| {
            let start = view.text.find(line).unwrap();
            let span = Span::new(start, start + line.len());
            page.place(span, &Line::new(span))
        };
        let spam = at("国产视频_亚洲_欧美");
        assert!(spam.at_edge && spam.is_foreign);
        assert_eq!(spam.groups, 3);
        let own = at("综合在线视频");
        assert!(!own.at_edge && !own.is_foreign);
        let simple = fold("国产视频_亚洲_欧美\n关于加快产业发展的意见");
        let page = Page::new(&simple, "国产视频_亚洲_欧美\n关于加快产业发展的意见");
        assert!(
            !page
                .place(Span::new(0, 12), &Line::new(Span::new(0, 12)))
                .is_foreign
        );
    }
}
