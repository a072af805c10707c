#!/usr/bin/env python3
"""How many of the stories that `search --like` finds first are judged relevant to the same topic.

usage: like_score.py MORGUE INDEX QRELS

Every story that is relevant to a topic with two others or more is asked for once; the mean of how many of the
first 5 (10) are of one of its topics, of as many as there could be.
"""
import collections
import subprocess
import sys

morgue, index, qrels = sys.argv[1:4]
relevant = collections.defaultdict(set)
with open(qrels, encoding="utf-8") as file:
    for line in file:
        topic, _, story, grade = line.split()
        if int(grade) > 0:
            relevant[topic].add(story)
others = collections.defaultdict(set)
for stories in relevant.values():
    if len(stories) >= 3:
        for story in stories:
            others[story] |= stories - {story}
five = ten = 0.0
for story, wanted in sorted(others.items()):
    command = [morgue, "--index", index, "search", "--like", story, "-n", "10", "--format", "ids"]
    found = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
    five += len(wanted.intersection(found[:5])) / min(5, len(wanted))
    ten += len(wanted.intersection(found)) / min(10, len(wanted))
print(f"{len(others)} stories, first 5: {five / len(others):.3f}, first 10: {ten / len(others):.3f}")
