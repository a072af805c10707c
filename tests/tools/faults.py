#!/usr/bin/env python3
"""Makes every system call fail once, and looks what the program does about it.

    python3 tests/tools/faults.py target/release/morgue [--sample 60] [--only update:open] [--verbose]

A library that is preloaded (faults.c, built here with cc) fails the n-th call of a kind with an error that it can have in
life, for every n up to --sample of them, evenly chosen: while an index is built, while it is updated, and for every
command that reads. Right is

  a whole answer, the same bytes as without the fault; always so where a call was only cut short or interrupted;
  or exit code 2, with an error that says what and where, and does not call the index damaged;
  while indexing also exit code 1 where a file of the corpus could not be read and is named.

After a fault while writing, every source of the archive answers in its old form or its new one, and the next run ends
like a fresh one. With the default sample it takes some ten minutes. Prints a table and `N passed, M failed`.
"""

import argparse
import collections
import errno
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile

ERRORS = {
    "write": ["ENOSPC", "EIO", "EINTR", "short"],
    "read": ["EIO", "EINTR", "short"],
    "fsync": ["EIO", "ENOSPC"],
    "rename": ["EIO", "ENOSPC", "EACCES"],
    "open": ["EMFILE", "EACCES", "EIO", "EINTR"],
    "mmap-file": ["ENOMEM", "EACCES"],
    "mmap-memory": ["ENOMEM"],
    "stat": ["EIO", "EACCES"],
    "readdir": ["EIO"],
    "opendir": ["EMFILE", "EACCES"],
    "unlink": ["EIO", "EACCES"],
    "flock": ["EINTR", "ENOLCK"],
    "ftruncate": ["EIO", "EINTR"],
    "mkdir": ["ENOSPC", "EACCES"],
    "realpath": ["EIO", "EACCES"],
    "link": ["EIO"],
    "copy": ["EIO"],
}
HARMLESS = {"EINTR", "short"}
CAUSES = (b"input/output error", b"permission denied", b"too many open files")
READING = {
    "search": ["search", "canal", "-n", "0"],
    "jsonl": ["search", '"the canal"', "--format", "jsonl", "-n", "0", "--sort", "newest"],
    "count": ["count", "canal w/s quiet"],
    "show": ["show", "a|1|0"],
    "facets": ["facets", "people", "canal"],
    "timeline": ["timeline", "canal"],
    "explain": ["explain", "canal OR quay"],
    "status": ["status"],
    "verify": ["verify"],
}
ALL = ["search", "--format", "jsonl", "-n", "0", "--sort", "newest"]
WORDS = "lock gate barge rope horn quay mud reed heron tow keeper bridge water stone grain coal salt".split()


def write(folder, source, edition, count=4, ending="jsonl"):
    pick = random.Random(f"{source}{edition}")
    lines = [
        json.dumps(
            {
                "id": f"{source}|{edition}|{number}",
                "published": f"2019-01-{number + 1:02d}",
                "headline": f"Canal log {source} {number}",
                "body": "The canal was quiet, said Ada Example. " + " ".join(pick.choices(WORDS, k=30)) + ".",
            }
        )
        for number in range(count)
    ]
    text = "\n".join(lines) + "\n"
    if ending == "zip":
        with zipfile.ZipFile(folder / f"{source}.zip", "w") as packed:
            packed.writestr("all.jsonl", text)
    else:
        (folder / f"{source}.{ending}").write_text(text)


