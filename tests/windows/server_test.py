#!/usr/bin/env python3
"""server_test.py FOLDER_OF_EXE WINE APPCMD: fcgi6to7.exe on a server, where it finds files, IIS, services and sites by itself.

The server is a prefix of Wine with the files, the registry and the services of IIS; APPCMD answers for the sites.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXE, WINE, APPCMD = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
PREFIX = ROOT / 'build/wine'
WINESERVER = '/usr/lib/wine/wineserver64'
INETSRV = 'C:\\windows\\System32\\inetsrv'


class Server:
    """A Wine of its own: what is in it must not be seen by the other tests."""

    def __init__(self, folder):
        self.folder = folder
        self.inetsrv = folder / 'drive_c/windows/system32/inetsrv'
        self.config = self.inetsrv / 'config/applicationHost.config'
        self.env = {**os.environ, 'FCGI6TO7_WINEPREFIX': str(folder), 'WINEPREFIX': str(folder), 'WINEDEBUG': '-all'}
        subprocess.run(['cp', '-rs', PREFIX / 'drive_c', folder], check=True)
        for name in ('.update-timestamp', 'system.reg', 'user.reg', 'userdef.reg', 'dosdevices'):
            subprocess.run(['cp', '-a', PREFIX / name, folder], check=True)
        (self.inetsrv / 'config').mkdir(parents=True, exist_ok=True)
        shutil.copy(APPCMD, self.inetsrv / 'appcmd.exe')
        shutil.copy(ROOT / 'testdata/demo/fcgiext.ini', self.inetsrv)
        shutil.copy(ROOT / 'testdata/demo/applicationHost.config', self.config)

    def __enter__(self):
        subprocess.run([WINESERVER, '-p'], env=self.env, stdin=subprocess.DEVNULL, check=True)
        # What the first program starts beside itself keeps its pipes open for good.
        subprocess.run([WINE, 'cmd', '/c', 'ver'], env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, timeout=120, check=True)
        for name, value in (('MajorVersion', '8'), ('MinorVersion', '5')):
            self.windows('reg', 'add', 'HKLM\\SOFTWARE\\Microsoft\\InetStp', '/v', name, '/t', 'REG_DWORD', '/d', value, '/f')
        self.windows('sc', 'create', 'W3SVC', 'binPath=', 'C:\\windows\\system32\\svchost.exe')
        return self

    def __exit__(self, *_):
        subprocess.run([WINESERVER, '-k', '-w'], env=self.env, check=False)

    def windows(self, *command):
        done = subprocess.run([WINE, *command], env=self.env, capture_output=True, timeout=120, check=False)
        assert done.returncode == 0, done

    def run(self, *arguments):
        return subprocess.run([WINE, EXE, *arguments], cwd=self.folder, env=self.env, capture_output=True, text=True,
                              timeout=120, check=False)


STATES = "'Default Web Site' is started; 'tickets.example.com' is stopped"


def finds_its_files_iis_services_and_sites(server):
    before = server.config.read_bytes()
    done = server.run('plan', '--handlers', 'types', '--exit-code')
    assert done.returncode == 2, done
    found = [line for line in done.stderr.splitlines() if line.startswith('Found ')]
    assert found == [f'Found INI {INETSRV}\\fcgiext.ini', f'Found CONFIG {INETSRV}\\config\\applicationHost.config',
                     'Found IIS 8.5', 'Found service W3SVC is stopped'], (found, done)
    assert 'Target  IIS 8.5 (HKLM\\SOFTWARE\\Microsoft\\InetStp)' in done.stdout, done.stdout[:500]
    assert f'note CHK042: {STATES}' in done.stdout, done.stdout
    assert 'appcmd.exe start site "tickets.example.com"' in done.stdout, done.stdout
    assert server.config.read_bytes() == before


def knows_its_config_by_any_name(server):
    done = server.run('check', 'C:\\WINDOWS\\System32\\InetSrv\\config\\APPLICATIONHOST.CONFIG', '--only', 'CHK042')
    assert STATES in done.stdout and 'Found IIS 8.5' in done.stderr, done


def asks_nobody_about_a_copy(server):
    shutil.copy(server.config, server.folder / 'copy.config')
    done = server.run('check', 'copy.config', '--only', 'CHK042')
    assert done.returncode == 0 and 'CHK042' not in done.stdout and 'Found' not in done.stderr, done


def migrates_in_place_and_back(server):
    before = server.config.read_bytes()
    done = server.run('apply', '--handlers', 'types')
    assert done.returncode == 0 and STATES in done.stdout, done
    assert server.config.read_bytes() != before
    assert server.run('rollback').returncode == 0
    assert server.config.read_bytes() == before


def does_not_wait_for_ever(server):
    begin = time.monotonic()
    server.env['APPCMD_HANGS'] = '1'
    done = server.run('plan', '--handlers', 'types', '--exit-code')
    del server.env['APPCMD_HANGS']
    assert done.returncode == 2 and 'CHK042' not in done.stdout, done
    assert 9 < time.monotonic() - begin < 30, time.monotonic() - begin


def goes_on_without_an_answer(server):
    appcmd = server.inetsrv / 'appcmd.exe'
    shutil.copy(server.folder / 'drive_c/windows/system32/hostname.exe', appcmd)  # prints a name and no list
    done = server.run('plan', '--handlers', 'types', '--exit-code')
    assert done.returncode == 2 and 'CHK042' not in done.stdout, done
    appcmd.unlink()
    done = server.run('plan', '--handlers', 'types', '--exit-code')
    assert done.returncode == 2 and 'CHK042' not in done.stdout, done


TESTS = [finds_its_files_iis_services_and_sites, knows_its_config_by_any_name, asks_nobody_about_a_copy,
         migrates_in_place_and_back, does_not_wait_for_ever, goes_on_without_an_answer]


def main():
    failed = 0
    with tempfile.TemporaryDirectory(prefix='windows-') as name, Server(pathlib.Path(name)) as server:
        for test in TESTS:
            try:
                test(server)
            except AssertionError as error:
                failed += 1
                print(f'{test.__name__}: {error}')
    print(f'{len(TESTS)} tests, {failed} failed')
    return 1 if failed else 0


sys.exit(main())
