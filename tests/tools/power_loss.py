#!/usr/bin/env python3
"""Power lost at any moment of a run: the last commit answers or the one before, wholly; and what a commit names was synced first.

  power_loss.py MORGUE [--rounds 300] [--seed N] [--small] [--work DIR] [--pretend files|folders]

Runs over a corpus that changes all the time (archive_rig.py) are traced with strace: first ones, updates, such as go on from
a killed one (of which not all is synced either), rebuilds. From each trace two things are shown:

(a) When meta.json or morgue.json is renamed into its place, it, every file of the segments it names and as much of the manifest
    log as it counts were synced after their last byte, and their folder after they were created in it; and the renaming
    is synced before the run ends.
(b) Ten times a trace, a moment is chosen and the index written out as a disk may give it back then (traced_disk.py). `search`,
    `count` and `verify` must answer wholly as of the last commit or the one before, as of the new one if its folder was synced
    after it; the next run must end equal to a fresh index, with nothing left over.

Prints `N passed, M failed`, one for each moment and each trace; exit code 1 if any failed. The first failures' folders are
kept in WORK and named. `--pretend files` (or folders) takes no sync of these for one: a check of this check, it must fail. 300 rounds take about four minutes. Threads make each trace another, whatever the seed.
"""
import argparse, copy, json, os, random, shutil, subprocess, sys, tempfile, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from archive_rig import ALLOWED, Archive, Corpus, default_signals, forms_of, judge, plain
from traced_disk import Disk, File, Folder, calls, record

ENDS = ["idx", "pos", "term", "fast", "fieldnorm", "store"]
EACH = 10
KEPT = 5


def unsealed(data):
    """The JSON of a small file, without the line of its checksum."""
    return json.loads(data.rpartition(b"\n#xxh3 ")[0])


def truth_of(meta):
    return json.loads(meta["payload"]) if meta.get("payload") else None


class Commit:
    """A meta.json or morgue.json about to be put in its place by the call of a number."""

    def __init__(self, disk, number, folder, what, is_head):
        self.disk, self.number, self.folder, self.what, self.is_head = disk, number, folder, what, is_head

    def wrong(self):
        """What it names that would not last."""
        if self.what.unsafe(self.number):
            return ["it was not synced itself"]
        said = unsealed(self.what.content(self.number))
        if not self.is_head:
            return self.of_meta(said, self.folder)
        data = self.folder.lasting(self.number).get(said["data"])
        if not isinstance(data, Folder):
            return [f"{said['data']} does not last in its folder"]
        meta = data.lasting(self.number).get("meta.json")
        if meta is None:
            return [f"{said['data']}/meta.json does not last"]
        return self.of_meta(unsealed(meta.content(self.number)), data)

    def of_meta(self, meta, folder):
        names = []
        for segment in meta["segments"]:
            name = segment["segment_id"].replace("-", "")
            names += [(f"{name}.{end}", None) for end in ENDS]
            if segment.get("deletes"):
                names.append((f"{name}.{segment['deletes']['opstamp']}.del", None))
        truth = truth_of(meta)
        if truth:
            names.append((f"manifest-{truth['log']}.log", truth["len"]))
        now, lasting, wrong = folder.now(self.number), folder.lasting(self.number), []
        for name, length in names:
            if name not in now:
                wrong.append(f"{name} is not there")
            elif lasting.get(name) is not now[name]:
                wrong.append(f"{name}: its folder was not synced after it was made")
            elif now[name].unsafe(self.number):
                wrong.append(f"{name}: not synced after it was last written to")
            elif length is not None and len(now[name].content(self.number)) < length:
                wrong.append(f"{name} is shorter than {length}")
        return wrong


