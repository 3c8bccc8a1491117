"""Reads the steps of a PowerShell script token by token, and does what its cmdlets do, on a Config."""
import re

from effective import Refused, application_key

QUOTES = "'\u2018\u2019\u201a\u201b"
TOKEN = re.compile(rf"""\s*(?:
    (?P<comment>\#[^\r\n]*) |
    (?P<string>[{QUOTES}](?:[^{QUOTES}]|[{QUOTES}]{{2}})*[{QUOTES}]) |
    (?P<table>@\{{) |
    (?P<mark>[{{}}();=]) |
    (?P<word>[$\w.-]+)
)""", re.X)


def tokens_of(text):
    tokens, at = [], 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if not match:
            raise AssertionError(f'not understood: {text[at:at + 60]!r}')
        at = match.end()
        kind = match.lastgroup
        if kind == 'string':
            tokens.append((kind, re.sub(rf'([{QUOTES}])[{QUOTES}]', r'\1', match[kind][1:-1])))
        elif kind != 'comment':
            tokens.append((kind, match[kind]))
    return tokens


LITERAL = r"""(?:'[^']*'|"[^"]*")"""
SELECTOR = re.compile(rf'(\w+)\[((?:@\w+={LITERAL}(?: and )?)+)\]')


def read_filter(text):
    """`system.webServer/fastCgi/application[@a='b']/rest` as section, selectors and what is left."""
    match = re.match(r'system\.webServer/(fastCgi|handlers)', text)
    section, rest, selectors = match[1], text[match.end():], []
    while rest.startswith('/'):
        found = SELECTOR.match(rest, 1)
        if found:
            selectors.append((found[1], {k: v[1:-1] for k, v in re.findall(rf'@(\w+)=({LITERAL})', found[2])}))
            rest = rest[found.end():]
        else:
            word = re.match(r'/(\w+)', rest)
            selectors.append((word[1], None))
            rest = rest[word.end():]
    assert rest == '', text
    return section, selectors


class Reader:
    def __init__(self, tokens, config):
        self.tokens, self.config, self.at = tokens, config, 0

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else (None, None)

    def take(self, kind=None, value=None):
        token = self.tokens[self.at]
        assert (kind is None or token[0] == kind) and (value is None or token[1] == value), (token, kind, value)
        self.at += 1
        return token[1]

    def hashtable(self):
        self.take('table')
        values = {}
        while self.peek() != ('mark', '}'):
            name = self.take('word')
            self.take('mark', '=')
            values[name] = self.take('string')
            if self.peek() == ('mark', ';'):
                self.take()
        self.take('mark', '}')
        return values

    def steps(self):
        """All that have to be done, in the state before any is."""
        needed = []
        while self.peek()[0]:
            self.take('word', 'Step')
            is_needed = self.condition()
            self.take('mark', '{')
            call = self.call()
            self.take('mark', '}')
            if is_needed:
                needed.append(call)
        return needed

    def condition(self):
        if self.peek()[0] == 'word':
            self.take('word', '$true')
            return True
        self.take('mark', '(')
        negated = self.peek() == ('word', '-not')
        if negated:
            self.take()
            self.take('mark', '(')
        self.take('word', 'Test-Element')
        found = self.has_element(self.take('string'), self.take('string'), self.hashtable())
        self.take('mark', ')')
        if negated:
            self.take('mark', ')')
        return found != negated

    def has_element(self, path, level, values):
        section, selectors = read_filter(path)
        if section == 'handlers':
            assert selectors == [('add', None)]
            return self.config.has_handler(level, values)
        if len(selectors) == 1:
            return any(application_key(a) == application_key(values) for a, _ in self.config.applications)
        key = application_key(selectors[0][1])
        return any(application_key(a) == key and any(v[0].lower() == values['name'].lower() for v in variables)
                   for a, variables in self.config.applications)

    def call(self):
        name, parameters = self.take('word'), {}
        while self.peek()[0] == 'word' and self.peek()[1].startswith('-'):
            parameter = self.take()
            kind = self.peek()[0]
            parameters[parameter] = self.hashtable() if kind == 'table' else self.take()
        assert parameters.pop('-PSPath') == '$apphost'
        return name, parameters


def carry_out(config, name, parameters):
    level = parameters.pop('-Location', '')
    section, selectors = read_filter(parameters.pop('-Filter'))
    if name == 'Remove-WebConfigurationProperty':
        assert (section, selectors) == ('handlers', []) and parameters['-Name'] == '.'
        return config.remove_handler(level, parameters['-AtElement']['name'])
    value = parameters['-Value']
    if name == 'Add-WebConfigurationProperty':
        assert parameters['-Name'] == '.'
        if section == 'handlers':
            return config.add_handler(level, int(parameters['-AtIndex']), value)
        if not selectors:
            return config.add_application(value)
        assert selectors[1] == ('environmentVariables', None)
        return config.add_variable(application_key(selectors[0][1]), value['name'], value['value'])
    assert name == 'Set-WebConfigurationProperty', name
    attribute = parameters['-Name']
    if section == 'handlers':
        if not selectors:
            assert attribute == 'accessPolicy'
            config.level(level).access_policy = value
        else:
            config.handler(level, selectors[0][1]['name'])[attribute] = value
    elif len(selectors) == 1:
        config.application(application_key(selectors[0][1]))[0][attribute] = value
    else:
        assert attribute == 'value' and selectors[1] == ('environmentVariables', None)
        config.set_variable(application_key(selectors[0][1]), selectors[2][1]['name'], value)


def run(script, config):
    text = script.decode('utf-8-sig')
    assert script.startswith(b'\xef\xbb\xbf') or script.isascii(), 'Windows PowerShell would read it as ANSI'
    if re.search(r'^throw ', text, re.M):
        raise Refused(text)
    if 'function Step' not in text:
        assert "'Nothing to change.'" in text
        return
    head, rest = text.split('    if ($Needed) { [void]$steps.Add($Do) }\r\n}\r\n')
    body, tail = rest.split('\r\nif ($steps.Count -eq 0) {')
    assert 'Start-WebCommitDelay' in tail and 'Begin-WebCommitDelay' in tail and '@{ Commit = $false }' in tail
    for name, parameters in Reader(tokens_of(body), config).steps():
        carry_out(config, name, parameters)
