"""Makes what the benchmarks run on: fleets of servers of about 95 KB each, and one very large server."""
import pathlib
import random
import subprocess
import sys

SHARED_GENERATOR = pathlib.Path(__file__).resolve().parents[3] / 'shared/tools/make_fleet.py'
SERVER_BYTES = 95_000
use_shared = True

HEAD = '''<?xml version="1.0" encoding="UTF-8"?>
<configuration>
    <configSections>
        <sectionGroup name="system.applicationHost">
            <section name="sites" allowDefinition="AppHostOnly" overrideModeDefault="Deny" />
        </sectionGroup>
        <sectionGroup name="system.webServer">
            <section name="fastCgi" allowDefinition="AppHostOnly" overrideModeDefault="Deny" />
            <section name="handlers" overrideModeDefault="Deny" />
        </sectionGroup>
    </configSections>
    <system.applicationHost>
        <sites>
'''
SITE = '''            <site name="www{0}.example.com" id="{0}" serverAutoStart="true">
                <application path="/" applicationPool="DefaultAppPool">
                    <virtualDirectory path="/" physicalPath="D:\\webs\\{0}" />
                    <virtualDirectory path="/images" physicalPath="D:\\webs\\images\\{0}" />
                </application>
                <bindings>
                    <binding protocol="http" bindingInformation="*:80:www{0}.example.com" />
                </bindings>
            </site>
'''
MIDDLE = '''        </sites>
    </system.applicationHost>
    <system.webServer>
        <fastCgi />
        <handlers accessPolicy="Read, Script">
            <add name="StaticFile" path="*" verb="*" modules="StaticFileModule" resourceType="Either" requireAccess="Read" />
        </handlers>
    </system.webServer>
'''
LOCATION = '''    <location path="www{0}.example.com">
        <system.webServer>
            <defaultDocument enabled="true">
                <files>
                    <add value="index{0}.php" />
                </files>
            </defaultDocument>
            <directoryBrowse enabled="false" />
        </system.webServer>
    </location>
'''


def config(out, sites):
    out.write(HEAD)
    for i in range(1, sites + 1):
        out.write(SITE.format(i))
    out.write(MIDDLE)
    for i in range(1, sites + 1):
        out.write(LOCATION.format(i))
    out.write('</configuration>\n')


def pool(chance, name, number):
    return (f'[{name}]\nExePath=C:\\PHP\\php-cgi.exe\nArguments=-c D:\\ini\\{number}.ini\n'
            f'MaxInstances={chance.randint(1, 9)}\nIdleTimeout={chance.choice([300, 600, 900])}\n'
            f'InstanceMaxRequests=10000\nEnvironmentVars=PHPRC:D:\\ini\\{number},PHP_FCGI_MAX_REQUESTS:10000\n')


def own_fleet(folder, count):
    per_site = len(SITE.format(100)) + len(LOCATION.format(100))
    for i in range(count):
        chance = random.Random(i)
        server = folder / f'srv{i:06}'
        server.mkdir(parents=True)
        pools = [f'PHP{n}' for n in range(chance.randint(1, 4))]
        types = ''.join(f'php{n}={name}\n' for n, name in enumerate(pools))
        (server / 'fcgiext.ini').write_text(
            '[Types]\n' + types + ''.join(pool(chance, name, n) for n, name in enumerate(pools)), newline='\r\n')
        with open(server / 'applicationHost.config', 'w', newline='\r\n') as out:
            config(out, SERVER_BYTES // per_site)


def make_fleet(folder, count):
    """COUNT servers below FOLDER, by the shared generator where it is and wanted; its name."""
    folder.mkdir(parents=True)
    if use_shared and SHARED_GENERATOR.exists():
        subprocess.run([sys.executable, SHARED_GENERATOR, folder, str(count)], check=True, stdout=subprocess.DEVNULL)
        (folder / 'manifest.jsonl').unlink(missing_ok=True)
        return 'shared/tools/make_fleet.py'
    own_fleet(folder, count)
    return 'tests/bench/servers.py'


def make_large(folder, sites=115_000, pools=5_000):
    """One server with a config of about 100 MB and an ini of thousands of pools."""
    folder.mkdir(parents=True)
    chance = random.Random(1)
    with open(folder / 'fcgiext.ini', 'w', newline='\r\n') as out:
        out.write('[Types]\n' + ''.join(f'x{n}:{n + 1}=Pool{n}\n' for n in range(pools)))
        for n in range(pools):
            out.write(pool(chance, f'Pool{n}', n))
    with open(folder / 'applicationHost.config', 'w', newline='\r\n') as out:
        config(out, sites)
