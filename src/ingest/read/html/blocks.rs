//! A parsed page → its visible text, one block (paragraph, heading, table row) after another.
//!
//! In: a parsed page. Out: its blocks in document order, the elements whose name says that they
//! hold the main content, the containers of its prose, its links to document files. Iterative,
//! one pass. Not its job: choosing the main content ([`super::main_content`]).

use std::ops::Range;

use ego_tree::iter::Edge;
use scraper::Html;
use scraper::node::{Element, Node};

use super::elements::{first_number, is_block, is_container, is_skipped};
use super::entities;
use super::line::{Line, Within};
use super::links;
use super::names;
use super::structure::Containers;
use super::tables;
use crate::analysis::char_filter::is_han;
use crate::ingest::read::tables::{CellStart, Tables};
use crate::model::Attachment;

pub(super) type NodeRef<'a> = ego_tree::NodeRef<'a, Node>;
pub(super) type NodeId = ego_tree::NodeId;

/// A picture's description is text from this many Chinese characters on; shorter ones name
/// buttons and files.
const ALT_CHARS: usize = 8;
/// Most attachments of a page that are kept.
const MOST_ATTACHMENTS: usize = 200;
/// Longest name of an attachment (characters).
const LONGEST_NAME: usize = 200;

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
    /// Its element is named as a title's.
    pub(super) is_title: bool,
    /// The page hides it (`hidden`, `display:none`).
    pub(super) is_hidden: bool,
    /// It is a label of a form (button, option).
    pub(super) is_control: bool,
    /// It is a picture's description.
    pub(super) is_alt: bool,
    /// It links to a document file.
    pub(super) has_attachment: bool,
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
    /// Where prose stands.
    pub(super) containers: Containers,
    /// Links to document files, in document order, each with the block it stands in.
    pub(super) attachments: Vec<(usize, Attachment)>,
}

/// Returns a page's blocks.
pub(super) fn blocks(page: &Html) -> Blocks {
    let mut walk = Walk::default();
    walk.found.containers.open(0);
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(node) => walk.open(node),
            Edge::Close(node) => walk.close(node),
        }
    }
    walk.flush();
    walk.end_mark();
    walk.found.containers.close(walk.found.blocks.len());
    walk.found
}

#[derive(Default)]
struct Walk {
    found: Blocks,
    line: Line,
    /// The element whose content is skipped.
    skipped: Option<NodeId>,
    tables: Tables<NodeId>,
    open_candidates: Vec<(NodeId, bool, usize)>,
    open_titles: Vec<NodeId>,
    open_hidden: Vec<NodeId>,
    /// Where a comment said that the text begins, and how sure that is.
    marked: Option<(bool, usize)>,
    /// The open lists, and the next number of ordered ones.
    lists: Vec<(NodeId, Option<u32>)>,
    within: Within,
}

impl Walk {
    fn open(&mut self, node: NodeRef<'_>) {
        if self.skipped.is_some() {
            return;
        }
        match node.value() {
            Node::Text(text) => self.text(&entities::resolve(text)),
            Node::Element(element) => self.open_element(node, element),
            Node::Comment(comment) => self.mark(comment),
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
            "table" => self.tables.open_table(node.id()),
            "tr" => {
                let is_data = |carried| tables::is_data_row(node, carried);
                self.tables.open_row(node.id(), is_data);
            }
            "td" | "th" => self.open_cell(element),
            "ol" => self.open_list(node, first_number(element)),
            "ul" => self.open_list(node, None),
            "li" => self.open_item(),
            "img" => self.picture(element),
            "a" => self.attachment(node, element),
            _ => {}
        }
        if is_container(name) && !self.tables.is_in_row() {
            self.found.containers.open(self.found.blocks.len());
        }
        let role = names::role(element);
        if let Some(is_specific) = role.main {
            self.edge();
            let start = self.found.blocks.len();
            self.open_candidates.push((node.id(), is_specific, start));
        }
        if role.is_title {
            self.open_titles.push(node.id());
        }
        // The text itself is hidden only until a script has drawn the page.
        if element.attr("hidden").is_some() && role.main != Some(true) {
            self.open_hidden.push(node.id());
        }
        self.count_open();
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
        let name = element.name();
        if matches!(name, "td" | "th") {
            self.tables.close_cell(self.line.text());
        }
        // A container that began outside a row ends outside it: rows hold no open ends.
        let is_counted = is_container(name) && !self.tables.is_in_row();
        let rest = self.tables.close(node.id());
        self.start_cells(rest);
        if is_block(name) {
            self.edge();
        }
        if let Some(&(id, is_specific, start)) = self.open_candidates.last()
            && id == node.id()
        {
            self.edge();
            self.open_candidates.pop();
            self.add_candidate(is_specific, start);
        }
        if is_counted {
            self.found.containers.close(self.found.blocks.len());
        }
        if self.lists.last().is_some_and(|(id, _)| *id == node.id()) {
            self.lists.pop();
        }
        for open in [&mut self.open_titles, &mut self.open_hidden] {
            if open.last() == Some(&node.id()) {
                open.pop();
            }
        }
        self.count(element, -1);
        self.count_open();
    }

