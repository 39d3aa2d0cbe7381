"""Return codes: four plain words that only their holder knows.

With about 1,300 gentle words a code has 41 bits. Each guess costs an Argon2id under the server's secret
(see bot.store.sealing), so a stolen database alone cannot be searched for codes.

What is typed is read kindly: capitals, dashes, commas, "and", a plural, and one slip in a word. A word is only ever put
right towards the list of words, which is public. Whether a code opens anything is never part of it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase

from bot.store.sealing import derive

WORDS_IN_A_CODE = 4

_BESIDE = {"and", "my", "code", "is", "it", "its", "the", "return", "words", "are", "then", "so", "please"}
"""Words that people put around the four. A word of the list is never among them."""

_MOST_WORDS = 12
"""More is not a code, whatever it is."""


@functools.lru_cache(maxsize=4)
def read_words(folder: Path) -> tuple[str, ...]:
    """The words a code is made of, from `words.txt` in the content folder."""
    return tuple((folder / "words.txt").read_text(encoding="utf-8").split())


DRAWS = 20
"""How many codes are tried for one message. Two that are taken in a row are less likely than one in a million."""


def draw_codes(sender: str, message_id: str, words: tuple[str, ...]) -> Iterator[str]:
    """Codes for what is saved by this message, one after the other: the first that is not somebody else's is taken."""
    return (make_code(sender, message_id, words, draw) for draw in range(DRAWS))


def make_code(sender: str, message_id: str, words: tuple[str, ...], draw: int = 0) -> str:
    """The code for what is saved by this message of this conversation; where codes before it were taken, of that draw.

    It is derived, not drawn: when a message is delivered twice, or a crash makes a turn run again, the same
    code comes out and the same row is written, so nothing is saved twice. The sender id has 256 random bits.
    """
    drawn = f"{sender}:{message_id}:{draw}" if draw else f"{sender}:{message_id}"
    raw = derive(drawn.encode(), "return-code-words", 8 * WORDS_IN_A_CODE)
    picks = (int.from_bytes(raw[start : start + 8]) % len(words) for start in range(0, len(raw), 8))
    return "-".join(words[pick] for pick in picks)


@dataclass(frozen=True)
class Reading:
    """What somebody typed, read as a return code."""

    code: str | None
    """The code, or None when it is not four words of the list."""
    unknown: tuple[str, ...] = ()
    """The words, as they were typed, that are not on the list nor near to one word of it alone."""


def read_code(typed: str, words: tuple[str, ...]) -> Reading:
    """Read a typed return code, whatever its spaces, dashes and capitals, with at most one slip in each word."""
    known = frozenset(words)
    found: list[str] = []
    unknown: list[str] = []
    tried = re.findall(r"[^\W\d_]+", re.sub("['’]", "", typed).lower())
    if len(tried) > _MOST_WORDS:
        return Reading(None)
    for word in tried:
        if word in _BESIDE and word not in known:
            continue
        meant = _put_right(word, known)
        (found if meant else unknown).append(meant or word)
    whole = len(found) == WORDS_IN_A_CODE and not unknown
    return Reading("-".join(found) if whole else None, tuple(unknown))


def make_address(code: str, place: int) -> str:
    """The name of one reflection among those of a code: the code itself for the first, which is place 0.

    It goes wherever a code goes in bot/reflection/keeping.py. People are shown the code alone.
    """
    return f"{code}/{place}" if place else code


def split_address(address: str) -> tuple[str, int]:
    """The code and the place of what `make_address` made."""
    code, _, place = address.partition("/")
    return code, int(place or 0)


def looks_like_code(typed: str, words: tuple[str, ...]) -> bool:
    """Whether the text is four words of the list and nothing else, as they stand on a receipt."""
    found = re.findall(r"\w+", typed.lower())
    return len(found) == WORDS_IN_A_CODE and set(found) <= set(words)


def _put_right(word: str, known: frozenset[str]) -> str | None:
    """The word of the list that is meant: itself, in the singular or plural, or the only one that is one slip away."""
    for likely in (word, word.removesuffix("s"), f"{word}s", word.removesuffix("es")):
        if likely in known:
            return likely
    near = known.intersection(_one_slip_away(word)) if 3 <= len(word) <= 9 else frozenset()
    return next(iter(near)) if len(near) == 1 else None


def _one_slip_away(word: str) -> Iterator[str]:
    """A letter left out, put in, swapped with the next, or mistaken for another."""
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        yield from (f"{head}{letter}{tail}" for letter in ascii_lowercase)
        if tail:
            yield head + tail[1:]
            yield from (f"{head}{letter}{tail[1:]}" for letter in ascii_lowercase)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
