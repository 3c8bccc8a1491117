#!/usr/bin/env python3
"""schema_test.py PROGRAM: every JSON report follows its schema in docs/, and every field stands in the schema.

The reports are those of all golden cases. Exit 77 without the Python package jsonschema.
"""
import copy
import json
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print('the Python package jsonschema is not here: apt-get install python3-jsonschema')
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(sys.argv[1]).resolve()


def closed(schema):
    """The schema for tests: fields that it does not name are wrong (readers must bear them)."""
    schema = copy.deepcopy(schema)

    def close(part):
        if isinstance(part, dict):
            if 'properties' in part:
                part['additionalProperties'] = False
            for value in part.values():
                close(value)
        elif isinstance(part, list):
            for value in part:
                close(value)
    close(schema)
    return schema


def validator(name):
    schema = json.loads((ROOT / 'docs' / name).read_text(encoding='utf-8'))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(closed(schema))


def wrong(checker, value, what):
    return [f'{what}: /{"/".join(map(str, error.path))}: {error.message}' for error in checker.iter_errors(value)]


def run(folder, *arguments):
    return subprocess.run([PROGRAM, *arguments], cwd=folder, capture_output=True, timeout=60).stdout


def check_cases():
    checker, problems, reports = validator('report.schema.json'), [], 0
    for args in sorted((ROOT / 'testdata/cases').glob('*/args')):
        line = next((shlex.split(text) for text in args.read_text(encoding='utf-8').splitlines()
                     if text.startswith(('plan fcgiext', 'apply fcgiext', 'inspect fcgiext'))), None)
        if not line or '--output' in line:
            continue
        while '--report' in line:
            del line[line.index('--report'):line.index('--report') + 2]
        if '--format' in line:
            del line[line.index('--format'):line.index('--format') + 2]
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(args.parent, folder, dirs_exist_ok=True)
            text = run(folder, *line, '--format', 'json')
        if text:
            reports += 1
            problems += wrong(checker, json.loads(text), args.parent.name)
    return problems + ([] if reports > 50 else [f'only {reports} reports were seen'])


def check_fleet():
    checker = validator('fleet.schema.json')
    rows = jsonschema.Draft202012Validator(checker.schema['$defs']['server'])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for server in ('a', 'b', 'broken'):
            shutil.copytree(ROOT / 'testdata/demo', folder / 'servers' / server)
        ini = folder / 'servers/broken/fcgiext.ini'
        ini.write_text(ini.read_text().replace('MaxInstances=32', 'MaxInstances=x'))
        printed = run(folder, 'fleet', 'plan', 'servers', '--out', 'out', '--report', 'f.json', '--report', 'f.jsonl',
                      '--format', 'json', '-q')
        problems = wrong(checker, json.loads(printed), 'fleet --format json')
        problems += wrong(checker, json.loads((folder / 'f.json').read_text()), 'f.json')
        if (folder / 'f.json').read_bytes() != (folder / 'out/fleet.json').read_bytes():
            problems.append('--report f.json is not what fleet.json is')
        lines = (folder / 'f.jsonl').read_text().splitlines()
        if len(lines) != 3:
            problems.append(f'{len(lines)} lines for 3 servers')
        for line in lines:
            problems += wrong(rows, json.loads(line), 'f.jsonl')
    return problems


PROBLEMS = check_cases() + check_fleet()
print('\n'.join(PROBLEMS))
sys.exit(1 if PROBLEMS else 0)
