"""The kinds of file that a document can be taken away as."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.documents.markdown import to_markdown
from bot.documents.model import Document
from bot.documents.pdf import to_pdf
from bot.documents.word import to_word

FORMATS: Final[Mapping[str, tuple[Callable[[Document], bytes], str]]] = {
    "docx": (to_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (to_pdf, "application/pdf"),
    "md": (to_markdown, "text/markdown; charset=utf-8"),
}
"""What makes a file of a document, and its media type, by how the file's name ends."""
