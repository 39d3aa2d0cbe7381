"""Tells whose number a code is, by the words beside it: a case, a crime, a court, a school, a payroll, a passport.

Such numbers have no one form: each organisation makes its own. So a code counts where one of the words in
`references.yml` stands beside it, and the nearest word decides: "policy number" makes it a thing's. A few forms speak
for themselves (`forms.py`). No pattern looks further than some sixty characters, and each code is looked at once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

from bot.safety.codes import Code, find_codes
from bot.safety.forms import find_forms, fits
from bot.safety.source import SafetyContentError, need_lines, read_safety_file

FILE = "references.yml"
KINDS = ("CASE", "CRIME", "COURT", "SCHOOL", "STAFF", "PASSPORT", "IMMIGRATION", "BANK", "VEHICLE", "CHI")
"""The labels that references.yml must have."""
Found = tuple[str, int, int]
_PARTS = ("alone", "with_number", "weak")
_NUMBER = (
    r"(?:(?:registration|membership|application|licence|file|card|book|scheme|identity|identification|account|"
    r"support)"
    r"[ -]{1,2}){0,2}"
    r"(?:numbers?|nos?\b\.?|num\b|nr\b|nmbr|numb\b|numbr|nummer|nubmer|numer|refrence|referance|refs?\b\.?|references?|ids?\b|i\.d\.?|pin\b|#)"
    r"(?:[ -]{1,2}(?:number|no\b\.?|num\b|code|id\b))?"
)
_WHICH = r"(?:registration|membership|scheme|card|record|pin)"
_ABBREVIATED = re.compile(r"\b(no|num|ref|nr)\. ", re.IGNORECASE)
_ACCOUNT: Final = 8
"""Digits of a bank account."""
_LONGEST_GAP: Final = 60
_MOST_BETWEEN: Final = 6
_LESS = frozenset({"CASE", "CRIME"})
"""What the words beside a number say less of than its own form does."""
_ITS_NUMBER = re.compile(
    r"(?:\b(?:number|no|num|ref|reference)\b(?:\.|,)?\s?(?:is|was|it's)?|\bit(?:'s|s| is| was))\W{0,2}\Z", re.IGNORECASE
)
_MOST_BEFORE: Final = 150
"""Characters within which "the number was" speaks of what was named before."""
_FEWEST_FAR: Final = 6
"""Digits of such a number at least."""
_JOINT = re.compile(r",? (?:and|or|then|&) |, ")
_LONGEST_JOINT: Final = 7
_LONGEST_DOTTED: Final = 4
_BREAKS = re.compile(r"[!?;\]]|[.](?:\s|$)|\n\s*\n")
_WORDS = re.compile(r"[A-Za-z']+")
# fmt: off
_TIGHT = frozenset({
    "is", "'s", "s", "was", "are", "were", "it's", "its", "it", "the", "a", "an", "no", "number", "num", "ref",
    "reference", "id", "being", "as", "reads", "read", "said", "says",
})
_FILLERS = _TIGHT | frozenset({
    "my", "his", "her", "their", "our", "your", "him", "them", "us", "me", "i'm", "that", "this", "which", "given",
    "gave", "they", "he", "she", "we", "i", "had", "have", "under", "for", "on", "in", "file", "listed", "down",
    "noted", "quoted", "recorded", "put", "wrote", "written", "said", "says", "still", "now", "just", "of", "and",
    "or", "be", "will", "there", "here", "from", "got", "get", "gives", "give", "typed", "pasted", "copied",
    "called",
})
# fmt: on
_LETTERS = re.compile(
    r" (?!(?:and|but|the|was|is|has|had|for|who|so|or|at|on|in|to|of|not|with)\b)([A-Za-z]{2,3})(?![\w'])", re.I
)
_LETTERS_BEFORE = re.compile(
    r"(?<![\w'])(?!(?:is|no|it|on|at|in|of|my|to|by|or|so|as|up|an|be|he|we|am)\b)([A-Za-z]{2}) \Z", re.I
)
_BEFORE_LETTERS = re.compile(r"[A-Z]{2}\d\d|[A-Z]\d{1,3}")
_BEHIND = re.compile(
    r"[\s,():-]{1,3}(?:(?:is|was|being|as|for|that's|that is|which is|which was|it's|they gave me as|they gave "
    r"us as)\s)?"
    r"(?:(?:the|his|her|my|their|our|your|a|an|[A-Za-z]{2,20}'s)\s){0,2}\Z"
)


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


class ReferenceFinder:
    """Knows what organisations call their numbers."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Take what `ReferenceFinder.read` gives."""
        self._kinds: dict[str, dict[str, str]] = {part: {} for part in _PARTS}
        for kind, parts in content["kinds"].items():
            for part in _PARTS:
                self._kinds[part] |= dict.fromkeys(parts[part], kind)
        self._things = frozenset(content["things"])
        self._said = self._things.union(*self._kinds.values())
        alone, named, weak = (_any(self._kinds[part]) for part in _PARTS)
        things = _any(self._things)
        whose = r"(?:the|his|her|my|their|our|your|a|an)"
        self._cue = re.compile(
            rf"(?<![\w-])(?:(?P<named>{named})(?:'s)?(?:\s(?:case|application|claim))?[.,]?[ -]{{0,2}}{_NUMBER}|"
            rf"(?P<alone>{alone})(?:\s{_WHICH})?(?:\s{_NUMBER})?(?!\w|[/-]\w)|"
            rf"(?:number|reference|ref|no\.?)\s(?:on|for|of|from)\s(?:{whose}\s)?(?P<of>{named})(?!\w)|"
            rf"(?:(?:his|her|my|their|our|your|g[ai]ve[sn]?\s(?:me|us|him|her|them)(?:\s(?:a|the|this))?)\s(?P<own>(?:reference|ref|file|record)\s?(?:number|no\b\.?|num)?))(?!\w)|"
            rf"(?P<weak>{weak})(?!\w)|(?P<any>ref(?:erence)?\s(?:number|no\b\.?|num))(?!\w)|"
            rf"(?P<thing>{things})(?:'s)?(?:[ -]{{0,2}}(?:{_NUMBER}|codes?))?(?!\w))",
            re.IGNORECASE,
        )

    @staticmethod
    def read(folder: Path) -> dict[str, Any]:
        """Read references.yml of `data/content/safety/`. Raises SafetyContentError when it is unfit."""
        found = read_safety_file(folder, FILE)
        kinds = found.get("kinds")
        missing = [kind for kind in KINDS if not isinstance(kinds, dict) or not isinstance(kinds.get(kind), dict)]
        if not isinstance(kinds, dict) or missing:
            raise SafetyContentError(FILE, f"No words stand beside {', '.join(missing)}.", "Add them under `kinds`.")
        lists = {kind: {part: _lower(need_lines(kinds[kind], part, FILE)) for part in _PARTS} for kind in KINDS}
        return {"kinds": lists, "things": _lower(need_lines(found, "things", FILE))}

    def find(self, text: str) -> Iterator[Found]:
        """Give (label, start, end) of each number that is somebody's, in cleaned text."""
        formed = list(find_forms(text))
        spoken_for = frozenset(place for _, start, end in formed for place in range(start, end))
        codes = find_codes(text)
        cues = list(self._cues(text)) if codes else []
        starts = [cue.start for cue in cues]
        last: tuple[int, str] = (-_LONGEST_GAP, "")
        for found in codes:
            place = bisect_right(starts, found.end - 1) - 1
            while place > 0 and _is_passed_over(text, cues[place], found):
                place -= 1
            near = [cues[at] if 0 <= at < len(cues) else None for at in (place - 1, place)]
            behind = bisect_right(starts, found.end - 1)
            code = _fit(text, found, near[1])
            kind = self._kind(text, code, near, cues[behind] if behind < len(cues) else None)
            if not kind and code.start - last[0] <= _LONGEST_JOINT and _JOINT.fullmatch(text[last[0] : code.start]):
                kind = last[1] if fits(last[1], code, text, tight=False) and code.digits >= 5 else ""
            if kind and not (kind in _LESS and code.start in spoken_for):  # a court's own form says more than "case"
                yield kind, code.start, code.end
                last = (code.end, kind)
        yield from formed

    def _cues(self, text: str) -> Iterator[Cue]:
        for match in self._cue.finditer(text):
            how = match.lastgroup or ""
            said = re.sub(r"\s+", " ", match[how].casefold())
            said = said if said in self._said else said.replace(".", "")
            if how == "thing":
                numbered = match.end() > match.end("thing")
                yield Cue(match.start(), match.end(), "", strong=True, sure=numbered)
            elif how in ("own", "any"):
                yield Cue(match.start(), match.end(), "CASE", strong=how == "own")
            else:
                kind = self._kinds[{"named": "with_number", "of": "with_number"}.get(how, how)][said]
                plural = match[0].casefold().endswith(("numbers", "refs", "references", "ids", "nos"))
                yield Cue(match.start(), match.end(), kind, strong=how != "weak" and not plural)

    def _kind(self, text: str, code: Code, near: list[Cue | None], behind: Cue | None) -> str:
        """Give whose a code is, by the two words before it (the nearest last) and the one after; empty: nobody's."""
        earlier, before = near
        named = _kind_by(text, code, before) if before else ""
        if before and not before.kind and _reach(text, before, code):
            return ""
        if named == "CASE" and behind and behind.kind and text[code.end : behind.start].strip() == "(":
            return behind.kind  # "application number 3434-1190 (UAN)"
        if named:
            return named
        if behind and behind.kind and behind.strong and behind.start - code.end <= _LONGEST_GAP:
            between = text[code.end : behind.start]
            if _BEHIND.match(between) and fits(behind.kind, code, text, tight=True) and len(code.plain) >= 5:
                return behind.kind
        if before and before.kind and not before.strong and earlier and earlier.strong:
            return _kind_by(text, code, earlier)  # "the employee number on my card is"
        return _kind_named(text, code, before) if before else ""


