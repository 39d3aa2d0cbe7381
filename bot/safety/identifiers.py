"""Finds what could identify a person in typed text, and masks the structured kinds before anything is kept.

Telephone numbers, email and postal addresses, postcodes, health and National Insurance numbers and dates of birth
follow rules and are masked at the gate. Names do not: they are only suspected, and the person is asked. Every pattern
is bounded, so no text can make one slow.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.safety import structured
from bot.safety.addresses import find_addresses
from bot.safety.name_lists import NameLists
from bot.safety.names import NameFinder
from bot.safety.recogniser import Recogniser, load_recogniser
from bot.safety.source import SafetyContentError, need_lines, read_safety_file
from bot.safety.text import clean_text
from bot.settings import get_settings

LABELS = ("EMAIL", "NINO", "CHI", "POSTCODE", "PHONE", "DOB", "ADDRESS", "NAME")
"""Every label, in the order in which one that overlaps another wins."""
_MASKS = "masks.yml"


@dataclass(frozen=True, order=True)
class Identifier:
    """A part of a text that may identify somebody: characters `start` to `end` (exclusive) of what was typed."""

    start: int
    end: int
    label: str


class IdentifierFinder:
    """Knows names, streets and public numbers; finds identifiers and masks the structured ones."""

    def __init__(self, content: Mapping[str, Any], recogniser: Recogniser | None = None) -> None:
        """Take what `IdentifierFinder.read` gives, and a trained recogniser of names where there is one."""
        self._recogniser = recogniser
        self._replacements: dict[str, str] = dict(content["replacements"])
        public = frozenset(content["public_numbers"])
        self._names = NameFinder(content["names"])
        self._rules: tuple[tuple[str, Callable[[str], Iterable[tuple[int, int]]]], ...] = (
            ("EMAIL", structured.find_emails),
            ("NINO", structured.find_nino),
            ("CHI", structured.find_health_numbers),
            ("POSTCODE", structured.find_postcodes),
            ("PHONE", functools.partial(structured.find_phones, public=public)),
            ("DOB", structured.find_births),
            ("ADDRESS", find_addresses),
        )

    @staticmethod
    def read(folder: Path) -> dict[str, Any]:
        """Read names.yml and masks.yml of `data/content/safety/`. Raises SafetyContentError when one is unfit."""
        masks = read_safety_file(folder, _MASKS)
        replacements = masks.get("replacements")
        missing = [label for label in LABELS[:-1] if not isinstance(replacements, dict) or not replacements.get(label)]
        if missing:
            raise SafetyContentError(
                _MASKS, f"No words replace {', '.join(missing)}.", "Add them under `replacements`."
            )
        public = ["".join(line.split()) for line in need_lines(masks, "public_numbers", _MASKS)]
        return {"replacements": replacements, "public_numbers": public, "names": NameLists.read(folder)}

    @classmethod
    def from_folder(cls, folder: Path, recogniser: Recogniser | None = None) -> IdentifierFinder:
        """Build a finder from `data/content/safety/`."""
        return cls(cls.read(folder), recogniser)

    def find(self, text: str) -> tuple[Identifier, ...]:
        """Give every identifier in order of place, never overlapping; offsets are of `text` itself."""
        return self._find(text, with_names=True)

    def mask(self, text: str) -> str:
        """Give the text with each structured identifier replaced by plain words; names stay. Safe to do twice."""
        parts, done = [], 0
        for found in self._find(text, with_names=False):
            parts += [text[done : found.start], self._replacements[found.label]]
            done = found.end
        return "".join([*parts, text[done:]])

    def is_also_a_word(self, name: str) -> bool:
        """Whether a name, by itself, may just as well be a word, a month or a place (`Will`, `May`)."""
        return self._names.is_also_a_word(name)

    def is_person_word(self, word: str) -> bool:
        """Whether a word says who somebody is without naming them (`colleague`, `tenant`)."""
        return self._names.is_person_word(word)

    def _find(self, text: str, *, with_names: bool) -> tuple[Identifier, ...]:
        if not text:
            return ()
        clean = clean_text(text)
        found: list[tuple[int, int, str]] = []
        for label, rule in self._rules:
            _keep(found, label, rule(clean.text))
        names = list(self._names.find(clean.text))
        beside = structured.find_births_beside(clean.text, names + [part[:2] for part in found])
        _keep(found, "DOB", beside)
        if with_names:
            _keep(found, "NAME", names)
            _keep(found, "NAME", self._recogniser.find(clean.text) if self._recogniser else ())
        return tuple(Identifier(*clean.to_original(start, end), label) for start, end, label in sorted(found))


def _keep(found: list[tuple[int, int, str]], label: str, spans: Iterable[tuple[int, int]]) -> None:
    for start, end in spans:
        if start < end and not any(start < other_end and other_start < end for other_start, other_end, _ in found):
            found.append((start, end, label))


@functools.lru_cache(maxsize=1)
def default_finder() -> IdentifierFinder:
    """Give the finder of this process: the configured lists, and the recogniser that the settings name. Built once.

    Raises SafetyContentError, and SettingsError when the recogniser cannot be loaded.
    """
    settings = get_settings()
    return IdentifierFinder.from_folder(settings.content_dir / "safety", load_recogniser(settings.spacy_ner))


def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """Find identifiers with the lists of the configured content folder (read once, at the first call)."""
    return default_finder().find(text)


def mask(text: str) -> str:
    """Mask structured identifiers with the words of the configured content folder (read once, at the first call)."""
    return default_finder().mask(text)
