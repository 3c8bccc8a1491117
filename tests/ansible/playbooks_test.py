#!/usr/bin/env python3
"""playbooks_test.py PROGRAM: the playbooks of ansible/ over local connections whose "hosts" are folders.

The modules of ansible.windows are doubles (collections/): Windows' own need PowerShell. Skips itself (77)
without ansible-playbook.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
if not shutil.which('ansible-playbook'):
    print('skipped: ansible-playbook is not installed (apt: ansible-core)')
    sys.exit(77)
PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()


class Playbooks(unittest.TestCase):
    def setUp(self):
        self.temp = pathlib.Path(tempfile.mkdtemp(prefix='fcgi6to7-ansible-')).resolve()
        self.addCleanup(shutil.rmtree, self.temp)
        self.hosts = ('web01', 'web02', 'other')
        for host in self.hosts:
            shutil.copytree(ROOT / 'testdata/demo', self.temp / 'hosts' / host)
        ini = self.ini('other')
        ini.write_text(ini.read_text().replace('MaxInstances=32', 'MaxInstances=5'))
        (self.temp / 'inventory').write_text('[iis]\n' + '\n'.join(self.hosts) + '\n[iis:vars]\nansible_connection=local\n')
        self.variables = {
            'ansible_python_interpreter': '/usr/bin/python3', 'fcgi6to7_program': os.fspath(PROGRAM),
            'fcgi6to7_folder': os.fspath(self.temp / 'fleet'), 'fcgi6to7_options': '--source-version 1.5',
            'fcgi6to7_ini': os.fspath(self.temp) + '/hosts/{{ inventory_hostname }}/fcgiext.ini',
            'fcgi6to7_config': os.fspath(self.temp) + '/hosts/{{ inventory_hostname }}/applicationHost.config',
            'fcgi6to7_check': 'grep -q php-cgi.exe ' + os.fspath(self.temp) + '/hosts/{{ inventory_hostname }}/applicationHost.config'}

    def ini(self, host):
        return self.temp / 'hosts' / host / 'fcgiext.ini'

    def config(self, host):
        return (self.temp / 'hosts' / host / 'applicationHost.config').read_bytes()

    def play(self, name, code=0, **variables):
        environment = {**os.environ, 'ANSIBLE_COLLECTIONS_PATH': os.fspath(HERE / 'collections'),
                       'ANSIBLE_COLLECTIONS_PATHS': os.fspath(HERE / 'collections'), 'ANSIBLE_NOCOLOR': '1',
                       'ANSIBLE_HOME': os.fspath(self.temp / 'home'), 'ANSIBLE_LOCAL_TEMP': os.fspath(self.temp / 'tmp'),
                       'ANSIBLE_LOCALHOST_WARNING': 'False', 'LC_ALL': 'C.UTF-8'}
        done = subprocess.run(['ansible-playbook', '-i', self.temp / 'inventory', ROOT / 'ansible' / name, '-e',
                               json.dumps({**self.variables, **variables})],
                              capture_output=True, text=True, timeout=300, env=environment, cwd=self.temp)
        output = done.stdout + done.stderr
        self.assertEqual(done.returncode, code, output)
        return output

    def group_of(self, host):
        details = json.loads((self.temp / 'fleet/review/fleet.json').read_text())
        return next(row['group'] for row in details['servers'] if row['server'] == host)

    def test_a_reviewed_group_is_carried_out_and_nothing_else(self):
        before = {host: self.config(host) for host in self.hosts}
        shown = self.play('plan.yml')
        self.assertIn('2 servers: the same', shown)
        self.assertEqual({host: self.config(host) for host in self.hosts}, before)
        self.assertIn('Name the groups', self.play('apply.yml', code=2))  # nothing was approved yet
        self.assertEqual({host: self.config(host) for host in self.hosts}, before)

        self.play('apply.yml', fcgi6to7_approved=[self.group_of('web01')])
        for host in ('web01', 'web02'):
            self.assertIn(b'maxInstances="32"', self.config(host))
            backups = list((self.temp / 'hosts' / host).glob('*.bak'))
            self.assertEqual([backup.read_bytes() for backup in backups], [before[host]])
        self.assertEqual(self.config('other'), before['other'])

    def test_a_server_that_changed_since_the_review_is_left_alone(self):
        self.play('plan.yml')
        before = self.config('web02')
        self.ini('web02').write_text(self.ini('web02').read_text().replace('MaxInstances=32', 'MaxInstances=9'))
        shown = self.play('apply.yml', fcgi6to7_approved=[self.group_of('web01')])
        self.assertIn('FLT021', shown)
        self.assertEqual(self.config('web02'), before)
        self.assertIn(b'maxInstances="32"', self.config('web01'))

    def test_a_host_that_fails_its_check_gets_its_config_back(self):
        self.play('plan.yml')
        before = self.config('web01')
        shown = self.play('apply.yml', code=2, fcgi6to7_approved=[self.group_of('web01')], fcgi6to7_check='false')
        self.assertIn('is again what it was', shown)
        self.assertEqual(self.config('web01'), before)


unittest.main()
