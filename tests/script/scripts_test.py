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
import xml.sax.saxutils as saxutils

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
            found.append(f'{tool}: exit {done.returncode}, and the plan as text {plan.returncode}')
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


PIECES = ['', ' ', "'", '"', '%', '%PATH%', '%%', '%u0027', ',', '&', '^', '!', '(', ')', ';', '`', '$x', '[', ']', '@start,',
          '|', '<', '>', '--', '\u2019', '\u201c', 'é', '日本', '\U0001f418', '\\', '\\\\', '-d x=y', '}', '{', '#', '=', "' or '1",
          '&amp;', "')", '/+', '.', '\t']


def text(dice, most=4, without=''):
    joined = ''.join(dice.choice(PIECES) for _ in range(dice.randint(0, most)))
    return ''.join(c for c in joined if c not in without)


def attribute(value):
    return saxutils.quoteattr(value, {'\t': '&#9;'})


def application(dice, full_path):
    variables = ''.join(f'<environmentVariable name={attribute(f"OLD{i}" + text(dice))} value={attribute(text(dice))} />'
                        for i in range(dice.randint(0, 2)))
    return (f'<application fullPath={attribute(full_path)} arguments={attribute(text(dice))} maxInstances="3">'
            f'<environmentVariables>{variables}</environmentVariables></application>')


def make_world(folder, dice):
    """An ini and a config whose values are made of PIECES."""
    sections, types, own, served = [], [], [], []
    site = 'Site' + text(dice, 2, '/\\?;:@&=+$,|"<>%\t*[]') or 'Site'
    for number in range(dice.randint(1, 3)):
        path = f'C:\\fcgi {number}' + text(dice, 2, '"<>|*?\t/') + '\\php.exe'
        arguments, name = text(dice), f'Pool{number}' + text(dice, 2, '[];=,\t\\')
        if dice.random() < 0.4:
            own.append(f'<application fullPath={attribute(path)} arguments={attribute(arguments)} maxInstances="7">'
                       f'<environmentVariables><environmentVariable name="A" value="old" /></environmentVariables>'
                       '</application>')
        variables = ','.join(f'{n}:{text(dice, 4, ",")}x' for n in dice.sample(['A', 'PHP_INI', 'Zé'], dice.randint(0, 3)))
        sections.append(f'[{name}]\nExePath={path}\nArguments={arguments}\nMaxInstances={dice.randint(1, 9)}\n'
                        f'EnvironmentVars={variables}\n')
        if dice.random() < 0.3:  # a handler mapping that is there already, and one behind it
            served.append(f'<add name={attribute(f"served{number}" + text(dice))} path="*.php{number}" verb="GET,HEAD,POST" '
                          f'modules="FastCgiModule" scriptProcessor={attribute(f"{path}|{arguments}".rstrip("|"))} '
                          'resourceType="File" />')
            types.append(f'*={name}')
        types.append(f'php{number}={name}' if dice.random() < 0.7 else f'php{number}:1={name}')
    dice.shuffle(own)
    own += [application(dice, f'D:\\other{i}.exe') for i in range(dice.randint(0, 2))]
    handlers = ''.join(f'<add name={attribute(f"own{i}" + text(dice))} path="*.x{i}" verb="*" modules="IsapiModule" '
                       f'scriptProcessor={attribute("C:" + text(dice))} />' for i in range(dice.randint(0, 2)))
    handlers = ''.join(dice.sample([handlers, *served], 1 + len(served)))
    location = dice.choice(['', f'<location path={attribute(site)}><system.webServer><handlers><remove name="StaticFile" />'
                            '</handlers></system.webServer></location>',
                            f'<location path={attribute(site)}><system.webServer /></location>'])
    (folder / 'fcgiext.ini').write_text('[Types]\n' + '\n'.join(types) + '\n\n' + '\n'.join(sections), 'utf-8')
    (folder / 'applicationHost.config').write_text(f'''<?xml version="1.0" encoding="UTF-8"?>
<configuration>
  <configSections><sectionGroup name="system.webServer"><section name="fastCgi" allowDefinition="AppHostOnly" />
    <section name="handlers" overrideModeDefault="Deny" /></sectionGroup></configSections>
  <system.applicationHost><sites><site name={attribute(site)} id="1"><application path="/" /></site></sites>
  </system.applicationHost>
  <system.webServer>
    <fastCgi>{''.join(own)}</fastCgi>
    <handlers accessPolicy="Read">{handlers}<add name="StaticFile" path="*" verb="*" modules="StaticFileModule" /></handlers>
  </system.webServer>
  {location}
</configuration>
''', 'utf-8')
    return dice.choice([[], ['--handlers', 'types']]) + dice.choice([[], ['--existing', 'keep']]) + ['--partial']


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
