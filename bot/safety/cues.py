"""Reads the words of `references.yml` in a text: where each stands, whose number it speaks of, how near a code is.

What follows from that, `references.py` decides. No pattern looks further than some sixty characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from bot.safety.codes import Code

PARTS = ("alone", "with_number", "weak")
LONGEST_GAP: Final = 60
"""Characters between a word and a code at most."""
_NUMBER = (
    r"(?:(?:registration|reg|membership|application|licence|file|card|book|scheme|identity|identification|account|"
    r"support)\b\.?"
    r"[ -]{1,2}){0,2}"
    r"(?:numbers?|nos?\b\.?|num\b|nr\b|nmbr|nmber|numb\b|numbr|numbre|nummer|nummber|nubmer|numer|"
    r"nae\b(?=\s\S{0,8}\d)|ref[a-z]{2,6}ces?|refs?\b\.?|"
    r"ids?\b|i\.d\.?|pin\b|#)"
    r"(?:[ -]{1,2}(?:number|no\b\.?|num\b|code|id\b))?"
)
_PART_OF = r"(?:case|application|claim|letter|journal|file|call|visit|portal|form)"
"""What may stand between whose number it is and `number`: `the court letter ref`."""
_NOT_IN_CODE = r"(?!\w|-\w|[/.]\w{0,5}\d)"
"""A code goes on with a stroke and figures: `PF/0041/26` does not speak of the PF."""
_GIVEN = (
    r"(?:number|ref|reference)\s(?:that\s|which\s)?(?:(?:the|my|our|his|her)\s)?(?:[a-z]{2,12}\s){1,3}?"
    r"(?:use[sd]?|have|has|gave|gied|sent)(?:\s(?:for|to))?(?:\s(?:me|us|him|her|them))?\s(?:is|was)"
)
"""`the number the council use for me is`."""
_WHICH = r"(?:registration|membership|scheme|card|record|pin)"
_ABBREVIATED = re.compile(r"\b(no|num|ref|nr)\. ", re.IGNORECASE)
_NUMBERS = re.compile(r"\d(?<!\b[24](?=\s[a-z]))")
"""A figure; not one that is typed for a word: `4 my first pay`."""
_MOST_BETWEEN: Final = 6
_LONGEST_DOTTED: Final = 4
BREAKS = re.compile(r"[!?;\]]|[.](?:\s|$)|\n\s*\n")
WORDS = re.compile(r"[A-Za-z']+")
# fmt: off
_TIGHT = frozenset({
    "is", "'s", "s", "was", "are", "were", "it's", "its", "it", "the", "a", "an", "no", "number", "num", "ref",
    "reference", "id", "being", "as", "reads", "read", "said", "says", "under", "wis",
})
_FILLERS = _TIGHT | frozenset({
    "my", "his", "her", "their", "our", "your", "him", "them", "us", "me", "i'm", "that", "this", "which", "given",
    "gave", "they", "he", "she", "we", "i", "had", "have", "under", "for", "on", "in", "file", "listed", "down",
    "noted", "quoted", "recorded", "put", "wrote", "written", "said", "says", "still", "now", "just", "of", "and",
    "or", "be", "will", "there", "here", "from", "got", "get", "gives", "give", "typed", "pasted", "copied",
    "called", "headed", "marked", "stamped", "quote", "quotes", "reading", "out", "to", "both", "sent", "gied", "gie",
    "gien", "wi", "numbered", "starts", "begins", "began", "starting", "with", "has", "telt", "told", "texted", "shows",
    "showing", "issued", "appears", "one", "new", "old", "auld", "full", "whole", "currently", "wis", "iz", "oan",
    "aboot", "about", "against", "agin", "closed", "opened", "logged", "raised", "reopened", "open", "done", "filed", "came", "come", "wan", "noo",  # noqa: E501
    "fae", "registered", "lodged", "sits", "ma", "oor", "quoting", "using", "use", "uses", "used",
})
# fmt: on


class Reach(IntEnum):
    """How near a word stands to a code."""

    NONE = 0
    FAR = 1
    """Before it, with other words between."""
    NEAR = 2
    """Before it, with small words between."""
    TIGHT = 3
    """Right before it, or with `is` between."""


@dataclass(frozen=True)
class Cue:
    """Words that say whose a number is; no kind: a thing's."""

    start: int
    end: int
    kind: str
    strong: bool
    """Whether `number` or the like is part of it, or it is said of nothing but numbers."""
    sure: bool = True
    """Of a thing's: whether it says `number`. "Form" alone does so only right before one."""
    bare: bool = False
    """Whether it says "his reference" or the like, and not whose."""


