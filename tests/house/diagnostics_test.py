#!/usr/bin/env python3
"""Every diagnostic code is explained, is used, and stands in a test or a golden case."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Only a system call that fails, or a fault of the program itself, leads to these.
UNPROVOKED = {'FIL007', 'FIL011', 'PLN099'}
FIELDS = ('title', 'cause', 'consequence', 'remedy', 'example')


def text_of(pattern, *folders):
    return '\n'.join(path.read_text(encoding='utf-8', errors='replace')
                     for folder in folders for path in sorted((ROOT / folder).rglob(pattern)) if path.is_file())


def main():
    table = (ROOT / 'mappings/diagnostics.ini').read_text(encoding='utf-8')
    explained = {m[1]: m[2] for m in re.finditer(r'^\[([A-Z]{3}\d{3})\]\n(.*?)(?=^\[|\Z)', table, re.M | re.S)}
    # IBM437 and its like are names of code pages.
    used = set(re.findall(r'"((?!IBM)[A-Z]{3}\d{3})"', text_of('*.cpp', 'src')))
    tested = text_of('*', 'tests', 'testdata/cases')
    problems = [f'{code} is used and not explained in mappings/diagnostics.ini' for code in sorted(used - explained.keys())]
    problems += [f'{code} is explained and never used' for code in sorted(explained.keys() - used)]
    for code, fields in sorted(explained.items()):
        problems += [f'{code} has no {field}' for field in FIELDS if not re.search(rf'^{field} = \S', fields, re.M)]
        if code in used - UNPROVOKED and code not in tested:
            problems.append(f'{code} stands in no test and no golden case')
    print('\n'.join(problems))
    return 1 if problems or not used else 0


sys.exit(main())
