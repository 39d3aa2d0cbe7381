"""Finds one sentence among those that somebody wrote, by what it is about, and takes it out of the others."""

from __future__ import annotations

import re
from typing import Final

#: Words of so few letters say nothing of what a sentence is about.
_SHORT_WORD: Final = 2
_SAYS_NOTHING = re.compile(
    "the|and|that|this|with|about|ha[sd]|have|was|were|are|ours?|yours?|you|their|they|them|for|not|but|how|what|when|"
    "where|who|why|being|been|out|said|would|could"
)
_SENTENCES = re.compile(r"(?<=[.!?…)])\s+|\n+")


def find_sentence(text: str, about: str) -> int | None:
    """The place, from 0, of the one sentence that has most words of what it is about; None where there is none."""
    wanted = _stems(about)
    shared = [len(wanted & _stems(sentence)) for sentence in split_sentences(text)]
    most = max(shared, default=0)
    return shared.index(most) if most and shared.count(most) == 1 else None


def without_sentence(text: str, place: int) -> str:
    """A text without one of its sentences, its other words as they stand."""
    sentence = split_sentences(text)[place]
    begin = text.index(sentence)
    before, after = text[:begin].rstrip(" "), text[begin + len(sentence) :].lstrip(" ")
    beside = before and after and not before.endswith("\n") and not after.startswith("\n")
    return f"{before}{' ' if beside else ''}{after}".strip()


def split_sentences(text: str) -> list[str]:
    """The sentences, or lines, of a text."""
    return _SENTENCES.split(text.strip())


def _stems(text: str) -> set[str]:
    words = re.findall(r"\w+", text.casefold())
    return {word.removesuffix("s") for word in words if len(word) > _SHORT_WORD and not _SAYS_NOTHING.fullmatch(word)}


def last_sentence(text: str) -> str:
    """The last sentence of a text, or its last line; the whole where there is only one."""
    return split_sentences(text)[-1]
