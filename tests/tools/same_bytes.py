#!/usr/bin/env python3
"""The same corpus must give the same bytes: 50 queries against indexes built in many ways.

  same_bytes.py MORGUE REUTERS_FOLDER WORK [QUERIES.TSV]

Built with one thread and with many; at once and in ten pieces in two random orders; after removing and adding
back a third; asked under another zone and locale. Prints one line a variant; exit code 1 if any byte differs.
"""
import glob, hashlib, os, random, shutil, subprocess, sys

morgue, folder, work = sys.argv[1:4]
files = sorted(glob.glob(folder + "/reut2-*.sgm*"))
rng = random.Random(7)
shutil.rmtree(work, ignore_errors=True)
os.makedirs(work)
QUERIES = """oil
crude oil
"interest rate" cut
bank OR trade
wheat -corn
opec meeting
"west germany"
dollar yen intervention
econom*
take?over
headline:merger
person:volcker
person:baker deficit
place:tokyo
country:GB bank
dateline:"new york"
desk:*
keyword:grain
keyword:earn dividend
date:1987-03-19
date:1987-10 stock crash
date:1987-02-26..1987-03-01 gold
agency:reuters cocoa
kind:brief
words:>800
words:<20
sugar (quota OR tariff)
"net profit" loss
shr vs net
coffee brazil producers
tin council
soviet grain
japan semiconductor
"federal reserve"
gulf iran attack
taxes reform congress
airline merger
nuclear
strike port workers
"money supply" m1
lead zinc
rubber agreement
shipping rates
philippines debt
paris accord currencies
volcker~1
NOT the
texaco pennzoil
"hong kong" futures
canada u.s. trade""".splitlines()
if len(sys.argv) > 4:
    QUERIES += [l.split("\t")[2] for l in open(sys.argv[4]).read().splitlines()[1:51]]


def run(*args, **env):
    return subprocess.run([morgue, *args], capture_output=True, env={**os.environ, **env})


def index(name, *args):
    done = run("index", "--quiet", "--index", f"{work}/{name}", *args)
    if done.returncode not in (0, 1):
        sys.exit(f"{name}: {done.stderr.decode()}")


def answers(name, *extra, **env):
    sums = []
    for query in QUERIES:
        for more in ((), ("--any", "-n", "100"), ("--sort", "newest"), ("--sort", "oldest", "-n", "30")):
            done = run("search", "--index", f"{work}/{name}", "--json", *more, *extra, "--", query, **env)
            if done.returncode == 2:
                sys.exit(f"{query}: {done.stderr.decode()}")
            sums.append((query, more, hashlib.sha256(done.stdout).hexdigest()))
    return sums


def compare(name, base, other):
    bad = [b[:2] for b, o in zip(base, other) if b != o]
    print(f"{'same' if not bad else 'DIFFERS'}  {name}  ({len(base)} answers)", bad[:4] if bad else "", flush=True)
    return bool(bad)


index("once", folder)
base = answers("once")
wrong = compare("again", base, answers("once"))
wrong |= compare("TZ=Asia/Tokyo LC_ALL=C, one thread asking", base, answers("once", "--threads", "1", TZ="Asia/Tokyo", LC_ALL="C"))
index("one-thread", "--threads", "1", folder)
wrong |= compare("indexed with one thread", base, answers("one-thread"))
index("four-threads", "--threads", "4", folder)
wrong |= compare("indexed with four threads", base, answers("four-threads"))
for attempt in range(2):
    pieces = [files[n::10] for n in range(10)]
    rng.shuffle(pieces)
    for piece in pieces:
        index(f"pieces-{attempt}", *piece)
    wrong |= compare(f"in ten pieces, order {attempt}", base, answers(f"pieces-{attempt}"))
copy = f"{work}/copy"
os.makedirs(copy)
for f in files:
    shutil.copy2(f, copy)
index("readded", copy)
third = rng.sample(files, len(files) // 3)
for f in third:
    os.remove(f"{copy}/{os.path.basename(f)}")
index("readded", copy)
for f in third:
    shutil.copy2(f, copy)
index("readded", copy)
wrong |= compare("a third removed and added back", base, answers("readded"))
sys.exit(1 if wrong else 0)
