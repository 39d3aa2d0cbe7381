"""Who may open what: one table for every route (ADR 19). bot/review/auth.py holds every request to it, in one place.

A route that is not in the table opens for nobody. What of the shared reflections somebody may read is their area
(bot/store/areas.py), which the queries take.
"""

from __future__ import annotations

import re
from functools import cache

from bot.store.coordinators import Role

OPEN = frozenset({"GET /health/live", "HEAD /health/live", "GET /login", "POST /login", "POST /logout"})
"""What needs no sign-in."""

EVERYBODY = frozenset(Role)
READERS = frozenset({Role.COORDINATOR})
KEEPERS = frozenset({Role.RECORDS})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

RIGHTS: dict[str, frozenset[Role]] = {
    # reading and acting: only here is anything that people shared
    "GET /": READERS,
    "GET /reflections": READERS,
    "GET /reflections/{reflection_id}": READERS,
    "POST /reflections/{reflection_id}/review": READERS,
    "GET /themes": READERS,
    "GET /changes": READERS,
    "POST /changes": READERS,
    "GET /changes/{change_id}": READERS,
    "POST /changes/{change_id}": READERS,
    # one's own account
    "GET /account": EVERYBODY,
    # who did what
    "GET /audit": KEEPERS | ADMINISTRATORS,
}
"""For each route that needs a sign-in, the roles that it opens for."""

START = {
    Role.COORDINATOR: "/",
    Role.FACILITATOR: "/account",
    Role.RECORDS: "/audit",
    Role.ADMINISTRATOR: "/audit",
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