class Traced:
    """A run under strace, followed to its end; or, on what a traced one had done that was killed before, two."""

    def __init__(self, archive, work, args, pretend, killed=None):
        self.disk, self.calls = Disk(work, ["index"], pretend), []
        self.commits, self.wrong, self.new_since, self.of_index = 0, [], None, []
        log = os.path.join(work, "trace")
        if killed:
            spare = copy.deepcopy(self.disk)
            record(archive.command(*args), log)
            done = calls(log)
            self.follow(copy.deepcopy(done))
            at = killed.choice(self.of_index)
            self.disk, self.calls, self.commits, self.wrong = spare, [], 0, []
            self.follow(done[:at + 1])
            self.disk.open, self.of_index = {}, []
            shutil.rmtree(archive.index)
            self.disk.top.lost(at, None, os.path.join(work, "killed"))
            os.rename(os.path.join(work, "killed", "index"), archive.index)
            os.rmdir(os.path.join(work, "killed"))
        before = self.truth(len(self.calls) - 1)
        self.code = record(archive.command(*args), log)
        self.follow(calls(log))
        end = len(self.calls)
        if any(change[2] in ("meta.json", "morgue.json") for folder in self.folders(self.disk.top) for change in folder.unsafe(end)):
            self.wrong.append("the run ended before the folder of a meta.json or morgue.json was synced")
        self.wrong += self.disk.strange
        self.find_new(before)

    def follow(self, done):
        """Takes in the calls of a run."""
        start = len(self.calls)
        for call in done:
            number, call.began = len(self.calls), call.began + start
            self.calls.append(call)
            if call.name.startswith("rename"):
                self.commit(number, call)
            seen = self.marks()
            self.disk.follow(number, call)
            if self.marks() != seen:
                self.of_index.append(number)

    def marks(self):
        return sum(len(what.changes) + len(what.syncs) for what in self.all(self.disk.top))

    def all(self, folder):
        """Everything that was ever in a folder, and itself."""
        yield folder
        seen = list(folder.base.values()) + [change[3] for change in folder.changes if change[3]]
        for what in seen:
            yield from self.all(what) if isinstance(what, Folder) else [what]

    def folders(self, folder):
        return (what for what in self.all(folder) if isinstance(what, Folder))

    def commit(self, number, call):
        old, new = call.paths()[:2]
        name = os.path.basename(new)
        if name in ("meta.json", "morgue.json"):
            folder, _, what = self.disk.find(old, number)
            if folder:
                self.commits += 1
                commit = Commit(self.disk, number - 1, folder, what, name == "morgue.json")
                self.wrong += [f"call {number}, {name}: {text}" for text in commit.wrong()[:5]]

    def truth(self, at, lasting=False):
        """What the index counts as true at a moment: log, length and hash; `lasting`: of what survives whatever happens."""
        names = (lambda folder: folder.lasting(at)) if lasting else (lambda folder: folder.now(at))
        index = names(self.disk.top).get("index")
        head = names(index).get("morgue.json") if index else None
        data = names(index).get(unsealed(head.content(at))["data"]) if head else None
        meta = names(data).get("meta.json") if data else None
        truth = truth_of(unsealed(meta.content(at))) if meta else None
        return truth and (truth["log"], truth["len"], truth["hash"])

    def find_new(self, before):
        """From which call on the new commit answers, whatever is lost."""
        last = self.truth(len(self.calls))
        if last == before:
            return
        for number in self.of_index:
            if self.calls[number].name in ("fsync", "fdatasync") and self.truth(number, lasting=True) == last:
                self.new_since = number
                return

    def moment(self, rng):
        """A call after which the power is lost: any, one about the commit, or one after it."""
        if self.new_since is None:
            return rng.choice(self.of_index)
        new, last = self.of_index.index(self.new_since), len(self.of_index) - 1
        at = rng.choice([rng.randint(0, last), rng.randint(max(0, new - 12), min(last, new + 4)), rng.randint(new, last)])
        return self.of_index[at]


