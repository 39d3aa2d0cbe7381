"""Rules 1 to 6: what is said, and not kept, before the first question."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select
from wording import CONTENT, said

from bot.store.tables import PrivateReflection, Reflection
from bot.waymark import Waymark
from tests.talk import Talk


def test_rule_1_the_first_message_says_what_waymark_is_not() -> None:
    (welcome,) = said("utter_welcome")
    for promise in ("automated", "not a person", "counsellor", "Nobody is watching"):
        assert promise in welcome


def test_rule_2_the_first_message_says_who_sees_what_and_for_how_long() -> None:
    (welcome,) = said("utter_welcome")
    for promise in ("private unless you choose to share", "deleted after a day", "Leave now"):
        assert promise in welcome


def test_rules_1_and_2_in_teams_the_first_message_says_who_may_be_able_to_see_it() -> None:
    (welcome,) = said("utter_welcome", channel="teams")
    for promise in (
        "automated",
        "not a person",
        "counsellor",
        "only if you choose",
        "People who run your Microsoft 365",
    ):
        assert promise in welcome


def test_rule_3_the_first_message_says_how_long_it_takes_and_that_stopping_is_fine() -> None:
    (welcome,) = said("utter_welcome")
    assert "5 to 10 minutes" in welcome
    assert "Stop any time" in welcome


@pytest.mark.parametrize("utterance", ["utter_welcome"])
async def test_rules_1_to_3_nothing_comes_before_the_first_message(utterance: str, talk: Talk) -> None:
    await talk.press("start")
    assert talk.heard == [utterance]


BEFORE_A_THEME = (
    *("utter_welcome", "utter_begin", "utter_ask_theme", "utter_help_choose", "utter_theme_options", "utter_greet"),
    *("utter_hello", "utter_tell_more", "utter_no_theme", "utter_soft_aside", "utter_soft_aside_still"),
    *("utter_unclear", "utter_unclear_again", "utter_way_out", "utter_way_out_again"),
)


def test_rule_4_trauma_is_not_named_before_the_content_note() -> None:
    """An answer may name it to somebody who asked about it; the answers about Waymark itself never do."""
    before = said(*BEFORE_A_THEME) + [theme.name for theme in CONTENT.themes]
    assert [text for text in before if "trauma" in text.lower()] == []


@pytest.mark.parametrize("theme", [theme.id for theme in CONTENT.themes])
async def test_rule_4_each_theme_begins_with_its_content_note(theme: str, talk: Talk) -> None:
    await talk.press("start")
    await talk.press("Choose a theme")
    assert "trauma" not in talk.text.lower()
    await talk.press(CONTENT.theme(theme).name)
    assert talk.heard == ["utter_content_note", "utter_ask_strengths"]
    assert CONTENT.theme(theme).content_note.strip() in talk.messages[0]["text"]
    assert talk.messages[0]["heading"] == CONTENT.theme(theme).name == talk.messages[0]["text"].splitlines()[0]


def saved(waymark: Waymark) -> int:
    with waymark.database.session() as session:
        tables = (Reflection, PrivateReflection)
        return sum(session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def files(waymark: Waymark) -> Iterator[bytes]:
    """The bytes of the database and of what SQLite keeps beside it."""
    for path in waymark.settings.home.glob("*.sqlite3*"):
        yield path.read_bytes()


async def test_rule_5_nothing_typed_is_stored_before_save(talk: Talk, waymark: Waymark) -> None:
    secret = "the kettle in room nine is shared by everyone"
    before = saved(waymark)
    await talk.press("start")
    for typed in ("leadership", secret, "more of that", "ask for it", "not yet", "save"):
        await talk.say(typed)
    assert saved(waymark) == before
    assert list(files(waymark))
    assert not any(secret.encode() in found for found in files(waymark))


def test_rule_6_asks_not_to_name_people_at_the_start_and_at_saving() -> None:
    welcome, sharing = said("utter_welcome", "utter_ask_sharing")
    assert "not name people" in welcome
    assert "nobody is named" in sharing
