"""What a person may type in Teams is read whatever it is: nothing breaks, and nothing takes long (make inputs)."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.teams.activities import read_activity
from bot.secret import Secret
from bot.store.sealing import ServerSeal
from tests.microsoft import APP, TENANT

DIGITS = "&#" + "9" * 5000 + ";"


@pytest.fixture
def activity() -> dict[str, Any]:
    ids = {
        "id": "1",
        "serviceUrl": "https://x",
        "recipient": {"id": APP, "name": "Waymark"},
        "channelData": {"tenant": {"id": TENANT}},
    }
    people = {"from": {"id": "29:a"}, "conversation": {"id": "a:b", "conversationType": "personal"}}
    return {"type": "message", "text": "hello", **ids, **people}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (f"hello {DIGITS}", f"hello {DIGITS}"),
        ("a \ud800 half", "a  half"),
        ("<at>Waymark</at> we &lt;3 tea", "we <3 tea"),
        ("<at>one <at>two</at> three", "one a colleague three"),
    ],
    ids=["a number of thousands of digits", "half of a sign", "a mention", "a mention in another"],
)
def test_any_text_is_read(activity: dict[str, Any], typed: str, read: str) -> None:
    assert read_activity({**activity, "text": typed, "textFormat": "xml"}).text == read


@pytest.mark.parametrize("field", ["choice", "turn"])
def test_what_a_card_gives_back_can_be_kept(activity: dict[str, Any], field: str) -> None:
    """Half of a sign in it was noted nowhere: 503, and Teams sent it again for minutes."""
    found = read_activity({**activity, "value": {"waymark": {"choice": "c", "turn": "t", field: "\ud800"}}})
    assert getattr(found, field) == ""
    assert ServerSeal(Secret(b"k" * 32), "teams", "1").close(vars(found))


def test_an_answer_to_nothing_that_can_be_kept(activity: dict[str, Any]) -> None:
    assert read_activity({**activity, "replyToId": "\udfff"}).reply_to == ""
