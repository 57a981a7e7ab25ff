//! Files whose documents lost paragraph breaks, titles or values, and books and forms between them.

use crate::ingest::clean::seeds_tests::parts;

const BODY: &str =
    "各乡镇人民政府要切实加强组织领导,明确目标任务,细化工作措施,确保各项工作落到实处。";
const SIGNED: &str = "甲县人民政府关于推进粮食烘干中心建设的通知\n甲政发〔2019〕12号\n各乡镇人民政府,县直各单位:\n为做好秋粮烘干工作,现就有关事项通知如下。\n甲县人民政府\n2019年8月2日";
const NOVEL: &str = "听到这句话,老李先是一怔,随即仰头大笑起来,把茶杯放在桌上。\n窗外传来一阵脚步声,两人同时抬起头来。";

fn count(text: &str) -> usize {
    parts(text).len()
}

#[test]
fn titles_glued_to_their_texts_begin_documents() {
    for glued in [
        "乙市教育局关于开展校舍修缮的通知乙教发〔2021〕9号各区教育局:",
        "乙市教育局关于开展校舍修缮的通知各区教育局,各直属学校:",
        "乙市校舍修缮让师生更安心学习环境大改善乙市日报讯(记者张某)近日,",
    ] {
        let text = format!("{SIGNED}\n{glued}{BODY}{BODY}");
        assert_eq!(count(&text), 2, "{text}");
        // The text above may have lost its breaks, too.
        let text = format!("{}\n{glued}{BODY}{BODY}", SIGNED.replace('\n', ""));
        assert_eq!(count(&text), 2, "{text}");
    }
    let notice = format!(
        "{BODY}\n{BODY}\n{BODY}\n\n\n关于2011年校舍修缮拟支持项目的公示根据专家评审结果,现予以公示。{BODY}"
    );
    assert_eq!(count(&notice), 2);
}

#[test]
fn chapters_behind_a_document_begin_one() {
    for text in [
        format!("{SIGNED}\n第十九章 旧事重提\n{NOVEL}"),
        format!(
            "{BODY}\n{BODY}\n甲县人民政府2019年8月2日(此件公开发布)\n第十九章 旧事重提\n{NOVEL}"
        ),
        format!("{SIGNED}\n\n第十九章 旧事重提\n第十九章 旧事重提\n{NOVEL}"),
        format!("{BODY}\n{BODY}\n第十九章 旧事重提\n第十九章 旧事重提\n{NOVEL}"),
        format!("{BODY}\n{BODY}\n篇二:\n第三章 旧事重提\n第三章 旧事重提\n{NOVEL}"),
    ] {
        assert_eq!(count(&text), 2, "{text}");
    }
    let book = format!("第三章 初到乡里\n{NOVEL}\n第四章 旧事重提\n{NOVEL}\n第五章 风波\n{NOVEL}");
    let law = format!(
        "甲市河道管理条例\n第一章 总则\n第一条 {BODY}\n第二章 管理\n第二条 {BODY}\n甲市人民政府\n2019年8月2日\n第三章 附则\n第三条 {BODY}"
    );
    let excerpt = format!("{SIGNED}\n第三章 法律责任\n第十条 {BODY}\n第十一条 {BODY}");
    for text in [book, law, excerpt] {
        assert_eq!(count(&text), 1, "{text}");
    }
}

#[test]
fn articles_with_a_foreword_and_forms_are_documents() {
    for text in [
        format!("{SIGNED}\n一文读懂校舍修缮\n前言\n{BODY}"),
        format!("{SIGNED}\n校舍修缮:全面解析与展望\n引言\n{BODY}"),
        format!("{SIGNED}\n××市校舍修缮管理规定\n××发〔20××〕××号\n第一章 总则\n第一条 {BODY}"),
        format!(
            "{SIGNED}\nXX市人民政府办公室关于20XX年校舍修缮工作情况的报\n告\nXX发〔20XX〕XX号\n{BODY}"
        ),
    ] {
        assert_eq!(count(&text), 2, "{text}");
    }
}

#[test]
fn untitled_wrapped_news_after_a_seal_is_a_document() {
    let news = "乙市日报讯(记者张某)近日,乙市校舍修缮工程全面完工\n并投入使用,惠及学生三千余名,受到群众的欢迎和好评。";
    assert_eq!(count(&format!("{SIGNED}\n{news}")), 2);
}

#[test]
fn the_pages_talk_above_a_title_is_no_document() {
    let title = "乙市教育局关于开展校舍修缮的通知";
    for talk in [
        "您的浏览器版本过低,为了获得更好的浏览体验,建议升级浏览器或使用其他浏览器访问。",
        "本网站使用Cookie来改善您的浏览体验,继续浏览即表示您同意我们使用Cookie。",
        "导读:本文为您带来乙市教育局关于开展校舍修缮的通知的全部内容,希望对您有所帮助。",
    ] {
        let text = format!("{talk}\n{title}\n{title}\n乙教发〔2021〕9号\n各区教育局:\n{BODY}");
        assert_eq!(count(&text), 1, "{text}");
    }
}

#[test]
fn letters_and_what_they_forward_stay_one() {
    for text in [
        format!(
            "甲县人民政府关于印发甲县绿色发展白皮书的通知\n各乡镇:\n{BODY}\n甲县人民政府\n2020年3月2日\n甲县绿色发展白皮书\n前言\n{BODY}"
        ),
        format!(
            "甲县人民政府关于印发甲县校舍修缮方案的通知\n各乡镇:\n{BODY}\n甲县人民政府\n2020年3月2日\n\n\n甲县校舍修缮方案\n为做好校舍修缮工作,制定本方案。\n一、目标任务\n{BODY}"
        ),
        format!(
            "{SIGNED}\n\n\n附件1\n粮食烘干中心建设任务分解表\n东乡十座。\n\n\n附件2\n关于烘干中心验收的办法\n第一条 {BODY}"
        ),
        format!(
            "{BODY}\n{BODY}\n甲县人民政府关于推进粮食烘干中心建设的通知要求,各乡镇要抓好落实,按时完成任务,{BODY}"
        ),
    ] {
        assert_eq!(count(&text), 1, "{text}");
    }
}
