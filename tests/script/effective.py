"""What a config says to IIS of FastCGI and handlers: the model that scripts are applied to and compared by.

A level is '' for the server, else the location's path in lower case.
"""
import codecs
import re
import xml.etree.ElementTree as ElementTree

DECLARATION = re.compile(r'^\ufeff?<\?xml[^>]*\?>')


def text_of(xml):
    """The text of a config without its declaration, which may name another encoding than it is in."""
    if isinstance(xml, bytes):
        starts = {codecs.BOM_UTF16_LE: 'utf-16', codecs.BOM_UTF16_BE: 'utf-16', b'<\0': 'utf-16-le', b'\0<': 'utf-16-be'}
        declared = re.match(rb'[^>]*encoding="(windows-\d+|iso-8859-\d+)"', xml, re.I)
        encoding = next((name for start, name in starts.items() if xml.startswith(start)),
                        declared[1].decode() if declared else 'utf-8-sig')
        xml = xml.decode(encoding)
    return DECLARATION.sub('', xml)


class Refused(Exception):
    """IIS' tools would end with an error here."""


def level_of(path):
    return '' if path in (None, '', '.') else path.lower()


def application_key(values):
    return values['fullPath'].lower(), values.get('arguments', '').lower()


class Level:
    def __init__(self):
        self.access_policy = None
        self.removed = []
        self.clears = False
        self.own = []  # dicts of attributes


class Config:
    def __init__(self):
        self.applications = []  # (attributes, [[name, value], ...])
        self.levels = {}

    @classmethod
    def of(cls, xml):
        config = cls()
        root = ElementTree.fromstring(text_of(xml))
        for group in root.findall('system.webServer'):
            config.take(group, '')
        for location in root.findall('location'):
            for group in location.findall('system.webServer'):
                config.take(group, level_of(location.get('path')))
        return config

    def take(self, group, level):
        for application in group.findall('fastCgi/application') if not level else []:
            variables = [[v.get('name'), v.get('value', '')] for v in application.iter('environmentVariable')]
            self.applications.append((dict(application.attrib), variables))
        for section in group.findall('handlers'):
            here = self.level(level)
            here.access_policy = section.get('accessPolicy', here.access_policy)
            for child in section:
                if child.tag == 'clear':
                    here.clears, here.own = True, []
                elif child.tag == 'remove':
                    here.removed.append(child.get('name'))
                elif child.tag == 'add':
                    here.own.append(dict(child.attrib))

    def level(self, name):
        return self.levels.setdefault(level_of(name), Level())

    def application(self, key):
        for application in self.applications:
            if application_key(application[0]) == key:
                return application
        raise Refused(f'no application {key}')

    def add_application(self, values):
        if any(application_key(a) == application_key(values) for a, _ in self.applications):
            raise Refused('the application is there already')
        self.applications.append((dict(values), []))

    def add_variable(self, key, name, value):
        variables = self.application(key)[1]
        if any(v[0].lower() == name.lower() for v in variables):
            raise Refused(f'the variable {name} is there already')
        variables.append([name, value])

    def set_variable(self, key, name, value):
        found = [v for v in self.application(key)[1] if v[0].lower() == name.lower()]
        if not found:
            raise Refused(f'no variable {name}')
        for variable in found:
            variable[1] = value

    def handler(self, level, name):
        for handler in self.level(level).own:
            if handler['name'].lower() == name.lower():
                return handler
        raise Refused(f'no handler {name} at {level!r}')

    def has_handler(self, level, wanted):
        return any(all(h.get(k, '').lower() == v.lower() for k, v in wanted.items()) for h in self.visible(level))

    def visible(self, level):
        """The level's own handlers before those that it inherits."""
        here = self.level(level)
        own = list(here.own)
        if not level_of(level) or here.clears:
            return own
        parent = level_of(level).rpartition('/')[0]
        removed = {name.lower() for name in here.removed}
        return own + [h for h in self.visible(parent) if h['name'].lower() not in removed]

    def add_handler(self, level, index, values):
        if any(h['name'].lower() == values['name'].lower() for h in self.visible(level)):
            raise Refused(f"the handler {values['name']} is there already")
        self.level(level).own.insert(index, dict(values))

    def remove_handler(self, level, name):
        here = self.level(level)
        if not any(h['name'].lower() == name.lower() for h in self.visible(level)):
            raise Refused(f'no handler {name} at {level!r}')
        rest = [h for h in here.own if h['name'].lower() != name.lower()]
        if len(rest) == len(here.own):
            here.removed.append(name)
        here.own = rest

    def as_values(self):
        """For comparing: what IIS takes for equal is equal."""
        def plain(attributes):
            return {k: v for k, v in attributes.items() if not (k == 'arguments' and v == '')}
        applications = [(plain(a), [(n, v) for n, v in variables]) for a, variables in self.applications]
        levels = {}
        for name, level in self.levels.items():
            values = (level.access_policy, sorted(n.lower() for n in level.removed), level.clears, level.own)
            if values != (None, [], False, []):
                levels[name] = values
        return {'applications': applications, 'levels': levels}
