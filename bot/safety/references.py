"""Tells whose number a code is, by the words beside it: a case, a crime, a court, a school, a payroll, a passport.

Such numbers have no one form: each organisation makes its own. So a code counts where one of the words in
`references.yml` stands beside it, and the nearest word decides: "policy number" makes it a thing's. A few forms speak
for themselves (`forms.py`). No pattern looks further than some sixty characters, and each code is looked at once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from bot.safety.built import find_built
from bot.safety.codes import Code, find_codes
from bot.safety.cues import BREAKS, LONGEST_GAP, PARTS, WORDS, Cue, CueReader, Reach, reach_of
from bot.safety.forms import find_forms, fits
from bot.safety.source import SafetyContentError, need_lines, read_safety_file

FILE = "references.yml"
KINDS = ("CASE", "CRIME", "COURT", "SCHOOL", "STAFF", "PASSPORT", "IMMIGRATION", "BANK", "VEHICLE", "CHI")
"""The labels that references.yml must have."""
Found = tuple[str, int, int]
_ACCOUNT: Final = 8
"""Digits of a bank account."""
_LESS = frozenset({"CASE", "CRIME"})
"""What the words beside a number say less of than its own form does."""
_ITS_NUMBER = re.compile(
    r"(?:\b(?:number|no|num|ref|reference)\b(?:\.|,)?\s?(?:is|was|it's)?|\bit(?:'s|s| is| was))\W{0,2}\Z", re.IGNORECASE
)
_MOST_BEFORE: Final = 150
"""Characters within which "the number was" speaks of what was named before."""
_FEWEST_FAR: Final = 6
"""Digits of such a number at least."""
_SHORTEST_BEHIND: Final = 5
_JOINT = re.compile(r",? (?:and|an|or|then|&) |, ")
_LONGEST_JOINT: Final = 7
_LETTERS = re.compile(
    r" (?!(?:and|but|the|was|is|has|had|for|who|so|or|at|on|in|to|of|not|with)\b)([A-Za-z]{2,3})(?![\w'])", re.I
)
_LETTERS_BEFORE = re.compile(
    r"(?<![\w'])(?!(?:is|no|it|on|at|in|of|my|to|by|or|so|as|up|an|be|he|we|am)\b)([A-Za-z]{2}) \Z", re.I
)
_BEFORE_LETTERS = re.compile(r"[A-Z]{2}\d\d|[A-Z]\d{1,3}")
_BEHIND = re.compile(
    r"(?:[\s,():-]{1,3}|\?\s(?=it's|its|that's|that is)|\s[a-z]{2,12},\s(?=that|which))"
    r"(?:(?:is|was|being|as|for|that's|that is|which is|which was|"
    r"it's|its|they gave me as|they gave us as)\s)?"
    r"(?:(?:the|his|her|my|ma|their|our|oor|your|a|an|old|auld|new|[A-Za-z]{2,20}'s)\s){0,3}\Z"
)
_SAYS_IT_IS = re.compile(r"\b(?:is|was|being|that's|that is|which is|which was|it's)\b")
_GIVER = re.compile(
    r"[\s,]{1,3}(?:(?:is|was|that's|as)\s)?(?:(?:what|that|which|the|our|my|his|her|their|ma|oor)\s){0,3}\Z", re.I
)
_GIVES = re.compile(
    r"(?:\s(?:team|office|officers?|desk|clerk))?\s(?:have\s|has\s|had\s)?"
    r"(?:gave|gied|gie|given|sent|use|used|quoted?|issued|said|telt|told|texted|wrote|call|put|handed|emailed)\b",
    re.IGNORECASE,
)
"""`ND06410526 the police gave her`."""
_ISSUED_BY = re.compile(r"\b(?:from|by|of|fae|at)\s(?:(?:the|our|his|her|my|their)\s)?\Z", re.IGNORECASE)
_LONGEST_ISSUE: Final = 30
_LIES = re.compile(r"\b(?:at|on|in|by|from|under)\s(?:(?:the|my|ma|his|her|our|oor)\s)?\Z", re.IGNORECASE)
"""Where something lies: `the passport on my desk, EH4410927`."""
_SAYS_IS = re.compile(r"\b(?:is|was|being|it's)\s\Z")
_LOOK_BACK: Final = 3
"""Words before "his reference" that may say what it is of."""


class ReferenceFinder:
    """Knows what organisations call their numbers."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Take what `ReferenceFinder.read` gives."""
        self._cues = CueReader(content)

    @staticmethod
    def read(folder: Path) -> dict[str, Any]:
        """Read references.yml of `data/content/safety/`. Raises SafetyContentError when it is unfit."""
        found = read_safety_file(folder, FILE)
        kinds = found.get("kinds")
        missing = [kind for kind in KINDS if not isinstance(kinds, dict) or not isinstance(kinds.get(kind), dict)]
        if not isinstance(kinds, dict) or missing:
            raise SafetyContentError(FILE, f"No words stand beside {', '.join(missing)}.", "Add them under `kinds`.")
        lists = {kind: {part: _lower(need_lines(kinds[kind], part, FILE)) for part in PARTS} for kind in KINDS}
        return {"kinds": lists, "things": _lower(need_lines(found, "things", FILE))}

    def find(self, text: str) -> Iterator[Found]:
        """Give (label, start, end) of each number that is somebody's, in cleaned text."""
        formed = list(find_forms(text))
        spoken_for = frozenset(place for _, start, end in formed for place in range(start, end))
        codes = find_codes(text)
        cues = list(self._cues.read(text)) if codes else []
        starts = [cue.start for cue in cues]
        last: tuple[int, str] = (-LONGEST_GAP, "")
        shape = ""
        for found in codes:
            place = bisect_right(starts, found.end - 1) - 1
            while place > 0 and _is_passed_over(text, cues[place], found):
                place -= 1
            before = cues[max(0, place - _LOOK_BACK) : place + 1]
            if len(before) > 1 and _is_issuer(text, *before[-2:]):
                before[-2:] = [replace(before[-2], end=before[-1].end)]
            behind = bisect_right(starts, found.end - 1)
            if found.spoken and before and before[-1].start >= found.start and before[-1].kind == "VEHICLE":
                before.pop()  # "golf three one" spells a letter
            if (
                before
                and before[-1].start == found.start
                and not before[-1].strong
                and _is_prefix(text, found, before[-1])
            ):
                before[-1] = replace(before[-1], end=found.start)  # its own letters: "ASP 26/00991"
            code = _fit(text, found, before[-1] if before else None)
            kind = _kind_of(text, code, before, cues[behind : behind + 1])
            if not kind and code.start - last[0] <= _LONGEST_JOINT and _JOINT.fullmatch(text[last[0] : code.start]):
                kind = last[1] if fits(last[1], code, text, tight=False) and code.digits >= 5 else ""
            if not kind and shape == _shape(code) and not any(cue.start >= last[0] for cue in before):
                near = code.start - last[0] <= LONGEST_GAP and not BREAKS.search(text[last[0] : code.start])
                kind = last[1] if near and len(code.plain) >= _FEWEST_FAR else ""  # "830741, it should be 83-07-14"
            if kind and not (kind in _LESS and code.start in spoken_for):  # a court's own form says more than "case"
                yield kind, code.start, code.end
                last, shape = (code.end, kind), _shape(code)
        yield from formed
        yield from find_built(text)


