#!/usr/bin/env python3
"""Who may include whom: every #include in src/ against the table in docs/architecture.md."""
import pathlib
import re
import shutil
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIBRARIES = {'ini.h': 'inih', 'pugi': 'pugixml', 'nlohmann/': 'nlohmann-json', 'CLI/': 'CLI11'}
# Headers of the standard library have no dot and no slash; these are the systems' own.
SYSTEM = {'fcntl.h', 'iconv.h', 'io.h', 'malloc.h', 'signal.h', 'unistd.h', 'sddl.h', 'shellapi.h', 'windows.h', 'sys/file.h', 'sys/ioctl.h', 'sys/stat.h'}


def read_table():
    """folder -> (folders it may include, libraries it may include)"""
    text = (ROOT / 'docs/architecture.md').read_text(encoding='utf-8')
    rows = re.search(r'<!-- layers -->(.*?)<!-- /layers -->', text, re.S).group(1).strip().splitlines()[2:]
    table = {}
    for row in rows:
        folder, folders, libraries = [cell.strip().strip('`') for cell in row.strip('|').split('|')][:3]
        split = lambda cell: {part.strip().strip('`') for part in cell.split(',') if part.strip() not in ('', '–')}
        table[folder] = (split(folders), split(libraries))
    return table


def violations(source, table):
    found = []
    graph = {}
    for path in sorted(source.rglob('*.[ch]pp')):
        name = path.relative_to(source).as_posix()
        folder = name.split('/')[0]
        if folder not in table:
            found.append(f'{name}: folder {folder} is not in the layer table')
            continue
        for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
            own = re.match(r'\s*#\s*include\s*"([^"]+)"', line)
            system = re.match(r'\s*#\s*include\s*<([^>]+)>', line)
            if own:
                graph.setdefault(name, set()).add(own[1])
                other = own[1].split('/')[0]
                if other != folder and other not in table[folder][0]:
                    found.append(f'{name}:{number}: {folder} may not include {own[1]}')
            elif system and not re.fullmatch(r'[a-z_0-9]+', system[1]) and system[1] not in SYSTEM:
                library = next((name for start, name in LIBRARIES.items() if system[1].startswith(start)), None)
                if library is None:
                    found.append(f'{name}:{number}: <{system[1]}> is known neither as a library nor as a system header')
                elif library not in table[folder][1]:
                    found.append(f'{name}:{number}: {folder} may not include <{system[1]}>')
                elif path.suffix == '.hpp':
                    found.append(f'{name}:{number}: <{system[1]}> belongs in a .cpp file')
    return found + cycles(graph)


def cycles(graph):
    found, done = [], set()

    def visit(name, trail):
        if name in trail:
            found.append('include cycle: ' + ' -> '.join(trail[trail.index(name):] + [name]))
        elif name not in done:
            for other in sorted(graph.get(name, ())):
                visit(other, trail + [name])
            done.add(name)
    for name in sorted(graph):
        visit(name, [])
    return found


def self_test(table):
    """A forbidden include, a library in a header and a cycle must be found."""
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / 'src'
        shutil.copytree(ROOT / 'src', copy)
        before = len(violations(copy, table))
        (copy / 'text/edit.hpp').write_text('#include "plan/plan.hpp"\n#include <pugixml.hpp>\n', encoding='utf-8')
        (copy / 'text/a.hpp').write_text('#include "text/b.hpp"\n', encoding='utf-8')
        (copy / 'text/b.hpp').write_text('#include "text/a.hpp"\n', encoding='utf-8')
        after = violations(copy, table)
        return len(after) >= before + 3 and any('cycle' in line for line in after)


def main():
    table = read_table()
    found = violations(ROOT / 'src', table)
    missing = sorted(p.name for p in (ROOT / 'src').iterdir() if p.is_dir() and p.name not in table)
    print('\n'.join(found + [f'src/{name} is not in the layer table' for name in missing]))
    if not self_test(table):
        print('the layer test does not find a forbidden include')
        return 1
    return 1 if found or missing else 0


sys.exit(main())
