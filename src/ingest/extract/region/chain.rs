//! Division names that stand side by side (`湖北省十堰市竹山县`) read as one place.
//!
//! In: folded text. Out: [`Chain`]s, each with what it may mean. Not its job: deciding which chain
//! is the document's place.

pub(super) use crate::lexicon::regions::lies_in;
use crate::lexicon::regions::{self, Division};
use crate::model::{Region, Span};

/// One or more adjoining division names.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    /// Where, in the text given.
    pub(super) span: Span,
    /// What the last name may be, narrowed by those before it.
    pub(super) candidates: Vec<&'static Division>,
    /// Some name is written in full.
    pub(super) full: bool,
}

impl Chain {
    /// Returns the place if there is only one it can be.
    pub(super) fn only(&self) -> Option<&'static Region> {
        match self.candidates.as_slice() {
            [division] => Some(&division.region),
            _ => None,
        }
    }

    /// Returns the place; where several are possible, the only one that `hints` support, else what
    /// all have in common.
    pub(super) fn settle(&self, hints: &[Region]) -> Option<Region> {
        if let Some(region) = self.only() {
            return Some(region.clone());
        }
        let supported = |by: &dyn Fn(&Region, &Region) -> bool| {
            let mut fitting = self
                .candidates
                .iter()
                .filter(|division| hints.iter().any(|hint| by(&division.region, hint)));
            let first = fitting.next()?;
            fitting.next().is_none().then(|| first.region.clone())
        };
        supported(&|region, hint| {
            region.province == hint.province && hint.city.is_some() && region.city == hint.city
        })
        .or_else(|| supported(&|region, hint| region.province == hint.province))
        .or_else(|| common(&self.candidates))
    }
}

/// Returns the smallest place that holds all candidates; none where the provinces differ.
fn common(candidates: &[&'static Division]) -> Option<Region> {
    let first = &candidates.first()?.region;
    let all = |same: &dyn Fn(&Region) -> bool| candidates.iter().all(|one| same(&one.region));
    all(&|region| region.province == first.province).then(|| Region {
        province: first.province.clone(),
        city: first
            .city
            .clone()
            .filter(|_| all(&|region| region.city == first.city)),
        county: None,
    })
}

/// Returns the chains of a folded text, in text order.
pub(super) fn chains(folded: &str) -> Vec<Chain> {
    let mut chains: Vec<Chain> = Vec::new();
    for mention in regions::mentions(folded) {
        if let Some(last) = chains.last_mut()
            && last.span.end == mention.span.start
        {
            let narrowed: Vec<&'static Division> = mention
                .candidates
                .iter()
                .filter(|inner| {
                    let within = |outer: &&Division| lies_in(&inner.region, &outer.region);
                    last.candidates.iter().any(within)
                })
                .copied()
                .collect();
            if !narrowed.is_empty() {
                last.span.end = mention.span.end;
                last.candidates = narrowed;
                last.full |= mention.full;
                continue;
            }
        }
        chains.push(Chain {
            span: mention.span,
            candidates: mention.candidates,
            full: mention.full,
        });
    }
    chains
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str, hints: &[Region]) -> Vec<String> {
        chains(text)
            .iter()
            .map(|chain| chain.settle(hints).map_or("?".into(), |r| r.path()))
            .collect()
    }

    #[test]
    fn names_side_by_side_are_one_place() {
        let jiangsu = regions::lookup("江苏")[0].region.clone();
        let fuzhou = regions::lookup("福州")[0].region.clone();
        let cases: [(&str, &[Region], &[&str]); 14] = [
            ("湖北省十堰市竹山县", &[], &["湖北省/十堰市/竹山县"]),
            ("吉林省吉林市", &[], &["吉林省/吉林市"]),
            ("鼓楼区", &[], &["?"]),
            ("南京市鼓楼区", &[], &["江苏省/南京市/鼓楼区"]),
            ("鼓楼区", &[fuzhou], &["福建省/福州市/鼓楼区"]),
            ("鼓楼区", &[jiangsu], &["?"]),
            ("湖北省、浙江省", &[], &["湖北省", "浙江省"]),
            ("襄樊市枣阳市", &[], &["湖北省/襄阳市/枣阳市"]),
            ("大连市中山区", &[], &["辽宁省/大连市/中山区"]),
            ("南通市通州区", &[], &["江苏省/南通市/通州区"]),
            ("通州区", &[], &["?"]),
            ("海南州人民政府", &[], &["青海省/海南藏族自治州"]),
            ("吉林市人民政府", &[], &["吉林省/吉林市"]),
            (
                "阿坝州九寨沟县",
                &[],
                &["四川省/阿坝藏族羌族自治州/九寨沟县"],
            ),
        ];
        for (text, hints, expected) in cases {
            assert_eq!(paths(text, hints), expected, "{text}");
        }
    }
}
