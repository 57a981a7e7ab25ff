//! Bytes → text: finds the encoding and repairs what was decoded wrongly before.
//!
//! In: a file's bytes. Out: the text, its encoding by WHATWG name and what was wrong with it; none
//! for bytes that are no text. Order of trust: byte order mark, UTF-16 by its pattern of NULs,
//! valid (or almost valid) UTF-8, then whichever decoding reads as Chinese, where a declaration
//! has a bonus; a guess by byte statistics for the rest. Not its job: control characters and
//! line ends ([`super::normalize`]).

use std::borrow::Cow;
use std::sync::LazyLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use regex::bytes::Regex;

use super::common_chars::Tally;
use super::{head_of, mojibake};

/// Decisions look at this much of a file (the same share that chardetng was measured on).
const SAMPLE_BYTES: usize = 64 * 1024;
/// HTML and XML declare their encoding within the first kilobyte by their standards; real pages
/// come later with it.
const DECLARATION_BYTES: usize = 4096;
/// One bad sequence per this many good multi-byte ones is damage, not another encoding.
const GOOD_PER_BAD: usize = 20;
/// Below this score no candidate reads as Chinese. Right decodings of the encoding samples score
/// above .6, wrong ones below .3.
const CHINESE_SCORE: f64 = 0.4;
/// What a declaration is worth against the score of an undeclared encoding.
const DECLARED_BONUS: f64 = 0.1;

/// A file's text, before normalisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text.
    pub(super) text: String,
    /// WHATWG name.
    pub(super) encoding: &'static str,
    /// Byte sequences that were invalid and became U+FFFD.
    pub(super) bad_sequences: usize,
    /// The text was mojibake and is repaired.
    pub(super) repaired: bool,
}

impl Decoded {
    /// Takes away what is left of a last character that was cut: that is no bad byte.
    pub(super) fn drop_cut_character(&mut self) {
        if self.bad_sequences > 0 && self.text.ends_with('\u{fffd}') {
            self.text.pop();
            self.bad_sequences -= 1;
        }
    }
}

/// Decodes a file; none where the bytes are no text.
pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(bytes) {
        return decode_as(&bytes[mark_bytes..], encoding);
    }
    // Files are padded with NULs; one may belong to a last character in UTF-16.
    let padding = bytes.iter().rev().take_while(|byte| **byte == 0).count();
    if padding == bytes.len() {
        return None;
    }
    let bytes = &bytes[..bytes.len() - padding.saturating_sub(1)];
    if let Some(encoding) = utf_16_by_nuls(bytes) {
        return decode_as(bytes, encoding);
    }
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return finish(text.into(), UTF_8, 0);
    }
    if is_damaged_utf_8(bytes) {
        return decode_as(bytes, UTF_8);
    }
    decode_as(bytes, choose(bytes))
}

/// Decodes text of a known encoding.
fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Option<Decoded> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let bad_sequences = if had_errors {
        text.matches('\u{fffd}').count()
    } else {
        0
    };
    finish(text, encoding, bad_sequences)
}

fn finish(
    text: Cow<'_, str>,
    encoding: &'static Encoding,
    bad_sequences: usize,
) -> Option<Decoded> {
    let head = head_of(&text, SAMPLE_BYTES);
    let tally = Tally::of(head);
    if has_controls(head, tally) {
        return None;
    }
    let repaired = mojibake::repair(&text);
    if tally.is_binary() {
        // Bytes read as Latin-1 are full of C1 controls.
        let repaired = repaired.as_deref()?;
        if Tally::of(head_of(repaired, SAMPLE_BYTES)).is_binary() {
            return None;
        }
    }
    Some(Decoded {
        encoding: encoding.name(),
        bad_sequences,
        repaired: repaired.is_some(),
        text: repaired.unwrap_or_else(|| text.into_owned()),
    })
}

