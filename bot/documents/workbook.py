"""An Excel workbook that goes out while its rows are read, so that no file with people's words lies or waits anywhere.

xlsxwriter makes a workbook with one row for a sample, in memory. What it made is sent on as it is, but for the sheet:
there the rows stand in place of the sample, as texts inline (ECMA-376, part 1, 18.3.1.4 and 18.3.1.53).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from bot.documents.model import clean
from bot.documents.pipe import PART, Pipe, make_entry
from bot.documents.sheet import Cell, Sheet

LONGEST_CELL: Final = 32_767
"""Characters that Excel takes in one cell (Microsoft, "Excel specifications and limits")."""

MOST_ROWS: Final = 1_048_576
"""Rows that a worksheet has, its header among them (the same source)."""

_PAGE, _BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""A file says nowhere at which moment it was made."""
_FIRST_DAY: Final = date(1899, 12, 30)
"""Day 0 of Excel, for every day from March 1900 on."""
_A4: Final = 9
_CODE = re.compile("(?=_x[0-9A-Fa-f]{4}_)")
"""What Excel would read as the code of a sign. An underscore that is written as a code itself keeps it from that."""


def write_excel(sheet: Sheet, rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The rows as an .xlsx workbook: one worksheet, a header that stays in sight, and a filter on each column.

    A text that is longer than a cell can hold goes on in a further row with nothing else in it.
    """
    made, pipe = ZipFile(_make_sample(sheet)), Pipe()
    head, sample, tail = re.split(r'(<row r="2".*?</row>)', made.read(_PAGE).decode(), flags=re.DOTALL)
    day, text = re.findall(r'<c r="[A-Z]+2" s="(\d+)"', sample)
    last, count = xl_col_to_name(max(len(sheet.columns), 2) - 1), 1
    with ZipFile(pipe, "w", ZIP_DEFLATED) as out:
        for name in made.namelist():
            if name not in (_PAGE, _BOOK):
                out.writestr(make_entry(name), made.read(name))
        with out.open(make_entry(_PAGE), "w") as page:
            page.write(re.sub("<dimension[^>]*>", "", head).encode())
            for row in rows:
                for part in _in_cells(row):
                    if count < MOST_ROWS:
                        count += 1
                        page.write(_to_xml(count, part, day, text).encode())
                yield from pipe.take(PART)
            page.write(tail.replace(f"A1:{last}2", f"A1:{last}{count}").encode())
        book = made.read(_BOOK).decode()
        out.writestr(make_entry(_BOOK), book.replace(f"$A$1:${last}$2", f"$A$1:${last}${count}"))
    yield from pipe.take()


def _make_sample(sheet: Sheet) -> io.BytesIO:
    """The workbook with its header, and one row with a day and a text in it."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
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
    page.write_datetime(1, 0, _LONG_AGO.replace(tzinfo=None), day)
    page.write_string(1, 1, "text", wrapped)
    page.autofilter(0, 0, 1, max(len(sheet.columns), 2) - 1)
    book.close()
    return file


def _in_cells(row: Sequence[Cell]) -> Iterator[Sequence[Cell]]:
    """A row, and as many more as its longest text needs."""
    cells = [cell if isinstance(cell, date) else clean(cell) for cell in row]
    yield [cell if isinstance(cell, date) else cell[:LONGEST_CELL] for cell in cells]
    rest = ["" if isinstance(cell, date) else cell[LONGEST_CELL:] for cell in cells]
    if any(rest):
        yield from _in_cells(rest)


def _to_xml(number: int, row: Sequence[Cell], day: str, text: str) -> str:
    """One row of the sheet. `day` and `text` are the numbers of the styles. A text is never a formula, nor a link."""
    cells = []
    for column, cell in enumerate(row):
        place = f"{xl_col_to_name(column)}{number}"
        if isinstance(cell, date):
            cells.append(f'<c r="{place}" s="{day}"><v>{(cell - _FIRST_DAY).days}</v></c>')
        elif cell:
            said = escape(_CODE.sub("_x005F", cell))
            cells.append(f'<c r="{place}" s="{text}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'


def _name(title: str) -> str:
    """What a worksheet may be called: 31 characters, and none that Excel keeps for itself."""
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in clean(title))[:31].strip(" '") or "Sheet"
