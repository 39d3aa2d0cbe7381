"""What a turn remembers for later ones stands in slots, so that old events may be forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import bring_back, take_out, write, written
from actions.base import AWAY, Turn, WaymarkAction

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def turn(**slots: Any) -> Turn:
    tracker = Tracker("sender", slots, {}, [], False, None, {}, None)
    return Turn(CollectingDispatcher(), tracker, {"responses": {}})


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.base.read_clock", lambda: NOW)


def test_what_is_told_is_remembered_within_the_turn_and_after_it() -> None:
    one = turn()
    assert not one.said("utter_statement")
    [event] = one.tell("utter_statement")
    assert one.said("utter_statement")
    assert event["value"] == ["utter_statement"]
    assert turn(told=event["value"]).said("utter_statement")


def test_who_says_nothing_for_a_while_has_been_away() -> None:
    assert not turn().away
    assert not turn(last_turn=(NOW - AWAY).isoformat()).away
    assert turn(last_turn=(NOW - AWAY - timedelta(seconds=1)).isoformat()).away


class Nothing(WaymarkAction):
    def name(self) -> str:
        return "action_nothing"

    async def act(self, turn: Turn) -> list[Any]:
        return []


class ValidateNothing(Nothing):
    def name(self) -> str:
        return "validate_nothing_form"


async def test_each_turn_notes_when_it_was_but_no_form_takes_that_for_an_answer() -> None:
    tracker = Tracker("sender", {}, {}, [], False, None, {}, None)
    domain: dict[str, Any] = {"responses": {}}
    noted = {event["name"]: event["value"] for event in await Nothing().run(CollectingDispatcher(), tracker, domain)}
    assert noted == {"last_turn": "2026-11-23T09:00:00+00:00", "greeted": True}
    assert await ValidateNothing().run(CollectingDispatcher(), tracker, domain) == []


def test_a_replaced_answer_can_be_brought_back_beside_the_new_one() -> None:
    one = turn(strengths="tea", stage="summary")
    write(one, "strengths", "cake")
    assert written(one, "strengths") == "cake"
    bring_back(one)
    assert written(one, "strengths") == "tea\ncake"


def test_words_that_are_never_shared_stay_so_when_they_come_back() -> None:
    one = turn(stage="questions", screened=[])
    write(one, "strengths", "dark words", tier="interrupt")
    take_out(one, "strengths")
    assert one.slot("strengths") is None
    assert one.slot("screened") == []
    bring_back(one)
    assert one.slot("screened") == ["strengths"]
    assert written(one, "strengths") == "dark words"


def test_what_stays_of_an_answer_on_show_stays_on_show() -> None:
    one = turn(stage="questions", strengths=None, earlier={"strengths": "Tea. Cake."})
    take_out(one, "strengths", "Tea.")
    assert one.slot("earlier") == {"strengths": "Tea."}
    assert one.slot("strengths") is None
