//! Reads the rows of a page's information block, and drops the block.
//!
//! Two families: legal databases, `文章属性•【制定机关】…•【时效性】现行有效…正文`, glued
//! or one row a line; government sites, `索引号：…`, with the value on the same line or the next,
//! several to a line, separated by spaces, tabs or `|`. Keys come traditional, annotated, with
//! inner spaces: all that is gone in the view.
//!
//! Not its job: what a value means.

mod legal;
mod opening;

pub(crate) use legal::legal_block_range;

use self::opening::{dated_cell, is_page_date, unknown_cell};
use super::boilerplate;
use super::shape;
use super::sheet::Sheet;
use crate::lexicon::furniture::{self, PageKey};
use crate::model::{RuleId, Span};

/// A row of a page's information block.
const PAGE_BLOCK: RuleId = RuleId::new("clean/key_values/page_block");

/// Longest value, in bytes: 80 characters.
const MAX_VALUE: usize = 240;

/// Reads all blocks of a sheet.
pub(super) fn read(sheet: &mut Sheet<'_>) {
    legal::read(sheet);
    page_block(sheet);
}

/// A piece of a row: a key with or without its value, or text that may be a value.
#[derive(Debug)]
struct Cell {
    row: usize,
    /// With the key.
    span: Span,
    key: Option<(String, PageKey)>,
    /// The key is followed by a colon or stands in brackets.
    marked: bool,
    value: Span,
}

fn page_block(sheet: &mut Sheet<'_>) {
    let mut cells = Vec::new();
    for row in 0..sheet.head_end() {
        cells.extend(row_cells(sheet, row));
    }
    end_at_repeated_key(&mut cells);
    take_next_values(sheet, &mut cells);
    // Two sure names make a block; in its company weaker evidence will do.
    let sure = cells
        .iter()
        .filter(|cell| matches!(cell.key, Some((_, PageKey::Sure))))
        .count();
    let fitting: Vec<usize> = cells
        .iter()
        .filter(|cell| is_dated_or_counted(sheet, cell) && !is_meetings(sheet, cell, &cells))
        .map(|cell| cell.row)
        .collect();
    let accepted: Vec<bool> = cells
        .iter()
        .map(|cell| {
            accepts(sheet, cell, sure)
                || fitting.binary_search(&cell.row).is_ok() && accepts_in_line(sheet, cell)
        })
        .collect();
    for (cell, _) in cells
        .iter()
        .zip(&accepted)
        .filter(|(_, accepted)| **accepted)
    {
        accept(sheet, cell);
    }
}

/// A page gives each row once: where an ordinary word comes back (名称:…, 数量:… of every item of a
/// list) the block has ended, and what the text repeats is no row at all.
fn end_at_repeated_key(cells: &mut Vec<Cell>) {
    let mut seen: Vec<String> = Vec::new();
    let mut repeated = None;
    for (index, cell) in cells.iter().enumerate() {
        let Some((key, kind)) = &cell.key else {
            continue;
        };
        if *kind != PageKey::Sure && seen.contains(key) {
            repeated = Some((index, key.clone()));
            break;
        }
        seen.push(key.clone());
    }
    if let Some((index, name)) = repeated {
        cells.truncate(index);
        cells.retain(|cell| cell.key != Some((name.clone(), PageKey::Title)));
    }
}

fn accept(sheet: &mut Sheet<'_>, cell: &Cell) {
    let Some((key, kind)) = &cell.key else {
        return;
    };
    if !is_font_size(key, sheet.view(cell.value)) {
        sheet.add_key_value(key, without_host(sheet, cell.value));
    }
    let stays = *kind == PageKey::Title && sheet.rows[cell.row].view.contains(cell.value);
    let dropped = if stays && !cell.value.is_empty() {
        Span::new(cell.span.start, cell.value.start)
    } else {
        cell.span
    };
    sheet.drop_span(cell.row, dropped, &PAGE_BLOCK);
    // A value on a line of its own.
    let value_row = (cell.row..sheet.rows.len())
        .take(4)
        .find(|row| sheet.rows[*row].view.contains(cell.value) && !cell.value.is_empty());
    if let Some(row) = value_row
        && row != cell.row
        && *kind != PageKey::Title
    {
        sheet.drop_span(row, cell.value, &PAGE_BLOCK);
    }
}

/// Whether a source's name is a collection's, or says that there is no other source.
fn is_collection(value: &str) -> bool {
    ["库", "馆", "本站", "原创", "转载", "网络", "互联网"]
        .iter()
        .any(|end| value.ends_with(end))
}

/// `字号:大 中 小` is a tool, `字号:甲政发〔2021〕1号` a number.
fn is_font_size(key: &str, value: &str) -> bool {
    let digits = value.contains(|character: char| character.is_ascii_digit());
    key == "字体" || (key == "字号" && !digits)
}

