#!/usr/bin/env python3
"""check_test.py PROGRAM: what `fcgi6to7 check` finds in the shared real configs. Every finding was looked at;
one that is not in the list is new, and is to be looked at too.
"""
import json
import pathlib
import subprocess
import sys

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SHARED = pathlib.Path(__file__).resolve().parents[3] / 'shared'
# Config (the start of its name), code: how many, and why they are right.
LOOKED_AT = {
    ('02', 'CHK010'): 3,  # four PHP versions with one path at server level
    ('04', 'CHK023'): 2,  # two sites with PHP, anonymous requests of both run as IUSR
    ('05', 'CHK017'): 1,  # PHP everywhere, index.php nowhere
    ('28', 'CHK007'): 1,  # a fragment with an application whose path is left out
    ('28', 'VER002'): 2, ('28', 'VER004'): 1, ('28', 'VER007'): 2,
    ('59', 'CFG006'): 1,  # a fragment whose root is a location
    ('60', 'CFG001'): 1,  # not well-formed
    ('61', 'CHK011'): 1,  # wfastcgi takes everything
}


def main():
    if not (SHARED / 'corpus/apphost').is_dir():
        print('skipped: ../shared is not there')
        return 77
    found = {}
    for path in sorted((SHARED / 'corpus/apphost').glob('*.config')):
        done = subprocess.run([PROGRAM, 'check', path, '--target', '10.0', '--format', 'json'], capture_output=True)
        for finding in json.loads(done.stdout)['findings']:
            key = path.name[:2], finding['code']
            found[key] = found.get(key, 0) + 1
    for key in sorted(found.keys() | LOOKED_AT.keys()):
        if found.get(key) != LOOKED_AT.get(key):
            print(f'{key}: found {found.get(key, 0)}, looked at {LOOKED_AT.get(key, 0)}')
    return 0 if found == LOOKED_AT else 1


sys.exit(main())
