//! A GZIP file that unpacks to itself, made from scratch.
//!
//! In: nothing. Out: the file. Source: Russ Cox 2010, "Zip Files All The Way Down": a program of two
//! instructions that prints itself, where a stored block of deflate (RFC 1951) prints what follows
//! it and a block of matches repeats the last bytes; either is five bytes long. Not its job: what
//! the program makes of it ([`super::hostile`]).

use std::collections::BTreeMap;
use std::io::Read;

/// The header (RFC 1952) with a name: its length makes the repetition of it five bytes long.
const HEADER: &[u8] = b"\x1f\x8b\x08\x08\0\0\0\0\0\xffa.gz\0";
const INSTRUCTION: u16 = 5;
const TRAILER: u16 = 8;

/// Returns the file.
pub(crate) fn file() -> Vec<u8> {
    // The sum of a file that holds its own sum: CRC-32 is linear in each bit of it.
    let base = crc(&quine(0));
    let mut known: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    let reduced = |known: &BTreeMap<u32, (u32, u32)>, mut value: u32, mut bits: u32| {
        for (top, (other, mask)) in known.iter().rev() {
            if value >> top & 1 == 1 {
                (value, bits) = (value ^ other, bits ^ mask);
            }
        }
        (value, bits)
    };
    for bit in 0..32 {
        let changed = crc(&quine(1 << bit)) ^ base ^ (1 << bit);
        let (value, bits) = reduced(&known, changed, 1 << bit);
        if value != 0 {
            known.insert(value.ilog2(), (value, bits));
        }
    }
    let (rest, sum) = reduced(&known, base, 0);
    assert_eq!(rest, 0, "another name has a sum");
    quine(sum)
}

/// The file with that sum.
fn quine(sum: u32) -> Vec<u8> {
    let header = u16::try_from(HEADER.len()).unwrap() + INSTRUCTION;
    let trailer = TRAILER + INSTRUCTION;
    let print = |instructions: u16| printed(instructions * INSTRUCTION);
    let (print_header, repeat_header) = (printed(header), repeated(header, false));
    let (print_trailer, repeat_trailer) = (printed(trailer), repeated(trailer, true));
    let (none, one, four) = (print(0), print(1), print(4));
    let again = repeated(4 * INSTRUCTION, false);
    let (print_header, repeat_header) = (&print_header[..], &repeat_header[..]);
    let (none, one, four, again) = (&none[..], &one[..], &four[..], &again[..]);
    let program = [
        &[HEADER, print_header, HEADER, print_header, repeat_header][..],
        &[
            one,
            repeat_header,
            one,
            one,
            four,
            repeat_header,
            one,
            one,
            four,
        ],
        &[again, four, again, four, again, four, again, four, again],
        &[
            none,
            none,
            &print_trailer,
            again,
            none,
            none,
            &print_trailer,
        ],
    ]
    .concat()
    .concat();
    let size = u32::try_from(program.len()).unwrap() + 2 * u32::from(trailer);
    let end = [&repeat_trailer[..], &sum.to_le_bytes(), &size.to_le_bytes()].concat();
    [program, end.repeat(2)].concat()
}

/// Prints so many bytes that follow.
fn printed(bytes: u16) -> Vec<u8> {
    [&[0][..], &bytes.to_le_bytes(), &(!bytes).to_le_bytes()].concat()
}

/// Repeats so many bytes, the last ones, by two matches of half of them (up to ten bytes each).
fn repeated(bytes: u16, is_last: bool) -> Vec<u8> {
    let (mut bits, mut count) = (0_u64, 0);
    let mut put = |value: u64, width: u32| {
        bits |= value << count;
        count += width;
    };
    // Fixed codes (3.2.6); codes stand with their first bit first.
    put(u64::from(is_last) | 1 << 1, 3);
    let (start, code, extra) = if bytes > 16 {
        (17, 8_u16, 3)
    } else {
        (13, 7, 2)
    };
    for length in [bytes / 2, bytes - bytes / 2] {
        put(u64::from((length - 2).reverse_bits() >> 9), 7);
        put(u64::from(code.reverse_bits() >> 11), 5);
        put(u64::from(bytes - start), extra);
    }
    put(0, 7);
    assert!(count == 40 || (count < 40 && is_last));
    bits.to_le_bytes()[..5].to_vec()
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[test]
fn it_unpacks_to_itself() {
    let file = file();
    let mut unpacked = Vec::new();
    let mut decoder = flate2::read::GzDecoder::new(&file[..]);
    decoder.read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, file);
}
