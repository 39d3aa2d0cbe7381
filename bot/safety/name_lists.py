"""The lists of `names.yml`: what people are called, and the words that only look as if they were names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.safety.name_shapes import LIKELY, NameShapes
from bot.safety.people import PARTS as AROUND
from bot.safety.slips import NameSlips
from bot.safety.source import need_lines, need_words, read_safety_file
from bot.safety.typed_words import Word, plain

FILE = "names.yml"
_PARTS = ("honorifics", "titles_of_kin", "first_names", "everyday_names", "doing_names", "place_names", "surnames",
          "wordy_surnames", "not_before", "not_after", "time_or_place_before", "openers", "everyday_words",
          "never_names", "plain_small", "rarely_words", "areas", "councils", "town_surnames", "roles", "rooms",
          "second_names", *AROUND)  # fmt: skip
_WORDS = ("wordy_surnames", "not_before", "openers", "everyday_words", "never_names", *AROUND)
_CLAN = re.compile(r"(?:Mac|Mc)[A-Z][a-z]{2,}|O'[A-Z][a-z]{2,}")
_SMALL_CLAN = re.compile(r"(?!mcdonalds?\b|mclaren\b|mckinsey\b|mcvitie)mc[a-z]{3,14}")
_SURNAME = re.compile(
    r"[a-z]{2,}(?:ski|ska|wicz|czyk|enko|chuk|shvili|escu|opoulos|oglu|ullah|uddin|sdottir|quist|ova|ovic)\Z"
)
_ORDINARY = re.compile(
    r"(?:[^aiou]s|tion|sion|ment|ness|ship|ing|ance|ence|ity|ism|ist|ed|ly|ful|able|ible|ive|ous|ical)\Z"
)
"""How nouns and adverbs end that may begin a sentence."""
_CONTRACTED = re.compile(r"'(?:d|ve|m|re|ll|t|s)\Z")
FAMILY = frozenset({"family", "household", "children", "brothers", "sisters", "kids", "weans", "siblings"})
ARTICLES = frozenset({"the", "a", "an", "no", "this", "these", "any", "some", "each", "more"})
COMPANY = frozenset({"to", "for", "with", "by", "of", "after", "from", "about", "than", "like", "without", "between"})
"""Prepositions that people stand after as well as times and places."""
PARTICLES = frozenset({"al", "el", "bin", "ibn", "van", "von", "der", "de", "da", "di", "dos", "du", "la", "ur"})
NOT_INITIALS = frozenset(
    {"uk", "us", "eu", "nhs", "ad", "bc", "gp", "hr", "it", "am", "pm", "asn", "eg", "ie", "cv", "pa"}
)


class NameLists:
    """The lists as sets of plain small words."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Take what `NameLists.read` gives."""
        lists = {part: frozenset(content[part]) for part in _PARTS}
        self.doings, self.places = lists["doing_names"], lists["place_names"]
        self.ambiguous = lists["everyday_names"] | self.doings | self.places
        self.first = lists["first_names"] - self.ambiguous
        self.any_first = self.first | self.ambiguous
        self.surnames, self.wordy = lists["surnames"], lists["wordy_surnames"]
        self.small_surnames = self.surnames - self.ambiguous - self.wordy
        self.honorifics, self.kin = lists["honorifics"], lists["titles_of_kin"]
        self.not_before, self.not_after = lists["not_before"], lists["not_after"]
        self.time_or_place, self.openers, self.never = (
            lists["time_or_place_before"],
            lists["openers"],
            lists["never_names"],
        )
        self.no_nicknames = self.never | self.honorifics
        self.not_capitals = self.never | self.not_before | self.openers
        self.not_surnames = (self.never | self.not_before) - self.surnames
        self.plain_small, self.rarely_words = lists["plain_small"], lists["rarely_words"]
        self.areas, self.councils, self.town_surnames = lists["areas"], lists["councils"], lists["town_surnames"]
        self.roles, self.rooms = lists["roles"], lists["rooms"]
        self.second_names = lists["second_names"]
        self._everyday = lists["everyday_words"]
        names = self.first | self.small_surnames
        words = frozenset().union(*(lists[part] for part in _WORDS)) | self.ambiguous
        self._shapes = NameShapes(names - words, words - names)
        self._slips = NameSlips(self.first - self.wordy, words | names | lists["surnames"])
        phrases = "|".join(re.escape(line) for line in sorted(content["phrases_not_names"], key=len, reverse=True))
        self.not_names = re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.IGNORECASE)

    @staticmethod
    def read(folder: Path) -> dict[str, Any]:
        """Read names.yml of `data/content/safety/`. Raises SafetyContentError when it is unfit."""
        found = read_safety_file(folder, FILE)
        content: dict[str, Any] = {part: sorted({plain(w) for w in need_words(found, part, FILE)}) for part in _PARTS}
        return content | {
            part: need_lines(found, part, FILE) for part in ("cue_pairs", "object_pairs", "phrases_not_names")
        }

    def is_ordinary(self, word: Word) -> bool:
        """Whether a word that begins a sentence has its capital from there: one of every day, or shaped like one."""
        return word.low in self._everyday or _ORDINARY.search(word.low) is not None

    def is_surname(self, word: Word) -> bool:
        """Whether a word is a surname that is known, or has the shape of one (`McAllister`, `Bondarenko`)."""
        return any(part in self.surnames for part in (word.low, *word.low.split("-"))) or looks_like_surname(word)

    def may_be_surname(self, word: Word, previous: Word) -> bool:
        """Whether a capital after a first name goes on with it; a town may (`Gordon Peebles`), a day may not."""
        if word.low not in self.not_surnames:
            return True
        return word.low in self.town_surnames and previous.low in self.first

    def is_clan(self, word: Word) -> bool:
        """Whether a word is the plural of a surname: `the Hendersons`."""
        return word.low.endswith("s") and word.low[:-1] in self.surnames - self.wordy

    def is_built_like_a_name(self, word: Word) -> bool:
        """Whether a word that no list knows has the letters of a name; letters beyond English are a sign too."""
        return not word.text.isascii() or self._shapes.score(word.low) >= LIKELY

    def is_slip(self, word: Word) -> bool:
        """Whether a word that no list knows is one slip away from a first name."""
        return self._slips.is_slip(word.low)

    def is_double(self, word: Word) -> bool:
        """Whether a word is two first names with a hyphen."""
        parts = word.low.split("-")
        return len(parts) == 2 and word.capital and all(part in self.any_first for part in parts)


def looks_like_surname(word: Word) -> bool:
    """Whether a capital has the shape of a Scottish or Irish clan, or an ending that surnames have elsewhere."""
    return word.capital and bool(_CLAN.match(word.text) or _SURNAME.match(word.low))


def is_small_clan(word: Word) -> bool:
    """Whether a small word can be nothing but a surname: `mcgurk`, `macaskill`."""
    return _SMALL_CLAN.fullmatch(word.low) is not None and word.text.islower()


def is_contracted(word: Word) -> bool:
    """Whether a word is two, such as `I'm`."""
    return _CONTRACTED.search(word.low) is not None
