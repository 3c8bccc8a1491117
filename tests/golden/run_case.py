#!/usr/bin/env python3
"""run_case.py PROGRAM FOLDER: one golden case, and the laws that every case obeys.

The folder holds inputs, `args` (a command a line, without the program's name; # begins a comment), and
`expected/`: `stdout` (what all commands print, each under its `$ fcgi6to7 …`, with [stderr] and [exit N]
where there are any) and every file that a command made or changed. UPDATE_GOLDEN=1 rewrites expected/.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import case_args

PROGRAM, CASE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
UPDATE = os.environ.get('UPDATE_GOLDEN') == '1'
BACKUP = re.compile(r'\d{8}T\d{6}Z-\d{3}')
# A server's inputs, options and tables in one number: any change of a table changes it.
INPUTS = re.compile(rb'"inputs":"[0-9a-f]{32}"')
TIME = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ')


def run(arguments, folder, **environment):
    env = {**os.environ, 'NO_COLOR': '1', 'LC_ALL': 'C.UTF-8', **environment}
    return subprocess.run([PROGRAM, *arguments], cwd=folder, env=env, capture_output=True, timeout=120)


def files_of(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob('*'))
            if p.is_file() and '.fcgi6to7-backup' not in p.name}


def everything(folder):
    """What law 5 looks at: folders, backups, locks and leftovers too."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() if p.is_file() else None for p in folder.rglob('*')}


def fresh_copy(to):
    for path in CASE.iterdir():
        if path.name not in ('args', 'expected'):
            (shutil.copytree if path.is_dir() else shutil.copy)(path, to / path.name)
    return files_of(to)


def play(folder, **environment):
    """Runs the case; gives stdout as it is expected, and the files made or changed."""
    before, text = fresh_copy(folder), b''
    for arguments in case_args.commands(CASE):
        done = run(arguments, folder, **environment)
        text += b'$ fcgi6to7 ' + ' '.join(arguments).encode() + b'\n' + done.stdout
        if done.stderr:
            text += b'[stderr]\n' + done.stderr
        if done.returncode:
            text += b'[exit %d]\n' % done.returncode
    text = BACKUP.sub('TIME-001', TIME.sub('TIME', text.decode('utf-8', 'surrogateescape')))
    after = files_of(folder)
    made = {name: INPUTS.sub(b'"inputs":"PRINT"', content)
            for name, content in after.items() if before.get(name) != content}
    made.update({name: b'(gone)\n' for name in before.keys() - after.keys()})
    made['stdout'] = text.encode('utf-8', 'surrogateescape')
    return made


def temporary():
    return tempfile.TemporaryDirectory(prefix='case-')


def differences(expected, actual, what):
    problems = []
    for name in sorted(expected.keys() | actual.keys()):
        if expected.get(name) != actual.get(name):
            show = lambda side: '(no such file)' if side.get(name) is None else side[name].decode('utf-8', 'replace')
            problems.append(f'{what}: {name}\n--- expected\n{show(expected)}\n--- actual\n{show(actual)}')
    return problems


def check_laws():
    """Laws 3, 5, 6 and 7 of docs/architecture.md, on the first plan or apply of the case."""
    first = case_args.first_plan(CASE)
    if not first:
        return []
    ini, config, options = first
    problems = []
    with temporary() as name:
        folder = pathlib.Path(name)
        original = fresh_copy(folder).get(config)
        before = everything(folder)
        outcomes = []
        for form in ('text', 'json', 'diff'):
            arguments = ['plan', ini, config, *options, '--format', form]
            first_run = run(arguments, folder)
            again = run(arguments, folder, LC_ALL='C', TZ='Asia/Tokyo')
            outcomes.append(first_run)
            for what in ('stdout', 'stderr', 'returncode'):
                if getattr(first_run, what) != getattr(again, what):
                    problems.append(f'law 6: a second run, in another locale and time zone, has another {what} ({form})')
        if everything(folder) != before:
            problems.append('law 5: plan wrote something')
        plan, diff = outcomes[0], outcomes[2].stdout
        if len({outcome.returncode for outcome in outcomes}) != 1:
            problems.append('the exit code of plan depends on --format')
        if plan.returncode:
            return problems
        applied = run(['apply', ini, config, *options, '--output', 'law.config'], folder)
        if applied.returncode not in (0, 4):
            return problems + [f'plan is fine, apply exits with {applied.returncode}']
        after = everything(folder)
        if {name for name in after.keys() | before.keys() if after.get(name) != before.get(name)} != {'law.config'}:
            problems.append('law 5: apply --output wrote more than its file')
        (folder / 'law.patched').write_bytes(original)
        if diff:
            (folder / 'law.diff').write_bytes(diff)
            subprocess.run(['patch', '-s', 'law.patched', 'law.diff'], cwd=folder, check=True)
        if (folder / 'law.patched').read_bytes() != (folder / 'law.config').read_bytes():
            problems.append('law 7: patch with the printed diff does not give the output')
        shutil.copy(folder / 'law.config', folder / config)
        twice = run(['plan', ini, config, *options, '--exit-code'], folder)
        if twice.returncode != 0:
            problems.append('law 3: the result is not at rest:\n' + twice.stdout.decode('utf-8', 'replace'))
    return problems


def main():
    with temporary() as name:
        actual = play(pathlib.Path(name))
    expected_folder = CASE / 'expected'
    if UPDATE:
        shutil.rmtree(expected_folder, ignore_errors=True)
        for name, content in actual.items():
            path = expected_folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    if not expected_folder.is_dir():
        print('this case has no expected/; write it with ./dev golden, and review it')
        return 1
    problems = differences(files_of(expected_folder), actual, 'golden') + check_laws()
    print('\n'.join(problems))
    return 1 if problems else 0


sys.exit(main())
