#!/usr/bin/env python3
"""What a set that marks every phrase for a person says of a finder of names: GUM news.

    cargo build --release && python3 tests/tools/people_marks.py [--morgue PATH] [SET]

GUM marks `he`, `fishermen` and `the State Department spokesperson` beside `Najib Razak`. This counts what its
marks are, works out how far any finder of names could come, scores the names alone, and tries what other
modes of marking would give. Nothing of it is in `morgue`; the set is sought in `../shared` (or `MORGUE_SHARED`).

A mark has a name when its head has a capital: the last word before the first preposition, comma or `and`. The
name is the run of words with capitals that ends there (particles inside, titles at its start and a possessive
before it taken off). A run of one word is none when an article or a number stands before it, or when it opens
a sentence and stands nowhere else with a capital.
"""

import argparse, collections, json, os, re, subprocess, sys, tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRONOUNS = set("i me my mine myself we us our ours ourselves you your yours yourself he him his himself she her hers "
               "herself they them their theirs themselves who whom whose it its one everyone someone anyone nobody "
               "this that these those another others all some many".split())
ENDS = set("of from in at for with to by on who whose that and or , ( ; : - --".split())
ARTICLES = set("the a an his her their our its my this these those some all many several one two three four five six "
               "seven eight nine ten over other".split())
PARTICLES = set("de la van der von den bin ibn al el da dos del di le".split())
TITLES = set("mr mrs ms dr sir lord lady king queen prince princess president prime minister general gen major colonel "
             "captain sergeant senator sen governor mayor judge justice chief director professor prof secretary "
             "ambassador chairman ceo rev reverend pope bishop cardinal deputy vice us american british us-american".split())


def shared():
    return Path(os.environ.get("MORGUE_SHARED", ROOT / ".." / "shared"))


def words(text):
    """(word, start, end); a possessive is a word of its own."""
    return [(m.group(), m.start(), m.end()) for m in re.finditer(r"'s\b|’s\b|[^\W_]+(?:[.'’-][^\W_]+)*\.?(?=\w)?|\S", text)]


def is_capital(word):
    return word[:1].isupper()


def opens(text, start):
    """The offset opens a line or a sentence."""
    return not text[:start].strip() or text[:start].rstrip(" \"'“‘(")[-1:] in ".!?\n"


def name_of(text, start, end, elsewhere):
    """The span of the name that is the head of a mark, or None."""
    part = words(text[start:end])
    cut = next((n for n, (word, _, _) in enumerate(part) if n and word.lower() in ENDS), len(part))
    first = cut
    while first > 0 and (is_capital(part[first - 1][0]) or (part[first - 1][0] in PARTICLES and first < cut)):
        first -= 1
    while first < cut and (part[first][0].lower().rstrip(".") in TITLES | ARTICLES or part[first][0] in PARTICLES):
        first += 1
    if first == cut or part[cut - 1][0].lower() in PRONOUNS or not is_capital(part[cut - 1][0]):
        return None
    if cut - first == 1:
        word, at, _ = part[first]
        before = part[first - 1][0].lower() if first else ""
        if before in ARTICLES or before.isdigit() or (opens(text, start + at) and elsewhere[word] < 1):
            return None
    return start + part[first][1], start + part[cut - 1][2]


def census(docs):
    """Counter of what marks are: pronoun, noun (no capital in the head), name inside more, name alone."""
    kinds, reduced = collections.Counter(), []
    for text, gold in docs:
        elsewhere = collections.Counter(w for w, at, _ in words(text) if is_capital(w) and not opens(text, at))
        names = set()
        for start, end in gold:
            name = name_of(text, start, end, elsewhere)
            kind = "pronoun" if text[start:end].lower() in PRONOUNS else "noun" if name is None else \
                "name" if name == (start, end) else "name and more"
            kinds[kind] += 1
            if name:
                names.add(name)
        reduced.append(names)
    return kinds, reduced


def roles():
    lists = [line.split(": ", 1)[1].split() for line in (ROOT / "src/enrich/data/words.txt").read_text().splitlines()
             if line.startswith("before: ")]
    nouns = {word for some in lists for word in some} | set("man woman boy girl person member fan player worker official "
            "voter visitor child pilgrim seeker vendor passenger customer user supporter protester".split())
    return nouns | {noun + "s" for noun in nouns} | set("people men women children police youth fishermen".split())


def pronouns(text):
    personal = PRONOUNS - set("it its this that these those one another all some many his her their our my your".split())
    return {(s, e) for word, s, e in words(text) if word.lower() in personal}


def phrases(text, nouns):
    """Nouns for people with what stands before them, back to an article or a number."""
    found, every = set(), words(text)
    for n, (word, _, end) in enumerate(every):
        if word.lower() not in nouns or is_capital(word):
            continue
        start = n
        for back in range(n - 1, max(-1, n - 5), -1):
            before = every[back][0].lower()
            if before in ENDS or not re.match(r"[\w’'-]", before) or "\n" in text[every[back][2]:every[n][1]]:
                break
            if before in ARTICLES or before.isdigit():
                start = back
                break
        found.add((every[start][1], end))
    return found


