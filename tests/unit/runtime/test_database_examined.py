"""`waymark doctor` says of a database that is older, newer or new what it is, and how to mend it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from bot.content import load_content
from bot.runtime.doctor import examine
from bot.settings import ROOT, Settings
from bot.store.database import Database
from bot.waymark import Waymark
from tests.landed import SECRET, load


def say(database: Database, home: Path) -> dict[str, bool]:
    """Every line of the doctor, and whether that is well."""
    content = load_content(ROOT / "data" / "content")
    waymark = Waymark(Settings(home=home, secret_key=SECRET.decode()), database, content)
    return {finding.what: finding.well for finding in examine(waymark)}


def test_what_the_doctor_says_of_a_database_before_during_and_after(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'waymark.sqlite3'}"
    database = Database(url, secret=lambda: SECRET)
    assert "The database has no tables yet. Start Waymark once: it makes them." in say(database, tmp_path)
    database.close()
    (tmp_path / "waymark.sqlite3").unlink()

    load("0007-09a6093-0011-ce95245", url)
    database = Database(url, secret=lambda: SECRET)
    before = say(database, tmp_path)
    assert any("revision 0011, not" in line and "Start Waymark once" in line for line in before)
    assert any("changed outside Waymark" in line for line in before), "as 0011 left it"
    database.migrate()
    after = say(database, tmp_path)
    assert any(well and "record of what was done is whole" in line for line, well in after.items())
    assert not any("Start Waymark once" in line for line in after)

    with database.session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    newer = [line for line, well in say(database, tmp_path).items() if not well and "revision" in line]
    assert len(newer) == 1 and "later release of Waymark" in newer[0] and "Update Waymark" in newer[0]
    assert "Start Waymark once" not in newer[0] and str(tmp_path) not in newer[0]
    database.close()
