"""A folder as the system calls of a traced run leave it, and as it may be found after the power was lost in the middle.

`record` runs a command under strace, `calls` reads what it did, and `Disk` follows each call: what every file holds, what
of it was synced, and what was created, renamed and removed in each folder, and of that what was synced. `Disk.lost` writes
the folder out as a disk might give it back: data since a file's last sync cut anywhere or zeroed from anywhere on, changes
to a folder since its last sync there up to any one of them, in their order, each folder for itself.

Knows nothing of what is in the files.
"""
import os, re, subprocess

FOLLOWED = ["openat", "?creat", "write", "pwrite64", "writev", "lseek", "ftruncate", "truncate", "fsync", "fdatasync", "?rename",
            "renameat", "renameat2", "?unlink", "unlinkat", "?rmdir", "?mkdir", "mkdirat", "close"]
# Calls that this module cannot follow: met in the folder, the trace shows nothing.
STRANGE = ["?link", "linkat", "?symlink", "symlinkat", "copy_file_range", "sendfile", "fallocate", "pwritev", "pwritev2", "mmap"]
STRING = re.compile(r'(?:<((?:\\x[0-9a-f]{2})*)>, )?"((?:\\x[0-9a-f]{2})*)"')
LINE = re.compile(r"^(\d+) +(?:<\.\.\. (\w+) resumed>(.*)|(\w+)\((.*))$", re.S)
END = re.compile(r"^(.*)\) += (-?\d+|0x[0-9a-f]+|\?)(?:<.*>)?(?: .*)?$", re.S)


def record(command, log):
    """Runs it under strace; the exit code."""
    trace = "trace=" + ",".join(FOLLOWED + STRANGE)
    return subprocess.run(["strace", "-f", "-y", "-xx", "-s", "100000000", "-o", log, "-e", trace, "-e", "signal=none", *command],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300).returncode


def text(hexed):
    return bytes.fromhex(hexed.replace("\\x", ""))


class Call:
    """One call: its name, arguments as strace prints them, result, and how many had ended when it began."""

    def __init__(self, name, args, began):
        self.name, self.args, self.began, self.result = name, args, began, None

    def place(self):
        """The file it is about, for a person."""
        about = re.search(r"<((?:\\x[0-9a-f]{2})+)>", self.args) if self.descriptor() is not None else None
        path = text(about[1]).decode(errors="replace") if about else (self.paths() or [""])[0]
        return os.path.basename(path)

    def paths(self):
        """The paths it names, absolute as far as strace tells."""
        found = []
        for folder, name in STRING.findall(self.args):
            found.append(os.path.normpath(os.path.join(text(folder or "").decode(), text(name).decode(errors="replace"))))
        return found

    def data(self):
        return b"".join(text(name) for _, name in STRING.findall(self.args))[:self.result]

    def descriptor(self):
        match = re.match(r"\d+", self.args)
        return int(match[0]) if match else None

    def last_number(self):
        return int(re.findall(r"\d+", self.args)[-1])


def calls(log):
    """All calls that succeeded, in the order in which they ended; closing counts when it begins, as the number may then be
    another's before strace says that it ended."""
    ended, open_ = [], {}
    with open(log, errors="replace") as lines:
        for line in lines:
            match = LINE.match(line.rstrip("\n"))
            if not match:
                continue
            thread, resumed, rest, name, args = match.groups()
            if resumed:
                call = open_.pop(thread, None)
                if call is None or call.name == "close":
                    continue
                call.args += rest
            else:
                call = Call(name, args, len(ended))
                if args.endswith("<unfinished ...>"):
                    call.args = args[:-len("<unfinished ...>")].rstrip()
                    open_[thread] = call
                    if name != "close":
                        continue
                    call.args, call.result = call.args.rstrip(", )"), 0
                    ended.append(call)
                    continue
            match = END.match(call.args)
            if match and match[2] not in "?" and not match[2].startswith("-"):
                call.args, call.result = match[1], int(match[2], 0)
                ended.append(call)
    return ended


class Changing:
    """What changes by numbered calls, and is synced now and then."""

    def __init__(self):
        self.changes, self.syncs = [], []

    def safe(self, at):
        """The number of the call up to which all lasts when the power is lost after call `at`."""
        return max((covers for done, covers in self.syncs if done <= at), default=-1)

    def unsafe(self, at):
        safe = self.safe(at)
        return [change for change in self.changes if safe < change[0] <= at]


class File(Changing):
    def __init__(self, base=b""):
        super().__init__()
        self.base = base

    def content(self, at):
        data = bytearray(self.base)
        for number, offset, new in self.changes:
            if number > at:
                break
            if new is None:
                del data[offset:]
                data.extend(bytes(offset - len(data)))
            else:
                data.extend(bytes(max(0, offset - len(data))))
                data[offset:offset + len(new)] = new
        return bytes(data)

    def lost(self, at, rng):
        """What may be left of it; all, without `rng`."""
        safe, now = self.content(self.safe(at)), self.content(at)
        if safe == now or rng is None:
            return now
        sure = next((n for n, (a, b) in enumerate(zip(safe, now)) if a != b), min(len(safe), len(now)))
        way = rng.choice(["nothing", "all", "cut", "cut", "zeroed", "zeroed"])
        point = rng.randint(sure, max(sure, len(now)))
        if way == "nothing":
            return safe
        return now if way == "all" else now[:point] if way == "cut" else now[:point] + bytes(len(now) - point)


