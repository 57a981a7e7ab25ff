//! Sites that replace bytes in a GBK stream: a key may match across two characters.
//!
//! The replacement is done as they do it, byte by byte; what comes out is decoded in pairs. A
//! character whose two bytes stay together keeps its label, the rest is damage.

use std::collections::HashMap;

use encoding_rs::GBK;

use crate::noise::labelled::{Class, Glyph, Labelled};

/// A place where characters were destroyed.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    /// The last glyph before it and the first after it, in the finished text.
    pub(crate) before: usize,
    pub(crate) after: usize,
    /// What stood there.
    pub(crate) lost: Vec<char>,
}

/// One byte and the glyph it came from.
type Byte = (u8, Option<usize>);

/// Replaces every key by itself and its reading in brackets; `mark` stands for a broken pair.
pub(crate) fn annotate(
    text: &mut Labelled,
    dictionary: &HashMap<char, String>,
    mark: char,
) -> Vec<Site> {
    let mut keys: Vec<(&char, &String)> = dictionary.iter().collect();
    keys.sort();
    let replacements: Vec<(Vec<u8>, Vec<u8>)> = keys
        .into_iter()
        .map(|(key, reading)| {
            let key = encode(&key.to_string());
            let mut value = key.clone();
            value.extend(encode(&format!("({reading})")));
            (key, value)
        })
        .collect();
    replace(text, &replacements, mark)
}

/// Puts a space before every one of some marks, at whatever byte they begin; or makes ？ narrow.
pub(crate) fn punctuation(text: &mut Labelled, marks: &[&str], mark: char) -> Vec<Site> {
    let replacements: Vec<(Vec<u8>, Vec<u8>)> = marks
        .iter()
        .map(|key| {
            let bytes = encode(key);
            let value = if *key == "？" {
                b"?".to_vec()
            } else {
                [b" ".as_slice(), &bytes].concat()
            };
            (bytes, value)
        })
        .collect();
    replace(text, &replacements, mark)
}

fn encode(text: &str) -> Vec<u8> {
    GBK.encode(text).0.into_owned()
}

fn replace(text: &mut Labelled, replacements: &[(Vec<u8>, Vec<u8>)], mark: char) -> Vec<Site> {
    let mut stream: Vec<Byte> = Vec::new();
    let mut lengths = Vec::with_capacity(text.glyphs.len());
    for (index, glyph) in text.glyphs.iter().enumerate() {
        let mut buffer = [0; 4];
        // A GBK site writes its bullets as middle dots.
        let character = if glyph.character == '•' {
            '·'
        } else {
            glyph.character
        };
        let encoded = character.encode_utf8(&mut buffer);
        let (bytes, _, bad) = GBK.encode(encoded);
        if bad {
            stream.push((b'?', Some(index)));
            lengths.push(1);
        } else {
            stream.extend(bytes.iter().map(|byte| (*byte, Some(index))));
            lengths.push(bytes.len());
        }
    }
    for (key, value) in replacements {
        stream = replace_all(&stream, key, value);
    }
    let (glyphs, origins) = decode(&stream, (&text.glyphs, &lengths), mark);
    let sites = sites(&origins, &text.glyphs);
    text.glyphs = glyphs;
    sites
}

fn replace_all(stream: &[Byte], key: &[u8], value: &[u8]) -> Vec<Byte> {
    let mut out = Vec::with_capacity(stream.len() * 9 / 8);
    let mut at = 0;
    // The value holds the key's bytes at its end or its beginning: they keep their origin.
    let offset = if value.ends_with(key) {
        value.len() - key.len()
    } else {
        0
    };
    while at < stream.len() {
        let window = stream[at..].iter().take(key.len()).map(|byte| byte.0);
        if !window.eq(key.iter().copied()) {
            out.push(stream[at]);
            at += 1;
            continue;
        }
        for (index, byte) in value.iter().enumerate() {
            let origin = index
                .checked_sub(offset)
                .filter(|inner| *inner < key.len() && value.len() >= key.len())
                .and_then(|inner| stream[at + inner].1);
            out.push((*byte, origin));
        }
        at += key.len();
    }
    out
}

/// Decodes in pairs; returns the glyphs, and for each the glyph it came from.
fn decode(
    stream: &[Byte],
    (before, lengths): (&[Glyph], &[usize]),
    mark: char,
) -> (Vec<Glyph>, Vec<Option<usize>>) {
    let mut glyphs = Vec::new();
    let mut origins = Vec::new();
    let mut at = 0;
    while at < stream.len() {
        let (lead, origin) = stream[at];
        let pair = stream.get(at + 1).filter(|_| lead >= 0x81);
        let bytes: Vec<u8> = std::iter::once(lead)
            .chain(pair.map(|byte| byte.0))
            .collect();
        let whole = pair.is_none_or(|second| second.1 == origin)
            && origin.is_none_or(|index| lengths[index] == bytes.len());
        let (decoded, _, bad) = GBK.decode(&bytes);
        let character = match decoded.chars().next() {
            Some(character) if !bad && decoded.chars().count() == 1 => character,
            _ => mark,
        };
        at += bytes.len();
        let kept = origin.filter(|_| whole);
        // A character written as `?` because GBK lacks it is itself all the same.
        let glyph = match kept {
            Some(index) => Glyph {
                character,
                ..before[index]
            },
            None if origin.is_none() && whole => Glyph::noise(Class::AnnotationA1, character),
            None => Glyph::noise(Class::ByteDamage, character),
        };
        glyphs.push(if glyph.character == ' ' {
            Glyph::layout(' ')
        } else {
            glyph
        });
        origins.push(kept);
    }
    (glyphs, origins)
}

fn sites(origins: &[Option<usize>], before: &[Glyph]) -> Vec<Site> {
    let mut sites = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    for (position, origin) in origins.iter().enumerate() {
        let Some(origin) = *origin else { continue };
        if let Some((last_position, last_origin)) = last
            && origin > last_origin + 1
        {
            let lost: Vec<char> = before[last_origin + 1..origin]
                .iter()
                .filter(|glyph| glyph.is_clean())
                .map(|glyph| glyph.origin)
                .collect();
            if !lost.is_empty() {
                sites.push(Site {
                    before: last_position,
                    after: position,
                    lost,
                });
            }
        }
        last = Some((position, origin));
    }
    sites
}
