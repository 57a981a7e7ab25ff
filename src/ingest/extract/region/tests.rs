//! Places of documents made for the purpose: each is one kind of evidence or one trap.

use super::example::Example;
use super::*;

fn places(example: &Example) -> String {
    let (regions, subjects) = example.read(regions);
    let join = |list: &[Extracted<Region>]| {
        let paths: Vec<String> = list.iter().map(|found| found.value.path()).collect();
        paths.join(" ")
    };
    let shown = join(&regions);
    if subjects.is_empty() {
        shown
    } else {
        format!("{shown}({})", join(&subjects))
    }
}

#[test]
fn issuers_decide() {
    let cases: [(&[&str], &str, &str); 9] = [
        (&["湖北省人民政府"], "关于支持十堰市发展的批复", "湖北省"),
        (
            &["科学技术部", "浙江省人民政府"],
            "关于印发方案的通知",
            "浙江省",
        ),
        (&["天津市东丽区人民政府"], "通知", "天津市/东丽区"),
        (&["竹山县人民政府"], "通知", "湖北省/十堰市/竹山县"),
        (&["国务院"], "关于内蒙古高质量发展的意见", "(内蒙古自治区)"),
        (&["国家税务总局上海市税务局"], "公告", "上海市"),
        (&["大冶湖高新区管委会"], "通知", "湖北省/黄石市"),
        (
            &["鼓楼区人民政府"],
            "福州市鼓楼区人民政府通知",
            "福建省/福州市/鼓楼区",
        ),
        (&["中共山东省委员会", "山东省人民政府"], "决定", "山东省"),
    ];
    for (issuers, title, expected) in cases {
        let example = Example {
            title,
            issuers,
            text: "现将有关事项通知如下。\n一、总体要求。",
            ..Example::default()
        };
        assert_eq!(places(&example), expected, "{issuers:?} {title}");
    }
}

#[test]
fn a_report_is_its_signers_not_the_place_visited() {
    let cases = [
        (
            "县委:\n考察组赴江苏省苏州工业园区学习考察,报告如下。\n蓬安县招商局\n2018年4月20日",
            "四川省/南充市/蓬安县",
        ),
        (
            "县委:\n考察组赴江苏省苏州市、苏州工业园区学习考察,报告如下。苏州市。",
            "",
        ),
    ];
    for (text, expected) in cases {
        let example = Example {
            title: "关于赴苏州工业园区学习考察的报告",
            kind: "report",
            text,
            ..Example::default()
        };
        assert_eq!(places(&example), expected, "{text}");
    }
}

#[test]
fn number_and_names_expand_a_short_issuer() {
    let example = Example {
        title: "省人民政府关于加强科技创新的意见",
        issuers: &["省人民政府"],
        letters: "鄂政发",
        text: "各市、州人民政府:\n北京中关村、深圳经验值得借鉴。",
        ..Example::default()
    };
    assert_eq!(places(&example), "湖北省");
    let example = Example {
        title: "市人民政府关于加强科技创新的意见",
        issuers: &["市人民政府"],
        letters: "荆政发",
        text: "各县、市、区人民政府:\n荆门市要加快发展。荆门高新区要带头。",
        ..Example::default()
    };
    assert_eq!(places(&example), "湖北省/荆门市");
    let open = Example {
        letters: "宁政发",
        text: "各县、市、区人民政府:\n现印发给你们。",
        ..example
    };
    assert_eq!(places(&open), "");
}

#[test]
fn titles_sources_and_bodies_tell_where_news_come_from() {
    let cases: [(&str, &str, &str, &str); 8] = [
        (
            "聚合优势产业 十堰高新区实施新模式",
            "十堰日报",
            "记者获悉。",
            "湖北省/十堰市",
        ),
        (
            "竹山县创建省级高新区",
            "",
            "近日获悉。",
            "湖北省/十堰市/竹山县",
        ),
        (
            "园区发展再提速",
            "黄石日报",
            "黄石大冶湖高新区召开大会。",
            "湖北省/黄石市",
        ),
        ("园区发展再提速", "人民日报", "据悉。", ""),
        (
            "高新区工作汇报",
            "",
            "传达绵阳市大会精神。\n转发《绵阳市工作方案》。",
            "四川省/绵阳市",
        ),
        ("园区考察", "", "到北京中关村、上海张江、深圳南山学习。", ""),
        ("在南京路上看苏银产业园", "", "江苏银行支持项目。", ""),
        ("高新区召开总结大会", "", "XX高新区党工委书记作报告。", ""),
    ];
    for (title, source, text, expected) in cases {
        let example = Example {
            title,
            source,
            kind: "news",
            text,
            ..Example::default()
        };
        assert_eq!(places(&example), expected, "{title}");
    }
}

