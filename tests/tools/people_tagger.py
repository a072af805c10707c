#!/usr/bin/env python3
"""How far a tagger comes that learns from GUM news what GUM calls a person.

    cargo build --release && python3 tests/tools/people_tagger.py [--morgue PATH] [--crf] [--wordnet DIR] [--spacy MODEL]

Every document is tagged by a model that was trained on others alone: the documents are dealt into ten parts, and
each part is tagged by what was learnt from the nine. Rounds and penalties are round numbers, the same for all rows;
they were not tuned within the parts, and the signs were thought up by a reader of the set. Standard library only; about a
quarter of an hour on one core. More rows, if they are there: `--crf` (PyPI python-crfsuite), `--wordnet` (the folder
of Debian's wordnet-base), `--spacy` (a model of that name). Nothing of this is in `morgue`; `people_signs.py` says
what a tagger sees, `benches/people.md` what it comes to. The set is sought in `../shared` (or `MORGUE_SHARED`).
"""

import argparse, collections, math, os, random, re, sys, tarfile, tempfile
from pathlib import Path
import people_marks, people_signs

PARTS, ROUNDS = 10, 8
LONGEST, KEPT = 14, 0.15  # words of a phrase that is weighed whole; share of the wrong ones that are learnt from
O, B, I, E, S = range(5)  # outside; begins, is in, ends a mark; a mark of one word
BEFORE = {O: (O, E, S), B: (O, E, S), I: (B, I), E: (B, I), S: (O, E, S)}


def documents(people_eval, path):
    """(text, marks, sentences of words) of each document of a set in columns."""
    with tarfile.open(path) as tar:
        for member in sorted(tar.getmembers(), key=lambda member: member.name):
            if member.isfile() and member.name.endswith(".tsv"):
                for rows in people_eval.docs_from_conll(tar.extractfile(member).read().decode("utf-8", "replace")):
                    text, marks = people_eval.lay_out(rows)
                    sentences, at = [], 0
                    for row in rows:
                        words = []
                        for token, kind in row:
                            start = text.index(token, at)
                            at = start + len(token)
                            words.append(people_signs.Word(token, kind, start, at))
                        sentences.append(words)
                    yield text, marks, sentences


def labels(words):
    """The set marks words, not beginnings: marks that touch are one, here and in the score."""
    inside = [False] + [word.kind == "person" for word in words] + [False]
    places = {(False, False): S, (False, True): B, (True, True): I, (True, False): E}
    return [places[inside[n], inside[n + 2]] if inside[n + 1] else O for n in range(len(words))]


def whole(length):
    """The labels of one mark."""
    return [S] if length == 1 else [B] + [I] * (length - 2) + [E]


def spans(words, found):
    """Character spans of the runs that are not outside."""
    out, start = [], None
    for word, label in zip(words, found):
        if label == O:
            start = None
        elif start is None:
            start = word.start
            out.append((start, word.end))
        else:
            out[-1] = (start, word.end)
    return out


def numbered(documents_signs):
    """Signs as numbers, and how many there are."""
    numbers = {}
    number = lambda sign: numbers.setdefault(sign, len(numbers))
    return [[[[number(sign) for sign in dict.fromkeys(word)] for word in words] for words in signs]
            for signs in documents_signs], numbers


class Perceptron:
    """An averaged structured perceptron: a weight for a sign and a label, one for a label after a label."""

    def __init__(self, size):
        self.weights, self.sums = [[0.0] * 5 for _ in range(size)], [[0.0] * 5 for _ in range(size)]
        self.steps, self.step_sums = [[0.0] * 5 for _ in range(5)], [[0.0] * 5 for _ in range(5)]

    def best(self, words):
        """Viterbi: the labels that go together best."""
        scores, back = None, []
        for signs in words:
            row = [sum(column) for column in zip(*(self.weights[sign] for sign in signs))]
            if scores is None:
                scores = [row[label] if label in (O, B, S) else -1e9 for label in range(5)]
                continue
            came = [max(BEFORE[label], key=lambda before: scores[before] + self.steps[before][label]) for label in range(5)]
            scores = [scores[came[label]] + self.steps[came[label]][label] + row[label] for label in range(5)]
            back.append(came)
        path = [max((O, E, S), key=lambda label: scores[label])]
        for came in reversed(back):
            path.append(came[path[-1]])
        return path[::-1]

    def learn(self, examples):
        order, now = random.Random(1), 1

        def bump(rows, sums, at, label, by):
            rows[at][label] += by
            sums[at][label] += by * now

        for _ in range(ROUNDS):
            order.shuffle(examples)
            for words, right in examples:
                found = self.best(words)
                for signs, want, got in zip(words, right, found):
                    if want != got:
                        for sign in signs:
                            bump(self.weights, self.sums, sign, want, 1)
                            bump(self.weights, self.sums, sign, got, -1)
                for want, got in zip(zip(right, right[1:]), zip(found, found[1:])):
                    if want != got:
                        bump(self.steps, self.step_sums, want[0], want[1], 1)
                        bump(self.steps, self.step_sums, got[0], got[1], -1)
                now += 1
        for rows, sums in ((self.weights, self.sums), (self.steps, self.step_sums)):
            for row, total in zip(rows, sums):
                row[:] = [weight - late / now for weight, late in zip(row, total)]
        return self.best


