//! The table of clusters on disk: small part first, checked.
//!
//! Layout: a magic number, which counts versions; the length of the clusters, the clusters, their
//! checksum; the profiles, and the checksum of all before it (xxh3-64). A search reads the clusters
//! only. Numbers are little-endian; a list begins with its length.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use xxhash_rust::xxh3::xxh3_64;

use super::profile::Profile;
use crate::analysis::similarity::{Sample, Sketch};
use crate::indexer::folder::{Sealed, Sealing};
use crate::model::{CanonicalRule, Cluster};

const MAGIC: &[u8; 8] = b"zsclust1";
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
    for profile in profiles {
        rest.profile(profile);
        file.write_all(&rest.bytes)?;
        rest.bytes.clear();
    }
    // Where there are no profiles, their number is still to be written.
    file.write_all(&rest.bytes)?;
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

/// Reads a table's profiles, and compares the checksum of all of it.
pub(super) fn profiles(path: &Path) -> io::Result<Vec<Profile>> {
    let bytes = fs::read(path)?;
    let end = bytes.len().checked_sub(8).ok_or_else(damaged)?;
    let (table, sum) = bytes.split_at(end);
    if Decoder(sum).number(8)? != xxh3_64(table) {
        return Err(damaged());
    }
    let mut decoder = Decoder(table);
    if decoder.take(MAGIC.len())? != MAGIC {
        return Err(damaged());
    }
    let length = usize::try_from(decoder.number(8)?).map_err(|_| damaged())?;
    decoder.take(length)?;
    decoder.number(8)?;
    decoder.list(Decoder::profile)
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

    fn sample(&mut self, sample: &Sample) {
        self.number(sample.level.into(), 1);
        self.numbers(&sample.hashes);
    }

    fn profile(&mut self, profile: &Profile) {
        self.number(profile.id, 8);
        self.number(profile.file, 8);
        let sketch = &profile.sketch;
        self.sample(&sketch.short);
        self.sample(&sketch.long);
        self.number(sketch.length.into(), 4);
        self.numbers(&sketch.bands);
        self.number(sketch.exact, 8);
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

    fn numbers(&mut self) -> io::Result<Vec<u32>> {
        self.list(Self::short)
    }

    fn text(&mut self) -> io::Result<String> {
        let length = self.short()? as usize;
        let text = std::str::from_utf8(self.take(length)?);
        Ok(text.map_err(|_| damaged())?.to_owned())
    }

    fn sample(&mut self) -> io::Result<Sample> {
        let [level] = *self.take(1)? else {
            return Err(damaged());
        };
        Ok(Sample {
            level,
            hashes: self.numbers()?,
        })
    }

    fn profile(&mut self) -> io::Result<Profile> {
        let (id, file) = (self.number(8)?, self.number(8)?);
        let sketch = Sketch {
            short: self.sample()?,
            long: self.sample()?,
            length: self.short()?,
            bands: self.numbers()?,
            exact: self.number(8)?,
        };
        let (title, places, number) = (self.text()?, self.numbers()?, self.text()?);
        let dates = (self.short()?, self.short()?);
        Ok(Profile {
            id,
            file,
            sketch,
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
    use super::*;

    fn profile(id: u64, text: &str) -> Profile {
        Profile {
            id,
            file: id * 3,
            sketch: Sketch::new(text),
            title: "岭市养犬条例".to_owned(),
            places: vec![1, u32::MAX],
            number: "岭政发|2020|3".to_owned(),
            dates: id.is_multiple_of(2).then_some((20_200_101, 20_201_231)),
            first_day: 20_200_101,
            amended: 2022,
            issuers: vec![7],
            region: "湖北省/十堰市".to_owned(),
            is_issuers_own: true,
            flags: 2,
            is_weak: id % 2 == 1,
        }
    }

    #[test]
    fn tables_come_back_and_damage_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clusters-000001.bin");
        let all = [
            profile(1, "为了加强养犬管理,制定本条例"),
            profile(2, ""),
            profile(u64::MAX / 4, "第二条"),
        ];
        let found = [Cluster {
            copies: vec![9, u64::MAX, 3],
            rule: CanonicalRule::Longest,
        }];
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let length = write(folder.path(), name, &found, &all).unwrap().bytes;
        assert_eq!(clusters(&path).unwrap(), found);
        assert_eq!(profiles(&path).unwrap(), all);
        let whole = fs::read(&path).unwrap();
        assert_eq!(whole.len() as u64, length);
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&path, &bytes).unwrap();
            assert!(profiles(&path).is_err(), "{at}");
            // What stands behind them does not matter to the clusters.
            assert!(clusters(&path).is_err() || at > HEAD + 40, "{at}");
            fs::write(&path, &whole[..at]).unwrap();
            assert!(profiles(&path).is_err(), "cut at {at}");
        }
    }
}
