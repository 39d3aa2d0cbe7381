"""How an action speaks: the words it fills in come out whole, whichever way it says them."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.nlg.interpolator import interpolate_text
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turns import Turn
from tests.talk import Talk

PLACE = "Earlier you wrote: “{earlier}”"
TYPED = "we have 0[1] of them, {and} 0[]"


def turn() -> tuple[Turn, CollectingDispatcher]:
    dispatcher = CollectingDispatcher()
    return Turn(dispatcher, Tracker("sender", {}, {}, [], False, None, {}, None), {}), dispatcher


@pytest.mark.parametrize("way", ["say", "offer"])
def test_words_with_a_sign_that_rasa_stumbles_over_are_filled_in(way: str) -> None:
    one, dispatcher = turn()
    arguments: list[Any] = [[{"title": "Keep", "payload": "/keep"}]] if way == "offer" else []
    getattr(one, way)("utter_earlier", *arguments, earlier=TYPED)
    [message] = dispatcher.messages
    filled = interpolate_text(PLACE, {"earlier": message["earlier"]})
    assert filled.replace("\u2060", "") == PLACE.format(earlier=TYPED)


async def test_an_answer_with_it_is_quoted_back(talk: Talk) -> None:
    for step in ("start", "Choose a theme", "Leadership"):
        await talk.press(step)
    await talk.say("The night team made 0[1] of them for us")
    await talk.press("back")
    assert "The night team made 0[1] of them for us" in talk.text.replace("\u2060", "")
