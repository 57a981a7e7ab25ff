//! Pages of known template families, invented, short, faithful in structure: what must stay, what
//! must go, what the hints must say.

use super::tests::kept;
use super::*;

const MENU: &str = "<div class=\"header\"><div class=\"logo\"><a href=\"/\"><img src=\"/logo.png\" \
    alt=\"示例市人民政府门户网站标志\"></a></div><ul class=\"nav\"><li><a href=\"/a/\">网站首页</a></li>\
    <li><a href=\"/b/\">政务公开</a></li><li><a href=\"/c/\">办事服务</a></li></ul></div>";
const FOOTER: &str = "<div class=\"footer\"><p>主办：示例市人民政府办公室　网站标识码：0000000000</p>\
    <p><a href=\"/map\">网站地图</a> | <a href=\"/us\">联系我们</a></p></div>";
const TEXT: &str = "<p>各县（市、区）人民政府，市政府各部门：</p>\
    <p>　　为了规范示例园区的服务工作，提高审批效率，经市政府同意，现将有关事项通知如下。</p>\
    <p>　　一、每个园区设立一个服务窗口，企业提交的材料当日登记，三个工作日内答复。</p>\
    <p>　　二、各园区每季度公布一次办理情况，接受企业评价。</p>";

struct Family {
    name: &'static str,
    html: String,
    keeps: &'static [&'static str],
    drops: &'static [&'static str],
    hints: &'static [(&'static str, &'static str)],
}

#[track_caller]
fn assert_family(family: &Family) {
    let page = read(&family.html);
    let files = page.hints.attachments.iter();
    assert!(files.clone().all(|file| !file.name.contains("往期")));
    let shown = kept(&page);
    let name = family.name;
    let whole = [
        "各县（市、区）人民政府，市政府各部门：\n",
        "接受企业评价。\n",
    ];
    for piece in whole.iter().chain(family.keeps) {
        assert!(shown.contains(piece), "{name} lost {piece:?}:\n{shown}");
    }
    let furniture = ["政务公开", "网站标识码", "联系我们", "网站标志"];
    for piece in furniture.iter().chain(family.drops) {
        assert!(!shown.contains(piece), "{name} kept {piece:?}:\n{shown}");
    }
    for (key, value) in family.hints {
        let found = match *key {
            "title" => page.hints.title.as_deref(),
            "url" => page.hints.url.as_deref(),
            "attachment" => page.hints.attachments.first().map(|a| a.name.as_str()),
            key => page.hints.get(&[key]),
        };
        assert_eq!(found, Some(*value), "{name}: {key}");
    }
}

fn page(head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{MENU}{body}{FOOTER}</body></html>"
    )
}

#[test]
fn trs() {
    assert_family(&Family {
        name: "TRS",
        html: page(
            "<title>示例市人民政府关于园区服务工作的通知_示例市人民政府</title>\
             <meta name=\"SiteName\" content=\"示例市人民政府\"/><meta name=\"ColumnName\" content=\"市政府文件\"/>\
             <META NAME=\"ArticleTitle\" CONTENT=\"示例市人民政府关于园区服务工作的通知\">\
             <meta name='PubDate' content='2023-05-06 10:20'/><meta name=ContentSource content=\"示例市人民政府办公室\">",
            &format!(
                "<div class=\"crumbs\">当前位置：<a>首页</a> > <a>政策</a></div>\
                 <div class=\"xl-box\"><h2 class=\"article-title\">示例市人民政府关于园区服务工作的通知</h2>\
                 <div class=\"xl-info\">发布时间：2023-05-06　来源：示例市人民政府办公室　【字体：大 中 小】</div>\
                 <div class=\"view TRS_UEDITOR trs_paper_default\">{TEXT}<p style=\"text-align:right\">示例市人民政府</p>\
                 <p>2023年5月1日</p></div>\
                 <ul class=\"fjxz\"><li><a href=\"./W020230506.pdf\">园区服务事项清单.pdf</a></li></ul>\
                 <div class=\"share\">分享到：<a>微信</a><a>微博</a></div></div>"
            ),
        ),
        keeps: &[
            "示例市人民政府关于园区服务工作的通知\n",
            "发布时间：2023-05-06",
            "示例市人民政府\n2023年5月1日\n",
            "附件：园区服务事项清单.pdf\n",
        ],
        drops: &["当前位置", "分享到"],
        hints: &[
            ("sitename", "示例市人民政府"),
            ("columnname", "市政府文件"),
            ("articletitle", "示例市人民政府关于园区服务工作的通知"),
            ("pubdate", "2023-05-06 10:20"),
            ("contentsource", "示例市人民政府办公室"),
            ("attachment", "园区服务事项清单.pdf"),
        ],
    });
}

