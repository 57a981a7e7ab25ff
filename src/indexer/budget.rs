//! A byte budget: for the files being read, for the documents that wait.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// A file of `n` bytes takes about this many times as much until it is inverted: bytes, decoded
/// text, view, display, folded text and maps (measured on 44 MB of laws, 2026-11-22: 6 to 7).
const FACTOR: usize = 8;

/// A queue that frees nothing for this long is dead: inverting one file takes seconds at most.
const STALLED: Duration = Duration::from_secs(30);

/// Lets threads wait until their file fits.
pub(super) struct Budget {
    total: usize,
    used: Mutex<usize>,
    freed: Condvar,
}

/// A share of the budget, given back when dropped.
pub(super) struct Permit {
    budget: Arc<Budget>,
    bytes: usize,
}

impl Budget {
    pub(super) fn new(total: usize) -> Arc<Self> {
        Arc::new(Self {
            total,
            used: Mutex::new(0),
            freed: Condvar::new(),
        })
    }

    /// Waits until a file of this size fits; one file is always let through.
    pub(super) fn acquire(self: &Arc<Self>, file_bytes: usize) -> Permit {
        let bytes = file_bytes.saturating_mul(FACTOR).min(self.total);
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        while *used > 0 && *used + bytes > self.total {
            let (guard, timeout) = self
                .freed
                .wait_timeout(used, STALLED)
                .unwrap_or_else(PoisonError::into_inner);
            used = guard;
            if timeout.timed_out() {
                // Nothing moves: a writer died with its queue. Going on lets its error be seen.
                break;
            }
        }
        *used += bytes;
        drop(used);
        Permit {
            budget: Arc::clone(self),
            bytes,
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        *self
            .budget
            .used
            .lock()
            .unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.budget.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_larger_than_the_budget_is_let_through_alone() {
        let budget = Budget::new(100);
        let permit = budget.acquire(1_000);
        assert_eq!(*budget.used.lock().unwrap(), 100);
        drop(permit);
        assert_eq!(*budget.used.lock().unwrap(), 0);
        let _first = budget.acquire(5);
        let _second = budget.acquire(5);
        assert_eq!(*budget.used.lock().unwrap(), 80);
    }
}
