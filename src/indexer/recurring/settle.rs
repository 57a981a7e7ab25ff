//! Merges the old table with the traces of this run, counts, and writes the new table.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::io;
use std::path::Path;
use std::sync::PoisonError;

use super::super::folder::Sealed;
use super::super::journal::Earlier;
use super::table::{Entry, Reader, Writer};
use super::{Gathering, State, Table, file_name};
use crate::ingest::clean::recurring::{Known, needed};

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
        self,
        generation: u64,
        earlier: &Earlier,
        outdated: &HashSet<u64>,
    ) -> io::Result<Settled> {
        let state = self.state.into_inner();
        let state = state.unwrap_or_else(PoisonError::into_inner);
        let writer = Writer::create(&self.index, file_name(generation))?;
        let mut counting = Counting::new(writer);
        let mut merge = Merge::new(&self.index, state, earlier, outdated)?;
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

/// A sorted source of entries.
enum Source {
    Memory(std::vec::IntoIter<Entry>),
    Disk(Reader),
}

/// Merges sorted sources; of the earlier ones (the first) only what still holds.
struct Merge<'a> {
    sources: Vec<Source>,
    heap: BinaryHeap<Reverse<(Entry, usize)>>,
    outdated: &'a HashSet<u64>,
    earlier: &'a Earlier,
}

impl<'a> Merge<'a> {
    fn new(
        index: &Path,
        mut state: State,
        earlier: &'a Earlier,
        outdated: &'a HashSet<u64>,
    ) -> io::Result<Self> {
        if let Some(error) = state.failure {
            return Err(error);
        }
        let mut sources = Vec::new();
        for (path, _) in &earlier.tables {
            sources.push(Source::Disk(Reader::open(path)?));
        }
        for run in &state.runs {
            sources.push(Source::Disk(Reader::open(&index.join(&run.file))?));
        }
        state.entries.sort_unstable();
        sources.push(Source::Memory(state.entries.into_iter()));
        let mut merge = Self {
            heap: BinaryHeap::with_capacity(sources.len()),
            sources,
            outdated,
            earlier,
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
        let part = self.earlier.tables.get(source).map(|(_, part)| *part);
        let holds = |file| {
            part.is_none_or(|part| {
                self.earlier.latest.is(part, file) && !self.outdated.contains(&file)
            })
        };
        loop {
            let next = match &mut self.sources[source] {
                Source::Memory(entries) => entries.next(),
                Source::Disk(reader) => reader.read()?,
            };
            match next {
                Some(entry) if !holds(entry.file) => {}
                Some(entry) => {
                    self.heap.push(Reverse((entry, source)));
                    return Ok(());
                }
                None => return Ok(()),
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
