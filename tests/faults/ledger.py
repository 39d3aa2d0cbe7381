"""What was acknowledged, in a book of the campaign's own, and whether the real store holds it: there, and once."""

from __future__ import annotations

import itertools
import random
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
from sqlalchemy import func, select

from bot.reflection.paths import read_path
from bot.settings import ROOT
from bot.store import conversations as store
from bot.store.database import Database
from bot.store.tables import PrivateReflection, Reflection
from tests.faults.door import SECRET

SOUNDS = [first + second for first, second in itertools.product("bdfglmnprstvz", ("ab", "ol", "ud", "im", "en"))]
KIND = (ROOT / "data" / "responses" / "errors.yml").read_text(encoding="utf-8")
"""Where the words of a refusal stand."""


def new_word(chance: random.Random) -> str:
    """A word that nobody ever said."""
    return "quibble" + "".join(chance.sample(SOUNDS, 3))


@dataclass
class Conversation:
    """Whose token it is, and what was acknowledged in it: ids with their answers, and the words of the person."""

    token: str
    answered: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    before: int = 0
    """Turns that it began with."""
    gone: bool = False
    """The person left, and was told that nothing is kept."""

    def acknowledge(self, body: dict[str, str], messages: list[dict[str, Any]], said: str) -> None:
        """The answer came: this is never to be lost, nor there twice."""
        if body["id"] not in self.answered:
            self.said.append(said)
        self.answered[body["id"]] = messages

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The last answer."""
        return list(self.answered.values())[-1]

    def choice(self, *names: str) -> tuple[str, str] | None:
        """Value and label of the first choice of the last answer that has one of these names or labels."""
        offered = self.messages[-1]["choices"] if self.messages else []
        found = next((one for name in names for one in offered if name in (one["name"], one["label"])), None)
        return (found["value"], found["label"]) if found else None


@dataclass
class Ledger:
    """The book of one database."""

    database: Database
    saved: Counter[str] = field(default_factory=Counter)
    """How many reflections must be there: "shared" and "private"."""
    codes: dict[str, str] = field(default_factory=dict)
    """Each return code that somebody was given, and a word of theirs that it must open."""

    def copy(self, origin: Conversation) -> Conversation:
        """Another conversation that stands where `origin` does: same words, a token of its own."""
        token = uuid.uuid4().hex + uuid.uuid4().hex
        with self.database.session() as session:
            store.open_conversation(session, token, datetime.now(UTC) + store.LASTS)
            store.remember(session, token, store.read_events(session, origin.token))
            turns = list(store.read_turns(session, origin.token))
            for turn in turns:
                store.append_turn(session, token, str(uuid.uuid4()), turn)
        copied = Conversation(token, before=len(turns), said=list(origin.said))
        copied.answered = {"from the beginning": turns[-1]["messages"]}
        return copied

    def look(self, one: Conversation) -> tuple[int, int]:
        """How many acknowledged messages of a conversation are lost, and how many are there more than once."""
        with self.database.session() as session:
            turns = list(store.read_turns(session, one.token))
            if one.gone:
                return 0, len(turns)
            found = [store.find_turn(session, one.token, sent) for sent in one.answered if "-" in sent]
        there = Counter(turn["you"]["text"] for turn in turns if turn["you"])
        wanted = Counter(said for said in one.said if said)
        lost = sum((wanted - there).values()) + sum(turn is None for turn in found)
        answers = [messages for sent, messages in one.answered.items() if "-" in sent]
        lost += sum(turn is not None and turn["messages"] != told for turn, told in zip(found, answers, strict=True))
        order = [turn["you"]["text"] for turn in turns if turn["you"] and turn["you"]["text"] in wanted]
        lost += order != [said for said in one.said if said] and not lost and not (there - wanted)
        return lost, sum((there - wanted).values())

    def look_at_saved(self) -> tuple[int, int]:
        """How many saved reflections are lost, and how many are there that nobody was told of. Then it begins anew."""
        with self.database.session() as session:
            there = Counter(
                shared=session.scalar(select(func.count()).select_from(Reflection)) or 0,
                private=session.scalar(select(func.count()).select_from(PrivateReflection)) or 0,
            )
        lost, doubled = (self.saved - there).total(), (there - self.saved).total()
        self.saved = there
        return lost, doubled

    def opens(self, code: str) -> bool:
        """Whether a return code opens the words that were saved under it."""
        found = read_path(self.database, SECRET.encode(), code).found
        return any(self.codes[code] in " ".join(one.words()) for one in found)


def receipt(messages: list[dict[str, Any]]) -> str:
    """The return code that an answer gives, if any."""
    return next((one["code"] for one in messages if one["kind"] == "receipt"), "")


def is_kind(answer: httpx.Response) -> bool:
    """Whether an answer is one that a person can read: a turn, or a refusal in words of ours."""
    try:
        body = answer.json()
    except ValueError:
        return False
    if answer.status_code == httpx.codes.OK:
        return all(one["text"] for one in body["messages"])
    return answer.status_code in (409, 429, 503) and body["error"]["message"] in KIND
