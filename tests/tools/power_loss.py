#!/usr/bin/env python3
"""Cuts the power while an index is written, on paper: what the disk may hold then has to be a whole index.

    python3 tests/tools/power_loss.py target/release/morgue [--rounds 300] [--seed 1]

Runs are recorded with strace: every write, sync, creation, rename and removal in the index folder. Shown from the record:
when a commit is put in place, all files that it names, and their names in the folder, were synced. Then, at random
moments: what was written to a file since it was last synced is cut or turned to zeros at a random place; of what was
created, renamed and removed in a folder since that was last synced only the first few, at random, are there. The index
that is left must answer, byte for byte, as before the run or as after it, and the next run ends like a fresh one.
Needs strace. 300 rounds take about a minute. Prints `N passed, M failed`.
"""

import argparse
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

from faults import ALL, write

CALLS = "openat,open,creat,write,writev,pwrite64,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,linkat"
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
FILE = re.compile(r"^\w+\(\d+<([^>]*)>")


def text(escaped):
    return bytes.fromhex(escaped.replace("\\x", ""))


def lines_of(trace):
    """Whole calls, in the order in which they ended."""
    begun = {}
    for line in trace.read_text().splitlines():
        pid, _, call = line.partition(" ")
        call = call.strip()
        if call.endswith("<unfinished ...>"):
            begun[pid] = call.removesuffix("<unfinished ...>")
        elif call.startswith("<... ") and " resumed>" in call:
            yield begun.pop(pid, "") + call.split(" resumed>", 1)[1]
        else:
            yield call


def steps_of(trace, folder):
    """What was done in a folder: (what, path, more)."""
    for call in lines_of(trace):
        if " = -1 " in call or "(" not in call:
            continue
        name = call.split("(", 1)[0]
        within = FILE.match(call)
        where = bytes.fromhex(within[1].replace("\\x", "")).decode() if within and "\\x" in within[1] else within and within[1]
        paths = [text(found).decode(errors="replace") for found in TEXT.findall(call)] if name not in ("write", "writev", "pwrite64") else []
        if name in ("write", "writev") and where and where.startswith(folder):
            yield "write", where, b"".join(text(found) for found in TEXT.findall(call))
        elif name == "ftruncate" and where and where.startswith(folder):
            yield "truncate", where, int(call.split(",")[1].split(")")[0])
        elif name in ("fsync", "fdatasync") and where and where.startswith(folder):
            yield "sync", where, None
        elif name in ("open", "openat", "creat") and paths and paths[-1].startswith(folder):
            if "O_CREAT" in call or "O_TRUNC" in call:
                yield "open", paths[-1], "O_TRUNC" in call
        elif name.startswith("rename") and len(paths) > 1 and paths[1].startswith(folder):
            yield "rename", paths[0], paths[1]
        elif name in ("unlink", "unlinkat") and paths and paths[-1].startswith(folder):
            yield "unlink", paths[-1], None
        elif name == "mkdir" and paths and paths[-1].startswith(folder):
            yield "mkdir", paths[-1], None
        elif name == "linkat" and len(paths) > 1 and paths[1].startswith(folder):
            yield "link", paths[0], paths[1]


class File:
    """What a file holds now, and what is on the disk for sure."""

    def __init__(self, data=b""):
        self.data, self.sure = bytearray(data), bytes(data)

    def after_power_loss(self, pick):
        if bytes(self.data) == self.sure:
            return self.sure
        kept = pick.randint(0, len(self.data))
        if self.data[: len(self.sure)] == self.sure:
            kept = pick.randint(len(self.sure), len(self.data))
        left = bytearray(self.data[:kept])
        if pick.random() < 0.5 and len(left) > len(self.sure):
            at = pick.randint(len(self.sure), len(left))
            left[at:] = bytes(len(left) - at)
        return bytes(left)


class Disk:
    """Names and files of a folder tree; for each folder the changes of names that are not synced yet."""

    def __init__(self, folder):
        self.names, self.waiting = {}, []
        for place in sorted(pathlib.Path(folder).rglob("*")) if pathlib.Path(folder).exists() else []:
            self.names[str(place)] = None if place.is_dir() else File(place.read_bytes())
        self.sure = dict(self.names)

    def change(self, names, step):
        what, path, more, file = step
        if what in ("open", "mkdir"):
            names[path] = file
        elif what == "rename":
            names.pop(path, None)
            names[more] = file
        elif what == "link":
            names[more] = file
        else:
            names.pop(path, None)

    def note(self, what, path, more, file):
        step = (what, path, more, file)
        self.change(self.names, step)
        self.waiting.append(step)

    def do(self, what, path, more):
        file = self.names.get(path)
        if what == "write" and file:
            file.data += more
        elif what == "truncate" and file:
            del file.data[more:]
        elif what == "sync":
            if file:
                file.sure = bytes(file.data)
            else:
                here = [s for s in self.waiting if os.path.dirname(s[2] if s[0] in ("rename", "link") else s[1]) == path]
                for step in here:
                    self.change(self.sure, step)
                self.waiting = [step for step in self.waiting if step not in here]
        elif what == "open":
            if path not in self.names:
                self.note("open", path, None, File())
            elif more:
                file.data.clear()
        elif what in ("rename", "unlink", "mkdir", "link"):
            self.note(what, path, more, file)

    def after_power_loss(self, pick, folder, to):
        names = dict(self.sure)
        for step in self.waiting[: pick.randint(0, len(self.waiting))]:
            self.change(names, step)
        to.mkdir()
        for path, file in sorted(names.items()):
            place = to / os.path.relpath(path, folder)
            if file is None:
                place.mkdir(parents=True, exist_ok=True)
            elif place.parent.is_dir():
                place.write_bytes(file.after_power_loss(pick))

    def unsynced(self, meta):
        """What a commit names that might not outlast a power cut."""
        ids = [segment["segment_id"].replace("-", "") for segment in json.loads(meta.split(b"\n#")[0])["segments"]]
        for path, file in self.names.items():
            name = os.path.basename(path)
            if file and (name.split(".")[0] in ids and not name.endswith(".temp") or name.startswith("manifest-")):
                if self.sure.get(path) is not file or bytes(file.data) != file.sure:
                    yield name