def _kind_by(text: str, code: Code, cue: Cue) -> str:
    """Give the kind of a word before a code, where the word is near enough and the code fits it."""
    reach = _reach(text, cue, code)
    account = cue.kind == "BANK" and len(code.plain) == _ACCOUNT
    if not cue.kind or reach < (Reach.FAR if cue.strong or account else Reach.TIGHT):
        return ""
    if fits(cue.kind, code, text, tight=reach >= Reach.NEAR, strong=cue.strong):
        far = code.digits >= 6 or (code.digits >= 3 and len(code.plain) >= 6 and not code.plain.isdigit())
        return cue.kind if reach >= Reach.NEAR or far else ""
    registered = cue.kind == "VEHICLE" and cue.strong and code.plain.isdigit() and len(code.plain) >= 6
    return "STAFF" if registered else ""  # "my registration number is 1234567"


def _kind_named(text: str, code: Code, cue: Cue) -> str:
    """Give the kind that was named before "the number was", however much stands between: a passport, a card."""
    between = text[cue.end : code.start]
    if not cue.kind or code.digits < _FEWEST_FAR or len(between) > _MOST_BEFORE or _BREAKS.search(between):
        return ""
    return cue.kind if _ITS_NUMBER.search(between) and fits(cue.kind, code, text, tight=True, strong=True) else ""


