#!/usr/bin/env python3
"""Scores the subheads that are found in plain text against those that pages mark up.

    cargo build && python3 tests/tools/subhead_score.py [--show N] [--morgue PATH]

Pages and feeds say in their mark-up which lines are headings. Their text is written out without it, one
paragraph after the other, and read again as plain text; a line counts as right when it was marked. Stories
whose headings are more than one in three paragraphs are lists (shops, games, programmes): they are counted
apart, since lists are left alone on purpose. The pages are sought in `../shared` (or `MORGUE_SHARED`).
"""

import argparse, json, os, subprocess, sys, tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def read(morgue, path):
    run = subprocess.run([morgue, "read", str(path)], capture_output=True, text=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def titles(story):
    return [section["title"] for section in story["sections"]]


def paragraphs(story):
    return [part for part in story["body"].split("\n\n") if part.strip()]


def score(pairs):
    right = found = marked = 0
    for want, got in pairs:
        left = list(want)
        for title in got:
            if title in left:
                left.remove(title)
                right += 1
        found, marked = found + len(got), marked + len(want)
    return right, found, marked


def pairs(morgue, shared, show=0):
    """(marked, found) titles of the stories, and of the lists."""
    folder = shared / "html" / "article-extraction-benchmark" / "html"
    if not folder.is_dir():
        sys.exit(f"{folder} is missing")
    marked = [story for story in read(morgue, folder) if len(paragraphs(story)) > 3]
    with tempfile.TemporaryDirectory() as bare:
        for n, story in enumerate(marked):
            text = "\n\n".join([story["headline"], *paragraphs(story)])
            (Path(bare) / f"{n:04}.txt").write_text(text + "\n", encoding="utf-8")
        plain = {Path(story["path"]).stem: story for story in read(morgue, bare)}
    news, lists = [], []
    for n, story in enumerate(marked):
        want = titles(story)
        got = titles(plain[f"{n:04}"]) if f"{n:04}" in plain else []
        (lists if len(want) * 3 > len(paragraphs(story)) else news).append((want, got))
        extra, missed = [t for t in got if t not in want], [t for t in want if t not in got]
        if show > 0 and (extra or missed):
            show -= 1
            print(f"{len(paragraphs(story))} paragraphs, found {extra}, missed {missed}")
    return news, lists


def lines(morgue, shared, show=0):
    """The score in words, a line for the stories and one for the lists."""
    out = []
    for name, some in zip(("stories", "lists"), pairs(morgue, shared, show)):
        right, found, wanted = score(some)
        out.append(f"{name} {len(some)}, marked {wanted}, found {found}, right {right}, "
                   f"precision {100 * right / max(found, 1):.1f} %, recall {100 * right / max(wanted, 1):.1f} %")
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--morgue", default=Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug" / "morgue")
    parser.add_argument("--show", type=int, default=0, help="list this many stories with misses and inventions")
    options = parser.parse_args()
    shared = Path(os.environ.get("MORGUE_SHARED", ROOT / ".." / "shared"))
    print(*lines(options.morgue, shared, options.show), sep="\n")


if __name__ == "__main__":
    main()
