#!/usr/bin/env python3
"""Files that mean harm, or just went wrong, of a few megabytes each: what they take in time and memory.

    python3 tests/tools/hard_files.py target/release/morgue [--megabytes 9] [--only dots] [--seconds 10] [--mib 500]

For each kind: `read`, `index`, searches with snippets, a whole answer as JSON lines, `show` and `explain` (by the file's name; a file of
several stories has none of that name, an error). Over the bounds is a command that
takes more than --seconds or --mib, ends otherwise than with 0, 1 or 2, or shows a snippet of more than 2,000 characters.
Prints a table and what is over its bounds; exit code 1 if anything is. Some ten minutes with a release build.
"""

import argparse
import base64
import gzip
import io
import json
import os
import pathlib
import random
import resource
import struct
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
import zlib

SNIPPET = 2000
LEAD = "Headline: A hard file\nDate: 2019-01-01\n\nOSLO, Norway (AP) _ The word reservoir stands here. "
STORY = "Headline: Plain {n}\nDate: 2019-01-02\n\nThe reservoir was plain.\n"


def fill(unit, size):
    return unit * (size // len(unit.encode()) + 1)


def signs(size):
    """One sign again and again, then a word in small letters: what begins a sentence, a name, a quotation?"""
    named = {"dots": ".", "commas": ",", "quotes": '"', "dashes": "-", "stops": "!", "brackets": "(", "closing": ")", "colons": ":",
             "apostrophes": "'", "less": "<", "ands": "&", "blanks": " ", "newlines": "\n", "returns": "\r\n", "tabs": "\t", "hashes": "#", "stars": "*",
             "ellipses": "…", "low-quotes": "„", "marks": "\u0301", "joiners": "\u200d", "bidi": "\u202e", "nul": "\0", "slashes": "/", "underscores": "_",
             "equals": "=", "bars": "|", "backticks": "`", "squares": "[", "braces": "{", "degrees": "°", "han": "水", "full-stops": "。"}
    for name, sign in named.items():
        yield f"sign-{name}.txt", LEAD + fill(sign, size) + " and a word."
        yield f"spaced-{name}.txt", LEAD + fill(sign + " ", size) + "and a word."


def words(size):
    """Words that look like something."""
    named = {"word": "word ", "capital": "CAPITAL ", "name": "John Smith, Mary Jones, ", "names-and": "John Smith and Mary Jones ", "initials": "J. R. R. ",
             "surnames": "Smith ", "mr": "Mr. Smith said Mrs. Jones said ", "datelines": "OSLO, Norway, Aug. 4, 1999 (AP) _ ", "lines": "Reuters\nOSLO, Aug 4 (AP) -\n",
             "dates": "Aug. 4, 1999 ", "digits": "1234567890 ", "url": "http://example.com/a/b?c=d ", "mail": "a.b@example.com ", "short": "a ", "two": "ab\n\n",
             "paragraphs": "Tiny one.\n\n", "headings": "HEADING LINE\n\nText under it.\n\n", "more": "(more)\n", "page": "\f", "quoted": "\"He said,\" she said. ",
             "titles": "President ", "of": "of the ", "mixed": "aB", "hyphens": "a-", "stops": "A.B.C. ", "abbreviations": "Dr. St. Mt. ", "particles": "van der de la "}
    for name, unit in named.items():
        yield f"words-{name}.txt", LEAD + fill(unit, size)
    pick = random.Random(3)
    letters = "abcdefghijklmnopqrstuvwxyz"
    yield "words-random.txt", LEAD + " ".join("".join(pick.choices(letters, k=7)) for _ in range(size // 8))
    yield "words-random-names.txt", LEAD + " ".join("".join(pick.choices(letters, k=6)).title() for _ in range(size // 7))
    yield "one-word.txt", LEAD + fill("abcdefgh", size)
    yield "one-number.txt", LEAD + fill("12345678", size)
    yield "base64.txt", LEAD + base64.b64encode(pick.randbytes(size * 3 // 4)).decode()
    yield "lines-base64.txt", LEAD + base64.encodebytes(pick.randbytes(size * 3 // 4)).decode()


def markup(size):
    deep = min(size // 12, 400_000)
    yield "deep.html", "<html><body>" + "<div>" * deep + "reservoir" + "</div>" * deep
    yield "open.html", "<html><body>" + fill("<b><i>x", size)
    yield "attributes.html", "<html><body><p " + " ".join(f"a{n}=1" for n in range(size // 8)) + ">reservoir"
    yield "many-p.html", "<html><title>t</title><body>" + fill("<p>reservoir.", size)
    yield "many-li.html", "<html><title>t</title><body><ul>" + fill("<li><a href=x>y</a>", size)
    yield "tables.html", "<html><title>t</title><body>" + fill("<table><tr><td>x", size)
    yield "entities.html", "<html><title>t</title><body><p>" + fill("&amp;&lt;&#x41;", size)
    yield "comments.html", "<html><title>t</title><body>" + fill("<!-- -- >", size)
    yield "scripts.html", "<html><title>t</title><body>" + fill("<script>x</script>", size)
    nitf = '<?xml version="1.0"?><nitf><head><title>t</title></head><body><body.content>'
    yield "deep.nitf.xml", nitf + fill("<block>", size)
    yield "many.nitf.xml", nitf + fill("<p>reservoir</p>", size) + "</body.content></body></nitf>"
    yield "doctype.xml", "<!DOCTYPE n [" + fill('<!ENTITY a "b">', size) + "]><nitf><body><body.content><p>&a;</p></body.content></body></nitf>"
    yield "attributes.xml", "<nitf><head>" + "<meta " + " ".join(f'a{n}="1"' for n in range(size // 10)) + "/></head></nitf>"
    yield "cdata.xml", "<rss><channel><item><title>t</title><description>" + fill("<![CDATA[x]]>", size) + "</description></item></channel></rss>"
    yield "items.rss.xml", '<rss version="2.0"><channel>' + fill("<item><title>reservoir</title></item>", size) + "</channel></rss>"
    yield "many.sgml", fill("<DOC><DOCNO>a</DOCNO><TEXT>reservoir</TEXT></DOC>\n", size)
    yield "one.sgml", "<DOC><DOCNO>a</DOCNO><TEXT>" + fill("<P>x\n", size)
    yield "datelines.sgml", "<DOC><DOCNO>a</DOCNO>" + fill("<DATELINE>OSLO (AP)</DATELINE><TEXT>x</TEXT>\n", size) + "</DOC>"
    yield "many-reuters.sgm", "<!DOCTYPE lewis>\n" + fill('<REUTERS NEWID="1"><TEXT><BODY>reservoir</BODY></TEXT></REUTERS>\n', size)
    yield "headings.md", fill("# reservoir\n", size)
    yield "links.md", "# t\n\n" + fill("[a](b", size)
    yield "emphasis.md", "# t\n\n" + fill("*_", size)
    yield "front.md", "---\n" + fill("a: b\n", size) + "---\nreservoir"
    yield "front-toml.md", "+++\n" + "".join(f"a{n} = 1\n" for n in range(size // 10)) + "+++\nreservoir"


def data(size):
    yield "tiny.jsonl", fill('{"headline":"reservoir","body":"a"}\n', size)
    yield "long.json", json.dumps({"headline": "t", "body": fill("reservoir ", size)})
    yield "deep.json", "[" * (size // 2) + "]" * (size // 2)
    yield "array.json", "[" + ",".join(['{"headline":"reservoir","body":"a"}'] * (size // 40)) + "]"
    yield "numbers.json", "[" + fill("1,", size) + "1]"
    yield "keys.json", "{" + ",".join(f'"a{n}":1' for n in range(size // 10)) + "}"
    yield "people.json", json.dumps({"headline": "t", "body": "reservoir", "people": [f"Ada B{n}" for n in range(size // 12)]})
    yield "keywords.json", json.dumps({"headline": "t", "body": "reservoir", "keywords": [f"k{n}" for n in range(size // 9)]})
    yield "headers.eml", "".join(f"X-A{n}: b\n" for n in range(size // 11)) + "Subject: reservoir\n\nreservoir\n"
    yield "parts.eml", 'Subject: reservoir\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n' + fill("--b\n\nreservoir\n", size)
    nested = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(size // 60))
    yield "nested.eml", "Subject: reservoir\nMIME-Version: 1.0\n" + nested
    yield "many.mbox", fill("From a@b Thu Jan  1 00:00:00 2019\nSubject: reservoir\n\nx\n\n", size)
    yield "references.eml", "Subject: reservoir\nReferences: " + fill("<a@b> ", size) + "\n\nreservoir\n"
    yield "folded.eml", "Subject: reservoir\n" + fill(" x\n", size) + "\n\nreservoir\n"
    yield "wire.anpa", fill("\x16\x01a0001 r a BC-X\x02reservoir\x03", size)
    yield "wire-open.anpa", "\x16\x01a0001 r a BC-X\x02" + fill("reservoir\r\n", size)
    yield "telex.txt", fill("ZCZC\nreservoir\nNNNN\n", size)
    yield "telex-open.txt", "ZCZC\n" + fill("reservoir\n", size)
    yield "columns.csv", fill("a,b,c\n", size)
    yield "warc.warc", fill("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1\r\n\r\nx\r\n\r\n", size)


def overlapping(size):
    """A zip whose many entries are one and the same data, which inflates a thousandfold."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = b"OSLO, Norway (AP) _ The reservoir was full again. " * 20_000
    packed = packer.compress(body) + packer.flush()
    head = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 33, zlib.crc32(body), len(packed), len(body), 5, 0) + b"a.txt"
    out, count = bytearray(head + packed), min(size // 60, 60_000)
    start = len(out)
    for n in range(count):
        name = f"{n:05}.txt".encode()
        out += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 33, zlib.crc32(body), len(packed), len(body), len(name), 0, 0, 0, 0, 0, 0) + name
    out += struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(out) - start, start, 0)
    return bytes(out)


def lists(size):
    """One thing of which a file has a hundred thousand, each another: what is held against all that came before?"""
    each = range(size // 25)
    nitf = "<nitf><head><title>t</title></head><body><body.content><p>reservoir</p>"
    yield "persons.nitf.xml", nitf + "".join(f"<p><person>Ada B{n}</person></p>" for n in each) + "</body.content></body></nitf>"
    yield "one-surname.nitf.xml", nitf + "".join(f"<p><person>A{n} Smith</person></p>" for n in each) + "</body.content></body></nitf>"
    yield "captions.nitf.xml", nitf + "".join(f"<media><media-caption>Cap {n}.</media-caption></media>" for n in each) + "</body.content></body></nitf>"
    yield "subheads.nitf.xml", nitf + "".join(f"<hl2>Head {n}</hl2><p>x</p>" for n in each) + "</body.content></body></nitf>"
    yield "persons.txt", "Headline: a\nPeople: " + "; ".join(f"Ada B{n}" for n in each) + "\n\nreservoir\n"
    yield "authors.txt", "Headline: a\nAuthor: " + ", ".join(f"Ada B{n}" for n in each) + "\n\nreservoir\n"
    yield "subheads.md", "# t\n\nreservoir\n\n" + "".join(f"## Head {n}\n\nx\n\n" for n in each)
    yield "underlined.md", "# t\n\nreservoir\n\n" + fill("a\n===\n", size)
    yield "captions.md", "# t\n\nreservoir\n\n" + "".join(f"![Cap {n}](b)\n\n" for n in each)
    atom = '<feed xmlns="http://www.w3.org/2005/Atom">'
    yield "entries.atom.xml", atom + fill("<entry><title>reservoir</title><content>x</content></entry>", size) + "</feed>"
    yield "authors.atom.xml", atom + "<entry><title>reservoir</title>" + "".join(f"<author><name>Ada B{n}</name></author>" for n in each) + "</entry></feed>"
    rss = '<rss version="2.0"><channel><item><title>reservoir</title>'
    yield "categories.rss.xml", rss + "".join(f"<category>c{n}</category>" for n in each) + "</item></channel></rss>"
    yield "texts.rss.xml", rss + "<description>" + fill("reservoir x ", size // 2) + "</description>" + fill("<description>zz</description>", size // 2) + "</item></channel></rss>"
    g2 = '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="a" version="1"><itemMeta><itemClass qcode="ninat:text"/></itemMeta><contentMeta>'
    subjects = "".join(f"<subject type='cpnat:person' qcode='a:{n}'><name>Ada B{n}</name></subject>" for n in each)
    yield "subjects.g2.xml", g2 + subjects + "</contentMeta><contentSet><inlineData>reservoir</inlineData></contentSet></newsItem>"
    yield "places.sgm", "<!DOCTYPE lewis>\n<REUTERS NEWID='1'><PLACES>" + "".join(f"<D>a{n}</D>" for n in each) + "</PLACES><TEXT><BODY>reservoir</BODY></TEXT></REUTERS>"
    yield "metas.html", "<html><head><title>t</title>" + "".join(f"<meta name=author content='Ada B{n}'>" for n in each) + "<body><p>reservoir"
    yield "heads.html", "<html><head><title>t</title><body>" + "".join(f"<h2>Head {n}</h2><p>Some reservoir here.</p>" for n in each)
    linked = ",".join(f'{{"@type":"NewsArticle","headline":"h{n}"}}' for n in each)
    yield "linked.html", "<html><head><title>t</title><script type='application/ld+json'>[" + linked + "]</script><body><p>reservoir"
    people = [{"name": f"Ada B{n}"} for n in each]
    yield "ninjs.json", json.dumps({"uri": "urn:a:1", "version": "1", "type": "text", "headline": "reservoir", "body_text": "x", "person": people})
    yield "to.eml", "Subject: reservoir\nTo: " + ", ".join(f"A B{n} <a{n}@b.c>" for n in each) + "\n\nreservoir\n"


def packed(size):
    bomb = (LEAD + fill("reservoir ", 300 << 20)).encode()
    yield "bomb.txt.gz", gzip.compress(bomb, 9)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", STORY.format(n=1))
        archive.writestr("bomb.txt", bomb)
        archive.writestr("z.txt", STORY.format(n=2))
    yield "bomb-inside.zip", out.getvalue()
    yield "overlapping.zip", overlapping(size)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(min(size // 200, 60_000)):
            archive.writestr(f"{n}.txt", STORY.format(n=n))
    yield "many.zip", out.getvalue()
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for n in range(min(size // 1536, 6000)):
            text = STORY.format(n=n).encode()
            member = tarfile.TarInfo(f"{n}.txt")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text))
    yield "many.tar", out.getvalue()


def kinds(size):
    for maker in (signs, words, markup, data, lists, packed):
        yield from maker(size)


def run(words, seconds):
    """Seconds, MiB, exit code and what was printed, of one command."""
    child = subprocess.Popen(
        ["timeout", str(seconds * 4), *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30)),
    )
    began = time.perf_counter()
    longest = 0
    for line in child.stdout:
        if b'"snippet"' in line:
            try:
                snippet = json.loads(line).get("snippet") or {}
                longest = max(longest, len(snippet.get("text", "")))
            except ValueError:
                pass
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - began, usage.ru_maxrss / 1024, child.returncode, longest


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("morgue")
    parser.add_argument("--megabytes", type=float, default=9)
    parser.add_argument("--only", default="")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--mib", type=float, default=500)
    given = parser.parse_args()
    binary = str(pathlib.Path(given.morgue).resolve())
    over, count = [], 0
    with tempfile.TemporaryDirectory() as home:
        place, index = pathlib.Path(home) / "corpus", pathlib.Path(home) / "index"
        place.mkdir()
        for name, content in kinds(int(given.megabytes * 1e6)):
            if given.only not in name:
                continue
            file = place / name
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
            subprocess.run(["rm", "-rf", str(index)], check=True)
            ask = [binary, "--index", str(index)]
            steps = {
                "read": [binary, "read", str(file)],
                "index": [*ask, "--threads", "1", "index", str(place)],
                "search": [*ask, "search", "reservoir OR word OR x", "--json"],
                "parts": [*ask, "search", "subhead:head OR person:smith OR caption:cap OR lead:first/9(x)", "--json"],
                "all": [*ask, "search", "--json", "-n", "0"],
                "show": [*ask, "show", name],
                "explain": [*ask, "explain", "reservoir OR word OR x", name],
            }
            row = []
            for step, words in steps.items():
                seconds, mib, code, longest = run(words, given.seconds)
                row.append(f"{step} {seconds:6.2f} s {mib:5.0f} MiB")
                count += 1
                if seconds > given.seconds or mib > given.mib or code not in (0, 1, 2) or longest > SNIPPET:
                    over.append(f"{name}: {step}: {seconds:.1f} s, {mib:.0f} MiB, exit code {code}, snippet of {longest}")
            print(f"{name:28} " + "  ".join(row), flush=True)
            file.unlink()
    for what in over:
        print("over:", what)
    print(f"{count - len(over)} passed, {len(over)} failed")
    sys.exit(1 if over else 0)


if __name__ == "__main__":
    os.environ.pop("MORGUE_INDEX", None)
    main()
