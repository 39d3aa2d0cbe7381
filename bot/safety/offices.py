"""Tells where an organisation is, and on which line it answers: `the office at 16 Church Street`, `the switchboard, …`.

An office's address points at nobody. It counts as one only where nothing but names of places stands between the word
for it and the address, and nothing in the sentence before says that somebody lives there.
"""

from __future__ import annotations

import re
from typing import Final

_BODY = (
    r"(?:(?:head|main|area|local|district|regional|council|registrar'?s?|housing|jobcentre|solicitor'?s|"
    r"lawyer'?s)\s)?"
    r"(?:offices?|hq|headquarters)|tribunal(?:\s(?:building|centre|service))?|hospital|infirmary|surgery|"
    r"(?:health|civic|"
    r"community|sports|hearing|leisure|day|resource)\scentre|library|academy|primary|(?:police|fire|bus)\sstation|"
    r"building|council|college|university|jobcentre|depot|clinic|(?:(?:sheriff|justice of the peace|"
    r"high)\s)?court|chambers|"
    r"practice|pharmacy|museum|food\s?bank|chapel|kirk|church|(?-i:[A-Z][a-z]+ (?:Council|Trust|Aid|Association|"
    r"Society|Service|Advice|Law|Project|Bureau|Rights|Support))|"
    r"(?-i:[A-Z][a-z]+ House(?= on [A-Z]))"
)
_PERSON = re.compile(
    r"\b(?:liv(?:es?|ing|ed)|stay(?:s|ing|ed)?|bid(?:es?|ing)|(?-i:home|hame|house|hoose|flat)|tenant|tenancy|"
    r"moved|discharged|"
    r"posted|sent|visit(?:ed)?|he|she|they|he's|she's|address|from|fae|to|tae)\b",
    re.IGNORECASE,
)
_SENT_THERE = re.compile(
    r"\b(?:signpost|refer|direct|point|tell|tells)\w*(?:\s(?:people|folk|them|families|clients|on))? to\b", re.I
)
"""Who is told of an office does not live there."""
_PLACED = re.compile(
    rf"\b(?i:{_BODY})(?:'s)?(?:(?:,\s|\s)(?:is|was|are|wis|at|on|in|the|of|and|sits|based|moved|[A-Z][\w'-]*|"
    rf"\d{{1,4}}))*"
    r"(?:,\s|\s|\s\()\Z"
)
_LINE = re.compile(
    r"\b(?:switchboard|reception|front desk|out of hours|oot o hours|oot ae hours|out-of-hours|enquir(?:y|"
    r"ies)|helpline|"
    r"help line|hotline|advice line|duty (?:team|line|desk|worker line)|social care direct|contact centre|"
    r"call centre|"
    r"(?:the\s|our\s|oor\s)?(?:surgery|council|school|office|hospital|practice|nursery|college|department|"
    r"service|team|"
    r"court|clinic|housing|pharmacy|tribunal|jobcentre|university|main|general|public)(?:'s)?"
    r"(?:\s(?:own|main|general|office|public|front)){0,2}\s(?:number|line|phone|landline|switchboard))"
    r"(?:[,:]?\s?\(?(?:is|was|wis|on|number|no|it's|that's|direct|line|phone|at|team|instead|which is|of|the)?){0,3}"
    r"[\s,:(-]{1,3}\Z",
    re.IGNORECASE,
)
_OF_SOMEBODY = re.compile(r"\b(?:his|her|their|ma|my|client'?s|tenant'?s|mum'?s|dad'?s|mobile|mob)\b", re.IGNORECASE)
_LANDLINE: Final = re.compile(r"\(?0[12]")
_NEAR: Final = 100
_SENTENCE = re.compile(r"[.!?\n](?:\s|\Z)")


def is_office_address(text: str, start: int) -> bool:
    """Whether the address or postcode that begins at `start` is an organisation's, by the words right before it."""
    before = _sentence_before(text, start)
    found = _PLACED.search(before)
    return found is not None and not _PERSON.search(_SENT_THERE.sub("", before))


def is_office_phone(text: str, start: int) -> bool:
    """Whether the landline that begins at `start` is a switchboard's or a team's own."""
    if not _LANDLINE.match(text, start):
        return False
    before = _sentence_before(text, start)
    found = _LINE.search(before)
    return found is not None and not _OF_SOMEBODY.search(before, max(0, found.start() - 20))


def _sentence_before(text: str, start: int) -> str:
    before = text[max(0, start - _NEAR) : start]
    ends = [match.end() for match in _SENTENCE.finditer(before)]
    return before[ends[-1] :] if ends else before
