"""`waymark doctor` says when somebody waits too long for a copy of their words, or for their erasure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.content import load_content
from bot.runtime.doctor import Finding, examine
from bot.settings import ROOT, Settings
from bot.store.database import Database
from bot.store.requests import take_request
from bot.waymark import Waymark


def find(database: Database, home: Path) -> Finding:
    waymark = Waymark(Settings(home=home, secret_key="k" * 40), database, load_content(ROOT / "data" / "content"))
    [finding] = [one for one in examine(waymark) if "equest" in one.what]
    return finding


def test_nobody_waits_and_then_somebody_does(database: Database, tmp_path: Path) -> None:
    assert find(database, tmp_path).well
    with database.session() as session:
        take_request(session, "access", datetime.now(UTC).date() - timedelta(days=45), "SAR-7", "isla")
    late = find(database, tmp_path)
    assert not late.well
    assert "SAR-7" not in late.what
