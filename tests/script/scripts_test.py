#!/usr/bin/env python3
"""scripts_test.py PROGRAM [CASES]: what the scripts do is what apply does.

Each script of a plan is read back by a model of the tool that runs it and applied to the original; what
the result says to IIS must be what the patched config says: on every golden case, and on worlds full of
characters that mean something to cmd.exe, appcmd, PowerShell, XPath, XDT or XML.
"""
import os
import pathlib
import random
import subprocess
import sys
import tempfile

try:
    import lxml  # noqa: F401
except ImportError:
    print('python3-lxml is not installed')
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests/golden'))
import appcmd_model
import case_args
import powershell_model
import xdt_model
from effective import Config, Refused
from worlds import make_world

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
# Under Wine a process costs a hundred times as much.
WORLDS = 250 if 'FCGI6TO7_SLOW' not in os.environ else 25


def run(folder, *arguments):
    return subprocess.run([PROGRAM, *arguments], cwd=folder, capture_output=True, timeout=60, check=False)


def with_appcmd(script, original):
    config = Config.of(original)
    appcmd_model.run(script, config)
    return config


def with_powershell(script, original):
    config = Config.of(original)
    powershell_model.run(script, config)
    once = config.as_values()
    powershell_model.run(script, config)
    assert config.as_values() == once, 'a second run changes something'
    return config


def with_xdt(script, original):
    return Config.of(xdt_model.run(script, original))


TOOLS = {'appcmd': with_appcmd, 'powershell': with_powershell, 'xdt': with_xdt}
# What a tool cannot do is refused by its script in these words, and then another tool can.
CANNOT = {'powershell': b'both kinds of quotes', 'appcmd': b'longer than cmd.exe takes'}


def refuses(tool, script):
    if tool == 'xdt':
        return b'xdt:Transform' not in script and b'The plan was refused' in script
    try:
        TOOLS[tool](script, b'<configuration />')
    except Refused:
        return True
    return False


def problems(folder, ini, config, options):
    """Of one world, a line each; and how many tools were compared."""
    original = (folder / config).read_bytes()
    plan = run(folder, 'plan', ini, config, *options)
    if plan.returncode == 0:
        applied = run(folder, 'apply', ini, config, *options, '--output', 'applied.config')
        assert applied.returncode in (0, 4), applied
        wanted = Config.of((folder / 'applied.config').read_bytes()).as_values()
    found, compared = [], 0
    for tool, carry_out in TOOLS.items():
        done = run(folder, 'plan', ini, config, *options, '--format', tool)
        script = done.stdout
        if done.returncode != plan.returncode:
            found.append(f'{tool}: exit {done.returncode}, and the plan as text {plan.returncode}; it says: '
                         f'{done.stderr!r}, {script[-200:]!r}')
        elif plan.returncode:
            if script and not refuses(tool, script):
                found.append(f'{tool}: the plan is refused, the script is not')
        elif tool in CANNOT and CANNOT[tool] in script:
            if not refuses(tool, script):
                found.append(f'{tool}: says that it cannot, and does something')
        else:
            compared += 1
            try:
                actual = carry_out(script, original).as_values()
            except (AssertionError, Refused) as error:
                found.append(f'{tool}: {error}')
                continue
            if actual != wanted:
                found.append(f'{tool}: does this:\n  {actual}\nand apply this:\n  {wanted}')
    return found, compared


def told(folder, name, found):
    for problem in found:
        print(f'{name}: {problem}')
    if found and name.startswith('world'):
        for file in ('fcgiext.ini', 'applicationHost.config'):
            print((folder / file).read_text('utf-8'))
    return len(found)


def main():
    wanted, failed, compared, changing = sys.argv[2:], 0, 0, 0
    for case in sorted((ROOT / 'testdata/cases').iterdir()):
        first = case_args.first_plan(case)
        if not first or (wanted and case.name not in wanted) or not all((case / file).is_file() for file in first[:2]):
            continue
        with tempfile.TemporaryDirectory(prefix='scripts-') as name:
            folder = pathlib.Path(name)
            subprocess.run(['cp', '-r', f'{case}/.', folder], check=True)
            found, number = problems(folder, *first)
            failed, compared = failed + told(folder, case.name, found), compared + number
    cases = compared
    for seed in range(WORLDS):
        if wanted and f'world {seed}' not in wanted:
            continue
        with tempfile.TemporaryDirectory(prefix='scripts-') as name:
            folder = pathlib.Path(name)
            options = make_world(folder, random.Random(seed))
            found, number = problems(folder, 'fcgiext.ini', 'applicationHost.config', options)
            failed, compared = failed + told(folder, f'world {seed}', found), compared + number
            changed = folder / 'applied.config'
            changing += number > 0 and changed.read_bytes() != (folder / 'applicationHost.config').read_bytes()
    print(f'{cases} scripts of golden cases and {compared - cases} of random worlds compared, {failed} problems; '
          f'{changing} worlds change')
    # A generator whose worlds are all refused would prove nothing.
    return 1 if failed or (not wanted and (cases < 100 or changing < WORLDS / 2)) else 0


sys.exit(main())