def perceptron(examples, numbers):
    return Perceptron(len(numbers)).learn(list(examples))


def crf(examples, _numbers):
    """CRFsuite's CRF with its L-BFGS, both penalties at 0.1."""
    import pycrfsuite
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.1, "c2": 0.1, "max_iterations": 100, "feature.possible_transitions": True})
    named = lambda words: [[str(sign) for sign in signs] for signs in words]
    for words, right in examples:
        trainer.append(named(words), ["OBIES"[label] for label in right])
    with tempfile.TemporaryDirectory() as folder:
        trainer.train(os.path.join(folder, "model"))
        tagger = pycrfsuite.Tagger()
        tagger.open(os.path.join(folder, "model"))
    return lambda words: ["OBIES".index(label) for label in tagger.tag(named(words))]


def phrases(examples, numbers):
    """No labels but whole phrases: each that could be one is weighed (logistic regression over the signs of its first
    and last word, of its head and of the words around it), and those are taken that add up to most without touching."""
    weights, squares = collections.defaultdict(float), collections.defaultdict(float)
    ends_head = {numbers.get("w=" + word) for word in people_marks.ENDS}

    def candidates(words):
        for n, first in enumerate(words):
            for end in range(n + 1, min(len(words), n + LONGEST) + 1):
                head = next((k - 1 for k in range(n + 1, end) if not ends_head.isdisjoint(words[k])), end - 1)
                signs = [(at, sign) for at, word in enumerate((first, words[end - 1], words[head])) for sign in word]
                signs += [(3, min(end - n, 8)), (4, head == end - 1)]
                yield n, end, signs

    def odds(signs):
        return sum(weights[sign] for sign in signs)

    order, pool = random.Random(1), []
    for words, right in examples:
        for n, end, signs in candidates(words):
            true = right[n:end] == whole(end - n)
            if true or order.random() < KEPT:
                pool.append((signs, true))
    for _ in range(3):
        order.shuffle(pool)
        for signs, true in pool:
            slope = true - 1 / (1 + math.exp(-max(-30, min(30, odds(signs)))))
            if abs(slope) > 0.01:
                for sign in signs:
                    squares[sign] += slope * slope
                    weights[sign] += 0.2 * slope / math.sqrt(squares[sign] + 1e-6)

    def best(words):
        ends = collections.defaultdict(list)
        for n, end, signs in candidates(words):
            ends[end].append((odds(signs) + math.log(KEPT), n))
        score, taken = [0.0], [[]]
        for end in range(1, len(words) + 1):
            value, marks = score[end - 1], taken[end - 1]
            for odd, n in ends[end]:
                if odd > 0 and score[n] + odd > value:
                    value, marks = score[n] + odd, taken[n] + [(n, end)]
            score.append(value)
            taken.append(marks)
        found = [O] * len(words)
        for n, end in taken[-1]:
            found[n:end] = whole(end - n)
        return found

    return best


def tagged(docs, signs, learner):
    """Spans found in each document by what was learnt from the documents of other parts."""
    rows, numbers = numbered(signs)
    order = list(range(len(docs)))
    random.Random(7).shuffle(order)
    found = [None] * len(docs)
    for part in (order[n::PARTS] for n in range(PARTS)):
        examples = [(words, labels(sentence)) for n in range(len(docs)) if n not in part
                    for words, sentence in zip(rows[n], docs[n][2])]
        best = learner(examples, numbers)
        for n in part:
            found[n] = [span for words, sentence in zip(rows[n], docs[n][2]) for span in spans(sentence, best(words))]
    return found


def kinds(text, marks):
    """{mark: pronoun, noun, name, name and more}, as people_marks.py tells them."""
    words = people_marks.words(text)
    elsewhere = collections.Counter(word for word, at, _ in words
                                    if people_marks.is_capital(word) and not people_marks.opens(text, at))
    out = {}
    for start, end in marks:
        name = people_marks.name_of(text, start, end, elsewhere)
        out[start, end] = "pronoun" if text[start:end].lower() in people_marks.PRONOUNS else "noun" if name is None else \
            "name" if name == (start, end) else "name and more"
    return out


def errors(docs, founds):
    """Where one row's errors are, as lines of a table, and what is wrong of what was found."""
    rows, wrong = collections.defaultdict(collections.Counter), collections.Counter()
    touches = lambda span, some: any(s < span[1] and span[0] < e for s, e in some)
    for (text, marks, sentences), found in zip(docs, founds):
        found, lengths = set(found), {(s, e): len(text[s:e].split()) for s, e in marks}
        for mark, kind in kinds(text, marks).items():
            length = "of one word" if lengths[mark] == 1 else "of two to four" if lengths[mark] < 5 else "of five or more"
            for key in (kind, length):
                rows[key]["all"] += 1
                rows[key]["found" if mark in found else "other ends" if touches(mark, found) else "missed"] += 1
        other = [(word.start, word.end) for words in sentences for word in words if word.kind not in ("O", "person")]
        for span in found - set(marks):
            wrong["found with other ends" if touches(span, marks) else
                  "in a mark of another kind" if touches(span, other) else "in none"] += 1
    out = ["| marks | in all | found | found with other ends | missed |", "|---|---|---|---|---|"]
    for key in ("name", "name and more", "noun", "pronoun", "of one word", "of two to four", "of five or more"):
        row = rows[key]
        share = 100 * row["found"] / max(1, row["all"])
        out.append(f"| {key} | {row['all']} | {row['found']} ({share:.0f} %) | {row['other ends']} | {row['missed']} |")
    return out + ["", "Wrong: " + ", ".join(f"{count} {key}" for key, count in wrong.most_common()) + "."]


