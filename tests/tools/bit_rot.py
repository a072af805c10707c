#!/usr/bin/env python3
"""Damages the files of an index, one at a time, and holds every answer against that of the whole index.

    python3 tests/tools/bit_rot.py target/release/morgue --rounds 2000 [--seed 1] [--more]

Damages are a flipped bit, a page of zeros and a cut; with --more as often bytes too many, a file that is gone, and one in
whose place another of its kind is (whose own checksum is good, as after copying back what does not belong together). They
go over all kinds of files of an index of several segments with deleted stories, of lines of JSON, text and zips. After
each damage:

  search    every question gives the right answer, or exit code 2 with an error that says what is damaged
  verify    finds the damage
  update    a changed corpus is indexed on top (every fifth time ten times, so that segments are merged); then again every
            answer is right or an error, and where `verify` is clean all are right
  repair    `morgue repair` ends with 0; all answers are those of a fresh index, and `verify` is clean
  orphaned  (every fifth time) `repair` where a file of the corpus is gone, too: all other stories are there; its own as well,
            or exit code 1 and its name

Anything else fails. A round takes about 0.2 s with a release build. Prints a table and `N passed, M failed`.
"""

import argparse
import collections
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile

QUESTIONS = [
    ["search", "--format", "jsonl", "-n", "0", "--sort", "newest"],
    ["search", "keeper OR lamp", "--json"],
    ["search", '"the lamp was"', "--format", "text"],
    ["search", "--person", "Ada Example", "--format", "ids", "-n", "0"],
    ["search", "lamp", "--from", "2019-01-03", "--to", "2019-01-20", "--format", "ids", "-n", "0"],
    ["count", "lamp w/s keeper"],
    ["count", "kee*"],
    ["facets", "people", "lamp"],
    ["timeline", "lamp", "--by", "day"],
    ["show", "s3-2"],
    ["explain", "lamp OR quay"],
]
STEPS = ("search", "update", "repair", "orphaned")
WORDS = "lock gate barge rope horn quay mud reed heron tow keeper bridge water stone grain coal salt".split()


def story(pick, file, number, edition):
    """A story of a file, in an edition of it."""
    body = " ".join(pick.choice(WORDS) for _ in range(60))
    return {
        "id": f"s{file}-{number}",
        "published": f"2019-01-{(file * 7 + number) % 28 + 1:02d}",
        "headline": f"Lamp log {file} {number}",
        "body": f"The lamp was lit by keeper {edition}. Ada Example, a harbour master, said so. {body}.",
    }


def write(folder, file, edition, stories=8):
    pick = random.Random(1000 * file + edition)
    made = [story(pick, file, n, edition) for n in range(stories)]
    lines = "\n".join(map(json.dumps, made)) + "\n"
    if file % 4 == 1:
        with zipfile.ZipFile(folder / f"f{file:02}.zip", "w") as packed:
            packed.writestr(zipfile.ZipInfo("all.jsonl"), lines)
    elif file % 4 == 2:
        only = made[0]
        text = f"{only['headline']}\n\nOSLO, Jan. {file}, 2019 (AP) - {only['body']}\n"
        (folder / f"f{file:02}.txt").write_text(text)
    else:
        (folder / f"f{file:02}.jsonl").write_text(lines)


class Rig:
    """A binary, a corpus and its index."""

    def __init__(self, binary, home):
        self.binary, self.home = binary, home
        self.corpus, self.index = home / "corpus", home / "whole"
        self.corpus.mkdir()
        for step in range(4):
            for file in range(4 * step, 4 * step + 5):
                write(self.corpus, file, step)
            self.run(self.index, "--threads", "1", "index", "-q", self.corpus)
        (self.corpus / "f02.txt").unlink()
        self.run(self.index, "index", "-q", self.corpus)
        segments = len(list(self.index.rglob("*.store")))
        assert segments > 2, f"{segments} segments: damage in one of several is what is looked at"
        self.whole = self.answers(self.index)
        self.updates = self.plan_updates()

    def run(self, index, *words):
        words = [self.binary, "--index", str(index), *map(str, words)]
        return subprocess.run(words, capture_output=True, timeout=60)

    def answers(self, index):
        return [self.run(index, *question) for question in QUESTIONS]

    def plan_updates(self):
        """For one update and for ten: the steps, and the right answers before and after each."""
        plans = {}
        for count in (1, 10):
            corpus = self.home / f"corpus-{count}"
            shutil.copytree(self.corpus, corpus)
            steps = [(n % 9 + 1, 100 + n) for n in range(count)]
            states = [self.whole]
            for file, edition in steps:
                write(corpus, file, edition)
                fresh = self.home / "fresh"
                shutil.rmtree(fresh, ignore_errors=True)
                self.run(fresh, "index", "-q", corpus)
                states.append(self.answers(fresh))
            plans[count] = (steps, states)
        return plans


