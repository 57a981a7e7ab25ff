//! XML → a tree: elements by their local names, attributes and text, bounded.
//!
//! In: a part's bytes in any encoding that they declare. Out: a [`Tree`], whole or up to where the
//! XML is broken. Prefixes are left out: office formats have several namespaces for the same thing
//! (transitional and strict), and programs name prefixes as they like. Entities other than XML's
//! five are left out, a DOCTYPE is passed over: nothing expands, nothing is fetched. Elements below
//! [`DEEPEST`] levels are left out, so that walks by recursion stay shallow.
//! Not its job: what names mean.

use std::borrow::Cow;
use std::collections::HashMap;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// A text box within a table in a text box in Word is 60 levels deep.
const DEEPEST: usize = 160;
/// Nodes of one part: some 200 MB. A law of 300 pages has 60,000.
const MOST_NODES: usize = 8_000_000;
/// An XML declaration ends within this.
const DECLARATION_BYTES: usize = 200;
/// No node.
const NONE: u32 = u32::MAX;

/// A node; strings are ranges of the tree's one buffer, names are numbers in its list.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// The element's name; [`NONE`] for text.
    name: u32,
    /// Of attributes (element) or of the buffer (text).
    start: u32,
    end: u32,
    first: u32,
    next: u32,
}

/// A part's elements and text.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    attributes: Vec<(u32, u32, u32)>,
    buffer: String,
    names: Vec<Box<str>>,
    /// The XML was well-formed to its end and within bounds.
    pub(super) is_whole: bool,
}

impl Tree {
    /// Reads a part.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let text = decode(bytes);
        let mut builder = Builder::default();
        let mut reader = Reader::from_str(&text);
        reader.config_mut().allow_dangling_amp = true;
        while let Ok(event) = reader.read_event() {
            if matches!(event, Event::Eof) {
                builder.tree.is_whole = builder.open.len() <= 1 && !builder.is_cut;
                break;
            }
            builder.add(&event);
            if builder.tree.nodes.len() > MOST_NODES || builder.tree.buffer.len() >= NONE as usize {
                break;
            }
        }
        builder.tree
    }

    /// Returns the part's outermost element.
    pub(super) fn root(&self) -> Option<Element<'_>> {
        let top = self.nodes.first()?;
        self.siblings(top.first).find_map(|node| match node {
            Content::Element(element) => Some(element),
            Content::Text(_) => None,
        })
    }

    fn siblings(&self, first: u32) -> impl Iterator<Item = Content<'_>> {
        let mut next = first;
        std::iter::from_fn(move || {
            let at = next;
            let node = self.nodes.get(at as usize)?;
            next = node.next;
            Some(if node.name == NONE {
                Content::Text(self.slice(node.start, node.end))
            } else {
                Content::Element(Element { tree: self, at })
            })
        })
    }

    fn slice(&self, start: u32, end: u32) -> &str {
        self.buffer
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }
}

/// What stands within an element.
#[derive(Debug, Clone, Copy)]
pub(super) enum Content<'t> {
    Element(Element<'t>),
    Text(&'t str),
}

/// An element of a tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'t> {
    tree: &'t Tree,
    at: u32,
}

impl<'t> Element<'t> {
    fn node(&self) -> Node {
        self.tree.nodes[self.at as usize]
    }

    /// Returns the name without its prefix.
    pub(super) fn name(&self) -> &'t str {
        &self.tree.names[self.node().name as usize]
    }

    /// Returns an attribute by its name without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&'t str> {
        self.attributes(name).next()
    }

    /// Returns the attributes that have this name, under different prefixes.
    pub(super) fn attributes(&self, name: &str) -> impl Iterator<Item = &'t str> {
        let (node, tree) = (self.node(), self.tree);
        let own = &tree.attributes[node.start as usize..node.end as usize];
        own.iter()
            .filter(move |(key, _, _)| &*tree.names[*key as usize] == name)
            .map(|(_, start, end)| tree.slice(*start, *end))
    }

    /// Returns an attribute as a number.
    pub(super) fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// Returns elements and text within, in order.
    pub(super) fn contents(&self) -> impl Iterator<Item = Content<'t>> + use<'t> {
        self.tree.siblings(self.node().first)
    }

    /// Returns the elements within, in order.
    pub(super) fn children(&self) -> impl Iterator<Item = Self> + use<'t> {
        self.contents().filter_map(|content| match content {
            Content::Element(element) => Some(element),
            Content::Text(_) => None,
        })
    }

    /// Returns the first element of a name within.
    pub(super) fn child(&self, name: &str) -> Option<Self> {
        self.children().find(|child| child.name() == name)
    }

    /// Returns all elements below, in order; itself is not among them.
    pub(super) fn descendants(&self) -> impl Iterator<Item = Self> + use<'t> {
        let mut stack = vec![self.node().first];
        let tree = self.tree;
        std::iter::from_fn(move || {
            while let Some(at) = stack.pop() {
                let Some(node) = tree.nodes.get(at as usize) else {
                    continue;
                };
                stack.push(node.next);
                if node.name != NONE {
                    stack.push(node.first);
                    return Some(Element { tree, at });
                }
            }
            None
        })
    }

    /// Returns the first element below of a name.
    pub(super) fn find(&self, name: &str) -> Option<Self> {
        self.descendants().find(|element| element.name() == name)
    }

    /// Returns all text below.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    fn add_text(&self, text: &mut String) {
        for content in self.contents() {
            match content {
                Content::Element(element) => element.add_text(text),
                Content::Text(piece) => text.push_str(piece),
            }
        }
    }
}

