#!/usr/bin/env python3
"""The fleet commands as programs: exit codes, Ctrl-C, kill -9 and --resume, in place and back, shards and merge."""
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = sys.argv.pop(1)
CONFIG = '''<?xml version="1.0" encoding="UTF-8"?>
<configuration>
    <configSections>
        <sectionGroup name="system.webServer">
            <section name="fastCgi" allowDefinition="AppHostOnly" overrideModeDefault="Deny" />
            <section name="handlers" overrideModeDefault="Deny" />
        </sectionGroup>
    </configSections>
    <system.applicationHost>
        <sites>
%s        </sites>
    </system.applicationHost>
    <system.webServer>
        <fastCgi />
        <handlers />
    </system.webServer>
</configuration>
'''
SITE = '''            <site name="site%d" id="%d">
                <application path="/">
                    <virtualDirectory path="/" physicalPath="D:\\webs\\%d" />
                </application>
            </site>
'''


def make_server(root, name, lines='MaxInstances=7\n', sites=1):
    folder = pathlib.Path(root, name)
    folder.mkdir(parents=True)
    (folder / 'fcgiext.ini').write_bytes(
        ('[Types]\nphp=PHP\n[PHP]\nExePath=C:\\PHP\\php-cgi.exe\n' + lines).encode())
    (folder / 'applicationHost.config').write_bytes(
        (CONFIG % ''.join(SITE % (i, i, i) for i in range(1, sites + 1))).encode())


def tree(folder, but=('.jsonl',)):
    """path -> bytes of all files, with the folder's own name taken out"""
    own = os.fspath(folder).encode()
    return {os.path.relpath(os.path.join(at, name), folder): pathlib.Path(at, name).read_bytes().replace(own, b'OUT')
            for at, _, names in os.walk(folder) for name in names
            if not name.endswith(but) and 'fcgi6to7-lock' not in name}


