"""How people say yes, no and hello, in many words: "ah ken, it's a lot, but aye, that's it"."""

from __future__ import annotations

import re
from typing import Final

from bot.nlu.english import denials, english, is_one, split_words, wavers

#: Words of a reply that has a yes in it.
_MOST_AROUND_YES: Final = 14
#: Characters of a greeting.
_LONGEST_GREETING: Final = 300

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
    """Whether a text begins by saying that it was meant so, and takes nothing back: "it's an answer, min"."""
    parts = [told for part in _PARTS.split(text) if (told := split_words(part))]
    if "?" in text or any(is_one("takes_back", word) for told in parts for word in told):
        return False
    return any(_is_meant([word for told in parts[:count] for word in told]) for count in (1, 2))


def _is_meant(told: list[str]) -> bool:
    """Whether a few words have those of somebody who meant it, and no denial."""
    typed = f" {' '.join(told)} "
    return (
        len(told) <= _MOST_AROUND_YES
        and not denials(told)
        and any(f" {one} " in typed for one in english().lists["says_meant"])
    )


def first_says_yes(text: str) -> bool:
    """Whether what stands before the first comma or stop is a yes, and no more: "Yes, the answer, I do not want …"."""
    first, *others = [told for part in _PARTS.split(text) if (told := split_words(part))] or [[]]
    return bool(others and first) and all(is_one("yes_words", word) for word in first)


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
