//! What the machine gives a run that was not told: threads and memory.
//!
//! In: the files in which Linux tells of them. Out: defaults that respect the limits of a control
//! group (a container). Elsewhere the defaults are those of a usual machine. Not its job: keeping to
//! them (`budget`).

use std::fs;
use std::path::{Path, PathBuf};

/// Memory for texts in flight and arenas, where the machine has enough.
pub const MEMORY_BYTES: usize = 512 << 20;
/// Less is no use: a buffer of the index takes 15 MB at least.
const LEAST_BYTES: usize = 64 << 20;
/// What a run takes of the machine's memory at most: tables and mapped files need some, too.
const SHARE: u64 = 4;

/// The default of [`Options::memory_bytes`](super::Options::memory_bytes): [`MEMORY_BYTES`], or a
/// quarter of what the machine or its control group has, where that is less.
#[must_use]
pub fn memory_bytes() -> usize {
    let all = memory(&|path| fs::read_to_string(path).ok());
    let share = all.and_then(|bytes| usize::try_from(bytes / SHARE).ok());
    share.map_or(MEMORY_BYTES, |share| share.clamp(LEAST_BYTES, MEMORY_BYTES))
}

/// The threads that were asked for; one per processor where none were.
pub(super) fn threads(asked: usize) -> usize {
    if asked > 0 {
        asked
    } else {
        // This respects control groups, too.
        std::thread::available_parallelism().map_or(1, usize::from)
    }
}

/// Bytes this process may use, told from files: the least of what is there and what the control
/// groups allow (cgroups(7): `memory.max` of version 2, `memory.limit_in_bytes` of version 1).
fn memory(read: &impl Fn(&Path) -> Option<String>) -> Option<u64> {
    let info = read(Path::new("/proc/meminfo")).unwrap_or_default();
    let total = info.lines().find_map(|line| {
        let kilobytes = line.strip_prefix("MemTotal:")?.trim();
        let kilobytes = kilobytes.strip_suffix("kB")?.trim();
        kilobytes.parse::<u64>().ok()?.checked_mul(1024)
    });
    let groups = read(Path::new("/proc/self/cgroup")).unwrap_or_default();
    let limits = groups.lines().flat_map(|line| {
        let mut fields = line.splitn(3, ':').skip(1);
        let (controllers, group) = (fields.next(), fields.next().unwrap_or_default());
        let (root, file) = match controllers {
            Some("") => ("/sys/fs/cgroup", "memory.max"),
            Some(names) if names.split(',').any(|name| name == "memory") => {
                ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")
            }
            _ => return Vec::new(),
        };
        // A group has no more than those above it; in a container they may not be seen.
        let folders = Path::new(group.trim_start_matches('/')).ancestors();
        let paths = folders.map(|folder| [Path::new(root), folder].iter().collect::<PathBuf>());
        paths
            .filter_map(|folder| read(&folder.join(file))?.trim().parse::<u64>().ok())
            .collect()
    });
    total.into_iter().chain(limits).min()
}

/// So many threads, as [`threads`] counts; none where the system gives none.
pub(super) fn pool(asked: usize) -> Option<rayon::ThreadPool> {
    let builder = rayon::ThreadPoolBuilder::new().num_threads(threads(asked));
    builder.build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name, files with their contents, and the bytes they tell of.
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], Option<u64>);

    #[test]
    fn the_least_of_what_is_there_and_what_is_allowed() {
        let info = (
            "/proc/meminfo",
            "MemTotal:       1000000 kB\nMemFree: 1 kB\n",
        );
        let two = ("/proc/self/cgroup", "0::/user.slice/run\n");
        let one = (
            "/proc/self/cgroup",
            "5:cpu:/a\n4:memory,x:/docker/1\n0::/\n",
        );
        let whole = Some(1_024_000_000);
        let cases: [Case<'_>; 7] = [
            ("nothing is told", &[], None),
            ("no groups", &[info], whole),
            (
                "no limit",
                &[info, two, ("/sys/fs/cgroup/user.slice/memory.max", "max\n")],
                whole,
            ),
            (
                "its own",
                &[
                    info,
                    two,
                    ("/sys/fs/cgroup/user.slice/run/memory.max", "4096\n"),
                ],
                Some(4096),
            ),
            (
                "of one above",
                &[info, two, ("/sys/fs/cgroup/memory.max", "8192\n")],
                Some(8192),
            ),
            (
                "of version 1",
                &[
                    info,
                    one,
                    (
                        "/sys/fs/cgroup/memory/docker/1/memory.limit_in_bytes",
                        "5000\n",
                    ),
                ],
                Some(5000),
            ),
            (
                "more than is there",
                &[
                    info,
                    one,
                    (
                        "/sys/fs/cgroup/memory/memory.limit_in_bytes",
                        "9223372036854771712\n",
                    ),
                ],
                whole,
            ),
        ];
        for (name, files, expected) in cases {
            let read = |path: &Path| {
                let file = files.iter().find(|(name, _)| Path::new(name) == path);
                file.map(|(_, content)| (*content).to_owned())
            };
            assert_eq!(memory(&read), expected, "{name}");
        }
    }

    #[test]
    fn the_default_is_usable() {
        assert!((LEAST_BYTES..=MEMORY_BYTES).contains(&memory_bytes()));
        assert_eq!(threads(3), 3);
        assert!(threads(0) >= 1);
    }
}
