"""Suspects people's names by reviewable lists and by the words around them; nothing is masked on this evidence alone.

A blank spaCy model has no trained recogniser, and none may be downloaded, so the lists in `names.yml` do the work, and
`people.py` reads what stands around. A name that is also a word, a month or a place counts only where its place in the
sentence speaks of a person; so does a capital that no list knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.safety.name_lists import (
    ARTICLES,
    COMPANY,
    FAMILY,
    NOT_INITIALS,
    PARTICLES,
    NameLists,
    is_contracted,
    looks_like_surname,
)
from bot.safety.people import Sign, Surroundings
from bot.safety.typed_words import INITIAL, Word, read_words

_LONGEST = 4
"""Words in one name at most."""


class NameFinder:
    """Finds suspected names of people in cleaned text."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Take what `NameLists.read` gives."""
        self._lists = NameLists(content)
        self._around = Surroundings(content)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Give (start, end) of each suspected name, with its honorific when it has one."""
        words = read_words(text, self._lists.honorifics)
        shouted = len(words) > 3 and sum(word.acronym for word in words) > len(words) / 2
        excluded = [match.span() for match in self._lists.not_names.finditer(text)]
        place, done = 0, 0
        while place < len(words):
            last = place
            if not any(start <= words[place].start < end for start, end in excluded):
                last = self._match(words, place, done, shouted)
            if last > place:
                end = words[last - 1]
                yield words[place].start, end.end - 2 * end.possessive
                place = done = last
            else:
                place += 1

    def is_also_a_word(self, name: str) -> bool:
        """Whether a name, by itself, may just as well be a word, a month or a place."""
        return name.casefold() in self._lists.ambiguous | self._lists.wordy

    def is_person_word(self, word: str) -> bool:
        """Whether a word says who somebody is without naming them."""
        return word.casefold() in self._around.persons

    def _match(self, words: list[Word], place: int, done: int, shouted: bool) -> int:
        """Give the end (exclusive) of a name that begins here, or `place`. A name was found up to `done`."""
        word = words[place]
        following = _next(words, place)
        if word.low in self._lists.honorifics and following:
            return self._match_title(words, place)
        if word.acronym and not shouted:
            return place
        if word.low in self._lists.kin and following and following.low in self._lists.any_first and following.capital:
            return self._extend(words, place + 2)
        if INITIAL.match(word.text) and word.text.endswith("."):
            return self._match_initials(words, place)
        if word.low in self._lists.any_first or self._lists.is_double(word):
            return self._match_first(words, place, done, shouted)
        if not word.capital or word.acronym:
            return place + self._is_told_as_name(words, place)
        return self._match_capital(words, place)

    def _match_title(self, words: list[Word], place: int) -> int:
        """Match `Mrs Okafor`, `Mr and Mrs Okafor`."""
        title, name = words[place], place + 1
        if words[name].low == "and" and name + 2 < len(words) and words[name + 1].low in self._lists.honorifics:
            name += 2
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

    def _match_initials(self, words: list[Word], place: int) -> int:
        """Match `J. Campbell`, and `R.K.` where a person is meant."""
        last = place + 1
        while last < len(words) and INITIAL.match(words[last].text) and words[last].gap in ("", " "):
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

    def _match_first(self, words: list[Word], place: int, done: int, shouted: bool) -> int:
        word = words[place]
        before = words[place - 1] if place else None
        last = self._extend(words, place + 1)
        after = _next(words, last - 1)
        if after and after.low in FAMILY and word.capital and (word.low in self._lists.first or not word.opens):
            return last
        named_after = before is not None and before.low in ARTICLES  # "the Kelvin ward"
        of_a_thing = after is not None and after.low in self._lists.not_before and not word.possessive
        if after and of_a_thing and (after.capital or named_after or not word.capital):
            return place
        if before and before.low in self._lists.not_after and before.capital and not word.opens:
            return place
        if not word.capital:
            return last if self._is_small_name(words, place, last, done) else place
        if word.low in self._lists.ambiguous:
            return last if not shouted and self._is_meant(words, place, last, done) else place
        return place if shouted and len(word.low) <= 3 else last

    def _is_small_name(self, words: list[Word], place: int, last: int, done: int) -> bool:
        """Whether a first name without a capital is one."""
        word = words[place]
        around = self._around
        if around.named(words, place):
            return True
        joined = place > 1 and done == place - 1 and words[place - 1].low == "and" and not words[place - 2].capital
        after = words[last] if last < len(words) and words[last].gap == " " else None
        if word.low in self._lists.ambiguous or word.low in self._lists.wordy:
            if word.low in self._lists.places or not around.introduced(words, place):
                return False
            before = words[place - 1].low
            if before in ("called", "named"):
                return True
            told = before in around.persons or before in (
                "to",
                "with",
                "wi",
                "asked",
                "told",
                "emailed",
                "phoned",
                "rang",
            )
            return told and (
                after is None or after.low in ("about", "from", "who", "if", "whether") or last > place + 1
            )
        if joined or around.introduced(words, place):
            return True
        if len(word.low) >= 5 and word.low not in self._lists.surnames and word.low not in self._lists.never:
            return True
        return len(word.low) >= 3 and around.after(words, last) >= Sign.ACT

    def _is_meant(self, words: list[Word], place: int, last: int, done: int) -> bool:
        """Whether a word, a month or a place with a capital is somebody's name here."""
        word, around = words[place], self._around
        sign = around.after(words, last)
        if around.introduced(words, place) or self._is_in_company(words, place, last, done):
            return True
        before = words[place - 1] if place else None
        if before and word.gap == " " and before.low in ARTICLES:
            return False
        if last > place + 1:
            return self._lists.is_surname(words[last - 1]) or sign is Sign.PERSON
        if before and word.gap == " " and before.low in self._lists.time_or_place:
            return before.low in COMPANY and (
                sign is Sign.PERSON or (word.low not in self._lists.places and not self._in_a_title(words, place))
            )
        if word.low in self._lists.places:
            return sign is Sign.PERSON
        if not word.opens:
            return sign >= Sign.ACT or not self._in_a_title(words, place)
        return sign >= (Sign.STATE if word.low in self._lists.doings else Sign.PERSON)

    def _in_a_title(self, words: list[Word], place: int) -> bool:
        """Whether a capital stands beside others, as in the name of a body or a book."""
        before = words[place - 1] if place else None
        after = _next(words, place)
        if after and after.capital and after.text != "I":
            return True
        if before is None or words[place].gap != " " or not before.capital or before.text == "I":
            return False
        return not before.opens or before.low not in self._lists.openers

    def _is_in_company(self, words: list[Word], place: int, last: int, done: int) -> bool:
        """Whether a name stands beside it in a list: `Isla, Finn and Hamish`."""
        everyday = words[place].low not in self._lists.places
        if done and (words[place].gap == ", " if done == place else done == place - 1 and words[done].low == "and"):
            return everyday or done < place
        end = last
        for _ in range(3):
            at = end + (end < len(words) and words[end].low == "and")
            if at >= len(words) or (at == end and words[at].gap != ", ") or not words[at].capital:
                break
            if words[at].low in self._lists.first and not words[at].acronym:
                return True
            if words[at].low not in self._lists.ambiguous:
                break
            everyday = everyday and words[at].low not in self._lists.places
            end = at + 1
        sign = self._around.after(words, end, plural=True) if end > last else Sign.NONE
        return sign is Sign.PERSON or (everyday and sign is Sign.ACT)

    def _match_capital(self, words: list[Word], place: int) -> int:
        """Match a surname by itself, and a capital that no list knows where the words around speak of a person."""
        word = words[place]
        if word.low in self._lists.not_capitals or self._around.leads_on(word):
            return place
        following = _next(words, place)
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
        after = _next(words, last - 1)
        rest = [*words[place + 1 : last], *([after] if after and after.capital else [])]
        if any(part.low in self._lists.not_before or part.low in self._lists.never for part in rest):
            return place
        if self._around.introduced(words, place):
            return last
        before = words[place - 1] if place and word.gap == " " else None
        if before and self._is_part_of_thing(before):
            return place
        sign = self._around.after(words, last)
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

    def _is_told_as_name(self, words: list[Word], place: int) -> bool:
        """Whether a small word stands at the end of `my name is …`."""
        word = words[place]
        if word.capital or len(word.low) < 3 or word.low in self._lists.never or not self._around.named(words, place):
            return False
        return place + 1 >= len(words) and words[place - 1].low == "is"

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
                or (word.capital and not word.acronym and word.low not in self._lists.not_surnames)
                or (small and not previous.capital and word.low in self._lists.small_surnames)
                or (small and forced and (word.low in self._lists.surnames or word.low in self._lists.any_first))
            ):
                break
            last += 1
        return last


def _next(words: list[Word], place: int) -> Word | None:
    if place + 1 >= len(words) or words[place + 1].gap not in (" ", "-"):
        return None
    return words[place + 1]
