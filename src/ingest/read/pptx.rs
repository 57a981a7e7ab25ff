//! PPTX (Office Open XML presentations) → page: slides in order, each one's notes after it.
//!
//! In: a package. Out: the paragraphs of shapes as lines, tables as rows; core properties as hints.
//! Slide numbers, dates and footers that a layout puts on every slide are left out, hidden slides
//! too. Not its job: text in pictures and charts.

use std::collections::{HashMap, HashSet};

use super::Limits;
use super::blocks::{self, Block, Cell};
use super::docx::add_core_properties;
use super::package::Package;
use super::reading::{Gap, ReadError, Reading};
use super::xml::Element;
use crate::model::PageHints;

const MAIN: &str = "ppt/presentation.xml";

/// Reads a presentation.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    let mut package = Package::open(bytes, limits)?;
    let tree = package.xml(MAIN)?.ok_or(ReadError::Damaged {
        what: "it has no main part",
    })?;
    let relations: HashMap<String, String> = package
        .relations(MAIN)?
        .into_iter()
        .map(|relation| (relation.id, relation.target))
        .collect();
    let list = tree.root().and_then(|root| root.child("sldIdLst"));
    let mut slides: Vec<&String> = list
        .iter()
        .flat_map(Element::children)
        // The slide's own number is an `id`, too, without a prefix.
        .filter_map(|slide| slide.attributes("id").find_map(|id| relations.get(id)))
        .collect();
    let mut gaps = Vec::new();
    if slides.len() > limits.pages {
        slides.truncate(limits.pages);
        gaps.push(Gap::limit("limit:pages"));
    }
    let mut text = String::new();
    let mut seen = HashSet::new();
    for slide in slides {
        if let Err(error) = add_slide(&mut package, slide, &mut seen, &mut text, &mut gaps) {
            gaps.push(Gap {
                message: format!("{slide}: {error}"),
                ..Gap::of(&error)
            });
        }
    }
    let mut hints = PageHints::default();
    add_core_properties(&mut package, &mut hints);
    let mut reading = Reading::new(&text, hints, "UTF-8");
    reading.gaps = gaps;
    Ok(reading)
}

/// Adds a slide and its notes. Each part is one slide's: what is named again, which would come to any
/// length, is left out.
fn add_slide(
    package: &mut Package<'_>,
    part: &str,
    seen: &mut HashSet<String>,
    text: &mut String,
    gaps: &mut Vec<Gap>,
) -> Result<(), ReadError> {
    if !seen.insert(part.to_lowercase()) {
        return Ok(());
    }
    let Some(tree) = package.xml(part)? else {
        gaps.push(Gap::damaged(part));
        return Ok(());
    };
    if !tree.is_whole {
        gaps.push(Gap::damaged(part));
    }
    let Some(root) = tree.root() else {
        return Ok(());
    };
    if matches!(root.attribute("show"), Some("0" | "false")) {
        return Ok(());
    }
    add_shapes(root, text);
    let relations = package.relations(part)?;
    let notes = relations
        .iter()
        .find(|relation| relation.kind == "notesSlide");
    if let Some(notes) = notes
        && seen.insert(notes.target.to_lowercase())
        && let Some(tree) = package.xml(&notes.target)?
        && let Some(root) = tree.root()
    {
        add_shapes(root, text);
    }
    Ok(())
}

fn add_shapes(root: Element<'_>, text: &mut String) {
    let mut found = Vec::new();
    collect(root, &mut found);
    blocks::write(&found, text);
}

fn collect(element: Element<'_>, found: &mut Vec<Block>) {
    match element.name() {
        "sp" if is_repeated(element) => {}
        "p" => found.push(Block::Paragraph(paragraph(element))),
        "tbl" => found.push(Block::Table(table(element))),
        "AlternateContent" => {
            let chosen = element
                .child("Choice")
                .or_else(|| element.child("Fallback"));
            if let Some(chosen) = chosen {
                collect(chosen, found);
            }
        }
        _ => element.children().for_each(|child| collect(child, found)),
    }
}

/// A shape that stands on every slide: number, date, footer; the slide's picture on a notes page.
fn is_repeated(shape: Element<'_>) -> bool {
    let kind = shape.find("ph").and_then(|place| place.attribute("type"));
    matches!(kind, Some("sldNum" | "dt" | "ftr" | "hdr" | "sldImg"))
}

fn paragraph(element: Element<'_>) -> String {
    let mut text = String::new();
    for child in element.children() {
        match child.name() {
            "br" => text.push('\n'),
            "tab" => text.push('\t'),
            "pPr" | "endParaRPr" => {}
            _ => text.extend(
                child
                    .descendants()
                    .filter(|e| e.name() == "t")
                    .map(|t| t.text()),
            ),
        }
    }
    text
}

fn table(element: Element<'_>) -> Vec<Vec<Cell>> {
    let rows = element.children().filter(|child| child.name() == "tr");
    rows.map(|row| {
        let cells = row.children().filter(|child| child.name() == "tc");
        let is_own = |cell: &Element<'_>| {
            let is_on = |name| matches!(cell.attribute(name), Some("1" | "true"));
            !is_on("hMerge") && !is_on("vMerge")
        };
        cells.filter(is_own).map(cell).collect()
    })
    .collect()
}

fn cell(element: Element<'_>) -> Cell {
    let mut blocks = Vec::new();
    element
        .children()
        .for_each(|child| collect(child, &mut blocks));
    Cell {
        blocks,
        columns: element.number("gridSpan").unwrap_or(1),
        rows: element.number("rowSpan").unwrap_or(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::read::package::tests::packed;

    /// A presentation that names one slide thousands of times, and slides that share their notes.
    #[test]
    fn r0037_a_slide_is_read_once() {
        let relation = |id: &str, kind: &str, target: &str| {
            format!(
                "<Relationship Id='{id}' Type='http://x/relationships/{kind}' Target='{target}'/>"
            )
        };
        let relations =
            |list: &[String]| format!("<Relationships>{}</Relationships>", list.concat());
        let named = "<sldId r:id='a'/>".repeat(1000) + "<sldId r:id='b'/><sldId r:id='c'/>";
        let slide = |text: &str| format!("<sld><sp><p><r><t>{text}</t></r></p></sp></sld>");
        let notes = relations(&[relation("n", "notesSlide", "../notesSlides/n.xml")]);
        let bytes = packed(&[
            (
                MAIN,
                &format!("<presentation><sldIdLst>{named}</sldIdLst></presentation>"),
            ),
            (
                "ppt/_rels/presentation.xml.rels",
                &relations(&[
                    relation("a", "slide", "slides/1.xml"),
                    relation("b", "slide", "slides/2.xml"),
                    relation("c", "slide", "./slides/1.xml"),
                ]),
            ),
            ("ppt/slides/1.xml", &slide("甲")),
            ("ppt/slides/2.xml", &slide("乙")),
            ("ppt/slides/_rels/1.xml.rels", &notes),
            ("ppt/slides/_rels/2.xml.rels", &notes),
            ("ppt/notesSlides/n.xml", &slide("注")),
        ]);
        let reading = read(&bytes, &Limits::default()).unwrap();
        assert_eq!(reading.page.text, "甲\n注\n乙\n");
    }
}
