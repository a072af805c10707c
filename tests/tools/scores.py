#!/usr/bin/env python3
"""Writes benches/scores.md: everything that is scored beside hand-made truth, in one table, so that the diff of
a change shows what it did.

    cargo build --release && python3 tests/tools/scores.py [--morgue PATH] [--print]

Only what is the same on every machine is in it: no times, no dates. The collections are sought in `../shared` (or
`MORGUE_SHARED`); what is absent stands there with the reason instead of figures. Every part is a row in PARTS.
"""

import argparse, collections, gzip, html, json, os, re, subprocess, sys
from pathlib import Path
import enrich_table, people_marks, subhead_score

ROOT = Path(__file__).resolve().parents[2]
SETS = {
    "conll2003-eng.testa": ("conll2003-eng.testa.gz", "Reuters 1996"),
    "conll2003-eng.train": ("conll2003-eng.train.gz", "Reuters 1996"),
    "worldwide-newswire-dev": ("worldwide-newswire-dev.tar.gz", "50 countries, 2022"),
    "ieer": ("ieer", "AP and NYT 1998"),
    "wikigold": ("wikigold.tar.gz", "Wikipedia, no news"),
    "gum-news": ("gum-news.tar.gz", "Wikinews; every phrase for a person is marked"),
}


class Absent(Exception):
    """A part cannot be scored, and why."""


def need(path):
    if not path.exists():
        raise Absent(f"{path.name} is not in the shared collections")
    return path