class CueReader:
    """Knows what organisations call their numbers, and what they call things."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Take `kinds` and `things` of references.yml."""
        self._kinds: dict[str, dict[str, str]] = {part: {} for part in PARTS}
        for kind, parts in content["kinds"].items():
            for part in PARTS:
                self._kinds[part] |= dict.fromkeys(parts[part], kind)
        for phrase, kind in self._kinds["with_number"].items():
            if " " in phrase and kind != "VEHICLE":
                self._kinds["weak"].setdefault(phrase, kind)  # two words say enough right before a long number
        self._alone = self._kinds["alone"]
        self._things = frozenset(content["things"])
        self._said = self._things.union(*self._kinds.values())
        alone, named, weak = (_any(self._kinds[part]) for part in PARTS)
        things = _any(self._things)
        whose = r"(?:the|his|her|my|their|our|your|a|an)"
        self._cue = re.compile(
            rf"(?<![\w-])(?:(?P<named>{named})(?:'s)?(?:\s{_PART_OF})?[.,]?[ -]{{0,2}}{_NUMBER}|"
            rf"(?P<alone>{alone})(?:\s{_WHICH})?(?:\s{_NUMBER})?(?![/-]\w){_NOT_IN_CODE}|"
            rf"(?:number|reference|ref|no\.?)\s(?:on|for|of|from)\s(?:{whose}\s)?(?P<of>{named})(?!\w)|"
            rf"(?:(?:his|her|my|their|our|your|g[ai]ve[sn]?\s(?:me|us|him|her|them)(?:\s(?:a|the|"
            rf"this))?)\s(?P<own>(?:reference|ref|file|record)\s?(?:number|no\b\.?|num)?))(?!\w)|"
            rf"(?P<weak>{weak}){_NOT_IN_CODE}|(?P<any>ref(?:erence)?\s(?:number|no\b\.?|num)|{_GIVEN})(?!\w)|"
            rf"(?P<ref>ref\b\.?:?)(?=\s(?-i:[A-Z]{{1,5}}[-/]?[A-Z\d/-]{{4,20}}(?!\w)|\d{{8,14}}(?!\w)))|"
            rf"(?P<thing>{things})(?:'s)?(?:[ -]{{0,2}}(?:{_NUMBER}|codes?))?(?!\w))",
            re.IGNORECASE,
        )

    def read(self, text: str) -> Iterator[Cue]:
        """Give the words of a text that say whose a number is, in order of place."""
        for match in self._cue.finditer(text):
            how = match.lastgroup or ""
            said = re.sub(r"\s+", " ", match[how].casefold())
            said = said if said in self._said else said.replace(".", "")
            if how == "thing":
                numbered = match.end() > match.end("thing")
                yield Cue(match.start(), match.end(), "", strong=True, sure=numbered)
            elif how in ("own", "any", "ref"):
                yield Cue(match.start(), match.end(), "CASE", strong=how == "own", bare=True)
            else:
                kind = self._kinds[{"named": "with_number", "of": "with_number"}.get(how, how)][said]
                plural = match[0].casefold().endswith(("numbers", "refs", "references", "ids", "nos"))
                sure = how != "weak" or (kind == "PASSPORT" and self._alone.get(said.rpartition(" ")[2]) == kind)
                yield Cue(match.start(), match.end(), kind, strong=sure and not plural)


def reach_of(text: str, cue: Cue, code: Code) -> Reach:
    """Give how near a word stands to the code after it."""
    if not 0 <= code.start - cue.end <= LONGEST_GAP:
        return Reach.NONE
    gap = _ABBREVIATED.sub(r"\1 ", text[cue.end : code.start])
    words = [word.casefold() for word in WORDS.findall(gap)]
    if BREAKS.search(gap.lstrip(".?")) or _NUMBERS.search(gap) or len(words) > _MOST_BETWEEN:
        return Reach.NONE
    if all(word in _TIGHT for word in words):
        return Reach.TIGHT
    return Reach.NEAR if all(word in _FILLERS for word in words) else Reach.FAR


def _any(phrases: Mapping[str, str] | frozenset[str]) -> str:
    """Give a pattern for any of the phrases, the longest first; short words also with dots, as `s.c.n.`

    They are grouped by their first letter, so that a word of the text is held against few of them.
    """
    groups: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=lambda one: (-len(one), one)):
        groups.setdefault(phrase[0], []).append(_dotted(phrase)[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in groups.items())


def _dotted(phrase: str) -> str:
    if phrase.isalpha() and len(phrase) <= _LONGEST_DOTTED:
        return r"\.?".join(phrase) + r"(?:(?<=\.\w)\.)?"
    return re.escape(phrase).replace(r"\ ", r"\s")
