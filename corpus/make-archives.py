#!/usr/bin/env python3
"""Makes corpus/archives/ and the broken containers of corpus/broken/, byte for byte the same each time.

    python3 corpus/make-archives.py

Needs Python 3.9 and the `zstd` command. The stories are invented, like all of this archive.
"""

import bz2
import gzip
import io
import json
import lzma
import pathlib
import struct
import subprocess
import tarfile
import zipfile
import zlib

HERE = pathlib.Path(__file__).parent
OUT = HERE / "archives"
BROKEN = HERE / "broken"
# Noon on 1 January 2000, the time of every member.
MTIME = 946728000

BELL = """\
Id: NAP930712-0044
Date: 1993-07-12T11:00:00Z
Headline: Brussels bell ringers strike, at every hour but one
Byline: By Marguerite Delacroix-Ndiaye
Section: Politics
Source: North Atlantic Press

BRUSSELS, Belgium (NAP) -- The bell ringers of Brussels went on strike on Monday and the ministers of nine countries, who had no other clock in the room, talked until four.

The ringers want the pay of tram drivers. "They stop, and people complain. We stop, and people are late," said Joost Labbe, who speaks for the 41 of them.

One bell was rung, at six, so that children would be fetched from school.
"""
ROWING = """\
Id: NAP930713-0102
Date: 1993-07-13T09:15:00Z
Headline: Rowers cross Lake Victoria on a raft of lost sandals
Section: Sports
Source: North Atlantic Press

KAMPALA, Uganda (NAP) -- Two rowers landed at Entebbe on Tuesday on a raft made of 7,000 sandals that the lake had washed up.

Akello Nansubuga-Frost and Moses Kintu took nine days from Mwanza. "It was like rowing a mattress," Nansubuga-Frost said. They had found 11 pairs.
"""
# The same story as agencies/north-atlantic/1993/passau-flood.txt, as a second desk received it.
FLOOD_AGAIN = """\
Id: NAP930713-0118
Date: Tue, 13 Jul 1993 14:20:00 GMT
Slug: Germany-Flood
Headline: Three rivers rise in Passau and the organ is carried upstairs
Byline: By Ione Fairweather
Section: World
Source: North Atlantic Press

PASSAU, Germany (NAP) -- The Danube, the Inn and the Ilz, which meet in this town, rose together on Tuesday to 10.4 meters, the highest mark in 39 years.

Firefighters and 200 choirboys carried 1,900 pipes of the small cathedral organ up a spiral stair in seven hours.
"""
DAY = [
    {
        "id": "NAP930713-0130",
        "headline": "Baker sues weather office over a sunny forecast",
        "published": "1993-07-13T16:00:00Z",
        "section": "Business",
        "source": "North Atlantic Press",
        "body": "SALZBURG, Austria (NAP) -- A baker who made 3,000 ice-cream cones for a sunny Sunday sued the "
        "weather office on Tuesday for 41,000 schillings.\n\nIt rained. Crescentia Moosbrugger-Kahl, 52, said that "
        "she had the forecast in writing, in the newspaper that she used to mop the floor.",
    },
    {
        "id": "NAP930713-0131",
        "headline": "Salzburg baker settles for umbrella",
        "published": "1993-07-13T21:30:00Z",
        "section": "Business",
        "source": "North Atlantic Press",
        "body": "SALZBURG, Austria (NAP) -- The weather office gave Crescentia Moosbrugger-Kahl an umbrella and an "
        "apology on Tuesday night, and the baker withdrew her suit.\n\nThe forecast for Wednesday is sunny.",
    },
]
WEEK = {
    "monday/organ-grinder.txt": """\
Organ grinder of Lyon plays to empty square and is heard in Paris

LYON, France, Oct 7, 1996 (AFP) - An organ grinder who played to an empty square in the rain on Monday was heard by 400,000 people, because a radio reporter had left his telephone on a bench.

Isidore Ben Achour-Valette, 67, was told of it by a policeman. He asked whether anybody had thrown money.

Date: he says that he will be there next Monday.
""",
    "tuesday/mine-pony.md": """\
---
title: Last pit pony of Silesia retires with a pension of hay
date: 1996-10-08T10:00:00+02:00
section: World
source: North Atlantic Press
---

KATOWICE, Poland (NAP) -- Baska, the last pony to work in a Polish coal mine, came up in the cage on Tuesday, blinked and sat down.

She is 24 and served 19 years. Foreman Zbigniew Orzel-Nowakowski read out a decree that grants her hay for life.
""",
    "thursday/exchange.txt": """\
Headline: Computers at Frankfurt exchange stop for mouse
Date: 1996-10-10T12:40:00Z
Section: Business
Source: Reuters

FRANKFURT, Oct 10 (Reuters) - Trading stopped for 22 minutes in Frankfurt on Thursday after a mouse, of the older kind, got into a cable duct.

Dealers filled the time with a card game in which 1.2 million marks are said to have changed hands. The index closed 11.3 points higher at 2,703.

"The mouse was long of copper," said an analyst, Gudrun Wiesenthaler-Pohl.
""",
}
NIGHT = """\
Headline: Night nurse of Ostend delivers 1,000th baby in lift
Date: 2002-03-09T04:50:00+01:00
Section: Local
Source: North Atlantic Press

OSTEND, Belgium (NAP) -- The lift of the seamen's hospital stopped between floors again on Saturday and nurse Godelieve Maes-Tshibanda delivered a girl in it, her 1,000th baby and the ninth in the lift.

The child will be called Otis.
"""
KELP = """\
Headline: Kelp forest found where charts show desert
Date: 2003-08-21
Section: Science
Source: North Atlantic Press

VALPARAISO, Chile (NAP) -- Divers have found a forest of kelp 40 kilometers long off the coast here where the charts show bare sand.

"We had been sailing over it for a century and complaining about the propellers," said Dr. Rosario Quispe de la Torre, who led the dive.

The kelp is up to 30 meters high and full of a small blue crab that has no name yet. Quispe de la Torre is thinking of Otilia.
"""
OATS = """\
Headline: Oats down, fiddles up at Orkney fair
Date: 1979-08-11
Section: Business
Source: North Atlantic Press

KIRKWALL, Scotland (NAP) -- Oats fell by a tenth and fiddles rose by half at the county fair on Saturday.

A fiddle by the late Magnus Isbister-Flett brought 410 pounds. The buyer, Hamish Drever, a trawler skipper, said that he could not play. "I was once saved by singing," he said. "I am working back."
"""
ROBOT = [
    {
        "id": "zst-1",
        "title": "Robot librarian of Tartu learns to whisper",
        "date": "2014-02-03T08:00:00Z",
        "section": "Science",
        "source": "Meridian News Service",
        "text": "TARTU, Estonia (MNS) — The library here has taught its robot to whisper, after 14 complaints.\n\n"
        "It used to say \"Overdue!\" at 71 decibels. Programmer Kadri Ilves-Obi brought that down to 28, "
        "\"and it now sounds disappointed rather than angry.\"",
    },
    {
        "id": "zst-2",
        "title": "Whispering robot wins librarian's vote",
        "date": "2014-11-20T17:45:00Z",
        "section": "Science",
        "source": "Meridian News Service",
        "text": "TARTU, Estonia (MNS) — The librarians of Tartu elected a robot their colleague of the year on Thursday, "
        "by 12 votes to 11.\n\nKadri Ilves-Obi, who came second, had programmed it.",
    },
]

