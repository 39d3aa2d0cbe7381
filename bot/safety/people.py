"""Judges whether the words around a possible name speak of a person.

"Hope matters" and "Hope from the women's group told us" begin with the same word. What tells them apart is what people
do (laugh, phone, sit with somebody), where they work, and how they are introduced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Any

from bot.safety.typed_words import Word

PARTS = ("person_words", "cues", "adjectives", "person_verbs", "noun_verbs", "person_verb_forms", "verbs",
         "verb_forms", "feelings", "adverbs", "workplaces", "owned", "object_cues")  # fmt: skip
_BESIDE = (" ", ", ", " - ", " (")
# fmt: off
WHOSE = frozenset({"my", "our", "his", "her", "their", "the", "a", "an", "one", "of", "that", "this", "your", "oor"})
_STATE = frozenset({"is", "was", "has", "had", "isn't", "wasn't", "does", "doesn't", "did", "didn't", "hasn't", "isnt",
                    "wasnt", "doesnt", "didnt", "hasnt", "wis", "isnae", "wasnae", "wisnae", "doesnae", "didnae",
                    "hasnae", "hus"})
_AUXILIARY = _STATE | {"have", "haven't", "do", "don't", "would", "wouldn't", "could", "couldn't", "can", "can't",
                       "hadn't", "will", "won't", "are", "aren't", "were", "weren't", "never", "havent", "dont",
                       "wouldnt", "couldnt", "cant", "cannae", "hadnt", "hadnae", "willnae", "wouldnae", "couldnae",
                       "wont", "arent", "werent"}
_BETWEEN = frozenset({"not", "no", "been", "never", "always", "also", "just", "still"})
_ALONE = frozenset({"am", "was", "have", "had", "will", "would"})
_AWAY = frozenset({"shift", "leave", "holiday", "nights", "duty", "earlies", "lates", "maternity", "call"})
_LEADS = frozenset({"runs", "ran", "manages", "managed", "organises", "organised", "chairs"})
_TOGETHER = frozenset({"i", "me", "myself", "himself", "herself"})
# fmt: on


_JOINS = frozenset({"and", "but", "when", "because", "cos", "as", "so", "that", "till", "until", "before", "after"})
_AGES = frozenset({"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"})
_SAME_IN_BASE = frozenset({"put", "let", "read", "split"})
_ALSO_VERBS = frozenset(
    {
        "will",
        "may",
        "mark",
        "rob",
        "sue",
        "chase",
        "bill",
        "grant",
        "can",
        "art",
        "drew",
        "nick",
        "pat",
        "hope",
        "trust",
    }
)
_ENDS = re.compile(r"[.!?\n]")
_SOON = 12
"""Words within which a pronoun still speaks of a name."""


PLURAL = frozenset({"were", "are", "have", "had", "both", "got", "will", "weren't", "aren't", "haven't", "never"})
"""What two people may be followed by, and one may not."""


class Sign(IntEnum):
    """How strongly the words after a capital speak of a person."""

    NONE = 0
    STATE = 1
    """Something that a person may be or have, and a thing as well."""
    ACT = 2
    """Something that people do, and sometimes bodies and things."""
    PERSON = 3
    """Something that only people do, or an introduction."""


class Surroundings:
    """Reads the words before and after a possible name."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Take the lists of names.yml by the names in PARTS, and `cue_pairs`."""
        lists = {part: frozenset(content[part]) for part in PARTS}
        self.persons = lists["person_words"]
        self._cues, self._adjectives = lists["cues"], lists["adjectives"]
        self._cue_pairs = frozenset(content["cue_pairs"])
        self._object_cues, self._object_pairs = lists["object_cues"], frozenset(content["object_pairs"])
        self._human, self._human_base = _forms(lists["person_verbs"])
        self._human -= {f"{verb}s" for verb in lists["noun_verbs"]}
        self._acts, self._acts_base = _forms(lists["verbs"])
        self._past = (
            frozenset(form for form in lists["person_verb_forms"] | lists["verb_forms"] if not form.endswith("s"))
            - _SAME_IN_BASE
        )
        self._human |= lists["person_verb_forms"]
        self._acts |= lists["verb_forms"]
        self._adverbs, self._workplaces, self.owned = lists["adverbs"], lists["workplaces"], lists["owned"]
        self._verbs = self._human | self._acts | self._human_base | self._acts_base | _AUXILIARY | self._adverbs
        self._feelings = lists["feelings"]

    def introduced(self, words: list[Word], first: int) -> bool:
        """Whether the words before say that a person follows: `my colleague X`, `spoke to X`, `a lad called X`."""
        if first == 0 or words[first].gap not in _BESIDE:
            return False
        before, gap = words[first - 1], words[first].gap
        if before.low in self.persons and not before.possessive:
            earlier = {word.low for word in words[max(0, first - 5) : first - 1]}
            return gap == " " or bool(earlier & WHOSE)
        if gap != " ":
            return False
        if before.low in ("called", "named"):
            return bool({word.low for word in words[max(0, first - 9) : first - 1]} & self.persons)
        pair = f"{words[first - 2].low} {'with' if before.low == 'wi' else before.low}" if first > 1 else ""
        return (
            before.low in self._cues
            or before.low in self._adjectives
            or pair in self._cue_pairs
            or self.named(words, first)
        )

    def points_to(self, words: list[Word], first: int) -> bool:
        """Whether the words before mostly have a person after them, as in `an apology to X`. Of known names only."""
        if first == 0 or words[first].gap != " " or words[first - 1].capital:
            return False
        before = words[first - 1]
        pair = f"{words[first - 2].low} {'with' if before.low == 'wi' else before.low}" if first > 1 else ""
        return before.low in self._object_cues or pair in self._object_pairs

    def picked_up(self, words: list[Word], last: int, *, owning: bool = False) -> bool:
        """Whether `he` or `she` soon speaks of what ends before `last`: `Hope was on the desk and she covered`.

        owning: "her mum" does so too.
        """
        joined = False
        for at, word in enumerate(words[last : last + _SOON], last):
            if _ENDS.search(word.gap):
                return False
            if owning and word.low in ("her", "his") and at + 1 < len(words) and words[at + 1].low in self.owned:
                return True
            if word.low in self.persons or (word.capital and word.text[0] != "I" and word is not words[last]):
                return False
            joined = joined or word.low in _JOINS or word.gap.startswith(",")
            if joined and word.low in ("he", "she"):
                return True
        return False

    def is_told_of(self, words: list[Word], first: int) -> bool:
        """Whether somebody is said to be what follows: `her key worker is X`."""
        return first > 1 and words[first - 1].low in ("is", "was") and words[first - 2].low in self.persons

    def is_the_person(self, words: list[Word], last: int) -> bool:
        """Whether what somebody is follows: `Bob the janny`, and not "mark the pupil's work"."""
        if last + 1 >= len(words) or words[last].low != "the" or words[last].gap != " ":
            return False
        return words[last + 1].low in self.persons and words[last - 1].low not in _ALSO_VERBS

    def describes(self, word: Word) -> bool:
        """Whether a word says what somebody is or is like (`worker`, `wee`), as opposed to what is done to them."""
        return word.low in self.persons or word.low in self._adjectives

    def does_after(self, words: list[Word], last: int) -> bool:
        """Whether a verb of people follows at once: `summer told us`."""
        return last < len(words) and words[last].gap == " " and words[last].low in self._human

    def works_there(self, words: list[Word], last: int) -> bool:
        """Whether where somebody works follows: `will from IT`."""
        return last < len(words) and words[last].low == "from" and self._works_somewhere(words, last, places=True)

    def past_after(self, words: list[Word], last: int) -> bool:
        """Whether a verb in the past follows, which no other verb stands before: `when will came in`."""
        if last >= len(words) or words[last].gap != " ":
            return False
        low = words[last].low
        return low in self._past or (low.endswith("ed") and low in self._human | self._acts)

    def is_verb(self, word: Word) -> bool:
        """Whether a word is a verb, an auxiliary or an adverb that these rules know."""
        return word.low in self._verbs

    def leads_on(self, word: Word) -> bool:
        """Whether a word is one that stands before a name and is none itself (`ask`, `colleague`)."""
        return word.low in self.persons or word.low in self._cues or word.low in self._adjectives

    def named(self, words: list[Word], first: int) -> bool:
        """Whether `name is` or the like stands right before."""
        before = [word.low for word in words[max(0, first - 2) : first]]
        return before in (["name", "is"], ["name", "was"]) or before[-1:] == ["name's"]

    def after(self, words: list[Word], last: int, *, plural: bool = False, places: bool = True) -> Sign:
        """Judge what follows the words up to `last` (exclusive).

        plural: they name more than one. places: "from housing" speaks of a person too.
        """
        if last >= len(words):
            return Sign.NONE
        following = words[last]
        if words[last - 1].possessive:
            return Sign.PERSON if following.gap == " " and following.low in self.owned else Sign.NONE
        if following.gap in (", ", " (", " - "):
            return Sign.PERSON if self._describes(words, last) else Sign.NONE
        if following.gap != " ":
            return Sign.NONE
        if following.low in ("turned", "turns") and last + 1 < len(words) and _is_age(words[last + 1]):
            return Sign.PERSON
        if following.low == "who" or self._works_somewhere(words, last, places=places):
            return Sign.PERSON
        if following.low == "and":
            together = self._together(words, last + 1) or self._beside_person(words, last + 1)
            return Sign.PERSON if together else Sign.NONE
        return self._does(words, last, plural)

    def _together(self, words: list[Word], place: int) -> bool:
        """Whether `I` or `me` stands here with the name, and does not begin a new clause (`in May and I am tired`)."""
        if place >= len(words) or words[place].gap != " " or words[place].low not in _TOGETHER:
            return False
        return place + 1 >= len(words) or words[place].low != "i" or words[place + 1].low not in _ALONE

    def _beside_person(self, words: list[Word], place: int) -> bool:
        """Whether somebody stands here with the name: `Charity and the agency nurse`."""
        near = words[place : place + 4]
        if not near or near[0].low not in WHOSE or any(word.gap != " " for word in near[1:]):
            return False
        return any(word.low in self.persons for word in near[1:])

    def _does(self, words: list[Word], place: int, plural: bool) -> Sign:
        helped = "are" if plural else ""
        sign = Sign.NONE
        for at, word in enumerate(words[place : place + 5], place):
            if word.gap != " " and word is not words[place]:
                break
            if word.low in _AUXILIARY or (helped and word.low in _BETWEEN):
                helped = helped if word.low in _BETWEEN else word.low
                sign = max(sign, Sign.STATE if word.low in _STATE else Sign.NONE)
            elif word.low in self._human or (helped and word.low in self._human_base):
                return Sign.PERSON
            elif word.low in self._acts or (helped and word.low in self._acts_base):
                leads = word.low in _LEADS and at + 1 < len(words) and words[at + 1].low in ("the", "our", "my")
                return Sign.PERSON if leads or helped in ("didn't", "did", "never") else Sign.ACT
            elif word.low not in self._adverbs:
                return Sign.PERSON if helped in ("is", "was") and self._feels(words, at) else sign
        return sign

    def _feels(self, words: list[Word], place: int) -> bool:
        """Whether what follows `is` or `was` only a person can be: `tired`, `good at it`, `our manager`."""
        state = words[place]
        then = [word.low for word in words[place + 1 : place + 4] if word.gap == " "]
        if state.low in WHOSE:
            return bool(self.persons.intersection(then))
        if state.low in ("good", "great", "brilliant", "amazing", "fantastic", "excellent", "rubbish", "hopeless"):
            return then[:1] in (["at"], ["with"])
        return state.low in self._feelings or (state.low == "on" and bool(then) and then[0] in _AWAY)

    def _describes(self, words: list[Word], place: int) -> bool:
        if words[place].low in ("who", "bless", "whose"):
            return True
        if words[place].low not in WHOSE:
            return False
        return any(word.low in self.persons for word in words[place + 1 : place + 4] if word.gap == " ")

    def _works_somewhere(self, words: list[Word], place: int, *, places: bool) -> bool:
        if words[place].low not in ("from", "in", "on", "at") or place + 1 >= len(words):
            return False
        near = words[place + 1 : place + 4]
        for at in range(place + 2, min(place + 5, len(words))):
            if words[at].low in self._human and words[at].gap == " " and words[at - 1].low not in WHOSE:
                return True  # "Grace in bed four told me"
        if not places:
            return False
        if near[0].low in ("the", "our", "my"):
            return words[place].low != "in" and any(word.low in self._workplaces for word in near[1:])
        return near[0].low in self._workplaces


def _is_age(word: Word) -> bool:
    """Whether a number stands before or in a word: `turned 14 on`, `turned fourteen`."""
    return any(letter.isdigit() for letter in word.gap) or word.low.endswith(("teen", "ty")) or word.low in _AGES


def _forms(verbs: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Give the forms that go with one person (`asks`, `asked`), and those after another verb (`ask`, `asking`)."""
    finite: set[str] = set()
    other: set[str] = set()
    for verb in verbs:
        stem = verb[:-1] if verb.endswith("e") else verb
        third, past = f"{verb}s", f"{stem}ed"
        if verb.endswith(("s", "x", "ch", "sh", "o")):
            third = f"{verb}es"
        elif verb.endswith("y") and verb[-2] not in "aeiou":
            third, past = f"{verb[:-1]}ies", f"{verb[:-1]}ied"
        finite |= {third, past}
        other |= {verb, f"{stem}ing"}
    return frozenset(finite), frozenset(other)
