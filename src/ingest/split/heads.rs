//! A document's head after the end of another text: a title, above it perhaps letterhead and page
//! lines, below it number, recipients, a law's opening, a news lead or running text.
//!
//! A title alone is no document (annexes have titles, lists name them): what the title is, how the
//! text above ends and what follows must fit together, and the text above must not announce it.

use super::Row;
use super::above;
use super::announced;
use super::below::{self, Below};
use super::chapters;
use super::ends::{self, End};
use super::glued_heads;
use crate::ingest::clean::shape;
use crate::lexicon::doc_types;
use crate::lexicon::furniture;
use crate::lexicon::regions;

/// What a title says of itself, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Title {
    /// A headline.
    Headline,
    /// It names its type: `甲县园区管理办法`.
    Typed,
    /// It is about something, too: `关于…的通知`.
    Official,
    /// It names its organ as well.
    Issued,
}

/// Rows below a title that are looked at: number, organs, date, block, recipients.
const BELOW: usize = 6;
/// A title that a line end cuts has so many bytes before it (15 characters).
const WRAPPED: usize = 45;
/// Rows of letterhead and page lines above a title.
const ABOVE: usize = 8;
/// A title is at most so long, in bytes (100 characters and digits).
const MAX_TITLE: usize = 300;

/// Walks the rows of a text, document by document.
pub(super) struct Reading<'a, 't> {
    view: &'t str,
    rows: &'a [Row<'t>],
    /// The first row of the document being read.
    pub(super) since: usize,
    /// A date has closed the document's letter or text.
    dated: bool,
    /// An annex has begun.
    in_annex: bool,
    /// The title of an announced text has passed.
    attached: bool,
    /// A chapter's heading has passed.
    in_chapters: bool,
}