def _kind_of(text: str, code: Code, before: list[Cue], after: list[Cue]) -> str:
    """Give whose a code is, by the few words before it (the nearest last) and the one after; empty: nobody's."""
    last, behind = before[-1] if before else None, after[0] if after else None
    named = _kind_by(text, code, last) if last else ""
    if last and not last.kind and reach_of(text, last, code):
        return ""
    if (
        last
        and named == "CASE"
        and before[:-1]
        and before[-2].kind in ("COURT", "CRIME")
        and text[before[-2].end : last.start].isspace()
    ):
        return before[-2].kind  # "the tribunal case MHTS/24/30617"
    if named == "CASE" and behind and behind.kind and text[code.end : behind.start].strip() == "(":
        return behind.kind  # "application number 3434-1190 (UAN)"
    if named and last and last.bare:
        said = _kind_behind(text, code, behind) if behind else ""  # "reference ND06410526 the police gave her"
        return said or _kind_before(text, code, before) or named
    if named:
        return named
    if behind and (kind := _kind_behind(text, code, behind)):
        return kind
    if last and last.kind and not last.strong and before[:-1] and before[-2].strong:
        return _kind_by(text, code, before[-2])  # "the employee number on my card is"
    return _kind_named(text, code, last) if last else ""


def _kind_before(text: str, code: Code, cues: list[Cue]) -> str:
    """Give what "his reference" is of, where the same sentence named it: `for the SAAS form his reference is`."""
    for cue in reversed(cues[:-1]):
        if code.start - cue.end > _MOST_BEFORE or BREAKS.search(text[cue.end : code.start]):
            return ""
        if cue.kind and fits(cue.kind, code, text, tight=True, strong=True):
            return cue.kind
    return ""


