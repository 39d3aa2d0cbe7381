"""Rules for when somebody was born: a date that words make a birth, and a birthday that tells an age.

"Turned sixteen on the third of May" says as much as a date of birth; the date is what is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.safety.codes import find_spoken
from bot.safety.dates import ANY_DAY, ANY_YEAR, DAY, MONTH, NUMERIC_DATE, TEENS, UNITS, WORD_DATE, YEAR

Pairs = Iterator[tuple[int, int]]
_I = re.IGNORECASE
_MOST_DIGITS: Final = 10
"""Of a dictated date, with a slip at its start."""

_DOB = (
    r"d\.?\s?o\.?\s?b\.?(?:'?s\b)?|dates? (?:of|o'?|ov|ae|av|i) b(?:ir|or|ri|i)th|date born|b\.?(?=\s?\d{1,2}[/.-]\d)"
)
_DAY_OF_BIRTH = r"birth\s?dates?|birth\s?days?|b-?days?|gave birth(?: to (?:a|her|twin) [a-z]{3,10})?"
_CAME_INTO = (
    r"(?:centenary|hundredth|100th|(?:came|come|brought) (?:in)?to the world|birth cert(?:ificate)?|"
    r"(?:hogmanay|christmas|millennium|new year|leap year) (?:baby|wean|bairn))"
)
_BORN = r"born(?: [a-z]{3,12}ly)?(?: (?:in|at|on) (?:a |the )?[a-z'-]{2,20}|(?: in)? (?:19|20)\d\d){0,2}"
_SAYING = (
    r"(?:is|was|wis|are|it|on|oan|in|the|about|around|it's|its|came|as|given|down|listed|recorded|written|which|"
    r"falls|that's|says|shows|reads|be)"
)
_BIRTH_CUE = (
    rf"\b(?:{_DOB}|{_DAY_OF_BIRTH}|{_CAME_INTO}|{_BORN})(?!\w)\.?(?:'s\b)?(?: (?:on|in) (?:the|his|her|"
    rf"my) [a-z]{{3,12}})?"
    rf"(?:\W{{0,3}}{_SAYING}\b){{0,4}}\W{{0,4}}"
)
"""Words that make the date after them a birth."""
_BIRTH_BEFORE = re.compile(rf"{_BIRTH_CUE}\Z", _I)
_BIRTH = re.compile(
    rf"{_BIRTH_CUE}(?P<date>{NUMERIC_DATE}|{WORD_DATE}|\d{{6}}(?!\d)|\d{{8}}(?!\d)|[0-3]?\d [01]?\d {YEAR})", _I
)
_BIRTH_DAY = re.compile(
    rf"\b(?:birth\s?day|b-?day)(?:'s| is| was| falls| on){{1,3}} (?P<date>[0-3]?\d/[01]?\d|"
    rf"the {ANY_DAY})(?![\w/])",
    _I,
)
"""A day without its month or year says enough after `birthday`."""
_FULL = (
    rf"(?:{NUMERIC_DATE}|(?:the\s)?{ANY_DAY}\s(?:(?:of|o'?|ae)\s)?{MONTH}[\s,-]{{1,2}}{ANY_YEAR}|"
    rf"{MONTH}\s{ANY_DAY}[\s,]{{1,2}}{ANY_YEAR})(?![\w/])"
)
_FAR_BIRTH = re.compile(
    rf"\b(?:(?:{_DOB}|birth\s?dates?)(?!\w)[^.!?;\n\d]{{1,60}}?(?:[.!?]\s)?|"
    r"(?:when's|whan's|fan's|whit's|what's|when is|what is|asked|tell me)\s(?:yer|your|her|his|their|"
    r"the)\s(?:birth\s?day|b-?day)"
    r"[^;\n\d]{0,30}?[,.!?:]?\s(?:an?\s|and\s)?(?:it's\s|she says\s|he says\s)?|"
    r"\b(?:age[- ]assess\w{2,5}|age[- ]disput\w{1,4}|(?:his|her|their|my) age)(?!\w)[^.!?;\n\d]{1,40}?)"
    rf"(?<![\d/.-])(?P<date>{_FULL})",
    _I,
)
"""A whole date some words on: `her date of birth and she says the ninth of May 2006`, `the age
assessment wrote 15.09.07`."""
_NO_BIRTH = re.compile(
    r"\b(?:since|until|till|before|after|by|changed|corrected|review(?:ed)?|meeting|hearing|expir\w+|dated|"
    r"issued|due|"
    r"appointment|sent|updated|started|moved|arrived|form (?:of|from)|letter (?:of|from))\b",
    _I,
)
_AND_ANOTHER = re.compile(rf"(?:,? and |, | & |/| an )(?P<date>{NUMERIC_DATE}|{WORD_DATE})(?![\w/])", _I)
"""`dates of birth 4/2/15 and 6/11/17`."""
_OTHERWISE = re.compile(
    rf"(?:,? (?:on|in) (?:one|wan|the|his|her|my)(?: [a-z]{{2,12}}){{1,2}},? (?:and|but|an|then|n)|"
    rf",? (?:not|no|nae|instead of|rather than|should be|should have been|shoulda been|when (?:it|he|"
    rf"she)(?:'s| is| was|wis)?"
    rf"(?: should have been| shoulda been| really)?)) (?P<date>{NUMERIC_DATE}|{WORD_DATE})(?![\w/])",
    _I,
)
"""`dob 17.08.84 on one form and 18.07.84 on the other`."""
_MOST_CHILDREN: Final = 5
_IS_HIS_BIRTH = (
    r"(?:\s(?:is|was|being)(?:\s(?:only|just|also|not|really)){0,2})?\W{1,3}"
    r"(?:(?:that's|that is|which is|which was|it's)\s)?(?:(?:his|her|their|my|the|'s)\s)?"
    r"(?:d\.?o\.?b|date of birth|birthday|birth date)\b"
)
_AGE_IN_WORDS = (
    rf"(?:{TEENS}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-]?{UNITS})?|{UNITS}|a "
    rf"hundred|one hundred)"
)
_AGE = rf"(?:\d{{1,3}}|{_AGE_IN_WORDS})"
_WHO = (
    r"(?:he|she|they|i|who|we both|the twins|mum|dad|gran|granny|nana|papa|mam|maw|grandad|granda|(?:my|his|her|"
    r"our|their|the|your|wee|oor) (?:[a-z]{2,14} ){0,2}?"
    r"(?:son|daughter|boy|girl|lad|lass|lassie|laddie|wean|bairn|child|baby|mum|mother|dad|father|gran|granny|"
    r"papa|grandad|brother|sister|"
    r"twins|wife|husband|partner|pupil|client|one|nephew|niece|man|woman|tenant|resident|oldest|youngest|eldest|"
    r"middle one))"
)
_WAS = (
    r"(?:'s|'ll be|'d be|'d been|'s been|'m|'re|'s going to be| (?:is|was|will be|would be|was only|is only|is just|"
    r"was just|"
    r"is going to be|is about to be|was about to be|had been|has been|were|are|am))(?: (?:only|just|now|actually))?"
)
_TURNS = (
    r"(?:turn(?:s|ed|ing|in|t)?|hit(?:s|ting)?|reach(?:es|ed)?|celebrated (?:his|her|their|my|being)|(?:became|"
    r"becomes|becoming)|"
    rf"{_WHO}{_WAS}|(?:was|is|been|be) (?:just|only|barely|nearly)|"
    r"(?:(?<=[.!?] )|\A)(?:is|was|will be))"
)
_WHEN = (
    r",?\s(?:(?:years?|yrs?)(?:[\s-]old)?,?\s|in age\s|y/?o\s)?(?:last\s|this\s|next\s|just\s|back\s|only\s)?"
    r"(?:week,?\s|year,?\s)?(?:(?:on|oan|from|fae|as of|come|by|there on)\s)?(?:(?:mon|tues|wednes|thurs|fri|satur|"
    r"sun)day,?\s)?"
)
_TURNED = re.compile(
    rf"\b{_TURNS}\s(?:the big\s)?{_AGE}{_WHEN}(?P<date>{NUMERIC_DATE}|{WORD_DATE}|the {ANY_DAY}(?!\w))", _I
)
_WAS_AGE = re.compile(rf"{_WAS}\s{_AGE}{_WHEN}(?P<date>{NUMERIC_DATE}|{WORD_DATE})", _I)
_TURNED_LATER = re.compile(
    rf"\b(?:on|oan|come)\s(?P<date>{NUMERIC_DATE}|{WORD_DATE})(?:\s(?:this|last|next)\syear)?,?\s{_WHO}"
    rf"(?:'s|'ll| will| is| was| had)?\s(?:just\s|only\s)?(?:turn(?:s|ed|ing)?|hit|be|become|became)\s{_AGE}(?!\w)",
    _I,
)
_AGED = re.compile(
    rf"\b(?:aged?|age:?|(?:he|she)(?:'s| has| had) been)\s{_AGE}\W{{1,3}}"
    rf"(?:(?:on|from|since|as of|at)\s)?(?P<date>{NUMERIC_DATE}|{WORD_DATE})",
    _I,
)
_BIRTH_AFTER = re.compile(
    rf"(?<![\w/])(?P<date>{NUMERIC_DATE}|{WORD_DATE})"
    rf"(?:{_IS_HIS_BIRTH}|[,;)]?\s\(?(?:so )?(?:aged?|age is|now) {_AGE}(?!\w))",
    _I,
)
"""`3/2/89 is her date of birth`, `3/2/19, aged 7`."""
_BABY = (
    r"(?:baby|wee (?:one|man|yin|boy|girl|lad|lass)|wean|bairn|twins?|newborn|infant|"
    r"(?:he|she|they) (?:was|were|wis) (?:delivered|induced))"
)
_ARRIVED = re.compile(
    rf"\b{_BABY}(?:\s[a-z]{{2,12}}){{0,4}}?(?:\s(?:early|late|at home|by section|safely))?,?\son\s"
    rf"(?P<date>{NUMERIC_DATE}|{WORD_DATE})",
    _I,
)
"""`the baby came on 3 June`."""
_CAME = re.compile(r"\b(?:came|arrived|appeared|landed|delivered|induced|born|here)\b", _I)
_AGE_FIRST = re.compile(
    rf"(?:\A|[.,;!?\n]\s?){_AGE} (?:on|come) (?P<date>{NUMERIC_DATE}|{WORD_DATE}),? (?:is )?{_WHO}(?!\w)", _I
)
_AGE_ALONE = re.compile(
    rf"(?:\A|(?<=[.!?\n] )|(?<=\n)){_AGE} (?:on|come) (?P<date>{WORD_DATE})"
    r"(?=\s*(?:\Z|[.!?\n])|,? (?:and|so|but) (?:he|she|they|out|aff|off|away)\b)",
    _I,
)
"""`Eighteen on the ninth of September and out the door.`"""
_NTH_BIRTHDAY = re.compile(
    rf"\b(?:\d{{1,3}}(?:st|nd|rd|th)|[a-z]{{4,12}}(?:-[a-z]{{4,7}})?(?:th|first|second|third))"
    rf"(?:\s(?:birthday|bday|b-day|party|do))?\s(?:is|was|falls?|fell|will be|comes|came)?\s?(?:on|in)?\s?"
    rf"(?P<date>{NUMERIC_DATE}|{WORD_DATE})",
    _I,
)
_OF_SOMEBODY = re.compile(r"\b(?:his|her|their|my|our|[a-z]{2,20}'s)\s(?:big\s)?\Z", _I)
_OF_A_THING = re.compile(
    r"\b(?:idea|service|project|team|group|programme|plan|unit|charity|pod|building|office|hall|hub|clinic|"
    r"school|band|company|scheme|network|roadmap|partnership)\b"
    r"(?: itself)?(?: (?:was|were|is|has been))?\W{0,2}\Z|\bit(?: was| is| has been)? ?\Z",
    _I,
)
_OF_SOMEBODY_IN = re.compile(
    r"\b(?:lad|boy|girl|lassie|laddie|wean|man|woman|wumman|resident|tenant|client|patient|pupil|prisoner|yin|one)\s"
    r"(?:in|at|from|fae|on)\s(?:the|oor|our|my|a|this|that)\s(?:[a-z]{2,12}\s)?[a-z]{3,12}(?:\s(?:was|is))?\W\Z",
    _I,
)
"""Somebody who is in a thing: `the young lad in the hall`."""
_FULL_DATE = re.compile(
    rf"(?<![\d/.-]){NUMERIC_DATE}(?![\d/])|(?<!\d){DAY}\s(?:of\s)?{MONTH}[\s,]{{1,2}}(?:19|20)\d\d(?!\d)", _I
)


_DATED = (_BIRTH, _FAR_BIRTH, _BIRTH_DAY, _BIRTH_AFTER, _TURNED, _TURNED_LATER, _AGED, _ARRIVED, _AGE_FIRST, _AGE_ALONE)
"""Each with the `date` that it makes a birth."""


def find_births(text: str) -> Pairs:
    """Give dates that words such as `born`, `DOB` or `turned sixteen on` mark as somebody's birth."""
    for pattern in _DATED:
        for match in pattern.finditer(text):
            if _is_of_a_thing(text[max(0, match.start() - 40) : match.start()]):
                continue
            if pattern is _FAR_BIRTH and _NO_BIRTH.search(match[0]):
                continue
            if pattern is not _ARRIVED or _CAME.search(match[0]):
                yield match.span("date")
            if pattern is _BIRTH:
                yield from _find_more(text, match.end("date"))
    for code in find_spoken(text):
        before = text[max(0, code.start - 60) : code.start]
        cue = _BIRTH_BEFORE.search(before) if 5 <= len(code.plain) <= _MOST_DIGITS else None
        if cue and not _is_of_a_thing(before[: cue.start()]):
            yield code.start, code.end
    for match in _NTH_BIRTHDAY.finditer(text):
        if _OF_SOMEBODY.search(text[max(0, match.start() - 30) : match.start()]):
            yield match.span("date")


