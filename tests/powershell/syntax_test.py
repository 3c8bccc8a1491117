#!/usr/bin/env python3
"""syntax_test.py PROGRAM FOLDER_OF_MODULES: what we write in PowerShell is PowerShell, by a grammar of it.

The function of the zip for Windows, the completion, and the scripts of plans: of golden cases and of worlds full of
quotes, variables and brackets.
"""
import pathlib
import random
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / 'tests/golden'), str(ROOT / 'tests/script')]
import case_args
from worlds import make_world

PROGRAM, MODULES = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
WORLDS = 100
BROKEN = ['function f { param([string] $A', "$a = 'it's'", 'try { 1 } catch', 'if ($a -eq) { 1 }', '@( 1, 2']


def script_of(folder, ini, config, options):
    done = subprocess.run([PROGRAM, 'plan', ini, config, *options, '--format', 'powershell'], cwd=folder,
                          capture_output=True, timeout=60, check=False)
    return done.stdout


def scripts_of_plans(folder):
    for case in sorted((ROOT / 'testdata/cases').iterdir()):
        first = case_args.first_plan(case)
        if first and all((case / file).is_file() for file in first[:2]):
            yield case.name, script_of(case, *first)
    for seed in range(WORLDS):
        options = make_world(folder, random.Random(seed))
        yield f'world-{seed}', script_of(folder, 'fcgiext.ini', 'applicationHost.config', options)


def faults(files):
    done = subprocess.run(['node', pathlib.Path(__file__).parent / 'parse.cjs', MODULES], input='\n'.join(map(str, files)),
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[:2000]
    return done.stdout.splitlines()


def main():
    with tempfile.TemporaryDirectory(prefix='powershell-') as name:
        folder = pathlib.Path(name)
        own = [folder / 'completion.ps1', *sorted((ROOT / 'cmake/windows').glob('*.ps1'))]
        own[0].write_bytes(subprocess.run([PROGRAM, 'completion', 'powershell'], capture_output=True, check=True).stdout)
        for number, (title, script) in enumerate(scripts_of_plans(folder)):
            if script:
                own.append(folder / f'{number}-{title}.ps1')
                own[-1].write_bytes(script)
        found = faults(own)
        # A grammar that takes everything would prove nothing.
        broken = [folder / f'broken-{number}.ps1' for number in range(len(BROKEN))]
        for file, text in zip(broken, BROKEN):
            file.write_text(text, 'utf-8')
        told = {line.split(':', 1)[0] for line in faults(broken)}
    print('\n'.join(found))
    print(f'{len(own)} scripts, {len(found)} faults of syntax; {len(told)} of {len(BROKEN)} broken ones told')
    return 1 if found or len(own) < 150 or len(told) < len(BROKEN) else 0


sys.exit(main())