/// A value without a host name at its end: `某院 example.cn` names 某院.
fn without_host(sheet: &Sheet<'_>, value: Span) -> Span {
    let text = sheet.view(value);
    let is_host = |character: char| character.is_ascii_alphanumeric() || ".-".contains(character);
    let name = text.trim_end_matches(is_host);
    let host = &text[name.len()..];
    let cut = host.contains('.')
        && host.contains(|character: char| character.is_ascii_alphabetic())
        && !name.trim().is_empty()
        && !name.contains("http");
    if cut {
        Span::new(value.start, value.start + name.len())
    } else {
        value
    }
}

/// Cuts a row of the head at the names in it; nothing if it does not begin with one.
fn row_cells(sheet: &Sheet<'_>, row: usize) -> Vec<Cell> {
    let Some(piece) = sheet.first_piece(row) else {
        return Vec::new();
    };
    let text = sheet.view(piece);
    let mut starts: Vec<Cell> = Vec::new();
    for (range, kind) in furniture::page_keys().find(text) {
        let name = text[range.clone()].to_owned();
        let rest = &text[range.end..];
        let marked = rest.starts_with([':', '】', ']']);
        let bracket = text[..range.start].ends_with(['【', '[']);
        let begins = opens(&text[..range.start]);
        let at = piece.start + range.start;
        let dated = starts.is_empty() && is_page_date(&text[..range.start]);
        if dated && marked {
            starts.push(dated_cell(row, piece.start, at));
        } else if starts.is_empty() && marked {
            starts.extend(unknown_cell(sheet, row, piece.start, at));
        }
        let gap_before = begins || dated || rest_of_menu(sheet, at, &text[..range.start]);
        let gap_after = rest.is_empty()
            || rest.starts_with(['|', ' '])
            || !sheet.gap_before(piece.start + range.end).is_empty();
        // 来源, 文号 need a colon, or a line of their own in the company of sure names.
        let alone = begins && rest.trim().is_empty();
        // `标题 | …` is a table's row, and a number says by itself what it is.
        let is_cell = rest.trim_start().starts_with('|');
        let is_number = text[range.clone()].ends_with("文号") && rest.contains('〔');
        let in_table = is_cell && (kind == PageKey::Title && begins || is_number && gap_before);
        let bare = (kind == PageKey::Sure && gap_before && gap_after) || alone || in_table;
        if !(marked && (begins || !starts.is_empty() || gap_before)) && !bare {
            continue;
        }
        let start = at - usize::from(bracket) * bracket_len(&text[..range.start]);
        let key_end = piece.start + range.end;
        let value =
            key_end + rest.len() - rest.trim_start_matches([':', '】', ']', '|', ' ']).len();
        starts.push(Cell {
            row,
            span: Span::new(start, piece.end),
            key: Some((name, kind)),
            marked,
            value: Span::new(value, piece.end),
        });
    }
    close_cells(sheet, row, piece, starts)
}

/// Whether a name after `before` begins the row: only bullets and brackets stand before it.
fn opens(before: &str) -> bool {
    before.chars().all(|character| !character.is_alphanumeric())
}

/// Whether a name stands after a column separator.
fn rest_of_menu(sheet: &Sheet<'_>, at: usize, before: &str) -> bool {
    before.trim_end().ends_with(['|', '】', ';'])
        || sheet.gap_before(at).contains('\t')
        || sheet.gap_before(at).chars().count() >= 2
}

fn bracket_len(before: &str) -> usize {
    before.chars().next_back().map_or(0, char::len_utf8)
}

/// Ends each cell where the next begins; a row without a name is one cell.
fn close_cells(sheet: &Sheet<'_>, row: usize, piece: Span, mut cells: Vec<Cell>) -> Vec<Cell> {
    let mut end = piece.end;
    for cell in cells.iter_mut().rev() {
        cell.span.end = end;
        let value = sheet.view(Span::new(cell.value.start.min(end), end));
        let value = without_tools(sheet, cell.value.start.min(end), value);
        let value = value.trim_end_matches(['|', ' ', ';', '【', '[', ',', ']', ')', '(']);
        cell.value = Span::new(
            cell.value.start.min(end),
            cell.value.start.min(end) + value.len(),
        );
        end = cell.span.start;
    }
    if cells.is_empty() {
        cells.push(Cell {
            row,
            span: piece,
            key: None,
            marked: false,
            value: piece,
        });
    }
    cells
}

/// A value without the page's tools behind it: `来源:甲县日报 【打印】 【关闭】` names 甲县日报.
fn without_tools<'v>(sheet: &Sheet<'_>, at: usize, value: &'v str) -> &'v str {
    let tool = boilerplate::tools_start(value).filter(|start| {
        value[..*start].ends_with(['|', '【', '[', '(']) || !sheet.gap_before(at + start).is_empty()
    });
    tool.map_or(value, |start| &value[..start])
}

