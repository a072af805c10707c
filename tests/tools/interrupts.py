#!/usr/bin/env python3
"""Stops runs at random moments and looks whether every story is still there, in its old form or its new one.

    python3 tests/tools/interrupts.py target/release/morgue --rounds 1000 [--seed 1]

SIGINT, SIGTERM, SIGHUP and SIGKILL in equal parts, sometimes SIGINT twice, at moments spread over an incremental run
(`index`, every fourth time `search --refresh`). Between the runs the corpus grows, shrinks, changes, and its files get
other names; it is one file of many stories or many files of a few, some in a zip. After every interrupt:

  each source has all its stories of one edition: of the last state that was known to be whole, or of the new one;
  a file with another name is there under one of the two names; nothing is there twice; `count` and `verify` agree
  (`verify` may say that the corpus has changed, or that a killed run left files); a run stopped by SIGINT names the
  sources that are still in their old form.

Every eighth round the run is let finish and must equal a fresh index, with nothing left behind. A round takes about 0.3 s
with a release build. Prints `N passed, M failed`.
"""

import argparse
import collections
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]
WORDS = "lock gate barge rope horn quay mud reed heron tow keeper bridge water stone grain coal salt".split()
# What `verify` may find after an interrupt: the corpus is ahead of the index, and what a killed run left.
HARMLESS = {"file-changed", "file-gone", "orphan"}


def stories(source, edition, count):
    """Stories of a source in an edition; their ids name both."""
    pick = random.Random(f"{source} {edition}")
    for number in range(count):
        body = " ".join(pick.choice(WORDS) for _ in range(40))
        yield json.dumps(
            {
                "id": f"{source}|{edition}|{number}|{count}",
                "published": f"2019-01-{number % 28 + 1:02d}",
                "headline": f"Canal log {source} {number}",
                "body": f"The canal was quiet in edition {edition}. {body}.",
            }
        )


class Corpus:
    """A folder of sources. `state` maps each source to its path, edition and number of stories."""

    def __init__(self, folder, pick, many):
        self.folder, self.pick, self.many = folder, pick, many
        self.state, self.made, self.edition = {}, 0, 0
        folder.mkdir(parents=True)
        for _ in range(24 if many else 1):
            self.add()

    def add(self):
        source = f"s{self.made}"
        ending = "zip" if self.many and self.made % 9 == 0 else "jsonl"
        self.made += 1
        self.write(source, f"{self.pick.choice('abc')}/{source}.{ending}", 12 if self.many else 1500)

    def write(self, source, path, count):
        self.edition += 1
        place = self.folder / path
        place.parent.mkdir(exist_ok=True)
        text = "\n".join(stories(source, self.edition, count)) + "\n"
        if path.endswith(".zip"):
            with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as packed:
                packed.writestr("all.jsonl", text)
        else:
            place.write_text(text)
        self.state[source] = (path, self.edition, count)

    def change(self):
        """A few changes; at least one."""
        for _ in range(self.pick.randint(1, 6 if self.many else 2)):
            source = self.pick.choice(sorted(self.state))
            path, edition, count = self.state[source]
            what = self.pick.choice(["write", "write", "grow", "rename", "add", "remove"])
            if what in ("write", "grow") or not self.many and what in ("add", "remove"):
                self.write(source, path, count + (what == "grow") * self.pick.randint(1, 9))
            elif what == "rename":
                self.made += 1
                other = f"{self.pick.choice('abc')}/{source}-{self.made}.{path.rsplit('.', 1)[1]}"
                (self.folder / other).parent.mkdir(exist_ok=True)
                (self.folder / path).rename(self.folder / other)
                self.state[source] = (other, edition, count)
            elif what == "add":
                self.add()
            elif len(self.state) > 8:
                (self.folder / path).unlink()
                del self.state[source]