def read(morgue, *paths):
    run = subprocess.run([morgue, "read", *map(str, paths)], capture_output=True, text=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def percent(part, whole):
    return f"{100 * part / whole:.1f}" if whole else "-"


def prf(right, found, wanted):
    return f"{percent(right, found)} | {percent(right, wanted)} | {percent(2 * right, found + wanted)}"


def people(morgue, shared):
    sys.path.insert(0, str(need(shared / "eval")))
    import people_eval
    out = ["| set | what | documents | P | R | F1 spans | F1 names |", "|---|---|---|---|---|---|---|"]
    for name, (file, what) in SETS.items():
        path = shared / "people" / file
        if not path.exists():
            out.append(f"| {name} | {what} | absent | | | | |")
            continue
        docs = list(people_eval.load(str(path)))
        golds = [gold for _, gold in docs]
        figures = people_marks.score(docs, golds, people_marks.found_by(morgue, docs))
        out.append(f"| {name} | {what} | {len(docs)} | " + " | ".join(f"{value:.2f}" for value in figures) + " |")
    return out


def marks(morgue, shared):
    path = need(shared / "people" / "gum-news.tar.gz")
    sys.path.insert(0, str(need(shared / "eval")))
    import people_eval
    return people_marks.table(morgue, *people_marks.both(people_eval, str(path)))


def tagged(morgue, shared):
    """The people that Reuters-21578 tags, where the copy names them, found without the tags."""
    files = sorted(need(shared / "corpora" / "reuters-21578").glob("*.sgm.gz"))
    tags = {}
    for file in files:
        for record in gzip.open(file).read().decode("latin-1").split("<REUTERS")[1:]:
            names = re.findall(r"<D>(.*?)</D>", (re.search(r"<PEOPLE>(.*?)</PEOPLE>", record) or [""])[0])
            if names:
                tags[re.search(r'NEWID="(\d+)"', record)[1]] = [html.unescape(name) for name in names]
    stories = [(s["body"], tags[s["id"]]) for file in files for s in read(morgue, file) if s["id"] in tags]
    capitals = lambda text: {word.lower() for word in re.findall(r"[^\W_]+", text) if word[0].isupper()}
    docs = [(body, []) for body, _ in stories]
    named = found = 0
    for (body, names), spans in zip(stories, people_marks.found_by(morgue, docs)):
        copy, got = capitals(body), capitals(" ".join(body[s:e] for s, e in spans))
        # Who is not named in the copy cannot be found there.
        some = [name.split("-")[-1].lower() for name in names]
        named += sum(name in copy for name in some)
        found += sum(name in copy and name in got for name in some)
    return [f"{len(stories)} stories with tags; {named} of the tagged people are named in the copy, {found} of them found "
            f"({percent(found, named)} %)."]


def facts(morgue, _):
    """The people that the facts of the sample archive name."""
    rows = [line.split("\t") for line in (ROOT / "tests/corpus_facts.tsv").read_text().splitlines() if line[:1] != "#"]
    wanted = {(row[0], row[2]): set(row[-1].split("; ")) - {"-", "*"} for row in rows[1:]}
    right = 0
    for story in read(morgue, ROOT / "corpus"):
        names = {person["name"] for person in story["people"]}
        right += len(wanted.get((story["path"], story["id"]), set()) & names)
    total = sum(map(len, wanted.values()))
    return [f"Sample archive: {total} people named by hand, {right} of them found under that very name ({percent(right, total)} %)."]


def by_hand(morgue, shared):
    """Stories annotated by hand (tests/hand/people*.tsv): what is found, and who stands behind a surname."""
    corpora = need(shared / "corpora")
    out = ["| rows | set | stories | P | R | F1 spans | surnames alone | linked right |", "|---|---|---|---|---|---|---|---|"]
    for rows in sorted((ROOT / "tests/hand").glob("people*.tsv")):
        truth = collections.defaultdict(list)
        for line in rows.read_text().splitlines():
            if line[:1] != "#":
                of, story, _, mentions = line.split("\t")
                marks = [re.fullmatch(r"([a-z-]+):(\d+)-(\d+)", mention).groups() for mention in mentions.split(" ")]
                truth[of, story].append([(kind, int(s), int(e)) for kind, s, e in marks if not kind.startswith("headline-")])
        for of in sorted({of for of, _ in truth}):
            files = sorted({story.split(" ")[0] for name, story in truth if name == of})
            read_as = {(f"{file} {s['id']}"): s for file in files for s in read(morgue, need(corpora / of / file))}
            out.append(f"| {rows.stem} | {of} | " + hand_row(truth, of, read_as) + " |")
    return out


def hand_row(truth, of, stories):
    sums, alone, linked, count = [0, 0, 0], 0, 0, 0
    for (name, key), persons in truth.items():
        if name != of or key not in stories:
            continue
        count += 1
        story = stories[key]
        owners = {(m["start"], m["end"]): p["name"] for p in story["people"] if p["role"] == "subject" for m in p["mentions"]}
        neutral = {(s, e) for person in persons for kind, s, e in person if kind == "neutral"}
        want = {(s, e) for person in persons for _, s, e in person} - neutral
        got = set(owners) - neutral
        sums = [sums[0] + len(want & got), sums[1] + len(got), sums[2] + len(want)]
        for person in persons:
            full = {" ".join(story["body"][s:e].split()) for kind, s, e in person if kind == "full"}
            some = [(s, e) for kind, s, e in person if kind == "surname" and full]
            alone += len(some)
            linked += sum(owners.get(span) in full for span in some)
    return f"{count} | {prf(*sums)} | {alone} | {percent(linked, alone)} %"


class Stories(dict):
    """The stories of the sets of enrich_table, read when asked for; none of a set that is absent."""

    def __init__(self, morgue, shared):
        self.morgue, self.shared = morgue, shared

    def __missing__(self, name):
        folder = {"formats": "formats", "html": "html", "newswire": "people/worldwide-newswire-dev.tar.gz"}
        there = (self.shared / folder.get(name, f"corpora/{name}")).exists()
        self[name] = enrich_table.stories(self.morgue, self.shared, name) if there else []
        return self[name]


def datelines(_, __, sets):
    whole = [enrich_table.reuters(sets["reuters-21578"]), ""] if sets["reuters-21578"] else []
    return whole + enrich_table.datelines(sets)


def subheads(morgue, shared, sets):
    need(shared / "html")
    return enrich_table.subheads(sets) + [""] + [f"- marked up: {line}" for line in subhead_score.lines(morgue, shared)]


def desks(_, __, sets):
    return enrich_table.desks(sets)


# Heading, what it says, the part, whether it asks for the sets of enrich_table.
PARTS = [
    ("People", "`people_eval.py` of the shared collections: exact spans, and distinct names of a document.", people, False),
    ("People by hand", "`tests/hand/people*.tsv`: exact spans, and surnames that stand alone under the right full name.",
     by_hand, False),
    ("People of the sample archive", "`tests/corpus_facts.tsv`, last column.", facts, False),
    ("People tagged by Reuters", "Reuters-21578, found in the copy without the tags.", tagged, False),
    ("GUM", "Why the set of that name says little: `tests/tools/people_marks.py`.", marks, False),
    ("Datelines", "Hand verdicts (`tests/hand/datelines.tsv`): every place with its country and region.", datelines, True),
    ("Subheads", "Hand verdicts (`tests/hand/subheads.tsv`), and pages whose mark-up was taken off.", subheads, True),
    ("Desks", "How many stories have a desk of the closed list.", desks, True),
]


def page(morgue, shared):
    out = ["# Scores", "", "Made by `python3 tests/tools/scores.py` with a release build; committed with every change that moves a",
           "figure. Per cent where nothing else is said."]
    sets = Stories(morgue, shared)
    for heading, about, part, asks in PARTS:
        print(heading, file=sys.stderr)
        try:
            if part is not facts and not shared.is_dir():
                raise Absent("the shared collections are absent")
            rows = part(morgue, shared, sets) if asks else part(morgue, shared)
        except Absent as why:
            rows = [f"Skipped: {why}."]
        out += ["", f"## {heading}", "", about, "", *rows]
    return "\n".join(out) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    parser.add_argument("--morgue", type=Path, default=target / "release" / "morgue")
    parser.add_argument("--print", action="store_true", help="to standard output, not to benches/scores.md")
    options = parser.parse_args()
    if not options.morgue.exists():
        sys.exit(f"{options.morgue} is missing: `cargo build --release` makes it, `--morgue` says where another is")
    text = page(options.morgue.resolve(), people_marks.shared())
    if options.print:
        print(text, end="")
    else:
        (ROOT / "benches/scores.md").write_text(text)


if __name__ == "__main__":
    main()
