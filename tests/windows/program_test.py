#!/usr/bin/env python3
"""program_test.py FOLDER_OF_EXE WINE: fcgi6to7.exe as Windows administrators meet it, under Wine.

What is in the file itself (version, manifest, the DLLs it wants, its size), and what only paths,
pipes and files of Windows show.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXE, WINE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
CROSS = 'x86_64-w64-mingw32-objdump'
MOST_BYTES = 5_000_000


def run(folder, *arguments):
    return subprocess.run([WINE, EXE, *arguments], cwd=folder, capture_output=True, timeout=60, check=False)


def demo(folder):
    for file in (ROOT / 'testdata/demo').iterdir():
        shutil.copy(file, folder)
    return folder


def windows_path(path):
    """Wine's drive Z: is the root of the disk."""
    return 'Z:' + str(path).replace('/', '\\')


def bytes_are_below_5_mb(_):
    assert EXE.stat().st_size < MOST_BYTES, EXE.stat().st_size


def needs_no_dll_of_its_own(_):
    listed = subprocess.run([CROSS, '-p', EXE], capture_output=True, text=True, check=True).stdout
    dlls = {name.lower() for name in re.findall(r'DLL Name: (\S+)', listed)}
    assert 'kernel32.dll' in dlls, dlls
    own = {name for name in dlls if name.startswith(('lib', 'pugixml', 'inih'))}
    assert not own, own


def has_version_and_manifest(_):
    content = EXE.read_bytes()
    version = re.search(r'project\(fcgi6to7 VERSION (\S+)', (ROOT / 'CMakeLists.txt').read_text('utf-8'))[1]
    resource = content.index('VS_VERSION_INFO'.encode('utf-16-le'))
    fixed = content.index(b'\xbd\x04\xef\xfe', resource)  # the signature of VS_FIXEDFILEINFO
    low, high = (int.from_bytes(content[at:at + 4], 'little') for at in (fixed + 12, fixed + 8))
    assert f'{high >> 16}.{high & 0xffff}.{low >> 16}' == version, (high, low, version)
    for text in ('FileDescription', 'OriginalFilename', 'fcgi6to7.exe', version):
        assert text.encode('utf-16-le') in content, text
    for text in (b'level="asInvoker"', b'>UTF-8</activeCodePage>', b'>true</longPathAware>',
                 b'{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}'):
        assert text in content, text


def comes_in_a_zip_with_what_belongs_to_it(_):
    with zipfile.ZipFile(ROOT / 'build/fcgi6to7-windows.zip') as archive:
        names = {name.removeprefix('fcgi6to7-windows/') for name in archive.namelist()}
        assert archive.read('fcgi6to7-windows/completion.ps1').startswith(b'# PowerShell completion')
    wanted = {'fcgi6to7.exe', 'README.md', 'docs/windows.md', 'Invoke-FcgiMigration.ps1',
              *(f'licenses/{name}.txt' for name in ('fcgi6to7', 'CLI11', 'inih', 'nlohmann-json', 'pugixml')),
              *(f'mappings/{table.name}' for table in (ROOT / 'mappings').iterdir())}
    assert wanted <= names, wanted - names


def takes_long_paths(folder):
    deep = folder.joinpath(*['folder-of-forty-letters-or-nearly-so-0001'] * 8)
    deep.mkdir(parents=True)
    assert len(windows_path(demo(deep) / 'applicationHost.config')) > 260
    for prefix in ('', '\\\\?\\'):
        done = run(folder, 'plan', prefix + windows_path(deep / 'fcgiext.ini'),
                   prefix + windows_path(deep / 'applicationHost.config'), '--exit-code', '-q')
        assert done.returncode == 2, done
    before = (deep / 'applicationHost.config').read_bytes()
    done = run(folder, 'apply', '\\\\?\\' + windows_path(deep / 'fcgiext.ini'),
               '\\\\?\\' + windows_path(deep / 'applicationHost.config'), '-q')
    assert done.returncode == 0 and (deep / 'applicationHost.config').read_bytes() != before, done


