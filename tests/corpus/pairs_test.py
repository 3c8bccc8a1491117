#!/usr/bin/env python3
"""pairs_test.py PROGRAM: every pair of the shared real files, for every version of IIS, with and without
handler mappings: a patched config or a named error; nothing that the independent validator did not find
in the input; the printed diff gives the output; a second plan finds nothing to do.
"""
import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SHARED = pathlib.Path(__file__).resolve().parents[3] / 'shared'
# Under Wine a process costs a hundred times as much.
TARGETS = ['7.0', '7.5', '8.0', '8.5', '10.0'] if 'FCGI6TO7_SLOW' not in os.environ else ['8.5']
MODES = [[], ['--handlers', 'types', '--collisions', 'separate', '--partial', '--range', 'clamp']]


def load_validator():
    spec = importlib.util.spec_from_file_location('iis_validate', SHARED / 'tools/iis_validate.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.LENIENT = False
    return module


def findings(validator, schema, path, xref):
    check = validator.Check(str(path), schema, validator.TARGETS, xref, False)
    check.run()
    return sorted(re.sub(r'line \d+', 'line N', message) for _, message in set(check.bad))


def run(folder, *arguments):
    return subprocess.run([PROGRAM, *arguments], cwd=folder, capture_output=True, timeout=60)


class Pairs:
    def __init__(self, folder):
        self.folder, self.validator, self.problems, self.patched, self.refused = folder, load_validator(), [], 0, 0
        self.output = folder / 'out.config'

    def check(self, ini, config, target, mode, schema, before):
        name = f'{ini.name} x {config.name} on {target} {" ".join(mode[:2])}'
        options = ['--target', target, *mode]
        self.output.unlink(missing_ok=True)
        done = run(self.folder, 'apply', ini, config, '--output', 'out.config', '--format', 'diff', *options)
        if done.returncode == 1:
            self.refused += 1
            if not re.search(rb'error [A-Z]{3}\d{3}:', done.stderr):
                self.problems.append(f'{name}: refused without a named error')
            return
        if done.returncode not in (0, 4):
            self.problems.append(f'{name}: exit {done.returncode}: {done.stderr.decode()}')
            return
        self.patched += 1
        left = list(before)
        for message in findings(self.validator, schema, self.output, bool(mode)):
            if message in left:
                left.remove(message)
            else:
                self.problems.append(f'{name}: new finding: {message}')
        self.check_diff(name, config, done.stdout)
        if run(self.folder, 'plan', ini, 'out.config', '--exit-code', '-q', *options).returncode != 0:
            self.problems.append(f'{name}: a second plan finds something to do')

    def check_diff(self, name, config, diff):
        copy = self.folder / 'patched.config'
        shutil.copy(config, copy)
        if diff:
            (self.folder / 'change.diff').write_bytes(diff)
            subprocess.run(['patch', '-s', copy, 'change.diff'], cwd=self.folder, check=True)
        if copy.read_bytes() != self.output.read_bytes():
            self.problems.append(f'{name}: patch with the printed diff gives something else')


def main():
    if not SHARED.is_dir():
        print('skipped: the shared real files are not here')
        return 77
    inis, configs = sorted(SHARED.glob('corpus/ini/*.ini')), sorted(SHARED.glob('corpus/apphost/*.config'))
    with tempfile.TemporaryDirectory() as folder:
        pairs = Pairs(pathlib.Path(folder))
        for target in TARGETS:
            schema = pairs.validator.load_schema([SHARED / f'schema/IIS_schema-{target}.xml'])
            for config in configs:
                for mode in MODES if target in ('7.0', '10.0') else MODES[:1]:
                    before = findings(pairs.validator, schema, config, bool(mode))
                    for ini in inis:
                        pairs.check(ini, config, target, mode, schema, before)
    print('\n'.join(pairs.problems))
    print(f'{pairs.patched} patched, {pairs.refused} refused with a named error')
    return 1 if pairs.problems or not pairs.patched else 0


sys.exit(main())
