use super::*;
use crate::ingest::read::package::tests::packed;

#[test]
fn pages_are_read_with_any_prefix_and_path() {
    let page = "<x:Page xmlns:x='http://www.ofdspec.org'><x:Template TemplateID='9'/><x:Content><x:Layer>\
        <x:TextObject Boundary='20 20 50 5' Size='5'><x:TextCode X='0' Y='5' DeltaX='g 2 5'>示范县</x:TextCode></x:TextObject>\
        <x:PageBlock><x:TextObject Boundary='35 20 50 5' Size='5' Visible='false'><x:TextCode X='0' Y='5'>隐</x:TextCode></x:TextObject></x:PageBlock>\
        <x:CompositeObject Boundary='20 30 10 10' CTM='2 0 0 2 0 0' ResourceID='7'/></x:Layer></x:Content></x:Page>";
    let bytes = packed(&[
        (
            "OFD.xml",
            "<OFD><DocBody><DocInfo><Title>题</Title><CreationDate>2031-04-02</CreationDate><CustomDatas><CustomData Name='文号'>示政发1号</CustomData></CustomDatas></DocInfo><DocRoot>/Doc_0/Document.xml</DocRoot></DocBody></OFD>",
        ),
        (
            "Doc_0/Document.xml",
            "<Document><CommonData><PublicRes>Res.xml</PublicRes><TemplatePage ID='9' BaseLoc='Tpls/T.xml'/></CommonData><Pages><Page ID='1' BaseLoc='Doc_0/Pages/Page_0/Content.xml'/></Pages></Document>",
        ),
        (
            "Doc_0/Tpls/T.xml",
            "<Page><Content><Layer><TextObject Boundary='36 20 9 5' Size='5'><TextCode X='0' Y='5'>文件</TextCode></TextObject></Layer></Content></Page>",
        ),
        (
            "Doc_0/Res.xml",
            "<Res><CompositeGraphicUnits><CompositeGraphicUnit ID='7'><Content><TextObject Boundary='0 0 9 5' Size='2'><TextCode X='0' Y='2'>印章</TextCode></TextObject></Content></CompositeGraphicUnit></CompositeGraphicUnits></Res>",
        ),
        ("Doc_0/Pages/Page_0/Content.xml", page),
    ]);
    let reading = read(&bytes, &Limits::default()).unwrap();
    assert_eq!(reading.page.text, "示范县文件\n印章\n");
    let hints = &reading.page.hints;
    assert_eq!(hints.get(&["file:title"]), Some("题"));
    assert_eq!(hints.get(&["file:creationdate"]), Some("2031-04-02"));
    assert_eq!(hints.get(&["file:文号"]), Some("示政发1号"));
}

/// A page named thousands of times, and a document named again.
#[test]
fn r0038_a_page_is_read_once() {
    let body = "<DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody>".repeat(3);
    let names = ["Pages/P.xml", "./Pages/P.xml", "/Doc_0/pages/p.xml"];
    let pages = names.map(|name| format!("<Page BaseLoc='{name}'/>").repeat(1000));
    let content = "<Page><Content><Layer><TextObject Boundary='36 20 9 5' Size='5'><TextCode X='0' Y='5'>文件</TextCode></TextObject></Layer></Content></Page>";
    let bytes = packed(&[
        ("OFD.xml", &format!("<OFD>{body}</OFD>")),
        (
            "Doc_0/Document.xml",
            &format!("<Document><Pages>{}</Pages></Document>", pages.concat()),
        ),
        ("Doc_0/Pages/P.xml", content),
    ]);
    let reading = read(&bytes, &Limits::default()).unwrap();
    assert_eq!(reading.page.text, "文件\n");
}

#[test]
fn what_is_no_document_is_told() {
    let empty = packed(&[("a", "b")]);
    assert_eq!(
        read(&empty, &Limits::default()).unwrap_err().code(),
        "damaged"
    );
    let sealed = packed(&[("Encryptions.xml", "<a/>")]);
    assert_eq!(
        read(&sealed, &Limits::default()).unwrap_err(),
        ReadError::Encrypted
    );
}

/// Real files of several programs: each opens, and those with text give it.
#[test]
fn real_files_open() {
    let Some(folder) = crate::ingest::read::tests::data("formats/ofd") else {
        return;
    };
    let shown = std::env::var_os("SHOW_OFD");
    let (mut files, mut texts) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "ofd") {
            continue;
        }
        files += 1;
        let bytes = std::fs::read(&path).unwrap();
        let reading = read(&bytes, &Limits::default());
        let reading = reading.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let text = &reading.page.text;
        let chars = text.chars().filter(|c| !c.is_whitespace()).count();
        texts += usize::from(chars > 0);
        println!("{chars:6} {:?} {}", reading.gaps, path.display());
        if let Some(folder) = &shown {
            let name = format!("{}.txt", path.file_name().unwrap().to_string_lossy());
            std::fs::write(std::path::Path::new(folder).join(name), text).unwrap();
        }
    }
    println!("{texts} of {files} files have text");
    assert!(files > 0);
}