class Recording:
    """One run: the folder before, what was done, and the answers before and after."""

    def __init__(self, rig, home, number):
        self.steps, self.wrong = [], []
        self.index = rig.index
        self.before = Disk(rig.index)
        self.old = rig.run(rig.index, *ALL)
        trace = home / "trace"
        watched = ["strace", "-f", "-y", "-xx", "-s", "10000000", "-e", f"trace={CALLS}", "-o", str(trace)]
        command = [*watched, rig.binary, "--index", str(rig.index), "index", "-q", str(rig.corpus)]
        subprocess.run(command, check=True, capture_output=True)
        self.steps = list(steps_of(trace, str(rig.index)))
        self.new = rig.run(rig.index, *ALL)
        self.corpus = home / f"corpus-{number}"
        shutil.copytree(rig.corpus, self.corpus)

    def disk(self, moment):
        disk = Disk.__new__(Disk)
        disk.names = {path: file and File(bytes(file.sure)) for path, file in self.before.names.items()}
        disk.sure, disk.waiting = dict(disk.names), []
        for what, path, more in self.steps[:moment]:
            if what == "rename" and more.endswith("/meta.json"):
                self.wrong += [f"not synced before the commit: {name}" for name in disk.unsynced(bytes(disk.names[path].data))]
            disk.do(what, path, more)
        return disk


class Rig:
    """A binary, a corpus that changes, its index."""

    def __init__(self, binary, home):
        self.binary, self.corpus, self.index = binary, home / "corpus", home / "index"
        self.corpus.mkdir()

    def run(self, index, *words):
        words = [self.binary, "--index", str(index), *map(str, words)]
        return subprocess.run(words, capture_output=True, timeout=60)

    def change(self, number):
        for source in "abcdef"[number % 3 :]:
            write(self.corpus, source, number)
        write(self.corpus, f"n{number}", number)
        if number % 2:
            (self.corpus / f"n{number - 1}.jsonl").unlink()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("morgue")
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    pick = random.Random(given.seed)
    passed = failed = as_before = 0
    with tempfile.TemporaryDirectory() as home:
        home = pathlib.Path(home).resolve()
        rig = Rig(str(pathlib.Path(given.morgue).resolve()), home)
        recordings = []
        for number in range(12):
            rig.change(number)
            recordings.append(Recording(rig, home, number))
        for number, recording in enumerate(recordings):
            recording.disk(len(recording.steps))
            commits = sum(what == "rename" and more.endswith("/meta.json") for what, _, more in recording.steps)
            for what in recording.wrong or ([] if commits else ["no commit was seen"]):
                failed += 1
                print(f"run {number}: {what}")
        for number in range(given.rounds):
            recording = recordings[number % len(recordings)]
            left = home / "left"
            shutil.rmtree(left, ignore_errors=True)
            moment = pick.randint(0, len(recording.steps))
            recording.disk(moment).after_power_loss(pick, rig.index, left)
            asked = rig.run(left, *ALL)
            nothing = asked.returncode == 2 and b"no index here" in asked.stderr
            right = asked.stdout in (recording.old.stdout, recording.new.stdout) and asked.returncode != 2 or nothing
            right = right and not (nothing and recording.old.returncode != 2)
            as_before += asked.stdout == recording.old.stdout
            wrong = None if right else f"answers with {asked.returncode}: {asked.stderr.decode()[:300]}"
            # The index knows the corpus at its own place.
            shutil.rmtree(rig.corpus)
            shutil.copytree(recording.corpus, rig.corpus)
            ended = rig.run(left, "index", "-q", rig.corpus)
            if not wrong and (ended.returncode != 0 or rig.run(left, *ALL).stdout != recording.new.stdout):
                wrong = f"the next run ends with {ended.returncode}: {ended.stderr.decode()[:300]}"
            passed, failed = passed + (not wrong), failed + bool(wrong)
            if wrong:
                print(f"round {number}, run {number % len(recordings)}, step {moment} of {len(recording.steps)}: {wrong}", flush=True)
    print(f"{as_before} of {given.rounds} answered as before the run")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    os.environ.pop("MORGUE_INDEX", None)
    main()
