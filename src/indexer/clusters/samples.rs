//! Sketches of texts on disk: the bands by which documents meet, and the samples that two of them are
//! compared by, read where a pair is judged.
//!
//! In: the sketches of the documents of a commit. Out: a file of them, and those of one document.
//! They are nine tenths of what is known of a document, and few documents are ever compared: memory
//! holds where they stand. Not its job: comparing them (`analysis/similarity`).
//!
//! Layout of a sketch: number of bands, the bands, four bytes each; two samples. Of a sample: level,
//! bits of a remainder, number of hashes; then the distances of its sorted hashes, Rice-coded: evenly
//! spread numbers have distances for which that takes half a bit more than the least (Golomb 1966,
//! "Run-length encodings"). 190 hashes take 450 bytes instead of 760.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::profile::Profile;
use crate::analysis::similarity::{BANDS, HEAD_BANDS, Sample, Samples, Sketch};
use crate::indexer::folder::{Sealed, Sealing};

/// Where the bands and samples of a document are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// In memory, as a file would hold them: of a document that no commit holds so far.
    Held(Box<[u8]>),
    /// In a file.
    Stored {
        /// Index of the file.
        file: u32,
        /// The first byte.
        at: u64,
        bytes: u32,
    },
}

impl Place {
    /// Keeps bands and samples in memory.
    pub(super) fn held(sketch: &Sketch) -> Self {
        let mut bytes = Vec::new();
        bytes.push(u8::try_from(sketch.bands.len()).unwrap_or_default());
        bytes.extend(sketch.bands.iter().flat_map(|band| band.to_le_bytes()));
        encode(&sketch.samples.short, &mut bytes);
        encode(&sketch.samples.long, &mut bytes);
        Self::Held(bytes.into())
    }
}

impl Default for Place {
    fn default() -> Self {
        Self::held(&Sketch::default())
    }
}

/// So many files are open at once: a process may have 1,024, and an archive's run 1,000 parts.
const OPEN: usize = 128;
const _: () = assert!(BANDS + HEAD_BANDS <= u8::MAX as usize);
/// Bytes of a band.
const BAND: usize = size_of::<u32>();
/// Bytes before the distances of a sample.
const HEAD: usize = 6;

/// Writes the sketches of documents, which are sorted by id, one after the other; the file is on disk
/// then, but for its name. The documents' places become those of the new file, which is number 0.
///
/// # Errors
/// Fails when a file cannot be read or written.
pub(super) fn write(
    (index, file): (&Path, String),
    documents: &mut [Profile],
    files: &[PathBuf],
) -> io::Result<Sealed> {
    let reader = Reader::open(files)?;
    let mut out = Sealing::create(index, file)?;
    let mut buffer = Vec::new();
    let mut at = 0;
    for document in documents {
        match &document.samples {
            Place::Held(bytes) => {
                buffer.clear();
                buffer.extend_from_slice(bytes);
            }
            Place::Stored { file, at, bytes } => reader.read(*file, *at, *bytes, &mut buffer)?,
        }
        out.write_all(&buffer)?;
        let bytes = u32::try_from(buffer.len()).map_err(|_| damaged())?;
        document.samples = Place::Stored { file: 0, at, bytes };
        at += u64::from(bytes);
    }
    out.finish()
}

/// Reads sketches where they are.
pub(super) struct Reader(Vec<Source>);

enum Source {
    Open(File),
    /// Opened whenever something of it is read.
    Named(PathBuf),
}

impl Reader {
    /// Reads those of some files.
    ///
    /// # Errors
    /// Fails when one cannot be opened.
    pub(super) fn open(files: &[PathBuf]) -> io::Result<Self> {
        let open = |(path, number): (&PathBuf, usize)| {
            Ok(match number {
                0..OPEN => Source::Open(File::open(path)?),
                _ => Source::Named(path.clone()),
            })
        };
        files
            .iter()
            .zip(0..)
            .map(open)
            .collect::<io::Result<_>>()
            .map(Self)
    }