class Folder(Changing):
    def __init__(self, base=None):
        super().__init__()
        self.base = base or {}

    @staticmethod
    def of(path):
        """As it is on disk now; all of it lasts."""
        base = {}
        for entry in os.scandir(path):
            if entry.is_dir():
                base[entry.name] = Folder.of(entry.path)
            else:
                with open(entry.path, "rb") as file:
                    base[entry.name] = File(file.read())
        return Folder(base)

    def entries(self, changes):
        names = dict(self.base)
        for _, old, new, what in changes:
            moved = names.pop(old, None)
            if new is not None:
                names[new] = what or moved
        return names

    def now(self, at):
        return self.entries([change for change in self.changes if change[0] <= at])

    def lasting(self, at):
        return self.entries([change for change in self.changes if change[0] <= self.safe(at)])

    def lost(self, at, rng, path):
        """Writes out what may be left of it; all, without `rng`."""
        kept = [change for change in self.changes if change[0] <= self.safe(at)]
        pending = self.unsafe(at)
        kept += pending[:rng.choice([0, len(pending), rng.randint(0, len(pending))])] if rng else pending
        os.makedirs(path)
        for name, what in self.entries(kept).items():
            if isinstance(what, Folder):
                what.lost(at, rng, os.path.join(path, name))
            else:
                with open(os.path.join(path, name), "wb") as file:
                    file.write(what.lost(at, rng))


class Disk:
    """Follows calls below a folder, by what that and its subfolders hold now."""

    def __init__(self, path, names, pretend=None):
        """Of the folder at `path` only what has one of these names is followed. `pretend`: a kind, File or Folder, of
        which no sync does anything, to see whether that is noticed."""
        self.path = os.path.realpath(path)
        self.top = Folder({name: Folder.of(os.path.join(path, name)) for name in names if os.path.exists(os.path.join(path, name))})
        self.names, self.open, self.strange, self.pretend = set(names), {}, [], pretend

    def find(self, path, at):
        """The folder that a path is in, its name there, and what that is; nothing for a path that is not followed."""
        parts = os.path.relpath(path, self.path).split("/")
        if parts == ["."]:
            return None, None, self.top
        if parts[0] not in self.names:
            return None, None, None
        folder = self.top
        for part in parts[:-1]:
            folder = folder.now(at).get(part)
            if not isinstance(folder, Folder):
                return None, None, None
        return folder, parts[-1], folder.now(at).get(parts[-1])

    def follow(self, number, call):
        """Takes in the call of this number."""
        name = call.name
        if name in ("openat", "creat"):
            self.opens(number, call)
        elif name.startswith("rename"):
            self.renames(number, call)
        elif name in ("unlink", "unlinkat", "rmdir"):
            folder, entry, _ = self.find(call.paths()[0], number)
            if folder:
                folder.changes.append((number, entry, None, None))
        elif name in ("mkdir", "mkdirat"):
            folder, entry, _ = self.find(call.paths()[0], number)
            if folder:
                folder.changes.append((number, None, entry, Folder()))
        elif name == "close":
            self.open.pop(call.descriptor(), None)
        elif call.descriptor() in self.open or "?" + name in STRANGE or name in STRANGE:
            self.writes(number, call)

    def opens(self, number, call):
        folder, entry, what = self.find(call.paths()[0], number)
        if what is None and folder and ("O_CREAT" in call.args or call.name == "creat"):
            what = File()
            folder.changes.append((number, None, entry, what))
        if what is None:
            self.open.pop(call.result, None)
            return
        if "O_TRUNC" in call.args or call.name == "creat":
            what.changes.append((number, 0, None))
        self.open[call.result] = [what, 0, "O_APPEND" in call.args]

    def renames(self, number, call):
        old, new = call.paths()[:2]
        folder, entry, _ = self.find(old, number)
        to, name, _ = self.find(new, number)
        if folder is not to:
            self.strange.append(f"{call.name} from one folder to another: {old} {new}")
        elif folder:
            folder.changes.append((number, entry, name, None))

    def writes(self, number, call):
        at = self.open.get(call.descriptor())
        name = call.name
        if name == "mmap":
            match = re.search(r"PROT_WRITE.*MAP_SHARED, (\d+)", call.args)
            if match and int(match[1]) in self.open:
                self.strange.append(f"mmap for writing: {call.args}")
        elif name in ("write", "writev"):
            start = len(at[0].content(number)) if at[2] else at[1]
            at[0].changes.append((number, start, call.data()))
            at[1] = start + call.result
        elif name == "pwrite64":
            at[0].changes.append((number, call.last_number(), call.data()))
        elif name == "lseek":
            at[1] = call.result
        elif name == "ftruncate":
            at[0].changes.append((number, call.last_number(), None))
        elif name in ("fsync", "fdatasync"):
            if not (self.pretend and isinstance(at[0], self.pretend)):
                at[0].syncs.append((number, call.began - 1))
        elif at or any(self.find(path, number)[0] for path in call.paths()):
            self.strange.append(f"{name}({call.args[:200]})")
