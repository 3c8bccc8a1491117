"""Hostile files by size: each function of n gives the files of one run, as bytes by name."""

POOL = b"[PHP]\nExePath=C:\\PHP\\php-cgi.exe\n"
INI = b"[Types]\nphp=PHP\n" + POOL
HEAD = (b'<?xml version="1.0" encoding="UTF-8"?>\n<configuration>\n<configSections><sectionGroup name="system.webServer">'
        b'<section name="fastCgi" /><section name="handlers" /></sectionGroup></configSections>\n')
TAIL = b"</configuration>\n"
SITES = (b'<system.applicationHost><sites><site name="a" id="1"><application path="/"><virtualDirectory path="/" '
         b'physicalPath="C:\\a" /></application></site></sites></system.applicationHost>\n')


def config(fast_cgi=b"<fastCgi />", more=b"", handlers=b"<handlers />"):
    return HEAD + SITES + b"<system.webServer>" + fast_cgi + handlers + b"</system.webServer>\n" + more + TAIL


def repeat(line, n):
    """n copies of a line, in which %d is their number."""
    return b"".join(line.replace(b"%d", str(i).encode()) for i in range(n))


def with_config(text):
    return {"fcgiext.ini": INI, "applicationHost.config": text}


def with_ini(text):
    return {"fcgiext.ini": text, "applicationHost.config": config()}


def with_metabase(nodes):
    head = b'<?xml version="1.0"?>\n<configuration xmlns="urn:microsoft-catalog:XML_Metabase_V64_0">\n<MBProperty>\n'
    web = b'<IIsWebService Location="/LM/W3SVC" />\n<IIsWebServer Location="/LM/W3SVC/1" ServerComment="a" />\n'
    return {"fcgiext.ini": INI, "applicationHost.config": config(),
            "MetaBase.xml": head + web + nodes + b"</MBProperty>\n</configuration>\n"}


SCRIPT_MAP = b".x%d,C:\\WINDOWS\\system32\\inetsrv\\fcgiext.dll,5,GET,POST\n"
ROOT_DIR = b'<IIsWebVirtualDir Location="/LM/W3SVC/1/ROOT" AccessFlags="AccessRead | AccessScript" '
SEPARATE = ["--collisions", "separate"]
TYPES = ["--handlers", "types"]
METABASE = ["--handlers", "metabase", "--metabase", "MetaBase.xml"]

