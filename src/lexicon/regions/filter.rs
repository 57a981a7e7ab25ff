//! What a user types for a place → full names of today.

use super::{Division, GAZETTEER, Level, lookup};

/// Returns the full names of today that a user's value means at a level (`鄂` → `湖北省`, `襄樊` →
/// `襄阳市`): more than one where the value is the name of several places of different names.
///
/// # Errors
/// Returns names at that level that the user may have meant (at most five, perhaps none).
pub fn resolve_filter(value: &str, level: Level) -> Result<Vec<String>, Vec<String>> {
    let value = value.trim();
    let gazetteer = &*GAZETTEER;
    let at_level = |division: &Division| match level {
        Level::Province => Some(division.region.province.clone()),
        Level::City => division.region.city.clone(),
        Level::County => division.region.county.clone(),
    };
    let mut known: Vec<&Division> = gazetteer
        .divisions
        .iter()
        .filter(|division| division.level == level && is_named(division, value))
        .collect();
    if known.iter().any(|division| division.name == value) {
        known.retain(|division| division.name == value);
    }
    if known.iter().any(|division| division.in_force) {
        known.retain(|division| division.in_force);
    }
    let mut names: Vec<String> = known.into_iter().filter_map(at_level).collect();
    if names.is_empty() {
        names = lookup(value)
            .into_iter()
            .filter(|division| !division.in_force)
            .filter_map(at_level)
            .collect();
    }
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        return Err(suggestions(value, level));
    }
    Ok(names)
}

fn is_named(division: &Division, value: &str) -> bool {
    let is_alias = || {
        GAZETTEER.names.get(value).is_some_and(|indices| {
            indices
                .iter()
                .any(|&i| std::ptr::eq(&raw const GAZETTEER.divisions[i], division))
        })
    };
    division.name == value || division.short == value || is_alias()
}

/// Names in force at a level that contain the value or most of it; else the place that a name of
/// another level lies in.
fn suggestions(value: &str, level: Level) -> Vec<String> {
    const MOST: usize = 5;
    let stem: String = value.chars().take(2).collect();
    let mut close: Vec<String> = lookup(value)
        .into_iter()
        .filter(|division| division.level > level)
        .filter_map(|division| match level {
            Level::Province => Some(division.region.province.clone()),
            Level::City => division.region.city.clone(),
            Level::County => None,
        })
        .collect();
    if !stem.is_empty() {
        let similar = GAZETTEER
            .divisions
            .iter()
            .filter(|division| division.level == level && division.in_force)
            .filter(|division| division.name.contains(&stem))
            .map(|division| division.name.to_owned());
        close.extend(similar);
    }
    let mut seen: Vec<String> = Vec::new();
    for name in close {
        if seen.len() < MOST && !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen
}
