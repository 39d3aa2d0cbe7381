"""Finds one sentence among those that somebody wrote, by what it is about, and takes it out of the others."""

from __future__ import annotations

from bot.content.sentences import split_sentences
from bot.nlu.english import telling_words


def find_sentence(text: str, about: str) -> int | None:
    """The place, from 0, of the one sentence that has most words of what it is about; None where there is none."""
    wanted = telling_words(about)
    shared = [len(wanted & telling_words(sentence)) for sentence in split_sentences(text)]
    most = max(shared, default=0)
    return shared.index(most) if most and shared.count(most) == 1 else None


def without_sentence(text: str, place: int) -> str:
    """A text without one of its sentences, its other words as they stand."""
    sentences = split_sentences(text)
    begin = end = 0
    for sentence in sentences[: place + 1]:  # the same sentence may stand twice
        begin = text.index(sentence, end)
        end = begin + len(sentence)
    before, after = text[:begin].rstrip(" "), text[end:].lstrip(" ")
    beside = before and after and not before.endswith("\n") and not after.startswith("\n")
    return f"{before}{' ' if beside else ''}{after}".strip()