impl<'a, 't> Reading<'a, 't> {
    pub(super) fn new(view: &'t str, rows: &'a [Row<'t>]) -> Self {
        Self {
            view,
            rows,
            since: 0,
            dated: false,
            in_annex: false,
            attached: false,
            in_chapters: false,
        }
    }

    /// A document begins at `row`.
    pub(super) fn restart(&mut self, row: usize) {
        (self.since, self.dated) = (row, false);
        (self.in_annex, self.attached) = (false, false);
        self.in_chapters = chapters::is_chapter(self.rows[row].text);
    }

    /// Returns the first row of the document whose title or text begins in row `at`. Rows are given
    /// in order.
    pub(super) fn begins(&mut self, at: usize) -> Option<usize> {
        let text = self.rows[at].text;
        if text.ends_with(['日', ')', '发']) && shape::is_date_row(text) {
            self.dated = true;
        } else if text.starts_with("附") && is_annex_head(text) {
            self.in_annex |= self.dated || text.len() <= "附件12:".len();
        }
        if text.starts_with('第') && chapters::is_chapter(text) {
            let is_first = !self.in_chapters;
            self.in_chapters = true;
            return (is_first && at > self.since && chapters::begins(self.rows, at)).then_some(at);
        }
        if text.len() > MAX_TITLE || text.ends_with(['。', ';', ':', ',', '、']) {
            return self.glued(at).or_else(|| self.untitled(at));
        }
        self.titled(at).or_else(|| self.untitled(at))
    }

    /// A title with its text behind it in one row.
    fn glued(&mut self, at: usize) -> Option<usize> {
        let head = glued_heads::of_row(self.rows[at].text)?;
        let first = self.head_start(at);
        if first <= self.since || !self.fits(head.title, self.end_before(first), head.below, at) {
            return None;
        }
        (!self.is_attached(head.title, head.below, head.text, first)).then_some(first)
    }

    /// How the text above a row ends; a gap wider than those before makes up for a missing end.
    fn end_before(&self, first: usize) -> End {
        let end = ends::before(self.rows, first);
        match end {
            End::None if ends::after_gap(self.rows, self.since, first) => End::Sentence,
            End::Sentence if ends::after_gap(self.rows, self.since, first) => End::InForce,
            end => end,
        }
    }

    /// A title and all that belongs to it.
    fn titled(&mut self, at: usize) -> Option<usize> {
        let text = self.rows[at].text;
        let (title, lines) = self.kind_at(at)?;
        let below = below_title(self.rows, at + lines, text);
        let is_article = below == Below::Foreword && text.contains(':');
        if title == Title::Headline && !is_article && !may_be_headline(text) {
            return None;
        }
        let is_law = matches!(below, Below::Law | Below::Adopted);
        if below == Below::Nothing || (title == Title::Headline && is_law) {
            return None;
        }
        let first = self.head_start(at);
        if first <= self.since || !self.fits(title, self.end_before(first), below, at) {
            return None;
        }
        (!self.is_attached(title, below, text, first)).then_some(first)
    }

    /// Whether the text above announces a title, whose head begins in row `first`.
    fn is_attached(&mut self, title: Title, below: Below, text: &str, first: usize) -> bool {
        let under_annex = is_annex_head(self.rows[first - 1].text);
        let before = announced::Before {
            view: self.view,
            rows: &self.rows[self.since..first],
            end: self.rows[first].at,
        };
        let own = matches!(below, Below::Own | Below::Report);
        // With a foreword a headline is a book's title; a letter may forward it.
        let title = match below {
            Below::Foreword => title.max(Title::Typed),
            _ => title,
        };
        // A title of another place is no attached one, whatever it is about.
        let attaches = !self.attached
            && !text.ends_with("解读")
            && !self.names_new_place(first, text)
            && (before.announces(title, text)
                || (!own && title == Title::Typed && before.is_alike(text)));
        let is_attached = under_annex || attaches || before.names(text);
        self.attached |= is_attached;
        is_attached
    }

    /// What the title is that begins in a row, and how many rows it has: a wrapped one has two.
    fn kind_at(&self, at: usize) -> Option<(Title, usize)> {
        let text = self.rows[at].text;
        let title = kind(text)?;
        if title > Title::Headline || text.len() < WRAPPED {
            return Some((title, 1));
        }
        let Some(verb) = verb(text) else {
            return Some((title, 1));
        };
        let is_rest = |rest: &str| kind_of_rest(text.trim(), rest.trim());
        if self.rows.get(at + 1).is_none_or(|next| !is_rest(next.text)) {
            return Some((title, 1));
        }
        let issued = verb > 0 && ends::is_organs(&text[..verb]);
        Some((
            if issued {
                Title::Issued
            } else {
                Title::Official
            },
            2,
        ))
    }

    /// Whether title, the end above and what follows make a document.
    fn fits(&self, title: Title, end: End, below: Below, at: usize) -> bool {
        let own = matches!(below, Below::Own | Below::Report);
        if self.in_annex && !own && title < Title::Issued {
            return false;
        }
        match title {
            Title::Issued => own || end >= End::Sentence,
            Title::Official => end >= End::InForce || (own && end >= End::Sentence),
            Title::Typed => {
                end >= End::Sealed
                    || (own && end >= End::Sentence)
                    || (below == Below::Law && end == End::InForce)
                    || (below == Below::Adopted && end >= End::Sentence)
                    || (end >= End::Sentence
                        && (below == Below::Law || names_whole(self.rows[at].text))
                        && self.names_new_place(at, self.rows[at].text))
            }
            Title::Headline => {
                (end == End::Separator && !self.rows[at].text.starts_with('#'))
                    || (end == End::Sealed && (own || below == Below::Lead))
                    || (end >= End::InForce && below == Below::Foreword)
                    || (end >= End::Sentence && below == Below::Report)
                    || (end >= End::Sentence
                        && below == Below::Lead
                        && self.names_new_place(at, self.rows[at].text))
            }
        }
    }

    /// Whether a headline begins with a place of which the text before says nothing.
    fn names_new_place(&self, at: usize, title: &str) -> bool {
        let text = title.trim_start_matches(['《', ' ']);
        let Some(place) = regions::mentions(text).into_iter().next() else {
            return false;
        };
        let name = &text[place.span.range()];
        place.span.start == 0
            && !announced::window(self.view, self.rows, self.since, at)
                .any(|piece| piece.contains(name))
    }

    /// The first row of a head: letterhead, organs and page lines stand above the title.
    fn head_start(&self, title: usize) -> usize {
        let mut first = title;
        while first > self.since + 1 && title - first < ABOVE {
            let above = self.rows[first - 1].text.trim();
            let continues =
                above::starts_as_continued(self.rows[title].text) && ends::is_organs(above);
            let letterhead = above
                .strip_suffix("文件")
                .is_some_and(|organs| ends::is_organs(organs.trim_end()));
            if !(continues || letterhead || above::is_above_title(above)) {
                break;
            }
            first -= 1;
        }
        first
    }

    /// A text without a title after a sealed one: news, in all likelihood.
    fn untitled(&self, at: usize) -> Option<usize> {
        let text = self.rows[at].text;
        // What seals a text ends no sentence: one look settles most rows.
        let above = at.checked_sub(1).map_or("", |above| self.rows[above].text);
        if above.ends_with('。') || text.len() < 60 || self.in_annex || !below::is_lead(text) {
            return None;
        }
        (ends::before(self.rows, at) >= End::Sealed && at > self.since).then_some(at)
    }
}

/// Where a title says what it is about.
fn verb(title: &str) -> Option<usize> {
    doc_types::TITLE_VERBS
        .iter()
        .filter_map(|verb| title.find(verb))
        .min()
}

/// Whether a line is the end of a title that `begun` begins: with it the title names its type, and
/// it names nothing that it is about.
fn kind_of_rest(begun: &str, text: &str) -> bool {
    if text.len() > 180
        || verb(text).is_some()
        || text.contains(['。', ':', ';', ','])
        || shape::is_heading(text)
    {
        return false;
    }
    // The line end may stand within the word.
    let joined = format!("{begun}{}", shape::trimmed_title(text));
    let mut types = shape::TYPE_WORDS.iter().chain(&MORE_TYPES);
    types.any(|word| joined.ends_with(word))
}

/// What else documents are called that stand in archives.
pub(super) const MORE_TYPES: [&str; 6] = ["公示", "讲话", "致辞", "章程", "预案", "倡议书"];

/// Whether a title's type is that of a whole text; measures, plans and rules are headed so within
/// one, too.
fn names_whole(title: &str) -> bool {
    let stem = shape::trimmed_title(title.trim());
    [
        "总结", "汇报", "报告", "通知", "通报", "公告", "通告", "纪要", "公报", "方案", "办法",
        "意见", "条例", "细则", "公示", "讲话", "预案",
    ]
    .iter()
    .any(|word| stem.ends_with(word))
}

/// Returns what stands below a title, from row `from` on.
pub(super) fn below_title(rows: &[Row<'_>], from: usize, title: &str) -> Below {
    let rows = &rows[from.min(rows.len())..];
    let mut found = Below::Nothing;
    for row in rows.iter().take(BELOW) {
        let text = row.text.trim();
        match below::of_row(text) {
            Some(below) => return below,
            None if ends::is_organs(text) || shape::is_date_row(text) => {}
            None if shape::starts_with_title(text, title).is_some() => {}
            None if shape::is_text_heading(text) => return Below::Text,
            None if shape::is_title_like(text) && text.len() <= 90 => found = Below::Nothing,
            None => return found,
        }
    }
    found
}

/// Returns what a line is as a title, if it can be one.
pub(super) fn kind(text: &str) -> Option<Title> {
    let text = text.trim();
    if text.len() > MAX_TITLE
        || text.starts_with(['《', '“', '(']) && text.ends_with(['》', '”', ')'])
    {
        return None;
    }
    // `甲县人民政府办公室2020年3月2日印发` closes a text.
    if text.ends_with("印发") || !shape::is_title_like(text) {
        return None;
    }
    let stem = shape::trimmed_title(text);
    let mut types = shape::TYPE_WORDS.iter().chain(&MORE_TYPES);
    if !types.any(|word| stem.ends_with(word)) {
        return Some(Title::Headline);
    }
    Some(match verb(stem) {
        Some(at) if at > 0 && ends::is_organs(&stem[..at]) => Title::Issued,
        Some(_) => Title::Official,
        None => Title::Typed,
    })
}

/// Whether a character stands for something to be filled in: `XX市`, `20××年`.
pub(super) fn is_mask(character: char) -> bool {
    matches!(character, 'X' | 'x' | '×' | '某' | '*' | '○')
}

/// Whether a line without a type word may head a piece of news.
fn may_be_headline(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() >= 8
        && !text.contains(['|', '\t', ':', ','])
        && ![
            "图", "表", "注", "资料", "来源", "联系", "地址", "电话", "目录",
        ]
        .iter()
        .any(|word| text.starts_with(word))
        && !shape::is_date_row(text)
        && !shape::is_separator(text)
        && furniture::terms().find(text).all(|(range, word)| {
            let is_footer = matches!(
                word.class,
                furniture::Furniture::Footer | furniture::Furniture::Disclaimer
            );
            word.evidence != furniture::Evidence::Sure || range.start > 0 && !is_footer
        })
        && !ends::is_organs(text)
}

/// Whether a row heads an annex: `附件`, `附件1`, `附件2:名单`.
pub(super) fn is_annex_head(text: &str) -> bool {
    let text = text.trim();
    (text.starts_with("附件")
        || text.starts_with("附:")
        || text == "附"
        || text.starts_with("附录")
        || text.starts_with("附表"))
        && !text.ends_with('。')
}