def kind(name):
    """What kind of file this is."""
    return name.rsplit(".", 1)[-1] if len(name.split(".")[0]) == 32 else name


def damage(pick, data, others, more):
    """What was done to a file, and its content then: none where it is gone. `others`: of its kind."""
    how = pick.choice(["flip", "flip", "zero", "cut"] + (["more", "gone", "other", "other"] if more else []))
    if how == "gone":
        return how, None
    if how == "other" and others:
        return how, pick.choice(others).read_bytes()
    if how in ("more", "other") or not data:
        return "more", data + pick.choice([b"\0", b"\n", bytes(4096), data[-20:] or b"{"])
    if how == "flip":
        at = pick.randrange(len(data))
        return how, data[:at] + bytes([data[at] ^ 1 << pick.randrange(8)]) + data[at + 1 :]
    if how == "zero":
        at = pick.randrange(0, len(data), 4096)
        size = min(4096, len(data) - at)
        return how, data[:at] + bytes(size) + data[at + size :]
    return how, data[: pick.randrange(len(data))]


def lines(asked):
    """Every story as it answers, without rank: id, path, text."""
    return [(hit["id"], hit["path"], hit["headline"], str(hit["snippet"])) for hit in map(json.loads, asked.stdout.splitlines())]


def judge(given, whole):
    """right, error, or what is wrong with an answer."""
    said = given.stderr.decode(errors="replace")
    if given.returncode < 0 or given.returncode > 2 or "panicked" in said:
        return f"ended with {given.returncode}: {said[:200]}"
    if given.returncode == 2:
        fine = "the index is damaged" in said and "morgue repair" in said
        return "error" if fine else f"an error that does not help: {said[:200]}"
    same = (given.returncode, given.stdout) == (whole.returncode, whole.stdout)
    return "right" if same else "wrong answer"