    const fn count_open(&mut self) {
        self.within.titles = self.open_titles.len();
        self.within.hidden = self.open_hidden.len();
    }

    fn add_candidate(&mut self, is_specific: bool, start: usize) {
        self.found.candidates.push(Candidate {
            is_specific,
            blocks: start..self.found.blocks.len(),
        });
    }

    /// A comment that says where the text begins or ends.
    fn mark(&mut self, comment: &str) {
        let is_sure = match comment {
            names::BEGIN_SURE => true,
            names::BEGIN_MAYBE => false,
            names::END => return self.end_mark(),
            _ => return,
        };
        self.edge();
        self.marked = Some((is_sure, self.found.blocks.len()));
    }

    fn end_mark(&mut self) {
        self.edge();
        if let Some((is_sure, start)) = self.marked.take() {
            self.add_candidate(is_sure, start);
        }
    }

    /// Keeps count of what the current text is within.
    fn count(&mut self, element: &Element, by: isize) {
        let within = &mut self.within;
        let add = |counter: &mut usize| *counter = counter.saturating_add_signed(by);
        match element.name() {
            "a" => {
                add(&mut within.links);
                if element.attr("href").is_some_and(links::is_document) {
                    add(&mut within.document_links);
                }
            }
            "h1" => add(&mut within.headings),
            "sup" => add(&mut within.superscripts),
            "pre" => add(&mut within.preformatted),
            "button" | "select" | "option" | "textarea" | "label" => add(&mut within.controls),
            _ => {}
        }
    }

    /// A block's edge: ends the line, or within a table row is a space.
    fn edge(&mut self) {
        if self.tables.is_in_row() {
            self.line.soft_end();
        } else {
            self.flush();
        }
    }

    fn open_cell(&mut self, element: &Element) {
        let (columns, rows) = tables::spans(element);
        let starts = self.tables.open_cell(columns, rows);
        self.start_cells(starts);
        self.tables.cell_text_begins(self.line.text().len());
    }

    fn start_cells(&mut self, starts: Vec<CellStart>) {
        for start in starts {
            match start {
                CellStart::Separator => self.line.separate_cells(),
                CellStart::Repeated(text) => self.line.repeat(&text),
            }
        }
    }

    fn open_list(&mut self, node: NodeRef<'_>, first: Option<u32>) {
        self.lists.push((node.id(), first));
    }

    fn open_item(&mut self) {
        let is_menu = self.line.take_item_is_link();
        let Some((_, next)) = self.lists.last_mut() else {
            return self.line.begin_item(None);
        };
        if is_menu {
            *next = None;
        }
        self.line.begin_item(*next);
        *next = next.map(|number| number.saturating_add(1));
    }

    /// A picture's description, where it is text and not the name of a file or button.
    fn picture(&mut self, element: &Element) {
        let Some(alt) = element.attr("alt").filter(|_| self.within.links == 0) else {
            return;
        };
        let han = alt.chars().filter(|c| is_han(*c)).count();
        if han < ALT_CHARS || self.tables.is_in_row() {
            return;
        }
        self.edge();
        self.text(alt);
        self.line.is_picture();
        self.edge();
    }

    fn attachment(&mut self, node: NodeRef<'_>, element: &Element) {
        let Some(address) = element.attr("href").filter(|href| links::is_document(href)) else {
            return;
        };
        if self.found.attachments.len() >= MOST_ATTACHMENTS {
            return;
        }
        let shown: String = node
            .descendants()
            .filter_map(|node| node.value().as_text())
            .flat_map(|text| text.chars())
            .filter(|c| !c.is_whitespace())
            .take(LONGEST_NAME)
            .collect();
        let name = if shown.is_empty() {
            links::file_name(address).to_owned()
        } else {
            shown
        };
        let attachment = Attachment {
            name,
            address: address.trim().to_owned(),
        };
        self.found
            .attachments
            .push((self.found.blocks.len(), attachment));
    }

    fn text(&mut self, text: &str) {
        self.within.row = self.tables.is_in_row();
        for character in text.chars() {
            if self.within.preformatted > 0 && matches!(character, '\n' | '\r') {
                self.edge();
            } else {
                self.line.push(character, &self.within);
            }
        }
    }

