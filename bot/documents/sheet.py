"""Sheets: CSV as a stream of lines, and Excel written row by row. Neither holds more than some rows at a time.

What people wrote is text in every cell. Excel cells are written as strings. In CSV, where programs guess, a text that a
spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import IO, Final

import xlsxwriter

from bot.documents.model import clean

Cell = str | date

LONGEST_CELL: Final = 32_767
"""Characters that Excel takes in one cell (Microsoft, "Excel specifications and limits")."""

MOST_ROWS: Final = 1_048_575
"""Rows that a worksheet has below its header (the same source)."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""A file says nowhere at which moment it was made."""
_A4: Final = 9


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


def write_excel(sheet: Sheet, rows: Iterable[Sequence[Cell]], file: IO[bytes]) -> None:
    """Write the rows as an .xlsx workbook: one worksheet, a header that stays in sight, and a filter on each column.

    A text that is longer than a cell can hold goes on in a further row with nothing else in it.
    """
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": clean(sheet.title), "created": _LONG_AGO.replace(tzinfo=None)})
    page = book.add_worksheet(_name(sheet.title))
    bold = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "d mmmm yyyy", "valign": "top", "align": "left"})
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)  # printed: all columns on one page across, and their names on each
    page.repeat_rows(0)
    for column, (name, width) in enumerate(sheet.columns):
        page.set_column(column, column, width)
        page.write_string(0, column, name, bold)
    place = 0
    for row in rows:
        for part in _in_cells(row):
            place += 1
            for column, cell in enumerate(part):
                if isinstance(cell, date):
                    page.write_datetime(place, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
                elif cell:
                    page.write_string(place, column, cell, wrapped)
    page.autofilter(0, 0, place, len(sheet.columns) - 1)
    book.close()


def _in_cells(row: Sequence[Cell]) -> Iterator[Sequence[Cell]]:
    """A row, and as many more as its longest text needs."""
    cells = [cell if isinstance(cell, date) else clean(cell) for cell in row]
    yield [cell if isinstance(cell, date) else cell[:LONGEST_CELL] for cell in cells]
    rest = ["" if isinstance(cell, date) else cell[LONGEST_CELL:] for cell in cells]
    if any(rest):
        yield from _in_cells(rest)


def _text(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, date) else clean(cell)


def _harmless(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _name(title: str) -> str:
    """What a worksheet may be called: 31 characters, and none that Excel keeps for itself."""
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in clean(title))[:31].strip(" '") or "Sheet"
