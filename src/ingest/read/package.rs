//! Bounded access to the parts of a document package (a ZIP file: DOCX, OFD, ODT, EPUB …).
//!
//! In: a package's bytes and [`Limits`]. Out: its parts by name, unpacked one at a time; what is
//! unpacked is counted, whatever sizes the package states. Encrypted packages are told. Names are
//! compared without case, with either slash, with or without a slash in front: programs differ.
//! Not its job: what a part holds.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::Limits;
use super::reading::ReadError;
use super::unpack;
use super::xml::Tree;

/// The ratio of packed and unpacked bytes is looked at from this many unpacked bytes on.
const RATIO_FROM: u64 = 1 << 20;
/// A part is unpacked by steps of so many bytes.
const STEP: usize = 64 << 10;

/// An open package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: HashMap<String, usize>,
    ratio: u64,
    /// Bytes that may still be unpacked.
    left: u64,
}

/// A reference from one part to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relation {
    pub(super) id: String,
    /// The last word of its type: `styles`, `slide`, `notesSlide`.
    pub(super) kind: String,
    /// The part's name in the package.
    pub(super) target: String,
}

impl<'a> Package<'a> {
    /// Opens a package.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, ReadError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(error)?;
        if archive.len() > limits.members {
            return Err(ReadError::Limit {
                code: "limit:members",
            });
        }
        let mut by_name = HashMap::with_capacity(archive.len());
        for (raw, index) in archive.file_names_raw().zip(0..) {
            by_name
                .entry(key(&unpack::member_name(raw)))
                .or_insert(index);
        }
        Ok(Self {
            names: by_name,
            archive,
            ratio: limits.ratio,
            left: limits.unpacked_bytes,
        })
    }

    /// Returns whether the package has a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&key(name))
    }

    /// Returns the keys of all parts (lower case, no slash in front), sorted.
    pub(super) fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = self.names.keys().cloned().collect();
        keys.sort();
        keys
    }

    /// Unpacks a part; none where the package does not have it.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(&index) = self.names.get(&key(name)) else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        self.unpack(index, &mut |step| bytes.extend_from_slice(step))?;
        Ok(Some(bytes))
    }

    /// Unpacks all parts, keeping nothing: whether a library that knows no bounds may read them.
    #[cfg(feature = "xlsx")]
    pub(super) fn measure(&mut self) -> Result<(), ReadError> {
        for index in 0..self.archive.len() {
            match self.unpack(index, &mut |_| {}) {
                Err(ReadError::Damaged { .. }) | Ok(()) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Hands over a part's bytes step by step, under the limits.
    fn unpack(&mut self, index: usize, sink: &mut dyn FnMut(&[u8])) -> Result<(), ReadError> {
        let mut file = self.archive.by_index(index).map_err(error)?;
        let most = self.ratio.saturating_mul(file.compressed_size().max(1));
        let mut unpacked: u64 = 0;
        let mut step = vec![0; STEP];
        loop {
            let count = match file.read(&mut step) {
                // A wrong checksum or a cut stream: what was unpacked may still be read.
                Err(_) if unpacked > 0 => return Ok(()),
                Err(_) => return Err(DAMAGED_PART),
                Ok(0) => return Ok(()),
                Ok(count) => count,
            };
            unpacked += count as u64;
            if count as u64 > self.left {
                return Err(ReadError::Limit {
                    code: "limit:unpacked-bytes",
                });
            }
            self.left -= count as u64;
            if unpacked > RATIO_FROM && unpacked > most {
                return Err(ReadError::Limit {
                    code: "limit:ratio",
                });
            }
            sink(&step[..count]);
        }
    }

    /// Unpacks a part and reads it as XML.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<Tree>, ReadError> {
        Ok(self.part(name)?.map(|bytes| Tree::read(&bytes)))
    }

    /// Returns the references of a part of an Open Packaging file (`_rels/<part>.rels`).
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, ReadError> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let rels = format!("{folder}/_rels/{name}.rels");
        let Some(tree) = self.xml(&rels)? else {
            return Ok(Vec::new());
        };
        let root = tree.root();
        let children = root.iter().flat_map(|root| root.children());
        let relation = |child: super::xml::Element<'_>| {
            let is_outside = child.attribute("TargetMode") == Some("External");
            let kind = child.attribute("Type")?.rsplit('/').next()?;
            let target = child.attribute("Target").filter(|_| !is_outside)?;
            Some(Relation {
                id: child.attribute("Id")?.to_owned(),
                kind: kind.to_owned(),
                target: resolve(folder, target),
            })
        };
        Ok(children.filter_map(relation).collect())
    }
}

