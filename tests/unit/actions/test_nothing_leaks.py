"""An exception in an action puts no word of the conversation into a log or an answer."""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Turn, WaymarkAction
from bot.channels.gate import Gate
from tests.talk import Talk

WORDS = "Morag shouted at me in the corridor"


def explode(*_: Any, **__: Any) -> Any:
    raise RuntimeError(WORDS)


class Breaks(WaymarkAction):
    def name(self) -> str:
        return "action_breaks"

    async def act(self, turn: Turn) -> list[Any]:
        turn.say("utter_greet")
        raise ValueError(f"could not handle {turn.text}")


def tracker() -> Tracker:
    message = {"text": WORDS, "intent": {"name": "reflection"}, "entities": []}
    return Tracker("sender", {}, message, [], False, None, {}, "action_listen")


async def test_the_answer_is_kind_and_says_nothing_else(log: io.StringIO) -> None:
    dispatcher = CollectingDispatcher()
    events = await Breaks().run(dispatcher, tracker(), {"responses": {}})
    assert [message["response"] for message in dispatcher.messages] == ["utter_unexpected"]
    assert "Morag" not in str(dispatcher.messages)
    assert [event["name"] for event in events if "Morag" in str(event)] == ["opening"], (
        "where what was said first waits"
    )
    assert "Morag" not in log.getvalue()
    assert "ValueError at test_nothing_leaks.py" in log.getvalue()


async def test_a_real_turn_that_breaks_leaks_nothing(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    import actions.reflection

    await talk.press("start")
    await talk.press("Choose a theme")
    await talk.press("Leadership")
    monkeypatch.setattr(actions.reflection, "take_directed", explode)
    await talk.say("Morag puts the kettle on for all of us")
    assert talk.heard[0] == "utter_unexpected"
    assert "Morag" not in talk.text
    assert "Morag" not in log.getvalue()
    monkeypatch.undo()
    await talk.press("Try again")
    assert talk.heard == ["utter_ask_opportunities"]
    assert talk.slots()["strengths"] == "Morag puts the kettle on for all of us", (
        "we said that the words are still here"
    )


async def test_a_word_that_stands_within_another_is_still_here(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    import actions.reflection

    await talk.press("start")
    await talk.press("Choose a theme")
    await talk.press("Leadership")
    await talk.say("Our lead is kinder than most to whoever comes late")
    monkeypatch.setattr(actions.reflection, "take_directed", explode)
    await talk.say("kinder than most")
    assert talk.heard[0] == "utter_unexpected"
    assert talk.slots()["opportunities"] == "kinder than most"


async def test_words_at_the_beginning_are_still_here(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    import actions.opening

    await talk.press("start")
    monkeypatch.setattr(actions.opening, "says_something", explode)
    await talk.say("our manager never listens to the night shift")
    assert talk.heard == ["utter_unexpected"]
    monkeypatch.undo()
    await talk.press("Try again")
    assert "never listens to the night shift" in talk.everything, talk.heard


async def test_words_of_danger_are_met_with_support_even_then(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    import actions.support

    await talk.press("start")
    await talk.press("Choose a theme")
    await talk.press("Leadership")
    monkeypatch.setattr(actions.support, "support_and_route", explode)
    await talk.say("i want to die tonight")
    assert talk.heard[:2] == ["utter_support", "utter_unexpected"]
    assert "116 123" in talk.everything
    assert talk.slots()["aside"]["tier"] == "interrupt"


async def test_a_turn_that_breaks_outside_the_actions_is_refused_kindly(gate: Gate, log: io.StringIO) -> None:
    from bot.channels.refusals import Refused

    async def explode(_: Any) -> None:
        raise RuntimeError(WORDS)

    token, _ = await gate.open()
    gate.handle = explode
    with pytest.raises(Refused) as refused:
        await gate.receive(token, {"id": "6f1c1b1e-0000-4000-8000-000000000001", "text": WORDS})
    assert (refused.value.status, refused.value.code) == (503, "busy")
    assert "Morag" not in log.getvalue()


def test_a_library_that_logs_words_is_silenced(log: io.StringIO) -> None:
    try:
        raise KeyError(WORDS)
    except KeyError:
        logging.getLogger("rasa.core.processor").exception("Could not handle %s", WORDS)
    assert "Morag" not in log.getvalue()
    assert "KeyError" in log.getvalue()
