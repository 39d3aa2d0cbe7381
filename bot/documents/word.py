"""Word: headings, lists and language as Word itself marks them, so that screen readers find their way."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

from bot.documents.model import Block, Document, Facts, Heading, Line, Links, Picture, Said, Table, clean

FONT = "Arial"
SIZES = {"Normal": 12, "Title": 24, "Heading 1": 18, "Heading 2": 14, "Quote": 12, "Caption": 12}
"""Styles, in points."""

POSTER = 1.5
"""How many times larger letters are on a poster: so that it keeps to one page."""

_INK = RGBColor(0x1F, 0x29, 0x33)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""A document for people says nowhere at which moment it was made."""


def to_word(document: Document) -> bytes:
    """The document as a .docx file."""
    file = docx.Document()
    _set_up(file, document)
    file.add_paragraph(clean(document.title), style="Title")
    for block in document.blocks:
        _add(file, block)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _set_up(file: Any, document: Document) -> None:
    about = file.core_properties
    about.title, about.language = clean(document.title), document.language
    about.author = about.last_modified_by = about.comments = ""
    about.created = about.modified = _LONG_AGO
    defaults = file.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    language.set(qn("w:val"), document.language)
    for name, size in SIZES.items():
        style = file.styles[name]
        points = size * POSTER if document.poster else size
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(points), _INK
        style.font.italic = False  # slanted text is harder to read
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
        if document.poster:
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    file.styles["Quote"].paragraph_format.left_indent = Pt(18)


def _add(file: Any, block: Block) -> None:
    if isinstance(block, Heading):
        file.add_paragraph(clean(block.text), style=f"Heading {block.level}")
    elif isinstance(block, Line):
        file.add_paragraph(clean(block.text))
    elif isinstance(block, Said):
        file.add_paragraph(clean(block.text), style="Quote")
    elif isinstance(block, Facts):
        for name, value in block.rows:
            file.add_paragraph(f"{clean(name)}: {clean(value)}")
    elif isinstance(block, Links):
        _add_links(file, block)
    elif isinstance(block, Table):
        _add_table(file, block)
    else:
        _add_picture(file, block)


def _add_links(file: Any, links: Links) -> None:
    for text, address in links.rows:
        paragraph = file.add_paragraph(style="List Bullet")
        target = file.part.relate_to(clean(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), target)
        run = paragraph.add_run(clean(text))
        run.underline = True
        link.append(run._r)
        paragraph._p.append(link)


def _add_table(file: Any, table: Table) -> None:
    """A table whose first row is marked as its header, so that it is read out and comes again on each page."""
    file.add_paragraph(clean(table.caption), style="Caption").paragraph_format.keep_with_next = True
    made = file.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for row, texts in enumerate((table.columns, *table.rows)):
        cells = (made.rows[0] if row == 0 else made.add_row()).cells
        for column, text in enumerate(texts):
            paragraph = cells[column].paragraphs[0]
            paragraph.add_run(clean(text)).bold = row == 0
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if column and not table.in_words else WD_ALIGN_PARAGRAPH.LEFT
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(mark)
    about = OxmlElement("w:tblDescription")
    about.set(qn("w:val"), clean(table.caption))
    made._tbl.tblPr.append(about)
    file.add_paragraph().paragraph_format.space_after = Pt(0)  # or the next thing would touch it


def _add_picture(file: Any, picture: Picture) -> None:
    shape = file.add_picture(io.BytesIO(picture.png), width=Inches(min(picture.width / 96, 6)))
    shape._inline.docPr.set("descr", clean(picture.meaning))
