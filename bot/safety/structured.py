"""Rules for identifiers that have a form: email, postcode, health numbers, National Insurance.

Each `find_...` takes cleaned text and gives (start, end) pairs, end exclusive. Sources of the forms: CHI, Public
Health Scotland's `chi_check` (six digits of birth, then a modulus-11 check digit); NHS number, NHS Data Dictionary
(modulus 11); National Insurance, HMRC manual NIM39110 (letters never used; QQ, which stands in examples, is masked
too); postcodes, BS 7666 and the Royal Mail list of areas. Letters that no postcode ends in are let through after a
real area: a mistyped postcode still points at a street.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.safety.codes import find_spelled

Pairs = Iterator[tuple[int, int]]
_I = re.IGNORECASE

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64} ?@ ?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?<![.-])", _I)
_BARE_EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{2,64}@[a-z][\w-]{1,63}(?![\w.@-])", _I)
_HOSTS = r"gmail|googlemail|outlook|hotmail|live|yahoo|icloud|aol|btinternet|virginmedia|protonmail|sky|talktalk|mail"
_AT_HOST = re.compile(rf"(?<![\w.+-])[\w.+-]{{2,64}} at (?:{_HOSTS})\.(?:com|co\.uk|net|org|me)(?!\w)", _I)
_SPOKEN_AT = r"(?:\s?[\[(]\s?at\s?[\])]\s?|\s+at\s+)"
_SPOKEN_DOT = r"(?:\s?[\[(]\s?dot\s?[\])]\s?|\s+dot\s+|\.)"
_SPOKEN_JOINT = rf"(?:{_SPOKEN_DOT}|\s+(?:underscore|under\sscore|hyphen|dash|plus|point)\s+)"
_SPOKEN_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w+-]{{1,40}}(?:{_SPOKEN_JOINT}[\w+-]{{1,40}}){{0,3}}{_SPOKEN_AT}"
    rf"[\w-]{{1,40}}(?:{_SPOKEN_DOT}[a-z]{{2,12}}){{1,4}}(?!\w)",
    _I,
)
_MAIL_NAME = re.compile(
    rf"(?<![\w@])(?:{_HOSTS}|e-?mail)(?:'s|\s(?:address\s)?(?:is|was)|:)\s"
    r"(?P<name>[a-z][\w-]{0,30}(?:[._][\w-]{1,30}){1,3}|[a-z]{3,20}\d{1,4})(?![\w@.]|\s(?:at|dot)\s)",
    _I,
)
"""`my gmail is mo.ali.99`."""
_SPOKEN_SIGN = re.compile(r"\bdot\b|[\[(]\s?at\s?[\])]", _I)
_ENDS_OF_SITES = ("com", "org", "net", "uk", "scot", "gov", "co", "info", "eu", "ie", "example")
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)\Z", _I)
_NINO = re.compile(
    r"(?<![A-Z0-9])(?:(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][ -]?[A-CEGHJ-NPR-TW-Z]|QQ)"
    r"(?:[ .-]{0,2}\d){6}[ .-]{0,2}[A-D](?![A-Z0-9])",
    _I,
)
_TEMPORARY_NINO = re.compile(
    r"(?<![A-Z0-9])TN ?(?:0[1-9]|[12]\d|3[01])[ .-]?(?:0[1-9]|1[0-2])[ .-]?\d\d ?[FM](?![A-Z0-9])", _I
)
"""What somebody has until theirs comes: TN, the day of birth, and a letter."""
_NINO_CUE = re.compile(
    r"\b(?:nino|ni|n\.i\.|national insurance|insurance)\W{0,3}(?:(?:number|no|num|is|was)\W{1,3}){0,3}"
    r"(?P<part>[A-CEGHJ-PR-TW-Z]{2}(?:[ -]?\d){6})(?![ -]?\d)",
    _I,
)
_TEN = re.compile(
    r"(?<![\d£$€.,/-])(?<!\d[ ])(?:\d(?:[ -]?\d){9}|\d{6}[./]\d{4}|\d\d([/.])\d\d\1\d\d[ /.-]{1,3}\d{4})"
    r"(?![\d/]|[.,]\d|[ -]\d)"
)
_IN_PAIRS = re.compile(r"\d\d([ -])\d\d\1\d\d[ -]?\d{4}")
"""As a CHI number is read out, the day of birth first: `07 05 52 1846`."""
_POSTCODE = re.compile(r"(?<![A-Z0-9])[A-Z]{1,2}(?:\d{1,2}|\d[A-Z])[ -]{0,3}\d[ABD-HJLNP-UW-Z]{2}(?![A-Z0-9])", _I)
_AREA = (
    r"(?:A[BL]|B[ABDHLNRSTX]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|"
    r"L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE)"
)
_MISTYPED = re.compile(
    rf"(?<![A-Z0-9]){_AREA}(?:\d{{1,2}}|\d[A-Z])[ -]{{0,3}}\d(?![AP]M|KG|KM|C[KM]|M[GILM])[A-Z]{{2}}(?![A-Z0-9])", _I
)
_WIDE = re.compile(rf"(?<![\w.]){_AREA}(?: \d{{1,2}} \d ?|\d{{1,2}}[.,] ?\d|\d{{3}} (?![AP]M))[A-Z]{{2}}(?!\w)")
_CUED_POSTCODE = re.compile(
    r"\bpost\s?code(?:'s|s)?\W{1,3}(?:(?:is|was|on|at|of|for|it's|the|given|as)\W{1,2}){0,3}"
    r"(?P<code>[A-Z] ?[A-Z]?[ .]?[\dO] ?[\dA-Z]?[ .,-]{0,3}[\dO] ?[A-Z\d] ?[A-Z])(?!\w)",
    _I,
)
"""After its own word a postcode may have gaps anywhere, and a letter for a figure: `p a 1 2 a c`."""
_CHI_CUE = re.compile(r"\b(?:chi|c\.h\.i|patient|hospital)\b\W{0,3}(?:(?:number|no|num|is|was)\W{1,3}){0,3}$", _I)
_BY_HEALTH = re.compile(
    r"\b(?:ambulance|paramedics?|wards?|patients?|hospital|wristband|nurses?|gp|chart|bloods?|notes|prescription|clinic|a&e|"
    r"surgery|infirmary|midwife|pharmacy|admission|admitted|discharge)\b",
    _I,
)
_NEAR: Final = 60
_NHS_CUE = re.compile(r"\bnhs\W{1,2}(?:number|no|num)\W{1,3}(?:(?:is|was)\W{1,2})?$", _I)


def find_emails(text: str) -> Pairs:
    """Give email addresses, written (`a@b.org`) or spelled (`a at b dot org`)."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            if " @" not in match[0] or match[0].casefold().endswith(_ENDS_OF_SITES):  # else a handle: "as @mags.k"
                yield match.span()
        yield from (match.span() for match in _BARE_EMAIL.finditer(text))
    yield from (match.span() for match in _AT_HOST.finditer(text))
    for match in _MAIL_NAME.finditer(text):
        if not match["name"].casefold().endswith(_ENDS_OF_SITES):
            yield match.span("name")
    if _SPOKEN_SIGN.search(text):
        for match in _SPOKEN_EMAIL.finditer(text):
            if match[0].rstrip(")] ").casefold().endswith(_ENDS_OF_SITES):
                yield match.span()


