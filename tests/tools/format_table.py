#!/usr/bin/env python3
"""What morgue makes of a folder of files in many formats: a table, and the files that need a second look.

  format_table.py MORGUE FOLDER [--rows]

A line a format, then one an agency: files, stories, files that failed, files refused by name, and for each field in how many stories
it is filled. With --rows also a line a file. FOLDER has a sub-folder a format, as ../shared/formats has.
"""
import collections, json, os, subprocess, sys

morgue, folder = sys.argv[1:3]
FIELDS = ["id", "version", "status", "headline", "byline", "dateline", "place", "published", "updated", "embargo",
          "people", "places", "keywords", "desk", "slug", "lang", "body", "captions", "notes"]


def filled(story, field):
    source = story["path"] + ("" if not story["member"] else
                              story["member"] if story["member"].startswith("#") else "/" + story["member"])
    if field == "id":
        return story["id"] != source
    if field == "status":
        return story["status"] != "usable"
    if field == "headline":
        return bool(story["headline"]) and not story["headline_derived"]
    if field == "place":
        return bool(story["dateline"] and story["dateline"]["places"])
    if field == "people":
        return any(p["role"] == "subject" for p in story["people"])
    return bool(story[field])


AGENCIES = ["AAP", "AFP", "ANSA", "AP", "ATS", "Belga", "EFE", "Europa Press", "Kyodo", "NTB", "PA", "Reuters", "Ritzau",
            "STT", "TASS", "CP", "dpa"]
SAME = {"Itar-Tass": "TASS", "SDA": "ATS", "Keystone-SDA": "ATS"}
# Why a story has no headline or text of its own.
REASONS = {"headline": {"no-headline", "headline-from-slug"}, "body": {"content-elsewhere", "text-elsewhere", "member", "no-text"},
           "published": {"no-date"}}
agencies = collections.defaultdict(collections.Counter)


def of_agency(story):
    row = agencies[SAME.get(story["agency"], story["agency"])]
    codes = {note["code"] for note in story["notes"]}
    row["stories"] += 1
    row["headline or reason"] += filled(story, "headline") or bool(codes & REASONS["headline"])
    row["published"] += bool(story["published"])
    row["no date, with reason"] += bool(not story["published"] and codes & REASONS["published"])
    row["text"] += bool(story["body"])
    row["captions only"] += bool(not story["body"] and story["captions"])
    row["neither, with reason"] += bool(not story["body"] and not story["captions"] and
                                        (codes & REASONS["body"] or story["kind"] == "package"))
    row["dateline place"] += filled(story, "place")


table = collections.defaultdict(collections.Counter)
rows, counts = [], collections.Counter()
for top, folders, names in os.walk(folder):
    folders.sort()
    for name in sorted(names):
        path = os.path.join(top, name)
        if os.path.dirname(path) == folder.rstrip("/"):
            continue
        kind = os.path.relpath(path, folder).split("/")[0]
        run = subprocess.run([morgue, "read", path], capture_output=True, text=True)
        why = subprocess.run([morgue, "read", "--why", path], capture_output=True, text=True)
        stories = [json.loads(line) for line in run.stdout.splitlines()]
        said = (why.stdout or why.stderr).strip().splitlines()
        said = said[0].split(": ", 1)[-1] if said else ""
        read_as = stories[0]["format"] if stories else ("failed" if run.returncode else "refused")
        row = table[kind, read_as]
        row["files"] += 1
        row["stories"] += len(stories)
        row["failed"] += run.returncode != 0
        row["refused"] += not stories and not run.returncode
        for story in stories:
            if SAME.get(story["agency"], story["agency"]) in AGENCIES:
                of_agency(story)
            for field in FIELDS:
                row[field] += filled(story, field)
            counts["status " + story["status"]] += 1
            counts["kind " + story["kind"]] += 1
            counts["embargo"] += bool(story["embargo"])
            counts["version"] += bool(story["version"])
        rows.append((kind, read_as, len(stories), name, said, run.stderr.strip().replace("\n", " ")[:160]))
head = ["folder", "read as", "files", "stories", "failed", "refused", *FIELDS]
print("| " + " | ".join(head) + " |")
print("|" + "---|" * len(head))
for (kind, read_as), row in sorted(table.items()):
    print("| " + " | ".join([kind, read_as, *(str(row[c] or "") for c in head[2:])]) + " |")
print()
head = ["stories", "headline or reason", "published", "no date, with reason", "text", "captions only", "neither, with reason", "dateline place"]
print("| agency | " + " | ".join(head) + " |")
print("|" + "---|" * (len(head) + 1))
for agency, row in sorted(agencies.items()):
    print("| " + " | ".join([agency, *(str(row[c] or "") for c in head)]) + " |")
print()
print("; ".join(f"{name}: {count}" for name, count in sorted(counts.items())))
if "--rows" in sys.argv:
    for row in rows:
        print("\t".join(map(str, row)))
