"""Whether a request really comes from Teams, for this bot, from an organisation that may use it.

Every rule of "Authenticate requests from the Bot Connector service" (Microsoft Learn, Bot Connector API), and those we
found missing in other bots: the algorithm is pinned, `exp` is required, the key must be endorsed for Teams, and the
address we shall answer to must be the one in the token, and on our own list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt

from bot.channels.teams.keys import KeysUnavailable, SigningKeys

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
LEEWAY = 300
"""Seconds by which clocks may differ: Microsoft's own tolerance."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class NotTrusted(Exception):
    """The request is refused with this status. `code` is a fixed word for our log and metrics, nothing of theirs."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


@dataclass(frozen=True)
class Trust:
    """Whom we believe: our own app's id, the tenants that may use it, and the hosts we may answer to."""

    app_id: str
    tenants: frozenset[str]
    hosts: frozenset[str]

    def allows_address(self, url: object) -> bool:
        """Whether our own token may be sent to this address: https, and a host on the list, as it stands there.

        A host below a listed one is another host, which others may own (Microsoft's SDKs match so since April 2026).
        Plain http only to this very machine, when the list names it: so the tests can stand in for Microsoft.
        """
        if not isinstance(url, str):
            return False
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            return False
        if parts.username is not None or parts.password is not None or parts.query or parts.fragment or "\\" in url:
            return False
        if host in LOOPBACK:
            return parts.scheme in ("http", "https") and host in self.hosts
        return parts.scheme == "https" and host in self.hosts and port in (None, 443)


class TokenCheck:
    """Checks the Authorization header of a request against its activity."""

    def __init__(self, trust: Trust, keys: SigningKeys) -> None:
        self.trust = trust
        self.keys = keys

    async def check(self, header: str | None, activity: Mapping[str, Any]) -> None:
        """Do nothing when the request is Teams' own; else raise NotTrusted."""
        claims = await self._claims(header)
        address = activity.get("serviceUrl")
        claimed = claims.get("serviceurl", claims.get("serviceUrl"))
        if not isinstance(claimed, str) or not isinstance(address, str):
            raise NotTrusted(403, "service_url_missing")
        if claimed.rstrip("/").lower() != address.rstrip("/").lower():
            raise NotTrusted(403, "service_url_differs")
        if not self.trust.allows_address(address):
            raise NotTrusted(403, "service_url_not_listed")
        if activity.get("channelId") != CHANNEL:
            raise NotTrusted(403, "channel")
        if tenant_of(activity) not in self.trust.tenants:
            raise NotTrusted(403, "tenant")

    async def _claims(self, header: str | None) -> dict[str, Any]:
        scheme, _, token = (header or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotTrusted(401, "no_token")
        try:
            head = jwt.get_unverified_header(token)
        except (jwt.PyJWTError, ValueError):
            raise NotTrusted(401, "not_a_token") from None
        key_id = head.get("kid")
        if head.get("alg") != "RS256" or not isinstance(key_id, str):
            raise NotTrusted(401, "algorithm")
        try:
            signing = await self.keys.find(key_id)
        except KeysUnavailable:
            raise NotTrusted(503, "keys_unavailable") from None
        if signing is None:
            raise NotTrusted(401, "unknown_key")
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                signing.key,
                algorithms=["RS256"],
                audience=self.trust.app_id,
                issuer=ISSUER,
                leeway=LEEWAY,
                options={"require": ["exp", "nbf", "iss", "aud"], "strict_aud": True},
            )
        except (jwt.PyJWTError, ValueError, TypeError):
            raise NotTrusted(401, "token") from None
        if CHANNEL not in signing.channels:
            raise NotTrusted(403, "endorsement")
        return claims


def tenant_of(activity: Mapping[str, Any]) -> str | None:
    """The organisation's id in an activity: what Teams puts into `channelData`, never what else it may say."""
    data = activity.get("channelData")
    tenant = data.get("tenant") if isinstance(data, Mapping) else None
    found = tenant.get("id") if isinstance(tenant, Mapping) else None
    return found if isinstance(found, str) else None
