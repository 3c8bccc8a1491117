#!/usr/bin/env python3
"""completion_test.py PROGRAM SHELL: the completion script in the shell itself.

Each row is what was typed, and what has to be offered and what must not. bash's function is called as
bash would; fish tells its completions; zsh is typed at through a terminal. PowerShell's script is read
for balance and for every command alone: there is no PowerShell in Debian.
"""
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

PROGRAM, SHELL = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
# typed, offered, not offered
ROWS = [
    ('fcgi6to7 pl', {'plan'}, {'apply'}),
    ('fcgi6to7 fleet ro', {'rollback'}, {'plan'}),
    ('fcgi6to7 fleet apply --in-pl', {'--in-place'}, {'--ini32'}),
    ('fcgi6to7 plan --form', {'--format'}, {'--force'}),
    ('fcgi6to7 plan --format js', {'json'}, {'text'}),
    ('fcgi6to7 plan a.ini --handlers ', {'off', 'types', 'metabase'}, {'plan'}),
    ('fcgi6to7 fleet plan --format ', {'json', 'text'}, {'sarif'}),
    ('fcgi6to7 explain CFG00', {'CFG001', 'CFG002'}, {'PLN001'}),
    ('fcgi6to7 check x --ignore CHK00', {'CHK001'}, {'CFG001'}),
    ('fcgi6to7 completion ', {'bash', 'zsh', 'fish', 'powershell'}, {'plan'}),
    ('fcgi6to7 plan one', {'one file.ini'}, {'plan'}),
    ('fcgi6to7 plan --root ', {'folder'}, {'one file.ini'}),
]


def script():
    return subprocess.run([PROGRAM, 'completion', SHELL], capture_output=True, text=True, check=True).stdout


def bash(folder, typed):
    words = typed.split(' ')
    code = (f'source {folder}/script; COMP_WORDS=({" ".join(repr(w) for w in words)}); COMP_CWORD={len(words) - 1}; '
            '_fcgi6to7; printf "%s\\n" "${COMPREPLY[@]}"')
    run = subprocess.run(['bash', '--norc', '-c', code], cwd=folder, capture_output=True, text=True, check=False)
    assert not run.stderr, run.stderr
    return set(run.stdout.splitlines())


def fish(folder, typed):
    run = subprocess.run(['fish', '--no-config', '-c', f'source {folder}/script; complete -C {typed!r}'], cwd=folder,
                         capture_output=True, text=True, env={**os.environ, 'HOME': str(folder)}, check=False)
    assert not run.stderr, run.stderr
    return {line.split('\t')[0].rstrip('/').replace('\\ ', ' ') for line in run.stdout.splitlines()}


def zsh(folder, typed):
    """What the terminal shows after a tab."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.environ.update(HOME=str(folder), TERM='dumb', PS1='> ', COLUMNS='200', LINES='300')
        os.execvp('zsh', ['zsh', '-f', '-i'])
    shown = ''

    def read_until(ends, seconds=20):
        nonlocal shown
        begin = time.monotonic()
        while not ends(shown) and time.monotonic() - begin < seconds:
            if select.select([terminal], [], [], 0.2)[0]:
                shown += os.read(terminal, 65536).decode(errors='replace')
        return shown

    os.write(terminal, f'stty -echo rows 300 cols 200; fpath=({folder} $fpath); autoload -U compinit; compinit -u -D; '
                       'setopt nolistbeep nomenucomplete noautomenu; zstyle ":completion:*" list-prompt ""; LISTMAX=0; '
                       'print REA""DY\n'.encode())
    read_until(lambda text: 'READY' in text)
    shown = ''
    os.write(terminal, typed.encode() + b'\t\t')
    before = None
    while before != shown:  # until it says no more
        before = shown
        read_until(lambda text: text != before, 1.5)
    os.write(terminal, b'\x03\x04exit\n')
    os.close(terminal)
    os.waitpid(child, 0)
    text = re.sub(r'\x1b\[[0-9;?]*[a-zA-Z]|\x07', '', shown).replace('\b', '').replace('\\ ', ' ')
    return {word for _, offered, not_offered in ROWS for word in offered | not_offered
            if word not in typed.split() and re.search(rf'(?<![\w-]){re.escape(word)}(?![\w])', text.replace(typed, typed + ' ' if typed.endswith(' ') else typed))}


def powershell():
    text = script()
    bare = re.sub(r"'(?:[^']|'')*'", "''", re.sub(r'^#.*$', '', text, flags=re.M))
    problems = [f'{a} and {b} are not balanced' for a, b in ('()', '{}', '[]') if bare.count(a) != bare.count(b)]
    for command in ("'plan'", "'fleet apply'", "'completion'"):
        if f'        {command} = @{{' not in text:
            problems.append(f'no table of {command}')
    if "'--handlers' = @('off', 'types', 'metabase')" not in text:
        problems.append('no values of --handlers')
    return problems


def main():
    if SHELL == 'powershell':
        problems = powershell()
        print(*problems, sep='\n')
        return bool(problems)
    if shutil.which(SHELL) is None:
        print(f'skipped: there is no {SHELL} here')
        return 77
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / ('_fcgi6to7' if SHELL == 'zsh' else 'script')).write_text(script())
        (folder / 'one file.ini').touch()
        (folder / 'folder').mkdir()
        for typed, offered, not_offered in ROWS:
            found = {'bash': bash, 'fish': fish, 'zsh': zsh}[SHELL](folder, typed)
            if not offered <= found or not_offered & found:
                failed += 1
                print(f'{typed!r}: offers {sorted(found)}, wants {sorted(offered)} and not {sorted(not_offered)}')
    return bool(failed)


sys.exit(main())
