//! What of the archives the next run would read: no damage, but worth knowing.
//!
//! In: the ledger's rows, the archives as they are. Out: notes. Not its job: the index (`inspect`).

use std::path::Path;

use super::{Fault, Inspected, note};
use crate::indexer::walk::Archive;
use crate::indexer::{Fate, Ledger, settings, walk};

/// Compares as an index run would.
pub(super) fn compare(index: &Path, inspected: &mut Inspected) {
    let commit = &inspected.commit;
    let (there, gone): (Vec<_>, Vec<_>) = commit
        .archives
        .iter()
        .partition(|(_, folder)| folder.is_dir());
    for (name, folder) in gone {
        let folder = folder.display().to_string();
        inspected
            .findings
            .push(note(Fault::NoArchive, name.clone(), folder));
    }
    if inspected.needs.whole || inspected.is_empty {
        return;
    }
    let archive = |(name, folder): &(String, _)| Archive {
        name: name.clone(),
        folder: Clone::clone(folder),
    };
    let archives: Vec<Archive> = there.into_iter().map(archive).collect();
    let (found, trouble) = walk::walk(&archives, index);
    let options = settings::from_text(&commit.settings).unwrap_or_default();
    let ledger = Ledger::of(inspected.rows.clone());
    let changes = ledger.compare(found, &archives, &trouble, true, &options);
    for file in changes.pending() {
        let fault = match file.fate {
            Fate::New => Fault::New,
            Fate::Changed => Fault::Changed,
            Fate::Gone => Fault::Vanished,
        };
        let path = format!("{}/{}", file.path.root, file.path.relative);
        inspected.findings.push(note(fault, path, String::new()));
    }
}
