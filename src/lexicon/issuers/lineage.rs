//! What is known of an organ besides its full name: for people who ask.

use super::{CENTRAL, FORMS, canonical, is_central, is_organ, successor};
use crate::lexicon::regions;
use crate::model::Region;

/// What is known of an organ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organ {
    /// Its full official name.
    pub name: String,
    /// An organ of the centre.
    pub central: bool,
    /// Other names it signs with, sorted.
    pub aliases: Vec<&'static str>,
    /// The organs that took over its duties, one after another, to the one of today.
    pub successors: Vec<&'static str>,
    /// The organs whose duties it took over, sorted.
    pub predecessors: Vec<&'static str>,
    /// A local organ's place, as far as its name says.
    pub region: Option<Region>,
    /// The name is a short form of local organs, too (`发改委`): what it stands for after a
    /// place's name.
    pub local_form: Option<&'static str>,
}

/// Returns what is known of a (folded) name; none where it is no organ's name.
#[must_use]
pub fn organ(name: &str) -> Option<Organ> {
    let local_form = FORMS
        .iter()
        .find(|(short, _)| *short == name)
        .map(|(_, full)| *full);
    let central = is_central(name);
    let full = match local_form {
        _ if central || is_organ(name) => canonical(name),
        form => form?.to_owned(),
    };
    let mut aliases: Vec<&'static str> = CENTRAL
        .iter()
        .filter(|(written, central)| central.full == full && **written != full)
        .map(|(written, _)| *written)
        .collect();
    aliases.sort_unstable();
    let mut predecessors: Vec<&'static str> = CENTRAL
        .values()
        .filter(|central| central.successor == Some(full.as_str()))
        .map(|central| central.full)
        .collect();
    predecessors.sort_unstable();
    predecessors.dedup();
    Some(Organ {
        region: if central { None } else { place(&full) },
        central,
        successors: followers(&full),
        name: full,
        aliases,
        predecessors,
        local_form,
    })
}

/// Follows the successors. The table is data: a ring in it ends the walk.
fn followers(name: &str) -> Vec<&'static str> {
    let mut chain: Vec<&'static str> = Vec::new();
    let mut next = successor(name);
    while let Some(organ) = next.filter(|organ| !chain.contains(organ)) {
        chain.push(organ);
        next = successor(organ);
    }
    chain
}

/// The lowest place at the start of a name, where the chain of places means only one.
fn place(name: &str) -> Option<Region> {
    let name = name.strip_prefix("中共").unwrap_or(name);
    let mut end = 0;
    for mention in regions::mentions(name) {
        if mention.span.start != end {
            break;
        }
        end = mention.span.end;
    }
    let found = regions::readings(&name[..end]);
    match found.as_slice() {
        [only] => Some(only.region.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organs_know_their_lineage() {
        let reform = organ("发改委").unwrap();
        assert_eq!(reform.name, "国家发展和改革委员会");
        assert!(reform.central && reform.aliases.contains(&"国家发展改革委"));
        assert!(reform.predecessors.contains(&"国家计划委员会"));
        assert_eq!(reform.local_form, Some("发展和改革委员会"));

        let poverty = organ("国务院扶贫办").unwrap();
        assert_eq!(poverty.successors, ["国家乡村振兴局", "农业农村部"]);

        let local = organ("湖北省十堰市科技局").unwrap();
        assert_eq!(local.name, "湖北省十堰市科学技术局");
        assert_eq!(local.region.unwrap().path(), "湖北省/十堰市");
        assert!(!local.central && local.aliases.is_empty());
        assert_eq!(organ("科技局").unwrap().name, "科学技术局");
        assert_eq!(organ("一区多园"), None);
        assert_eq!(organ(""), None);
    }
}