def wide(text, names, nouns):
    """Names with the titles and nouns for people directly before them."""
    every, found = words(text), set()
    at = {start: n for n, (_, start, _) in enumerate(every)}
    for start, end in names:
        n = at.get(start)
        while n and (is_capital(every[n - 1][0]) or every[n - 1][0].lower() in nouns) and text[every[n - 1][2]:every[n][1]] == " ":
            n -= 1
        found.add((every[n][1] if n is not None else start, end))
    return found


def found_by(morgue, docs):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for n, (text, _) in enumerate(docs):
            paths.append(os.path.join(folder, f"{n:04}.txt"))
            Path(paths[-1]).write_text(text, encoding="utf-8", newline="")
        run = subprocess.run([morgue, "people", *paths], capture_output=True, text=True, check=True)
    answers = (json.loads(line)["people"] for line in run.stdout.splitlines())
    return [{(m["start"], m["end"]) for person in people for m in person["mentions"]} for people in answers]


def score(docs, golds, founds):
    """P, R, F1 of spans and F1 of names, as people_eval.py counts them."""
    spans, names = [0, 0, 0], [0, 0, 0]
    for (text, _), gold, found in zip(docs, golds, founds):
        norm = lambda some: {" ".join(text[s:e].split()).casefold() for s, e in some}
        for sums, want, got in ((spans, set(gold), set(found)), (names, norm(gold), norm(found))):
            sums[0] += len(want & got)
            sums[1] += len(got)
            sums[2] += len(want)
    ratio = lambda part, whole: 100 * part / max(1, whole)
    f1 = lambda sums: 200 * sums[0] / max(1, sums[1] + sums[2])
    return ratio(spans[0], spans[1]), ratio(spans[0], spans[2]), f1(spans), f1(names)


def seen(names, reduced, covers):
    """What of the names found the set can say something about: those that touch a name of a mark, and those
    outside of marks of any kind. A name deeper inside a mark is lost in the set, which keeps one level."""
    touches = lambda some, span: any(s < span[1] and span[0] < e for s, e in some)
    return {span for span in names if touches(reduced, span) or not touches(covers, span)}


def table(morgue, docs, covers):
    docs = list(docs)
    kinds, reduced = census(docs)
    golds, nouns = [gold for _, gold in docs], roles()
    found = found_by(morgue, docs)
    texts = [text for text, _ in docs]
    more = [names | pronouns(text) for text, names in zip(texts, found)]
    nominal = [names | phrases(text, nouns) for text, names in zip(texts, more)]
    # Every mark that is a name and nothing more, and nothing else: what a finder of names can do at best.
    best = [{span for span in gold if span in names} for gold, names in zip(golds, reduced)]
    rows = [
        ("names as found, beside all marks", golds, found),
        ("a finder that is right about every name, beside all marks", golds, best),
        ("the same that marks the name inside longer marks too", golds, reduced),
        ("names and pronouns", golds, more),
        ("names, pronouns, nouns for people with their articles", golds, nominal),
        ("the same, names with their titles", golds, [wide(t, n, nouns) | (m - n) for t, n, m in zip(texts, found, nominal)]),
        ("names as found, beside the names of the marks", reduced, found),
        ("the same without names that stand deeper inside a mark of any kind", reduced,
         [seen(*three) for three in zip(found, reduced, covers)]),
    ]
    total = sum(kinds.values())
    out = [f"{total} marks: " + ", ".join(f"{kinds[kind]} {kind}" for kind in ("name", "name and more", "noun", "pronoun")) + ".", "",
           "| what is scored | P | R | F1 spans | F1 names |", "|---|---|---|---|---|"]
    for name, gold, got in rows:
        out.append(f"| {name} | " + " | ".join(f"{value:.1f}" for value in score(docs, gold, got)) + " |")
    return out


def both(people_eval, path):
    """The documents with the marks of people, and the spans of marks of any kind."""
    docs, is_person = list(people_eval.load(path)), people_eval.is_person
    people_eval.is_person = lambda tag: tag != "O"
    covers = [spans for _, spans in people_eval.load(path)]
    people_eval.is_person = is_person
    return docs, covers


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    parser.add_argument("--morgue", default=target / "release" / "morgue")
    parser.add_argument("set", nargs="?", default=shared() / "people" / "gum-news.tar.gz")
    options = parser.parse_args()
    if not Path(options.set).exists():
        sys.exit(f"{options.set} is missing")
    sys.path.insert(0, str(shared() / "eval"))
    import people_eval
    print(*table(options.morgue, *both(people_eval, str(options.set))), sep="\n")


if __name__ == "__main__":
    main()
