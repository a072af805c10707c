#!/usr/bin/env python3
"""What a word shows to a tagger of people: the signs that `people_tagger.py` learns from.

A sentence is a list of Word. `Kit` holds what is known beforehand: the lists `morgue` ships, how often a word of
unmarked news has `who` and how often `which` after it and, if asked for, WordNet's nouns and a parser. Signs are
strings; a tagger gives each a weight. Nothing here looks at a mark.
"""

import collections, glob, gzip, importlib, math, re, tarfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PRONOUNS = {word: kind for kind, words in {
    "first": "i me my mine myself we us our ours ourselves",
    "second": "you your yours yourself",
    "third": "he him his himself she her hers herself they them their theirs themselves",
    "thing": "it its itself",
    "relative": "who whom whose which that",
    "any": "everyone someone anyone nobody somebody everybody anybody those these one others all some many few both",
}.items() for word in words.split()}
OF = set("of for in from at with on".split())
CLOSED = OF | set("a an the by to as into over under after before during between among against about without within "
                  "and or but nor if because while when where that which who whom whose than then so not no is are was "
                  "were be been being am has have had do does did will would can could may might shall should must 's".split())
PERSON = 18  # WordNet's number of the field of nouns for people
LISTS = "title before rank said org place stop particle plain".split()


class Word(NamedTuple):
    text: str
    kind: str  # what the set marks it as: `person`, `place` … or `O`
    start: int
    end: int


def closed(word):
    return word.lower() in CLOSED or not word[:1].isalnum()


def shape(word):
    word = re.sub(r"[0-9]", "0", re.sub(r"[a-z]", "a", re.sub(r"[A-Z]", "A", word)))
    return re.sub(r"(.)\1+", r"\1\1", word)[:6]


def lists():
    """The lists of src/enrich/data, one set of folded words each."""
    data = ROOT / "src/enrich/data"
    found = collections.defaultdict(set)
    for name in ("common", "given", "family"):
        found[name] = set((data / f"{name}.txt").read_text().split())
    for line in (data / "words.txt").read_text().splitlines():
        flag, _, words = line.partition(": ")
        if flag in LISTS:
            found[flag] |= set(words.split())
    found["town"] = {line.split("\t")[0] for line in (data / "places.txt").read_text().splitlines()}
    return dict(found)


def news(shared):
    """The text of the news collections, without marks of any kind."""
    corpora = shared / "corpora"
    for pattern in ("reuters-21578/*.gz", "ap-blei/*.gz", "latimes-sample/*.gz", "time/*.sgml"):
        for path in sorted(glob.glob(str(corpora / pattern))):
            raw = gzip.open(path).read() if path.endswith(".gz") else Path(path).read_bytes()
            yield re.sub(r"<[^>]*>", " ", raw.decode("utf-8", "replace"))
    for path in sorted(glob.glob(str(corpora / "bbc-news/*.tar.gz"))):
        with tarfile.open(path) as tar:
            for member in filter(tarfile.TarInfo.isfile, tar):
                yield tar.extractfile(member).read().decode("utf-8", "replace")


def company(shared):
    """word: (how often in all, before `who`, before `which`, before `said`, after an article, with a capital)."""
    counts = collections.defaultdict(lambda: [0] * 6)
    for text in news(shared):
        words = re.findall(r"[A-Za-z][A-Za-z'-]*|[,.]", text)
        low = [word.lower() for word in words] + ["", ""]
        for n, word in enumerate(words):
            row = counts[low[n]]
            after = low[n + 2] if low[n + 1] == "," else low[n + 1]
            row[0] += 1
            row[1] += after == "who"
            row[2] += after == "which"
            row[3] += low[n + 1] in ("said", "says", "told")
            row[4] += n > 0 and low[n - 1] in ("a", "an", "the", "his", "her", "their")
            row[5] += word[0].isupper()
    return {word: row for word, row in counts.items() if row[0] >= 5}


def steps(part, whole):
    """0 for never, up to 6 for nearly always."""
    return min(6, int(math.log2(1 + 1000 * part / whole)))


