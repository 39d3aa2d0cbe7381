"""One random conversation with the real agent, and what must hold after every turn of it.

A walk is made from its number alone: the same number walks the same way, as long as the same things are offered.
"""

from __future__ import annotations

import asyncio
import logging
import random
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from bot.channels.gate import Gate
from bot.channels.refusals import Refused
from bot.dialogue.stages import ends
from bot.dialogue.state import State, read_state
from bot.safety import mask
from bot.store import conversations as store
from bot.store.tables import PrivateReflection, Reflection
from bot.waymark import Waymark
from tests.fuzz.words import LINES, find_lost, is_met, is_somewhere
from tests.talk import Talk

LONGEST = 40
"""Turns."""

MOST_WORDS = 60
CONTROLS = {"skip", "back", "pause", "change_theme", "finish", "support"}
SAVES = {"share_private", "share_anonymous", "share_team", "choose_team"}
REFUSABLE = {"empty_text", "text_too_long"}  # what the gate may say to something typed, however odd

Step = tuple[str, str]
"""What is done, and with what: ("press", name and label), ("type", a text), ("older", …), ("again", …)."""


class Broken(AssertionError):
    """Something that must hold did not."""


@dataclass
class Errors(logging.Handler):
    """What was logged as an error, whoever did."""

    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()[:300]}")

    __hash__ = logging.Handler.__hash__


@contextmanager
def watch_errors() -> Iterator[Errors]:
    """Collect what is logged as an error."""
    errors = Errors()
    logging.getLogger().addHandler(errors)
    try:
        yield errors
    finally:
        logging.getLogger().removeHandler(errors)


