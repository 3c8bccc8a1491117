"""A fleet of 10,000 servers for tests and pictures of its page."""
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVERS = 10_000


def make(folder):
    """A manifest whose servers share three inis and one config: the page counts, not the disk."""
    demo = ROOT / 'testdata/demo'
    ini, config = (demo / 'fcgiext.ini').read_text(), (demo / 'applicationHost.config').read_text()
    kinds = [ini, ini.replace('MaxInstances=32', 'MaxInstances=8'), ini.replace('MaxInstances=32', 'MaxInstances=x')]
    shared = folder / 'files'
    shared.mkdir()
    (shared / 'config').write_text(config)
    for kind, text in enumerate(kinds):
        (shared / f'ini{kind}').write_text(text)
    rows = ['server,ini,config']
    for number in range(SERVERS):
        kind = 2 if number % 100 == 7 else number % 2
        rows.append(f'dc{number % 4}/web{number},{shared}/ini{kind},{shared}/config')
    (folder / 'fleet.csv').write_text('\n'.join(rows) + '\n')
