"""Signing in at one's organisation (OpenID Connect). The provider says who it is, and its claims give the role.

Somebody is known again by the provider's `sub` alone (kept as a hash with the issuer): names and addresses change
hands, and a new account never takes over one that is here. The way back is bound to the browser that set out, by a
cookie.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from authlib.oidc.core import CodeIDToken
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from bot.oidc import TIME_TO_SIGN_IN, Client, NotSignedIn, Registration
from bot.review.auth import end_sign_in, open_session, read_cookie, set_cookie
from bot.review.door import Door, DoorDep
from bot.review.rights import safe_next
from bot.settings import Settings
from bot.store import audit
from bot.store.areas import NOWHERE
from bot.store.coordinators import NameTaken, NameUnusable, Role, add_from_organisation, describe
from bot.store.locking import only_one
from bot.store.sign_ins import end_sign_ins
from bot.store.tables import Coordinator

router = APIRouter()


@dataclass(frozen=True)
class Somebody:
    """Who came back: their place in the database, what to call them, and their role; None without one."""

    subject: str
    name: str
    role: Role | None


class Organisation(Client):
    """The provider of the organisation that this review door belongs to."""

    scope = "openid profile email"

    def __init__(self, settings: Settings) -> None:
        self.rules = settings.review_roles
        back = f"{settings.review_address}/login/return"
        known = Registration(
            settings.review_oidc_issuer, settings.review_oidc_client_id, settings.review_oidc_client_secret, back
        )
        super().__init__(known, settings.secret, "review-sign-in")

    async def finish(self, answer: dict[str, str], mark: str) -> tuple[str, Somebody]:
        """Where they wanted to go, and who it is. `mark` is what their browser kept. Raises NotSignedIn."""
        along, claims = await self.receive(answer)
        if not hmac.compare_digest(str(along["mark"]), _hash(mark)):
            raise NotSignedIn("over")
        subject = _hash(f"{self.registration.issuer}\0{claims['sub']}")
        return str(along["after"]), Somebody(subject, _name(claims), self._role(claims))

    def _role(self, claims: CodeIDToken) -> Role | None:
        """The role of the first rule that fits."""
        for claim, value, role in self.rules:
            found = _domain(claims) if claim == "domain" else claims.get(claim)
            if value in [str(one) for one in (found if isinstance(found, list) else [found])]:
                return Role(role)
        return None


@router.get("/login/organisation")
async def go(request: Request, door: DoorDep) -> Response:
    """Send the browser to the organisation's own sign-in."""
    mark = secrets.token_urlsafe(32)
    after = safe_next(request.query_params.get("next", ""))
    try:
        address = await _organisation(request).send(after=after, mark=_hash(mark))
    except NotSignedIn as refused:
        return _refused(door, refused.why, 503)
    answer = Response(status_code=303, headers={"Location": address})
    secure = door.settings.environment == "production"
    # Lax: it has to come along when the provider sends the browser back
    answer.set_cookie(
        _cookie(door), mark, max_age=TIME_TO_SIGN_IN, path="/", secure=secure, httponly=True, samesite="lax"
    )
    return answer


@router.get("/login/return")
async def come_back(request: Request, door: DoorDep) -> Response:
    """Somebody comes back from the provider."""
    try:
        after, somebody = await _organisation(request).finish(
            dict(request.query_params), request.cookies.get(_cookie(door), "")
        )
    except NotSignedIn as refused:
        return _refused(door, refused.why)
    token = await run_in_threadpool(_sign_in, door, somebody, read_cookie(request, door.settings))
    if token is None:
        return _refused(door, "no-role", 403)
    # A page, and no redirect: the session's cookie is sent to pages that our own pages lead to alone
    answer = door.render("signed_in.html", after=safe_next(after))
    answer.delete_cookie(_cookie(door), path="/", secure=door.settings.environment == "production", httponly=True)
    set_cookie(answer, door.settings, token)
    return answer


def _sign_in(door: Door, somebody: Somebody, old_token: str) -> str | None:
    """Begin a session for somebody who has a role. Out: the value for the cookie, or None."""
    with door.database.session() as session:
        only_one(session, bytes.fromhex(somebody.subject))  # two tabs may come back at one moment, for the first time
        who = session.scalar(select(Coordinator).where(Coordinator.subject == somebody.subject))
        if somebody.role is None or (who is not None and who.disabled_at is not None):
            actor = who.name if who else audit.NOBODY
            if who is not None:
                end_sign_ins(session, who)
            reason = "no-role" if somebody.role is None else "disabled"
            audit.record(session, "sign_in_failed", actor, actor, reason=reason)
            return None
        if who is None:
            who = _add(session, somebody, somebody.role)
            audit.record(session, "coordinator_added", who.name, who.name, **describe(who))
        if who.role != somebody.role:
            who.role = somebody.role
            audit.record(session, "coordinator_changed", who.name, who.name, way="organisation", **describe(who))
        end_sign_in(session, old_token)
        audit.record(session, "signed_in", who.name, who.name, way="organisation")
        return open_session(session, who)


def _add(session: Session, somebody: Somebody, role: Role) -> Coordinator:
    """A new account without an area: an administrator gives it. A name that is taken is never shared."""
    for name in (somebody.name, f"{somebody.name}-{somebody.subject[:8]}"):
        try:
            return add_from_organisation(session, name, somebody.subject, role, NOWHERE)
        except (NameTaken, NameUnusable):
            continue
    return add_from_organisation(session, f"organisation-{somebody.subject[:8]}", somebody.subject, role, NOWHERE)


def _organisation(request: Request) -> Organisation:
    organisation: Organisation | None = request.app.state.organisation
    if organisation is None:
        raise HTTPException(404)
    return organisation


def _refused(door: Door, why: str, status: int = 401) -> Response:
    return door.render("organisation_refused.html", status, why=why)


def _name(claims: CodeIDToken) -> str:
    """What colleagues read beside what somebody does here."""
    return str(claims.get("preferred_username") or claims.get("email") or "")


def _domain(claims: CodeIDToken) -> str | None:
    """The domain of an address that the provider has verified. One that is not could be anybody's."""
    address = str(claims.get("email") or "")
    return address.rpartition("@")[2].lower() if claims.get("email_verified") is True else None


def _cookie(door: Door) -> str:
    return "__Host-waymark-way" if door.settings.environment == "production" else "waymark-way"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
