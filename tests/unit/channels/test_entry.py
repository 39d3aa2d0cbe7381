"""Who may chat: everyone, who has the code, or who signed in; and every refusal says kindly what is needed."""

from __future__ import annotations

import json

import httpx
import pytest

from bot.channels.web.access_code import hash_code, is_code
from bot.channels.web.entry import WRONG_CODES_PER_MINUTE
from bot.settings import Settings
from tests.unit.channels.conftest import Open

CODE = "Quiet Harbour 42"


async def begin(door: httpx.AsyncClient, **body: object) -> tuple[int, str]:
    answer = await door.post("/chat/sessions", json=body)
    return answer.status_code, answer.json().get("error", {}).get("code", "")


async def test_open_lets_everyone_in(open_door: Open) -> None:
    door = await open_door()
    assert (await door.get("/chat/rules")).json() == {"entry": "open", "languages": ["en", "gd"]}
    assert await begin(door) == (201, "")
    assert (await door.post("/chat/sessions")).status_code == 201
    assert (await door.get("/sign-in")).status_code == 404


@pytest.mark.parametrize("kept", [CODE, hash_code(CODE)], ids=["as given", "hashed"])
async def test_a_code_is_asked_for_and_taken_however_it_is_typed(open_door: Open, kept: str) -> None:
    door = await open_door(entry="code", access_code=kept)
    assert (await door.get("/chat/rules")).json()["entry"] == "code"
    assert await begin(door) == (403, "entry_code_needed")
    assert await begin(door, access_code=" - ") == (403, "entry_code_needed")
    assert await begin(door, access_code="Quiet Harbour 43") == (403, "entry_code_wrong")
    for typed in (CODE, "quiet harbour 42", " QUIET-HARBOUR–42 ", "quietharbour42"):
        assert await begin(door, access_code=typed) == (201, ""), typed


async def test_guessing_codes_becomes_slow_for_all_and_costs_the_right_code_nothing(open_door: Open) -> None:
    door = await open_door(entry="code", access_code=CODE)
    door.headers["x-forwarded-for"] = "198.51.100.1"  # behind a proxy, where nobody is told from anybody
    for _ in range(WRONG_CODES_PER_MINUTE + 5):
        assert await begin(door, access_code=CODE) == (201, "")
    for number in range(WRONG_CODES_PER_MINUTE):
        assert await begin(door, access_code=f"guess {number}") == (403, "entry_code_wrong")
    answer = await door.post("/chat/sessions", json={"access_code": CODE})
    assert answer.status_code == 429
    assert answer.json()["error"]["code"] == "entry_too_many"
    assert 1 <= int(answer.headers["retry-after"]) <= 61


async def test_guesses_do_not_use_up_the_openings(open_door: Open) -> None:
    door = await open_door(entry="code", access_code=CODE, sessions_per_minute=2)
    for number in range(5):
        assert (await begin(door, access_code=f"guess {number}"))[0] == 403
    assert await begin(door, access_code=CODE) == (201, "")


@pytest.mark.parametrize(
    "body",
    [[], "x", 5, {"access_code": 5}, {"access_code": "x" * 201}, {"name": "x"}, {"access_code": "\ud800" * 40}],
)
async def test_a_body_of_another_shape(open_door: Open, body: object) -> None:
    answer = await (await open_door()).post("/chat/sessions", content=json.dumps(body))
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "wrong_shape"
    assert (await (await open_door()).post("/chat/sessions", content=b"{")).status_code == 400


def test_a_broken_hash_opens_nothing() -> None:
    assert not is_code("$argon2id$broken", "anything")
    assert is_code(hash_code("a b"), "AB")


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({"entry": "code"}, "WAYMARK_ACCESS_CODE"),
        (
            {"entry": "sign-in", "oidc_issuer": "https://x.example"},
            "WAYMARK_OIDC_CLIENT_ID, WAYMARK_OIDC_CLIENT_SECRET",
        ),
        ({"oidc_claim": "groups"}, "WAYMARK_OIDC_CLAIM"),
        ({"embed_origins": "https://a.example/page"}, "no path"),
        ({"embed_origins": "*"}, "no star"),
        ({"embed_origins": "https://*.example"}, "no star"),
        ({"chat_origin": "waymark.example"}, "no address"),
    ],
)
def test_settings_that_do_not_fit_say_what_to_mend(chosen: dict[str, str], names: str) -> None:
    with pytest.raises(ValueError, match="Value error") as refused:
        Settings(**chosen)  # type: ignore[arg-type]
    assert names in str(refused.value)