/// An open element of the tree: where its next child is to be linked.
#[derive(Debug)]
struct Open {
    at: u32,
    last: u32,
}

#[derive(Debug)]
struct Builder {
    tree: Tree,
    open: Vec<Open>,
    ids: HashMap<Box<str>, u32>,
    /// Levels below the deepest one that is kept.
    below: usize,
    is_cut: bool,
}

impl Default for Builder {
    fn default() -> Self {
        let mut builder = Self {
            tree: Tree::default(),
            open: Vec::new(),
            ids: HashMap::new(),
            below: 0,
            is_cut: false,
        };
        let name = builder.name("");
        builder.tree.nodes.push(Node {
            name,
            start: 0,
            end: 0,
            first: NONE,
            next: NONE,
        });
        builder.open.push(Open { at: 0, last: NONE });
        builder
    }
}

impl Builder {
    fn add(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(_) if self.below > 0 || self.open.len() > DEEPEST => {
                self.below += 1;
                self.is_cut = true;
            }
            Event::Start(start) => {
                let at = self.element(start);
                self.open.push(Open { at, last: NONE });
            }
            Event::Empty(start) if self.below == 0 => {
                self.element(start);
            }
            Event::End(_) if self.below > 0 => self.below -= 1,
            Event::End(_) if self.open.len() > 1 => {
                self.open.pop();
            }
            Event::Text(text) if self.below == 0 => self.text(text),
            Event::CData(text) if self.below == 0 => self.text(text),
            Event::GeneralRef(reference) if self.below == 0 => {
                if let Ok(Some(character)) = reference.resolve_char_ref() {
                    self.text(character.encode_utf8(&mut [0; 4]));
                } else if let Some(text) = resolve_predefined_entity(reference) {
                    self.text(text);
                }
            }
            _ => {}
        }
    }

    fn name(&mut self, name: &str) -> u32 {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let id = position(self.tree.names.len());
        self.tree.names.push(name.into());
        self.ids.insert(name.into(), id);
        id
    }

    fn element(&mut self, start: &BytesStart<'_>) -> u32 {
        let name = self.name(start.local_name().as_ref());
        let first = position(self.tree.attributes.len());
        for attribute in start.attributes().with_checks(false).flatten() {
            let key = self.name(attribute.key.local_name().as_ref());
            let value = attribute
                .normalized_value(XmlVersion::default())
                .unwrap_or_else(|_| attribute.value.clone());
            let from = position(self.tree.buffer.len());
            self.tree.buffer.push_str(&value);
            let to = position(self.tree.buffer.len());
            self.tree.attributes.push((key, from, to));
        }
        let end = position(self.tree.attributes.len());
        self.link(Node {
            name,
            start: first,
            end,
            first: NONE,
            next: NONE,
        })
    }

    /// Adds text; pieces that follow each other are one.
    fn text(&mut self, text: &str) {
        let start = position(self.tree.buffer.len());
        self.tree.buffer.push_str(text);
        let end = position(self.tree.buffer.len());
        let last = self.open.last().map_or(NONE, |open| open.last);
        if let Some(node) = self.tree.nodes.get_mut(last as usize)
            && node.name == NONE
            && node.end == start
        {
            node.end = end;
            return;
        }
        self.link(Node {
            name: NONE,
            start,
            end,
            first: NONE,
            next: NONE,
        });
    }

    fn link(&mut self, node: Node) -> u32 {
        let at = position(self.tree.nodes.len());
        self.tree.nodes.push(node);
        if let Some(open) = self.open.last_mut() {
            match self.tree.nodes.get_mut(open.last as usize) {
                Some(before) => before.next = at,
                None => self.tree.nodes[open.at as usize].first = at,
            }
            open.last = at;
        }
        at
    }
}

