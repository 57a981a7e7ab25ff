use encoding_rs::{BIG5, GBK};
use proptest::prelude::*;

use super::gbk::decode;
use super::*;
use crate::ingest::clean::annotations;
use crate::lexicon::{readings, script};

/// Traditional characters that sites annotate.
const KEYS: &str = "產業優區網鎮發創環質現態統礎領關規經構協調聯術內設強標導續濟驅進機戰護務醫數應準團轉責\
                    權側鄉監執結衛據農風絡預測彈計複復認該適國實時點動級場個當頁堅報會過來萬營潤長獨對\
                    開學簡書專門員穩處值陽隊檢黨誠嚴細歸擴獎蟲斬後證請";

/// How damaged bytes were decoded.
#[derive(Debug, Clone, Copy)]
enum Decoder {
    /// Two bytes that are no character become one question mark.
    Swallowing,
    /// As browsers do: the bad byte becomes U+FFFD, ASCII stays.
    Replacing,
    /// The bad byte vanishes.
    Ignoring,
}

/// What a site makes of a text: every key's bytes, wherever they stand, get its reading.
fn annotate(text: &str, decoder: Decoder) -> String {
    let mut bytes = GBK.encode(text).0.into_owned();
    for key in KEYS.chars() {
        let reading = readings::readings(key).next().unwrap();
        let key = encode(key).unwrap();
        let replacement = [&key[..], &GBK.encode(&format!("({reading})")).0].concat();
        bytes = replace(&bytes, &key, &replacement);
    }
    decode_all(&bytes, decoder)
}

fn replace(bytes: &[u8], key: &[u8], by: &[u8]) -> Vec<u8> {
    let mut replaced = Vec::new();
    let mut done = 0;
    for at in memchr::memmem::find_iter(bytes, key) {
        replaced.extend(&bytes[done..at]);
        replaced.extend(by);
        done = at + key.len();
    }
    replaced.extend(&bytes[done..]);
    replaced
}

fn decode_all(bytes: &[u8], decoder: Decoder) -> String {
    match decoder {
        Decoder::Swallowing => swallow(bytes),
        Decoder::Replacing => GBK.decode_without_bom_handling(bytes).0.into_owned(),
        Decoder::Ignoring => {
            let text = GBK.decode_without_bom_handling(bytes).0;
            text.replace('\u{fffd}', "")
        }
    }
}

fn swallow(bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        if first.is_ascii() {
            text.push(char::from(first));
            at += 1;
            continue;
        }
        let second = bytes.get(at + 1).copied().unwrap_or(0);
        text.push(decode([first, second]).unwrap_or('?'));
        at += 2;
    }
    text
}

/// The text without what is marked and without annotations.
fn cleaned(text: &str) -> String {
    let (text, marks) = mend(text).map_or_else(
        || (text.to_owned(), Vec::new()),
        |mended| (mended.text, mended.marks),
    );
    let mut removed: Vec<Span> = marks.iter().map(|mark| mark.span).collect();
    removed.extend(annotations::find(&text).iter().map(|mark| mark.span));
    Span::new(0, text.len())
        .minus(&Span::union(removed))
        .iter()
        .map(|span| &text[span.range()])
        .collect()
}

#[test]
fn mends_keys_across_characters() {
    for text in [
        "加快轉變為現實，",
        "德才兼備原則，",
        "今日報訊：",
        "推進農村現代化，",
        "堅持統籌發展。",
    ] {
        for decoder in [Decoder::Swallowing, Decoder::Replacing] {
            let damaged = annotate(text, decoder);
            assert_eq!(cleaned(&damaged), text, "{damaged}");
        }
    }
    for (damaged, text) in [
        ("兼?zhèn)湓瓌t。", "兼備原則。"),
        ("兼\u{fffd}(zhèn)湓瓌t。", "兼備原則。"),
        ("今日?qǐng)?bào)訊", "今日報訊"),
        ("轉變(yōu)楝F實，", "轉變為現實，"),
    ] {
        assert_eq!(cleaned(damaged), text);
    }
}

#[test]
fn mends_marks_across_characters() {
    for (damaged, text) in [
        ("政策。\n?。ㄒ唬┚C合措施", "政策。\n　（一）綜合措施"),
        ("確?h城穩定", "確保縣城穩定"),
        (
            "不留死角?；肪吵性啬芰Φ玫教嵘?",
            "不留死角。环境承载能力得到提",
        ),
        ("依法?；ご遄\u{e1ee}\u{e076}部占?，", "依法保护村庄公共空，"),
    ] {
        assert_eq!(cleaned(damaged), text);
    }
}

