"""Queries over the sessions of teams and the answers in them. What a session is, is in bot/sessions/."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.store.locking import only_one
from bot.store.session_tables import SessionAnswer, TeamSession
from bot.store.tables import AuditEvent, Coordinator

LISTED = 100
"""How many sessions of one facilitator are listed."""


def take_turn(session: Session, session_id: str) -> TeamSession | None:
    """The session, when nobody else is at work on it, from here to the end of the transaction. None: there is none."""
    only_one(session, bytes.fromhex(session_id))
    return session.get(TeamSession, session_id, populate_existing=True)


def find_session(session: Session, session_id: str) -> TeamSession | None:
    """One session, or None."""
    return session.get(TeamSession, session_id)


def find_by_join_code(session: Session, code: str) -> TeamSession | None:
    """The session that a join code opens, or None."""
    return session.scalars(select(TeamSession).where(TeamSession.join_code == code)).one_or_none()


def list_sessions(session: Session, facilitator_id: str) -> Sequence[TeamSession]:
    """The latest `LISTED` sessions that are this facilitator's now, the newest first."""
    query = select(TeamSession).where(TeamSession.facilitator_id == facilitator_id)
    return session.scalars(query.order_by(TeamSession.opened_at.desc(), TeamSession.id).limit(LISTED)).all()


def count_open(session: Session, facilitator_id: str) -> int:
    """How many open sessions somebody leads."""
    query = select(func.count()).select_from(TeamSession)
    return session.scalar(query.where(TeamSession.facilitator_id == facilitator_id, TeamSession.state == "open")) or 0


def list_due(session: Session, now: datetime) -> list[str]:
    """The ids of the open sessions whose time is over."""
    query = select(TeamSession.id).where(TeamSession.state == "open", TeamSession.closes_at <= now)
    return list(session.scalars(query.order_by(TeamSession.id)))


def list_open(session: Session) -> set[str]:
    """The ids of all open sessions."""
    return set(session.scalars(select(TeamSession.id).where(TeamSession.state == "open")))


def list_facilitators(session: Session) -> Sequence[Coordinator]:
    """Whoever may be handed a session, by name."""
    query = select(Coordinator).where(Coordinator.role == "facilitator", Coordinator.disabled_at.is_(None))
    return session.scalars(query.order_by(Coordinator.name)).all()


def put_answer(session: Session, session_id: str, answer_key: bytes, sealed: bytes) -> None:
    """Write an answer, in the place of an earlier one of the same person."""
    session.merge(SessionAnswer(session_id=session_id, answer_key=answer_key, sealed=sealed))
    session.flush()


def find_answer(session: Session, session_id: str, answer_key: bytes) -> bytes | None:
    """A person's answer as it is sealed, or None."""
    found = session.get(SessionAnswer, (session_id, answer_key))
    return found.sealed if found else None


def delete_answer(session: Session, session_id: str, answer_key: bytes) -> bool:
    """Whether there was one to delete."""
    gone = delete(SessionAnswer).where(SessionAnswer.session_id == session_id, SessionAnswer.answer_key == answer_key)
    return session.scalar(gone.returning(SessionAnswer.session_id)) is not None


def count_answers(session: Session, session_id: str) -> int:
    """How many answers there are. For the limit alone: nobody is shown it."""
    query = select(func.count()).select_from(SessionAnswer).where(SessionAnswer.session_id == session_id)
    return session.scalar(query) or 0


def take_answers(session: Session, session_id: str) -> dict[bytes, bytes]:
    """All answers of a session as they are sealed, by their keys. They are deleted."""
    gone = delete(SessionAnswer).where(SessionAnswer.session_id == session_id)
    rows = session.execute(gone.returning(SessionAnswer.answer_key, SessionAnswer.sealed))
    return {one.answer_key: one.sealed for one in rows}


def list_leaders(session: Session, found: TeamSession) -> set[str]:
    """The ids of all who lead a session or did: it may have been handed over, and handed back."""
    events = select(AuditEvent.actor).where(
        AuditEvent.at >= found.opened_at - timedelta(days=1),
        AuditEvent.subject == found.id,
        AuditEvent.event.in_(("session_opened", "session_handed_over")),
    )
    led = set(session.scalars(select(Coordinator.id).where(Coordinator.name.in_(events))))
    return led | ({found.facilitator_id} if found.facilitator_id else set())


def erase_closed(session: Session, before: date) -> None:
    """Forget the sessions that were closed before a day, with their summaries."""
    session.execute(delete(TeamSession).where(TeamSession.closed_on < before))
