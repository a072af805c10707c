#!/usr/bin/env python3
"""The figures of benches/ranking.md: ranking.py MORGUE CORPORA WORK

CORPORA holds folders `time` and `latimes-sample`, each with files to index, topics.tsv and qrels.txt. Indexes and runs go
to WORK. Prints, for each: morgue in --any mode beside BM25 as Lucene has it (Porter, Anserini's stop words, the better of
k1/b 0.9/0.4 and 1.2/0.75), with `morgue eval`'s paired test; then what each part of the ranking gives and what other
models give, from a model of the ranking written here; then how the parameters do on topics they were not chosen by.
Nothing but the standard library; a few minutes.
"""
import collections, itertools, json, math, os, random, re, subprocess, sys

MORGUE, CORPORA, WORK = sys.argv[1:4]
SETS = ("time", "latimes-sample")
LUCENE_STOP = set("a an and are as at be but by for if in into is it no not of on or such that the their then there these"
                  " they this to was will with".split())


# Porter's stemmer, as published (Program 14, 1980).
def cons(w, i):
    return w[i] not in "aeiou" and (w[i] != "y" or i == 0 or not cons(w, i - 1))
def shape(w):
    return "".join("c" if cons(w, i) else "v" for i in range(len(w)))
def measure(w):
    return len(re.findall("v+c+", shape(w)))
def cvc(w):
    return len(w) > 2 and shape(w)[-3:] == "cvc" and w[-1] not in "wxy"
STEP2 = [p.split() for p in ("ational ate,tional tion,enci ence,anci ance,izer ize,abli able,alli al,entli ent,eli e,ousli ous,"
         "ization ize,ation ate,ator ate,alism al,iveness ive,fulness ful,ousness ous,aliti al,iviti ive,biliti ble").split(",")]
STEP3 = [p.split(" ") for p in "icate ic,ative ,alize al,iciti ic,ical ic,ful ,ness ".split(",")]
STEP4 = "ement ance ence able ible ment ant ent ism ate iti ous ive ize ion al er ic ou".split()
STEMS = {}
def stem(w):
    if w not in STEMS:
        STEMS[w] = porter(w)
    return STEMS[w]
def porter(w):
    if len(w) < 3 or not w.isalpha() or not w.isascii():
        return w
    for end, new in (("sses", "ss"), ("ies", "i"), ("ss", "ss"), ("s", "")):
        if w.endswith(end):
            w = w[:len(w) - len(end)] + new
            break
    done = False
    if w.endswith("eed"):
        if measure(w[:-3]) > 0: w = w[:-1]
    elif w.endswith("ed") and "v" in shape(w[:-2]): w, done = w[:-2], True
    elif w.endswith("ing") and "v" in shape(w[:-3]): w, done = w[:-3], True
    if done:
        if w.endswith(("at", "bl", "iz")): w += "e"
        elif len(w) > 1 and w[-1] == w[-2] and shape(w)[-1] == "c" and w[-1] not in "lsz": w = w[:-1]
        elif measure(w) == 1 and cvc(w): w += "e"
    if w.endswith("y") and "v" in shape(w[:-1]): w = w[:-1] + "i"
    for rules in (STEP2, STEP3):
        for end, new in rules:
            if w.endswith(end):
                if measure(w[:-len(end)]) > 0: w = w[:-len(end)] + new
                break
    for end in STEP4:
        if w.endswith(end):
            base = w[:-len(end)]
            if measure(base) > 1 and (end != "ion" or base[-1:] in ("s", "t")): w = base
            break
    if w.endswith("e") and (measure(w[:-1]) > 1 or measure(w[:-1]) == 1 and not cvc(w[:-1])): w = w[:-1]
    if w.endswith("ll") and measure(w) > 1: w = w[:-1]
    return w


