#!/usr/bin/env python3
"""terminal_test.py PROGRAM: what a terminal of a certain width gets, and what NO_COLOR and COLUMNS change."""
import fcntl
import os
import pathlib
import pty
import re
import struct
import subprocess
import sys
import termios
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(sys.argv[1]).resolve()
DEMO = ROOT / 'testdata/demo'
COMMAND = [PROGRAM, 'plan', 'fcgiext.ini', 'applicationHost.config', '--handlers', 'types']
NARROWEST = 40


def shown(columns, **env):
    """What the terminal gets."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ('COLUMNS', 'NO_COLOR')}
    with subprocess.Popen(COMMAND, cwd=DEMO, stdin=theirs, stdout=theirs, stderr=theirs, env={**kept, **env}) as process:
        os.close(theirs)
        output = b''
        try:
            while piece := os.read(ours, 65536):
                output += piece
        except OSError:  # the end, on Linux
            pass
    os.close(ours)
    assert process.returncode == 0, process.returncode
    return output.decode('utf-8').replace('\r\n', '\n')


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in line)


def folded(text):
    """The widest line of tables and findings. Excerpts, the diff and single words stay as they are."""
    plain = re.sub(r'\x1b\[[0-9;]*m', '', text)
    lines = plain[:plain.index('\n--- a/')].splitlines()
    return max(width(line) for line in lines if ' | ' not in line and ' ' in line.strip())


def piped():
    return subprocess.run(COMMAND, cwd=DEMO, capture_output=True, text=True, check=True).stdout


def main():
    words = lambda text: re.sub(r'\s+', '', re.sub(r'\x1b\[[0-9;]*m', '', text))
    wide, narrow = shown(200), shown(80)
    assert '\x1b[' in narrow and '\x1b[' not in piped()
    assert folded(piped()) > 80 >= folded(narrow), (folded(piped()), folded(narrow))
    assert folded(wide) > 80
    assert words(narrow) == words(piped()) == words(wide), 'the words hang on the width'
    assert '\x1b[' not in shown(80, NO_COLOR='1')
    assert folded(shown(200, COLUMNS='80')) <= 80
    for nonsense in ('0', '-1', 'wide', ''):
        assert shown(80, COLUMNS=nonsense) == narrow, nonsense
    for tiny in (shown(1), shown(80, COLUMNS='3')):
        assert tiny == shown(NARROWEST)


main()
