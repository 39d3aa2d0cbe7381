"""What an ID token must be before anybody counts as a member: each way in which it may be wrong."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from bot.channels.web.oidc import Provider
from bot.oidc import NotSignedIn
from bot.settings import Settings

ISSUER = "https://login.example.scot/tenant"
RSA = RSAKey.generate_key(2048, {"kid": "one"}, auto_kid=True)
OTHER = RSAKey.generate_key(2048, {"kid": "one"})
EC = ECKey.generate_key("P-256", {"kid": "two"})


class Scripted(Provider):
    """A provider whose answers are given: `change` alters the claims, `key` and `alg` sign them."""

    key: Any = RSA
    alg = "RS256"
    shared: bool = False

    def __init__(self, **settings: str) -> None:
        chosen = {"oidc_issuer": ISSUER, "oidc_client_id": "waymark", "oidc_client_secret": "s" * 40} | settings
        super().__init__(Settings(entry="sign-in", **({"secret_key": "x" * 40} | chosen)))
        self.change: dict[str, Any] = {}
        self.about: dict[str, Any] = {}
        self.nonce = ""
        self.sent: dict[str, Any] = {}

    async def _ask(self, method: str, address: str, **more: Any) -> Any:
        if address.endswith("openid-configuration"):
            names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            return {"issuer": ISSUER} | {name: f"{ISSUER}/{name}" for name in names} | self.about
        if address.endswith("jwks_uri"):
            keys = KeySet([RSA, EC]).as_dict(private=False)
            return {"keys": keys["keys"] + ([self.key.as_dict()] if self.shared else [])}
        self.sent = more
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": "waymark", "sub": "somebody", "iat": now, "exp": now + 300, "nonce": self.nonce}
        claims = {name: value for name, value in (claims | self.change).items() if value is not None}
        algorithms = [self.alg]
        token = jwt.encode({"alg": self.alg, "kid": getattr(self.key, "kid", "one")}, claims, self.key, algorithms)
        return {"id_token": token, "access_token": "unused"}

    async def go(self, challenge: str = "c" * 43) -> str:
        """Sign in and come back."""
        asked = {name: value[0] for name, value in parse_qs(urlsplit(await self.begin(challenge)).query).items()}
        self.nonce = asked["nonce"]
        self.asked = asked
        return await self.finish({"code": "given", "state": asked["state"]})


async def test_a_good_token_gives_the_challenge_back() -> None:
    assert await Scripted().go("d" * 43) == "d" * 43


async def test_as_little_as_possible_is_asked_for_and_the_verifier_stays_sealed() -> None:
    provider = Scripted()
    await provider.go()
    assert provider.asked["scope"] == "openid"
    assert provider.asked["code_challenge_method"] == "S256"
    verifier = provider.sent["data"]["code_verifier"]
    assert len(verifier) >= 43
    assert verifier not in str(provider.asked)
    assert "c" * 43 not in str(provider.asked), "the provider does not learn the challenge"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://login.evil.example"}, {"iss": None}, {"aud": "another"}, {"aud": None}, {"nonce": "another"},
        {"nonce": None}, {"exp": 1_000_000_000}, {"exp": None}, {"iat": None}, {"sub": None}, {"azp": "another"},
        {"aud": ["waymark", "another"]}, {"nbf": 4_000_000_000}, {"iat": 4_000_000_000},
    ],
    ids=str,
)  # fmt: skip
async def test_a_token_for_somebody_else_or_another_time_is_refused(change: dict[str, Any]) -> None:
    provider = Scripted()
    provider.change = change
    with pytest.raises(NotSignedIn) as refused:
        await provider.go()
    assert refused.value.why == "did_not_work"


@pytest.mark.parametrize(
    ("key", "alg", "shared"),
    [
        (OTHER, "RS256", False),
        (OctKey.import_key("s" * 40), "HS256", False),
        (OctKey.import_key("s" * 40, {"kid": "three"}), "HS256", True),
        (OctKey.import_key("x" * 40), "none", False),
    ],
    ids=["a key that is not theirs", "the shared secret", "a shared secret in their list", "no signature"],
)
async def test_only_their_own_keys_and_pinned_algorithms_count(key: Any, alg: str, shared: bool) -> None:
    provider = Scripted()
    provider.key, provider.alg, provider.shared = key, alg, shared
    with pytest.raises(NotSignedIn) as refused:
        await provider.go()
    assert refused.value.why == "did_not_work"


async def test_elliptic_curves_are_fine() -> None:
    provider = Scripted()
    provider.key, provider.alg = EC, "ES256"
    assert await provider.go()


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": f"{ISSUER}/"},
        {"token_endpoint": "http://login.example.scot/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
    ],
    ids=str,
)
async def test_a_provider_that_says_odd_things_of_itself_is_not_used(about: dict[str, Any]) -> None:
    provider = Scripted()
    provider.about = about
    with pytest.raises(NotSignedIn):
        await provider.go()


@pytest.mark.parametrize(
    ("groups", "belongs"),
    [
        (["a", "waymark"], True),
        ("waymark", True),
        (["a"], False),
        ("waymarkers", False),
        (None, False),
        ({"x": 1}, False),
    ],
)
async def test_a_required_claim(groups: Any, belongs: bool) -> None:
    provider = Scripted(oidc_claim="groups=waymark")
    provider.change = {"groups": groups}
    if belongs:
        assert await provider.go()
        return
    with pytest.raises(NotSignedIn) as refused:
        await provider.go()
    assert refused.value.why == "not_member"


async def test_a_state_of_another_server_is_not_ours() -> None:
    asked = parse_qs(urlsplit(await Scripted().begin("c" * 43)).query)
    with pytest.raises(NotSignedIn) as refused:
        await Scripted(secret_key="y" * 40).finish({"code": "given", "state": asked["state"][0]})
    assert refused.value.why == "over"


async def test_a_client_that_must_send_its_secret_in_the_form() -> None:
    provider = Scripted()
    provider.about = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    await provider.go()
    assert provider.sent["data"]["client_secret"] == "s" * 40
    assert "auth" not in provider.sent


@pytest.mark.parametrize(("error", "why"), [("access_denied", "stopped"), ("temporarily_unavailable", "did_not_work")])
async def test_what_the_provider_says_instead_of_a_code(error: str, why: str) -> None:
    with pytest.raises(NotSignedIn) as refused:
        await Scripted().finish({"error": error})
    assert refused.value.why == why
