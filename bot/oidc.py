"""Speaks OpenID Connect with an organisation's provider: the code flow with PKCE, and the checks of an ID token.

Both doors use it, for different questions: the chat door asks whether somebody belongs here and forgets who it was
(bot/channels/web/oidc.py), the review door asks who it is (bot/review/single_sign_on.py).
"""

from __future__ import annotations

import base64
import secrets
import ssl
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.store.sealing import CannotOpen, Seal, derive

ALGORITHMS = ("RS256", "PS256", "ES256")
"""How an ID token may be signed. Never "none", and never with a shared secret."""

LOOPBACK = ("localhost", "127.0.0.1", "::1")

TIME_TO_SIGN_IN = 600
"""Seconds."""

_KEPT = 3600
_AFRESH = 60
"""Seconds: how long what the provider says of itself is kept, and how soon its keys may be asked for again."""
_CLOCKS_DIFFER = 60


@dataclass
class NotSignedIn(Exception):
    """Signing in came to nothing. `why` is `stopped`, `over`, `not_member` or `did_not_work`."""

    why: str


@dataclass(frozen=True)
class Registration:
    """How a provider knows us."""

    issuer: str
    client_id: str
    client_secret: str
    back: str
    """Where the provider sends people back to. It has to be registered there."""


class Client:
    """The sign-in of one organisation. All that the way there and back needs is sealed inside `state`."""

    scope = "openid"

    def __init__(self, registration: Registration, secret: bytes, purpose: str) -> None:
        """`purpose` ties what is sealed to one door, so that a `state` of the other opens nothing."""
        self.registration = registration
        self._seal = Seal(derive(secret, purpose), purpose.encode())
        self._kept: dict[str, tuple[float, Any]] = {}

    async def meet(self) -> None:
        """Ask the provider what it says of itself. Raises NotSignedIn, caused by HTTPError where it does not answer."""
        await self._about()

    async def send(self, **along: str) -> str:
        """The address to send a browser to. What goes `along` comes back from `receive`.

        Raises NotSignedIn when the provider does not answer.
        """
        about = await self._about()
        nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        state = self._seal.close(along | {"nonce": nonce, "verifier": verifier, "until": time.time() + TIME_TO_SIGN_IN})
        asked = {
            "response_type": "code",
            "client_id": self.registration.client_id,
            "redirect_uri": self.registration.back,
            "scope": self.scope,
            "state": base64.urlsafe_b64encode(state).decode(),
            "nonce": nonce,
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }
        address = about["authorization_endpoint"]
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"

    async def receive(self, answer: dict[str, str]) -> tuple[dict[str, Any], CodeIDToken]:
        """What went along, and the checked claims of somebody who came back signed in. Raises NotSignedIn.

        In: the parameters that the provider sent them with.
        """
        if refusal := answer.get("error"):
            raise NotSignedIn("stopped" if refusal == "access_denied" else "did_not_work")
        along = self._open(answer.get("state", ""))
        about = await self._about()
        try:
            tokens = await self._redeem(about, answer.get("code", ""), along["verifier"])
            return along, await self._check(about, tokens, along["nonce"])
        except (httpx.HTTPError, JoseError, KeyError, TypeError, ValueError) as error:
            raise NotSignedIn("did_not_work") from error

    def _open(self, state: str) -> dict[str, Any]:
        try:
            along: dict[str, Any] = self._seal.open(base64.urlsafe_b64decode(state))
        except (CannotOpen, ValueError):
            raise NotSignedIn("over") from None
        if along["until"] < time.time():
            raise NotSignedIn("over")
        return along

    async def _redeem(self, about: dict[str, Any], code: str, verifier: str) -> Any:
        client, secret = self.registration.client_id, self.registration.client_secret
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.registration.back,
            "code_verifier": verifier,
            "client_id": client,
        }
        methods = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if "client_secret_basic" in methods:  # RFC 6749, 2.3.1: each part in URL form first
            auth = httpx.BasicAuth(quote(client, safe=""), quote(secret, safe=""))
            return await self._ask("POST", about["token_endpoint"], data=form, auth=auth)
        return await self._ask("POST", about["token_endpoint"], data=form | {"client_secret": secret})

    async def _check(self, about: dict[str, Any], tokens: Any, nonce: str) -> CodeIDToken:
        """The claims of an ID token that is the provider's, for us, for this very sign-in, and not over."""
        try:
            token = jwt.decode(tokens["id_token"], await self._keys(about), algorithms=ALGORITHMS)
        except (JoseError, ValueError):  # its keys may have changed since we asked
            token = jwt.decode(tokens["id_token"], await self._keys(about, _AFRESH), algorithms=ALGORITHMS)
        claims = CodeIDToken(
            token.claims,
            token.header,
            {
                "iss": {"essential": True, "value": self.registration.issuer},
                "aud": {"essential": True, "value": self.registration.client_id},
            },
            {"nonce": nonce, "client_id": self.registration.client_id, "access_token": tokens.get("access_token")},
        )
        claims.validate(leeway=_CLOCKS_DIFFER)
        return claims

    async def _about(self) -> dict[str, Any]:
        issuer = self.registration.issuer
        try:
            about: dict[str, Any] = await self._ask_kept(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            names = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
            addresses = [about[name] for name in names]
            if about["issuer"] != issuer or not all(_is_safe(one, issuer) for one in addresses):
                raise ValueError("issuer")
        except (httpx.HTTPError, KeyError, TypeError, ValueError) as error:
            raise NotSignedIn("did_not_work") from error
        return about

    async def _keys(self, about: dict[str, Any], at_most: int = _KEPT) -> KeySet:
        kept: dict[str, Any] = await self._ask_kept(about["jwks_uri"], at_most)
        return KeySet.import_key_set({"keys": [key for key in kept["keys"] if key.get("kty") in ("RSA", "EC")]})

    async def _ask_kept(self, address: str, at_most: int = _KEPT) -> Any:
        asked, answer = self._kept.get(address, (float("-inf"), None))
        if time.monotonic() - asked > at_most:
            answer = await self._ask("GET", address)
            self._kept[address] = (time.monotonic(), answer)
        return answer

    async def _ask(self, method: str, address: str, **more: Any) -> Any:
        # the machine's own certificates: public bodies often stand behind a proxy that has one of its own
        async with httpx.AsyncClient(timeout=10, verify=ssl.create_default_context()) as client:
            answer = await client.request(method, address, **more)
        return answer.raise_for_status().json()


def _is_safe(address: str, issuer: str) -> bool:
    """Whether to go there: over https; or on this very machine, where the issuer is on it too.

    A provider elsewhere may not lead us, or a code and our secret with us, to what listens on loopback.
    """
    where, home = urlsplit(address), urlsplit(issuer)
    if where.hostname in LOOPBACK:
        return where.scheme in ("http", "https") and home.hostname in LOOPBACK
    return where.scheme == "https" and bool(where.hostname)
