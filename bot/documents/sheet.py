"""Sheets, and CSV as a stream of lines, which never holds more than some rows. Excel is in workbook.py.

What people wrote is text in every cell. In CSV, where programs guess, a text that would be taken for a formula gets an
apostrophe before it (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.documents.model import clean

Cell = str | date

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True)
class Sheet:
    """A title and named columns, each with its width in characters. Rows come apart from it, as they are read."""

    title: str
    columns: Sequence[tuple[str, int]]


def write_csv(sheet: Sheet, rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The rows as CSV (RFC 4180) in UTF-8 with a mark that Excel needs to read it so. The header comes at once."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)

    def written(cells: Iterable[str]) -> bytes:
        writer.writerow(cells)
        text = line.getvalue()
        line.seek(0)
        line.truncate()
        return text.encode()

    yield b"\xef\xbb\xbf" + written(name for name, _ in sheet.columns)
    for row in rows:
        yield written(_harmless(_text(cell)) for cell in row)


def _text(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, date) else clean(cell)


def _harmless(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
