"""What goes well, read together: steps that people say they took, actions that are done, and what people were told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.days import day_of, today_in_scotland
from bot.store.actions import Status, in_area
from bot.store.areas import Area
from bot.store.keeping_tables import Action, ActionStep
from bot.store.progress import SharedProgress
from bot.store.tables import Change, Reflection

LISTED = 50
TOLD = ("done", "begun")
"""What an author says of a step that they took."""


@dataclass(frozen=True)
class DoneAction:
    """An action that is done: its day, and the last note on it."""

    action: Action
    day: date
    note: str


def list_steps_taken(session: Session, area: Area, theme: str | None = None) -> Sequence[tuple[Reflection, str]]:
    """Shared reflections of an area whose authors let coordinators see that they took their step, and how far.

    The latest day first. It is the day of the reflection: when the step was taken is kept nowhere that could be read.
    """
    query = select(Reflection, SharedProgress.choice).join(
        SharedProgress, SharedProgress.reflection_id == Reflection.id
    )
    query = query.where(Reflection.expires_on >= today_in_scotland(), area.where(), SharedProgress.choice.in_(TOLD))
    query = query.where(Reflection.next_step != "")
    if theme is not None:
        query = query.where(Reflection.theme == theme)
    rows = session.execute(query.order_by(Reflection.day.desc(), Reflection.id).limit(LISTED))
    return [(reflection, choice) for reflection, choice in rows]


def list_done(session: Session, area: Area, theme: str | None = None) -> Sequence[DoneAction]:
    """Actions of an area that are done, with the day on which they were marked so first since they were last not."""
    query = select(Action).where(in_area(area), Action.status == Status.DONE)
    if theme is not None:
        query = query.where(or_(Action.theme == theme, Action.theme.is_(None)))
    found = []
    last = select(func.max(ActionStep.id)).where(ActionStep.action_id == Action.id).correlate(Action).scalar_subquery()
    for action in session.scalars(query.order_by(last.desc(), Action.id).limit(LISTED)):
        steps = select(ActionStep).where(ActionStep.action_id == action.id).order_by(ActionStep.id.desc())
        done = None
        note = ""
        for step in session.scalars(steps):
            if step.status != Status.DONE:
                break
            done, note = step, note or step.note
        if done is not None:
            found.append(DoneAction(action, day_of(done.at), note))
    return found


def list_told(session: Session, area: Area, theme: str | None = None) -> Sequence[Change]:
    """What was published to people of an area ("you said, we did") and still stands, the latest first."""
    query = select(Change).where(Change.published_on.is_not(None), ~Change.withdrawn)
    if area.themes is not None:
        query = query.where(or_(Change.theme.is_(None), Change.theme.in_(sorted(area.themes))))
    if area.teams is not None:
        query = query.where(or_(Change.team.is_(None), Change.team.in_(sorted(area.teams))))
    if theme is not None:
        query = query.where(or_(Change.theme == theme, Change.theme.is_(None)))
    return session.scalars(query.order_by(Change.published_on.desc(), Change.id).limit(LISTED)).all()
