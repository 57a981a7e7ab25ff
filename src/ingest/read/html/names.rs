//! Names by which content systems mark a page's text and title: ids, classes, comments.
//!
//! In: an element, or a comment's text. Out: whether it holds the main content (and how sure that
//! is), a title, or neither. The names are facts about the systems that Chinese government, law
//! and news sites run (TRS/拓尔思, 大汉 jcms, UCAP, 博达 VSB, 方正翔宇, WeChat, 法宝 …), collected
//! from public crawlers' selectors and the pages' own sources, 2026-11.

use std::collections::HashMap;
use std::sync::LazyLock;

use scraper::node::Element;

/// The comment that [`super::prune`] leaves where a content system's mark begins the text.
pub(super) const BEGIN_SURE: &str = "text begins";
/// The same for a mark that people write around more than the text.
pub(super) const BEGIN_MAYBE: &str = "content begins";
/// The comment it leaves where the text ends.
pub(super) const END: &str = "text ends";

/// Names (without `-` and `_`, lower case) that content systems give to nothing else.
const SPECIFIC: &str = "zoom zoomcon zoomcontent fontzoom ozoom ucapcontent trseditor trsueditor \
    customunionstyle pagescontent pagecontent articlecontent articlecontents articlecon articlecont \
    articletext articlebody articlemain articledetailcontent articalcont articalcontent artibody \
    contentbody context contenttext contenttxt conttxt contxt conttext textcontent textcon \
    newscontent newscontents newscon newscont newstext newstxt newsbody newscontentdiv \
    xxgkcontent xxgkcont xxgkdetailcontent xxgknr detailcontent detailcon infocontent infocon \
    mycontent ivscontent jscontent richmediacontent vsbcontent vnewscontent zwcontent zwgkcontent \
    maintext umaintext bodytext arttext artcon artcont artcontent wzcontent wzcon wznr nrcontent \
    neirong txtcontent txttxt pcontent b12c xlcontent viewcontent gkcontent printcontent doccontent \
    divfulltext fulltext entrycontent btcontent divzhengwen zhengwen zwnr generalcontent \
    storycontent rwbzw pdetail abody contentmain gbarticlebody endtext posttext maincontentval \
    leftzw mainarticle arcbody detailarea wzbody divcontent gkwznr zfxxgkcontent channewsdetail \
    showcontent newsdetailcontent articleinfocontent contentdetail cntbd textbody";

/// Names that many pages use for their text, and some for more than that.
const GENERIC: &str = "content contents article main maincontent maincon text detail details con \
    xxgk zfxxgk xxgkdetail articlebox contentbox conbox newsdetail articledetail postcontent nr \
    view contentarea mainbox detailbox wenzhang wz newsarticle post entry";

/// Names of elements that show the title of the text.
const TITLES: &str = "title tit bt biaoti articletitle articaltitle arttitle artititle newstitle \
    contitle contenttitle xltitle wztitle ucaptitle headline maintitle detailtitle titletxt \
    titletext bigtitle activityname richmediatitle infotitle xxgktitle conbt wzbt doctitle ptitle \
    viewtitle texttitle ivstitle pagetitle h1title newsbt detailtit arttit";

static MAIN: LazyLock<HashMap<&str, bool>> = LazyLock::new(|| {
    let specific = SPECIFIC.split_whitespace().map(|name| (name, true));
    let generic = GENERIC.split_whitespace().map(|name| (name, false));
    specific.chain(generic).collect()
});
static TITLE: LazyLock<HashMap<&str, ()>> =
    LazyLock::new(|| TITLES.split_whitespace().map(|name| (name, ())).collect());

/// Longest name looked at, in bytes; the tables' longest is shorter.
const LONGEST_NAME: usize = 32;

/// Returns whether the element may hold the main content, and by a specific name.
pub(super) fn candidate(element: &Element) -> Option<bool> {
    let by_tag = match element.name() {
        "article" | "main" => Some(false),
        "founder-content" | "ucapcontent" => Some(true),
        _ => None,
    };
    let by_role = element
        .attr("itemprop")
        .is_some_and(|role| role.eq_ignore_ascii_case("articleBody"))
        .then_some(true);
    names(element)
        .filter_map(|name| MAIN.get(name.as_str()).copied())
        .chain(by_tag)
        .chain(by_role)
        .reduce(|a, b| a || b)
}

