"""Judges whether a name that is also a word, a month or a place is somebody's, and whether a small word is a name.

"will came in", "an apology to iris", "Charity and the nurse": what stands before and after decides, never the word.
"""

from __future__ import annotations

from typing import Final

from bot.safety.name_lists import ARTICLES, COMPANY, NameLists, is_contracted
from bot.safety.people import PLURAL, Sign, Surroundings
from bot.safety.typed_words import Word

_MONTHS: Final = frozenset({"april", "may", "june", "july", "august", "january"})
# fmt: off
_INSIDE: Final = frozenset({
    "across", "around", "covering", "east", "in", "into", "near", "north", "outside", "rural", "south",
    "throughout", "west", "within",
})
# fmt: on
_TOLD: Final = frozenset(["ask", "asked", "emailed", "messaged", "phoned", "rang", "tell", "texted", "thanked", "told"])
# fmt: off
_THEN: Final = frozenset({
    "about", "again", "and", "at", "because", "but", "cos", "for", "from", "how", "if", "last", "on", "so", "that",
    "this", "to", "today", "what", "when", "whether", "who", "yesterday",
})
_THEN_AFTER_TOLD: Final = _THEN | {
    "he", "he'd", "he's", "i", "i'd", "i'll", "i'm", "id", "im", "it", "it's", "she", "she'd", "she's", "they", "we",
    "we'd", "we'll", "where", "why",
}
_THEN_AFTER_TO: Final = frozenset({
    "about", "after", "afterwards", "again", "and", "at", "for", "from", "if", "in", "on", "today", "when",
    "whether", "who", "yesterday",
    "please", "instead", "tonight", "tomorrow", "thanks",
})
_CLAUSE: Final = frozenset({
    "after", "and", "as", "because", "before", "but", "cos", "how", "if", "once", "said", "says", "since", "so",
    "that", "then", "think", "thought", "until", "when", "where", "while",
})
# fmt: on
_MODALS: Final = frozenset({"will", "may", "art"})
_MOSTLY_WORDS: Final = frozenset({"nan", "guy", "van", "long", "bill", "dawn", "major", "star", "page"})
"""Small, these hardly ever are names, whatever they do: "guy came round", "dawn broke"."""
_LANDS: Final = frozenset({"park", "hall", "hill", "wood", "forest", "mill", "bridge"})
_IS: Final = frozenset({"is", "was"})
_AREA_RANGE: Final = 8
# fmt: off
_COUNTED: Final = frozenset({
    "where", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "many", "few", "several",
})
_MANY: Final = frozenset({"are", "aren't", "don't", "have", "haven't", "were", "weren't"})
"""What is said of a council and not of one person: "Angus have changed it"."""
# fmt: on