    /// Returns the samples of a document.
    ///
    /// # Errors
    /// Fails when they cannot be read, or are none.
    pub(super) fn of(&self, document: &Profile) -> io::Result<Samples> {
        let mut buffer = Vec::new();
        let sketch = self.sketch(document, usize::MAX, &mut buffer)?;
        let (bands, rest) = sketch.split_first().ok_or_else(damaged)?;
        let rest = rest.get(usize::from(*bands) * BAND..);
        let mut rest = rest.ok_or_else(damaged)?;
        Ok(Samples {
            short: decode(&mut rest)?,
            long: decode(&mut rest)?,
        })
    }

    /// Returns some bands of a document, the first of them being number `first`; none of a text that
    /// has none. The buffer is for what is read.
    ///
    /// # Errors
    /// Fails when they cannot be read.
    pub(super) fn bands<const N: usize>(
        &self,
        document: &Profile,
        first: usize,
        buffer: &mut Vec<u8>,
    ) -> io::Result<Option<[u32; N]>> {
        let (from, until) = (1 + first * BAND, 1 + (first + N) * BAND);
        let sketch = self.sketch(document, until, buffer)?;
        let count = sketch.first().ok_or_else(damaged)?;
        if usize::from(*count) < first + N {
            return Ok(None);
        }
        let bands = sketch.get(from..until).ok_or_else(damaged)?;
        let (bands, _) = bands.as_chunks::<BAND>();
        let mut bands = bands.iter().map(|band| u32::from_le_bytes(*band));
        Ok(Some(std::array::from_fn(|_| {
            bands.next().unwrap_or_default()
        })))
    }

    /// Returns the sketch of a document, or its first bytes: at most so many.
    fn sketch<'a>(
        &self,
        document: &'a Profile,
        most: usize,
        buffer: &'a mut Vec<u8>,
    ) -> io::Result<&'a [u8]> {
        match &document.samples {
            Place::Held(bytes) => Ok(&bytes[..bytes.len().min(most)]),
            Place::Stored { file, at, bytes } => {
                let bytes = u32::try_from(most).unwrap_or(u32::MAX).min(*bytes);
                self.read(*file, *at, bytes, buffer)?;
                Ok(buffer)
            }
        }
    }

    fn read(&self, file: u32, at: u64, bytes: u32, buffer: &mut Vec<u8>) -> io::Result<()> {
        buffer.resize(bytes as usize, 0);
        match self.0.get(file as usize).ok_or_else(damaged)? {
            Source::Open(file) => read_at(file, buffer, at),
            Source::Named(path) => read_at(&File::open(path)?, buffer, at),
        }
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut buffer: &mut [u8], mut at: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        let count = std::os::windows::fs::FileExt::seek_read(file, buffer, at)?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        buffer = &mut buffer[count..];
        at += count as u64;
    }
    Ok(())
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "not a file of samples")
}

/// Appends a sample.
fn encode(sample: &Sample, out: &mut Vec<u8>) {
    let unused = sample.unused_bits();
    let hashes = sample.hashes.iter().map(|hash| hash >> unused);
    let count = u32::try_from(sample.hashes.len()).unwrap_or(u32::MAX);
    let distance = (u32::MAX >> unused) / count.max(1);
    // The mean distance halves, most evenly, at its power of two.
    let remainder_bits = distance.max(1).ilog2();
    out.push(sample.level);
    out.push(u8::try_from(remainder_bits).unwrap_or_default());
    out.extend(count.to_le_bytes());
    let mut bits = BitWriter {
        out,
        bits: 0,
        count: 0,
    };
    let mut last = 0;
    for hash in hashes {
        let distance = hash - last;
        last = hash;
        for _ in 0..distance >> remainder_bits {
            bits.push(1, 1);
        }
        bits.push(0, 1);
        bits.push(distance & ((1 << remainder_bits) - 1), remainder_bits);
    }
    bits.finish();
}

