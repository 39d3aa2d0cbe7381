"""Passes: what somebody who signed in carries from the sign-in page to the chat, and nothing about who they are.

A pass works once, for five minutes, and only together with the secret behind the challenge that asked for it. What is
stored is one hash of pass and challenge: the table tells neither the pass nor which conversation it began.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from bot.store.conversations import is_open, open_conversation
from bot.store.sealing import derive
from bot.store.tables import Pass

LASTS = timedelta(minutes=5)

_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""No letter or digit that looks like another: people may copy a pass by eye."""
_LENGTH = 12
"""59 bits. Whoever guesses needs the secret too, which has 256."""


def challenge_of(secret: str) -> str:
    """The challenge that belongs to a secret: base64url of its SHA-256, without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()).rstrip(b"=").decode()


def give_pass(session: Session, challenge: str, now: datetime) -> str:
    """A new pass for who asked with `challenge`, as people read it: three groups of four."""
    plain = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    session.add(Pass(key=_key(plain, challenge), expires_at=now + LASTS, used=False))
    return "-".join(plain[place : place + 4] for place in range(0, _LENGTH, 4))


def begin_with_pass(
    session: Session, typed: str, secret: str, server_secret: bytes, now: datetime, until: datetime
) -> str | None:
    """Begin the one conversation that a pass is good for; its token, or None when pass and secret open nothing.

    The token is derived from pass and secret. So who sends both again, because the first answer was lost on its way,
    gets the same conversation, while nothing that is stored leads from the pass to it.
    """
    key = _key("".join(letter for letter in typed.upper() if letter.isalnum()), challenge_of(secret))
    token = _token(key, secret, server_secret)
    first = session.execute(
        update(Pass).where(Pass.key == key, Pass.expires_at > now, Pass.used.is_(False)).values(used=True)
    )
    if first.rowcount:  # type: ignore[attr-defined]
        open_conversation(session, token, until)
        return token
    known = session.get(Pass, key)
    return token if known and known.expires_at > now and is_open(session, token, now) else None


def purge_passes(session: Session, now: datetime) -> None:
    """Forget the passes whose time is over."""
    session.execute(delete(Pass).where(Pass.expires_at <= now))


def _key(plain: str, challenge: str) -> str:
    return hashlib.sha256(f"{plain}\0{challenge}".encode()).hexdigest()


def _token(key: str, secret: str, server_secret: bytes) -> str:
    raw = derive(b"\0".join([server_secret, key.encode(), secret.encode()]), "conversation-of-a-pass")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
