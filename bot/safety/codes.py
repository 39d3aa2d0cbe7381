"""Reads what may be a number or a code: runs of letters and digits, and digits that were typed as words.

What such a code is, the words beside it say (`references.py`). Every pattern is bounded, so no text makes one slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_AFTER_A_COUNT = (
    r"days?|weeks?|months?|years?|yrs?|hours?|hrs?|minutes?|mins?|times?|people|folk|families|staff|pages?|pounds?|"
    r"o'clock|visits?|calls?|of|jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec|january|february|march|april|"
    r"august|"
    r"september|october|november|december"
)
_CODE = re.compile(
    r"(?<![\w£$€@])(?<!\d[.,/-])(?:\d(?:[ -]\d){5,18}(?![\w/-])|(?:[A-Z]{1,5} "
    r")?(?:[A-Za-z]{1,6}[/-]){0,3}[A-Za-z]{0,6}\d[A-Za-z0-9]{0,19}"
    r"(?:[/.-][A-Za-z0-9]{1,12}){0,5}"
    rf"(?: (?:\d{{2,8}}(?! (?i:{_AFTER_A_COUNT})\b)|[A-Z]{{1,4}}\d{{2,8}}[A-Z]?|\d{{1,4}}[A-Z]{{1,3}}"
    r")(?![\w/]|-\w)){0,5})(?![\w£%]|[.,]\d|[/-]\d)"
)
_DIGITS: Final = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "naught": "0", "nothing": "0", "one": "1", "wan": "1", "two": "2",
    "twa": "2", "three": "3", "four": "4", "fower": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9",
}  # fmt: skip
_TEENS: Final = dict(
    zip(
        ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
        range(10, 20),
        strict=True,
    )
)
_TENS: Final = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
_AGAIN: Final = {"double": 2, "triple": 3, "treble": 3}
_WORD = "|".join([*_DIGITS, *_TEENS, *_TENS, *_AGAIN, "hundred", "thousand"])
_RUN = re.compile(
    rf"(?<![\w'-])(?:{_WORD}|\d)(?:(?:[ ,-]{{1,3}}|\.\.\. ?| - )(?:{_WORD}|\d)){{2,29}}(?![\w'])", re.IGNORECASE
)
_PART = re.compile(r"[a-z]+|\d", re.IGNORECASE)
_FEWEST_WORDS: Final = 3


@dataclass(frozen=True, order=True)
class Code:
    """What may be a number: its place in the text, and its letters and digits without what stands between."""

    start: int
    end: int
    plain: str
    spoken: bool = False

    @property
    def digits(self) -> int:
        """How many digits it has."""
        return sum(letter.isdigit() for letter in self.plain)


def find_codes(text: str) -> list[Code]:
    """Give the codes of cleaned text in order of place, spoken ones too; none overlaps another."""
    typed = [
        Code(match.start(), match.end(), re.sub(r"[^A-Za-z0-9]", "", match[0]).upper())
        for match in _CODE.finditer(text)
    ]
    spoken = list(find_spoken(text))
    covered = {place for code in spoken for place in range(code.start, code.end)}
    return sorted([*(code for code in typed if code.start not in covered), *spoken])


def find_spoken(text: str) -> Iterator[Code]:
    """Give numbers that were typed as words: `oh one four one, double five`, `eighty twenty-two sixty`."""
    for match in _RUN.finditer(text):
        parts = [(part[0].casefold(), match.start() + part.start(), match.start() + part.end())
                 for part in _PART.finditer(match[0])]  # fmt: skip
        if sum(not word.isdigit() for word, _, _ in parts) < _FEWEST_WORDS:
            continue
        read = _read(parts)
        if sum(len(digits) for digits, _, _ in read) >= 5:
            yield Code(read[0][1], read[-1][2], "".join(digits for digits, _, _ in read), spoken=True)


def shorten(code: Code, text: str, most: int) -> Code:
    """Give a spoken code with at most so many digits: what follows is counted, not dictated."""
    if not code.spoken or len(code.plain) <= most:
        return code
    parts = [(part[0].casefold(), code.start + part.start(), code.start + part.end())
             for part in _PART.finditer(text[code.start : code.end])]  # fmt: skip
    plain, end = "", code.end
    for digits, _, stop in _read(parts):
        if len(plain) + len(digits) > most:
            break
        plain, end = plain + digits, stop
    return Code(code.start, end, plain, spoken=True)


def _read(parts: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Give digits for words, each with its place: `double five` is 55, `twenty-two` 22, `nine hundred` 900."""
    read: list[tuple[str, int, int]] = []
    place = 0
    while place < len(parts):
        word, start, end = parts[place]
        after = parts[place + 1][0] if place + 1 < len(parts) else ""
        if word in _AGAIN:
            one = _digit(after)
            if not one:
                break
            read.append((one * _AGAIN[word], start, parts[place + 1][2]))
            place += 2
        elif word in _TENS:
            one = _digit(after)
            whole = bool(one) and one != "0"
            read.append((str(_TENS[word] + int(one)) if whole else str(_TENS[word]), start, parts[place + whole][2]))
            place += 1 + whole
        elif word in ("hundred", "thousand"):
            if not read:
                return []
            digits, begin, _ = read.pop()
            read.append((digits + ("00" if word == "hundred" else "000"), begin, end))
            place += 1
        else:
            read.append((_digit(word) or str(_TEENS[word]), start, end))
            place += 1
    return read


def _digit(word: str) -> str:
    return word if word.isdigit() else _DIGITS.get(word, "")
