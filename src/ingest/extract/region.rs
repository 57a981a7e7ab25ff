//! Regions of a document. In: the context. Out: the issuers' places, and a central text's subjects.
//!
//! Evidence is asked in the order of NOISE §2 "Place": issuers, title, publisher's row, adopting
//! organ, document number, source, body. The first that answers decides; weak evidence must be
//! backed by the body. Hosts, ICP numbers and reposters are never asked. Empty beats wrong.
//! Not its job: recognising organs (`issuer`) and numbers (`number`).

mod adoption;
mod chain;
mod rivals;
mod tally;
mod wording;

use std::cell::OnceCell;

use self::chain::{Chain, chains, lies_in};
use self::wording::{CENTRAL_BEGINNINGS, is_short_local_organ};
pub(super) use self::wording::{is_special, is_visit, learns_from_another};
use super::{Context, signature};
use crate::analysis::char_filter::fold;
use crate::lexicon::doc_number_codes::{self, Code};
use crate::lexicon::zones;
use crate::model::{Extracted, Region, Span};

/// How much of a text is read for place names when its head does not tell, in bytes: the first ten
/// pages or so; what follows are annexes and lists.
const BODY_BYTES: usize = 40_000;

/// How much of the text after the title is its lead, in bytes (some hundred characters).
const LEAD_BYTES: usize = 900;

/// Returns the regions of the issuers (or of the subject), lead first, and the regions that a
/// central text is about.
#[must_use]
pub fn regions(context: &Context) -> (Vec<Extracted<Region>>, Vec<Extracted<Region>>) {
    let evidence = Evidence::new(context);
    match evidence.verdict() {
        Verdict::Local(regions) => (regions, Vec::new()),
        Verdict::Central => (Vec::new(), evidence.subjects()),
        Verdict::Open => (Vec::new(), Vec::new()),
    }
}

/// What a kind of evidence says.
enum Verdict {
    /// The document is of these places.
    Local(Vec<Extracted<Region>>),
    /// It is a central organ's.
    Central,
    /// Nothing.
    Open,
}

impl Verdict {
    fn of(region: Option<Extracted<Region>>) -> Self {
        region.map_or(Self::Open, |region| Self::Local(vec![region]))
    }

    fn or_else(self, next: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Open => next(),
            settled => settled,
        }
    }
}

struct Evidence<'a> {
    context: &'a Context<'a>,
    title: String,
    number: Option<Code>,
    body: OnceCell<Vec<Chain>>,
    hints: OnceCell<Vec<Region>>,
}

impl<'a> Evidence<'a> {
    fn new(context: &'a Context<'a>) -> Self {
        Self {
            context,
            title: context.folded_title(),
            number: context.number.and_then(|number| {
                let letters = number.value.key.split('|').next()?;
                doc_number_codes::code_region(letters)
            }),
            body: OnceCell::new(),
            hints: OnceCell::new(),
        }
    }

    fn verdict(&self) -> Verdict {
        self.by_issuers()
            .or_else(|| self.by_signature())
            .or_else(|| self.by_title_start())
            .or_else(|| self.by_publisher())
            .or_else(|| self.by_adoption())
            .or_else(|| self.by_number())
            .or_else(|| Verdict::of(self.by_title()))
            .or_else(|| Verdict::of(self.by_source()))
            .or_else(|| Verdict::of(self.by_body().filter(|_| !is_visit(&self.title))))
    }

    /// The places in the issuers' names. Issuers without a place are central, unless they are
    /// called 省人民政府, 市政府 … without saying which.
    fn by_issuers(&self) -> Verdict {
        let mut regions: Vec<Extracted<Region>> = Vec::new();
        let mut central = false;
        for issuer in self.context.issuers {
            let Some(region) = self.place_of_organ(&fold(&issuer.value).text) else {
                central |= !is_short_local_organ(&issuer.value);
                continue;
            };
            if regions.iter().all(|known| known.value != region) {
                let confidence = issuer.confidence.min(0.95);
                regions.push(Extracted::new(
                    region,
                    "extract/region/issuer",
                    issuer.span,
                    confidence,
                ));
            }
        }
        match (regions.is_empty(), central) {
            (false, _) => Verdict::Local(regions),
            (true, true) => Verdict::Central,
            (true, false) => Verdict::Open,
        }
    }

