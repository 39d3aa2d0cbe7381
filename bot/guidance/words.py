"""Cuts text into the words that a search compares: no case, no common words, no endings.

A stemming library would be one more dependency; these few endings are enough for passages of this size.
"""

from __future__ import annotations

import re
from typing import Final

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_SHORTEST_STEM: Final = 3
_ENDINGS: Final = (
    ("iness", "y"), ("ships", ""), ("ship", ""), ("ingly", ""), ("ings", ""), ("ing", ""), ("ments", ""), ("ment", ""),
    ("ness", ""), ("ies", "y"), ("ied", "y"), ("ers", ""), ("er", ""), ("ed", ""), ("ly", ""), ("es", ""), ("s", ""),
    ("e", ""),
)  # fmt: skip

_COMMON_TEXT = """
    a about after again all also always am an and any anything are as ask at be because been before being but by can
    cannot can't could did didn't do does doesn't doing don't done dont down each even every everyone few for from
    get gets getting give given go goes going good got had has have having he her here hers him his how i i'd i'll
    i'm i've if in into is isn't it it's its just keep know less let like lot made make makes many may me mean might
    more most much must my need needs never no nobody not nothing now of off often on once one only or other our
    ours out over own people really same say says see she should so some someone something sometimes still such take
    than that that's the their them then there there's these they they're thing things think this those though
    through to too until up us use used very want was way we we're we've well went were what when where which while
    who why will with without would yes yet you your aye wee oor ae tae wi fae naw nae didnae disnae cannae dinnae
    isnae wasnae it'd we'd you'd folk
"""
#: English and Scots words that tell nothing of what a text is about.
COMMON: Final = frozenset(_COMMON_TEXT.split())


def cut_words(text: str) -> list[str]:
    """Give the telling words of a text as stems, in order, with repeats."""
    plain = text.casefold().replace("’", "'")
    return [stem(word) for word in _WORD.findall(plain) if word not in COMMON]


def stem(word: str) -> str:
    """Take a common ending off a word: "budgets", "budgeting" and "budgeted" give the same."""
    word = word.removesuffix("'s")
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            stemmed = word.removesuffix(ending) + instead
            return stemmed[:-1] if len(stemmed) > _SHORTEST_STEM and stemmed[-1] == stemmed[-2] else stemmed
    return word
