"""Reads a batch file as cmd.exe does, and its appcmd.exe commands as appcmd does; applies them to a Config."""
import re

from effective import Refused, application_key

SPECIAL = set('&|<>^()')


def expand(line, variables):
    """Percent signs in a line of a batch file: %% is one, %NAME% a variable, a lone one vanishes."""
    out, i = '', 0
    while i < len(line):
        if line[i] != '%':
            out, i = out + line[i], i + 1
        elif line.startswith('%%', i):
            out, i = out + '%', i + 2
        else:
            end = line.find('%', i + 1)
            name = line[i + 1:end] if end > 0 else ''
            if not name or name not in variables:
                raise AssertionError(f'cmd.exe would expand a variable in: {line[i:i + 40]}')
            out, i = out + variables[name], end + 1
    return out


def check_is_one_command(line):
    quoted = False
    for c in line:
        if c == '"':
            quoted = not quoted
        elif not quoted and c in SPECIAL:
            raise AssertionError(f'{c} stands outside of quotes in: {line}')
    if quoted:
        raise AssertionError(f'a quote is open in: {line}')


def arguments_of(line):
    """The rules of Microsoft's C runtime: backslashes are plain unless a quote follows."""
    out, word, quoted, i = [], None, False, 0
    while i < len(line):
        c = line[i]
        if c == '\\':
            end = i
            while end < len(line) and line[end] == '\\':
                end += 1
            count = end - i
            if end < len(line) and line[end] == '"':
                word = (word or '') + '\\' * (count // 2)
                if count % 2:
                    word, end = word + '"', end + 1
            else:
                word = (word or '') + '\\' * count
            i = end
            continue
        if c == '"':
            quoted, word = not quoted, word or ''
        elif c in ' \t' and not quoted:
            if word is not None:
                out.append(word)
            word = None
        else:
            word = (word or '') + c
        i += 1
    return out + ([word] if word is not None else [])


def decode(value):
    units = re.sub('%u([0-9A-F]{4})', lambda m: chr(int(m[1], 16)), value)
    if '%' in re.sub('%u[0-9A-F]{4}', '', value):
        raise AssertionError(f'a lone percent sign in {value}')
    return units.encode('utf-16', 'surrogatepass').decode('utf-16')


ELEMENT = re.compile(r"\[(@start,)?((?:\w+='[^']*',?)+)\]")


def read_path(text):
    """`[a='b'].environmentVariables.[c='d'].rest` as elements and the rest."""
    elements, starts = [], []
    while match := ELEMENT.match(text):
        pairs = re.findall(r"(\w+)='([^']*)'", match[2])
        if match[2] != ','.join(f"{k}='{v}'" for k, v in pairs):
            raise AssertionError(f'not an element: {match[0]}')
        elements.append({k: decode(v) for k, v in pairs})
        starts.append(bool(match[1]))
        text = text[match.end():]
        if text.startswith('.environmentVariables.'):
            text = text[len('.environmentVariables.'):]
    return elements, starts[-1] if starts else False, text


def carry_out(arguments, config):
    assert arguments[1:3] == ['set', 'config'] and arguments[-1] == '/commit:apphost', arguments
    rest = arguments[3:-1]
    level = rest.pop(0) if not rest[0].startswith('/section:') else ''
    section, parameter = rest
    is_handlers = {'/section:system.webServer/handlers': True, '/section:system.webServer/fastCgi': False}[section]
    sign = parameter[1] if parameter[1] in '+-' else ''
    elements, at_start, tail = read_path(parameter[1 + len(sign):])
    if sign:
        assert tail == '', parameter
    if is_handlers:
        return change_handlers(config, level, sign, elements, at_start, tail)
    assert level == '' and sign in ('', '+')
    if sign and len(elements) == 1:
        return config.add_application(elements[0])
    key = application_key(elements[0])
    if sign:
        return config.add_variable(key, elements[1]['name'], elements[1]['value'])
    attribute, value = tail.lstrip('.').split(':', 1)
    if len(elements) == 2:
        assert attribute == 'value'
        return config.set_variable(key, elements[1]['name'], decode(value))
    config.application(key)[0][attribute] = decode(value)


def change_handlers(config, level, sign, elements, at_start, tail):
    if sign == '+':
        assert at_start, 'a handler that is not put first would stand behind those inherited'
        return config.add_handler(level, 0, elements[0])
    if sign == '-':
        return config.remove_handler(level, elements[0]['name'])
    attribute, value = tail.lstrip('.').split(':', 1)
    if elements:
        config.handler(level, elements[0]['name'])[attribute] = decode(value)
    else:
        assert attribute == 'accessPolicy'
        config.level(level).access_policy = decode(value)


def run(script, config):
    """Applies the script; gives False when it is one that only refuses."""
    lines = script.decode('utf-8').split('\r\n')
    assert not any('\n' in line or '\r' in line for line in lines), 'cmd.exe wants CRLF'
    assert lines[0] == '@echo off'
    is_utf8 = 'chcp 65001 >nul' in lines
    assert is_utf8 or script.isascii(), 'not ASCII, and no chcp'
    commands = 0
    for number, line in enumerate(lines):
        if line.startswith('rem '):
            assert not set(line) & set('%^&|<>!'), f'a comment with a meaning: {line}'
        elif line.startswith('"%APPCMD%" set config'):
            assert len(line) <= 8191
            expanded = expand(line, {'APPCMD': 'appcmd.exe'})
            check_is_one_command(expanded)
            assert lines[number + 1] == 'if errorlevel 1 goto failed'
            carry_out(arguments_of(expanded), config)
            commands += 1
    if commands:
        backup = next(i for i, line in enumerate(lines) if ' add backup ' in line)
        assert backup < next(i for i, line in enumerate(lines) if ' set config ' in line)
        assert ':failed' in lines
        return True
    if 'exit /b 1' in lines:
        raise Refused(lines)
    assert 'echo Nothing to change.' in lines
    return True
