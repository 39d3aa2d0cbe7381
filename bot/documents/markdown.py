"""Markdown: every sign that Markdown, GitHub's or HTML would read as theirs is escaped in what people wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.documents.model import Block, Document, Facts, Heading, Line, Links, Picture, Said, clean

_MARKS = re.compile(r"[\\`*_\[\]<>#&|~$^={}!]")
"""Read as markup wherever they stand. Markdown takes a backslash before any of them away again."""

_AT_THE_START = re.compile(r"^(\s*)([-+:])|^(\s*\d+)([.)])")
"""Read as a list, a line or a heading's underline at the beginning of a line."""

_LINKED = re.compile(r"(?<=www)\.|:(?=//)|@", re.IGNORECASE)
"""What makes GitHub's Markdown see a link in a bare address."""


def to_markdown(document: Document) -> bytes:
    """The document as a .md file in UTF-8."""
    parts = [f"# {_on_one_line(document.title)}", *(_write(block) for block in document.blocks)]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _write(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * (block.level + 1)} {_on_one_line(block.text)}"
    if isinstance(block, Line):
        return _on_one_line(block.text)
    if isinstance(block, Said):
        return _quote(block.text)
    if isinstance(block, Facts):
        return "\n".join(f"- {_on_one_line(name)}: {_on_one_line(value)}" for name, value in block.rows)
    if isinstance(block, Links):
        return "\n".join(f"- [{_on_one_line(name)}](<{_address(address)}>)" for name, address in block.rows)
    if isinstance(block, Picture):
        return _on_one_line(block.meaning)
    rows = [_row(_on_one_line(cell) for cell in row) for row in (block.columns, *block.rows)]
    return "\n".join([_on_one_line(block.caption), "", rows[0], _row("---" for _ in block.columns), *rows[1:]])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _quote(text: str) -> str:
    """Somebody's words as a quotation. A line break stays one, and empty lines part paragraphs."""
    paragraphs = [part for part in re.split(r"\n\s*\n", clean(text).strip()) if part.strip()]
    quoted = ["\\\n".join(escape(line) for line in part.split("\n") if line.strip()) for part in paragraphs]
    return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(quoted).split("\n"))


def _on_one_line(text: str) -> str:
    return escape(" ".join(clean(text).split()))


def _address(address: str) -> str:
    return re.sub(r"[<>\\\s]", lambda sign: f"%{ord(sign[0]):02X}", clean(address))


def escape(line: str) -> str:
    """One line of text as Markdown that reads as the same text. Spaces at its ends are left out."""
    line = _MARKS.sub(r"\\\g<0>", line.strip())
    line = _LINKED.sub(r"\\\g<0>", line)
    return _AT_THE_START.sub(lambda found: f"{found[1] or found[3] or ''}\\{found[2] or found[4]}", line)
