#!/usr/bin/env python3
"""Interrupts runs of `morgue index` (some with `--rebuild`) and `search --refresh` at random moments; nothing may be lost, doubled or half in.

  interrupts.py MORGUE [--rounds 1000] [--seed N] [--small] [--work DIR]

SIGINT, SIGTERM, SIGHUP and SIGKILL in equal parts, at moments spread over the time that a run takes, its commit and merges
included; some SIGINTs are followed by a second at once. The corpus grows, shrinks, renames and changes between the runs; in
turn it is many files (some of them zips) and one of 2,000 stories; now and then the index starts from nothing. After each
interrupt, and sometimes while a run is on, every source answers in its old or its new form (see archive_rig.py), `count`
agrees and `verify` finds nothing but what is on its way. A run that SIGINT stopped names what is still in its old form.
Every ten rounds or so a run comes to its end: its index is then equal to a fresh one and nothing is left over.

Prints `N passed, M failed`; exit code 1 if any failed. The first failures' folders are kept in WORK and named. 1,000 rounds
take about five minutes. What happens to the corpus and when follows from the seed; the moment itself is the machine's.
"""
import argparse, os, random, re, shutil, signal, subprocess, sys, tempfile, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from archive_rig import ALLOWED, Archive, Corpus, default_signals, forms_of, judge, same_as_fresh

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]
# Exit codes of a run that was interrupted: came to its end, stopped when asked, ended at once, ended by the signal.
ENDS = {signal.SIGINT: {0, 2, 130, -signal.SIGINT}, signal.SIGTERM: {0, 2, -signal.SIGTERM},
        signal.SIGHUP: {0, 2, -signal.SIGHUP}, signal.SIGKILL: {0, -signal.SIGKILL}}
BLOCK = 50
KEPT = 5


