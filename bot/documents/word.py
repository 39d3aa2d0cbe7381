"""Word: headings, lists and language as Word itself marks them, so that screen readers find their way."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from bot.documents.model import Block, Document, Facts, Heading, Line, Links, Said, clean

FONT = "Arial"
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
    for name, size in (("Normal", 12), ("Title", 24), ("Heading 1", 18), ("Heading 2", 14), ("Quote", 12)):
        style = file.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), _INK
        style.font.italic = False  # slanted text is harder to read
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
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
    else:
        _add_links(file, block)


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
