"""The kinds of file that a document can be taken away as. What makes a kind is loaded when the first one is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.documents.markdown import to_markdown
from bot.documents.model import Document


def to_pdf(document: Document) -> bytes:
    """The document as a tagged .pdf file: see bot/documents/pdf.py."""
    from bot.documents.pdf import to_pdf

    return to_pdf(document)


def to_word(document: Document) -> bytes:
    """The document as a .docx file: see bot/documents/word.py."""
    from bot.documents.word import to_word

    return to_word(document)


FORMATS: Final[Mapping[str, tuple[Callable[[Document], bytes], str]]] = {
    "docx": (to_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (to_pdf, "application/pdf"),
    "md": (to_markdown, "text/markdown; charset=utf-8"),
}
"""What makes a file of a document, and its media type, by how the file's name ends."""
