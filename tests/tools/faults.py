#!/usr/bin/env python3
"""Makes every system call fail once, and looks what the program does about it.

    python3 tests/tools/faults.py target/release/morgue [--sample 60] [--calls open,read] [--only update:open]
        [--times 1] [--lasting] [--verbose]

A library that is preloaded (faults.c, built here with cc) fails the n-th call of a kind with an error that it can have in
life, for every n up to --sample of them, evenly chosen: while an index is built, updated, rebuilt or repaired, on a search
with `--refresh`, and for every command that reads. With --lasting that call and all of its kind after it fail, as on a
disk that is full or gone. Right is

  a whole answer, the same bytes as without the fault; always so where a call was only cut short or interrupted;
  or exit code 2, with an error that says the cause and does not call the index damaged (`repair`, of one that is, may);
  while indexing also exit code 1 where a file of the corpus could not be read and is named.

After a fault while writing, every source of the archive answers in its old form or its new one, and the next run ends
like a fresh one. With the default sample it takes some ten minutes, with --sample 3 less than half of one. Prints a table, with a column for each
command, and `N passed, M failed`. Below each failure is the command that tries it alone; which of several threads makes
the n-th call differs between runs, so that may take some `--times`.
"""

import argparse
import collections
import errno
import gzip
import json
import os
import pathlib
import random
import re
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
    "lseek": ["EIO"],
    "fcntl": ["EMFILE"],
    "thread": ["EAGAIN"],
}
HARMLESS = {"EINTR", "short"}
# What an error may say of each cause, in small letters: the words of the system or plainer ones.
SAID = {
    "ENOSPC": ["no space left", "storage full", "disk is full"],
    "EIO": ["input/output error", "i/o error"],
    "EACCES": ["permission denied"],
    "EMFILE": ["too many open files"],
    "ENOMEM": ["memory"],
    "ENOLCK": ["no locks available", "lock"],
    "EAGAIN": ["temporarily unavailable", "thread"],
}
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
# What these do is for the most part what `update` does: unless --only names them, they are tried with a third of the sample.
MUCH_LIKE_UPDATE = ("refresh", "rebuild", "repair")
WRITING = ("build", "update", "refresh", "rebuild", "repair")
ALL = ["search", "--format", "jsonl", "-n", "0", "--sort", "newest"]
WORDS = "lock gate barge rope horn quay mud reed heron tow keeper bridge water stone grain coal salt".split()


