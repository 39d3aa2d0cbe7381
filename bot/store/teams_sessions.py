"""Queries over what sessions inside Teams need: where their cards are, whom to write to, whose account is whose."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.secret import Secret
from bot.store.sealing import CannotOpen, Seal, ServerSeal, conversation_key, derive
from bot.store.session_tables import TeamSession
from bot.store.tables import Coordinator
from bot.store.teams_session_tables import SessionInvitation, SessionPlace, TeamsFacilitator, TeamsLink

Where = dict[str, str]
"""A place in Teams: `service_url`, `conversation`, `bot`, `tenant`; and `card`, the id of the session's card there. Of
a person: `account` in place of `conversation`."""

TO_BE_SENT = "sending"
"""What a card shows while it is sent for the first time. It stays so where we stopped before Teams said its id."""


def put_place(session: Session, secret: Secret, session_id: str, where: Where, *, reminded: bool = False) -> None:
    """Let a session have its card in a place. One that it had elsewhere is given up.

    reminded: the one reminder was sent already.
    """
    session.merge(
        SessionPlace(
            session_id=session_id,
            sealed=_place_seal(secret, session_id).close(where),
            shows="",
            sent_anew=False,
            reminded=reminded,
            gone=False,
        )
    )


def find_place(session: Session, session_id: str) -> SessionPlace | None:
    """Where the card of a session is, or None."""
    return session.get(SessionPlace, session_id)


def read_where(secret: Secret, place: SessionPlace) -> Where | None:
    """Where a card is; None when the secret of that time is gone."""
    try:
        return dict(_place_seal(secret, place.session_id).open(place.sealed))
    except CannotOpen:
        return None


def list_places(session: Session, only: str = "") -> Sequence[tuple[SessionPlace, TeamSession]]:
    """Every place that Teams still has for us, with its session. only: the id of one session."""
    query = select(SessionPlace, TeamSession).join(TeamSession, TeamSession.id == SessionPlace.session_id)
    query = query.where(SessionPlace.session_id == only) if only else query
    rows = session.execute(query.where(SessionPlace.gone.is_(False)).order_by(SessionPlace.session_id))
    return [(place, found) for place, found in rows]


def claim_shows(session: Session, session_id: str, was: str, now: str) -> bool:
    """Whether what a card shows was `was` until now, and is `now`: of two at once, one hears yes."""
    changed = update(SessionPlace).where(SessionPlace.session_id == session_id, SessionPlace.shows == was)
    return session.scalar(changed.values(shows=now).returning(SessionPlace.session_id)) is not None


def claim_new_message(session: Session, session_id: str) -> bool:
    """Whether the one new message in the place of a card that is gone may be sent. It may once."""
    changed = update(SessionPlace).where(SessionPlace.session_id == session_id, SessionPlace.sent_anew.is_(False))
    return session.scalar(changed.values(sent_anew=True).returning(SessionPlace.session_id)) is not None


def unclaim(session: Session, session_id: str, *, first: bool) -> None:
    """Teams certainly took no message of what was claimed: it may be sent later. first: it was the first card."""
    changed = {"shows": ""} if first else {"sent_anew": False}
    session.execute(update(SessionPlace).where(SessionPlace.session_id == session_id).values(**changed))


def claim_reminder(session: Session, session_id: str, *, give_back: bool = False) -> bool:
    """Whether the one reminder may be sent. give_back: Teams would not take it, so it may be later."""
    changed = update(SessionPlace).where(SessionPlace.session_id == session_id, SessionPlace.reminded.is_(give_back))
    return session.scalar(changed.values(reminded=not give_back).returning(SessionPlace.session_id)) is not None


def note_card(session: Session, secret: Secret, session_id: str, where: Where, shows: str) -> None:
    """Note the card that stands in a place now, and what it shows."""
    place = session.get(SessionPlace, session_id, populate_existing=True)
    if place is not None:
        place.sealed, place.shows = _place_seal(secret, session_id).close(where), shows


def note_gone(session: Session, session_id: str) -> None:
    """Teams has no such place for us any more."""
    session.execute(update(SessionPlace).where(SessionPlace.session_id == session_id).values(gone=True))


def put_invitation(session: Session, secret: bytes, session_id: str, person: str, where: Where) -> bytes:
    """Note that somebody is to be written to. secret: the session's. Out: its key; the same for the same person."""
    key = hmac.new(secret, f"invitation\0{person}".encode("utf-8", "replace"), hashlib.sha256).digest()
    sealed = _invitation_seal(secret, session_id).close(where)
    session.merge(SessionInvitation(session_id=session_id, key=key, sealed=sealed))
    return key