#[test]
fn hanweb() {
    // 大汉 jcms: layout tables, the text between comments, a meta tag on either side.
    assert_family(&Family {
        name: "jcms",
        html: page(
            "<title>示例县政府 政策文件 示例县园区服务办法</title><meta name='Maketime' content='2012-03-04 08:00:00'>",
            &format!(
                "<table width=1000><tr><td class=left><table><tr><td><a href=1.html>领导之窗</a></td></tr></table></td>\
                 <td><table><tr><td align=center class=title><!--<$[标题名称(html)]>begin-->示例县园区服务办法<!--<$[标题名称(html)]>end--></td></tr>\
                 <tr><td>信息来源：<!--<$[信息来源]>begin-->示例县园区办<!--<$[信息来源]>end--></td></tr>\
                 <tr><td class=p><!--<$[信息内容]>begin--><!--ZJEG_RSS.content.begin--><meta name=\"ContentStart\">{TEXT}\
                 <meta name=\"ContentEnd\"><!--ZJEG_RSS.content.end--><!--<$[信息内容]>end--></td></tr>\
                 <tr><td>【打印本页】【关闭窗口】</td></tr></table></td></tr></table>"
            ),
        ),
        keeps: &["示例县园区服务办法\n", "信息来源：示例县园区办\n"],
        drops: &["领导之窗", "打印本页"],
        hints: &[("maketime", "2012-03-04 08:00:00")],
    });
}

#[test]
fn information_disclosure() {
    // 政府信息公开: the table above the text is one of key and value cells.
    assert_family(&Family {
        name: "xxgk",
        html: page(
            "<title>示例市人民政府</title>",
            &format!(
                "<div class=\"zfxxgk\"><table class=\"bt_table\"><tr><td><b>索 引 号：</b></td><td>000/2023-00001</td>\
                 <td><b>主题分类：</b></td><td>综合政务\\其他</td></tr>\
                 <tr><td>发文机关：</td><td>示例市人民政府</td><td>成文日期：</td><td>2023年05月01日</td></tr>\
                 <tr><td>标　　题：</td><td colspan=3>示例市人民政府关于园区服务工作的通知</td></tr>\
                 <tr><td>发文字号：</td><td>示政发〔2023〕1号</td><td>发布日期：</td><td>2023年05月06日</td></tr></table>\
                 <div class=\"wzbt\">示例市人民政府关于园区服务工作的通知</div>\
                 <table><tr><td class=\"b12c\" id=\"UCAP-CONTENT\">{TEXT}</td></tr></table></div>\
                 <div class=\"dbgn\"><p>扫一扫在手机打开当前页</p></div>"
            ),
        ),
        keeps: &[
            "索 引 号： | 000/2023-00001 | 主题分类： | 综合政务\\其他\n",
            "发文机关： | 示例市人民政府 | 成文日期： | 2023年05月01日\n",
            "标　　题： | 示例市人民政府关于园区服务工作的通知\n",
            "发文字号： | 示政发〔2023〕1号",
        ],
        drops: &["扫一扫"],
        hints: &[("title", "示例市人民政府")],
    });
}

