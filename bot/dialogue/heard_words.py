"""Reads data/content/listening.yml: the phrases by which a tone is heard, and the words a quoted piece keeps to."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from bot.content.forms import usual_signs
from bot.settings import get_settings

FILE: Final = "listening.yml"

_APOSTROPHES = re.compile("['’‘`´]")
_NOT_WORDS = re.compile(r"[^\w\s]|_")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_ARE = re.compile(r"['’]re\b")
_SIGNS: Final = {"*": r"(?:\S+ ){0,2}", "^": r"\A", "$": r"\Z"}
"""What stands for something else than a word in a phrase."""


@dataclass(frozen=True)
class ToneWords:
    """The phrases of one tone, compiled: what is looked for, and what speaks against it."""

    phrases: re.Pattern[str]
    unless: re.Pattern[str] | None


@dataclass(frozen=True)
class QuotingWords:
    """The words that a quoted piece keeps to. The names are those of the file."""

    fewest: int
    most: int
    openings: tuple[tuple[str, ...], ...]
    closings: frozenset[str]
    joints: frozenset[str]
    firm: frozenset[str]
    starters: frozenset[str]
    adding: frozenset[str]
    subjects_first: frozenset[str]
    asking: frozenset[str]
    determiners: frozenset[str]
    verbs: frozenset[str]
    soft_joints: frozenset[str]
    clings: frozenset[str]
    not_first: frozenset[str]
    not_last: frozenset[str]
    dangling: frozenset[str]
    common: frozenset[str]
    turning: frozenset[str]
    doubtful: frozenset[str]
    acronyms: frozenset[str]
    others: frozenset[str]
    not_blaming: frozenset[str]
    faults: frozenset[str]
    coarse: frozenset[str]
    subjects: frozenset[str]
    heavy: frozenset[str]


@dataclass(frozen=True)
class ListeningWords:
    """Everything in the file."""

    spellings: Mapping[str, str]
    denials: frozenset[str]
    nothing: re.Pattern[str]
    beside: frozenset[str]
    tones: Mapping[str, ToneWords]
    shouted: frozenset[str]
    short: int
    long: int
    quoting: QuotingWords

    def normalise(self, text: str) -> str:
        """Give the words of a text in small letters and their usual spelling, each followed by a space."""
        plain = _ARE.sub(" are", usual_signs(text))
        plain = _STRETCHED.sub(r"\1", _NOT_WORDS.sub(" ", _APOSTROPHES.sub("", plain)))
        return "".join(f"{self.spellings.get(word, word)} " for word in plain.split())


def even(word: str) -> str:
    """Give a word as the lists have it: small letters, a straight apostrophe."""
    return _APOSTROPHES.sub("'", word.lower())


@functools.lru_cache(maxsize=1)
def listening_words() -> ListeningWords:
    """Give the words of the configured content folder, read once. Raises KeyError, or an error of YAML, when unfit."""
    return read_listening_words(get_settings().content_dir / FILE)


def read_listening_words(path: Path) -> ListeningWords:
    """Read the file. Raises KeyError for a part that is missing, re.error for a phrase that cannot be read."""
    found: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    tones = found["tones"]
    quoting = found["quoting"]
    lists = {
        name: frozenset(map(even, str(words).split()))
        for name, words in quoting.items()
        if name not in ("fewest", "most", "openings", "acronyms")
    }
    openings = {tuple(line.split()) for line in quoting["openings"].splitlines() if line.strip()}
    return ListeningWords(
        spellings=dict(_pairs(found["spellings"])),
        denials=frozenset(found["denials"].split()),
        nothing=_compile(tones["nothing"]["whole"]),
        beside=frozenset(tones["nothing"]["beside"].split()),
        tones={
            name: ToneWords(_compile(part["phrases"]), _compile(part["unless"]) if part.get("unless") else None)
            for name, part in tones.items()
            if "phrases" in part
        },
        shouted=frozenset(tones["angry"]["shouted"].split()),
        short=int(found["length"]["short"]),
        long=int(found["length"]["long"]),
        quoting=QuotingWords(
            fewest=int(quoting["fewest"]),
            most=int(quoting["most"]),
            openings=tuple(sorted(openings, key=lambda words: (-len(words), words))),
            acronyms=frozenset(quoting["acronyms"].split()),
            **lists,
        ),
    )


def _pairs(lines: str) -> Iterable[tuple[str, str]]:
    for line in lines.splitlines():
        if "=" in line:
            variant, usual = line.split("=")
            yield _APOSTROPHES.sub("", variant.strip()), usual.strip()


def _compile(lines: str) -> re.Pattern[str]:
    """Any of the phrases, each written as a line, in a text where each word is followed by a space."""
    each = "|".join(f"(?:{_phrase(line)})" for line in lines.splitlines() if line.strip())
    return re.compile(rf"(?<!\S)(?:{each})")


def _phrase(line: str) -> str:
    parts = []
    for written in line.split():
        choice = "|".join(re.escape(word) for word in written.rstrip("?").strip("()").split("|"))
        parts.append(_SIGNS.get(written) or f"(?:(?:{choice}) )" + ("?" if written.endswith("?") else ""))
    return "".join(parts)
