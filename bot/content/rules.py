"""The rules that our words, links, dates and numbers keep.

They come from the checklist in docs/content-guide.md: plain sentences, one question at a time, no blame, no false
empathy, no promises, and never a question about anybody's own trauma. Quoted statements and titles are exempt, as are
the example reflections, which are in the voice of staff.

Each rule takes text and gives what is amiss and how to mend it: an empty tuple when all is well.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.content.sentences import split_sentences
from bot.days import today_in_scotland

MAX_SENTENCE_WORDS = 25
MAX_TO_TRY_WORDS = 40


class Amiss(NamedTuple):
    """What is amiss in a value, and how to mend it."""

    what: str
    fix: str


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + r")\b", re.IGNORECASE)


_BANNED: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        _words(
            r"fail(?:s|ed|ing|ure|ures)?",
            r"poor(?:ly|er|est)?",
            r"weak(?:ly|er|est|ness|nesses)?",
            r"wrong(?:ly|s)?",
            r"should(?:n't)? have(?! to\b)",
            r"should've",
            r"should of",
            r"non[- ]?complian(?:t|ce)",
            r"must do better",
        ),
        "can sound like blame or a grade",
        "say what could help instead",
    ),
    (
        _words(
            r"i understand how you(?: must)? feel",
            r"i know",
            r"i feel",
            r"(?:i'm|i am) (?:so |very )?sorry (?:that )?you(?: have|'ve)? (?:went|gone|been)(?: through)?",
        ),
        "says that a machine knows or feels",
        "thank the person, or say what happens next",
    ),
    (
        _words(
            r"you'?ll be fine",
            r"you will be fine",
            r"(?:don't|do not) worry",
            r"everything is confidential",
            r"(?:you're|you are) safe now",
        ),
        "is a promise that we cannot keep",
        "say what is true and can be kept",
    ),
)
_OWN_TRAUMA = _words(
    r"your (?:own )?(?:traumas?|past|childhood|abuse)",
    r"your own (?:story|experience|life)",
    r"happened to you",
    r"have you ever",
    r"have you (?:been through|suffered|experienced)",
)
_WHY = _words("why")
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_PHONE = re.compile(r"0(?: ?\d){9,10}|0800 ?1111|\d{3}|116 ?\d{3}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)


def check_wording(text: str) -> tuple[Amiss, ...]:
    """For every word of ours: no sentence over 25 words, no blame, no false empathy, no promises."""
    text = text.replace("\u2019", "'")
    found = [
        Amiss(
            f"a sentence has {len(sentence.split())} words, and {MAX_SENTENCE_WORDS} is the most",
            "make it two sentences",
        )
        for sentence in split_sentences(text)
        if len(sentence.split()) > MAX_SENTENCE_WORDS
    ]
    for pattern, trouble, fix in _BANNED:
        found += [Amiss(f"'{match.group()}' {trouble}", fix) for match in pattern.finditer(text)]
    return tuple(found)


def check_question(text: str) -> tuple[Amiss, ...]:
    """For a question: all of `check_wording`, one question mark, at the end, no "why", nothing about own trauma."""
    found = list(check_wording(text))
    text = text.replace("\u2019", "'")
    marks = text.count("?")
    if marks != 1:
        found.append(Amiss(f"a question has one question mark, and this has {marks}", "ask one thing at a time"))
    elif not text.rstrip().endswith("?"):
        found.append(Amiss("the question mark is not at the end", "end with the question"))
    if _WHY.search(text):
        found.append(Amiss("'why' can sound like blame in a question", "begin with 'what' or 'how'"))
    found += [
        Amiss(f"'{match.group()}' asks about the person's own life", "ask about the work, the team or the service")
        for match in _OWN_TRAUMA.finditer(text)
    ]
    return tuple(found)


def check_to_try(text: str) -> tuple[Amiss, ...]:
    """For one thing to try: short enough to be read in the chat, and no question, as the chat asks its own."""
    found: list[Amiss] = []
    if (count := len(text.split())) > MAX_TO_TRY_WORDS:
        what = f"what to try has {count} words, and {MAX_TO_TRY_WORDS} is the most"
        found.append(Amiss(what, "keep one thing, and leave the rest to the page"))
    if "?" in text:
        found.append(Amiss("what to try asks a question", "say what to do; the chat asks its own question"))
    return tuple(found)


def check_id(text: str) -> tuple[Amiss, ...]:
    """For an id: small letters, numbers and single hyphens, such as `service-design`."""
    if _SLUG.fullmatch(text):
        return ()
    return (Amiss(f"'{text}' cannot be an id", "use small letters, numbers and hyphens, such as 'service-design'"),)


def check_link(text: str) -> tuple[Amiss, ...]:
    """For a web address: http or https, a real-looking host, no spaces, no name or password in it."""
    fix = "copy the whole address from the browser, beginning with https://"
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return (Amiss(f"'{text}' is not a web address", fix),)
    plain = not re.search(r"\s", text) and "@" not in parts.netloc
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or not plain:
        return (Amiss(f"'{text}' is not a web address", fix),)
    return ()


def check_phone(text: str) -> tuple[Amiss, ...]:
    """For a phone number: 10 or 11 digits from 0, three digits, 116 and three digits, or Childline's 0800 1111."""
    if _PHONE.fullmatch(text):
        return ()
    return (Amiss(f"'{text}' is not shaped like a UK phone number", "write it as '0800 83 85 87', '116 123' or '999'"),)


def check_date(text: str) -> tuple[Amiss, ...]:
    """For a day that has been: year-month-day. Tomorrow passes, as it may be tomorrow already where the editor is."""
    fix = "write the day that someone looked, as year-month-day, such as 2026-11-22"
    if not _DATE.fullmatch(text):
        return (Amiss(f"'{text}' is not a date", fix),)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return (Amiss(f"'{text}' is not a day in the calendar", fix),)
    if day > today_in_scotland() + timedelta(days=1):
        return (Amiss(f"'{text}' is in the future", fix),)
    return ()
