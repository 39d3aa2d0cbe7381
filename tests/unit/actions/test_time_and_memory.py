"""What a turn remembers for later ones is set once, in its state, and becomes slots."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import WaymarkAction
from actions.turns import AWAY, Turn

NOW = datetime(2026, 12, 2, 10, 0, tzinfo=UTC)  # after the days that are in the content


def turn(**slots: Any) -> Turn:
    tracker = Tracker("sender", slots, {}, [], False, None, {}, None)
    return Turn(CollectingDispatcher(), tracker, {"responses": {}})


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.days.read_clock", lambda: NOW)


def test_what_is_told_is_remembered_within_the_turn_and_after_it() -> None:
    one = turn()
    assert not one.said("utter_statement")
    one.tell("utter_statement")
    assert one.said("utter_statement")
    [event] = one.events(validates=False)
    assert (event["name"], event["value"]) == ("told", ["utter_statement"])
    assert turn(told=event["value"]).said("utter_statement")


def test_who_says_nothing_for_a_while_has_been_away() -> None:
    assert not turn().away
    assert not turn(last_turn=(NOW - AWAY).isoformat()).away
    assert turn(last_turn=(NOW - AWAY - timedelta(seconds=1)).isoformat()).away


class Nothing(WaymarkAction):
    called = "action_nothing"

    @staticmethod
    async def act(turn: Turn) -> None:
        pass


class ValidateNothing(Nothing):
    called = "validate_nothing_form"


async def test_each_turn_notes_when_it_was_but_no_form_takes_that_for_an_answer() -> None:
    tracker = Tracker("sender", {}, {}, [], False, None, {}, None)
    domain: dict[str, Any] = {"responses": {}}
    noted = {event["name"]: event["value"] for event in await Nothing().run(CollectingDispatcher(), tracker, domain)}
    assert noted == {"last_turn": "2026-12-02T10:00:00Z", "greeted": True}
    assert await ValidateNothing().run(CollectingDispatcher(), tracker, domain) == []


def test_a_slot_that_a_form_sets_to_what_it_was_is_still_an_answer_to_rasa() -> None:
    one = turn(stage="questions")
    one.set(rating=None)
    assert [event["name"] for event in one.events(validates=True)] == ["rating"]
    assert one.events(validates=False) == []


def test_going_elsewhere_lays_held_words_aside_and_drops_none() -> None:
    one = turn(stage="summary", theme="culture", held={"text": "the rota is kinder", "question": None})
    one.go("saved")
    values = {event["name"]: event["value"] for event in one.events(validates=False) if event["event"] == "slot"}
    assert values["held"] is None
    assert values["aside"]["text"] == "the rota is kinder"
