"""A client that knows no Action.Execute sends a message, and sees no answer to it but what is put into the chat."""

from __future__ import annotations

from bot.sessions.answers import LONGEST
from bot.store.session_tables import TeamSession
from bot.waymark import Waymark
from tests.microsoft import Microsoft
from tests.teams import TeamsDoor
from tests.teams_people import Somebody, fields
from tests.unit.channels.teams.in_sessions.test_teams_sessions import answers_of, join, kept


def said_to(microsoft: Microsoft, one: Somebody) -> list[str]:
    """The plain words that came into somebody's chat."""
    where = f"/conversations/{one.chat['id']}/"
    return [body["text"] for _, path, body in microsoft.sent if body.get("text") and where in path.replace("%3A", ":")]


async def test_support_comes_as_words_and_the_card_keeps_what_is_typed(
    microsoft: Microsoft, door: TeamsDoor, opened: TeamSession
) -> None:
    one = await join(door)
    before = one.shown()[-1][1]
    await one.press("Support", execute=False, strengths="Half a thought")
    assert "116 123" in said_to(microsoft, one)[-1]
    assert one.shown()[-1][1] == before, "a card in its place would take their words away"


async def test_what_is_too_long_is_said(
    waymark: Waymark, microsoft: Microsoft, door: TeamsDoor, opened: TeamSession
) -> None:
    one = await join(door)
    await one.press("Keep and go on", execute=False, strengths="x" * (LONGEST + 1))
    assert "too long" in said_to(microsoft, one)[-1]
    assert answers_of(waymark, opened) == 0


async def test_names_are_asked_about_on_a_card_that_says_none(
    waymark: Waymark, microsoft: Microsoft, door: TeamsDoor, opened: TeamSession
) -> None:
    one = await join(door)
    words = "Our manager Morag MacDonald asks how we are"
    await one.press("Keep and go on", execute=False, strengths=words, quote__strengths="true", next_step="A walk")
    lasting = one.shown()[-1][1]
    assert "may be names" in str(lasting) and fields(lasting)["names"] == "false"
    assert "Morag" not in str(microsoft.sent)
    text = kept(waymark, opened, one).themes[opened.themes[0]].texts
    assert (text["strengths"].use, text["next_step"].use) == ("topic", "topic")
    await one.press("Keep and go on", execute=False, on=lasting, names="true")
    text = kept(waymark, opened, one).themes[opened.themes[0]].texts
    assert text["strengths"].words == words
    assert (text["strengths"].use, text["next_step"].use) == ("quote", "topic")
    assert "Next steps" in str(one.shown()[-1][1])


async def test_names_that_may_not_stay_are_read_by_nobody(
    waymark: Waymark, door: TeamsDoor, opened: TeamSession
) -> None:
    one = await join(door)
    await one.press("Keep and go on", execute=False, strengths="Ask Morag MacDonald", quote__strengths="true")
    await one.press("Keep and go on", execute=False, on=one.shown()[-1][1])
    assert kept(waymark, opened, one).themes[opened.themes[0]].texts["strengths"].use == "topic"


async def test_words_of_danger_are_never_let_out_by_the_tick_for_names(
    waymark: Waymark, door: TeamsDoor, opened: TeamSession
) -> None:
    one = await join(door)
    more = {"opportunities": "Morag MacDonald, I want to end my life tonight", "quote__opportunities": "true"}
    await one.press("Keep and go on", execute=False, strengths="Ask Morag MacDonald", quote__strengths="true", **more)
    await one.press("Keep and go on", execute=False, on=one.shown()[-1][1], names="true")
    texts = kept(waymark, opened, one).themes[opened.themes[0]].texts
    assert (texts["strengths"].use, texts["opportunities"].use) == ("quote", "held")
