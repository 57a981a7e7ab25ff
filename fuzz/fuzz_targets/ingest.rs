//! Any bytes as any kind of file or container: reading to metadata. The last byte chooses the file's
//! name, so that real files serve as a corpus: `tests/fixtures/formats`.
#![no_main]

mod check;

use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 8] = [
    "a", "a.txt", "a.html", "a.md", "a.jsonl", "a.mht", "a.csv", "a.gz",
];

fuzz_target!(init: check::pass_contained_panics(), |bytes: &[u8]| {
    let Some((last, bytes)) = bytes.split_last() else {
        return;
    };
    let name = NAMES[usize::from(*last) % NAMES.len()];
    check::ingest(name, bytes.to_vec(), last & 0x80 != 0);
});
