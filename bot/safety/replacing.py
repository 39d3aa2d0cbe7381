"""Puts plain words in the place of a name that a person agreed to leave out, so that the sentence still reads well.

Nothing here decides: names are only suspected, and the person taps which to replace and by what.
"""

from __future__ import annotations

import re

from bot.safety.identifiers import IdentifierFinder, default_finder

_OPENS = re.compile(r"(?:\A|[.!?\n])[\s\"'“”‘’(]*\Z")
_ARTICLE = re.compile(r"(?:an?)\s+(?=\w)")
_OWN = re.compile(r"(?<!\w)(?:our|my|oor|ma)\s\Z", re.IGNORECASE)
_DESCRIBED = re.compile(
    r"(?:(?<!\w)(?P<whose>our|my|the|your|his|her|their|oor|ma)\s)?"
    r"(?<!\w)(?P<how>(?:(?:wee|young|old|auld|big|poor|dear|lovely|little|new|former)\s)+)\Z",
    re.IGNORECASE,
)
_CALLED = re.compile(r"(?P<person>(?<!\w)[\w-]+)\s(?:called|named)\s\Z", re.IGNORECASE)
_BESIDE = re.compile(r"(?<!\w)(?:my|our|his|her|their|your|the|this|that|a|an|one|oor)\s(?:[\w-]+\s){0,2}?"
                     r"(?P<person>[\w-]+)(?P<gap>,?\s)\Z", re.IGNORECASE)  # fmt: skip
_PLURAL_OWNER = re.compile(r"['’](?=\s\w)")


def suspected_names(text: str) -> tuple[str, ...]:
    """Give the distinct names suspected in the text, as they were typed, in order, without a possessive ending."""
    return tuple(dict.fromkeys(text[start:end] for start, end in _spans(default_finder(), text)))


def replace_name(text: str, name: str, by: str) -> str:
    """Give the text with `name`, as whole words and in this spelling, replaced by words such as `a colleague`.

    A possessive stays ("Ann's" -> "a colleague's"), and so does a capital at the start of a sentence. A name that stood
    beside what it names goes without a trace ("my colleague Ann" -> "my colleague"). Where the name is also a word
    ("Will"), only places that read as a name are changed. A longer name that holds it waits for its own turn.
    """
    finder = default_finder()
    spans = _spans(finder, text)
    found = [match.span() for match in _whole(name).finditer(text)] if name.strip() else []
    found = [(start, end) for start, end in found if not any(_inside(start, end, span) for span in spans)]
    sure = [span for span in found if span in spans]
    if sure and finder.is_also_a_word(name):
        found = sure
    parts: list[str] = []
    done = 0
    for start, end in found:
        before, words, end = _fit(finder, text[done:start], text, (start, end), by)
        parts += [before, words]
        done = end
    return "".join([*parts, text[done:]])


def _spans(finder: IdentifierFinder, text: str) -> list[tuple[int, int]]:
    return [(found.start, found.end) for found in finder.find(text) if found.label == "NAME"]


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?<!\w-){re.escape(name)}(?!\w|-\w)")


def _inside(start: int, end: int, span: tuple[int, int]) -> bool:
    return span[0] <= start and end <= span[1] and span != (start, end)


def _fit(finder: IdentifierFinder, before: str, text: str, span: tuple[int, int], by: str) -> tuple[str, str, int]:
    """Give the words before, the words for the name, and where the text goes on, so that all three read well."""
    start, end = span
    called, beside = _CALLED.search(before), _BESIDE.search(before)
    if called and finder.is_person_word(called["person"]):
        return before[: called.end("person")], "", end
    if beside and finder.is_person_word(beside["person"]):
        if beside["gap"] == " ":
            return before[: beside.end("person")], "", end
        if re.match(r",|[.!?;]|\s*\Z", text[end:]):
            return before[: beside.end("person")], "", end + text.startswith(",", end)
    if owner := (_PLURAL_OWNER.match(text, end) if text[end - 1] in "sS" else None):
        by, end = f"{by}{owner[0]}s", owner.end()
    length = len(before)
    described, article = _DESCRIBED.search(before), _ARTICLE.match(by)
    if described and article:
        whose = described["whose"]
        how = described["how"].lower()
        first = f"{whose} " if whose else ("an " if how[0] in "aeiou" else "a ")
        before, by = before[: described.start()], f"{first}{how}{by[article.end() :]}"
    elif article and (own := _OWN.search(before)):
        before = before[: own.start()]
    place = start - (length - len(before))
    if _OPENS.search(text[:place]) and text[place].isupper():
        by = by[0].upper() + by[1:]
    return before, by, end