SHOES = """\
<!DOCTYPE html>
<html lang="en">
<head>
<title>Borrowed shoes of badminton final go back after 25 years</title>
<meta name="author" content="Dewi Hartono-Pike">
<meta property="og:site_name" content="Java Evening Mail">
<meta property="og:type" content="article">
<meta property="article:published_time" content="2003-08-27T09:00:00+07:00">
</head>
<body>
<article>
<h1>Borrowed shoes of badminton final go back after 25 years</h1>
<p>JAKARTA, Indonesia \u2014 The shoes in which Sutrisno won a title here in 1978 were given back on Wednesday to the linesman who had lent them, and who has judged in socks since, he said, out of habit.</p>
<p>They had stood in a glass case under the name of the winner. R.M. Hadikusumo, who was president of the federation and had promised to return them with a medal in the left one, is 84 and was asked to the museum to speak about something else. \u201cI saw at once that the medal was missing,\u201d he said.</p>
<p>It was found in the right one. The linesman, Bambang Prakoso-Hale, tried both shoes on before the cameras and took the first steps of a man who had waited 25 years for his change.</p>
</article>
</body>
</html>
""".encode()


def warc(records):
    """Records with their header lines, a gzip member each."""
    out = b""
    for number, (kind, address, media, block) in enumerate(records):
        head = ["WARC/1.0", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>",
                "WARC-Date: 2004-01-01T00:00:00Z"]
        head += [f"WARC-Target-URI: {address}"] if address else []
        head += [f"Content-Type: {media}", f"Content-Length: {len(block)}"]
        out += gz("\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n")
    return out