def _find_more(text: str, end: int) -> Pairs:
    """Give the dates that follow one of birth in a list."""
    for _ in range(_MOST_CHILDREN):
        match = _AND_ANOTHER.match(text, end) or _OTHERWISE.match(text, end)
        if not match:
            return
        yield match.span("date")
        end = match.end()


def _is_of_a_thing(before: str) -> bool:
    """Whether what was born or turned ten is a service or a team, by the words before."""
    return _OF_A_THING.search(before) is not None and not _OF_SOMEBODY_IN.search(before)


def find_births_beside(text: str, others: Sequence[tuple[int, int]]) -> Pairs:
    """Give full dates that stand right beside a name, an address or a number, as in `Ryan Gallacher, 02/09/2004`."""
    starts, ends = {start for start, _ in others}, {end for _, end in others}
    for match in _FULL_DATE.finditer(text):
        if any(
            (match.start() - len(gap) in ends and text.startswith(gap, match.start() - len(gap)))
            or (match.end() + len(gap) in starts and text.startswith(gap, match.end()))
            for gap in _BESIDE
        ):
            yield match.span()


def find_ages_after(text: str, names: Sequence[tuple[int, int]]) -> Pairs:
    """Give the date where a name and an age stand before it: `Rory was five on 14 August`."""
    for _, end in names:
        if match := _WAS_AGE.match(text, end):
            yield match.span("date")


_BESIDE = (", ", " (", "; ", ",", " - ", ": ", "\n", ",\n")