const DAMAGED_PART: ReadError = ReadError::Damaged {
    what: "a part cannot be unpacked",
};

/// Resolves a path against the folder of the part that names it.
pub(super) fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut steps: Vec<&str> = Vec::new();
    if !target.starts_with('/') {
        steps.extend(folder.split('/').filter(|step| !step.is_empty()));
    }
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn key(name: &str) -> String {
    resolve("", name).to_lowercase()
}

fn error(error: ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            ReadError::Encrypted
        }
        ZipError::UnsupportedArchive(_) => ReadError::Unsupported {
            what: "this kind of ZIP compression",
        },
        _ => ReadError::Damaged {
            what: "the list of its parts cannot be read",
        },
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    /// Makes a package of the parts given.
    pub(in crate::ingest::read) fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn parts_are_found_by_any_spelling() {
        let bytes = packed(&[("Doc_0\\Pages/Page.xml", "甲"), ("/OFD.xml", "乙")]);
        let mut package = Package::open(&bytes, &Limits::default()).unwrap();
        for name in ["doc_0/pages/page.xml", "/Doc_0/Pages/../Pages/Page.xml"] {
            assert_eq!(package.part(name).unwrap().unwrap(), "甲".as_bytes());
        }
        assert_eq!(package.part("OFD.xml").unwrap().unwrap(), "乙".as_bytes());
        assert_eq!(package.part("none").unwrap(), None);
    }

    #[test]
    fn references_are_resolved() {
        let rels = "<Relationships><Relationship Id='r1' Type='http://x/relationships/styles' Target='../styles.xml'/>\
                    <Relationship Id='r2' Type='http://x/hyperlink' Target='http://x' TargetMode='External'/></Relationships>";
        let bytes = packed(&[("word/_rels/document.xml.rels", rels)]);
        let mut package = Package::open(&bytes, &Limits::default()).unwrap();
        let found = package.relations("word/document.xml").unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].kind.as_str(), found[0].target.as_str()),
            ("styles", "styles.xml")
        );
    }

    #[test]
    fn limits_hold() {
        let bytes = packed(&[("a", &"\0".repeat(4 << 20)), ("b", "x")]);
        let cases = [
            (
                Limits {
                    ratio: 100,
                    ..Limits::default()
                },
                "limit:ratio",
            ),
            (
                Limits {
                    ratio: u64::MAX,
                    unpacked_bytes: 1 << 20,
                    ..Limits::default()
                },
                "limit:unpacked-bytes",
            ),
        ];
        for (limits, code) in cases {
            let mut package = Package::open(&bytes, &limits).unwrap();
            assert_eq!(package.part("a").unwrap_err().code(), code);
        }
        let few = Limits {
            members: 1,
            ..Limits::default()
        };
        let refused = Package::open(&bytes, &few).err().map(|error| error.code());
        assert_eq!(refused, Some("limit:members"));
    }

    #[test]
    fn a_password_is_told() {
        // The flag of encryption set in both headers of a stored part.
        let mut bytes = packed(&[("word/document.xml", "x")]);
        bytes[6] |= 1;
        let central = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
        bytes[central + 8] |= 1;
        let mut package = Package::open(&bytes, &Limits::default()).unwrap();
        let error = package.part("word/document.xml").unwrap_err();
        assert_eq!(error, ReadError::Encrypted);
    }
}
