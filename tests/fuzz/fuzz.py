#!/usr/bin/env python3
"""Seeds, runs and keeps what the fuzzers find.

  fuzz.py seed                         copies the fixtures into tests/fuzz/corpus/<target>
  fuzz.py run [--seconds S] [--runs N] [--timeout T] [--longest BYTES] [--built FOLDER] [TARGET]
                                       runs each target (all, if none is named), one after the other, and says how
                                       many inputs each ran; on a machine that does other work a higher timeout is due.
                                       With --built it runs copies of the targets, and the code may change meanwhile
  fuzz.py keep [TARGET]                packs a sample of what was found into found/<target>.tar.gz, which
                                       `cargo test --test fuzz_replay` reads

Needs cargo-fuzz and a nightly toolchain. The code under test is safe Rust, so the targets are built without a
sanitizer: a panic, a second without an answer and 512 MB are what is looked for.
"""
import argparse, bz2, gzip, io, lzma, os, pathlib, re, subprocess, sys, tarfile, zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FIXTURES = ROOT / "tests/readers"
CORPUS = pathlib.Path(os.environ.get("MORGUE_FUZZ_CORPUS", HERE / "corpus"))
TARGETS = sorted(path.stem for path in (HERE / "targets").glob("*.rs"))
LONGEST = 65536  # bytes of an input
KEPT = 60 << 10  # bytes of inputs kept for each target, before they are packed
LARGEST = 4096  # bytes of an input that is kept


def fixtures(folder):
    return [p for p in sorted(folder.rglob("*")) if p.is_file() and not p.name.endswith(".story.json")]


def write(target, name, data):
    place = CORPUS / target
    place.mkdir(parents=True, exist_ok=True)
    if 0 < len(data) <= LONGEST:
        (place / f"seed-{name}").write_bytes(data)


def containers():
    """Small archives of all kinds, one inside the other, and the containers of the sample archive."""
    story = fixtures(FIXTURES / "text")[0].read_bytes()
    tarred, zipped = io.BytesIO(), io.BytesIO()
    with tarfile.open(fileobj=tarred, mode="w") as tar:
        for name in ("1999/a.txt", "../b.txt", "x" * 140 + ".txt"):
            member = tarfile.TarInfo(name)
            member.size = len(story)
            tar.addfile(member, io.BytesIO(story))
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", story)
        archive.writestr("CON", story)
        archive.writestr("inner.tar", tarred.getvalue())
    yield "tar", tarred.getvalue()
    yield "zip", zipped.getvalue()
    for name, pack in (("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)):
        yield name, pack(story)
        yield f"tar-{name}", pack(tarred.getvalue())
        yield f"{name}-twice", pack(pack(story))
    for path in fixtures(ROOT / "corpus") + fixtures(ROOT / "tests/source"):
        if path.suffix in (".gz", ".zst", ".bz2", ".xz", ".zip", ".tar", ".tgz", ".warc"):
            yield path.name, path.read_bytes()


def texts():
    """Queries, dates and saved queries out of the manual and the cases of the tests."""
    manual = (ROOT / "src/query/SYNTAX.md").read_text()
    asked = [part for line in manual.splitlines() for part in line.split("`")[1::2]]
    cases = [line.split("\t")[0].strip() for path in fixtures(ROOT / "tests/query") for line in path.read_text().splitlines()]
    for number, text in enumerate(dict.fromkeys(asked + cases)):
        yield ("query", str(number)), text.encode()
        yield ("dates", str(number)), text.encode()
        yield ("saved", str(number)), f"a = {text!r}\nb = '@a OR dam'\n".encode()


def seed():
    for path in fixtures(FIXTURES):
        folder = path.relative_to(FIXTURES).parts[0]
        data = path.read_bytes()
        if folder in TARGETS:
            write(folder, path.name, data)
        write("any-format", f"{folder}-{path.name}", data)
    for name, data in containers():
        write("containers", name, data)
    for name, data in texts():
        write(*name, data)
    for target in TARGETS:
        kept = HERE / "found" / f"{target}.tar.gz"
        if kept.exists():
            with tarfile.open(kept) as tar:
                for member in tar:
                    write(target, member.name, tar.extractfile(member).read())


def command(target, *arguments):
    return ["cargo", "+nightly", "fuzz", "run", "--fuzz-dir", str(HERE), "-s", "none", target, *arguments]


def run(target, asked):
    """How often the target ran, and whether it ended well."""
    (CORPUS / target).mkdir(parents=True, exist_ok=True)
    limits = [f"-max_total_time={asked.seconds}", f"-timeout={asked.timeout}", "-rss_limit_mb=512", f"-max_len={asked.longest}"]
    limits += [f"-runs={asked.runs}", "-report_slow_units=1", "-print_final_stats=1"]
    print("==", target, flush=True)
    if asked.built:
        arguments = [f"{asked.built}/{target}", *limits, str(CORPUS / target)]
    else:
        arguments = command(target, str(CORPUS / target), "--", *limits)
    said = subprocess.run(arguments, cwd=HERE, stderr=subprocess.PIPE, text=True, errors="replace")
    done = re.search(r"stat::number_of_executed_units:\s*(\d+)", said.stderr)
    slow = re.findall(r"(?:Slowest unit|SLOW): .*", said.stderr)
    print("\n".join(slow[-3:] + (said.stderr.splitlines()[-40:] if said.returncode else [])), flush=True)
    return int(done[1]) if done else 0, said.returncode


def keep(target):
    # Named by their hash, so that the first ones by name are a fair sample. Each reached something new when it was found.
    found = sorted(p for p in (CORPUS / target).iterdir() if not p.name.startswith("seed-"))
    packed, total = io.BytesIO(), 0
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for path in found:
            data = path.read_bytes()
            if len(data) > LARGEST:
                continue
            total += len(data)
            if total > KEPT:
                break
            member = tarfile.TarInfo(path.name[:12])
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    place = HERE / "found"
    place.mkdir(exist_ok=True)
    (place / f"{target}.tar.gz").write_bytes(gzip.compress(packed.getvalue(), 9, mtime=0))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["seed", "run", "keep"])
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--runs", type=int, default=-1, help="inputs of each target, at most")
    parser.add_argument("--timeout", type=int, default=1, help="seconds that one input may take")
    parser.add_argument("--longest", type=int, default=LONGEST, help="bytes of an input, at most")
    parser.add_argument("--built", help="the folder of targets built before")
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    asked = parser.parse_intermixed_args()
    asked.built = asked.built and os.path.abspath(asked.built)
    targets = asked.targets or TARGETS
    if unknown := set(targets) - set(TARGETS):
        sys.exit(f"no target {', '.join(sorted(unknown))}; there are: {', '.join(TARGETS)}")
    if asked.what == "seed":
        return seed()
    if asked.what == "keep":
        for target in targets:
            keep(target)
        return None
    failed, total = [], 0
    for target in targets:
        done, code = run(target, asked)
        total += done
        failed += [target] if code else []
        print(f"| {target} | {done:,} |{' failed' if code else ''}", flush=True)
    print(f"| all | {total:,} |")
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
