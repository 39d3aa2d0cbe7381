"""Who is refused: each rule its own test, then 500 tokens and activities that were made wrong by chance."""

from __future__ import annotations

import random
from typing import Any

import jwt
import pytest

from bot.channels.teams.activities import Malformed, read_activity
from bot.channels.teams.tokens import NotTrusted, TokenCheck, Trust
from tests.microsoft import APP, Microsoft
from tests.mutations import make_malformed, mutate

IN_2020 = 1_577_836_800
IN_2090 = 3_786_912_000
"""Seconds since 1970, fixed: tests that are named by what they hold must have one name in every process."""


async def refusal(check: TokenCheck, header: str | None, activity: dict[str, Any]) -> tuple[int, str]:
    with pytest.raises(NotTrusted) as refused:
        await check.check(header, activity)
    return refused.value.status, refused.value.code


async def test_teams_itself_is_believed(check: TokenCheck, microsoft: Microsoft) -> None:
    await check.check(f"Bearer {microsoft.sign()}", microsoft.activity())


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (None, "no_token"),
        ("", "no_token"),
        ("Bearer", "no_token"),
        ("Bearer ", "no_token"),
        ("Basic dXNlcjpwYXNz", "no_token"),
        ("Bearer garbage", "not_a_token"),
        ("Bearer a.b.c", "not_a_token"),
        ("Bearer " + "é" * 50, "not_a_token"),
    ],
)
async def test_no_token_or_garbage(check: TokenCheck, microsoft: Microsoft, header: str, reason: str) -> None:
    assert await refusal(check, header, microsoft.activity()) == (401, reason)


async def test_forged_by_another_key(check: TokenCheck, microsoft: Microsoft) -> None:
    forged = microsoft.sign(key=microsoft.other_key)
    assert await refusal(check, f"Bearer {forged}", microsoft.activity()) == (401, "token")


async def test_unknown_key_id(check: TokenCheck, microsoft: Microsoft) -> None:
    assert await refusal(check, f"Bearer {microsoft.sign(kid='k9')}", microsoft.activity()) == (401, "unknown_key")


async def test_no_key_id(check: TokenCheck, microsoft: Microsoft) -> None:
    assert await refusal(check, f"Bearer {microsoft.sign(kid=None)}", microsoft.activity()) == (401, "algorithm")


async def test_key_that_is_not_endorsed_for_teams(check: TokenCheck, microsoft: Microsoft) -> None:
    token = microsoft.sign(key=microsoft.other_key, kid="k2")
    assert await refusal(check, f"Bearer {token}", microsoft.activity()) == (403, "endorsement")


async def test_symmetric_algorithm(check: TokenCheck, microsoft: Microsoft) -> None:
    claims = jwt.decode(microsoft.sign(), options={"verify_signature": False})
    token = jwt.encode(claims, "a" * 64, algorithm="HS256", headers={"kid": "k1"})
    assert await refusal(check, f"Bearer {token}", microsoft.activity()) == (401, "algorithm")


async def test_no_algorithm(check: TokenCheck, microsoft: Microsoft) -> None:
    claims = jwt.decode(microsoft.sign(), options={"verify_signature": False})
    token = jwt.encode(claims, None, algorithm="none", headers={"kid": "k1"})
    assert await refusal(check, f"Bearer {token}", microsoft.activity()) == (401, "algorithm")


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": IN_2020},
        {"exp": None},
        {"nbf": IN_2090},
        {"nbf": None},
        {"aud": "22222222-2222-3333-4444-555555555555"},
        {"aud": [APP, "somebody-else"]},
        {"aud": None},
        {"iss": "https://sts.windows.net/else/"},
        {"iss": None},
    ],
    ids=str,
)
async def test_claims_that_are_wrong_or_missing(
    check: TokenCheck, microsoft: Microsoft, claims: dict[str, Any]
) -> None:
    assert await refusal(check, f"Bearer {microsoft.sign(**claims)}", microsoft.activity()) == (401, "token")


async def test_no_service_url_claim(check: TokenCheck, microsoft: Microsoft) -> None:
    token = microsoft.sign(serviceurl=None)
    assert await refusal(check, f"Bearer {token}", microsoft.activity()) == (403, "service_url_missing")


