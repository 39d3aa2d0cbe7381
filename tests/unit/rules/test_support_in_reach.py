"""Heavy words are met with support in reach, wherever they are typed and whatever they are taken for."""

from __future__ import annotations

from itertools import pairwise

import pytest
from nodes import NODES, go_to

from actions.reach import BESIDE_WORDS, KEPT
from tests.talk import Talk

SOFT = (
    "i am so burnt out i cried in the car again",
    "i am burnt out and exhausted, can we stop now",
    "i can't cope with this any more, how long is this",
    "i was abused as a child and it comes back at work",
)


def tier(talk: Talk) -> str:
    """What the screen said of the last message."""
    last = next(event for event in reversed(talk._events()) if event["event"] == "user")
    return str(last["parse_data"]["safety"]["tier"])


@pytest.mark.parametrize("node", NODES)
@pytest.mark.parametrize("text", SOFT)
async def test_support_is_in_reach(node: str, text: str, talk: Talk) -> None:
    await go_to(talk, node)
    await talk.say(text)
    assert tier(talk) != "none"
    assert "Support" in talk.text or "999" in talk.text, talk.heard
    assert talk.text.count("Support is always there") <= 1
    assert len(talk.text.split()) <= 70


async def test_it_is_not_said_twice_running_in_the_same_words(talk: Talk) -> None:
    await go_to(talk, "the first question")
    said = []
    for text in (*SOFT, *SOFT):
        await talk.say(text)
        said.append([name for name in talk.heard if name in (*KEPT, *BESIDE_WORDS)])
        if talk.slots().get("interruption"):
            await talk.say("go on")
    flat = [name for names in said for name in names]
    assert len(flat) >= 4
    assert all(before != after for before, after in pairwise(flat))
