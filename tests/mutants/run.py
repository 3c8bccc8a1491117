#!/usr/bin/env python3
"""Breaks our own code on purpose, one operator or constant at a time, and counts what the tests catch.

run.py [--count N] [--seed N] [--minutes N] [--work FOLDER] [--folders src/plan,src/apphost,src/fcgiext]
run.py --again LIST... [--work FOLDER]: judges the survivors of earlier lists, with the tests of today

Works in a copy of the project. Each mutant is one incremental build, then, up to the first failure, the
unit tests of its own folder, the golden cases, all other unit tests, and the tests that compare programs,
scripts and reports: the cheap ones that know it best first. A mutant that does not compile is none. The list
goes to WORK/mutants.txt, one a line: verdict, place, what was changed.
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
PARTS = ["src", "tests", "assets", "cmake", "mappings", "testdata", "docs", "CMakeLists.txt", "CMakePresets.json", "README.md",
         "LICENSE"]
NICE = ["nice", "-n", "5"]
TIMEOUT = 60  # seconds; the unit tests take a tenth of it. A mutant that runs longer is caught
GOLDEN, PROGRAMS = r"^case\.", r"^(script|report|corpus|fleet)\."
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


def remove_what_is_gone(source, target):
    for old in target.rglob("*"):
        if old.is_file() and not (source / old.relative_to(target)).exists():
            old.unlink()


class Copy:
    """The project somewhere else, built once; what is done here meanwhile does not matter."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for part in PARTS:
            if (ROOT / part).is_dir():
                remove_what_is_gone(ROOT / part, folder / part)
                shutil.copytree(ROOT / part, folder / part, dirs_exist_ok=True, copy_function=refresh)
            else:
                refresh(ROOT / part, folder / part)
        subprocess.run(["cmake", "--preset", "ci"], cwd=folder, stdout=subprocess.DEVNULL, check=True)
        env = {**os.environ, "CCACHE_BASEDIR": str(folder)}
        subprocess.run(self.ninja(), cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)
        shared = folder.parent / "shared"
        if (ROOT.parent / "shared").is_dir() and not shared.exists():
            shared.symlink_to(ROOT.parent / "shared")
        if not self.unit() or self.failing(GOLDEN) or self.failing(PROGRAMS):
            sys.exit("the tests fail on the code as it is")

    def ninja(self):
        return [*NICE, "ninja", "-C", "build/ci", "fcgi6to7_tests", "fcgi6to7"]

    def unit(self, *chosen):
        """Whether the unit tests pass."""
        try:
            run = subprocess.run([*NICE, "build/ci/tests/fcgi6to7_tests", "--abort-after=1", *chosen], cwd=self.folder,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=TIMEOUT, check=False)
        except subprocess.TimeoutExpired:
            return False
        return run.returncode == 0

    def failing(self, tests):
        """The first of these tests of CTest that fails; nothing: none does."""
        command = ["ctest", "--test-dir", "build/ci", "-R", tests, "-j2", "--stop-on-failure", "--timeout", str(TIMEOUT)]
        run = subprocess.run([*NICE, *command], cwd=self.folder, env={**os.environ, "FCGI6TO7_SLOW": "1"},
                             capture_output=True, text=True, check=False)
        failed = re.search(r"((?:case|script|report|corpus|fleet)\.\S+) .*\*\*\*", run.stdout)
        if run.returncode == 0:
            return None
        return failed.group(1) if failed else "?"

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
            near = f"--source-file=*/tests/{name.parent.name}/*"
            if not self.unit(near):
                return "caught by its unit tests"
            if case := self.failing(GOLDEN):
                return f"caught by {case}"
            if not self.unit(near.replace("--source-file", "--source-file-exclude")):
                return "caught by unit tests"
            test = self.failing(PROGRAMS)
            return f"caught by {test}" if test else "SURVIVED"
        finally:
            file.write_text(text)


def described(copy, mutant):
    name, at, old, new = mutant
    text = (copy / name).read_text()
    line = text[:at].count("\n") + 1
    return f"{name}:{line}: '{old.strip()}' to '{new.strip()}' in: {text.splitlines()[line - 1].strip()}"


def survivors(copy, lists):
    """The mutants that are called survivors, where the line that they change still stands."""
    wanted = {re.sub(r":\d+:", ":", line[len("SURVIVED: "):].strip(), count=1)
              for name in lists for line in pathlib.Path(name).read_text().splitlines() if line.startswith("SURVIVED: ")}
    files = sorted({line.split(":", 1)[0] for line in wanted})
    return [mutant for file in files for site in sites(copy / file) for mutant in [(pathlib.Path(file), *site)]
            if re.sub(r":\d+:", ":", described(copy, mutant), count=1) in wanted]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so long, with what there is")
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "build/mutants")
    parser.add_argument("--folders", default="src/plan,src/apphost,src/fcgiext")
    parser.add_argument("--again", nargs="+", type=pathlib.Path, default=[], help="lists of earlier runs")
    args = parser.parse_args()
    lists = [file.resolve() for file in args.again]
    copy = Copy(args.work.resolve() / "copy")
    if lists:
        mutants = survivors(copy.folder, lists)
        print(f"{len(mutants)} survivors are judged again", flush=True)
    else:
        mutants = sample(copy.folder, args.folders.split(","), args.count, args.seed)
    begin, caught, survived = time.monotonic(), 0, 0
    with (args.work / "mutants.txt").open("w") as out:
        for mutant in mutants:
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
