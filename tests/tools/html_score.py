#!/usr/bin/env python3
"""Scores `morgue read` on the pages of the article extraction benchmark.

    cargo build && python3 tests/tools/html_score.py [--worst N] [--show KEY] [--morgue PATH]

The measure is the benchmark's own: tokens are runs of word characters, a text is the multiset of
its 4-grams of tokens, precision and recall are computed a page and averaged over the pages, F1 is
the harmonic mean of the two averages. The pages are sought in `../shared` (or `MORGUE_SHARED`).
"""

import argparse, collections, json, os, re, statistics, subprocess, sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOKEN = re.compile(r"\w+")


def shingles(text, n=4):
    tokens = TOKEN.findall(text or "")
    return collections.Counter(tuple(tokens[i : i + n]) for i in range(max(1, len(tokens) - n + 1)))


def compare(truth, got):
    truth, got = shingles(truth), shingles(got)
    hits = sum((truth & got).values())
    extra, missed = sum(got.values()) - hits, sum(truth.values()) - hits
    precision = 1.0 if extra == missed == 0 else 0.0 if hits == 0 else hits / (hits + extra)
    recall = 1.0 if extra == missed == 0 else 0.0 if hits == 0 else hits / (hits + missed)
    return precision, recall, extra, missed


def f1(precision, recall):
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--morgue", default=Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug" / "morgue")
    parser.add_argument("--worst", type=int, default=0, help="list this many of the worst pages")
    parser.add_argument("--show", help="print body and truth of the page whose key begins so")
    options = parser.parse_args()
    shared = Path(os.environ.get("MORGUE_SHARED", ROOT / ".." / "shared"))
    folder = shared / "html" / "article-extraction-benchmark"
    if not folder.is_dir():
        sys.exit(f"{folder} is missing")
    truths = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    run = subprocess.run([options.morgue, "read", str(folder / "html")], capture_output=True, text=True)
    stories = {}
    for line in run.stdout.splitlines():
        story = json.loads(line)
        name = story.get("source", story.get("path", ""))
        name = name if isinstance(name, str) else name.get("path", "")
        stories[Path(name).name.split(".")[0]] = story
    rows = []
    for key, truth in truths.items():
        story = stories.get(key, {})
        rows.append((*compare(truth.get("articleBody", ""), story.get("body", "")), key, truth["url"]))
        if options.show and key.startswith(options.show):
            print(json.dumps({k: v for k, v in story.items() if k != "body"}, indent=1, ensure_ascii=False))
            print("----", story.get("body", ""), "---- truth", truth.get("articleBody", ""), sep="\n")
    precision, recall = (statistics.mean(row[n] for row in rows) for n in (0, 1))
    for row in sorted(rows, key=lambda row: f1(row[0], row[1]))[: options.worst]:
        print(f"{row[0]:.2f} {row[1]:.2f} +{row[2]} -{row[3]} {row[4][:10]} {row[5][:90]}")
    dated = sum(bool(story.get("published")) for story in stories.values())
    print(f"pages {len(rows)}  stories {len(stories)}  dated {dated}")
    print(f"precision {precision:.4f}  recall {recall:.4f}  F1 {f1(precision, recall):.4f}")


if __name__ == "__main__":
    main()
