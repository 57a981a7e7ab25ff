//! Text made of what the rules look for, in any order: more of it reaches the cleaning and the
//! metadata than random bytes do. Every byte stands for a piece; two documents' worth at most.
#![no_main]

mod check;

use libfuzzer_sys::fuzz_target;

const PIECES: [&str; 64] = [
    "\n",
    "\n\n",
    " ",
    "　",
    "。",
    "，",
    "、",
    "：",
    "(",
    ")",
    "（",
    "）",
    "〔",
    "〕",
    "《",
    "》",
    "“",
    "”",
    "?",
    "\u{fffd}",
    "？ǘ┗",
    "ㄒ唬",
    "|",
    "_",
    ">",
    "】",
    "【",
    "@",
    "-",
    "…",
    "1",
    "２",
    "一",
    "二",
    "十",
    "第",
    "条",
    "号",
    "年",
    "月",
    "日",
    "通知",
    "关于",
    "印发",
    "人民政府",
    "湖北省",
    "某某市",
    "附件",
    "來源",
    "發(fā)布",
    "(fa)",
    "(yōu)",
    "区",
    "園",
    "高新",
    "無碼",
    "av",
    "久久",
    "上一篇",
    "版权所有",
    "责任编辑",
    "打印",
    "索引号",
    "文章属性",
];

fuzz_target!(|bytes: &[u8]| {
    let mut text = String::new();
    for byte in bytes.iter().take(4096) {
        match PIECES.get(usize::from(*byte)) {
            Some(piece) => text.push_str(piece),
            None => text.extend(char::from_u32(0x4e00 + u32::from(*byte))),
        }
    }
    check::ingest("a.txt", text.into_bytes(), false);
});
