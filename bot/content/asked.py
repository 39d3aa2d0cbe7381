"""Finds what somebody asks the meaning of: a word of the glossary, a theme, or the difference between two.

A question about a word is no answer, wherever it comes. It is only found when the WHOLE text is one of the ways to ask
and what is asked about is known, so that "we keep calm and that is what matters" stays an answer. Words are known in
any case, singular or plural, with hyphens or without, and with a slip. Pure functions over the frozen content.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from bot.content.forms import joined, plain
from bot.content.glossary import PLACE, GlossaryWord, WaysToAsk
from bot.content.load import Content
from bot.content.types import Theme

#: How alike a typed word and a known one are when one is a slip for the other (0 to 1).
SLIP: Final = 0.84
#: The same for words of under `LONG` letters: "finding" is not "funding".
SLIP_SHORT: Final = 0.88
LONG: Final = 8
#: Shorter words have too many neighbours to be mended.
SHORTEST_SLIP: Final = 5
#: A longer text is an answer, and is not tried.
LONGEST: Final = 24

_SAYS_THEME = re.compile(r"\b(?:theme|topic)\b", re.IGNORECASE)


def find_word(content: Content, text: str) -> GlossaryWord | None:
    """Give the word of the glossary that the text asks about, or that the text is ("what does calm mean", "calm").

    Whether a bare word is a question is for the caller to know; `find_asked` takes questions only.
    """
    for part in (*_asked_parts(content.ways_to_ask, text), text):
        if found := _word(content, part):
            return found
    return None


def find_themes_named(content: Content, text: str) -> tuple[Theme, ...]:
    """Give the themes that the text asks about or is, in the order of the text: at most two, none when one is unknown.

    "what is organisational culture" gives one theme, "difference between culture and leadership" gives two.
    """
    ways = content.ways_to_ask
    for parts in (*_compared_parts(ways, text), *((part,) for part in (*_asked_parts(ways, text), text))):
        found = [theme for part in parts if (theme := _theme(content, part))]
        if len(found) == len(parts):
            return tuple(dict.fromkeys(found))
    return ()


def find_asked(content: Content, text: str) -> tuple[GlossaryWord | Theme, ...]:
    """Give the one or two things that a question asks the meaning or the difference of; empty for any other text.

    A bare word is taken only with a question mark ("calm?"). Two are both themes where they can be, then both words.
    One is a word before it is a theme ("what is a policy"), unless the text says "theme" or only the theme fits.
    """
    ways = content.ways_to_ask
    for pair in _compared_parts(ways, text):
        themes, words = [_theme(content, part) for part in pair], [_word(content, part) for part in pair]
        for both in (themes, words, [theme or word for theme, word in zip(themes, words, strict=True)]):
            if len(known := dict.fromkeys(one for one in both if one)) == len(pair):
                return tuple(known)
    for part in (*_asked_parts(ways, text), *([text] if text.rstrip().endswith("?") else ())):
        if one := _one(content, part):
            return (one,)
    return ()


def _one(content: Content, part: str) -> GlossaryWord | Theme | None:
    tries = [(_word, 1.0), (_theme, 1.0), (_word, SLIP), (_theme, SLIP)]
    if _SAYS_THEME.search(part):
        tries = [(_theme, SLIP), *tries]
    return next((found for find, alike in tries if (found := find(content, part, alike))), None)


def _word(content: Content, part: str, alike: float = SLIP) -> GlossaryWord | None:
    places = _forms(tuple((word.word, *word.also) for word in content.glossary))
    place = _nearest(content.ways_to_ask, places, part, alike)
    return content.glossary[place] if place is not None else None


def _theme(content: Content, part: str, alike: float = SLIP) -> Theme | None:
    places = _forms(tuple((theme.name, theme.id, *theme.also) for theme in content.themes))
    place = _nearest(content.ways_to_ask, places, part, alike)
    return content.themes[place] if place is not None else None


@lru_cache(maxsize=8)
def _forms(named: tuple[tuple[str, ...], ...]) -> dict[str, int]:
    """Every form by which a thing is known, and its place. The first that uses a form has it."""
    found: dict[str, int] = {}
    for place, forms in enumerate(named):
        for form in forms:
            found.setdefault(joined(form), place)
    return found


def _nearest(ways: WaysToAsk, places: Mapping[str, int], part: str, alike: float) -> int | None:
    """The place of the form that the part is, or is a slip for; exactly for `alike` 1."""
    tried = [joined(one) for one in _without_aside(ways, part)]
    exact = next((places[key] for key in tried if key in places), None)
    if exact is not None or alike >= 1:
        return exact
    near = ((_alike(key, form), place) for key in tried for form, place in places.items())
    best, place = max(near, key=lambda one: one[0], default=(0.0, 0))
    return place if best >= alike else None


def _alike(key: str, form: str) -> float:
    shorter, longer = sorted((len(key), len(form)))
    if shorter < SHORTEST_SLIP or longer - shorter > longer // SHORTEST_SLIP + 1 or key[0] != form[0]:
        return 0.0  # people seldom miss the first letter, and "hearing" is not "sharing"
    ratio = SequenceMatcher(None, key, form).ratio()
    return ratio if longer >= LONG or ratio >= SLIP_SHORT else 0.0


def _without_aside(ways: WaysToAsk, part: str) -> Iterator[str]:
    """The part as it is, then without each thing that may stand around a word."""
    part = plain(part)
    if part.count(" ") >= LONGEST:
        return
    yield part
    before, after = _around(ways.before, ways.after)
    while (shorter := after.sub("", before.sub("", part))) != part and shorter:
        part = shorter
        yield part


@lru_cache(maxsize=8)
def _around(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(rf"^(?:{_any(before)}) "), re.compile(rf" (?:{_any(after)})$")


def _asked_parts(ways: WaysToAsk, text: str) -> Iterator[str]:
    for match in _matches(ways.one, ways.aside, text):
        yield match[0]


def _compared_parts(ways: WaysToAsk, text: str) -> Iterator[tuple[str, ...]]:
    yield from _matches(ways.two, ways.aside, text)


def _matches(lines: tuple[str, ...], aside: tuple[str, ...], text: str) -> Iterator[tuple[str, ...]]:
    words = plain(text)
    if not words or words.count(" ") >= LONGEST:
        return
    for pattern in _compiled(lines, aside):
        if match := pattern.fullmatch(f"{words} "):
            yield match.groups()


@lru_cache(maxsize=8)
def _compiled(lines: tuple[str, ...], aside: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Each way to ask as a pattern over words that each have a space after them, with what may stand around it.

    Each comes twice, with the first word as short and as long as can be: "policies and processes and leadership".
    """
    around = f"(?:(?:{_any(aside)}) ){{0,4}}"
    return tuple(
        re.compile(around + _pattern(line, some) + around)
        for line in lines
        for some in ((".+?", ".+") if line.count(PLACE) > 1 else (".+?",))
    )


def _pattern(line: str, some: str) -> str:
    """`what (does|do)? … mean` as a pattern: a part that may be left out takes its space with it."""
    found = ""
    for piece in re.findall(r"\([^()]*\)\??|[^\s()]+", line):
        inner = f"({some})" if piece == PLACE else piece.rstrip("?").replace("(", "(?:")
        found += f"(?:{inner} )?" if piece.endswith("?") else f"{inner} "
    return found


def _any(lines: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(plain(line)) for line in lines), key=len, reverse=True))
