"""Reads what may be a number or a code: runs of letters and digits, digits typed as words, and codes spelled aloud.

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
    r"(?<![\w£$€@])(?<!\d[.,/-])(?:\d(?:[ -]\d){4,18}(?![\w/-])|(?:[A-Z]{1,5} "
    r")?(?:(?:[A-Za-z]{1,6}[/-]|[A-Z]{2,5}\.)){0,3}[A-Za-z]{0,6}\d[A-Za-z0-9]{0,19}"
    r"(?:[/.-][A-Za-z0-9]{1,12}){0,5}"
    rf"(?: (?:\d{{2,8}}(?! (?i:{_AFTER_A_COUNT})\b)|[A-Z]{{1,4}}\d{{2,8}}[A-Z]?|\d{{1,4}}[A-Z]{{1,3}}|[B-HJ-Z](?![\w'])"
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
SAID_NUMBER: Final = "|".join([*_DIGITS, *_TEENS, *_TENS, *_AGAIN, "hundred", "thousand"])
"""A pattern for one word of a number."""
_RUN = re.compile(
    rf"(?<![\w'-])(?:{SAID_NUMBER}|\d)(?:(?:[ ,-]{{1,3}}|\.\.\. ?)(?:{SAID_NUMBER}|\d)){{2,29}}(?![\w'])", re.IGNORECASE
)
_NATO: Final = {
    word: word[0].upper()
    for word in (
        "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet", "kilo", "lima",
        "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor", "whiskey",
        "xray", "yankee", "zulu", "alfa", "juliett", "whisky", "x-ray",
    )
} | {
    "zed": "Z", "zee": "Z", "dee": "D", "tee": "T", "pee": "P", "ess": "S", "aitch": "H", "eff": "F", "vee": "V",
}  # fmt: skip
_SIGNS: Final = {"slash": "/", "stroke": "/", "dash": "-", "hyphen": "-"}
_SPOKEN: Final = "|".join([SAID_NUMBER, *_NATO, *_SIGNS, "forward(?= slash)"])
_AS_IN: Final = r" (?:for|as in) [A-Za-z]{3,10}"
_SPELLED = re.compile(
    rf"(?<![\w'@./-])(?:[A-Z]{{2,4}}|(?i:{_SPOKEN})|[A-Za-z](?:{_AS_IN})?|\d{{1,4}})"
    rf"(?:(?:[ ,-]{{1,3}}|\. )(?:(?i:{_SPOKEN})|[A-Za-z](?:{_AS_IN})?|\d{{1,4}})(?![\w'@])){{3,39}}"
)
_LETTER = re.compile(rf"(?<![\w'])(?P<letter>[A-Za-z]){_AS_IN}")
_TOKEN = re.compile(r"x-ray|[a-z]+|\d", re.IGNORECASE)
_PART = re.compile(r"[a-z]+|\d", re.IGNORECASE)
_FEWEST_WORDS: Final = 3
_FEWEST_SAID: Final = 2
"""Words of a spelled code that are said and not typed, unless each letter and digit stands by itself."""
_SHORTEST: Final = 4
"""Letters and digits of a spelled code at least."""
_SHORTEST_SIGNED: Final = 6
"""Digits of one that has no letter, but a `slash` or a `dash`."""


@dataclass(frozen=True, order=True)
class Code:
    """What may be a number: its place in the text, and its letters and digits without what stands between."""

    start: int
    end: int
    plain: str
    spoken: bool = False
    written: str = ""
    """Of a code that was spelled aloud: how it is written, with its signs (`CR0071442/26`)."""

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
    spelled = list(find_spelled(text))
    covered = {place for code in spelled for place in range(code.start, code.end)}
    spoken = [code for code in find_spoken(text) if code.start not in covered]
    covered |= {place for code in spoken for place in range(code.start, code.end)}
    return sorted([*(code for code in typed if code.start not in covered), *spoken, *spelled])


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


def find_spelled(text: str) -> Iterator[Code]:
    """Give codes of letters and digits that were spelled aloud: `C R zero one four`, `Sierra Hotel seven two`."""
    for match in _SPELLED.finditer(text):
        parts = [(part[0], match.start() + part.start(), match.start() + part.end())
                 for part in _TOKEN.finditer(_LETTER.sub(_blank, match[0]))]  # fmt: skip
        while parts and (parts[0][0] in ("a", "I", "i") or parts[0][0].casefold() in _SIGNS):
            parts.pop(0)
        ends = text[match.end() : match.end() + 1] in ("", ".", ",", "?", "!", ")", "\n")
        while parts and (parts[-1][0].casefold() in ("i", *_SIGNS) or (parts[-1][0] == "a" and not ends)):
            parts.pop()
        read = _read([(word if _is_group(word) else word.casefold(), start, stop) for word, start, stop in parts])
        written = "".join(letters for letters, _, _ in read)
        plain = re.sub(r"\W", "", written)
        said = sum(len(word) > 1 and not word.isdigit() and not _is_group(word) for word, _, _ in parts)
        letters = sum(letter.isalpha() for letter in plain)
        single = all(len(word) == 1 and not word.islower() for word, _, _ in parts)
        signed = len(written) > len(plain) and len(plain) >= _SHORTEST_SIGNED
        if (
            (letters or signed)
            and (single or said >= _FEWEST_SAID or (said and signed and letters))
            and len(plain) >= _SHORTEST
            and len(plain) - letters >= 2
        ):
            yield Code(read[0][1], read[-1][2], plain, spoken=True, written=written)


def _blank(match: re.Match[str]) -> str:
    """Give "C for Charlie" as a letter and blanks."""
    return match["letter"].ljust(len(match[0]))


def _is_group(word: str) -> bool:
    """Whether a part is letters said together, as `CF` before "four four eight"."""
    return (
        2 <= len(word) <= 4 and word.isupper() and word.casefold() not in {*_DIGITS, *_TEENS, *_TENS, *_AGAIN, *_NATO}
    )


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
    """Give digits, letters and signs for words, each with its place: `double five` is 55, `twenty-two` 22."""
    read: list[tuple[str, int, int]] = []
    place = 0
    while place < len(parts):
        word, start, end = parts[place]
        after = parts[place + 1][0] if place + 1 < len(parts) else ""
        if word in _AGAIN:
            one = _digit(after) or _NATO.get(after, after.upper() if len(after) == 1 else "")
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
            sign = (
                _digit(word) or _SIGNS.get(word) or _NATO.get(word) or (str(_TEENS[word]) if word in _TEENS else word)
            )
            read.append(("" if word == "forward" else sign.upper(), start, end))
            place += 1
    return read


def _digit(word: str) -> str:
    return word if word.isdigit() else _DIGITS.get(word, "")