def write(folder, source, edition, count=4, ending="jsonl"):
    """A source of the corpus in one of its editions; its stories' headlines name both."""
    pick = random.Random(f"{source}{edition}")
    if ending == "txt":
        words = " ".join(pick.choices(WORDS, k=30))
        text = f"Canal log {source} {edition} 0\n\nLOCKPORT, Jan. 3, 2019 (XYZ) -- The canal was quiet, said Ada Example.\n\n{words}.\n"
        (folder / f"{source}.txt").write_text(text)
        return
    lines = [
        json.dumps(
            {
                "id": f"{source}|{edition}|{number}",
                "published": f"2019-01-{number + 1:02d}",
                "headline": f"Canal log {source} {edition} {number}",
                "body": "The canal was quiet, said Ada Example. " + " ".join(pick.choices(WORDS, k=30)) + ".",
            }
        )
        for number in range(count)
    ]
    text = "\n".join(lines) + "\n"
    if ending == "zip":
        with zipfile.ZipFile(folder / f"{source}.zip", "w") as packed:
            packed.writestr("all.jsonl", text)
    elif ending == "gz":
        (folder / f"{source}.jsonl.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    else:
        (folder / f"{source}.{ending}").write_text(text)


class Rig:
    """A binary, a corpus in its new state, an index of the old one, and what is right."""

    def __init__(self, binary, home, lasting=False):
        self.binary, self.home, self.corpus, self.lasting = binary, home, home / "corpus", lasting
        self.library = home / "faults.so"
        here = pathlib.Path(__file__).resolve().parent
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-fno-delete-null-pointer-checks", "-o", self.library, here / "faults.c", "-ldl"], check=True)
        (self.corpus / "inner").mkdir(parents=True)
        for source in "abcdefghijkl":
            write(self.corpus, source, 1)
        for source in "mnopqrstu":
            write(self.corpus / "inner", source, 1, ending="txt")
        for source, ending in zip("vwxyz", ("gz", "gz", "zip", "zip", "zip")):
            write(self.corpus / "inner", source, 1, ending=ending)
        self.old = self.forms(self.built("base"))
        for source in "abc":
            write(self.corpus, source, 2, count=5)
        for source, ending in ("m", "txt"), ("v", "gz"), ("x", "zip"):
            write(self.corpus / "inner", source, 2, ending=ending)
        for source, ending in ("new", "jsonl"), ("fresh", "txt"), ("more", "gz"):
            write(self.corpus, source, 2, ending=ending)
        (self.corpus / "inner" / "n.txt").unlink()
        (self.corpus / "inner" / "y.zip").rename(self.corpus / "y.zip")
        (self.corpus / "d.jsonl").unlink()
        (self.corpus / "e.jsonl").rename(self.corpus / "inner" / "e.jsonl")
        self.index = home / "index"
        self.whole = self.run(self.built("fresh"), *ALL).stdout
        self.new = self.forms(home / "fresh")
        self.prepare("update")
        self.damage()
        self.answers = {name: self.run(self.index, *words) for name, words in READING.items()}

    def damage(self):
        """An index of the new state with a byte of its largest stored stories turned."""
        shutil.copytree(self.home / "fresh", self.home / "damaged")
        store = max((self.home / "damaged").rglob("*.store"), key=lambda path: path.stat().st_size)
        data = bytearray(store.read_bytes())
        data[len(data) // 3] ^= 8
        store.write_bytes(data)
        assert self.run(self.home / "damaged", "verify").returncode != 0

    def built(self, name):
        index = self.home / name
        ended = self.run(index, "index", "-q", self.corpus)
        assert ended.returncode == 0, ended.stderr
        return index

    def run(self, index, *words, fault=None):
        environment = dict(os.environ, LD_PRELOAD=str(self.library), FAULT_NO_SYNC="1", **(fault or {}))
        words = [self.binary, "--index", str(index), *map(str, words)]
        try:
            return subprocess.run(words, capture_output=True, env=environment, timeout=20)
        except subprocess.TimeoutExpired as late:
            return subprocess.CompletedProcess(words, 999, late.stdout or b"", b"still running after 20 s")

    def forms(self, index):
        return self.forms_of(self.run(index, *ALL).stdout)

    @staticmethod
    def forms_of(answer):
        """Sources with their stories and where they are."""
        forms = collections.defaultdict(list)
        for line in answer.splitlines():
            hit = json.loads(line)
            forms[hit["headline"].split()[2]].append((hit["headline"], hit["id"], hit["path"]))
        return {source: sorted(have) for source, have in forms.items()}

    def prepare(self, scene):
        shutil.rmtree(self.index, ignore_errors=True)
        if scene != "build":
            shutil.copytree(self.home / ("damaged" if scene == "repair" else "base"), self.index)

    def words(self, scene):
        if scene in READING:
            return READING[scene]
        if scene == "refresh":
            return [*ALL, "--refresh", self.corpus]
        words = {"repair": ["repair"], "rebuild": ["index", "--rebuild", self.corpus]}
        return words.get(scene, ["index", self.corpus])

    def calls(self, scene):
        """How many calls of each kind there are."""
        self.prepare(scene)
        counted = self.home / "count"
        self.run(self.index, *self.words(scene), fault={"FAULT_COUNT": str(counted)})
        calls = {kind: int(count) for kind, count in map(str.split, counted.read_text().splitlines())}
        counted.unlink()
        assert set(ERRORS) <= set(calls), "a kind that faults.c does not count"
        return calls

    def judge(self, scene, call, nth, error):
        """What is wrong with what a command does about a fault; None: nothing."""
        self.prepare(scene)
        number = error if error == "short" else str(getattr(errno, error))
        fault = {"FAULT_CALL": call, "FAULT_NTH": str(nth), "FAULT_ERRNO": number}
        if self.lasting:
            fault["FAULT_LASTING"] = "1"
        ended = self.run(self.index, *self.words(scene), fault=fault)
        said = ended.stderr.decode(errors="replace")
        if ended.returncode not in (0, 1, 2) or any(word in said for word in ("panicked", "broke at", "please report")):
            return f"ended with {ended.returncode}: {said[-300:]}"
        if ended.returncode == 2 and scene != "repair" and ("damaged" in said or "--rebuild" in said):
            return f"an error that misleads: {said[:300]}"
        if ended.returncode == 2 and error in SAID and not any(word in said.lower() for word in SAID[error]):
            return f"an error without its cause: {said[:300]}"
        if ended.returncode == 2 and error in HARMLESS:
            return f"not survived: {said[:300]}"
        if scene in WRITING:
            return self.judge_index(scene, ended, said)
        right = self.answers[scene]
        if scene == "verify" and ended.returncode == 1 and any(why in ended.stdout for why in CAUSES):
            # A file of the corpus that cannot be looked at is a finding, with its cause.
            return None
        if ended.returncode != 2 and (ended.returncode, ended.stdout) != (right.returncode, right.stdout):
            return f"another answer, exit code {ended.returncode}: {ended.stdout[:200]} {said[:200]}"
        return None

    def judge_index(self, scene, ended, said):
        if scene == "repair":
            return self.judge_repair(ended, said)
        old = {} if scene == "build" else self.old
        if scene == "refresh" and ended.returncode in (0, 1):
            # An answer: from all there is, or from what could be read, and a note that says so.
            if ended.stdout not in (self.whole, self.run(self.index, *ALL).stdout):
                return f"another answer, exit code {ended.returncode}: {said[:200]}"
            ended.returncode = 0 if ended.stdout == self.whole else 1
            said = said.replace("note:", "error:")
        if ended.returncode == 1 and "error:" not in said:
            return f"exit code 1 and nothing named: {said[:200]}"
        asked = self.run(self.index, *ALL)
        nothing_yet = scene == "build" and asked.returncode == 2 and b"no index here" in asked.stderr
        if asked.returncode == 2 and not nothing_yet:
            return f"cannot be asked afterwards: {asked.stderr[:300]}"
        if ended.returncode == 0 and asked.stdout != self.whole:
            return f"exit code 0, but not all is in: {said[:200]}"
        forms = {} if nothing_yet else self.forms_of(asked.stdout)
        for source in set(old) | set(self.new) | set(forms):
            if forms.get(source) not in (old.get(source), self.new.get(source)):
                return f"{source} is neither old nor new: {forms.get(source)}; exit code {ended.returncode}: {said[:200]}"
        return self.judge_next()

    def judge_repair(self, ended, said):
        """Not repaired, what answers is right or says that it is damaged; what could not be read again is missing and named,
        and none of it is said to be gone: all of it is there. The next try and run end whole in any case."""
        asked = self.run(self.index, *ALL)
        if ended.returncode == 0 and asked.returncode == 2:
            return f"ended with 0, and not repaired: {asked.stderr[:300]}"
        if asked.returncode != 2:
            forms = self.forms_of(asked.stdout)
            named = re.findall(r"error: (?:.*/)?(\w+)\.\w+\b", said) if ended.returncode == 1 else []
            for source in set(forms) | set(self.new):
                if forms.get(source) != self.new.get(source) and (source in forms or source not in named):
                    return f"{source} is {forms.get(source)} after a repair that ended with {ended.returncode}: {said[:300]}"
        if "not there" in said:
            return f"said to be gone, and is there: {said[:300]}"
        again = self.run(self.index, "repair")
        if again.returncode != 0:
            return f"the next repair ends with {again.returncode}: {again.stderr[:300]}"
        return self.judge_next()

    def judge_next(self):
        again = self.run(self.index, "--threads", "1", "index", "-q", self.corpus)
        if again.returncode != 0 or self.run(self.index, *ALL).stdout != self.whole:
            return f"the next run ends with {again.returncode}, not like a fresh one: {again.stderr[:300]}"
        checked = self.run(self.index, "verify")
        if checked.returncode != 0:
            return f"verify after the next run: {checked.stdout[:300]}"
        return None


def evenly(count, sample):
    """The numbers of at most `sample` of `count` calls, the first and the last among them; the middle one for one of many."""
    if count > sample == 1:
        return [(count + 1) // 2]
    if count <= sample:
        return list(range(1, count + 1))
    return sorted({1 + round(n * (count - 1) / max(1, sample - 1)) for n in range(sample)})


def chosen(given, scene, call, count):
    """The faults to try of a call in a scene, which has so many of them: which of the calls, and its errors."""
    errors = [error for error in ERRORS[call] if not (given.lasting and error == "EINTR")]
    one = given.only.split(":")
    if len(one) == 4:
        return [(int(one[2]), one[3])] * given.times if one[:2] == [scene, call] else []
    if given.only not in f"{scene}:{call}" or (given.calls and call not in given.calls.split(",")):
        return []
    sample = given.sample if given.only or scene not in MUCH_LIKE_UPDATE else max(1, given.sample // 3)
    return [(nth, error) for nth in evenly(count, sample) for error in errors] * given.times


def print_table(table):
    """Calls and errors down, commands across: how many were right, and after a stroke how many were not."""
    scenes = [scene for scene in [*WRITING, *READING] if any(scene == seen[0] for seen in table)]
    print(f"{'call':12}{'error':7}" + "".join(f"{scene:>9}" for scene in scenes) + f"{'all':>10}")
    for call, errors in ERRORS.items():
        for error in errors:
            cells = [(table[scene, call, error, False], table[scene, call, error, True]) for scene in scenes]
            total = [sum(column) for column in zip(*cells)]
            if any(total):
                shown = [f"{right}/{other}" if right + other else "-" for right, other in cells]
                print(f"{call:12}{error:7}" + "".join(f"{cell:>9}" for cell in shown) + f"{total[0]:>7}/{total[1]}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("morgue")
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--calls", default="", help="only these kinds of calls, with commas")
    parser.add_argument("--only", default="", help="scene:call, or a part of it, or one fault: scene:call:nth:error")
    parser.add_argument("--times", type=int, default=1, help="try each fault so often")
    parser.add_argument("--lasting", action="store_true", help="all calls from the n-th on fail")
    parser.add_argument("--verbose", action="store_true", help="a line for every fault")
    given = parser.parse_args()
    table, passed, failed = collections.Counter(), 0, 0
    with tempfile.TemporaryDirectory() as home:
        rig = Rig(str(pathlib.Path(given.morgue).resolve()), pathlib.Path(home).resolve(), given.lasting)
        for scene in [*WRITING, *READING]:
            calls = rig.calls(scene) if any(chosen(given, scene, call, 1) for call in ERRORS) else collections.Counter()
            for call in ERRORS:
                for nth, error in chosen(given, scene, call, calls[call]):
                    wrong = rig.judge(scene, call, nth, error)
                    table[scene, call, error, bool(wrong)] += 1
                    passed, failed = passed + (not wrong), failed + bool(wrong)
                    if wrong or given.verbose:
                        print(f"{scene}: {call} {nth} {error}: {wrong or 'right'}", flush=True)
                    if wrong:
                        only = f"--only {scene}:{call}:{nth}:{error}" + (" --lasting" if given.lasting else "")
                        print(f"    {sys.argv[0]} {given.morgue} {only} --times 20", flush=True)
    print_table(table)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    os.environ.pop("MORGUE_INDEX", None)
    main()