#[test]
fn what_is_lost_is_cut() {
    for (damaged, text) in [
        ("加快轉變?yōu)現實生產力", "加快轉變現實生產力"),
        ("占總?cè)丝诘?0%以上", "占總人口0%以上"),
    ] {
        assert_eq!(cleaned(damaged), text);
    }
}

#[test]
fn sound_text_stays() {
    for text in [
        "统筹推进，是否可行？。请研究",
        "是什么?为什么?怎么办?",
        "詳見 http://example.cn/a?id=1&b=2 （附件）",
        "真的?abc)好的",
        "統(tǒng)籌創(chuàng)新？產(chǎn)業(yè)?",
        "陕西(shǎnxī)、西安(xian)、亳(bó)州",
        "注音ㄅㄆㄇ。ㄅ是第一個",
        "對不對?(duì)",
        "国家?h指数",
    ] {
        assert!(mend(text).is_none(), "{text}");
    }
}

#[test]
fn pairs_are_those_of_the_encoder() {
    let mut others = Vec::new();
    for character in (0..0x1_0000).filter_map(char::from_u32) {
        let text = character.to_string();
        let (bytes, _, unmappable) = GBK.encode(&text);
        let expected = <[u8; 2]>::try_from(bytes.as_ref()).ok();
        let expected = expected.filter(|_| !unmappable && !character.is_ascii());
        if encode(character) != expected {
            others.push((character, encode(character), expected));
        }
    }
    assert!(others.is_empty(), "{others:x?}");
}

/// Texts that look damaged all over.
const LOST_ALL_OVER: [&str; 14] = [
    "?",
    "？",
    "\u{fffd}",
    "ㄅ?",
    "a?",
    "中?",
    "?。ㄅ",
    "确?h",
    ")?zhèn",
    "兼?zhèn)",
    "備(bèi)",
    "湓瓌?t",
    "瓌t(zhèn)湓",
    "？，,\u{fffd}(",
];

/// Steps are counted: time depends on the machine. Red before: `?`, `ㄅ?` and others took time with
/// the square of their length.
#[test]
fn what_is_lost_all_over_is_linear() {
    for unit in LOST_ALL_OVER {
        let spent = |bytes: usize| {
            let text = unit.repeat(bytes / unit.len());
            let damaged = Damaged::new(&text);
            let mended = mend_damaged(&damaged);
            assert!(mended.is_none_or(|mended| mended.text.len() <= 4 * text.len()));
            damaged.steps()
        };
        let (half, whole) = (spent(100_000), spent(200_000));
        println!("{unit}: {half}, {whole}");
        assert!(whole <= 2 * half + 50_000, "{unit}: {half}, {whole}");
    }
}

#[test]
fn a_file_of_what_is_lost_is_ingested() {
    for unit in &LOST_ALL_OVER[..6] {
        let start = std::time::Instant::now();
        let file = crate::model::RawFile {
            path: crate::model::SourcePath {
                root: "archive".into(),
                relative: "a.txt".into(),
                key: 1,
            },
            absolute: "a.txt".into(),
            bytes: unit.repeat(200_000 / unit.len()).into_bytes(),
            truncated: false,
        };
        let _ = crate::ingest::ingest(&file, crate::ingest::Options::default());
        println!("{unit}: {:?}", start.elapsed());
        // Four seconds at most without optimization; it was half an hour.
        assert!(start.elapsed().as_secs() < 120, "{unit}");
    }
}

/// Every clause of real texts that this damages, where they are at hand.
#[test]
fn most_damage_of_real_texts_is_mended() {
    let Some(data) = crate::ingest::read::tests::data("archive") else {
        return;
    };
    for decoder in [Decoder::Swallowing, Decoder::Replacing, Decoder::Ignoring] {
        let (mut sites, mut mended, mut wrong) = (0, 0, Vec::new());
        let mut partial: Vec<(String, String)> = Vec::new();
        for clause in clauses(&data) {
            let damaged = annotate(&clause, decoder);
            let plain = cleaned_of_annotations(&damaged);
            if plain == clause {
                continue;
            }
            sites += 1;
            let found = cleaned(&damaged);
            if found == clause {
                mended += 1;
            } else if is_part(&found, &clause) {
                partial.push((damaged, found));
            } else {
                wrong.push((damaged, found, clause));
            }
        }
        println!(
            "{decoder:?}: {sites} clauses, {mended} mended, {} in part, {} wrong",
            partial.len(),
            wrong.len()
        );
        for row in wrong.iter().take(6) {
            println!("  wrong {row:?}");
        }
        assert!(mended * 100 >= 80 * sites);
        // Where the decoder leaves no sign, what is not mended stays.
        assert!(matches!(decoder, Decoder::Ignoring) || wrong.len() * 50 <= sites);
    }
}

