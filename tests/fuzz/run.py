#!/usr/bin/env python3
"""Runs the fuzzers from our own test data, and keeps what each found that is worth replaying.

run.py BUILD [--seconds N] [--jobs N] [--log FOLDER] [--only TARGET,TARGET] [--keep KB]

Seeds are the golden cases and testdata/corpus. A crash is left in the log folder and makes the exit
code 1. With --keep the smallest set of inputs with the same coverage goes to testdata/corpus, at
most that many KB for each target.
"""
import argparse
import concurrent.futures
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
TESTDATA = ROOT / "testdata"
TARGETS = {"migrate": "xml", "config": "xml", "metabase": "metabase", "ini": "ini", "mapping": "table",
           "schema": "schema", "manifest": "manifest", "pe_version": ""}
FILES = {"ini": "*.ini", "config": "*.config", "metabase": "MetaBase.xml", "schema": "[sI]*.xml"}
LARGEST = 1 << 16


def choices(args):
    """The choices of migrate_input.hpp that a case's arguments come closest to."""
    letters = {"--handlers types": (1, "1"), "--handlers metabase": (1, "2"), "--existing keep": (2, "1"),
               "--existing fail": (2, "2"), "--defaults keep": (3, "1"), "--range clamp": (4, "1"),
               "--collisions first": (5, "1"), "--collisions separate": (5, "2"), "--partial": (8, "1")}
    chosen = list("0" * 14)
    for text, (at, letter) in letters.items():
        if text in args:
            chosen[at] = letter
    # '0' is 48, which every number of choices up to 4 divides to 0.
    return "".join(chosen)


def migrate_seeds():
    for case in sorted((TESTDATA / "cases").iterdir()):
        names = ["fcgiext.ini", "applicationHost.config", "MetaBase.xml", "fcgiext32.ini"]
        parts = [(case / n).read_bytes() if (case / n).exists() else b"" for n in names]
        head = choices((case / "args").read_text()).encode() if (case / "args").exists() else b""
        yield b"\x1e".join([head, *parts]).rstrip(b"\x1e")


def seeds(target):
    if target == "migrate":
        yield from migrate_seeds()
    elif target == "mapping":
        for table in sorted((ROOT / "mappings").glob("*.ini")):
            yield table.name.encode() + b"\n" + table.read_bytes()
    elif target in FILES:
        for file in sorted((TESTDATA / "cases").rglob(FILES[target])):
            yield file.read_bytes()


def run(target, build, args):
    log, work = args.log / f"{target}.log", args.log / target
    work.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        if len(seed) <= LARGEST:
            (work / f"seed-{number:03}").write_bytes(seed)
    command = ["nice", "-n", "19", build / "tests/fuzz" / f"fuzz_{target}", work, TESTDATA / "corpus" / target,
               f"-max_total_time={args.seconds}", "-rss_limit_mb=4096", f"-max_len={LARGEST}", "-timeout=30",
               f"-artifact_prefix={args.log}/{target}-", "-print_final_stats=1"]
    if TARGETS[target]:
        command.append(f"-dict={ROOT / 'tests/fuzz/dictionaries' / TARGETS[target]}.dict")
    (TESTDATA / "corpus" / target).mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        code = subprocess.run(command, stdout=out, stderr=out, check=False).returncode
    text = log.read_text(errors="replace")
    runs = re.search(r"number_of_executed_units: (\d+)", text)
    took = re.search(r"Done \d+ runs in (\d+) second", text)
    print(f"{target}: {runs.group(1) if runs else '?'} executions in {took.group(1) if took else '?'} s, "
          f"{'sound' if code == 0 else f'FAILED, see {log}'}", flush=True)
    if args.keep and code == 0:
        keep(target, build, work, args.keep << 10)
    return code


def keep(target, build, work, most):
    """Minimises into testdata/corpus/TARGET; of too many the smallest files stay."""
    corpus = TESTDATA / "corpus" / target
    with tempfile.TemporaryDirectory() as fresh:
        subprocess.run(["nice", "-n", "19", build / "tests/fuzz" / f"fuzz_{target}", "-merge=1", "-use_counters=0", f"-max_len={LARGEST}",
                        fresh, work, corpus], stderr=subprocess.DEVNULL, check=True)
        for old in corpus.glob("[0-9a-f]*"):
            old.unlink()
        for file in sorted(pathlib.Path(fresh).iterdir(), key=lambda f: (f.stat().st_size, f.name)):
            most -= file.stat().st_size
            if most < 0:
                break
            shutil.copy(file, corpus / file.name[:16])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=1200)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--log", type=pathlib.Path, default=ROOT / "build/fuzz-logs")
    parser.add_argument("--only", default=",".join(TARGETS))
    parser.add_argument("--keep", type=int, default=0, metavar="KB")
    args = parser.parse_args()
    args.log.mkdir(parents=True, exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        codes = list(pool.map(lambda t: run(t, args.build.resolve(), args), args.only.split(",")))
    sys.exit(any(codes))


if __name__ == "__main__":
    main()
