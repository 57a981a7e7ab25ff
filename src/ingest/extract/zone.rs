//! Special zones of a document. In: the context. Out: zones it is about, zones it mentions, and
//! its 一区N园 forms.
//!
//! A document is about the zones in its title and its issuers' names; where neither names one,
//! about those its lead insists on, or those that head its chapters when the title speaks of zones
//! in general. Not its job: what a zone's name is (`lexicon::zones`).

#[cfg(test)]
mod names_tests;
mod pattern;

use std::collections::HashMap;

use super::Context;
use super::region;
use crate::analysis::char_filter::fold;
use crate::lexicon::zones::{self, Mention};
use crate::model::document::ZonePattern;
use crate::model::{Extracted, Span};

/// How much of the text after the title is its lead, in bytes (some hundred characters).
const LEAD_BYTES: usize = 900;

/// Namings in the lead that make a zone its subject: one may be a recipient or an example.
const LEAD_NAMINGS: usize = 2;

/// The zones of a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Zones {
    /// Zones it is about or issued by.
    pub zones: Vec<Extracted<String>>,
    /// Zones it only mentions, as the text first writes them.
    pub mentioned: Vec<String>,
    /// 一区N园 forms.
    pub patterns: Vec<ZonePattern>,
}

/// Returns the zones of a document.
#[must_use]
pub fn zones(context: &Context) -> Zones {
    let text = context.text();
    let named = Named::of(text);
    let mut found = subjects(context, &named);
    if found.is_empty() && named.groups.is_empty() {
        found.extend(only_zone_of_city(context));
    }
    let mut mentioned: Vec<String> = Vec::new();
    for group in &named.groups {
        let known = found.iter().any(|zone| zone.value == group.name);
        if !known && !mentioned.contains(&group.written) {
            mentioned.push(group.written.clone());
        }
    }
    Zones {
        zones: found,
        mentioned,
        patterns: pattern::patterns(text),
    }
}

