//! One walk through a container and the containers within it.
//!
//! In: streams and the address they stand at. Out: members and issues to the sink, under the
//! limits. Each kind of container has its file, which calls back here for every member. Not its
//! job: how a container is stored.

use std::cell::Cell;
use std::collections::HashMap;
use std::io::{self, Cursor, Read};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::rc::Rc;

use xxhash_rust::xxh3::xxh3_64;

use super::super::limits::tripped;
use super::super::{Limits, file_type};
use super::packed::{self, Packing};
use super::{Item, Member, Sink, Stream, archive, mail, names, tar, warc, zip};
use crate::model::{Issue, IssueKind, RawFile, SourcePath, Stage};

/// Enough of a file to tell its type: an image of a disc says after 32 KiB what it is.
const HEAD_BYTES: u64 = 36 << 10;
/// A container may come to this many times its own size, whatever the limit: text packs to a tenth.
const PLENTY: u64 = 20;

/// A kind of container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Zip,
    Packed(Packing),
    /// An archive that a program reads, by its type's name.
    Archive(&'static str),
    Tar,
    Warc,
    Mail,
}

impl Kind {
    /// Tells a container by its first bytes; of a ZIP file all are needed, for it may be a document.
    pub(super) fn of(bytes: &[u8], extension: &str) -> Option<Self> {
        match file_type::binary_type(bytes, extension) {
            Some("zip") => Some(Self::Zip),
            Some("tar") => Some(Self::Tar),
            Some("warc") => Some(Self::Warc),
            Some(name) => {
                let packed = Packing::of(name).map(Self::Packed);
                packed.or_else(|| archive::type_of(name).map(Self::Archive))
            }
            None => mail::is_mail(bytes).then_some(Self::Mail),
        }
    }
}

/// Where a stream stands.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Its own address below the outermost file.
    pub(super) address: String,
    /// The address that its members stand below.
    pub(super) above: String,
    /// Containers around it.
    pub(super) depth: usize,
}

impl Place {
    /// Returns the place of a member.
    pub(super) fn member(&self, name: &str) -> Self {
        let address = names::join(&self.above, name);
        Self {
            above: address.clone(),
            address,
            depth: self.depth + 1,
        }
    }

    /// Returns the place of what a nameless packing holds: containers in it add no level.
    pub(super) fn packed(&self, name: &str) -> Self {
        Self {
            above: self.above.clone(),
            ..self.member(name)
        }
    }
}

/// What a container says of a member.
#[derive(Debug, Clone, Default)]
pub(super) struct Stated {
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
}

/// Reads a stream's first bytes; what is met there is told when they have been read again.
pub(super) fn head(stream: &mut dyn Read, bytes: u64) -> (Vec<u8>, Failure) {
    let mut head = Vec::new();
    let outcome = stream.take(bytes).read_to_end(&mut head);
    (head, Failure(outcome.err()))
}

/// An error that was met before its turn.
pub(super) struct Failure(Option<io::Error>);

impl Read for Failure {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Why something is left out that is not damaged, within an [`io::Error`].
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("{message}")]
pub(super) struct Unread {
    pub(super) code: &'static str,
    pub(super) message: &'static str,
}

/// A walk under way.
pub(super) struct Visit<'a> {
    outer: &'a SourcePath,
    pub(super) limits: &'a Limits,
    /// What may still be unpacked.
    pub(super) left: Rc<Cell<u64>>,
    /// Members of the container that is being read, and of all.
    members: usize,
    all_members: usize,
    /// The container has met its limit of members: those around it have not.
    is_full: bool,
    /// Members and issues told.
    items: u64,
    /// Damage and limits met while streams were read.
    told: u64,
    /// Hashes of the addresses asked for, and how often.
    addresses: HashMap<u64, u32>,
    sink: Sink<'a>,
}

impl<'a> Visit<'a> {
    pub(super) fn new(outer: &'a SourcePath, limits: &'a Limits, sink: Sink<'a>) -> Self {
        Self {
            outer,
            limits,
            left: Rc::new(Cell::new(limits.unpacked_bytes)),
            members: 0,
            all_members: 0,
            is_full: false,
            items: 0,
            told: 0,
            addresses: HashMap::new(),
            sink,
        }
    }

