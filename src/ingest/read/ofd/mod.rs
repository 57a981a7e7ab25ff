//! OFD (GB/T 33190—2016, 电子文件存储与交换格式 版式文档) → page.
//!
//! In: a package. Out: the text of its pages in order, templates included, put into lines by where
//! it stands ([`page`], [`super::lines`]); document information and custom data as hints.
//! Annotations, signatures and attachments are left out. Namespaces, prefixes and paths are taken as
//! programs write them, not only as the standard has them. Not its job: text in pictures.

mod page;

use std::collections::{HashMap, HashSet};

use self::page::{Drawing, Matrix};
use super::Limits;
use super::lines;
use super::package::{Package, resolve};
use super::reading::{Gap, ReadError, Reading, add_property};
use super::xml::{Element, Tree};
use crate::model::PageHints;

/// What a document may draw again: elements and characters of templates, on each page, and of units,
/// which may hold units. Without it, some that name themselves would be drawn for ever.
const MOST_DRAWN: usize = 10_000_000;
/// Names that may be compared while parts are looked for by the end of their names.
const MOST_COMPARED: usize = 100_000_000;
const MAIN: &str = "OFD.xml";
/// The code of pages whose fonts do not say which characters they show.
const UNTRUSTED: &str = "untrusted_text:ofd";

/// Reads a document.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    let mut package = Package::open(bytes, limits)?;
    let tree = package.xml(MAIN)?.ok_or_else(|| {
        if package.has("Encryptions.xml") {
            ReadError::Encrypted
        } else {
            ReadError::Damaged {
                what: "it has no OFD.xml",
            }
        }
    })?;
    let mut hints = PageHints::default();
    let mut reader = Pages {
        package: &mut package,
        text: String::new(),
        gaps: Vec::new(),
        left: limits.pages,
        drawn: MOST_DRAWN,
        seen: HashSet::new(),
        keys: None,
        compared: MOST_COMPARED,
    };
    let root = tree.root();
    let bodies = root.iter().flat_map(Element::children);
    for body in bodies.filter(|child| child.name() == "DocBody") {
        if let Some(info) = body.child("DocInfo") {
            add_information(info, &mut hints);
        }
        if let Some(root) = body.child("DocRoot") {
            let path = root.text();
            let outcome = reader.document(path.trim());
            reader.or_gap(outcome);
        }
    }
    let (text, gaps) = (reader.text, reader.gaps);
    if text.is_empty() && gaps.iter().any(|gap| gap.code == UNTRUSTED) {
        return Err(ReadError::UntrustedText { code: UNTRUSTED });
    }
    let mut reading = Reading::new(&text, hints, "UTF-8");
    reading.gaps = gaps;
    Ok(reading)
}

fn add_information(info: Element<'_>, hints: &mut PageHints) {
    for property in info.children() {
        match property.name() {
            "CustomDatas" => {
                for data in property.children() {
                    let name = data.attribute("Name").unwrap_or_default();
                    add_property(hints, name, &data.text());
                }
            }
            "Keywords" => {
                let words: Vec<String> = property.children().map(|word| word.text()).collect();
                add_property(hints, "keywords", &words.join("；"));
            }
            name => add_property(hints, name, &property.text()),
        }
    }
}

struct Pages<'p, 'a> {
    package: &'p mut Package<'a>,
    text: String,
    gaps: Vec<Gap>,
    /// Pages that may still be read.
    left: usize,
    /// What may still be drawn again.
    drawn: usize,
    /// Documents and pages that have been read: each would be read as often as it is named.
    seen: HashSet<String>,
    /// The names of all parts, once they are asked for, and how many may still be compared.
    keys: Option<Vec<String>>,
    compared: usize,
}

/// Pages that others are laid on: parts by their names, and their names by their ids.
#[derive(Default)]
struct Templates {
    parts: HashMap<String, Tree>,
    names: HashMap<String, String>,
}

impl Pages<'_, '_> {
    fn or_gap(&mut self, outcome: Result<(), ReadError>) {
        if let Err(error) = outcome {
            self.gaps.push(Gap::of(&error));
        }
    }

    /// Finds the part that `path` means, said in a part of `folder`; also where it counts from the
    /// package's root or only its end is right.
    fn find(&mut self, folder: &str, path: &str) -> Option<String> {
        let path = path.trim();
        let mut names = vec![resolve(folder, path), resolve("", path)];
        if let Some(top) = folder.split('/').next() {
            names.push(resolve(top, path));
        }
        if let Some(name) = names.into_iter().find(|name| self.package.has(name)) {
            return Some(name.to_lowercase());
        }
        let end = format!("/{}", resolve("", path).to_lowercase());
        let keys = self.keys.get_or_insert_with(|| self.package.keys());
        self.compared = self.compared.checked_sub(keys.len())?;
        keys.iter().find(|key| key.ends_with(&end)).cloned()
    }

