"""What interrupts.py, power_loss.py and their like have in common: an invented archive that changes all the time, the
index over it, and a judge of what the index answers.

Each file of the archive is in a form: which reports it holds, of which edition, and how many stories each has. A story
says in its id and headline of which report and edition it is, so the form can be told from the answers alone. After
whatever befell a run, `judge` holds the forms that answer against those before the run and those on disk: each source
is in one of the two, whole; no report that was there and still is may be missing, and none may be there twice.
"""
import json, os, random, re, shutil, signal, subprocess, zipfile

WORDS = "harbour boats tide market council rain bridge ferry grain coal strike vote mayor school river dam".split()
ALLOWED = {"file-changed", "file-gone", "orphan"}
HEADLINE = re.compile(r"^Report (r\d+) part (\d+) edition (\d+)$")


def default_signals():
    """Children get the default of each signal: background jobs ignore SIGINT, and a child would inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, lambda *_: os._exit(1))


class Report:
    """A run of stories under one name: what a file, or a member of a zip, holds."""

    def __init__(self, name, stories):
        self.name, self.edition, self.stories = name, 1, stories

    def form(self):
        return (self.name, self.edition, self.stories)

    def text(self):
        return "".join(self.story(n) for n in range(self.stories))

    def story(self, n):
        rng = random.Random(f"{self.name} {n} {self.edition}")
        day = f"20{rng.randrange(10, 26)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}T{rng.randrange(24):02}:00:00Z"
        body = " ".join(rng.choice(WORDS) for _ in range(25))
        return json.dumps({"id": f"{self.name}-{n:04}", "published": day, "body": body + ".",
                           "headline": f"Report {self.name} part {n:04} edition {self.edition:04}"}) + "\n"


class Corpus:
    """A folder of reports and how it changes. `one`: a single file of 2,000 stories, else about 60 of ten each; `small`: a
    tenth and a third of that, for a slow program."""

    def __init__(self, work, rng, one, small=False):
        self.work, self.rng, self.one, self.least = work, rng, one, 12 if small else 40
        self.root, self.moves, self.named = os.path.join(work, "corpus"), 0, 0
        self.files = {}
        if one:
            self.add("desk/all.jsonl", 200 if small else 2000)
        else:
            for n in range(18 if small else 57):
                self.add(f"{'abcdef'[n % 6]}/f{n:02}.jsonl", 5 if small else 10)
            for n in range(3):
                self.put(f"packs/z{n}.zip", [self.report(5) for _ in range(4)])

    def report(self, stories):
        self.named += 1
        return Report(f"r{self.named}", stories)

    def add(self, path, stories):
        self.put(path, [self.report(stories)])

    def put(self, path, reports):
        self.files[path] = reports
        self.write(path)

    def forms(self):
        return {path: tuple(sorted(r.form() for r in reports)) for path, reports in self.files.items() if reports}

    def disk(self, path):
        return os.path.join(self.root, path)

    def write(self, path):
        disk = self.disk(path)
        os.makedirs(os.path.dirname(disk), exist_ok=True)
        if path.endswith(".zip"):
            with zipfile.ZipFile(disk, "w", zipfile.ZIP_DEFLATED) as pack:
                for report in self.files[path]:
                    pack.writestr(zipfile.ZipInfo(f"{report.name}.jsonl"), report.text())
        else:
            with open(disk, "w") as file:
                file.writelines(report.text() for report in self.files[path])

    def rename(self, old, new):
        os.makedirs(os.path.dirname(self.disk(new)), exist_ok=True)
        os.rename(self.disk(old), self.disk(new))
        self.files[new] = self.files.pop(old)

    # What may happen to it between runs.

    def pick(self, plain=False):
        paths = sorted(path for path in self.files if not plain or path.endswith(".jsonl"))
        return self.rng.choice(paths)

    def fresh(self, path):
        """A name that no file has or had."""
        self.named += 1
        stem, dot, end = path.rpartition(".")
        return f"{stem.rpartition('-')[0] or stem}-{self.named}{dot}{end}"

    def grows(self):
        path = self.pick()
        self.rng.choice(self.files[path]).stories += self.rng.choice([1, 1, 7, 40])
        self.write(path)

    def shrinks(self):
        path = self.pick()
        report = self.rng.choice(self.files[path])
        report.stories = max(5, report.stories - self.rng.choice([1, 3, 9, 200]))
        self.write(path)

    def changes(self):
        path = self.pick()
        self.rng.choice(self.files[path]).edition += 1
        self.write(path)

    def changes_unseen(self):
        """Another text as long as the one before, with the file's times set back, as rsync and cp -p do."""
        path = self.pick(plain=True)
        about = os.stat(self.disk(path))
        self.changes()
        self.files[path][0].edition += 1
        self.write(path)
        os.utime(self.disk(path), ns=(about.st_atime_ns, about.st_mtime_ns))

    def file_renamed(self):
        path = self.pick()
        self.rename(path, self.fresh(path))

    def file_moved(self):
        path = self.pick()
        folder = self.rng.choice(["a", "d", "new", "0/early"])
        self.rename(path, self.fresh(f"{folder}/{os.path.basename(path)}"))

    def folder_renamed(self):
        old = os.path.dirname(self.pick())
        self.named += 1
        new = f"{self.rng.choice('amz')}{self.named}"
        os.rename(self.disk(old), self.disk(new))
        for path in [path for path in self.files if os.path.dirname(path) == old]:
            self.files[f"{new}/{os.path.basename(path)}"] = self.files.pop(path)

    def root_renamed(self):
        """The whole archive, and nothing else: it is known again by most of its files being as they were."""
        self.moves += 1
        old, self.root = self.root, os.path.join(self.work, f"corpus{self.moves}")
        os.rename(old, self.root)

    def added(self):
        self.named += 1
        self.add(f"{self.rng.choice('abcdef')}/n{self.named}.jsonl", self.rng.choice([1, 10, 30]))

    def removed(self):
        if len(self.files) > self.least:
            path = self.pick()
            os.remove(self.disk(path))
            del self.files[path]

    def member_added(self):
        packs = sorted(path for path in self.files if path.endswith(".zip"))
        if packs:
            path = self.rng.choice(packs)
            self.files[path] = self.files[path][-5:] + [self.report(10)]
            self.write(path)

    def rotated(self):
        """The old file gets another name, and a new one takes its place, as with logs."""
        path = self.pick(plain=True)
        self.rename(path, self.fresh(path))
        self.add(path, 10)

    def moves_on(self, rotates=True):
        """Does a few of these; returns which."""
        many = [(5, "grows"), (3, "shrinks"), (6, "changes"), (2, "changes_unseen"), (3, "file_renamed"), (2, "file_moved"),
                (1, "folder_renamed"), (3, "added"), (3, "removed"), (1, "member_added")]
        one = [(6, "grows"), (2, "shrinks"), (2, "changes"), (1, "changes_unseen"), (2, "file_renamed"),
               (1, "folder_renamed")]
        menu = one if self.one else many + ([(1, "rotated")] if rotates else [])
        times = 1 if self.one else self.rng.choice([1, 3, 6, 12])
        done = self.rng.choices([name for _, name in menu], [weight for weight, _ in menu], k=times)
        for name in done:
            getattr(self, name)()
        return done


