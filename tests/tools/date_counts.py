#!/usr/bin/env python3
"""Holds `morgue count` against an independent count over the DATE elements of Reuters-21578.

  date_counts.py MORGUE INDEX REUTERS_FOLDER

Every spelling of a date that the command line knows is tried; the expected figure comes from the SGML
alone (a DATE names no zone and is read as UTC). Exit code 1 if one differs.
"""
import calendar, datetime as dt, glob, gzip, re, subprocess, sys

morgue, index, folder = sys.argv[1:4]
MONTHS = {m: i for i, m in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)}
stamps = []
days = []  # one record has an hour of 605: it says a day and no time, and a day is that day in every zone
for path in sorted(glob.glob(folder + "/reut2-*.sgm*")):
    raw = (gzip.open(path) if path.endswith(".gz") else open(path, "rb")).read().decode("latin-1")
    for date in re.findall(r"<DATE>(.*?)</DATE>", raw, re.S):
        m = re.search(r"(\d{1,2})-([A-Z]{3})-(\d{4})\s+(\d+):(\d\d):(\d\d)", date)
        day, month, year, hour, minute, second = int(m[1]), MONTHS[m[2]], int(m[3]), *map(int, m.group(4, 5, 6))
        if hour < 24:
            stamps.append(dt.datetime(year, month, day, hour, minute, second))
        else:
            days.append(dt.date(year, month, day))
print(len(stamps) + len(days), "stories with a DATE")


def between(first, last, of=None):
    """Stories from the first day to the last, both included; of those without a time only, if asked for."""
    dated = [s.date() for s in stamps] + days if of is None else of
    return sum(first <= d <= last for d in dated)


def month(year, number):
    return dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1])


D = dt.date
EPOCH, END = D(1900, 1, 1), D(2100, 1, 1)
NOW = "1987-04-10T12:00:00Z"
now = D(1987, 4, 10)  # a Friday
cases = [
    (["--on", "1987"], between(D(1987, 1, 1), D(1987, 12, 31))),
    (["--on", "1987-03"], between(*month(1987, 3))),
    (["--on", "1987-03-19"], between(D(1987, 3, 19), D(1987, 3, 19))),
    (["--from", "1987-03", "--to", "1987-03"], between(*month(1987, 3))),
    (["--from", "1987-06-01"], between(D(1987, 6, 1), END)),
    (["--to", "1987-02-28"], between(EPOCH, D(1987, 2, 28))),
    (["--from", "1987-03-02", "--to", "1987-04-07"], between(D(1987, 3, 2), D(1987, 4, 7))),
    (["--from", "1986", "--to", "1988"], between(D(1986, 1, 1), D(1988, 12, 31))),
    (["--from", "1987-03-19T12:00:00Z", "--to", "1987-03-19T18:00:00Z"],
     sum(dt.datetime(1987, 3, 19, 12) <= s <= dt.datetime(1987, 3, 19, 18) for s in stamps)),
    (["--from", "1987-03-19T12:00:00+02:00", "--to", "1987-03-20"],
     sum(dt.datetime(1987, 3, 19, 10) <= s < dt.datetime(1987, 3, 21) for s in stamps)),
    (["--on", "today"], between(now, now)),
    (["--on", "yesterday"], between(now - dt.timedelta(1), now - dt.timedelta(1))),
    (["--on", "monday"], between(D(1987, 4, 6), D(1987, 4, 6))),
    (["--from", "-7d", "--to", "today"], between(now - dt.timedelta(7), now)),
    (["--from", "-1mo", "--to", "today"], between(D(1987, 3, 10), now)),
    (["--from", "-3mo", "--to", "today"], between(D(1987, 1, 10), now)),
    (["--from", "-1y", "--to", "today"], between(D(1986, 4, 10), now)),
    (["date:1987-03"], between(*month(1987, 3))),
    (["date:1987-03-01..1987-03-15"], between(D(1987, 3, 1), D(1987, 3, 15))),
    (["date:..1987"], between(EPOCH, D(1987, 12, 31))),
    (["date:..1987-03-02"], between(EPOCH, D(1987, 3, 2))),
    (["date:1987-10.."], between(D(1987, 10, 1), END)),
    (["date:none"], 0),
    (["date:-7d.. date:..today"], between(now - dt.timedelta(7), now)),
    (["--tz", "America/New_York", "--on", "1987-03-19"],
     sum(dt.datetime(1987, 3, 19, 5) <= s < dt.datetime(1987, 3, 20, 5) for s in stamps)),
    (["--tz", "Asia/Tokyo", "--on", "1987-03"],
     sum(dt.datetime(1987, 2, 28, 15) <= s < dt.datetime(1987, 3, 31, 15) for s in stamps)
     + between(*month(1987, 3), days)),
]
wrong = 0
for args, expected in cases:
    run = subprocess.run([morgue, "count", "--index", index, "--now", NOW, *args], capture_output=True, text=True)
    said = run.stdout.strip()
    good = said == str(expected) and run.returncode == (0 if expected else 1)
    wrong += not good
    print("ok  " if good else "BAD ", " ".join(args), "->", said, "expected", expected, run.stderr.strip())
print(f"{len(cases) - wrong} passed, {wrong} failed")
sys.exit(1 if wrong else 0)
