"""Runs to be disturbed: what stands before, what is run, and what has to hold afterwards."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

DEMO = pathlib.Path(__file__).resolve().parents[2] / 'testdata' / 'demo'
INI, CONFIG = 'fcgiext.ini', 'applicationHost.config'
# Thousands of runs flush to the disk: where it costs nothing, if there is such a place.
IN_MEMORY = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
OLD = (DEMO / CONFIG).read_bytes()


class Tools:
    def __init__(self, fault_at, program):
        self.fault_at, self.program = fault_at, program

    def run(self, folder, *args):
        return self._run(folder, [self.program, *args])

    def run_faulted(self, folder, args, number, fault, log='-'):
        return self._run(folder, [self.fault_at, str(log), str(number), fault, self.program, *args])

    def run_and_name(self, folder, args, number, fault):
        """The faulted call as well: threads take turns differently each time."""
        with tempfile.NamedTemporaryFile(prefix='fcgi6to7-fault-', suffix='.log') as log:
            done = self.run_faulted(folder, args, number, fault, log.name)
            calls = pathlib.Path(log.name).read_text(errors='replace').splitlines()
        return done, calls[number - 1] if number <= len(calls) else ''

    @staticmethod
    def _run(folder, command):
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, errors='replace',
                              stdin=subprocess.DEVNULL, timeout=120)

    def may_trace(self):
        with tempfile.TemporaryDirectory() as folder:
            return self.run_faulted(folder, ['--version'], 0, 'none').returncode == 0


def lay_server(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name in (INI, CONFIG):
        shutil.copy(DEMO / name, folder / name)


def leftovers(folder):
    """What a finished run must not leave: temporary files and locks."""
    return [str(path) for path in folder.rglob('*') if path.name.endswith(('.fcgi6to7-tmp', '.fcgi6to7-lock'))]


def has_backup(config):
    return any(path.read_bytes() == OLD for path in config.parent.glob(config.name + '.*.fcgi6to7-backup'))


def is_json(text):
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


class Scenario:
    """One command. `configs` are the files that must be old or new, whole, at every moment."""
    name = ''
    args = ()
    configs = (CONFIG,)
    starts_new = False

    def __init__(self, tools):
        self.tools = tools
        with self.laid() as folder:
            log = pathlib.Path(folder).parent / (pathlib.Path(folder).name + '.log')
            done = tools.run_faulted(folder, self.args, 0, 'none', log)
            assert done.returncode == 0, done.stdout + done.stderr
            self.calls = log.read_text(errors='replace').splitlines()
            log.unlink()
            self.untroubled = self.picture(folder)
        with self.laid() as folder:
            self.migrate(folder)
            self.new = pathlib.Path(folder, self.configs[0]).read_bytes()
        assert self.new != OLD

    @staticmethod
    def folder():
        return tempfile.TemporaryDirectory(prefix='fcgi6to7-fault-', dir=IN_MEMORY)

    def laid(self):
        folder = self.folder()
        self.prepare(pathlib.Path(folder.name))
        return folder

    def prepare(self, folder):
        for config in self.configs:
            lay_server((folder / config).parent)
        if self.starts_new:
            self.migrate(folder)

    def migrate(self, folder):
        for config in self.configs:
            where = pathlib.Path(folder, config).parent
            done = self.tools.run(where, 'apply', INI, CONFIG, '--handlers', 'types', '-q')
            assert done.returncode == 0, done.stdout + done.stderr

    def picture(self, folder):
        """What the run makes, apart from names that hold the time."""
        return {}

    def state(self, folder):
        """Nothing wrong: an empty list."""
        wrong = []
        for config in self.configs:
            path = pathlib.Path(folder, config)
            text = path.read_bytes() if path.exists() else None
            if text not in (OLD, self.new):
                wrong.append(f'{config} is neither the old file nor the new one')
            if text == self.new and not has_backup(path):
                wrong.append(f'{config} is new and has no backup')
        return wrong

    def all_are(self, folder, wanted):
        return all(pathlib.Path(folder, config).read_bytes() == wanted for config in self.configs)

    def is_done(self, folder):
        return self.all_are(folder, OLD if self.starts_new else self.new)

    def recover(self, folder):
        """What a user does next; what is wrong after that."""
        raise NotImplementedError


class Apply(Scenario):
    name = 'apply'
    args = ('apply', INI, CONFIG, '--handlers', 'types', '-q')

    def recover(self, folder):
        wrong = []
        for args, wanted in ((self.args, self.new), (('rollback', CONFIG), OLD)):
            done = self.tools.run(folder, *args)
            if done.returncode != 0 or not self.all_are(folder, wanted):
                wrong.append(f'the next {args[0]} fails: {done.stdout}{done.stderr}')
        return wrong + leftovers(pathlib.Path(folder))


class Rollback(Scenario):
    name = 'rollback'
    args = ('rollback', CONFIG)
    starts_new = True

    def recover(self, folder):
        # Rolling back twice undoes it: only a config that still is new needs it.
        args = self.args if self.all_are(folder, self.new) else Apply.args
        wanted = OLD if self.all_are(folder, self.new) else self.new
        done = self.tools.run(folder, *args)
        wrong = leftovers(pathlib.Path(folder))
        if done.returncode != 0 or not self.all_are(folder, wanted):
            wrong.append(f'the next {args[0]} fails: {done.stdout}{done.stderr}')
        return wrong


class FleetInPlace(Scenario):
    name = 'fleet apply --in-place'
    args = ('fleet', 'apply', 'root', '--in-place', '--handlers', 'types', '--jobs', '2', '-q')
    configs = tuple(f'root/{server}/{CONFIG}' for server in ('a', 'b', 'c'))

    def recover(self, folder):
        wrong = []
        for args, wanted in (((*self.args, '--resume'), self.new), (('fleet', 'rollback', 'root'), OLD)):
            done = self.tools.run(folder, *args)
            if done.returncode != 0 or not self.all_are(folder, wanted):
                wrong.append(f'the next {" ".join(args)} fails: {done.stdout}{done.stderr}')
        return wrong + leftovers(pathlib.Path(folder))


class FleetRollback(FleetInPlace):
    name = 'fleet rollback'
    starts_new = True
    args = ('fleet', 'rollback', 'root')

    def prepare(self, folder):
        for config in self.configs:
            lay_server((folder / config).parent)
        done = self.tools.run(folder, *FleetInPlace.args)
        assert done.returncode == 0, done.stdout + done.stderr

    def recover(self, folder):
        done = self.tools.run(folder, *self.args)
        wrong = leftovers(pathlib.Path(folder))
        if done.returncode != 0 or not self.all_are(folder, OLD):
            wrong.append(f'the next fleet rollback fails: {done.stdout}{done.stderr}')
        return wrong


class FleetOut(Scenario):
    name = 'fleet apply --out'
    args = ('fleet', 'apply', 'root', '--out', 'out', '--handlers', 'types', '--jobs', '2', '-q')
    configs = FleetInPlace.configs

    def picture(self, folder):
        out = pathlib.Path(folder, 'out')
        return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob('*'))
                if path.is_file() and path.parent != out and not path.name.endswith('.fcgi6to7-tmp')}

    def is_done(self, folder):
        return self.picture(folder) == self.untroubled

    def state(self, folder):
        wrong = [] if self.all_are(folder, OLD) else ['a config below ROOT was touched']
        for name, made in self.picture(folder).items():
            # A report tells what went wrong; it has to be whole.
            is_whole = is_json(made) if name.endswith('.json') else made == self.untroubled.get(name)
            if not is_whole:
                wrong.append(f'out/{name} is there and not whole')
        return wrong

    def recover(self, folder):
        done = self.tools.run(folder, *self.args, '--resume')
        wrong = leftovers(pathlib.Path(folder))
        if done.returncode != 0 or self.picture(folder) != self.untroubled:
            wrong.append(f'--resume does not complete the work: {done.stdout}{done.stderr}')
        return wrong


ALL = (Apply, Rollback, FleetInPlace, FleetRollback, FleetOut)
