"""Which of the choices on screen somebody means who types instead of pressing: its label, its main words, its place.

A choice that is typed is taken as if it was pressed. So the words must be the label's own, whole or in part, or slips
of them, or say its place ("the second one"); anything else goes to the dialogue. What publishes or deletes is taken
only for the label itself, with one word left out at most; where less of it was typed, the person is asked first. Who
is asked whether they mean one choice may say yes in words of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final, NamedTuple

from bot.nlu.agreeing import begins_with_yes, says_meant, says_yes, wants_otherwise
from bot.nlu.english import LAST, denials, main_words, read_place, wavers
from bot.nlu.phrases import CommandPhrases
from bot.nlu.shape import is_shaped

#: What a choice does that cannot be undone, by the intent that it sends.
GRAVE: Final = frozenset(
    {"share_anonymous", "share_team", "choose_team", "let_go", "withdraw", "withdraw_all", "forget_chat", "leave_out"}
)
#: Of these, what takes words away for good.
GOES: Final = frozenset({"let_go", "withdraw", "withdraw_all", "forget_chat"})
#: Of these, what lets others read.
SHARES: Final = frozenset({"share_anonymous", "share_team", "choose_team"})
#: Of these a part, a place or a slip is not even asked about: "leave" may mean that somebody wants to go.
NEVER_GUESSED: Final = frozenset({"leave_out"})
#: What a typed "yes" stands for, where one choice alone says yes to it.
CONFIRMED: Final = (GRAVE - NEVER_GUESSED) | {"scrap", "share_private", "replace_name", "keep_name"}
#: A longer message is no choice.
MOST_WORDS: Final = 8
#: How alike a word and a slip of it are, from 0 to 1, and from how many letters on.
NEARLY: Final = 0.8
LONG_ENOUGH: Final = 4

_NUMBERED = re.compile(r"\d+\. ")


class Chosen(NamedTuple):
    """A choice by its value; `sure`: it may be taken at once, and else the person is asked whether they mean it."""

    value: str
    sure: bool


def find_choice(choices: Sequence[Mapping[str, Any]], text: str, phrases: CommandPhrases) -> Chosen | None:
    """The choice that a text means, among those on screen, or None.

    choices: with `label`, `value`, `role` and `name`, as messages carry them; those always in reach are left to the
    dialogue. phrases: a known command comes before a part of a label ("help" is a question, and not "Help me choose").
    """
    offered = [one for one in choices if one["role"] == "answer"]
    if exact := [one for one in offered if same_words(one["label"]) == same_words(text)]:
        return Chosen(exact[0]["value"], sure=True)
    if not offered or "\n" in text:
        return None
    asked_alone = all(one["name"] in CONFIRMED | NEVER_GUESSED | {"go_on"} for one in offered)  # "Do you mean …?"
    if asked_alone and (yes := _confirmed(offered)) and _agrees(text, yes, offered):
        return yes
    if len(text.split()) > MOST_WORDS:
        return None
    found = phrases.find(text)
    if found and found.intent == "affirm":
        return _confirmed(offered)
    typed, labels = main_words(text), {one["value"]: main_words(one["label"]) for one in offered}
    whole = [one for one in offered if typed and _nearly_all(typed, labels[one["value"]])]
    asks = len(whole) == 1 and whole[0]["name"] in GRAVE and is_shaped(text)  # "what is share without a name"
    if len(whole) == 1 and not asks and not (found and found.certain):
        return Chosen(whole[0]["value"], sure=True)
    controls = [main_words(one["label"]) for one in choices if one["role"] == "control"]
    if (found and found.certain) or typed in controls or "?" in text:
        return None
    if placed := _in_place(offered, text):
        meant = placed
    elif part := _by_part(offered, labels, typed):
        meant = part
        if meant["name"] in GRAVE and not any(len(word) >= LONG_ENOUGH for word in typed):
            return None
    else:
        return None
    return None if meant["name"] in NEVER_GUESSED else Chosen(meant["value"], sure=meant["name"] not in GRAVE)


def same_words(text: str) -> str:
    """A text without what does not matter when words are compared: capitals, and marks at its ends."""
    return text.casefold().replace("’", "'").strip(" .!,\n")


def _confirmed(offered: Sequence[Mapping[str, Any]]) -> Chosen | None:
    """The one choice that says yes and takes words away or shares them; a yes to anything else is the dialogue's."""
    said = [one for one in offered if one["name"] in CONFIRMED and same_words(one["label"])[:3] == "yes"]
    return Chosen(said[0]["value"], sure=True) if len(said) == 1 else None


def _agrees(text: str, meant: Chosen, offered: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a text says yes: in few words where something goes for good, and with more around it elsewhere."""
    if says_meant(text):
        return not _takes_away(meant, offered)
    if "?" in text or wavers(text):  # "yes, but who will see it?"
        return False
    if any(one["value"] == meant.value and one["name"] in SHARES for one in offered) and wants_otherwise(text):
        return False  # "aye, keep it to myself"
    if len(text.split()) <= MOST_WORDS and begins_with_yes(text):
        return True
    return says_yes(text) and not _takes_away(meant, offered)


def _takes_away(meant: Chosen, offered: Sequence[Mapping[str, Any]]) -> bool:
    return any(one["value"] == meant.value and one["name"] in GOES for one in offered)


def _nearly_all(typed: frozenset[str], label: frozenset[str]) -> bool:
    """Whether the typed words are a label's main ones, of which one may be missing where there are three or more."""
    return typed <= label and denials(label) <= typed and len(label - typed) <= (len(label) >= 3)


def _in_place(offered: Sequence[Mapping[str, Any]], text: str) -> Mapping[str, Any] | None:
    """The choice at the place that a text names: "2", "the second one", "option 2"."""
    place = read_place(text)
    if place is None or any(one["name"] == "rate" for one in offered):
        return None  # who rates something with "7" may mean seven of ten
    counted = [one for one in offered if _NUMBERED.match(one["label"])] or list(offered)
    place = len(counted) if place == LAST else place
    return counted[place - 1] if place <= len(counted) else None


def _by_part(
    offered: Sequence[Mapping[str, Any]], labels: Mapping[str, frozenset[str]], typed: frozenset[str]
) -> Mapping[str, Any] | None:
    """The only choice whose label has all the typed words, or words that they are slips of."""
    known = {word for words in labels.values() for word in words}
    meant = frozenset(_spell(word, known) for word in typed)
    near = [one for one in offered if meant <= labels[one["value"]]]
    denied = bool(near) and not denials(labels[near[0]["value"]]) <= meant
    return near[0] if typed and len(near) == 1 and not denied else None


def _spell(word: str, known: set[str]) -> str:
    if word in known or len(word) < LONG_ENOUGH:
        return word
    return next(iter(get_close_matches(word, sorted(known), 1, NEARLY)), word)
