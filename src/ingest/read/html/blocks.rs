//! A parsed page → its visible text, one block (paragraph, heading, table row) after another.
//!
//! In: a parsed page. Out: its blocks in document order, and the elements whose id or class says
//! that they hold the main content. Iterative, one pass. Not its job: choosing the main content
//! ([`super::main_content`]).

use std::ops::Range;

use ego_tree::iter::Edge;
use scraper::Html;
use scraper::node::{Element, Node};

use crate::analysis::char_filter::is_cjk;

type NodeRef<'a> = ego_tree::NodeRef<'a, Node>;
type NodeId = ego_tree::NodeId;

/// Between the cells of a table row.
const CELL_SEPARATOR: &str = " | ";
/// A table row with more text than this, or with another table in it, is page layout: its cells
/// become blocks of their own.
const LONGEST_ROW_CHARS: usize = 1000;
/// Looking whether a row is layout stops here.
const LARGEST_ROW_NODES: usize = 400;

/// One line of a page's text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// The text, white space collapsed, trimmed, never empty.
    pub(super) text: String,
    /// Characters that are not white space.
    pub(super) chars: usize,
    /// How many of them are in links.
    pub(super) link_chars: usize,
    /// The block is an `h1`.
    pub(super) is_heading: bool,
    /// The page hides it (`hidden`, `display:none`).
    pub(super) is_hidden: bool,
    /// It is a label of a form (button, option).
    pub(super) is_control: bool,
}

/// An element that by its name may hold the main content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The name is one that content systems give to nothing else.
    pub(super) is_specific: bool,
    /// Its blocks.
    pub(super) blocks: Range<usize>,
}

/// A page as blocks.
#[derive(Debug, Clone, Default)]
pub(super) struct Blocks {
    /// In document order.
    pub(super) blocks: Vec<Block>,
    /// In the order in which they end: inner ones before outer ones.
    pub(super) candidates: Vec<Candidate>,
}

/// Returns a page's blocks.
pub(super) fn blocks(page: &Html) -> Blocks {
    let mut walk = Walk::default();
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(node) => walk.open(node),
            Edge::Close(node) => walk.close(node),
        }
    }
    walk.flush();
    walk.found
}

#[derive(Default)]
struct Walk {
    found: Blocks,
    line: Block,
    /// White space read and not yet written.
    space: Space,
    /// The element whose content is skipped.
    skipped: Option<NodeId>,
    /// The row whose cells are joined, and whether its first cell is over.
    row: Option<(NodeId, bool)>,
    open_candidates: Vec<(NodeId, bool, usize)>,
    links: usize,
    headings: usize,
    hidden: usize,
    controls: usize,
    preformatted: usize,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Space {
    #[default]
    None,
    Blank,
    LineEnd,
}

impl Walk {
    fn open(&mut self, node: NodeRef<'_>) {
        if self.skipped.is_some() {
            return;
        }
        match node.value() {
            Node::Text(text) => self.text(text),
            Node::Element(element) => self.open_element(node, element),
            _ => {}
        }
    }

    fn open_element(&mut self, node: NodeRef<'_>, element: &Element) {
        let name = element.name();
        if is_skipped(name) {
            self.skipped = Some(node.id());
            return;
        }
        if is_block(name) {
            self.edge();
        }
        self.count(element, 1);
        match name {
            "br" | "hr" => self.edge(),
            "tr" if self.row.is_none() && is_data_row(node) => {
                self.row = Some((node.id(), false));
            }
            "td" | "th" => self.cell(),
            _ => {}
        }
        if let Some(is_specific) = candidate(element) {
            self.edge();
            let start = self.found.blocks.len();
            self.open_candidates.push((node.id(), is_specific, start));
        }
    }

    fn close(&mut self, node: NodeRef<'_>) {
        if let Some(skipped) = self.skipped {
            if skipped == node.id() {
                self.skipped = None;
            }
            return;
        }
        let Node::Element(element) = node.value() else {
            return;
        };
        if self.row.is_some_and(|(row, _)| row == node.id()) {
            self.row = None;
        }
        if is_block(element.name()) {
            self.edge();
        }
        if let Some(&(id, is_specific, start)) = self.open_candidates.last()
            && id == node.id()
        {
            self.edge();
            self.open_candidates.pop();
            self.found.candidates.push(Candidate {
                is_specific,
                blocks: start..self.found.blocks.len(),
            });
        }
        self.count(element, -1);
    }

