//! Archives (7z, RAR, CAB, ISO 9660) → their members, through `bsdtar` (libarchive).
//!
//! In: an archive. Out: what the program writes of it as a TAR file, read as a stream. The program
//! has the archive as its standard input, a file that it can seek in: one within a container waits
//! in a file without a name, which the system removes with its last user. Where the program is not
//! installed, the archive is reported by its type. Not its job: packings without names, how the
//! program is bounded ([`super::super::program`]).

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::sync::OnceLock;

use super::meter::{Meter, Packed};
use super::tar;
use super::visit::{Place, Unread, Visit};
use crate::ingest::read::Limits;
use crate::ingest::read::limits::{Tripped, tripped};
use crate::ingest::read::program::{self, Ending, Running};
use crate::model::IssueKind;

/// Types of files that the program reads.
const TYPES: [&str; 4] = ["7z", "rar", "cab", "iso"];
/// Where the system's `tar` is libarchive's.
const HAS_OWN: bool = cfg!(any(windows, target_os = "macos"));
/// A TAR file from standard input to standard output. Blocks of one record, so that what stands
/// before damage is not kept back in a larger one.
const ARGUMENTS: [&str; 7] = ["-c", "-f", "-", "-b1", "--format", "pax", "@-"];
/// The members' bytes to standard output: here the program has words.
const BYTES: [&str; 4] = ["-x", "-O", "-f", "-"];
/// Its complaint where it leaves a member out and ends well.
const LEFT_OUT: &str = "cannot archive";
/// The program's complaint where it has no words (libarchive 3.6 on 7z files with a password).
const WORDLESS: &str = "(null)";

/// Returns the type's name if the program reads it.
pub(super) fn type_of(name: &str) -> Option<&'static str> {
    TYPES.into_iter().find(|known| *known == name)
}

/// Returns the program's name if it is there; it is looked for once.
pub(super) fn program() -> Option<&'static str> {
    static FOUND: OnceLock<Option<&'static str>> = OnceLock::new();
    *FOUND.get_or_init(|| {
        let is_it = |name: &str| {
            let answer = program::run(name, &["--version"], b"", &Limits::default());
            answer.is_ok_and(|answer| answer.output.starts_with(b"bsdtar"))
        };
        let names = ["bsdtar", "tar"].into_iter().take(1 + usize::from(HAS_OWN));
        names.into_iter().find(|name| is_it(name))
    })
}

/// Visits an archive that stands within a container.
pub(super) fn nested(
    visit: &mut Visit<'_>,
    place: &Place,
    kind: &'static str,
    stream: &mut dyn Read,
) -> ControlFlow<()> {
    if program().is_none() {
        return without_program(visit, place, kind);
    }
    let most = visit.limits.file_bytes;
    let copied = tempfile::tempfile().map(|mut file| {
        let mut bounded = stream.take(most.saturating_add(1));
        let outcome = io::copy(&mut bounded, &mut file);
        (file, outcome)
    });
    match copied {
        Err(error) => visit.damaged(place, &error),
        Ok((_, Ok(size))) if size > most => visit.limit(place, "limit:file-bytes"),
        Ok((file, Ok(_))) => self::visit(visit, place, kind, file),
        Ok((_, Err(error))) if tripped(&error).is_some() => visit.damaged(place, &error),
        Ok((file, Err(error))) => {
            // What is there is read; what ends it there is told once.
            let told = visit.told();
            self::visit(visit, place, kind, file)?;
            if visit.told() > told {
                return ControlFlow::Continue(());
            }
            visit.damaged(place, &error)
        }
    }
}

/// Visits an archive.
pub(super) fn visit(
    visit: &mut Visit<'_>,
    place: &Place,
    kind: &'static str,
    mut file: File,
) -> ControlFlow<()> {
    let Some(program) = program() else {
        return without_program(visit, place, kind);
    };
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    let ready = file.seek(SeekFrom::End(0)).and_then(|size| {
        file.seek(SeekFrom::Start(size.saturating_sub(HEAD_BYTES)))?;
        (&mut file).take(HEAD_BYTES).read_to_end(&mut tail)?;
        file.rewind()?;
        (&mut file).take(HEAD_BYTES).read_to_end(&mut head)?;
        file.rewind()?;
        Ok((size, file.try_clone()?))
    });
    let (size, again) = match ready {
        Ok(ready) => ready,
        Err(error) => return visit.damaged(place, &error),
    };
    if is_volume(kind, &head, size) {
        let message = "one of the parts of an archive: join them into one file";
        return visit.report(place, IssueKind::Skipped, "unsupported_form", message);
    }
    let running = match Running::start(program, &ARGUMENTS, file, visit.limits) {
        Ok(running) => running,
        Err(error) => return visit.damaged(place, &error),
    };
    let output = Output {
        running: Some(running),
        is_unended: is_unended(&head, &tail),
        again: (program, again, visit.limits),
    };
    let packed = Packed::default();
    packed.set(size);
    let mut meter = Meter::new(output, packed, visit.limits.ratio, &visit.left);
    tar::visit(visit, place, &mut meter)
}

/// What a program writes; where it fails, the end is an error that says why.
struct Output<'a> {
    running: Option<Running>,
    is_unended: bool,
    /// The program, the archive and the limits, for it may be asked again.
    again: (&'static str, File, &'a Limits),
}

impl Read for Output<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(running) = self.running.as_mut() else {
            return Ok(0);
        };
        let count = running.read(buffer)?;
        if count > 0 || buffer.is_empty() {
            return Ok(count);
        }
        let Some(ending) = self.running.take().map(Running::finish) else {
            return Ok(0);
        };
        match ending.success {
            // A member of a kind that TAR files have not, as of no kind at all.
            Some(true) if ending.errors.contains(LEFT_OUT) => Err(self.failure(&ending)),
            Some(true) if self.is_unended => Err(io::ErrorKind::UnexpectedEof.into()),
            Some(true) => Ok(0),
            _ => Err(self.failure(&ending)),
        }
    }
}

