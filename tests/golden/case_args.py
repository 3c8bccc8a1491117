"""The commands of a golden case."""
import shlex

REPORTS = {'--report', '--output', '--format', '--backup-dir'}  # what does not change the plan, with its value
SWITCHES = {'--exit-code', '--no-backup', '-q', '-v'}


def commands(case):
    lines = (case / 'args').read_text(encoding='utf-8').splitlines()
    return [shlex.split(line) for line in lines if line.strip() and not line.startswith('#')]


def first_plan(case):
    """(ini, config, options) of the case's first plan or apply on files; nothing when it has none."""
    first = next((c for c in commands(case) if c[0] in ('plan', 'apply') and len(c) > 2 and not c[1].startswith('-')),
                 None)
    if not first or '-' in first[1:]:
        return None
    options, skip = [], False
    for word in first[3:]:
        if not skip and word not in REPORTS and word not in SWITCHES:
            options.append(word)
        skip = word in REPORTS
    return first[1], first[2], options
