//! How files were read, as a commit keeps it: compared as a text, and read back for a repair.
//!
//! In: options of ingest. Out: a text that differs when they do; the options of a text. Not its job:
//! what they mean (`ingest`).

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Commit;
use crate::engine::embedded::Meta;
use crate::ingest::Options;
use crate::ingest::read::{Columns, Limits};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    keep_boilerplate: bool,
    no_split: bool,
    // Left out where it is not asked for, as by versions that did not know it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    ocr: bool,
    limits: BTreeMap<String, u64>,
    columns: BTreeMap<String, String>,
}

/// Writes options.
pub(super) fn to_text(options: &Options) -> String {
    let Limits {
        file_bytes,
        unpacked_bytes,
        ratio,
        depth,
        members,
        pages,
        seconds,
        memory,
    } = options.limits;
    let limits = [
        file_bytes,
        unpacked_bytes,
        ratio,
        depth as u64,
        members as u64,
        pages as u64,
        seconds,
        memory,
    ];
    let names = Limits::NAMES.map(str::to_owned);
    let Columns {
        text,
        title,
        date,
        issuer,
        number,
        url,
    } = options.columns;
    let columns = [text, title, date, issuer, number, url];
    let columns = Columns::ROLES.into_iter().zip(columns);
    let settings = Settings {
        keep_boilerplate: options.keep_boilerplate,
        no_split: options.no_split,
        ocr: options.ocr,
        limits: names.into_iter().zip(limits).collect(),
        columns: columns
            .filter_map(|(role, column)| Some((role.to_owned(), column?.to_owned())))
            .collect(),
    };
    serde_json::to_string(&settings).expect("settings have string keys only")
}

/// Reads options back; none where another version wrote them.
pub(super) fn from_text(text: &str) -> Option<Options> {
    let settings: Settings = serde_json::from_str(text).ok()?;
    let mut options = Options {
        keep_boilerplate: settings.keep_boilerplate,
        no_split: settings.no_split,
        ocr: settings.ocr,
        ..Options::default()
    };
    for (name, value) in settings.limits {
        options.limits.set(&name, value).then_some(())?;
    }
    for (role, column) in settings.columns {
        // It lives as long as the program, as one named on the command line.
        let column: &'static str = Box::leak(column.into_boxed_str());
        options.columns.set(&role, column).then_some(())?;
    }
    Some(options)
}

/// Whether files that were read as `before` says need not be read again for these options: what lacks
/// text for want of recognition is found file by file.
pub(super) fn are_same(before: &str, options: &Options) -> bool {
    let plain = Options {
        ocr: false,
        ..*options
    };
    // What an earlier version did not know was as usual.
    from_text(before)
        .map(|before| to_text(&before))
        .is_some_and(|before| before == to_text(options) || before == to_text(&plain))
}

/// Returns how the files of an index were read; none where there is no commit that tells.
#[must_use]
pub fn settings_of(index: &Path) -> Option<Options> {
    let payload = Meta::read(index).ok()?.payload?;
    from_text(&Commit::check(&payload)?.settings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_come_back() {
        let mut options = Options::default();
        let same = |options: &Options| {
            let text = to_text(options);
            let back = from_text(&text).unwrap();
            assert_eq!(to_text(&back), text);
            assert_eq!(
                (back.limits, back.columns),
                (options.limits, options.columns)
            );
            text
        };
        let mut texts = vec![same(&options)];
        options.keep_boilerplate = true;
        texts.push(same(&options));
        options.no_split = true;
        texts.push(same(&options));
        options.ocr = true;
        texts.push(same(&options));
        for (number, name) in (1..).zip(Limits::NAMES) {
            assert!(options.limits.set(name, 1 << number), "{name}");
            texts.push(same(&options));
        }
        for role in Columns::ROLES {
            assert!(options.columns.set(role, "标题"));
            texts.push(same(&options));
        }
        let all = texts.len();
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), all);
        assert!(from_text("boilerplate=true").is_none());
    }

    /// A million files are not read again because ten of them are scans.
    #[test]
    fn asking_for_recognition_keeps_what_was_read() {
        let plain = Options::default();
        let ocr = Options { ocr: true, ..plain };
        let unsplit = Options {
            no_split: true,
            ..ocr
        };
        let cases = [
            (plain, ocr, true),
            (ocr, ocr, true),
            (ocr, plain, false),
            (plain, unsplit, false),
        ];
        for (before, now, expected) in cases {
            assert_eq!(are_same(&to_text(&before), &now), expected);
        }
        let earlier = to_text(&plain).replace("\"memory\":1073741824,", "");
        assert!(earlier != to_text(&plain) && are_same(&earlier, &ocr));
        assert!(!are_same("", &plain));
    }
}
