#!/usr/bin/env python3
"""Hostile files: refused with a clear finding, or read at a cost that grows as they do.

hostile_test.py PROGRAM refused          what has to be refused is, and the config stays as it was
hostile_test.py PROGRAM doubling [WORD]  twice the size costs less than 2.3 times the instructions (valgrind)
hostile_test.py PROGRAM big [WORD]       the sizes that only `./dev soak` has room for: seconds and memory
"""
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import inputs  # noqa: E402

MOST = 2.3
ENOUGH = 4_000_000  # instructions of n that drown what does not depend on n
BASE = 250
MEMORY = 12 << 30  # of addresses: a million bindings, each with its line in the report, take the most
problems = []


def put(folder, files):
    for name, text in files.items():
        (folder / name).write_bytes(text)


def plan(program, args, before=()):
    return [*before, program, "plan", "fcgiext.ini", "applicationHost.config", "--target", "8.5", *args]


def refused(program):
    for name, (files, code) in inputs.REFUSED.items():
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            put(folder, files)
            begin = time.monotonic()
            run = subprocess.run([program, "apply", "fcgiext.ini", "applicationHost.config", "--target", "8.5"], cwd=folder,
                                 capture_output=True, timeout=60, check=False,
                                 preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (20, 20)))
            said = (run.stdout + run.stderr).decode(errors="replace")
            if run.returncode != 1 or not re.search(rf"error {code}\d*:", said):
                problems.append(f"{name}: exit {run.returncode}, no error {code}…: {said[-300:]}")
            if (folder / "applicationHost.config").read_bytes() != files["applicationHost.config"]:
                problems.append(f"{name}: the config changed")
            print(f"{name}: refused in {time.monotonic() - begin:.2f} s")


def instructions(program, folder, files, args):
    put(folder, files)
    log = folder / "callgrind.out"
    command = plan(program, args, ["valgrind", "--tool=callgrind", f"--callgrind-out-file={log}"])
    run = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if run.returncode not in (0, 1):
        raise RuntimeError(f"exit {run.returncode}")
    return int(re.search(r"^(?:totals|summary): (\d+)", log.read_text(), re.M).group(1))


def doubling(program, word):
    if not shutil.which("valgrind"):
        print("skipped: no valgrind")
        sys.exit(77)
    for name, (make, args) in inputs.GROWING.items():
        if word not in name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            try:
                least = instructions(program, folder, make(1), args)
                n = BASE
                # Small ones cost too little to tell; what is quadratic shows early enough.
                while (once := instructions(program, folder, make(n), args) - least) < ENOUGH and n < 16 * BASE:
                    n *= 4
                twice = instructions(program, folder, make(2 * n), args) - least
            except RuntimeError as error:
                problems.append(f"{name}: {error}")
                continue
            print(f"{name}: n = {n}, {once / 1e6:.1f} million instructions more, then {twice / max(once, 1):.2f} times", flush=True)
            if twice >= MOST * max(once, ENOUGH / 8):
                problems.append(f"{name}: twice the size costs {twice / once:.2f} times")


# How many of each; and the code of the finding, where a stated limit refuses that many.
BIG = {"config: an attribute of n bytes": 400_000_000, "config: n attributes": 1_000_000, "config: n locations": 200_000,
       "config: n references": 10_000_000, "config: n handler mappings": 200_000, "ini: one line of n bytes": 500_000_000,
       "ini: n sections of one name": 100_000, "ini: n bindings": 1_000_000, "ini: n variables": 1_000_000,
       "ini: n pools of ten variables": 100_000,
       "metabase: n script maps": 10_000, "metabase: n nodes": 500_000}

BEYOND_A_LIMIT = {"ini: one line of n bytes": "INI016", "ini: n variables": "INI016"}


def big(program, word):
    """Each within 60 s of processor time for what is below 50 MB, 2 s more for each further MB, and 12 GiB."""
    for name, n in BIG.items():
        if word not in name:
            continue
        make, args = inputs.GROWING[name]
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            files = make(n)
            put(folder, files)
            size = sum(map(len, files.values())) / 1e6
            del files
            measured(program, name, n, size, plan(program, args), folder)
    too_large(program)


def measured(program, name, n, size, command, folder):
    seconds = int(60 + 2 * max(0, size - 50))

    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    begin = time.monotonic()
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out, preexec_fn=limit)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    print(f"{name}: n = {n:,}, {size:.0f} MB, exit {process.returncode}, {usage.ru_utime + usage.ru_stime:.1f} s, "
          f"{usage.ru_maxrss / 1024:.0f} MB memory, {time.monotonic() - begin:.1f} s by the clock", flush=True)
    code = BEYOND_A_LIMIT.get(name)
    if process.returncode != (1 if code else 0):
        problems.append(f"{name}: exit {process.returncode}")
    if code and f"error {code}:".encode() not in (folder / "out").read_bytes():
        problems.append(f"{name}: no error {code}")


def too_large(program):
    """A file beyond --max-file-size costs nothing: it is refused by its size."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        put(folder, inputs.with_ini(inputs.INI))
        for size, args, is_refused in ((1 << 30, [], True), (1 << 20, ["--max-file-size", "1"], False),
                                       ((1 << 20) + 1, ["--max-file-size", "1"], True)):
            with (folder / "applicationHost.config").open("wb") as file:
                file.truncate(size)
            run = subprocess.run(plan(program, args), cwd=folder, capture_output=True, timeout=10, check=False)
            if run.returncode != 1 or is_refused != (b"raise --max-file-size" in run.stdout + run.stderr):
                problems.append(f"a config of {size} bytes with {args}: {run.stdout + run.stderr}")


def main():
    program, part = os.path.abspath(sys.argv[1]), sys.argv[2]
    if part == "refused":
        refused(program)
        too_large(program)
    elif part == "doubling":
        doubling(program, sys.argv[3] if len(sys.argv) > 3 else "")
    else:
        big(program, sys.argv[3] if len(sys.argv) > 3 else "")
    for problem in problems:
        print("FAILED:", problem)
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
