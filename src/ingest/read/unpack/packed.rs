//! Packings without names (GZIP, BZIP2, XZ, zstd) → what they pack: one file, or a TAR or WARC file.
//!
//! In: packed bytes, several streams one after the other allowed (RFC 1952, RFC 8878, the .xz file
//! format). Out: one file, named as the packed one less its ending. Not its job: what that file is.

use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;

use bzip2::read::MultiBzDecoder;
use flate2::read::MultiGzDecoder;
use lzma_rust2::XzReader;

use super::meter::{Counter, Meter};
use super::visit::{Place, Stated, Visit};

/// Memory for one decoder of XZ (KiB): `xz -9` asks for a fourth. zstd has its own bound, 128 MiB.
const XZ_MEMORY_KIB: u32 = 256 << 10;
/// Endings of names, and what stands in their place.
const ENDINGS: [(&str, &str); 12] = [
    ("gz", ""),
    ("gzip", ""),
    ("tgz", ".tar"),
    ("bz2", ""),
    ("tbz2", ".tar"),
    ("tbz", ".tar"),
    ("xz", ""),
    ("txz", ".tar"),
    ("zst", ""),
    ("zstd", ""),
    ("tzst", ".tar"),
    ("bz", ""),
];

/// A packing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Bzip2,
    Xz,
    Zstd,
}

impl Packing {
    /// Returns the packing of a type's name.
    pub(super) fn of(name: &str) -> Option<Self> {
        match name {
            "gzip" => Some(Self::Gzip),
            "bzip2" => Some(Self::Bzip2),
            "xz" => Some(Self::Xz),
            "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }

    fn decoder<'a>(self, stream: impl Read + 'a) -> io::Result<Box<dyn Read + 'a>> {
        Ok(match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(stream)),
            Self::Bzip2 => Box::new(MultiBzDecoder::new(stream)),
            Self::Xz => {
                let stream = BufReader::new(stream);
                Box::new(XzReader::new_mem_limit(stream, true, XZ_MEMORY_KIB))
            }
            Self::Zstd => Box::new(zstd::stream::read::Decoder::new(stream)?),
        })
    }
}

pub(super) fn visit(
    visit: &mut Visit<'_>,
    place: &Place,
    packing: Packing,
    stream: &mut dyn Read,
) -> ControlFlow<()> {
    let stem = stem(&visit.file_name(place));
    let counter = Counter::new(stream);
    let packed = counter.count.clone();
    let decoder = match packing.decoder(counter) {
        Ok(decoder) => decoder,
        Err(error) => return visit.damaged(place, &error),
    };
    let mut meter = Meter::new(decoder, packed, visit.limits.ratio, &visit.left);
    visit.file(&place.packed(&stem), Stated::default(), &mut meter)
}

/// The name of what a file packs.
fn stem(name: &str) -> String {
    let Some((stem, ending)) = name.rsplit_once('.') else {
        return name.to_owned();
    };
    let ending = ending.to_ascii_lowercase();
    let known = ENDINGS.iter().find(|(known, _)| *known == ending);
    known.map_or_else(|| name.to_owned(), |(_, rest)| format!("{stem}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_ending() {
        let cases = [
            ("a.html.xz", "a.html"),
            ("a.TGZ", "a.tar"),
            ("a.tar.bz2", "a.tar"),
            ("a.txt", "a.txt"),
            ("a", "a"),
        ];
        for (name, expected) in cases {
            assert_eq!(stem(name), expected);
        }
    }
}