def takes_a_path_without_its_drive(folder):
    demo(folder)
    ini, config = (windows_path(folder / name) for name in ('fcgiext.ini', 'applicationHost.config'))
    for paths in ((ini[2:], config[2:]), ('Z:fcgiext.ini', 'Z:applicationHost.config')):
        done = run(folder, 'plan', *paths, '--exit-code', '-q')
        assert done.returncode == 2, done


def says_that_a_share_is_not_there(folder):
    demo(folder)
    done = run(folder, 'plan', 'fcgiext.ini', '\\\\no-such-server\\share\\applicationHost.config')
    assert done.returncode == 1 and b'cannot be read' in done.stderr + done.stdout, done


def writes_no_file_of_a_reserved_name(folder):
    demo(folder)
    before = (folder / 'applicationHost.config').read_bytes()
    for name in ('NUL', 'CON', 'COM1', 'folder\\..\\nul'):
        done = run(folder, 'apply', 'fcgiext.ini', 'applicationHost.config', '--output', name)
        assert done.returncode == 1, (name, done)
    assert (folder / 'applicationHost.config').read_bytes() == before
    assert {path.name for path in folder.iterdir()} == {'fcgiext.ini', 'applicationHost.config'}, list(folder.iterdir())


def prints_utf8_and_bare_line_ends_into_pipes(folder):
    names = folder / 'Füße 日本'
    names.mkdir()
    demo(names)
    done = run(folder, 'plan', 'Füße 日本\\fcgiext.ini', 'Füße 日本/applicationHost.config', '--format', 'diff')
    assert done.returncode == 0 and b'\r' not in re.sub(rb'\r\n', b'', done.stdout), done
    text = run(folder, 'plan', 'Füße 日本\\absent.ini', 'Füße 日本\\applicationHost.config')
    assert text.returncode == 1 and 'Füße 日本' in (text.stdout + text.stderr).decode('utf-8'), text
    assert b'\x1b' not in text.stdout + text.stderr + done.stdout, 'colours in a pipe'
    assert b'\r' not in text.stdout + text.stderr, text


def finds_the_files_of_a_disk(folder):
    system = folder / 'Windows/System32/inetsrv'
    (system / 'config').mkdir(parents=True)
    demo(folder)
    (folder / 'fcgiext.ini').rename(system / 'fcgiext.ini')
    (folder / 'applicationHost.config').rename(system / 'config/applicationHost.config')
    done = run(folder, 'plan', '--root', '.', '--exit-code')
    assert done.returncode == 2 and done.stderr.count(b'Found ') == 2, done


def wants_files_where_there_is_no_iis(folder):
    done = run(folder, 'plan')
    assert done.returncode == 3 and b'this is no server' in done.stderr, done


def applies_and_rolls_back_byte_for_byte(folder):
    demo(folder)
    before = (folder / 'applicationHost.config').read_bytes()
    assert run(folder, 'apply', 'fcgiext.ini', 'applicationHost.config', '-q').returncode == 0
    assert (folder / 'applicationHost.config').read_bytes() != before
    assert run(folder, 'rollback', 'applicationHost.config').returncode == 0
    assert (folder / 'applicationHost.config').read_bytes() == before


TESTS = [bytes_are_below_5_mb, needs_no_dll_of_its_own, has_version_and_manifest,
         comes_in_a_zip_with_what_belongs_to_it, takes_long_paths,
         takes_a_path_without_its_drive, says_that_a_share_is_not_there, writes_no_file_of_a_reserved_name,
         prints_utf8_and_bare_line_ends_into_pipes, finds_the_files_of_a_disk, wants_files_where_there_is_no_iis,
         applies_and_rolls_back_byte_for_byte]


def main():
    failed = 0
    for test in TESTS:
        with tempfile.TemporaryDirectory(prefix='windows-') as name:
            try:
                test(pathlib.Path(name))
            except AssertionError as error:
                failed += 1
                print(f'{test.__name__}: {error}')
    print(f'{len(TESTS)} tests, {failed} failed')
    return 1 if failed else 0


sys.exit(main())
