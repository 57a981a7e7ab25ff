#!/usr/bin/env python3
"""Cuts the power in the middle of index runs, and sees whether what was committed is there.

sudo python3 tests/power/cut.py PROGRAM ARCHIVE [CUTS] [FILESYSTEM]

The index is on a file system of its own, in a loop device (ext4 by default; xfs works, too). At a
random moment that file system is shut down as a power cut would: what was not synced is dropped, the
journal is not flushed (ioctl FS_IOC_SHUTDOWN with NOLOGFLUSH, as the tests of Linux file systems do).
Then it is mounted again. `verify` must find the last commit whole, or nothing committed yet, and the
next run, which may be cut as well, must come to what an undisturbed run has: the same documents, the
same clusters. Linux, as root; it is no part of `tests/run`, for it mounts.
"""

import fcntl
import hashlib
import os
import pathlib
import random
import re
import struct
import subprocess
import sys
import tempfile
import time

FS_IOC_SHUTDOWN = 0x8004587D
NO_LOG_FLUSH = 2
# Small parts, so that a run has many commits.
OPTIONS = ["--commit-every", "1"]


def main():
    program, archive = map(pathlib.Path, sys.argv[1:3])
    cuts = int(sys.argv[3]) if len(sys.argv) > 3 else 50
    kind = sys.argv[4] if len(sys.argv) > 4 else "ext4"
    random.seed(1)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        whole = folder / "whole"
        started = time.monotonic()
        run([program, "index", archive, "--index", whole, *OPTIONS], check=True)
        seconds = time.monotonic() - started
        expected = digest(program, whole)
        print(f"undisturbed: {seconds:.1f} s, {expected[:16]}")
        disk = Disk(folder, kind)
        counts = {}
        try:
            for cut in range(1, cuts + 1):
                outcome = one(program, archive, disk, seconds, expected)
                counts[outcome] = counts.get(outcome, 0) + 1
                print(f"cut {cut}: {outcome}", flush=True)
        finally:
            disk.unmount()
    print(counts)
    return 0 if "WRONG" not in " ".join(counts) else 1


def one(program, archive, disk, seconds, expected):
    """Cuts one run, and now and then the run after it; returns what was found."""
    disk.make()
    index = disk.folder / "index"
    found = []
    for _ in range(random.choice([1, 1, 2])):
        command = [program, "index", archive, "--index", index, *OPTIONS]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as job:
            time.sleep(random.uniform(0, seconds * 1.1))
            disk.cut()
            job.kill()
        disk.unmount()
        disk.mount()
        verify = run([program, "verify", "--index", index])
        # 1: nothing was committed yet; 2 with a folder that is none yet is the same.
        if verify.returncode == 2 and index.joinpath("MANIFEST.toml").exists():
            return "WRONG: damaged\n" + verify.stdout + verify.stderr
        found.append({0: "whole", 1: "nothing yet", 2: "no index yet"}[verify.returncode])
    again = run([program, "index", archive, "--index", index, *OPTIONS])
    if again.returncode != 0:
        return "WRONG: cannot go on\n" + again.stderr
    if digest(program, index) != expected:
        return "WRONG: another outcome"
    return found[-1]


def digest(program, index):
    """What an index holds: documents with metadata and clusters, and some passages of their texts."""
    lines = []
    for arguments in (["documents"], ["search", "规定"]):
        shown = ["--format", "jsonl", "--reposts", "show", "--index", index]
        result = run([program, *arguments, *shown], check=True)
        # Relevance also counts documents that were replaced and not yet merged away.
        lines += sorted(re.sub(r'"(score|rank)":[^,]*,', "", line) for line in result.stdout.splitlines())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def run(command, check=False):
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if check and result.returncode:
        sys.exit(f"{command}: {result.returncode}\n{result.stderr}")
    return result


class Disk:
    """A file system in a file."""

    def __init__(self, folder, kind):
        self.image, self.folder, self.kind = folder / "disk", folder / "mounted", kind
        self.folder.mkdir()
        self.is_mounted = False

    def make(self):
        """Makes it anew, empty."""
        self.unmount()
        self.image.unlink(missing_ok=True)
        with self.image.open("wb") as image:
            image.truncate(1 << 30)
        run([f"mkfs.{self.kind}", "-q", self.image], check=True)
        self.mount()

    def mount(self):
        run(["mount", "-o", "loop", self.image, self.folder], check=True)
        self.is_mounted = True

    def unmount(self):
        if not self.is_mounted:
            return
        for _ in range(100):
            if run(["umount", self.folder]).returncode == 0:
                self.is_mounted = False
                return
            time.sleep(0.1)
        sys.exit("cannot unmount")

    def cut(self):
        """Drops what was not synced; nothing can be written from here on."""
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, FS_IOC_SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        finally:
            os.close(handle)


if __name__ == "__main__":
    sys.exit(main())
