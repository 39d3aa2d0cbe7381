"""Chains the audit's events, so that one which was changed, removed or put elsewhere is found (ADR 20).

Each event carries a hash of itself and of the event before it. The head says where the chain ends, and is signed with
the server's secret: who can write to the database alone cannot make another end of it. Events are numbered and chained
at the moment of the commit, so that the one lock this needs is held as short as can be, and taken last.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import RowMapping, event, func, select, text, update
from sqlalchemy.orm import Session

from bot.secret import Secret
from bot.store.sealing import derive
from bot.store.tables import AuditEvent, AuditHead

SIGNER = "audit signer"
"""Where a session's `info` holds what gives the server's secret."""

_WAITING = "audit-events"
_AT_ONCE = 1000


class ChainBroken(Exception):
    """The record of what was done was changed outside Waymark. The message is one line: where, and what to do."""


@dataclass(frozen=True)
class End:
    """Where a chain ends: the number of its last event (0: none yet) and that event's hash."""

    number: int
    chain: str


def link(before: str, row: Mapping[str, Any] | RowMapping) -> str:
    """The hash of an event, from that of the event before it (empty for the first) and its own columns."""
    said = [
        before,
        row["id"],
        row["at"].astimezone(UTC).isoformat(timespec="microseconds"),
        row["actor"],
        row["event"],
        row["subject"],
        row["fields"],
    ]
    plain = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def sign(secret: bytes, end: End) -> str:
    """What proves that the chain ends there."""
    return hmac.new(derive(secret, "audit"), f"{end.number} {end.chain}".encode(), hashlib.sha256).hexdigest()


def wait_for_commit(session: Session, done: AuditEvent) -> None:
    """Have an event chained and written when the session commits."""
    session.info.setdefault(_WAITING, []).append(done)


def verify(session: Session, secret: bytes, seen: End | None = None) -> End:
    """Walk the whole chain. In: the secret, with the older ones; where the chain stood when somebody looked last.

    Out: where it ends. Raises ChainBroken.
    """
    end, met = End(0, ""), seen is None or seen.number == 0
    columns = (AuditEvent.id, AuditEvent.at, AuditEvent.actor, AuditEvent.event, AuditEvent.subject, AuditEvent.fields)
    query = select(*columns, AuditEvent.chain).order_by(AuditEvent.id).execution_options(yield_per=_AT_ONCE)
    for row in session.execute(query).mappings():
        if row["chain"] != link(end.chain, row):
            raise ChainBroken(_changed(f"event {row['id']} does not fit to the one before it"))
        end = End(row["id"], row["chain"])
        met = met or end == seen
    head = session.get(AuditHead, 1)
    if head is None and end.number == 0 and met:
        return end
    if head is None or end != End(head.number, head.chain):
        raise ChainBroken(_changed("its end is not where it should be, so that the last events may be gone"))
    keys = secret.all if isinstance(secret, Secret) else (secret,)
    if not any(hmac.compare_digest(head.signature, sign(key, end)) for key in keys):
        raise ChainBroken(
            "The record of what was done is not signed with a secret that is here. Add the older secret to "
            "WAYMARK_SECRET_KEYS_BEFORE. If none is missing, somebody else wrote the end of it."
        )
    if not met:
        raise ChainBroken(_changed(f"event {seen.number if seen else 0}, which was there before, is gone or another"))
    return end


_HEAD: Any = AuditHead.__table__


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    if session.in_nested_transaction():
        return
    waiting: list[AuditEvent] = session.info.pop(_WAITING, [])
    if not waiting:
        return
    session.flush()
    last, before = _take_numbers(session, len(waiting))
    end = End(last - len(waiting), before)
    for done in waiting:
        done.id = end.number + 1
        row = {name: getattr(done, name) for name in ("id", "at", "actor", "event", "subject", "fields")}
        done.chain = link(end.chain, row)
        end = End(done.id, done.chain)
    session.add_all(waiting)
    secret: Callable[[], bytes] = session.info.get(SIGNER, bytes)
    signed = {"number": end.number, "chain": end.chain, "signature": sign(secret(), end)}
    session.execute(update(_HEAD).where(_HEAD.c.id == 1).values(signed))


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_WAITING, None)


def _take_numbers(session: Session, how_many: int) -> tuple[int, str]:
    """Take the next numbers, and keep everybody else from taking any until the commit: last number, chain before."""
    take = update(_HEAD).where(_HEAD.c.id == 1).values(number=_HEAD.c.number + how_many)
    take = take.returning(_HEAD.c.number, _HEAD.c.chain)
    taken = session.execute(take).one_or_none()
    if (
        taken is None
    ):  # the first event of all. Or somebody removed the head: then this chain fits to nothing, and is found
        last = session.scalar(select(func.max(AuditEvent.id))) or 0
        first = text("INSERT INTO audit_heads VALUES (1, :last, '', '') ON CONFLICT DO NOTHING")
        session.execute(first, {"last": last})
        taken = session.execute(take).one()
    return taken[0], taken[1]


def _changed(what: str) -> str:
    return (
        f"The record of what was done was changed outside Waymark: {what}. Keep a copy of the database as it is, and "
        "tell your data protection officer."
    )


def read_end(line: str) -> End | None:
    """Where a chain stood, from what `write_end` wrote; None for anything else."""
    number, _, chain = line.strip().partition(" ")
    return End(int(number), chain) if number.isdecimal() and len(chain) == 64 else None


def write_end(end: End) -> str:
    """One line for a file outside the database."""
    return f"{end.number} {end.chain}\n"
