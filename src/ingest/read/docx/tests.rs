use super::*;
use crate::ingest::read::package::tests::packed;

const RELATIONS: &str = "<Relationships>\
    <Relationship Id='n' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/numbering' Target='numbering.xml'/>\
    <Relationship Id='s' Type='http://x/relationships/styles' Target='styles.xml'/>\
    <Relationship Id='f' Type='http://x/relationships/footnotes' Target='/word/footnotes.xml'/>\
    </Relationships>";
const NUMBERING: &str = "<w:numbering>\
    <w:abstractNum w:abstractNumId='0'>\
    <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCountingThousand'/><w:lvlText w:val='第%1条'/></w:lvl>\
    <w:lvl w:ilvl='1'><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='（%2）'/></w:lvl>\
    <w:lvl w:ilvl='2'><w:isLgl/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.%3.'/></w:lvl>\
    <w:lvl w:ilvl='3'><w:numFmt w:val='bullet'/><w:lvlText w:val='\u{f06c}'/></w:lvl>\
    </w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
    <w:num w:numId='2'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='7'/></w:lvlOverride></w:num>\
    </w:numbering>";
const STYLES: &str = "<w:styles>\
    <w:style w:type='paragraph' w:styleId='A'><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr></w:pPr></w:style>\
    <w:style w:type='paragraph' w:styleId='B'><w:basedOn w:val='A'/></w:style></w:styles>";
const FOOTNOTES: &str = "<w:footnotes><w:footnote w:id='-1'><w:p><w:r><w:t>隔</w:t></w:r></w:p></w:footnote>\
    <w:footnote w:id='2'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>指县级以上。</w:t></w:r></w:p></w:footnote></w:footnotes>";

fn lines(body: &str) -> String {
    let main = format!("<w:document xmlns:w='x'><w:body>{body}</w:body></w:document>");
    let bytes = packed(&[
        ("word/document.xml", &main),
        ("word/_rels/document.xml.rels", RELATIONS),
        ("word/numbering.xml", NUMBERING),
        ("word/styles.xml", STYLES),
        ("word/footnotes.xml", FOOTNOTES),
    ]);
    read(&bytes, &Limits::default()).unwrap().page.text
}

fn run(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

fn paragraph(text: &str) -> String {
    format!("<w:p>{}</w:p>", run(text))
}

fn numbered(list: &str, level: usize, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr>{}</w:p>",
        run(text)
    )
}

