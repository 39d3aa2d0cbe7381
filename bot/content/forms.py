"""Brings typed words and known ones to one form, so that case, plurals, hyphens and apostrophes do not matter."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile("['’‘`´]")
_NOT_WORDS = re.compile(r"[^\w\s]|_")
_SAYINGS = re.compile("[\ufdfa\ufdfb]")
"""Two signs that are a saying each: of one, NFKC makes up to 18 letters, and a message full of them took seconds."""


def usual_signs(text: str) -> str:
    """Give a text to compare with known ones: compatible signs as one (NFKC), small. At most six letters of a sign."""
    return unicodedata.normalize("NFKC", _SAYINGS.sub(" ", text)).lower()


def plain(text: str) -> str:
    """Give the words in small letters with single spaces, without punctuation; apostrophes join, hyphens part."""
    small = _APOSTROPHES.sub("", usual_signs(text))
    return " ".join(_NOT_WORDS.sub(" ", small).split())


def joined(text: str) -> str:
    """Give the key by which forms are compared: singular, without spaces ("Re-traumatisations")."""
    return "".join(_singular(word) for word in plain(text).split())


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
