"""Reads typed text as words that know what stands before them, for the rules that suspect names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

INITIAL = re.compile(r"[A-Z]\.?\Z")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*\.?")
_OPENS = re.compile(r"[.!?:;\n\"(•]")
_OWNED = re.compile(r"'s\Z|(?<=s)'\Z")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})


@dataclass(frozen=True)
class Word:
    """A word as typed, the same in small plain letters without a possessive, and its place in the cleaned text."""

    text: str
    low: str
    start: int
    end: int
    gap: str
    """What stands between the word before and this one."""
    opens: bool
    """Whether it begins a sentence, where a capital letter tells nothing."""

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def acronym(self) -> bool:
        letters = self.text.rstrip(".").removesuffix("s")
        return len(letters) > 1 and letters.isupper()

    @property
    def possessive(self) -> bool:
        return self.text[-2:].casefold() == "'s"


def read_words(text: str, abbreviations: Collection[str]) -> list[Word]:
    """Give the words of cleaned text. A full stop belongs to an initial and to one of the abbreviations."""
    words: list[Word] = []
    done = 0
    for match in _WORD.finditer(text):
        raw = match[0]
        if raw.endswith(".") and not (INITIAL.match(raw) or raw.casefold() in abbreviations):
            raw = raw[:-1]
        gap = text[done : match.start()]
        done = match.start() + len(raw)
        opens = not words or _OPENS.search(gap) is not None or (words[-1].text in ("B.", "A.") and raw[0].isupper())
        words.append(Word(raw, plain(raw), match.start(), done, gap, opens))
    return words


def plain(word: str) -> str:
    """Give a word in small letters, without accents and without a possessive ending."""
    low = word.casefold()
    if not low.isascii():
        low = unicodedata.normalize("NFKD", low.translate(_LETTERS))
        low = "".join(letter for letter in low if not unicodedata.combining(letter))
    return low if low == "name's" else _OWNED.sub("", low)