def crawl():
    """A page, what was asked for it, and a page that is gone."""
    site, http = "https://evening-mail.example", "application/http; msgtype="
    ask = lambda path: f"GET {path} HTTP/1.1\r\nHost: evening-mail.example\r\n\r\n".encode()
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + SHOES
    gone = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Gone.</p>"
    return warc([
        ("warcinfo", "", "application/warc-fields", b"software: make-archives.py\r\n"),
        ("request", site + "/2003/08/shoes", http + "request", ask("/2003/08/shoes")),
        ("response", site + "/2003/08/shoes", http + "response", page),
        ("request", site + "/2003/08/laces", http + "request", ask("/2003/08/laces")),
        ("response", site + "/2003/08/laces", http + "response", gone),
    ])


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, (2000, 1, 1, 12, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, data)
    return out.getvalue()


def tarred(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = len(data), MTIME, 0o644
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def gz(data):
    return gzip.compress(data, 9, mtime=0)


def lines(items):
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items).encode()


def png():
    """A grey dot."""
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\x80", 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def main():
    day = [
        ("politics/brussels-bells.txt", BELL.encode()),
        ("sports/sandal-raft.txt", ROWING.encode()),
        ("weather/passau-flood.txt", FLOOD_AGAIN.encode()),
        ("late/tuesday.jsonl", lines(DAY)),
        ("photos/bell.png", png()),
    ]
    week = [(name, text.encode()) for name, text in WEEK.items()]
    night = gz(NIGHT.encode())
    files = {
        OUT / "1993-07-13.zip": zipped(day),
        OUT / "1996-week-41.tar.gz": gz(tarred(week)),
        OUT / "2002-night.txt.gz": night,
        OUT / "2003-kelp.txt.xz": lzma.compress(KELP.encode(), preset=9),
        OUT / "1979-oats.txt.bz2": bz2.compress(OATS.encode()),
        OUT / "2014-robot.jsonl.zst": subprocess.run(
            ["zstd", "-19", "--no-check", "-c"], input=lines(ROBOT), stdout=subprocess.PIPE, check=True
        ).stdout,
        OUT / "2003-evening-mail.warc.gz": crawl(),
        BROKEN / "truncated.txt.gz": night[: len(night) * 2 // 3],
        # The directory at the end says four members; the bytes of all of them are gone.
        BROKEN / "corrupt.zip": b"PK\x03\x04" + b"\xee" * 200 + zipped(day)[-120:],
        BROKEN / "dot.png": png(),
        BROKEN / "noise.bin": bytes((i * i * 31 + i // 7) % 256 for i in range(700)),
    }
    for path, data in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main()