    fn flush(&mut self) {
        if let Some(block) = self.line.end() {
            self.found.containers.add(&block);
            self.found.blocks.push(block);
        }
    }
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
        let cases: [(&str, &[&str]); 12] = [
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
            ("<pre>甲\n  乙</pre>", &["甲", "乙"]),
            (
                "<title>题</title><style>p{}</style><p>　　甲&nbsp;</p>",
                &["甲"],
            ),
            (
                "<p>面积<span>10</span><sup>4</sup>公顷、5km<sup>2</sup>，CO<sub>2</sub></p>",
                &["面积10⁴公顷、5km2，CO2"],
            ),
            (
                "<p><ruby>亳<rp>(</rp><rt>bó</rt><rp>)</rp>州<rt>zhōu</ruby>市</p>",
                &["亳州市"],
            ),
            (
                "<ol start=3><li>甲<li>（一）乙<li><p>丙</p></ol><ol type=none><li>丁</ol>",
                &["3. 甲", "（一）乙", "5. 丙", "丁"],
            ),
            (
                "<ol><li><a href=x>首页</a><li>公开</ol><ol><li>甲</ol>",
                &["首页", "公开", "1. 甲"],
            ),
            (
                "甲<img alt='示例市产业园区空间布局示意图'>乙<img alt=图标><a><img alt='示例市人民政府网站标志'></a>",
                &["甲", "示例市产业园区空间布局示意图", "乙"],
            ),
            ("<p>“甲”&amp;nbsp;&amp;mdash;乙</p>", &["“甲”\u{a0}—乙"]),
        ];
        for (html, expected) in cases {
            assert_eq!(lines(html), expected, "{html}");
        }
    }

    #[test]
    fn a_row_is_read_by_itself() {
        let cases: [(&str, &[&str]); 7] = [
            (
                "<table><tr><td>索引号</td><td><p>001</p></td></tr><tr><td>文号<td></tr></table>",
                &["索引号 | 001", "文号 |"],
            ),
            (
                "<table><tr><td>菜单</td><td><table><tr><td>甲</td><td>乙</td></tr></table></td></tr></table>",
                &["菜单", "甲 | 乙"],
            ),
            (
                "<table><tr><td rowspan=2>城区<td>甲区<td>1<tr><td>乙区<td>2<tr><td>郊县<td>丙县<td>3</table>",
                &["城区 | 甲区 | 1", "城区 | 乙区 | 2", "郊县 | 丙县 | 3"],
            ),
            (
                "<table><tr><th rowspan=2>单位<th colspan=2>金额<th rowspan=2>备注<tr><th>去年<th>今年</table>",
                &["单位 | 金额 | 备注", "单位 | 去年 | 今年 | 备注"],
            ),
            (
                "<table><tr><td>甲<td rowspan=0>同上<tr><td>乙</table><table><tr><td>丙<td>丁</table>",
                &["甲 | 同上", "乙 | 同上", "丙 | 丁"],
            ),
            (
                "<table><tr><td>侧栏<td><p>一<p>二<p>三<p>四<p>五<p>六<p>七</table>",
                &["侧栏", "一", "二", "三", "四", "五", "六", "七"],
            ),
            (
                "<table><tr><td width=9></td><td id=zoom>正文</td></tr></table>",
                &["正文"],
            ),
        ];
        for (html, expected) in cases {
            assert_eq!(lines(html), expected, "{html}");
        }
    }

    #[test]
    fn what_a_block_is_within_is_known() {
        let page = "<h1>题</h1><a>链</a>文<p hidden>隐</p><button>钮</button>\
                    <p class=title>名</p><a href=1.doc>附件</a>";
        let found = blocks(&Html::parse_document(page));
        let of = |at: usize| &found.blocks[at];
        assert!(of(0).is_heading);
        assert_eq!((of(1).chars, of(1).link_chars), (2, 1));
        assert!(of(2).is_hidden && !of(1).is_hidden);
        assert!(of(3).is_control && of(4).is_title && of(5).has_attachment);
        assert_eq!(found.attachments[0].1.name, "附件");
    }

    #[test]
    fn candidates_are_told_by_name_or_mark() {
        let page = "<p>甲</p><div class='x TRS_Editor'><p>乙</p><div id=content>丙</div></div>\
                    <!--text begins--><p>丁</p><p>戊</p><!--text ends--><p>己</p>";
        let found = blocks(&Html::parse_document(page)).candidates;
        let ranges: Vec<_> = found
            .iter()
            .map(|c| (c.is_specific, c.blocks.clone()))
            .collect();
        assert_eq!(ranges, [(false, 2..3), (true, 1..3), (true, 3..5)]);
    }
}
