#!/usr/bin/env python3
"""Precision and recall of `--collapse` against a list of pairs (columns `id_a`, `id_b`).

usage: morgue search --collapse -n 0 --json | reprint_score.py PAIRS.tsv [--path]

A pair is found when both stories are in one group. Only stories of the list's collection should be in the
index. With --path an id is the end of the story's path (`/tech/118.txt`).
"""
import collections
import itertools
import json
import sys

pairs, by_path = sys.argv[1], "--path" in sys.argv[2:]
with open(pairs, encoding="utf-8") as file:
    head = file.readline().rstrip("\n").split("\t")
    a, b = head.index("id_a"), head.index("id_b")
    gold = {tuple(sorted((row[a], row[b]))) for row in (line.rstrip("\n").split("\t") for line in file)}


def name(story):
    return "/" + "/".join(story.split("/")[-2:]) if by_path else story


found, sizes = set(), collections.Counter()
for line in sys.stdin:
    hit = json.loads(line)
    group = {name(story) for story in [hit["id"], *hit.get("similar", [])]}
    sizes[len(group)] += 1
    found.update(itertools.combinations(sorted(group), 2))
both = len(found & gold)
print(f"pairs {len(gold)}, found {len(found)}, both {both}")
print(f"precision {both / max(len(found), 1):.4f} recall {both / max(len(gold), 1):.4f}")
print("groups by size:", ", ".join(f"{size}: {count}" for size, count in sorted(sizes.items())))