/// A length as the tree keeps it. Reading ends before a buffer is as long as [`NONE`].
fn position(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(NONE)
}

/// Decodes by byte order mark, by the shape of `<?` or by the declaration; else as UTF-8.
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let encoding = Encoding::for_bom(bytes).map_or_else(
        || match bytes {
            [b'<', 0, ..] => UTF_16LE,
            [0, b'<', ..] => UTF_16BE,
            _ => declared(bytes).unwrap_or(UTF_8),
        },
        |(encoding, _)| encoding,
    );
    encoding.decode_with_bom_removal(bytes).0
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let end = memchr::memmem::find(head, b"?>")?;
    let at = memchr::memmem::find(&head[..end], b"encoding")? + "encoding".len();
    let rest = head[at..end].trim_ascii_start().strip_prefix(b"=")?;
    let rest = rest.trim_ascii_start();
    let quote = *rest.first()?;
    let value = rest.get(1..)?;
    let label = &value[..memchr::memchr(quote, value)?];
    // A declaration that can be read byte by byte is not in UTF-16.
    Encoding::for_label(label)
        .filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE)
        .or((quote == b'"' || quote == b'\'').then_some(UTF_8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_lose_prefixes_and_text_keeps_entities() {
        let xml = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'y'>]>\
                   <w:a xmlns:w='u'><w:b w:val='1 &lt; 2'>甲&amp;&#20057;&x;<![CDATA[<丙>]]></w:b><c/>丁</w:a>";
        let tree = Tree::read(xml.as_bytes());
        let root = tree.root().unwrap();
        assert!(tree.is_whole);
        assert_eq!(root.name(), "a");
        let b = root.child("b").unwrap();
        assert_eq!(b.attribute("val"), Some("1 < 2"));
        assert_eq!(b.text(), "甲&乙<丙>");
        assert_eq!(root.text(), "甲&乙<丙>丁");
        let names: Vec<&str> = root.descendants().map(|e| e.name()).collect();
        assert_eq!(names, ["b", "c"]);
    }

    #[test]
    fn broken_xml_keeps_what_stands_before() {
        for xml in ["<a><b>甲</b><c", "<a><b>甲</b></c>", "<a><b>甲</b>"] {
            let tree = Tree::read(xml.as_bytes());
            assert!(!tree.is_whole, "{xml}");
            assert_eq!(tree.root().unwrap().text(), "甲");
        }
        assert!(Tree::read(b"").root().is_none());
    }

    #[test]
    fn encodings_are_those_declared() {
        let text = "<?xml version=\"1.0\" encoding=\"GBK\"?><a>通知</a>";
        let gbk = encoding_rs::GBK.encode(text).0.into_owned();
        let utf_16: Vec<u8> = "\u{feff}<a>通知</a>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let plain = "<?xml version='1.0' encoding='UTF-16'?><a>通知</a>".as_bytes();
        for bytes in [&gbk[..], &utf_16, plain] {
            assert_eq!(Tree::read(bytes).root().unwrap().text(), "通知");
        }
    }

    #[test]
    fn deep_nesting_is_cut() {
        let depth = 100_000;
        let xml = format!("{}甲{}<z>乙</z>", "<a>".repeat(depth), "</a>".repeat(depth));
        let tree = Tree::read(format!("<r>{xml}</r>").as_bytes());
        assert!(!tree.is_whole);
        assert_eq!(tree.root().unwrap().text(), "乙");
    }

    proptest! {
        #[test]
        fn any_pieces_make_a_tree(pieces in proptest::collection::vec(proptest::sample::select(vec![
            "<a>", "</a>", "<b x='1'>", "</b>", "<c/>", "甲", "&", "&#0;", "&#x110000;", "&lt;", "<!--", "-->",
            "<![CDATA[", "]]>", "<!DOCTYPE a [", "]>", "<?x", "?>", "<", "x=", "'", "\u{0}",
        ]), 0..40)) {
            let tree = Tree::read(pieces.concat().as_bytes());
            if let Some(root) = tree.root() {
                let _ = (root.text(), root.descendants().count());
            }
        }
    }
}
