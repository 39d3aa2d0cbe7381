"""PDF by Typst, tagged and checked against PDF/UA-1 as it is made (ADR 0012).

The fonts are those that come with Typst, so that a PDF looks the same wherever it is made. They hold no emoji and not
every script. What they cannot show is found out beforehand, because PDF/UA allows no sign without a glyph.
"""

from __future__ import annotations

import functools
import json
import re
import threading
import unicodedata
from collections import Counter
from pathlib import Path

import typst

from bot.documents.model import Block, Document, Facts, Heading, Line, Picture, Said, Table, clean

_LAYOUT = Path(__file__).parent / "document.typ"
_BLANK = "\u25a1"
"""Stands for a sign that cannot be shown and has no name of use to a reader."""

_JOINING = re.compile("[\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]+")
"""What only changes the emoji before it."""

_EVERYWHERE = re.compile("[ -~\n\u00a0-\u00ac\u00ae-\u017f\u2018\u2019\u201c\u201d\u2013\u2014\u2026]*")
"""English, Gaelic and most of Europe: surely in the fonts."""

_MOST_UNSEEN = 100
"""So many signs of one document are tried by themselves, a few milliseconds each: those that stand most often. Scripts
that the fonts have are smaller than that; of 3,900 signs, the others are taken as missing."""

_ONE_AT_A_TIME = threading.Lock()


def to_pdf(document: Document) -> bytes:
    """The document as a PDF/UA-1 file.

    An emoji that the fonts do not have is written out ("[seedling]"), and a sign of another script becomes a blank
    square; then `document.unprintable` stands at the end. Word and Markdown hold every sign.
    """
    blocks = [_as_data(block) for block in document.blocks]
    texts = json.dumps(blocks, ensure_ascii=False)
    with _ONE_AT_A_TIME:
        try:
            return _compile(document, *_printable(document, blocks, _missing(texts)))
        except typst.TypstError:  # signs that can be shown alone, but not in this company
            odd = {c for c in texts if not _EVERYWHERE.fullmatch(c)}
            return _compile(document, *_printable(document, blocks, odd))


def _printable(document: Document, blocks: list[dict[str, object]], odd: set[str]) -> tuple[str, list[object]]:
    """The title and the blocks with what is odd written out."""
    if not odd:
        return clean(document.title), list(blocks)
    plain = _write_out(blocks, odd)
    assert isinstance(plain, list)
    if document.unprintable:
        plain.append({"kind": "line", "text": document.unprintable})
    return str(_write_out(clean(document.title), odd)), plain


def _write_out(value: object, odd: set[str]) -> object:
    if isinstance(value, list):
        return [_write_out(one, odd) for one in value]
    if isinstance(value, dict):
        return {name: one if name == "kind" else _write_out(one, odd) for name, one in value.items()}
    if not isinstance(value, str) or odd.isdisjoint(value):
        return value
    value = _JOINING.sub("", value)
    return "".join(_name(sign) if sign in odd else sign for sign in value)


def _name(sign: str) -> str:
    """How a sign reads that cannot be shown."""
    category = unicodedata.category(sign)
    if category == "So":
        return f"[{unicodedata.name(sign, _BLANK).lower()}]"
    return "" if category in ("Cc", "Cf", "Mn", "Me") else _BLANK


@functools.lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(_LAYOUT, root=_LAYOUT.parent, ignore_system_fonts=True)


def _missing(texts: str) -> set[str]:
    """The signs of a text that the fonts do not have, or that are too many to try."""
    unsure = Counter(sign for sign in texts if not _EVERYWHERE.fullmatch(sign))
    return set(unsure) - {sign for sign, _ in unsure.most_common(_MOST_UNSEEN) if _can_show(sign)}


@functools.lru_cache(maxsize=8192)
def _can_show(sign: str) -> bool:
    """Whether the fonts have the sign."""
    if _EVERYWHERE.fullmatch(sign):
        return True
    try:
        _run({"title": "x", "language": "en", "region": "GB", "blocks": [{"kind": "line", "text": f"a{sign}a"}]})
    except typst.TypstError:
        return False
    return True


def _compile(document: Document, title: str, blocks: list[object]) -> bytes:
    language, _, region = document.language.partition("-")
    about = {"title": title, "language": language, "region": region, "large": document.large, "poster": document.poster}
    return _run({**about, "blocks": blocks})


def _run(data: dict[str, object]) -> bytes:
    made = _compiler().compile(format="pdf", pdf_standards="ua-1", sys_inputs={"document": json.dumps(data)})
    assert isinstance(made, bytes)
    return made


def _as_data(block: Block) -> dict[str, object]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": clean(block.text), "level": block.level}
    if isinstance(block, Line):
        return {"kind": "line", "text": clean(block.text)}
    if isinstance(block, Said):
        return {"kind": "said", "text": clean(block.text)}
    if isinstance(block, Picture):
        return {"kind": "picture", "png": list(block.png), "text": clean(block.meaning), "width": block.width}
    if isinstance(block, Table):
        rows = [[clean(cell) for cell in row] for row in block.rows]
        columns = [clean(column) for column in block.columns]
        table = {"kind": "table", "text": clean(block.caption), "columns": columns, "rows": rows}
        return table | {"in_words": block.in_words}
    rows = [[clean(one) for one in row] for row in block.rows]
    return {"kind": "facts" if isinstance(block, Facts) else "links", "rows": rows}
