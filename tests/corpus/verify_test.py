#!/usr/bin/env python3
"""verify_test.py PROGRAM [MUTANTS]: `fcgi6to7 verify` against the independent validator of ../shared, on the
real configs and on mutants of them (400; 2,000 in the long form): the same verdict, for the same schema.
"""
import collections
import importlib.util
import pathlib
import random
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
MUTANTS = int(sys.argv[2]) if len(sys.argv) > 2 else 400
SHARED = pathlib.Path(__file__).resolve().parents[3] / 'shared'
VERSIONS = ['7.0', '7.5', '8.0', '8.5', '10.0']
# A section declared AppHostOnly in a location of applicationHost.config is legal, and odd: a warning of verify,
# an error of the validator.
ODD = 'VER008'
# The two readers differ on purpose: verify refuses what apply refuses to edit.
STRICTER = re.compile(r'CFG0(01|02|03|04|09)')


def load_validator():
    spec = importlib.util.spec_from_file_location('iis_validate', SHARED / 'tools/iis_validate.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.LENIENT = False
    return module


def section_spans(text):
    found = re.finditer(r'<(fastCgi|handlers|isapiCgiRestriction)\b[^>]*?(?:/>|>.*?</\1>)', text, re.S)
    return [m.span() for m in found] or [(0, len(text))]


def mutate(text, rng):
    begin, end = rng.choice(section_spans(text))
    part = text[begin:end]
    items = list(re.finditer(r'<(?:add|application|environmentVariable|remove) [^>]*?/>', part))
    attributes = list(re.finditer(r' ([A-Za-z]+)="([^"]*)"', part))
    kind = rng.randrange(9)
    if kind == 0 and attributes:    # a value
        m = rng.choice(attributes)
        value = rng.choice(['', '-1', '0', '99999999999', 'True', 'maybe', ' x ', 'Script, Read', '1e3', m[2].upper()])
        part = part[:m.start(2)] + value + part[m.end(2):]
    elif kind == 1 and attributes:  # an attribute away
        m = rng.choice(attributes)
        part = part[:m.start()] + part[m.end():]
    elif kind == 2 and attributes:  # another name
        m = rng.choice(attributes)
        part = part[:m.start(1)] + rng.choice([m[1].upper(), m[1] + 'x', 'lockItem', 'name', 'path']) + part[m.end(1):]
    elif kind == 3 and items:       # an item twice
        m = rng.choice(items)
        part = part[:m.end()] + m[0] + part[m.end():]
    elif kind == 4 and items:       # an item away
        m = rng.choice(items)
        part = part[:m.start()] + part[m.end():]
    elif kind == 5:                 # an element or text that does not belong
        at = part.find('>') + 1
        if part[at - 2:at] != '/>':
            part = part[:at] + rng.choice(['<clear />', '<clear a="b" />', '<extra />', 'text', '<!-- c -->', '<remove name="x" />', '<![CDATA[x]]>']) + part[at:]
    elif kind == 6:                 # the section twice, or at a location
        where = rng.choice(['<system.webServer>%s</system.webServer>',
                            '<location path="S"><system.webServer>%s</system.webServer></location>',
                            '<location path="." overrideMode="Bad"><system.webServer>%s</system.webServer></location>'])
        return text.replace('</configuration>', where % part + '</configuration>')
    elif kind == 7:                 # a declaration
        found = list(re.finditer(r'<section name="(?:fastCgi|handlers|isapiCgiRestriction)"[^>]*?/>', text))
        if found:
            m = rng.choice(found)
            return text[:m.start()] + rng.choice(['', m[0] * 2, m[0].replace('AppHostOnly', 'Everywhere')]) + text[m.end():]
    elif kind == 8:                 # a byte
        at = rng.randrange(len(text))
        return text[:at] + rng.choice('<>"&/ x=') + text[at + 1:]
    return text[:begin] + part + text[end:]


def main():
    if not (SHARED / 'corpus/apphost').is_dir():
        print('skipped: ../shared is not there')
        return 77
    validator = load_validator()
    schemas = {v: validator.load_schema([SHARED / f'schema/IIS_schema-{v}.xml']) for v in VERSIONS}
    originals = [p for p in sorted((SHARED / 'corpus/apphost').glob('*.config'))]
    rng, problems, counts = random.Random(7), [], collections.Counter()
    with tempfile.TemporaryDirectory() as name:
        folder, jobs = pathlib.Path(name), []
        for path in originals:
            jobs += [(path, v, path.name) for v in VERSIONS]
        texts = [p.read_bytes().decode('utf-8-sig') for p in originals if p.stat().st_size < 200_000]
        for number in range(MUTANTS):
            path = folder / f'{number}.config'
            text = rng.choice(texts)
            for _ in range(rng.choice([1, 1, 2])):
                text = mutate(text, rng)
            path.write_bytes(text.encode('utf-8'))
            jobs.append((path, rng.choice(VERSIONS), f'mutant {number}'))

        def verify(job):
            schema = SHARED / f'schema/IIS_schema-{job[1]}.xml'
            return subprocess.run([PROGRAM, 'verify', job[0], '--schema', schema], capture_output=True, timeout=60)
        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(verify, jobs))
        for (path, version, what), outcome in zip(jobs, done):
            check = validator.Check(str(path), schemas[version], validator.TARGETS, True, False)
            check.run()
            text = outcome.stdout.decode('utf-8')
            theirs, ours = bool(check.bad), outcome.returncode == 1 or ODD in text
            counts[theirs] += 1
            if outcome.returncode not in (0, 1):
                problems.append(f'{what}: exit {outcome.returncode}')
            elif theirs != ours and not (ours and STRICTER.search(text)):
                problems.append(f'{what} ({version}): verify {"refuses" if ours else "accepts"} it\n{sorted(set(check.bad))[:3]}\n{text[-600:]}')
            elif theirs != ours:
                counts['stricter'] += 1
    print('\n'.join(problems[:20]))
    print(f'{len(jobs)} verdicts: {counts[True]} refused, {counts[False]} accepted by the validator, '
          f'{counts["stricter"]} refused by verify alone as XML, {len(problems)} differ')
    if counts[True] < MUTANTS // 10 or counts[False] < MUTANTS // 20:
        problems.append('the mutants are all alike')
    return 1 if problems else 0


sys.exit(main())