class Archive:
    """The index, as the program answers from it."""

    def __init__(self, morgue, index):
        self.morgue, self.index = os.path.abspath(morgue), index

    def command(self, *args):
        return [self.morgue, "--index", self.index, *args]

    def ask(self, *args):
        return subprocess.run(self.command(*args), capture_output=True, text=True, timeout=120)

    def there(self):
        return os.path.exists(os.path.join(self.index, "morgue.json"))

    def stories(self):
        """Every story, as lines of JSON; and what is wrong with the answer."""
        found = self.ask("search", "--format", "jsonl", "-n", "0", "--sort", "newest", "--all-versions")
        if found.returncode == 2 and not self.there():
            return [], []
        if found.returncode not in (0, 1):
            return [], [f"search ended with {found.returncode}: {found.stderr.strip()[-300:]}"]
        lines = [json.loads(line) for line in found.stdout.splitlines()]
        counted = self.ask("count")
        wrong = []
        if counted.stdout.strip() != str(len(lines)):
            wrong.append(f"search finds {len(lines)}, count says {counted.stdout.strip()!r} {counted.stderr.strip()[-200:]}")
        return lines, wrong

    def verified(self, allowed):
        """What `verify` has to say beyond what is allowed."""
        if not self.there():
            return []
        said = self.ask("verify", "--json", "-q")
        try:
            codes = [json.loads(line) for line in said.stdout.splitlines()]
        except ValueError:
            codes = []
        bad = [f"{code['code']} {code['path']}: {code['text']}" for code in codes if code["code"] not in allowed]
        if said.returncode not in (0, 1) or (said.returncode == 1) != bool(codes):
            bad.append(f"exit {said.returncode}, {len(codes)} findings: {said.stderr.strip()[-300:]}")
        return [f"verify: {text}" for text in bad[:4]]


