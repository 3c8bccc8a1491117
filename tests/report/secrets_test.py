#!/usr/bin/env python3
"""secrets_test.py PROGRAM: what is shown is masked everywhere, what is applied is exact and for its owner alone."""
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
SECRETS = (b'h0rse&', b'h0rse&amp;', b'old-secret-1', b'never-shown', b'c2VjcmV0')
SHOWN = ('text', 'json', 'markdown', 'html', 'sarif')


class Secrets(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = pathlib.Path(self.temporary.name) / 'servers' / 'web01'
        shutil.copytree(ROOT / 'testdata/cases/secrets-masked', self.folder)
        ini = self.folder / 'fcgiext.ini'
        ini.write_text(ini.read_text().replace('MaxInstances=h0rse&battery\n', ''))

    def run_in(self, folder, *arguments):
        done = subprocess.run([PROGRAM, *arguments], cwd=folder, capture_output=True, timeout=60, umask=0o022)
        self.assertIn(done.returncode, (0, 4), done.stderr)
        return done.stdout + done.stderr

    def plan(self, *arguments):
        return self.run_in(self.folder, 'plan', 'fcgiext.ini', 'applicationHost.config', *arguments)

    def mode(self, path):
        return stat.S_IMODE(path.stat().st_mode)

    def test_every_format_masks_and_says_so(self):
        for name in SHOWN:
            text = self.plan('--format', name)
            for secret in SECRETS:
                self.assertNotIn(secret, text, name)
            self.assertRegex(text, rb'--show-secrets|\\--show\\-secrets|\\-\\-show\\-secrets|"secretsMasked": true', name)

    def test_show_secrets_shows_them(self):
        for name in ('text', 'json', 'markdown', 'html'):
            self.assertIn(b'old-secret-1', self.plan('--format', name, '--show-secrets'), name)

    def test_the_diff_is_exact_and_for_its_owner(self):
        diff = self.plan('--format', 'diff')
        self.plan('--report', 'r.diff', '--report', 'r.txt')
        self.assertEqual((self.folder / 'r.diff').read_bytes(), diff)
        self.assertIn(b'h0rse&amp;battery', diff)
        self.assertEqual(self.mode(self.folder / 'r.diff'), 0o600)
        self.assertEqual(self.mode(self.folder / 'r.txt'), 0o644)

    def test_scripts_are_exact_and_for_their_owner(self):
        for name, ending, exact in (('appcmd', 'cmd', b'h0rse&battery'), ('powershell', 'ps1', b'h0rse&battery'),
                                    ('xdt', 'xdt', b'h0rse&amp;battery')):
            script = self.plan('--format', name)
            self.plan('--report', f'r.{ending}')
            self.assertIn(exact, script, name)
            self.assertIn((self.folder / f'r.{ending}').read_bytes(), script)
            self.assertEqual(self.mode(self.folder / f'r.{ending}'), 0o600)

    def test_a_fleet_masks_and_keeps_its_diffs_exact(self):
        base = self.folder.parents[1]
        printed = self.run_in(base, 'fleet', 'plan', 'servers', '--out', 'out', '--report', 'f.html', '--report', 'f.json',
                              '--report', 'f.md', '--report', 'f.jsonl')
        files = [base / 'f.html', base / 'f.json', base / 'f.md', base / 'f.jsonl', base / 'out/fleet.json',
                 base / 'out/fleet.jsonl', base / 'out/web01/report.json']
        for secret in SECRETS:
            self.assertNotIn(secret, printed)
            for path in files:
                self.assertNotIn(secret, path.read_bytes(), path.name)
        diff = base / 'out/web01/changes.diff'
        self.assertIn(b'h0rse&amp;battery', diff.read_bytes())
        self.assertEqual(self.mode(diff), 0o600)


unittest.main()