# name: (files of n, further arguments). Whatever they mean, they cost no more than their size.
GROWING = {
    "config: an attribute of n bytes": (lambda n: with_config(config(more=b'<x a="' + b"v" * n + b'" />')), []),
    "config: n attributes": (lambda n: with_config(config(more=b"<x " + repeat(b'a%d="" ', n) + b"/>")), []),
    "config: n attributes of fastCgi": (
        lambda n: with_config(config(b"<fastCgi " + repeat(b'a%d="" ', n) + b"/>")), []),
    "config: n locations": (
        lambda n: with_config(config(more=repeat(b'<location path="a/%d"><system.webServer /></location>\n', n))), TYPES),
    "config: n locations of one path": (
        lambda n: with_config(config(more=b'<location path="a"><system.webServer /></location>\n' * n)), TYPES),
    "config: n applications": (
        lambda n: with_config(config(b"<fastCgi>" + repeat(b'<application fullPath="C:\\%d.exe" />\n', n) + b"</fastCgi>")),
        []),
    "config: n handler mappings": (
        lambda n: with_config(config(handlers=b"<handlers>" + repeat(
            b'<add name="h%d" path="*.x%d" verb="*" modules="FastCgiModule" />\n', n) + b"</handlers>")), TYPES),
    "config: n references": (lambda n: with_config(config(more=b'<x a="' + b"&amp;&#x41;" * n + b'" />')), []),
    "config: n mixed line ends": (lambda n: with_config(config(more=b" \r\n \n \r" * n)), []),
    "config: n comments": (lambda n: with_config(config(more=b"<!-- < -->" * n)), []),
    "config: n open tags": (lambda n: with_config(config(more=b"<x>" * n)), []),
    "config: n quotes that are not closed": (lambda n: with_config(config(more=b'<x a="' * n)), []),
    "config: n sites": (lambda n: with_config(HEAD + b"<system.applicationHost><sites>" + repeat(
        b'<site name="s%d" id="%d" />\n', n) + b"</sites></system.applicationHost>" + TAIL), TYPES),
    "ini: one line of n bytes": (lambda n: with_ini(b"[Types]\nphp=PHP\n" + POOL + b"Arguments=" + b"a" * n), []),
    "ini: n sections of one name": (lambda n: with_ini(INI + POOL * n), []),
    "ini: n keys of one name": (lambda n: with_ini(INI + b"MaxInstances=5\n" * n), []),
    "ini: n pools": (lambda n: with_ini(b"[Types]\n" + repeat(b"x%d=P%d\n", n) + repeat(
        b"[P%d]\nExePath=C:\\%d.exe\n", n)), TYPES),
    "ini: n pools of one program": (lambda n: with_ini(b"[Types]\n" + repeat(b"x%d=P%d\n", n) + repeat(
        b"[P%d]\nExePath=C:\\PHP\\php-cgi.exe\nMaxInstances=%d\n", n)), [*SEPARATE, "--range", "clamp"]),
    "ini: n bindings": (lambda n: with_ini(b"[Types]\n" + repeat(b"x%d=PHP\n", n) + POOL), TYPES),
    "ini: n bindings of one extension": (lambda n: with_ini(b"[Types]\n" + b"php=PHP\n" * n + POOL), TYPES),
    "ini: n variables": (lambda n: with_ini(INI + b"EnvironmentVars=" + repeat(b"A%d:1,", n)), []),
    "ini: n pools of ten variables": (lambda n: with_ini(INI + repeat(
        b"[P%d]\nExePath=C:\\%d.exe\nEnvironmentVars=" + b",".join(b"A%x:%%d" % i for i in range(10)) + b"\n", n)), []),
    "ini: n variables of one name": (lambda n: with_ini(INI + b"EnvironmentVars=" + b"A:1," * n), []),
    "ini: n unknown settings": (lambda n: with_ini(INI + repeat(b"Unknown%d=1\n", n)), []),
    "ini: n brackets": (lambda n: with_ini(INI + b"[" * n), []),
    "metabase: n script maps": (lambda n: with_metabase(ROOT_DIR + b'ScriptMaps="' + repeat(SCRIPT_MAP, n) + b'" />'),
                                METABASE),
    "metabase: n nodes": (lambda n: with_metabase(ROOT_DIR + b"/>\n" + repeat(
        b'<IIsWebDirectory Location="/LM/W3SVC/1/ROOT/d%d" AccessFlags="AccessRead" />\n', n)), METABASE),
    "metabase: a path of n names": (lambda n: with_metabase(
        b'<IIsWebDirectory Location="/LM/W3SVC/1/ROOT' + b"/d" * n + b'" AccessFlags="AccessRead" />'), METABASE),
}

# name: (files, the code of the finding that refuses them)
REFUSED = {
    "a document type": (with_config(config().replace(b"<configuration>", b"<!DOCTYPE x><configuration>")), "CFG"),
    "entities that grow": (with_config(config().replace(
        b"<configuration>", b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><configuration>')), "CFG"),
    "an entity of a file": (with_config(config().replace(
        b"<configuration>", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><configuration>')), "CFG"),
    "an undefined entity": (with_config(config(more=b'<x a="&b;" />')), "CFG"),
    "100,000 elements deep": (with_config(config(more=b"<x>" * 100000 + b"</x>" * 100000)), "CFG"),
    "NUL in the config": (with_config(config(more=b"\0")), "CFG"),
    "NUL in the ini": (with_ini(INI + b"a\0b"), "INI"),
    "an overlong slash": (with_config(config(more=b"<!-- \xc0\xaf -->")), "CFG"),
    "a surrogate in UTF-8": (with_config(config(more=b"<!-- \xed\xa0\x80 -->")), "CFG"),
    "a lone surrogate in UTF-16": (with_config(
        b"\xff\xfe" + config(more=b"<!--@-->").decode().replace('encoding="UTF-8"', "").encode("utf-16-le").replace(
            b"@\0", b"\x00\xd8")), "CFG"),
    "a line of more than 1 MiB": (with_ini(INI + b"Arguments=" + b"a" * (1 << 20)), "INI016"),
    "half a character of UTF-16": (with_config(b"\xff\xfe" + config().decode().encode("utf-16-le") + b"x"), "CFG"),
}
