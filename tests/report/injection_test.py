#!/usr/bin/env python3
"""injection_test.py PROGRAM: what names and values of strangers' files hold changes no report's structure.

The same files are planned and checked twice: with plain names, and with names full of markup, Markdown, links,
control characters and letters that turn the direction of a line round. Read by a reader of its format, each
report has the same shape both times; in text there are as many lines, and nothing steers the terminal.
"""
import html.parser
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.sax.saxutils as saxutils

PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
NASTY = ['<img src=x onerror=alert(1)>', '</td></tr></table><script>alert(1)</script>', '`|` **b** ~~s~~ | c | d |',
         '![i](http://a.example/i.png) [l](javascript:alert(1))', 'http://a.example/x www.a.example', '--> ]]> <!-- &lt; &#60;',
         '```` <b> ```', '"onmouseover="alert(1)" x=\'', "=cmd|'/c calc'!A0", '# h <h1>', '\\`x\\` \\| \\', '{{7*7}} ${x} %x%',
         '\u202egnp.exe\u202c \u2066\u200f\u2028', 'é\u0301 日本 \U0001f600', '&amp;lt;script&gt;']
# Slashes, colons and per cent signs mean something in a fcgiext.ini, and so bring findings of their own.
PLAIN = [re.sub(r'[^\w/:%=]', 'x', name) for name in NASTY]
STEERING = re.compile('[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]')


def lay(folder, names):
    """One process pool, site, handler mapping and environment variable for each name; the finding of each is the same."""
    attribute = saxutils.quoteattr
    pools = ''.join(f'[P {n.replace("]", ")")}]\nExePath=C:\\{i}\\{n}.exe\nArguments=-x {n}\nEnvironmentVars=V{i}:"{n.replace(chr(34), "")}"\n'
                    f'Odd{i} {n.replace("=", "")}=1\n' for i, n in enumerate(names))
    types = ''.join(f'x{i}:{i + 1}=P {n.replace("]", ")")}\n' for i, n in enumerate(names))
    (folder / 'fcgiext.ini').write_text('[Types]\n' + types + pools)
    sites = ''.join(f'<site name={attribute("s " + n.replace("/", ""))} id="{i + 1}"><application path="/" applicationPool={attribute("none " + n)}>'
                    f'<virtualDirectory path="/" physicalPath="C:\\w" /></application></site>\n' for i, n in enumerate(names))
    adds = ''.join(f'<add name={attribute("h " + n)} path={attribute("*." + str(i))} verb="*" modules="FastCgiModule" '
                   f'scriptProcessor={attribute("C:" + n)} />\n' for i, n in enumerate(names))
    (folder / 'applicationHost.config').write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<configuration>\n<configSections><sectionGroup name="system.applicationHost">'
        '<section name="sites" /></sectionGroup><sectionGroup name="system.webServer"><section name="fastCgi" />'
        f'<section name="handlers" /></sectionGroup></configSections>\n<system.applicationHost><sites>\n{sites}</sites>'
        f'</system.applicationHost>\n<system.webServer><fastCgi />\n<handlers>\n{adds}</handlers></system.webServer>\n'
        '</configuration>\n')


class Shape(html.parser.HTMLParser):
    """The tags of a page, the names of their attributes, and where links and images lead."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attributes):
        leads = [value for name, value in attributes if name in ('href', 'src') and not value.startswith('#')]
        self.tags.append((tag, sorted(name for name, _ in attributes), leads))

    def handle_endtag(self, tag):
        self.tags.append((tag,))

    def handle_comment(self, data):
        self.tags.append('comment')

    @classmethod
    def of(cls, page):
        shape = cls()
        shape.feed(page)
        return shape.tags


def as_html(markdown):
    return subprocess.run(['cmark-gfm', '--unsafe', '-e', 'table', '-e', 'strikethrough', '-e', 'autolink', '-e', 'tasklist'],
                          input=markdown, capture_output=True, text=True, check=True).stdout


def keys_of(value):
    if isinstance(value, dict):
        return {key: keys_of(item) for key, item in value.items()}
    return [keys_of(item) for item in value] if isinstance(value, list) else type(value).__name__


class Injection(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folders = []
        for name, names in (('plain', PLAIN), ('nasty', NASTY)):
            folder = pathlib.Path(cls.temporary.name) / name / 'servers' / 'one'
            folder.mkdir(parents=True)
            lay(folder, names)
            cls.folders.append(folder)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def both(self, *arguments, fleet=False):
        """What the program prints about the plain files, and about the others."""
        printed = []
        for folder in self.folders:
            done = subprocess.run([PROGRAM, *arguments], cwd=folder.parent.parent if fleet else folder, capture_output=True, timeout=60)
            self.assertIn(done.returncode, (0, 1), done.stderr)
            printed.append(done.stdout.decode())
        self.assertGreater(len(printed[0]), 500)
        self.assertNotEqual(printed[0], printed[1])
        return printed

    def plans(self, form):
        return self.both('plan', 'fcgiext.ini', 'applicationHost.config', '--target', '8.5', '--handlers', 'types', '--format', form)

    def reports(self, form):
        yield 'plan', self.plans(form)
        yield 'check', self.both('check', 'applicationHost.config', '--target', '8.5', '--format', form)

    def test_text(self):
        for what, (plain, nasty) in self.reports('text'):
            self.assertEqual(STEERING.findall(nasty), [], what)
            self.assertEqual(len(plain.splitlines()), len(nasty.splitlines()), what)
        _, nasty = self.both('fleet', 'plan', 'servers', '--target', '8.5', '--handlers', 'types', '--verbose', fleet=True)
        self.assertEqual(STEERING.findall(nasty), [])

    def test_html(self):
        for what, (plain, nasty) in self.reports('html'):
            self.assertEqual(Shape.of(plain), Shape.of(nasty), what)
            self.assertEqual(STEERING.findall(nasty), [], what)

    def test_markdown(self):
        for what, (plain, nasty) in self.reports('markdown'):
            self.assertIn(('table', [], []), Shape.of(as_html(plain)), what)
            shape = Shape.of(as_html(nasty))
            self.assertEqual(Shape.of(as_html(plain)), shape, what)
            self.assertEqual({tag[0] for tag in shape} & {'a', 'img', 'script', 'b', 'comment', 'del'}, set(), what)
            self.assertEqual(STEERING.findall(nasty), [], what)

    def test_json_and_sarif(self):
        for what, (plain, nasty) in [*self.reports('json'), ('sarif', self.plans('sarif'))]:
            self.assertEqual(keys_of(json.loads(plain)), keys_of(json.loads(nasty)), what)
        told = json.loads(self.plans('json')[1])
        self.assertIn('P ' + NASTY[0], [pool for application in told['applications'] for pool in application['pools']])


if shutil.which('cmark-gfm') is None:
    print('there is no cmark-gfm here: apt-get install cmark-gfm')
    sys.exit(77)
unittest.main()
