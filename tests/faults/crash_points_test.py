#!/usr/bin/env python3
"""crash_points_test.py FAULT_AT PROGRAM: the program is killed before each of its disk calls in turn.

Afterwards each config is the old file or the new one, whole; a backup exists wherever it is the new
one; the next run works, and leaves no lock and no temporary file behind.
"""
import sys

import scenarios


def check(scenario, number):
    with scenario.laid() as folder:
        done = scenario.tools.run_faulted(folder, scenario.args, number, 'kill')
        # Threads take turns differently each time, so a late point may come after the end.
        if done.returncode != 137:
            return None if done.returncode == 0 else [f'exit {done.returncode}: {done.stdout}{done.stderr}']
        return scenario.state(folder) + scenario.recover(folder)


def main():
    tools = scenarios.Tools(*sys.argv[1:3])
    if not tools.may_trace():
        print('skipped: processes may not be traced here')
        return 77
    failed = 0
    for make in scenarios.ALL:
        scenario = make(tools)
        points = 0
        for number in range(1, len(scenario.calls) + 1):
            wrong = check(scenario, number)
            points += wrong is not None
            for what in wrong or ():
                failed += 1
                print(f'{scenario.name}, killed before call {number} ({scenario.calls[number - 1]}): {what}')
        if points < len(scenario.calls) * 9 // 10:
            failed += 1
            print(f'{scenario.name}: killed at {points} of {len(scenario.calls)} points only')
        print(f'{scenario.name}: {points} crash points', flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