/// Takes a sample off the front.
fn decode(rest: &mut &[u8]) -> io::Result<Sample> {
    let (head, behind) = rest.split_at_checked(HEAD).ok_or_else(damaged)?;
    let [level, remainder_bits, a, b, c, d] = *head else {
        return Err(damaged());
    };
    let count = u32::from_le_bytes([a, b, c, d]) as usize;
    let mut sample = Sample {
        hashes: Vec::new(),
        level,
    };
    let unused = sample.unused_bits();
    if remainder_bits >= 32 || unused >= 32 {
        return Err(damaged());
    }
    let mut bits = BitReader::new(behind);
    // Every hash takes a bit at least.
    sample.hashes.reserve(count.min(8 * behind.len()));
    let mut last = 0u32;
    for _ in 0..count {
        let quotient = bits.ones()?;
        let remainder = bits.take(remainder_bits.into())?;
        let distance = quotient.wrapping_shl(remainder_bits.into()) | remainder;
        last = last.checked_add(distance).ok_or_else(damaged)?;
        sample.hashes.push(last << unused);
    }
    *rest = bits.rest();
    Ok(sample)
}

/// Bits, the lowest of a byte first.
struct BitWriter<'a> {
    out: &'a mut Vec<u8>,
    bits: u64,
    count: u32,
}

impl BitWriter<'_> {
    /// Appends the lowest bits of a number, at most 32.
    fn push(&mut self, number: u32, bits: u32) {
        self.bits |= u64::from(number) << self.count;
        self.count += bits;
        while self.count >= 8 {
            self.out.push(self.bits.to_le_bytes()[0]);
            self.bits >>= 8;
            self.count -= 8;
        }
    }

    /// Fills the last byte.
    fn finish(mut self) {
        if self.count > 0 {
            self.push(0, 8 - self.count);
        }
    }
}

struct BitReader<'a> {
    bytes: &'a [u8],
    /// Bytes taken over into `bits`.
    read: usize,
    bits: u64,
    count: u32,
}

