"""Rules 30 to 32: how it ends, and what comes after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from nodes import go_to
from sqlalchemy import delete
from wording import said

from bot.store.changes import publish, write_change
from bot.store.tables import Change
from bot.waymark import Waymark
from tests.talk import Talk

ENDINGS = ("utter_goodbye", "utter_goodbye_strength", "utter_goodbye_unsaved")


def test_rule_30_every_kind_of_ending_offers_a_breath_and_support() -> None:
    for text in said(*ENDINGS):
        assert "breath" in text
        assert "Support is always there" in text


async def test_rule_30_a_session_ends_with_ones_own_words_and_a_choice(talk: Talk) -> None:
    await go_to(talk, "the second question")
    await talk.press("finish")
    [summary] = [one for one in talk.messages if one["kind"] == "summary"]
    assert [one["text"] for one in summary["answers"]] == ["our lead thanks people"]
    labels = [one["label"] for one in summary["choices"]]
    assert {"Save it", "Change an answer", "Let it go"} <= set(labels)


async def test_rule_30_the_end_names_something_that_goes_well(talk: Talk) -> None:
    await go_to(talk, "the end")
    assert "“our lead thanks people”" in talk.text


async def test_rule_31_the_receipt_says_what_where_until_when_and_how_to_delete(talk: Talk) -> None:
    await go_to(talk, "saved")
    [receipt] = [one for one in talk.messages if one["kind"] == "receipt"]
    assert all(receipt[part] for part in ("code", "saved", "where", "until", "how_to_delete"))


async def test_rule_31_deleting_is_real(talk: Talk) -> None:
    await go_to(talk, "saved")
    code = talk.code
    await talk.press("Delete it again")
    await talk.press("Yes, delete it")
    assert talk.heard == ["utter_withdrawn"]
    again = await Talk(talk.waymark, talk.gate).open()
    await again.press("start")
    await again.press("I have a return code")
    await again.say(code)
    assert again.heard == ["utter_code_unknown"]


SAID, DID = "People asked for a quiet room.", "There is one on the second floor."


@pytest.fixture
def published(waymark: Waymark) -> Iterator[None]:
    """A note by coordinators on what changed, for this test alone."""
    with waymark.database.session() as session:
        change = write_change(session, None, theme=None, team=None, said=SAID, did=DID)
        publish(change, datetime.now(UTC).date())
    yield
    with waymark.database.session() as session:
        session.execute(delete(Change).where(Change.id == change.id))


async def test_rule_32_whoever_comes_back_is_shown_what_changed(talk: Talk, published: None) -> None:
    await go_to(talk, "saved")
    again = await Talk(talk.waymark, talk.gate).open()
    await again.press("start")
    await again.press("I have a return code")
    await again.say(talk.code)
    assert "utter_changes_since" in again.heard
    [note] = [one for one in again.messages if one["kind"] == "changes"]
    assert [(one["said"], one["did"]) for one in note["items"]] == [(SAID, DID)]
    assert "our lead thanks people" not in again.everything