/// Returns whether the element by its name shows a title.
pub(super) fn is_title(element: &Element) -> bool {
    element.name() == "ucaptitle" || names(element).any(|name| TITLE.contains_key(name.as_str()))
}

/// An element's id and classes, lower case, without `-` and `_`.
fn names(element: &Element) -> impl Iterator<Item = String> {
    element
        .id()
        .into_iter()
        .chain(element.classes())
        .filter(|name| name.len() <= LONGEST_NAME)
        .map(|name| {
            name.chars()
                .filter(|c| !matches!(c, '-' | '_'))
                .map(|c| c.to_ascii_lowercase())
                .collect()
        })
}

/// Longest comment that may be a mark, in bytes.
const LONGEST_MARK: usize = 80;

/// Returns what stands for a comment (or a `<meta name=…>` used as one) that marks the text's
/// begin or end, none for any other.
pub(super) fn mark(comment: &str) -> Option<&'static str> {
    if comment.len() > LONGEST_MARK {
        return None;
    }
    let bare: String = comment
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '/')
        .map(|c| c.to_ascii_lowercase())
        .collect();
    Some(match bare.as_str() {
        "zjegrsscontentbegin" | "信息内容begin" | "enpcontent" | "contentstart" => BEGIN_SURE,
        "正文开始" | "正文start" | "正文begin" | "正文内容开始" | "文章内容开始" | "内容开始"
        | "文章正文开始" | "文章开始" | "contentbegin" | "articlebegin" | "articlestart"
        | "begincontent" | "startcontent" | "文章内容start" | "文章内容begin" | "正文内容start"
        | "正文内容begin" => BEGIN_MAYBE,
        "zjegrsscontentend" | "信息内容end" | "/enpcontent" | "contentend" | "正文结束"
        | "正文end" | "正文内容结束" | "文章内容结束" | "内容结束" | "文章正文结束"
        | "文章结束" | "articleend" | "endcontent" | "文章内容end" | "正文内容end" => {
            END
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    fn verdicts(html: &str) -> (Option<bool>, bool) {
        let page = Html::parse_fragment(html);
        let element = page
            .tree
            .nodes()
            .filter_map(|node| node.value().as_element())
            .find(|element| !matches!(element.name(), "html" | "head" | "body"))
            .unwrap();
        (candidate(element), is_title(element))
    }

    #[test]
    fn names_tell_text_and_title() {
        let cases = [
            ("<div id=zoom>", (Some(true), false)),
            (
                "<div class='view TRS_UEDITOR trs_paper_default'>",
                (Some(true), false),
            ),
            ("<div class=UCAP-CONTENT>", (Some(true), false)),
            ("<div class=content>", (Some(false), false)),
            ("<article>", (Some(false), false)),
            ("<div itemprop=articleBody>", (Some(true), false)),
            ("<div class='zoomer menu'>", (None, false)),
            ("<p class=article-title>", (None, true)),
            ("<h2 id=activity-name>", (None, true)),
            ("<div class=subtitles>", (None, false)),
        ];
        for (html, expected) in cases {
            assert_eq!(verdicts(html), expected, "{html}");
        }
    }

    #[test]
    fn marks_are_told_from_other_comments() {
        let cases = [
            ("ZJEG_RSS.content.begin", Some(BEGIN_SURE)),
            ("<$[信息内容]>begin", Some(BEGIN_SURE)),
            ("/enpcontent", Some(END)),
            (" 正文 开始 ", Some(BEGIN_MAYBE)),
            ("====== content end ======", Some(END)),
            ("ZJEG_RSS.title.begin", None),
            ("正文开始于第二页的说明", None),
            ("footer", None),
        ];
        for (comment, expected) in cases {
            assert_eq!(mark(comment), expected, "{comment}");
        }
    }
}
