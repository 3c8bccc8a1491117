"""Worlds to migrate, full of characters that mean something to cmd.exe, appcmd, PowerShell, XPath, XDT or XML."""
import xml.sax.saxutils as saxutils

PIECES = ['', ' ', "'", '"', '%', '%PATH%', '%%', '%u0027', ',', '&', '^', '!', '(', ')', ';', '`', '$x', '[', ']', '@start,',
          '|', '<', '>', '--', '\u2019', '\u201c', 'é', '日本', '\U0001f418', '\\', '\\\\', '-d x=y', '}', '{', '#', '=', "' or '1",
          '&amp;', "')", '/+', '.', '\t']


def text(dice, most=4, without=''):
    joined = ''.join(dice.choice(PIECES) for _ in range(dice.randint(0, most)))
    return ''.join(c for c in joined if c not in without)


def attribute(value):
    return saxutils.quoteattr(value, {'\t': '&#9;'})


def application(dice, full_path):
    variables = ''.join(f'<environmentVariable name={attribute(f"OLD{i}" + text(dice))} value={attribute(text(dice))} />'
                        for i in range(dice.randint(0, 2)))
    return (f'<application fullPath={attribute(full_path)} arguments={attribute(text(dice))} maxInstances="3">'
            f'<environmentVariables>{variables}</environmentVariables></application>')


def make_world(folder, dice):
    """An ini and a config whose values are made of PIECES."""
    sections, types, own, served = [], [], [], []
    site = 'Site' + text(dice, 2, '/\\?;:@&=+$,|"<>%\t*[]') or 'Site'
    for number in range(dice.randint(1, 3)):
        path = f'C:\\fcgi {number}' + text(dice, 2, '"<>|*?\t/') + '\\php.exe'
        arguments, name = text(dice), f'Pool{number}' + text(dice, 2, '[];=,\t\\')
        if dice.random() < 0.4:
            own.append(f'<application fullPath={attribute(path)} arguments={attribute(arguments)} maxInstances="7">'
                       f'<environmentVariables><environmentVariable name="A" value="old" /></environmentVariables>'
                       '</application>')
        variables = ','.join(f'{n}:{text(dice, 4, ",")}x' for n in dice.sample(['A', 'PHP_INI', 'Zé'], dice.randint(0, 3)))
        sections.append(f'[{name}]\nExePath={path}\nArguments={arguments}\nMaxInstances={dice.randint(1, 9)}\n'
                        f'EnvironmentVars={variables}\n')
        if dice.random() < 0.3:  # a handler mapping that is there already, and one behind it
            served.append(f'<add name={attribute(f"served{number}" + text(dice))} path="*.php{number}" verb="GET,HEAD,POST" '
                          f'modules="FastCgiModule" scriptProcessor={attribute(f"{path}|{arguments}".rstrip("|"))} '
                          'resourceType="File" />')
            types.append(f'*={name}')
        types.append(f'php{number}={name}' if dice.random() < 0.7 else f'php{number}:1={name}')
    dice.shuffle(own)
    own += [application(dice, f'D:\\other{i}.exe') for i in range(dice.randint(0, 2))]
    handlers = ''.join(f'<add name={attribute(f"own{i}" + text(dice))} path="*.x{i}" verb="*" modules="IsapiModule" '
                       f'scriptProcessor={attribute("C:" + text(dice))} />' for i in range(dice.randint(0, 2)))
    handlers = ''.join(dice.sample([handlers, *served], 1 + len(served)))
    location = dice.choice(['', f'<location path={attribute(site)}><system.webServer><handlers><remove name="StaticFile" />'
                            '</handlers></system.webServer></location>',
                            f'<location path={attribute(site)}><system.webServer /></location>'])
    (folder / 'fcgiext.ini').write_text('[Types]\n' + '\n'.join(types) + '\n\n' + '\n'.join(sections), 'utf-8')
    (folder / 'applicationHost.config').write_text(f'''<?xml version="1.0" encoding="UTF-8"?>
<configuration>
  <configSections><sectionGroup name="system.webServer"><section name="fastCgi" allowDefinition="AppHostOnly" />
    <section name="handlers" overrideModeDefault="Deny" /></sectionGroup></configSections>
  <system.applicationHost><sites><site name={attribute(site)} id="1"><application path="/" /></site></sites>
  </system.applicationHost>
  <system.webServer>
    <fastCgi>{''.join(own)}</fastCgi>
    <handlers accessPolicy="Read">{handlers}<add name="StaticFile" path="*" verb="*" modules="StaticFileModule" /></handlers>
  </system.webServer>
  {location}
</configuration>
''', 'utf-8')
    return dice.choice([[], ['--handlers', 'types']]) + dice.choice([[], ['--existing', 'keep']]) + ['--partial']