/// Binary data is full of C0 controls; texts exported from Word have some (field and cell marks),
/// other texts a stray one.
fn has_controls(head: &str, tally: Tally) -> bool {
    // Counted in bytes, a piece at a time: many are compared at once.
    let controls_in = |piece: &[u8]| {
        let is_control = |byte: &u8| u8::from(*byte < 9) | u8::from((14..32).contains(byte));
        usize::from(piece.iter().map(is_control).sum::<u8>())
    };
    let controls: usize = head.as_bytes().chunks(255).map(controls_in).sum();
    let share = if tally.score() >= CHINESE_SCORE {
        20
    } else {
        200
    };
    controls > 3 && controls * share > tally.total
}

fn sample(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(SAMPLE_BYTES)]
}

/// UTF-16 without a mark: every ASCII character and line end has a NUL on one side, and NULs
/// stand (almost) only there. Detectors of byte encodings never report it.
fn utf_16_by_nuls(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = sample(bytes);
    let mut nuls = [0_usize; 2];
    for at in memchr::memchr_iter(0, sample) {
        nuls[at % 2] += 1;
    }
    let [even, odd] = nuls;
    let all = even + odd;
    // One NUL in two hundred bytes: a page of Chinese has that many line ends and digits.
    if all == 0 || all * 200 < sample.len() {
        return None;
    }
    let encoding = if odd > even { UTF_16LE } else { UTF_16BE };
    let text = decode_sample(sample, encoding);
    let is_one_sided = even.min(odd) * 20 <= all;
    let tally = Tally::of(&text);
    (is_one_sided && !tally.is_binary() && tally.score() >= 0.0).then_some(encoding)
}

/// Almost all of the bytes are valid UTF-8: the file is UTF-8 with damage, or cut inside a
/// character at its end.
fn is_damaged_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in sample(bytes).utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    let cut = std::str::from_utf8(bytes)
        .err()
        .is_some_and(|error| error.error_len().is_none() && error.valid_up_to() > 0);
    (good >= GOOD_PER_BAD * bad.max(1)) || (cut && good > 0)
}

/// Chooses the encoding whose decoding reads best as Chinese.
fn choose(bytes: &[u8]) -> &'static Encoding {
    let sample = sample(bytes);
    let declared = declared(bytes);
    let candidates = [UTF_8, GB18030, BIG5, UTF_16LE, UTF_16BE];
    let (score, best) = candidates
        .into_iter()
        .chain(declared)
        .map(|encoding| {
            let score = Tally::of(&decode_sample(sample, encoding)).score();
            let is_declared = declared == Some(encoding);
            (
                score + if is_declared { DECLARED_BONUS } else { 0.0 },
                encoding,
            )
        })
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .unwrap_or((0.0, UTF_8));
    if score >= CHINESE_SCORE {
        return best;
    }
    declared
        .filter(|encoding| Tally::of(&decode_sample(sample, encoding)).bad == 0)
        .unwrap_or_else(|| guess(sample))
}

/// What byte statistics say, for texts that are not Chinese; GB18030 where they say nothing usable.
fn guess(sample: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, true);
    let guessed = unify(detector.guess(None, Utf8Detection::Deny));
    let score = |encoding| Tally::of(&decode_sample(sample, encoding)).score();
    if score(guessed) >= score(GB18030) {
        guessed
    } else {
        GB18030
    }
}

/// Decodes a sample; a character cut by its end is no error.
fn decode_sample(sample: &[u8], encoding: &'static Encoding) -> String {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let length = decoder
        .max_utf8_buffer_length(sample.len())
        .unwrap_or(sample.len());
    let mut text = String::with_capacity(length);
    let _ = decoder.decode_to_string(sample, &mut text, false);
    text
}

/// GB18030 reads everything that GBK and GB 2312 write, and more.
fn unify(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

/// What the page says of itself: `<meta charset=…>`, `<meta … content="…; charset=…">`,
/// `<?xml … encoding="…"?>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    static DECLARATION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r#"(?i)<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([-\w]+)"#,
        )
        .expect("the pattern is constant")
    });
    let head = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let label = DECLARATION.captures(head)?.get(1)?;
    Encoding::for_label(label.as_bytes()).map(unify)
}

#[cfg(test)]
mod tests;
