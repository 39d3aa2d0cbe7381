"""The keys that Microsoft signs its requests with: cached, refreshed ahead, never waited for when there is another way.

Rasa's own channel fetches them while it is built, so it cannot start when Microsoft does not answer. Here they are
fetched when first needed. While a refresh is on its way, or fails, the keys we hold stay good for a day.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt

from bot.runtime.logs import describe

logger = logging.getLogger("waymark.teams")

FRESH = 6 * 3600
"""Seconds after which keys are fetched again, in the background."""

STALE = 24 * 3600
"""Seconds after which keys are not used any more. Microsoft asks for a refresh every 24 hours."""

PAUSE = 60
"""Seconds between two fetches at least, whatever tokens come in: an unknown key id must not make us hammer anybody."""

PATIENCE = aiohttp.ClientTimeout(total=5)


class KeysUnavailable(Exception):
    """No keys are held and none could be fetched. Whoever asks may try again later."""


@dataclass(frozen=True)
class SigningKey:
    """A public key, and the channels it may sign for ("endorsements")."""

    key: Any
    channels: frozenset[str]


class SigningKeys:
    """The keys behind an OpenID metadata address."""

    def __init__(self, metadata_url: str, session: Callable[[], aiohttp.ClientSession]) -> None:
        self.metadata_url = metadata_url
        self._session = session
        self._keys: dict[str, SigningKey] = {}
        self._fetched_at = self._tried_at = float("-inf")
        self._fetching: asyncio.Task[None] | None = None

    async def find(self, key_id: str) -> SigningKey | None:
        """The key of this id, or None. Waits for the key server only when the key is not held.

        Raises KeysUnavailable when no key could be had at all.
        """
        age = time.monotonic() - self._fetched_at
        if key_id in self._keys and age < STALE:
            if age > FRESH:
                self._refresh()
            return self._keys[key_id]
        fetching = self._refresh()
        if fetching is not None:
            await asyncio.shield(fetching)
        if time.monotonic() - self._fetched_at >= STALE:
            raise KeysUnavailable
        return self._keys.get(key_id)

    def _refresh(self) -> asyncio.Task[None] | None:
        """Fetch in the background, once for all who ask. None: it is too soon to try again."""
        if self._fetching is None or self._fetching.done():
            if time.monotonic() - self._tried_at < PAUSE:
                return None
            self._tried_at = time.monotonic()
            self._fetching = asyncio.create_task(self._fetch())
        return self._fetching

    async def _fetch(self) -> None:
        try:
            metadata = await self._get(self.metadata_url)
            listed = (await self._get(metadata["jwks_uri"]))["keys"]
            keys = {
                one["kid"]: SigningKey(jwt.PyJWK(one, algorithm="RS256").key, frozenset(one.get("endorsements") or ()))
                for one in listed
                if one.get("kty") == "RSA" and one.get("kid")
            }
        except (
            aiohttp.ClientError,
            TimeoutError,
            jwt.PyJWTError,
            KeyError,
            TypeError,
            ValueError,
            AttributeError,
        ) as error:
            logger.warning("the keys of Microsoft could not be fetched: %s", describe(error))
            return
        if keys:
            self._keys, self._fetched_at = keys, time.monotonic()

    async def _get(self, url: str) -> Any:
        if url.partition(":")[0] != self.metadata_url.partition(":")[0]:  # never from https down to http
            raise ValueError
        async with self._session().get(url, timeout=PATIENCE, allow_redirects=False) as answer:
            answer.raise_for_status()
            return await answer.json(content_type=None)
