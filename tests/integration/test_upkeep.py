"""The commands of whoever looks after the machine, as they meet them: a loss, and the way back from it."""

from __future__ import annotations

import re
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx
import pytest
from sqlalchemy import text

from bot.content import load_content
from bot.reflection.answers import Answers
from bot.reflection.codes import read_words
from bot.reflection.guessing import open_reflection
from bot.reflection.keeping import save_reflection
from bot.settings import Settings
from bot.store.audit import Asked, list_events
from bot.store.database import Database
from bot.store.holds import place_hold
from tests.integration.test_commands import assert_one_line, waymark

pytestmark = pytest.mark.usefixtures("real_argon2")  # the commands are processes, and open what is saved here
WORDS = read_words(Settings().content_dir)
STAYS, GOES = "-".join(WORDS[:4]), "-".join(WORDS[4:8])


def keep(home: Path, code: str, sharing: str = "private", url: str = "") -> None:
    settings = Settings(home=home, secret_key="", database_url=url)
    database = Database(settings.database)
    database.migrate()
    save_reflection(
        database,
        settings.secret,
        load_content(settings.content_dir).organisation,
        code=code,
        theme="leadership",
        answers=Answers(strengths="Our huddle is kind"),
        guidance=(),
        sharing=sharing,
    )
    database.close()


def opens(home: Path, code: str, url: str = "") -> bool:
    settings = Settings(home=home, secret_key="", database_url=url)
    database = Database(settings.database)
    try:
        return open_reflection(database, settings.secret, code, "sender") is not None
    finally:
        database.close()


def lose(home: Path, url: str) -> None:
    """The disk is gone."""
    if url:
        database = Database(url)
        database.migrate("base")
        database.close()
    for file in home.glob("waymark.sqlite3*"):
        file.unlink()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_loss_and_the_way_back(tmp_path: Path, kind: str, request: pytest.FixtureRequest) -> None:
    home, backup = tmp_path / "home", tmp_path / "backup"
    url = "" if kind == "sqlite" else request.getfixturevalue("fresh_postgres")
    env = {"WAYMARK_HOME": str(home), "WAYMARK_DATABASE_URL": url}
    home.mkdir()
    for code in (STAYS, GOES):
        keep(home, code, url=url)
    done = waymark("backup", str(backup), **env)
    assert "holds 2 reflections" in done.stdout, done.stderr
    assert_one_line(waymark("backup", str(backup), **env), "there already")
    assert "It is erased." in waymark("erase", stdin=GOES + "\n", **env).stdout
    erased = waymark("erased", **env).stdout
    assert re.fullmatch(r"[0-9a-f]{32} \d{4}-\d\d-\d\d\n", erased)
    assert_one_line(waymark("restore", str(backup), **env), "not empty")

    lose(home, url)
    done = waymark("restore", str(backup), **env)
    assert "1 reflections are back" in done.stdout, done.stderr
    assert "1 were left out" in done.stdout
    assert "No list" not in done.stdout
    assert opens(home, STAYS, url) and not opens(home, GOES, url)

    other = tmp_path / "other"
    other.mkdir()
    (other / "secret-key").write_text((home / "secret-key").read_text())
    (tmp_path / "list").write_text(erased)
    done = waymark("restore", str(backup), "--erased", str(tmp_path / "list"), WAYMARK_HOME=str(other))
    assert "1 were left out" in done.stdout, done.stderr
    third = {"WAYMARK_HOME": str(tmp_path / "third"), "WAYMARK_SECRET_KEY_FILE": str(home / "secret-key")}
    assert "it is back" in waymark("restore", str(backup), **third).stdout, "without a list, that is said"


def test_what_a_legal_hold_keeps_is_handed_out_once_named_and_put_on_record(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "held.docx"
    env = {"WAYMARK_HOME": str(home)}
    home.mkdir()
    keep(home, STAYS, "anonymous")
    keep(home, GOES)
    settings = Settings(home=home, secret_key="")
    database = Database(settings.database, secret=lambda: settings.secret)
    until = datetime.now(UTC).date() + timedelta(days=100)
    with database.session() as session:
        hold = place_hold(session, by="isla", reason="A tribunal asked.", until=until).id
    for wrong in ("", "0" * 31 + "x"):
        assert_one_line(waymark("disclose", wrong, str(file), **env), "no one hold of that number")
    assert not file.exists()
    done = waymark("disclose", hold[:8], str(file), **env)
    assert done.returncode == 0, done.stderr
    assert "Our huddle is kind" not in done.stdout + done.stderr
    words = [paragraph.text for paragraph in docx.Document(str(file)).paragraphs]
    assert words.count("Our huddle is kind") == 1, "what is shared, and nothing that is private"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert_one_line(waymark("disclose", hold[:8], str(file), **env), "is there already")
    with database.session() as session:
        assert [event.subject for event in list_events(session, 5, None, Asked(event="hold_disclosed"))] == [hold]
    database.close()


def test_a_rotation_and_what_the_doctor_says_of_it(tmp_path: Path) -> None:
    env = {"WAYMARK_HOME": str(tmp_path)}
    keep(tmp_path, STAYS)
    backup = tmp_path / "before"
    assert waymark("backup", str(backup), **env).returncode == 0
    first = Settings(home=tmp_path, secret_key="").secret
    done = waymark("rotate-secret", **env)
    assert "new secret" in done.stdout, done.stderr
    secret = Settings(home=tmp_path, secret_key="").secret
    assert secret.before == (bytes(first),)
    assert "is needed by 1 reflections" in waymark("doctor", **env).stdout
    assert opens(tmp_path, STAYS)
    assert "No reflection needs the older secret" in waymark("doctor", **env).stdout

    lost = {"WAYMARK_HOME": str(tmp_path), "WAYMARK_SECRET_KEY": "k" * 40}
    done = waymark("doctor", **lost)
    assert done.returncode == 1 and "secret that is not here" in done.stdout
    other = {"WAYMARK_HOME": str(tmp_path / "other"), "WAYMARK_SECRET_KEY": "k" * 40}
    assert_one_line(waymark("restore", str(backup), **other), "is sealed with the secret", "WAYMARK_SECRET_KEYS_BEFORE")
    other |= {"WAYMARK_SECRET_KEYS_BEFORE": first.decode()}
    assert "1 reflections are back" in waymark("restore", str(backup), **other).stdout
    assert_one_line(waymark("rotate-secret", **other), "WAYMARK_SECRET_KEYS_BEFORE", "restart")


def test_a_database_of_a_later_release_is_named_as_one_and_left_alone(tmp_path: Path) -> None:
    keep(tmp_path, STAYS)
    database = Database(Settings(home=tmp_path, secret_key="").database)
    with database.session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    done = waymark("run", WAYMARK_HOME=str(tmp_path))
    assert_one_line(done, "later release of Waymark (revision 9999", "Update Waymark")
    assert str(tmp_path) not in done.stderr
    with database.session() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
        assert session.scalar(text("SELECT count(*) FROM private_reflections")) == 1
    database.close()


def test_a_file_that_is_no_backup(tmp_path: Path) -> None:
    env = {"WAYMARK_HOME": str(tmp_path / "home")}
    other = tmp_path / "other"
    other.write_text("hello")
    assert_one_line(waymark("restore", str(other), **env), "no backup")
    assert_one_line(waymark("restore", str(tmp_path / "nowhere"), **env), "cannot be read")
