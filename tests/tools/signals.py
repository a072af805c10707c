#!/usr/bin/env python3
"""Whether morgue has what documents say of their own life: versions, status, embargo, updates, notes to editors.

  signals.py MORGUE FOLDER [--rows]

The documents are searched here with XML and JSON parsers and patterns of this script's own, none of morgue's; then
each story is asked for the same. A line a format and signal: stories whose document has it, stories that have it
from morgue, and how many differ. FOLDER has a sub-folder a format, as ../shared/formats has. A status other than
usable, `previous` (an older version is named), `signal` (a correction or update is signalled by a field),
`ednote` (words to editors). Files that are no stories are left out; exit code 1 if any story differs.
"""
import collections, json, os, re, subprocess, sys
import xml.etree.ElementTree as xml

morgue, folder = sys.argv[1:3]


def local(element):
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def text(element):
    return " ".join("".join(element.itertext()).split())


def code(word):
    return re.split("[:/#]", word.strip().rstrip("/"))[-1].lower()


def under(element, *path):
    """Children of children of those names."""
    level = [element]
    for name in path:
        level = [child for one in level for child in one if local(child) == name]
    return level


def newsml_1(root):
    for item in under(root, "NewsItem"):
        said = set()
        revisions = [e for e in item.iter() if local(e) == "RevisionId"]
        if any(text(e) for e in revisions):
            said.add("version")
        if any(e.get("PreviousRevision", "0") not in ("", "0") for e in revisions):
            said.add("previous")
        for status in under(item, "NewsManagement", "Status"):
            if (status.get("FormalName") or text(status)).lower() != "usable":
                said.add("status")
        if under(item, "NewsManagement", "StatusWillChange"):
            said.add("embargo")
        if under(item, "NewsManagement", "Instruction"):
            said.add("signal")
        yield said


def newsml_g2(root):
    items = [e for e in root.iter() if local(e) in ("newsItem", "packageItem")]
    for item in items:
        said = {"version"} if item.get("version") else set()
        for status in under(item, "itemMeta", "pubStatus"):
            if code(status.get("qcode") or status.get("uri") or "usable") != "usable":
                said.add("status")
        if any(text(e) for e in under(item, "itemMeta", "embargoed")):
            said.add("embargo")
        if any(e.get("qcode") or e.get("uri") for e in under(item, "itemMeta", "signal")):
            said.add("signal")
        if any(text(e) for e in under(item, "itemMeta", "edNote")):
            said.add("ednote")
        yield said


def nitf(root):
    said = set()
    for e in root.iter():
        name = local(e)
        if name == "du-key" and (e.get("version") or e.get("generation")):
            said.add("version")
        if name == "docdata":
            word = (e.get("management-status") or "usable").lower()
            if word not in ("usable", "embargoed"):
                said.add("status")
            if word == "embargoed":
                said.add("embargo")
            if e.get("management-doc-idref"):
                said.add("previous")
        if name == "correction":
            said.add("signal")
        if name == "ed-msg" and e.get("info"):
            said.add("ednote")
    yield said


def in_json(value):
    """The objects that are items: those with a version, a status, a headline of their own."""
    if isinstance(value, list):
        for one in value:
            yield from in_json(one)
    elif isinstance(value, dict):
        inner = value.get("data", value)
        inner = inner.get("items", inner) if isinstance(inner, dict) else inner
        inner = inner.get("entries", inner) if isinstance(inner, dict) else inner
        if isinstance(inner, list):
            yield from in_json([one.get("item", one) for one in inner if isinstance(one, dict)])
            return
        yield inner.get("item", inner)