class Rig:
    """A binary, a corpus, its index, and the states in which each source may answer."""

    def __init__(self, binary, home, pick, many):
        self.binary, self.index, self.pick = binary, home / "index", pick
        self.corpus = Corpus(home / "corpus", pick, many)
        self.run("index", "-q", self.corpus.folder)
        self.known = [dict(self.corpus.state)]
        began = time.perf_counter()
        self.corpus.change()
        self.run("index", "-q", self.corpus.folder)
        self.took = time.perf_counter() - began
        self.known = [dict(self.corpus.state)]

    def command(self, *words):
        return [self.binary, "--index", str(self.index), *map(str, words)]

    def run(self, *words):
        return subprocess.run(self.command(*words), capture_output=True, text=True, timeout=120)

    def interrupt(self, refresh, how, twice):
        """Runs, and sends a signal at a random moment; the exit code and what was said, None if it was over before."""
        words = ["index", self.corpus.folder]
        if refresh:
            words = ["search", "--refresh", self.corpus.folder, "canal", "-n", "1"]

        def as_from_a_terminal():
            for number in SIGNALS[:3]:
                signal.signal(number, signal.SIG_DFL)

        run = subprocess.Popen(
            self.command(*words),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=as_from_a_terminal,
        )
        time.sleep(self.pick.random() * self.took * 1.1)
        over = run.poll() is not None
        run.send_signal(how)
        late = ""
        if twice:
            time.sleep(self.pick.random() * 0.02)
            run.send_signal(signal.SIGINT)
            began = time.perf_counter()
            run.wait(timeout=60)
            if time.perf_counter() - began > 1:
                late = "a second SIGINT took more than a second"
        said = run.communicate(timeout=120)[1]
        return (None if over else run.returncode), said, late

    def found(self):
        """What the index answers: for each source the paths, editions and numbers of its stories."""
        ran = self.run("search", "--format", "jsonl", "-n", "0", "--sort", "newest")
        if ran.returncode not in (0, 1):
            return None, ran.stderr
        sources = collections.defaultdict(list)
        for line in ran.stdout.splitlines():
            hit = json.loads(line)
            source, edition, number, count = hit["id"].split("|")
            sources[source].append((hit["path"], int(edition), int(count), int(number)))
        return sources, ran.stdout

    def faults(self):
        """What is wrong with the answers."""
        sources, said = self.found()
        if sources is None:
            return [f"search: {said[:300]}"]
        wrong = []
        for source in set(sources) | {s for state in self.known for s in state}:
            allowed = {state.get(source) for state in self.known}
            have = sources.get(source, [])
            forms = {entry[:3] for entry in have}
            whole = len(forms) == 1 and sorted(e[3] for e in have) == list(range(next(iter(forms))[2]))
            if not (whole and forms <= allowed or not have and None in allowed):
                wrong.append(f"{source}: has {sorted(forms)}, {len(have)} stories; may have {sorted(map(str, allowed))}")
        total = sum(map(len, sources.values()))
        count = self.run("count").stdout.strip()
        if count != str(total):
            wrong.append(f"count says {count}, search finds {total}")
        checked = self.run("verify", "--json")
        codes = {json.loads(line)["code"] for line in checked.stdout.splitlines()}
        if checked.returncode == 2 or codes - HARMLESS:
            wrong.append(f"verify: {checked.stdout[:300]} {checked.stderr[:300]}")
        return wrong

    def settle(self):
        """Lets a run finish; it must equal a fresh index, and nothing is left behind."""
        ran = self.run("index", self.corpus.folder)
        self.known = [dict(self.corpus.state)]
        wrong = [] if ran.returncode == 0 else [f"the run after ended with {ran.returncode}: {ran.stderr[:300]}"]
        wrong += self.faults()
        checked = self.run("verify")
        if checked.returncode != 0:
            wrong.append(f"verify after a whole run: {checked.stdout[:300]}")
        fresh = self.index.with_name("fresh")
        shutil.rmtree(fresh, ignore_errors=True)
        subprocess.run(
            [self.binary, "--index", str(fresh), "index", "-q", str(self.corpus.folder)], capture_output=True
        )
        question = ["search", "canal", "--format", "jsonl", "-n", "0"]
        other = subprocess.run([self.binary, "--index", str(fresh), *question], capture_output=True, text=True)
        if self.run(*question).stdout != other.stdout:
            wrong.append("the index is not that of a fresh run")
        return wrong


def one_round(rig, number):
    """Changes, interrupts, looks. Returns what is wrong, and whether the run was stopped in the middle."""
    rig.corpus.change()
    rig.known.append(dict(rig.corpus.state))
    how = SIGNALS[number % 4]
    twice = how == signal.SIGINT and number % 3 == 0
    code, said, late = rig.interrupt(number % 4 == (number // 4) % 4 and number % 2 == 0, how, twice)
    wrong = [late] if late else []
    if code is not None and code not in (0, 1, 2, 130, -15, -1, -9, -2):
        wrong.append(f"ended with {code}: {said[:300]}")
    if "panicked" in said or "broke at" in said:
        wrong.append(said[:300])
    if code == 2 and "old form" not in said and "not read yet" not in said and "stopped" not in said:
        wrong.append(f"stopped without a word: {said[:300]}")
    wrong += rig.faults()
    if not wrong:
        # What is committed now is known: only this or a newer state may answer from here on.
        sources, _ = rig.found()
        now = {source: have[0][:3] for source, have in sources.items()}
        rig.known = [now, dict(rig.corpus.state)]
    if number % 8 == 7 or wrong:
        wrong += rig.settle()
    return wrong, code is not None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("morgue")
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    binary = str(pathlib.Path(given.morgue).resolve())
    passed = failed = stopped = 0
    with tempfile.TemporaryDirectory() as home:
        pick = random.Random(given.seed)
        rigs = [Rig(binary, pathlib.Path(home).resolve() / str(many), pick, many) for many in (False, True)]
        for number in range(given.rounds):
            wrong, middle = one_round(rigs[number // 8 % 2], number)
            stopped += middle
            passed, failed = passed + (not wrong), failed + bool(wrong)
            for what in wrong[:4]:
                print(f"round {number} ({SIGNALS[number % 4].name}): {what}", flush=True)
    print(f"{stopped} of {given.rounds} runs were stopped before their end")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not stopped else 0)


if __name__ == "__main__":
    os.environ.pop("MORGUE_INDEX", None)
    main()