WORD = re.compile(r"[a-z](?:\.[a-z])+(?![a-z0-9])|[0-9]+(?:[.,][0-9]+)*|[a-z0-9]+(?:['&][a-z0-9]+)*")
def words(text):
    found = []
    for word in WORD.findall(text.lower().replace("\u2019", "'")):
        word = re.sub("'s$", "", word).replace("'", "")
        found.append(word.replace(",", "") if word[:1].isdigit() else word)
    return [word for word in found if word]


def function_words():
    source = open(os.path.join(os.path.dirname(__file__), "../../src/engine/weight/words.rs"), encoding="utf-8").read()
    return set(re.search(r'FUNCTION_WORDS: &str = "(.*?)";', source, re.S).group(1).replace("\\", "").split())


class Collection:
    """Stories as positions of stems, as morgue indexes them: the headline twice, then captions and body."""
    def __init__(self, name):
        self.name, self.folder = name, os.path.join(CORPORA, name)
        files = [os.path.join(self.folder, f) for f in sorted(os.listdir(self.folder))
                 if not f.startswith(("topics", "qrels", "README"))]
        lines = subprocess.run([MORGUE, "read", *files], stdout=subprocess.PIPE, text=True).stdout.splitlines()
        self.ids, self.length, self.plain, self.where = [], [], [], collections.defaultdict(dict)
        for n, line in enumerate(lines):
            story = json.loads(line)
            headline = [] if story["headline_derived"] else words(story["headline"])
            captions = [w for c in story["captions"] for w in words(c["text"] + " " + (c["credit"] or ""))]
            body = words(story["body"])
            at = 0
            for part in (headline, headline, captions, body):
                for word in part:
                    self.where[stem(word)].setdefault(n, []).append(at)
                    at += 1
                at += 100
            self.ids.append(story["id"])
            self.length.append(2 * len(headline) + len(captions) + len(body))
            self.plain.append(collections.Counter(stem(w) for w in headline + body if w not in LUCENE_STOP))
        self.average = sum(self.length) / len(lines)
        self.qrels = collections.defaultdict(dict)
        for line in open(os.path.join(self.folder, "qrels.txt")):
            topic, _, story, grade = line.split()
            self.qrels[topic][story] = int(grade)
        pairs = (line.rstrip("\n").split("\t") for line in open(os.path.join(self.folder, "topics.tsv")) if line.strip())
        self.topics = [(t, q) for t, q in pairs if any(g > 0 for g in self.qrels[t].values())]
        self.total = len(lines)

    def ap(self, scores):
        """Average precision of each topic."""
        rows = []
        for topic, query in self.topics:
            found = sorted(((s, self.ids[n]) for n, s in scores(self, query).items()), reverse=True)[:1000]
            grades, hits, total = self.qrels[topic], 0, 0.0
            for rank, (_, story) in enumerate(found, 1):
                if grades.get(story, 0) > 0:
                    hits += 1
                    total += hits / rank
            rows.append(total / sum(g > 0 for g in grades.values()))
        return rows


def lucene(k1, b):
    def scores(c, query):
        if not hasattr(c, "df"):
            c.df = collections.Counter(w for plain in c.plain for w in plain)
            c.sizes = [sum(plain.values()) for plain in c.plain]
        average, sums = sum(c.sizes) / c.total, collections.Counter()
        for word in words(query):
            if word in LUCENE_STOP or not c.df[stem(word)]: continue
            word = stem(word)
            idf = math.log(1 + (c.total - c.df[word] + .5) / (c.df[word] + .5))
            for n, plain in enumerate(c.plain):
                if plain[word]:
                    sums[n] += idf * plain[word] / (plain[word] + k1 * (1 - b + b * c.sizes[n] / average))
        return sums
    return scores


# Weights of a word in a story: stories, stories with it, its occurrences in all, in this one, length, average length.
def bm25(k1, b):
    return lambda N, df, cf, tf, L, A: math.log(1 + (N - df + .5) / (df + .5)) * tf / (tf + k1 * (1 - b + b * L / A))
def loglogistic(c):
    return lambda N, df, cf, tf, L, A: math.log(1 + tf * math.log(1 + c * A / L) * N / df)
