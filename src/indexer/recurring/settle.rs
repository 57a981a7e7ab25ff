//! Merges the old table with the traces of this run, counts, and writes the new table.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet, VecDeque};
use std::io;
use std::path::PathBuf;
use std::sync::PoisonError;

use super::super::folder::Sealed;
use super::super::journal::Earlier;
use super::table::{Entry, Reader, Writer};
use super::{Gathering, Table, file_name};
use crate::ingest::clean::recurring::{Known, needed};

/// Tables open at once; a run of many commits has more: then some are merged into one first.
const OPEN_TABLES: usize = 64;

/// What is settled once all files are read.
pub(in crate::indexer) struct Settled {
    pub(in crate::indexer) table: Table,
    /// The lines that recur.
    pub(in crate::indexer) known: Known,
    /// Files that were read with another knowledge.
    pub(in crate::indexer) stale: HashSet<u64>,
}

impl Gathering {
    /// Writes the table of a commit: the entries of the earlier ones, without those of the
    /// `outdated` files, and all that was gathered.
    ///
    /// # Errors
    /// Fails when a table cannot be read or written.
    pub(in crate::indexer) fn settle(
        &self,
        generation: u64,
        earlier: &Earlier,
        outdated: &HashSet<u64>,
    ) -> io::Result<Settled> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let state = &mut *state;
        if let Some(error) = state.failure.take() {
            return Err(error);
        }
        state.entries.sort_unstable();
        let gathered = state
            .runs
            .iter()
            .map(|run| (self.index.join(&run.file), None));
        let before = earlier.tables.iter();
        let before = before.map(|(path, part)| (path.clone(), Some(*part)));
        let mut tables: VecDeque<_> = before.chain(gathered).collect();
        let holds = Holds { earlier, outdated };
        for number in 0.. {
            if tables.len() <= OPEN_TABLES {
                break;
            }
            let group: Vec<_> = tables.drain(..OPEN_TABLES).collect();
            // It goes with the run's other files that no commit names.
            let name = format!("journal-{generation:06}-merged-{number}.bin");
            let mut writer = Writer::create(&self.index, name)?;
            let mut merge = Merge::new(&group, &[], &holds)?;
            while let Some(entry) = merge.next()? {
                writer.push(&entry)?;
            }
            let merged = writer.finish(&HashSet::new())?;
            tables.push_back((self.index.join(merged.file), None));
        }
        let writer = Writer::create(&self.index, file_name(generation))?;
        let mut counting = Counting::new(writer);
        let mut merge = Merge::new(tables.make_contiguous(), &state.entries, &holds)?;
        while let Some(entry) = merge.next()? {
            counting.push(entry)?;
        }
        counting.end_line()?;
        let Sealed { file, bytes, .. } = counting.writer.finish(&counting.recurring)?;
        let table = Table {
            file,
            lines: counting.recurring.len() as u64,
            bytes,
        };
        Ok(Settled {
            table,
            known: Known::new(counting.recurring),
            stale: counting.stale,
        })
    }
}

/// Tells what of earlier tables still holds.
struct Holds<'a> {
    earlier: &'a Earlier,
    outdated: &'a HashSet<u64>,
}

impl Holds<'_> {
    fn holds(&self, part: usize, file: u64) -> bool {
        self.earlier.latest.is(part, file) && !self.outdated.contains(&file)
    }
}

/// A sorted source of entries.
enum Source<'a> {
    Memory(std::slice::Iter<'a, Entry>),
    /// A table, and its part where it is an earlier one.
    Disk(Reader, Option<usize>),
}

/// Merges sorted sources; of the earlier ones only what still holds.
struct Merge<'a> {
    sources: Vec<Source<'a>>,
    heap: BinaryHeap<Reverse<(Entry, usize)>>,
    holds: &'a Holds<'a>,
}

impl<'a> Merge<'a> {
    fn new(
        tables: &[(PathBuf, Option<usize>)],
        entries: &'a [Entry],
        holds: &'a Holds<'a>,
    ) -> io::Result<Self> {
        let mut sources = Vec::with_capacity(tables.len() + 1);
        for (path, part) in tables {
            sources.push(Source::Disk(Reader::open(path)?, *part));
        }
        sources.push(Source::Memory(entries.iter()));
        let mut merge = Self {
            heap: BinaryHeap::with_capacity(sources.len()),
            sources,
            holds,
        };
        for source in 0..merge.sources.len() {
            merge.refill(source)?;
        }
        Ok(merge)
    }

    fn next(&mut self) -> io::Result<Option<Entry>> {
        let Some(Reverse((entry, source))) = self.heap.pop() else {
            return Ok(None);
        };
        self.refill(source)?;
        Ok(Some(entry))
    }

    fn refill(&mut self, source: usize) -> io::Result<()> {
        loop {
            let (next, part) = match &mut self.sources[source] {
                Source::Memory(entries) => (entries.next().copied(), None),
                Source::Disk(reader, part) => (reader.read()?, *part),
            };
            let Some(entry) = next else {
                return Ok(());
            };
            if part.is_none_or(|part| self.holds.holds(part, entry.file)) {
                self.heap.push(Reverse((entry, source)));
                return Ok(());
            }
        }
    }
}

/// Counts line by line and writes what it has counted.
struct Counting {
    writer: Writer,
    /// The entries of one line.
    line: Vec<Entry>,
    /// Pages of different content in the line's group.
    pages: usize,
    recurring: HashSet<u64>,
    stale: HashSet<u64>,
}

impl Counting {
    fn new(writer: Writer) -> Self {
        Self {
            writer,
            line: Vec::new(),
            pages: 0,
            recurring: HashSet::new(),
            stale: HashSet::new(),
        }
    }

    fn push(&mut self, entry: Entry) -> io::Result<()> {
        let begins = self
            .line
            .last()
            .is_none_or(|last| (last.group, last.line) != (entry.group, entry.line));
        if begins {
            self.end_line()?;
        }
        self.line.push(entry);
        Ok(())
    }

    /// Decides on the line, writes its entries with the decision.
    fn end_line(&mut self) -> io::Result<()> {
        let Some(first) = self.line.first().copied() else {
            return Ok(());
        };
        let changes = self.line.windows(2);
        let changes = changes.filter(|pair| pair[0].content != pair[1].content);
        let contents = changes.count() + usize::from(first.content != 0);
        // A group's pages stand before its lines.
        if first.line == 0 {
            self.pages = contents;
        }
        let recurs = first.line != 0 && contents >= needed(first.line, self.pages);
        if recurs {
            self.recurring.insert(first.line);
        }
        for entry in &mut self.line {
            if entry.known != recurs && first.line != 0 {
                self.stale.insert(entry.file);
            }
            entry.known = recurs;
        }
        self.line.dedup();
        for entry in &self.line {
            self.writer.push(entry)?;
        }
        self.line.clear();
        Ok(())
    }
}
