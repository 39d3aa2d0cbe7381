"""Makes text that people really type fit to be read by rules, and remembers where each character came from.

Zero-width characters, typographic quotes, full-width digits and stretched letters must neither hide somebody's
distress nor a telephone number. Offsets reported to others are always those of the text as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SAME = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "‒": "-"}
_SAME |= {"–": "-", "—": "-", "−": "-", "\u00a0": " ", "\u2028": "\n", "\u2029": "\n", "\r": "\n", "\u0085": "\n"}
_SAME |= {"\u000b": "\n", "\u000c": "\n", "\u001c": "\n", "\u001d": "\n", "\u001e": "\n"}
_BETWEEN = re.compile(r"(?<=\w)[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+(?=\w)")
_PLAIN = re.compile(r"[\x20-\x7e\n]*\Z")
_MOST_LETTERS = 4
"""Letters that one sign becomes at most, such as those of a ligature; U+FDFA would become 18, and stays as it is."""


@dataclass(frozen=True)
class CleanText:
    """Cleaned text, and for each of its characters the offset in the text it was made from."""

    text: str
    offsets: tuple[int, ...] | None
    length: int

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Give the start and the end (exclusive) in the original text of a part of the cleaned text."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


def clean_text(text: str) -> CleanText:
    """Take typed text; give it with plain quotes, hyphens and spaces, in normal width, without invisible characters."""
    if _PLAIN.match(text):
        return CleanText(text, None, len(text))
    letters: list[str] = []
    offsets: list[int] = []
    for offset, letter in enumerate(text):
        for plain in _plain(letter):
            letters.append(plain)
            offsets.append(offset)
    return CleanText("".join(letters), tuple(offsets), len(text))


def _plain(letter: str) -> str:
    if letter in _SAME:
        return _SAME[letter]
    if letter.isascii():
        return letter if letter >= " " or letter == "\n" else " "
    kind = unicodedata.category(letter)
    if kind in ("Cf", "Cc", "Mn", "Cs"):
        return ""
    if kind == "Zs":
        return " "
    letters = unicodedata.normalize("NFKC", letter)
    return "".join(_SAME.get(part, part) for part in letters) if len(letters) <= _MOST_LETTERS else letter


def part_words(text: str) -> str:
    """Give a text with a space for each run of hidden signs between two letters: "want<U+200B>to" may be two words."""
    return _BETWEEN.sub(" ", text)
