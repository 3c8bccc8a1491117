#!/usr/bin/env python3
"""failing_calls_test.py FAULT_AT PROGRAM [--fleets]: each disk call of a run fails in turn, in every
usual way; those of fleet runs, which are many, with --fleets.

Then the run either goes on as if nothing had happened, or stops with exit 1, a message that names
file and cause, the old bytes in place and nothing left behind. Short reads and writes change nothing.
"""
import errno
import pathlib
import re
import sys

import scenarios

ERRORS = [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EINTR, errno.EDQUOT, errno.EROFS, errno.ENOMEM]
CAUSES = re.compile('no space left|Input/output error|permission denied|Interrupted system call|quota is used up'
                    '|read-only|Cannot allocate memory|could not be written whole|there is no such folder')

def wrong_after(scenario, folder, call, done):
    wrong = scenario.state(folder)
    said = done.stdout + done.stderr
    if done.returncode not in (0, 1):
        wrong.append(f'exit {done.returncode}: {said}')
    if done.returncode == 1 and not CAUSES.search(said):
        wrong.append(f'the message names no cause: {said}')
    if done.returncode == 1 and not re.search(r'\.(config|ini|jsonl?|diff)\b|root|standard output', said):
        wrong.append(f'the message names no file: {said}')
    if done.returncode == 0 and not scenario.is_done(folder):
        wrong.append(f'exit 0, and the work is not done: {said}')
    # A lock that cannot be let go of stays, and stops nobody.
    if not call.startswith(('flock', 'unlink')):
        wrong += [f'left behind: {name}' for name in scenarios.leftovers(pathlib.Path(folder))]
    return wrong


def check_errors(scenario):
    failed = stopped = 0
    for number in range(1, len(scenario.calls) + 1):
        for error in ERRORS:
            with scenario.laid() as folder:
                done, call = scenario.tools.run_and_name(folder, scenario.args, number, f'error={error}')
                stopped += done.returncode == 1
                for what in wrong_after(scenario, folder, call, done):
                    failed += 1
                    print(f'{scenario.name}, call {number} ({call}) fails with {errno.errorcode[error]}: {what}')
    print(f'{scenario.name}: {len(scenario.calls)} calls failed in {len(ERRORS)} ways, {stopped} runs stopped',
          flush=True)
    return failed


def check_short(scenario):
    failed = 0
    moving = [number for number, call in enumerate(scenario.calls, 1) if call.startswith(('read ', 'write '))]
    for number in [0, *moving]:
        with scenario.laid() as folder:
            done = scenario.tools.run_faulted(folder, scenario.args, number, 'short')
            if done.returncode != 0 or not scenario.is_done(folder) or scenario.state(folder):
                failed += 1
                print(f'{scenario.name}, call {number} short: {done.stdout}{done.stderr}')
    print(f'{scenario.name}: {len(moving)} short reads and writes', flush=True)
    return failed


def main():
    tools = scenarios.Tools(*sys.argv[1:3])
    if not tools.may_trace():
        print('skipped: processes may not be traced here')
        return 77
    failed = 0
    for make in scenarios.ALL if '--fleets' in sys.argv else scenarios.ALL[:2]:
        scenario = make(tools)
        failed += check_errors(scenario) + check_short(scenario)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