    /// The place an organ's name begins with or contains: `中共山东省委员会`, `国家税务总局上海市税务局`,
    /// `大冶湖高新区管委会`.
    fn place_of_organ(&self, organ: &str) -> Option<Region> {
        let named = chains(organ);
        if let Some(chain) = named.first() {
            return chain.settle_with(|| self.hints());
        }
        zones::mentions(organ)
            .into_iter()
            .find_map(|zone| zone.region)
    }

    /// Who signs a report is its author, whatever place the title is about.
    fn by_signature(&self) -> Verdict {
        let Some(signed) = signature::first(self.context) else {
            return Verdict::Open;
        };
        let place = |span: &Span| {
            let region = self.place_of_organ(&self.context.text()[span.range()])?;
            let rule = "extract/region/signature";
            Some(self.context.found(region, rule, *span, 0.9))
        };
        Verdict::of(signed.organs.iter().find_map(place))
    }

    /// Local titles begin with their place, central ones with the state, its organs, or neither.
    fn by_title_start(&self) -> Verdict {
        let title = self
            .title
            .trim_start_matches(['《', '“', '"', '(', '[', '【']);
        if CENTRAL_BEGINNINGS
            .iter()
            .any(|name| title.starts_with(name))
        {
            return Verdict::Central;
        }
        let title = ["中国共产党", "中共", "转发", "关于"]
            .iter()
            .fold(title, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
        let title = title.trim_start_matches(['《', '“', '"']);
        let first = chains(title).into_iter().next();
        let region = match first.filter(|chain| chain.span.start == 0) {
            Some(chain) => chain.settle_with(|| self.hints()),
            None => zones::mentions(title)
                .into_iter()
                .find(|zone| zone.span.start == 0)
                .and_then(|zone| zone.region),
        };
        // 香港特别行政区选举办法 is the state's, not Hong Kong's.
        let region = region.filter(|region| !is_special(region));
        if region.is_some() && self.adopted_centrally() && self.adopted_locally().is_none() {
            return Verdict::Central;
        }
        Verdict::of(region.map(|region| self.of_title(region, 0.9)))
    }

    fn of_title(&self, region: Region, confidence: f32) -> Extracted<Region> {
        let span = self.context.title.and_then(|title| title.span);
        Extracted::new(region, "extract/region/title", span, confidence)
    }

    /// The page's own row on who published it.
    fn by_publisher(&self) -> Verdict {
        const KEYS: [&str; 9] = [
            "制定机关",
            "发文机关",
            "发布机关",
            "发文机构",
            "发布机构",
            "发布部门",
            "发文部门",
            "发文单位",
            "发布单位",
        ];
        let Some(row) = self.context.key_value(&KEYS) else {
            return Verdict::Open;
        };
        let region = self.place_of_organ(&fold(&row.value).text);
        Verdict::of(
            region.map(|region| {
                Extracted::new(region, "extract/region/publisher", Some(row.span), 0.85)
            }),
        )
    }

    fn by_number(&self) -> Verdict {
        let (Some(code), Some(number)) = (&self.number, self.context.number) else {
            return Verdict::Open;
        };
        if code.central {
            return Verdict::Central;
        }
        // 荆政 is 荆州 or 荆门, 宁政 one of four: the names in the text say which.
        let named = self.named_rival(code);
        let region = code.region.clone();
        let region = named.or(region);
        Verdict::of(region.map(|region| {
            let confidence = if code.ambiguous { 0.6 } else { 0.7 };
            Extracted::new(region, "extract/region/number", number.span, confidence)
        }))
    }

    /// A place anywhere in the title: of a news page it is the subject's; of other texts it must be
    /// what the body is about.
    fn by_title(&self) -> Option<Extracted<Region>> {
        // The places visited are others'.
        let own = match self.title.split_once('赴') {
            Some((own, _)) if is_visit(&self.title) => own,
            _ => &self.title,
        };
        let named = chains(own);
        let region = named.first()?.settle_with(|| self.hints())?;
        let one_place = named.iter().all(|chain| {
            chain
                .candidates
                .iter()
                .any(|other| lies_in(&other.region, &region) || lies_in(&region, &other.region))
        });
        let backed = self.is_told()
            || self
                .leader(2, 1.5)
                .is_some_and(|body| lies_in(&body, &region));
        (one_place && backed && !is_special(&region))
            .then(|| self.of_title(deepest(&named, region), 0.8))
    }

    /// The original medium (`十堰日报`) or the organ that a page names as its source, if the body speaks
    /// of the same place: whoever reposts a text says nothing about where it is from.
    fn by_source(&self) -> Option<Extracted<Region>> {
        let source = self.context.source?;
        let named = chains(&fold(&source.value).text);
        let region = named.first()?.settle_with(|| self.hints())?;
        let is_organ = ["日报", "晚报", "晨报", "商报", "网", "电视台", "杂志"]
            .iter()
            .all(|medium| !source.value.ends_with(medium));
        let backed = self
            .body()
            .iter()
            .any(|chain| chain.only().is_some_and(|body| lies_in(body, &region)));
        (backed && (is_organ || self.is_told())).then(|| {
            Extracted::new(
                region,
                "extract/region/source",
                source.span,
                if is_organ { 0.7 } else { 0.6 },
            )
        })
    }

    /// News, interpretations, reports, articles: told about a place, not issued by one.
    fn is_told(&self) -> bool {
        self.context.kind.is_some_and(|kind| {
            ["news", "interpretation", "report", "article"].contains(&kind.value.as_str())
        })
    }

    /// The regions in a central text's title.
    fn subjects(&self) -> Vec<Extracted<Region>> {
        let mut subjects: Vec<Extracted<Region>> = Vec::new();
        for chain in chains(&self.title) {
            if let Some(region) = chain.settle(&[])
                && subjects.iter().all(|known| known.value != region)
            {
                subjects.push(self.of_title(region, 0.9));
            }
        }
        subjects
    }

    /// Unambiguous places of the title, the number, the rows and the body: they tell which 鼓楼区.
    fn hints(&self) -> &[Region] {
        self.hints.get_or_init(|| {
            let mut texts = vec![self.title.clone()];
            texts.extend(
                self.context
                    .issuers
                    .iter()
                    .map(|issuer| issuer.value.clone()),
            );
            texts.extend(
                self.context
                    .source
                    .iter()
                    .map(|source| source.value.clone()),
            );
            texts.extend(
                self.context
                    .part
                    .key_values
                    .iter()
                    .map(|row| row.value.clone()),
            );
            let mut hints: Vec<Region> = texts
                .iter()
                .flat_map(|text| chains(&fold(text).text))
                .chain(self.body().iter().cloned())
                .filter_map(|chain| chain.only().cloned())
                .collect();
            let number = self.number.iter().filter(|code| !code.ambiguous);
            hints.extend(number.filter_map(|code| code.region.clone()));
            hints.sort_unstable();
            hints.dedup();
            hints
        })
    }

    fn body(&self) -> &[Chain] {
        self.body
            .get_or_init(|| chains(clip(self.context.text(), BODY_BYTES)))
    }
}

impl Chain {
    /// [`Chain::settle`] that asks for hints only where they are needed.
    fn settle_with<'h>(&self, hints: impl FnOnce() -> &'h [Region]) -> Option<Region> {
        match self.only() {
            Some(region) => Some(region.clone()),
            None => self.settle(hints()),
        }
    }
}

/// The most precise of the chains' places within a region (`湖北省…十堰市`).
fn deepest(named: &[Chain], region: Region) -> Region {
    named
        .iter()
        .filter_map(Chain::only)
        .filter(|other| lies_in(other, &region))
        .max_by_key(|other| (other.county.is_some(), other.city.is_some()))
        .cloned()
        .unwrap_or(region)
}

/// Returns the beginning of a text, cut at a character.
fn clip(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod archive_tests;
#[cfg(test)]
pub(super) mod example;
#[cfg(test)]
mod gold_tests;
#[cfg(test)]
mod tests;