def known_strings(docs):
    """Every place where a string stands that is marked somewhere in the same document: what is lost by the set's own
    unevenness and by words that mean a person here and not there, with the marked strings given."""
    founds = []
    for text, marks, _ in docs:
        found = []
        for string in sorted({text[s:e] for s, e in marks}, key=len, reverse=True):
            for match in re.finditer(r"(?<!\w)" + re.escape(string) + r"(?!\w)", text):
                if not any(s < match.end() and match.start() < e for s, e in found):
                    found.append(match.span())
        founds.append(found)
    return founds


def told(docs, signs):
    """The signs and, taken from the set itself, which words stand in marks of another kind: no tagger, but a measure
    of what is lost because the set keeps one level and those marks cover the people inside them."""
    out = []
    for (_, _, sentences), rows in zip(docs, signs):
        out.append([])
        for words, row in zip(sentences, rows):
            other = [word.kind not in ("O", "person") for word in words]
            near = lambda n: [f"other{off}={other[n + off]}" for off in (-2, -1, 0, 1, 2) if 0 <= n + off < len(words)]
            out[-1].append([word + near(n) for n, word in enumerate(row)])
    return out


def rows(options, docs, names, shared):
    """(what, found) for each way of tagging, the dearest last; in brackets what was given parts of the answer."""
    Kit, counts = people_signs.Kit, people_signs.company(shared)
    make = lambda kit, given: [people_signs.document_signs(kit, text, sentences, some if given else ())
                               for (text, _, sentences), some in zip(docs, names)]
    yield "names as `morgue` finds them", names
    yield "perceptron over words alone", tagged(docs, make(Kit(), False), perceptron)
    yield "and the lists that ship", tagged(docs, make(Kit(True), False), perceptron)
    yield "and the names found", tagged(docs, make(Kit(True), True), perceptron)
    signs = make(Kit(True, counts), True)
    yield "and how words stand in unmarked news (`who`, `which`, `said`)", tagged(docs, signs, perceptron)
    yield "the same signs, phrases weighed whole", tagged(docs, signs, phrases)
    learners = [("perceptron", perceptron)] + [("CRF", crf)] * options.crf
    if options.crf:
        yield "the same signs, CRF", tagged(docs, signs, crf)
    net = people_signs.wordnet(options.wordnet) if options.wordnet else None
    if net:
        signs = make(Kit(True, counts, net), True)
        for name, learner in learners:
            yield f"and WordNet, {name}", tagged(docs, signs, learner)
    if options.spacy:
        kit = Kit(True, counts, net)
        kit.parser = people_signs.parser(options.spacy, kit)
        signs = make(kit, True)
        for name, learner in learners:
            yield f"and a parser, {name}", tagged(docs, signs, learner)
    name, learner = learners[-1]
    yield f"(the same, {name}, told which words stand in marks of another kind)", tagged(docs, told(docs, signs), learner)
    yield "(every place of a string that is marked somewhere in the document)", known_strings(docs)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = Path(os.environ.get("CARGO_TARGET_DIR", people_marks.ROOT / "target"))
    shared = people_marks.shared()
    options.add_argument("--morgue", default=target / "release" / "morgue")
    options.add_argument("--crf", action="store_true")
    options.add_argument("--wordnet", type=Path)
    options.add_argument("--spacy")
    options.add_argument("set", nargs="?", default=shared / "people" / "gum-news.tar.gz")
    options = options.parse_args()
    if not Path(options.set).exists():
        sys.exit(f"{options.set} is missing")
    sys.path.insert(0, str(shared / "eval"))
    import people_eval
    docs = list(documents(people_eval, options.set))
    plain = [(text, marks) for text, marks, _ in docs]
    names = people_marks.found_by(options.morgue, plain)
    print("| what | P | R | F1 spans | F1 names |", "|---|---|---|---|---|", sep="\n")
    best = (-1, "", [])
    for what, found in rows(options, docs, names, shared):
        figures = people_marks.score(plain, [marks for _, marks in plain], found)
        print(f"| {what} | " + " | ".join(f"{value:.1f}" for value in figures) + " |", flush=True)
        if not what.startswith("("):
            best = max(best, (figures[2], what, found), key=lambda row: row[0])
    print("", f"Errors of `{best[1]}`:", "", *errors(docs, best[2]), sep="\n")


if __name__ == "__main__":
    main()