    /// Keeps count of what the current text is within.
    fn count(&mut self, element: &Element, by: isize) {
        let add = |counter: &mut usize| *counter = counter.saturating_add_signed(by);
        match element.name() {
            "a" => add(&mut self.links),
            "h1" => add(&mut self.headings),
            "pre" => add(&mut self.preformatted),
            "button" | "select" | "option" | "textarea" | "label" => add(&mut self.controls),
            _ => {}
        }
        if is_hidden(element) {
            add(&mut self.hidden);
        }
    }

    /// A block's edge: ends the line, or within a table row is a space.
    fn edge(&mut self) {
        if self.row.is_some() {
            self.space = Space::LineEnd;
        } else {
            self.flush();
        }
    }

    fn cell(&mut self) {
        if let Some((_, has_cell)) = &mut self.row {
            if *has_cell {
                self.line.text.push_str(CELL_SEPARATOR);
                self.space = Space::None;
            }
            *has_cell = true;
        }
    }

    fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '\n' | '\r' if self.preformatted > 0 => self.edge(),
                '\n' | '\r' => self.space = Space::LineEnd,
                ' ' | '\t' | '\u{c}' if self.space == Space::None => self.space = Space::Blank,
                ' ' | '\t' | '\u{c}' => {}
                _ => self.character(character),
            }
        }
    }

    fn character(&mut self, character: char) {
        if self.space != Space::None && !self.line.text.ends_with(CELL_SEPARATOR) {
            let previous = self.line.text.chars().next_back();
            // A line end in the page's source between two Chinese characters is no space.
            let is_wrap = self.space == Space::LineEnd
                && is_cjk(character)
                && previous.is_some_and(is_cjk)
                && self.row.is_none();
            if previous.is_some() && !is_wrap {
                self.line.text.push(' ');
            }
        }
        self.space = Space::None;
        self.line.text.push(character);
        if !character.is_whitespace() {
            self.line.chars += 1;
            self.line.link_chars += usize::from(self.links > 0);
            self.line.is_heading |= self.headings > 0;
            self.line.is_hidden |= self.hidden > 0;
            self.line.is_control |= self.controls > 0;
        }
    }

    fn flush(&mut self) {
        self.space = Space::None;
        let mut block = std::mem::take(&mut self.line);
        let text = block
            .text
            .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if block.chars > 0 && !text.is_empty() {
            if text.len() < block.text.len() {
                block.text = text.to_owned();
            }
            self.found.blocks.push(block);
        }
    }
}

fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "head" | "title" | "script" | "style" | "noscript" | "template" | "iframe" | "textarea"
    )
}

/// Elements that begin and end a line.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "li"
            | "ul"
            | "ol"
            | "tr"
            | "table"
            | "tbody"
            | "thead"
            | "td"
            | "th"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "dl"
            | "dt"
            | "dd"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "nav"
            | "aside"
            | "blockquote"
            | "pre"
            | "form"
            | "fieldset"
            | "center"
            | "option"
            | "caption"
            | "figure"
            | "figcaption"
            | "address"
            | "body"
            | "select"
            | "button"
            | "ucapcontent"
            | "ucaptitle"
    )
}

fn is_hidden(element: &Element) -> bool {
    element.attr("hidden").is_some()
        || element.attr("style").is_some_and(|style| {
            let style: String = style.split_ascii_whitespace().collect();
            style.to_ascii_lowercase().contains("display:none")
        })
}

/// A row of data, not of page layout: several cells, no table within, not much text.
fn is_data_row(row: NodeRef<'_>) -> bool {
    let (mut cells, mut chars) = (0, 0);
    for (seen, node) in row.descendants().skip(1).enumerate() {
        match node.value() {
            Node::Element(element) if element.name() == "table" => return false,
            Node::Element(element) => cells += usize::from(matches!(element.name(), "td" | "th")),
            Node::Text(text) => chars += text.chars().filter(|c| !c.is_whitespace()).count(),
            _ => {}
        }
        if seen > LARGEST_ROW_NODES || chars > LONGEST_ROW_CHARS {
            return false;
        }
    }
    cells > 1
}

