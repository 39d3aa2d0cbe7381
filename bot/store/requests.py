"""Requests for a copy of one's words, or to have them erased: what came when, by when to answer, and what became of it.

No name, no return code and no word is kept. The organisation's own case number says whose it is, in its own system.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.days import today_in_scotland
from bot.store.keeping_tables import RightsRequest
from bot.store.tables import random_id

Kind = Literal["access", "erasure"]
Outcome = Literal["done", "nothing", "withdrawn"]

KINDS: tuple[Kind, ...] = ("access", "erasure")
OUTCOMES: tuple[Outcome, ...] = ("done", "nothing", "withdrawn")

_REFERENCE = re.compile(r"[A-Za-z]{0,6}[0-9/. -]*[0-9]|")
"""A case number, such as "SAR-2026/114". No name fits."""
LISTED = 100


def is_reference(text: str) -> bool:
    """Whether a text can be a case number: a few letters, then digits; or nothing."""
    return len(text) <= 40 and _REFERENCE.fullmatch(text) is not None


def one_month_after(day: date) -> date:
    """The same day of the next month, or its last day where it has no such day: by then a request is answered."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def take_request(
    session: Session, kind: Kind, received_on: date, reference: str, by: str, row_id: str | None = None
) -> RightsRequest:
    """Write down (under `row_id`) that a person asked, and by when to answer."""
    request = RightsRequest(
        id=row_id or random_id(),
        kind=kind,
        reference=reference,
        received_on=received_on,
        due_on=one_month_after(received_on),
        taken_by=by,
    )
    session.add(request)
    session.flush()
    return request


def find_request(session: Session, request_id: str) -> RightsRequest | None:
    """One request, or None."""
    return session.get(RightsRequest, request_id)


def meet(request: RightsRequest, *, held: bool = False) -> None:
    """Count one return code that was met: a copy was made, or what it opened was erased."""
    request.answered += 1
    request.held = request.held or held


def close_request(request: RightsRequest, outcome: Outcome) -> None:
    """It is answered."""
    request.outcome, request.closed_on = outcome, today_in_scotland()


def list_open(session: Session) -> Sequence[RightsRequest]:
    """What is to be answered, the most urgent first."""
    query = select(RightsRequest).where(RightsRequest.outcome == "").order_by(RightsRequest.due_on, RightsRequest.id)
    return session.scalars(query).all()


def list_closed(session: Session) -> Sequence[RightsRequest]:
    """The latest `LISTED` that were answered."""
    query = select(RightsRequest).where(RightsRequest.outcome != "")
    return session.scalars(query.order_by(RightsRequest.closed_on.desc(), RightsRequest.id).limit(LISTED)).all()


def count_overdue(session: Session, today: date) -> int:
    """How many requests should have been answered before today."""
    query = select(func.count()).select_from(RightsRequest)
    return session.scalar(query.where(RightsRequest.outcome == "", RightsRequest.due_on < today)) or 0


def is_overdue(request: RightsRequest) -> bool:
    """Whether its day is over and nobody answered."""
    return not request.outcome and request.due_on < today_in_scotland()
