"""What the facilitator of a session does: open, extend, hand over, remind once, take lines out, publish.

They see until when it is open, and never how many took part or who. Only the one who has the session now may act: each
function takes them, and raises NotTheirs for anybody else.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.reflection.codes import draw_codes
from bot.sessions.answers import QUESTIONS
from bot.sessions.keys import Keys
from bot.store import audit
from bot.store import team_sessions as store
from bot.store.coordinators import Role
from bot.store.session_tables import TeamSession
from bot.store.tables import Coordinator

LONGEST_OPEN = timedelta(days=60)
"""From the opening to the close, all extensions included."""

MOST_THEMES, MOST_STEPS, LONGEST_STEP = 3, 8, 200
"""Themes of one session; steps to choose from; characters of a step."""


class NotTheirs(Exception):
    """Somebody else has this session, or there is none with this id."""


class NotNow(Exception):
    """The session is in a state in which this cannot be done any more, or not yet."""


@dataclass(frozen=True)
class Who:
    """The facilitator who acts: their id and their name, for the record."""

    id: str
    name: str


@dataclass(frozen=True)
class Plan:
    """What a session is opened with."""

    team: str
    themes: tuple[str, ...]
    steps: tuple[str, ...]
    closes_at: datetime


def open_session(
    session: Session, keys: Keys, who: Who, plan: Plan, words: tuple[str, ...], now: datetime, session_id: str
) -> TeamSession:
    """Open a session under an id; one that is there under it already is given as it is.

    Raises ValueError for a plan that no page lets through.
    """
    if not (1 <= len(plan.themes) <= MOST_THEMES and len(plan.steps) <= MOST_STEPS):
        raise ValueError
    if not now < plan.closes_at <= now + LONGEST_OPEN:
        raise ValueError
    found = store.take_turn(session, session_id)
    if found is not None:
        return _require(found, who)
    keys.make(session_id)  # before the row: a session without its secret could not be answered
    codes = draw_codes(secrets.token_hex(32), session_id, words)
    code = next(code for code in codes if store.find_by_join_code(session, code) is None)
    opened = TeamSession(
        id=session_id,
        join_code=code,
        team=plan.team,
        themes=list(plan.themes),
        steps=list(plan.steps),
        facilitator_id=who.id,
        opened_at=now,
        closes_at=plan.closes_at,
        state="open",
    )
    session.add(opened)
    session.flush()
    audit.record(session, "session_opened", who.name, session_id, team=plan.team)
    return opened


def find_theirs(session: Session, who: Who, session_id: str, *, to_act: bool = False) -> TeamSession:
    """A session that this facilitator has now. `to_act`: nobody else works on it until the transaction is over.

    Raises NotTheirs.
    """
    found = store.take_turn(session, session_id) if to_act else store.find_session(session, session_id)
    return _require(found, who)


def extend(session: Session, who: Who, session_id: str, closes_at: datetime, now: datetime) -> None:
    """Move the close to a later time. Raises NotTheirs; NotNow when it is closed, or for a time that does not do."""
    found = find_theirs(session, who, session_id, to_act=True)
    later = found.closes_at < closes_at <= found.opened_at + LONGEST_OPEN
    if closes_at == found.closes_at:
        return
    if not _is_open(found, now) or not later:
        raise NotNow
    found.closes_at = closes_at
    audit.record(session, "session_extended", who.name, session_id)


def hand_over(session: Session, who: Who, session_id: str, to_id: str) -> None:
    """Give the session to another facilitator, who alone may act from then on. Raises NotTheirs; NotNow for nobody."""
    found = find_theirs(session, who, session_id, to_act=True)
    other = session.get(Coordinator, to_id)
    if other is None or other.disabled_at or other.role != Role.FACILITATOR or not _leads(other, found.team):
        raise NotNow
    if other.id != who.id:
        found.facilitator_id = other.id
        audit.record(session, "session_handed_over", who.name, session_id)


def list_heirs(session: Session, found: TeamSession) -> list[tuple[str, str]]:
    """Id and name of the facilitators whom a session can be handed over to: the others of its team."""
    others = [one for one in store.list_facilitators(session) if one.id != found.facilitator_id]
    return [(one.id, one.name) for one in others if _leads(one, found.team)]


def remind(session: Session, who: Who, session_id: str, now: datetime) -> None:
    """Note that members are reminded: once for each session. Raises NotTheirs; NotNow the second time."""
    found = find_theirs(session, who, session_id, to_act=True)
    if found.reminded or not _is_open(found, now):
        raise NotNow
    found.reminded = True
    audit.record(session, "session_reminded", who.name, session_id)


def list_lines(summary: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Theme, question ("topics" and "steps" too) and text of every line that can be taken out, in the order shown."""
    lines = [
        (part["theme"], question, text)
        for part in summary["themes"]
        for question in (*QUESTIONS, "topics")
        for text in part[question]
    ]
    return lines + [("", "steps", text) for text, _ in summary["steps"]]


def remove_lines(session: Session, who: Who, session_id: str, lines: Sequence[tuple[str, str, str]]) -> None:
    """Take lines out of a draft, as `list_lines` names them. Nothing can be added. Raises NotTheirs or NotNow."""
    found = find_theirs(session, who, session_id, to_act=True)
    if found.state != "draft" or found.summary is None:
        raise NotNow
    gone = list(lines)

    def keep(theme: str, question: str, text: str) -> bool:
        if (theme, question, text) not in gone:
            return True
        gone.remove((theme, question, text))  # of two alike, one
        return False

    found.summary = {
        "themes": [
            {
                **part,
                **{name: [t for t in part[name] if keep(part["theme"], name, t)] for name in (*QUESTIONS, "topics")},
            }
            for part in found.summary["themes"]
        ],
        "steps": [step for step in found.summary["steps"] if keep("", "steps", step[0])],
    }
    audit.record(session, "session_lines_removed", who.name, session_id)


def publish(session: Session, who: Who, session_id: str) -> None:
    """Let everybody with the join code read the summary, for good. A second time does nothing.

    Raises NotTheirs or NotNow.
    """
    found = find_theirs(session, who, session_id, to_act=True)
    if found.state == "published":
        return
    if found.state != "draft":
        raise NotNow
    found.state = "published"
    audit.record(session, "session_published", who.name, session_id)


def _require(found: TeamSession | None, who: Who) -> TeamSession:
    if found is None or found.facilitator_id != who.id:
        raise NotTheirs
    return found


def _leads(facilitator: Coordinator, team: str) -> bool:
    return facilitator.teams is None or team in facilitator.teams


def _is_open(found: TeamSession, now: datetime) -> bool:
    return found.state == "open" and now < found.closes_at