class Walk:
    """A walk under way. `finished_from` is shared by walks: the states from which Finish was tried."""

    def __init__(self, waymark: Waymark, gate: Gate, finished_from: set[tuple[Any, ...]], errors: Errors) -> None:
        self.talk = Talk(waymark, gate)
        self.finished_from = finished_from
        self.errors = errors
        self.steps: list[Step] = []
        self.typed: list[str] = []
        self.older: list[str] = []
        """Values of choices that were offered in earlier turns."""
        self.last_body: dict[str, str] = {}

    async def go(self, number: int, longest: int = LONGEST) -> None:
        """Walk at random. Raises Broken."""
        chance = random.Random(number)
        await self.begin()
        for _ in range(chance.randint(3, longest)):
            await self.take(self._choose(chance))
        await self._finish()

    async def replay(self, steps: list[Step]) -> None:
        """Take these steps, leaving out what is not offered, then finish. Raises Broken."""
        await self.begin()
        for step in steps:
            await self.take(step)
        await self._finish()

    async def begin(self) -> None:
        await self.talk.open()
        await self._press("start")

    def _choose(self, chance: random.Random) -> Step:
        choices = self.talk.messages[-1]["choices"]
        answers = [choice for choice in choices if choice["role"] == "answer"]
        kind = chance.choices(
            ["answer", "control", "type", "again", "older", "look"], [48 if answers else 0, 12, 34, 2, 2, 2]
        )[0]
        if kind in ("answer", "control"):
            choice = chance.choice([choice for choice in choices if choice["role"] == kind])
            return "press", f"{choice['name']}|{choice['label']}"
        return kind, chance.choice(LINES) if kind == "type" else ""

    async def take(self, step: Step) -> None:
        """Do one thing and look whether all holds. A choice that is not offered is passed over."""
        kind, what = step
        offered = [f"{choice['name']}|{choice['label']}" for choice in self.talk.messages[-1]["choices"]]
        if kind == "press" and what not in offered:
            return
        self.steps.append(step)
        before = await asyncio.to_thread(self._count_saved)
        could_save = any(name.partition("|")[0] in SAVES for name in offered)
        if kind == "press" and what.startswith("save|"):  # what is saved already is saved again as it was shared
            could_save |= bool((await asyncio.to_thread(self.talk.slots)).get("editing"))
        if kind == "press" and what.startswith(("keep_name|", "replace_name|")):  # asked about once it was chosen
            could_save |= any(one == "press" and done.partition("|")[0] in SAVES for one, done in self.steps[:-1])
        earlier, saved = self.talk.messages, False
        stood = read_state(await asyncio.to_thread(self.talk.slots))
        if kind == "press":
            await self._press(what)
        elif kind == "type":
            await self._type(what)
        elif kind == "again":
            self._hold("the same id gets the same answer", await self._receive(self.last_body) == earlier)
        elif kind == "older":
            await self._press_an_older_one()
        else:
            transcript = await self.talk.gate.transcript(self.talk.token)
            self._hold("the transcript ends with the last turn", transcript[-len(earlier) :] == earlier)
        receipts = [message for message in self.talk.messages if message["kind"] == "receipt"]
        saved = bool(receipts) and self.talk.messages is not earlier
        grown = await asyncio.to_thread(self._count_saved) - before
        # two rows where some words are never shared and the rest is
        self._hold("nothing is kept that was not saved by choice", grown <= (2 if saved else 0))
        self._hold("a receipt follows a choice of who may see it", not saved or kind == "type" or could_save)
        if kind in ("press", "type"):
            await self._look_at_the_table(stood)
            await self._look_for_words(stood)
        await self._look(kind)

    async def _look_at_the_table(self, stood: State) -> None:
        """The step from one stage to the next is a move of bot/dialogue/stages.py."""
        events = await asyncio.to_thread(self.talk._events)
        last = next(event for event in reversed(events) if event["event"] == "user")
        now = read_state(await asyncio.to_thread(self.talk.slots)).stage or "welcome"
        intents = {last["parse_data"]["intent"]["name"]}
        if stood.held:  # what is held comes before the table
            command = (stood.held.command or "keep_words").partition("ask_")
            intents |= {"keep_words", "leave_out", "go_on", "ask" if command[1] else command[0]}
        if stood.interruption:
            intents |= {"go_on", "pause", "forget_chat"}
        may = frozenset().union(*(ends(stood.stage, intent) for intent in intents)) | {stood.stage or "welcome"}
        self._hold(
            "a move of the table", now in may, f"{stood.stage} -> {now} by {sorted(intents)}, not in {sorted(may)}"
        )

    async def _look_for_words(self, stood: State) -> None:
        """What was written is still there, and what was typed just now is somewhere: see bot/dialogue/words.py."""
        last = next(event for event in reversed(await asyncio.to_thread(self.talk._events)) if event["event"] == "user")
        intent, typed = last["parse_data"]["intent"]["name"], last["parse_data"]["text"]
        now = read_state(await asyncio.to_thread(self.talk.slots))
        lost = find_lost(stood, now, intent)
        self._hold("what was written is still there", not lost, intent, *lost)
        self._hold("what was typed is somewhere", is_somewhere(stood, now, intent, typed), intent, typed)
        self._hold("heavy words are met with support", is_met(last["parse_data"], self.talk.messages))

    async def _press(self, what: str) -> None:
        name, _, label = what.partition("|")
        choices = self.talk.messages[-1]["choices"] if self.talk.messages else []
        value = next((c["value"] for c in choices if (c["name"], c["label"]) == (name, label)), "start")
        self.older = [c["value"] for c in choices] or self.older
        await self._send({"choice": value})

    async def _type(self, line: str) -> None:
        text = line.replace("{code}", self.talk.code or "no code yet")
        text = text.replace("{longer}", "word " * 800 + "x").replace("{long}", "Our team is kind and tired. " * 142)
        self.older = [choice["value"] for choice in self.talk.messages[-1]["choices"]]
        self.typed.append(text)
        await self._send({"text": text})

    async def _press_an_older_one(self) -> None:
        now = {choice["value"] for choice in self.talk.messages[-1]["choices"]}
        gone = [value for value in self.older if value not in now]
        if gone:
            try:
                await self._receive({"id": str(uuid.uuid4()), "choice": gone[0]})
            except Refused as refused:
                self._hold("an older choice is refused kindly", refused.code == "choice_not_offered")
            else:
                self._hold("an older choice is refused", False)

    async def _send(self, body: dict[str, str]) -> None:
        self.last_body = {"id": str(uuid.uuid4()), **body}
        try:
            await self.talk._send(self.last_body)
        except Refused as refused:
            self._hold(f"it is taken (it was refused: {refused.code})", "text" in body and refused.code in REFUSABLE)
            self.last_body = {"id": str(uuid.uuid4()), "choice": "start"}
            await self.talk._send(self.last_body)  # the conversation goes on

    async def _receive(self, body: dict[str, str]) -> list[dict[str, Any]]:
        return await self.talk.gate.receive(self.talk.token, body)

    async def _look(self, kind: str) -> None:
        messages = self.talk.messages
        self._hold("no error is logged", self.errors.lines == [], *self.errors.lines)
        self._hold("nothing unexpected is said", "utter_unexpected" not in self.talk.heard)
        self._hold("every message has words", all(message["text"].strip() for message in messages))
        names = {choice["name"] for choice in messages[-1]["choices"] if choice["role"] == "control"}
        self._hold("support and a way out are in reach", names >= CONTROLS, *sorted(CONTROLS - names))
        ours = self._our_words()
        self._hold("60 words of ours at most", len(ours.split()) <= MOST_WORDS, f"{len(ours.split())} words", ours)
        self._hold("one question at most", ours.count("?") <= 1, ours)
        if kind in ("press", "type") and (state := await self._state()) not in self.finished_from:
            self.finished_from.add(state)
            await (await self._fork())._finish()

    def _our_words(self) -> str:
        ours = self.talk.text.replace("\u2060", "")
        for text in sorted({one for typed in self.typed for one in (typed.strip(), mask(typed.strip()))}, key=len)[
            ::-1
        ]:
            ours = ours.replace(text, "") if len(text) > 3 else ours
        return re.sub("“[^”]*”", "", ours)

    async def _state(self) -> tuple[Any, ...]:
        """Where the conversation stands, as far as the way out may depend on it."""
        slots = await asyncio.to_thread(self.talk.slots)
        held = slots.get("held") or {}
        given = tuple(
            bool(slots.get(name)) for name in ("strengths", "opportunities", "earlier", "receipt", "receipts")
        )
        return (
            *(slots.get(name) for name in ("stage", "interruption", "requested_slot")),
            *(bool(held.get(name)) for name in ("text", "kept", "command", "question")),
            *given,
        )

    async def _fork(self) -> Walk:
        """Another conversation that stands where this one does."""
        other = Walk(self.talk.waymark, self.talk.gate, self.finished_from, self.errors)
        other.steps, other.typed = list(self.steps), list(self.typed)
        await other.talk.open()

        def copy() -> None:
            with self.talk.waymark.database.session() as session:
                last = store.last_turn(session, self.talk.token)
                store.remember(session, other.talk.token, store.read_events(session, self.talk.token))
                store.append_turn(session, other.talk.token, str(uuid.uuid4()), dict(last or {}))

        await asyncio.to_thread(copy)
        other.talk.messages = self.talk.messages
        return other

    async def _finish(self) -> None:
        """Finish ends it: a goodbye, or the unsaved words and then a goodbye."""
        for _ in range(2):
            label = next(c["label"] for c in self.talk.messages[-1]["choices"] if c["name"] == "finish")
            await self._press(f"finish|{label}")
            self.steps.append(("press", f"finish|{label}"))
            if any("goodbye" in utterance for utterance in self.talk.heard):
                return
        self._hold("Finish ends it in two presses", False, str(self.talk.heard))

    def _count_saved(self) -> int:
        with self.talk.waymark.database.session() as session:
            return sum(
                session.scalar(select(func.count()).select_from(table)) or 0
                for table in (PrivateReflection, Reflection)
            )

    def _hold(self, what: str, holds: bool, *seen: str) -> None:
        if not holds:
            raise Broken("\n  ".join([what, *(one[:600] for one in seen)]))


async def shrink(waymark: Waymark, gate: Gate, steps: list[Step]) -> list[Step]:
    """Leave out whatever the break does not need, one step after the other. Out: the steps that are left."""
    place = 0
    while place < len(steps):
        fewer = steps[:place] + steps[place + 1 :]
        try:
            with watch_errors() as errors:
                await Walk(waymark, gate, set(), errors).replay(fewer)
            place += 1
        except Broken:
            steps = fewer
    return steps
