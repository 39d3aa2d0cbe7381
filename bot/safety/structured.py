"""Rules for identifiers that have a form: telephone, email, postcode, health numbers, National Insurance, birth.

Each `find_...` takes cleaned text and gives (start, end) pairs, end exclusive. Sources of the forms: CHI, Public
Health Scotland's `chi_check` (six digits of birth, then a modulus-11 check digit); NHS number, NHS Data Dictionary
(modulus 11); National Insurance, HMRC manual NIM39110 (letters never used; QQ, which stands in examples, is masked
too); postcodes, BS 7666 and the Royal Mail list of areas.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date

Pairs = Iterator[tuple[int, int]]
_I = re.IGNORECASE

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64} ?@ ?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?<![.-])", _I)
_BARE_EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{2,64}@[a-z][\w-]{1,63}(?![\w.@-])", _I)
_HOSTS = r"gmail|googlemail|outlook|hotmail|live|yahoo|icloud|aol|btinternet|virginmedia|protonmail|sky|talktalk|mail"
_AT_HOST = re.compile(rf"(?<![\w.+-])[\w.+-]{{2,64}} at (?:{_HOSTS})\.(?:com|co\.uk|net|org|me)(?!\w)", _I)
_SPOKEN_AT = r"(?:\s?[\[(]\s?at\s?[\])]\s?|\s+at\s+)"
_SPOKEN_DOT = r"(?:\s?[\[(]\s?dot\s?[\])]\s?|\s+dot\s+|\.)"
_SPOKEN_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w+-]{{1,40}}(?:{_SPOKEN_DOT}[\w+-]{{1,40}}){{0,3}}{_SPOKEN_AT}"
    rf"[\w-]{{1,40}}(?:{_SPOKEN_DOT}[a-z]{{2,12}}){{1,4}}(?!\w)",
    _I,
)
_SPOKEN_SIGN = re.compile(r"\bdot\b|[\[(]\s?at\s?[\])]", _I)
_ENDS_OF_SITES = ("com", "org", "net", "uk", "scot", "gov", "co", "info", "eu", "ie", "example")
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)\Z", _I)
_NINO = re.compile(
    r"(?<![A-Z0-9])(?:(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][ -]?[A-CEGHJ-NPR-TW-Z]|QQ)"
    r"(?:[ .-]{0,2}\d){6}[ .-]{0,2}[A-D](?![A-Z0-9])",
    _I,
)
_NINO_CUE = re.compile(
    r"\b(?:nino|ni|n\.i\.|national insurance|insurance)\W{0,3}(?:(?:number|no|num|is|was)\W{1,3}){0,3}"
    r"(?P<part>[A-CEGHJ-PR-TW-Z]{2}(?:[ -]?\d){6})(?![ -]?\d)",
    _I,
)
_TEN = re.compile(
    r"(?<![\d£$€.,/-])(?<!\d[ ])(?:\d(?:[ -]?\d){9}|\d{6}[./]\d{4}|\d\d([/.])\d\d\1\d\d[ /.-]{1,3}\d{4})"
    r"(?![\d/]|[.,]\d|[ -]\d)"
)
_POSTCODE = re.compile(r"(?<![A-Z0-9])([A-Z]{1,2})(?:\d{1,2}|\d[A-Z])([ -]{0,3})\d[ABD-HJLNP-UW-Z]{2}(?![A-Z0-9])", _I)
_PHONE = re.compile(r"(?<![\w£$€.,/])(?:\+|00)?\(?[0-9Oo](?:[ ().\-/]{0,3}\d){6,26}(?![\d])", _I)
_PHONE_CUE = re.compile(
    r"(?:phone|phoned|tel|telephone|mobile|mob|cell|ring|rang|call|called|text|texted|whatsapp|dial|number|num|no|landline)"
    r"\W{0,3}(?:(?:is|was|me|him|her|them|on|at|number|us|no)\W{1,2}){0,4}$",
    _I,
)
_REFERENCE = re.compile(
    r"\b(?:ref|reference|invoice|order|ticket|contract|account|policy|job|batch|serial|asset|barcode|incident|case|po)\b"
    r"\W{0,3}(?:(?:number|no|num|code|is|was)\b\W{1,3}){0,2}\Z",
    _I,
)
_CHI_CUE = re.compile(r"\b(?:chi|c\.h\.i|patient|hospital)\b\W{0,3}(?:(?:number|no|num|is|was)\W{1,3}){0,3}$", _I)
_NHS_CUE = re.compile(r"\bnhs\W{1,2}(?:number|no|num)\W{1,3}(?:(?:is|was)\W{1,2})?$", _I)
_DIGIT_WORD = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|o|\d)"
_SPOKEN_PHONE = re.compile(
    rf"(?<!\w)(?:oh|zero|o|nought|plus four four)"
    rf"(?:[ ,-]{{1,3}}(?:(?:double|triple|treble) )?{_DIGIT_WORD}){{6,14}}(?!\w)",
    _I,
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:[0-3]?\d)(?:\s?(?:st|nd|rd|th))?"
_YEAR = r"(?:'?\d{2}|(?:19|20)\d{2})(?!\d)"
_NUMERIC_DATE = (
    rf"(?:[0-3]?\d\s?(?P<sign>[/.\-])\s?[0-1]?\d\s?(?P=sign)\s?{_YEAR}|"
    r"(?:19|20)\d\d(?P<dash>[/.\-])[0-1]?\d(?P=dash)[0-3]?\d(?!\d))"
)
_UNITS = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_TEENS = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_DAY_IN_WORDS = (
    rf"(?:(?:twenty|thirty)[\s-]?)?(?:{_UNITS}|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
    rf"{_TEENS}|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth|twenty|thirty"
)
_YEAR_IN_WORDS = (
    rf"(?:two thousand(?:\s(?:and\s)?(?:{_TEENS}|(?:twenty[\s-]?)?{_UNITS}))?|"
    rf"(?:nineteen|twenty)[\s-](?:{_TEENS}|(?:oh[\s-]|(?:twen|thir|for|fif|six|seven|eigh|nine)ty[\s-]?){_UNITS}|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty))"
)
_ANY_DAY, _ANY_YEAR = rf"(?:{_DAY}|{_DAY_IN_WORDS})", rf"(?:{_YEAR}|{_YEAR_IN_WORDS})"
_WORD_DATE = (
    rf"(?:(?:the\s)?{_ANY_DAY}\s?(?:of\s)?(?:the\s)?[\s-]?{_MONTH}(?:[,\s-]{{1,3}}{_ANY_YEAR})?|"
    rf"{_MONTH}\s{{1,2}}(?:the\s)?{_ANY_DAY}(?!\d)(?:[,\s]{{1,3}}{_ANY_YEAR})?)"
)
_BIRTH_CUE = (
    r"\b(?:d\.?\s?o\.?\s?b\.?|dates? of birth|birth\s?date|birth\s?day|b-?day|"
    r"born(?: (?:in|at) [a-z'-]{2,20}){0,2})\b\.?"
    r"(?:'s\b)?(?:\W{0,3}(?:is|was|on|the|about|around|it's|its|came|as|given|down|listed|recorded|written)\b){0,4}"
    r"\W{0,4}"
)
_BIRTH = re.compile(
    rf"{_BIRTH_CUE}(?P<date>{_NUMERIC_DATE}|{_WORD_DATE}|\d{{6}}(?!\d)|\d{{8}}(?!\d)|[0-3]?\d [01]?\d {_YEAR})", _I
)
_BIRTH_AFTER = re.compile(
    rf"(?<![\d/])(?P<date>{_NUMERIC_DATE}|{_WORD_DATE})(?:\s(?:is|was|being)(?:\s(?:only|just|also|not|really)){{0,2}})?\W{{1,3}}"
    r"(?:(?:his|her|their|my|the|'s)\s)?(?:d\.?o\.?b|date of birth|birthday|birth date)\b",
    _I,
)
_OF_A_THING = re.compile(
    r"\b(?:idea|service|project|team|group|programme|plan|unit|charity|scheme|network|roadmap|partnership)\b"
    r"(?: (?:was|were|is|has been))?\W{0,2}\Z|\bit(?: was| is| has been)? ?\Z",
    _I,
)
_FULL_DATE = re.compile(
    rf"(?<![\d/.-]){_NUMERIC_DATE}(?![\d/])|(?<!\d){_DAY}\s(?:of\s)?{_MONTH}[\s,]{{1,2}}(?:19|20)\d\d(?!\d)", _I
)


def find_emails(text: str) -> Pairs:
    """Give email addresses, written (`a@b.org`) or spelled (`a at b dot org`)."""
    if "@" in text:
        yield from (match.span() for match in _EMAIL.finditer(text))
        yield from (match.span() for match in _BARE_EMAIL.finditer(text))
    yield from (match.span() for match in _AT_HOST.finditer(text))
    if _SPOKEN_SIGN.search(text):
        for match in _SPOKEN_EMAIL.finditer(text):
            if match[0].rstrip(")] ").casefold().endswith(_ENDS_OF_SITES):
                yield match.span()


def find_nino(text: str) -> Pairs:
    """Give National Insurance numbers, with or without spaces or hyphens, and after those words the number alone."""
    yield from (match.span() for match in _NINO.finditer(text))
    yield from (match.span("part") for match in _NINO_CUE.finditer(text))


def find_health_numbers(text: str) -> Pairs:
    """Give CHI numbers (a date and a check digit) and, where the words `NHS number` stand before, NHS numbers.

    After the word CHI the check digit may be wrong: a mistyped number still points at a person.
    """
    for match in _TEN.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        before = text[max(0, match.start() - 30) : match.start()]
        dated = _is_day(digits[:6])
        if (
            (dated and has_check_digit(digits))
            or (dated and _CHI_CUE.search(before))
            or (has_check_digit(digits) and _NHS_CUE.search(before))
        ):
            yield match.span()


def has_check_digit(digits: str) -> bool:
    """Whether the tenth digit is the modulus-11 check digit of the others (CHI and NHS numbers share the rule)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(digits[9])


