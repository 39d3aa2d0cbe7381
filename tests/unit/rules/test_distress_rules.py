"""Rules 24 to 29: support, and words that may tell of danger."""

from __future__ import annotations

import io
import re

import pytest
from nodes import go_to
from sqlalchemy import select
from wording import CONTENT, EVERYTHING, offending, said

from bot.safety import load_messages
from bot.store.tables import AuditEvent, Reflection
from bot.waymark import Waymark
from tests.talk import Talk
from tests.unit.house.house import DATA

HEAVY = "i want to die and i have a plan for tonight"


def test_rule_25_999_comes_first_in_every_support_message() -> None:
    for text in said("utter_support", "utter_distress", "utter_distress_another", "utter_distress_again"):
        assert text.startswith("If life is at risk, call 999.")
    assert CONTENT.support[0].phone == "999"


NUMBER = re.compile(r"\b(?:\d{3} \d{3}|0\d{2,4}[ \d]{6,}|999|111|101|112)\b")


def test_rule_25_only_numbers_of_the_support_list() -> None:
    known = {service.phone for service in CONTENT.support} | {"55"}
    assert offending(lambda text: {number.strip() for number in NUMBER.findall(text)} - known, EVERYTHING) == []


def test_rule_25_only_services_of_the_support_list() -> None:
    """A service that is named in the middle of a conversation is on the list, by the name people know."""
    listed = " ".join(service.name for service in CONTENT.support)
    for name in ("NHS 24", "Samaritans"):
        assert name in " ".join(said("utter_distress"))
        assert name in listed


def test_rule_26_there_are_enough_examples_of_danger_to_learn_from() -> None:
    """How many of such messages are found and missed is in the report on the distress screen, not here."""
    crisis = {message.text for message in load_messages(DATA / "content" / "safety") if message.label == "crisis"}
    assert len(crisis) >= 300


@pytest.mark.parametrize(
    "choice", ["Keep them, and go on", "pause", "finish", "skip", "back", "change_theme", "support"]
)
async def test_rule_27_support_is_offered_and_nothing_is_blocked(choice: str, talk: Talk) -> None:
    await go_to(talk, "words that may tell of danger")
    assert talk.heard == ["utter_distress", "utter_ask_held"]
    await talk.press(choice)
    assert talk.text.strip()
    assert talk.heard[0] != "utter_distress"


async def test_rule_27_writing_on_is_possible_at_once(talk: Talk) -> None:
    await go_to(talk, "words that may tell of danger")
    await talk.press("Keep them, and go on")
    await talk.say("the team brings in soup on fridays")
    assert talk.heard[0] == "utter_soft_support", "it is kept, and nothing bright is said so soon"
    assert talk.slots()["opportunities"] == "the team brings in soup on fridays"


def test_rule_28_says_that_it_cannot_tell_and_that_nobody_is_alerted() -> None:
    for text in said("utter_support", "utter_distress", "utter_distress_another", "utter_ask_alerted"):
        assert "I cannot tell when someone is in danger" in text
        assert "Nobody is alerted by this chat" in text
    assert "I cannot tell when someone is in danger" in said("utter_ask_danger_check")[0]


async def test_rule_29_words_of_danger_are_not_shared_audited_or_logged(
    talk: Talk, waymark: Waymark, log: io.StringIO
) -> None:
    await talk.press("start")
    await talk.say("leadership")
    await talk.say(HEAVY)
    await talk.press("Keep them, and go on")
    await talk.say("more time to talk")
    await talk.press("finish")
    await talk.press("Save it")
    await talk.press("Share without a name")
    assert talk.code
    with waymark.database.session() as session:
        rows = list(session.scalars(select(Reflection)))
        events = [str(vars(event)) for event in session.scalars(select(AuditEvent))]
    kept = " ".join(f"{row.strengths} {row.opportunities} {row.next_step}" for row in rows)
    assert "more time to talk" in kept
    for place in (kept, " ".join(events), log.getvalue()):
        assert "a plan for tonight" not in place
