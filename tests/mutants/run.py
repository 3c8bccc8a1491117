#!/usr/bin/env python3
"""Breaks our own code on purpose, one operator or constant at a time, and counts what the tests catch.

run.py [--count N] [--seed N] [--minutes N] [--work FOLDER] [--folders src/plan,src/apphost,src/fcgiext]

Works in a copy of the project. Each mutant is one incremental build, then the unit tests up to the
first failure, then (only if they pass) the golden cases. A mutant that does not compile is none. The
list goes to WORK/mutants.txt, one a line: verdict, place, what was changed.
"""
import argparse
import filecmp
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PARTS = ["src", "tests", "cmake", "mappings", "testdata", "docs", "CMakeLists.txt", "CMakePresets.json", "README.md",
         "LICENSE"]
TIMEOUT = 240  # of one run of the unit tests; a mutant that runs longer is caught
SLOW = "*thousands*"  # the laws on random inputs come last
# What stands between blanks is an operator, thanks to clang-format; templates have none.
OPERATORS = {" < ": " <= ", " <= ": " < ", " > ": " >= ", " >= ": " > ", " == ": " != ", " != ": " == ",
             " && ": " || ", " || ": " && ", " + 1": " - 1", " - 1": " + 1", "true": "false", "false": "true",
             "std::min": "std::max", "std::max": "std::min", "continue;": "break;", "break;": "continue;",
             "++": "--", "return {};": "", "(!": "("}
PATTERN = re.compile("|".join(sorted((re.escape(o) for o in OPERATORS), key=len, reverse=True)) + r"|\b\d+\b")
# Strings, characters, comments and directives are no code that decides anything.
PASSED_OVER = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|//[^\n]*|^#[^\n]*|static_assert[^\n]*', re.M)


def sites(file):
    """(offset, old, new) of everything in a source file that can be changed."""
    text = PASSED_OVER.sub(lambda m: "\0" * len(m.group()), file.read_text())
    for match in PATTERN.finditer(text):
        old = match.group()
        yield match.start(), old, OPERATORS[old] if old in OPERATORS else str(int(old) + 1)


def sample(copy, folders, count, seed):
    every = [(f.relative_to(copy), *site) for folder in folders for f in sorted((copy / folder).glob("*.cpp"))
             if not f.name.endswith("_windows.cpp") for site in sites(f)]
    random.Random(seed).shuffle(every)
    print(f"{len(every)} places can be changed; {min(count, len(every))} wanted, seed {seed}", flush=True)
    return every


def refresh(source, target):
    """Copies what differs, as new: a run that was cut short may have left a mutant there, and its object."""
    target = pathlib.Path(target)
    if not target.exists() or not filecmp.cmp(source, target, shallow=False):
        shutil.copyfile(source, target)
        shutil.copymode(source, target)


class Copy:
    """The project somewhere else, built once; what is done here meanwhile does not matter."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for part in PARTS:
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, folder / part, dirs_exist_ok=True, copy_function=refresh)
            else:
                refresh(ROOT / part, folder / part)
        subprocess.run(["cmake", "--preset", "ci"], cwd=folder, stdout=subprocess.DEVNULL, check=True)
        env = {**os.environ, "CCACHE_BASEDIR": str(folder)}
        subprocess.run(self.ninja(), cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)
        if not self.unit() or self.golden():
            sys.exit("the tests fail on the code as it is")

    def ninja(self):
        return ["nice", "-n", "19", "ninja", "-C", "build/ci", "fcgi6to7_tests", "fcgi6to7"]

    def unit(self):
        tests = ["nice", "-n", "19", "build/ci/tests/fcgi6to7_tests", "--abort-after=1"]
        for stage in ("-tce=" + SLOW, "-tc=" + SLOW):
            try:
                run = subprocess.run([*tests, stage], cwd=self.folder, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL, timeout=TIMEOUT, check=False)
            except subprocess.TimeoutExpired:
                return False
            if run.returncode != 0:
                return False
        return True

    def golden(self):
        """The first case that fails; nothing: none does."""
        script = self.folder / "tests/golden/run_case.py"
        program = self.folder / "build/ci/fcgi6to7"
        for case in sorted((self.folder / "testdata/cases").iterdir()):
            try:
                run = subprocess.run(["nice", "-n", "19", sys.executable, script, program, case],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60, check=False)
            except subprocess.TimeoutExpired:
                return case.name
            if run.returncode != 0:
                return case.name
        return None

    def verdict(self, mutant):
        name, at, old, new = mutant
        file = self.folder / name
        text = file.read_text()
        file.write_text(text[:at] + new + text[at + len(old):])
        try:
            built = subprocess.run(self.ninja(), cwd=self.folder, env={**os.environ, "CCACHE_DISABLE": "1"},
                                   stdout=subprocess.DEVNULL, check=False)
            if built.returncode != 0:
                return "does not compile"
            if not self.unit():
                return "caught by unit tests"
            case = self.golden()
            return f"caught by case {case}" if case else "SURVIVED"
        finally:
            file.write_text(text)


def described(copy, mutant):
    name, at, old, new = mutant
    text = (copy / name).read_text()
    line = text[:at].count("\n") + 1
    return f"{name}:{line}: '{old.strip()}' to '{new.strip()}' in: {text.splitlines()[line - 1].strip()}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so long, with what there is")
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "build/mutants")
    parser.add_argument("--folders", default="src/plan,src/apphost,src/fcgiext")
    args = parser.parse_args()
    copy = Copy(args.work.resolve() / "copy")
    begin, caught, survived = time.monotonic(), 0, 0
    with (args.work / "mutants.txt").open("w") as out:
        for mutant in sample(copy.folder, args.folders.split(","), args.count, args.seed):
            if caught + survived >= args.count or time.monotonic() - begin > args.minutes * 60:
                break
            verdict = copy.verdict(mutant)
            survived += verdict == "SURVIVED"
            caught += verdict.startswith("caught")
            print(f"{verdict}: {described(copy.folder, mutant)}", file=out, flush=True)
    total = caught + survived
    print(f"{caught} of {total} mutants caught ({100 * caught / max(total, 1):.1f} %); {args.work}/mutants.txt")
    sys.exit(caught < 0.9 * total)


if __name__ == "__main__":
    main()
