//! The table of formats, and how a file of each is made of any bytes.
//!
//! In: bytes. Out: a file whose reader meets them: packages and compound files are built around
//! their parts, which [`SPLIT`] separates in the input; the sign of other files stands over their
//! first bytes. Not its job: what the reader makes of it.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;

/// Stands between the parts of one input.
const SPLIT: &[u8] = b"\n#part\n";
/// A block of a TAR file (POSIX `ustar`), and where its header has the size and the sum.
const BLOCK: usize = 512;
const SIZE: std::ops::Range<usize> = 124..136;
const SUM: std::ops::Range<usize> = 148..156;

/// How a file is made of an input.
enum Shape {
    /// The input is the file; its first bytes are these.
    Whole(&'static [u8]),
    /// A TAR file: the sum of every header is mended.
    Tar,
    /// A ZIP file: parts that are always the same, and the names of those the input holds.
    Package(
        &'static [(&'static str, &'static str)],
        &'static [&'static str],
    ),
    /// A compound file (OLE2) of these streams.
    Compound(&'static [&'static str]),
}

/// A format.
pub struct Format {
    /// Its name, which is also the ending of its files.
    pub name: &'static str,
    /// Other endings.
    others: &'static [&'static str],
    shape: Shape,
}

const fn format(name: &'static str, others: &'static [&'static str], shape: Shape) -> Format {
    Format {
        name,
        others,
        shape,
    }
}

use Shape::{Compound, Package, Tar, Whole};

/// What every package of Office has, and what says where a workbook stands.
const TYPES: (&str, &str) = ("[Content_Types].xml", "");
const WORKBOOK: (&str, &str) = (
    "_rels/.rels",
    "<Relationships><Relationship Id='r' Type='x/relationships/officeDocument' \
     Target='xl/workbook.xml'/></Relationships>",
);

const FORMATS: [Format; 29] = [
    format(
        "doc",
        &["wps"],
        Compound(&["WordDocument", "1Table", "\u{5}SummaryInformation"]),
    ),
    format(
        "ppt",
        &["dps"],
        Compound(&["PowerPoint Document", "Current User"]),
    ),
    format("xls", &["et"], Compound(&["Workbook"])),
    format("ole", &[], Whole(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    format("rtf", &[], Whole(b"{\\rtf")),
    format(
        "docx",
        &[],
        Package(
            &[TYPES],
            &[
                "word/document.xml",
                "word/_rels/document.xml.rels",
                "word/numbering.xml",
                "word/styles.xml",
                "word/footnotes.xml",
                "docProps/core.xml",
            ],
        ),
    ),
    format(
        "xlsx",
        &[],
        Package(
            &[TYPES, WORKBOOK],
            &[
                "xl/worksheets/sheet1.xml",
                "xl/sharedStrings.xml",
                "xl/styles.xml",
                "xl/workbook.xml",
                "xl/_rels/workbook.xml.rels",
            ],
        ),
    ),
    format(
        "pptx",
        &[],
        Package(
            &[TYPES],
            &[
                "ppt/slides/slide1.xml",
                "ppt/notesSlides/notesSlide1.xml",
                "ppt/slides/_rels/slide1.xml.rels",
                "ppt/presentation.xml",
                "ppt/_rels/presentation.xml.rels",
            ],
        ),
    ),
    format(
        "odf",
        &["odt", "ods", "odp"],
        Package(
            &[("mimetype", "application/vnd.oasis.opendocument.text")],
            &["content.xml", "meta.xml"],
        ),
    ),
    format(
        "ofd",
        &[],
        Package(
            &[],
            &[
                "OFD.xml",
                "Doc_0/Document.xml",
                "Doc_0/Pages/Page_0/Content.xml",
                "Doc_0/Tpls/Tpl_0/Content.xml",
                "Doc_0/PublicRes.xml",
            ],
        ),
    ),
    format(
        "epub",
        &[],
        Package(
            &[(
                "META-INF/container.xml",
                "<c><rootfile full-path='a.opf'/></c>",
            )],
            &["a.opf", "1.xhtml"],
        ),
    ),
    format("pdf", &[], Whole(b"%PDF-1.")),
    format("html", &["htm"], Whole(b"<html>")),
    format(
        "mht",
        &["mhtml"],
        Whole(b"MIME-Version: 1.0\nContent-Type: multipart/"),
    ),
    format("eml", &[], Whole(b"From: a\nTo: b\nDate: c\n")),
    format("txt", &[], Whole(b"")),
    format("md", &["markdown"], Whole(b"")),
    format("csv", &["tsv"], Whole(b"")),
    format("jsonl", &["ndjson"], Whole(b"{\"")),
    format("sqlite", &["db"], Whole(b"SQLite format 3\0")),
    format("zip", &[], Whole(b"PK\x03\x04")),
    format("tar", &[], Tar),
    format("warc", &[], Whole(b"WARC/1.")),
    format("gz", &["tgz"], Whole(b"\x1f\x8b")),
    format("bz2", &[], Whole(b"BZh91AY&SY")),
    format("xz", &[], Whole(b"\xfd7zXZ\0")),
    format("zst", &[], Whole(b"(\xb5/\xfd")),
    format("7z", &[], Whole(b"7z\xbc\xaf\x27\x1c")),
    format("rar", &[], Whole(b"Rar!\x1a\x07")),
];

/// Returns the format of a name or an ending.
pub fn of(name: &str) -> Option<&'static Format> {
    FORMATS
        .iter()
        .find(|format| format.name == name || format.others.contains(&name))
}

/// Returns all names.
pub fn names() -> String {
    FORMATS.map(|format| format.name).join(" ")
}

impl Format {
    /// Makes a file of an input.
    pub fn file(&self, input: &[u8]) -> Vec<u8> {
        match &self.shape {
            Whole(sign) => {
                let rest = input.get(sign.len()..).unwrap_or_default();
                [sign, rest].concat()
            }
            Tar => summed(input.to_vec()),
            Package(fixed, names) => {
                let fixed = fixed.iter().map(|(name, text)| (*name, text.as_bytes()));
                let parts = names.iter().copied().zip(parts(input));
                package(fixed.chain(parts))
            }
            Compound(names) => compound(names.iter().copied().zip(parts(input))),
        }
    }

    /// Makes the input that gives about the file given; none where that is damaged.
    pub fn input(&self, file: &[u8]) -> Option<Vec<u8>> {
        let parts = match &self.shape {
            Whole(_) | Tar => return Some(file.to_vec()),
            Package(_, names) => {
                let mut package = zip::ZipArchive::new(Cursor::new(file)).ok()?;
                let part = |name: &&str| read_all(package.by_name(name).ok());
                names.iter().map(part).collect::<Vec<_>>()
            }
            Compound(names) => {
                let mut compound = cfb::CompoundFile::open(Cursor::new(file)).ok()?;
                let stream = |name: &&str| read_all(compound.open_stream(name).ok());
                names.iter().map(stream).collect()
            }
        };
        Some(parts.join(SPLIT))
    }
}

fn read_all(part: Option<impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut part) = part {
        // What can be read is a good input.
        let _ = part.read_to_end(&mut bytes);
    }
    bytes
}

fn parts(mut rest: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut is_last = false;
    std::iter::from_fn(move || {
        if is_last {
            return None;
        }
        let at = rest.windows(SPLIT.len()).position(|piece| piece == SPLIT);
        is_last = at.is_none();
        let part = &rest[..at.unwrap_or(rest.len())];
        rest = &rest[at.map_or(rest.len(), |at| at + SPLIT.len())..];
        Some(part)
    })
}

fn package<'a>(parts: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name, options).expect("names differ");
        writer.write_all(bytes).expect("memory takes all");
    }
    writer.finish().expect("memory takes all").into_inner()
}

fn compound<'a>(streams: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory takes all");
    for (name, bytes) in streams {
        let mut stream = file.create_stream(name).expect("names differ");
        stream.write_all(bytes).expect("memory takes all");
    }
    file.flush().expect("memory takes all");
    file.into_inner().into_inner()
}

/// Writes the sum into every header of a TAR file.
fn summed(mut file: Vec<u8>) -> Vec<u8> {
    let mut at = 0;
    while let Some(header) = file.get_mut(at..at + BLOCK) {
        header[257..262].copy_from_slice(b"ustar");
        header[SUM].fill(b' ');
        let sum: u32 = header.iter().copied().map(u32::from).sum();
        header[SUM].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        let size = std::str::from_utf8(&header[SIZE]).unwrap_or_default();
        let size = usize::from_str_radix(size.trim_matches(['\0', ' ']), 8).unwrap_or_default();
        at = at
            .saturating_add(BLOCK)
            .saturating_add(size.next_multiple_of(BLOCK));
    }
    file
}