#[test]
fn a_reader_sees_what_is_printed() {
    let cases = [
        (
            "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t xml:space='preserve'> 乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:t>1</w:t><w:softHyphen/></w:r></w:p>".to_owned(),
            "甲\t 乙\n丙-1\n",
        ),
        (
            format!("<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>{}</w:ins><w:moveFrom>{}</w:moveFrom></w:p>", run("新"), run("移")),
            "新\n",
        ),
        (
            format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>{}", run("前半"), paragraph("后半")),
            "前半后半\n",
        ),
        (
            format!("<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>{}<w:r><w:fldChar w:fldCharType='separate'/></w:r>{}<w:r><w:fldChar w:fldCharType='end'/></w:r>{}</w:p>", run("码"), run("3"), run("页")),
            "3页\n",
        ),
        (
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>显</w:t></w:r><w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r></w:p>".to_owned(),
            "显☑\n",
        ),
        (
            format!("<w:p>{}<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>{}</w:p>", run("前"), paragraph("框"), paragraph("框"), run("后")),
            "前后\n框\n",
        ),
        (
            "<w:p><w:r><w:ruby><w:rt><w:r><w:t>bó</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>亳</w:t></w:r></w:rubyBase></w:ruby></w:r><w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent><w:r><w:t>州</w:t></w:r></w:sdtContent></w:sdt></w:p>".to_owned(),
            "亳州\n",
        ),
        (
            format!("<w:p>{}<w:r><w:footnoteReference w:id='2'/></w:r>{}</w:p>{}", run("各部门"), run("应当"), paragraph("完")),
            "各部门应当\n完\n指县级以上。\n",
        ),
        // r0026: notes that are named again and again would come to any length.
        (
            "<w:p><w:r><w:t>甲</w:t><w:footnoteReference w:id='2'/><w:footnoteReference w:id='2'/></w:r></w:p>".to_owned(),
            "甲\n指县级以上。\n",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(lines(&body), expected, "{body}");
    }
}

#[test]
fn list_numbers_are_written() {
    let body = [
        numbered("1", 0, "甲"),
        numbered("1", 1, "乙"),
        numbered("1", 1, "丙"),
        numbered("1", 0, "丁"),
        numbered("1", 1, "戊"),
        numbered("1", 2, "己"),
        numbered("1", 3, "庚"),
        numbered("2", 0, "辛"),
        numbered("2", 0, "壬"),
        numbered("1", 0, ""),
        "<w:p><w:pPr><w:pStyle w:val='B'/></w:pPr><w:r><w:t>癸</w:t></w:r></w:p>".to_owned(),
        numbered("0", 0, "无"),
    ];
    assert_eq!(
        lines(&body.concat()),
        "第一条 甲\n（一）乙\n（二）丙\n第二条 丁\n（一）戊\n2.1. 己\n庚\n第七条 辛\n第八条 壬\n（一）癸\n无\n"
    );
}

#[test]
fn tables_are_rows() {
    let cell = |properties: &str, text: &str| {
        format!(
            "<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>",
            paragraph(text)
        )
    };
    let body = format!(
        "<w:tbl><w:tr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("<w:vMerge w:val='restart'/>", "城区"),
        cell("", "甲区"),
        cell("", "1"),
        cell("<w:vMerge/>", ""),
        cell("", "乙区"),
        cell("", "2"),
        cell("", "删"),
        cell("<w:gridSpan w:val='2'/>", "合计"),
        cell("", "3"),
    );
    assert_eq!(lines(&body), "城区 | 甲区 | 1\n城区 | 乙区 | 2\n合计 | 3\n");
}

#[test]
fn a_cut_document_keeps_what_stands_before() {
    let bytes = packed(&[(
        "word/document.xml",
        "<w:document><w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p><w:p><w:r><w:t>乙",
    )]);
    let reading = read(&bytes, &Limits::default()).unwrap();
    assert_eq!(reading.page.text, "甲\n乙\n");
    assert_eq!(reading.gaps[0].code, "damaged");
    assert_eq!(
        read(b"PK\x03\x04", &Limits::default()).unwrap_err().code(),
        "damaged"
    );
}

/// Real reports and their texts: equal but for white space.
#[test]
fn real_documents_are_read_to_the_letter() {
    let Some(folder) = crate::ingest::read::tests::data("formats/docx") else {
        return;
    };
    let squeezed =
        |text: &str| -> Vec<char> { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "docx") {
            continue;
        }
        files += 1;
        let bytes = std::fs::read(&path).unwrap();
        let found = squeezed(&read(&bytes, &Limits::default()).unwrap().page.text);
        let expected = std::fs::read_to_string(path.with_extension("txt")).unwrap();
        let expected = squeezed(
            crate::ingest::read::normalize::normalize(&expected).trim_start_matches('\u{feff}'),
        );
        let same = common(&found, &expected);
        let ratio = same as f64 / found.len().max(expected.len()) as f64;
        println!("{ratio:.5} {}", path.display());
        assert!(ratio >= 0.999, "{}", path.display());
    }
    assert!(files > 0);
}

/// Characters that two texts share in order, found by going on after the next equal run.
fn common(left: &[char], right: &[char]) -> usize {
    const RUN: usize = 8;
    const WINDOW: usize = 400;
    let (mut at, mut other, mut same) = (0, 0, 0);
    while at < left.len() && other < right.len() {
        if left[at] == right[other] {
            (at, other, same) = (at + 1, other + 1, same + 1);
            continue;
        }
        let next = (1..WINDOW)
            .flat_map(|sum| (0..=sum).map(move |skip| (skip, sum - skip)))
            .find(|(a, b)| {
                let (l, r) = (left.get(at + a..), right.get(other + b..));
                match (l, r) {
                    (Some(l), Some(r)) => {
                        let run = RUN.min(l.len()).min(r.len());
                        run > 0 && l[..run] == r[..run]
                    }
                    _ => false,
                }
            });
        let Some((a, b)) = next else { break };
        (at, other) = (at + a, other + b);
    }
    same
}
