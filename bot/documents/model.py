"""What a document says, whatever its format. All text is plain: no character in it means anything but itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.marks import as_meant

_NO_SIGN = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
"""What XML 1.0 cannot hold beside control characters."""


@dataclass(frozen=True)
class Heading:
    """A heading below the title. `level` counts from 1, and no level is left out."""

    text: str
    level: int


@dataclass(frozen=True)
class Line:
    """A paragraph of ours."""

    text: str


@dataclass(frozen=True)
class Said:
    """Words that somebody wrote, line breaks and all."""

    text: str


@dataclass(frozen=True)
class Facts:
    """Short facts: what each is, and what it is here."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Links:
    """A list of web addresses, each with the words that lead there."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """Rows under named columns. The first cell of a row names it; the other columns are figures, or `in_words`."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    in_words: bool = False


@dataclass(frozen=True)
class Picture:
    """A picture as PNG, and its meaning in words. `width` in pixels at 96 to the inch."""

    png: bytes
    meaning: str
    width: int


Block = Heading | Line | Said | Facts | Links | Table | Picture


@dataclass(frozen=True)
class Document:
    """A title and what comes below it.

    `unprintable` is a line for the end of a PDF in which some signs had to be written out or left blank.
    `large`: a PDF to project, each heading on a page of its own. `poster`: one page to hang up, in large letters.
    """

    title: str
    blocks: tuple[Block, ...]
    unprintable: str = ""
    language: str = field(default="en-GB")
    large: bool = False
    poster: bool = False


def clean(text: str) -> str:
    """The text with every line break as \\n, and without characters that a document cannot hold."""
    return _NO_SIGN.sub("", as_meant(text))
