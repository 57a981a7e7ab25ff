//! Which lines recur on the pages of a site or folder: counted over the whole archive, kept in a
//! table beside the index.
//!
//! In: the traces of the files read, the table of the last commit. Out: a new table, the lines that
//! recur, and the files that were read with another knowledge and must be read again. The outcome
//! depends on the set of files only. Memory: one run of entries, the files of one line, the lines
//! that recur. Not its job: which lines may recur at all and how often is often
//! (`ingest::clean::recurring`).

mod settle;
mod table;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::folder::{self, Sealed};
use crate::ingest::clean::recurring::{Known, Trace, needed};
pub(super) use settle::Settled;
use table::Entry;

/// Entries of a run: 16 MiB in memory.
const RUN_ENTRIES: usize = 1 << 19;
/// Lines counted ahead, at most; then the count begins anew.
const MAX_GUESSES: usize = 1 << 19;

/// The table of a commit, as its payload names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// File name in the index folder.
    pub file: String,
    /// Lines that recur.
    pub lines: u64,
    /// The file's length.
    #[serde(default)]
    pub bytes: u64,
}

impl Table {
    /// Whether the table is there in its full length.
    pub(super) fn is_there(&self, index: &Path) -> bool {
        folder::is_there(index, &self.file, self.bytes)
    }

    /// Reads the lines that recur.
    ///
    /// # Errors
    /// Fails when the table is missing or damaged.
    pub(super) fn load(&self, index: &Path) -> io::Result<Recurring> {
        table::check(&index.join(&self.file))
    }
}

/// Takes the traces of files while they are read, from all threads.
pub(super) struct Gathering {
    index: PathBuf,
    generation: u64,
    /// Grows while files are read: what is guessed right need not be read again.
    pub(super) known: Known,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    entries: Vec<Entry>,
    /// The runs written.
    runs: Vec<Sealed>,
    /// How many of them are parts of the journal.
    sealed: usize,
    /// None once it is settled what recurs.
    guess: Option<Guess>,
    /// The first failure to write a run.
    failure: Option<io::Error>,
}

impl Gathering {
    /// Begins with what the last commit knows; `generation` is the next one's.
    pub(super) fn new(index: &Path, generation: u64, known: HashSet<u64>) -> Self {
        Self {
            index: index.to_owned(),
            generation,
            known: Known::new(known),
            state: Mutex::new(State {
                guess: Some(Guess::default()),
                ..State::default()
            }),
        }
    }

    /// Goes on with files that are read once more, knowing what was settled; what was gathered
    /// before counts no more.
    pub(super) fn again(self, known: Known) -> Self {
        let state = self.state.into_inner();
        let runs = state.unwrap_or_else(PoisonError::into_inner).runs;
        let state = State {
            sealed: runs.len(),
            runs,
            ..State::default()
        };
        Self {
            known,
            state: Mutex::new(state),
            ..self
        }
    }

    /// Takes the traces of a file.
    pub(super) fn add(&self, file: u64, traces: &[Trace]) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        for trace in traces {
            let entry = |line, known, counts| Entry {
                group: trace.group,
                line,
                content: if counts { trace.content.max(1) } else { 0 },
                file,
                known,
            };
            state.entries.push(entry(0, false, true));
            let lines = trace.lines.iter();
            state
                .entries
                .extend(lines.map(|line| entry(line.hash, line.known, line.counts)));
            if let Some(guess) = &mut state.guess {
                guess.add(trace, &self.known);
            }
        }
        if state.entries.len() >= RUN_ENTRIES {
            state.spill(&self.index, self.generation);
        }
    }

    /// Writes what was gathered since the last time, for a part of the journal.
    ///
    /// # Errors
    /// Fails when it cannot be written.
    pub(super) fn seal(&self) -> io::Result<Vec<Sealed>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.spill(&self.index, self.generation);
        if let Some(error) = state.failure.take() {
            return Err(error);
        }
        let new = state.runs[state.sealed..].to_vec();
        state.sealed = state.runs.len();
        Ok(new)
    }
}

impl State {
    /// Writes a sorted run. It goes with the commit that ends the run of the program.
    fn spill(&mut self, index: &Path, generation: u64) {
        self.entries.sort_unstable();
        let name = format!("journal-{generation:06}-lines-{}.bin", self.runs.len());
        match table::write_run(index, name, &self.entries) {
            Ok(run) => self.runs.push(run),
            Err(error) => {
                self.failure.get_or_insert(error);
            }
        }
        self.entries.clear();
    }
}

/// Counts ahead which lines recur, by the files read so far. A wrong guess costs a second reading.
#[derive(Default)]
struct Guess {
    pages: HashMap<u64, usize>,
    /// For each line how many pages have it, and the last one's content.
    lines: HashMap<u64, (u32, u32)>,
}

impl Guess {
    fn add(&mut self, trace: &Trace, known: &Known) {
        let pages = self.pages.entry(trace.group).or_default();
        *pages += 1;
        if self.lines.len() > MAX_GUESSES {
            self.lines.clear();
        }
        for line in trace.lines.iter().filter(|line| line.counts && !line.known) {
            let (count, last) = self.lines.entry(line.hash).or_default();
            if *count > 0 && *last == trace.content {
                continue;
            }
            *last = trace.content;
            *count += 1;
            if *count as usize >= needed(line.hash, *pages) {
                known.insert(line.hash);
            }
        }
    }
}

/// Lines that recur, by their hash.
pub(super) type Recurring = HashSet<u64>;

/// Adds the lines that the files of a run were read with knowing that they recur.
///
/// # Errors
/// Fails when the run cannot be read.
pub(super) fn known(run: &Path, lines: &mut Recurring) -> io::Result<()> {
    let mut reader = table::Reader::open(run)?;
    while let Some(entry) = reader.read()? {
        if entry.known {
            lines.insert(entry.line);
        }
    }
    Ok(())
}

/// Returns the name of a commit's table.
pub(super) fn file_name(generation: u64) -> String {
    format!("recurring-{generation:06}.bin")
}