async def test_no_service_url_in_the_activity(check: TokenCheck, microsoft: Microsoft) -> None:
    activity = microsoft.activity()
    del activity["serviceUrl"]
    assert await refusal(check, f"Bearer {microsoft.sign()}", activity) == (403, "service_url_missing")


async def test_spoofed_service_url(check: TokenCheck, microsoft: Microsoft) -> None:
    activity = microsoft.activity(serviceUrl="https://smba.trafficmanager.net/uk/")
    assert await refusal(check, f"Bearer {microsoft.sign()}", activity) == (403, "service_url_differs")


async def test_service_url_that_is_not_listed(check: TokenCheck, microsoft: Microsoft) -> None:
    elsewhere = "https://smba.example.org/uk/"
    activity = microsoft.activity(serviceUrl=elsewhere)
    token = microsoft.sign(serviceurl=elsewhere)
    assert await refusal(check, f"Bearer {token}", activity) == (403, "service_url_not_listed")


async def test_another_channel(check: TokenCheck, microsoft: Microsoft) -> None:
    activity = microsoft.activity(channelId="webchat")
    assert await refusal(check, f"Bearer {microsoft.sign()}", activity) == (403, "channel")


@pytest.mark.parametrize("data", [{"tenant": {"id": "another"}}, {"tenant": "text"}, {}, None, {"tenant": {}}], ids=str)
async def test_another_tenant_or_none(check: TokenCheck, microsoft: Microsoft, data: Any) -> None:
    activity = microsoft.activity(channelData=data)  # conversation.tenantId says the right one, and is not believed
    assert await refusal(check, f"Bearer {microsoft.sign()}", activity) == (403, "tenant")


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://smba.trafficmanager.net/uk/", True),
        ("https://SMBA.trafficmanager.net/uk/", True),
        ("https://europe.smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net:443/uk/", True),
        ("http://smba.trafficmanager.net/uk/", False),
        ("https://smba.trafficmanager.net:8443/", False),
        ("https://smba.trafficmanager.net.evil.example/", False),
        ("https://evilsmba.trafficmanager.net.example/", False),
        ("https://notsmba.trafficmanager.net/", False),
        ("https://someone@smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net\\@evil.example/", False),
        ("https://smba.trafficmanager.net/?to=elsewhere", False),
        ("https://smba.trafficmanager.net/#x", False),
        ("http://127.0.0.1:9/teams/", True),
        ("http://localhost:9/teams/", False),
        ("ftp://127.0.0.1/", False),
        ("//smba.trafficmanager.net/", False),
        ("https://[::1", False),
        ("https://smba.trafficmanager.net:port/", False),
        ("", False),
        (None, False),
    ],
)
def test_where_our_token_may_go(trust: Trust, url: Any, allowed: bool) -> None:
    assert trust.allows_address(url) is allowed


@pytest.mark.parametrize("seed", range(5))
async def test_a_hundred_mutated_tokens_and_activities_are_refused(
    check: TokenCheck, microsoft: Microsoft, seed: int
) -> None:
    rng = random.Random(seed)
    for _ in range(100):
        token, activity = mutate(rng, microsoft.sign(), microsoft.activity())
        status, _ = await refusal(check, f"Bearer {token}", activity)
        assert status in (401, 403)


@pytest.mark.parametrize("seed", range(5))
def test_a_hundred_malformed_activities_are_harmless(microsoft: Microsoft, seed: int) -> None:
    """Whatever shape comes, it is read into plain strings or refused as malformed: nothing else can happen."""
    rng = random.Random(1000 + seed)
    for _ in range(100):
        try:
            read = read_activity(make_malformed(rng, microsoft))
        except Malformed:
            continue
        for text in (read.id, read.person, read.conversation, read.text, read.choice, read.turn, read.reply_to):
            assert isinstance(text, str)


@pytest.mark.parametrize("raw", [None, 1, "text", [], [{}]])
def test_what_is_not_an_object_is_malformed(raw: Any) -> None:
    with pytest.raises(Malformed):
        read_activity(raw)
