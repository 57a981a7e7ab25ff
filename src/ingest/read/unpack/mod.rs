//! Containers (ZIP, TAR, GZIP, BZIP2, XZ, zstd, 7z, RAR, CAB, ISO, WARC, mail) → the files within,
//! one at a time.
//!
//! In: a container's bytes, as a stream, and [`Limits`]. Out: its [`Member`]s in its own order,
//! containers within it opened in place, and an [`Issue`] for whatever could not be had. Nothing is
//! written to disk but an archive within another that a program reads, and never more than one member of each level is held. A member is addressed as
//! `outer.zip!/dir/inner.html`, `!/` at every level; packing without names (`.gz`) adds no level.
//! Not its job: reading members, telling documents that are packages (DOCX, OFD …) apart.

mod archive;
mod mail;
mod meter;
mod names;
mod packed;
mod tar;
mod visit;
mod warc;
mod zip;

use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::ops::ControlFlow;

use super::{Limits, file_type};
use crate::model::{Issue, RawFile, SourcePath};
pub(super) use names::{decode as member_name, join};
use visit::Visit;

/// A file within a container.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its bytes; the path's `relative` is the whole address, `key` that of the outermost file.
    pub file: RawFile,
    /// The address below the outermost file: `dir/a.html`, `b.zip!/c.txt`; empty for that file's
    /// own text (a mail's).
    pub name: String,
    /// The title that the container states.
    pub title: Option<String>,
    /// The address of a page that the container states.
    pub url: Option<String>,
    /// The rest of it could not be unpacked.
    pub partial: bool,
}

/// What a container holds.
#[derive(Debug)]
pub enum Item {
    /// A file.
    Member(Member),
    /// Trouble with one, or with the container.
    Issue(Issue),
}

/// What a container is read from.
pub trait Stream: Read + Seek {
    /// Returns the file that another program can read it from; none where it is in memory.
    fn file(&self) -> Option<File>;
}

impl Stream for File {
    fn file(&self) -> Option<File> {
        self.try_clone().ok()
    }
}

impl<T: AsRef<[u8]>> Stream for Cursor<T> {
    fn file(&self) -> Option<File> {
        None
    }
}

/// Returns whether the program that reads files of a type is there.
pub(super) fn has_program(kind: &str) -> bool {
    archive::type_of(kind).is_some() && archive::program().is_some()
}

/// Hears of every item; breaks to stop.
pub type Sink<'a> = &'a mut dyn FnMut(Item) -> ControlFlow<()>;

/// Returns whether a file, of which these may be the first bytes only, holds files.
#[must_use]
pub fn is_container(file: &RawFile) -> bool {
    let extension = file_type::extension(&file.path.relative);
    let is_cut_zip = file.truncated && file.bytes.starts_with(b"PK\x03\x04");
    is_cut_zip || visit::Kind::of(&file.bytes, &extension).is_some()
}

/// Hands over what a container of that path holds.
pub fn unpack(path: &SourcePath, stream: &mut dyn Stream, limits: &Limits, sink: Sink<'_>) {
    // A sink that wants no more has nothing to be told.
    let _ = Visit::new(path, limits, sink).outermost(stream);
}

/// As [`unpack`], for a container that is in memory.
pub fn unpack_bytes(file: &RawFile, limits: &Limits, sink: Sink<'_>) {
    unpack(&file.path, &mut Cursor::new(&file.bytes), limits, sink);
}

#[cfg(test)]
mod tests;
