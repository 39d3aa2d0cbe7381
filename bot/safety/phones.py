"""Rules for telephone numbers, written or dictated.

Numbers of services are left: those in `masks.yml`, and those that begin with 03, 08 or 09 (Ofcom: organisations' own).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from bot.safety.codes import find_spoken, shorten

Pairs = Iterator[tuple[int, int]]
_I = re.IGNORECASE

_PHONE = re.compile(r"(?<![\w£$€.,/])(?:\+|00)?\(?[0-9Oo](?:[ ().\-/]{0,3}(?:\d|[Oo](?=[\dOo ]))){5,26}(?![\d])", _I)
_PHONE_CUE = re.compile(
    r"(?:phone|phoned|fone|foan|bell|buzz|shout|tel|telephone|mobile|mob|cell|ring|rang|call|called|text|texted|whatsapp|dial|number|num|"
    r"no|landline)"
    r"\W{0,3}(?:(?:is|was|me|him|her|them|on|at|number|us|no)\W{1,2}){0,4}$",
    _I,
)
_REFERENCE = re.compile(
    r"\b(?:ref|reference|invoice|order|ticket|contract|account|policy|job|batch|serial|asset|barcode|incident|"
    r"case|po|birth|born|dob|part|product|item|model|code|section|form|room|filter|lot|p/n|course|unit|drawing)\b"
    r"\W{0,3}(?:(?:number|no|num|code|is|was)\b\W{1,3}){0,2}\Z",
    _I,
)
_TEENS = re.compile(r"teen|\b(?:ten|eleven|twelve)\b", _I)
"""Hours of the day sound like these, and telephone numbers do not."""
_LONGEST: Final = 11
"""Digits of a number within the country."""
_PLUS = re.compile(r"(?:plus|double oh|oh oh|zero zero)[ ,-]{1,3}\Z", _I)


def find_phones(text: str, public: Collection[str] = ()) -> Pairs:
    """Give telephone numbers in any way of writing, but for the public ones (digits only) and those of services."""
    for start, end in _split_phones(text):
        raw = text[start:end]
        digits = re.sub(r"\D", "", raw.replace("O", "0").replace("o", "0"))
        local = re.sub(r"^(?:00)?440?", "0", digits) if raw.startswith(("+", "00")) else digits
        if local in public or (raw[0] in "Oo" and local[1:2] not in ("1", "2", "7", "8")):
            continue
        before = text[max(0, start - 40) : start]
        if _REFERENCE.search(before):
            continue
        if _is_phone(raw, local, cued=_PHONE_CUE.search(before) is not None):
            yield start + (raw.startswith("(") and ")" not in raw), end
    yield from _dictated(text, public)


def _dictated(text: str, public: Collection[str]) -> Pairs:
    for code in find_spoken(text):
        before = text[max(0, code.start - 40) : code.start]
        if plus := _PLUS.search(before) if code.plain.startswith("44") else None:
            if len(code.plain) >= 9:
                yield code.start - len(plus[0]), code.end
            continue
        cued = _PHONE_CUE.search(before) is not None and not _REFERENCE.search(before)
        if code.plain.startswith("0044"):
            yield code.start, code.end
        elif code.plain.startswith("0") and len(code.plain) >= 7:
            number = shorten(code, text, _LONGEST)
            own = number.plain[1] not in "389" or len(number.plain) < _LONGEST - 1
            if own and not _REFERENCE.search(before) and not _is_public(number.plain, public):
                yield number.start, number.end
        elif (
            cued
            and not _TEENS.search(text, code.start, code.end)
            and 6 <= len(code.plain) <= _LONGEST
            and not _is_public(code.plain, public)
        ):
            yield code.start, code.end


def _is_public(digits: str, public: Collection[str]) -> bool:
    return any(digits.startswith(number) for number in public if len(number) >= 5)


def _split_phones(text: str) -> Pairs:
    """Give what may be a number; two full ones with a stroke between are two."""
    for match in _PHONE.finditer(text):
        parts = match[0].split("/")
        if len(parts) > 1 and all(len(re.sub(r"\D", "", part)) >= 10 for part in parts):
            place = match.start()
            for part in parts:
                yield place, place + len(part.rstrip())
                place += len(part) + 1
        else:
            yield match.span()


def _is_phone(raw: str, digits: str, *, cued: bool) -> bool:
    if "/" in raw and re.match(r"\d{1,2}/\d{1,2}/\d{2,4}", raw):
        return False
    if raw.startswith(("+", "00")):
        return 8 <= len(digits) <= 15
    if re.fullmatch(r"0[1257]\d{8,9}", digits):
        return True
    if digits.startswith(("03", "08", "09")):  # Ofcom: numbers of organisations, never somebody's own
        return False
    if re.fullmatch(r"44[1237]\d{9}", digits) or re.fullmatch(r"7\d{9}", digits):
        return cued or " " in raw or digits.startswith("447")
    return cued and 6 <= len(digits) <= 11 + digits.startswith("0") and not re.match(r"(?:19|20)\d\d[ -]", raw)