def list_invitations(session: Session) -> list[tuple[str, bytes, bytes]]:
    """Whoever is still to be written to: session, key, and what is sealed. In no order."""
    rows = session.execute(select(SessionInvitation.session_id, SessionInvitation.key, SessionInvitation.sealed))
    return [(session_id, key, sealed) for session_id, key, sealed in rows]


def open_invitation(secret: bytes, session_id: str, sealed: bytes) -> Where | None:
    """Whom to write to. None: it was sealed under another secret."""
    try:
        return dict(_invitation_seal(secret, session_id).open(sealed))
    except CannotOpen:
        return None


def claim_invitation(session: Session, session_id: str, key: bytes) -> bytes | None:
    """Take an invitation to send it, once: of two at once, one is given what is sealed, and the other None."""
    of = (SessionInvitation.session_id == session_id, SessionInvitation.key == key)
    return session.scalar(delete(SessionInvitation).where(*of).returning(SessionInvitation.sealed))


def unclaim_invitation(session: Session, session_id: str, key: bytes, sealed: bytes) -> None:
    """Teams certainly took no message: they are to be written to later."""
    session.merge(SessionInvitation(session_id=session_id, key=key, sealed=sealed))


def end_invitations(session: Session, session_id: str) -> None:
    """Nobody is to be written to about a session any more."""
    session.execute(delete(SessionInvitation).where(SessionInvitation.session_id == session_id))


def make_link(session: Session, secret: Secret, coordinator_id: str, code: str, expires_at: datetime) -> None:
    """Let a code say, once, that an account in Teams is this facilitator's. An earlier code is over."""
    session.merge(TeamsLink(coordinator_id=coordinator_id, key=_link_key(secret, code), expires_at=expires_at))


def take_link(session: Session, secret: Secret, code: str, sender: str, where: Where, now: datetime) -> bool:
    """Link an account by a code. Whether it was right, and in time."""
    gone = delete(TeamsLink).where(TeamsLink.key.in_([_link_key(one, code) for one in secret.all]))
    found = session.execute(gone.returning(TeamsLink.coordinator_id, TeamsLink.expires_at)).one_or_none()
    if found is None or found.expires_at <= now:
        return False
    session.execute(delete(TeamsFacilitator).where(TeamsFacilitator.coordinator_id == found.coordinator_id))
    key = conversation_key(sender)
    sealed = ServerSeal(secret, "teams-facilitator", key).close(where)
    session.merge(TeamsFacilitator(key=key, coordinator_id=found.coordinator_id, sealed=sealed))
    return True


def find_linked(session: Session, sender: str) -> Coordinator | None:
    """The facilitator whose account this is; None where it is nobody's, or they may not lead any more."""
    query = select(Coordinator).join(TeamsFacilitator, TeamsFacilitator.coordinator_id == Coordinator.id)
    query = query.where(TeamsFacilitator.key == conversation_key(sender))
    return session.scalar(query.where(Coordinator.role == "facilitator", Coordinator.disabled_at.is_(None)))


def is_linked(session: Session, coordinator_id: str) -> bool:
    """Whether some account in Teams is this facilitator's."""
    return (
        session.scalar(select(TeamsFacilitator.key).where(TeamsFacilitator.coordinator_id == coordinator_id))
        is not None
    )


def find_account(session: Session, secret: Secret, coordinator_id: str) -> Where | None:
    """How a facilitator can be met one to one, or None."""
    query = select(TeamsFacilitator).where(TeamsFacilitator.coordinator_id == coordinator_id)
    found = session.scalar(query)
    try:
        return dict(ServerSeal(secret, "teams-facilitator", found.key).open(found.sealed)) if found else None
    except CannotOpen:
        return None


def find_person(session: Session, secret: Secret, coordinator_id: str) -> str | None:
    """Who a facilitator is in the sessions that they take part in, or None."""
    account = find_account(session, secret, coordinator_id) or {}
    return account.get("person")


def unlink(session: Session, *, sender: str = "", coordinator_id: str = "") -> None:
    """Forget whose account it is: by the account, or by the facilitator."""
    theirs = TeamsFacilitator.key == conversation_key(sender) if sender else None
    if theirs is None:
        theirs = TeamsFacilitator.coordinator_id == coordinator_id
    session.execute(delete(TeamsFacilitator).where(theirs))


def _place_seal(secret: Secret, session_id: str) -> ServerSeal:
    return ServerSeal(secret, "session-place", session_id)


def _invitation_seal(secret: bytes, session_id: str) -> Seal:
    return Seal(derive(secret, "session-invitations"), session_id.encode())


def _link_key(secret: bytes, code: str) -> str:
    return hmac.new(secret, f"teams-link\0{code}".encode(), hashlib.sha256).hexdigest()
