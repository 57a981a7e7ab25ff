#!/usr/bin/env python3
"""Indexes one folder of UTF-8 text files with zhengsou and with what else is installed, in turn.

    benches/compare/compare.py FOLDER [--zhengsou PROGRAM] [--lucene FOLDER_OF_JARS] [--rounds N]

Peers, each skipped visibly where it is not installed:
  sqlite   FTS5 with the trigram tokenizer, Python's sqlite3 (finds no string of fewer than 3 characters)
  tantivy  tantivy-py, words cut by jieba.cut before, query and text alike (pip install tantivy jieba)
  xapian   CJK n-grams, positions (apt-get install python3-xapian; run with Debian's python3)
  recoll   Xapian's index with Recoll's own n-grams of two (apt-get install recollcmd)
  lucene   CJKAnalyzer: bigrams (JDK 17; lucene-core and lucene-analysis-common jars, 9.12)
  grep, rg for queries only: they read all files again for each

All peers index text as it is (tantivy: its words), store it, and do nothing else: no cleaning, no
metadata. Every build is a
process of its own, on all cores where the peer can; time, processor time and peak memory are the
process's. A query is asked of the built index as an exact phrase and counts documents: of zhengsou,
recoll, grep and rg as whole processes, of the others within one process, after a first time. Medians of the rounds. Not for CI: machines are noisy, and the peers are seldom there.
"""

import argparse
import importlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

QUERIES = ["企业", "一区多园", "高新技术产业开发区", "县级以上地方人民政府", "应当自收到申请之日起"]
HERE = Path(__file__).resolve().parent


def texts(folder):
    """Yields the path and the text of every file."""
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            yield str(path), path.read_text(encoding="utf-8", errors="replace")


class Sqlite:
    needs = ["sqlite3"]

    def build(self, folder, index):
        import sqlite3

        database = sqlite3.connect(f"{index}/fts.db")
        database.execute("PRAGMA journal_mode=OFF")
        database.execute("CREATE VIRTUAL TABLE t USING fts5(path UNINDEXED, body, tokenize='trigram')")
        database.executemany("INSERT INTO t VALUES (?, ?)", texts(folder))
        database.commit()

    def open(self, index):
        import sqlite3

        self.database = sqlite3.connect(f"{index}/fts.db")

    def ask(self, query):
        if len(query) < 3:
            return None
        sql = "SELECT count(*) FROM t WHERE t MATCH ?"
        return self.database.execute(sql, (f'"{query}"',)).fetchone()[0]


class Tantivy:
    needs = ["tantivy", "jieba"]

    def schema(self):
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("path", stored=True, tokenizer_name="raw")
        builder.add_text_field("body", stored=True, tokenizer_name="whitespace")
        return builder.build()

    def build(self, folder, index):
        import jieba
        import tantivy

        jieba.setLogLevel(60)
        writer = tantivy.Index(self.schema(), path=index).writer(512_000_000, os.cpu_count())
        for path, text in texts(folder):
            words = " ".join(jieba.cut(text))
            writer.add_document(tantivy.Document(path=path, body=words))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, index):
        import jieba
        import tantivy

        jieba.setLogLevel(60)
        self.jieba = jieba
        self.tantivy = tantivy
        self.index = tantivy.Index.open(index)
        self.searcher = self.index.searcher()

    def ask(self, query):
        words = list(self.jieba.cut(query))
        query, schema = self.tantivy.Query, self.index.schema
        if len(words) == 1:
            asked = query.term_query(schema, "body", words[0])
        else:
            asked = query.phrase_query(schema, "body", words)
        return self.searcher.search(asked, limit=1, count=True).count


class Xapian:
    needs = ["xapian"]

    def build(self, folder, index):
        import xapian

        database = xapian.WritableDatabase(f"{index}/db", xapian.DB_CREATE)
        generator = xapian.TermGenerator()
        generator.set_flags(generator.FLAG_CJK_NGRAM)
        for _, text in texts(folder):
            document = xapian.Document()
            document.set_data(text)
            generator.set_document(document)
            generator.index_text(text)
            database.add_document(document)
        database.commit()
        database.close()

    def open(self, index):
        import xapian

        self.xapian = xapian
        self.database = xapian.Database(f"{index}/db")
        self.parser = xapian.QueryParser()

    def ask(self, query):
        flags = self.parser.FLAG_PHRASE | self.parser.FLAG_CJK_NGRAM
        asked = self.parser.parse_query(f'"{query}"', flags)
        enquire = self.xapian.Enquire(self.database)
        enquire.set_query(asked)
        enquire.set_weighting_scheme(self.xapian.BoolWeight())
        documents = self.database.get_doccount()
        return enquire.get_mset(0, documents, documents).size()


IN_PYTHON = {"sqlite": Sqlite, "tantivy": Tantivy, "xapian": Xapian}


def missing(name, arguments):
    """Returns why a peer cannot run, or None."""
    if name in IN_PYTHON:
        for module in IN_PYTHON[name].needs:
            try:
                importlib.import_module(module)
            except ImportError:
                return f"no Python module {module}"
    elif name == "lucene":
        if not (arguments.lucene and shutil.which("javac")):
            return "no javac, or no --lucene"
    elif name == "zhengsou":
        if not shutil.which(arguments.zhengsou):
            return f"no program {arguments.zhengsou}"
    elif not shutil.which({"recoll": "recollq"}.get(name, name)):
        return "not installed"
    return None


