//! Who adopted, approved or ordered a law, from the lines between its title and first article.

use super::chain::chains;
use super::{Evidence, Verdict};
use crate::model::{Extracted, Region, Span};

impl Evidence<'_> {
    /// Who adopted or ordered it, in the header: `(…浙江省第十三届人民代表大会常务委员会…通过)`.
    pub(super) fn by_adoption(&self) -> Verdict {
        match self.adopted_locally() {
            Some(region) => Verdict::Local(vec![region]),
            None if self.adopted_centrally() => Verdict::Central,
            None => Verdict::Open,
        }
    }

    pub(super) fn adopted_locally(&self) -> Option<Extracted<Region>> {
        let span = self.header();
        let header = &self.context.text()[span.range()];
        let adopting = chains(header).into_iter().find(|chain| {
            let rest = &header[chain.span.end..];
            let begins = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
            begins(&["人民代表大会", "人大常委会", "人民政府令", "人民政府公告"])
                || rest.starts_with('第')
                    && rest
                        .char_indices()
                        .take(8)
                        .any(|(at, _)| rest[at..].starts_with("届人民代表大会"))
        })?;
        let region = adopting.settle_with(|| self.hints())?;
        let rule = "extract/region/adoption";
        let found = adopting.span.shifted(span.start);
        Some(self.context.found(region, rule, found, 0.85))
    }

    /// The header says that a central organ adopted, approved or ordered the text.
    pub(super) fn adopted_centrally(&self) -> bool {
        const ORGANS: [&str; 7] = [
            "全国人民代表大会",
            "中华人民共和国主席令",
            "国务院令",
            "国务院批准",
            "国务院常务会议",
            "最高人民法院审判委员会",
            "最高人民检察院检察委员会",
        ];
        let header = &self.context.text()[self.header().range()];
        ORGANS.iter().any(|organ| {
            header.match_indices(organ).any(|(at, _)| {
                let rest: String = header[at..].chars().take(60).collect();
                let line = rest.split(['。', '\n']).next().unwrap_or_default();
                let decided = ["令", "通过", "批准"]
                    .iter()
                    .any(|word| line.contains(word));
                decided && !header[..at].ends_with(['《', '据', '照'])
            })
        })
    }

    /// The span of the head after the title, up to the first article.
    fn header(&self) -> Span {
        let title = self.context.title_paragraph.unwrap_or(0);
        let title = self.context.part.paragraphs.get(title);
        let end = self.context.head().end;
        let start = title.map_or(0, |title| title.folded.end.min(end));
        let text = &self.context.text()[start..end];
        Span::new(start, text.find("第一条").map_or(end, |at| start + at))
    }
}
