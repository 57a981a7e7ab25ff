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

/// What an element is by its names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Role {
    /// It may hold the main content; whether its name says nothing else.
    pub(super) main: Option<bool>,
    /// It shows a title.
    pub(super) is_title: bool,
}

static ROLES: LazyLock<HashMap<&str, Role>> = LazyLock::new(|| {
    let main = |is_specific| Role {
        main: Some(is_specific),
        is_title: false,
    };
    let title = Role {
        main: None,
        is_title: true,
    };
    let specific = SPECIFIC.split_whitespace().map(|name| (name, main(true)));
    let generic = GENERIC.split_whitespace().map(|name| (name, main(false)));
    let titles = TITLES.split_whitespace().map(|name| (name, title));
    specific.chain(generic).chain(titles).collect()
});

/// Longest name looked at, in bytes; the tables' longest is shorter.
const LONGEST_NAME: usize = 32;

/// Returns what an element is by its tag, id, classes and `itemprop`.
pub(super) fn role(element: &Element) -> Role {
    let mut role = match element.name() {
        "article" | "main" => Role {
            main: Some(false),
            is_title: false,
        },
        "founder-content" | "ucapcontent" => Role {
            main: Some(true),
            is_title: false,
        },
        "ucaptitle" => Role {
            main: None,
            is_title: true,
        },
        _ => Role::default(),
    };
    for name in element.id().into_iter().chain(element.classes()) {
        if let Some(named) = named(name) {
            role.main = role.main.max(named.main);
            role.is_title |= named.is_title;
        }
    }
    let itemprop = element.attr("itemprop");
    if itemprop.is_some_and(|property| property.eq_ignore_ascii_case("articleBody")) {
        role.main = Some(true);
    }
    role
}

/// Looks a name up, in lower case and without `-` and `_`.
fn named(name: &str) -> Option<Role> {
    let mut bare = [0_u8; LONGEST_NAME];
    let mut len = 0;
    for byte in name.bytes().filter(|byte| !matches!(byte, b'-' | b'_')) {
        *bare.get_mut(len)? = byte.to_ascii_lowercase();
        len += 1;
    }
    ROLES.get(std::str::from_utf8(&bare[..len]).ok()?).copied()
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
        let role = role(element);
        (role.main, role.is_title)
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
