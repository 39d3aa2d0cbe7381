"""Asking the author of a shared reflection to say more, without knowing who that is.

The words of an invitation are Waymark's own (data/responses/invitation.yml): a coordinator only chooses which answer it
is about. The author meets it on coming back with the return code, and may let it be. Nothing tells whether they did.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from sqlalchemy.orm import Session

from bot.store.reading_tables import Invitation
from bot.store.tables import Reflection

About = Literal["strengths", "opportunities", "next_step"]
ABOUT: tuple[About, ...] = get_args(About)


def invite(session: Session, reflection: Reflection, about: About, coordinator_id: str, today: date) -> bool:
    """Ask the author to say more about one answer. A newer invitation takes the place of an older one.

    False: they are asked just that already.
    """
    if asked_about(session, reflection) == about:
        return False
    row = session.get(Invitation, reflection.id) or Invitation(reflection_id=reflection.id)
    row.about, row.asked_by, row.asked_on, row.edits = about, coordinator_id, today, reflection.edits
    session.add(row)
    session.flush()
    return True


def take_back(session: Session, reflection: Reflection) -> bool:
    """Take an invitation back. Whether there was one."""
    row = session.get(Invitation, reflection.id)
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True


def find_invitation(session: Session, reflection: Reflection) -> Invitation | None:
    """The invitation on a reflection, answered or not."""
    return session.get(Invitation, reflection.id)


def asked_about(session: Session, reflection: Reflection) -> About | None:
    """What the author is still asked about, or None. Once they changed their words, the invitation is answered."""
    row = session.get(Invitation, reflection.id)
    if row is None or row.edits != reflection.edits:
        return None
    return next(about for about in ABOUT if about == row.about)
