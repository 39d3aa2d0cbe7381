"""Marks what a search found, in the words as they stand on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from bot.store.terms import Term, Terms

_WORD = re.compile(r"[^\W_]+")


def mark_matches(text: str, terms: Terms) -> Markup:
    """A text with what the terms find between <mark> and </mark>. All else is escaped."""
    marked, end = Markup(), 0
    for start, stop in sorted(place for group in terms for term in group for place in _places(text, term)):
        if stop <= end:
            continue
        start = max(start, end)
        marked += escape(text[end:start]) + Markup("<mark>{}</mark>").format(text[start:stop])
        end = stop
    return marked + escape(text[end:])


def _places(text: str, term: Term) -> Iterator[tuple[int, int]]:
    if term.phrase:
        words = (re.escape(word) for word in _WORD.findall(term.said))
        found = re.compile(r"[\W_]".join(words), re.IGNORECASE).finditer(text)
        yield from (one.span() for one in found)
        return
    yield from (one.span() for one in _WORD.finditer(text) if term.within(one[0]))
