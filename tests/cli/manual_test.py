#!/usr/bin/env python3
"""manual_test.py PROGRAM: groff has nothing to say against the man page, and it has every option of --help."""
import pathlib
import re
import shutil
import subprocess
import sys

PROGRAM = pathlib.Path(sys.argv[1]).resolve()


def printed(*command, text=None):
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True)


def commands():
    """Of --help: the names of commands, one level down for fleet."""
    for name in re.findall(r'^  ([a-z]+)  ', printed(PROGRAM, '--help').stdout.split('Subcommands:')[1], re.M):
        if name != 'fleet':
            yield [name]
    for name in re.findall(r'^  ([a-z]+)  ', printed(PROGRAM, 'fleet', '--help').stdout.split('Subcommands:')[1], re.M):
        yield ['fleet', name]


def main():
    if shutil.which('groff') is None:
        print('skipped: there is no groff here')
        return 77
    page = printed(PROGRAM, 'man').stdout
    problems = printed('groff', '-ww', '-man', '-z', text=page).stderr.splitlines()
    shown = printed('groff', '-man', '-Tutf8', '-P-cbou', '-rLL=160n', text=page).stdout
    seen = 0
    for command in commands():
        section = re.search(rf'^{" ".join(command).upper()}\n(.*?)(?=^\S)', shown, re.M | re.S)
        if section is None:
            problems.append(f'no section for {" ".join(command)}')
            continue
        for option in re.findall(r'^  (?:-\w,)?(--[a-z0-9-]+)', printed(PROGRAM, *command, '--help').stdout, re.M):
            seen += 1
            if not re.search(rf'{option}(?![\w-])', section[1]):
                problems.append(f'{" ".join(command)}: {option} is missing')
    if seen < 100:
        problems.append(f'only {seen} options were looked for')
    print(*problems, sep='\n')
    return bool(problems)


sys.exit(main())
