//! Files of one format, which the environment variable `FORMAT` names: the bytes are what its reader
//! meets, and signs, lists and checksums around them are right (`formats.rs`). Where `FROM` is set,
//! nothing is fuzzed: the files of that format in that folder become inputs in the folder `SEEDS`.
#![no_main]

mod check;
mod formats;

use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

static FORMAT: LazyLock<&formats::Format> = LazyLock::new(|| {
    let name = std::env::var("FORMAT").unwrap_or_default();
    formats::of(&name).unwrap_or_else(|| panic!("FORMAT is one of: {}", formats::names()))
});

/// Writes the input that stands for each file of the format.
fn seeds(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        if formats::of(&ending).is_some_and(|format| format.name == FORMAT.name)
            && let Some(input) = FORMAT.input(&std::fs::read(&path)?)
        {
            std::fs::write(to.join(path.file_name().unwrap_or_default()), input)?;
        }
    }
    Ok(())
}

fuzz_target!(
    init: {
        if let Some(from) = std::env::var_os("FROM") {
            let to = std::env::var_os("SEEDS").expect("SEEDS names a folder");
            seeds(from.as_ref(), to.as_ref()).expect("the folders are there");
            std::process::exit(0);
        }
        check::pass_contained_panics();
    },
    |bytes: &[u8]| {
        let name = format!("a.{}", FORMAT.name);
        check::ingest(&name, FORMAT.file(bytes), false);
    }
);
