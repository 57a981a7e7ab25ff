//! Bounded access to the streams of a compound file (OLE2): old Office documents.
//!
//! In: a file's bytes. Out: streams by name, as bytes. Source: [MS-CFB]. Not its job: what a stream
//! holds.

use std::io::{Cursor, Read};

use super::Limits;
use super::reading::ReadError;

/// An open compound file.
pub(super) struct Compound<'a> {
    file: cfb::CompoundFile<Cursor<&'a [u8]>>,
    most: u64,
}

impl<'a> Compound<'a> {
    /// Opens a file; one that only wraps an encrypted package is told.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, ReadError> {
        let file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| ReadError::Damaged {
            what: "the compound file cannot be read",
        })?;
        if file.exists("/EncryptedPackage") {
            return Err(ReadError::Encrypted);
        }
        // A stream is never longer than its file.
        let most = limits.unpacked_bytes.min(bytes.len() as u64);
        Ok(Self { file, most })
    }

    /// Returns the paths of the streams of these names, given in lower case, in any folder.
    #[cfg(feature = "xlsx")]
    pub(super) fn named(&self, names: &[&str]) -> Vec<String> {
        let streams = self.file.walk().filter(cfb::Entry::is_stream);
        streams
            .filter(|entry| names.contains(&entry.name().to_lowercase().as_str()))
            .map(|entry| entry.path().to_string_lossy().into_owned())
            .collect()
    }

    /// Returns a stream, or as much of it as can be read.
    pub(super) fn stream(&mut self, name: &str) -> Option<Vec<u8>> {
        let stream = self.file.open_stream(name).ok()?;
        let mut bytes = Vec::new();
        let outcome = stream.take(self.most).read_to_end(&mut bytes);
        (outcome.is_ok() || !bytes.is_empty()).then_some(bytes)
    }
}

/// Whether a file begins as a compound file and cannot be opened as one.
pub(super) fn is_damaged(bytes: &[u8]) -> bool {
    cfb::CompoundFile::open(Cursor::new(bytes)).is_err()
}

/// Little-endian numbers at a place; none beyond the end.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(pair.try_into().ok()?))
}

/// As [`u16_at`], four bytes.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

/// Four bytes as a place in a stream.
pub(super) fn offset_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32_at(bytes, at)?).ok()
}
