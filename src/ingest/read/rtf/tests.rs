use super::*;
use proptest::prelude::*;

fn text(rtf: &str) -> String {
    read(rtf.as_bytes(), &Limits::default()).unwrap().page.text
}

#[test]
fn text_is_what_is_shown() {
    let cases = [
        (r"{\rtf1\ansi\ansicpg936 \'cd\'a8\'d6\'aa\par}", "通知\n"),
        (
            r"{\rtf1\ansicpg936\uc1 \u36890 ?\u30693\'3f\uc0\u12290\par b}",
            "通知。\nb\n",
        ),
        (r"{\rtf1\uc2 \u-10179 ab\u-8704 \'c0\'c1c}", "😀c\n"),
        (
            r"{\rtf1\ansicpg1252{\fonttbl{\f0\fcharset134 \'cb\'ce;}{\f1\fcharset0 Arial;}}{\f0 \'bc\'d7}{\f1 \'e9}\par}",
            "甲é\n",
        ),
        (
            r"{\rtf1 a{\pict 0102{\bin}}{\*\unknown x{y}}{\header h}{\v 隐}{\field{\*\fldinst PAGE}{\fldrslt 3}}\line b\tab c\_d\~e\-f}",
            "a3\nb\tc-d ef\n",
        ),
        (r"{\rtf1 a{\pict\bin4 }}{}}b}", "ab\n"),
        (r"{\rtf1 a{\footnote \pard n1}b\par c}", "ab\nc\nn1\n"),
        (
            r"{\rtf1{\listtext 1.\tab}a{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt box\par}}}\par}",
            "1.\ta\nbox\n",
        ),
        (r"{\rtf1\{a\\b\}}", "{a\\b}\n"),
    ];
    for (rtf, expected) in cases {
        // Written in UTF-8 here; the page of a file is GBK unless it says otherwise.
        let rtf = rtf.replace('隐', r"\'d2\'fe");
        assert_eq!(text(&rtf), expected, "{rtf}");
    }
}

#[test]
fn rows_are_lines() {
    let rtf = r"{\rtf1 t\par\trowd\clvmgf\cellx100\cellx200\pard\intbl a\cell b\cell\row
        \trowd\clvmrg\cellx100\cellx200\pard\intbl\cell c\par d\cell\row\pard e\par}";
    assert_eq!(text(rtf), "t\na | b\na | c d\ne\n");
}

#[test]
fn properties_are_hints() {
    let rtf = r"{\rtf1{\info{\title \'b1\'ea\'cc\'e2}{\author x}{\creatim\yr2031}}a}";
    let hints = read(rtf.as_bytes(), &Limits::default()).unwrap().page.hints;
    assert_eq!(hints.get(&["file:title"]), Some("标题"));
    assert_eq!(hints.get(&["file:creator"]), Some("x"));
}

#[test]
fn deep_groups_are_left_out() {
    let rtf = format!(
        "{{\\rtf1 a{}b{}c}}",
        "{".repeat(100_000),
        "}".repeat(100_000)
    );
    let reading = read(rtf.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(reading.page.text, "ac\n");
    assert_eq!(reading.gaps.len(), 1);
}

proptest! {
    #[test]
    fn any_words_make_a_text(pieces in proptest::collection::vec(proptest::sample::select(vec![
        "{", "}", "\\par ", "\\u-1 ", "\\u55357 ", "\\'", "\\'b", "\\'cd", "\\bin99999999999 ", "\\bin3 ", "\\cell ",
        "\\row ", "\\trowd", "\\cellx", "\\cellx-5 ", "\\intbl ", "\\uc-1 ", "{\\footnote ", "{\\fonttbl", "\\f1",
        "\\fcharset134 ", "\\*", "\\", "a", "\u{0}", "\\nestrow ", "{\\shptxt ", "\\v ",
    ]), 0..60)) {
        let bytes = format!("{{\\rtf1{}", pieces.concat());
        let _ = read(bytes.as_bytes(), &Limits::default());
    }
}
