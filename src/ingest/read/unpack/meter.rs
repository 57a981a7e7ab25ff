//! Counts what is unpacked while it is unpacked, whatever a container states.
//!
//! In: a decoder, how many packed bytes it has taken, what may still be unpacked. Out: the same
//! bytes, or an error that names the limit. Not its job: what becomes of the member.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use super::super::limits::Tripped;

/// The ratio of packed and unpacked bytes is looked at from this many unpacked bytes on.
const RATIO_FROM: u64 = 1 << 20;

/// Packed bytes taken so far.
pub(super) type Packed = Rc<Cell<u64>>;

/// Counts the bytes that are read through it.
pub(super) struct Counter<R> {
    inner: R,
    pub(super) count: Packed,
}

impl<R> Counter<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            count: Packed::default(),
        }
    }
}

impl<R: Read> Read for Counter<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count.set(self.count.get() + count as u64);
        Ok(count)
    }
}

/// A decoder under limits.
pub(super) struct Meter<R> {
    inner: R,
    packed: Packed,
    ratio: u64,
    unpacked: u64,
    /// What everything packed in the outermost file may still come to.
    left: Rc<Cell<u64>>,
}

impl<R> Meter<R> {
    pub(super) fn new(inner: R, packed: Packed, ratio: u64, left: &Rc<Cell<u64>>) -> Self {
        Self {
            inner,
            packed,
            ratio,
            unpacked: 0,
            left: Rc::clone(left),
        }
    }
}

impl<R: Read> Read for Meter<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)? as u64;
        self.unpacked += count;
        let Some(left) = self.left.get().checked_sub(count) else {
            self.left.set(0);
            return Err(io::Error::other(Tripped("limit:unpacked-bytes")));
        };
        self.left.set(left);
        let most = self.ratio.saturating_mul(self.packed.get().max(1));
        if self.unpacked > RATIO_FROM && self.unpacked > most {
            return Err(io::Error::other(Tripped("limit:ratio")));
        }
        // No more than the buffer's length.
        Ok(usize::try_from(count).unwrap_or(buffer.len()))
    }
}

/// A member of the length that its container states: an earlier end is an error.
pub(super) struct Whole<R> {
    inner: R,
    left: u64,
}

impl<R> Whole<R> {
    pub(super) const fn new(inner: R, left: u64) -> Self {
        Self { inner, left }
    }
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if count == 0 && self.left > 0 && !buffer.is_empty() {
            self.left = 0;
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left = self.left.saturating_sub(count as u64);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::limits::tripped;
    use super::*;

    fn read(bytes: u64, packed: u64, ratio: u64, left: u64) -> (u64, Option<&'static str>) {
        let left = Rc::new(Cell::new(left));
        let packed = Rc::new(Cell::new(packed));
        let mut meter = Meter::new(io::repeat(0).take(bytes), packed, ratio, &left);
        let outcome = io::copy(&mut meter, &mut io::sink());
        let code = outcome.as_ref().err().and_then(tripped);
        (outcome.unwrap_or(0), code)
    }

    #[test]
    fn limits_are_told_apart() {
        let mebibyte = 1 << 20;
        assert_eq!(read(1000, 1, 10, 10_000), (1000, None));
        let over = read(2 * mebibyte, 1000, 10, u64::MAX);
        assert_eq!(over, (0, Some("limit:ratio")));
        let much = read(2 * mebibyte, mebibyte, 10, mebibyte);
        assert_eq!(much, (0, Some("limit:unpacked-bytes")));
        assert_eq!(tripped(&io::Error::other("x")), None);
    }
}