class Kit:
    """Which signs there are. `words` alone if nothing else is asked for."""

    def __init__(self, use_lists=False, counts=None, wordnet=None, parser=None):
        self.lists = lists() if use_lists else {}
        self.counts, self.wordnet, self.parser = counts or {}, wordnet, parser
        self.seen = {}

    def of(self, word):
        if word not in self.seen:
            self.seen[word] = list(self.say(word))
        return self.seen[word]

    def say(self, word):
        low = word.lower()
        yield from ("w=" + low, "shape=" + shape(word), "p3=" + low[:3])
        yield from (f"s{n}=" + low[-n:] for n in (1, 2, 3, 4) if len(low) > n)
        if self.lists and low in PRONOUNS:
            yield "pronoun=" + PRONOUNS[low]
        for name, some in self.lists.items():
            if low in some or (name in ("before", "title") and low.endswith("s") and low[:-1] in some):
                yield "list=" + name
        row = self.counts.get(low) or (self.counts.get(low[:-1]) if low.endswith("s") else None)
        if row:
            every, who, which, said, article, capital = row
            yield "who=" + ("none" if who + which == 0 else str(round(3 * who / (who + which))))
            yield from (f"who/all={steps(who, every)}", f"said/all={steps(said, every)}")
            yield from (f"article={10 * article // every}", f"capital={5 * capital // every}")
        elif self.counts:
            yield "who=unknown"
        if self.wordnet:
            yield from ("net=" + sign for sign in self.wordnet(low))


def sentence_signs(kit, words, names, known, often):
    """The signs of each word of a sentence: its own, its neighbours', those of its phrase and of the document.
    `names` are the spans the finder gave, if it was asked, `known` the words in them, `often` counts of the document."""
    own = [kit.of(word.text) for word in words]
    low = [word.text.lower() for word in words]
    at = lambda n: low[n] if 0 <= n < len(low) else "^"
    inside = [next((name for name in names if name[0] < word.end and word.start < name[1]), None) for word in words]
    short = lambda n: [sign for sign in own[n] if not sign.startswith(("p3", "s1", "s4"))]
    parsed = kit.parser(words) if kit.parser else None
    for n, word in enumerate(words):
        signs = ["any", *own[n], f"2-={at(n - 1)} {low[n]}", f"2+={low[n]} {at(n + 1)}"]
        for off in (-2, -1, 1, 2):
            signs += [f"{off}:{sign}" for sign in short(n + off)] if 0 <= n + off < len(words) else [f"{off}:edge"]
        signs += [f"near{'-' if off < 0 else '+'}={at(n + off)}" for off in (-4, -3, 3, 4) if 0 <= n + off < len(words)]
        if inside[n]:
            signs += ["name", f"name={inside[n][0] == word.start}{inside[n][1] == word.end}"]
        signs += [f"name{off}" for off in (-3, -2, -1, 1, 2, 3) if 0 <= n + off < len(words) and inside[n + off]]
        if word.text in known:
            signs.append("known")
        signs.append(f"often={min(3, often[low[n]])}")
        if word.text[:1].isupper():
            signs.append(f"capital again={min(2, often[word.text])}")
        if len(words) < 14 and words[-1].text not in '.!?"':
            signs.append("headline")
        end = n  # the phrase goes on to the next closed word: its last word is the head
        while end < len(words) and not closed(words[end].text):
            end += 1
        if end > n:
            signs += [f"head:{sign}" for sign in short(end - 1)] + [f"head+{min(4, end - 1 - n)}"]
        begin = n
        while begin >= 0 and not closed(words[begin].text):
            begin -= 1
        signs += [f"until={at(end)}", f"since={at(begin)}", f"since-{min(5, n - begin)}"]
        link = next((k for k in range(n, max(0, n - 7), -1) if low[k] in OF), None)
        if link:  # `members of the group`: what is before the preposition
            before = [sign for sign in own[link - 1] if not sign.startswith(("p3", "s1", "s2", "shape"))]
            signs += ["link=" + low[link]] + [f"before link:{sign}" for sign in before]
        yield signs + (parsed[n] if parsed else [])


