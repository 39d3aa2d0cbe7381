"""A place where Waymark is set up, rightly or wrongly, for the looks of the doctor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.content import Content
from bot.runtime.examined.finding import Mend
from bot.settings import Settings
from bot.store.database import Database
from bot.waymark import Waymark

KEY = "0123456789abcdef0123456789abcdef"
APP, TENANT = "11111111-2222-3333-4444-555555555555", "66666666-7777-8888-9999-000000000000"
CHAT, REVIEW = "https://waymark.example.scot", "https://waymark.example.scot/review"
PUBLIC: dict[str, Any] = {"environment": "production", "chat_origin": CHAT, "review_origin": REVIEW, "proxies": 1}
TEAMS: dict[str, Any] = {
    "teams_app_id": APP,
    "teams_tenant_id": TENANT,
    "teams_app_secret": "aVb~8Q",
    "chat_origin": CHAT,
}
Look = Callable[[Waymark], str]


@dataclass
class Machine:
    """A place where Waymark is set up, as somebody would."""

    home: Path
    content: Content
    database: Database

    def set(self, content: Content | None = None, **settings: Any) -> Waymark:
        chosen = {"home": self.home, "secret_key": KEY} | settings
        return Waymark(Settings(**chosen), self.database, content or self.content)


def amiss(look: Look, waymark: Waymark) -> str:
    """The line of a look that finds something."""
    with pytest.raises(Mend) as found:
        look(waymark)
    said = str(found.value)
    assert "\n" not in said and KEY not in said
    return said
