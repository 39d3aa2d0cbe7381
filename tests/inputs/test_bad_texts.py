"""Whatever reads what people, editors, Teams or a disk hand in: no case may break it, and nothing may be lost."""

from __future__ import annotations

import asyncio
import json
import uuid
from typing import Any

import pytest
from hypothesis import strategies as st

from bot.channels.bodies import LONGEST_TEXT, read_body
from bot.channels.choosing import find_choice
from bot.channels.gate import Gate
from bot.channels.refusals import Refused
from bot.channels.teams.activities import Malformed, read_activity
from bot.content.asked import find_asked, find_word
from bot.dialogue.listening import quote_piece, read_tone
from bot.nlu.directed import load_directions
from bot.nlu.phrases import load_command_phrases
from bot.reflection.codes import read_code, read_words
from bot.safety import find_identifiers, mask, suspected_names
from bot.waymark import Waymark
from tests.inputs.conftest import Hammer
from tests.inputs.hammering import Loop
from tests.inputs.hostile import MARK, changed, texts, values
from tests.inputs.noticing import Noticed, look_at_error, look_at_words
from tests.microsoft import Microsoft

ID = "6f1c1b1e-0000-4000-8000-000000000001"
TURNS = 10
"""Cases of one conversation: a transcript that grows for ever would be all that is measured."""


def test_the_gate(strike: Hammer, waymark: Waymark, agent: Any, gate: Gate) -> None:
    """Bodies of any shape, texts and choices, and each once more: the same answer, and in the transcript."""
    stands: dict[str, Any] = {"left": 0}
    typed, pressed = texts().map(lambda text: {"text": text}), st.integers(0, 12).map(lambda place: {"place": place})
    odd = st.one_of(changed({"id": ID, "text": "hello"}), changed({"id": ID, "choice": "start"}), values())

    async def turn(case: Any) -> None:
        if not stands["left"]:
            token, _ = await gate.open()
            first = await gate.receive(token, {"id": str(uuid.uuid4()), "choice": "start"})
            stands.update(left=TURNS, token=token, last=first)
        stands["left"] -= 1
        token = stands["token"]
        body = case
        if isinstance(case, dict) and set(case) in ({"text"}, {"place"}):
            choices = stands["last"][-1]["choices"]
            choice = {"choice": choices[case["place"] % len(choices)]["value"]} if "place" in case else case
            body = {"id": str(uuid.uuid4()), **choice}
        elif isinstance(case, dict) and case.get("id") == ID:
            body = {**case, "id": str(uuid.uuid4())}
        try:
            answer = await gate.receive(token, body)
        except Refused as refused:
            look_at_error(refused.status, refused.code, refused.code)
            return
        if any(message.get("leaves") for message in answer):
            stands["left"] = 0
            return
        stands["last"] = answer
        transcript = await gate.transcript(token)
        if transcript[-len(answer) :] != answer or await gate.receive(token, body) != answer:
            raise Noticed("lost", "an answer that was given")

    with Loop() as loop:
        strike("gate", st.one_of(typed, typed, pressed, odd), lambda case: loop.do(turn(case)))


@pytest.fixture
def readings(waymark: Waymark, agent: Any) -> list[Any]:
    """What reads all of a message, each for itself: understanding, and what actions read later."""
    from rasa.core.channels.channel import UserMessage

    folder = waymark.settings.content_dir
    phrases, directions, words = (
        load_command_phrases(folder / "commands.yml"),
        load_directions(folder),
        read_words(folder),
    )
    choice = {"label": "Leadership", "value": "1", "role": "answer", "name": "choose_theme"}

    async def understand(text: str) -> None:
        inert = "\u2060" + text if text.startswith("/") else text
        understood = await agent.processor.parse_message(UserMessage(inert))
        json.dumps({name: understood[name] for name in ("intent", "entities", "safety") if name in understood})

    def identify(text: str) -> None:
        if any(not 0 <= one.start < one.end <= len(text) for one in find_identifiers(text)):
            raise Noticed("lost", "an identifier outside of its text")
        if mask(mask(text)) != mask(text):
            raise Noticed("lost", "a mask that is masked again")

    def quote(text: str) -> None:
        if (piece := quote_piece(text)) and piece not in text:
            raise Noticed("lost", "a quotation that was not said")

    return [
        lambda text: asyncio.run(understand(text)),
        identify,
        quote,
        read_tone,
        suspected_names,
        waymark.guidance.read_opening,
        lambda text: waymark.guidance.find_guidance(text, theme="leadership"),
        lambda text: (phrases.find(text), phrases.may_be_answer(text), find_choice([choice], text, phrases)),
        lambda text: (directions.read_pieces(text), directions.read_cut(text), directions.read_wish(text)),
        lambda text: (find_asked(waymark.content, text), find_word(waymark.content, text)),
        lambda text: read_code(text, words),
    ]


def test_the_readers(strike: Hammer, readings: list[Any]) -> None:
    """What the gate lets through is read by each of them."""

    def attempt(case: tuple[Any, str]) -> None:
        number, text = case
        try:
            text = read_body({"id": ID, "text": text})[1]
        except Refused:
            return
        readings[number](text)

    strike("readers", st.tuples(st.integers(0, len(readings) - 1), texts(LONGEST_TEXT)), attempt)


def test_activities_of_teams(strike: Hammer, activity: dict[str, Any]) -> None:
    """Anything that a signed request may hold is an activity or malformed, and what is taken can be sealed."""

    def attempt(raw: Any) -> None:
        try:
            read = read_activity(raw)
        except Malformed as error:
            look_at_words(str(error), "an activity")
            return
        json.dumps([read.text, read.choice, read.turn, read.reply_to, read.person], ensure_ascii=False).encode()
        typed = raw.get("text") if read.kind == "text" else None
        if isinstance(typed, str) and MARK in typed and MARK not in read.text:
            raise Noticed("lost", "words of an activity")

    strike("Teams activities", st.one_of(changed(activity), changed(activity), values()), attempt)


@pytest.fixture
def activity(microsoft: Microsoft) -> dict[str, Any]:
    """A button that was pressed: it has every part that is read."""
    value = {"action": {"type": "Action.Execute", "verb": "x", "data": {"waymark": {"choice": "c", "turn": "t"}}}}
    return microsoft.activity("hello", name="adaptiveCard/action", value=value, replyToId="sent-1", action="add")
