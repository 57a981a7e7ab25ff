//! Runs another program over a file's bytes, within bounds.
//!
//! In: a program, its arguments, bytes or a file for its standard input, [`Limits`]. Out: what it
//! writes, as a stream or collected, up to the limits. It has its standard streams only, so that no
//! name of a file reaches it; it runs in a process group of its own and is ended with it when its
//! time is up or nobody reads on. This is the only place of the library that starts a program. Not
//! its job: what the program does.

use std::io::{self, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use super::Limits;
use super::limits::{Tripped, tripped};

/// Complaints kept (bytes).
const MOST_ERRORS: u64 = 16 << 10;
/// How often it is looked whether the program has ended.
const STEP: Duration = Duration::from_millis(5);
/// How long the end of its complaints is waited for once it has ended.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// Output is taken in pieces of this many bytes …
const PIECE_BYTES: usize = 64 << 10;
/// … of which so many wait: a program that is not read from stands still.
const PIECES: usize = 4;
/// For every mebibyte it writes, a program may take a second more: slow decoders write several.
const BYTES_PER_SECOND: u64 = 1 << 20;
/// Names of members in UTF-8, complaints in English.
const LOCALE: &str = if cfg!(target_os = "macos") {
    "en_US.UTF-8"
} else {
    "C.UTF-8"
};

/// A program that runs: what it writes is read as it comes. It is ended when this is dropped.
pub(super) struct Running {
    child: Child,
    pieces: Receiver<Vec<u8>>,
    piece: Vec<u8>,
    /// Bytes of the piece that have been read.
    read: usize,
    errors: Receiver<Vec<u8>>,
    /// Time that may still be spent waiting for it.
    left: Duration,
    /// Its output was read to the end.
    is_read: bool,
    /// The system knows it no more: its number may be another's.
    is_gone: bool,
}

/// How a program ended.
#[derive(Debug)]
pub(super) struct Ending {
    /// Whether it says that all went well; none where it had to be ended.
    pub(super) success: Option<bool>,
    /// What it complained of.
    pub(super) errors: String,
}

impl Running {
    /// Starts a program. Fails where it cannot be started.
    pub(super) fn start(
        program: &str,
        arguments: &[&str],
        input: impl Into<Stdio>,
        limits: &Limits,
    ) -> io::Result<Self> {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .env("LC_ALL", LOCALE)
            // Files are read on all cores already (`tesseract`).
            .env("OMP_THREAD_LIMIT", "1")
            .stdin(input)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        bound_memory(&child, limits.memory);
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let (send_piece, pieces) = mpsc::sync_channel(PIECES);
        let (send_errors, errors) = mpsc::sync_channel(1);
        let running = Self {
            child,
            pieces,
            piece: Vec::new(),
            read: 0,
            errors,
            left: Duration::from_secs(limits.seconds),
            is_read: false,
            is_gone: false,
        };
        thread::Builder::new().spawn(move || pass_on(stdout, &send_piece))?;
        thread::Builder::new().spawn(move || {
            let mut bytes = Vec::new();
            if let Some(mut stderr) = stderr {
                // What was read before an error counts; the rest is taken, lest it stand still.
                let _ = stderr.by_ref().take(MOST_ERRORS).read_to_end(&mut bytes);
                let _ = io::copy(&mut stderr, &mut io::sink());
            }
            let _ = send_errors.send(bytes);
        })?;
        Ok(running)
    }

    /// Waits for its end where its output was read to the end; ends it otherwise.
    pub(super) fn finish(mut self) -> Ending {
        let success = if self.is_read { self.wait() } else { None };
        if success.is_none() {
            self.kill();
        }
        let errors = self.errors.recv_timeout(LAST_WORDS).unwrap_or_default();
        Ending {
            success,
            errors: String::from_utf8_lossy(&errors).into_owned(),
        }
    }

    fn wait(&mut self) -> Option<bool> {
        let end = Instant::now() + self.left;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => {
                    self.is_gone = true;
                    return Some(status.success());
                }
                Ok(None) if Instant::now() < end => thread::sleep(STEP),
                Ok(None) | Err(_) => return None,
            }
        }
    }

    /// Ends the program and what it started.
    fn kill(&mut self) {
        if std::mem::replace(&mut self.is_gone, true) {
            return;
        }
        #[cfg(unix)]
        if let Ok(id) = i32::try_from(self.child.id())
            && let Some(group) = rustix::process::Pid::from_raw(id)
        {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Bounds the memory of a program that has just been started; it fails by its own words then.
#[cfg(target_os = "linux")]
fn bound_memory(child: &Child, bytes: u64) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    let bound = Rlimit {
        current: Some(bytes),
        maximum: Some(bytes),
    };
    let id = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    // One that has ended already needs no bound; one that may not be bounded is bounded in time.
    let _ = id.map(|id| prlimit(Some(id), Resource::As, bound));
}

#[cfg(not(target_os = "linux"))]
fn bound_memory(_: &Child, _: u64) {}

/// Whether a program's complaints say that its memory was at its bound.
pub(super) fn is_out_of_memory(errors: &str) -> bool {
    const WORDS: [&str; 6] = [
        "bad_alloc",
        "out of memory",
        "cannot allocate",
        "can't allocate",
        "no memory",
        "memory exhausted",
    ];
    let errors = errors.to_lowercase();
    WORDS.iter().any(|word| errors.contains(word))
}

impl Read for Running {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read == self.piece.len() {
            let start = Instant::now();
            let next = self.pieces.recv_timeout(self.left);
            self.left = self.left.saturating_sub(start.elapsed());
            match next {
                Ok(piece) => {
                    let bytes = piece.len() as u64;
                    self.left += Duration::from_secs(1).mul_f64(share(bytes));
                    (self.piece, self.read) = (piece, 0);
                }
                Err(RecvTimeoutError::Timeout) => {
                    return Err(io::Error::other(Tripped("limit:seconds")));
                }
                Err(RecvTimeoutError::Disconnected) => {
                    self.is_read = true;
                    return Ok(0);
                }
            }
        }
        let count = (&self.piece[self.read..]).read(buffer)?;
        self.read += count;
        Ok(count)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share of a second")]
fn share(bytes: u64) -> f64 {
    bytes as f64 / BYTES_PER_SECOND as f64
}

/// Passes on what a program writes until it ends or nobody wants more.
fn pass_on(pipe: Option<impl Read>, pieces: &SyncSender<Vec<u8>>) {
    let Some(mut pipe) = pipe else {
        return;
    };
    loop {
        let mut piece = vec![0; PIECE_BYTES];
        match pipe.read(&mut piece) {
            Ok(count) if count > 0 => {
                piece.truncate(count);
                if pieces.send(piece).is_err() {
                    return;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Ok(_) | Err(_) => return,
        }
    }
}

/// What became of a program whose output was collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Ended {
        is_success: bool,
    },
    /// Its time was up.
    TooLong,
    /// It wrote more than is read.
    TooMuch,
    /// It asked for more memory than it may have.
    TooLarge,
}

impl Outcome {
    /// Returns the limit that ended it.
    pub(super) const fn limit(self) -> Option<&'static str> {
        match self {
            Self::Ended { .. } => None,
            Self::TooLong => Some("limit:seconds"),
            Self::TooMuch => Some("limit:unpacked-bytes"),
            Self::TooLarge => Some("limit:memory"),
        }
    }

    /// Whether it ended by itself and says that all went well.
    pub(super) const fn is_success(self) -> bool {
        matches!(self, Self::Ended { is_success: true })
    }
}

/// What a program said.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) output: Vec<u8>,
    pub(super) errors: String,
    pub(super) outcome: Outcome,
}

