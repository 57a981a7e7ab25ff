//! Runs another program over a file's bytes, within bounds.
//!
//! In: a program, its arguments, bytes for its standard input, [`Limits`]. Out: what it wrote, or as
//! much of it as the limits allow. It reads and writes pipes only, so that no name of a file reaches
//! it; it runs in a process group of its own and is ended with it when its time is up. This is the
//! only place of the library that starts a program. Not its job: what the program does.

use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::ingest::read::Limits;

/// Complaints kept (bytes).
const MOST_ERRORS: u64 = 16 << 10;
/// How often it is looked whether the program has ended.
const STEP: Duration = Duration::from_millis(5);

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Ended {
        is_success: bool,
    },
    /// Its time was up.
    TooLong,
    /// It wrote more than is read.
    TooMuch,
}

/// What a program said.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) output: Vec<u8>,
    pub(super) errors: String,
    pub(super) outcome: Outcome,
}

/// Runs a program. Fails where it cannot be started.
pub(super) fn run(
    program: &str,
    arguments: &[&str],
    input: &[u8],
    limits: &Limits,
) -> io::Result<Answer> {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn()?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let end = Instant::now() + Duration::from_secs(limits.seconds);
    let most = limits.unpacked_bytes;
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(move || {
            if let Some(mut stdin) = stdin {
                // A program that has read enough closes the pipe.
                let _ = stdin.write_all(input);
            }
        });
        let errors = scope.spawn(move || read(stderr, MOST_ERRORS));
        let output = scope.spawn(move || {
            let output = read(stdout, most.saturating_add(1));
            let is_too_much = output.len() as u64 > most;
            let _ = sender.send(is_too_much);
            output
        });
        let is_too_much = receiver.recv_timeout(end.saturating_duration_since(Instant::now()));
        let outcome = match is_too_much {
            Ok(false) => wait(&mut child, end)?,
            Ok(true) => Outcome::TooMuch,
            Err(_) => Outcome::TooLong,
        };
        if !matches!(outcome, Outcome::Ended { .. }) {
            kill(&mut child);
        }
        let mut output = output.join().unwrap_or_default();
        output.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        let errors = errors.join().unwrap_or_default();
        Ok(Answer {
            output,
            errors: String::from_utf8_lossy(&errors).into_owned(),
            outcome,
        })
    })
}

fn read(pipe: Option<impl Read>, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        // What was read before an error counts.
        let _ = pipe.take(most).read_to_end(&mut bytes);
    }
    bytes
}

fn wait(child: &mut Child, end: Instant) -> io::Result<Outcome> {
    loop {
        if let Some(status) = child.try_wait()? {
            let is_success = status.success();
            return Ok(Outcome::Ended { is_success });
        }
        if Instant::now() >= end {
            return Ok(Outcome::TooLong);
        }
        thread::sleep(STEP);
    }
}

/// Ends the program and what it started.
fn kill(child: &mut Child) {
    #[cfg(unix)]
    if let Ok(id) = i32::try_from(child.id())
        && let Some(group) = rustix::process::Pid::from_raw(id)
    {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_bounded() {
        let brief = Limits {
            seconds: 1,
            unpacked_bytes: 1000,
            ..Limits::default()
        };
        let cases = [
            ("cat", Outcome::Ended { is_success: true }, 3),
            ("exit 3", Outcome::Ended { is_success: false }, 0),
            ("sleep 30 & sleep 30", Outcome::TooLong, 0),
            ("yes", Outcome::TooMuch, 1000),
        ];
        for (script, outcome, len) in cases {
            let start = Instant::now();
            let answer = run("sh", &["-c", script], b"abc", &brief).unwrap();
            assert_eq!(
                (answer.outcome, answer.output.len()),
                (outcome, len),
                "{script}"
            );
            assert!(start.elapsed() < Duration::from_secs(10), "{script}");
        }
        assert!(run("no-such-program", &[], b"", &brief).is_err());
    }
}
