"""A project for programs of qualitative analysis (NVivo, ATLAS.ti, MAXQDA), which goes out while it is read.

REFI-QDA 1.5 is their format of exchange (https://www.qdasoftware.org): a zip file with one XML file in it. Codes come
first, then the variables, then one text for each source, its codes and its values. Ids of 32 hexadecimal digits become
GUIDs.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from bot.documents.model import clean
from bot.documents.pipe import PART, Pipe, make_entry

SPACE: Final = "urn:QDA-XML:project:1.0"
FILE: Final = "project.qde"
_NAMES: Final = uuid.UUID("3f0e3d0c-6a1f-5a63-9d55-0a8f4c1f7b11")
"""What GUIDs of names are made from: the same name has the same one in each file."""


@dataclass(frozen=True)
class Project:
    """A name, who made it, its codes (names by ids) and the names of its variables."""

    name: str
    origin: str
    codes: Mapping[str, str]
    variables: Sequence[str]


@dataclass(frozen=True)
class Source:
    """One text with its id, its name, the ids of its codes, and its values by the names of the variables."""

    id: str
    name: str
    text: str
    codes: Sequence[str] = ()
    values: Mapping[str, str] = field(default_factory=dict)


def write_qdpx(project: Project, sources: Iterable[Source]) -> Iterator[bytes]:
    """The project as a .qdpx file. It says nowhere at which moment it was made."""
    pipe = Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED) as out, out.open(make_entry(FILE), "w") as page:
        page.write(_begin(project).encode())
        begun = False
        for source in sources:
            page.write(("" if begun else "<Sources>").encode() + _source(project, source).encode())
            begun = True
            yield from pipe.take(PART)
        page.write(f"{'</Sources>' if begun else ''}</Project>".encode())
    yield from pipe.take()


def _begin(project: Project) -> str:
    user = _of_name(project.origin)
    codes = "".join(
        f'<Code guid="{_guid(one)}" name={_said(name)} isCodable="true"/>' for one, name in project.codes.items()
    )
    variables = "".join(
        f'<Variable guid="{_of_name(name)}" name={_said(name)} typeOfVariable="Text"/>' for name in project.variables
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<Project xmlns="{SPACE}" name={_said(project.name)} origin={_said(project.origin)} creatingUserGUID="{user}">'
        f'<Users><User guid="{user}" name={_said(project.origin)}/></Users>'
        + (f"<CodeBook><Codes>{codes}</Codes></CodeBook>" if codes else "")
        + (f"<Variables>{variables}</Variables>" if variables else "")
    )


def _source(project: Project, source: Source) -> str:
    user, text = _of_name(project.origin), clean(source.text).replace("\r\n", "\n").replace("\r", "\n")
    codings = "".join(
        f'<Coding guid="{_of_name(source.id + code)}" creatingUser="{user}">'
        f'<CodeRef targetGUID="{_guid(code)}"/></Coding>'
        for code in source.codes
        if code in project.codes
    )
    whole = (
        f'<PlainTextSelection guid="{_of_name(source.id)}" startPosition="0" endPosition="{len(text)}" '
        f'creatingUser="{user}">{codings}</PlainTextSelection>'
    )
    values = "".join(
        f'<VariableValue><VariableRef targetGUID="{_of_name(name)}"/><TextValue>{escape(clean(value))}</TextValue>'
        "</VariableValue>"
        for name, value in source.values.items()
        if name in project.variables and value
    )
    return (
        f'<TextSource guid="{_guid(source.id)}" name={_said(source.name)} creatingUser="{user}">'
        f"<PlainTextContent>{escape(text)}</PlainTextContent>{whole if codings and text else ''}{values}</TextSource>"
    )


def _said(text: str) -> str:
    return quoteattr(clean(text))


def _guid(one: str) -> str:
    return str(uuid.UUID(one))


def _of_name(name: str) -> str:
    return str(uuid.uuid5(_NAMES, name))
