#!/usr/bin/env python3
"""Kills `morgue index` at random moments, runs it again, and holds the answers against an undisturbed index.

  kill_loop.py MORGUE CORPUS WORK [TIMES]

While a run is on, a reader asks for the number of stories: it must always see a whole commit, that is, never a
part of a file's stories. Exit code 1 if anything was lost, doubled or half seen.
"""
import os, random, shutil, signal, subprocess, sys, threading, time

morgue, corpus, work = sys.argv[1:4]
times = int(sys.argv[4]) if len(sys.argv) > 4 else 100
rng = random.Random(11)
shutil.rmtree(work, ignore_errors=True)
os.makedirs(work)
CHECKS = [["count"], ["search", "--json", "-n", "50", "oil OR bank"], ["search", "--json", "--sort", "newest", "-n", "50"],
          ["facets", "--json", "people"]]


def ask(index, args):
    return subprocess.run([morgue, "--index", index, *args], capture_output=True)


def answers(index):
    return [ask(index, c).stdout for c in CHECKS]


started = time.time()
subprocess.run([morgue, "index", "--quiet", "--index", f"{work}/whole", corpus], check=True)
whole_time = time.time() - started
expected = answers(f"{work}/whole")
print(f"undisturbed: {whole_time:.2f} s, {expected[0].decode().strip()} stories", flush=True)
bad = 0
kills = 0
seen = set()
for n in range(times):
    index = f"{work}/killed"
    if n % 5 == 0:
        shutil.rmtree(index, ignore_errors=True)
    child = subprocess.Popen([morgue, "index", "--quiet", "--index", index, corpus], stderr=subprocess.DEVNULL)
    until = time.time() + rng.random() * whole_time * 1.1
    while time.time() < until and child.poll() is None:
        done = ask(index, ["count"])
        if done.returncode in (0, 1):
            seen.add(int(done.stdout))
        time.sleep(0.02)
    if child.poll() is None:
        child.send_signal(signal.SIGKILL)
        kills += 1
    child.wait()
    if n % 5 == 4 or n == times - 1:
        subprocess.run([morgue, "index", "--quiet", "--index", index, corpus], check=True)
        if answers(index) != expected:
            bad += 1
            print("DIFFERS after kill", n, flush=True)
        verify = ask(index, ["verify"])
        if verify.returncode != 0:
            bad += 1
            print("verify:", verify.stdout.decode()[-400:], flush=True)
print(f"{kills} kills, numbers of stories seen by readers: {sorted(seen)}")
print(f"{times - bad} passed, {bad} failed")
sys.exit(1 if bad else 0)
