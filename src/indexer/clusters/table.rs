//! The table of clusters on disk: small part first, checked.
//!
//! Layout: a magic number, which counts versions; the length of the clusters, the clusters, their
//! checksum; the profiles but for their sketches, and the checksum of all before it (xxh3-64). A search
//! reads the clusters only. Numbers are little-endian; a list begins with
//! its length, a profile with that of its bytes.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::profile::Profile;
use super::samples::Place;
use crate::indexer::folder::{Sealed, Sealing};
use crate::model::{CanonicalRule, Cluster};

const MAGIC: &[u8; 8] = b"zsclust3";
/// Magic number and length of the clusters.
const HEAD: usize = 16;

/// Writes a table; it is on disk then, but for its name.
pub(super) fn write(
    index: &Path,
    file: String,
    clusters: &[Cluster],
    profiles: &[Profile],
) -> io::Result<Sealed> {
    let mut part = Encoder::default();
    part.list(clusters, |part, cluster| {
        let rule = CanonicalRule::ALL
            .iter()
            .position(|rule| *rule == cluster.rule);
        part.number(rule.unwrap_or_default() as u64, 1);
        part.list(&cluster.copies, |part, id| part.number(*id, 8));
    });
    let mut file = Sealing::create(index, file)?;
    let mut head = Encoder::default();
    head.bytes.extend(MAGIC);
    head.number(part.bytes.len() as u64, 8);
    file.write_all(&head.bytes)?;
    file.write_all(&part.bytes)?;
    let mut rest = Encoder::default();
    rest.number(xxh3_64(&part.bytes), 8);
    rest.number(profiles.len() as u64, 4);
    file.write_all(&rest.bytes)?;
    for profile in profiles {
        rest.bytes.clear();
        rest.profile(profile);
        let length = u32::try_from(rest.bytes.len()).map_err(|_| damaged())?;
        file.write_all(&length.to_le_bytes())?;
        file.write_all(&rest.bytes)?;
    }
    file.write_sum()?;
    file.finish()
}

/// Reads a table's clusters.
pub(super) fn clusters(path: &Path) -> io::Result<Vec<Cluster>> {
    let mut file = File::open(path)?;
    let mut head = [0; HEAD];
    file.read_exact(&mut head)?;
    let mut decoder = Decoder(&head);
    if decoder.take(MAGIC.len())? != MAGIC {
        return Err(damaged());
    }
    let length = decoder.number(8)?;
    if length > file.metadata()?.len() {
        return Err(damaged());
    }
    let mut part = Vec::new();
    file.take(length + 8).read_to_end(&mut part)?;
    let end = part.len().checked_sub(8).ok_or_else(damaged)?;
    let (part, sum) = part.split_at(end);
    if Decoder(sum).number(8)? != xxh3_64(part) {
        return Err(damaged());
    }
    Decoder(part).list(|decoder| {
        let rule = usize::try_from(decoder.number(1)?).map_err(|_| damaged())?;
        let rule = CanonicalRule::ALL.get(rule).copied();
        Ok(Cluster {
            rule: rule.ok_or_else(damaged)?,
            copies: decoder.list(|decoder| decoder.number(8))?,
        })
    })
}

/// Reads a table's profiles one by one, whose samples are in the file of number `samples` in the same
/// order, and compares the checksum of all of it: what is taken is sure only when this succeeds.
pub(super) fn each_profile(
    path: &Path,
    samples: u32,
    mut take: impl FnMut(Profile),
) -> io::Result<()> {
    let mut at = 0;
    each_record(path, |record| {
        take(Decoder(record).profile(samples, &mut at)?);
        Ok(())
    })
    .map(|_| ())
}

/// Compares the checksum of all of a table; returns how many profiles it has.
pub(super) fn check(path: &Path) -> io::Result<usize> {
    each_record(path, |_| Ok(()))
}

fn each_record(path: &Path, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<usize> {
    let file = File::open(path)?;
    // What a damaged table says of lengths is no reason to ask for memory.
    let most = file.metadata()?.len();
    let mut input = Summing {
        input: BufReader::with_capacity(1 << 16, file),
        sum: Xxh3::new(),
    };
    if input.take::<8>()? != *MAGIC {
        return Err(damaged());
    }
    let clusters = u64::from_le_bytes(input.take()?);
    input.skip(clusters.saturating_add(8).min(most))?;
    let count = u32::from_le_bytes(input.take()?);
    let mut record = Vec::new();
    for _ in 0..count {
        let length = u32::from_le_bytes(input.take()?);
        if u64::from(length) > most {
            return Err(damaged());
        }
        record.resize(length as usize, 0);
        input.fill(&mut record)?;
        take(&record)?;
    }
    let sum = input.sum.digest();
    let is_whole = u64::from_le_bytes(input.take()?) == sum && input.input.read(&mut [0])? == 0;
    is_whole.then_some(count as usize).ok_or_else(damaged)
}

/// A file and the checksum of what was read of it.
struct Summing {
    input: BufReader<File>,
    sum: Xxh3,
}

impl Summing {
    fn fill(&mut self, buffer: &mut [u8]) -> io::Result<()> {
        self.input.read_exact(buffer)?;
        self.sum.update(buffer);
        Ok(())
    }

    fn take<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    fn skip(&mut self, mut bytes: u64) -> io::Result<()> {
        let mut buffer = [0; 1 << 12];
        while bytes > 0 {
            let count = usize::try_from(bytes).map_or(buffer.len(), |left| left.min(buffer.len()));
            self.fill(&mut buffer[..count])?;
            bytes -= count as u64;
        }
        Ok(())
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "not a table of clusters")
}

#[derive(Default)]
struct Encoder {
    bytes: Vec<u8>,
}

impl Encoder {
    /// Appends the lowest bytes of a number.
    fn number(&mut self, number: u64, bytes: usize) {
        self.bytes.extend(&number.to_le_bytes()[..bytes]);
    }

    fn list<T>(&mut self, items: &[T], mut item: impl FnMut(&mut Self, &T)) {
        self.number(items.len() as u64, 4);
        for one in items {
            item(self, one);
        }
    }

    fn numbers(&mut self, numbers: &[u32]) {
        self.list(numbers, |encoder, number| {
            encoder.number((*number).into(), 4)
        });
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64, 4);
        self.bytes.extend(text.as_bytes());
    }

    fn profile(&mut self, profile: &Profile) {
        self.number(profile.id, 8);
        self.number(profile.file, 8);
        let bytes = match profile.samples {
            Place::Stored { bytes, .. } => bytes,
            Place::Held(_) => 0,
        };
        self.number(bytes.into(), 4);
        self.number(profile.length.into(), 4);
        self.number(profile.exact, 8);
        self.text(&profile.title);
        self.numbers(&profile.places);
        self.text(&profile.number);
        let (from, to) = profile.dates.unwrap_or_default();
        for day in [from, to, profile.first_day, profile.amended, profile.flags] {
            self.number(day.into(), 4);
        }
        self.numbers(&profile.issuers);
        self.text(&profile.region);
        self.number(profile.is_issuers_own.into(), 1);
        self.number(profile.is_weak.into(), 1);
    }
}

