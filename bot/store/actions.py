"""What coordinators plan to do: actions with an owner, a day, a status and a theme, and the history of each.

An action is in coordinators' own words. That it was made from a reflection is a link of its own, which only those may
see who may read the reflection, and which goes when the reflection goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import Session

from bot.days import today_in_scotland
from bot.store.areas import Area
from bot.store.keeping_tables import Action, ActionSource, ActionStep
from bot.store.tables import Change, Reflection, random_id

LONGEST = 300
"""Characters of what is planned, and of a note on it."""
LONGEST_OWNER = 80
LISTED = 200


class Status(StrEnum):
    """How far an action is."""

    PLANNED = "planned"
    STARTED = "started"
    DONE = "done"
    STOPPED = "stopped"


OPEN = (Status.PLANNED, Status.STARTED)


@dataclass(frozen=True)
class Wanted:
    """Which actions to list. None does not filter. `open`: still to do; `overdue`: open, and past its day."""

    theme: str | None = None
    status: Status | None = None
    open: bool = False
    overdue: bool = False


@dataclass(frozen=True)
class Plan:
    """What an action says: `theme` is an id, or None for all themes."""

    what: str
    owner: str
    due_on: date
    theme: str | None = None


def plan_action(
    session: Session, plan: Plan, by: str, source: Reflection | None = None, row_id: str | None = None
) -> Action:
    """Write a new action (under `row_id`); `source` is the reflection that it was made from."""
    action = Action(
        id=row_id or random_id(),
        theme=plan.theme,
        what=plan.what,
        owner=plan.owner,
        due_on=plan.due_on,
        status=Status.PLANNED,
        written_at=datetime.now(UTC),
    )
    session.add(action)
    session.flush()
    _note(session, action, by, "")
    if source is not None:
        session.add(ActionSource(action_id=action.id, reflection_id=source.id))
        session.flush()
    return action


def rewrite_action(session: Session, action: Action, plan: Plan, by: str) -> None:
    """Say it in other words, or with another owner, theme or day. Another day is noted in its history."""
    moved = action.due_on != plan.due_on
    action.what, action.owner, action.due_on, action.theme = plan.what, plan.owner, plan.due_on, plan.theme
    if moved:
        _note(session, action, by, "")


def set_status(session: Session, action: Action, status: Status, note: str, by: str) -> bool:
    """Note how far it is. The same status with another note is a line too. False: all of it is there."""
    if is_marked(session, action, status, note, by):
        return False
    action.status = status
    _note(session, action, by, note)
    return True


def is_marked(session: Session, action: Action, status: Status, note: str, by: str) -> bool:
    """Whether it is marked just so, and nothing is left to note."""
    last = next(iter(list_steps(session, action)), None)
    return status == action.status and (not note or (last is not None and (last.note, last.by) == (note, by)))


def delete_action(session: Session, action: Action) -> None:
    """Delete it, with its history."""
    session.delete(action)


def _note(session: Session, action: Action, by: str, note: str) -> None:
    session.add(
        ActionStep(
            action_id=action.id, at=datetime.now(UTC), by=by, status=action.status, due_on=action.due_on, note=note
        )
    )
    session.flush()


def find_action(session: Session, action_id: str, area: Area) -> Action | None:
    """One action of an area, or None. Those about all themes are in every area."""
    return session.scalar(select(Action).where(Action.id == action_id, in_area(area)))


def list_actions(session: Session, wanted: Wanted, area: Area, today: date) -> Sequence[Action]:
    """Up to `LISTED` actions, the earliest day first."""
    query = _filtered(wanted, area, today).order_by(Action.due_on, Action.id)
    return session.scalars(query.limit(LISTED)).all()


def list_overdue(session: Session, area: Area) -> Sequence[Action]:
    """What is past its day today, the longest first."""
    return list_actions(session, Wanted(overdue=True), area, today_in_scotland())


def list_steps(session: Session, action: Action) -> Sequence[ActionStep]:
    """The history of an action, the latest first."""
    query = select(ActionStep).where(ActionStep.action_id == action.id)
    return session.scalars(query.order_by(ActionStep.id.desc())).all()


def find_source(session: Session, action: Action, area: Area) -> Reflection | None:
    """The reflection that an action was made from, for those who may read it. None: nothing says that there was one."""
    query = select(Reflection).join(ActionSource, ActionSource.reflection_id == Reflection.id)
    return session.scalar(query.where(ActionSource.action_id == action.id, _readable(area)).limit(1))


def find_told(session: Session, change: Change) -> Action | None:
    """The action that a change ("you said, we did") came from, or None."""
    return session.scalar(select(Action).where(Action.change_id == change.id).limit(1))


def find_to_act_on(session: Session, reflection_id: str, area: Area) -> Reflection | None:
    """The reflection of that id that an action may be made from; None when it is gone, or of another area."""
    return session.scalar(select(Reflection).where(Reflection.id == reflection_id, _readable(area)))


def is_overdue(action: Action, today: date) -> bool:
    """Whether its day is over and it is still to do."""
    return action.status in OPEN and action.due_on < today


def in_area(area: Area) -> ColumnElement[bool]:
    """Whether an action is of an area: its theme is, or it is about all themes."""
    if area.themes is None:
        return true()
    return or_(Action.theme.is_(None), Action.theme.in_(sorted(area.themes)))


def _readable(area: Area) -> ColumnElement[bool]:
    return and_(Reflection.expires_on >= today_in_scotland(), area.where())


def _filtered(wanted: Wanted, area: Area, today: date) -> Select[Action]:
    query = select(Action).where(in_area(area))
    if wanted.theme is not None:
        query = query.where(Action.theme == wanted.theme)
    if wanted.status is not None:
        query = query.where(Action.status == wanted.status)
    if wanted.open or wanted.overdue:
        query = query.where(Action.status.in_(OPEN))
    if wanted.overdue:
        query = query.where(Action.due_on < today)
    return query
