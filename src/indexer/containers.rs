//! Reads containers into a sink: one after the other, their members on all cores.
//!
//! In: files that turned out to be containers. Out: their rows. Members wait until a batch is full,
//! over the borders of containers, so that a thousand small ones keep all cores busy as well as one
//! large one; a batch is all that is held of them. Not its job: what a container is.

use std::fs::File;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rayon::prelude::*;

use super::budget::Budget;
use super::job::{Job, Lines, contained, panicked, unreadable};
use super::ledger::FileRow;
use super::walk::Found;
use crate::engine::EngineError;
use crate::ingest::read::{self, Item, Member};
use crate::ingest::{self, Tally};
use crate::model::Issue;

/// A batch is read when its members come to so many bytes …
const BATCH_BYTES: usize = 8 << 20;
/// … or to so many members.
const BATCH_MEMBERS: usize = 1024;

/// Containers being read.
pub(super) struct Containers<'a> {
    job: &'a Job<'a>,
    lines: &'a Lines<'a>,
    budget: &'a Arc<Budget>,
    open: Vec<Open>,
    batch: Vec<(usize, Member)>,
    batch_bytes: usize,
}

/// What is known of a container whose members are not all read.
struct Open {
    row: FileRow,
    tally: Tally,
}

impl<'a> Containers<'a> {
    pub(super) fn new(job: &'a Job<'a>, lines: &'a Lines<'a>, budget: &'a Arc<Budget>) -> Self {
        Self {
            job,
            lines,
            budget,
            open: Vec::new(),
            batch: Vec::new(),
            batch_bytes: 0,
        }
    }

    /// Reads the members of a container; the last of them when the next batch is full.
    pub(super) fn read(&mut self, file: &Found) -> Result<(), EngineError> {
        let index = self.open.len();
        self.open.push(Open {
            row: FileRow::new(file),
            tally: Tally::new(&file.path.relative),
        });
        let mut stream = match File::open(file.absolute()) {
            Ok(stream) => stream,
            Err(error) => {
                self.open[index].tally.add(unreadable(file, &error));
                return Ok(());
            }
        };
        let limits = self.job.options.ingest.limits;
        let mut failure = None;
        let unpack =
            || {
                read::unpack(&file.path, &mut stream, &limits, &mut |item| match self
                    .take(index, item)
                {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(error) => {
                        failure = Some(error);
                        ControlFlow::Break(())
                    }
                });
            };
        if catch_unwind(AssertUnwindSafe(unpack)).is_err() {
            self.open[index].tally.add(panicked(&file.path.relative));
        }
        failure.map_or(Ok(()), Err)
    }

    /// Reads what waits, and returns the rows.
    pub(super) fn finish(mut self) -> Result<Vec<FileRow>, EngineError> {
        self.flush()?;
        let rows = self.open.into_iter().map(|open| FileRow {
            members: open.tally.members(),
            issues: open.tally.finish(),
            ..open.row
        });
        Ok(rows.collect())
    }

    fn take(&mut self, index: usize, item: Item) -> Result<(), EngineError> {
        match item {
            Item::Issue(issue) => self.open[index].tally.add(issue),
            Item::Member(member) => {
                self.batch_bytes += member.file.bytes.len() + 3 * member.file.path.relative.len();
                self.batch.push((index, member));
            }
        }
        if self.batch_bytes >= BATCH_BYTES || self.batch.len() >= BATCH_MEMBERS {
            self.flush()?;
        }
        Ok(())
    }

    /// Reads the members of the batch into the sink.
    fn flush(&mut self) -> Result<(), EngineError> {
        let batch = std::mem::take(&mut self.batch);
        let _permit = self.budget.acquire(std::mem::take(&mut self.batch_bytes));
        let read = |(index, member): (usize, Member)| {
            let open = &self.open[index];
            let row = FileRow::part_of(&open.row.path);
            (index, self.read_member(&member, row))
        };
        let parts: Vec<(usize, Result<_, EngineError>)> = match &self.job.pool {
            Some(pool) => {
                pool.install(|| batch.into_par_iter().with_max_len(1).map(read).collect())
            }
            None => batch.into_iter().map(read).collect(),
        };
        for (index, part) in parts {
            let (part, issues) = part?;
            let open = &mut self.open[index];
            open.row.add(part);
            open.tally.member(issues);
        }
        Ok(())
    }

    /// Reads one member into the sink; returns what is counted of it, and its trouble.
    fn read_member(
        &self,
        member: &Member,
        mut row: FileRow,
    ) -> Result<(FileRow, Vec<Issue>), EngineError> {
        let options = self.job.options.ingest;
        let ingest = || ingest::ingest_member(member, &row.path, options, self.lines.known);
        let ingested = contained(&member.file.path.relative, ingest);
        let issues = self.job.put(ingested, self.lines, &mut row)?;
        Ok((row, issues))
    }
}
