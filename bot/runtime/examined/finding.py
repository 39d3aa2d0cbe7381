"""What the looks share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.settings import Settings
from bot.waymark import Waymark

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Mend(Exception):
    """Something is to mend. The message is one line: what, and how."""


def serves_people(settings: Settings) -> bool:
    """Whether this looks like more than somebody's own try: production, or an address for other people."""
    return settings.environment == "production" or any(
        address and not is_here(address) for address in (settings.chat_origin, settings.review_origin)
    )


def is_here(address: str) -> bool:
    """Whether an address is this very machine's."""
    try:
        return urlsplit(address).hostname in LOOPBACK
    except ValueError:
        return False


@contextmanager
def reading(waymark: Waymark, what: str) -> Iterator[Session]:
    """A session on the database. Raises Mend where its tables are not what this release reads: `what` is not known."""
    try:
        with waymark.database.session() as session:
            yield session
    except SQLAlchemyError:
        raise Mend(f"{what} cannot be told before the database answers and is at its newest revision.") from None