def lucene_classes(arguments):
    jars = [str(jar) for jar in Path(arguments.lucene).glob("*.jar")]
    return os.pathsep.join([*jars, arguments.classes])


def lucene(arguments, *rest):
    return ["java", "-cp", lucene_classes(arguments), "Lucene", *rest]


def build_command(name, arguments, index):
    if name == "zhengsou":
        return [arguments.zhengsou, "index", arguments.folder, "--index", f"{index}/idx"]
    if name == "lucene":
        return lucene(arguments, "build", arguments.folder, index)
    if name == "recoll":
        settings = f"topdirs = {os.path.abspath(arguments.folder)}\n"
        Path(index, "recoll.conf").write_text(settings, encoding="utf-8")
        return ["recollindex", "-c", os.path.abspath(index), "-z"]
    return [sys.executable, __file__, arguments.folder, "--build", name, index]


def run(command):
    """Runs a process; returns seconds, processor seconds and peak memory in MB."""
    started = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace"
    )
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{command[0]} failed: {said}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6


def size(folder):
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1e6


def timed(ask, rounds):
    """Asks once, then times; returns the answer and the median in milliseconds."""
    answer = ask()
    times = []
    for _ in range(rounds):
        started = time.monotonic()
        ask()
        times.append((time.monotonic() - started) * 1000)
    return answer, statistics.median(times)


def whole_process(command, count):
    def ask():
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode not in (0, 1):
            sys.exit(f"{command}: {ran.stderr}")
        return count(ran.stdout)

    return ask


def lines(text):
    return len(text.splitlines())


def results(text):
    """Recoll says `73 results` on a line of its own, and with a limit `73 results (printing  1 max)`."""
    found = [line.split()[0] for line in text.splitlines() if line[:1].isdigit() and " results" in line]
    return int(found[0]) if found else 0


def query_times(name, arguments, index):
    """Returns, for each query, documents found and milliseconds."""
    if name == "lucene":
        command = lucene(arguments, "ask", index, str(arguments.rounds), *QUERIES)
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        rows = [line.split("\t") for line in said.splitlines()]
        return [(int(found), float(took)) for found, took in rows]
    if name in IN_PYTHON:
        peer = IN_PYTHON[name]()
        peer.open(index)
        asks = [lambda query=query: peer.ask(query) for query in QUERIES]
    else:
        commands = {
            "zhengsou": lambda query: [arguments.zhengsou, "search", "-F", query, "--count", "--rows", "document", "--index", f"{index}/idx"],
            "recoll": lambda query: ["recollq", "-c", os.path.abspath(index), "-n", "0-1", f'"{query}"'],
            "grep": lambda query: ["grep", "-rlF", "--", query, arguments.folder],
            "rg": lambda query: ["rg", "-lF", "--no-ignore", "--", query, arguments.folder],
        }
        count = {"zhengsou": int, "recoll": results}.get(name, lines)
        asks = [whole_process(commands[name](query), count) for query in QUERIES]
    return [timed(ask, arguments.rounds) for ask in asks]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--zhengsou", default="target/release/zhengsou")
    parser.add_argument("--lucene", help="folder of Lucene's jars")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--build", nargs=2, metavar=("PEER", "INDEX"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.build:
        name, index = arguments.build
        IN_PYTHON[name]().build(arguments.folder, index)
        return
    text = size(arguments.folder)
    print(f"{text:.1f} MB of text; medians of {arguments.rounds}")
    peers = ["zhengsou", "sqlite", "tantivy", "xapian", "recoll", "lucene", "grep", "rg"]
    for name in list(peers):
        if reason := missing(name, arguments):
            print(f"SKIPPED: {name}: {reason}")
            peers.remove(name)
    builders = [name for name in peers if name not in ("grep", "rg")]
    with tempfile.TemporaryDirectory(dir=".") as scratch:
        arguments.classes = f"{scratch}/classes"
        if "lucene" in builders:
            compile_java = ["javac", "-d", arguments.classes, "-cp", lucene_classes(arguments)]
            subprocess.run([*compile_java, str(HERE / "Lucene.java")], check=True)
        builds = {name: [] for name in builders}
        for _ in range(arguments.rounds):
            for name in builders:
                index = f"{scratch}/{name}"
                shutil.rmtree(index, ignore_errors=True)
                os.mkdir(index)
                builds[name].append(run(build_command(name, arguments, index)))
        print(f"{'build':<10}{'wall':>9}{'MB/s':>8}{'cpu':>9}{'peak':>10}{'index':>10}{'/ text':>8}")
        for name in builders:
            wall, cpu, peak = (statistics.median(figures) for figures in zip(*builds[name]))
            index = size(f"{scratch}/{name}")
            print(
                f"{name:<10}{wall:>7.1f} s{text / wall:>8.1f}{cpu:>7.1f} s{peak:>7.0f} MB"
                f"{index:>7.1f} MB{index / text:>8.2f}"
            )
        print("queries, documents found and ms: " + "  ".join(QUERIES))
        for name in peers:
            answers = query_times(name, arguments, f"{scratch}/{name}")
            cells = ["–" if found is None else f"{found} in {took:.2f}" for found, took in answers]
            print(f"{name:<10}" + "  ".join(f"{cell:>16}" for cell in cells))


if __name__ == "__main__":
    main()
