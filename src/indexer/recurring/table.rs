//! The table of edge lines on disk: sorted, compact, streamed, checked.
//!
//! Layout: a magic number, the entries, the lines that recur, their number, a checksum of all
//! before it (xxh3-64). An entry says only what differs from the one before: a singular line takes
//! 21 bytes, a further page of it 13.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use xxhash_rust::xxh3::Xxh3;

use crate::indexer::folder::{Sealed, Sealing};

const MAGIC: &[u8; 8] = b"zsedges1";

/// One page's line at an edge. Line 0 stands for the page itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) group: u64,
    pub(super) line: u64,
    /// What the page is about; 0 where the line does not count, and is only to be dropped with the
    /// others.
    pub(super) content: u32,
    pub(super) file: u64,
    /// The file was read knowing that the line recurs.
    pub(super) known: bool,
}

const NEW_GROUP: u8 = 1;
const NEW_LINE: u8 = 2;
const KNOWN: u8 = 4;
const END: u8 = 8;

/// Writes a table from its beginning to its end.
pub(super) struct Writer {
    out: Sealing,
    before: Option<(u64, u64)>,
}

impl Writer {
    pub(super) fn create(index: &Path, file: String) -> io::Result<Self> {
        let mut out = Sealing::create(index, file)?;
        out.write_all(MAGIC)?;
        Ok(Self { out, before: None })
    }

    /// Appends an entry; they come sorted.
    pub(super) fn push(&mut self, entry: &Entry) -> io::Result<()> {
        let (group, line) = self.before.unzip();
        let new_group = group != Some(entry.group);
        let new_line = new_group || line != Some(entry.line);
        let mut tag = if entry.known { KNOWN } else { 0 };
        let mut bytes = Vec::with_capacity(32);
        bytes.push(0);
        if new_group {
            tag |= NEW_GROUP;
            bytes.extend(entry.group.to_le_bytes());
        }
        if new_line {
            tag |= NEW_LINE;
            bytes.extend(entry.line.to_le_bytes());
        }
        bytes[0] = tag;
        bytes.extend(entry.content.to_le_bytes());
        bytes.extend(entry.file.to_le_bytes());
        self.before = Some((entry.group, entry.line));
        self.out.write_all(&bytes)
    }

    /// Writes the lines that recur, and the end; the file is on disk then, but for its name.
    pub(super) fn finish(mut self, recurring: &HashSet<u64>) -> io::Result<Sealed> {
        self.out.write_all(&[END])?;
        let mut lines: Vec<u64> = recurring.iter().copied().collect();
        lines.sort_unstable();
        for line in &lines {
            self.out.write_all(&line.to_le_bytes())?;
        }
        self.out.write_all(&(lines.len() as u64).to_le_bytes())?;
        self.out.write_sum()?;
        self.out.finish()
    }
}

/// Reads a table's entries in order.
pub(super) struct Reader {
    input: BufReader<File>,
    group: u64,
    line: u64,
}

impl Reader {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut input = BufReader::new(File::open(path)?);
        let mut magic = [0; 8];
        input.read_exact(&mut magic)?;
        if magic != *MAGIC {
            return Err(damaged());
        }
        Ok(Self {
            input,
            group: 0,
            line: 0,
        })
    }

    /// Returns the next entry; none at the end.
    pub(super) fn read(&mut self) -> io::Result<Option<Entry>> {
        let mut tag = [0];
        self.input.read_exact(&mut tag)?;
        let [tag] = tag;
        if tag == END {
            return Ok(None);
        }
        if tag & NEW_GROUP != 0 {
            self.group = self.number()?;
        }
        if tag & NEW_LINE != 0 {
            self.line = self.number()?;
        }
        let mut content = [0; 4];
        self.input.read_exact(&mut content)?;
        Ok(Some(Entry {
            group: self.group,
            line: self.line,
            content: u32::from_le_bytes(content),
            file: self.number()?,
            known: tag & KNOWN != 0,
        }))
    }

    fn number(&mut self) -> io::Result<u64> {
        let mut bytes = [0; 8];
        self.input.read_exact(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "not a table of lines")
}

/// Reads a table through, compares its checksum and returns the lines that recur.
///
/// # Errors
/// Fails when the file is missing or anything of it changed.
pub(super) fn check(path: &Path) -> io::Result<HashSet<u64>> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
    let size = usize::try_from(fs::metadata(path)?.len()).map_err(|_| damaged())?;
    // Magic number, end, number of lines, checksum.
    let mut left = size
        .checked_sub(8)
        .filter(|left| *left >= 17)
        .ok_or_else(damaged)?;
    let mut sum = Xxh3::new();
    let mut buffer = vec![0; 1 << 16];
    while left > 0 {
        let chunk = &mut buffer[..left.min(1 << 16)];
        file.read_exact(chunk)?;
        sum.update(chunk);
        left -= chunk.len();
    }
    let mut expected = [0; 8];
    file.read_exact(&mut expected)?;
    if u64::from_le_bytes(expected) != sum.digest() {
        return Err(damaged());
    }
    lines(path, size)
}

/// The lines at a checked table's end.
fn lines(path: &Path, size: usize) -> io::Result<HashSet<u64>> {
    use std::io::{Seek, SeekFrom};
    let mut file = BufReader::new(File::open(path)?);
    let mut number = [0; 8];
    file.seek(SeekFrom::Start(size as u64 - 16))?;
    file.read_exact(&mut number)?;
    let count = u64::from_le_bytes(number);
    let bytes = count
        .checked_mul(8)
        .filter(|bytes| *bytes <= size as u64 - 25);
    let bytes = bytes.ok_or_else(damaged)?;
    file.seek(SeekFrom::Start(size as u64 - 16 - bytes))?;
    let mut lines = HashSet::new();
    for _ in 0..count {
        file.read_exact(&mut number)?;
        lines.insert(u64::from_le_bytes(number));
    }
    Ok(lines)
}

/// Writes a sorted run: a table of which nothing is decided.
pub(super) fn write_run(index: &Path, file: String, entries: &[Entry]) -> io::Result<Sealed> {
    let mut writer = Writer::create(index, file)?;
    for entry in entries {
        writer.push(entry)?;
    }
    writer.finish(&HashSet::new())
}
