//! EPUB (2 and 3) → page: the chapters in the order of the spine, each through the HTML reader.
//!
//! In: a package. Out: the chapters' texts, one after another; title, creator and date of the book
//! as hints `file:…`. Not its job: tables of contents outside the spine, protected books.

use std::collections::HashMap;

use super::Limits;
use super::package::{Package, resolve};
use super::reading::{Gap, ReadError, Reading, add_property};
use super::{decode, html};
use crate::model::PageHints;

const CONTAINER: &str = "META-INF/container.xml";
const NO_LIST: ReadError = ReadError::Damaged {
    what: "it has no list of chapters",
};

/// Reads a book.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    let mut package = Package::open(bytes, limits)?;
    let container = package.xml(CONTAINER)?.ok_or(NO_LIST)?;
    let root = container.root().and_then(|root| root.find("rootfile"));
    let path = root
        .and_then(|root| root.attribute("full-path"))
        .ok_or(NO_LIST)?;
    let list = package.xml(path)?.ok_or(NO_LIST)?;
    let root = list.root().ok_or(NO_LIST)?;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut hints = PageHints::default();
    let properties = root.child("metadata");
    for property in properties.iter().flat_map(|list| list.children()) {
        if property.name() != "meta" {
            add_property(&mut hints, property.name(), &property.text());
        }
    }
    let items = root.child("manifest");
    let mut items: HashMap<&str, &str> = items
        .iter()
        .flat_map(|items| items.children())
        .filter_map(|item| Some((item.attribute("id")?, item.attribute("href")?)))
        .collect();
    let mut reading = Reading::new("", hints, "UTF-8");
    let spine = root.child("spine");
    let chapters = spine
        .iter()
        .flat_map(|spine| spine.children())
        // The spine names each once (EPUB 3.3, 5.7.2).
        .filter_map(|chapter| items.remove(chapter.attribute("idref")?));
    for (at, chapter) in chapters.enumerate() {
        if at >= limits.pages {
            reading.gaps.push(Gap::limit("limit:pages"));
            break;
        }
        let name = resolve(folder, &unescaped(chapter));
        match package.part(&name) {
            Ok(Some(bytes)) => add_chapter(&bytes, &mut reading),
            Ok(None) => reading.gaps.push(Gap::damaged(&name)),
            Err(error) => reading.gaps.push(Gap::of(&error)),
        }
    }
    Ok(reading)
}

/// A chapter has no menus: what the HTML reader takes for furniture stays.
fn add_chapter(bytes: &[u8], reading: &mut Reading) {
    let Some(decoded) = decode::decode(bytes) else {
        reading.gaps.push(Gap::damaged("a chapter"));
        return;
    };
    let page = html::read(&decoded.text);
    reading.page.text.push_str(&page.text);
    if !reading.page.text.is_empty() && !reading.page.text.ends_with('\n') {
        reading.page.text.push('\n');
    }
}

/// An address without `%20` and what follows `#`.
fn unescaped(address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match code {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::read::package::tests::packed;

    #[test]
    fn chapters_follow_the_spine() {
        let chapter = |text: &str| {
            format!(
                "<html><body><h1>{text}</h1><p>为了规范{text}管理，制定本规定。</p></body></html>"
            )
        };
        let bytes = packed(&[
            (
                "META-INF/container.xml",
                "<container><rootfiles><rootfile full-path='OEBPS/content.opf'/></rootfiles></container>",
            ),
            (
                "OEBPS/content.opf",
                "<package><metadata><dc:title>汇编</dc:title></metadata><manifest><item id='a' href='%E4%B8%80.xhtml'/><item id='b' href='text/b.xhtml'/></manifest><spine><itemref idref='b'/><itemref idref='a'/><itemref idref='c'/><itemref idref='b'/></spine></package>",
            ),
            ("OEBPS/一.xhtml", &chapter("采砂")),
            ("OEBPS/text/b.xhtml", &chapter("河道")),
        ]);
        let reading = read(&bytes, &Limits::default()).unwrap();
        assert_eq!(
            reading.page.text,
            "河道\n为了规范河道管理，制定本规定。\n采砂\n为了规范采砂管理，制定本规定。\n"
        );
        assert_eq!(reading.page.hints.get(&["file:title"]), Some("汇编"));
    }
}
