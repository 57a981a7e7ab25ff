//! ZIP files → their members, in the order of their list.
//!
//! In: a ZIP file. Out: members; those with a password or a packing that is not known are reported.
//! Members that share packed bytes are a bomb: what all of them take may not pass the file's size
//! (Fifield 2019, "A better zip bomb"). Not its job: ZIP files that are documents.

use std::ops::ControlFlow;

use ::zip::ZipArchive;
use ::zip::result::ZipError;

use super::meter::{Meter, Packed};
use super::names;
use super::visit::{Place, Stated, Visit};
use super::{Stream, file_type};
use crate::model::IssueKind;

/// `S_IFMT` and `S_IFLNK` of POSIX: a member that only names another file.
const TYPE_MASK: u32 = 0o170_000;
const LINK: u32 = 0o120_000;

pub(super) fn visit(
    visit: &mut Visit<'_>,
    place: &Place,
    stream: &mut dyn Stream,
    size: u64,
) -> ControlFlow<()> {
    let mut start = [0; 4];
    let begin = stream.read(&mut start).and_then(|_| stream.rewind());
    if let Err(error) = begin {
        return visit.damaged(place, &error);
    }
    let mut archive = match ZipArchive::new(stream) {
        Ok(archive) => archive,
        Err(error) => return broken(visit, place, error),
    };
    if place.depth == 0 && file_type::package_type(&archive) != "zip" {
        return visit.limit(place, "limit:file-bytes");
    }
    let members = visit.limits.members;
    if archive.len() > members {
        visit.limit(place, "limit:members")?;
    }
    // A cut container that holds others may end in the list of one of them.
    if archive.offset() > 0 && start == *b"PK\x03\x04" {
        let message = "the list of its members is not there: nothing is read";
        return visit.report(place, IssueKind::Failed, "damaged", message);
    }
    if archive.has_duplicate_names() {
        let message = "members of one name: the last of them is read";
        visit.report(place, IssueKind::Partial, "duplicate_names", message)?;
    }
    let mut taken: u64 = 0;
    let raw_names: Vec<Vec<u8>> = archive.file_names_raw().map(<[u8]>::to_vec).collect();
    for (index, raw) in raw_names.iter().enumerate().take(members) {
        let name = names::plain(&names::decode(raw));
        let member = place.member(&name);
        let file = match archive.by_index(index) {
            Ok(file) => file,
            Err(error) => {
                broken(visit, &member, error)?;
                continue;
            }
        };
        if file.is_dir() || names::is_junk(&name) {
            continue;
        }
        if file
            .unix_mode()
            .is_some_and(|mode| mode & TYPE_MASK == LINK)
        {
            let message = "links are not read";
            visit.report(&member, IssueKind::Skipped, "link", message)?;
            continue;
        }
        taken = taken.saturating_add(file.compressed_size());
        if taken > size {
            let message = "its members overlap: the rest is not read";
            return visit.report(place, IssueKind::Failed, "damaged", message);
        }
        let packed = Packed::default();
        packed.set(file.compressed_size());
        let mut meter = Meter::new(file, packed, visit.limits.ratio, &visit.left);
        visit.file(&member, Stated::default(), &mut meter)?;
    }
    ControlFlow::Continue(())
}

fn broken(visit: &mut Visit<'_>, place: &Place, error: ZipError) -> ControlFlow<()> {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            let message = "it opens only with its password";
            visit.report(place, IssueKind::Skipped, "encrypted", message)
        }
        ZipError::UnsupportedArchive(what) => {
            let message = format!("this kind of ZIP compression is not read ({what})");
            visit.report(place, IssueKind::Skipped, "unsupported_form", message)
        }
        error => {
            let message = format!("it cannot be unpacked ({error})");
            visit.report(place, IssueKind::Failed, "damaged", message)
        }
    }
}