class Round:
    """One damage and what comes of it."""

    def __init__(self, rig, pick, number, table, more):
        self.rig, self.pick, self.number, self.table, self.more = rig, pick, number, table, more
        self.faults = []

    def fault(self, what):
        self.faults.append(what)

    def compare(self, step, index, states, strict=False):
        """Every answer is right in one of the states, or an error; `strict`: no error."""
        for question, *wholes in zip(QUESTIONS, *states):
            given = self.rig.run(index, *question)
            verdicts = [judge(given, whole) for whole in wholes]
            verdict = "right" if "right" in verdicts else verdicts[-1]
            self.table[self.row, step, verdict if verdict in ("right", "error") else "FAILED"] += 1
            if verdict not in ("right", "error") or strict and verdict != "right":
                self.fault(f"{step} {question}: {verdict}")

    def go(self):
        rig, index = self.rig, self.rig.home / "index"
        shutil.rmtree(index, ignore_errors=True)
        shutil.copytree(rig.index, index)
        files = sorted(p for p in index.rglob("*") if p.is_file() and not p.name.startswith("writer."))
        kinds = collections.defaultdict(list)
        for file in files:
            kinds[kind(file.name)].append(file)
        names = sorted(kinds)
        file = self.pick.choice(kinds[names[self.number % len(names)]])
        data = file.read_bytes()
        others = [other for other in kinds[kind(file.name)] if other != file]
        how, changed = damage(self.pick, data, others, self.more)
        if changed == data:
            return
        file.unlink()
        if changed is not None:
            file.write_bytes(changed)
        self.row = f"{kind(file.name)} {how}"
        self.compare("search", index, [rig.whole])
        if rig.run(index, "verify").returncode == 0:
            # Bytes behind what the log counts are of no commit, and what can be worked out again is no loss.
            if how in ("more", "gone"):
                self.compare("search", index, [rig.whole], strict=True)
            else:
                self.fault("verify finds nothing")
        damaged = rig.home / "damaged"
        shutil.rmtree(damaged, ignore_errors=True)
        shutil.copytree(index, damaged)
        if self.number % 5 == 1:
            orphaned = rig.home / "orphaned"
            shutil.rmtree(orphaned, ignore_errors=True)
            shutil.copytree(index, orphaned)
            self.orphaned(orphaned)
        self.update(index, 10 if self.number % 5 == 0 else 1)
        self.repair(damaged)

    def update(self, index, count):
        rig = self.rig
        corpus = rig.home / "changing"
        shutil.rmtree(corpus, ignore_errors=True)
        shutil.copytree(rig.corpus, corpus)
        # The index knows the corpus at its own place.
        kept = rig.home / "kept"
        rig.corpus.rename(kept)
        corpus.rename(rig.corpus)
        try:
            steps, states = rig.updates[count]
            ended = 0
            for file, edition in steps:
                write(rig.corpus, file, edition)
                ran = rig.run(index, "index", "-q", rig.corpus)
                ended = ended or ran.returncode
                verdict = judge(ran, ran)
                if verdict not in ("right", "error"):
                    self.fault(f"update: {verdict}")
            # Where a run ended with an error, what was committed may be of any step; else all is of the last.
            clean = not ended and rig.run(index, "verify").returncode == 0
            self.compare("update", index, states if ended else states[-1:], strict=clean)
        finally:
            shutil.rmtree(rig.corpus)
            kept.rename(rig.corpus)

    def orphaned(self, index):
        rig = self.rig
        gone = self.pick.choice(sorted(rig.corpus.iterdir()))
        kept = rig.home / "kept-file"
        gone.rename(kept)
        try:
            ended = rig.run(index, "repair")
            said = ended.stderr.decode(errors="replace")
            asked = rig.run(index, *QUESTIONS[0])
        finally:
            kept.rename(gone)
        verdict = "right"
        if ended.returncode == 2 or judge(ended, ended) not in ("right", "error"):
            verdict = f"repair ended with {ended.returncode}: {said[:200]}"
        elif asked.returncode != 0:
            verdict = f"cannot be asked afterwards: {asked.stderr.decode()[:200]}"
        else:
            found, whole = lines(asked), lines(rig.whole[0])
            missing = [line for line in whole if line not in found]
            if any(line not in whole for line in found):
                verdict = "stories that were not there"
            elif any(line[1] != gone.name for line in missing):
                verdict = f"without {gone.name} others are lost: {missing[:3]}"
            elif missing and (ended.returncode != 1 or gone.name not in said):
                verdict = f"{gone.name} is lost, exit code {ended.returncode}: {said[:200]}"
        self.table[self.row, "orphaned", "right" if verdict == "right" else "FAILED"] += 1
        if verdict != "right":
            self.fault(f"orphaned: {verdict}")

    def repair(self, index):
        rig = self.rig
        ended = rig.run(index, "repair")
        if ended.returncode != 0:
            self.fault(f"repair ended with {ended.returncode}: {ended.stderr.decode()[:300]}")
        self.compare("repair", index, [rig.whole], strict=True)
        clean = rig.run(index, "verify")
        if clean.returncode != 0:
            self.fault(f"verify after repair: {clean.stdout.decode()[:300]}{clean.stderr.decode()[:300]}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("morgue")
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--more", action="store_true", help="files that are gone, grown or another's, too")
    given = parser.parse_args()
    binary = str(pathlib.Path(given.morgue).resolve())
    passed = failed = 0
    table = collections.Counter()
    with tempfile.TemporaryDirectory() as home:
        rig = Rig(binary, pathlib.Path(home).resolve())
        for number in range(given.rounds):
            one = Round(rig, random.Random(f"{given.seed}-{number}"), number, table, given.more)
            one.go()
            passed, failed = passed + (not one.faults), failed + bool(one.faults)
            for what in one.faults[:3]:
                print(f"round {number} {one.row}: {what}", flush=True)
    rows = sorted({row for row, _, _ in table})
    print(f"{'file and damage':28} " + " ".join(f"{step:>20}" for step in STEPS))
    for row in rows:
        cells = []
        for step in STEPS:
            counts = [table[row, step, verdict] for verdict in ("right", "error", "FAILED")]
            cells.append("/".join(map(str, counts)).rjust(20))
        print(f"{row:28} " + " ".join(cells))
    print("(right/error/FAILED)")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    os.environ.pop("MORGUE_INDEX", None)
    main()
