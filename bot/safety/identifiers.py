"""Finds what could identify a person in typed text, and masks the structured kinds before anything is kept.

Telephone numbers, addresses, dates of birth, and the numbers that organisations give to people (a case, a court, a
payroll) follow rules and are masked at the gate. Names do not: they are only suspected, and the person is asked. Every
pattern is bounded, so no text can make one slow.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.safety import structured
from bot.safety.addresses import find_addresses
from bot.safety.births import find_ages_after, find_births, find_births_beside
from bot.safety.handles import find_handles
from bot.safety.houses import find_houses
from bot.safety.localities import extend_address, find_lines
from bot.safety.name_lists import NameLists
from bot.safety.names import NameFinder
from bot.safety.offices import is_office_address, is_office_phone
from bot.safety.phones import find_phones
from bot.safety.recogniser import Recogniser, load_recogniser
from bot.safety.references import ReferenceFinder
from bot.safety.source import SafetyContentError, need_lines, read_safety_file
from bot.safety.text import clean_text
from bot.safety.unlabelled import find_unlabelled
from bot.settings import get_settings

LABELS = (
    *("EMAIL", "SOCIAL", "NINO", "CHI"),
    *("CASE", "CRIME", "COURT", "SCHOOL", "STAFF", "PASSPORT", "IMMIGRATION", "BANK", "VEHICLE"),
    *("POSTCODE", "PHONE", "DOB", "ADDRESS", "NAME"),
)
"""Every label, in the order in which one that overlaps another wins."""
SEVERAL = "several"
"""What is said where more than one kind is taken out."""
_MASKS = "masks.yml"
Span = tuple[int, int]
Rules = tuple[tuple[str, Callable[[str], Iterable[tuple[int, int]]]], ...]


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
        self._said: dict[str, str] = dict(content["said"])
        public = frozenset(content["public_numbers"])
        self._names = NameFinder(content["names"])
        self._references = ReferenceFinder(content["references"])
        self._first: Rules = (
            ("EMAIL", structured.find_emails),
            ("SOCIAL", find_handles),
            ("NINO", structured.find_nino),
            ("CHI", structured.find_health_numbers),
        )
        self._then: Rules = (
            ("POSTCODE", _not(is_office_address, structured.find_postcodes)),
            ("PHONE", _not(is_office_phone, functools.partial(find_phones, public=public))),
            ("DOB", find_births),
        )

    @staticmethod
    def read(folder: Path) -> dict[str, Any]:
        """Read names.yml and masks.yml of `data/content/safety/`. Raises SafetyContentError when one is unfit."""
        masks = read_safety_file(folder, _MASKS)
        for part, needed in (("replacements", LABELS[:-1]), ("said", (*LABELS[:-1], SEVERAL))):
            words = masks.get(part)
            missing = [label for label in needed if not isinstance(words, dict) or not words.get(label)]
            if missing:
                raise SafetyContentError(_MASKS, f"{', '.join(missing)} has no words.", f"Add them under `{part}`.")
        public = ["".join(line.split()) for line in need_lines(masks, "public_numbers", _MASKS)]
        return {part: masks[part] for part in ("replacements", "said")} | {
            "public_numbers": public,
            "names": NameLists.read(folder),
            "references": ReferenceFinder.read(folder),
        }

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

    def name_masked(self, text: str) -> str:
        """Give the words for what `mask` takes out of a text: `a case number`. Empty when it is nothing."""
        kinds = {found.label for found in self._find(text, with_names=False)}
        return self._said[kinds.pop() if len(kinds) == 1 else SEVERAL] if kinds else ""

    def holds_masks(self, text: str) -> bool:
        """Whether words stand in a text for something that was taken out of it."""
        return any(words in text for words in self._replacements.values())

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
        found = _Found()
        for label, rule in self._first:
            found.keep(label, rule(clean.text))
        for label, start, end in self._references.find(clean.text):
            found.keep(label, [(start, end)])
        for label, rule in self._then:
            found.keep(label, rule(clean.text))
        found.keep("ADDRESS", self._find_addresses(clean.text))
        for label, start, end in find_unlabelled(clean.text):
            found.keep(label, [(start, end)])
        names = list(self._names.find(clean.text))
        found.keep("DOB", find_births_beside(clean.text, names + [part[:2] for part in found.parts]))
        found.keep("DOB", find_ages_after(clean.text, names))
        if with_names:
            found.keep("NAME", names)
            found.keep("NAME", self._recogniser.find(clean.text) if self._recogniser else ())
        return tuple(Identifier(*clean.to_original(start, end), label) for start, end, label in found.parts)

    def _find_addresses(self, text: str) -> list[Span]:
        """Give the addresses of people, each with its village; the longest first."""
        found = [span for rule in (find_lines, find_houses, find_addresses) for span in rule(text)]
        mine = (span for span in found if not is_office_address(text, span[0]))
        wide = {extend_address(text, *span, self._names.is_plain_first) for span in mine}
        return sorted(wide, key=lambda span: (span[0] - span[1], span))


def _not(
    is_office: Callable[[str, int], bool], rule: Callable[[str], Iterable[Span]]
) -> Callable[[str], Iterator[Span]]:
    """Give a rule that leaves out what is an organisation's own."""

    def find(text: str) -> Iterator[Span]:
        return (span for span in rule(text) if not is_office(text, span[0]))

    return find


class _Found:
    """Parts of a text that never overlap, in order of place: who comes first stays."""

    def __init__(self) -> None:
        self.parts: list[tuple[int, int, str]] = []

    def keep(self, label: str, spans: Iterable[tuple[int, int]]) -> None:
        for start, end in spans:
            place = bisect_left(self.parts, (start, end, ""))
            after = self.parts[place] if place < len(self.parts) else None
            if start < end and not (place and self.parts[place - 1][1] > start) and not (after and after[0] < end):
                self.parts.insert(place, (start, end, label))


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


def name_masked(text: str) -> str:
    """Give the words for what `mask` takes out of a text, from the configured content folder; empty for nothing."""
    return default_finder().name_masked(text)


def holds_masks(text: str) -> bool:
    """Whether the words that stand in for an identifier are in a text, with those of the configured content folder."""
    return default_finder().holds_masks(text)
