"""Suspects people's names by reviewable lists and by the words around them; nothing is masked on this evidence alone.

A blank spaCy model has no trained recogniser, and none may be downloaded, so the lists in `names.yml` do the work. A
name that is also a word, a month or a place counts only where its neighbours speak of a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.safety.source import need_lines, need_words, read_safety_file

FILE = "names.yml"
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*\.?")
_CLAN = re.compile(r"(?:Mac|Mc)[A-Z][a-z]{2,}|O'[A-Z][a-z]{2,}")
_INITIAL = re.compile(r"[A-Z]\.?\Z")
_PARTICLES = frozenset({"al", "el", "bin", "van", "von", "der", "de", "da", "di", "ur", "ul"})
_PARTS = ("honorifics", "titles_of_kin", "first_names", "ambiguous", "surnames", "wordy_surnames", "person_words",
          "cues", "verbs_after", "not_before", "not_after", "time_or_place_before", "never_names")  # fmt: skip
_LONGEST = 4
"""Words in one name at most."""


@dataclass(frozen=True)
class _Word:
    text: str
    low: str
    start: int
    end: int
    opens: bool
    """Whether it begins a sentence, where a capital letter tells nothing."""

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def acronym(self) -> bool:
        return len(self.text.rstrip(".")) > 1 and self.text.isupper()


class NameFinder:
    """Finds suspected names of people in cleaned text."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Take what `NameFinder.read` gives."""
        lists = {part: frozenset(content[part]) for part in _PARTS}
        self._ambiguous = lists["ambiguous"]
        self._first = lists["first_names"] - self._ambiguous
        self._any_first = self._first | self._ambiguous
        self._surnames, self._wordy = lists["surnames"], lists["wordy_surnames"]
        self._honorifics, self._kin = lists["honorifics"], lists["titles_of_kin"]
        self._persons, self._cues, self._verbs = lists["person_words"], lists["cues"], lists["verbs_after"]
        self._not_before, self._not_after = lists["not_before"], lists["not_after"]
        self._time_place, self._never = lists["time_or_place_before"], lists["never_names"]
        self._cue_pairs = frozenset(content["cue_pairs"])
        phrases = "|".join(re.escape(line) for line in sorted(content["phrases_not_names"], key=len, reverse=True))
        self._excluded = re.compile(rf"(?<!\w)(?:{phrases})", re.IGNORECASE)

    @staticmethod
    def read(folder: Path) -> dict[str, Any]:
        """Read names.yml of `data/content/safety/`. Raises SafetyContentError when it is unfit."""
        found = read_safety_file(folder, FILE)
        content: dict[str, Any] = {
            part: sorted({w.casefold() for w in need_words(found, part, FILE)}) for part in _PARTS
        }
        return content | {part: need_lines(found, part, FILE) for part in ("cue_pairs", "phrases_not_names")}

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Give (start, end) of each suspected name, with its honorific when it has one."""
        words = self._read_words(text)
        shouted = len(words) > 3 and sum(word.acronym for word in words) > len(words) / 2
        excluded = [match.span() for match in self._excluded.finditer(text)]
        place = 0
        while place < len(words):
            word = words[place]
            if any(start <= word.start < end for start, end in excluded):
                place += 1
                continue
            first, last = self._match(text, words, place, shouted)
            if last > place:
                yield words[first].start, _without_possessive(text, words[first].start, words[last - 1])
                place = last
            else:
                place += 1

    def is_also_a_word(self, name: str) -> bool:
        """Whether a name, by itself, may just as well be a word, a month or a place."""
        return name.casefold() in self._ambiguous | self._wordy

    def is_person_word(self, word: str) -> bool:
        """Whether a word says who somebody is without naming them."""
        return word.casefold() in self._persons

    def _read_words(self, text: str) -> list[_Word]:
        words: list[_Word] = []
        for match in _WORD.finditer(text):
            raw = match[0]
            if raw.endswith(".") and not (_INITIAL.match(raw) or raw.casefold() in self._honorifics):
                raw = raw[:-1]
            before = text[max(0, match.start() - 3) : match.start()].rstrip(' "(')
            opens = not words or (before.endswith((".", "!", "?", "\n", ":")) and not _INITIAL.match(words[-1].text))
            words.append(_Word(raw, _bare(raw), match.start(), match.start() + len(raw), opens))
        return words

    def _match(self, text: str, words: list[_Word], place: int, shouted: bool) -> tuple[int, int]:
        """Give the first and the last (exclusive) word of a name that begins here, or an empty range."""
        word = words[place]
        following = self._next(text, words, place)
        if word.acronym and not shouted and word.low not in self._honorifics:
            return place, place
        if word.low in self._honorifics and following and self._may_follow_title(word, following):
            return place, self._extend(text, words, place + 2, forced=word.capital is False)
        if word.low in self._kin and following and following.low in self._any_first and following.capital:
            return place, self._extend(text, words, place + 2)
        if word.low in self._first or word.low in self._ambiguous or self._parts_are_names(word):
            return self._match_first(text, words, place, shouted)
        if word.capital and not word.acronym and self._looks_like_surname(text, words, place):
            return place, place + 1
        if _INITIAL.match(word.text) and word.text.endswith(".") and following and following.low in self._surnames:
            return place, place + 2
        return self._match_unknown(text, words, place)

    def _may_follow_title(self, title: _Word, following: _Word) -> bool:
        if following.low in self._never or following.low in self._not_before:
            return False
        strong = title.low.rstrip(".") in ("mr", "mrs", "ms", "miss", "mx", "dr", "cllr")
        known = following.low in self._surnames or following.low in self._any_first
        return following.capital if title.capital or not strong else (following.capital or known)

    def _match_first(self, text: str, words: list[_Word], place: int, shouted: bool) -> tuple[int, int]:
        word = words[place]
        last = self._extend(text, words, place + 1)
        after = self._next(text, words, last - 1)
        if after and (after.low in self._not_before and (after.capital or not word.capital) and "'" not in word.text):
            return place, place
        before = words[place - 1] if place else None
        if before and before.low in self._not_after and before.capital and not word.opens:
            return place, place
        cued = self._is_cued(text, words, place)
        if word.low in self._ambiguous:
            return place, last if self._has_evidence(text, words, place, last, cued) else place
        if word.capital and not (shouted and len(word.low) <= 3):
            return place, last
        if word.low in self._wordy and not cued:
            return place, place
        if cued or (len(word.low) >= 5 and word.low not in self._surnames and word.low not in self._never):
            return place, last
        spoken = after is not None and after.low in self._verbs and not word.capital and len(word.low) >= 3
        return place, last if spoken else place

    def _has_evidence(self, text: str, words: list[_Word], place: int, last: int, cued: bool) -> bool:
        word, before = words[place], words[place - 1] if place else None
        if not word.capital:
            strong = before is not None and before.low in ("called", "named") and place > 1
            return (strong or self._name_is(words, place)) and word.low not in self._time_place
        if last > place + 1:
            surname = words[place + 1]
            return surname.low in self._surnames or bool(_CLAN.match(surname.text)) or cued
        if before and before.low in (self._time_place | {"the", "a", "an", "no"}) and not cued:
            return False
        if cued:
            return True
        after = self._next(text, words, place)
        if after and after.low == "and":
            second = place + 2
            if second < len(words) and words[second].capital:
                end = self._extend(text, words, second + 1)
                if words[second].low in self._any_first and (
                    (end > second + 1 and words[end - 1].low in self._surnames) or words[second].low in self._first
                ):
                    return True
        speaking = after is not None and after.low in self._verbs - {
            "in",
            "from",
            "and",
            "is",
            "was",
            "does",
            "has",
            "had",
        }
        return speaking and not (word.opens and after is not None and after.low in ("needs", "means", "helps", "gives"))

    def _match_unknown(self, text: str, words: list[_Word], place: int) -> tuple[int, int]:
        word = words[place]
        if not word.capital or word.acronym or word.opens or word.low in self._never or word.low in self._persons:
            return self._match_lower_cue(words, place)
        last = self._extend(text, words, place + 1)
        after = self._next(text, words, last - 1)
        if (after and after.low in self._not_before) or any(w.low in self._not_before for w in words[place:last]):
            return place, place
        if len(word.text) > 2 and self._is_introduced(text, words, place):
            return place, last
        return place, place

    def _match_lower_cue(self, words: list[_Word], place: int) -> tuple[int, int]:
        word = words[place]
        if word.capital or len(word.low) < 3 or word.low in self._never or not self._name_is(words, place):
            return place, place
        pair = f"{words[place - 2].low} {words[place - 1].low}" if place > 1 else ""
        return place, place + (pair == "name is" and place + 1 >= len(words) and word.low.isalpha())

    def _name_is(self, words: list[_Word], place: int) -> bool:
        before = [word.low for word in words[max(0, place - 3) : place]]
        return before[-2:] in (["name", "is"], ["name", "was"]) or before[-1:] == ["name's"]

    def _is_introduced(self, text: str, words: list[_Word], place: int) -> bool:
        """Whether the words before say that a person follows: `my colleague X`, `a lad called X`, `the tenant, X,`."""
        before = words[place - 1] if place else None
        if before is None:
            return False
        gap = text[before.end : words[place].start]
        if before.low in self._persons and gap in (" ", ", ", " - ", " ("):
            owner = {word.low for word in words[max(0, place - 4) : place - 1]}
            return bool(owner & {"my", "our", "his", "her", "their", "the", "a", "an", "one", "of", "that"}) and (
                gap != " " or bool(owner & {"my", "our", "his", "her", "their"})
            )
        if gap != " ":
            return False
        if before.low in ("called", "named"):
            return bool({word.low for word in words[max(0, place - 8) : place - 1]} & self._persons)
        pair = f"{words[place - 2].low} {before.low}" if place > 1 else ""
        if pair in ("name is", "name was", "spoke to", "spoken to", "told by", "supervision with", "managed by"):
            return True
        return pair in self._cue_pairs and words[place].low in self._surnames

    def _is_cued(self, text: str, words: list[_Word], place: int) -> bool:
        before = words[place - 1] if place else None
        if before is None:
            return False
        gap = text[before.end : words[place].start]
        pair = f"{words[place - 2].low} {before.low}" if place > 1 else ""
        if before.low in self._persons and gap in (" ", ", ", " - ", " ("):
            return True
        if gap in (" ", ", ") and (before.low in self._cues or pair in self._cue_pairs):
            return True
        return self._name_is(words, place) or (before.low in self._kin and gap == " ")

    def _looks_like_surname(self, text: str, words: list[_Word], place: int) -> bool:
        word = words[place]
        following = self._next(text, words, place)
        if following and following.low in self._not_before:
            return False
        if following and following.low in ("family", "household", "children", "brothers", "sisters"):
            return word.low in self._surnames
        return bool(_CLAN.match(word.text)) and word.low not in self._never

    def _parts_are_names(self, word: _Word) -> bool:
        parts = word.low.split("-")
        return len(parts) == 2 and word.capital and parts[0] in self._any_first and parts[1] in self._any_first

    def _extend(self, text: str, words: list[_Word], last: int, *, forced: bool = False) -> int:
        """Give the end of a name whose words up to `last` are known: surnames, initials and particles follow."""
        begin = last
        while (
            last < len(words) and last - begin < _LONGEST - 1 and text[words[last - 1].end : words[last].start] == " "
        ):
            word, previous = words[last], words[last - 1]
            if "'s" in previous.text[-2:]:
                break
            known = word.low in self._surnames or word.low in self._any_first
            if (
                (word.capital and not word.acronym and word.low not in self._never and word.low not in self._not_before)
                or (_INITIAL.match(word.text) and word.text != "I")
                or (word.low in _PARTICLES and last + 1 < len(words) and words[last + 1].capital and previous.capital)
                or (
                    not word.capital
                    and not previous.capital
                    and (word.low in self._surnames and word.low not in self._ambiguous and word.low not in self._wordy)
                )
                or (forced and known and not word.capital and word.low not in self._wordy)
            ):
                last += 1
            else:
                break
        return last

    def _next(self, text: str, words: list[_Word], place: int) -> _Word | None:
        if place + 1 >= len(words):
            return None
        gap = text[words[place].end : words[place + 1].start]
        return words[place + 1] if gap in (" ", "-", "'s ", "' ") else None


def _bare(word: str) -> str:
    return re.sub(r"'s\Z|'\Z", "", word.casefold()) if word.casefold() != "name's" else "name's"


def _without_possessive(text: str, start: int, word: _Word) -> int:
    end = word.end
    if text[start:end].endswith(("'s", "'S")):
        end -= 2
    return end