/// Gives a key whose line has no value the next line, if that is no key itself. Lines of bare keys
/// need company: see [`accepts`].
fn take_next_values(sheet: &Sheet<'_>, cells: &mut [Cell]) {
    for index in 1..cells.len() {
        let (before, after) = cells.split_at_mut(index);
        let (cell, next) = (&mut before[index - 1], &after[0]);
        let Some((key, _)) = &cell.key else {
            continue;
        };
        let value = sheet.view(next.value);
        let short = value.chars().count() <= 40;
        // In a table laid flat any value is the key's own; after a colon, or for a date, the next
        // line may be the text.
        let dated = key.ends_with("日期") || key.ends_with("时间");
        // A script fills a counter in: in a saved page another line follows.
        let counts = ["次数", "量", "点击", "浏览"]
            .iter()
            .any(|end| key.ends_with(end));
        let open = if counts {
            value.bytes().all(|byte| byte.is_ascii_digit())
        } else if cell.marked || dated {
            fits(key, value)
        } else {
            true
        };
        // A longer or title-like value is the document's own line, not a row's value.
        let value_like = short && !shape::is_official_title(value);
        if open && cell.value.is_empty() && next.key.is_none() && next.row > cell.row && value_like
        {
            cell.value = next.value;
        }
    }
}

/// Whether a cell is a metadata row: by its own form, or by the company of sure names.
fn accepts(sheet: &Sheet<'_>, cell: &Cell, sure: usize) -> bool {
    let Some((key, kind)) = &cell.key else {
        return false;
    };
    let value = sheet.view(cell.value);
    if value.len() > MAX_VALUE || value.contains('。') {
        return false;
    }
    match kind {
        // 名称 names the items of a list too.
        PageKey::Title if !cell.marked => sure >= 2 && !value.is_empty(),
        PageKey::Title => key != "名称" || sure >= 1,
        PageKey::Sure => sure >= 2 || (cell.marked && fits(key, value)),
        PageKey::Colon => (cell.marked && fits(key, value)) || sure >= 2,
    }
}

/// Whether a cell is a page's date or counter: beside it the other names of a line are a page's, too.
fn is_dated_or_counted(sheet: &Sheet<'_>, cell: &Cell) -> bool {
    let Some((key, _)) = cell.key.as_ref().filter(|_| cell.marked) else {
        return false;
    };
    let value = sheet.view(cell.value);
    let dated = value.starts_with("20") || value.starts_with("19");
    let named = |ends: &[&str]| ends.iter().any(|end| key.ends_with(end));
    named(&["日期", "时间", "发布"]) && dated
        || named(&["点击", "浏览", "次数", "阅读", "人气", "量", "数", "率"])
            && value.bytes().take_while(u8::is_ascii_digit).count() >= 1
}

/// `时间:2016年8月3日` alone in its row: a meeting's, not the page's.
fn is_meetings(sheet: &Sheet<'_>, cell: &Cell, cells: &[Cell]) -> bool {
    cell.key.as_ref().is_some_and(|(key, _)| key == "时间")
        && !fits("时间", sheet.view(cell.value))
        && cells.iter().filter(|other| other.row == cell.row).count() == 1
}

/// Whether a cell belongs to a line of source and date: its name has a short value.
fn accepts_in_line(sheet: &Sheet<'_>, cell: &Cell) -> bool {
    let value = sheet.view(cell.value);
    cell.marked && cell.key.is_some() && value.chars().count() <= 20 && !value.contains('。')
}

/// Whether a value looks like what the name promises.
fn fits(key: &str, value: &str) -> bool {
    let short = value.chars().count() <= 30;
    let digits = value.contains(|character: char| character.is_ascii_digit());
    match key {
        // 时间 alone heads a meeting's time as well: only a page's numeric form counts.
        "时间" => value.get(4..5).is_some_and(|mark| "-/.".contains(mark)),
        _ if key.ends_with("日期") || key.ends_with("时间") || key == "发布" => {
            value.is_empty()
                || value.starts_with(|first: char| first.is_ascii_digit() || first == '二')
        }
        "来源" | "出处" | "稿源" | "信息来源" | "文章来源" | "稿件来源" => {
            short && (value.is_empty() || shape::is_publisher(value) || is_collection(value))
        }
        "作者" | "编辑" | "供稿" | "来源网站" | "录入者" | "发布者" | "发布人" | "记者" => {
            short
        }
        "字号" | "字体" => value.chars().count() <= 12 || (short && digits),
        "文号" | "发文字号" => value.is_empty() || (short && digits),
        "链接" | "网址" | "url" | "地址" | "原文链接" => {
            value.contains("http") || value.contains("www")
        }
        "点击" | "浏览" | "次数" | "阅读" | "人气" | "热度" | "下载" | "访问次数" => {
            value.chars().count() <= 10
        }
        "栏目" | "标签" => short,
        _ if key.ends_with("次数") || key.ends_with('量') || key.ends_with('数') => short,
        _ => furniture::page_key(key) == Some(PageKey::Sure) && short,
    }
}
