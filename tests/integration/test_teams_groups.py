"""Where several people are: one sentence after a mention, support for one person alone, and nothing of it is kept."""

from __future__ import annotations

from typing import Any

import pytest

from tests.microsoft import TENANT, Microsoft
from tests.teams import TeamsDoor

GROUP = {"id": "19:group@thread.v2", "conversationType": "groupChat", "tenantId": TENANT}
HEAVY = "<at>Waymark</at> I want to end my life tonight"


@pytest.mark.parametrize("known", [False, True])
async def test_words_of_danger_in_a_group_are_met_with_support_one_to_one_alone(
    door: TeamsDoor, microsoft: Microsoft, someone: dict[str, Any], known: bool
) -> None:
    if known:
        await door.say("hello", **someone)
    count = len(microsoft.sent)
    await door.post(microsoft.activity(HEAVY, **(someone | {"conversation": GROUP})))
    await door.done()
    paths = [path for method, path, _ in microsoft.sent[count:] if method == "POST" and "activities" in path]
    assert len(paths) == 1
    assert someone["from"]["aadObjectId"] in paths[0]
    assert not [path for _, path, _ in microsoft.sent if "group" in path], "nothing is said in the group"
    assert "116 123" in str(microsoft.cards()[-1])
    card = await door.press("Go on", **someone)
    assert "end my life" not in str(card), "what was said in a group is not taken into somebody's reflection"


async def test_where_teams_opens_no_chat_the_group_hears_what_it_always_hears(
    door: TeamsDoor, microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    microsoft.one_to_one = 403
    await door.post(microsoft.activity(HEAVY, **(someone | {"conversation": GROUP})))
    await door.done()
    assert microsoft.cards() == []
    assert "one to one" in microsoft.sent[-1][2]["text"]
    assert "116" not in microsoft.sent[-1][2]["text"]


@pytest.mark.parametrize("kind", ["channel", "groupChat"])
async def test_removing_the_app_from_a_group_forgets_nobodys_own_chat(
    door: TeamsDoor, microsoft: Microsoft, someone: dict[str, Any], kind: str
) -> None:
    await door.say("our managers never listen", **someone)
    removed = someone | {"conversation": GROUP | {"conversationType": kind}}
    await door.post(microsoft.activity(type="installationUpdate", action="remove", **removed))
    await door.done()
    assert "Question 2 of 4" in str(await door.press("Skip", **someone))


async def test_in_a_group_waymark_asks_for_a_chat_of_its_own(door: TeamsDoor, microsoft: Microsoft) -> None:
    await door.post(microsoft.activity("<at>Waymark</at> hello", conversation=GROUP))
    await door.done()
    assert "one to one" in microsoft.sent[-1][2]["text"]
    assert microsoft.cards() == []


@pytest.mark.parametrize("text", ["<at>Waymark</at>", "<at>Waymark</at> \u200b", "<at>Waymark</at>\n"], ids=ascii)
async def test_a_bare_mention_is_answered_like_any_other(door: TeamsDoor, microsoft: Microsoft, text: str) -> None:
    """It was tried five times in half a minute, and then told that we are busy."""
    await door.post(microsoft.activity(text, conversation=GROUP))
    await door.done()
    assert "one to one" in microsoft.sent[-1][2]["text"]