def _kind_behind(text: str, code: Code, cue: Cue) -> str:
    """Give the kind of a word after a code: `118204, that's his SCN`, `ND06410526 the police gave her`."""
    if not cue.kind or cue.start - code.end > LONGEST_GAP or not fits(cue.kind, code, text, tight=True):
        return ""
    between = text[code.end : cue.start]
    own = _is_built(text, code) or len(code.plain) >= _ACCOUNT
    if _BEHIND.match(between) and len(code.plain) >= _SHORTEST_BEHIND:
        called = cue.strong or (own and (cue.kind == "BANK" or _SAYS_IT_IS.search(between)))
        if called:
            return cue.kind
    given = _GIVER.match(between) and _GIVES.match(text, cue.end)
    return cue.kind if own and given else ""


def _is_built(text: str, code: Code) -> bool:
    """Whether a code looks like a reference by itself: letters with figures, or figures with strokes."""
    letters = len(code.plain) - code.digits
    joined = "/" in text[code.start : code.end] or "-" in text[code.start : code.end]
    return len(code.plain) >= _FEWEST_FAR and code.digits >= 3 and (letters > 0 or (joined and not code.spoken))


def _kind_by(text: str, code: Code, cue: Cue) -> str:
    """Give the kind of a word before a code, where the word is near enough and the code fits it."""
    reach = reach_of(text, cue, code)
    account = cue.kind == "BANK" and len(code.plain) == _ACCOUNT
    nearest = Reach.NEAR if _is_built(text, code) else Reach.TIGHT
    if not cue.kind or reach < (Reach.FAR if cue.strong or account else nearest):
        return ""
    if fits(cue.kind, code, text, tight=reach >= Reach.NEAR, strong=cue.strong):
        far = code.digits >= 6 or (code.digits >= 3 and len(code.plain) >= 6 and not code.plain.isdigit())
        far = far or (cue.strong and code.digits >= 4 and _SAYS_IS.search(text[cue.end : code.start]) is not None)
        return cue.kind if reach >= Reach.NEAR or far else ""
    registered = cue.kind == "VEHICLE" and cue.strong and code.plain.isdigit() and len(code.plain) >= 6
    return "STAFF" if registered else ""  # "my registration number is 1234567"


def _kind_named(text: str, code: Code, cue: Cue) -> str:
    """Give the kind that was named before "the number was", however much stands between: a passport, a card."""
    between = text[cue.end : code.start]
    if not cue.kind or code.digits < _FEWEST_FAR or len(between) > _MOST_BEFORE or BREAKS.search(between):
        return ""
    return cue.kind if _ITS_NUMBER.search(between) and fits(cue.kind, code, text, tight=True, strong=True) else ""


def _is_prefix(text: str, code: Code, cue: Cue) -> bool:
    """Whether a word is a code's own first letters: `ASP 2024 dash 317`, and not the `golf` that spells a G."""
    return not code.spoken or text[cue.start : cue.end].isupper()


def _shape(code: Code) -> str:
    """Give how a code is built, whichever figures and letters it has: `AB12` is `AA99`."""
    return "".join("9" if letter.isdigit() else "A" for letter in code.plain)


def _fit(text: str, code: Code, before: Cue | None) -> Code:
    """Give a code without the cue that was read as a part of it, and a registration with its letters."""
    if before and before.end > code.start:
        code = _trim(text, code, before.end)
    return _with_letters(text, code) if before and before.kind == "VEHICLE" else code


def _is_passed_over(text: str, cue: Cue, code: Code) -> bool:
    """Whether a thing stands before a code by chance: "the exam number on his desk was 118220"."""
    if cue.kind or cue.sure or not 0 < code.start - cue.end <= LONGEST_GAP:
        return False
    between = text[cue.end : code.start]
    return bool(WORDS.search(between)) or (
        between.startswith(",") and bool(_LIES.search(text, max(0, cue.start - 12), cue.start))
    )


def _is_issuer(text: str, named: Cue, cue: Cue) -> bool:
    """Whether a word only says who gave what was named before it: "her travel document from the Home Office"."""
    if cue.strong or not cue.kind or named.kind in ("", "CASE", "CRIME", cue.kind):
        return False
    return cue.start - named.end <= _LONGEST_ISSUE and _ISSUED_BY.search(text, named.end, cue.start) is not None


def _trim(text: str, code: Code, start: int) -> Code:
    """Give a code without the word that stands before it and was read as its first part: `SCN 123456789`."""
    while start < code.end and not text[start].isalnum():
        start += 1
    if code.spoken and (said := find_codes(text[start : code.end])):
        return replace(said[0], start=start + said[0].start, end=start + said[0].end)
    plain = re.sub(r"[^A-Za-z0-9]", "", text[start : code.end]).upper()
    return Code(start, code.end, plain) if start < code.end else code


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
