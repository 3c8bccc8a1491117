#!/usr/bin/env python3
"""docs/pictures.py PROGRAM: makes the pictures of README.md and docs/ again, from runs on testdata/demo.

terminal.svg is what a terminal shows; report.png and fleet.png are screenshots (they need Chromium).
"""
import html
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
PROGRAM = pathlib.Path(sys.argv[1]).resolve()
COLORS = {'31': '#ff8a80', '32': '#7ddba0', '33': '#f2c46d', '36': '#7fd4e6', '1': '#ffffff'}
WIDTH, LINE, LETTER, SIZE = 132, 19, 8.05, 13.4  # characters; pixels
COMMAND = ['plan', 'fcgiext.ini', 'applicationHost.config', '--handlers', 'types', '--source-version', '1.5', '--color', 'always']


def lines_of(text):
    """Lines of (colour, text), wrapped as a terminal wraps them."""
    for line in text.splitlines():
        color, row, used = '', [], 0
        for part in re.split(r'(\x1b\[\d+m)', line):
            if part.startswith('\x1b'):
                color = part[2:-1]
                continue
            while part:
                if used == WIDTH:
                    yield row
                    row, used = [], 0
                piece, part = part[:WIDTH - used], part[WIDTH - used:]
                row.append((COLORS.get(color, '#d5dde6'), piece, used))
                used += len(piece)
        yield row


def solid(piece):
    """Blanks that no viewer folds."""
    return html.escape(piece).replace(' ', '\u00a0')


def terminal(text):
    rows = list(lines_of(text))
    width, height = round(WIDTH * LETTER) + 40, len(rows) * LINE + 64
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="fcgi6to7 plan in a terminal">',
           f'<rect width="{width}" height="{height}" rx="10" fill="#161b22"/>']
    out += [f'<circle cx="{24 + 20 * i}" cy="20" r="6" fill="{c}"/>' for i, c in enumerate(('#ff5f57', '#febc2e', '#28c840'))]
    out.append(f'<g font-family="ui-monospace,Consolas,DejaVu Sans Mono,monospace" font-size="{SIZE}">')
    for number, row in enumerate(rows):
        for color, piece, column in row:
            if piece.strip():
                out.append(f'<text x="{20 + column * LETTER:.1f}" y="{58 + number * LINE}" fill="{color}" '
                           f'textLength="{len(piece) * LETTER:.1f}">{solid(piece)}</text>')
    return '\n'.join(out + ['</g>', '</svg>', ''])


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for path in (ROOT / 'testdata/demo').iterdir():
            (folder / path.name).write_bytes(path.read_bytes())
        shown = subprocess.run([PROGRAM, *COMMAND, '--report', 'report.html'], cwd=folder, capture_output=True, check=True).stdout.decode()
        shown = shown.split('\n\x1b[1mHandler mappings')[0]
        prompt = '\x1b[32m$\x1b[0m fcgi6to7 ' + ' '.join(COMMAND[:-2]) + '\n'
        (ROOT / 'docs/terminal.svg').write_text(terminal(prompt + shown), encoding='utf-8')
        sys.path.insert(0, str(ROOT / 'tests/report'))
        import browser
        import fleet_sample
        if browser.program() is None:
            print('without Chromium the screenshots stay as they are')
            return
        fleet_sample.make(folder)
        subprocess.run([PROGRAM, 'fleet', 'plan', '--manifest', 'fleet.csv', '--report', 'fleet.html', '-q'], cwd=folder, capture_output=True)
        with browser.Browser(width=1180, height=1000) as page:
            page.emulate('light')
            page.open(folder / 'report.html')
            page.run('document.getElementById("routing").scrollIntoView()')
            page.screenshot(ROOT / 'docs/report.png')
            page.open(folder / 'fleet.html')
            page.run('document.getElementById("servers").scrollIntoView()')
            page.screenshot(ROOT / 'docs/fleet.png')


main()
