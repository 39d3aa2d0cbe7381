"""Who may open what: one table for every route (ADR 19). bot/review/auth.py holds every request to it, in one place.

A route that is not in the table opens for nobody. What of the shared reflections somebody may read is their area
(bot/store/areas.py), which the queries take.
"""

from __future__ import annotations

import re
from functools import cache

from bot.store.coordinators import Role

OPEN = frozenset(
    {
        "GET /health/live",
        "GET /login",
        "POST /login",
        "GET /login/organisation",
        "GET /login/return",
        "POST /logout",
    }
)
"""What needs no sign-in."""

EVERYBODY = frozenset(Role)
READERS = frozenset({Role.COORDINATOR})
KEEPERS = frozenset({Role.RECORDS})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
FACILITATORS = frozenset({Role.FACILITATOR})

RIGHTS: dict[str, frozenset[Role]] = {
    # reading and acting: only here is anything that people shared
    "GET /": READERS,
    "GET /reflections": READERS,
    "POST /reflections": READERS,
    "POST /reflections/marks": READERS,
    "POST /reflections/undo": READERS,
    "POST /views": READERS,
    "POST /views/{view_id}": READERS,
    "POST /reflections/{reflection_id}/invitation": READERS,
    "GET /reflections/{reflection_id}": READERS,
    "POST /reflections/{reflection_id}/review": READERS,
    "POST /reflections/{reflection_id}/reader": READERS,
    "GET /waiting": READERS,
    "GET /so-far": READERS,
    "GET /strengths": READERS,
    "GET /topics": READERS,
    "GET /themes": READERS,
    "GET /themes/{theme_id}": READERS,
    "GET /reports": READERS,
    "POST /reports": READERS,
    "GET /board": READERS,
    "POST /board": READERS,
    "GET /kit": READERS,
    "POST /kit": READERS,
    "GET /changes": READERS,
    "POST /changes": READERS,
    "GET /changes/{change_id}": READERS,
    "POST /changes/{change_id}": READERS,
    "GET /actions": READERS,
    "POST /actions": READERS,
    "GET /actions/new": READERS,
    "GET /actions/{action_id}": READERS,
    "POST /actions/{action_id}": READERS,
    "GET /plan": READERS,
    # sessions of teams: only one's own
    "GET /sessions": FACILITATORS,
    "GET /sessions/new": FACILITATORS,
    "POST /sessions": FACILITATORS,
    "POST /sessions/teams": FACILITATORS,
    "GET /sessions/{session_id}": FACILITATORS,
    "POST /sessions/{session_id}": FACILITATORS,
    # keeping and forgetting: nothing here is anything that people wrote
    "GET /keeping": KEEPERS,
    "GET /requests": KEEPERS,
    "POST /requests": KEEPERS,
    "GET /requests/{request_id}": KEEPERS,
    "POST /requests/{request_id}": KEEPERS,
    "GET /holds": KEEPERS,
    "POST /holds": KEEPERS,
    "POST /holds/{hold_id}": KEEPERS,
    # one's own account
    "GET /login/code": EVERYBODY,
    "POST /login/code": EVERYBODY,
    "GET /account": EVERYBODY,
    "GET /account/password": EVERYBODY,
    "POST /account/password": EVERYBODY,
    "GET /account/app": EVERYBODY,
    "POST /account/app": EVERYBODY,
    "POST /account/recovery-codes": EVERYBODY,
    "POST /account/sign-ins": EVERYBODY,
    # who may sign in, and what is set
    "GET /people": ADMINISTRATORS,
    "POST /people": ADMINISTRATORS,
    "GET /people/{person_id}": ADMINISTRATORS,
    "POST /people/{person_id}": ADMINISTRATORS,
    "GET /settings": ADMINISTRATORS,
    # who did what
    "GET /audit": KEEPERS | ADMINISTRATORS,
}
"""For each route that needs a sign-in, the roles that it opens for."""

START = {
    Role.COORDINATOR: "/",
    Role.FACILITATOR: "/sessions",
    Role.RECORDS: "/keeping",
    Role.ADMINISTRATOR: "/people",
}
"""Where each role begins. Who opens "/" and may not read is led there."""


@cache
def rights_of(role: Role) -> frozenset[str]:
    """The routes that a role opens."""
    return frozenset(route for route, roles in RIGHTS.items() if role in roles)


def safe_next(path: str) -> str:
    """Where to go after sign-in: one of our own pages, or the start page when it is anything else."""
    return path if _pages().fullmatch(path) else "/"


@cache
def _pages() -> re.Pattern[str]:
    pages = (route.removeprefix("GET ") for route in RIGHTS if route.startswith("GET "))
    paths = "|".join(re.sub(r"\\{\w+\\}", "[0-9A-Za-z_-]{1,64}", re.escape(page)) for page in pages)
    return re.compile(rf"(?:{paths})(?:\?[A-Za-z0-9=&.%_+-]{{0,300}})?")