def inl2(c):
    def weight(N, df, cf, tf, L, A):
        t = tf * math.log2(1 + c * A / L)
        return t / (t + 1) * math.log2((N + 1) / (df + .5))
    return weight
def pl2(c):
    def weight(N, df, cf, tf, L, A):
        t, l = tf * math.log2(1 + c * A / L), cf / N
        return (t * math.log2(t / l) + (l + 1 / (12 * t) - t) / math.log(2) + .5 * math.log2(2 * math.pi * t)) / (t + 1)
    return weight
def dph(N, df, cf, tf, L, A):
    f = min(tf / L, .999)
    return (1 - f) ** 2 / (tf + 1) * (tf * math.log2(tf * A / L * N / cf) + .5 * math.log2(2 * math.pi * tf * (1 - f)))
def f2log(s):
    return lambda N, df, cf, tf, L, A: math.log((N + 1) / df) * tf / (tf + s + s * L / A)
def dirichlet(mu):
    def weight(N, df, cf, tf, L, A):
        return max(0, math.log(1 + tf / (mu * cf / (N * A))) + math.log(mu / (L + mu)))
    return weight
def bursty(weight):
    def weighed(N, df, cf, tf, L, A):
        return weight(N, df, cf, tf, L, A) * (cf / df) / (1 + cf / df)
    return weighed


def model(weight, quiet=(), together=0.0, stretch=15, pairs=0.0):
    def scores(c, query):
        terms = list(dict.fromkeys(stem(w) for w in words(query) if w not in quiet))
        terms = [t for t in terms if t in c.where]
        sums, told = collections.Counter(), {}
        for term in terms:
            where = c.where[term]
            cf = sum(map(len, where.values()))
            told[term] = -math.log(len(where) / c.total)
            for n, at in where.items():
                sums[n] += weight(c.total, len(where), cf, len(at), max(c.length[n], 1), c.average)
        if together and len(terms) > 1:
            total = sum(told.values())
            for n in sums:
                sums[n] += together * total * (best_stretch(c, terms, told, n, stretch) / total) ** 2
        if pairs:
            for a, b in zip(terms, terms[1:]):
                for n in c.where[a].keys() & c.where[b].keys():
                    near = sum(any(abs(x - y) <= 8 for y in c.where[b][n]) for x in c.where[a][n])
                    sums[n] += pairs * min(told[a], told[b]) * near / (near + 1.2 * (.25 + .75 * c.length[n] / c.average))
        return sums
    return scores


def best_stretch(c, terms, told, n, stretch):
    standing = sorted((at, t) for t in terms for at in c.where[t].get(n, ()))
    inside, first, total, best = collections.Counter(), 0, 0.0, 0.0
    for at, term in standing:
        total += told[term] if not inside[term] else 0
        inside[term] += 1
        while standing[first][0] + stretch < at:
            gone = standing[first][1]
            inside[gone] -= 1
            total -= told[gone] if not inside[gone] else 0
            first += 1
        best = max(best, total)
    return best


def mean(rows):
    return sum(rows) / len(rows)


def luck(a, b):
    """Two-sided, by randomisation."""
    diff, rng = [y - x for x, y in zip(a, b)], random.Random(1)
    seen = abs(sum(diff)) - 1e-12
    return sum(abs(sum(d if rng.random() < .5 else -d for d in diff)) >= seen for _ in range(20000)) / 20000


