//! GZIP (RFC 1952) → what it packs: one file without a name of its own, or a TAR or WARC file.
//!
//! In: packed bytes, several members one after the other allowed. Out: one file, named as the
//! packed one less its ending. Not its job: what that file is.

use std::io::Read;
use std::ops::ControlFlow;

use flate2::read::MultiGzDecoder;

use super::meter::{Counter, Meter};
use super::visit::{Place, Stated, Visit};

pub(super) fn visit(
    visit: &mut Visit<'_>,
    place: &Place,
    stream: &mut dyn Read,
) -> ControlFlow<()> {
    let name = visit.file_name(place);
    let stem = match name.rsplit_once('.') {
        Some((stem, "tgz" | "TGZ")) => format!("{stem}.tar"),
        Some((stem, "gz" | "GZ" | "gzip")) => stem.to_owned(),
        _ => name,
    };
    let counter = Counter::new(stream);
    let packed = counter.count.clone();
    let decoder = MultiGzDecoder::new(counter);
    let mut meter = Meter::new(decoder, packed, visit.limits.ratio, &visit.left);
    visit.file(&place.packed(&stem), Stated::default(), &mut meter)
}
