#!/usr/bin/env python3
"""matrix_test.py PROGRAM: every setting with every source version and target, with values at and around the
ends of its range and garbage. The independent validator, with that IIS's own schema, finds nothing in any
result; and a value is written exactly where that schema takes it.
"""
import importlib.util
import pathlib
import subprocess
import sys
import tempfile

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SHARED = pathlib.Path(__file__).resolve().parents[3] / 'shared'
TARGETS = ['7.0', '7.5', '8.0', '8.5', '10.0']
SECTION = 'system.webServer/fastCgi'
CONFIG = '''<?xml version="1.0" encoding="UTF-8"?>
<configuration>
    <configSections>
        <sectionGroup name="system.webServer">
            <section name="fastCgi" allowDefinition="AppHostOnly" overrideModeDefault="Deny" />
        </sectionGroup>
    </configSections>
    <system.webServer>
        <fastCgi />
    </system.webServer>
</configuration>
'''
NUMBERS = {'QueueLength': 'queueLength', 'MaxInstances': 'maxInstances', 'IdleTimeout': 'idleTimeout',
           'InstanceMaxRequests': 'instanceMaxRequests', 'ActivityTimeout': 'activityTimeout',
           'RequestTimeout': 'requestTimeout', 'RapidFailsPerMinute': 'rapidFailsPerMinute',
           'SignalBeforeTerminateSeconds': 'signalBeforeTerminateSeconds'}
NEW_IN_1_5 = {'StderrMode', 'MonitorChangesTo', 'SignalBeforeTerminateSeconds'}
GARBAGE = ['', 'abc', '-1', '4294967296', '1.5']
# Setting, attribute, value of the ini, value of the config (None: none may be written).
WORDS = [
    ('Protocol', 'protocol', 'tcp', 'Tcp'), ('Protocol', 'protocol', 'NamedPipe', 'NamedPipe'),
    ('Protocol', 'protocol', 'Pipe', None), ('Protocol', 'protocol', '', None),
    ('FlushNamedPipe', 'flushNamedPipe', '1', 'true'), ('FlushNamedPipe', 'flushNamedPipe', '0', 'false'),
    ('FlushNamedPipe', 'flushNamedPipe', '2', None), ('FlushNamedPipe', 'flushNamedPipe', 'maybe', None),
    ('StderrMode', 'stderrMode', 'ReturnStderrIn500', 'ReturnStdErrIn500'),
    ('StderrMode', 'stderrMode', 'terminateprocess', 'TerminateProcess'),
    ('StderrMode', 'stderrMode', 'Return', None),
    ('MonitorChangesTo', 'monitorChangesTo', 'php.ini', 'C:\\App\\php.ini'),
    ('Arguments', 'arguments', '"-d <a>&\'b\'"', "-d <a>&'b'"), ('Arguments', 'arguments', 'x\x01', None),
    ('ExePath', 'fullPath', '"C:/a b/x.exe"', 'C:\\a b\\x.exe'), ('ExePath', 'fullPath', '""', None),
    ('EnvironmentVars', 'environmentVariables', 'A:1,a:2,B:"<&"', None),
    ('EnvironmentVars', 'environmentVariables', 'A,=x,:y', None),
    ('ResponseBufferLimit', 'responseBufferLimit', '0', None),
    ('UnhealthyOnQueueFull', 'unhealthyOnQueueFull', '1', None),
    ('IgnoreExistingFiles', 'ignoreExistingFiles', '1', None), ('IgnoreDirectories', 'ignoreDirectories', 'x', None),
]


def load_validator():
    spec = importlib.util.spec_from_file_location('iis_validate', SHARED / 'tools/iis_validate.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.LENIENT = False
    return module


def numbers(attributes):
    """Each number's setting with its range's ends, those beside them, and garbage."""
    for setting, name in NUMBERS.items():
        if name not in attributes:
            yield setting, name, '5', None
            continue
        low, high = map(int, attributes[name].vparam.split(',')[:2])
        for value in [low - 1, low, low + 1, high - 1, high, high + 1]:
            if value >= 0:
                yield setting, name, str(value), str(value)
        for value in GARBAGE:
            yield setting, name, value, None


class Matrix:
    def __init__(self, folder):
        self.folder, self.validator, self.problems, self.runs = folder, load_validator(), [], 0
        (folder / 'in.config').write_text(CONFIG, encoding='utf-8')

    def result(self, setting, value, target, source):
        ini = '[Types]\nx=X\n[X]\n' + ('' if setting == 'ExePath' else 'ExePath=C:\\App\\x.exe\n')
        (self.folder / 'f.ini').write_bytes(f'{ini}{setting}={value}\n'.encode())
        (self.folder / 'out.config').unlink(missing_ok=True)
        source = ['--source-version', source] if source else []
        self.runs += 1
        return subprocess.run([PROGRAM, 'apply', 'f.ini', 'in.config', '--output', 'out.config', '--partial', '-q',
                               '--target', target, *source], cwd=self.folder, capture_output=True, timeout=60)

    def check(self, case, target, source, schema):
        setting, name, value, wanted = case
        title = f'{setting}={value!r} from {source or "?"} to {target}'
        done = self.result(setting, value, target, source)
        if done.returncode == 1 and (setting == 'ExePath' and wanted is None):
            return
        if done.returncode not in (0, 4):
            self.problems.append(f'{title}: exit {done.returncode}: {done.stdout.decode()}{done.stderr.decode()}')
            return
        check = self.validator.Check(str(self.folder / 'out.config'), schema, self.validator.TARGETS, False, False)
        check.run()
        self.problems += [f'{title}: {message}' for _, message in check.bad]
        applications = check.sections[(SECTION, '')][0][0].kids
        written = applications[0].attrs.get(name) if applications else None
        rule = schema[SECTION].coll.item.attrs.get(name)
        legal = wanted is not None and rule is not None and rule.check(wanted) is None
        if setting in NEW_IN_1_5 and source == '1.0':
            legal = False
        pinned = setting in ('MaxInstances', 'ActivityTimeout', 'InstanceMaxRequests') and value == ''
        if written != (wanted if legal else None) and not pinned:
            self.problems.append(f'{title}: {name} is {written!r}')
        if not legal and rule is not None and wanted is not None and done.returncode != 4 and source != '1.0':
            self.problems.append(f'{title}: refused without an error')


def main():
    if not SHARED.is_dir():
        print('skipped: the shared schemas are not here')
        return 77
    with tempfile.TemporaryDirectory() as folder:
        matrix = Matrix(pathlib.Path(folder))
        for target in TARGETS:
            schema = matrix.validator.load_schema([SHARED / f'schema/IIS_schema-{target}.xml'])
            cases = [*numbers(schema[SECTION].coll.item.attrs), *WORDS]
            for turn, case in enumerate(cases):
                both = target in ('7.0', '10.0')
                for source in ['1.0', '1.5'] if both else [['', '1.0', '1.5'][turn % 3]]:
                    matrix.check(case, target, source, schema)
    print('\n'.join(matrix.problems))
    print(f'{matrix.runs} runs')
    return 1 if matrix.problems or matrix.runs < 100 else 0


sys.exit(main())
