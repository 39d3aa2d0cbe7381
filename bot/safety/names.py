"""Suspects people's names by reviewable lists and by the words around them; nothing is masked on this evidence alone.

A blank spaCy model has no trained recogniser, and none may be downloaded, so the lists in `names.yml` do the work, and
`people.py` reads what stands around. A name that is also a word, a month or a place counts only where its place in the
sentence speaks of a person; so does a capital that no list knows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.safety.meant import Meaning, is_spelled_with, next_word
from bot.safety.name_lists import (
    ARTICLES,
    COMPANY,
    FAMILY,
    NOT_INITIALS,
    PARTICLES,
    NameLists,
    is_contracted,
    is_small_clan,
    looks_like_surname,
)
from bot.safety.people import WHOSE, Sign, Surroundings
from bot.safety.things import CALLED_BY, find_hidden, is_a_things
from bot.safety.typed_words import INITIAL, Word, read_words

_LONGEST = 4
"""Words in one name at most."""
_MOST_INITIALS = 6  # without an end, "I. I. I. …" would be read again from each of its letters


class NameFinder:
    """Finds suspected names of people in cleaned text."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Take what `NameLists.read` gives."""
        self._lists = NameLists(content)
        self._around = Surroundings(content)
        self._meaning = Meaning(self._lists, self._around)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Give (start, end) of each suspected name, with its honorific when it has one."""
        words = read_words(text, self._lists.honorifics)
        shouted = len(words) > 3 and sum(word.acronym for word in words) > len(words) / 2
        excluded = _places(match.span() for match in self._lists.not_names.finditer(text))
        nicknames = {match.start("name"): match.end("name") for match in CALLED_BY.finditer(text)}
        place, done = 0, 0
        while place < len(words):
            last = place
            if words[place].start in excluded:
                place += 1
                continue
            if not is_spelled_with(words, place):
                last = self._match(words, place, done, shouted)
            if last == place and words[place].start in nicknames and words[place].low not in self._lists.no_nicknames:
                last = bisect_left(words, nicknames[words[place].start], lo=place, key=lambda word: word.end) + 1
            if last > place:
                end = words[last - 1]
                if not is_a_things(words, place, last, self._lists, self._around.persons):
                    yield words[place].start, end.end - 2 * end.possessive
                place = done = last
            else:
                if letters := find_hidden(words, place, self._lists, self._around.owned):
                    yield words[place].start, words[place].start + letters
                place += 1

    def is_also_a_word(self, name: str) -> bool:
        """Whether a name, by itself, may just as well be a word, a month or a place."""
        return name.casefold() in self._lists.ambiguous | self._lists.wordy

    def is_plain_first(self, name: str) -> bool:
        """Whether a word is somebody's first name and no word, month or place."""
        return name.casefold() in self._lists.first

    def is_person_word(self, word: str) -> bool:
        """Whether a word says who somebody is without naming them."""
        return word.casefold() in self._around.persons

    def _match(self, words: list[Word], place: int, done: int, shouted: bool) -> int:
        """Give the end (exclusive) of a name that begins here, or `place`. A name was found up to `done`."""
        word = words[place]
        following = next_word(words, place)
        if word.low in self._lists.honorifics and (following or self._is_and_title(words, place)):
            return self._match_title(words, place)
        if word.acronym and not shouted:
            return place
        if word.low in self._lists.kin and following and following.gap == " " and self._is_after_kin(words, place):
            return self._extend(words, place + 2)
        if word.capital and word.low in ("staff", "charge") and following and following.low == "nurse":
            last = self._match(words, place + 1, done, shouted)
            return last if last > place + 2 else place
        if self._is_bare_initial(word, following):
            return self._extend(words, place + 2)
        if INITIAL.match(word.text) and word.text.endswith("."):
            return self._match_initials(words, place)
        if word.low in self._lists.any_first or self._lists.is_double(word):
            return self._match_first(words, place, done, shouted)
        if not word.capital or word.acronym:
            return self._match_small(words, place)
        return self._match_capital(words, place)

    def _is_after_kin(self, words: list[Word], place: int) -> bool:
        """Whether `Sister Bernadette`, `Nurse Coyle`, `auntie jean`; not "his gran Ina"."""
        word, following = words[place], words[place + 1]
        if not word.capital and (word.low == "big" or (place and words[place - 1].low in WHOSE)):
            return False
        if not following.capital:
            known = following.low in self._lists.first and word.low not in ("lord", "lady", "father")
            return known or (word.low in self._lists.roles and is_small_clan(following))
        if following.low in self._lists.any_first:
            return True
        fit = self._lists.is_surname(following) or self._lists.is_built_like_a_name(following)
        return word.capital and word.low in self._lists.roles and fit and following.low not in self._lists.not_capitals

    def _match_small(self, words: list[Word], place: int) -> int:
        """Match a small word that no list knows: `my name is …`, `mcgurk`, and a slip where a person is meant."""
        word = words[place]
        if is_small_clan(word):
            return place + 1
        if word.acronym or self._around.is_verb(word) or not self._lists.is_slip(word):
            return place + self._meaning.is_told_as_name(words, place)
        before = words[place - 1] if place else word
        sure = self._around.introduced(words, place) and not self._around.describes(before) and before.low != "phone"
        return self._extend(words, place + 1) if sure and len(word.low) >= 6 and not word.low.endswith("in") else place

    def _match_title(self, words: list[Word], place: int) -> int:
        """Match `Mrs Okafor`, `Mr and Mrs Okafor`."""
        title, name = words[place], place + 1
        if words[name].low == "and" and name + 2 < len(words) and words[name + 1].low in self._lists.honorifics:
            name += 2
        elif self._is_and_title(words, place) and name + 1 < len(words):
            name += 1
        following = words[name]
        if following.low in self._lists.honorifics or following.gap.strip() or following.low in self._lists.not_before:
            return place
        known = following.low in self._lists.surnames or following.low in self._lists.any_first
        strong = title.low.rstrip(".") in ("mr", "mrs", "ms", "miss", "mx", "dr", "cllr")
        if following.low in self._lists.never and not (strong and title.capital and known):
            return place
        if strong and not title.capital and not following.capital and title.low != "miss":
            ordinary = self._lists.is_ordinary(following) or self._around.is_verb(following)
            known = known or (len(following.low) >= 3 and not ordinary)
        if following.capital or (known and strong and not title.capital):
            return self._extend(words, name + 1, forced=not title.capital)
        if strong and following.text[-1:].islower() and not following.text.islower():  # "Mr al-Masri"
            return self._extend(words, name + 1)
        return place

    def _is_and_title(self, words: list[Word], place: int) -> bool:
        """Whether another title follows with a sign between: `Mr & Mrs`."""
        after = words[place + 1] if place + 1 < len(words) else None
        return after is not None and after.gap.strip() == "&" and after.low in self._lists.honorifics

    def _match_initials(self, words: list[Word], place: int) -> int:
        """Match `J. Campbell`, and `R.K.` where a person is meant."""
        last, most = place + 1, min(len(words), place + _MOST_INITIALS)
        while last < most and INITIAL.match(words[last].text) and words[last].gap in ("", " "):
            last += 1
        following = words[last] if last < len(words) and words[last].gap == " " else None
        if following and following.capital and not following.acronym:
            if self._lists.is_surname(following):
                return last + 1
            if following.low not in self._lists.never and self._around.after(words, last + 1) >= Sign.ACT:
                return last + 1
        letters = "".join(word.low.rstrip(".") for word in words[place:last])
        spoken = self._around.introduced(words, place) or self._around.after(words, last) is Sign.PERSON
        return last if last - place > 1 and letters not in NOT_INITIALS and spoken else place

    def _is_bare_initial(self, word: Word, following: Word | None) -> bool:
        """Whether a letter without a stop begins a name: `J McKay`."""
        if (
            not following
            or following.gap != " "
            or not following.capital
            or following.acronym
            or word.text in ("A", "I")
        ):
            return False
        known = self._lists.is_surname(following) and following.low not in self._lists.wordy
        return len(word.text) == 1 and word.capital and known

    def _match_first(self, words: list[Word], place: int, done: int, shouted: bool) -> int:
        word = words[place]
        before = words[place - 1] if place else None
        last = self._extend(words, place + 1)
        after = next_word(words, last - 1)
        if after and after.low in FAMILY and word.capital and (word.low in self._lists.first or not word.opens):
            return last
        named_after = before is not None and before.low in ARTICLES  # "the Kelvin ward"
        things = self._lists.not_before | self._lists.rooms
        of_a_thing = after is not None and after.low in things and not word.possessive
        if (
            after
            and of_a_thing
            and (after.capital or named_after or not word.capital or after.low in self._lists.rooms)
        ):
            return place
        if word.capital and (self._meaning.is_area(words, place, last) or self._meaning.is_land(words, place, last)):
            return place
        if before and before.low in self._lists.not_after and before.capital and not word.opens:
            return place
        if not word.capital:
            return last if self._meaning.is_small_name(words, place, last, done) else place
        if word.low in self._lists.ambiguous:
            return last if not shouted and self._meaning.is_somebody(words, place, last, done) else place
        return place if shouted and len(word.low) <= 3 else last

    def _match_capital(self, words: list[Word], place: int) -> int:
        """Match a surname by itself, and a capital that no list knows where the words around speak of a person."""
        word = words[place]
        if word.low in self._lists.not_capitals or self._around.leads_on(word):
            return place
        following = next_word(words, place)
        if following and following.low in FAMILY and not word.possessive:
            return place + (self._lists.is_surname(word) or not word.opens)
        if following and following.low in self._lists.not_before:
            return place
        if looks_like_surname(word):
            return self._extend(words, place + 1)
        if place and words[place - 1].low == "the" and word.gap == " " and self._lists.is_clan(word):
            return place + 1
        if len(word.low) < 3 or is_contracted(word) or self._lists.is_ordinary(word):
            return place
        last = self._extend(words, place + 1)
        after = next_word(words, last - 1)
        rest = [*words[place + 1 : last], *([after] if after and after.capital else [])]
        if any(part.low in self._lists.not_before or part.low in self._lists.never for part in rest):
            return place
        if self._around.introduced(words, place):
            return last
        before = words[place - 1] if place and word.gap == " " else None
        if before and self._is_part_of_thing(before):
            return place
        if self._meaning.is_pair(words, place):
            return place + 1
        sign = self._around.after(words, last)
        wanted = Sign.PERSON if word.opens else (Sign.STATE if len(word.low) < 6 else Sign.NONE)
        alone = after is None or not after.capital or self._lists.is_surname(after)
        if alone and sign >= wanted and self._lists.is_slip(word):
            return last
        if self._lists.is_built_like_a_name(word) and sign >= (Sign.STATE if word.opens else Sign.NONE):
            return last
        if before and before.low in self._lists.time_or_place:
            return place
        if word.low in self._lists.surnames and word.low not in self._lists.wordy and sign >= Sign.STATE:
            return last
        wanted = Sign.PERSON if word.opens else Sign.ACT
        return last if sign >= wanted else place

    def _is_part_of_thing(self, before: Word) -> bool:
        """Whether a word before makes a capital part of a thing or place: `Glasgow Life`, `in Solihull`."""
        thing = before.capital and before.text != "I" and before.low not in self._lists.openers
        return thing or before.low in ARTICLES or before.low in self._lists.time_or_place - COMPANY

    def _ends_a_small_name(self, words: list[Word], place: int) -> bool:
        """Whether an everyday word is the surname of a small first name: `tracey burns who never gets told`."""
        if words[place - 1].low not in self._lists.first or words[place].low not in self._lists.surnames:
            return False
        after = words[place + 1] if place + 1 < len(words) and words[place + 1].gap == " " else None
        return (
            after is None or after.low in ("who", "and", "from") or self._around.after(words, place + 1) is Sign.PERSON
        )

    def _extend(self, words: list[Word], last: int, *, forced: bool = False) -> int:
        """Give the end of a name whose words up to `last` are known: surnames, initials and particles follow."""
        begin = last
        while last < len(words) and last - begin < _LONGEST - 1 and words[last].gap == " ":
            word, previous = words[last], words[last - 1]
            if previous.possessive:
                break
            small = not word.capital and word.low not in self._lists.wordy
            particle = word.low in PARTICLES and last + 1 < len(words) and words[last + 1].capital and previous.capital
            if not (
                particle
                or (INITIAL.match(word.text) and word.text != "I")
                or (
                    word.capital
                    and not word.acronym
                    and not is_contracted(word)
                    and self._lists.may_be_surname(word, previous)
                )
                or (not previous.capital and is_small_clan(word))
                or (small and not previous.capital and word.low in self._lists.small_surnames)
                or (not word.capital and not previous.capital and word.low in self._lists.second_names)
                or (not previous.capital and word.low in self._lists.wordy and self._ends_a_small_name(words, last))
                or (small and forced and (word.low in self._lists.surnames or word.low in self._lists.any_first))
            ):
                break
            last += 1
        return last


def _places(spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(place for start, end in spans for place in range(start, end))
