"""Tells when a name is a thing's or a public person's: a pub, a firm, the minibus called Grace, a word that is meant.

And where a name hides in a longer word: "logans dad", "stevie'll". What stands around decides, as in `meant.py`.
"""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Final

from bot.safety.name_lists import NameLists
from bot.safety.people import PLURAL
from bot.safety.typed_words import Word

# fmt: off
_LABELLED: Final = frozenset({"marked", "labelled", "labeled", "titled", "entitled", "headed", "branded"})
_CALL: Final = frozenset({
    "call", "calls", "called", "cry", "cries", "cried", "christened", "named", "name", "nicknamed",
})
_WHICH: Final = frozenset({"the", "our", "oor", "this", "that", "my", "ma"})
_PLAYED: Final = frozenset({"played", "playing", "plays", "sang", "singing", "sings", "hummed", "humming"})
_ON_AIR: Final = frozenset({
    "radio", "wireless", "telly", "tv", "television", "stereo", "cd", "youtube", "spotify", "record",
})
_FIRMS: Final = frozenset({
    "factor", "factors", "firm", "firms", "company", "contractor", "contractors", "solicitors", "lawyers", "agents",
    "undertakers", "architects", "builders", "auditors", "accountants", "supplier", "suppliers",
})
_PREMISES: Final = frozenset({
    "yard", "gym", "pub", "bar", "cafe", "chippy", "garage", "bakery", "bakers", "butchers", "barbers",
    "view", "bay", "hill",
    "law", "point", "corner", "brae", "seat", "pass", "well", "steps", "stone", "wynd", "close", "monument", "statue",
})
_WORKS: Final = frozenset({
    "book", "books", "theory", "model", "mindset", "ladder", "hierarchy", "paper", "poem", "song",
})
_MEANT: Final = frozenset({"word", "words", "term", "phrase", "name", "noun"})
_IS: Final = frozenset({"is", "was", "isn't", "wasn't", "wis", "isnae", "wisnae"})
_PLATES: Final = frozenset({"registration", "reg"})
_MOVED: Final = frozenset({
    "up", "down", "doon", "over", "moved", "come", "came", "back", "across", "oot", "out", "through",
    "drove", "travelled",
})
_FROM: Final = frozenset({"from", "fae", "tae", "to"})
_ITS: Final = frozenset({"the", "our", "oor", "a"})
_BUILDINGS: Final = frozenset({"house", "hoose", "office", "depot", "base", "site", "flats"})
_VERB_ENDINGS: Final = frozenset({"ll", "d", "ve", "re"})
# fmt: on
_FARTHEST: Final = 4
CALLED_BY = re.compile(
    r"(?<!\w)(?i:(?:call|calls|called|call't|cry|cries|cried)\s(?:him|her|them|me|himself|herself|masel|myself|us)|"
    r"known(?: to (?:everybody|everyone|us|the team|all))? as|nicknamed|aka|a\.k\.a\.|goes by|answers to|by the "
    r"name of)\s"
    r"\"?(?P<name>[A-Z][a-z'-]{1,20}(?: [A-Z][a-z'-]{1,20}){0,2})"
)
"""What people call one another: `everybody calls him Wee Malky`."""


def is_a_things(words: list[Word], place: int, last: int, lists: NameLists, persons: Set[str]) -> bool:
    """Whether the name from `place` to `last` (exclusive) is no person's here, by the words around it."""
    word = words[place]
    before = words[place - 1] if place and word.gap in (" ", ", ") else None
    after = words[last] if last < len(words) else None
    if before and (before.low in _LABELLED or before.low in _FIRMS or before.low in _PLAYED) and before.gap == " ":
        return True
    if before and word.gap == " " and _is_called(words, place, lists, persons):
        return True
    named_after = before is not None and before.low in _ITS and word.gap == " "
    if named_after and last > place + 1 and words[last - 1].low in lists.not_before:
        return True  # "the Kelvin Hall event"
    if after is None:
        return False
    if named_after and word.low in lists.areas and after.low in _BUILDINGS:
        return True
    if words[last - 1].possessive:
        return after.gap == " " and (after.low in _PREMISES or (last > place + 1 and after.low in _WORKS))
    if after.low in _PLATES and after.gap in (" ", ", "):
        return True
    if after.low == "on" and last + 2 < len(words) and words[last + 2].low in _ON_AIR:
        return True
    if word.low in lists.areas and before and before.low in _FROM and place > 1 and words[place - 2].low in _MOVED:
        return True
    told = {one.low for one in words[last : last + 5]}
    return last == place + 1 and after.low in _IS and not after.gap.strip() and bool(told & _MEANT) and "a" in told


def _is_called(words: list[Word], place: int, lists: NameLists, persons: Set[str]) -> bool:
    """Whether a thing is called so: `we call the minibus Grace`, `a printer named Dave`."""
    before = words[place - 1]
    if before.low in ("called", "named", "nicknamed", "christened") and place > 1:
        return words[place - 2].low in lists.rooms
    near = words[max(0, place - _FARTHEST) : place]
    for at, verb in enumerate(near[:-1]):
        if verb.low in _CALL:
            rest = near[at + 1 :]
            return rest[0].low == "it" or (
                rest[0].low in _WHICH and len(rest) > 1 and not any(one.low in persons for one in rest)
            )
    return False


def find_hidden(words: list[Word], place: int, lists: NameLists, owned: Set[str]) -> int:
    """Give how many letters of a word are a name that is written together with more: `logans dad`, `stevie'll`.

    Zero: none.
    """
    word = words[place]
    base, sign, ending = word.low.rpartition("'")
    if sign and ending in _VERB_ENDINGS and base in lists.first:
        return len(base)
    base = word.low[:-1]
    if (
        word.possessive
        or not word.low.endswith("s")
        or base not in lists.first | lists.rarely_words
        or len(base) < 3
        or word.acronym
    ):
        return 0
    if (place and words[place - 1].low == "the") or word.low in lists.any_first | lists.surnames | lists.never:
        return 0
    after = words[place + 1] if place + 1 < len(words) and words[place + 1].gap == " " else None
    if after is None or after.low in PLURAL:
        return 0
    return len(base) if after.low in owned or (word.capital and not word.opens and not after.capital) else 0
