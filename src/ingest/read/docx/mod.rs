//! DOCX (Office Open XML, ECMA-376, transitional and strict) → page.
//!
//! In: a package. Out: the main story, then footnotes and endnotes, as lines; core properties as
//! hints `file:…`. Headers, footers and comments are left out. Not its job: the text of pictures and
//! embedded files.

mod body;
mod numbering;

use std::collections::HashMap;

use self::body::Story;
use self::numbering::Numbering;
use super::Limits;
use super::blocks;
use super::package::{Package, Relation};
use super::reading::{Gap, ReadError, Reading, add_property};
use super::xml::{Element, Tree};
use crate::model::PageHints;

/// Where programs put the main story if nothing says it.
const MAIN: &str = "word/document.xml";

/// Reads a document.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    let mut package = Package::open(bytes, limits)?;
    let main = main_part(&mut package)?;
    let tree = package.xml(&main)?.ok_or(ReadError::Damaged {
        what: "it has no main part",
    })?;
    let relations = package.relations(&main)?;
    let mut gaps = Vec::new();
    let numbering = related(&mut package, &relations, "numbering", &mut gaps);
    let styles = related(&mut package, &relations, "styles", &mut gaps);
    let numbering = Numbering::read(numbering.as_ref(), styles.as_ref());
    let mut story = Story::new(numbering);
    let body = tree.root().and_then(|root| root.child("body"));
    let mut text = String::new();
    if let Some(body) = body {
        blocks::write(&story.blocks(body), &mut text);
    }
    if !tree.is_whole {
        gaps.push(Gap::damaged("the document's text"));
    }
    for (kind, part) in [("footnote", "footnotes"), ("endnote", "endnotes")] {
        if let Some(notes) = related(&mut package, &relations, part, &mut gaps) {
            add_notes(kind, &notes, &mut story, &mut text);
        }
    }
    let mut hints = PageHints::default();
    add_core_properties(&mut package, &mut hints);
    let mut reading = Reading::new(&text, hints, "UTF-8");
    reading.gaps = gaps;
    Ok(reading)
}

/// The part that the package's own references call its document.
fn main_part(package: &mut Package<'_>) -> Result<String, ReadError> {
    let relations = package.relations("")?;
    let named = relations
        .into_iter()
        .find(|relation| relation.kind == "officeDocument" && package.has(&relation.target));
    Ok(named.map_or_else(|| MAIN.to_owned(), |relation| relation.target))
}

/// A part that the main part refers to; one that cannot be read is a gap.
fn related(
    package: &mut Package<'_>,
    relations: &[Relation],
    kind: &str,
    gaps: &mut Vec<Gap>,
) -> Option<Tree> {
    let relation = relations.iter().find(|relation| relation.kind == kind)?;
    match package.xml(&relation.target) {
        Ok(tree) => tree,
        Err(error) => {
            gaps.push(Gap::of(&error));
            None
        }
    }
}

/// Adds the notes that the text refers to, in its order.
fn add_notes(kind: &str, tree: &Tree, story: &mut Story, text: &mut String) {
    let wanted = std::mem::take(&mut story.notes);
    let root = tree.root();
    let mut notes: HashMap<&str, Element<'_>> = HashMap::new();
    for note in root.iter().flat_map(|root| root.children()) {
        if let Some(id) = note.attribute("id") {
            // Of notes with the same number the first counts.
            notes.entry(id).or_insert(note);
        }
    }
    for (_, id) in wanted.iter().filter(|(of, _)| *of == kind) {
        // A note that several marks name stands once.
        if let Some(note) = notes.remove(id.as_str()) {
            blocks::write(&story.blocks(note), text);
        }
    }
    story.notes = wanted;
}

/// Adds title, creator and dates of an Open Packaging file.
pub(super) fn add_core_properties(package: &mut Package<'_>, hints: &mut PageHints) {
    let Ok(Some(tree)) = package.xml("docProps/core.xml") else {
        return;
    };
    for property in tree.root().iter().flat_map(|root| root.children()) {
        add_property(hints, property.name(), &property.text());
    }
}

#[cfg(test)]
mod tests;