/// Runs a program over bytes and collects what it writes. Fails where it cannot be started.
pub(super) fn run(
    program: &str,
    arguments: &[&str],
    input: &[u8],
    limits: &Limits,
) -> io::Result<Answer> {
    let mut running = Running::start(program, arguments, Stdio::piped(), limits)?;
    let stdin = running.child.stdin.take();
    thread::scope(|scope| {
        scope.spawn(move || feed(stdin, input));
        Ok(collect(running, limits.unpacked_bytes))
    })
}

fn feed(stdin: Option<ChildStdin>, input: &[u8]) {
    if let Some(mut stdin) = stdin {
        // A program that has read enough closes the pipe.
        let _ = stdin.write_all(input);
    }
}

fn collect(mut running: Running, most: u64) -> Answer {
    let mut output = Vec::new();
    let read = (&mut running)
        .take(most.saturating_add(1))
        .read_to_end(&mut output);
    let is_too_long = read.is_err_and(|error| tripped(&error).is_some());
    let is_too_much = output.len() as u64 > most;
    output.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    let ending = running.finish();
    let outcome = match ending.success {
        Some(false) if is_out_of_memory(&ending.errors) => Outcome::TooLarge,
        Some(is_success) => Outcome::Ended { is_success },
        None if is_too_much && !is_too_long => Outcome::TooMuch,
        None => Outcome::TooLong,
    };
    Answer {
        output,
        errors: ending.errors,
        outcome,
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn brief() -> Limits {
        Limits {
            seconds: 1,
            unpacked_bytes: 1000,
            ..Limits::default()
        }
    }

    #[test]
    fn a_program_is_bounded() {
        let cases = [
            ("cat", Outcome::Ended { is_success: true }, 3),
            ("exit 3", Outcome::Ended { is_success: false }, 0),
            ("sleep 30 & sleep 30", Outcome::TooLong, 0),
            ("yes", Outcome::TooMuch, 1000),
            ("yes >&2", Outcome::TooLong, 0),
            (
                "echo 'bsdtar: Can'\\''t allocate memory' >&2; exit 1",
                Outcome::TooLarge,
                0,
            ),
        ];
        for (script, outcome, len) in cases {
            let start = Instant::now();
            let answer = run("sh", &["-c", script], b"abc", &brief()).unwrap();
            assert_eq!(
                (answer.outcome, answer.output.len()),
                (outcome, len),
                "{script}"
            );
            assert!(start.elapsed() < Duration::from_secs(10), "{script}");
        }
        assert!(run("no-such-program", &[], b"", &brief()).is_err());
    }

    /// A line that is held whole until its end comes.
    #[test]
    #[cfg(target_os = "linux")]
    fn memory_is_bounded() {
        let bounded = Limits {
            memory: 64 << 20,
            ..Limits::default()
        };
        // Its input ends after it was bounded.
        let script = "cat > /dev/null; head -c 300000000 /dev/zero | tail -n 1 | wc -c; \
                      test ${PIPESTATUS[1]} = 0";
        for (limits, outcome) in [
            (bounded, Outcome::TooLarge),
            (Limits::default(), Outcome::Ended { is_success: true }),
        ] {
            let answer = run("bash", &["-c", script], b"abc", &limits).unwrap();
            assert_eq!(answer.outcome, outcome, "{}", answer.errors);
        }
    }

    /// Whether a process of that number runs.
    fn is_alive(id: &str) -> bool {
        let id = rustix::process::Pid::from_raw(id.trim().parse().unwrap()).unwrap();
        rustix::process::test_kill_process(id).is_ok()
    }

    #[test]
    fn a_program_ends_with_its_reader() {
        let script = "sleep 30 & echo $!; exec yes";
        let mut running = Running::start("sh", &["-c", script], Stdio::null(), &brief()).unwrap();
        let mut head = [0; 64];
        let count = running.read(&mut head).unwrap();
        let head = String::from_utf8_lossy(&head[..count]).into_owned();
        let child = head.lines().next().unwrap();
        assert!(is_alive(child));
        drop(running);
        // Whoever takes over orphans may take a moment to note its end.
        let end = Instant::now() + Duration::from_secs(5);
        while is_alive(child) && !is_zombie(child) && Instant::now() < end {
            thread::sleep(STEP);
        }
        assert!(!is_alive(child) || is_zombie(child));
    }

    fn is_zombie(id: &str) -> bool {
        let status = std::fs::read_to_string(format!("/proc/{id}/stat"));
        status.is_ok_and(|status| status.contains(") Z "))
    }
}
