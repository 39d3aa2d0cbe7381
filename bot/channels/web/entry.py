"""Who may chat, by setting: whoever reaches the page, who has the access code, or who signed in at the organisation.

It stands before the first message alone. Once a conversation is open, its token is the only key, and nothing in it
tells how somebody came in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.channels.counting import Counting
from bot.channels.gate import Gate
from bot.channels.refusals import Refused, many_at_once
from bot.channels.web.access_code import is_code, plain_code
from bot.lanes import Full
from bot.store.passes import begin_with_pass
from bot.waymark import Waymark

WRONG_CODES_PER_MINUTE = 20
"""In all. A right code takes none of them."""

WRONG_CODES_FROM_ONE_ADDRESS = 10
"""The same from one address, so that who guesses there shuts out nobody elsewhere."""

SECRET_LENGTH = range(32, 201)
"""Characters of the secret behind a challenge. The widget makes one of 43."""

_FIELDS = {"access_code", "pass", "secret"}


class Entry:
    """Lets people begin a conversation, or says kindly what is needed first."""

    def __init__(self, waymark: Waymark) -> None:
        self.waymark = waymark
        self.kind = waymark.settings.entry
        self.wrong_codes = Counting(waymark, "wrong-codes", WRONG_CODES_PER_MINUTE, WRONG_CODES_FROM_ONE_ADDRESS)

    async def open(self, gate: Gate, body: object, address: str = "") -> tuple[str, datetime]:
        """Begin a conversation for who sent `body` from an address; its token and its end. Raises Refused."""
        shown = _read(body)
        if self.kind == "code":
            await self._check_code(shown.get("access_code", ""), address)
        if self.kind == "sign-in":
            return await gate.open(self._with_pass(shown.get("pass", ""), shown.get("secret", "")), address)
        return await gate.open(address=address)

    async def _check_code(self, typed: str, address: str) -> None:
        if not plain_code(typed):
            raise Refused(403, "entry_code_needed")
        try:
            await self.wrong_codes.take(address)  # before it is checked, so that tries sent at one moment all count
        except Refused as refused:
            raise Refused(429, "entry_too_many", refused.retry_after) from None
        try:
            right = await self.waymark.lanes.codes.run(address, is_code, self.waymark.settings.access_code, typed)
        except Full:
            await self.wrong_codes.give_back(address)
            raise many_at_once() from None
        if not right:
            raise Refused(403, "entry_code_wrong")
        await self.wrong_codes.give_back(address)

    def _with_pass(self, typed: str, secret: str) -> Any:
        if not typed or len(secret) not in SECRET_LENGTH:
            raise Refused(403, "sign_in_needed")

        def begin(session: Session, until: datetime) -> str:
            now = datetime.now(UTC)
            token = begin_with_pass(session, typed, secret, self.waymark.settings.secret, now, until)
            if token is None:
                raise Refused(403, "sign_in_needed")
            return token

        return begin


def _read(body: object) -> Mapping[str, str]:
    if not isinstance(body, dict) or not set(body) <= _FIELDS:
        raise Refused(422, "wrong_shape")
    if not all(isinstance(value, str) and len(value) <= 200 and _is_whole(value) for value in body.values()):
        raise Refused(422, "wrong_shape")
    return body


def _is_whole(text: str) -> bool:
    """Whether it has no half of a sign (a lone surrogate), which JSON can carry and nothing can hash."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)
