//! How fast pages are read, and that hostile ones are read in linear time.
//!
//! `CARGO_PROFILE_TEST_OPT_LEVEL=3 cargo test --lib html::speed -- --ignored --nocapture` prints
//! pages per second of one core.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use super::tests::BODY;
use super::*;
use crate::model::{RawFile, SourcePath};

/// A portal's page of about 50 KB: menus, scripts, styles, text, related links, footer.
fn portal_page(opening: &str) -> String {
    let script = "<script>var _hmt=_hmt||[];(function(){var s=document.createElement('script');\
        if(a<b&&c>d){s.src='//stat.example.cn/h.js'}})();</script>"
        .repeat(40);
    let style = "<style>.nav li a:hover{color:#c00;background:url(/i/b.png) no-repeat 0 0}</style>"
        .repeat(60);
    let menu = "<li class=\"nav-item\"><a href=\"/zwgk/list_12.html\" target=\"_blank\" title=\"栏目名称\" \
        onclick=\"go(this,'12')\">栏目名称</a></li>"
        .repeat(120);
    let paragraph = "<p class=\"MsoNormal\" style=\"text-indent: 2em; line-height: 1.75; font-size: 16px\">\
        <span style=\"font-family: 仿宋_GB2312; font-size: 21px\">　　坚持统筹规划、分类指导，</span>\
        <span lang=\"EN-US\" style=\"font-size: 21px\">2025</span><span>年底前建成一批示例园区，提高服务水平，\
        促进产业集聚发展，有关单位要结合实际认真贯彻执行。</span></p>"
        .repeat(30);
    let links = "<li><a href=\"/art/1.html\">关于其他事项的另外一个通知</a><span>05-06</span></li>"
        .repeat(60);
    format!(
        "<!DOCTYPE html><html><head><title>关于示例园区管理的通知_示例市人民政府</title>\
         <meta name=\"ArticleTitle\" content=\"关于示例园区管理的通知\"><meta name=\"PubDate\" content=\"2023-05-06\">\
         {style}{script}</head><body><div class=\"top\"><ul>{menu}</ul></div><div class=\"wrap\">\
         <h1>关于示例园区管理的通知</h1><div class=\"info\">发布时间：2023-05-06　来源：示例日报</div>\
         {opening}{paragraph}</div><div class=\"related\"><ul>{links}</ul></div></div>\
         <div class=\"footer\">主办：示例市　备案号</div>{script}</body></html>"
    )
}

#[test]
#[ignore = "measures"]
fn pages_per_second() {
    for (name, opening) in [
        ("named", "<div id=\"zoom\" class=\"TRS_Editor\">"),
        ("unnamed", "<div class=\"q\">"),
    ] {
        let html = portal_page(opening);
        println!("{name}: {} bytes", html.len());
        let (pruned, _) = prune::prune(&html);
        let parsed = Html::parse_document(&pruned);
        let found = blocks::blocks(&parsed);
        stage("prune", || prune::prune(&html).0.len());
        stage("parse", || {
            Html::parse_document(&pruned).tree.values().count()
        });
        stage("blocks", || blocks::blocks(&parsed).blocks.len());
        stage("main", || {
            main_content::find(&found, &pruned).map_or(0, |main| main.len())
        });
        stage("html, all", || read(&html).text.len());
        let file = RawFile {
            path: SourcePath {
                root: "archive".into(),
                relative: "a.html".into(),
                key: 1,
            },
            absolute: "a.html".into(),
            bytes: html.into_bytes(),
            truncated: false,
        };
        stage("read, all", || {
            crate::ingest::read::read(&file, crate::ingest::Options::default(), &mut Vec::new())
                .len()
        });
        stage("ingest, all", || {
            let ingested = crate::ingest::ingest(&file, crate::ingest::Options::default());
            ingested.documents.len()
        });
    }
}

/// Prints what a stage takes of the processor, however busy the machine is.
fn stage(name: &str, mut work: impl FnMut() -> usize) {
    work();
    let rounds: u32 = 100;
    let start = processor_time();
    let sum: usize = (0..rounds).map(|_| work()).sum();
    let each = (processor_time() - start).as_secs_f64() / f64::from(rounds);
    println!(
        "  {name}: {:.2} ms, {:.0}/s ({sum})",
        each * 1000.0,
        1.0 / each
    );
}

/// This thread's time on a processor where the system tells it, else the clock's.
fn processor_time() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|fields| fields.split(' ').next()?.parse().ok())
        .map_or_else(|| START.elapsed(), Duration::from_nanos)
}

#[test]
fn hostile_pages_are_linear() {
    let start = Instant::now();
    for tag in [
        "<div>",
        "<div id=zoom>",
        "<b>",
        "<font style='display:none'>",
        "<table><tr><td>",
        "<table><tr><td rowspan=65534>甲<td>",
        "<font a>",
        "<a href=1.doc>",
        "<ul><li>",
        "<ol><li>",
        "<svg>",
        "<p><i>",
        "<form>",
        "<span>",
        "<table>",
        "<h1 class=title>",
        "<ruby><rt>",
        "<!--正文开始-->甲",
        "<button>",
        "<option>",
        "<frameset>",
        "<!--",
        "&lt;p&gt;",
    ] {
        let html = format!("{}正文{BODY}", tag.repeat(30_000));
        let each = Instant::now();
        let page = read(&html);
        let may_lose = ["<svg>", "<ruby><rt>", "<frameset>"].contains(&tag);
        assert!(page.text.contains("总体要求") || may_lose, "{tag}");
        assert!(page.text.len() < 20 * html.len(), "{tag}");
        println!("{tag}: {:?}", each.elapsed());
    }
    let rows = "<tr><td>甲</td><td>乙</td></tr>".repeat(20_000);
    let cells = "<td rowspan=9999>合计</td>".repeat(5_000);
    let html = format!(
        "<table><tr>{cells}</tr>{rows}</table><p {}>",
        "a=b ".repeat(200_000)
    );
    assert!(read(&html).text.len() < 4 * html.len());
    println!("hostile pages: {:?}", start.elapsed());
}