def find_nino(text: str) -> Pairs:
    """Give National Insurance numbers, typed in any way or spelled aloud, and after those words the number alone."""
    for pattern in (_NINO, _TEMPORARY_NINO):
        yield from (match.span() for match in pattern.finditer(text))
    yield from (match.span("part") for match in _NINO_CUE.finditer(text))
    yield from ((code.start, code.end) for code in find_spelled(text) if _NINO.fullmatch(code.plain))


def find_health_numbers(text: str) -> Pairs:
    """Give CHI numbers (a date and a check digit) and, where the words `NHS number` stand before, NHS numbers.

    After the word CHI the check digit may be wrong: a mistyped number still points at a person.
    """
    for match in _TEN.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        before = text[max(0, match.start() - 30) : match.start()]
        dated = is_day(digits[:6])
        if (
            (dated and has_check_digit(digits))
            or (dated and _CHI_CUE.search(before))
            or (
                dated
                and _IN_PAIRS.fullmatch(match[0])
                and _BY_HEALTH.search(text[max(0, match.start() - _NEAR) : match.end() + _NEAR])
            )
            or (has_check_digit(digits) and _NHS_CUE.search(before))
        ):
            yield match.span()


def has_check_digit(digits: str) -> bool:
    """Whether the tenth digit is the modulus-11 check digit of the others (CHI and NHS numbers share the rule)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(digits[9])


def is_day(digits: str) -> bool:
    """Whether six digits are a day, as a CHI number begins (`ddmmyy`)."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    for century in (1900, 2000):
        try:
            date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False


def find_postcodes(text: str) -> Pairs:
    """Give full United Kingdom postcodes, in either case, with or without a space, typed or spelled aloud."""
    yield from (match.span("code") for match in _CUED_POSTCODE.finditer(text))
    for pattern in (_POSTCODE, _MISTYPED, _WIDE):
        for match in pattern.finditer(text):
            product = match[0][0].isupper() and match[0][-1].islower() and " " not in match[0]  # "M404dn"
            if not product and not (_ORDINAL.search(match[0]) and match[0].islower()):
                yield match.span()
    yield from ((code.start, code.end) for code in find_spelled(text) if _MISTYPED.fullmatch(code.plain))
