"""Applies an XDT transform as Microsoft.Web.XmlTransform does, as far as the transforms that are used go."""
import re

from lxml import etree

from effective import text_of

XDT = '{http://schemas.microsoft.com/XML-Document-Transform}'


def split_arguments(text):
    """At commas outside parentheses, without a look at quotes, as XmlArgumentUtility does."""
    if ',' not in text:
        return [text]
    out, part, depth = [], None, 0
    for piece in text.split(','):
        part = piece if part is None else part + ',' + piece
        depth += piece.count('(') - piece.count(')')
        if depth == 0:
            out.append(part)
            part = None
    return [p.strip() for p in out + ([part] if part is not None else [])]


def name_and_arguments(text):
    match = re.fullmatch(r'\s*(\w+)\s*(?:\((.*)\))?\s*', text, re.S)
    assert match, text
    return match[1], split_arguments(match[2]) if match[2] is not None else []


def one(arguments):
    assert len(arguments) == 1, f'XDT would see {len(arguments)} arguments: {arguments}'
    return arguments[0]


def step_of(element):
    locator = element.get(XDT + 'Locator')
    if locator is None:
        return element.tag
    kind, arguments = name_and_arguments(locator)
    assert kind == 'Condition', locator
    return f'{element.tag}[{one(arguments)}]'


def bare(element):
    copy = etree.Element(element.tag, {k: v for k, v in element.attrib.items() if not k.startswith(XDT)})
    for child in element:
        if isinstance(child.tag, str):
            copy.append(bare(child))
    return copy


def transform(element, parents, root):
    """`parents` are the elements of the document that stand for the transform's parent."""
    step = step_of(element)
    found = [child for parent in parents for child in parent.xpath(step)]
    command = element.get(XDT + 'Transform')
    if command:
        name, arguments = name_and_arguments(command)
        if name == 'SetAttributes':
            assert found, f'nothing matches {step}'
            for target in found:
                for attribute in arguments:
                    target.set(attribute, element.get(attribute))
        elif name == 'InsertIfMissing':
            assert parents, f'no place for {step}'
            if not found:
                parents[0].append(bare(element))
        else:
            siblings = root.xpath(one(arguments))
            assert siblings, f'no {one(arguments)}'
            sibling = siblings[0]
            assert sibling.getparent() in parents
            {'InsertBefore': sibling.addprevious, 'InsertAfter': sibling.addnext}[name](bare(element))
        found = [child for parent in parents for child in parent.xpath(step)]
    for child in element:
        if isinstance(child.tag, str):
            transform(child, found, root)


def run(script, xml):
    """The transformed document, as bytes."""
    document = etree.fromstring(text_of(xml)).getroottree()
    change = etree.fromstring(script)
    assert change.tag == document.getroot().tag == 'configuration'
    for child in change:
        if isinstance(child.tag, str):
            transform(child, [document.getroot()], document)
    return etree.tostring(document)