class Meaning:
    """Knows the lists and reads the surroundings."""

    def __init__(self, lists: NameLists, around: Surroundings) -> None:
        """Take both, built once."""
        self._lists = lists
        self._around = around

    def is_somebody(self, words: list[Word], place: int, last: int, done: int) -> bool:
        """Whether a word, a month or a place with a capital is somebody's name here."""
        word, around = words[place], self._around
        sign = around.after(words, last)
        if word.low in _MONTHS and any(letter.isdigit() for letter in word.gap):
            return False
        if around.introduced(words, place) or self._is_in_company(words, place, last, done):
            return True
        if around.is_told_of(words, place) or around.is_the_person(words, last):
            return True
        before = words[place - 1] if place else None
        if before and word.gap == " " and before.low in ARTICLES:
            return False
        if last > place + 1:
            return sign is Sign.PERSON or self._is_surname_beside(words, place, last)
        if word.low not in _MONTHS and around.points_to(words, place):
            return True
        if sign >= Sign.STATE and around.picked_up(words, last, owning=word.low not in _MONTHS):
            return True
        if before and word.gap == " " and before.low in self._lists.time_or_place:
            return before.low in COMPANY and (
                sign is Sign.PERSON or (word.low not in self._lists.places and not self.in_a_title(words, place))
            )
        if word.low in self._lists.places:
            return sign is Sign.PERSON
        if not word.opens:
            return sign >= Sign.ACT or not self.in_a_title(words, place)
        return sign >= (Sign.STATE if word.low in self._lists.doings else Sign.PERSON)

    def is_land(self, words: list[Word], place: int, last: int) -> bool:
        """Whether two surnames are a park or a hall: `Stewart Park`."""
        if last != place + 2 or words[last - 1].low not in _LANDS or words[place].low not in self._lists.surnames:
            return False
        return not self._around.introduced(words, place) and self._around.after(words, last) < Sign.ACT

    def is_pair(self, words: list[Word], place: int) -> bool:
        """Whether a surname does something together with one beside it: `Muirhead and Scobie had to be parted`."""
        if place > 1 and words[place - 1].low == "and" and self._is_pair(words, place - 2):
            return True
        return self._is_pair(words, place)

    def _is_pair(self, words: list[Word], place: int) -> bool:
        if place + 3 >= len(words) or words[place + 1].low != "and" or words[place + 3].gap != " ":
            return False
        pair = (words[place], words[place + 2])
        known = [one.capital and one.low in self._lists.surnames - self._lists.wordy for one in pair]
        if not any(known) or not all(one.capital and self._lists.is_surname(one) for one in pair):
            return False
        return (all(known) and words[place + 3].low in PLURAL) or self._around.after(
            words, place + 3, plural=True
        ) >= Sign.STATE

    def is_area(self, words: list[Word], place: int, last: int) -> bool:
        """Whether a first name that is also an area (`Angus`) is one: beside another, or where people are in it."""
        word = words[place]
        if word.low not in self._lists.areas or last > place + 1 or self._around.introduced(words, place):
            return False
        if self._around.after(words, last) is Sign.PERSON or self._around.points_to(words, place):
            return False
        before = words[place - 1].low if place and word.gap == " " else ""
        near = [*words[max(0, place - _AREA_RANGE) : place], *words[last : last + _AREA_RANGE]]
        others = any(one.capital and one.low in self._lists.councils | self._lists.town_surnames for one in near)
        if word.opens and last < len(words) and words[last].low in _MANY:
            return True
        if word.opens and last + 1 < len(words) and words[last + 1].low in _COUNTED:
            return True
        return others or before in _INSIDE

    def is_small_name(self, words: list[Word], place: int, last: int, done: int) -> bool:
        """Whether a first name without a capital is one."""
        word = words[place]
        around = self._around
        if around.named(words, place):
            return True
        joined = place > 1 and done == place - 1 and words[place - 1].low == "and" and not words[place - 2].capital
        if word.low not in self._lists.plain_small and word.low in self._lists.ambiguous | self._lists.wordy:
            return self._is_small_word_meant(words, place, last, done)
        if word.low in self._lists.never:
            return False
        if _says_it_is(words, place) and (last >= len(words) or words[last].low in ("who", "that")):
            return True
        if joined or word.low in self._lists.plain_small or around.introduced(words, place):
            return True
        if len(word.low) >= 5 or (len(word.low) >= 3 and around.points_to(words, place)):
            return True
        return len(word.low) >= 3 and around.after(words, last) >= Sign.ACT

    def _is_small_word_meant(self, words: list[Word], place: int, last: int, done: int) -> bool:
        """Whether a small word that is mostly none is a name: `i asked will to cover`, `faith cried`."""
        word, around = words[place], self._around
        after = words[last] if last < len(words) and words[last].gap == " " else None
        before = words[place - 1] if place and word.gap == " " else None
        sign = around.after(words, last, places=word.low in self._lists.rarely_words)
        rare = word.low in self._lists.rarely_words
        if last > place + 1 and words[last - 1].low in self._lists.small_surnames:
            return True
        if before and before.low in ("called", "named") and around.introduced(words, place):
            return True
        ends = after is None or after.low in ("who", "and", "that")
        if ends and around.is_told_of(words, place):
            return True
        if after and after.low == "who" and before and _says_it_is(words, place):
            return True
        if (word.low in self._lists.doings or word.low == "will") and around.works_there(words, last):
            return True
        if before and before.low in ARTICLES:
            return False
        if rare and done == place and word.gap == ", ":
            return True
        begins = before is None or before.low in _CLAUSE
        if begins and self._acts(words, place, last, sign):
            return True
        if word.low in self._lists.places and not rare:
            return False
        if before is None or not (around.introduced(words, place) or around.points_to(words, place)):
            return False
        if word.low not in _MODALS and around.picked_up(words, last):
            return True
        if before.low in around.persons:
            ends = after is None or after.low in _THEN or last > place + 1
            return ends or (sign >= Sign.STATE and word.low not in _MODALS)
        if before.low in _TOLD:
            return after is None or after.low in _THEN_AFTER_TOLD or last > place + 1
        if before.low in ("to", "with", "wi", "at"):
            return after is None or after.low in _THEN_AFTER_TO or last > place + 1
        return rare and (after is None or after.low in _THEN)  # "thinking about jade and her wee bag"

    def _acts(self, words: list[Word], place: int, last: int, sign: Sign) -> bool:
        """Whether a small everyday word at the head of a clause does what only a person does."""
        word, around = words[place], self._around
        if word.low not in self._lists.ambiguous or word.low in _MOSTLY_WORDS or word.possessive:
            return False
        if word.low in self._lists.doings or word.low == "will":
            return around.past_after(words, last) or (word.low in self._lists.rarely_words and sign >= Sign.STATE)
        rare = word.low in self._lists.rarely_words
        if word.low in self._lists.places and not rare:
            return around.does_after(words, last)
        known = rare or around.picked_up(words, last)
        return sign is Sign.PERSON or (sign >= Sign.STATE and known and word.low not in _MODALS)

    def is_told_as_name(self, words: list[Word], place: int) -> bool:
        """Whether a small word stands at the end of `my name is …`."""
        word = words[place]
        if word.capital or len(word.low) < 3 or word.low in self._lists.never or not self._around.named(words, place):
            return False
        return place + 1 >= len(words) and words[place - 1].low == "is"

    def in_a_title(self, words: list[Word], place: int) -> bool:
        """Whether a capital stands beside others, as in the name of a body or a book."""
        before = words[place - 1] if place else None
        after = next_word(words, place)
        if after and after.capital and after.text != "I":
            return True
        if before is None or words[place].gap != " " or not before.capital or before.text == "I":
            return False
        return not before.opens or before.low not in self._lists.openers

    def _is_surname_beside(self, words: list[Word], place: int, last: int) -> bool:
        """Whether the last of several capitals is a surname, by the lists or by its letters."""
        end = words[last - 1]
        if self._lists.is_surname(end):
            return True
        if last != place + 2 or self._lists.is_ordinary(end) or end.low in self._lists.never or is_contracted(end):
            return False
        following = next_word(words, last - 1)
        if following and following.capital:
            return False
        everyday = words[place].low not in self._lists.places and not words[place].opens
        return everyday or self._lists.is_built_like_a_name(end)

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
            if words[at].low in self._lists.first and not words[at].acronym and words[at].low not in self._lists.areas:
                return True
            if words[at].low not in self._lists.ambiguous:
                break
            everyday = everyday and words[at].low not in self._lists.places
            end = at + 1
        sign = self._around.after(words, end, plural=True) if end > last else Sign.NONE
        return sign is Sign.PERSON or (everyday and sign is Sign.ACT)


def _says_it_is(words: list[Word], place: int) -> bool:
    """Whether `it was` or `it's` stands before."""
    if place and words[place - 1].text.casefold() == "it's":
        return True
    return place > 1 and words[place - 1].low in _IS and words[place - 2].low in ("it", "really")


def is_spelled_with(words: list[Word], place: int) -> bool:
    """Whether a word only spells a letter: `C for Charlie`."""
    if place < 2 or words[place - 1].low != "for" or words[place].gap != " ":
        return False
    return words[place - 2].low == words[place].low[0]


def next_word(words: list[Word], place: int) -> Word | None:
    """Give the word after, where nothing but a space or a hyphen stands between."""
    if place + 1 >= len(words) or words[place + 1].gap not in (" ", "-"):
        return None
    return words[place + 1]
