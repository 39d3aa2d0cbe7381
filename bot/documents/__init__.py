"""Documents for people to take away: one model of what they say, and Word, PDF and Markdown made of it.

Nothing here knows what a document is about. Whoever writes one (a person's reflections, a report) passes the
words in, and a person's words are never read as markup of any kind.
"""

from bot.documents.formats import FORMATS, to_pdf, to_word
from bot.documents.markdown import to_markdown
from bot.documents.model import Block, Document, Facts, Heading, Line, Links, Picture, Said, Table
from bot.documents.qdpx import Project, Source, write_qdpx
from bot.documents.sheet import Sheet, write_csv
from bot.documents.workbook import write_excel

__all__ = [
    "FORMATS",
    "Block",
    "Document",
    "Facts",
    "Heading",
    "Line",
    "Links",
    "Picture",
    "Project",
    "Said",
    "Sheet",
    "Source",
    "Table",
    "to_markdown",
    "to_pdf",
    "to_word",
    "write_csv",
    "write_excel",
    "write_qdpx",
]