class Rig:
    """A binary, a corpus in its new state, an index of the old one, and what is right."""

    def __init__(self, binary, home):
        self.binary, self.home, self.corpus = binary, home, home / "corpus"
        self.library = home / "faults.so"
        here = pathlib.Path(__file__).resolve().parent
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", self.library, here / "faults.c", "-ldl"], check=True)
        (self.corpus / "inner").mkdir(parents=True)
        for source in "abcdefgh":
            write(self.corpus, source, 1)
        write(self.corpus / "inner", "z", 1, ending="zip")
        self.old = self.forms(self.built("base"))
        for source in "abc":
            write(self.corpus, source, 2, count=5)
        write(self.corpus, "new", 2)
        (self.corpus / "d.jsonl").unlink()
        (self.corpus / "e.jsonl").rename(self.corpus / "inner" / "e.jsonl")
        self.index = home / "index"
        self.whole = self.run(self.built("fresh"), *ALL).stdout
        self.new = self.forms(home / "fresh")
        self.prepare("update")
        self.answers = {name: self.run(self.index, *words) for name, words in READING.items()}

    def built(self, name):
        index = self.home / name
        ended = self.run(index, "index", "-q", self.corpus)
        assert ended.returncode == 0, ended.stderr
        return index

    def run(self, index, *words, fault=None):
        environment = dict(os.environ)
        if fault:
            environment.update(fault, LD_PRELOAD=str(self.library))
        words = [self.binary, "--index", str(index), *map(str, words)]
        try:
            return subprocess.run(words, capture_output=True, env=environment, timeout=20)
        except subprocess.TimeoutExpired as late:
            return subprocess.CompletedProcess(words, 999, late.stdout or b"", b"still running after 20 s")

    def forms(self, index):
        """Sources with the ids of their stories and where they are."""
        forms = collections.defaultdict(list)
        for line in self.run(index, *ALL).stdout.splitlines():
            hit = json.loads(line)
            forms[hit["id"].split("|")[0]].append((hit["id"], hit["path"]))
        return {source: sorted(have) for source, have in forms.items()}

    def prepare(self, scene):
        shutil.rmtree(self.index, ignore_errors=True)
        if scene != "build":
            shutil.copytree(self.home / "base", self.index)

    def words(self, scene):
        return ["index", self.corpus] if scene in ("build", "update") else READING[scene]

    def calls(self, scene, call):
        """How many calls of a kind there are."""
        self.prepare(scene)
        counted = self.home / "count"
        counted.unlink(missing_ok=True)
        self.run(self.index, *self.words(scene), fault={"FAULT_CALL": call, "FAULT_COUNT": str(counted)})
        return int(counted.read_text()) if counted.exists() else 0

    def judge(self, scene, call, nth, error):
        """What is wrong with what a command does about a fault; None: nothing."""
        self.prepare(scene)
        number = error if error == "short" else str(getattr(errno, error))
        fault = {"FAULT_CALL": call, "FAULT_NTH": str(nth), "FAULT_ERRNO": number}
        ended = self.run(self.index, *self.words(scene), fault=fault)
        said = ended.stderr.decode(errors="replace")
        if ended.returncode not in (0, 1, 2) or any(word in said for word in ("panicked", "broke at", "please report")):
            return f"ended with {ended.returncode}: {said[-300:]}"
        if ended.returncode == 2 and (not said.strip() or "damaged" in said or "--rebuild" in said):
            return f"an error that misleads: {said[:300]}"
        if ended.returncode == 2 and error in HARMLESS:
            return f"not survived: {said[:300]}"
        if scene in ("build", "update"):
            return self.judge_index(scene, ended, said)
        right = self.answers[scene]
        if scene == "verify" and ended.returncode == 1 and any(why in ended.stdout for why in CAUSES):
            # A file of the corpus that cannot be looked at is a finding, with its cause.
            return None
        if ended.returncode != 2 and (ended.returncode, ended.stdout) != (right.returncode, right.stdout):
            return f"another answer, exit code {ended.returncode}: {ended.stdout[:200]} {said[:200]}"
        return None

    def judge_index(self, scene, ended, said):
        old = self.old if scene == "update" else {}
        if ended.returncode == 1 and "error:" not in said:
            return f"exit code 1 and nothing named: {said[:200]}"
        asked = self.run(self.index, *ALL)
        nothing_yet = scene == "build" and asked.returncode == 2 and b"no index here" in asked.stderr
        if asked.returncode == 2 and not nothing_yet:
            return f"cannot be asked afterwards: {asked.stderr[:300]}"
        if ended.returncode == 0 and asked.stdout != self.whole:
            return f"exit code 0, but not all is in: {said[:200]}"
        forms = {} if nothing_yet else self.forms(self.index)
        for source in set(old) | set(self.new) | set(forms):
            if forms.get(source) not in (old.get(source), self.new.get(source)):
                return f"{source} is neither old nor new: {forms.get(source)}; exit code {ended.returncode}: {said[:200]}"
        again = self.run(self.index, "index", "-q", self.corpus)
        if again.returncode != 0 or self.run(self.index, *ALL).stdout != self.whole:
            return f"the next run ends with {again.returncode}, not like a fresh one: {again.stderr[:300]}"
        checked = self.run(self.index, "verify")
        if checked.returncode != 0:
            return f"verify after the next run: {checked.stdout[:300]}"
        return None


def evenly(count, sample):
    """The numbers of at most `sample` of `count` calls, the first and the last among them."""
    if count <= sample:
        return list(range(1, count + 1))
    return sorted({1 + round(n * (count - 1) / max(1, sample - 1)) for n in range(sample)})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("morgue")
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--only", default="", help="scene:call, or a part of it")
    parser.add_argument("--verbose", action="store_true", help="a line for every fault")
    given = parser.parse_args()
    table, passed, failed = collections.Counter(), 0, 0
    with tempfile.TemporaryDirectory() as home:
        rig = Rig(str(pathlib.Path(given.morgue).resolve()), pathlib.Path(home).resolve())
        for scene in ["build", "update", *READING]:
            for call, errors in ERRORS.items():
                if given.only not in f"{scene}:{call}":
                    continue
                for nth in evenly(rig.calls(scene, call), given.sample):
                    for error in errors:
                        wrong = rig.judge(scene, call, nth, error)
                        table[call, error, bool(wrong)] += 1
                        passed, failed = passed + (not wrong), failed + bool(wrong)
                        if wrong or given.verbose:
                            print(f"{scene}: {call} {nth} {error}: {wrong or 'right'}", flush=True)
    print(f"{'call':14} {'error':8} {'right':>6} {'other':>6}")
    for call, errors in ERRORS.items():
        for error in errors:
            right, other = table[call, error, False], table[call, error, True]
            if right + other:
                print(f"{call:14} {error:8} {right:6} {other:6}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    os.environ.pop("MORGUE_INDEX", None)
    main()