def document_signs(kit, text, sentences, names):
    """A list of signs for each word of each sentence."""
    often = collections.Counter(word.text.lower() for words in sentences for word in words)
    often.update(word.text for words in sentences for word in words[1:] if word.text[:1].isupper())
    known = {part for start, end in names for part in text[start:end].split()}
    return [list(sentence_signs(kit, words, names, known, often)) for words in sentences]


def wordnet(folder):
    """WordNet's word on a word: the field of its first noun sense, whether any is a person, its commonest part of speech."""
    parts = dict(zip("1234", ("noun", "verb", "adj", "adv")))
    fields, senses = {}, collections.defaultdict(dict)
    for part in parts.values():
        for line in (folder / f"data.{part}").read_text().splitlines():
            if line[0] != " ":
                offset, field = line.split()[:2]
                fields[part, offset] = int(field)
        for line in (folder / f"index.{part}").read_text().splitlines():
            if line[0] != " ":
                row = line.split()
                senses[row[0]][part] = [fields[part, offset] for offset in row[-int(row[2]):]]
    used = collections.defaultdict(collections.Counter)
    for line in (folder / "cntlist.rev").read_text().splitlines():
        key, _, count = line.split()
        used[key.split("%")[0]][parts.get(key.split("%")[1][0], "adj")] += int(count)
    odd = dict(line.split()[:2] for line in (folder / "noun.exc").read_text().splitlines())
    endings = (("s", ""), ("ses", "s"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("men", "man"), ("ies", "y"))

    def say(low):
        forms = [low, odd.get(low, low)] + [low[:-len(a)] + b for a, b in endings if low.endswith(a) and len(low) > len(a) + 1]
        form = next((form for form in forms if form in senses), None)
        if form is None:
            stems = (low[:-2], low[:-1], low[:-3], low[:-3] + "e") if low.endswith(("ed", "ing")) else ()
            return ["verb" if any("verb" in senses.get(stem, ()) for stem in stems) else "unknown"]
        nouns = senses[form].get("noun", [])
        signs = [f"first={field}" for field in nouns[:1]] + ["a person"] * (PERSON in nouns) + ["plural"] * (form != low)
        return signs + ["part=" + (used[form].most_common(1)[0][0] if used[form] else "+".join(sorted(senses[form])))]

    return say


def parser(model, kit):
    """Signs out of a spaCy model's parse: tags, relations, and the head of the widest noun phrase a word is in."""
    from spacy.tokens import Doc
    nlp = importlib.import_module(model).load()
    nominal = {"NOUN", "PROPN", "PRON"}
    up = set("compound poss amod nmod appos conj pobj prep nummod det case acl".split())

    def parse(words):
        doc = Doc(nlp.vocab, [w.text for w in words], [b.start > a.end for a, b in zip(words, words[1:])] + [False],
                  sent_starts=[True] + [False] * (len(words) - 1))
        for _, pipe in nlp.pipeline:
            doc = pipe(doc)
        return [list(say(doc, token)) for token in doc]

    def head(token):
        while token.pos_ not in nominal and token.head != token:
            token = token.head
        return token

    def widest(token):
        best = token
        while token.dep_ in up and token.head != token and (token.head.pos_ in nominal or token.head.pos_ in ("ADP", "PART")):
            token = token.head
            best = token if token.pos_ in nominal else best
        return best

    def say(doc, token):
        for off in (-2, -1, 0, 1, 2):
            if 0 <= token.i + off < len(doc):
                other = doc[token.i + off]
                yield from (f"tag{off}={other.tag_}", f"dep{off}={other.dep_}", f"ent{off}={other.ent_type_}")
        near = head(token)
        for name, top in (("near", near), ("wide", widest(near))):
            signs = [f"w={top.lower_}", f"dep={top.dep_}", f"tag={top.tag_}", f"ent={top.ent_type_}", *kit.of(top.text)]
            yield from (f"{name}:{sign}" for sign in signs)
            yield f"{name} at {max(-7, min(7, top.i - token.i))}"
            yield f"{name} edges {top.left_edge == token} {top.right_edge == token}"
        yield f"in clause {any(t.dep_ == 'relcl' for t in (token, *token.ancestors))}"

    return parse
