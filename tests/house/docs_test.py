#!/usr/bin/env python3
"""docs_test.py PROGRAM: the commands of README.md and docs/ run as they are shown, and the pages made
from data are fresh. UPDATE_DOCS=1 rewrites both.

A block that begins with ```console holds lines `$ fcgi6to7 …` and what they print. `[exit N]` stands
behind the output of a command that does not exit with 0. A line `…` stands for any lines. In a block
```console no-output only the exit codes are compared. Each block runs in a fresh copy of testdata/demo.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(sys.argv[1]).resolve()
UPDATE = os.environ.get('UPDATE_DOCS') == '1'
GENERATED = {'docs/mappings.md': ['mappings', '--format', 'markdown'],
             'docs/checks.md': ['explain', '--checks'],
             'docs/diagnostics.md': ['explain', '--format', 'markdown']}
BLOCK = re.compile(r'^```console([^\n]*)\n(.*?)^```$', re.M | re.S)


def run(command, folder):
    environment = {**os.environ, 'NO_COLOR': '1', 'PATH': f'{PROGRAM.parent}:{os.environ["PATH"]}'}
    done = subprocess.run(['bash', '-c', command], cwd=folder, env=environment, capture_output=True, timeout=60)
    output = (done.stdout + done.stderr).decode('utf-8').replace('\r\n', '\n')
    if output and not output.endswith('\n'):
        output += '\n'
    return output + (f'[exit {done.returncode}]\n' if done.returncode else '')


def same(shown, printed):
    pattern = ''.join('(?:.*\n)*?' if line == '…' else re.escape(line) + '\n' for line in shown.splitlines())
    return re.fullmatch(pattern, printed) is not None


def check_block(info, body):
    """The block as it should read, and what is wrong with it."""
    result, problems = '', []
    if not body.startswith('$ '):
        return body, [f'a block shows no command first; lines of commands begin with "$ ":\n{body}']
    with tempfile.TemporaryDirectory() as folder:
        for path in (ROOT / 'testdata/demo').iterdir():
            shutil.copy(path, folder)
        for command, shown in re.findall(r'^\$ (.*)\n((?:(?!\$ ).*\n)*)', body, re.M):
            printed = run(command, folder)
            if 'no-output' in info:
                printed = ''.join(re.findall(r'\[exit \d+\]\n', printed))
            if not same(shown, printed):
                problems.append(f'$ {command}\n--- shown\n{shown}--- printed\n{printed}')
            result += f'$ {command}\n' + (shown if same(shown, printed) else printed)
    return result, problems


def check_page(path):
    problems = []

    def replace(match):
        body, wrong = check_block(match[1], match[2])
        problems.extend(f'{path.relative_to(ROOT)}: {problem}' for problem in wrong)
        return f'```console{match[1]}\n{body}```'
    text = path.read_text(encoding='utf-8')
    fresh = BLOCK.sub(replace, text)
    if UPDATE and fresh != text:
        path.write_text(fresh, encoding='utf-8')
    return problems


def main():
    problems = []
    for name, arguments in GENERATED.items():
        page = subprocess.run([PROGRAM, *arguments], capture_output=True, check=True).stdout
        path = ROOT / name
        if UPDATE:
            path.write_bytes(page)
        elif not path.exists() or path.read_bytes() != page:
            problems.append(f'{name} is stale: run ./dev docs')
    blocks = 0
    for path in [ROOT / 'README.md', *sorted((ROOT / 'docs').glob('*.md'))]:
        if path.exists():
            blocks += len(BLOCK.findall(path.read_text(encoding='utf-8')))
            problems += check_page(path)
    print('\n'.join(problems))
    if blocks == 0:
        print('no page shows a command')
    return 1 if (problems and not UPDATE) or blocks == 0 else 0


sys.exit(main())
