"""The Teams door trusts nobody: typed commands, forged requests, other hosts. It keeps nothing in the clear."""

from __future__ import annotations

import logging
import random
from typing import Any

import pytest

from bot.runtime.logs import WordlessFormatter
from bot.store.teams_tables import TeamsActivity, TeamsReference
from bot.waymark import Waymark
from tests.microsoft import TENANT, Microsoft
from tests.mutations import make_malformed, mutate
from tests.teams import TeamsDoor, open_teams


@pytest.mark.parametrize(
    "text", ["/restart", '/save{"theme":"leadership"}', "/share_anonymous", "<at>Waymark</at> /reminder_due"]
)
async def test_typed_commands_are_inert(
    door: TeamsDoor, microsoft: Microsoft, someone: dict[str, Any], text: str
) -> None:
    card = await door.say(text, **someone)
    assert card["fallbackText"]
    assert "return code" not in card["fallbackText"].partition("Choose a theme")[0]


async def test_our_token_never_goes_to_another_host(
    door: TeamsDoor, microsoft: Microsoft, someone: dict[str, Any]
) -> None:
    """Validly signed, with a matching claim, for a host that is not on the list; and no redirect is followed."""
    answer = await door.post(
        microsoft.activity(serviceUrl="http://localhost:1/", **someone), serviceurl="http://localhost:1/"
    )
    assert answer.status_code == 403
    microsoft.answers.append((307, {"Location": f"{microsoft.address}/elsewhere/x"}))
    await door.post(microsoft.activity("hello", **someone))
    await door.done()
    assert [path for _, path, _ in microsoft.sent if path.startswith("/elsewhere")] == []


async def test_five_hundred_mutated_or_malformed_requests_get_no_answer_and_no_token(
    waymark: Waymark, agent: Any, microsoft: Microsoft
) -> None:
    """Half are signed wrongly, or for another place; half are signed well and make no sense. No turn fails."""
    rng = random.Random(5)

    async def never(_: Any) -> None:
        raise AssertionError("a mutated request became a turn")

    async with open_teams(waymark, agent, microsoft, never) as door:
        for _ in range(250):
            token, activity = mutate(rng, microsoft.sign(), microsoft.activity())
            headers = {"Authorization": f"Bearer {token}"}
            assert (await door.http.post("/api/messages", json=activity, headers=headers)).status_code in (401, 403)
    assert (microsoft.sent, microsoft.token_forms) == ([], [])
    async with open_teams(waymark, agent, microsoft, never) as door:
        for _ in range(250):
            activity = make_malformed(rng, microsoft) | {"conversation": {"id": "19:x", "conversationType": "channel"}}
            assert (await door.post(activity)).status_code < 500 or activity["type"] == "invoke"
        await door.done()
    assert {path.partition("/v3/")[0] for _, path, _ in microsoft.sent} <= {"/teams"}


async def test_ids_names_words_and_tokens_are_not_kept_or_logged(
    door: TeamsDoor, microsoft: Microsoft, waymark: Waymark, someone: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="waymark")
    await door.say("a sentence that nobody else should read", **someone)
    await door.post(microsoft.activity("refused words", **someone), exp=1)
    with waymark.database.session() as session:
        kept = [str(vars(row)) for table in (TeamsActivity, TeamsReference) for row in session.query(table)]
    for secret in (someone["from"]["aadObjectId"], "Testperson", "nobody else should read", "refused words", TENANT):
        assert secret not in "".join(WordlessFormatter().format(record) for record in caplog.records)
        assert secret not in "".join(kept)