def forms_of(lines):
    """The form of each source that answers, and what is wrong with any of them."""
    found, wrong = {}, []
    for line in lines:
        match = HEADLINE.match(line["headline"])
        if not match:
            wrong.append(f"a story that nobody wrote: {line['id']} {line['headline']!r}")
            continue
        report, part, edition = match[1], int(match[2]), int(match[3])
        found.setdefault(line["path"], {}).setdefault(report, []).append((part, edition))
    forms = {}
    for path, reports in found.items():
        parts = []
        for report, stories in reports.items():
            editions = sorted({edition for _, edition in stories})
            if len(editions) > 1:
                wrong.append(f"{path}: {report} is of editions {editions} at once")
            if sorted(part for part, _ in stories) != list(range(len(stories))):
                wrong.append(f"{path}: {report} is half in or twice, {len(stories)} stories")
            parts.append((report, editions[-1], len(stories)))
        forms[path] = tuple(sorted(parts))
    return forms, wrong


def places(forms):
    """Where each report is."""
    where = {}
    for path, parts in sorted(forms.items()):
        for report, _, _ in parts:
            where.setdefault(report, []).append(path)
    return where


def form_in(forms, paths, report):
    return {part for path in paths for part in forms[path] if part[0] == report}


def judge(before, now, disk):
    """What is wrong with the forms that answer now, given those that answered before the run and those on disk."""
    wrong = []
    for path in sorted(set(before) | set(now) | set(disk)):
        old, is_, new = before.get(path), now.get(path), disk.get(path)
        if is_ is None and old and new:
            wrong.append(f"{path} is missing: before {old}, on disk {new}")
        elif is_ not in (old, new, None):
            wrong.append(f"{path} is {is_}: neither as before, {old}, nor as on disk, {new}")
    where_old, where, where_new = places(before), places(now), places(disk)
    for report in sorted(set(where_old) & set(where_new)):
        was, is_, goes = where_old[report], where.get(report, []), where_new[report]
        kept = [path for path in was if path in disk]
        if not is_ and not set(was) & set(goes):
            wrong.append(f"{report} is gone while it moves from {was} to {goes}"
                         + (f" (another file is now at {kept})" if kept else "")
                         + (", changed as well" if form_in(before, was, report) != form_in(disk, goes, report) else ""))
        # Moved and changed it may be there as both until all is read; moved alone not, but where a new file took its name.
        if len(is_) > 1 and not kept and form_in(before, was, report) == form_in(disk, goes, report):
            wrong.append(f"{report} is there twice: {is_}; before at {was}, on disk at {goes}")
    return wrong


def plain(lines):
    """The answer without rank and score."""
    return [{key: value for key, value in line.items() if key not in ("rank", "score")} for line in lines]


def same_as_fresh(archive, corpus, work):
    """After a run that came to its end: what differs from an index made at once of the same files."""
    lines, wrong = archive.stories()
    forms, more = forms_of(lines)
    wrong += more
    if forms != corpus.forms():
        wrong += judge(corpus.forms(), forms, corpus.forms()) or ["the sources are not those on disk"]
    fresh = Archive(archive.morgue, os.path.join(work, "fresh"))
    shutil.rmtree(fresh.index, ignore_errors=True)
    made = fresh.ask("index", "-q", corpus.root)
    if made.returncode != 0:
        wrong.append(f"a fresh index ended with {made.returncode}: {made.stderr[-300:]}")
    expected, more = fresh.stories()
    wrong += [f"fresh: {text}" for text in more]
    if plain(lines) != plain(expected):
        at = next((n for n, (a, b) in enumerate(zip(plain(lines), plain(expected))) if a != b), len(lines))
        wrong.append(f"not equal to a fresh index: {len(lines)} and {len(expected)} stories, the first difference at {at}")
    return wrong + archive.verified(set())