impl Output<'_> {
    fn failure(&mut self, ending: &Ending) -> io::Error {
        let mut errors = ending.errors.clone();
        if errors.contains(WORDLESS) {
            errors = self.in_words().unwrap_or(errors);
        }
        if program::is_out_of_memory(&errors) {
            return io::Error::other(Tripped("limit:memory"));
        }
        let lower = errors.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        if has(&["encrypt", "passphrase", "password"]) {
            return io::Error::other(Unread {
                code: "encrypted",
                message: "it opens only with its password",
            });
        }
        if has(&["unsupported", "not supported", "support unavailable"]) {
            return io::Error::other(Unread {
                code: "unsupported_form",
                message: "this kind of compression or encryption is not read",
            });
        }
        let first = errors.lines().next().unwrap_or_default();
        io::Error::other(first.trim_start_matches("bsdtar: ").to_owned())
    }

    /// What the program says when it is asked in another way.
    fn in_words(&mut self) -> Option<String> {
        let (program, file, limits) = &mut self.again;
        file.rewind().ok()?;
        let file = file.try_clone().ok()?;
        let mut running = Running::start(program, &BYTES, file, limits).ok()?;
        let mut bounded = (&mut running).take(limits.unpacked_bytes);
        io::copy(&mut bounded, &mut io::sink()).ok()?;
        Some(running.finish().errors)
    }
}

fn without_program(visit: &mut Visit<'_>, place: &Place, kind: &str) -> ControlFlow<()> {
    let code = format!("unsupported_type:{kind}");
    let message = format!(
        "{} is read with the program bsdtar (libarchive-tools), which is not installed",
        kind.to_uppercase()
    );
    visit.report(place, IssueKind::Skipped, &code, message)
}

/// What tells a volume, and what ends an archive, stands in so many bytes.
const HEAD_BYTES: u64 = 64;

/// Whether the last block of a RAR 5.0 archive (type 5) is missing, which the program lets pass.
fn is_unended(head: &[u8], tail: &[u8]) -> bool {
    let is_end = |block: &[u8]| block == b"\x03\x05";
    head.starts_with(b"Rar!\x1a\x07\x01\0") && !tail.windows(2).any(is_end)
}

/// Whether it is one of several files that hold an archive together. Sources: RAR 5.0 archive
/// format (main archive header, flag 1), unrar's `technote.txt` (`MHD_VOLUME`), 7-Zip's
/// `7zFormat.txt` (signature header: the next header's place and size).
fn is_volume(kind: &str, head: &[u8], size: u64) -> bool {
    let number = |at: usize| {
        let bytes = head.get(at..at + 8)?.try_into().ok()?;
        Some(u64::from_le_bytes(bytes))
    };
    match kind {
        "rar" if head.starts_with(b"Rar!\x1a\x07\x01\0") => is_rar_5_volume(&head[8..]),
        "rar" => head.get(9) == Some(&0x73) && head.get(10).is_some_and(|flags| flags & 1 == 1),
        "7z" => {
            let end = number(12).zip(number(20));
            let end = end.map(|(place, length)| place.saturating_add(length).saturating_add(32));
            end.is_some_and(|end| end > size) && is_round(size)
        }
        _ => false,
    }
}

/// Volumes are cut at a size that somebody typed: whole kilobytes, of 1,000 or 1,024.
fn is_round(size: u64) -> bool {
    size > 0 && (size.is_multiple_of(1000) || size.is_multiple_of(1024))
}

/// The main header: a sum of four bytes, then numbers of seven bits a byte: size, type, flags, the
/// size of what is extra (where flag 1 says so), flags of the archive.
fn is_rar_5_volume(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(4..).unwrap_or_default().iter();
    let mut number = || {
        let mut value = 0_u64;
        for shift in (0..63).step_by(7) {
            let byte = *rest.next()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(value)
    };
    let mut flags = || {
        number()?;
        let (kind, flags) = (number()?, number()?);
        if flags & 1 == 1 {
            number()?;
        }
        (kind == 1).then_some(number()?)
    };
    flags().is_some_and(|flags| flags & 1 == 1)
}

#[cfg(test)]
pub(in crate::ingest::read) mod tests {
    use super::*;

    /// What is asked of a program is only tested where the program is.
    pub(in crate::ingest::read) fn is_testable() -> bool {
        let found = program().is_some();
        if !found {
            println!("SKIPPED: bsdtar is not installed");
        }
        found
    }

    #[test]
    fn volumes_are_told() {
        let rar5 = |flags: u8| [b"Rar!\x1a\x07\x01\0\0\0\0\0\x03\x01\0", &[flags][..]].concat();
        let rar4 = |flags: u8| [b"Rar!\x1a\x07\0\0\0\x73", &[flags, 0][..]].concat();
        let seven = b"7z\xbc\xaf\x27\x1c\0\x04\0\0\0\0\0\x10\0\0\0\0\0\0\x20\0\0\0\0\0\0\0";
        let cases: [(&str, &[u8], u64, bool); 7] = [
            ("rar", &rar5(1), 99, true),
            ("rar", &rar5(4), 99, false),
            ("rar", &rar4(1), 99, true),
            ("rar", &rar4(0), 99, false),
            ("7z", seven, 2000, true),
            ("7z", seven, 5000, false),
            ("7z", seven, 2001, false),
        ];
        for (kind, head, size, expected) in cases {
            assert_eq!(
                is_volume(kind, head, size),
                expected,
                "{kind} {head:?} {size}"
            );
        }
    }
}