    fn read(&mut self, name: &str) -> Result<Option<Tree>, ReadError> {
        let tree = self.package.xml(name)?;
        if tree.as_ref().is_some_and(|tree| !tree.is_whole) {
            self.gaps.push(Gap::damaged(name));
        }
        Ok(tree)
    }

    fn document(&mut self, path: &str) -> Result<(), ReadError> {
        let found = self.find("", path);
        if found
            .as_ref()
            .is_some_and(|name| !self.seen.insert(name.clone()))
        {
            return Ok(());
        }
        let name = found.unwrap_or_default();
        let Some(tree) = self.read(&name)? else {
            self.gaps.push(Gap::damaged("the list of pages"));
            return Ok(());
        };
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some(root) = tree.root() else {
            return Ok(());
        };
        let common = root.child("CommonData");
        // In the order of the document: of two units with one id the last counts.
        let (mut resources, mut named) = (Vec::new(), HashSet::new());
        let mut templates = Templates::default();
        for element in common.iter().flat_map(Element::children) {
            match element.name() {
                "PublicRes" | "DocumentRes" => {
                    if let Some(name) = self.find(folder, &element.text())
                        && named.insert(name.clone())
                        && let Some(tree) = self.read(&name)?
                    {
                        resources.push(tree);
                    }
                }
                "TemplatePage" => {
                    let (id, path) = (element.attribute("ID"), element.attribute("BaseLoc"));
                    if let (Some(id), Some(path)) = (id, path)
                        && let Some(name) = self.find(folder, path)
                    {
                        if !templates.parts.contains_key(&name)
                            && let Some(tree) = self.read(&name)?
                        {
                            templates.parts.insert(name.clone(), tree);
                        }
                        templates.names.insert(id.to_owned(), name);
                    }
                }
                _ => {}
            }
        }
        let units = units(&resources);
        let pages = root.child("Pages");
        for element in pages.iter().flat_map(Element::children) {
            if self.left == 0 {
                self.gaps.push(Gap::limit("limit:pages"));
                break;
            }
            self.left -= 1;
            let Some(path) = element.attribute("BaseLoc") else {
                continue;
            };
            let name = self.find(folder, path);
            if name
                .as_ref()
                .is_some_and(|name| !self.seen.insert(name.clone()))
            {
                continue;
            }
            match self.read(&name.unwrap_or_default()) {
                Ok(Some(tree)) => self.page(&tree, &templates, &units),
                Ok(None) => self.gaps.push(Gap::damaged(path)),
                Err(error) => self.or_gap(Err(error)),
            }
        }
        Ok(())
    }

    fn page(&mut self, tree: &Tree, templates: &Templates, units: &HashMap<&str, Element<'_>>) {
        let Some(root) = tree.root() else { return };
        let mut drawing = Drawing::new(units, self.drawn);
        for element in root.children() {
            let template = element
                .attribute("TemplateID")
                .filter(|_| element.name() == "Template")
                .and_then(|id| templates.parts.get(templates.names.get(id)?))
                .and_then(Tree::root)
                .and_then(|root| root.child("Content"));
            if let Some(content) = template {
                drawing.add_again(content, Matrix::SAME);
            }
        }
        if let Some(content) = root.child("Content") {
            drawing.add(content, Matrix::SAME);
        }
        self.drawn = drawing.left;
        if self.drawn == 0 {
            Gap::limit("limit:unpacked-bytes").add_once(&mut self.gaps);
        }
        let mut text = String::new();
        lines::write(drawing.pieces, &mut text);
        if lines::is_trusted(&text) {
            self.text.push_str(&text);
        } else {
            Gap::untrusted_page(UNTRUSTED).add_once(&mut self.gaps);
        }
    }
}

/// Drawings that pages refer to, by their ids.
fn units(resources: &[Tree]) -> HashMap<&str, Element<'_>> {
    let mut units = HashMap::new();
    for root in resources.iter().filter_map(Tree::root) {
        for unit in root.descendants() {
            if unit.name() == "CompositeGraphicUnit"
                && let Some(id) = unit.attribute("ID")
            {
                units.insert(id, unit);
            }
        }
    }
    units
}

#[cfg(test)]
mod tests;
