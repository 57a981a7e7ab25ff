use super::*;

/// What is asked of a program is only tested where the program is.
pub(in crate::ingest::read) fn is_testable() -> bool {
    let found = has_program();
    if !found {
        println!("SKIPPED: {PROGRAM} is not installed");
    }
    found
}

#[test]
fn what_is_no_pdf_is_damaged() {
    if !is_testable() {
        return;
    }
    let error = read(b"%PDF-1.7\nnothing", &Options::default()).unwrap_err();
    assert_eq!(error.code(), "damaged");
}

/// Fonts by their names only, in two encodings, and embedded without what their codes mean: text
/// where it can be told, else a row.
#[test]
fn fonts_are_trusted_or_refused() {
    if !is_testable() {
        return;
    }
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/formats/");
    let fixture = |name: &str| std::fs::read(format!("{fixtures}{name}")).unwrap();
    for name in ["cid-unigb.pdf", "cid-gbk.pdf"] {
        match read(&fixture(name), &Options::default()) {
            Ok(reading) => {
                let text = &reading.page.text;
                assert!(has_collections() && text.contains("现就河道采砂管理有关事项通知如下。"));
            }
            Err(error) => assert!(
                !has_collections() && error == ReadError::NoCollections,
                "{name}"
            ),
        }
    }
    if !has_collections() {
        println!("SKIPPED: poppler-data is not installed");
    }
    let mut bytes = fixture("notice.pdf");
    let at = memchr::memmem::find(&bytes, b"/ToUnicode").unwrap();
    bytes[at + 1] = b'X';
    let error = read(&bytes, &Options::default()).unwrap_err();
    assert_eq!(error, ReadError::UntrustedText { code: UNTRUSTED });
}

/// A standard set in fonts whose codes mean nothing is refused; the others give text.
#[test]
fn real_files_are_read_or_refused() {
    let Some(folder) = crate::ingest::read::tests::data("formats/pdf") else {
        return;
    };
    if !is_testable() {
        return;
    }
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let outcome = read(&std::fs::read(&path).unwrap(), &Options::default());
        let told = match &outcome {
            Ok(reading) => format!("{} bytes {:?}", reading.page.text.len(), reading.gaps),
            Err(error) => error.code().to_owned(),
        };
        println!("{name}: {told}");
        match outcome {
            Ok(reading) => assert!(!reading.page.text.trim().is_empty()),
            Err(error) => assert_eq!(
                error,
                ReadError::UntrustedText { code: UNTRUSTED },
                "{name}"
            ),
        }
        assert_eq!(told == "untrusted_text", name.starts_with("GMT_"), "{name}");
    }
}
