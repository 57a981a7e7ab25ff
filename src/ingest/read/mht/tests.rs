use encoding_rs::GB18030;
use proptest::prelude::*;

use super::*;

const PAGE: &str = "<html><head><title>关于示例园区管理的通知</title></head><body><div id=zoom>\
    <p>各县（市、区）人民政府，各有关单位：</p><p>为了加强示例园区的建设和管理，提高服务水平，\
    现将有关事项通知如下，请结合实际认真贯彻执行。</p></div></body></html>";

/// Quoted-printable as browsers write it: every byte outside ASCII coded, soft ends at 76.
fn quoted(bytes: &[u8]) -> String {
    let mut out = String::new();
    let mut width = 0;
    for byte in bytes {
        let code = match byte {
            b'=' | 0x80.. => format!("={byte:02X}"),
            _ => char::from(*byte).to_string(),
        };
        if width + code.len() > 75 {
            out.push_str("=\r\n");
            width = 0;
        }
        width += code.len();
        out.push_str(&code);
    }
    out
}

fn encoded(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (at, chunk) in bytes.chunks(3).enumerate() {
        let bits = chunk.iter().enumerate().fold(0_u32, |bits, (i, byte)| {
            bits | u32::from(*byte) << (16 - 8 * i)
        });
        for digit in 0..4 {
            let is_padding = digit > chunk.len();
            let index = (bits >> (18 - 6 * digit)) as usize & 63;
            out.push(if is_padding {
                '='
            } else {
                char::from(DIGITS[index])
            });
        }
        if at % 19 == 18 {
            out.push_str("\r\n");
        }
    }
    out
}

#[track_caller]
fn assert_read(saved: &Saved) {
    assert!(
        saved.page.text.contains("为了加强示例园区的建设和管理"),
        "{}",
        saved.page.text
    );
    assert_eq!(
        saved.page.hints.title.as_deref(),
        Some("关于示例园区管理的通知")
    );
    assert_eq!(
        saved.page.hints.url.as_deref(),
        Some("http://www.example.cn/a.html")
    );
}

#[test]
fn a_page_saved_by_chrome() {
    let picture = encoded(&[7; 3000]);
    let file = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://www.example.cn/a.html\r\n\
         Subject: =?utf-8?Q?=E5=88=AB=E7=9A=84?=\r\nDate: Mon, 1 Jan 2024 00:00:00 -0000\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\
         \tboundary=\"----MultipartBoundary--x----\"\r\n\r\n\r\n\
         ------MultipartBoundary--x----\r\nContent-Type: text/html\r\n\
         Content-ID: <frame-1@mhtml.blink>\r\nContent-Transfer-Encoding: quoted-printable\r\n\
         Content-Location: http://www.example.cn/a.html\r\n\r\n{}\r\n\
         ------MultipartBoundary--x----\r\nContent-Type: image/png\r\n\
         Content-Transfer-Encoding: base64\r\nContent-Location: 1.png\r\n\r\n{picture}\r\n\
         ------MultipartBoundary--x------\r\n",
        quoted(PAGE.as_bytes())
    );
    assert!(is_saved_page(file.as_bytes()));
    let saved = read(file.as_bytes()).unwrap();
    assert_read(&saved);
    assert_eq!(saved.decoded.encoding, "UTF-8");
    assert!(!saved.page.text.contains("AAAA"));
}

#[test]
fn a_page_saved_by_internet_explorer() {
    let body = GB18030.encode(PAGE).0;
    let file = format!(
        "From: \"Saved by Windows Internet Explorer 8\"\r\nSubject: =?gb2312?B?zajWqg==?=\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\
         \tboundary=\"----=_NextPart_000\"\r\nX-MimeOLE: Produced By Microsoft MimeOLE\r\n\r\n\
         This is a multi-part message in MIME format.\r\n\r\n------=_NextPart_000\r\n\
         Content-Type: multipart/alternative;\r\n\tboundary=\"----=_NextPart_001\"\r\n\r\n\r\n\
         ------=_NextPart_001\r\nContent-Type: text/html;\r\n\tcharset=\"gb2312\"\r\n\
         Content-Transfer-Encoding: base64\r\n\
         Content-Location: http://www.example.cn/a.html\r\n\r\n{}\r\n\
         ------=_NextPart_001--\r\n\r\n------=_NextPart_000\r\nContent-Type: text/css\r\n\r\n\
         p {{ color: red }}\r\n",
        encoded(&body)
    );
    let saved = read(file.as_bytes()).unwrap();
    assert_read(&saved);
    assert_eq!(saved.decoded.encoding, "gb18030");
}

#[test]
fn the_fullest_frame_stands_for_a_frame_set() {
    let file = format!(
        "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b; start=\"<2>\"\n\n\
         --b\nContent-Type: text/html; charset=utf-8\n\n<p>菜单</p>\n\
         --b\nContent-Type: text/html\nContent-ID: <2>\n\n<frameset><frame src=cid:3></frameset>\n\
         --b\nContent-Type: text/html\nContent-Location: http://www.example.cn/a.html\n\n{PAGE}"
    );
    assert_read(&read(file.as_bytes()).unwrap());
}

#[test]
fn frames_with_text_beside_the_page_are_told() {
    let file = |frame: &str| {
        format!(
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n\
             --b\nContent-Type: text/html\n\n{PAGE}\n--b\nContent-Type: text/html\n\n<p>{frame}</p>"
        )
    };
    let unread = |frame: &str| read(file(frame).as_bytes()).unwrap().unread;
    assert_eq!(unread("二、园区面积为十二平方公里，由管理委员会负责。"), 1);
    assert_eq!(unread("分享到"), 0);
}

#[test]
fn the_title_may_stand_in_the_header_only() {
    let file = "MIME-Version: 1.0\nSubject: =?utf-8?B?6YCa55+l?=\nContent-Type: text/html\n\n<p>正文在此。</p>";
    let saved = read(file.as_bytes()).unwrap();
    assert_eq!(saved.page.hints.title.as_deref(), Some("通知"));
    assert_eq!(saved.page.text, "正文在此。\n");
}

#[test]
fn other_texts_are_no_saved_pages() {
    let cases = [
        "关于印发通知\nContent-Type: multipart/related",
        "Content: 甲\n\n乙",
        "Note: 乙\nContent-Type: text/html\n\n<p>",
        "<html>",
        "",
    ];
    for text in cases {
        assert!(!is_saved_page(text.as_bytes()), "{text}");
    }
    assert!(
        read(b"Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/png\n\nx")
            .is_none()
    );
}

#[test]
fn parts_within_parts_end() {
    let nested = "Content-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(2000);
    assert!(read(nested.as_bytes()).is_none());
}

proptest! {
    #[test]
    fn never_panics(bytes in "(Content-Type: (multipart/related; boundary=b|text/html)\n|\n|--b(--)?\n|<p>甲|=[0-9A-F]{0,2}|base64){0,20}") {
        let _ = is_saved_page(bytes.as_bytes());
        let _ = read(bytes.as_bytes());
    }
}