    /// Visits the outermost file.
    pub(super) fn outermost(mut self, stream: &mut dyn Stream) -> ControlFlow<()> {
        let place = Place {
            address: String::new(),
            above: String::new(),
            depth: 0,
        };
        let mut head = Vec::new();
        let size = stream.seek(io::SeekFrom::End(0));
        let ready = size.and_then(|size| {
            stream.rewind()?;
            (&mut *stream).take(HEAD_BYTES).read_to_end(&mut head)?;
            stream.rewind()?;
            Ok(size)
        });
        let size = match ready {
            Ok(size) => size,
            Err(error) => return self.damaged(&place, &error),
        };
        let most = self.limits.unpacked_bytes.max(size.saturating_mul(PLENTY));
        self.left.set(most);
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return zip::visit(&mut self, &place, stream, size);
        }
        let extension = file_type::extension(&self.file_name(&place));
        match (Kind::of(&head, &extension), stream.file()) {
            // It is read where it lies, whatever its size.
            (Some(Kind::Archive(kind)), Some(file)) => {
                archive::visit(&mut self, &place, kind, file)
            }
            _ => self.file(&place, Stated::default(), &mut *stream),
        }
    }

    /// Visits a file: opens it where it is a container, hands it over otherwise.
    pub(super) fn file(
        &mut self,
        place: &Place,
        stated: Stated,
        mut stream: &mut dyn Read,
    ) -> ControlFlow<()> {
        let (head, failure) = head(&mut stream, HEAD_BYTES);
        let extension = file_type::extension(&self.file_name(place));
        let kind = Kind::of(&head, &extension);
        let mut whole = Cursor::new(head).chain(failure).chain(stream);
        let before = self.items;
        let flow = self.of_kind(kind, place, stated, &mut whole);
        if kind.is_some() && self.items == before && flow.is_continue() {
            let message = "the container holds no file";
            return self.report(place, IssueKind::Skipped, "empty", message);
        }
        flow
    }

    fn of_kind(
        &mut self,
        kind: Option<Kind>,
        place: &Place,
        stated: Stated,
        whole: &mut dyn Read,
    ) -> ControlFlow<()> {
        match kind {
            Some(_) if self.is_too_deep(place) => self.limit(place, "limit:depth"),
            Some(Kind::Packed(packing)) => packed::visit(self, place, packing, whole),
            Some(Kind::Archive(kind)) => {
                self.within(|visit| archive::nested(visit, place, kind, whole))
            }
            Some(Kind::Tar) => self.within(|visit| tar::visit(visit, place, whole)),
            Some(Kind::Warc) => self.within(|visit| warc::visit(visit, place, whole)),
            // Only the whole of it tells.
            Some(Kind::Zip | Kind::Mail) | None => self.buffered(place, stated, whole),
        }
    }

    /// Visits a file whose type the whole of it tells.
    fn buffered(
        &mut self,
        place: &Place,
        stated: Stated,
        stream: &mut dyn Read,
    ) -> ControlFlow<()> {
        let most = self.limits.file_bytes;
        let mut bytes = Vec::new();
        let mut partial = false;
        if let Err(error) = stream.take(most.saturating_add(1)).read_to_end(&mut bytes) {
            self.damaged(place, &error)?;
            partial = true;
            if tripped(&error).is_some() || bytes.is_empty() {
                return ControlFlow::Continue(());
            }
        }
        let truncated = bytes.len() as u64 > most;
        bytes.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        let extension = file_type::extension(&self.file_name(place));
        match Kind::of(&bytes, &extension) {
            Some(_) if self.is_too_deep(place) => self.limit(place, "limit:depth"),
            Some(Kind::Zip) if truncated => self.limit(place, "limit:file-bytes"),
            Some(Kind::Zip) => {
                let size = bytes.len() as u64;
                let mut stream = Cursor::new(bytes);
                self.within(|visit| zip::visit(visit, place, &mut stream, size))
            }
            Some(Kind::Mail) => {
                self.within(|visit| mail::visit(visit, place, &bytes, (truncated, partial)))
            }
            _ => self.hand_over(place, stated, (bytes, truncated, partial)),
        }
    }

    /// Visits a container: its members are counted by themselves, and where there are too many, what
    /// is around it goes on.
    fn within(&mut self, walk: impl FnOnce(&mut Self) -> ControlFlow<()>) -> ControlFlow<()> {
        let around = std::mem::take(&mut self.members);
        let flow = walk(self);
        self.members = around + 1;
        if std::mem::take(&mut self.is_full) {
            return ControlFlow::Continue(());
        }
        flow
    }

    fn is_too_deep(&self, place: &Place) -> bool {
        place.depth >= self.limits.depth
    }

    /// Returns the last part of a file's name.
    pub(super) fn file_name(&self, place: &Place) -> String {
        let address = match place.address.as_str() {
            "" => &self.outer.relative,
            address => address,
        };
        let name = address.rsplit('/').next();
        name.unwrap_or_default().to_owned()
    }

    /// Hands over a member: bytes, whether they are cut, whether the rest is damaged.
    pub(super) fn hand_over(
        &mut self,
        place: &Place,
        stated: Stated,
        (bytes, truncated, partial): (Vec<u8>, bool, bool),
    ) -> ControlFlow<()> {
        // One in another may have as many again, all of them together no more than so.
        let most = self.limits.members;
        let most_of_all = most.saturating_mul(self.limits.depth.max(1));
        if self.members >= most || self.all_members >= most_of_all {
            self.limit(place, "limit:members")?;
            self.is_full = self.all_members < most_of_all;
            return ControlFlow::Break(());
        }
        self.members += 1;
        self.all_members += 1;
        self.items += 1;
        let name = self.unique(&place.address);
        (self.sink)(Item::Member(Member {
            file: RawFile {
                path: SourcePath {
                    relative: names::join(&self.outer.relative, &name),
                    ..self.outer.clone()
                },
                absolute: PathBuf::new(),
                bytes,
                truncated,
            },
            name,
            title: stated.title,
            url: stated.url,
            partial,
        }))
    }

    /// Tells members of one name apart: the second becomes `name (2)`.
    fn unique(&mut self, address: &str) -> String {
        let base = xxh3_64(address.as_bytes());
        let mut number = *self.addresses.entry(base).or_insert(0);
        let mut name = address.to_owned();
        if number > 0 {
            // Names that a container itself gives so are passed by, each once.
            loop {
                number += 1;
                name = format!("{address} ({number})");
                let taken = self.addresses.entry(xxh3_64(name.as_bytes())).or_insert(0);
                if *taken == 0 {
                    *taken = 1;
                    break;
                }
            }
        }
        self.addresses.insert(base, number.max(1));
        name
    }

    /// Returns how often damage or a limit was reported: a stream that ended within a member has
    /// been told of, and is not again.
    pub(super) const fn told(&self) -> u64 {
        self.told
    }

    /// Reports what ended the reading of a member or a container.
    pub(super) fn damaged(&mut self, place: &Place, error: &io::Error) -> ControlFlow<()> {
        self.told += 1;
        match tripped(error) {
            Some(code) => {
                self.limit(place, code)?;
                // Nothing more can be unpacked.
                if self.left.get() == 0 {
                    return ControlFlow::Break(());
                }
                ControlFlow::Continue(())
            }
            None => {
                let inner = error.get_ref();
                if let Some(unread) = inner.and_then(|inner| inner.downcast_ref::<Unread>()) {
                    return self.report(place, IssueKind::Skipped, unread.code, unread.message);
                }
                let message = format!("what stands before the damage is read ({error})");
                self.report(place, IssueKind::Failed, "damaged", message)
            }
        }
    }

    /// Reports a limit.
    pub(super) fn limit(&mut self, place: &Place, code: &'static str) -> ControlFlow<()> {
        let message = format!("beyond {code}, which --max changes: the rest is not read");
        self.report(place, IssueKind::Failed, code, message)
    }

    pub(super) fn report(
        &mut self,
        place: &Place,
        kind: IssueKind,
        code: &str,
        message: impl Into<String>,
    ) -> ControlFlow<()> {
        self.items += 1;
        (self.sink)(Item::Issue(Issue {
            path: names::join(&self.outer.relative, &place.address),
            stage: Stage::Read,
            kind,
            code: code.to_owned(),
            message: message.into(),
            count: 1,
        }))
    }
}