class Fleet(unittest.TestCase):
    def setUp(self):
        memory = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None  # where flushing costs nothing
        self.temp = pathlib.Path(tempfile.mkdtemp(prefix='fcgi6to7-fleet-', dir=memory)).resolve()
        self.addCleanup(shutil.rmtree, self.temp)
        self.root = self.temp / 'servers'
        self.root.mkdir()

    def run_fleet(self, *arguments, code=0, **more):
        done = subprocess.run([PROGRAM, 'fleet', *map(os.fspath, arguments)], capture_output=True, text=True, timeout=120, **more)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def start(self, *arguments):
        return subprocess.Popen([PROGRAM, 'fleet', *map(os.fspath, arguments)], stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)

    def make_many(self, count=300):
        for i in range(count):
            make_server(self.root, f'web{i:04}', sites=150)

    @staticmethod
    def rows_in(out):
        journal = out / 'fleet.jsonl'
        return journal.read_bytes().count(b'"status"') if journal.exists() else 0

    def test_a_killed_run_is_completed_by_resume(self):
        self.make_many(1500)
        whole = self.temp / 'whole'
        self.run_fleet('apply', self.root, '--out', whole)
        chance = random.Random(4)
        out = self.temp / 'out'
        done = set()
        for _ in range(6):
            run = self.start('apply', self.root, '--out', out, '--resume', '--jobs', '2')
            before = self.rows_in(out)
            while run.poll() is None and self.rows_in(out) == before:
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.05))
            run.kill()
            run.wait()
            done.add(self.rows_in(out))
            torn = [name for name, text in tree(out).items() if name.endswith('.config') and not text.endswith(b'</configuration>\n')] if out.exists() else []
            self.assertEqual([name for name in torn if 'fcgi6to7-tmp' not in name], [])
        self.assertTrue(any(0 < rows < 1500 for rows in done), done)  # killed in the middle at least once
        self.run_fleet('apply', self.root, '--out', out, '--resume')
        self.assertEqual(tree(out), tree(whole))

    def test_ctrl_c_finishes_and_says_so(self):
        self.make_many(600)
        for number in (signal.SIGINT, signal.SIGTERM):
            out = self.temp / f'out{number}'
            run = subprocess.Popen([PROGRAM, 'fleet', 'apply', self.root, '--out', out, '--jobs', '1'],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            while run.poll() is None and not (out / 'fleet.jsonl').exists():
                time.sleep(0.001)  # it listens before it makes the journal
            run.send_signal(number)
            output = run.communicate(timeout=60)[0]
            self.assertEqual(run.returncode, 130, output)
            self.assertIn('Interrupted', output)
            details = json.loads((out / 'fleet.json').read_text())
            self.assertTrue(details['interrupted'])
            rows = [json.loads(line) for line in (out / 'fleet.jsonl').read_text().splitlines()[1:]]
            self.assertEqual(len(rows), len(details['servers']))
            self.assertLess(len(rows), 600)
            self.run_fleet('apply', self.root, '--out', out, '--resume')
            self.assertEqual(len(json.loads((out / 'fleet.json').read_text())['servers']), 600)

    def test_exit_codes(self):
        self.assertIn('FLT001', self.run_fleet('plan', self.root, code=1))
        self.run_fleet('plan', code=3)
        self.run_fleet('apply', self.root, code=3)
        self.run_fleet('apply', self.root, '--out', self.root, code=3)
        self.run_fleet('plan', self.root, '--shard', '4/4', code=3)
        make_server(self.root, 'web01')
        self.run_fleet('plan', self.root)
        self.run_fleet('plan', self.root, '--exit-code', code=2)
        make_server(self.root, 'web02', 'QueueLength=4000000000\n')
        self.run_fleet('plan', self.root, '--exit-code', code=1)
        out = self.temp / 'out'
        self.run_fleet('apply', self.root, '--out', out, '--partial', code=4)
        self.assertTrue((out / 'web02/applicationHost.config').exists())
        self.assertIn('FLT023', self.run_fleet('plan', self.root, '--handlers', 'metabase', code=1))

    def test_a_plan_writes_nothing(self):
        make_server(self.root, 'web01')
        before = tree(self.temp)
        self.run_fleet('plan', self.root)
        self.assertEqual(tree(self.temp), before)
        self.run_fleet('plan', self.root, '--out', self.temp / 'review')
        self.assertEqual(sorted(os.listdir(self.temp / 'review/web01')), ['changes.diff', 'report.json'])
        self.assertEqual(tree(self.root), {name[8:]: text for name, text in before.items()})

    def test_in_place_and_back_again(self):
        for name in ('web01', 'dc/web02'):
            make_server(self.root, name)
        before = {name: text for name, text in tree(self.root).items()}
        self.run_fleet('apply', self.root, '--in-place')
        after = tree(self.root)
        self.assertIn(b'maxInstances="7"', after['dc/web02/applicationHost.config'])
        self.assertIn('2 unchanged', self.run_fleet('apply', self.root, '--in-place'))

        self.assertIn('0 configs', self.run_fleet('rollback', self.root))  # the last run wrote nothing
        (self.root / 'fleet.jsonl').unlink()
        self.assertIn('2 configs', self.run_fleet('rollback', self.root))
        for name in before:
            self.assertEqual((self.root / name).read_bytes(), before[name])
        self.assertIn('0 configs', self.run_fleet('rollback', self.root))  # not back and forth
        for name in before:
            self.assertEqual((self.root / name).read_bytes(), before[name])

    def test_rollback_by_the_journal(self):
        for name in ('web01', 'web02', 'web03'):
            make_server(self.root, name)
        before = tree(self.root)
        self.run_fleet('apply', self.root, '--in-place', '--out', self.temp / 'log')
        changed = self.root / 'web03/applicationHost.config'
        changed.write_bytes(changed.read_bytes() + b'<!-- by hand -->\n')
        journal = self.temp / 'log/fleet.jsonl'
        self.assertIn('2 configs', self.run_fleet('rollback', journal, code=1))
        self.assertEqual((self.root / 'web01/applicationHost.config').read_bytes(), before['web01/applicationHost.config'])
        self.assertIn(b'by hand', changed.read_bytes())
        self.run_fleet('rollback', journal, code=1)  # web03 is still another one; the others stay as they are
        self.assertEqual((self.root / 'web01/applicationHost.config').read_bytes(), before['web01/applicationHost.config'])

    def test_an_in_place_run_that_was_killed_can_be_rolled_back(self):
        self.make_many(60)
        before = {name: text for name, text in tree(self.root).items() if name.endswith('.config')}
        run = self.start('apply', self.root, '--in-place', '--jobs', '1')
        time.sleep(0.15)
        run.kill()
        run.wait()
        self.run_fleet('apply', self.root, '--in-place', '--resume')
        self.assertIn('60 configs', self.run_fleet('rollback', self.root))
        self.assertEqual({name: (self.root / name).read_bytes() for name in before}, before)

    def test_shards_merge_to_what_one_run_gives(self):
        for i in range(30):
            make_server(self.root, f'web{i:02}', f'MaxInstances={i % 4 + 1}\n')
        out, whole = self.temp / 'out', self.temp / 'whole'
        self.run_fleet('apply', self.root, '--out', whole)
        for i in range(3):
            self.run_fleet('apply', self.root, '--out', out, '--shard', f'{i}/3')
        self.run_fleet('merge', *sorted(out.glob('fleet.*-of-3.jsonl')), '--out', out)
        merged, one = (json.loads((folder / 'fleet.json').read_text().replace(os.fspath(folder), 'OUT')) for folder in (out, whole))
        self.assertEqual(merged.pop('command'), 'fleet merge')
        one.pop('command')
        self.assertEqual(merged, one)

    def test_each_server_ends_with_the_findings_of_check(self):
        make_server(self.root, 'web01')
        ini = self.root / 'web01/fcgiext.ini'
        ini.write_text(ini.read_text() + '\nActivityTimeout=600\n')
        out = self.temp / 'out'
        text = self.run_fleet('apply', self.root, '--out', out)
        self.assertIn('CHK015', text)
        found = json.loads((out / 'web01/report.json').read_text())['diagnostics']
        self.assertEqual([f['severity'] for f in found if f['code'] == 'CHK015'], ['warning'])
        rows = json.loads((out / 'fleet.json').read_text())['servers']
        self.assertIn('CHK015', [f['code'] for f in rows[0]['findings']])

    def test_a_manifest_names_the_servers(self):
        make_server(self.temp, 'files/a')
        manifest = self.temp / 'fleet.csv'
        manifest.write_text('server,ini,config,target,output\n'
                            'one,files/a/fcgiext.ini,files/a/applicationHost.config,8.5,all/one.config\n'
                            'two,files/a/fcgiext.ini,missing.config,,\n')
        out = self.temp / 'out'
        text = self.run_fleet('apply', '--manifest', manifest, '--out', out, code=1)
        self.assertIn('FIL001', text)
        self.assertIn('fleet.csv:3', text)
        self.assertTrue((out / 'all/one.config').exists())
        target = json.loads((out / 'one/report.json').read_text())['target']
        self.assertEqual((target['version'], target['reason']), ('8.5', 'the manifest'))
        manifest.write_text('server\n../out\n')
        self.assertIn('FLT012', self.run_fleet('plan', '--manifest', manifest, code=1))

    def test_quiet_is_quiet_and_json_is_json(self):
        make_server(self.root, 'web01')
        text = self.run_fleet('plan', self.root, '-q')
        self.assertEqual(len(text.splitlines()), 1)
        summary = json.loads(self.run_fleet('plan', self.root, '--format', 'json'))
        self.assertEqual(summary['counts']['changed'], 1)
        self.assertEqual(summary['groups'][0]['examples'], ['web01'])


unittest.main()