class Rounds:
    def __init__(self, args, work):
        self.rng, self.work, self.seed, self.small = random.Random(args.seed), work, args.seed, args.small
        self.archive = Archive(args.morgue, os.path.join(work, "index"))
        self.passed = self.failed = 0
        self.ends, self.half = {}, 0
        self.takes = {}
        self.begin(one=False)

    def begin(self, one):
        """A new corpus and no index."""
        for name in os.listdir(self.work):
            if name == "index" or name.startswith("corpus"):
                shutil.rmtree(os.path.join(self.work, name))
        self.corpus = Corpus(self.work, self.rng, one, self.small)
        self.before, self.root_moved = {}, False

    def one(self, number, sign):
        """An interrupted run and what answers after it."""
        history = self.changed()
        loud = sign == signal.SIGINT and self.rng.random() < 0.7
        run = self.rng.choices([["index", self.corpus.root], ["search", "--refresh", self.corpus.root, "harbour", "-n", "1"],
                                ["index", "--rebuild", self.corpus.root]], [7, 2, 1])[0]
        if self.rng.random() < 0.3:
            run += ["--threads", self.rng.choice("13")]
        takes = self.takes.get((self.corpus.one, not self.before), 0.3)
        moment = self.rng.uniform(0, 1.15) * takes if self.rng.random() < 0.6 else self.rng.uniform(0.5, 1.1) * takes
        twice = sign == signal.SIGINT and self.rng.random() < 0.3
        peeks = self.rng.random() < 0.2
        started = time.monotonic()
        child = subprocess.Popen(self.archive.command(*run, *([] if loud else ["-q"])), stdout=subprocess.DEVNULL,
                                 stderr=subprocess.PIPE, text=True)
        wrong = self.peek() if peeks else []
        while time.monotonic() < started + moment and child.poll() is None:
            time.sleep(min(0.004, max(0, started + moment - time.monotonic())))
        was_on = child.poll() is None
        child.send_signal(sign)
        if twice:
            time.sleep(self.rng.choice([0, 0.001, 0.01]))
            child.send_signal(sign)
        told = time.monotonic()
        try:
            said = child.communicate(timeout=20)[1]
        except subprocess.TimeoutExpired:
            child.kill()
            said = child.communicate()[1]
            wrong.append("did not end within 20 s")
        if twice and time.monotonic() - told > 1:
            wrong.append(f"took {time.monotonic() - told:.1f} s to end after the second SIGINT")
        code = child.returncode
        name = sign.name + (" twice" if twice else "")
        self.ends[(name, code)] = self.ends.get((name, code), 0) + 1
        self.half += was_on
        if code not in ENDS[sign]:
            wrong.append(f"ended with {code}: {said.strip()[-300:]}")
        if "panicked" in said:
            wrong.append(f"panicked: {said.strip()[-300:]}")
        wrong += self.state(code == 0, said if loud and code == 2 else None)
        self.report(number, f"{name} after {moment * 1000:.0f} ms of {' '.join(run[:2])}, {','.join(history)}", wrong)

    def changed(self):
        """What happened to the corpus before this run."""
        if not self.before or self.root_moved:
            return []
        if self.before == self.corpus.forms() and self.rng.random() < 0.15:
            self.root_moved = True
            self.corpus.root_renamed()
            return ["root_renamed"]
        return self.corpus.moves_on()

    def peek(self):
        """What answers while the run is on."""
        lines, wrong = self.archive.stories()
        # A commit may come between the two questions, and the first one after a search that found no index.
        between = ["count says"] + ([] if self.before else ["there is no index here"])
        wrong = [text for text in wrong if not any(said in text for said in between)]
        forms, more = forms_of(lines)
        wrong += more + (judge(self.before, forms, self.corpus.forms()) if lines or not wrong else [])
        return [f"while it was on: {text}" for text in wrong]

    def state(self, ended, said):
        """What answers after it; `said`: what it told on stopping."""
        lines, wrong = self.archive.stories()
        forms, more = forms_of(lines)
        disk = self.corpus.forms()
        wrong += more
        wrong += judge(self.before, forms, disk)
        if ended and forms != disk:
            wrong.append("ended with 0, but not all is as on disk")
        wrong += self.archive.verified(ALLOWED | ({"root-gone"} if self.root_moved and not ended else set()))
        if said is not None and not wrong:
            wrong += self.told(said, forms, disk)
        if ended:
            self.root_moved = False
        self.before = forms
        return wrong

    def told(self, said, forms, disk):
        """Does a run that was stopped name what is still as it was?"""
        lines = said.splitlines()
        # A rebuild that is not whole is thrown away.
        if any(re.search(r"\b(as (it|before)( was)?|old index)\b", line) for line in lines):
            return [] if forms == self.before else ["says that all is as before, and it is not"]
        if not any(line.startswith("stopped: ") for line in lines):
            return [f"stopped, and does not say so: {said.strip()[-300:]!r}"]
        named = {line.strip() for line in lines if line.startswith("  ")}
        rest = next((int(m[1]) for m in (re.match(r"  and (\d+) more", line) for line in lines) if m), 0)
        old = {path for path in set(self.before) & set(disk) if forms.get(path) == self.before[path] != disk[path]}
        wrong = [f"is in its old form, and not named: {path}" for path in sorted(old - named)[:3] if not rest]
        if len(old) > len(named) + rest:
            wrong.append(f"{len(old)} are in their old form, {len(named) + rest} are said to be")
        unread = next((int(m[1]) for m in (re.match(r"(\d+) new sources", line) for line in lines) if m), 0)
        new = set(disk) - set(self.before) - set(forms)
        if unread != len(new):
            wrong.append(f"{len(new)} new sources are not read, {unread} are said to be")
        wrong += [f"is said to be in its old form, and is in its new: {path}" for path in sorted(named)
                  if path in disk and forms.get(path) == disk[path] != self.before.get(path)]
        return wrong

    def whole(self, number):
        """A run that comes to its end."""
        started = time.monotonic()
        made = self.archive.ask("index", "-q", self.corpus.root)
        took = time.monotonic() - started
        wrong = [] if made.returncode == 0 else [f"ended with {made.returncode}: {made.stderr.strip()[-300:]}"]
        wrong += same_as_fresh(self.archive, self.corpus, self.work)
        self.before, self.root_moved = forms_of(self.archive.stories()[0])[0], False
        self.report(number, "a run to its end", wrong)
        return took

    def measure(self):
        """How long runs take over this corpus, undisturbed."""
        spare = Archive(self.archive.morgue, os.path.join(self.work, "spare"))
        for fresh in (True, False):
            if fresh:
                shutil.rmtree(spare.index, ignore_errors=True)
            else:
                self.corpus.changes()
            started = time.monotonic()
            spare.ask("index", "-q", self.corpus.root)
            self.takes[(self.corpus.one, fresh)] = time.monotonic() - started
        shutil.rmtree(spare.index)

    def report(self, number, what, wrong):
        if not wrong:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAILED round {number} (seed {self.seed}), {what}:", flush=True)
        for text in wrong[:8]:
            print(f"  {text}")
        if self.failed <= KEPT:
            kept = os.path.join(self.work, f"failed-{number}")
            shutil.copytree(self.archive.index, os.path.join(kept, "index"), dirs_exist_ok=True)
            shutil.copytree(self.corpus.root, os.path.join(kept, "corpus"), dirs_exist_ok=True)
            print(f"  kept in {kept}", flush=True)
        # The next round is not to be blamed for this one.
        shutil.rmtree(self.archive.index, ignore_errors=True)
        self.archive.ask("index", "-q", self.corpus.root)
        self.before, self.root_moved = forms_of(self.archive.stories()[0])[0], False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("morgue")
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--work")
    parser.add_argument("--small", action="store_true", help="fewer and shorter files, for a slow program")
    args = parser.parse_args()
    args.seed = args.seed if args.seed is not None else random.randrange(10**6)
    work = args.work or tempfile.mkdtemp(prefix="interrupts-")
    os.makedirs(work, exist_ok=True)
    default_signals()
    rounds = Rounds(args, work)
    rounds.measure()
    signs, block = [], min(BLOCK, max(6, args.rounds // 2))
    started = time.monotonic()
    for number in range(1, args.rounds + 1):
        if not signs:
            signs = SIGNALS * 2
            rounds.rng.shuffle(signs)
        rounds.one(number, signs.pop())
        if number % block == 0 or number == args.rounds or rounds.rng.random() < 0.1:
            rounds.whole(number)
        if number % block == 0 and number < args.rounds:
            rounds.begin(one=not rounds.corpus.one)
            rounds.measure()
    print(f"{rounds.half} runs were under way when interrupted; {time.monotonic() - started:.0f} s; seed {args.seed}")
    print("ends: " + ", ".join(f"{name} {code}: {n}" for (name, code), n in sorted(rounds.ends.items())))
    print(f"{rounds.passed} passed, {rounds.failed} failed")
    if not rounds.failed and not args.work:
        shutil.rmtree(work)
    return 1 if rounds.failed else 0


if __name__ == "__main__":
    sys.exit(main())
