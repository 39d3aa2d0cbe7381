"""The second step at sign-in: the codes of an authenticator app (TOTP, RFC 6238), and recovery codes in its place.

The app's key is sealed with the server's secret. Of a code that was taken only its half minute is kept, so that it is
never taken twice. A recovery code is 79 random bits: a plain hash of it tells nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import UTC, datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from bot.secret import Secret
from bot.store.sealing import CannotOpen, Seal, derive
from bot.store.tables import Coordinator, RecoveryCode

STEP = 30
"""Seconds for which a code is shown. Clocks may differ by one step either way."""

HOW_MANY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits of which none is taken for another: no i, l, o, 0 or 1."""


class KeyLost(Exception):
    """The app's key was sealed with a secret that is no longer here. The person needs a reset."""


def new_key() -> bytes:
    """A key for an authenticator app: 160 bits, as RFC 4226 advises."""
    return secrets.token_bytes(20)


def typed_key(key: bytes) -> str:
    """The key as people type it into an app: Base32 in groups of four."""
    plain = base64.b32encode(key).decode()
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def app_address(key: bytes, name: str, issuer: str) -> str:
    """The `otpauth://` address that an app reads from a picture."""
    return _codes(key).get_provisioning_uri(name, issuer)


def find_step(key: bytes, typed: str, now: datetime) -> int | None:
    """The half minute whose code was typed, with spaces or without; None when it is no code of about now."""
    digits = "".join(typed.split())
    if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
        return None
    this = int(now.timestamp()) // STEP
    fitting = [step for step in (this - 1, this, this + 1) if hmac.compare_digest(_code(key, step), digits.encode())]
    return fitting[-1] if fitting else None


def keep_app(coordinator: Coordinator, secret: bytes, key: bytes, step: int) -> None:
    """Make this the person's app. `step` is the half minute of the code that proved it."""
    coordinator.totp = _seal(secret, coordinator.id).close(key.hex())
    coordinator.totp_step = step


def take_code(session: Session, coordinator: Coordinator, secret: bytes, typed: str) -> bool:
    """Whether it is a code of the person's app that was not taken before. It is taken now.

    The key is sealed anew, so that an older secret can go once everybody has signed in. Raises KeyLost.
    """
    key = open_key(coordinator, secret)
    step = find_step(key, typed, datetime.now(UTC)) if key else None
    if key is None or step is None:
        return False
    newer = or_(Coordinator.totp_step.is_(None), Coordinator.totp_step < step)
    sealed = _seal(secret, coordinator.id).close(key.hex())
    take = update(Coordinator).where(Coordinator.id == coordinator.id, newer).values(totp_step=step, totp=sealed)
    return session.execute(take.returning(Coordinator.id)).one_or_none() is not None


def open_key(coordinator: Coordinator, secret: bytes) -> bytes | None:
    """The key of somebody's app; None when they have none. Raises KeyLost."""
    if coordinator.totp is None:
        return None
    for one in secret.all if isinstance(secret, Secret) else (secret,):
        try:
            return bytes.fromhex(_seal(one, coordinator.id).open(coordinator.totp))
        except CannotOpen:
            continue
    raise KeyLost


def count_apps(session: Session, secret: bytes) -> tuple[int, int]:
    """How many apps' keys open with an older secret alone, and how many with none that is here."""
    older = lost = 0
    for coordinator in session.scalars(select(Coordinator).where(Coordinator.totp.is_not(None))):
        try:
            open_key(coordinator, bytes(secret))
        except KeyLost:
            try:
                open_key(coordinator, secret)
                older += 1
            except KeyLost:
                lost += 1
    return older, lost


def seal_offer(secret: bytes, coordinator_id: str, key: bytes) -> str:
    """A key that is offered and not yet proved, for a form to bring back."""
    return base64.urlsafe_b64encode(_seal(secret, coordinator_id, "offer").close(key.hex())).decode()


def open_offer(secret: bytes, coordinator_id: str, sealed: str) -> bytes | None:
    """The key that was offered to this person; None for anything else."""
    try:
        return bytes.fromhex(_seal(secret, coordinator_id, "offer").open(base64.urlsafe_b64decode(sealed)))
    except (CannotOpen, ValueError):
        return None


def make_recovery_codes(session: Session, coordinator: Coordinator) -> list[str]:
    """New recovery codes, such as "k7wm-a2xq-hn5t-c8rd". Those from before are worth nothing from now on."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.coordinator_id == coordinator.id))
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(16)) for _ in range(HOW_MANY_CODES)]
    session.add_all(RecoveryCode(hash=_hash(code), coordinator_id=coordinator.id) for code in codes)
    return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in codes]


def take_recovery_code(session: Session, coordinator: Coordinator, typed: str) -> bool:
    """Whether it is one of the person's recovery codes. It is used up now."""
    mine = RecoveryCode.coordinator_id == coordinator.id
    use = delete(RecoveryCode).where(mine, RecoveryCode.hash == _hash(typed))
    return session.execute(use.returning(RecoveryCode.hash)).one_or_none() is not None


def count_recovery_codes(session: Session, coordinator_id: str) -> int:
    """How many recovery codes somebody has left."""
    count = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.coordinator_id == coordinator_id)
    return session.scalar(count) or 0


def forget_second_step(session: Session, coordinator: Coordinator) -> None:
    """Take app and recovery codes away, so that new ones can be set up."""
    coordinator.totp = coordinator.totp_step = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.coordinator_id == coordinator.id))


def _codes(key: bytes) -> TOTP:
    return TOTP(key, 6, SHA1(), STEP)  # noqa: S303  what every app does; HMAC-SHA1 is sound


def _code(key: bytes, step: int) -> bytes:
    return _codes(key).generate(step * STEP)


def _seal(secret: bytes, coordinator_id: str, what: str = "app") -> Seal:
    return Seal(derive(secret, f"second-step-{what}"), coordinator_id.encode())


def _hash(typed: str) -> str:
    letters = "".join(letter for letter in typed.lower() if letter.isalnum())
    return hashlib.sha256(f"recovery-code\0{letters}".encode()).hexdigest()
