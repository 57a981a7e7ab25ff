//! `search --facets`: counts by fields, for people and for programs.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::io::Write;

use super::args::{Args, Format};
use crate::cli::args::facet_field;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::export;
use crate::model::Facet;
use crate::schema::names;
use crate::search::Search;

/// Prints the counts of each facet: as text, places as a tree; or as `facet,value,count` rows, places
/// with their whole path.
pub(super) fn print(context: &Context, search: &Search<'_>, args: &Args) -> Result<(), CliError> {
    let fields: Vec<String> = args.facets.iter().map(|name| facet_field(name)).collect();
    let names = args.facets.iter().map(|name| name.trim().to_owned());
    let counts: Vec<(String, Vec<Facet>)> = names.zip(search.facets(&fields)?).collect();
    let path = args.path();
    let mut output = Output::open(path)?;
    let text = args.form() == Format::Text;
    if text {
        let unknown = context.messages.get("unknown");
        for (name, facets) in &counts {
            writeln!(output, "{name}")?;
            for (depth, value, count) in lines(name, facets, &unknown) {
                writeln!(
                    output,
                    "{count:>8}  {:indent$}{value}",
                    "",
                    indent = 2 * depth
                )?;
            }
        }
        return output.finish();
    }
    if args.form() == Format::Jsonl {
        for (name, facets) in &counts {
            for facet in facets {
                let row =
                    serde_json::json!({"facet": name, "value": facet.value, "count": facet.count});
                writeln!(output, "{row}")?;
            }
        }
        return output.finish();
    }
    let options = args.table_options(&output);
    export::write_facets(&mut output, &counts, options)?;
    output.finish()
}

/// The lines of a facet: depth, value, count.
fn lines<'a>(name: &str, facets: &'a [Facet], unknown: &'a str) -> Vec<(usize, &'a str, u64)> {
    if facet_field(name) == names::REGION {
        return tree(facets, unknown);
    }
    let line = |facet: &'a Facet| (0, facet.value.as_deref().unwrap_or(unknown), facet.count);
    facets.iter().map(line).collect()
}

/// Puts every place below the one it lies in (省, 市, 县), places of one level by their counts;
/// those without one last.
fn tree<'a>(facets: &'a [Facet], unknown: &'a str) -> Vec<(usize, &'a str, u64)> {
    let counts: HashMap<&str, u64> = facets
        .iter()
        .filter_map(|facet| Some((facet.value.as_deref()?, facet.count)))
        .collect();
    let order = |path: &'a str| -> Vec<(Reverse<u64>, &'a str)> {
        let ends = path.match_indices('/').map(|(at, _)| at);
        ends.chain([path.len()])
            .map(|end| {
                let count = counts.get(&path[..end]).copied().unwrap_or_default();
                (Reverse(count), &path[..end])
            })
            .collect()
    };
    let mut paths: Vec<&str> = facets
        .iter()
        .filter_map(|facet| facet.value.as_deref())
        .collect();
    paths.sort_by_cached_key(|path| order(path));
    let known = paths.into_iter().map(|path| {
        let (depth, name) = match path.rsplit_once('/') {
            Some((above, name)) => (above.split('/').count(), name),
            None => (0, path),
        };
        (depth, name, counts[path])
    });
    let without = facets.iter().filter(|facet| facet.value.is_none());
    known
        .chain(without.map(|facet| (0, unknown, facet.count)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stand_below_what_they_lie_in() {
        let facet = |value: Option<&str>, count| Facet {
            value: value.map(str::to_owned),
            count,
        };
        let facets = [
            facet(Some("湖北省"), 5),
            facet(Some("江苏省"), 4),
            facet(Some("江苏省/南京市"), 4),
            facet(Some("湖北省/襄阳市"), 2),
            facet(Some("湖北省/十堰市"), 3),
            facet(Some("湖北省/十堰市/竹山县"), 1),
            facet(None, 9),
        ];
        let expected = [
            (0, "湖北省", 5),
            (1, "十堰市", 3),
            (2, "竹山县", 1),
            (1, "襄阳市", 2),
            (0, "江苏省", 4),
            (1, "南京市", 4),
            (0, "?", 9),
        ];
        assert_eq!(tree(&facets, "?"), expected);
    }
}