def _is_day(digits: str) -> bool:
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    for century in (1900, 2000):
        try:
            date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False


def find_postcodes(text: str) -> Pairs:
    """Give full United Kingdom postcodes, in either case, with or without a space."""
    for match in _POSTCODE.finditer(text):
        if not (match[1] and _ORDINAL.search(match[0]) and match[0].islower()):
            yield match.span()


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
    yield from (match.span() for match in _SPOKEN_PHONE.finditer(text))


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
    return cued and 6 <= len(digits) <= 11 and not re.match(r"(?:19|20)\d\d[ -]", raw)


def find_births(text: str) -> Pairs:
    """Give dates that words such as `born` or `DOB` mark as somebody's birth."""
    for pattern in (_BIRTH, _BIRTH_AFTER):
        for match in pattern.finditer(text):
            if not _OF_A_THING.search(text[: match.start()][-40:]):
                yield match.span("date")


def find_births_beside(text: str, others: Sequence[tuple[int, int]]) -> Pairs:
    """Give full dates that stand right beside a name, an address or a number, as in `Ryan Gallacher, 02/09/2004`."""
    for match in _FULL_DATE.finditer(text):
        for start, end in others:
            before, after = text[end : match.start()], text[match.end() : start]
            if (end <= match.start() and before in _BESIDE) or (match.end() <= start and after in _BESIDE):
                yield match.span()
                break


_BESIDE = (", ", " (", "; ", ",", " - ", ": ", "\n", ",\n")