#[test]
fn laws_are_local_by_title_or_adoption_only() {
    let cases = [
        (
            "杭州市物业管理条例",
            "(2021年8月26日杭州市第十三届人民代表大会常务委员会第三十六次会议通过)",
            "浙江省/杭州市",
        ),
        (
            "物业管理条例",
            "(2021年8月26日山东省第十三届人民代表大会常务委员会第三十六次会议通过)",
            "山东省",
        ),
        (
            "中华人民共和国香港特别行政区驻军法",
            "(1996年12月30日第八届全国人民代表大会常务委员会第二十三次会议通过)",
            "(香港特别行政区)",
        ),
        (
            "广东省经济特区条例",
            "(1980年8月26日第五届全国人民代表大会常务委员会第十五次会议批准)",
            "(广东省)",
        ),
        (
            "防洪条例",
            "上海市、江苏省的防洪按照规定执行。江苏省、江苏省、江苏省人民政府负责。",
            "",
        ),
        (
            "中国(上海)自由贸易试验区条例",
            "第一条 为了推进建设,制定本条例。",
            "上海市",
        ),
    ];
    for (title, text, expected) in cases {
        let example = Example {
            title,
            kind: "policy",
            text,
            ..Example::default()
        };
        assert_eq!(places(&example), expected, "{title}");
    }
}

/// NOISE §2 "Place": what only looks like the document's place, one row each.
#[test]
fn other_places_in_the_text_are_not_the_documents() {
    let cases = [
        (
            "a reposter's ICP number",
            "县人民政府关于河道保护的通知",
            "各乡镇:\n请照办。\n版权所有 粤ICP备12345678号",
            "",
        ),
        (
            "a host of another province",
            "县人民政府关于河道保护的通知",
            "http://www.hainan.gov.cn/huaihua/1.html\n各乡镇:\n请照办。",
            "",
        ),
        (
            "all of a province (下同)",
            "关于水利年度统计的公报",
            "全省(山东省,下同)水利投资增长。",
            "",
        ),
        (
            "benchmarks",
            "关于建设园区的意见",
            "学习北京中关村、上海张江和深圳南山的经验。",
            "",
        ),
        (
            "a partner's name",
            "关于建设苏银产业园的意见",
            "推进苏银产业园建设。",
            "",
        ),
        (
            "a person's posts",
            "关于某某同志任职的通知",
            "某某同志曾任江苏省某厅厅长、河北省某市市长。",
            "",
        ),
        (
            "other provinces named ten times",
            "湖北省人民政府关于园区的通知",
            &"浙江省、江苏省、广东省的做法。".repeat(10),
            "湖北省",
        ),
        (
            "a cited number",
            "关于河道保护的通知",
            "根据鄂政发〔2020〕1号文件,现通知如下。",
            "",
        ),
    ];
    for (trap, title, text, expected) in cases {
        let example = Example {
            title,
            kind: "policy",
            text,
            ..Example::default()
        };
        assert_eq!(places(&example), expected, "{trap}");
    }
}

#[test]
fn letters_shared_by_places_need_a_name() {
    let cases = [
        (
            "宁政发",
            "各区人民政府:\n南京市要加快发展。",
            "江苏省/南京市",
        ),
        ("宁政发", "各县:\n请照办。", ""),
        (
            "宁政办发",
            "各市、县(区)人民政府,自治区政府各部门:\n请照办。",
            "宁夏回族自治区",
        ),
        ("宁政办发", "各市、县人民政府,市政府各部门:\n请照办。", ""),
        ("宁政规发", "各县:\n请照办。", "宁夏回族自治区"),
        ("宁政规字", "各区:\n请照办。", "江苏省/南京市"),
        (
            "温政发",
            "各乡镇:\n在温岭市范围内施行。",
            "浙江省/台州市/温岭市",
        ),
        ("温政发", "各县:\n在温州市范围内施行。", "浙江省/温州市"),
        ("温政发", "各乡镇:\n请照办。", ""),
        (
            "镇政发",
            "各镇:\n镇巴县各级要照办。",
            "陕西省/汉中市/镇巴县",
        ),
        ("吉府发", "各县:\n吉安市各级要照办。", "江西省/吉安市"),
        ("吉政发", "各市:\n请照办。", "吉林省"),
        ("赣府发", "各市:\n请照办。", "江西省"),
        ("惠市委发", "各县:\n请照办。", ""),
        // Not all who use the letters are places.
        ("新出发", "各单位:\n新疆生产建设兵团新闻出版局照办。", ""),
        // The text speaks of another place.
        (
            "宁政发",
            "各县:\n广州市做法好,广州市已推广,参照南京市。",
            "",
        ),
        (
            "温政发",
            "各镇:\n温岭市照办。在台州市、温州市之间。温岭市负责。",
            "浙江省/台州市/温岭市",
        ),
    ];
    for (letters, text, expected) in cases {
        let example = Example {
            title: "关于河道保护的通知",
            kind: "policy",
            letters,
            text,
            ..Example::default()
        };
        assert_eq!(places(&example), expected, "{letters} {text}");
    }
    let learning = Example {
        title: "关于推广南京市经验的通知",
        kind: "policy",
        letters: "宁政发",
        text: "各县:\n南京市的做法值得推广。",
        ..Example::default()
    };
    assert_eq!(places(&learning), "");
}