def _fit(text: str, code: Code, before: Cue | None) -> Code:
    """Give a code without the cue that was read as a part of it, and a registration with its letters."""
    if before and before.end > code.start:
        code = _trim(text, code, before.end)
    return _with_letters(text, code) if before and before.kind == "VEHICLE" else code


def _is_passed_over(text: str, cue: Cue, code: Code) -> bool:
    """Whether a thing stands before a code by chance: "the exam number on his desk was 118220"."""
    if cue.kind or cue.sure or not 0 < code.start - cue.end <= _LONGEST_GAP:
        return False
    return bool(_WORDS.search(text[cue.end : code.start]))


def _reach(text: str, cue: Cue, code: Code) -> Reach:
    if not 0 <= code.start - cue.end <= _LONGEST_GAP:
        return Reach.NONE
    gap = _ABBREVIATED.sub(r"\1 ", text[cue.end : code.start])
    words = [word.casefold() for word in _WORDS.findall(gap)]
    if _BREAKS.search(gap.lstrip(".")) or any(letter.isdigit() for letter in gap) or len(words) > _MOST_BETWEEN:
        return Reach.NONE
    if all(word in _TIGHT for word in words):
        return Reach.TIGHT
    return Reach.NEAR if all(word in _FILLERS for word in words) else Reach.FAR


def _trim(text: str, code: Code, start: int) -> Code:
    """Give a code without the word that stands before it and was read as its first part: `SCN 123456789`."""
    while start < code.end and not text[start].isalnum():
        start += 1
    return (
        Code(start, code.end, re.sub(r"[^A-Za-z0-9]", "", text[start : code.end]).upper()) if start < code.end else code
    )


def _with_letters(text: str, code: Code) -> Code:
    """Give a registration with the letters after its space, and those before: `sf68 kdj`, `sf 68 kdj`."""
    if code.plain.isdigit() and (first := _LETTERS_BEFORE.search(text, max(0, code.start - 4), code.start)):
        code = Code(first.start(1), code.end, first[1].upper() + code.plain)
    more = _LETTERS.match(text, code.end)
    if not more or not _BEFORE_LETTERS.fullmatch(code.plain):
        return code
    return Code(code.start, more.end(), code.plain + more[1].upper())


def _lower(lines: list[str]) -> list[str]:
    return [" ".join(line.casefold().split()) for line in lines]


def _any(phrases: Mapping[str, str] | frozenset[str]) -> str:
    """Give a pattern for any of the phrases, the longest first; short words also with dots, as `s.c.n.`"""
    return "|".join(_dotted(one) for one in sorted(phrases, key=lambda one: (-len(one), one)))


def _dotted(phrase: str) -> str:
    if phrase.isalpha() and len(phrase) <= _LONGEST_DOTTED:
        return r"\.?".join(phrase) + r"(?:(?<=\.\w)\.)?"
    return re.escape(phrase).replace(r"\ ", r"\s")