impl<'a> BitReader<'a> {
    const fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            read: 0,
            bits: 0,
            count: 0,
        }
    }

    /// Holds at least 56 bits where there are so many.
    fn fill(&mut self) {
        while self.count < 56 {
            let Some(byte) = self.bytes.get(self.read) else {
                return;
            };
            self.bits |= u64::from(*byte) << self.count;
            self.count += 8;
            self.read += 1;
        }
    }

    const fn drop(&mut self, bits: u32) {
        self.bits >>= bits;
        self.count -= bits;
    }

    /// Takes at most 32 bits.
    fn take(&mut self, bits: u32) -> io::Result<u32> {
        self.fill();
        if self.count < bits {
            return Err(damaged());
        }
        let taken = self.bits & ((1 << bits) - 1);
        self.drop(bits);
        Ok(u32::try_from(taken).unwrap_or_default())
    }

    /// Takes ones up to a zero, which goes with them; returns how many.
    fn ones(&mut self) -> io::Result<u32> {
        let mut all = 0;
        loop {
            self.fill();
            let ones = self.bits.trailing_ones();
            all += ones;
            self.drop(ones);
            match self.count {
                0 if self.read == self.bytes.len() => return Err(damaged()),
                0 => {}
                _ => {
                    self.drop(1);
                    return Ok(all);
                }
            }
        }
    }

    /// What stands behind the last byte of which a bit was taken.
    fn rest(&self) -> &'a [u8] {
        &self.bytes[self.read - (self.count / 8) as usize..]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sample(mut hashes: Vec<u32>, level: u8) -> Sample {
        let mut sample = Sample {
            hashes: Vec::new(),
            level,
        };
        let unused = sample.unused_bits();
        hashes
            .iter_mut()
            .for_each(|hash| *hash = *hash >> unused << unused);
        hashes.sort_unstable();
        hashes.dedup();
        sample.hashes = hashes;
        sample
    }

    /// Every third document has none.
    fn bands_of(id: u64) -> Vec<u32> {
        let count = if id.is_multiple_of(3) { 0 } else { 8 };
        (0..count).map(|at| at << 20 | id as u32).collect()
    }

    fn document(id: u64, hashes: &[u32]) -> Profile {
        let sketch = Sketch {
            samples: Samples {
                short: sample(hashes.to_vec(), 2),
                long: Sample::default(),
            },
            bands: bands_of(id),
            ..Sketch::default()
        };
        Profile {
            id,
            samples: Place::held(&sketch),
            ..Profile::default()
        }
    }

    #[test]
    fn samples_move_from_file_to_file() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, documents: &mut [Profile], files: &[PathBuf]| {
            write((folder.path(), name.to_owned()), documents, files).unwrap()
        };
        let fresh: Vec<Profile> = (0..400)
            .map(|id| document(id, &[7 << 8, 1 << 9 << (id % 20), 1 << 31]))
            .collect();
        let mut documents = fresh.clone();
        // More files than are open at once, and some documents read since.
        let mut files = Vec::new();
        for (number, chunk) in documents[..300].chunks_mut(2).enumerate() {
            let name = format!("part-{number}");
            write(&name, chunk, &files);
            for document in chunk {
                if let Place::Stored { file, .. } = &mut document.samples {
                    *file = u32::try_from(number).unwrap();
                }
            }
            files.push(folder.path().join(name));
        }
        // Some have gone.
        documents.retain(|document| document.id % 7 > 0);
        let sealed = write("all", &mut documents, &files);
        assert!(sealed.check(folder.path()).is_ok());
        let reader = Reader::open(&[folder.path().join("all")]).unwrap();
        let held = Reader::open(&[]).unwrap();
        for document in &documents {
            let expected = held.of(&fresh[document.id as usize]).unwrap();
            assert_eq!(reader.of(document).unwrap(), expected);
            let bands = bands_of(document.id);
            for first in [0, 4] {
                let mut buffer = Vec::new();
                let found = reader.bands::<4>(document, first, &mut buffer).unwrap();
                let expected = bands.get(first..first + 4);
                assert_eq!(found.as_ref().map(<[u32; 4]>::as_slice), expected);
                let fresh = &fresh[document.id as usize];
                assert_eq!(held.bands::<4>(fresh, first, &mut buffer).unwrap(), found);
            }
        }
        // The same documents make the same file, whatever was before.
        let mut again: Vec<Profile> = fresh.into_iter().filter(|one| one.id % 7 > 0).collect();
        assert_eq!(write("all", &mut again, &[]), sealed);
        assert!(again == documents);
    }

    #[test]
    fn a_sample_of_a_usual_text_takes_two_thirds_of_its_numbers() {
        let hashes = (0..190u32).map(|at| at.wrapping_mul(0x9e37_79b9)).collect();
        let mut bytes = Vec::new();
        encode(&sample(hashes, 2), &mut bytes);
        assert!(bytes.len() < 190 * 4 * 2 / 3, "{}", bytes.len());
    }

    proptest! {
        #[test]
        fn samples_come_back(
            short in proptest::collection::vec(any::<u32>(), 0..400),
            low in proptest::collection::vec(0u32..5000, 0..50),
            level in 0u8..6,
        ) {
            let mut bytes = Vec::new();
            let samples = [sample(short, level), sample(low, level), Sample::default()];
            for sample in &samples {
                encode(sample, &mut bytes);
            }
            let mut rest = bytes.as_slice();
            for sample in &samples {
                prop_assert_eq!(&decode(&mut rest).unwrap(), sample);
            }
            prop_assert!(rest.is_empty());
        }

        /// Damage is an error, or other hashes; it ends.
        #[test]
        fn any_bytes_end(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut rest = bytes.as_slice();
            if let Ok(sample) = decode(&mut rest) {
                prop_assert!(sample.hashes.len() <= 8 * bytes.len());
            }
        }
    }
}