/// What makes two namings the same zone: class, and the table's name or the proper name.
type Key = (&'static str, String);

fn key(mention: &Mention) -> Key {
    let name = mention
        .zone
        .map_or_else(|| mention.stem.clone(), |zone| zone.name.to_owned());
    (mention.class, name)
}

/// One zone that a text names.
struct Group {
    key: Key,
    /// Canonical where tabled, else the longest form the text itself writes.
    name: String,
    /// As the text first writes it.
    written: String,
    /// Length of that form's suffix.
    suffix: usize,
    spans: Vec<Span>,
}

/// All zones that a text names, in text order.
struct Named {
    groups: Vec<Group>,
    by_key: HashMap<Key, usize>,
}

impl Named {
    fn of(text: &str) -> Self {
        let mut named = Self {
            groups: Vec::new(),
            by_key: HashMap::new(),
        };
        let mut last: Option<(usize, usize)> = None;
        for mention in zones::mentions(text) {
            let short_of = last.filter(|&(end, _)| is_short_form(text, end, mention.span.start));
            let index = named.add(text, &mention, short_of.map(|(_, index)| index));
            last = Some((mention.span.end, index));
        }
        named
    }

    /// Adds a naming; `short_of` is the zone that it is defined as the short form of.
    fn add(&mut self, text: &str, mention: &Mention, short_of: Option<usize>) -> usize {
        let key = key(mention);
        let known = self.by_key.get(&key).copied().or(short_of);
        let known = known.or_else(|| self.long_form(mention));
        let written = &text[mention.span.range()];
        let index = known.unwrap_or(self.groups.len());
        if known.is_none() {
            self.groups.push(Group {
                key: key.clone(),
                name: mention.zone.map_or(written, |zone| zone.name).to_owned(),
                written: written.to_owned(),
                suffix: mention.suffix.len(),
                spans: Vec::new(),
            });
        }
        self.by_key.insert(key, index);
        let group = &mut self.groups[index];
        group.spans.push(mention.span);
        let longer = mention.suffix.len() > group.suffix
            || mention.suffix.len() == group.suffix && written.len() < group.name.len();
        if mention.zone.is_none() && longer && group.key.1 == mention.stem {
            written.clone_into(&mut group.name);
            group.suffix = mention.suffix.len();
        }
        index
    }

    /// `竹山开发区` is 竹山经济开发区 where the text has named that.
    fn long_form(&self, mention: &Mention) -> Option<usize> {
        if mention.zone.is_some() || mention.class != "开发区" {
            return None;
        }
        let tabled = zones::find(&format!("{}经开区", mention.stem));
        let name = tabled.map_or_else(|| mention.stem.clone(), |zone| zone.name.to_owned());
        self.by_key.get(&("经开区", name)).copied()
    }

    /// Returns the name that a zone has in this document.
    fn name(&self, mention: &Mention, written: &str) -> String {
        match self.by_key.get(&key(mention)) {
            Some(&index) => self.groups[index].name.clone(),
            None => mention.zone.map_or(written, |zone| zone.name).to_owned(),
        }
    }
}

/// Whether only `(以下简称“` stands between two namings.
fn is_short_form(text: &str, end: usize, start: usize) -> bool {
    let between = text[end..start].trim_end_matches(['“', '"', '”', '\'', '‘']);
    ["(以下简称", "(简称", "(以下称", "(下称", ",以下简称"].contains(&between)
}

/// The zones a document is about.
fn subjects(context: &Context, named: &Named) -> Vec<Extracted<String>> {
    let mut found: Vec<Extracted<String>> = Vec::new();
    let mut add = |zone: Extracted<String>| {
        if found.iter().all(|known| known.value != zone.value) {
            found.push(zone);
        }
    };
    let title = context.folded_title();
    // The zones a delegation visits are examples.
    let visited = region::is_visit(&title);
    for mention in zones::mentions(&title).into_iter().filter(|_| !visited) {
        let name = named.name(&mention, &title[mention.span.range()]);
        let span = context.title.and_then(|title| title.span);
        add(Extracted::new(name, "extract/zone/title", span, 0.9));
    }
    for issuer in context.issuers {
        let organ = fold(&issuer.value).text;
        for mention in zones::mentions(&organ) {
            let name = named.name(&mention, &organ[mention.span.range()]);
            add(Extracted::new(
                name,
                "extract/zone/issuer",
                issuer.span,
                issuer.confidence.min(0.9),
            ));
        }
    }
    if !found.is_empty() {
        return found;
    }
    let generic = pattern::speaks_of_zones(&title);
    let lead = lead(context);
    for group in &named.groups {
        let in_lead = group.spans.iter().filter(|span| lead.contains(**span));
        let headed = generic
            && group
                .spans
                .iter()
                .any(|span| is_heading(context.text(), *span));
        if headed {
            found.push(of_group(context, group, "extract/zone/heading", 0.6));
        } else if in_lead.count() >= LEAD_NAMINGS {
            found.push(of_group(context, group, "extract/zone/lead", 0.7));
        }
    }
    found
}

fn of_group(
    context: &Context,
    group: &Group,
    rule: &'static str,
    confidence: f32,
) -> Extracted<String> {
    context.found(group.name.clone(), rule, group.spans[0], confidence)
}

/// The beginning of the text, recipients (up to the first colon, if they have one) left out.
fn lead(context: &Context) -> Span {
    let text = context.text();
    let title = context.title_paragraph.unwrap_or(0);
    let start = context
        .part
        .paragraphs
        .get(title)
        .map_or(0, |paragraph| paragraph.folded.end);
    let mut end = (start + LEAD_BYTES).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let recipients = text[start..end]
        .find([':', '。'])
        .filter(|at| text[start + at..].starts_with(':'))
        .map_or(start, |at| start + at);
    Span::new(recipients, end)
}

/// Whether a name is the heading of a chapter or section: `第二节铜川高新技术产业开发区`.
fn is_heading(text: &str, name: Span) -> bool {
    let before = &text[..name.start];
    let Some(rest) = before.strip_suffix(['节', '章']) else {
        return false;
    };
    let bare =
        rest.trim_end_matches(|character| "一二三四五六七八九十百0123456789".contains(character));
    bare.len() < rest.len() && bare.ends_with('第')
}

/// Least number of times a told text names its own zone as plain 高新区.
const PLAIN_NAMINGS: usize = 3;

/// A report or news that begins with plain `高新区` and goes on speaking of it is by the zone of
/// its city, where the table knows exactly one there and the text names no other.
fn only_zone_of_city(context: &Context) -> Option<Extracted<String>> {
    let told = context.kind.is_some_and(|kind| {
        ["news", "interpretation", "report", "article"].contains(&kind.value.as_str())
    });
    if !told {
        return None;
    }
    let (title, text) = (context.folded_title(), context.text());
    let (class, at) = ["高新区", "经开区"].into_iter().find_map(|class| {
        let body = text[lead(context).start..].trim_start_matches(['\n', ':']);
        let begins = body.starts_with(class) || title.starts_with(class);
        let masked = ["x", "*", "某"]
            .iter()
            .any(|mask| text.contains(&format!("{mask}{class}")));
        let often = text.matches(class).count() >= PLAIN_NAMINGS;
        (begins && often && !masked).then(|| (class, text.find(class)))
    })?;
    let (regions, _) = region::regions(context);
    let region = &regions.first()?.value;
    let city = region.city.as_deref().filter(|_| region.county.is_none())?;
    let zone = zones::of_city(class, city)?;
    let at = at?;
    let span = Span::new(at, at + class.len());
    Some(context.found(zone.name.to_owned(), "extract/zone/city", span, 0.5))
}

#[cfg(test)]
mod tests {
    use super::super::region::example::Example;
    use super::*;

    fn read(title: &str, issuers: &[&str], kind: &str, text: &str) -> (Vec<String>, Vec<String>) {
        let example = Example {
            title,
            issuers,
            kind,
            text,
            ..Example::default()
        };
        let zones = example.read(zones);
        let subjects = zones.zones.into_iter().map(|zone| zone.value).collect();
        (subjects, zones.mentioned)
    }

    #[test]
    fn documents_are_about_zones_in_title_issuer_and_lead() {
        type Case = (
            &'static str,
            &'static [&'static str],
            &'static str,
            &'static str,
            &'static [&'static str],
            &'static [&'static str],
        );
        let cases: [Case; 10] = [
            (
                "关于调整权限的通知",
                &["竹山县人民政府"],
                "policy",
                "各乡镇人民政府:\n竹山经济开发区是主阵地。赋予竹山开发区县级权限,竹溪开发区参照执行。",
                &["竹山经济开发区"],
                &["竹溪开发区"],
            ),
            (
                "十堰高新区实施新模式",
                &[],
                "news",
                "同意十堰高新技术产业园区(以下简称十堰高新区)采用新方式。\n丹江口经济开发区等纳入。",
                &["十堰高新技术产业园区"],
                &["丹江口经济开发区"],
            ),
            (
                "竹山县积极创建湖北省级高新技术产业开发区",
                &[],
                "news",
                "印发《竹山经济开发区创建方案》,将竹山经济开发区创建成为省级高新区。",
                &["竹山经济开发区"],
                &[],
            ),
            (
                "关于加快推进科技创新的意见",
                &["荆州市人民政府"],
                "policy",
                "各县、市、区人民政府,荆州开发区,荆州高新区,市政府各部门:\n提出如下意见。\n向西延伸至荆州高新区。",
                &[],
                &["荆州开发区", "荆州高新区"],
            ),
            (
                "关于报送方案的通知",
                &["郑州国家高新技术产业开发区管委会"],
                "policy",
                "各有关单位:\n现将任务分解如下。",
                &["郑州高新技术产业开发区"],
                &[],
            ),
            (
                "关于印发开发区发展规划的通知",
                &["铜川市人民政府办公室"],
                "policy",
                "各区县人民政府:\n目录第三章发展布局第一节总体布局第二节铜川高新技术产业开发区第三节耀州示范区",
                &["铜川高新技术产业开发区"],
                &[],
            ),
            (
                "厦门火炬高技术产业开发区发展纪实",
                &[],
                "article",
                "厦门火炬高新区创建于1990年。",
                &["厦门火炬高技术产业开发区"],
                &[],
            ),
            (
                "工作情况汇报",
                &[],
                "report",
                "高新区把优化环境作为头号工程。\n高新区传达绵阳市大会精神,转发《绵阳市工作方案》,高新区落实。",
                &["绵阳高新技术产业开发区"],
                &[],
            ),
            (
                "高新区召开总结大会",
                &[],
                "news",
                "XX高新区召开大会。高新区、高新区、高新区和绵阳市、绵阳市。",
                &[],
                &[],
            ),
            (
                "建设示范区和新区的意见",
                &["甲省人民政府"],
                "policy",
                "推进先行示范区、各类园区和高新区。",
                &[],
                &[],
            ),
        ];
        for (title, issuers, kind, text, subjects, mentioned) in cases {
            let (found, others) = read(title, issuers, kind, text);
            assert_eq!(found, subjects, "{title}");
            assert_eq!(others, mentioned, "{title}");
        }
    }
}
