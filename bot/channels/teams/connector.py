"""Speaks to Teams: our own token, and calls that are tried again when Teams is busy.

The token goes to addresses on the list only, and no redirect is followed: it would take the token along.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
import jwt
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bot.channels.teams.pacing import Pace
from bot.channels.teams.tokens import Trust
from bot.runtime.logs import describe

logger = logging.getLogger("waymark.teams")

SCOPE = "https://api.botframework.com/.default"
PATIENCE = aiohttp.ClientTimeout(total=15)
AHEAD = 600
"""Seconds before its end at which a token is fetched anew, in the background."""

TRY_AGAIN = frozenset({401, 408, 412, 429, 500, 502, 503, 504})
"""Statuses after which Microsoft asks to try again; and 401: a new token may be believed a moment later."""

NOT_TAKEN = frozenset({401, 412, 429, 503})
"""Statuses after which Teams certainly did not take what it was sent."""

NEVER_REACHED = 503
"""The status where Teams was never reached, for a call that is sent once at most."""

TRIES = 6
LONGEST_WAIT = 60.0
"""Seconds between two tries at most, also when Retry-After asks for more."""


class NotSent(Exception):
    """Teams did not take a call, or may not have it. `status`: what it answered; None: it did not answer."""

    def __init__(self, status: int | None) -> None:
        super().__init__(f"status {status}")
        self.status = status

    @property
    def for_good(self) -> bool:
        """Whether another try would change nothing: the app was taken away, say, or the conversation is no more."""
        return self.status is not None and self.status not in TRY_AGAIN


@dataclass(frozen=True)
class Credentials:
    """What proves to Microsoft Entra that we are the app: a secret, or a certificate with its key (PEM)."""

    app_id: str
    token_url: str
    secret: str = ""
    certificate: Path | None = None

    def form(self) -> dict[str, str]:
        """The body of a token request (client credentials, RFC 6749 section 4.4; certificate: RFC 7523)."""
        form = {"grant_type": "client_credentials", "client_id": self.app_id, "scope": SCOPE}
        if self.certificate is None:
            return form | {"client_secret": self.secret}
        return form | {
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": self._assertion(self.certificate.read_bytes()),
        }

    def _assertion(self, pem: bytes) -> str:
        """As in "Application authentication certificate credentials" (Microsoft Learn, Entra identity platform)."""
        fingerprint = x509.load_pem_x509_certificate(pem).fingerprint(SHA256())
        now = int(time.time())
        claims = {
            "aud": self.token_url,
            "iss": self.app_id,
            "sub": self.app_id,
            "jti": str(uuid.uuid4()),
            "nbf": now,
            "iat": now,
            "exp": now + 300,
        }
        header = {"x5t#S256": base64.urlsafe_b64encode(fingerprint).rstrip(b"=").decode()}
        key: Any = load_pem_private_key(pem, None)
        return jwt.encode(claims, key, algorithm="PS256", headers=header)


class Connector:
    """Calls of the Bot Connector API, with our token."""

    def __init__(self, credentials: Credentials, trust: Trust, session: Callable[[], aiohttp.ClientSession]) -> None:
        self.credentials = credentials
        self.trust = trust
        self._session = session
        self._token = ""
        self._ends_at = 0.0
        self._fetching: asyncio.Task[None] | None = None
        self.pace = Pace()

    async def send(self, service_url: str, conversation: str, activity: dict[str, Any], *, once: bool = False) -> str:
        """Put an activity into a conversation. Out: its id, for `replace`. Raises NotSent.

        once: it is not sent again where Teams may have taken it, and then NotSent has no status.
        """
        path = f"conversations/{_safe(conversation)}/activities"
        answer = await self._call("POST", service_url, path, activity, conversation, once=once)
        return str(answer.get("id") or "")

    async def open_one_to_one(self, service_url: str, bot: str, tenant: str, account: str) -> str:
        """The chat of one person with us; the same one again for the same person. Out: its id. Raises NotSent.

        account: the person's `29:` id. 403 where the app is not there for them ("Send proactive messages", Microsoft
        Learn, Teams platform).
        """
        body = {"bot": {"id": bot}, "members": [{"id": account}], "tenantId": tenant, "isGroup": False}
        body |= {"channelData": {"tenant": {"id": tenant}}}
        answer = await self._call("POST", service_url, "conversations", body, "")
        found = answer.get("id")
        if not isinstance(found, str) or not found:
            raise NotSent(404)
        return found

    async def replace(self, service_url: str, conversation: str, sent: str, activity: dict[str, Any]) -> None:
        """Put another activity in the place of one that was sent. Raises NotSent."""
        path = f"conversations/{_safe(conversation)}/activities/{_safe(sent)}"
        await self._call("PUT", service_url, path, activity | {"id": sent}, conversation)

    async def _call(
        self, method: str, service_url: str, path: str, body: dict[str, Any], thread: str, *, once: bool = False
    ) -> dict[str, Any]:
        if not self.trust.allows_address(service_url):
            raise NotSent(None)
        url = f"{service_url.rstrip('/')}/v3/{path}"
        status: int | None = None
        renewed = False
        pause = 0.0
        for tried in range(TRIES):
            on_its_way = False
            try:
                if pause:
                    await asyncio.sleep(pause)
                self._check_open()
                token = await self._valid_token()
                headers = {"Authorization": f"Bearer {token}"}
                async with self.pace.turn(thread):
                    self._check_open()
                    on_its_way = True
                    async with self._session().request(
                        method, url, json=body, headers=headers, timeout=PATIENCE, allow_redirects=False
                    ) as answer:
                        status = answer.status
                        if status < 300:
                            return await _read(answer)
                        asked = answer.headers.get("Retry-After", "")
            except asyncio.CancelledError:
                if once and not on_its_way:  # we are stopped while this waits: who claimed it gives it back
                    raise NotSent(NEVER_REACHED) from None
                raise
            except (aiohttp.ClientError, TimeoutError, ValueError) as error:
                logger.warning("Teams did not answer: %s", describe(error))
                status, asked = None, ""
                on_its_way = on_its_way and not isinstance(error, aiohttp.ClientConnectorError)
            if status == 401 and not renewed:
                renewed, self._ends_at, pause = True, 0.0, 0.0  # the token was taken back: fetch another, at once
                continue
            if NotSent(status).for_good:
                break
            if once and on_its_way and status not in NOT_TAKEN:
                raise NotSent(None)
            pause = _pause(tried, asked)
        raise NotSent(NEVER_REACHED if once and status is None else status)

    def _check_open(self) -> None:
        """Raise NotSent where the door was closed while a call waited: nothing leaves it any more."""
        if self._session().closed:
            raise NotSent(NEVER_REACHED)

    async def _valid_token(self) -> str:
        left = self._ends_at - time.monotonic()
        if left < AHEAD and (self._fetching is None or self._fetching.done()):
            self._fetching = asyncio.create_task(self._fetch_token())
        if left <= 0 and self._fetching is not None:
            await asyncio.shield(self._fetching)
        if self._ends_at <= time.monotonic():
            raise TimeoutError
        return self._token

    async def _fetch_token(self) -> None:
        try:
            form = await asyncio.to_thread(self.credentials.form)
            self._check_open()
            async with self._session().post(
                self.credentials.token_url, data=form, timeout=PATIENCE, allow_redirects=False
            ) as answer:
                answer.raise_for_status()
                found = await answer.json(content_type=None)
            self._token, self._ends_at = str(found["access_token"]), time.monotonic() + int(found["expires_in"])
        except (aiohttp.ClientError, OSError, KeyError, TypeError, ValueError) as error:
            logger.error("Microsoft gave no token for this app: %s", describe(error))


async def _read(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    """What a call that Teams took was answered with. It was taken, whatever that is: it is never sent again for it."""
    try:
        taken = await answer.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        logger.warning("Teams took a call and answered with no JSON: %s", describe(error))
        return {}
    return taken if isinstance(taken, dict) else {}


def _wanted(asked: str) -> float:
    """Seconds that Retry-After asks for: a number, or a date (RFC 9110, section 10.2.3); 0 where it is neither."""
    try:
        return max(0.0, float(asked))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(asked).timestamp() - time.time())
    except ValueError:
        return 0.0


def _pause(tried: int, asked: str) -> float:
    """Seconds until the next try: what Retry-After asks, else 0.5, 1, 2, 4 … and a little by chance."""
    wanted = _wanted(asked)
    wait = max(wanted, 0.5 * float(2**tried))
    return min(LONGEST_WAIT, wait) + random.uniform(0, 0.25)  # noqa: S311 (no secret)


def _safe(part: str) -> str:
    return quote(part, safe="")
