"""How people say yes, no and hello, in many words: "ah ken, it's a lot, but aye, that's it"."""

from __future__ import annotations

import re
from typing import Final

from bot.nlu.english import denials, english, is_one, split_words, wavers

#: Words of a reply that has a yes in it.
_MOST_AROUND_YES: Final = 14
#: Characters of a greeting.
_LONGEST_GREETING: Final = 300

#: Words after what says it: "that was my answer, I know it was long".
_MOST_BESIDE: Final = 6

_PARTS = re.compile(r"[,.;!?:\n]+|\s[-\u2013\u2014]\s")


def begins_with_yes(text: str) -> bool:
    """Whether a text begins with a yes, and nothing in it denies anything: "aye right, that one"."""
    told = split_words(text)
    return bool(told) and is_one("yes_words", told[0]) and not denials(told)


def says_yes(text: str) -> bool:
    """Whether a short text has a yes, and no question, denial or doubt: "it's a lot, but aye, that's it"."""
    told = split_words(text)
    few = len(told) <= _MOST_AROUND_YES and "?" not in text
    return few and any(is_one("yes_words", word) for word in told) and not denials(told) and not wavers(text)


def says_meant(text: str) -> bool:
    """Whether a text says that it was meant so, and little more: "it's an answer, min", "that's fit I meant".

    Nothing in it may deny, ask or take back, or say that something else was meant ("I meant private").
    """
    parts = [" ".join(told) for part in _PARTS.split(text) if (told := split_words(part))]
    told = split_words(text)
    if "?" in text or denials(told) or wants_otherwise(text) or any(is_one("takes_back", word) for word in told):
        return False
    first, two = parts[:1], parts[:2]
    return any(
        english().says_meant.fullmatch(" ".join(said)) and len(told) - len(" ".join(said).split()) <= _MOST_BESIDE
        for said in (first, two)
    )


def wants_otherwise(text: str) -> bool:
    """Whether a text has a word of somebody who does not want others to read it: "yes, but private"."""
    return any(is_one("not_for_others", word) for word in split_words(text))


def is_plain_no(text: str) -> bool:
    """Whether a no is all that a text is: "nope", "no that's it thanks"."""
    told = split_words(text)
    return any(is_one("plain_no", word) for word in told) and all(
        is_one("plain_no", one) or is_one("around_no", one) for one in told
    )


def begins_with_no(text: str) -> bool:
    """Whether a text begins with a no that stands by itself: "naw ye've picked me up wrang", and not "no one asks"."""
    told = split_words(text)
    return bool(told) and is_one("plain_no", told[0]) and not is_one("after_no_alone", told[1] if len(told) > 1 else "")


def only_greets(text: str) -> bool:
    """Whether a text greets, wishes well or says who writes, and no more: "Good afternoon, hope you are well"."""
    if len(text) > _LONGEST_GREETING:
        return False
    parts = [" ".join(told) for part in _PARTS.split(text) if (told := split_words(part))]
    return bool(parts) and all(english().greets.fullmatch(part) for part in parts)