class Rounds:
    def __init__(self, args, work):
        self.rng, self.work, self.seed, self.small = random.Random(args.seed), work, args.seed, args.small
        self.archive = Archive(args.morgue, os.path.join(work, "index"))
        self.pretend = {"files": File, "folders": Folder, None: None}[args.pretend]
        self.passed = self.failed = self.moments = self.commits = self.traces = self.older = 0

    def forms(self, archive):
        lines, wrong = archive.stories()
        forms, more = forms_of(lines)
        return lines, forms, wrong + more

    def trace(self, number, rounds):
        """One traced run, and so many moments of it."""
        if number % 5 == 0:
            for name in os.listdir(self.work):
                if name == "index" or name.startswith("corpus"):
                    shutil.rmtree(os.path.join(self.work, name))
            self.corpus = Corpus(self.work, self.rng, one=number % 10 == 5, small=self.small)
            kind = "first"
        else:
            self.corpus.moves_on()
            kind = "rebuild" if number % 5 == 3 else "update"
        before = self.forms(self.archive)[1]
        killed = self.rng if number % 5 in (1, 4) and self.rng.random() < 0.7 else None
        if killed:
            kind = "update after one killed, not synced"
        elif number % 5 in (2, 3) and self.rng.random() < 0.7:
            child = subprocess.Popen(self.archive.command("index", "-q", self.corpus.root), stderr=subprocess.DEVNULL)
            time.sleep(self.rng.uniform(0.01, 0.15))
            child.kill()
            child.wait()
            before, kind = self.forms(self.archive)[1], f"{kind} after a killed run"
        args = ["index", "-q", self.corpus.root] + (["--rebuild"] if kind.startswith("rebuild") else [])
        traced = Traced(self.archive, self.work, args, self.pretend, killed)
        lines, after, wrong = self.forms(self.archive)
        if traced.code != 0:
            wrong.append(f"ended with {traced.code}")
        fresh = Archive(self.archive.morgue, os.path.join(self.work, "fresh"))
        shutil.rmtree(fresh.index, ignore_errors=True)
        fresh.ask("index", "-q", self.corpus.root)
        expected = plain(fresh.stories()[0])
        if plain(lines) != expected:
            wrong.append("not equal to a fresh index")
        self.traces += 1
        self.commits += traced.commits
        if not traced.commits and before != after:
            wrong.append("the trace shows no commit")
        self.report(f"trace {number}, {kind}", wrong + traced.wrong, self.archive)
        for _ in range(rounds):
            self.moment(traced, kind, before, after, expected)

    def moment(self, traced, kind, before, after, expected):
        self.moments += 1
        at = traced.moment(self.rng)
        whole = os.path.join(self.work, "lost")
        shutil.rmtree(whole, ignore_errors=True)
        traced.disk.top.lost(at, self.rng, whole)
        # The index keeps where the corpus is relative to itself.
        archive = Archive(self.archive.morgue, os.path.join(self.work, "after"))
        shutil.rmtree(archive.index, ignore_errors=True)
        if os.path.exists(os.path.join(whole, "index")):
            shutil.copytree(os.path.join(whole, "index"), archive.index)
        _, forms, wrong = self.forms(archive)
        if forms != after and (forms != before or traced.new_since is not None and at >= traced.new_since):
            wrong += judge(before, forms, after)[:3] or []
            wrong.append("answers neither as of the last commit nor the one before" if forms != before else "the new commit was synced, the old one answers")
        self.older += forms == before != after
        wrong += archive.verified(ALLOWED)
        made = archive.ask("index", "-q", self.corpus.root)
        if made.returncode != 0:
            wrong.append(f"the next run ended with {made.returncode}: {made.stderr.strip()[-300:]}")
        else:
            lines, _, more = self.forms(archive)
            wrong += more + ([] if plain(lines) == expected else ["the next run does not end equal to a fresh index"])
            wrong += [f"after the next run: {text}" for text in archive.verified(set())]
        call = traced.calls[at]
        what = f"moment {self.moments}, {kind}, power lost after call {at} of {len(traced.calls)}: {call.name} {call.place()}"
        self.report(what, wrong, Archive(archive.morgue, os.path.join(whole, "index")))

    def report(self, what, wrong, archive):
        if not wrong:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAILED (seed {self.seed}) {what}:")
        for text in wrong[:8]:
            print(f"  {text}")
        if self.failed <= KEPT:
            kept = os.path.join(self.work, f"failed-{self.failed}")
            if os.path.exists(archive.index):
                shutil.copytree(archive.index, os.path.join(kept, "index"))
            shutil.copytree(self.corpus.root, os.path.join(kept, "corpus"), copy_function=shutil.copy2)
            shutil.copy(os.path.join(self.work, "trace"), kept)
            print(f"  kept in {kept}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("morgue")
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--work")
    parser.add_argument("--small", action="store_true", help="fewer and shorter files, for a slow program")
    parser.add_argument("--pretend", choices=["files", "folders"])
    args = parser.parse_args()
    args.seed = args.seed if args.seed is not None else random.randrange(10**6)
    work = os.path.realpath(args.work or tempfile.mkdtemp(prefix="power-loss-"))
    os.makedirs(work, exist_ok=True)
    default_signals()
    rounds, started = Rounds(args, work), time.monotonic()
    while rounds.moments < args.rounds:
        rounds.trace(rounds.traces, min(max(3, min(EACH, args.rounds // 4)), args.rounds - rounds.moments))
    print(f"{rounds.commits} commits in {rounds.traces} traces; {rounds.moments} moments, "
          f"the commit before answered after {rounds.older}; {time.monotonic() - started:.0f} s; seed {args.seed}")
    print(f"{rounds.passed} passed, {rounds.failed} failed")
    if not rounds.failed and not args.work:
        shutil.rmtree(work)
    return 1 if rounds.failed else 0


if __name__ == "__main__":
    sys.exit(main())
