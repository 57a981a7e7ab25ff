//! TAR (POSIX ustar and pax, GNU) → its members, read as a stream.
//!
//! In: a TAR file. Out: members. Long names (GNU `L`, pax `path`) are read here, bounded, for the
//! library reads as much as a header states. Links, devices and folders are no files. What follows the
//! last member is read, too, for sums of a compression around it stand at its end. Not its job: that
//! compression.

use std::io::{self, Read};
use std::ops::ControlFlow;

use ::tar::{Archive, EntryType};

use super::meter::Whole;
use super::names;
use super::visit::{Place, Stated, Visit};
use crate::model::IssueKind;

/// A longer header of names is cut.
const LONGEST_HEADER: u64 = 64 << 10;

pub(super) fn visit(
    visit: &mut Visit<'_>,
    place: &Place,
    stream: &mut dyn Read,
) -> ControlFlow<()> {
    let mut archive = Archive::new(stream);
    let entries = match archive.entries() {
        Ok(entries) => entries.raw(true),
        Err(error) => return visit.damaged(place, &error),
    };
    let mut long_name: Option<Vec<u8>> = None;
    // What ended a member ends its container as well: it is told once.
    let mut told = visit.told();
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(_) if visit.told() > told => return ControlFlow::Continue(()),
            Err(error) => return visit.damaged(place, &error),
        };
        told = visit.told();
        let kind = entry.header().entry_type();
        if matches!(kind, EntryType::GNULongName | EntryType::XHeader) {
            let mut header = Vec::new();
            if let Err(error) = (&mut entry).take(LONGEST_HEADER).read_to_end(&mut header) {
                return visit.damaged(place, &error);
            }
            let name = match kind {
                EntryType::XHeader => pax_path(&header),
                _ => Some(header.split(|byte| *byte == 0).next().unwrap_or_default()),
            };
            long_name = name.map(<[u8]>::to_vec).or(long_name);
            continue;
        }
        let raw = match long_name.take() {
            Some(name) => name,
            None => entry.path_bytes().into_owned(),
        };
        let name = names::plain(&names::decode(&raw));
        let member = place.member(&name);
        match kind {
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {}
            EntryType::Symlink | EntryType::Link => {
                let message = "links are not read";
                visit.report(&member, IssueKind::Skipped, "link", message)?;
                continue;
            }
            EntryType::Char | EntryType::Block | EntryType::Fifo => {
                let message = "devices are not read";
                visit.report(&member, IssueKind::Skipped, "special_file", message)?;
                continue;
            }
            _ => continue,
        }
        if !names::is_junk(&name) {
            let size = entry.size();
            let mut whole = Whole::new(&mut entry, size);
            visit.file(&member, Stated::default(), &mut whole)?;
        }
    }
    match io::copy(&mut archive.into_inner(), &mut io::sink()) {
        Err(error) if visit.told() == told => visit.damaged(place, &error),
        _ => ControlFlow::Continue(()),
    }
}

/// The `path` record of a pax header: `<length> path=<name>\n`, the length that of the record.
fn pax_path(header: &[u8]) -> Option<&[u8]> {
    let mut rest = header;
    while !rest.is_empty() {
        let space = memchr::memchr(b' ', rest)?;
        let length: usize = std::str::from_utf8(&rest[..space]).ok()?.parse().ok()?;
        let record = rest.get(space + 1..length)?;
        if let Some(path) = record.strip_prefix(b"path=") {
            return Some(path.strip_suffix(b"\n").unwrap_or(path));
        }
        rest = &rest[length..];
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pax_records_state_their_length() {
        let cases: [(&[u8], Option<&[u8]>); 5] = [
            (b"12 path=a/b\n", Some(b"a/b")),
            (b"20 mtime=1600000000\n12 path=a/b\n", Some(b"a/b")),
            (b"99 path=a", None),
            (b"0 path=a", None),
            (b"x", None),
        ];
        for (header, expected) in cases {
            assert_eq!(pax_path(header), expected, "{header:?}");
        }
    }
}
