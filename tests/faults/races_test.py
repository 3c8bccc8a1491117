#!/usr/bin/env python3
"""races_test.py FAULT_AT PROGRAM: before each disk call of a run in turn, another program changes the config.

It replaces the file, writes into it, or puts a link, a folder, a pipe or a device in its place. Whatever the
moment, what that program left there is not lost: it still stands, or it was migrated and its backup says so.
"""
import os
import pathlib
import stat
import sys

import scenarios
from scenarios import CONFIG, OLD

THEIRS = OLD.replace(b'<configuration>', b'<configuration><!-- theirs -->', 1)
assert THEIRS != OLD


class Change:
    """A shell command in the folder of the config, and whether its effect still stands."""

    def __init__(self, name, command, stands):
        self.name, self.command, self.stands = name, command, stands


def holds_theirs(config):
    return stat.S_ISREG(config.lstat().st_mode) and config.read_bytes() == THEIRS


def is_their_link(config):
    return config.is_symlink() and config.resolve().name == 'theirs'


CHANGES = [
    Change('a new file', f'mv theirs {CONFIG}', holds_theirs),
    Change('other text', f'cat theirs > {CONFIG}', holds_theirs),
    Change('a link', f'ln -s theirs link && mv -T link {CONFIG}', is_their_link),
    Change('a folder', f'rm {CONFIG} && mkdir {CONFIG} && mv theirs {CONFIG}',
           lambda config: (config / 'theirs').is_file()),
    Change('a pipe', f'rm {CONFIG} && mkfifo {CONFIG}', lambda config: config.is_fifo()),
    Change('a device', f'rm {CONFIG} && mknod {CONFIG} c 1 3', lambda config: config.is_char_device()),
]


def migrated(tools):
    """What apply makes of their text."""
    with scenarios.Scenario.folder() as folder:
        folder = pathlib.Path(folder)
        scenarios.lay_server(folder)
        (folder / CONFIG).write_bytes(THEIRS)
        done = tools.run(folder, *scenarios.Apply.args)
        assert done.returncode == 0, done.stdout + done.stderr
        return (folder / CONFIG).read_bytes()


def is_kept(change, folder, their_new):
    config = folder / CONFIG
    if change.stands(config) and (change.name != 'a link' or config.read_bytes() == THEIRS):
        return True
    # Seen in time, as the config that it now is: migrated, with a backup of it.
    texts = [path.read_bytes() for path in folder.glob('*.fcgi6to7-backup')]
    link_stands = change.name != 'a link' or is_their_link(config)
    return config.is_file() and link_stands and config.read_bytes() == their_new and THEIRS in texts


def check(scenario, number, change, their_new):
    with scenario.laid() as folder:
        folder = pathlib.Path(folder)
        (folder / 'theirs').write_bytes(THEIRS)
        done = scenario.tools.run_faulted(folder, scenario.args, number, 'run=' + change.command)
        wrong = [] if done.returncode in (0, 1) else [f'exit {done.returncode}: {done.stdout}{done.stderr}']
        if not is_kept(change, folder, their_new):
            wrong.append(f'it is lost: {done.stdout}{done.stderr}{sorted(os.listdir(folder))}')
        return wrong + [f'left behind: {name}' for name in scenarios.leftovers(folder)]


def main():
    tools = scenarios.Tools(*sys.argv[1:3])
    if not tools.may_trace():
        print('skipped: processes may not be traced here')
        return 77
    failed = 0
    their_new = migrated(tools)
    # Only root makes devices.
    changes = CHANGES if os.geteuid() == 0 else CHANGES[:-1]
    for make in (scenarios.Apply, scenarios.Rollback):
        scenario = make(tools)
        moments = 0
        for change in changes:
            for number in range(1, len(scenario.calls) + 1):
                moments += 1
                for what in check(scenario, number, change, their_new):
                    failed += 1
                    print(f'{scenario.name}, {change.name} before call {number} ({scenario.calls[number - 1]}): {what}')
        print(f'{scenario.name}: {moments} moments, {len(changes)} changes', flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