/// The same for sites that put a space before a full-width mark, or make ？ narrow.
#[test]
fn damage_by_marks_is_not_guessed_wrongly() {
    let Some(folder) = crate::ingest::read::tests::data("archive") else {
        return;
    };
    let clauses = clauses(&folder);
    let (mut all, mut all_wrong) = (0, 0);
    for key in ['。', '；', '，', '、', '：', '！', '？'] {
        let bytes = encode(key).unwrap();
        let value = match key {
            '？' => b"?".to_vec(),
            _ => [b" ".as_slice(), &bytes].concat(),
        };
        let (mut sites, mut mended, mut untouched, mut wrong) = (0, 0, 0, Vec::new());
        for clause in &clauses {
            let replaced = replace(&GBK.encode(clause).0, &bytes, &value);
            let damaged = decode_all(&replaced, Decoder::Swallowing);
            let bare = |text: &str| text.replace(' ', "").replace('?', "？");
            let clause = bare(clause);
            if bare(&damaged) == clause {
                continue;
            }
            sites += 1;
            let found = cleaned(&damaged);
            if bare(&found) == clause {
                mended += 1;
            } else if mend(&damaged).is_none() {
                untouched += 1;
            } else if !is_part(&bare(&found), &clause) {
                wrong.push((damaged, found));
            }
        }
        println!(
            "{key}: {sites} clauses, {mended} mended, {untouched} untouched, {} wrong",
            wrong.len()
        );
        for row in wrong.iter().take(4) {
            println!("  wrong {row:?}");
        }
        all += sites;
        all_wrong += wrong.len();
    }
    // Mostly clauses damaged several times over.
    assert!(all_wrong * 10 <= all);
}

/// Nothing is mended in the clean laws, where they are at hand.
#[test]
fn the_archive_stays() {
    let Some(folder) = crate::ingest::read::tests::data("archive") else {
        return;
    };
    let (mut bytes, mut changed) = (0, Vec::new());
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten() {
        let Ok(text) = std::fs::read_to_string(entry.path()) else {
            continue;
        };
        bytes += text.len();
        if mend(&text).is_some() {
            changed.push(entry.path().to_owned());
        }
    }
    println!("{bytes} bytes, changed: {changed:?}");
    assert!(changed.is_empty());
}

fn cleaned_of_annotations(text: &str) -> String {
    let removed: Vec<Span> = annotations::find(text)
        .iter()
        .map(|mark| mark.span)
        .collect();
    let kept = Span::new(0, text.len()).minus(&removed);
    kept.iter().map(|span| &text[span.range()]).collect()
}

/// Whether a text is another one with characters left out.
fn is_part(part: &str, whole: &str) -> bool {
    let mut whole = whole.chars();
    part.chars()
        .all(|character| whole.any(|other| other == character))
}

/// Clauses of the laws in traditional script.
fn clauses(folder: &std::path::Path) -> Vec<String> {
    let mut traditional = std::collections::HashMap::new();
    for code in 0x4e00..0x9fff {
        let character = char::from_u32(code).unwrap();
        let simplified = script::simplified(character);
        let is_usual = !BIG5.encode(&character.to_string()).2;
        if simplified != character && is_usual {
            traditional.entry(simplified).or_insert(character);
        }
    }
    let mut clauses = Vec::new();
    for entry in walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten()
    {
        if clauses.len() > 4_000 {
            break;
        }
        let Ok(text) = std::fs::read_to_string(entry.path()) else {
            continue;
        };
        let text: String = text
            .chars()
            .map(|c| traditional.get(&c).copied().unwrap_or(c))
            .filter(|c| GBK.encode(&c.to_string()).0.len() <= 2)
            .collect();
        for line in text
            .lines()
            .filter(|line| !line.contains(['?', '#']))
            .take(30)
        {
            clauses.extend(
                line.split_inclusive('。')
                    .filter(|clause| clause.len() > 30)
                    .map(str::to_owned),
            );
        }
    }
    clauses
}

proptest! {
    #[test]
    fn any_text_is_mended_or_not_but_never_panics(text in "[統優兼備人口zhèncā?？\u{fffd}()。，ㄒ┚h0\n 湓瓌]{0,60}") {
        if let Some(mended) = mend(&text) {
            prop_assert!(mended.text.len() <= 4 * text.len() + 4);
            for mark in &mended.marks {
                prop_assert!(mended.text.get(mark.span.range()).is_some());
                prop_assert!(!mark.span.is_empty());
            }
        }
    }
}
