"""The words of a session's cards: each is used, none is missing, and no card has more buttons than Teams shows."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.channels.teams import session_cards
from bot.content import load_content
from bot.store.session_tables import TeamSession
from tests.unit.house.house import DATA, ROOT

CONTENT = load_content(DATA / "content")
MOST_ACTIONS = 6
SUMMARY: dict[str, Any] = {
    "themes": [
        {
            "theme": CONTENT.themes[0].id,
            "strengths": ["Our lead asks how we are, *really* [yes](http://x)"],
            "opportunities": [],
            "next_step": ["${plain}"],
            "topics": ["night shift"],
            "ratings": [[CONTENT.rating_scale[0].id, "3-5"]],
        }
    ],
    "steps": [["A quiet room", "3-5"]],
}


def session(state: str, **more: Any) -> TeamSession:
    now = datetime.now(UTC)
    return TeamSession(
        id="5e" * 16,
        join_code="apple-bread-cloud-daisy",
        team="housing",
        themes=[CONTENT.themes[0].id],
        steps=["A quiet room"],
        state=state,
        closes_at=now + timedelta(days=1),
        closed_on=now.date(),
        **more,
    )


CARDS = {
    **{state: session_cards.channel_card(CONTENT, session(state), "https://x/session") for state in ("open", "draft")},
    **{state: session_cards.channel_card(CONTENT, session(state), "") for state in ("too_few", "lost")},
    "published": session_cards.channel_card(CONTENT, session("published", summary=SUMMARY), "https://x/session"),
    "theme": session_cards.theme_page(CONTENT, session("open"), 0, {}, fresh=True, ask_leads=True, names=()),
    "steps": session_cards.theme_page(CONTENT, session("open"), 1, {"pick": "0"}, fresh=False),
}


def test_every_phrase_is_used_and_no_other() -> None:
    files = (ROOT / "bot" / "channels" / "teams").glob("session_*.py")
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    amiss = {f"amiss_{one}" for one in ("team", "theme", "steps", "day")}
    assert set(CONTENT.sessions.teams) - set(re.findall(r'"([a-z_]+)"', text)) - amiss == set()


@pytest.mark.parametrize("name", CARDS)
def test_no_card_has_more_buttons_than_teams_shows(name: str) -> None:
    sets = [element["actions"] for element in CARDS[name]["body"] if element["type"] == "ActionSet"]
    assert sum(map(len, sets)) <= MOST_ACTIONS


def test_what_people_wrote_is_shown_as_it_is() -> None:
    """Markdown and places of a template in it mean nothing."""
    runs = re.findall(r"'text': '([^']*)'", str(CARDS["published"]))
    assert "Our lead asks how we are, *really* [yes](http://x)" in runs
    assert "${plain}" in runs


@pytest.mark.parametrize("name", CARDS)
def test_a_heading_stands_first_for_screen_readers(name: str) -> None:
    assert CARDS[name]["body"][0]["style"] == "heading"
    assert CARDS[name]["fallbackText"]
