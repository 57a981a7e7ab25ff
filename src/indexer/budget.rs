//! One byte budget for all files in flight.

use std::sync::{Condvar, Mutex, PoisonError};

/// A file of `n` bytes takes about this many times as much while it is ingested: bytes, decoded
/// text, view, display, folded text and maps (measured on 44 MB of laws, 2026-11-22: 6 to 7).
const FACTOR: usize = 8;

/// Lets threads wait until their file fits.
pub(super) struct Budget {
    total: usize,
    used: Mutex<usize>,
    freed: Condvar,
}

/// A share of the budget, given back when dropped.
pub(super) struct Permit<'a> {
    budget: &'a Budget,
    bytes: usize,
}

impl Budget {
    pub(super) fn new(total: usize) -> Self {
        Self {
            total,
            used: Mutex::new(0),
            freed: Condvar::new(),
        }
    }

    /// Waits until a file of this size fits; one file is always let through.
    pub(super) fn acquire(&self, file_bytes: usize) -> Permit<'_> {
        let bytes = file_bytes.saturating_mul(FACTOR).min(self.total);
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        while *used > 0 && *used + bytes > self.total {
            used = self
                .freed
                .wait(used)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *used += bytes;
        Permit {
            budget: self,
            bytes,
        }
    }
}

impl Drop for Permit<'_> {
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
