use super::*;

/// The text that is not marked.
pub(super) fn kept(page: &Page) -> String {
    let marked: Vec<Span> = page.marks.iter().map(|mark| mark.span).collect();
    Span::new(0, page.text.len())
        .minus(&Span::union(marked))
        .into_iter()
        .map(|span| &page.text[span.range()])
        .collect::<String>()
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| format!("{line}\n"))
        .collect()
}

pub(super) const BODY: &str = "<p>各县（市、区）人民政府，各有关单位：</p><p>为了加强示例园区的建设和管理，提高服务水平，\
    现将有关事项通知如下，请结合实际认真贯彻执行。</p><p>一、总体要求。坚持统筹规划、分类指导、稳步推进。</p>";

#[test]
fn the_main_content_is_found_by_its_name() {
    let html = format!(
        "<html><head><title>关于示例园区管理的通知_示例市人民政府</title>\
         <meta name=\"ArticleTitle\" content=\"关于示例园区管理的通知\">\
         <meta name=\"PubDate\" content=\"2023-01-02\"><link rel=canonical href=\"http://www.example.cn/a\"></head>\
         <body><ul><li><a>首页</a></li><li><a>政务公开</a></li></ul>\
         <table><tr><td>索引号</td><td>001</td></tr><tr><td>成文日期</td><td>2023-01-01</td></tr></table>\
         <h1>关于示例园区管理的通知</h1><div>发布时间：2023-01-02　来源：示例日报</div>\
         <div id=\"UCAP-CONTENT\">{BODY}</div><div>主办：示例市</div><p>上一篇：<a>别的</a></p></body></html>"
    );
    let page = read(&html);
    assert_eq!(
        page.hints.title.as_deref(),
        Some("关于示例园区管理的通知_示例市人民政府")
    );
    assert_eq!(page.hints.url.as_deref(), Some("http://www.example.cn/a"));
    assert_eq!(page.hints.get(&["pubdate"]), Some("2023-01-02"));
    assert!(page.text.contains("首页\n政务公开\n") && page.text.contains("主办：示例市\n"));
    let kept = kept(&page);
    assert!(
        kept.starts_with("索引号 | 001\n成文日期 | 2023-01-01\n关于示例园区管理的通知\n发布时间")
    );
    assert!(kept.ends_with("稳步推进。\n"), "{kept}");
    assert!(!kept.contains("首页") && !kept.contains("主办"));
    assert!(
        page.marks
            .iter()
            .all(|mark| mark.rule.as_str() == fates::OUTSIDE_MAIN)
    );
}

#[test]
fn an_unnamed_main_content_is_found_by_its_prose() {
    let menu = "<li><a href=x>栏目</a></li>".repeat(30);
    let body = BODY.repeat(4);
    let html = format!(
        "<body><div class=m><ul>{menu}</ul></div><div class=q>{body}</div><div class=f><a>关于我们</a></div></body>"
    );
    let kept = kept(&read(&html));
    assert!(!kept.contains("栏目"), "{kept}");
    assert!(
        kept.contains("总体要求") && kept.contains("各县（市、区）"),
        "{kept}"
    );
}

#[test]
fn without_a_main_content_everything_is_kept() {
    let page = read("<p>关于会议的通知</p><p>定于明日开会。</p>");
    assert_eq!(page.text, "关于会议的通知\n定于明日开会。\n");
    assert!(page.marks.is_empty());
}

#[test]
fn a_title_only_in_its_tag_becomes_the_first_line() {
    let html = format!(
        "<meta name=ArticleTitle content='示例通知'><p>菜单</p><div class=TRS_Editor>{BODY}</div>"
    );
    assert!(kept(&read(&html)).starts_with("示例通知\n各县"));
    let shown = format!(
        "<meta name=ArticleTitle content='示例通知'><p>示例<br>通知</p><div class=TRS_Editor>{BODY}</div>"
    );
    assert_eq!(read(&shown).text.matches("示例通知").count(), 0);
}

#[test]
fn hidden_text_is_marked() {
    let page = read(&format!("<div style=\"display:none\">推广词</div>{BODY}"));
    assert_eq!(page.marks[0].rule.as_str(), fates::HIDDEN);
    assert!(!kept(&page).contains("推广词"));
    assert!(page.text.contains("推广词"));
}

#[test]
fn a_value_follows_its_key_on_the_next_block() {
    let html = format!("<p>发布日期</p><p>2023年</p><p>菜单</p><div id=zoom>{BODY}</div>");
    assert!(kept(&read(&html)).starts_with("发布日期\n2023年\n各县"));
}