/// Names (of ids and classes, without `-` and `_`, lower case) of the element that holds a page's
/// text, by the content systems of Chinese government and law sites (TRS, UCAP, VSB, WeChat …).
const SPECIFIC: [&str; 58] = [
    "zoom",
    "zoomcon",
    "zoomcontent",
    "fontzoom",
    "ucapcontent",
    "trseditor",
    "trsueditor",
    "pagescontent",
    "pagecontent",
    "articlecontent",
    "articlecontents",
    "articlecon",
    "articletext",
    "articlebody",
    "contentbody",
    "context",
    "contenttext",
    "textcontent",
    "newscontent",
    "newscontents",
    "newscon",
    "newstext",
    "newsbody",
    "xxgkcontent",
    "xxgkdetailcontent",
    "detailcontent",
    "detailcon",
    "infocontent",
    "infocon",
    "mycontent",
    "ivscontent",
    "jscontent",
    "richmediacontent",
    "vsbcontent",
    "vnewscontent",
    "zwcontent",
    "zwgkcontent",
    "maintext",
    "bodytext",
    "arttext",
    "artcon",
    "artcontent",
    "wzcontent",
    "wzcon",
    "nrcontent",
    "neirong",
    "txtcontent",
    "txttxt",
    "pcontent",
    "b12c",
    "xlcontent",
    "viewcontent",
    "gkcontent",
    "printcontent",
    "doccontent",
    "divfulltext",
    "fulltext",
    "entrycontent",
];
/// Names that many pages use for their text, and some for more than that.
const GENERIC: [&str; 18] = [
    "content",
    "contents",
    "article",
    "main",
    "maincontent",
    "maincon",
    "text",
    "detail",
    "details",
    "con",
    "xxgk",
    "xxgkdetail",
    "articlebox",
    "contentbox",
    "newsdetail",
    "articledetail",
    "postcontent",
    "nr",
];

/// Returns whether the element may hold the main content, and by a specific name.
fn candidate(element: &Element) -> Option<bool> {
    let by_tag = matches!(element.name(), "article" | "main").then_some(false);
    element
        .id()
        .into_iter()
        .chain(element.classes())
        .filter_map(|name| {
            let name: String = name
                .chars()
                .filter(|c| !matches!(c, '-' | '_'))
                .map(|c| c.to_ascii_lowercase())
                .collect();
            let is_specific = SPECIFIC.contains(&name.as_str());
            (is_specific || GENERIC.contains(&name.as_str())).then_some(is_specific)
        })
        .chain(by_tag)
        .reduce(|a, b| a || b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(html: &str) -> Vec<String> {
        blocks(&Html::parse_document(html))
            .blocks
            .into_iter()
            .map(|block| block.text)
            .collect()
    }

    #[test]
    fn one_block_is_one_line() {
        let cases: [(&str, &[&str]); 8] = [
            (
                "<h1>通知</h1><p>第一条</p>第二条<br>第三条",
                &["通知", "第一条", "第二条", "第三条"],
            ),
            ("<p>为了加强\n   管理</p>", &["为了加强管理"]),
            ("<p>new\n york <span>市</span> 区</p>", &["new york 市 区"]),
            (
                "<ul><li>甲</li><li>乙<ul><li>丙</ul></ul>",
                &["甲", "乙", "丙"],
            ),
            (
                "<table><tr><td>索引号</td><td><p>001</p></td></tr><tr><td>文号<td></tr></table>",
                &["索引号 | 001", "文号 |"],
            ),
            (
                "<table><tr><td>菜单</td><td><table><tr><td>甲</td><td>乙</td></tr></table></td></tr></table>",
                &["菜单", "甲 | 乙"],
            ),
            ("<pre>甲\n  乙</pre>", &["甲", "乙"]),
            (
                "<title>题</title><style>p{}</style><p>　　甲&nbsp;</p>",
                &["甲"],
            ),
        ];
        for (html, expected) in cases {
            assert_eq!(lines(html), expected, "{html}");
        }
    }

    #[test]
    fn what_a_block_is_within_is_known() {
        let page = "<h1>题</h1><a>链</a>文<p style='display: none'>隐</p><button>钮</button>";
        let found = blocks(&Html::parse_document(page)).blocks;
        assert!(found[0].is_heading);
        assert_eq!((found[1].chars, found[1].link_chars), (2, 1));
        assert!(found[2].is_hidden && !found[1].is_hidden);
        assert!(found[3].is_control);
    }

    #[test]
    fn candidates_are_told_by_name() {
        let page =
            "<p>甲</p><div class='x TRS_Editor'><p>乙</p><div id=content>丙</div></div><p>丁</p>";
        let found = blocks(&Html::parse_document(page)).candidates;
        let ranges: Vec<_> = found
            .iter()
            .map(|c| (c.is_specific, c.blocks.clone()))
            .collect();
        assert_eq!(ranges, [(false, 2..3), (true, 1..3)]);
    }
}