#[test]
fn signature_and_annex_outside_the_text() {
    assert_family(&Family {
        name: "jpage",
        html: page(
            "<title>关于园区服务工作的通知 - 示例县人民政府门户网站</title>",
            &format!(
                "<div class=\"bt\">关于园区服务工作的通知</div><div id=\"zoom\">{TEXT}</div>\
                 <div class=\"luokuan\">示例县发展和改革局</div><div class=\"luokuan\">示例县财政局</div>\
                 <div>二〇二三年五月一日</div>\
                 <div class=\"fj\">附件：<a href=\"/files/1.doc\">1.申请表</a></div>\
                 <div>上一篇：<a href=2.html>另一个通知</a></div>\
                 <div class=\"tj\"><p>相关文章推荐给您</p></div>"
            ),
        ),
        keeps: &[
            "关于园区服务工作的通知\n",
            "示例县发展和改革局\n示例县财政局\n二〇二三年五月一日\n",
            "附件：1.申请表\n",
        ],
        drops: &["上一篇", "推荐给您", "附件：附件"],
        hints: &[("attachment", "1.申请表")],
    });
}

#[test]
fn wechat() {
    assert_family(&Family {
        name: "WeChat",
        html: page(
            "<title></title><meta property=\"og:title\" content=\"园区服务有了新规\" />\
             <meta property=\"og:url\" content=\"http://mp.example.cn/s/1\" />\
             <meta property=\"og:article:author\" content=\"示例发布\" />",
            &format!(
                "<div id=\"page-content\" class=\"rich_media_area_primary\"><h1 class=\"rich_media_title\" id=\"activity-name\">\n\
                 园区服务有了新规\n</h1><div id=\"meta_content\"><span>示例发布</span><em id=publish_time></em></div>\
                 <div class=\"rich_media_content\" id=\"js_content\" style=\"visibility: hidden; opacity: 0;\"><section>{TEXT}</section>\
                 <p><img data-src=x alt=\"图片\"></p></div></div>\
                 <div class=\"qr_code_pc\">微信扫一扫关注该公众号</div>"
            ),
        ),
        keeps: &["园区服务有了新规\n"],
        drops: &["扫一扫"],
        hints: &[
            ("og:title", "园区服务有了新规"),
            ("url", "http://mp.example.cn/s/1"),
        ],
    });
}

#[test]
fn law_library() {
    assert_family(&Family {
        name: "law library",
        html: page(
            "<title>示例市园区服务办法</title>",
            &format!(
                "<div class=\"fulltext-wrap\"><h2 class=\"title\">示例市园区服务办法</h2>\
                 <div class=\"fields\"><ul><li><strong>制定机关：</strong><span>示例市人民政府</span></li>\
                 <li><strong>发文字号：</strong>示政令第1号</li><li><strong>公布日期：</strong>2023.05.01</li>\
                 <li><strong>施行日期：</strong>2023.06.01</li><li><strong>时效性：</strong>现行有效</li></ul></div>\
                 <div class=\"fulltext\" id=\"divFullText\">{TEXT}</div></div>\
                 <div class=\"tools\"><a>下载</a><a>收藏</a></div>"
            ),
        ),
        keeps: &[
            "示例市园区服务办法\n",
            "制定机关：示例市人民政府\n",
            "发文字号：示政令第1号\n",
            "时效性：现行有效\n",
        ],
        drops: &["下载", "收藏"],
        hints: &[],
    });
}

#[test]
fn newspaper() {
    assert_family(&Family {
        name: "newspaper",
        html: page(
            "<title>示例日报</title>",
            &format!(
                "<!--enpproperty <articleid>1</articleid><title>园区服务</title>/enpproperty-->\
                 <table><tr><td>2023年05月01日 星期一 第02版：要闻</td></tr></table>\
                 <p class=BSHARE_TITLE>版面导航</p><div class=\"biaoti\">园区设立服务窗口三日内答复</div>\
                 <founder-content><!--enpcontent-->{TEXT}<!--/enpcontent--></founder-content>\
                 <div><a>上一版</a><a>下一版</a></div>"
            ),
        ),
        keeps: &["园区设立服务窗口三日内答复\n", "2023年05月01日"],
        drops: &["版面导航", "下一版"],
        hints: &[],
    });
}

