"""Tokens that say themselves how they should be checked, and servers that lead elsewhere."""

from __future__ import annotations

import aiohttp
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from bot.channels.teams.connector import Connector, Credentials, NotSent
from bot.channels.teams.keys import KeysUnavailable, SigningKeys
from bot.channels.teams.tokens import NotTrusted, TokenCheck, Trust
from tests.forged import FORGERIES, forge
from tests.microsoft import APP, SECRET, Microsoft
from tests.unit.channels.test_confused_tokens import site


@pytest.mark.parametrize("kind", FORGERIES)
async def test_a_token_decides_nothing_about_how_it_is_checked(
    check: TokenCheck, microsoft: Microsoft, kind: str
) -> None:
    public = microsoft.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    own = microsoft.other_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    forged = forge(kind, microsoft.sign(), public, own)
    with pytest.raises(NotTrusted) as refused:
        await check.check(f"Bearer {forged}", microsoft.activity())
    assert refused.value.status == 401
    if kind.startswith(("alg", "HS", "RS512", "no alg")):
        assert refused.value.code == "algorithm", "before any key is looked for"


async def test_keys_are_not_fetched_from_where_we_are_sent_on(http: aiohttp.ClientSession) -> None:
    with site() as theirs, site() as inside:
        theirs.pages["/about"] = f"{inside.address}/about"
        with pytest.raises(KeysUnavailable):
            await SigningKeys(f"{theirs.address}/about", lambda: http).find("k1")
        assert (theirs.asked, inside.asked) == (["/about"], [])


async def test_our_token_and_our_secret_are_not_sent_on(
    http: aiohttp.ClientSession, trust: Trust, microsoft: Microsoft
) -> None:
    with site() as inside:
        microsoft.answers.append((307, {"Location": f"{inside.address}/x"}))
        token_url = microsoft.settings["WAYMARK_TEAMS_TOKEN_URL"]
        with pytest.raises(NotSent):
            await Connector(Credentials(APP, token_url, SECRET), trust, lambda: http).send(
                microsoft.service_url, "a:one", {"type": "message"}
            )
        with site() as theirs:
            theirs.pages["/token"] = f"{inside.address}/token"
            await Connector(Credentials(APP, f"{theirs.address}/token", SECRET), trust, lambda: http)._fetch_token()
            assert theirs.asked == ["/token"]
        assert inside.asked == []