/// What is left to read.
struct Decoder<'a>(&'a [u8]);

impl<'a> Decoder<'a> {
    fn take(&mut self, count: usize) -> io::Result<&'a [u8]> {
        let (taken, left) = self.0.split_at_checked(count).ok_or_else(damaged)?;
        self.0 = left;
        Ok(taken)
    }

    fn number(&mut self, bytes: usize) -> io::Result<u64> {
        let mut number = [0; 8];
        number[..bytes].copy_from_slice(self.take(bytes)?);
        Ok(u64::from_le_bytes(number))
    }

    fn short(&mut self) -> io::Result<u32> {
        u32::try_from(self.number(4)?).map_err(|_| damaged())
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> io::Result<T>) -> io::Result<Vec<T>> {
        let count = self.number(4)?;
        (0..count).map(|_| item(self)).collect()
    }

    fn numbers(&mut self) -> io::Result<Box<[u32]>> {
        self.list(Self::short).map(Vec::into_boxed_slice)
    }

    fn text(&mut self) -> io::Result<Box<str>> {
        let length = self.short()? as usize;
        let text = std::str::from_utf8(self.take(length)?);
        Ok(text.map_err(|_| damaged())?.into())
    }

    /// Takes a profile whose samples begin at a byte of the file of this number.
    fn profile(&mut self, samples: u32, at: &mut u64) -> io::Result<Profile> {
        let (id, file) = (self.number(8)?, self.number(8)?);
        let bytes = self.short()?;
        let samples = Place::Stored {
            file: samples,
            at: *at,
            bytes,
        };
        *at += u64::from(bytes);
        let (length, exact) = (self.short()?, self.number(8)?);
        let (title, places, number) = (self.text()?, self.numbers()?, self.text()?);
        let dates = (self.short()?, self.short()?);
        Ok(Profile {
            id,
            file,
            samples,
            length,
            exact,
            title,
            places,
            number,
            dates: (dates != (0, 0)).then_some(dates),
            first_day: self.short()?,
            amended: self.short()?,
            flags: self.short()?,
            issuers: self.numbers()?,
            region: self.text()?,
            is_issuers_own: self.number(1)? == 1,
            is_weak: self.number(1)? == 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn profile(id: u64, length: u32) -> Profile {
        Profile {
            id,
            file: id * 3,
            samples: Place::Stored {
                file: 3,
                at: [0, 0, 40, 40][id.min(3) as usize],
                bytes: length,
            },
            length,
            exact: id * 5,
            title: "岭市养犬条例".into(),
            places: [1, u32::MAX].into(),
            number: "岭政发|2020|3".into(),
            dates: id.is_multiple_of(2).then_some((20_200_101, 20_201_231)),
            first_day: 20_200_101,
            amended: 2022,
            issuers: [7].into(),
            region: "湖北省/十堰市".into(),
            is_issuers_own: true,
            flags: 2,
            is_weak: id % 2 == 1,
        }
    }

    fn profiles(path: &Path, samples: u32) -> io::Result<Vec<Profile>> {
        let mut all = Vec::new();
        each_profile(path, samples, |profile| all.push(profile))?;
        Ok(all)
    }

    #[test]
    fn tables_come_back_and_damage_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clusters-000001.bin");
        let all = [profile(1, 40), profile(2, 0), profile(u64::MAX / 8, 2)];
        let found = [Cluster {
            copies: vec![9, u64::MAX, 3],
            rule: CanonicalRule::Longest,
        }];
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let length = write(folder.path(), name, &found, &all).unwrap().bytes;
        assert_eq!(clusters(&path).unwrap(), found);
        assert_eq!(profiles(&path, 3).unwrap(), all);
        let whole = fs::read(&path).unwrap();
        assert_eq!(whole.len() as u64, length);
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&path, &bytes).unwrap();
            assert!(profiles(&path, 3).is_err(), "{at}");
            // What stands behind them does not matter to the clusters.
            assert!(clusters(&path).is_err() || at > HEAD + 40, "{at}");
            fs::write(&path, &whole[..at]).unwrap();
            assert!(profiles(&path, 3).is_err(), "cut at {at}");
        }
    }
}