def call(*args):
    run = subprocess.run([MORGUE, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if run.returncode > 1: sys.exit(run.stderr)
    return run.stdout


def main():
    os.makedirs(WORK, exist_ok=True)
    collections_, baselines, quiet = [Collection(name) for name in SETS], [], function_words()
    for c in collections_:
        index, topics, qrels = (os.path.join(WORK, c.name), *(os.path.join(c.folder, f) for f in ("topics.tsv", "qrels.txt")))
        best = max(((mean(c.ap(lucene(k1, b))), k1, b) for k1, b in ((.9, .4), (1.2, .75))))
        baselines.append(c.ap(lucene(*best[1:])))
        run = os.path.join(WORK, f"lucene-{best[1]}-{best[2]}-{c.name}.run")
        with open(run, "w") as out:
            for topic, query in c.topics:
                found = sorted(((s, c.ids[n]) for n, s in lucene(*best[1:])(c, query).items()), reverse=True)[:1000]
                for rank, (score, story) in enumerate(found, 1):
                    out.write(f"{topic} Q0 {story} {rank} {score:.6f} lucene\n")
        call("--index", index, "index", "-q", c.folder)
        print(f"== {c.name}\n" + call("--index", index, "eval", "-q", "--any", "--topics", topics, "--qrels", qrels, "--against", run))
    full = bursty(loglogistic(.3))
    rows = [
        ("BM25 1.2/0.75 (the engine's own)", model(bm25(1.2, .75))),
        ("BM25 0.9/0.4", model(bm25(.9, .4))),
        ("BM25 1.2/0.75, function words quiet", model(bm25(1.2, .75), quiet)),
        ("BM25 2/0.75, function words quiet", model(bm25(2, .75), quiet)),
        ("In-expectation L2 (DFR) c 0.5", model(inl2(.5), quiet)),
        ("PL2 (DFR) c 2", model(pl2(2), quiet)),
        ("DPH (DFR)", model(dph, quiet)),
        ("Dirichlet language model, mu 400", model(dirichlet(400), quiet)),
        ("F2LOG (axiomatic) s 0.8", model(f2log(.8), quiet)),
        ("log-logistic c 0.3", model(loglogistic(.3), quiet)),
        ("log-logistic c 0.3, function words loud", model(loglogistic(.3))),
        ("BM25 1.2/0.75, bursts", model(bursty(bm25(1.2, .75)), quiet)),
        ("log-logistic c 0.3, bursts", model(full, quiet)),
        ("log-logistic c 0.3, neighbours in the query near each other 0.5", model(loglogistic(.3), quiet, pairs=.5)),
        ("log-logistic c 0.3, stretch 0.2", model(loglogistic(.3), quiet, .2)),
        ("log-logistic c 0.3, bursts, stretch 0.2: what is built", model(full, quiet, .2)),
    ]
    print("== models (AP): " + ", ".join(SETS))
    for name, scores in rows:
        print(f"{name:68}" + "".join(f"  {mean(c.ap(scores)):.4f}" for c in collections_), flush=True)
    grid = list(itertools.product((.2, .3, .4, .5), (0, .1, .2, .3), (10, 15, 20)))
    cells = {key: [c.ap(model(bursty(loglogistic(key[0])), quiet, key[1], key[2])) for c in collections_] for key in grid}
    print("== parameters: length c, stretch weight, stretch words")
    for here, there in ((0, 1), (1, 0)):
        key = max(grid, key=lambda key: mean(cells[key][here]))
        rows = cells[key][there]
        print(f"chosen on {SETS[here]}: {key} {mean(cells[key][here]):.4f}; on {SETS[there]} {mean(rows):.4f}, against BM25 as in"
              f" Lucene p = {luck(baselines[there], rows):.4f}")
    for at, name in enumerate(SETS):
        order, rows = list(range(len(baselines[at]))), [0.0] * len(baselines[at])
        random.Random(5).shuffle(order)
        for fold in range(5):
            held = set(order[fold::5])
            key = max(grid, key=lambda key: sum(ap for n, ap in enumerate(cells[key][at]) if n not in held))
            for n in held: rows[n] = cells[key][at][n]
        print(f"five folds within {name}: {mean(rows):.4f}, p = {luck(baselines[at], rows):.4f}")
    for at, name in enumerate(SETS):
        means = sorted(mean(cells[key][at]) for key in grid)
        print(f"all {len(grid)} settings on {name}: {means[0]:.4f} to {means[-1]:.4f}, median {means[len(means) // 2]:.4f}")


main()