def json_items(value):
    for item in in_json(value):
        low = {re.sub("[_-]", "", key.lower()): val for key, val in item.items()}
        said = set()
        if low.get("version") not in (None, ""):
            said.add("version")
        states = "killed recalled spiked unpublished draft submitted in_progress scheduled being_corrected".split()
        if (low.get("pubstatus") or "usable").lower() in ("withheld", "canceled") or low.get("state") in states:
            said.add("status")
        if any(low.get(key) for key in ("embargoed", "embargoeduntil", "embargo")):
            said.add("embargo")
        if any(low.get(key) for key in ("evolvedfrom", "rewriteof", "rewrittenby")):
            said.add("previous")
        notes = low.get("ednote") or ""
        notes = notes if isinstance(notes, list) else [notes]
        # Lists of pictures and the agency's closing line are no words to editors.
        listed = [n for n in low.get("ednotes") or [] if isinstance(n, dict)]
        notes += [n.get("ednote") for n in listed if not re.search("closingline|picture", n.get("role") or "")]
        if any(str(note or "").strip() for note in notes):
            said.add("ednote")
        yield said


def wire(raw):
    """ANPA and IPTC 7901: the words of the trade."""
    body = raw.decode("latin-1")
    said = set()
    if re.search(r"\d(st|nd|rd|th) Ld|Writethru", body[:600]) or re.search(r"(?m)^\s*\x02?\s*(\d\S\S (LEAD|NET)|REFILE)", body):
        said.add("version")
    if re.search(r"(?m)^\W*\(?Eds:|note to editors|Redaktionelle Hinweise", body, re.I):
        said.add("ednote")
    yield said


def has(story):
    codes = {note["code"] for note in story["notes"]}
    words = " ".join(note["text"] for note in story["notes"])
    said = set()
    if story["version"]:
        said.add("version")
    if story["status"] not in ("usable", "embargoed"):
        said.add("status")
    if story["embargo"] or story["status"] == "embargoed":
        said.add("embargo")
    if codes & {"evolved-from", "superseded-by", "refers-to"} or "previous revision" in words:
        said.add("previous")
    if codes & {"signal", "corrects"}:
        said.add("signal")
    if codes & {"editors-note", "not-for-publication"}:
        said.add("ednote")
    return said


WAYS = {"newsml-1": newsml_1, "newsml-g2": newsml_g2, "nitf": nitf}
table, rows = collections.defaultdict(collections.Counter), []
for top, folders, names in os.walk(folder):
    folders.sort()
    for name in sorted(names):
        path = os.path.join(top, name)
        run = subprocess.run([morgue, "read", path], capture_output=True, text=True)
        stories = [json.loads(line) for line in run.stdout.splitlines()]
        if not stories:
            continue
        raw, read_as = open(path, "rb").read(), stories[0]["format"]
        try:
            if read_as in WAYS:
                documents = list(WAYS[read_as](xml.fromstring(raw)))
            elif read_as in ("ninjs", "ap-media-api", "dpa-digitalwires"):
                documents = list(json_items(json.loads(raw)))
            elif read_as in ("anpa-1312", "iptc-7901"):
                documents = list(wire(raw))
            else:
                continue
        except (xml.ParseError, ValueError) as broken:
            rows.append((read_as, "unparsed", name, str(broken)))
            continue
        # Items without stories stand among others; a language of its own repeats its item.
        if len(documents) != len(stories):
            documents, found = [set().union(*documents)], [set().union(*map(has, stories))]
        else:
            found = [has(story) for story in stories]
        asked = {"newsml-1": "version previous status embargo signal", "newsml-g2": "version status embargo signal ednote",
                 "nitf": "version previous status embargo signal ednote", "anpa-1312": "version ednote",
                 "iptc-7901": "version ednote"}.get(read_as, "version previous status embargo ednote").split()
        for said, got in zip(documents, found):
            for signal in asked:
                table[read_as, signal]["said"] += signal in said
                table[read_as, signal]["has"] += signal in got
                if (signal in said) != (signal in got):
                    table[read_as, signal]["differ"] += 1
                    rows.append((read_as, signal, name, "document only" if signal in said else "morgue only"))
print("| format | signal | documents say it | stories have it | differ |")
print("|---|---|---|---|---|")
for (read_as, signal), row in sorted(table.items()):
    if row["said"] or row["has"]:
        print(f"| {read_as} | {signal} | {row['said']} | {row['has']} | {row['differ'] or ''} |")
if "--rows" in sys.argv:
    for row in rows:
        print("\t".join(row))
sys.exit(any(row["differ"] for row in table.values()))