#[test]
fn news_with_json_ld() {
    assert_family(&Family {
        name: "news",
        html: page(
            "<title>园区服务新规施行-示例网</title><script type=\"application/ld+json\">\
             {\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"园区服务新规施行\",\
             \"datePublished\":\"2023-05-06T08:00:00+08:00\",\"author\":{\"name\":\"示例社\"}}]}</script>",
            &format!(
                "<div class=wrap><div class=side><h3>热点排行</h3><a href=/old.pdf>往期电子版</a><ol><li><a href=1>第一条热点</a></li></ol></div>\
                 <article><h1>园区服务新规施行</h1><div itemprop=\"articleBody\">{TEXT}</div></article></div>"
            ),
        ),
        keeps: &["园区服务新规施行\n"],
        drops: &["热点"],
        hints: &[
            ("headline", "园区服务新规施行"),
            ("datepublished", "2023-05-06T08:00:00+08:00"),
            ("author", "示例社"),
        ],
    });
}

#[test]
fn old_page_of_layout_tables() {
    // No name at all, formatting tags, no closing tags, upper case.
    assert_family(&Family {
        name: "old tables",
        html: format!(
            "<HTML><HEAD><TITLE>示例县</TITLE></HEAD><!-- saved from url=(0030)http://www.example.cn/old.htm -->\
             <BODY bgColor=#ffffff><TABLE width=760><TR><TD width=150><A href=1.htm>政务公开</A><BR><A href=2.htm>联系我们</A>\
             <TD><P align=center><FONT size=5><B>示例县园区服务暂行办法</B></FONT></P>{TEXT}</TABLE>\
             <TABLE><TR><TD align=center><A href=3.htm>网站标识码说明</A></TABLE></BODY></HTML>"
        ),
        keeps: &["示例县园区服务暂行办法\n"],
        drops: &[],
        hints: &[("url", "http://www.example.cn/old.htm")],
    });
}

#[test]
fn a_name_on_a_small_element_is_not_believed() {
    let body = TEXT.repeat(6);
    assert_family(&Family {
        name: "zoom control",
        html: page(
            "<title>关于园区服务工作的通知</title>",
            &format!(
                "<div id=\"zoom\"><p>为方便视力不便的用户浏览本页内容，可以点击上方的按钮放大或者缩小页面文字，也可以使用键盘操作。\
                 如需帮助请拨打服务热线电话，工作时间有专人接听，谢谢使用本站服务。</p></div>\
                 <h1>关于园区服务工作的通知</h1><div class=\"qqq\">{body}</div>"
            ),
        ),
        keeps: &["关于园区服务工作的通知\n"],
        drops: &["放大或者缩小"],
        hints: &[],
    });
}

#[test]
fn a_page_that_only_shows_frames_says_so() {
    let page = read(
        "<html><frameset cols=20%,*><frame src=menu.htm><frame src=main.htm></frameset></html>",
    );
    assert!(page.text.trim().is_empty());
    assert_eq!(page.frames, ["menu.htm", "main.htm"]);
    let page = read("<p></p><iframe src=\"/pdf/viewer.html?file=1.pdf\"></iframe>");
    assert_eq!(page.hints.attachments[0].name, "1.pdf");
}

#[test]
fn pictures_descriptions_stay_once() {
    let html = page(
        "<title>关于园区服务工作的通知</title>",
        &format!(
            "<div id=zoom>{TEXT}<p><img alt=\"关于园区服务工作的通知\"><img alt=\"示例园区服务窗口办理流程示意图\">\
             <img alt=\"示例园区服务窗口办理流程示意图\"></p></div>"
        ),
    );
    let shown = kept(&read(&html));
    assert_eq!(shown.matches("流程示意图").count(), 1);
    assert!(!shown.ends_with("的通知\n"));
}
