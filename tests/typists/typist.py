"""One person who only types: what they say depends on what they are asked, and nothing is ever pressed.

A typist is an object of `people/*.json`: lists of lines by what is asked (`opening`, `theme`, `strengths`, …), taken
one after the other, and `else` for what nobody expected. Whoever reads again what is open goes on with that. `content`
names the lines that say something about their work.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bot.channels.refusals import Refused
from bot.dialogue.state import State, read_state
from bot.dialogue.words import all_words
from bot.safety import replace_name, suspected_names
from tests.talk import Talk

FOLDER: Final = Path(__file__).parent / "people"
MOST_TURNS: Final = 24
OPEN: Final = ("strengths", "opportunities", "next_step")

ASKED: Final = {
    "utter_ask_strengths": "strengths",
    "utter_ask_opportunities": "opportunities",
    "utter_ask_next_step": "next_step",
    "utter_ask_rating": "rating",
    "utter_adding": "more",
    "utter_theme_options": "theme",
    "utter_ask_theme": "theme",
    "utter_summary": "summary",
    "utter_ask_sharing": "sharing",
    "utter_ask_sharing_again": "sharing",
    "utter_ask_team": "team",
    "utter_name": "names",
    "utter_ask_name": "names",
    "utter_ask_if_command": "doubt",
    "utter_ask_if_command_too": "doubt",
    "utter_ask_if_answer": "doubt",
    "utter_ask_add": "doubt",
    "utter_ask_aside": "doubt",
    "utter_ask_keep_too": "doubt",
    "utter_ask_meant": "doubt",
    "utter_ask_cut": "doubt",
    "utter_offer_private": "doubt",
    "utter_team_not_listed": "doubt",
    "utter_what_now_held": "doubt",
    "utter_what_now_rating": "rating",
    "utter_what_now_summary": "summary",
    "utter_what_now_sharing": "sharing",
    "utter_what_now_naming": "names",
    "utter_what_now_team": "team",
}
"""What is asked, by the last utterance that asks: what somebody reads and answers."""
STILL_OPEN: Final = {"summary": "summary", "sharing": "sharing", "naming": "names", "team": "team"}
"""What waits at a stage: whoever had a question answered goes on with that."""
NOT_FOLLOWED: Final = (
    *("utter_unclear", "utter_unclear_again", "utter_way_out", "utter_way_out_again", "utter_ask_outside"),
    *(
        "utter_rating_unclear",
        "utter_team_unclear",
        "utter_code_unclear",
        "utter_annoyed",
    ),
)
"""What says that Waymark cannot follow."""


@dataclass
class Fate:
    """How somebody fared."""

    id: str
    lines: int = 0
    """Typed lines until a question was open; 0: it never was."""
    saved: bool = False
    said: list[str] = field(default_factory=list)
    """Lines with something to say that were typed."""
    lost: list[str] = field(default_factory=list)
    """Of those, the ones that stand nowhere in what was saved, or is in hand."""
    replies: int = 0
    not_followed: int = 0
    talk: list[tuple[str, str]] = field(default_factory=list)
    """Who said what: ("you" or "waymark", words)."""


def read_people(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """All typists of a folder."""
    return [one for path in sorted(folder.glob("*.json")) for one in json.loads(path.read_text(encoding="utf-8"))]


class Typist:
    """Somebody under way."""

    def __init__(self, person: dict[str, Any], talk: Talk) -> None:
        self.person = person
        self.talk = talk
        self.fate = Fate(person["id"])
        self.used: dict[str, int] = {}
        self.left_out: list[str] = []

    async def go(self) -> Fate:
        """Talk until it is saved, or for so many turns."""
        await self.talk.press("start")
        self._hear()
        for number in range(1, MOST_TURNS + 1):
            line = self._next_line()
            self.fate.talk.append(("you", line))
            try:
                await self.talk.say(line)
            except Refused:  # an empty line: the chat says so, and the person types the next one
                continue
            self._hear()
            if line in self.person["content"] and line not in self.fate.said:
                self.fate.said.append(line)
            if self._state().rating and line in _lines(self.person, "rating"):  # it says how often, and was taken so
                self.left_out.append(line)
            if not self.fate.lines and self._state().requested_slot:
                self.fate.lines = number
            if "utter_receipt" in self.talk.heard:
                self.fate.saved = True
                break
            if "utter_left_out" in self.talk.heard:
                self.left_out.append(line)
            if "utter_replaced" in self.talk.heard:  # they asked for it, and can bring the earlier words back
                self.left_out += self._not_standing("\n".join(text for _, text in self._state().answers.given()))
        self._look_for_words()
        return self.fate

    def _hear(self) -> None:
        self.fate.replies += 1
        self.fate.not_followed += any(one in NOT_FOLLOWED for one in self.talk.heard)
        self.fate.talk.append(("waymark", self.talk.text))

    def _next_line(self) -> str:
        asked = self._asked()
        aside = self.person.get("aside") or {}
        if asked in aside and f"aside {asked}" not in self.used:
            self.used[f"aside {asked}"] = 1
            return str(aside[asked])
        for kind in (asked, "else"):
            lines, place = _lines(self.person, kind), self.used.get(kind, 0)
            if place < len(lines):
                self.used[kind] = place + 1
                return str(lines[place])
        return str((_lines(self.person, asked) or _lines(self.person, "else"))[-1])

    def _asked(self) -> str:
        for utterance in reversed(self.talk.heard):
            if utterance.startswith("utter_ask_more_"):
                return "more"
            if utterance in ASKED:
                return ASKED[utterance]
        state = self._state()
        if state.stage in (None, "welcome"):
            return "opening"
        if state.stage == "theme":
            return "theme" if state.theme_options else "opening"
        if state.stage == "questions":
            return state.open_question or "else"
        if any(one in NOT_FOLLOWED for one in self.talk.heard):
            return "else"
        return STILL_OPEN.get(state.stage or "", "else")

    def _look_for_words(self) -> None:
        kept = f"{all_words(self._state())}\n{self._saved_words()}"
        self.fate.lost = [line for line in self._not_standing(kept) if line not in self.left_out]

    def _not_standing(self, kept: str) -> list[str]:
        """Lines that were typed and do not stand in a text, whole or in parts."""
        plain = _plain(kept)
        return [line for line in self.fate.said if not all(_stands(one, plain) for one in _parts(line))]

    def _state(self) -> State:
        return read_state(self.talk.slots())

    def _saved_words(self) -> str:
        from bot.reflection.keeping import read_reflection

        waymark = self.talk.waymark
        found = [read_reflection(waymark.database, waymark.settings.secret, one.code) for one in self._state().receipts]
        return "\n".join(getattr(one, question) or "" for one in found if one for question in OPEN)


def _lines(person: dict[str, Any], kind: str) -> list[str]:
    found = person.get(kind) or []
    return [found] if isinstance(found, str) else list(found)


def _parts(line: str) -> list[str]:
    """The parts of a line: one that tells of two things may stand in two answers."""
    return [one for one in re.split(r"(?<=[.!?])\s+|,? but |\n", line) if one.strip()]


def _stands(part: str, kept: str) -> bool:
    """Whether a part stands in what was kept, as it was typed or with its names replaced, as the person wished."""
    forms = [part]
    for name in suspected_names(part):
        forms += [replace_name(form, name, words) for form in list(forms) for words in ("a person", "a colleague")]
    return any(_plain(form) in kept for form in forms)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
